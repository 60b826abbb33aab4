// What the desk is asked to do in a database beside saving outcomes: each a step of its own, said as data.
import { chooseDeal, contactName, showDeal } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { NO_CALLS, type OfficeCall, type OfficeCalls, type Taken, takeCall } from '../core/office-call.ts'
import { type LoggedCall, newDraft } from '../core/outcome.ts'
import type { Scope } from '../core/scope.ts'
import { type Pace, type Store, StoreError } from '../store/store.ts'
import { accountOf } from '../sync/adopt-outbox.ts'
import type { Books } from './book.ts'
import { answerBook, type BookRequest } from './book-answer.ts'
import { type Saved, type SaveRequest, saveOutcome } from './desk.ts'
import type { Answer } from './http.ts'

/** How far a file of calls was read. */
export interface FilePlace {
  readonly path: string
  /** By which the system knows the file, whatever it is called by then. */
  readonly inode: number
  readonly offset: number
}

export type DeskWork =
  | { readonly type: 'save'; readonly workspace: string; readonly request: SaveRequest }
  | { readonly type: 'take-call'; readonly workspace: string; readonly call: OfficeCall }
  | { readonly type: 'list-calls'; readonly workspace: string }
  | { readonly type: 'book'; readonly workspace: string; readonly scope: Scope; readonly asked: BookRequest }
  | { readonly type: 'read-place'; readonly workspace: string }
  | { readonly type: 'keep-place'; readonly workspace: string; readonly place: FilePlace }
  | { readonly type: 'take-search'; readonly workspace: string; readonly pace: Pace }

export type DeskReply =
  | Saved
  | CallReply
  | { readonly kind: 'calls'; readonly kept: OfficeCalls }
  | { readonly kind: 'place'; readonly place: FilePlace | null }
  | { readonly kind: 'book'; readonly answer: Answer }
  | SearchReply
/** What became of a call. */
export type CallReply = { readonly kind: 'taken'; readonly taken: Taken } | { readonly kind: 'busy' }

/** When the CRM may be asked; null for not now. Of a database that nobody shares, `busy`: each server has its own pace. */
export type SearchReply = { readonly kind: 'search'; readonly waitMs: number | null }

/** The desk's answer to work; `busy` where it cannot be done now. */
export interface DeskAsk {
  (work: Extract<DeskWork, { type: 'book' }>): Promise<Extract<DeskReply, { kind: 'book' | 'busy' }>>
  (work: Extract<DeskWork, { type: 'save' }>): Promise<Saved>
  (work: Extract<DeskWork, { type: 'take-search' }>): Promise<SearchReply | { readonly kind: 'busy' }>
  (work: Extract<DeskWork, { type: 'take-call' }>): Promise<CallReply>
  (work: Extract<DeskWork, { type: 'list-calls' }>): Promise<Extract<DeskReply, { kind: 'calls' | 'busy' }>>
  (
    work: Extract<DeskWork, { type: 'read-place' | 'keep-place' }>,
  ): Promise<Extract<DeskReply, { kind: 'place' | 'busy' }>>
}

export interface DeskTools {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly books: Books
}

/** Does it. @throws StoreError, but for a store that is busy */
export async function doWork(store: Store, work: DeskWork, { now, books }: DeskTools): Promise<DeskReply> {
  if (work.type === 'book') {
    return { kind: 'book', answer: answerBook(work.asked, await books.read(store, work.workspace, work.scope)) }
  }
  return doStep(store, work, now())
}

function doStep(store: Store, work: Exclude<DeskWork, { type: 'book' }>, now: number): DeskReply {
  if (work.type === 'save') return saveOutcome(store, work.request, now)
  try {
    switch (work.type) {
      case 'take-call':
        return store.inOneStep(() => ({ kind: 'taken', taken: keepCall(store, work.call, now) }))
      case 'list-calls':
        return { kind: 'calls', kept: store.read('officeCalls') ?? NO_CALLS }
      case 'read-place':
        return { kind: 'place', place: store.read('officeFile') ?? null }
      case 'keep-place':
        store.write('officeFile', work.place)
        return { kind: 'place', place: work.place }
      case 'take-search':
        return store.shared === undefined
          ? { kind: 'busy' }
          : { kind: 'search', waitMs: store.shared.takeSearch(work.pace) }
    }
  } catch (error) {
    if (error instanceof StoreError && error.code === 'locked') return { kind: 'busy' }
    throw error
  }
}

/** Keeps a call; one that was answered and has a contact becomes a draft of its outcome, once. */
function keepCall(store: Store, reported: OfficeCall, now: number): Taken {
  const [contact] = reported.contactId === null ? [] : store.readContactsById([reported.contactId])
  const call = {
    ...reported,
    ...(contact !== undefined && { contactName: contactName(contact) }),
    // It is over when it is reported. By a clock that is ahead, it would stand before all others, and in the end push them out.
    startedAt: new Date(Math.min(Date.parse(reported.startedAt), now)).toISOString(),
  }
  const { kept, taken } = takeCall(store.read('officeCalls') ?? NO_CALLS, call)
  if (taken === 'known' || taken === 'too-old') return taken
  store.write('officeCalls', kept)
  if (!call.isAnswered || call.contactId === null) return taken
  const deal = contact === undefined ? null : chooseDeal(contact.deals, dayAt(now))
  const logged: LoggedCall = {
    callId: call.callId,
    contactId: call.contactId,
    contactName: call.contactName,
    e164: call.e164,
    direction: call.direction,
    startedAt: call.startedAt,
    durationMs: call.durationMs,
    ...(deal !== null && { deal: { id: deal.id, ...showDeal(deal) } }),
  }
  store.write('drafts', [...(store.read('drafts') ?? []), { ...newDraft(logged), account: accountOf(store) }])
  return taken
}
