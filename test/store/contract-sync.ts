// What every store promises a sync, as named cases: part of the suite in contract.ts.
import { expect } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import type { CrmContact, LinkedContact } from '../../src/core/crm-record.ts'
import type { Store, SyncRun, SyncState } from '../../src/store/store.ts'
import type { StoreCase } from './contract.ts'
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

const RUN: SyncRun = {
  kind: 'full',
  account: '4711',
  startedAt: 1_795_000_000_000,
  startedAtCrm: 1_795_000_000_500,
  step: 'contacts',
  after: '100',
  contacts: 100,
}
const SYNC: SyncState = { account: '4711', seenUntilCrm: 1, fullAtCrm: 1, linksAtCrm: 1, failed: null }
const HUBSPOT = { at: '2026-11-21T00:00:00.000Z', source: 'HubSpot', contacts: 0 }
// A database, an encoding or an object's keys could take each for another, or for what it is not.
const HOSTILE_IDS = [
  'a\ud800',
  'a\ud801',
  'a\0',
  'a',
  'A',
  '1',
  '01',
  'é',
  'e\u0301',
  '__proto__',
  '',
  '"',
  '%',
  '$.id',
]

const ids = (store: Store) => Array.from(store.readContacts(), ({ id }) => id).sort()
const idsOf = (contacts: readonly Contact[]) => contacts.map(({ id }) => id).sort()
const keepLocal = (local: Contact | null) => local

function toContact({ contact, company, deals }: LinkedContact): Contact {
  const { companyText, dealIds: _, mergedIds: __, ...rest } = contact
  return { ...rest, company: company?.name ?? companyText, deals, row: null }
}

/** Takes what the CRM has, and leaves nothing else. */
const takeRemote = (_: Contact | null, remote: LinkedContact | null) => remote && toContact(remote)

function stage(store: Store, contacts: readonly CrmContact[]): void {
  store.beginStage()
  store.stageContacts(contacts, { run: RUN })
}

export const SYNC_CASES: readonly StoreCase[] = [
  {
    name: 'R-16 the CRM is claimed once at a time, until the claim is given up',
    run: (store) => {
      const first = store.claimCrm()
      expect(first).not.toBeNull()
      expect(store.claimCrm()).toBeNull()
      first?.release()
      const second = store.claimCrm()
      expect(second).not.toBeNull()
      // Given up already: whoever has it now keeps it.
      first?.release()
      expect(store.claimCrm()).toBeNull()
      second?.release()
      expect(store.claimCrm()).not.toBeNull()
    },
  },
  {
    name: 'contacts are found by their ids, in the order they are asked for; those that are not there are left out',
    run: async (store) => {
      const contacts = ['101', '102', '103'].map((id) => sampleContact(id))
      await store.writeContacts(batchesOf(contacts), SOURCE)
      expect(store.readContactsById(['103', '999', '101'])).toEqual([contacts[2], contacts[0]])
      expect(store.readContactsById([])).toEqual([])
    },
  },
  {
    name: 'changeContacts adds, replaces and removes contacts, and keeps documents with them',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      const renamed = sampleContact('101', { lastName: 'Walsh' })
      const added = sampleContact('103')
      store.changeContacts({ write: [renamed, added], remove: ['102', '999'], documents: { sync: SYNC, run: null } })
      expect(store.readContactsById(['101', '102', '103'])).toEqual([renamed, added])
      expect(ids(store)).toEqual(['101', '103'])
      expect([store.read('sync'), store.read('run')]).toEqual([SYNC, null])
      expect(store.read('import')?.contacts).toBe(2)
    },
  },
  {
    name: 'an import status that is kept with contacts says how many there are, whatever it said',
    run: (store) => {
      store.changeContacts({
        write: [sampleContact('101'), sampleContact('102'), sampleContact('101')],
        remove: [],
        documents: { import: { ...HUBSPOT, contacts: 77 } },
      })
      expect(store.read('import')).toEqual({ ...HUBSPOT, contacts: 2 })
      stage(store, [sampleCrmContact('201')])
      store.stageContacts([sampleCrmContact('202'), sampleCrmContact('203')], {})
      store.adoptStage(takeRemote, () => ({ import: { ...HUBSPOT, contacts: 77 } }))
      expect(store.read('import')).toEqual({ ...HUBSPOT, contacts: 3 })
    },
  },
  {
    name: 'a change of which one part cannot be kept changes nothing',
    run: (store) => {
      store.changeContacts({ write: [sampleContact('101')], remove: [], documents: { run: RUN } })
      const unkeepable = 1n as unknown as number
      const bad = { write: [sampleContact('102'), sampleContact('103', { row: unkeepable })], remove: ['101'] }
      expect(() => store.changeContacts({ ...bad, documents: { run: null } })).toThrow(TypeError)
      const write = [sampleContact('102')]
      const documents = { run: null, sync: { ...SYNC, seenUntilCrm: unkeepable } }
      expect(() => store.changeContacts({ write, remove: ['101'], documents })).toThrow(TypeError)
      expect(ids(store)).toEqual(['101'])
      expect(store.read('run')).toEqual(RUN)
    },
  },
  {
    name: 'a reading that is under way does not notice a change or an adoption',
    run: (store) => {
      const two = [sampleContact('101'), sampleContact('102')]
      store.changeContacts({ write: two, remove: [], documents: {} })
      const seen: string[] = []
      for (const { id } of store.readContacts()) {
        seen.push(id)
        store.changeContacts({ write: [sampleContact('103')], remove: ['102'], documents: {} })
        stage(store, [sampleCrmContact('201')])
        store.adoptStage(takeRemote, () => ({}))
      }
      expect(seen).toEqual(['101', '102'])
      expect(ids(store)).toEqual(['201'])
    },
  },
  {
    name: 'the contacts of a company or of a deal are found, however they were written',
    run: async (store) => {
      const [open, closed] = [sampleDeal('7'), sampleDeal('8', { isClosed: true })]
      const imported = sampleContact('101', { companyId: '7', deals: [open, closed, open] })
      await store.writeContacts(batchesOf([imported, sampleContact('102', { deals: [] })]), SOURCE)
      store.changeContacts({ write: [sampleContact('103', { companyId: '7', deals: [] })], remove: [], documents: {} })
      expect(idsOf(store.readContactsWith('company', '7'))).toEqual(['101', '103'])
      expect(store.readContactsWith('deal', '7')).toEqual([imported])
      expect(idsOf(store.readContactsWith('deal', '8'))).toEqual(['101'])
      expect(store.readContactsWith('company', '8')).toEqual([])
      expect(store.readContactsWith('deal', '101')).toEqual([])
    },
  },
  {
    name: 'a contact that leaves its company or deal, or that is removed, is not found by it any more',
    run: async (store) => {
      const linked = { companyId: '7', deals: [sampleDeal('7'), sampleDeal('8')] }
      await store.writeContacts(batchesOf(['101', '102', '103'].map((id) => sampleContact(id, linked))), SOURCE)
      const moved = sampleContact('101', { companyId: '9', deals: [sampleDeal('8'), sampleDeal('9')] })
      store.changeContacts({ write: [moved], remove: ['102'], documents: {} })
      // Of its links, one kind alone has changed.
      const dealt = sampleContact('104', { ...linked, deals: [] })
      store.changeContacts({ write: [dealt], remove: [], documents: {} })
      store.changeContacts({ write: [{ ...dealt, deals: [sampleDeal('11')] }], remove: [], documents: {} })
      expect(idsOf(store.readContactsWith('deal', '11'))).toEqual(['104'])
      store.changeContacts({ write: [], remove: ['104'], documents: {} })
      await store.writeContacts(
        batchesOf([sampleContact('103', { companyId: null, deals: [sampleDeal('7')] })]),
        SOURCE,
      )
      const found = (kind: 'company' | 'deal') => ['7', '8', '9'].map((id) => idsOf(store.readContactsWith(kind, id)))
      expect(found('company')).toEqual([[], [], ['101']])
      expect(found('deal')).toEqual([['103'], ['101'], ['101']])
      await store.replaceContacts(batchesOf([sampleContact('102', linked)]), SOURCE)
      expect(found('company')).toEqual([['102'], [], []])
      expect(found('deal')).toEqual([['102'], ['102'], []])
    },
  },
  {
    name: 'a contact that comes back under its id is found by what it is linked with now',
    run: (store) => {
      const write = [sampleContact('101', { companyId: '7', deals: [] })]
      store.changeContacts({ write, remove: [], documents: {} })
      store.changeContacts({ write: [], remove: ['101'], documents: {} })
      store.changeContacts({ write: [sampleContact('102', { companyId: '8', deals: [] })], remove: [], documents: {} })
      expect(store.readContactsWith('company', '7')).toEqual([])
      expect(idsOf(store.readContactsWith('company', '8'))).toEqual(['102'])
    },
  },
  {
    name: 'ids of contacts, companies and deals that look alike stay apart',
    run: (store) => {
      const contacts = HOSTILE_IDS.map((id) => sampleContact(id, { companyId: id, deals: [sampleDeal(id)] }))
      store.changeContacts({ write: contacts, remove: [], documents: {} })
      for (const [index, id] of HOSTILE_IDS.entries()) {
        expect(store.readContactsById([id])).toEqual([contacts[index]])
        expect(store.readContactsWith('company', id)).toEqual([contacts[index]])
        expect(store.readContactsWith('deal', id)).toEqual([contacts[index]])
      }
      store.changeContacts({ write: [], remove: HOSTILE_IDS.slice(1), documents: {} })
      expect(ids(store)).toEqual(HOSTILE_IDS.slice(0, 1))
    },
  },
  {
    name: 'what is gathered changes no contact, and says which companies and deals are still to be read',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      store.beginStage()
      expect(store.readUnstaged('company', 100)).toEqual([])
      store.stageContacts([sampleCrmContact('201', { companyId: '7', dealIds: ['8', '9'] })], { run: RUN })
      const other = sampleCrmContact('202', { companyId: '7', dealIds: ['9', '10'] })
      store.stageContacts([other, sampleCrmContact('203', { companyId: null, dealIds: [] })], {})
      expect(store.read('run')).toEqual(RUN)
      expect(store.readUnstaged('company', 100)).toEqual(['7'])
      expect(store.readUnstaged('deal', 100).sort()).toEqual(['10', '8', '9'])
      expect(store.readUnstaged('deal', 2)).toHaveLength(2)
      store.stageDeals(['8', '9'], [sampleDeal('8')])
      expect(store.readUnstaged('deal', 100)).toEqual(['10'])
      expect(store.readUnstaged('company', 100)).toEqual(['7'])
      store.stageCompanies(['7'], [{ id: '7', name: 'Acme' }])
      store.stageDeals(['10'], [sampleDeal('10')])
      expect([store.readUnstaged('company', 100), store.readUnstaged('deal', 100)]).toEqual([[], []])
      // Named again, it is still read.
      store.stageContacts([sampleCrmContact('204', { companyId: '7', dealIds: ['9'] })], {})
      expect([store.readUnstaged('company', 100), store.readUnstaged('deal', 100)]).toEqual([[], []])
      expect(ids(store)).toEqual(['101'])
    },
  },
  {
    name: 'R-09 each gathered contact is decided about with its company and its deals; what did not come is left out',
    run: (store) => {
      const first = sampleCrmContact('201', { companyId: '7', dealIds: ['9', '8', '10'] })
      const second = sampleCrmContact('202', { companyId: '6', dealIds: [] })
      stage(store, [first, second])
      store.stageCompanies(['7', '6'], [{ id: '7', name: 'Acme' }])
      store.stageDeals(['8', '9', '10'], [sampleDeal('8'), sampleDeal('9')])
      const asked: LinkedContact[] = []
      store.adoptStage(
        (_, remote) => {
          if (remote) asked.push(remote)
          return takeRemote(null, remote)
        },
        () => ({ sync: SYNC, run: null }),
      )
      expect(asked.sort((a, b) => (a.contact.id < b.contact.id ? -1 : 1))).toEqual([
        { contact: first, company: { id: '7', name: 'Acme' }, deals: [sampleDeal('9'), sampleDeal('8')] },
        { contact: second, company: null, deals: [] },
      ])
      expect([store.read('sync'), store.read('run')]).toEqual([SYNC, null])
      expect(idsOf(store.readContactsWith('deal', '9'))).toEqual(['201'])
      expect(idsOf(store.readContactsWith('company', '6'))).toEqual(['202'])
    },
  },
  {
    name: 'adoptStage asks about each gathered contact first, then about each that is only here, and does as it is told',
    run: async (store) => {
      const here = ['101', '102', '103', '104'].map((id) => sampleContact(id))
      await store.writeContacts(batchesOf(here), SOURCE)
      stage(
        store,
        ['102', '104', '105', '106'].map((id) => sampleCrmContact(id)),
      )
      const asked: [string | undefined, string | undefined][] = []
      store.adoptStage(
        (local, remote) => {
          asked.push([local?.id, remote?.contact.id])
          if (local?.id === '102' || remote?.contact.id === '106' || local?.id === '103') return null
          return remote ? { ...toContact(remote), lastName: 'Walsh' } : local
        },
        () => ({}),
      )
      const sorted = (pairs: typeof asked) => pairs.map(String).sort()
      expect(sorted(asked.slice(0, 4))).toEqual([',105', ',106', '102,102', '104,104'])
      expect(sorted(asked.slice(4))).toEqual(['101,', '103,'])
      const names = Array.from(store.readContacts(), ({ id, lastName }) => `${id} ${lastName}`)
      expect(names.sort()).toEqual(['101 Byrne', '104 Walsh', '105 Walsh'])
    },
  },
  {
    name: 'a contact, company or deal that is gathered again is there as it came last',
    run: (store) => {
      stage(store, [sampleCrmContact('201', { companyId: '6' }), sampleCrmContact('201', { companyId: '7' })])
      store.stageContacts([sampleCrmContact('201', { lastName: 'Walsh', companyId: '7', dealIds: ['8'] })], {})
      store.stageCompanies(['7'], [{ id: '7', name: 'Acme' }])
      store.stageCompanies(['7'], [{ id: '7', name: 'Acme & Sons' }])
      store.stageDeals([], [sampleDeal('8', { name: 'Early' })])
      store.stageDeals(['8'], [])
      store.adoptStage(takeRemote, () => ({}))
      const [contact] = store.readContacts()
      expect(contact).toMatchObject({ lastName: 'Walsh', company: 'Acme & Sons', deals: [{ name: 'Early' }] })
    },
  },
  {
    name: 'what was adopted, or what an earlier run gathered, is gathered no longer',
    run: (store) => {
      stage(store, [sampleCrmContact('201', { companyId: '7', dealIds: ['8'] })])
      store.adoptStage(takeRemote, () => ({}))
      expect([store.readUnstaged('company', 100), store.readUnstaged('deal', 100)]).toEqual([[], []])
      store.stageContacts([sampleCrmContact('202', { companyId: '7', dealIds: ['8'] })], {})
      store.stageCompanies(['7'], [{ id: '7', name: 'Acme' }])
      stage(store, [sampleCrmContact('203', { companyId: '7', companyText: 'Stated' })])
      store.adoptStage(takeRemote, () => ({}))
      expect(Array.from(store.readContacts(), ({ id, company }) => [id, company])).toEqual([['203', 'Stated']])
    },
  },
  {
    name: 'adopting an empty stage asks about every contact, and may leave none',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101'), sampleContact('102')]), SOURCE)
      store.beginStage()
      store.adoptStage(keepLocal, () => ({}))
      expect(ids(store)).toEqual(['101', '102'])
      store.adoptStage(takeRemote, () => ({}))
      expect(ids(store)).toEqual([])
    },
  },
  {
    name: 'more contacts are adopted than are held in memory at a time, each once',
    run: async (store) => {
      const many = Array.from({ length: 1_234 }, (_, index) => String(index))
      await store.writeContacts(batchesOf(many.map((id) => sampleContact(id))), SOURCE)
      stage(
        store,
        many.slice(617).map((id) => sampleCrmContact(id)),
      )
      const asked = new Map<string, number>()
      store.adoptStage(
        (local, remote) => {
          const id = local?.id ?? ''
          asked.set(id, (asked.get(id) ?? 0) + 1)
          return remote ? toContact(remote) : Number(id) % 2 === 0 ? null : local
        },
        () => ({}),
      )
      expect([...asked.values()].every((times) => times === 1)).toBe(true)
      expect(asked.size).toBe(1_234)
      expect(ids(store)).toHaveLength(617 + 308)
    },
  },
  {
    name: 'when deciding throws, nothing is changed, and the stage can be adopted afterwards',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      store.write('run', RUN)
      stage(store, [sampleCrmContact('201'), sampleCrmContact('202')])
      const failure = new Error('no way to decide')
      const failOn = (id: string) => (_: Contact | null, remote: LinkedContact | null) => {
        if (remote === null || remote.contact.id === id) throw failure
        return toContact(remote)
      }
      expect(() => store.adoptStage(failOn('202'), () => ({ run: null }))).toThrow(failure)
      expect(() => store.adoptStage(failOn('none'), () => ({ run: null }))).toThrow(failure)
      const failing = () => {
        throw failure
      }
      expect(() => store.adoptStage(takeRemote, failing)).toThrow(failure)
      const bad = (_: Contact | null, remote: LinkedContact | null) =>
        remote && { ...toContact(remote), row: 1n as unknown as number }
      expect(() => store.adoptStage(bad, () => ({ run: null }))).toThrow(TypeError)
      expect(ids(store)).toEqual(['101'])
      expect(store.read('run')).toEqual(RUN)
      store.adoptStage(takeRemote, () => ({ run: null }))
      expect(ids(store)).toEqual(['201', '202'])
    },
  },
  {
    name: 'a decision for another contact than the one asked about is a mistake, and nothing is changed',
    run: (store) => {
      store.changeContacts({ write: [sampleContact('101')], remove: [], documents: {} })
      stage(store, [sampleCrmContact('201')])
      const mistaken = () => sampleContact('101')
      expect(() => store.adoptStage(mistaken, () => ({}))).toThrow('expected the contact 201 or none')
      expect(ids(store)).toEqual(['101'])
    },
  },
  {
    name: 'while contacts are adopted, readers find those from before, and other writes are refused',
    run: (store) => {
      store.changeContacts({ write: [sampleContact('101')], remove: [], documents: {} })
      stage(store, [sampleCrmContact('201'), sampleCrmContact('202')])
      const watching = (_: Contact | null, remote: LinkedContact | null) => {
        expect(ids(store)).toEqual(['101'])
        expect(store.readContactsById(['201'])).toEqual([])
        expect(() => store.write('phone', 1)).toThrow('contacts are being written')
        expect(() => store.changeContacts({ write: [], remove: [], documents: {} })).toThrow('are being written')
        expect(() => store.wipe()).toThrow('contacts are being written')
        return takeRemote(null, remote)
      }
      store.adoptStage(watching, () => ({}))
      expect(ids(store)).toEqual(['201', '202'])
      store.write('phone', 1)
    },
  },
  {
    name: 'a store that was wiped is as if new',
    run: async (store) => {
      await store.writeContacts(batchesOf([sampleContact('101', { companyId: '7' })]), SOURCE)
      for (const key of ['phone', 'run', 'sync'] as const) store.write(key, key === 'sync' ? SYNC : null)
      store.write('drafts', [sampleDraft('c3')])
      for (const callId of ['c1', 'c2']) store.saveOutcome(sampleOutcome(callId))
      store.keepSending('c1', sampleSending())
      store.settleOutcome('c2', sampleSending())
      stage(store, [sampleCrmContact('201', { companyId: '7', dealIds: ['8'] })])
      store.wipe()
      const keys = ['import', 'phone', 'drafts', 'sync', 'run', 'dispositions'] as const
      expect(keys.map((key) => store.read(key))).toEqual(keys.map(() => undefined))
      expect([ids(store), store.readOutbox(), store.readSending('c1'), store.readSending('c2')]).toEqual([
        [],
        [],
        undefined,
        undefined,
      ])
      expect(store.readContactsWith('company', '7')).toEqual([])
      expect([store.readUnstaged('company', 9), store.readUnstaged('deal', 9)]).toEqual([[], []])
      expect(store.saveOutcome(sampleOutcome('c2'))).toBe(true)
      expect((await store.writeContacts(batchesOf([sampleContact('102')]), SOURCE)).contacts).toBe(1)
      store.wipe()
      store.wipe()
      expect(ids(store)).toEqual([])
    },
  },
  {
    name: 'a closed store says so to a sync as well',
    run: (store) => {
      store.close()
      const closed = 'the store is closed'
      expect(() => store.claimCrm()).toThrow(closed)
      expect(() => store.readContactsById(['1'])).toThrow(closed)
      expect(() => store.readContactsWith('deal', '1')).toThrow(closed)
      expect(() => store.changeContacts({ write: [], remove: [], documents: {} })).toThrow(closed)
      expect(() => store.beginStage()).toThrow(closed)
      expect(() => store.stageContacts([], {})).toThrow(closed)
      expect(() => store.readUnstaged('deal', 1)).toThrow(closed)
      expect(() => store.stageCompanies([], [])).toThrow(closed)
      expect(() => store.stageDeals([], [])).toThrow(closed)
      expect(() => store.adoptStage(keepLocal, () => ({}))).toThrow(closed)
      expect(() => store.wipe()).toThrow(closed)
    },
  },
]
