// Look-ups over HTTP against a million contacts, beside the same framework that answers a constant; how fast a server with ten
// million numbers is there, and what it takes. RINGSIGHT_NUMBERS=0 leaves the ten million out.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { type OpenLoadResult, openLoad } from './open-load.ts'
import { describePlausible } from './plausible.ts'
import { type Claim, publish } from './report.ts'
import { MILLION, numberOf, prepare } from './served.ts'

const ROUND_S = 5
const CONNECTIONS = 32
const PURPOSES = ['callers', 'directory'] as const

interface Started {
  readonly url: string
  readonly child: ChildProcess
  /** Until it answered a look-up. */
  readonly seconds: number
}

async function start(args: readonly string[], path: string, headers: Record<string, string>): Promise<Started> {
  const from = performance.now()
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HUBSPOT_TOKEN: '' },
  })
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString().split('\n')[0] ?? '') as { url: string }
  for (;;) {
    const response = await fetch(url + path, { headers }).catch(() => null)
    if (response?.status === 200) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { url, child, seconds: (performance.now() - from) / 1000 }
}

const CONSTANT = `
  import fastify from 'fastify'
  const app = fastify({ logger: false })
  app.get('/v1/callers', (request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(BODY))
  const BODY = JSON.stringify({ kind: 'known', label: 'First1 Last1 · Company 1', deal: null, contacts: ['1000001'], evidence: { number: '+4915100000000', country: 'DE', read: 'exact', region: null, rejected: null, source: 'snapshot', generation: 1795997195, at: '2026-11-30T00:06:35.157Z' } })
  await app.listen({ port: 0 })
  console.log(JSON.stringify({ url: 'http://127.0.0.1:' + app.server.address().port }))
`

async function load(url: string, token: string, count: number): Promise<autocannon.Result> {
  let next = 0
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: ROUND_S,
    headers: { authorization: `Bearer ${token}` },
    requests: [
      {
        method: 'GET',
        setupRequest(request) {
          next = (next + 7_919) % count
          return { ...request, path: `/v1/callers?number=%2B${numberOf(next).slice(1)}` }
        },
      },
    ],
  })
}

/** Seconds of the processor that a process has taken, in all of its threads (proc_pid_stat(5), in ticks of 10 ms). */
function cpuSeconds({ child }: Started): number {
  const [, , ...fields] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(/\) | /)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Microseconds of the processor that an answer took. */
async function costOf(started: Started, work: () => Promise<autocannon.Result>) {
  const before = cpuSeconds(started)
  const result = await work()
  return { result, micros: ((cpuSeconds(started) - before) * 1e6) / result.requests.total }
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

async function stop({ child }: Started): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

// Ten million contacts are built in a process with room for them.
if (process.argv[2] === 'prepare') {
  console.log(
    JSON.stringify(
      await prepare(process.argv[3] ?? '', { name: 'large', count: Number(process.argv[4]), purposes: PURPOSES }),
    ),
  )
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const claims: Claim[] = []
const notes: string[] = []
const serveArgs = (db: string) => ['bin/ringsight.js', 'serve', '--port', '0', '--db', db, '--rate', '1000000']
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0

try {
  const { db, token } = await prepare(folder, { name: 'million', count: MILLION, purposes: PURPOSES })
  const headers = { authorization: `Bearer ${token}` }
  const path = '/v1/callers?number=withheld'
  const server = await start(serveArgs(db), path, headers)
  const constant = await start(['--input-type=module', '-e', CONSTANT], '/v1/callers', {})
  const rounds: { own: number; constant: number; ownMicros: number; constantMicros: number }[] = []
  await load(server.url, token, MILLION)
  for (let round = 0; round < 5; round += 1) {
    const mine = await costOf(server, () => load(server.url, token, MILLION))
    const other = await costOf(constant, () => load(constant.url, token, MILLION))
    if (mine.result.non2xx > 0) throw new Error(`expected look-ups alone, found ${mine.result.non2xx} refusals`)
    rounds.push({
      own: mine.result.requests.average,
      constant: other.result.requests.average,
      ownMicros: mine.micros,
      constantMicros: other.micros,
    })
  }
  const own = median(rounds.map((each) => each.own))
  const pace = { path: '/v1/callers?number=', token, count: MILLION, perSecond: Math.floor(own / 2), seconds: 5 }
  const paced: { own: OpenLoadResult; constant: OpenLoadResult }[] = []
  for (let round = 0; round < 5; round += 1) {
    paced.push({
      own: await openLoad({ ...pace, url: server.url }),
      constant: await openLoad({ ...pace, url: constant.url }),
    })
  }
  const half = (of: (round: (typeof paced)[number]) => number) => median(paced.map(of))
  claims.push(
    {
      text: 'look-ups over HTTP at 1,000,000 contacts: of the throughput of the same framework answering a constant',
      bound: 'at least',
      target: 0.5,
      measured: median(rounds.map((each) => each.own / each.constant)),
    },
    {
      text: "the constant's processor time, of that of a look-up: what the ratio above is where nothing else runs",
      bound: 'at least',
      target: 0.5,
      measured: median(rounds.map((each) => each.constantMicros / each.ownMicros)),
    },
    {
      text: 'p99 of a look-up at half of that load, from its sending (median of five rounds)',
      bound: 'at most',
      target: 5,
      measured: half((each) => each.own.sent.p99),
      unit: 'ms',
    },
  )
  notes.push(
    `At half of that load: median ${half((each) => each.own.sent.p50)} ms, p99 ${half((each) => each.own.sent.p99)} ms, longest ${Math.max(...paced.map((each) => each.own.sent.max))} ms; the constant at the same rate, in turn: median ${half((each) => each.constant.sent.p50)} ms, p99 ${half((each) => each.constant.sent.p99)} ms, longest ${Math.max(...paced.map((each) => each.constant.sent.max))} ms. The client's own clock was late by ${half((each) => each.own.client.p99)} ms (p99).`,
    `${Math.round(own)} look-ups a second, the constant ${Math.round(median(rounds.map((each) => each.constant)))}, with ${CONNECTIONS} connections; ${Math.round(median(rounds.map((each) => each.ownMicros)))} µs of the processor each, the constant ${Math.round(median(rounds.map((each) => each.constantMicros)))} µs. The load generator shares the machine's cores.`,
    `The server of 1,000,000 numbers answered ${server.seconds.toFixed(2)} s after it was started and has ${Math.round(residentBytes(server.child.pid ?? 0) / 1e6)} MB resident.`,
  )
  await stop(constant)

  const count = Number(process.env['RINGSIGHT_NUMBERS'] ?? 10 * MILLION)
  if (count > 0) {
    const child = spawnSync(
      process.execPath,
      [...process.execArgv, '--max-old-space-size=12000', import.meta.filename, 'prepare', folder, String(count)],
      {
        encoding: 'utf8',
      },
    )
    if (child.status !== 0) throw new Error(child.stderr)
    const large = JSON.parse(child.stdout) as { db: string; token: string }
    const started = await start(serveArgs(large.db), path, { authorization: `Bearer ${large.token}` })
    // Its first look-ups are those of a process that has just begun, and reads its file: as many rounds as the other server has had.
    for (let round = 0; round < 6; round += 1) await load(started.url, large.token, count)
    const sized: { throughput: number; micros: number }[] = []
    for (let round = 0; round < 5; round += 1) {
      const its = await costOf(started, () => load(started.url, large.token, count))
      const other = await costOf(server, () => load(server.url, token, MILLION))
      sized.push({
        throughput: its.result.requests.average / other.result.requests.average,
        micros: other.micros / its.micros,
      })
    }
    claims.push(
      {
        text: `a server of ${count.toLocaleString('en')} numbers answers after it was started`,
        bound: 'at most',
        target: 10,
        measured: started.seconds,
        unit: 's',
      },
      {
        text: 'resident memory of that server after look-ups all over it',
        bound: 'at most',
        target: 1.5,
        measured: residentBytes(started.child.pid ?? 0) / 1e9,
        unit: 'GB',
      },
      {
        text: 'its look-ups a second, of those at 1,000,000, in turn',
        bound: 'at least',
        target: 0.9,
        measured: median(sized.map((each) => each.throughput)),
      },
      {
        text: 'the processor time of a look-up at 1,000,000, of that of its own: what the ratio above is where nothing else runs',
        bound: 'at least',
        target: 0.9,
        measured: median(sized.map((each) => each.micros)),
      },
    )
    await stop(started)
  }
  await stop(server)
  notes.push(...describePlausible(['IE', 'GB', 'DE', 'FR', 'PL', 'US']))
  publish({ name: 'server', claims, groups: [], notes })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
