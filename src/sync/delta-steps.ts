// What a delta reads, in this order: contacts that were changed; the companies and deals around them, whose changes touch no
// contact; what was archived; contacts that outcomes wait for; and associations, which change without changing anything
// else. Each step says of which contacts what is known now. Knows no CRM's ways, and keeps nothing.
import { type Contact, compareIds } from '../core/contact.ts'
import { type CrmContact, composeContact, hasSameLinks, patchCompany, patchDeal } from '../core/crm-record.ts'
import type { Remote } from '../core/sync.ts'
import type { Archived, LinkedDeal, RecordKind } from '../crm/crm.ts'
import { noteMerged, readWaiting } from './keep-contacts.ts'
import type { Sync, SyncStep } from './sync-run.ts'

/** A delta that is under way. */
export interface Delta extends Sync {
  /** Milliseconds since the epoch, by the CRM's clock. */
  readonly since: number
}

/** What a page says of contacts. */
export interface StepPage {
  /** By id. */
  readonly remotes: ReadonlyMap<string, Remote>
  /** Asks for the next page of the step; null on the last. */
  readonly after: string | null
  /** The CRM's clock when it answered, in milliseconds since the epoch. */
  readonly at: number
  /** How many contacts were read for it. */
  readonly contacts: number
}

interface Step {
  readonly name: string
  readonly shown: SyncStep
  readonly read: (delta: Delta, after: string | null) => AsyncGenerator<StepPage>
}

// Contacts first: what was changed about companies and deals is then seen on those that are new as well. Archived ones
// late: a search may still show what is in the bin already.
export const STEPS: readonly Step[] = [
  { name: 'contacts', shown: 'contacts', read: changedContacts },
  { name: 'companies', shown: 'companies', read: changedCompanies },
  { name: 'deals', shown: 'deals', read: changedDeals },
  { name: 'archived-contacts', shown: 'archived', read: archivedContacts },
  { name: 'archived-companies', shown: 'archived', read: archivedCompanies },
  { name: 'archived-deals', shown: 'archived', read: archivedDeals },
  { name: 'awaited', shown: 'contacts', read: awaitedContacts },
  { name: 'links', shown: 'links', read: changedLinks },
]

const idOf = ({ id }: { readonly id: string }) => id

async function* changedContacts(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  const { crm, since, reading } = delta
  for await (const page of reading.pages((id) => crm.readChangedContacts(since, id), after, idOf)) {
    const remotes = await linkContacts(delta, page.records)
    yield { remotes, after: page.after, at: page.at, contacts: page.records.length }
  }
}

async function* changedCompanies(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  const { crm, store, since, reading } = delta
  for await (const page of reading.pages((id) => crm.readChangedCompanies(since, id), after, idOf)) {
    const patches = openPatches()
    const unnamed = new Set<string>()
    for (const company of page.records) {
      for (const contact of store.readContactsWith('company', company.id)) {
        // Without a name it is the contact's own text that is shown, which is not kept here.
        if (company.name.trim() === '') unnamed.add(contact.id)
        else patches.apply(contact, (each) => patchCompany(each, company))
      }
    }
    const remotes = new Map([...patches.remotes(), ...(await readWhole(delta, [...unnamed]))])
    yield { remotes, after: page.after, at: page.at, contacts: unnamed.size }
  }
}

async function* changedDeals(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  const { crm, since, reading } = delta
  for await (const page of reading.pages(
    (id) => crm.readChangedDeals(since, id),
    after,
    ({ deal }) => deal.id,
  )) {
    const patches = openPatches()
    for (const linked of page.records) patchLinked(delta, linked, patches)
    yield { remotes: patches.remotes(), after: page.after, at: page.at, contacts: 0 }
  }
}

function patchLinked({ store }: Delta, { deal, contactIds }: LinkedDeal, patches: Patches): void {
  const linked = new Set(contactIds)
  // A contact that is not here comes by itself, with all its deals.
  const around = [...store.readContactsWith('deal', deal.id), ...store.readContactsById(contactIds)]
  for (const contact of around) patches.apply(contact, (each) => patchDeal(each, deal, linked.has(each.id)))
}

async function* archivedContacts(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  for await (const { ids, mergedIds, ...page } of archived(delta, 'contact', after)) {
    // Merged and archived since the last sync: nothing else names what was merged.
    yield { ...page, remotes: new Map([...ids, ...mergedIds].map((id) => [id, { kind: 'archived' }])) }
  }
}

async function* archivedCompanies(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  for await (const { ids, ...page } of archived(delta, 'company', after)) {
    const holders = ids.flatMap((id) => delta.store.readContactsWith('company', id))
    yield { ...page, remotes: await readWhole(delta, [...new Set(holders.map(({ id }) => id))]) }
  }
}

async function* archivedDeals(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  for await (const { ids, ...page } of archived(delta, 'deal', after)) {
    const patches = openPatches()
    for (const id of ids) {
      for (const contact of delta.store.readContactsWith('deal', id)) {
        patches.apply(contact, (each) => ({ ...each, deals: each.deals.filter((deal) => deal.id !== id) }))
      }
    }
    yield { ...page, remotes: patches.remotes() }
  }
}

// The bin shows no part of itself by time: all of it is read, and what was there before is left aside.
async function* archived({ crm, reading, since }: Delta, kind: RecordKind, after: string | null) {
  const isRecent = ({ archivedAt }: Archived) => archivedAt >= since
  for await (const page of reading.pages((from) => crm.readArchived(kind, from), after, idOf)) {
    const recent = page.records.filter(isRecent)
    const ids = recent.map(({ id }) => id)
    yield { ids, mergedIds: recent.flatMap(({ mergedIds }) => mergedIds), after: page.after, at: page.at, contacts: 0 }
  }
}

// A contact that was restored need not count as changed, and outcomes may have been parked since it was gone.
async function* awaitedContacts(delta: Delta): AsyncGenerator<StepPage> {
  const parked = [...readWaiting(delta.store)].filter(([, waiting]) => waiting === 'parked').map(([id]) => id)
  const remotes = new Map([...(await readWhole(delta, parked))].filter(([, { kind }]) => kind !== 'absent'))
  yield { remotes, after: null, at: 0, contacts: remotes.size }
}

async function* changedLinks(delta: Delta, after: string | null): AsyncGenerator<StepPage> {
  const { crm, store, reading } = delta
  const ids = Array.from(store.readContacts(), ({ id }) => id).sort(compareIds)
  const from = after === null ? 0 : ids.findIndex((id) => compareIds(id, after) > 0)
  for (const batch of batches(from < 0 ? [] : ids.slice(from), crm.mostLinks)) {
    const links = new Map((await reading.ask(() => crm.readLinks(batch))).map((each) => [each.id, each]))
    const differ = store.readContactsById(batch).filter((contact) => {
      return !hasSameLinks(contact, links.get(contact.id) ?? { companyId: null, dealIds: [] })
    })
    const remotes = await readWhole(
      delta,
      differ.map(({ id }) => id),
    )
    const last = batch.at(-1) ?? null
    yield { remotes, after: last === ids.at(-1) ? null : last, at: 0, contacts: differ.length }
  }
}

/** What the CRM has under these ids now, each with its company and deals; `absent` where it has nothing. */
async function readWhole(delta: Delta, ids: readonly string[]): Promise<Map<string, Remote>> {
  const { crm, reading } = delta
  const found: CrmContact[] = []
  for (const batch of batches(ids, crm.mostRead)) found.push(...(await reading.ask(() => crm.readContacts(batch))))
  const remotes = await linkContacts(delta, found)
  for (const id of ids) if (!remotes.has(id)) remotes.set(id, { kind: 'absent' })
  return remotes
}

async function linkContacts(delta: Delta, contacts: readonly CrmContact[]): Promise<Map<string, Remote>> {
  const { crm, reading, sightings } = delta
  const companies = await readAround(
    contacts.flatMap(({ companyId }) => companyId ?? []),
    crm.mostRead,
    (ids) => reading.ask(() => crm.readCompanies(ids)),
  )
  const deals = await readAround(
    contacts.flatMap(({ dealIds }) => dealIds),
    crm.mostRead,
    (ids) => reading.ask(() => crm.readDeals(ids)),
  )
  const remotes = new Map<string, Remote>()
  for (const contact of contacts) {
    noteMerged(sightings, contact)
    for (const id of contact.mergedIds) if (!remotes.has(id)) remotes.set(id, { kind: 'merged', into: contact.id })
  }
  for (const contact of contacts) {
    const company = contact.companyId === null ? null : (companies.get(contact.companyId) ?? null)
    const linked = { contact, company, deals: contact.dealIds.flatMap((id) => deals.get(id) ?? []) }
    remotes.set(contact.id, { kind: 'there', contact: composeContact(linked) })
  }
  return remotes
}

async function readAround<T extends { readonly id: string }>(
  ids: readonly string[],
  most: number,
  read: (ids: readonly string[]) => Promise<readonly T[]>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>()
  for (const batch of batches([...new Set(ids)], most)) for (const each of await read(batch)) found.set(each.id, each)
  return found
}

/** Contacts that are here, with one change after the other; those that come out as they were are left out. */
interface Patches {
  apply(contact: Contact, patch: (contact: Contact) => Contact): void
  remotes(): Map<string, Remote>
}

function openPatches(): Patches {
  const patches = new Map<string, { readonly before: Contact; readonly after: Contact }>()
  return {
    apply(contact, patch) {
      const { before, after } = patches.get(contact.id) ?? { before: contact, after: contact }
      patches.set(contact.id, { before, after: patch(after) })
    },

    remotes() {
      const changed = [...patches.values()].filter(({ before, after }) => after !== before)
      return new Map(changed.map(({ after }) => [after.id, { kind: 'there', contact: after }]))
    },
  }
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}
