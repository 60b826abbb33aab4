// Brings what a CRM says of some contacts into the store: the copies kept here, and what waits on them. What each
// difference comes to is core/sync.ts's. Knows no CRM.
import type { Contact } from '../core/contact.ts'
import {
  countSituation,
  moveDrafts,
  moveSending,
  NO_COUNTS,
  planContact,
  type Remote,
  type Situation,
  type SyncCounts,
  survivorOf,
  type Waiting,
  waitingOf,
} from '../core/sync.ts'
import type {
  ContactChanges,
  DocumentReader,
  Documents,
  FoundContacts,
  Outbox,
  OutboxReader,
  Steps,
} from '../store/store.ts'
import { readQueue } from './queue.ts'

export type KeepStore = Steps & DocumentReader & FoundContacts & ContactChanges & Outbox

/** What was seen of contacts in one sync: who is part of whom, who is there again, and in which situation each is. */
export interface Sightings {
  /** From merged contacts to those that list them. */
  readonly survivors: Map<string, string>
  readonly returned: Set<string>
  readonly situations: Map<string, Situation>
}

export function newSightings(): Sightings {
  return { survivors: new Map(), returned: new Set(), situations: new Map() }
}

/** Notes which contacts a contact consists of. */
export function noteMerged({ survivors }: Sightings, { id, mergedIds }: { id: string; mergedIds: readonly string[] }) {
  for (const merged of mergedIds) if (merged !== id) survivors.set(merged, id)
}

/** What waits on which contact; one that several things wait on has the one that most can be done about. */
export function readWaiting(store: DocumentReader & OutboxReader): ReadonlyMap<string, Waiting> {
  const waiting = new Map<string, Waiting>()
  for (const { call } of store.read('drafts') ?? []) if (call.contactId !== null) waiting.set(call.contactId, 'draft')
  for (const { sending } of readQueue(store)) {
    const { contactId } = sending
    if (contactId !== null && waiting.get(contactId) !== 'parked') waiting.set(contactId, waitingOf(sending))
  }
  return waiting
}

/** Notes what is to be done about a contact, and says what stands of its copy afterwards; null for none. */
export function settleContact(
  { copy, remote, waiting }: { copy: Contact | null; remote: Remote; waiting: Waiting },
  id: string,
  { situations, returned }: Sightings,
): { readonly kind: 'write'; readonly contact: Contact } | { readonly kind: 'keep' | 'remove' } {
  const plan = planContact(copy, remote, waiting)
  situations.set(id, laterOf(situations.get(id), plan.situation))
  if (plan.waiting.kind === 'send-again') returned.add(id)
  return plan.copy
}

interface Kept {
  /** By id. */
  readonly remotes: ReadonlyMap<string, Remote>
  readonly documents: Partial<Documents>
}

/** Puts what the CRM says of contacts in place of what is here, in one step with what waits on them and with documents. */
export function keepContacts(store: KeepStore, kept: Kept, sightings: Sightings): void {
  store.inOneStep(() => changeContacts(store, kept, sightings))
}

function changeContacts(store: KeepStore, { remotes, documents }: Kept, sightings: Sightings): void {
  const { survivors } = sightings
  const waiting = readWaiting(store)
  const copies = new Map(store.readContactsById([...remotes.keys()]).map((copy) => [copy.id, copy]))
  const write: Contact[] = []
  const remove: string[] = []
  for (const [id, said] of remotes) {
    const into = survivorOf(id, survivors)
    const remote: Remote = into === null ? said : { kind: 'merged', into }
    const asked = { copy: copies.get(id) ?? null, remote, waiting: waiting.get(id) ?? 'nothing' } as const
    const kept = settleContact(asked, id, sightings)
    if (kept.kind === 'write') write.push(kept.contact)
    else if (kept.kind === 'remove') remove.push(id)
  }
  moveQueue(store, sightings)
  store.changeContacts({ write, remove, documents: { ...documents, ...movedDrafts(store, sightings) } })
}

/** Puts the queued outcomes of merged contacts on their survivors, and lets those of returned ones be sent again. */
export function moveQueue(store: Outbox, { survivors, returned }: Sightings): void {
  if (survivors.size === 0 && returned.size === 0) return
  for (const { outcome, sending } of readQueue(store)) {
    const moved = moveSending(sending, survivors, returned)
    if (moved !== null) store.keepSending(outcome.call.callId, moved)
  }
}

/** The document of drafts where one of them is to be put on a survivor. */
export function movedDrafts(store: DocumentReader, { survivors }: Sightings): Partial<Pick<Documents, 'drafts'>> {
  const drafts = moveDrafts(store.read('drafts') ?? [], survivors)
  return drafts === null ? {} : { drafts }
}

/** How many contacts were met in each situation: every contact once, however often it came. */
export function countSightings({ situations }: Sightings): SyncCounts {
  return [...situations.values()].reduce(countSituation, NO_COUNTS)
}

/** What a contact was met in altogether, met again: what it was new or changed by is not undone by being the same now. */
function laterOf(before: Situation | undefined, now: Situation): Situation {
  if (before === undefined || before === 'unknown') return now
  const isSame = now === 'unchanged' || now === 'touched' || now === 'unknown'
  const isStill = now === 'changed' && (before === 'new' || before === 'returned')
  return isSame || isStill ? before : now
}
