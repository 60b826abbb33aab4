// What only the SQLite store has to prove of a sync: between processes, after one was killed, and in the file's bytes.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Database } from '../../src/store/driver.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { startChild } from './process.ts'
import {
  batchesOf,
  SOURCE,
  sampleContact,
  sampleCrmContact,
  sampleDeal,
  sampleDraft,
  sampleOutcome,
  sampleSending,
} from './sample.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  folders.push(folder)
  return join(folder, 'ringsight.db')
}

function withStore<T>(path: string, use: (store: Store) => T): T {
  const store = openSqliteStore(path)
  try {
    return use(store)
  } finally {
    store.close()
  }
}

describe('one process at a time works with the CRM', () => {
  test('R-16 what another process claimed is refused until it gives it up', async () => {
    const path = newPath()
    const child = startChild('claim', path)
    expect(await child.next()).toBe('claimed')
    const store = openSqliteStore(path)
    expect(store.claimCrm()).toBeNull()
    store.write('phone', 'is not kept from writing')
    child.proceed()
    expect(await child.next()).toBe('released')
    const claim = store.claimCrm()
    expect(claim).not.toBeNull()
    const other = startChild('claim', path)
    expect(await other.next()).toBe('refused')
    for (const each of [child, other, other]) each.proceed()
    await Promise.all([child.ended(), other.ended()])
    claim?.release()
    store.close()
  })

  test('R-16 a process that is killed gives up what it claimed', async () => {
    const path = newPath()
    const child = startChild('claim', path)
    expect(await child.next()).toBe('claimed')
    child.kill()
    expect(await child.ended()).toBe('SIGKILL')
    withStore(path, (store) => expect(store.claimCrm()).not.toBeNull())
  })

  test('of two stores on one file in one process, one has it; closing that one gives it up', async () => {
    const path = newPath()
    const [first, second] = [openSqliteStore(path), openSqliteStore(path)]
    const claim = first.claimCrm()
    expect(claim).not.toBeNull()
    expect(second.claimCrm()).toBeNull()
    expect(first.claimCrm()).toBeNull()
    // Having looked is not to have dropped the lock, as closing any file of this process on it would.
    const child = startChild('claim', path)
    expect(await child.next()).toBe('refused')
    child.kill()
    first.close()
    expect(second.claimCrm()).not.toBeNull()
    claim?.release()
    expect(first.claimCrm).toThrow('the store is closed')
    second.close()
  })

  test('the lock is an empty file that only its owner can read, whatever the umask', () => {
    const umask = process.umask(0)
    try {
      const path = newPath()
      withStore(path, (store) => store.claimCrm())
      expect(readdirSync(dirname(path))).toEqual(['ringsight.db', 'ringsight.db-crm'])
      const { size, mode } = statSync(`${path}-crm`)
      expect(size).toBe(0)
      if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600)
    } finally {
      process.umask(umask)
    }
  })

  test.each([
    ['a folder', (lock: string) => void mkdirSync(lock)],
    ['another file', (lock: string) => writeFileSync(lock, 'hello '.repeat(1_000))],
  ])('%s in the place of the lock is told, and stays', (_, arrange) => {
    const path = newPath()
    arrange(`${path}-crm`)
    withStore(path, (store) => {
      const refusal = expect.objectContaining({ code: 'unavailable', message: expect.stringContaining(`${path}-crm`) })
      expect(() => store.claimCrm()).toThrow(refusal)
    })
    expect(statSync(`${path}-crm`).size).toBeGreaterThan(0)
  })
})

describe('a sync that is killed leaves the contacts from before, or those of the CRM', () => {
  // Wherever it is by then: each run, another place.
  test.each([0, 1, 2, 3, 4, 5])('R-16 never a mix of both, and a stage that is as far as it says (%i)', async () => {
    const path = newPath()
    const write = [sampleContact('0', { lastName: '0' })]
    withStore(path, (store) => store.changeContacts({ write, remove: [], documents: {} }))
    const child = startChild('sync-for-ever', path)
    expect(await child.next()).toBe('syncing')
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 250))
    child.kill()
    expect(await child.ended()).toBe('SIGKILL')
    let told = '0'
    for (let line = await child.next(); line !== ''; line = await child.next()) told = line
    withStore(path, (store) => {
      const version = new Set(Array.from(store.readContacts(), ({ lastName }) => lastName))
      expect(version.size).toBe(1)
      const [found = ''] = version
      expect(Number(found) - Number(told)).toBeOneOf([0, 1])
      expect(Array.from(store.readContacts())).toHaveLength(found === '0' ? 1 : 600)
      if (found !== '0') expect(store.read('import')).toEqual({ at: '', contacts: 600, source: found })
      expect(store.readContactsWith('company', found)).toHaveLength(found === '0' ? 0 : 600)
      expect(store.readContactsWith('company', String(Number(found) - 1))).toEqual([])
      const run = store.read('phone') as { staged: number } | null | undefined
      const staged: string[] = []
      store.adoptStage(
        (local, remote) => {
          if (remote) staged.push(remote.contact.lastName)
          return local
        },
        () => ({}),
      )
      expect(staged).toHaveLength(run?.staged ?? 0)
      expect(new Set(staged).size).toBeLessThan(2)
    })
  })
})

describe('a store that was wiped holds no byte of what it held', () => {
  const NAMES = ['Aoife-Contact', 'Brian-Staged', 'Ciara-Notes', 'Declan-Draft', 'Eimear-Earlier', 'Fionn-Company']

  async function fill(store: Store): Promise<void> {
    const earlier = Array.from({ length: 500 }, (_, id) => sampleContact(String(id), { lastName: 'Eimear-Earlier' }))
    await store.writeContacts(batchesOf(earlier), SOURCE)
    const contacts = earlier.map((contact) => ({ ...contact, lastName: 'Aoife-Contact' }))
    await store.replaceContacts(batchesOf(contacts), SOURCE)
    store.beginStage()
    store.stageContacts([sampleCrmContact('9', { lastName: 'Brian-Staged', companyId: '7' })], {})
    store.stageCompanies(['7'], [{ id: '7', name: 'Fionn-Company' }])
    store.saveOutcome(sampleOutcome('c1', 'Ciara-Notes'))
    store.write('drafts', [sampleDraft('c2', 'Declan-Draft')])
  }

  const bytesOf = (path: string) =>
    readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name), 'latin1'))
  const leftIn = (path: string) => NAMES.filter((name) => bytesOf(path).some((bytes) => bytes.includes(name)))

  test('neither in the file nor in its log, while it is open and after', async () => {
    const path = newPath()
    const store = openSqliteStore(path)
    await fill(store)
    expect(leftIn(path)).toEqual(NAMES)
    store.wipe()
    expect(leftIn(path)).toEqual([])
    expect(statSync(path).size).toBeLessThan(200_000)
    store.write('phone', 1)
    store.close()
    expect(leftIn(path)).toEqual([])
    withStore(path, (again) => expect(again.read('phone')).toBe(1))
  })

  test('and is refused as locked, with all that is in it, while another process reads', async () => {
    const path = newPath()
    const store = openSqliteStore(path)
    await fill(store)
    const child = startChild('read', path)
    expect(await child.next()).toBe('reading')
    // A log that grew since: the reader keeps SQLite from bringing it into the file.
    store.write('phone', 1)
    expect(() => store.wipe()).toThrow(expect.objectContaining({ code: 'locked' }))
    expect(Array.from(store.readContacts())).toHaveLength(500)
    expect(store.readOutbox()).toHaveLength(1)
    child.proceed()
    expect(await child.next()).toBe('done')
    store.wipe()
    expect(leftIn(path)).toEqual([])
    store.close()
  })

  test('another store that is open on the file, and does nothing, is in nobody’s way', async () => {
    const path = newPath()
    const [store, other] = [openSqliteStore(path), openSqliteStore(path)]
    await fill(store)
    expect(other.readOutbox()).toHaveLength(1)
    store.wipe()
    expect(leftIn(path)).toEqual([])
    expect(other.readOutbox()).toEqual([])
    expect(other.saveOutcome(sampleOutcome('c1'))).toBe(true)
    store.close()
    other.close()
  })
})

describe('a store of an earlier version', () => {
  function makeStore(path: string, version: number): void {
    const db = new Database(path)
    for (const step of MIGRATIONS.slice(0, version)) db.exec(step)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${version}`)
    const addContact = db.prepare('INSERT INTO contacts (id, contact) VALUES (?, ?)')
    for (const contact of CONTACTS) addContact.run(JSON.stringify(contact.id), JSON.stringify(contact))
    db.prepare('INSERT INTO documents (key, document) VALUES (?, ?)').run('drafts', JSON.stringify([sampleDraft('c2')]))
    const outcome = JSON.stringify(sampleOutcome('c1'))
    db.prepare('INSERT INTO outcomes (call_id, outcome) VALUES (?, ?)').run('"c1"', outcome)
    if (version > 1) db.prepare('UPDATE outcomes SET sending = ?').run(JSON.stringify(sampleSending({ failures: 2 })))
    db.close()
  }

  const CONTACTS = [
    sampleContact('101', { companyId: '7', deals: [sampleDeal('8'), sampleDeal('9'), sampleDeal('8')] }),
    sampleContact('102', { companyId: null, deals: [sampleDeal('8')] }),
    sampleContact('a"\ud800', { companyId: '7', deals: [] }),
    sampleContact('103', { deals: [] }),
  ]

  test.each([1, 2])(
    'R-11 version %i keeps all that is in it, and its contacts are found by company and deal',
    (version) => {
      const path = newPath()
      makeStore(path, version)
      withStore(path, (store) => {
        expect([...store.readContacts()]).toEqual(CONTACTS)
        expect(store.read('drafts')).toEqual([sampleDraft('c2')])
        expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
        expect(store.readSending('c1')).toEqual(version === 1 ? undefined : sampleSending({ failures: 2 }))
        expect(store.readContactsWith('company', '7')).toEqual([CONTACTS[0], CONTACTS[2]])
        expect(store.readContactsWith('deal', '8')).toEqual([CONTACTS[0], CONTACTS[1]])
        expect(store.readContactsWith('deal', '9')).toEqual([CONTACTS[0]])
        store.changeContacts({ write: [], remove: ['101'], documents: {} })
        expect(store.readContactsWith('deal', '8')).toEqual([CONTACTS[1]])
      })
    },
  )
})
