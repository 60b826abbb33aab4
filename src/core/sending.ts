// How far a saved outcome is on its way into the CRM, and which one is to be sent next. Knows no storage, no clock and no
// CRM. Parts of an outcome: 0 is the call, 1 its first task.
import type { Outcome } from './outcome.ts'
import { concernsAll, type FailureKind, type Reason } from './retry.ts'

/** Kept beside the outcome, and before each step: whatever a process dies of, the next one knows where it stood. */
export interface Sending {
  /** Whom it goes to: the contact of the call, or the one that this was merged into. */
  readonly contactId: string | null
  /** The CRM's ids of the parts that are there; null for one that is not, as far as is known. */
  readonly records: readonly (string | null)[]
  /** A part that the CRM was asked for, the answer not known yet. */
  readonly asked: Asked | null
  /** How often it has failed since anything of it last succeeded. */
  readonly failures: number
  readonly wait: Wait | null
  /** Why it will not be sent as it is; null as long as it may be. */
  readonly parked: Reason | null
}

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

export type SendingPlan =
  | { readonly kind: 'send'; readonly queued: Queued }
  /** Nothing now; null when nothing waits. */
  | { readonly kind: 'rest'; readonly nextAt: number | null }

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
  const untilOf = ({ sending }: Queued) => sending.wait?.until ?? now
  const heldUntil = Math.max(now, ...waiting.filter(({ sending }) => holdsAll(sending)).map(untilOf))
  const first = firstOfContacts(waiting)
  if (heldUntil > now) return { kind: 'rest', nextAt: heldUntil }
  const due = first.filter((queued) => untilOf(queued) <= now)
  const [queued] = due.sort((one, other) => one.sending.failures - other.sending.failures)
  if (queued !== undefined) return { kind: 'send', queued }
  return { kind: 'rest', nextAt: first.length > 0 ? Math.min(...first.map(untilOf)) : null }
}

/** The same without a delay of our own choice. What the CRM asked for, and the time it may hide what it has, stay. */
export function hurrySending(sending: Sending): Sending {
  const isAsked = sending.wait?.because === 'rate-limited' || sending.wait?.because === 'lost-answer'
  return isAsked ? sending : { ...sending, wait: null }
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

function firstOfContacts(waiting: readonly Queued[]): Queued[] {
  const seen = new Set<string>()
  return waiting.filter(({ sending: { contactId } }) => {
    if (contactId === null) return true
    if (seen.has(contactId)) return false
    seen.add(contactId)
    return true
  })
}

function holdsAll({ wait }: Sending): boolean {
  return wait !== null && wait.because !== 'lost-answer' && concernsAll(wait.because)
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
