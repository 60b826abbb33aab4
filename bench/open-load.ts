// Asks a server at a steady pace, whether or not it has answered what came before, in a process of its own: what keeps the client
// waiting is then no part of what is measured. autocannon's rate sends a whole second's requests at once, and counts an answer
// of 10 ms as ten. Knows nothing of what is asked.
import { execFile } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { numberOf } from './served.ts'

export interface OpenLoad {
  readonly url: string
  readonly token: string
  /** To which the number is added. */
  readonly path: string
  /** Of how many contacts the numbers are taken. */
  readonly count: number
  readonly perSecond: number
  readonly seconds: number
}

/** Milliseconds. */
export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface OpenLoadResult {
  readonly answers: number
  readonly refused: number
  /** From the sending of a request until its answer was read. */
  readonly sent: Spread
  /** The same from when the request was to be sent: with what the client itself was late. */
  readonly planned: Spread
  /** How late the client's own clock ticked. */
  readonly client: Spread
}

/** Runs the load in a process of its own. */
export async function openLoad(load: OpenLoad): Promise<OpenLoadResult> {
  const args = [...process.execArgv, import.meta.filename, JSON.stringify(load)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as OpenLoadResult
}

const WARM_UP_S = 1

interface Asked {
  readonly plannedAt: number
  readonly sentAt: number
}

async function run({ url, token, path, count, perSecond, seconds }: OpenLoad): Promise<OpenLoadResult> {
  const { hostname, port } = new URL(url)
  const [sent, planned] = [createHistogram(), createHistogram()]
  const ticks = monitorEventLoopDelay({ resolution: 1 })
  const idle: Socket[] = []
  const waiting = new Map<Socket, Asked>()
  const open = new Set<Socket>()
  let [answers, refused, isCounted] = [0, 0, false]

  function connectOne(): Socket {
    const socket = connect(Number(port), hostname).setNoDelay(true)
    open.add(socket)
    let text = ''
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece
      const head = text.indexOf('\r\n\r\n')
      const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text) ?? []
      if (head < 0 || text.length < head + 4 + Number(length)) return
      hear(socket, text.startsWith('HTTP/1.1 200'))
      text = ''
    })
    // The server ends a connection that it has waited on for long, and takes no more than so many.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      open.delete(socket)
      const at = idle.indexOf(socket)
      if (at >= 0) idle.splice(at, 1)
      if (waiting.delete(socket) && isCounted) refused += 1
    })
    return socket
  }

  function hear(socket: Socket, isGood: boolean): void {
    const asked = waiting.get(socket)
    waiting.delete(socket)
    idle.push(socket)
    if (asked === undefined || !isCounted) return
    const now = performance.now()
    answers += 1
    if (!isGood) refused += 1
    record(sent, now - asked.sentAt)
    record(planned, now - asked.plannedAt)
  }

  function ask(index: number, plannedAt: number): void {
    // One more where all others wait: the server is never spared a request for its own slowness.
    const socket = idle.pop() ?? connectOne()
    waiting.set(socket, { plannedAt, sentAt: performance.now() })
    const number = numberOf((index * 7_919) % count).slice(1)
    socket.write(
      `GET ${path}%2B${number} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
  }

  const startedAt = performance.now()
  const warmedAt = startedAt + WARM_UP_S * 1000
  const endsAt = warmedAt + seconds * 1000
  for (let index = 0; performance.now() < endsAt; ) {
    for (; ; index += 1) {
      const plannedAt = startedAt + (index * 1000) / perSecond
      if (plannedAt > performance.now() || plannedAt >= endsAt) break
      ask(index, plannedAt)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (!isCounted && performance.now() > warmedAt) {
      isCounted = true
      ticks.enable()
    }
  }
  ticks.disable()
  while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 1))
  for (const socket of open) socket.destroy()
  return { answers, refused, sent: spreadOf(sent), planned: spreadOf(planned), client: spreadOf(ticks) }
}

function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms * 1e6)))
}

function spreadOf(histogram: Pick<RecordableHistogram, 'percentile' | 'max'>): Spread {
  const milliseconds = (ns: number) => Math.round(ns / 1e4) / 100
  return {
    p50: milliseconds(histogram.percentile(50)),
    p99: milliseconds(histogram.percentile(99)),
    max: milliseconds(histogram.max),
  }
}

if (process.argv[1] === import.meta.filename) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as OpenLoad)))
}
