// A server under load for as long as RINGSIGHT_SOAK says (10m, say): look-ups, names for desk phones, directories and deltas, books,
// outcomes, syncs, tokens that are made and revoked. Nothing of it grows: memory, open files, files on the disk.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openChance, seedOf } from '../../src/core/chance.ts'
import { shelfPath } from '../../src/server/shelf.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { parseDuration } from '../../src/text/duration.ts'
import { changeAccount, expectEachOnce, outcomeFor, peopleOf } from '../end-to-end/account.ts'
import { makeToken, openCrm, ringsight, serve } from './running.ts'

const asked = process.env['RINGSIGHT_SOAK']
const lastsMs = parseDuration(asked ?? '') ?? 0
const PEOPLE = peopleOf(5_000)
const LOOPS = 6
const SAMPLES = 40

interface Sample {
  readonly memory: readonly number[]
  readonly handles: readonly number[]
  readonly files: number
  readonly disk: number
}

test.runIf(asked !== undefined)(
  `${asked} of load leave memory, open files and the disk as they were`,
  async () => {
    expect(lastsMs).toBeGreaterThan(30_000)
    const chance = openChance(seedOf('soak'))
    const crm = await openCrm(PEOPLE)
    const server = await serve(crm, {
      args: ['--every', '5s', '--index-lag', '0', '--rate', '100000', '--region', 'IE'],
    })
    const token = await server.token('anna', '--for', 'directory,callers,outcomes,office,books')
    const endsAt = performance.now() + lastsMs
    const isOver = () => performance.now() >= endsAt
    const saved: ReturnType<typeof outcomeFor>[] = []
    let [requests, later] = [0, 0]
    let generation = '0'

    const numberOf = () => encodeURIComponent(`+35387${1_000_000 + Math.floor(chance() * 6_000)}`)
    const kinds: (() => Promise<number>)[] = [
      () => get(`/v1/callers?number=${numberOf()}`),
      () => get(`/v1/office/name?number=${numberOf()}`),
      () =>
        get(
          `/v1/prefix/${Math.floor(chance() * 65_536)
            .toString(16)
            .padStart(4, '0')}`,
        ),
      () => get('/v1/callers?number=%2B35387nonsense'),
    ]
    const rare: (() => Promise<number>)[] = [
      () => get('/v1/directory'),
      () => get(`/v1/directory?since=${generation}`),
      () => get('/v1/office/books/yealink'),
      () => get('/v1/callers?number=1', 'wrong'),
      saveOne,
    ]
    async function get(path: string, by = token): Promise<number> {
      const response = await server.ask(path, by)
      await response.arrayBuffer()
      generation = response.headers.get('ringsight-generation') ?? generation
      return response.status
    }
    async function saveOne(): Promise<number> {
      const outcome = outcomeFor(PEOPLE[Math.floor(chance() * 1_000)] as (typeof PEOPLE)[number], `c${saved.length}`)
      saved.push(outcome)
      const { savedAt: _, ...draft } = outcome
      const init = { method: 'POST', body: JSON.stringify(draft), headers: { 'content-type': 'application/json' } }
      let status = 0
      // Ten a second are let through for long; a phone waits, and sends it again.
      for (; status !== 200 && status !== 201; await sleep(status < 300 ? 0 : 500)) {
        status = (await server.ask('/v1/outcomes', token, init)).status
      }
      return status
    }
    const load = async (loop: number) => {
      while (!isOver()) {
        const each = loop === 0 && chance() < 0.3 ? rare : kinds
        const status = await (each[Math.floor(chance() * each.length)] as () => Promise<number>)()
        expect([200, 201, 204, 401, 429, 503], String(status)).toContain(status)
        requests += 1
        // On a machine that stalls: whoever hears it asks again. It is to be seldom.
        if (status === 503) later += 1
        if (loop === 0) await sleep(50)
      }
    }
    const change = async () => {
      while (!isOver()) {
        changeAccount(crm, chance)
        await sleep(1_000)
      }
    }
    const hand = async () => {
      for (let made = 0; !isOver(); made += 1) {
        await makeToken(server.db, [`guest${made % 3}`])
        await sleep(5_000)
        await ringsight(['serve', 'token', 'revoke', `guest${made % 3}`, '--db', server.db])
      }
    }
    const processes = [server.child.pid ?? 0, ...childrenOf(server.child.pid ?? 0)]
    const samples: Sample[] = []
    const watch = async () => {
      while (!isOver()) {
        samples.push(sampleOf(processes, server.db))
        await sleep(lastsMs / SAMPLES)
      }
    }
    await Promise.all([...Array.from({ length: LOOPS }, (_, loop) => load(loop)), change(), hand(), watch()])

    const [early, late] = [samples.slice(8, 16), samples.slice(-8)]
    const describeAll = () =>
      JSON.stringify({
        requests,
        later,
        outcomes: saved.length,
        early: early.at(0),
        middle: samples[20],
        late: late.at(-1),
      })
    process.stdout.write(`${describeAll()}\n`)
    expect(later, describeAll()).toBeLessThan(requests / 1_000)
    for (const index of processes.keys()) {
      const most = (part: readonly Sample[], of: 'memory' | 'handles') =>
        Math.max(...part.map((each) => each[of][index] ?? 0))
      expect(most(late, 'memory'), describeAll()).toBeLessThan(most(early, 'memory') * 1.25 + 20e6)
      expect(most(late, 'handles'), describeAll()).toBeLessThan(most(early, 'handles') + 20)
    }
    expect(Math.max(...late.map(({ files }) => files)), describeAll()).toBeLessThan(80)
    expect(late.at(-1)?.disk, describeAll()).toBeLessThan((early.at(-1)?.disk ?? 0) * 1.5 + 20e6)
    expect(childrenOf(server.child.pid ?? 0)).toEqual(processes.slice(1))
    const store = openSqliteStore(server.db)
    await expect
      .poll(() => store.readOutbox().filter(({ call }) => store.readSending(call.callId)?.parked == null), {
        timeout: 60_000,
      })
      .toEqual([])
    const kept = saved.map((each) => ({ ...each, call: { ...each.call, callId: `anna/${each.call.callId}` } }))
    expectEachOnce(crm.portal, store, kept)
    store.close()
  },
  lastsMs + 180_000,
)

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

function sampleOf(processes: readonly number[], db: string): Sample {
  const memoryOf = (pid: number) =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  const shelf = shelfPath(db)
  const files = existsSync(shelf) ? readdirSync(shelf) : []
  const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0)
  return {
    memory: processes.map(memoryOf),
    handles: processes.map((pid) => readdirSync(`/proc/${pid}/fd`).length),
    files: files.length,
    disk: [db, `${db}-wal`].reduce((sum, path) => sum + sizeOf(path), 0),
  }
}
