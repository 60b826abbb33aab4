// Plays one call on a simulated phone by a script, in virtual time, and says what it came to.
import type { MissingReason } from '../core/access.ts'
import type { CallLogType, DisconnectCause } from '../core/call.ts'
import type { Caller, ChoiceReason, UnknownReason } from '../core/caller.ts'
import { contactOf, LINE } from '../core/caller.ts'
import { type Card, renderLabel } from '../core/contact.ts'
import type { Line, NoNumber } from '../core/number/presentation.ts'
import type { LoggedCall } from '../core/outcome.ts'
import { expectPhone, type PhoneAction, type World } from '../device/phone.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { accessOf } from './access-of.ts'
import { advanceCarried, type CarriedPhone } from './carried.ts'
import type { SeenEvent } from './event.ts'

/** A call from its first sign to its last. */
export interface CallScript {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly from: 'app' | 'outside'
  readonly line: Line
  /** How long it rings before something is done, in milliseconds. */
  readonly ringMs: number
  /** `answer`: the two speak for talkMs. `miss`: nobody picks up. `decline`: who is called turns it away. */
  readonly ending: 'answer' | 'miss' | 'decline'
  readonly talkMs: number
  /** Milliseconds since the epoch. */
  readonly startsAt: number
}

/** What a script has to say: who calls, and when; the rest may be left out. */
export type WantedCall = Pick<CallScript, 'line' | 'startsAt'> & Partial<CallScript>

/** What could be seen, and when. */
export interface TimedEvent {
  /** Milliseconds since the first sign of the call. */
  readonly atMs: number
  readonly event: SeenEvent
}

/** What a call came to. */
export interface CallSummary {
  /** Whether the other end was named: on the screen when it rang, or by a match when it was dialled. */
  readonly identified: boolean
  readonly shown: (Card & { readonly label: string }) | null
  readonly source: 'crm' | 'address-book' | 'none'
  readonly outcomeScreen: boolean
  readonly notification: { readonly title: string; readonly actions: readonly string[] } | null
  readonly callLog: { readonly type: CallLogType; readonly name: string | null; readonly durationMs: number } | null
  /** One word for why: how the match was made, or what kept the caller unknown. */
  readonly reason: Reason
}

export type Reason =
  | 'matched'
  | 'address-book'
  | ChoiceReason
  | UnknownReason
  | MissingReason
  | 'withheld'
  | 'unknown-number'
  | 'payphone'
  | 'emergency'
  | 'short-code'
  /** Of a user's own phone, as its diagnostic file has it: it holds nothing yet, whatever the CRM has. */
  | 'no-contacts'
  | 'no-labels'
  | UnseenReason

/** Why nobody sees the name of a caller who can be named: what became of the call, or of the card. */
export type UnseenReason =
  | 'number-blocked'
  | 'turned-away'
  | 'screening-failed'
  | 'card-hidden'
  | 'caller-silenced'
  | 'other-label'

/** The phone after a call, and what could be seen of it. */
export interface PlayedCall {
  readonly phone: CarriedPhone
  readonly events: readonly TimedEvent[]
  readonly summary: CallSummary
  /** The call for an outcome screen, when one opened. */
  readonly outcomeFor: LoggedCall | null
}

/** Whom the app took the first call of these to be; null where it did not look. */
export function callerOf(events: readonly TimedEvent[]): Caller | null {
  for (const { event } of events) if (event.type === 'identified') return event.caller
  return null
}

const PLAIN_CALL = {
  id: 'call',
  direction: 'incoming',
  from: 'outside',
  ringMs: 4_000,
  ending: 'answer',
  talkMs: 42_000,
} as const

const WANTED = formOf({ line: LINE, startsAt: 'number', 'ringMs?': 'number', 'talkMs?': 'number' })

/**
 * Plays the call from its first sign to the moment when the phone is idle again. What the script leaves out is as in a
 * call that comes in from outside, rings for four seconds and is answered for 42.
 */
export function playCall(phone: CarriedPhone, wanted: WantedCall, world: World): PlayedCall {
  expectPhone('playCall', phone, world ?? null)
  expectForm('playCall', '{ line, startsAt }', wanted, WANTED)
  const script: CallScript = { ...PLAIN_CALL, ...wanted }
  let current = phone
  const events: TimedEvent[] = []
  const actions = actionsOf(script)
  const happen = (action: TimedAction) => {
    const happened = advanceCarried(current, action, world)
    current = happened.phone
    events.push(...happened.events.map((event) => ({ atMs: action.at - script.startsAt, event })))
  }
  let askedMs = 0
  for (const action of [...actions, ...afterCall(phone, actions)]) {
    happen({ ...action, at: action.at + askedMs })
    // It rings once the app, or the caller, was asked about it (AND-07, IOS-16).
    const asked = current.screenings.find(({ callId }) => callId === script.id)
    if (asked === undefined) continue
    happen({ type: 'wake', at: asked.endsAt })
    askedMs += asked.endsAt - script.startsAt
  }
  const summary = summariseCall(phone, script, events)
  return { phone: current, events, summary, outcomeFor: find(events, 'open-outcome')?.call ?? null }
}

type TimedAction = PhoneAction & { readonly at: number }

function actionsOf({ id, direction, from, line, ringMs, ending, talkMs, startsAt }: CallScript): TimedAction[] {
  const at = startsAt + ringMs
  const start: TimedAction =
    direction === 'incoming' ? { type: 'ring', id, line, at: startsAt } : { type: 'dial', id, line, from, at: startsAt }
  if (ending !== 'answer') return [start, { type: 'end', cause: unansweredCause(direction, ending), at }]
  return [start, { type: 'answer', at }, { type: 'end', cause: 'REMOTE', at: at + talkMs }]
}

// IOS-25: a dialer learns of the call when it runs: its user opens it then.
function afterCall({ handset }: CarriedPhone, actions: readonly TimedAction[]): TimedAction[] {
  const { at } = actions.at(-1) ?? { at: 0 }
  const isDialer = handset.platform === 'ios' && handset.settings.defaultDialer
  return isDialer ? [{ type: 'open-app', at: at + OPENED_AFTER_MS }] : []
}

/** So long after the call. */
export const OPENED_AFTER_MS = 2_000

// Of an unanswered outgoing call the phone knows who gave up: the other end was busy, or we hung up.
function unansweredCause(direction: CallScript['direction'], ending: 'miss' | 'decline'): DisconnectCause {
  if (direction === 'outgoing') return ending === 'decline' ? 'BUSY' : 'LOCAL'
  return ending === 'decline' ? 'REJECTED' : 'MISSED'
}

/** What one call came to, from everything that was seen of it; `phone` is the phone as it was when the call began. */
export function summariseCall(
  phone: CarriedPhone,
  { direction, line }: Pick<CallScript, 'direction' | 'line'>,
  events: readonly TimedEvent[],
): CallSummary {
  const caller = find(events, 'identified')?.caller ?? null
  const saved = find(events, 'ringing')?.name ?? null
  // The phone's own name comes first, whatever an app that cannot know of it shows beside it.
  const own = saved === null ? null : { name: saved, company: '', deal: null, others: 0 }
  const card = own ?? find(events, 'show-card')?.card ?? null
  const isNamed = direction === 'incoming' ? card !== null : contactOf(caller) !== null || caller?.kind === 'saved'
  const row = find(events, 'call-list')
  const notice = find(events, 'notify-missed')
  const outcome = find(events, 'open-outcome')
  return {
    identified: isNamed,
    shown: card && { ...card, label: renderLabel(card) },
    source: !isNamed ? 'none' : saved !== null || caller?.kind === 'saved' ? 'address-book' : 'crm',
    outcomeScreen: outcome?.surface === 'screen',
    notification: notice
      ? { title: notice.title, actions: notice.actions }
      : outcome?.surface === 'notification'
        ? { title: `Log your call with ${outcome.call.contactName}`, actions: ['Log call'] }
        : null,
    callLog: row ? { type: row.logType, name: row.name, durationMs: row.durationMs } : null,
    reason: reasonFor(phone, {
      caller,
      line,
      isNamed,
      isSaved: saved !== null,
      unseen: isNamed || direction === 'outgoing' ? null : whyUnseen(events),
    }),
  }
}

// What the phone did with a call, or with its card, whoever calls.
function whyUnseen(events: readonly TimedEvent[]): UnseenReason | null {
  const blocked = find(events, 'blocked')
  if (blocked) return blocked.by === 'system' ? 'number-blocked' : 'turned-away'
  const unseen = find(events, 'card-unseen')
  if (unseen) return unseen.because === 'silenced' ? 'caller-silenced' : 'card-hidden'
  if (find(events, 'other-label')?.by === 'other-app') return 'other-label'
  return (find(events, 'screened')?.by ?? 'answer') === 'answer' ? null : 'screening-failed'
}

// The phone itself does not let such a call ring, whatever is switched on and whoever calls.
const NOT_RUNG: ReadonlySet<UnseenReason | null> = new Set<UnseenReason>(['number-blocked', 'turned-away'])

interface Played {
  readonly caller: Caller | null
  readonly line: Line
  readonly isNamed: boolean
  readonly isSaved: boolean
  readonly unseen: UnseenReason | null
}

function reasonFor(phone: CarriedPhone, { caller, line, isNamed, isSaved, unseen }: Played): Reason {
  if (unseen !== null && NOT_RUNG.has(unseen)) return unseen
  if (isSaved || caller?.kind === 'saved') return 'address-book'
  // The network's own word: a broadcast does not say why it has no number (AND-22).
  if (line.presentation !== 'ALLOWED') return NO_NUMBER_REASONS[line.presentation]
  const [missing] = accessOf(phone).card
  if (!isNamed && missing) return missing.reason
  if (unseen !== null && (caller === null || contactOf(caller) !== null)) return unseen
  switch (caller?.kind) {
    case 'known':
      return 'matched'
    case 'shared':
    case 'unknown':
      return caller.because
    case 'special':
      return caller.service
    case 'no-number':
    case undefined:
      return 'no-such-number'
  }
}

const NO_NUMBER_REASONS: Readonly<Record<NoNumber, Reason>> = {
  RESTRICTED: 'withheld',
  UNKNOWN: 'unknown-number',
  PAYPHONE: 'payphone',
}

function find<T extends SeenEvent['type']>(events: readonly TimedEvent[], type: T) {
  const found = events.find(({ event }) => event.type === type)
  return found?.event as Extract<SeenEvent, { type: T }> | undefined
}
