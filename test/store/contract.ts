// What every store promises, as named cases: each implementation runs them all.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import type { Store } from '../../src/store/store.ts'
import { CALLER_CASES } from './contract-callers.ts'
import { STEP_CASES } from './contract-step.ts'
import { SYNC_CASES } from './contract-sync.ts'
import { batchesOf, SOURCE, sampleContact, sampleDraft, sampleOutcome, sampleSending } from './sample.ts'

export interface StoreCase {
  readonly name: string
  /** The store is new and is closed afterwards. */
  readonly run: (store: Store) => void | Promise<void>
}

/** Runs every case against an implementation. */
export function describeStore(name: string, open: () => Store): void {
  describe(`${name} keeps the promises of a store`, () => {
    for (const { name: promise, run } of [...STORE_CASES, ...STEP_CASES, ...SYNC_CASES, ...CALLER_CASES]) {
      test(promise, async () => {
        const store = open()
        try {
          await run(store)
        } finally {
          store.close()
        }
      })
    }
  })
}

const ids = (store: Store) => Array.from(store.readContacts(), ({ id }) => id)

// Texts that a database, an encoding or a terminal is known to change or to stumble on.
const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  nothing: '',
  'white space': ' \t\r\n\u00a0\u2028 ',
  'a NUL character in the middle': 'An\0na',
  'a lone high surrogate': 'Anna \ud83d',
  'a lone low surrogate': '\ude00 Anna',
  '300 emoji': '👩🏽‍🚒'.repeat(300),
  'composed and decomposed accents': 'é e\u0301 ﬁ Å',
  'a bidirectional override': 'Anna \u202eenryB',
  'terminal escapes': '\u001b[2J\u001b]0;owned\u0007',
  'quotes and SQL': `'); DROP TABLE contacts; --"\\`,
  'JSON within': '{"a":"\\u0000"}',
  'a byte order mark': '\ufeffAnna',
  'a million characters': 'Łódź'.repeat(250_000),
}

// Ids that an encoding, a comparison or an object key could take for one another.
const CONFUSABLE_IDS = [
  ['a\ud800', 'a\ud801', 'a\ufffd'],
  ['a', 'a\0', 'a\0b', 'a ', 'A'],
  ['é', 'e\u0301'],
  ['1', '01', '1.0', '"1"'],
  ['__proto__', 'constructor', ''],
]

export const STORE_CASES: readonly StoreCase[] = [
  {
    name: 'a new store holds nothing',
    run: (store) => {
      expect(ids(store)).toEqual([])
      expect(store.read('import')).toBeUndefined()
      expect(store.read('phone')).toBeUndefined()
      expect(store.read('drafts')).toBeUndefined()
      expect(store.readOutbox()).toEqual([])
    },
  },
  {
    name: 'writeContacts keeps the contacts of every batch, and the import status',
    run: async (store) => {
      const contacts = ['101', '102', '103'].map((id) => sampleContact(id, { firstName: `Anna ${id}` }))
      const [first, ...others] = contacts as [Contact, ...Contact[]]
      const status = await store.writeContacts(batchesOf([first], [], others), SOURCE)
      expect(status).toEqual({ ...SOURCE, contacts: 3 })
      expect(store.read('import')).toEqual(status)
      expect([...store.readContacts()]).toEqual(contacts)
    },
  },
  {
    name: 'writeContacts replaces the contacts that it brings again and leaves the others',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      const renamed = sampleContact('101', { lastName: 'Walsh', phones: [], deals: [] })
      const later = { at: '2026-11-21T00:00:00.000Z', source: 'more.csv' }
      const status = await store.writeContacts(batchesOf([sampleContact('103'), renamed]), later)
      expect(status).toEqual({ ...later, contacts: 3 })
      const byId = new Map(Array.from(store.readContacts(), (contact) => [contact.id, contact]))
      expect(byId).toEqual(
        new Map([
          ['101', renamed],
          ['102', sampleContact('102')],
          ['103', sampleContact('103')],
        ]),
      )
    },
  },
  {
    name: 'writeContacts keeps the later of two contacts with one id in the same import',
    run: async (store) => {
      const [early, late] = [sampleContact('101', { row: 2 }), sampleContact('101', { row: 9 })]
      const status = await store.writeContacts(batchesOf([early, late]), SOURCE)
      expect(status.contacts).toBe(1)
      expect([...store.readContacts()]).toEqual([late])
    },
  },
  {
    name: 'writeContacts asks about each contact by what stands there, that of an earlier batch included',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101', { email: 'a@b.example' })]), SOURCE)
      const asked: (string | null)[] = []
      const settle = (before: Contact | null, brought: Contact) => {
        asked.push(before?.email ?? null)
        return { ...brought, email: `${before?.email ?? 'new'}!` }
      }
      const again = [sampleContact('101'), sampleContact('102')]
      await store.writeContacts(batchesOf(again, [sampleContact('101')]), SOURCE, settle)
      expect(asked).toEqual(['a@b.example', null, 'a@b.example!'])
      expect(Array.from(store.readContacts(), ({ email }) => email)).toEqual(['a@b.example!!', 'new!'])
    },
  },
  {
    name: 'replaceContacts asks about each contact by what stood there, or was brought before it',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102', { email: 'b' })]), SOURCE)
      const settle = (before: Contact | null, brought: Contact) => ({ ...brought, email: `${before?.email ?? 'new'}!` })
      const again = [sampleContact('102'), sampleContact('103'), sampleContact('102')]
      await store.replaceContacts(batchesOf(again), SOURCE, settle)
      expect(Array.from(store.readContacts(), ({ id, email }) => [id, email])).toEqual([
        ['102', 'b!!'],
        ['103', 'new!'],
      ])
    },
  },
  {
    name: 'when settle throws, or gives a contact another id, nothing is changed',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      const failure = new Error('no')
      const throws = () => {
        throw failure
      }
      await expect(store.writeContacts(batchesOf([sampleContact('102')]), SOURCE, throws)).rejects.toBe(failure)
      const renames = () => sampleContact('9')
      await expect(store.writeContacts(batchesOf([sampleContact('102')]), SOURCE, renames)).rejects.toThrow(
        'contact 102',
      )
      expect(ids(store)).toEqual(['101'])
    },
  },
  {
    name: 'an import without contacts keeps its status and counts those that are there',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      const status = await store.writeContacts(batchesOf(), { ...SOURCE, source: 'empty.csv' })
      expect(status).toEqual({ ...SOURCE, source: 'empty.csv', contacts: 1 })
    },
  },
  {
    name: 'replaceContacts keeps what it brings, and of the contacts before nothing',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      const renamed = sampleContact('102', { lastName: 'Walsh' })
      const later = { at: '2026-11-21T00:00:00.000Z', source: 'HubSpot' }
      const status = await store.replaceContacts(batchesOf([renamed], [], [sampleContact('103')]), later)
      expect(status).toEqual({ ...later, contacts: 2 })
      expect(store.read('import')).toEqual(status)
      expect([...store.readContacts()]).toEqual([renamed, sampleContact('103')])
      expect(await store.replaceContacts(batchesOf(), later)).toEqual({ ...later, contacts: 0 })
      expect(ids(store)).toEqual([])
    },
  },
  {
    name: 'when a batch of replaceContacts throws, the contacts before stay; until it is done, readers find them',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      const failure = new Error('page 2 did not come')
      async function* failing() {
        yield [sampleContact('102')]
        expect(ids(store)).toEqual(['101'])
        expect(() => store.write('phone', 1)).toThrow('await writeContacts')
        throw failure
      }
      await expect(store.replaceContacts(failing(), { ...SOURCE, source: 'HubSpot' })).rejects.toBe(failure)
      expect(ids(store)).toEqual(['101'])
      expect(store.read('import')).toEqual({ ...SOURCE, contacts: 1 })
      store.write('phone', 1)
    },
  },
  {
    name: 'when a batch throws, none of the import lands and the same error comes back',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      const failure = new Error('row 7 is too long')
      async function* failing() {
        yield [sampleContact('101', { lastName: 'Changed' }), sampleContact('102')]
        yield [sampleContact('103')]
        throw failure
      }
      await expect(store.writeContacts(failing(), { ...SOURCE, source: 'bad.csv' })).rejects.toBe(failure)
      expect([...store.readContacts()]).toEqual([sampleContact('101')])
      expect(store.read('import')).toEqual({ ...SOURCE, contacts: 1 })
      expect((await store.writeContacts(batchesOf([sampleContact('104')]), SOURCE)).contacts).toBe(2)
    },
  },
  {
    name: 'when a contact cannot be kept, none of the import lands and its source is ended',
    run: async (store) => {
      let isEnded = false
      async function* unkeepable() {
        try {
          yield [sampleContact('101'), sampleContact('102', { row: 1n as unknown as number })]
          yield [sampleContact('103')]
        } finally {
          isEnded = true
        }
      }
      await expect(store.writeContacts(unkeepable(), SOURCE)).rejects.toThrow(TypeError)
      expect(isEnded).toBe(true)
      expect(ids(store)).toEqual([])
      expect(store.read('import')).toBeUndefined()
    },
  },
  {
    name: 'until an import is done, readers find what was there before, and other writes are refused',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      store.write('phone', { calls: 1 })
      async function* watching() {
        yield [sampleContact('102')]
        expect(ids(store)).toEqual(['101'])
        expect(store.read('import')?.contacts).toBe(1)
        expect(store.read('phone')).toEqual({ calls: 1 })
        expect(() => store.write('phone', { calls: 2 })).toThrow('await writeContacts')
        expect(() => store.saveOutcome(sampleOutcome('c1'))).toThrow('await writeContacts')
        await expect(store.writeContacts(batchesOf([sampleContact('103')]), SOURCE)).rejects.toThrow(
          'await writeContacts',
        )
        yield [sampleContact('104')]
      }
      await store.writeContacts(watching(), SOURCE)
      expect(ids(store)).toEqual(['101', '102', '104'])
      store.write('phone', { calls: 2 })
      expect(store.saveOutcome(sampleOutcome('c1'))).toBe(true)
    },
  },
  {
    name: 'an import may be made of the contacts that the store itself holds',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      async function* renamed() {
        for (const contact of store.readContacts()) yield [{ ...contact, lastName: 'Walsh' }]
      }
      await store.writeContacts(renamed(), SOURCE)
      expect(Array.from(store.readContacts(), ({ lastName }) => lastName)).toEqual(['Walsh', 'Walsh'])
    },
  },
  {
    name: 'closing the store in the middle of an import makes the import fail at the next batch',
    run: async (store) => {
      let isAskedForMore = false
      async function* closing() {
        yield [sampleContact('101')]
        store.close()
        yield [sampleContact('102')]
        isAskedForMore = true
      }
      await expect(store.writeContacts(closing(), SOURCE)).rejects.toThrow('the store is closed')
      expect(isAskedForMore).toBe(false)
    },
  },
  {
    name: 'while contacts are read, everything can be read and written, and the reading does not notice',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102'), sampleContact('103')]), SOURCE)
      const seen: string[] = []
      for (const { id } of store.readContacts()) {
        seen.push(id)
        expect(ids(store)).toContain(id)
        store.write('phone', { at: id })
        expect(store.read('phone')).toEqual({ at: id })
        expect(store.saveOutcome(sampleOutcome(`call ${id}`))).toBe(true)
        expect(store.readOutbox()).toHaveLength(seen.length)
        await store.writeContacts(batchesOf([sampleContact(`${id}0`)]), SOURCE)
      }
      expect(seen).toEqual(['101', '102', '103'])
      expect(ids(store)).toEqual(['101', '102', '103', '1010', '1020', '1030'])
    },
  },
  {
    name: 'a reading that is left early, twice over, leaves the store usable',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      for (const _ of store.readContacts()) break
      const [first] = store.readContacts()
      expect(first?.id).toBe('101')
      store.write('phone', 1)
      expect(ids(store)).toEqual(['101', '102'])
    },
  },
  ...Object.entries(HOSTILE_TEXTS).map(
    ([kind, text]): StoreCase => ({
      name: `names, notes and documents come back exactly: ${kind}`,
      run: async (store) => {
        const contact = sampleContact(text, {
          firstName: text,
          company: text,
          phones: [{ field: text, text, e164: null, rejected: 'not-a-number' }],
          deals: [{ id: text, name: text, amount: text, currency: text, closeDate: text, isClosed: false }],
        })
        await store.writeContacts(batchesOf([contact]), { at: SOURCE.at, source: text })
        store.write('phone', { [text]: [text] })
        store.write('drafts', [sampleDraft(text, text)])
        expect([...store.readContacts()]).toEqual([contact])
        expect(store.read('import')).toEqual({ at: SOURCE.at, source: text, contacts: 1 })
        expect(store.read('phone')).toEqual({ [text]: [text] })
        expect(store.read('drafts')).toEqual([sampleDraft(text, text)])
        expect(store.saveOutcome(sampleOutcome(text, text))).toBe(true)
        expect(store.read('drafts')).toEqual([])
        expect(store.readOutbox()).toEqual([sampleOutcome(text, text)])
      },
    }),
  ),
  {
    name: 'any text at all comes back exactly, as an id and as a name',
    run: async (store) => {
      // Every UTF-16 code unit, so that surrogates come alone as well as in pairs.
      const codeUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))
      const names = fc.uniqueArray(codeUnits, { minLength: 1, maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(names, async (texts) => {
          const contacts = texts.map((text) => sampleContact(text, { firstName: text }))
          await store.writeContacts(batchesOf(contacts), SOURCE)
          const byId = new Map(Array.from(store.readContacts(), (contact) => [contact.id, contact]))
          for (const contact of contacts) expect(byId.get(contact.id)).toEqual(contact)
        }),
        { numRuns: 25 },
      )
    },
  },
  ...CONFUSABLE_IDS.map(
    (confusable): StoreCase => ({
      name: `ids that are not the same stay apart: ${JSON.stringify(confusable)}`,
      run: async (store) => {
        const contacts = confusable.map((id) => sampleContact(id))
        const status = await store.writeContacts(batchesOf(contacts), SOURCE)
        expect(status.contacts).toBe(confusable.length)
        expect(ids(store)).toEqual(confusable)
        for (const id of confusable) expect(store.saveOutcome(sampleOutcome(id))).toBe(true)
        expect(store.readOutbox().map(({ call }) => call.callId)).toEqual(confusable)
      },
    }),
  ),
  {
    name: 'write puts a document in place of the one before, and of no other',
    run: (store) => {
      store.write('drafts', [sampleDraft('c1')])
      store.write('phone', { calls: [1] })
      store.write('phone', null)
      expect(store.read('phone')).toBeNull()
      expect(store.read('drafts')).toEqual([sampleDraft('c1')])
    },
  },
  {
    name: 'a document that is changed after it was written, or after it was read, is kept as it was',
    run: (store) => {
      const phone = { calls: ['first'] }
      store.write('phone', phone)
      phone.calls.push('second')
      ;(store.read('phone') as typeof phone).calls.push('third')
      expect(store.read('phone')).toEqual({ calls: ['first'] })
    },
  },
  {
    name: 'a document that JSON cannot hold is refused and the one before stays',
    run: (store) => {
      store.write('phone', 1)
      expect(() => store.write('phone', undefined)).toThrow('expected a document that JSON can hold, found undefined')
      expect(() => store.write('phone', 1n)).toThrow(TypeError)
      expect(store.read('phone')).toBe(1)
    },
  },
  {
    name: 'R-11 saving an outcome puts it in the outbox and drops the draft of that call only',
    run: (store) => {
      store.write('drafts', [sampleDraft('c1'), sampleDraft('c2', 'busy'), sampleDraft('c3')])
      expect(store.saveOutcome(sampleOutcome('c2', 'busy'))).toBe(true)
      expect(store.readOutbox()).toEqual([sampleOutcome('c2', 'busy')])
      expect(store.read('drafts')).toEqual([sampleDraft('c1'), sampleDraft('c3')])
    },
  },
  {
    name: 'R-11 saving an outcome again is false and changes nothing',
    run: (store) => {
      expect(store.saveOutcome(sampleOutcome('c1', 'first'))).toBe(true)
      expect(store.read('drafts')).toBeUndefined()
      store.write('drafts', [sampleDraft('c1', 'typed since')])
      expect(store.saveOutcome(sampleOutcome('c1', 'second'))).toBe(false)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1', 'first')])
      expect(store.read('drafts')).toEqual([sampleDraft('c1', 'typed since')])
    },
  },
  {
    name: 'an outcome that cannot be kept leaves its draft',
    run: (store) => {
      store.write('drafts', [sampleDraft('c1')])
      const unkeepable = { ...sampleOutcome('c1'), savedAt: 1n as unknown as string }
      expect(() => store.saveOutcome(unkeepable)).toThrow(TypeError)
      expect(store.readOutbox()).toEqual([])
      expect(store.read('drafts')).toEqual([sampleDraft('c1')])
    },
  },
  {
    name: 'the outbox gives outcomes in the order they were saved in',
    run: (store) => {
      const callIds = ['c9', 'c10', 'a', 'c1']
      for (const callId of callIds) store.saveOutcome(sampleOutcome(callId))
      expect(store.readOutbox().map(({ call }) => call.callId)).toEqual(callIds)
    },
  },
  {
    name: 'R-11 a settled outcome leaves the outbox, and its call still has its outcome',
    run: (store) => {
      for (const callId of ['c1', 'c2', 'c3']) store.saveOutcome(sampleOutcome(callId))
      const sent = sampleSending({ records: ['9001', '9002'] })
      expect(store.settleOutcome('c2', sent)).toBe(true)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1'), sampleOutcome('c3')])
      expect(store.readSending('c2')).toEqual(sent)
      expect(store.saveOutcome(sampleOutcome('c2', 'again'))).toBe(false)
      expect(store.readOutbox()).toHaveLength(2)
      expect(store.settleOutcome('c2', sampleSending())).toBe(false)
      expect(store.keepSending('c2', sampleSending())).toBe(false)
      expect(store.readSending('c2')).toEqual(sent)
    },
  },
  {
    name: 'R-11 how far an outcome is on its way is kept for that outcome alone, the latest only',
    run: (store) => {
      for (const callId of ['c1', 'c2']) store.saveOutcome(sampleOutcome(callId))
      expect(store.readSending('c1')).toBeUndefined()
      expect(store.keepSending('c1', sampleSending({ asked: { part: 0, lostAt: null } }))).toBe(true)
      const parked = { kind: 'refused', says: 'It was refused: \ud800 "' } as const
      const latest = sampleSending({ records: ['9001', null], wait: { until: 5, because: 'offline' }, parked })
      expect(store.keepSending('c1', latest)).toBe(true)
      expect(store.readSending('c1')).toEqual(latest)
      expect(store.readSending('c2')).toBeUndefined()
      expect(store.readOutbox()).toEqual([sampleOutcome('c1'), sampleOutcome('c2')])
    },
  },
  {
    name: 'an outcome in the outbox is changed with how far it is, where it stands, and no other one',
    run: (store) => {
      for (const callId of ['c1', 'c2']) store.saveOutcome(sampleOutcome(callId))
      expect(store.replaceOutcome(sampleOutcome('c1', 'changed'), sampleSending({ failures: 3 }))).toBe(true)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1', 'changed'), sampleOutcome('c2')])
      expect(store.readSending('c1')).toEqual(sampleSending({ failures: 3 }))
      expect(store.readSending('c2')).toBeUndefined()
    },
  },
  {
    name: 'an outcome that was sent, or never saved, is not changed',
    run: (store) => {
      store.saveOutcome(sampleOutcome('c1'))
      store.settleOutcome('c1', sampleSending())
      expect(store.replaceOutcome(sampleOutcome('c1', 'late'), sampleSending({ failures: 3 }))).toBe(false)
      expect(store.readSending('c1')).toEqual(sampleSending())
      expect(store.replaceOutcome(sampleOutcome('c2'), sampleSending())).toBe(false)
      expect(store.readOutbox()).toEqual([])
    },
  },
  {
    name: 'how far an outcome is on its way is not kept where there is no outcome',
    run: (store) => {
      expect(store.keepSending('c1', sampleSending())).toBe(false)
      expect(store.settleOutcome('c1', sampleSending())).toBe(false)
      expect(store.readSending('c1')).toBeUndefined()
      expect(store.saveOutcome(sampleOutcome('c1'))).toBe(true)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
    },
  },
  {
    name: 'a closed store says so, and closing it again does nothing',
    run: async (store) => {
      store.close()
      const closed = 'the store is closed'
      expect(() => store.read('phone')).toThrow(closed)
      expect(() => store.write('phone', 1)).toThrow(closed)
      expect(() => ids(store)).toThrow(closed)
      expect(() => store.readOutbox()).toThrow(closed)
      expect(() => store.saveOutcome(sampleOutcome('c1'))).toThrow(closed)
      expect(() => store.inOneStep(() => 1)).toThrow(closed)
      expect(() => store.readSending('c1')).toThrow(closed)
      expect(() => store.keepSending('c1', sampleSending())).toThrow(closed)
      expect(() => store.settleOutcome('c1', sampleSending())).toThrow(closed)
      expect(() => store.replaceOutcome(sampleOutcome('c1'), sampleSending())).toThrow(closed)
      await expect(store.writeContacts(batchesOf(), SOURCE)).rejects.toThrow(closed)
      await expect(store.replaceContacts(batchesOf(), SOURCE)).rejects.toThrow(closed)
      store.close()
    },
  },
]
