// An account of a CRM behind HTTP, what its other users do to it, and how to tell that a store and it agree.
import { expect } from 'vitest'
import { type Chance, pick } from '../../src/core/chance.ts'
import type { Contact } from '../../src/core/contact.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { markerOf } from '../../src/core/sending.ts'
import { openHubspot } from '../../src/crm/hubspot/hubspot.ts'
import { defaultLinkType, type LinkType, type ObjectType } from '../../src/crm-server/object-types.ts'
import {
  allRecords,
  archiveRecord,
  createRecord,
  linkRecords,
  mergeRecords,
  type Portal,
  restoreRecord,
  updateRecord,
} from '../../src/crm-server/portal.ts'
import type { PortalRecord } from '../../src/crm-server/record.ts'
import type { CrmServer } from '../../src/crm-server/server.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { syncContacts } from '../../src/sync/sync-contacts.ts'
import { contact, deal, phone } from '../people.ts'

/** So many contacts, some with a company and a deal, by ids from 1000. */
export function peopleOf(count: number): Contact[] {
  return Array.from({ length: count }, (_, index) =>
    contact({
      id: String(1000 + index),
      firstName: `First${index}`,
      lastName: `Last${index}`,
      company: index % 3 === 0 ? `Company ${index % 50}` : '',
      phones: [phone(`+35387${1_000_000 + index}`)],
      deals: index % 5 === 0 ? [deal({ id: String(5000 + index), name: `Deal ${index}` })] : [],
    }),
  )
}

/** The outcome of a call with a contact, with a task; its call id is its own. */
export function outcomeFor({ id, firstName, lastName, phones }: Contact, callId: string): Outcome {
  return {
    call: {
      callId,
      contactId: id,
      contactName: `${firstName} ${lastName}`,
      e164: phones[0]?.e164 ?? '+353870000000',
      direction: 'incoming',
      startedAt: '2026-11-20T09:30:00.000Z',
      durationMs: 61_000,
    },
    outcome: 'connected',
    notes: `Notes of ${callId}`,
    tasks: [{ title: `Task of ${callId}`, type: 'todo', priority: 'high', due: '2026-12-01' }],
    savedAt: '2026-11-20T09:35:00.000Z',
  }
}

/** What other users of the CRM do: one thing at random, of which a delta must find every one. */
export function changeAccount({ portal, now }: Pick<CrmServer, 'portal' | 'now'>, chance: Chance): void {
  const at = now()
  const contacts = standing(portal, 'contacts')
  const one = pick(contacts, chance)
  const word = `changed${Math.floor(chance() * 1e9)}`
  const acts: (() => void)[] = [
    () => updateRecord(portal, one, { firstname: word }, at),
    () => updateRecord(portal, one, { phone: `+35386${1_000_000 + Math.floor(chance() * 8_999_999)}` }, at),
    () => archiveRecord(portal, one, at),
    () => {
      const gone = allRecords(portal, 'contacts').filter(({ archivedAt, isGone }) => archivedAt !== null && !isGone)
      if (gone.length > 0) restoreRecord(portal, pick(gone, chance), at)
    },
    () => {
      const other = pick(contacts, chance)
      if (other !== one) mergeRecords(portal, one, other, at)
    },
    () => createRecord(portal, { type: 'contacts', properties: { firstname: word, phone: '+353871112223' } }, at),
    () => updateRecord(portal, pick(standing(portal, 'companies'), chance), { name: word }, at),
    () => updateRecord(portal, pick(standing(portal, 'deals'), chance), { dealname: word }, at),
    () => archiveRecord(portal, pick(standing(portal, 'deals'), chance), at),
    () => {
      const made = createRecord(portal, { type: 'deals', properties: { dealname: word, amount: '100' } }, at)
      linkRecords(portal, [one, made], CONTACT_TO_DEAL, at)
    },
  ]
  pick(acts, chance)()
}

const CONTACT_TO_DEAL = expectLink('contacts', 'deals')

function expectLink(from: ObjectType, to: ObjectType): LinkType {
  const type = defaultLinkType(from, to)
  if (type === null) throw new Error('expected a type of association')
  return type
}

function standing(portal: Portal, type: ObjectType): PortalRecord[] {
  return allRecords(portal, type).filter(({ archivedAt, isGone }) => archivedAt === null && !isGone)
}

/** What a store without a past gets from the CRM, by id. */
export async function readAnew({ url }: Pick<CrmServer, 'url'>, token = 'pat-test'): Promise<Map<string, unknown>> {
  const store = openMemoryStore()
  const crm = openHubspot({ token, baseUrl: url, now: Date.now, pause: async () => {} })
  const synced = await syncContacts({ crm, store, now: Date.now, wish: 'full' })
  expect(synced.kind).toBe('synced')
  return contentOf(store)
}

/** All that is kept of contacts but when they were changed: our own calls change that. */
export function contentOf(store: Pick<Store, 'readContacts'>): Map<string, unknown> {
  return new Map(Array.from(store.readContacts(), ({ modifiedAt: _, row: __, ...rest }) => [rest.id, rest]))
}

/** Each saved outcome is in the CRM once, with its task once; or it waits in the outbox, and of its parts none is twice. */
export function expectEachOnce(portal: Portal, store: Pick<Store, 'readOutbox'>, saved: readonly Outcome[]): number {
  const bodies = (type: ObjectType, property: string) =>
    allRecords(portal, type).map(({ properties }) => properties[property] ?? '')
  const all = [...bodies('calls', 'hs_call_body'), ...bodies('tasks', 'hs_task_body')].join('\n')
  const waiting = new Set(store.readOutbox().map(({ call }) => call.callId))
  for (const { call, tasks } of saved) {
    const counts = [0, ...tasks.map((_, index) => index + 1)].map((part) => all.split(markerOf(call, part)).length - 1)
    if (waiting.has(call.callId)) expect(Math.max(...counts), call.callId).toBeLessThanOrEqual(1)
    else expect(counts, call.callId).toEqual(counts.map(() => 1))
  }
  expect(bodies('calls', 'hs_call_body').length).toBeLessThanOrEqual(saved.length)
  return saved.length - waiting.size
}
