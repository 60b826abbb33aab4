// Look-ups over HTTP against a million contacts, beside the same framework that answers a constant; how fast a server with ten
// million numbers is there, and what it takes. RINGSIGHT_NUMBERS=0 leaves the ten million out.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import type { Contact } from '../src/core/contact.ts'
import { publishScopes } from '../src/server/publish.ts'
import { shelfPath } from '../src/server/shelf.ts'
import { makeToken } from '../src/server/token.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { describePlausible } from './plausible.ts'
import { type Claim, publish } from './report.ts'

const MILLION = 1_000_000
const ROUND_S = 5
const CONNECTIONS = 32
/** Numbers of one country, spread over its mobile range. */
function numberOf(index: number): string {
  return `+4915${(100_000_000 + ((index * 7_919) % 899_999_999)).toString()}`
}

// Of ten million contacts none would be more to a look-up than their numbers: some have five.
function* people(count: number): Generator<Contact> {
  const each = count > MILLION ? 5 : 1
  for (let index = 0; index < count; index += each) {
    yield {
      id: String(1_000_000 + index),
      firstName: `First${index % 5_000}`,
      lastName: `Last${index % 20_000}`,
      company: index % 3 === 0 ? `Company ${index % 3_000}` : '',
      email: '',
      country: 'DE',
      phones: Array.from({ length: each }, (_, more) => ({
        field: '',
        text: '',
        e164: numberOf(index + more),
        rejected: null,
      })),
      deals: [],
      modifiedAt: null,
      row: null,
    }
  }
}

// The store has no contacts: what is served is what was published.
async function prepare(
  folder: string,
  name: string,
  count: number,
): Promise<{ readonly db: string; readonly token: string }> {
  const db = join(folder, `${name}.db`)
  const store = openSqliteStore(db)
  const { text, token } = makeToken({
    device: 'bench',
    purposes: ['callers', 'directory'],
    scope: { kind: 'all' },
    madeAt: 0,
  })
  store.write('tokens', [token])
  store.write('import', { at: new Date(0).toISOString(), contacts: count, source: 'bench' })
  const contacts = Object.assign(Object.create(store) as typeof store, { readContacts: () => people(count) })
  await publishScopes({
    store: contacts,
    folder: shelfPath(db),
    scopes: [{ kind: 'all' }],
    lists: new Map(),
    now: Date.now(),
  })
  store.close()
  return { db, token: text }
}

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

async function load(url: string, token: string, count: number, rate?: number): Promise<autocannon.Result> {
  let next = 0
  return autocannon({
    url,
    connections: CONNECTIONS,
    duration: ROUND_S,
    ...(rate !== undefined && { overallRate: rate }),
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
  console.log(JSON.stringify(await prepare(process.argv[3] ?? '', 'large', Number(process.argv[4]))))
  process.exit()
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const claims: Claim[] = []
const notes: string[] = []
const serveArgs = (db: string) => ['bin/ringsight.js', 'serve', '--port', '0', '--db', db, '--rate', '1000000']
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0

try {
  const { db, token } = await prepare(folder, 'million', MILLION)
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
  const half = await load(server.url, token, MILLION, Math.floor(own / 2))
  const halfOfConstant = await load(constant.url, token, MILLION, Math.floor(own / 2))
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
      text: 'p99 of a look-up at half of that load',
      bound: 'at most',
      target: 5,
      measured: half.latency.p99,
      unit: 'ms',
    },
  )
  notes.push(
    `At half of that load: median ${half.latency.p50} ms, p99 ${half.latency.p99} ms; the constant at the same rate: median ${halfOfConstant.latency.p50} ms, p99 ${halfOfConstant.latency.p99} ms.`,
    `${Math.round(own)} look-ups a second, the constant ${Math.round(median(rounds.map((each) => each.constant)))}, with ${CONNECTIONS} connections; ${Math.round(median(rounds.map((each) => each.ownMicros)))} µs of the processor each, the constant ${Math.round(median(rounds.map((each) => each.constantMicros)))} µs. The load generator shares the machine's cores.`,
    `The server of 1,000,000 numbers answered ${server.seconds.toFixed(2)} s after it was started and has ${Math.round(residentBytes(server.child.pid ?? 0) / 1e6)} MB resident.`,
  )
  await Promise.all([stop(server), stop(constant)])

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
    const loaded = await load(started.url, large.token, count)
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
        text: 'its look-ups a second, of those at 1,000,000',
        bound: 'at least',
        target: 0.9,
        measured: loaded.requests.average / own,
      },
    )
    await stop(started)
  }
  notes.push(...describePlausible(['IE', 'GB', 'DE', 'FR', 'PL', 'US']))
  publish({ name: 'server', claims, groups: [], notes })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
