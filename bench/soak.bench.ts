// Claim: memory does not grow under load. A server on SQLite, asked at a steady pace for as long as RINGSIGHT_SOAK says (2m unless
// stated, 60m for the claim) all that phones ask, by tokens that come and go, while its account changes every minute and a generation
// is published of it. Each answer is looked at; those that were not expected are in bench/report/soak-strange.jsonl, the samples in soak-samples.jsonl.
// Of the heap of each process, what is left after a full collection counts (live-heap.mjs).
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openChance, seedOf } from '../src/core/chance.ts'
import { shelfPath } from '../src/server/shelf.ts'
import { parseDuration } from '../src/text/duration.ts'
import { type Claim, publish } from './report.ts'
import { changingOf, FIRST_ID, labelOf, numberOf } from './soak-crm.ts'

const LASTS_MS = parseDuration(process.env['RINGSIGHT_SOAK'] ?? '2m') ?? 120_000
const COUNT = Number(process.env['RINGSIGHT_SOAK_CONTACTS'] ?? 100_000)
const PER_SECOND = Number(process.env['RINGSIGHT_SOAK_RATE'] ?? 200)
const PHONES = 30
// A client that waits for more than these asks for nothing more, as phones do: it would be what is measured, on a busy machine.
const MOST_AT_ONCE = 100
const LONGEST_MS = 60_000
const SAMPLE_MS = Math.min(10_000, LASTS_MS / 24)
const REPORTS = new URL('report/', import.meta.url)
const chance = openChance(seedOf('soak'))
const below = (count: number) => Math.floor(chance() * count)

mkdirSync(REPORTS, { recursive: true })
const fileOf = (name: string) => {
  const file = fileURLToPath(new URL(name, REPORTS))
  rmSync(file, { force: true })
  return (value: object) => appendFileSync(file, `${JSON.stringify(value)}\n`)
}
const [tellStrange, tellSample, tellLog] = ['soak-strange.jsonl', 'soak-samples.jsonl', 'soak-log.jsonl'].map(
  fileOf,
) as [(value: object) => void, (value: object) => void, (value: object) => void]

interface Expected {
  readonly path: string
  readonly token: string
  readonly init?: RequestInit
  readonly statuses: readonly number[]
  /** What is wrong with the answer; null for nothing. */
  readonly find?: (body: Buffer, headers: Headers) => string | null
}

interface Phone {
  readonly token: string
  generation: string
  tag: string
  lastOutcome: string
}

async function openProcess(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  child.stderr.on('data', (text: Buffer) => {
    for (const line of text.toString().split('\n')) {
      if (line !== '' && !line.includes('"level":"info","event":"request"')) tellLog({ line })
    }
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: (JSON.parse(line.toString().split('\n')[0] ?? '') as { url: string }).url }
}

async function ringsight(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringsight.js', ...args])
  return stdout.trim()
}

const folder = mkdtempSync(join(tmpdir(), 'ringsight-soak-'))
const db = join(folder, 'team.db')
const children: ChildProcess[] = []

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1e3
}

// A process that is busy answers a signal when it is done.
const HEAP_PATIENCE_MS = 5_000

/** MB in use after a full collection; infinite where the process did not say in time. */
async function liveHeapOf(pid: number): Promise<number> {
  const file = join(folder, String(pid))
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (let waited = 0; waited < HEAP_PATIENCE_MS; waited += 20) {
    await sleep(20)
    if (existsSync(file)) return Number(readFileSync(file, 'utf8')) / 1e6
  }
  return Number.POSITIVE_INFINITY
}

interface Sample {
  readonly seconds: number
  /** MB: of HTTP, of the desk, of the keeper. */
  readonly resident: readonly number[]
  readonly handles: readonly number[]
  /** MB of the heap, after a full collection: of the same three. */
  readonly heap: readonly number[]
  /** MB of HTTP that lie outside of its heap. */
  readonly external: number
  readonly files: number
  readonly diskMb: number
  readonly load: number
}

try {
  const crm = await openProcess(
    [...process.execArgv, fileURLToPath(new URL('soak-crm.ts', import.meta.url)), String(COUNT)],
    {},
  )
  children.push(crm.child)
  const every = ['--every', '1m', '--index-lag', '0', '--rate', '1000']
  // The two processes that it starts are started with the same.
  const heapTellers = ['--expose-gc', '--import', fileURLToPath(new URL('live-heap.mjs', import.meta.url))]
  const server = await openProcess([...heapTellers, 'bin/ringsight.js', 'serve', '--port', '0', '--db', db, ...every], {
    RINGSIGHT_HEAPS: folder,
    HUBSPOT_TOKEN: 'pat-soak',
    HUBSPOT_BASE_URL: crm.url,
    XDG_CONFIG_HOME: folder,
  })
  children.push(server.child)
  const { url } = server
  while (!(await fetch(`${url}/readyz`)).ok) await sleep(500)

  const purposes = ['--for', 'directory,callers,outcomes,metrics']
  const phones: Phone[] = []
  for (let index = 0; index < PHONES; index += 1) {
    const token = await ringsight('serve', 'token', 'make', `phone${index}`, '--db', db, ...purposes)
    phones.push({ token, generation: '0', tag: '', lastOutcome: '' })
  }
  await sleep(3_000)
  const phone = () => phones[below(PHONES)] as Phone
  let saved = 0

  const lookUp = (number: string, find: Expected['find']): Expected => ({
    path: `/v1/callers?number=${encodeURIComponent(number)}`,
    token: phone().token,
    statuses: [200],
    ...(find !== undefined && { find }),
  })
  const answers = (kinds: readonly string[], label: string | null) => (body: Buffer) => {
    const told = JSON.parse(body.toString()) as { kind: string; label?: string }
    return kinds.includes(told.kind) && (label === null || told.label === label) ? null : `not ${kinds} ${label ?? ''}`
  }
  const fetchOf = (
    one: Phone,
    path: string,
    headers: Record<string, string>,
    statuses: readonly number[],
  ): Expected => ({
    path: `/v1/directory${path}`,
    token: one.token,
    init: { headers },
    statuses,
    find: (_body, head) => {
      one.generation = head.get('ringsight-generation') ?? one.generation
      one.tag = head.get('etag') ?? one.tag
      return null
    },
  })
  let fetched = 0
  const inTurn = () => {
    // Each phone in its turn: a token may fetch once in five seconds.
    fetched += 1
    return phones[fetched % PHONES] as Phone
  }
  const outcomeOf = (one: Phone, callId: string): Expected => {
    const index = changingOf(COUNT) + below(COUNT - changingOf(COUNT))
    const call = {
      callId,
      contactId: String(FIRST_ID + index),
      contactName: labelOf(index),
      e164: numberOf(index),
      direction: 'incoming',
      startedAt: '2026-11-20T09:30:00.000Z',
      durationMs: 61_000,
    }
    return {
      path: '/v1/outcomes',
      token: one.token,
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ call, outcome: 'connected', notes: `Notes of ${callId}`, tasks: [] }),
      },
      statuses: [200, 201],
    }
  }
  /** How often of a thousand, and what. */
  const KINDS: readonly (readonly [number, () => Expected])[] = [
    [
      450,
      () => {
        const index = changingOf(COUNT) + below(COUNT - changingOf(COUNT))
        return lookUp(numberOf(index), answers(['known'], labelOf(index)))
      },
    ],
    [100, () => lookUp(numberOf(below(changingOf(COUNT))), answers(['known', 'shared', 'unknown'], null))],
    [220, () => lookUp(numberOf(COUNT + below(COUNT)), answers(['unknown'], null))],
    [30, () => lookUp('015112', answers(['special'], null))],
    [20, () => lookUp('withheld', answers(['no-number'], null))],
    [
      140,
      () => ({
        path: `/v1/prefix/${below(65_536).toString(16).padStart(4, '0')}`,
        token: phone().token,
        statuses: [200],
      }),
    ],
    [2, () => fetchOf(inTurn(), '', { 'accept-encoding': 'gzip' }, [200])],
    [1, () => fetchOf(inTurn(), '', { 'accept-encoding': 'identity' }, [200])],
    [
      10,
      () => {
        const one = inTurn()
        return fetchOf(one, `?since=${one.generation}`, { 'accept-encoding': 'gzip' }, [200, 204])
      },
    ],
    [4, () => fetchOf(inTurn(), '', { range: `bytes=${below(COUNT * 10)}-${COUNT * 10 + below(COUNT * 10)}` }, [206])],
    [
      3,
      () => {
        const one = inTurn()
        return fetchOf(one, '', { 'if-none-match': one.tag === '' ? '"none"' : one.tag }, [200, 304])
      },
    ],
    [
      8,
      () => {
        const one = phone()
        saved += 1
        one.lastOutcome = `call${saved}`
        return outcomeOf(one, one.lastOutcome)
      },
    ],
    [
      2,
      () => {
        const one = phone()
        return outcomeOf(one, one.lastOutcome || 'first')
      },
    ],
    [9, () => ({ ...lookUp(numberOf(1), undefined), token: `wrong${below(1e6)}`, statuses: [401, 429] })],
    [1, () => ({ path: '/metrics', token: phone().token, statuses: [200] })],
  ]
  const every1000 = KINDS.reduce((sum, [often]) => sum + often, 0)
  const kindOf = () => {
    let left = below(every1000)
    for (const [index, [often]] of KINDS.entries()) {
      left -= often
      if (left < 0) return index
    }
    return 0
  }

  const spread = createHistogram()
  // An answer that is long is read in many turns of the client's own loop.
  const ticks = monitorEventLoopDelay({ resolution: 10 })
  ticks.enable()
  let [asked, answered, strange, waiting, most, spared] = [0, 0, 0, 0, 0, 0]
  const statuses = new Map<number, number>()
  async function askOne(): Promise<void> {
    const kind = kindOf()
    const { path, token, init = {}, statuses: good, find = () => null } = (KINDS[kind] as (typeof KINDS)[number])[1]()
    const sentAt = performance.now()
    waiting += 1
    most = Math.max(most, waiting)
    const tell = (what: object) => {
      strange += 1
      const ms = Math.round(performance.now() - sentAt)
      tellStrange({ at: new Date().toISOString(), path, ...init, ms, waiting, load: loadavg()[0], ...what })
    }
    try {
      const response = await fetch(url + path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
        signal: AbortSignal.timeout(LONGEST_MS),
      })
      const body = Buffer.from(await response.arrayBuffer())
      spread.record(Math.max(1, Math.round((performance.now() - sentAt) * 1e6)))
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      answered += 1
      const wrong = good.includes(response.status) ? find(body, response.headers) : `status ${response.status}`
      if (wrong !== null)
        tell({ wrong, kind, body: body.toString('utf8', 0, 300), headers: Object.fromEntries(response.headers) })
    } catch (error) {
      tell({ wrong: String(error), cause: String((error as Error).cause ?? ''), kind })
    } finally {
      waiting -= 1
    }
  }

  const startedAt = performance.now()
  const endsAt = startedAt + LASTS_MS
  const isOver = () => performance.now() >= endsAt
  const samples: Sample[] = []
  const pid = server.child.pid ?? 0
  const processes = [pid, ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)]
  async function watch(): Promise<void> {
    const scrape = phones[0]?.token ?? ''
    while (!isOver()) {
      const text = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${scrape}` } })
        .then((response) => response.text())
        .catch(() => '')
      const gauge = (name: string) =>
        Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1] ?? 0) / 1e6
      const shelf = shelfPath(db)
      const sizes = [db, `${db}-wal`].map((path) => (existsSync(path) ? statSync(path).size : 0))
      const sample: Sample = {
        seconds: Math.round((performance.now() - startedAt) / 1000),
        resident: processes.map(memoryOf),
        handles: processes.map((each) => readdirSync(`/proc/${each}/fd`).length),
        heap: await Promise.all(processes.map(liveHeapOf)),
        external: gauge('ringsight_nodejs_external_memory_bytes'),
        files: existsSync(shelf) ? readdirSync(shelf).length : 0,
        diskMb: sizes.reduce((sum, size) => sum + size, 0) / 1e6,
        load: loadavg()[0] ?? 0,
      }
      samples.push(sample)
      tellSample({ ...sample, asked, answered, strange, spared, clientLateMs: Math.round(ticks.percentile(99) / 1e6) })
      await sleep(SAMPLE_MS)
    }
  }
  async function hand(): Promise<void> {
    for (let made = 0; !isOver(); made += 1) {
      await ringsight('serve', 'token', 'make', `guest${made % 3}`, '--db', db)
      await sleep(Math.min(30_000, Math.max(0, endsAt - performance.now())))
      await ringsight('serve', 'token', 'revoke', `guest${made % 3}`, '--db', db)
    }
  }
  async function ask(): Promise<void> {
    const inFlight = new Set<Promise<void>>()
    for (; !isOver(); await sleep(5)) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * PER_SECOND)
      for (; asked < due; asked += 1) {
        if (inFlight.size >= MOST_AT_ONCE) {
          spared += 1
          continue
        }
        const one = askOne().finally(() => inFlight.delete(one))
        inFlight.add(one)
      }
    }
    // A client's fetch may never end, also where its connection has.
    await Promise.race([Promise.all(inFlight), sleep(LONGEST_MS + 5_000)])
    strange += inFlight.size
  }
  await Promise.all([watch(), hand(), ask()])

  const sixth = Math.floor(samples.length / 6)
  const [early, late] = [samples.slice(sixth, 2 * sixth), samples.slice(-sixth)]
  const mostOf = (part: readonly Sample[], of: (sample: Sample) => number) => Math.max(...part.map(of))
  const leastOf = (part: readonly Sample[], of: (sample: Sample) => number) => Math.min(...part.map(of))
  const growth = (text: string, of: (sample: Sample) => number, find = mostOf): Claim => ({
    text: `${text}: in the last sixth, of the second`,
    bound: 'at most',
    target: 1.1,
    measured: find(late, of) / find(early, of),
  })
  const minutes = Math.round(LASTS_MS / 6_000) / 10
  const clientMs = Math.round(ticks.percentile(99) / 1e6)
  const ms = (share: number) => Math.round(spread.percentile(share) / 1e4) / 100
  const figures = (sample: Sample | undefined) =>
    sample === undefined
      ? ''
      : `${sample.resident.map((each) => Math.round(each)).join(', ')} MB resident (HTTP, databases, syncs), of which live heap ${sample.heap.map((each) => each.toFixed(1)).join(', ')} MB, ${sample.handles.join(', ')} handles, ${sample.files} files, database ${Math.round(sample.diskMb)} MB`
  publish({
    name: 'soak',
    claims: [
      growth('most resident memory of the process that answers', ({ resident }) => resident[0] ?? 0),
      growth("most resident memory of the databases' process", ({ resident }) => resident[1] ?? 0),
      growth("most resident memory of the syncs' process", ({ resident }) => resident[2] ?? 0),
      growth('least heap after a full collection, of the process that answers', ({ heap }) => heap[0] ?? 0, leastOf),
      growth("least heap after a full collection, of the databases' process", ({ heap }) => heap[1] ?? 0, leastOf),
      growth("least heap after a full collection, of the syncs' process", ({ heap }) => heap[2] ?? 0, leastOf),
      { text: 'answers that were not expected', bound: 'at most', target: 0, measured: strange },
    ],
    groups: [],
    notes: [
      `${minutes} minutes, ${COUNT.toLocaleString('en')} contacts, ${answered.toLocaleString('en')} answers at ${PER_SECOND} a second; ${Array.from(statuses, ([status, count]) => `${status}: ${count}`).join(', ')}; ${saved} outcomes.`,
      `Median ${ms(50)} ms, p99 ${ms(99)} ms, longest ${ms(100)} ms, by a client on the same machine whose own clock was late by ${clientMs} ms (p99); ${most} requests at once at most; ${spared} were not sent, because so many waited.`,
      `The machine's load: ${Math.round(mostOf(samples, ({ load }) => load) * 10) / 10} at most, ${Math.round((samples.reduce((sum, { load }) => sum + load, 0) / samples.length) * 10) / 10} on average.`,
      `After a sixth: ${figures(early[0])}. At the end: ${figures(late.at(-1))}.`,
    ],
  })
} finally {
  for (const child of children) {
    const ended = once(child, 'exit')
    if (child.exitCode === null && child.kill('SIGTERM')) await ended
  }
  rmSync(folder, { recursive: true, force: true })
}
