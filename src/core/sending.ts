// How far a saved outcome is on its way into the CRM, and which one is to be sent next. Knows no storage, no clock and no
// CRM. Parts of an outcome: 0 is the call, 1 its first task.
import type { Outcome } from './outcome.ts'
import {
  concernsAll,
  describeFailure,
  type Failure,
  type FailureKind,
  keptFailure,
  LONGEST_DELAY_MS,
  planRetry,
  type Reason,
  type Told,
} from './retry.ts'

/** Kept beside the outcome, and before each step: whatever a process dies of, the next one knows where it stood. */
export interface Sending {
  /** Whom it goes to: the contact of the call, or the one that this was merged into. */
  readonly contactId: string | null
  /** Whether the deal that the call was to go on is not there any more: it goes without. */
  readonly isDealGone?: boolean
  /** The CRM's ids of the parts that are there; null for one that is not, as far as is known. */
  readonly records: readonly (string | null)[]
  /** Since when any part of it may be in the CRM without a note of it: the notes are those of a backup. */
  readonly doubtedAt?: number
  /** A part that the CRM was asked for, the answer not known yet. */
  readonly asked: Asked | null
  /** How often it has failed since anything of it last succeeded. */
  readonly failures: number
  readonly wait: Wait | null
  /** Why it will not be sent as it is; null as long as it may be. */
  readonly parked: Parked | null
}

/** Why an outcome is not sent as it is; describeParked says it. */
export type Parked =
  /** The CRM has turned it down. */
  | Extract<Failure, { kind: 'refused' | 'not-found' }>
  /** It is for a contact of a file, or of another account, and this account is not known to have the same one. */
  | { readonly kind: 'of-file' | 'of-account' }
  /** It is for a contact that the phone which saved it is not to see, and which is not known to have the number of the call. */
  | { readonly kind: 'of-scope' }
  | Told

export interface Asked {
  readonly part: number
  /** When it was found out that the answer will never come; null while it may. Milliseconds since the epoch, as all here. */
  readonly lostAt: number | null
}

export interface Wait {
  readonly until: number
  /** `lost-answer`: until the CRM would show what it was asked for, had it been done. */
  readonly because: FailureKind | 'lost-answer'
}

/** An outcome of the outbox. */
export interface Queued {
  readonly outcome: Outcome
  readonly sending: Sending
}

/** What became of a step; `at` in milliseconds since the epoch. */
export type SendingEvent =
  /** The CRM is about to be asked for a part. */
  | { readonly type: 'asked'; readonly part: number }
  /** Asked for, and nobody is left to hear the answer: the process died, or the clock was set back since. */
  | { readonly type: 'lost-answer'; readonly at: number }
  /** The part is in the CRM. */
  | { readonly type: 'arrived'; readonly part: number; readonly id: string }
  /** The CRM does not show what it was asked for; lagMs after that was lost, it would. */
  | { readonly type: 'not-shown'; readonly lagMs: number }
  /** The contact lives on, as another one or without the deal. */
  | {
      readonly type: 'moved'
      readonly to: string
      readonly isDealGone: boolean
      readonly mayBeThere: boolean
      readonly at: number
    }
  | FailedRequest

export interface FailedRequest {
  readonly type: 'failed'
  readonly failure: Failure
  /** Whether the part that was asked for may be in the CRM all the same. */
  readonly mayBeThere: boolean
  /** How often in a row the CRM as a whole had failed before, for whichever outcome. */
  readonly before: number
  readonly at: number
  /** As planRetry takes it. */
  readonly chance: number
}

export type SendingPlan =
  | { readonly kind: 'send'; readonly queued: Queued }
  | {
      readonly kind: 'rest'
      /** Null when nothing waits. */
      readonly nextAt: number | null
      /** What holds all of them back; null when nothing does. */
      readonly problem: FailureKind | null
    }

/** An outcome before anything of it was sent. */
export function newSending({ call }: Outcome): Sending {
  return { contactId: call.contactId, records: [], asked: null, failures: 0, wait: null, parked: null }
}

/**
 * The outcome to send next: of those that are due the one that failed least, then the oldest. The outcomes of one contact
 * go in the order they were saved in, and a failure that concerns the CRM as a whole holds all of them back.
 *
 * @param queue the outbox, oldest first
 */
export function planSending(queue: readonly Queued[], now: number): SendingPlan {
  const waiting = queue.filter(({ sending }) => sending.parked === null)
  const untilOf = ({ sending }: Queued) => dueAt(sending.wait, now)
  const held = waiting.filter(({ sending }) => holdsAll(sending)).map((queued) => ({ queued, until: untilOf(queued) }))
  const [last] = held.filter(({ until }) => until > now).sort((one, other) => other.until - one.until)
  if (last !== undefined) return { kind: 'rest', nextAt: last.until, problem: failureOfAll(last.queued.sending) }
  const first = firstOfContacts(waiting)
  const due = first.filter((queued) => untilOf(queued) <= now)
  const [queued] = due.sort((one, other) => one.sending.failures - other.sending.failures)
  if (queued !== undefined) return { kind: 'send', queued }
  const next = first.reduce((earliest, each) => Math.min(earliest, untilOf(each)), Number.POSITIVE_INFINITY)
  return { kind: 'rest', nextAt: first.length > 0 ? next : null, problem: null }
}

/** The part to send next; one beyond the last when all are there. */
export function nextPart({ outcome, sending }: Queued): number {
  const last = outcome.tasks.length
  let part = 0
  while (part <= last && typeof sending.records[part] === 'string') part += 1
  return part
}

/** Whether the call and every task of it are in the CRM. */
export function isWhole(queued: Queued): boolean {
  return nextPart(queued) > queued.outcome.tasks.length
}

/** The same without a delay of our own choice. What the CRM asked for, and the time it may hide what it has, stay. */
export function hurrySending(sending: Sending): Sending {
  const isAsked = sending.wait?.because === 'rate-limited' || sending.wait?.because === 'lost-answer'
  return isAsked ? sending : { ...sending, wait: null }
}

/** How far an outcome is after a step. */
export function advanceSending(sending: Sending, event: SendingEvent): Sending {
  switch (event.type) {
    case 'asked':
      return { ...sending, asked: { part: event.part, lostAt: null }, wait: null }
    case 'lost-answer':
      return sending.asked === null ? sending : { ...sending, asked: { ...sending.asked, lostAt: event.at } }
    case 'arrived': {
      const records = Array.from({ length: Math.max(sending.records.length, event.part + 1) }, (_, part) =>
        part === event.part ? event.id : (sending.records[part] ?? null),
      )
      return { ...sending, records, asked: null, failures: 0, wait: null }
    }
    case 'not-shown': {
      const lostAt = sending.asked?.lostAt ?? sending.doubtedAt ?? 0
      return { ...sending, wait: { until: lostAt + event.lagMs, because: 'lost-answer' } }
    }
    case 'moved': {
      const failures = sending.failures + 1
      // A merged contact may be merged again, but not in circles.
      const wait: Wait | null = failures > MOST_MOVES ? { until: event.at + LONGEST_DELAY_MS, because: 'merged' } : null
      const moved = { ...sending, contactId: event.to, asked: leftOpen(sending, event), failures, wait }
      return event.isDealGone ? { ...moved, isDealGone: true } : moved
    }
    case 'failed':
      return fail(sending, event)
  }
}

const MOST_MOVES = 5

function fail(sending: Sending, event: FailedRequest): Sending {
  const { failure, before, at, chance } = event
  const isForAll = concernsAll(failure.kind)
  const failures = 1 + (isForAll ? Math.max(sending.failures, before) : sending.failures)
  const failed = { ...sending, asked: leftOpen(sending, event), failures }
  const retry = planRetry(failure, failures, chance)
  // What the CRM refuses to all is nothing that this outcome could mend.
  if (failure.kind === 'refused' || failure.kind === 'not-found') {
    return { ...failed, wait: null, parked: keptFailure(failure) }
  }
  const delayMs = retry.kind === 'retry' ? retry.delayMs : LONGEST_DELAY_MS
  return { ...failed, wait: { until: at + Math.max(delayMs, 1), because: failure.kind } }
}

function leftOpen({ asked }: Sending, { mayBeThere, at }: { mayBeThere: boolean; at: number }): Asked | null {
  return asked !== null && mayBeThere ? { ...asked, lostAt: asked.lostAt ?? at } : null
}

/** Why an outcome is not sent as it is, and what would change that; null where it may be sent. */
export function describeParked({ parked, records }: Pick<Sending, 'parked' | 'records'>): Reason | null {
  if (parked === null) return null
  switch (parked.kind) {
    case 'told':
      return { because: parked.because, fix: parked.fix }
    case 'of-file':
      return {
        because: 'It was saved for a contact of a file, and the CRM is not known to have the same one.',
        fix: HELD,
      }
    case 'of-account':
      return {
        because: 'It was saved for a contact of another account, and this one is not known to have the same one.',
        fix: HELD,
      }
    case 'of-scope':
      return {
        because:
          'It was saved on a phone that is not to see its contact, which is not known to have the number of the call.',
        fix: HELD,
      }
    default:
      return withArrived(describeFailure(parked), records.filter((id) => id !== null).length)
  }
}

const HELD =
  'Sync: where its number is the same, it is sent. Else make sure whom it is for and send it again, or discard it.'

function withArrived({ because, fix }: Reason, arrived: number): Reason {
  if (arrived === 0) return { because, fix }
  const tasks = arrived === 1 ? 'none of its tasks' : `${arrived - 1} of its tasks`
  return { because: `${because} The call is in the CRM already, with ${tasks}.`, fix }
}

/** How often in a row a failure of the CRM as a whole was met, by whichever outcome. */
export function failuresOfAll(queue: readonly Queued[]): number {
  return Math.max(0, ...queue.filter(({ sending }) => holdsAll(sending)).map(({ sending }) => sending.failures))
}

/**
 * One word for a part of an outcome, the same whenever it is asked for; those of one outcome differ in the last three
 * characters. Letters and digits only, so that a search takes it for one word, and nothing of the call can be read in it.
 */
export function markerOf({ callId, startedAt, e164 }: Outcome['call'], part: number): string {
  const text = JSON.stringify([callId, startedAt, e164])
  const hash = [0x2f0b4c47, 0x5bd1e995].map((seed) => hashText(text, seed).toString(16).padStart(8, '0')).join('')
  return `ringsight${hash}x${part.toString(36).padStart(2, '0')}`
}

/** Whether two markers are of one outcome: a task's and that of the call that it follows. */
export function isSameOutcome(marker: string, other: string): boolean {
  return marker.slice(0, -3) === other.slice(0, -3)
}

// Longer than any wait can be: the clock was set back since.
const LONGEST_WAIT_MS = 48 * 60 * 60 * 1_000

function dueAt(wait: Wait | null, now: number): number {
  return wait === null || wait.until > now + LONGEST_WAIT_MS ? now : wait.until
}

function firstOfContacts(waiting: readonly Queued[]): Queued[] {
  const seen = new Set<string>()
  return waiting.filter(({ sending: { contactId } }) => {
    if (contactId === null) return true
    if (seen.has(contactId)) return false
    seen.add(contactId)
    return true
  })
}

function failureOfAll({ wait }: Sending): FailureKind | null {
  return wait === null || wait.because === 'lost-answer' || !concernsAll(wait.because) ? null : wait.because
}

function holdsAll(sending: Sending): boolean {
  return failureOfAll(sending) !== null
}

// MurmurHash3's 32-bit mixing (A. Appleby, public domain), a UTF-16 code unit at a time.
function hashText(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at += 1) {
    hash ^= Math.imul(Math.imul(text.charCodeAt(at), 0xcc9e2d51) | 0, 0x1b873593)
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
