// Syncs where the machine itself is in the way: each says so, and what is there stays whole.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { parseFault } from '../../src/crm-server/faults.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import { contentOf, outcomeFor, peopleOf, readAnew } from './account.ts'
import { ringsight, TOKEN } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-places-'))
const people = peopleOf(3_000)
let server: CrmServer

beforeAll(async () => {
  server = await openCrmServer({ contacts: people })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const dbIn = (name: string) => join(folder, `${name}.db`)
const sync = (db: string, ...flags: string[]) => ringsight(['sync', '--db', db, ...flags], server)

/** Opening it checks the whole file. */
function countIn(db: string): number {
  const store = openSqliteStore(db)
  try {
    return Array.from(store.readContacts()).length
  } finally {
    store.close()
  }
}

describe('R-16 two at once', () => {
  test('one syncs, the other says so and changes nothing', { timeout: 60_000 }, async () => {
    const db = dbIn('two')
    server.setFaults([parseFault('slow:1:500ms')])
    const before = server.requests()
    const first = sync(db)
    while (server.requests() === before) await sleep(20)
    const second = await sync(db)
    server.setFaults([])
    expect([second.status, second.stderr]).toEqual([3, expect.stringMatching(/another ringsight is working/)])
    expect((await first).status).toBe(0)
    expect(countIn(db)).toBe(people.length)
  })
})

// Mounting is for root, who is who runs this in CI.
const isRoot = process.getuid?.() === 0

describe.runIf(isRoot)('R-16 a disk that is full', () => {
  const disk = join(folder, 'disk')
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })
  beforeAll(() => {
    mkdirSync(disk)
    mount('-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', disk)
  })
  afterAll(() => {
    execFileSync('umount', [disk], { stdio: 'ignore' })
  })

  test('ends a sync with a message; with more room the next one goes on', { timeout: 60_000 }, async () => {
    const db = join(disk, 'store.db')
    const full = await sync(db)
    expect(full.status).toBe(3)
    expect(full.stderr).toMatch(/no (?:room|space)|full/i)
    expect(full.stderr).not.toContain('fault of Ringsight')
    expect(countIn(db)).toBe(0)
    mount('-o', 'remount,size=64m', disk)
    expect((await sync(db)).status).toBe(0)
    expect(countIn(db)).toBe(people.length)
  })
})

describe.runIf(isRoot)('R-16 a store that may not be written', () => {
  test('is refused with what to do, and stays as it is', { timeout: 60_000 }, async () => {
    const home = join(folder, 'read-only')
    mkdirSync(home)
    const db = join(home, 'store.db')
    expect((await sync(db)).status).toBe(0)
    const before = readFileSync(db)
    for (const name of readdirSync(home)) chmodSync(join(home, name), 0o400)
    chmodSync(home, 0o555)
    const refused = await ringsight(['sync', '--db', db], { url: server.url, isPlain: true })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/read-only|permission|written/i)
    expect(readFileSync(db).equals(before)).toBe(true)
  })
})

describe('R-16 clocks', () => {
  test.each([-400, -1, 400])('ours is off by %i days, from sync to sync: a delta misses nothing', async (days) => {
    const own = await openCrmServer({ contacts: peopleOf(300) })
    const store = openMemoryStore()
    let skew = 0
    const now = () => Date.now() + skew
    const crm = openHubspot({ token: TOKEN, baseUrl: own.url, now, pause: async () => {} })
    try {
      expect((await syncContacts({ crm, store, now })).kind).toBe('synced')
      for (const round of [1, 2, 3]) {
        skew = round * days * 86_400_000
        const [one] = allRecords(own.portal, 'contacts')
        if (one === undefined) throw new Error('expected contacts')
        updateRecord(own.portal, one, { firstname: `Round${round}` }, own.now())
        expect((await syncContacts({ crm, store, now })).kind).toBe('synced')
        expect(contentOf(store)).toEqual(await readAnew(own))
      }
    } finally {
      await own.close()
    }
  })
})

describe('the token', () => {
  test('is in nothing that is printed or kept, whatever goes wrong', { timeout: 120_000 }, async () => {
    const own = await openCrmServer({ contacts: peopleOf(300), token: TOKEN })
    const db = dbIn('token')
    const inFolder = (name: string) => join(folder, name)
    const told: string[] = []
    const tell = async (...args: string[]) => {
      const { stdout, stderr } = await ringsight([...args, '--debug'], own)
      told.push(stdout, stderr)
    }
    try {
      await tell('sync', '--db', db, '--json')
      const store = openSqliteStore(db)
      store.saveOutcome(outcomeFor(peopleOf(1)[0] ?? expect.unreachable(), 'call-1'))
      store.close()
      await tell('outbox', '--db', db, '--json')
      await tell(
        'call',
        '+353871000000',
        '--db',
        db,
        '--answer',
        '5s',
        '--outcome',
        'connected',
        '--record',
        inFolder('recorded.yaml'),
      )
      for (const fault of ['html:1', 'truncate:1', 'reset:1', 'daily:1']) {
        own.setFaults([parseFault(fault)])
        if (fault.startsWith('daily')) await tell('sync', '--db', db)
        await tell('outbox', 'send', '--db', db)
      }
      own.setFaults([])
      await tell('sync', 'status', '--db', db, '--json')
      const other = await openCrmServer({ contacts: [], token: 'another' })
      const { stdout, stderr } = await ringsight(['sync', '--db', dbIn('other'), '--debug'], other)
      expect(stderr).toMatch(/sign/i)
      told.push(stdout, stderr)
      await other.close()
    } finally {
      await own.close()
    }
    expect(told.join('')).toContain('"isSyncing":')
    expect(told.filter((text) => text.includes(TOKEN))).toEqual([])
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
    const held = files.filter((path) => statSync(path).isFile()).filter((path) => readFileSync(path).includes(TOKEN))
    expect(held).toEqual([])
    expect(files).toContain(inFolder('recorded.yaml'))
  })
})
