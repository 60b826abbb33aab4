// It failed: when again, or why never. A table of what can go wrong with a CRM and the delay or the fix for each. Knows
// no clock, no chance and no CRM: what failed arrives as a value.
import { hasWords, maskNumbers, shortLine } from '../text/safe.ts'

/** What went wrong with one request, whichever CRM it was for. */
export type Failure =
  /** No connection: the request never left. `refusedBy` is an address of this machine where nobody listens. */
  | { readonly kind: 'offline'; readonly refusedBy?: string }
  /** It was sent and no answer came: too late, reset, cut off. What it asked for may have been done all the same. */
  | { readonly kind: 'timeout' }
  /** Not done for now: HubSpot's 429, and its 423 and 477 likewise. */
  | {
      readonly kind: 'rate-limited'
      /** As the CRM asks for; null when it does not say. */
      readonly retryAfterMs: number | null
      readonly isDaily?: boolean
    }
  /** The CRM failed within (5xx). What was asked for may have been done all the same. */
  | { readonly kind: 'server' }
  /** The sign-in has ended (401). */
  | { readonly kind: 'unauthorised' }
  /** The sign-in lacks a permission (HubSpot's 403: a missing scope); `lacks` are the CRM's names of what it takes. */
  | { readonly kind: 'forbidden'; readonly lacks?: readonly string[] }
  /** Understood and turned down (validation); `says` is the CRM's own message. */
  | { readonly kind: 'refused'; readonly says: string }
  /** There is no such record, or no longer. */
  | { readonly kind: 'not-found' }
  /** The record lives on as another one. */
  | { readonly kind: 'merged'; readonly into: string }

export type FailureKind = Failure['kind']

/** Why something is not done, and what would change that: a sentence each. */
export interface Reason {
  readonly because: string
  readonly fix: string
}

/** What a version before 4 of the store kept in sentences, where no kind is known for them: shown as it is. */
export interface Told extends Reason {
  readonly kind: 'told'
}

export type Retry = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'give-up' }

const SECOND = 1_000
/** The longest that Ringsight waits of its own accord. */
export const LONGEST_DELAY_MS = 15 * 60 * SECOND
// Whatever the CRM asks for; the longest limit known, HubSpot's daily one, ends at the account's next midnight.
const LONGEST_ASKED_MS = 24 * 60 * 60 * SECOND
const FIRST_DELAY_MS = 5 * SECOND
// HubSpot's limit rolls over ten seconds.
const RATE_DELAY_MS = 10 * SECOND
const DAILY_DELAY_MS = 60 * 60 * SECOND

/**
 * When to try again after a failure, or why not to.
 *
 * @param attempt how often it has failed in a row, from 1
 * @param chance from 0 to 1: lengthens the delay by up to a quarter, so that not all phones come back at once
 */
export function planRetry(failure: Failure, attempt: number, chance = 0): Retry {
  const retry = (delayMs: number): Retry => ({ kind: 'retry', delayMs: Math.round(delayMs * (1 + chance / 4)) })
  switch (failure.kind) {
    case 'offline':
    case 'timeout':
    case 'server':
      return retry(grow(FIRST_DELAY_MS, attempt))
    case 'rate-limited':
      return retry(askedDelay(failure, attempt))
    case 'merged':
      return retry(0)
    default:
      return { kind: 'give-up' }
  }
}

/** Whether the failure stands for the CRM as a whole: what waits beside the request would fail as well. */
export function concernsAll(kind: FailureKind): boolean {
  return !(['refused', 'not-found', 'merged'] as FailureKind[]).includes(kind)
}

/** Whether what was asked for may have been done although it failed. */
export function mayHaveArrived({ kind }: Failure): boolean {
  return kind === 'timeout' || kind === 'server'
}

/** A failure as it may be kept: the CRM quotes what it was sent, of which no more stays than a message shows. */
export function keptFailure<T extends Failure>(failure: T): T {
  return failure.kind === 'refused' ? { ...failure, says: shownWords(failure.says) } : failure
}

function shownWords(says: string): string {
  return shortLine(maskNumbers(says), 300)
}

/** A kind of failure in a sentence, with what to do about it. */
export function describeKind(kind: FailureKind): Reason {
  return REASONS[kind]
}

/** A failure in a sentence, with what to do about it. */
export function describeFailure(failure: Failure): Reason {
  if (failure.kind === 'rate-limited' && failure.isDaily === true) return DAILY
  if (failure.kind === 'offline' && failure.refusedBy !== undefined) {
    return {
      because: `Nothing listens at ${shortLine(failure.refusedBy, 100)}.`,
      fix: 'Start the CRM there, or give the address that it has.',
    }
  }
  const reason = describeKind(failure.kind)
  if (failure.kind === 'forbidden' && failure.lacks?.length) {
    const lacks = failure.lacks.slice(0, MOST_NAMED)
    const further = failure.lacks.length > MOST_NAMED ? ' or others' : ''
    return {
      because: `The sign-in lacks a permission in the CRM: ${shortLine(lacks.join(' or '), 300)}${further}.`,
      fix: 'Let an administrator allow it, then sign in again.',
    }
  }
  if (failure.kind !== 'refused') return reason
  const says = shownWords(failure.says)
  return !hasWords(says)
    ? reason
    : { ...reason, because: `The CRM refused it: ${says}${/[.!?…]$/.test(says) ? '' : '.'}` }
}

const MOST_NAMED = 5

const DAILY: Reason = {
  because: 'The CRM takes no more requests today.',
  fix: "Wait until midnight in the account's time zone; it is tried again.",
}

const REASONS: Readonly<Record<FailureKind, Reason>> = {
  offline: { because: 'There is no connection to the CRM.', fix: 'Go online; then it is tried again.' },
  timeout: { because: 'The CRM did not answer.', fix: 'Wait; it is tried again.' },
  'rate-limited': { because: 'The CRM takes no more requests for now.', fix: 'Wait; it is tried again.' },
  server: { because: 'The CRM failed.', fix: 'Wait; it is tried again.' },
  unauthorised: {
    because: 'The CRM no longer accepts the sign-in.',
    fix: 'Sign in again, with a token that is valid.',
  },
  forbidden: {
    because: 'The sign-in lacks a permission in the CRM.',
    fix: 'Let an administrator allow reading and writing contacts, then sign in again.',
  },
  refused: { because: 'The CRM refused it, and gave no reason.', fix: 'Change what it names, then try it again.' },
  'not-found': {
    because: 'The contact is no longer in the CRM.',
    fix: 'Restore the contact in the CRM, then send it again.',
  },
  merged: { because: 'The contact was merged into another one.', fix: 'Wait; it is sent to that one.' },
}

function grow(firstMs: number, attempt: number): number {
  return Math.min(firstMs * 2 ** Math.max(0, attempt - 1), LONGEST_DELAY_MS)
}

function askedDelay({ retryAfterMs, isDaily }: Extract<Failure, { kind: 'rate-limited' }>, attempt: number): number {
  if (retryAfterMs !== null && retryAfterMs >= 0) return Math.min(retryAfterMs, LONGEST_ASKED_MS)
  return isDaily ? DAILY_DELAY_MS : grow(RATE_DELAY_MS, attempt)
}
