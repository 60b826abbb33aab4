import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayAt } from '../../src/core/day.ts'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import { openSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { callerOf, publishSnapshot, readPublished, removeSnapshot, snapshotPath } from '../../src/store/publish.ts'
import { hashWorkspace } from '../../src/store/snapshot-file.ts'
import { sampleContact, sampleDeal } from './sample.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  path = snapshotPath(join(folder, 'ringsight.db'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ABOUT = { workspace: '4711', createdAtMs: 1_795_000_000_000, regions: ['IE'] }

const phone = (e164: string | null) => ({ field: 'Phone Number', text: e164 ?? 'n/a', e164, rejected: null })

// Two who share a number, of whom the one with open deals is shown, the nearest one; and one whom nobody can call from.
const OPEN = [
  sampleDeal('8', { isClosed: true }),
  sampleDeal('9', { name: 'Far', closeDate: '2027-11-01' }),
  sampleDeal('10', { name: 'Near', closeDate: '2026-11-20' }),
]
const CONTACTS = [
  sampleContact('101', { deals: [sampleDeal('7', { isClosed: true })], modifiedAt: '2026-11-09' }),
  sampleContact('102', { firstName: 'Liam', deals: OPEN }),
  sampleContact('103', { phones: [phone('+353871234568'), phone(null)], company: '' }),
  sampleContact('104', { phones: [phone(null)] }),
]

function storeOf(contacts: typeof CONTACTS) {
  const store = openMemoryStore()
  store.changeContacts({ write: contacts, remove: [], documents: {} })
  return store
}

test('R-03 the snapshot of a store is that of its contacts, beside it, and says how many callers it identifies', async () => {
  expect(path).toBe(join(folder, 'ringsight.db.snapshot'))
  const published = await publishSnapshot(storeOf(CONTACTS), path, ABOUT)
  const header = {
    workspaceHash: hashWorkspace('4711'),
    generation: 1_795_000_000,
    createdAtMs: 1_795_000_000_000,
    regions: ['IE'],
  }
  const expected = buildSnapshot(CONTACTS, header)
  expect(Buffer.compare(readFileSync(path), expected)).toBe(0)
  expect(published).toEqual({ numbers: 2, bytes: expected.length, generation: 1_795_000_000 })
  expect(readPublished(path)).toEqual({ numbers: 2, createdAtMs: 1_795_000_000_000 })
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('R-03 what is read of contacts for a snapshot is all that it is made of', () => {
  const someone = fc.record({
    id: fc.integer({ min: 1, max: 99 }).map(String),
    firstName: fc.constantFrom('', 'Anna', '\u200b'),
    lastName: fc.constantFrom('', 'Byrne', ' '),
    company: fc.constantFrom('', 'Acme Ltd', 'Zenith'),
    email: fc.constantFrom('', 'anna@acme.example'),
    modifiedAt: fc.constantFrom(null, '2026-11-09', '2026-11-10T09:00:00Z'),
    phones: fc.array(fc.constantFrom(phone('+353871234567'), phone('+353871234568'), phone(null)), { maxLength: 3 }),
    deals: fc.subarray(OPEN),
  })
  const contacts = fc.uniqueArray(someone, { selector: ({ id }) => id, maxLength: 6 })
  const header = { workspaceHash: '0'.repeat(16), generation: 1, createdAtMs: ABOUT.createdAtMs, regions: [] }
  fc.assert(
    fc.property(contacts, (changed) => {
      const all = changed.map(({ id, ...changes }) => sampleContact(id, changes))
      const callers = all.flatMap((each) => callerOf(each, dayAt(ABOUT.createdAtMs)) ?? [])
      expect(buildSnapshot(callers, header)).toEqual(buildSnapshot(all, header))
    }),
  )
})

test('each snapshot of a workspace has a higher generation, also where the last one is damaged or lost', async () => {
  let createdAtMs = ABOUT.createdAtMs
  const publish = async (workspace: string) => {
    createdAtMs += 10_000
    return (await publishSnapshot(storeOf(CONTACTS), path, { ...ABOUT, workspace, createdAtMs })).generation
  }
  const first = 1_795_000_010
  expect([await publish('4711'), await publish('4711'), await publish('4711')]).toEqual([first, first + 1, first + 2])
  expect([await publish('4712'), await publish('4712')]).toEqual([first + 30, first + 31])
  writeFileSync(path, 'not a snapshot')
  expect(readPublished(path)).toBeNull()
  expect(await publish('4712')).toBe(first + 50)
  rmSync(path)
  expect(await publish('4712')).toBe(first + 60)
  expect(openSnapshot(readFileSync(path))).toMatchObject({ kind: 'snapshot', generation: first + 60 })
})

test('a store without callers has a snapshot without any', async () => {
  expect(await publishSnapshot(storeOf([]), path, ABOUT)).toMatchObject({ numbers: 0 })
  expect(readPublished(path)?.numbers).toBe(0)
})

test('when the contacts cannot be read, the snapshot before stays', async () => {
  await publishSnapshot(storeOf(CONTACTS), path, ABOUT)
  const failure = new Error('the store is damaged')
  const store = {
    *readContacts() {
      yield* CONTACTS
      throw failure
    },
  }
  await expect(publishSnapshot(store, path, ABOUT)).rejects.toBe(failure)
  expect(readPublished(path)?.numbers).toBe(2)
})

test('a removed snapshot is gone, with what killed writers left of it, and nothing else is', async () => {
  await publishSnapshot(storeOf(CONTACTS), path, ABOUT)
  const others = [
    '.ringsight.db.snapshot.tmp',
    '.another.snapshot.0123abcd.tmp',
    'ringsight.db',
    'ringsight.db.snapshot-1',
  ]
  for (const name of [...others, '.ringsight.db.snapshot.0123abcd.tmp']) writeFileSync(join(folder, name), 'Anna Byrne')
  await removeSnapshot(path)
  expect(readdirSync(folder).sort()).toEqual(others.sort())
  expect(readPublished(path)).toBeNull()
  await removeSnapshot(path)
  await removeSnapshot(join(folder, 'none', 'ringsight.db.snapshot'))
})

test('a new snapshot clears what a killed writer left', async () => {
  writeFileSync(join(folder, '.ringsight.db.snapshot.0123abcd.tmp'), 'Anna Byrne')
  await publishSnapshot(storeOf(CONTACTS), path, ABOUT)
  expect(readdirSync(folder)).toEqual(['ringsight.db.snapshot'])
})
