// What the app does that can be seen in a trace, and the work that it wants done: reading the CRM, its own pages. Plain data.
import type { Caller } from '../core/caller.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Draft, LoggedCall, Outcome, Task } from '../core/outcome.ts'
import type { PhoneEvent } from '../device/event.ts'
import type { SyncCause } from './app.ts'

/** What could be seen of a phone and of the app on it. */
export type SeenEvent = PhoneEvent | AppEvent | ToldWork

/** What the app tells of itself. */
export type AppEvent =
  | { readonly type: 'identified'; readonly callId: string; readonly caller: Caller }
  /** The app has looked, and found the role otherwise than it last knew (AND-47). */
  | { readonly type: 'role-noticed'; readonly held: boolean }
  | ({ readonly type: 'sync'; readonly at: number } & SyncResult)
  | { readonly type: 'lookup'; readonly callId: string; readonly result: LookupResult }
  /** An app under test says whom it takes a caller for. */
  | { readonly type: 'taken-for'; readonly callId: string; readonly kind: Caller['kind'] }
  /** An app under test has asked for what the phone passes over. */
  | { readonly type: 'request-ignored'; readonly request: string; readonly because: string }

export type SyncResult =
  | { readonly result: 'done'; readonly contacts: number }
  | { readonly result: 'failed'; readonly error: string }

export type LookupResult = 'found' | 'nobody' | 'too-late' | 'not-this-number'

/** What takes time, or is kept: whoever runs the app does it, and answers with `WorkDone` where there is an answer. */
export type Work =
  | ToldWork
  /** What waits in the outbox is to be sent, whatever delay was chosen. */
  | { readonly type: 'send-wanted' }
  | { readonly type: 'page-wanted'; readonly page: WantedPage }
  /** Whom the user has chosen for a number's line is to be kept, null to be forgotten; answer with `choice-kept`. */
  | { readonly type: 'keep-choice'; readonly line: string; readonly choice: CallerChoice | null }
  | OutboxWork

/** What an app under test that keeps its own drafts and outbox wants done. */
export type OutboxWork =
  /** What it keeps, all of it. */
  | { readonly type: 'outbox-kept'; readonly drafts: readonly Draft[]; readonly waiting: readonly KeptOutcome[] }
  /** It is to be woken to send at that instant, with a network; null for never. */
  | { readonly type: 'send-scheduled'; readonly wakeAt: number | null }
  /** The CRM is asked for something; answer with `crm-answered`, under the app's own id. */
  | { readonly type: 'crm-wanted'; readonly id: string; readonly ask: CrmAsk }

/** An outcome that waits for the CRM; `parked` says why it cannot go as it is. */
export interface KeptOutcome {
  readonly outcome: Outcome
  readonly parked: string | null
}

/** One request to the CRM, in the words of its client. */
export type CrmAsk =
  | { readonly does: 'create-call'; readonly call: MarkedCall }
  | { readonly does: 'create-task'; readonly task: Marked & Task }
  | { readonly does: 'find-engagement'; readonly sought: Marked & { readonly kind: Engagement; readonly at: string } }
  | { readonly does: 'associate'; readonly kind: Engagement; readonly id: string; readonly contactId: string }
  | { readonly does: 'read-contact'; readonly contactId: string }

type Engagement = 'call' | 'task'

interface Marked {
  /** One word that no other call or task has: by it, one whose answer was lost is found. */
  readonly marker: string
  readonly contactId: string | null
}

type MarkedCall = Marked &
  Pick<LoggedCall, 'direction' | 'e164' | 'startedAt' | 'durationMs'> &
  Pick<Outcome, 'outcome' | 'notes'> & { readonly dealId: string | null }

/** Work that a trace tells of. */
export type ToldWork =
  /** The contacts are wanted; answer with `synced` or `sync-failed`. */
  | { readonly type: 'sync-wanted'; readonly cause: SyncCause }
  /** The CRM is asked for a number that the phone is too small to hold; answer with `lookup-answer`. */
  | { readonly type: 'lookup-wanted'; readonly callId: string; readonly e164: string }
  /** Nothing of the CRM stays: contacts, drafts, the outbox. */
  | { readonly type: 'signed-out' }

/** A page of the app's own. */
export type WantedPage =
  | { readonly kind: 'outcome'; readonly call: LoggedCall }
  | { readonly kind: 'contact'; readonly contactId: string }

const UNTOLD: ReadonlySet<string> = new Set<Exclude<Work, ToldWork>['type']>([
  'send-wanted',
  'page-wanted',
  'keep-choice',
  'outbox-kept',
  'send-scheduled',
  'crm-wanted',
])

const TOLD: ReadonlySet<string> = new Set<ToldWork['type']>(['sync-wanted', 'lookup-wanted', 'signed-out'])

/** Whether what the app asks for is to be done by whoever runs it. */
export function isWork(ask: AppEvent | Work): ask is Work {
  return isTold(ask) || UNTOLD.has(ask.type)
}

/** Whether a trace tells of it. */
export function isTold(ask: AppEvent | Work): ask is ToldWork {
  return TOLD.has(ask.type)
}
