// A small CRM in memory, with the faults of a large one on request: for scenarios, tests and, behind HTTP, for clients.
// Synchronous within, and without a clock of its own, so that virtual time and real time serve alike.
import { type Contact, compareIds } from '../core/contact.ts'
import type { Failure } from '../core/retry.ts'
import { type ContactPage, type Crm, type CrmCall, CrmError, type CrmTask, type EngagementKind } from './crm.ts'

export interface MemoryCrmOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly contacts?: Iterable<Contact>
  /** Whether there is a connection; always, unless stated. */
  readonly isReachable?: () => boolean
  /** How long findEngagement does not see what was written; none unless stated. */
  readonly indexLagMs?: number
  /** What a write to a merged contact meets: the survivor, as on HubSpot's contacts, or nobody. */
  readonly mergedIds?: 'redirect' | 'not-found'
  readonly pageSize?: number
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

/** The CRM as Ringsight sees it, and what others do to it. */
export interface MemoryCrm extends Crm {
  /** Adds a contact or puts it in place of the one with its id. One that was merged or deleted is there again. */
  writeContact(contact: Contact): void
  /** One contact becomes part of another: its deals, calls and tasks go over, its id leads there from then on. */
  mergeContacts(from: string, into: string): void
  /** The contact goes; its calls and tasks stay, on nobody's timeline. */
  deleteContact(id: string): void
  /** Until it is called again, every request fails in this way and none is done; null for none. */
  setFailure(kind: Standing | null): void
  /** For so long from now on, every request is turned away. */
  limitRate(ms: number): void
  /** The next so many requests that write something are done, but their answers are lost on the way back. */
  loseAnswers(count: number): void
  /** Oldest first. */
  received(): Received
}

// HubSpot's largest page of contacts.
const PAGE = 100

/** @throws Error from mergeContacts and deleteContact when there is no such contact: a mistake of the caller. */
export function openMemoryCrm(options: MemoryCrmOptions): MemoryCrm {
  const { now, isReachable = () => true, indexLagMs = 0, mergedIds = 'redirect', pageSize = PAGE } = options
  const contacts = openContacts(options.contacts ?? [])
  const calls: Written<CrmCall>[] = []
  const tasks: Written<CrmTask>[] = []
  let written = 0
  let failing: Standing | null = null
  let limitedUntil = Number.NEGATIVE_INFINITY
  let answersToLose = 0

  function expectReachable(): void {
    if (!isReachable()) throw crmError({ kind: 'offline' })
    if (failing !== null) throw crmError({ kind: failing })
    const retryAfterMs = limitedUntil - now()
    if (retryAfterMs > 0) throw crmError({ kind: 'rate-limited', retryAfterMs })
  }

  /** The contact that something is written for. */
  function addressee(id: string): string {
    const found = contacts.resolve(id)
    if (found === null || (found !== id && mergedIds === 'not-found')) throw crmError({ kind: 'not-found' })
    return found
  }

  async function answer<T>(request: () => T): Promise<T> {
    expectReachable()
    return request()
  }

  async function write<T>(request: () => T): Promise<T> {
    expectReachable()
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
    return id
  }

  const listOf = (kind: EngagementKind): Written<CrmCall | CrmTask>[] => (kind === 'call' ? calls : tasks)
  const writtenFor = (id: string) => [...calls, ...tasks].filter(({ contactIds }) => contactIds.has(id))

  return {
    name: 'the CRM',
    indexLagMs,

    readContactPage: (after) => answer(() => contacts.page(after, pageSize)),

    readContact: (id) => answer(() => contacts.read(id)),

    findContacts: (e164) => answer(() => contacts.withNumber(e164)),

    findEngagement: ({ kind, marker }) =>
      answer(() => {
        const seenUntil = now() - indexLagMs
        const found = listOf(kind).find(({ sent, arrivedAt }) => sent.marker === marker && arrivedAt <= seenUntil)
        return found === undefined ? null : { kind, id: found.id, contactIds: [...found.contactIds] }
      }),

    createCall: (call) => write(() => create(calls, call)),

    createTask: (task) => write(() => create(tasks, task)),

    associate: ({ kind, id }, contactId) =>
      write(() => {
        const found = listOf(kind).find((each) => each.id === id)
        if (found === undefined) throw crmError({ kind: 'not-found' })
        found.contactIds.add(addressee(contactId))
      }),

    writeContact: contacts.write,

    mergeContacts(from, into) {
      const survivor = contacts.merge(from, into)
      for (const { contactIds } of writtenFor(from)) {
        contactIds.delete(from)
        contactIds.add(survivor)
      }
    },

    deleteContact(id) {
      contacts.remove(id)
      for (const { contactIds } of writtenFor(id)) contactIds.delete(id)
    },

    setFailure(kind) {
      failing = kind
    },

    limitRate(ms) {
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

function openContacts(first: Iterable<Contact>) {
  const byId = new Map<string, Contact>()
  /** From the id of a merged contact to that of the survivor, which may be merged in turn. */
  const survivors = new Map<string, string>()
  let ids: readonly string[] | null = null

  function write(contact: Contact): void {
    survivors.delete(contact.id)
    if (!byId.has(contact.id)) ids = null
    byId.set(contact.id, contact)
  }

  function resolve(id: string): string | null {
    let at = id
    for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) at = next
    return byId.has(at) ? at : null
  }

  function expectThere(id: string): Contact {
    const contact = byId.get(id)
    if (contact === undefined) throw new Error(`expected the id of a contact in the CRM, found ${JSON.stringify(id)}`)
    return contact
  }

  function remove(id: string): void {
    expectThere(id)
    byId.delete(id)
    ids = null
  }

  for (const contact of first) write(contact)

  return {
    write,
    resolve,
    remove,

    read(id: string): Contact | null {
      const found = resolve(id)
      return found === null ? null : (byId.get(found) ?? null)
    },

    withNumber: (e164: string): Contact[] =>
      Array.from(byId.values()).filter(({ phones }) => phones.some((phone) => phone.e164 === e164)),

    /** In the order of their ids, so that a page begins behind the last contact of the one before, whatever changed. */
    page(after: string | null, size: number): ContactPage {
      ids ??= Array.from(byId.keys()).sort(compareIds)
      const from = after === null ? 0 : firstBehind(ids, after)
      const found = ids.slice(from, from + size)
      const last = from + size < ids.length ? (found.at(-1) ?? null) : null
      return { contacts: found.flatMap((id) => byId.get(id) ?? []), after: last }
    },

    merge(from: string, into: string): string {
      const [lost, survivor] = [expectThere(from), expectThere(into)]
      if (from === into) throw new Error(`expected two contacts to merge, found ${JSON.stringify(from)} twice`)
      const deals = [
        ...survivor.deals,
        ...lost.deals.filter(({ id }) => !survivor.deals.some((deal) => deal.id === id)),
      ]
      remove(from)
      survivors.set(from, into)
      byId.set(into, { ...survivor, deals })
      return into
    },
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
