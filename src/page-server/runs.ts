// Commands that run beside the page's server: how far each has come, the lines that it has printed, what went wrong. A process of
// its own, so that an answer never waits for a check, and a check that dies takes nothing with it.
import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { renderCount } from '../text/count.ts'

export interface RunProgress {
  readonly count: number
  readonly noun: string
  /** From 0 to 1; absent where the whole is not known. */
  readonly fraction?: number
}

/** A line of the command's JSON. */
export interface RunLine {
  readonly type: string
  readonly [field: string]: unknown
}

export interface Run {
  readonly id: string
  readonly state: () => RunState
  readonly lines: (wanted: WantedLines) => { readonly lines: readonly RunLine[]; readonly total: number }
  readonly stop: () => void
  readonly ended: Promise<void>
}

/** Lines of one type, from one on. */
export interface WantedLines {
  readonly type: string
  readonly from: number
  readonly count: number
  /** Only those whose field has this value; null for all. */
  readonly where: { readonly field: string; readonly value: string } | null
}

export interface RunState {
  readonly phase: 'running' | 'done' | 'failed' | 'stopped'
  readonly progress: RunProgress | null
  /** How many lines there are of each type. */
  readonly counts: Readonly<Record<string, number>>
  /** What the command said beside its results: what it noticed, and last why it failed. */
  readonly messages: readonly string[]
  /** The command's status; null as long as it runs. */
  readonly code: number | null
}

const MOST_LINES = 2_000_000
const MOST_MESSAGES = 20
const PREFIX = /^ringsight: /
// Done, or done with a negative answer.
const ANSWERED = [0, 1]

export interface RunJob {
  readonly id: string
  /** The module that runs `process.argv` as a command, and tells its progress as messages. */
  readonly module: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Makes a message one that names files as the user does. */
  readonly nameFiles: (message: string) => string
}

/** Begins a command. A command that cannot be begun, or dies, is one that has failed, with what it said. */
export function openRun({ id, module, args, env, nameFiles }: RunJob): Run {
  const child = fork(module, [...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...env, NO_COLOR: '1' },
    execArgv: [],
  })
  const byType = new Map<string, RunLine[]>()
  const messages: string[] = []
  let isCut = false
  let progress: RunProgress | null = null
  let code: number | null = null
  let isStopped = false

  child.on('message', (message) => {
    progress = message as RunProgress
  })
  // A message may have several lines, of which the first says whose it is.
  const said = (line: string) => {
    const text = nameFiles(line.replace(PREFIX, ''))
    const isNew = PREFIX.test(line) || messages.length === 0
    if (!isNew) messages.push(`${messages.pop()}\n${text}`)
    else messages.splice(MOST_MESSAGES - 1, 1, text)
  }
  const results = linesOf(child.stdout, (text) => {
    const line = readLine(text)
    if (line === null) return
    const lines = byType.get(line.type) ?? []
    byType.set(line.type, lines)
    // The last lines are the sum of all: what is too many is of another type.
    if (lines.length < MOST_LINES) lines.push(line)
    else if (!isCut) {
      isCut = true
      said(`ringsight: Only the first ${renderCount(MOST_LINES)} lines of "${line.type}" are kept for the page.`)
    }
  })
  const asides = linesOf(child.stderr, said)
  const ended = Promise.all([results, asides, endOf(child, said)]).then(([, , status]) => {
    code = status
  })
  return {
    id,
    ended,
    state: () => ({
      phase: code === null ? 'running' : isStopped ? 'stopped' : ANSWERED.includes(code) ? 'done' : 'failed',
      progress,
      counts: Object.fromEntries([...byType].map(([type, lines]) => [type, lines.length])),
      messages,
      code,
    }),
    lines({ type, from, count, where }) {
      const all = byType.get(type) ?? []
      const chosen = where === null ? all : all.filter((line) => line[where.field] === where.value)
      return { lines: chosen.slice(from, from + count), total: chosen.length }
    },
    stop() {
      isStopped = true
      child.kill('SIGINT')
    },
  }
}

async function linesOf(stream: ChildProcess['stdout'], take: (line: string) => void): Promise<void> {
  if (stream === null) return
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) take(line)
}

function endOf(child: ChildProcess, said: (message: string) => void): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      said(`ringsight: ${error.message}`)
      resolve(3)
    })
    child.once('exit', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 3)))
  })
}

function readLine(text: string): RunLine | null {
  try {
    const line = JSON.parse(text) as unknown
    return typeof line === 'object' && line !== null && 'type' in line && typeof line.type === 'string'
      ? (line as RunLine)
      : null
  } catch {
    return null
  }
}
