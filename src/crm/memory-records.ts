// The contacts, companies and deals of the CRM in memory: what is there, what is linked to what, what was archived, merged
// or wiped, and since when. Knows no faults, no requests and no calls.
import { type Contact, compareIds, type Deal } from '../core/contact.ts'
import { type CrmCompany, type CrmContact, composeContact } from '../core/crm-record.ts'
import { isSameLine } from '../core/number/line.ts'
import type { Archived, LinkedDeal, Page, RecordKind } from './crm.ts'

interface Stamped<T> {
  readonly record: T
  /** Milliseconds since the epoch. */
  readonly changedAt: number
}

/** Records of one kind. */
interface Bin<T> {
  readonly there: Map<string, Stamped<T>>
  readonly archived: Map<string, { readonly stamped: Stamped<T>; readonly archivedAt: number }>
  /** The ids of those that are there, in order; null when they are to be sorted again. */
  ids: readonly string[] | null
}

function openBin<T>(): Bin<T> {
  return { there: new Map(), archived: new Map(), ids: null }
}

export interface Changed {
  readonly since: number
  /** What was changed after it is not shown yet. */
  readonly until: number
  readonly afterId: string | null
}

function idsOf<T>(bin: Bin<T>): readonly string[] {
  bin.ids ??= Array.from(bin.there.keys()).sort(compareIds)
  return bin.ids
}

function put<T extends { readonly id: string }>(bin: Bin<T>, record: T, changedAt: number): void {
  if (!bin.there.has(record.id)) bin.ids = null
  bin.there.set(record.id, { record, changedAt })
  bin.archived.delete(record.id)
}

function putIfNew<T extends { readonly id: string }>(bin: Bin<T>, record: T, changedAt: number): void {
  const isSame = JSON.stringify(bin.there.get(record.id)?.record) === JSON.stringify(record)
  if (!isSame) put(bin, record, changedAt)
}

function take<T>(bin: Bin<T>, id: string): void {
  bin.there.delete(id)
  bin.ids = null
}

function read<T>(bin: Bin<T>, ids: readonly string[]): T[] {
  return [...new Set(ids)].flatMap((id) => bin.there.get(id)?.record ?? [])
}

/** @param now milliseconds since the epoch */
export function openRecords(now: () => number, pageSize: number) {
  const contacts = openBin<CrmContact>()
  const companies = openBin<CrmCompany>()
  const deals = openBin<Deal>()
  const bins = { contact: contacts, company: companies, deal: deals }
  /** From the id of a merged contact to that of the survivor, which may be merged in turn. */
  const survivors = new Map<string, string>()

  function resolve(id: string): string | null {
    let at = id
    for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) at = next
    return contacts.there.has(at) ? at : null
  }

  function expectThere(id: string): Stamped<CrmContact> {
    const found = contacts.there.get(id)
    if (found === undefined) throw new Error(`expected the id of a contact in the CRM, found ${JSON.stringify(id)}`)
    return found
  }

  function compose(contact: CrmContact): Contact {
    const [company = null] = contact.companyId === null ? [] : read(companies, [contact.companyId])
    return composeContact({ contact, company, deals: read(deals, contact.dealIds) })
  }

  /** A merged contact that is written again is one of its own. */
  function unmerge(id: string): void {
    const survivor = resolve(id)
    if (!survivors.delete(id) || survivor === null) return
    const { record, changedAt } = expectThere(survivor)
    contacts.there.set(survivor, {
      record: { ...record, mergedIds: record.mergedIds.filter((each) => each !== id) },
      changedAt,
    })
  }

  function writeContact(contact: Contact, changedAt = now()): void {
    unmerge(contact.id)
    const { company, companyId = null, deals: named, row: _, ...own } = contact
    for (const deal of named) putIfNew(deals, deal, changedAt)
    if (companyId !== null) putIfNew(companies, { id: companyId, name: company }, changedAt)
    const before = contacts.there.get(contact.id) ?? contacts.archived.get(contact.id)?.stamped
    const mergedIds = before?.record.mergedIds ?? []
    const dealIds = named.map(({ id }) => id)
    put(contacts, { ...own, companyText: company, companyId, dealIds, mergedIds }, changedAt)
  }

  /** Changes a contact's links, which is no change of the contact itself. */
  function link(id: string, links: Partial<Pick<CrmContact, 'companyId' | 'dealIds'>>): void {
    const { record, changedAt } = expectThere(id)
    contacts.there.set(id, { record: { ...record, ...links }, changedAt })
  }

  function holdersOf(dealId: string): string[] {
    return idsOf(contacts).filter((id) => expectThere(id).record.dealIds.includes(dealId))
  }

  /** In the order of their ids, so that a page begins behind the last one of the page before, whatever changed. */
  function page<T>(found: readonly string[], after: string | null, record: (id: string) => T): Page<T> {
    const from = after === null ? 0 : firstBehind(found, after)
    const shown = found.slice(from, from + pageSize)
    const last = from + pageSize < found.length ? (shown.at(-1) ?? null) : null
    return { records: shown.map(record), after: last, at: now() }
  }

  function changed<T>(bin: Bin<T>, { since, until, afterId }: Changed): Page<T> {
    const isShown = ({ changedAt }: Stamped<T>) => changedAt >= since && changedAt <= until
    const found = idsOf(bin).filter((id) => isShown(bin.there.get(id) as Stamped<T>))
    return page(found, afterId, (id) => (bin.there.get(id) as Stamped<T>).record)
  }

  return {
    resolve,
    writeContact,
    link,
    writeCompany: (company: CrmCompany) => put(companies, company, now()),

    writeDeal: (deal: Deal) => put(deals, deal, now()),

    /** Puts a deal on these contacts and takes it off all others; neither it nor they are changed by it. */
    linkDeal(dealId: string, contactIds: readonly string[]): void {
      const linked = new Set(contactIds)
      for (const id of linked) expectThere(id)
      for (const id of new Set([...holdersOf(dealId), ...linked])) {
        const others = expectThere(id).record.dealIds.filter((each) => each !== dealId)
        link(id, { dealIds: linked.has(id) ? [...others, dealId] : others })
      }
    },

    /** Something was logged on the contact. */
    touch(id: string): void {
      contacts.there.set(id, { ...expectThere(id), changedAt: now() })
    },

    merge(from: string, into: string): string {
      const [{ record: lost }, { record: survivor }] = [expectThere(from), expectThere(into)]
      if (from === into) throw new Error(`expected two contacts to merge, found ${JSON.stringify(from)} twice`)
      take(contacts, from)
      survivors.set(from, into)
      const dealIds = [...new Set([...survivor.dealIds, ...lost.dealIds])]
      const mergedIds = [...new Set([...survivor.mergedIds, from, ...lost.mergedIds])]
      put(contacts, { ...survivor, dealIds, mergedIds }, now())
      return into
    },

    /** @throws Error when there is no such record: a mistake of the caller */
    archive(kind: RecordKind, id: string): void {
      const bin: Bin<unknown> = bins[kind]
      const stamped = bin.there.get(id)
      if (stamped === undefined) throw new Error(`expected the id of a ${kind} in the CRM, found ${JSON.stringify(id)}`)
      take(bin, id)
      bin.archived.set(id, { stamped, archivedAt: now() })
    },

    /** @throws Error when it is not in the bin: a mistake of the caller */
    restore(kind: RecordKind, id: string): void {
      const bin: Bin<{ readonly id: string }> = bins[kind]
      const found = bin.archived.get(id)
      if (found === undefined) throw new Error(`expected the id of an archived ${kind}, found ${JSON.stringify(id)}`)
      put(bin, found.stamped.record, now())
    },

    /** The contact is gone, from the bin too, and nothing tells of it. */
    wipe(id: string): void {
      if (!contacts.archived.delete(id)) expectThere(id)
      take(contacts, id)
    },

    readContact(id: string): Contact | null {
      const found = resolve(id)
      return found === null ? null : compose(expectThere(found).record)
    },

    withNumber(e164: string): Contact[] {
      const found = Array.from(contacts.there.values(), ({ record }) => record)
      return found
        .filter(({ phones }) => phones.some((phone) => phone.e164 !== null && isSameLine(phone.e164, e164)))
        .map(compose)
    },

    all: (after: string | null): Page<CrmContact> => page(idsOf(contacts), after, (id) => expectThere(id).record),
    changedContacts: (asked: Changed) => changed(contacts, asked),
    changedCompanies: (asked: Changed) => changed(companies, asked),

    changedDeals(asked: Changed): Page<LinkedDeal> {
      const found = changed(deals, asked)
      return { ...found, records: found.records.map((deal) => ({ deal, contactIds: holdersOf(deal.id) })) }
    },

    archived(kind: RecordKind, after: string | null): Page<Archived> {
      const bin: Bin<unknown> = bins[kind]
      const found = Array.from(bin.archived.keys()).sort(compareIds)
      const mergedInto = (id: string) => (kind === 'contact' ? contacts.archived.get(id)?.stamped.record.mergedIds : [])
      return page(found, after, (id) => ({
        id,
        archivedAt: bin.archived.get(id)?.archivedAt ?? 0,
        mergedIds: mergedInto(id) ?? [],
      }))
    },

    contacts: (wanted: readonly string[]) => read(contacts, wanted),
    companies: (wanted: readonly string[]) => read(companies, wanted),
    deals: (wanted: readonly string[]) => read(deals, wanted),
  }
}

function firstBehind(ids: readonly string[], id: string): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareIds(ids[middle] ?? '', id) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
