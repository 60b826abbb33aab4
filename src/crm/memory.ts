// A small CRM in memory, with the faults of a large one on request: for scenarios, tests and, behind HTTP, for clients.
// Synchronous within, and without a clock of its own, so that virtual time and real time serve alike.
import { type Contact, type Deal, expectContact } from '../core/contact.ts'
import type { CrmCompany, CrmContact } from '../core/crm-record.ts'
import { DISPOSITIONS } from '../core/outcome.ts'
import type { Failure } from '../core/retry.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { type Crm, type CrmCall, type CrmDisposition, CrmError, type CrmTask, type EngagementKind } from './crm.ts'
import { openRecords } from './memory-records.ts'

/** How a CRM in memory behaves. */
export interface MemoryCrmOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly contacts?: Iterable<Contact>
  /** Whether there is a connection; always, unless stated. */
  readonly isReachable?: () => boolean
  /** Whether something on the way takes what is sent, and no answer ever comes; never, unless stated. */
  readonly isIntercepted?: () => boolean
  /** How long a search (findEngagement, all that was changed) does not see what was written; none unless stated. */
  readonly indexLagMs?: number
  /** What a write to a merged contact meets: the survivor, as on HubSpot's contacts, or nobody. */
  readonly mergedIds?: 'redirect' | 'not-found'
  readonly pageSize?: number
  readonly account?: string
  readonly dispositions?: readonly CrmDisposition[]
  /** The ids of their members, by the ids of lists. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/** What arrived, as it was sent, with what the CRM made of it. */
export interface Received {
  readonly calls: readonly (CrmCall & Arrival)[]
  readonly tasks: readonly (CrmTask & Arrival)[]
}

export interface Arrival {
  readonly id: string
  readonly arrivedAt: number
  /** Whose timelines it is on now: of a merged contact the survivor's, of a deleted one no more. */
  readonly contactIds: readonly string[]
}

/** What a CRM may fail with for a while: down, the sign-in ended, a permission of it lacking. */
export type Standing = Extract<Failure['kind'], 'server' | 'unauthorised' | 'forbidden'>

/**
 * The CRM as Ringsight sees it, and what others do to it. A contact states by itself when it was modified; when it was
 * changed in the sense of a search, the CRM knows by its clock, and a call or task that is logged on it counts as well.
 */
export interface MemoryCrm extends Crm {
  /**
   * Adds a contact or puts it in place of the one with its id, with its deals and, when it has an id, its company. One
   * that was merged or deleted is there again.
   */
  writeContact(contact: Contact): void
  /** One contact becomes part of another: its deals, calls and tasks go over, its id leads there from then on. */
  mergeContacts(from: string, into: string): void
  /** The contact goes into the bin; its calls and tasks stay, on nobody's timeline. */
  deleteContact(id: string): void
  /** The contact comes out of the bin again, without its calls and tasks. */
  restoreContact(id: string): void
  /** The contact goes, from the bin as well, and nothing tells of it: what privacy law asks for. */
  wipeContact(id: string): void
  writeCompany(company: CrmCompany): void
  deleteCompany(id: string): void
  /** Adds a deal or changes it; on these contacts, and on no others. */
  writeDeal(deal: Deal, contactIds: readonly string[]): void
  deleteDeal(id: string): void
  /** Puts a deal on these contacts and no others; neither is changed by it. */
  linkDeal(dealId: string, contactIds: readonly string[]): void
  /** Gives a contact another company, or none; neither is changed by it. */
  linkCompany(contactId: string, companyId: string | null): void
  /** Until it is called again, every request fails in this way and none is done; null for none. */
  setFailure(kind: Standing | null): void
  /** Until it is called again, what is to be written is refused with these words; null for none. */
  refuseWrites(says: string | null): void
  /** For so long from now on, every request is turned away; the daily limit does not say for how long. */
  limitRate(ms: number, policy?: 'daily'): void
  /** An administrator changes the outcomes that a call can be given. */
  setDispositions(offered: readonly CrmDisposition[]): void
  /** The next so many requests that write something are done, but their answers are lost on the way back. */
  loseAnswers(count: number): void
  /** Oldest first. */
  received(): Received
}

// HubSpot's largest page of contacts.
const PAGE = 100

const OPTIONS = formOf({ now: 'function', 'contacts?': 'list' })

/**
 * A CRM in memory, and what others do to it.
 *
 * @throws Error from what others do to it when there is no such record: a mistake of the caller
 */
export function openMemoryCrm(options: MemoryCrmOptions): MemoryCrm {
  expectForm('openMemoryCrm', '{ now }', options, OPTIONS)
  for (const contact of options.contacts ?? []) expectContact('openMemoryCrm', contact)
  const {
    now,
    isReachable = () => true,
    isIntercepted = () => false,
    indexLagMs = 0,
    mergedIds = 'redirect',
    pageSize = PAGE,
  } = options
  const { account = 'memory' } = options
  let { dispositions = DEFAULT_DISPOSITIONS } = options
  const records = openRecords(now, pageSize)
  for (const contact of options.contacts ?? []) records.writeContact(contact, Date.parse(contact.modifiedAt ?? '') || 0)
  const calls: Written<CrmCall>[] = []
  const tasks: Written<CrmTask>[] = []
  let written = 0
  let failing: Standing | null = null
  let refusal: string | null = null
  let limitedUntil = Number.NEGATIVE_INFINITY
  let isDaily = false
  let answersToLose = 0
  let requests = 0

  function expectReachable(): void {
    requests += 1
    if (!isReachable()) throw crmError({ kind: 'offline' })
    if (isIntercepted()) throw crmError({ kind: 'timeout' })
    if (failing !== null) throw crmError({ kind: failing })
    const retryAfterMs = limitedUntil - now()
    if (retryAfterMs > 0) throw crmError(isDaily ? DAILY : { kind: 'rate-limited', retryAfterMs })
  }

  /** The contact that something is written for. */
  function addressee(id: string): string {
    const found = records.resolve(id)
    if (found === null || (found !== id && mergedIds === 'not-found')) throw crmError({ kind: 'not-found' })
    return found
  }

  async function answer<T>(request: () => T): Promise<T> {
    expectReachable()
    return request()
  }

  async function write<T>(request: () => T): Promise<T> {
    expectReachable()
    if (refusal !== null) throw crmError({ kind: 'refused', says: refusal })
    const result = request()
    if (answersToLose === 0) return result
    answersToLose -= 1
    throw crmError({ kind: 'timeout' })
  }

  function create<T extends CrmCall | CrmTask>(list: Written<T>[], sent: T): string {
    const contactIds = new Set(sent.contactId === null ? [] : [addressee(sent.contactId)])
    written += 1
    const id = String(FIRST_ENGAGEMENT + written)
    list.push({ sent, id, arrivedAt: now(), contactIds })
    for (const contactId of contactIds) records.touch(contactId)
    return id
  }

  const changed = (since: number, afterId: string | null) => ({ since, until: now() - indexLagMs, afterId })

  const listOf = (kind: EngagementKind): Written<CrmCall | CrmTask>[] => (kind === 'call' ? calls : tasks)
  const writtenFor = (id: string) => [...calls, ...tasks].filter(({ contactIds }) => contactIds.has(id))

  function leaveTimeline(contactId: string): void {
    for (const { contactIds } of writtenFor(contactId)) contactIds.delete(contactId)
  }

  return {
    name: 'the CRM',
    indexLagMs,

    requests: () => requests,

    readAccount: () => answer(() => account),

    readAllContacts: (after) => answer(() => records.all(after)),

    readChangedContacts: (since, after) => answer(() => records.changedContacts(changed(since, after))),

    readChangedCompanies: (since, after) => answer(() => records.changedCompanies(changed(since, after))),

    readChangedDeals: (since, after) => answer(() => records.changedDeals(changed(since, after))),

    readArchived: (kind, after) => answer(() => records.archived(kind, after)),

    mostRead: MOST_READ,
    mostLinks: MOST_LINKS,
    readContacts: (ids) => answer(() => records.contacts(expectFew(ids, MOST_READ))),

    readCompanies: (ids) => answer(() => records.companies(expectFew(ids, MOST_READ))),

    readDeals: (ids) => answer(() => records.deals(expectFew(ids, MOST_READ))),

    readLinks: (ids) => answer(() => records.contacts(expectFew(ids, MOST_LINKS)).map(linksOf)),

    readListMembers: (listId) =>
      answer(() => {
        const members = options.lists?.get(listId)
        if (members === undefined) throw new CrmError({ kind: 'not-found' }, 'expected the id of a list, found another')
        return { records: members, after: null, at: now() }
      }),

    readDispositions: () => answer(() => dispositions),

    readContact: (id) => answer(() => records.readContact(id)),

    findContacts: (e164) => answer(() => records.withNumber(e164)),

    findEngagement: ({ kind, marker }) =>
      answer(() => {
        const seenUntil = now() - indexLagMs
        const found = listOf(kind).find(({ sent, arrivedAt }) => sent.marker === marker && arrivedAt <= seenUntil)
        return found === undefined ? null : { kind, id: found.id, contactIds: [...found.contactIds] }
      }),

    createCall: (call) =>
      write(() => {
        if (call.dealId && records.deals([call.dealId]).length === 0) throw crmError({ kind: 'not-found' })
        return create(calls, call)
      }),

    createTask: (task) => write(() => create(tasks, task)),

    associate: (engagement, contactId) =>
      write(() => {
        const found = listOf(engagement.kind).find((each) => each.id === engagement.id)
        if (found === undefined) throw crmError({ kind: 'not-found' })
        const id = addressee(contactId)
        found.contactIds.add(id)
        records.touch(id)
      }),

    writeContact: (contact) => records.writeContact(contact),

    mergeContacts(from, into) {
      const survivor = records.merge(from, into)
      for (const { contactIds } of writtenFor(from)) {
        contactIds.delete(from)
        contactIds.add(survivor)
      }
    },

    deleteContact(id) {
      records.archive('contact', id)
      leaveTimeline(id)
    },

    restoreContact: (id) => records.restore('contact', id),

    wipeContact(id) {
      records.wipe(id)
      leaveTimeline(id)
    },

    writeCompany: (company) => records.writeCompany(company),

    deleteCompany: (id) => records.archive('company', id),

    writeDeal(deal, contactIds) {
      records.linkDeal(deal.id, contactIds)
      records.writeDeal(deal)
    },

    deleteDeal: (id) => records.archive('deal', id),

    linkDeal: (dealId, contactIds) => records.linkDeal(dealId, contactIds),

    linkCompany: (contactId, companyId) => records.link(contactId, { companyId }),

    setFailure(kind) {
      failing = kind
    },

    refuseWrites(says) {
      refusal = says
    },

    setDispositions(offered) {
      dispositions = offered
    },

    limitRate(ms, policy) {
      isDaily = policy === 'daily'
      limitedUntil = now() + ms
    },

    loseAnswers(count) {
      answersToLose = count
    },

    received: () => ({ calls: calls.map(tell), tasks: tasks.map(tell) }),
  }
}

interface Written<T> {
  readonly sent: T
  readonly id: string
  readonly arrivedAt: number
  readonly contactIds: Set<string>
}

// Apart from the ids of contacts, as those of a CRM are.
const FIRST_ENGAGEMENT = 900_000_000

function tell<T>({ sent, id, arrivedAt, contactIds }: Written<T>): T & Arrival {
  return { ...sent, id, arrivedAt, contactIds: [...contactIds] }
}

function crmError(failure: Failure): CrmError {
  return new CrmError(failure, `the CRM in memory answers: ${failure.kind}`)
}

const DAILY: Failure = { kind: 'rate-limited', retryAfterMs: null, isDaily: true }

const DEFAULT_DISPOSITIONS: readonly CrmDisposition[] = DISPOSITIONS.map(({ key, label }) => ({ id: key, label }))

function linksOf({ id, companyId, dealIds }: CrmContact) {
  return { id, companyId, dealIds }
}

function expectFew(ids: readonly string[], most: number): readonly string[] {
  if (ids.length > most) throw new Error(`expected at most ${most} ids in one request, found ${ids.length}`)
  return ids
}

// As few as any CRM takes, so that what asks for more is found out.
const MOST_READ = 100
const MOST_LINKS = 1_000
