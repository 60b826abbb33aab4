// What every store answers a call: by the index that it keeps, whatever was written and in whichever way, as one would who
// read all contacts.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect } from 'vitest'
import { lineFrom, resolveCaller } from '../../src/core/caller.ts'
import type { Contact } from '../../src/core/contact.ts'
import { readPhone } from '../../src/core/contact.ts'
import { buildDirectory, isCarried, openDirectory, searchContacts } from '../../src/core/directory.ts'
import { parseNumber } from '../../src/core/number/number.ts'
import type { Store } from '../../src/store/store.ts'
import type { StoreCase } from './contract.ts'
import { batchesOf, SOURCE, sampleContact, sampleCrmContact } from './sample.ts'

// Shared numbers come of there being so few; two spellings of a line, extensions, national forms without a country or with a
// wrong one, several numbers in a cell, what a spreadsheet rounded or padded, short codes, and no number at all.
const TEXTS = [
  '+353871234567',
  '(087) 123-4567',
  '087 123 4567',
  '353871234567',
  '087 123 4567 / 01 234 5678',
  '+353 1 234 5678 ext. 9',
  '+353 1 234 5678',
  '3.53871E+11',
  '8,7E+8',
  ' 8.71234567E8 ',
  '\t3.53871E+11',
  '9E+8',
  '+52 1 55 1234 5678',
  '+52 55 1234 5678',
  '55 1234 5678 / 55 8765 4321',
  '+55 11 98765 4321',
  '+55 11 8765 4321',
  '+54 9 11 2345 6789',
  '+1 202 555 0123',
  '202-555-0123',
  '50123',
  '112',
  '+247 4567',
  'ask for 08\0 71234567',
  '🕿 0871234567\ud83d',
  '*8*7[1]?',
  'n/a',
  '',
]
const LINES = [
  '+353871234567',
  '0871234567',
  '+35312345678',
  '+5215512345678',
  '+525512345678',
  '5512345678',
  '+5511987654321',
  '+551187654321',
  '+541123456789',
  '+12025550123',
  '2025550123',
  '+2474567',
  '50123',
  '112',
  'withheld',
  '+353879999999',
]
const IDS = [
  '1',
  '9',
  '10',
  '007',
  '7',
  '900000000001',
  '99999999999999999999',
  '1a',
  'row-ab',
  '',
  '"0',
  'é',
  '\ud83d',
]
const TYPED = ['', 'ann', 'ANNA BYRNE', 'a b', 'İ', 'i', 'k', 'acme', '87 123', '+353', '1', '%', '_', '"', 'zz']
const SIMS = [[], ['IE'], ['US', 'IE'], ['MX', 'US'], ['IE', 'GB']]
const LIMITS = [null, 0, 1, 3, 10_000]

const someContact: fc.Arbitrary<Contact> = fc
  .record({
    id: fc.constantFrom(...IDS),
    cells: fc.array(fc.tuple(fc.constantFrom('Phone', 'Mobile', 'Fax'), fc.constantFrom(...TEXTS)), { maxLength: 3 }),
    country: fc.constantFrom('IE', 'MX', 'US', null),
    firstName: fc.constantFrom('Anna', 'İpek', '\u212aim', 'O"Neill %_', ''),
    isClosed: fc.boolean(),
    modifiedAt: fc.constantFrom('2026-01-01', '2026-02-02', null),
  })
  .map(({ id, cells, country, firstName, isClosed, modifiedAt }) =>
    sampleContact(id, {
      country,
      firstName,
      modifiedAt,
      phones: cells.flatMap(([field, text]) => readPhone(field, text, parseNumber(text, country), false)),
      deals: sampleContact(id).deals.map((deal) => ({ ...deal, isClosed })),
    }),
  )

/** One way in which contacts come or go. */
type Change =
  | { readonly by: 'write' | 'replace' | 'change' | 'adopt'; readonly contacts: Contact[] }
  | { readonly by: 'remove'; readonly ids: readonly string[] }
  | { readonly by: 'fail' | 'wipe' }

const someChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      by: fc.constantFrom('write', 'replace', 'change', 'adopt'),
      contacts: fc.array(someContact, { maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      by: fc.constant('remove' as const),
      ids: fc.array(fc.constantFrom(...IDS), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ by: fc.constantFrom('fail' as const, 'wipe' as const) }) },
)

async function apply(store: Store, change: Change): Promise<void> {
  switch (change.by) {
    case 'write':
      await store.writeContacts(batchesOf(change.contacts.slice(0, 3), change.contacts.slice(3)), SOURCE)
      return
    case 'replace':
      await store.replaceContacts(batchesOf(change.contacts), SOURCE, (_before, brought) => brought)
      return
    case 'change':
      store.changeContacts({ write: change.contacts, remove: [], documents: {} })
      return
    case 'remove':
      store.changeContacts({ write: [], remove: change.ids, documents: {} })
      return
    case 'adopt': {
      const byId = new Map(change.contacts.map((contact) => [contact.id, contact]))
      store.beginStage()
      store.stageContacts(
        [...byId.keys()].map((id) => sampleCrmContact(id)),
        {},
      )
      // Of those that are only here, some stay as they are.
      store.adoptStage(
        (local, remote) =>
          remote === null ? (local?.country === null ? null : local) : (byId.get(remote.contact.id) ?? null),
        () => ({}),
      )
      return
    }
    case 'fail':
      await expect(store.writeContacts(failing(), SOURCE)).rejects.toThrow('the file ends here')
      return
    case 'wipe':
      store.wipe()
  }
}

async function* failing() {
  yield [sampleContact('1', { phones: [] }), sampleContact('new')]
  throw new Error('the file ends here')
}

/** Whether a store answers everything as all of its contacts would, gone through one by one. */
export function expectIndexed(store: Store): void {
  const contacts = [...store.readContacts()]
  const [whole, found] = [buildDirectory(contacts), openDirectory(store)]
  for (const text of LINES) {
    for (const regions of SIMS) {
      for (const limit of LIMITS) {
        const ask = (directory: typeof found) =>
          resolveCaller(lineFrom(text), { directory, addressBook: new Map(), regions, limit })
        const [one, other] = [ask(found), ask(whole)]
        if (!isDeepStrictEqual(one, other)) expect(one).toEqual(other)
      }
    }
  }
  for (const id of IDS) {
    expect(found.contacts.get(id)).toEqual(whole.contacts.get(id))
  }
  for (const id of whole.contacts.keys()) {
    for (const limit of LIMITS) expect(isCarried(found, id, limit)).toBe(isCarried(whole, id, limit))
  }
  for (const typed of TYPED) expect(searchContacts(found, typed, 5)).toEqual(searchContacts(whole, typed, 5))
  expect(found.contacts.size).toBe(contacts.length)
  expect(store.countNumbers()).toBe(
    new Set(contacts.flatMap(({ phones }) => phones.flatMap(({ e164 }) => e164 ?? []))).size,
  )
  expect([...found.contacts]).toEqual([...whole.contacts])
  expect([...found.matches].sort()).toEqual([...whole.matches].sort())
}

const RUNS = Number(process.env['INDEX_RUNS'] ?? 8)

export const CALLER_CASES: readonly StoreCase[] = [
  {
    name: 'R-02 every text that could not be read and may hold a number is found, however it is written',
    run: (store) => {
      const write = TEXTS.flatMap((text, index) => {
        const phones = readPhone('Phone', text, parseNumber(text, null), false)
        return phones.every(({ e164 }) => e164 === null) ? [sampleContact(String(index), { phones })] : []
      })
      store.changeContacts({ write, remove: [], documents: {} })
      const sources = { directory: openDirectory(store), addressBook: new Map(), regions: [], limit: null }
      const { unreadable } = resolveCaller(lineFrom('+353871234567'), sources).evidence
      expect(unreadable.map(({ phone }) => phone.text)).toContain('\t3.53871E+11')
      expectIndexed(store)
    },
  },
  {
    name: 'a contact may have the same number, text and deal twice, also where it takes the place of another',
    run: (store) => {
      const [phone, unread] = sampleContact('1').phones
      const [deal] = sampleContact('1').deals
      const twice = <T>(item: T | undefined) => (item === undefined ? [] : [item, item])
      const change = (write: Contact) => store.changeContacts({ write: [write], remove: [], documents: {} })
      for (const write of [sampleContact('1', { phones: [], deals: [] }), sampleContact('1')]) {
        change(write)
        change({ ...write, phones: [...twice(phone), ...twice(unread)], deals: twice(deal) })
        expectIndexed(store)
        expect(store.readContactsWith('deal', '7')).toHaveLength(1)
      }
    },
  },
  {
    name: 'R-02 R-28 whatever was written, a caller is found by the index as by all contacts',
    run: (store) =>
      fc.assert(
        fc.asyncProperty(fc.array(someChange, { minLength: 1, maxLength: 6 }), async (changes) => {
          store.wipe()
          for (const change of changes) await apply(store, change)
          expectIndexed(store)
        }),
        { numRuns: RUNS },
      ),
  },
  {
    name: 'R-01 contacts are found by a number, in the order in which they are kept, until they have it no more',
    run: async (store) => {
      const [one, other] = ['9', '10'].map((id) => sampleContact(id)) as [Contact, Contact]
      await store.writeContacts(batchesOf([one, sampleContact('2', { phones: [] }), other]), SOURCE)
      expect(store.readContactsByNumber(['+353871234567'])).toEqual([one, other])
      expect(store.readContactsByNumber(['+353871234568', '+35387123456'])).toEqual([])
      store.changeContacts({ write: [{ ...one, phones: [] }], remove: ['10'], documents: {} })
      expect(store.readContactsByNumber(['+353871234567'])).toEqual([])
    },
  },
  {
    name: 'counts of contacts and of numbers are those of the last step that was done',
    run: async (store) => {
      expect([store.countContacts(), store.countNumbers()]).toEqual([0, 0])
      await store.writeContacts(batchesOf([sampleContact('1'), sampleContact('2')]), SOURCE)
      expect([store.countContacts(), store.countNumbers()]).toEqual([2, 1])
      const change = { write: [sampleContact('3')], remove: ['1'], documents: {} }
      expect(() =>
        store.inOneStep(() => {
          store.changeContacts(change)
          expect(store.countContacts()).toBe(2)
          throw new Error('after all')
        }),
      ).toThrow('after all')
      expect([store.countContacts(), store.countNumbers()]).toEqual([2, 1])
    },
  },
]
