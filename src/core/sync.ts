// The CRM and what is kept here differ: what is done about it. Which sync is due, and for one contact every situation
// with the one action for each. Knows no CRM, no storage and no clock.
import type { Contact } from './contact.ts'
import { isSameContact } from './crm-record.ts'
import type { Draft } from './outcome.ts'
import { describeFailure, type Failure, type Reason, type Told } from './retry.ts'
import type { Sending } from './sending.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** So far back a delta reads what it may have read before: an index shows a change moments after it was made. */
export const OVERLAP_MS = 5 * MINUTE
/** After so long, all contacts are compared again: one that was wiped leaves no trace to be found by. */
export const FULL_EVERY_MS = 7 * DAY
/** After so long, all associations are compared: they change without changing their contact. */
export const LINKS_EVERY_MS = DAY
/** Archived records leave HubSpot's recycle bin after 90 days: a delta must not come too late to see them. */
export const LONGEST_DELTA_MS = 60 * DAY
/** A full sync that stopped goes on for so long; what it had read before is too old then. */
export const LONGEST_PAUSE_MS = DAY

/** When what was last read of the CRM, by its clock, in milliseconds since the epoch. */
export interface SeenTimes {
  readonly seenUntilCrm: number | null
  readonly fullAtCrm: number | null
  readonly linksAtCrm: number | null
}

export type SyncPlan =
  | { readonly kind: 'full' }
  | {
      readonly kind: 'delta'
      /** What was changed at or after this time is read. */
      readonly since: number
      /** Whether the associations of all contacts are compared as well. */
      readonly withLinks: boolean
    }

/** `full` only where somebody asks for it: `auto` reads no more than it must. */
export type SyncWish = 'auto' | 'full'

/**
 * Which sync is due.
 *
 * @param seen null when nothing was ever read
 * @param nowCrm by the CRM's clock, as are the times in `seen`: ours may be wrong, and may be set back
 */
export function planRun(seen: SeenTimes | null, nowCrm: number, wish: SyncWish): SyncPlan {
  const { seenUntilCrm, fullAtCrm, linksAtCrm } = seen ?? { seenUntilCrm: null, fullAtCrm: null, linksAtCrm: null }
  if (wish === 'full' || seenUntilCrm === null || fullAtCrm === null) return { kind: 'full' }
  // Were the CRM's clock set back, changes would carry times that count as seen.
  const isSetBack = nowCrm < seenUntilCrm - OVERLAP_MS
  const isOverdue = nowCrm - fullAtCrm > FULL_EVERY_MS || nowCrm - seenUntilCrm > LONGEST_DELTA_MS
  if (isSetBack || isOverdue) return { kind: 'full' }
  const withLinks = linksAtCrm === null || nowCrm - linksAtCrm > LINKS_EVERY_MS
  return { kind: 'delta', since: seenUntilCrm - OVERLAP_MS, withLinks }
}

/** Whether a sync that stopped goes on; both times by our clock. One from the future was begun before it was set back. */
export function mayGoOn(startedAt: number, now: number): boolean {
  return startedAt <= now && now - startedAt <= LONGEST_PAUSE_MS
}

/** What the CRM says of a contact. */
export type Remote =
  | { readonly kind: 'there'; readonly contact: Contact }
  /** In the recycle bin. */
  | { readonly kind: 'archived' }
  /** It is part of another one now. */
  | { readonly kind: 'merged'; readonly into: string }
  /** Nothing: it is not there, and nothing says why. */
  | { readonly kind: 'absent' }

/** What waits here on a contact. Outcomes are `parked` for the reason that the contact is not in the CRM. */
export type Waiting = 'nothing' | 'draft' | 'queued' | 'parked'

export type Situation =
  | 'new'
  /** In something that is shown, matched or chosen by. */
  | 'changed'
  /** Only its time of change differs: a call was logged on it, by us as a rule, or something hidden was changed. */
  | 'touched'
  | 'unchanged'
  | 'archived'
  | 'merged'
  /** Wiped, as privacy law asks for: there is no tombstone. */
  | 'vanished'
  /** Restored, and an outcome waits for it. */
  | 'returned'
  /** Neither here nor there. */
  | 'unknown'

export interface ContactPlan {
  readonly situation: Situation
  /** What becomes of the copy that is kept here. */
  readonly copy: { readonly kind: 'write'; readonly contact: Contact } | { readonly kind: 'keep' | 'remove' }
  /** What becomes of the drafts and queued outcomes on it: nothing of what somebody wrote is ever dropped. */
  readonly waiting:
    | { readonly kind: 'stay' }
    /** They are the survivor's from now on. */
    | { readonly kind: 'move'; readonly to: string }
    /** Those that were parked because the contact was gone are sent again. */
    | { readonly kind: 'send-again' }
}

const STAY = { kind: 'stay' } as const

/**
 * What one contact's difference comes to. The CRM is right about contacts; what waits here is only ever ours.
 *
 * @param copy the contact as both sides last agreed on it; null when it is not here
 */
export function planContact(copy: Contact | null, remote: Remote, waiting: Waiting = 'nothing'): ContactPlan {
  if (remote.kind === 'there') return planPresent(copy, remote.contact, waiting)
  const gone = { kind: copy === null ? 'keep' : 'remove' } as const
  const isNone = waiting === 'nothing'
  if (remote.kind === 'merged') {
    const situation = copy === null && isNone ? 'unknown' : 'merged'
    return { situation, copy: gone, waiting: isNone ? STAY : { kind: 'move', to: remote.into } }
  }
  const situation = copy === null ? 'unknown' : remote.kind === 'archived' ? 'archived' : 'vanished'
  return { situation, copy: gone, waiting: STAY }
}

function planPresent(copy: Contact | null, contact: Contact, waiting: Waiting): ContactPlan {
  const write = { kind: 'write', contact } as const
  if (waiting === 'parked') {
    const isSame = copy !== null && compare(copy, contact) === 'unchanged'
    return { situation: 'returned', copy: isSame ? { kind: 'keep' } : write, waiting: { kind: 'send-again' } }
  }
  const situation = copy === null ? 'new' : compare(copy, contact)
  return { situation, copy: situation === 'unchanged' ? { kind: 'keep' } : write, waiting: STAY }
}

function compare(copy: Contact, contact: Contact): 'changed' | 'touched' | 'unchanged' {
  if (!isSameContact(copy, contact)) return 'changed'
  const isSameTime = copy.modifiedAt === contact.modifiedAt && copy.activeAt === contact.activeAt
  return isSameTime && copy.row === contact.row ? 'unchanged' : 'touched'
}

/** How many contacts were met in each situation that counts for somebody. */
export type SyncCounts = Readonly<Record<Exclude<Situation, 'touched' | 'unknown'>, number>>

export const NO_COUNTS: SyncCounts = {
  new: 0,
  changed: 0,
  unchanged: 0,
  archived: 0,
  merged: 0,
  vanished: 0,
  returned: 0,
}

/** The counts with one more contact. One that was only touched counts as unchanged: nobody sees a difference. */
export function countSituation(counts: SyncCounts, situation: Situation): SyncCounts {
  if (situation === 'unknown') return counts
  const key = situation === 'touched' ? 'unchanged' : situation
  return { ...counts, [key]: counts[key] + 1 }
}

/** What a queued outcome waits for, as far as its contact is concerned. */
export function waitingOf({ parked }: Sending): 'queued' | 'parked' {
  return parked?.kind === 'not-found' ? 'parked' : 'queued'
}

/** Why a sync did not come to its end; describeProblem says it. */
export type SyncProblem =
  | Failure
  /** The contacts here are of the account `here`, and the sign-in is for `found`. */
  | { readonly kind: 'other-account'; readonly here: string; readonly found: string }
  | Told

/** Why a sync did not come to its end, and what would change that. */
export function describeProblem(problem: SyncProblem): Reason {
  switch (problem.kind) {
    case 'told':
      return { because: problem.because, fix: problem.fix }
    case 'other-account':
      return {
        because: `The contacts here are of the CRM's account ${problem.here}, and the sign-in is for ${problem.found}.`,
        fix: 'Sign out first, or keep the other account in a database of its own.',
      }
    // A sync asks for no single record that could be missing.
    case 'not-found':
      return {
        because: 'The CRM does not know what it was asked for.',
        fix: 'Check the address of the CRM, and that the account has contacts, companies and deals.',
      }
    default:
      return describeFailure(problem)
  }
}

/** Drafts with those of merged contacts on their survivors; null when none of them is. */
export function moveDrafts(drafts: readonly Draft[], survivors: ReadonlyMap<string, string>): Draft[] | null {
  const moved = drafts.map((draft) => {
    const to = draft.call.contactId === null ? null : survivorOf(draft.call.contactId, survivors)
    return to === null ? draft : { ...draft, call: { ...draft.call, contactId: to } }
  })
  return moved.some((draft, index) => draft !== drafts[index]) ? moved : null
}

/**
 * How far a queued outcome is once its contact was merged, or has returned; null when that changes nothing for it.
 *
 * @param survivors from merged contacts to those that they are part of, which may be merged in turn
 * @param returned contacts that are there again
 */
export function moveSending(
  sending: Sending,
  survivors: ReadonlyMap<string, string>,
  returned: ReadonlySet<string>,
): Sending | null {
  const { contactId } = sending
  if (contactId === null) return null
  const to = survivorOf(contactId, survivors)
  const isFreed = waitingOf(sending) === 'parked' && (to !== null || returned.has(contactId))
  if (to === null && !isFreed) return null
  const freed = isFreed ? { ...sending, parked: null, wait: null, failures: 0 } : sending
  return { ...freed, contactId: to ?? contactId }
}

// Asked for every contact of a chain, a longer one would take its length squared.
const MOST_MERGES = 250

/** The contact that a merged one is part of in the end; null when it was not merged, or only in circles or without end. */
export function survivorOf(id: string, survivors: ReadonlyMap<string, string>): string | null {
  const seen = new Set([id])
  let at = id
  for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) {
    if (seen.has(next) || seen.size > MOST_MERGES) return null
    seen.add(next)
    at = next
  }
  return at === id ? null : at
}
