// One call from its first sign to its one outcome screen. Decides what is shown and told, as effects; does none of it.
// Knows nothing of how the system reports a call (device/) or of how a screen looks (ui/).
import type { Access } from './access.ts'
import { type Caller, contactOf, renderCard } from './caller.ts'
import { type Card, type Contact, chooseDeal, contactName, renderLabel, showDeal } from './contact.ts'
import { dayAt } from './day.ts'
import { formatNumber } from './number/number.ts'
import type { CallDeal, LoggedCall } from './outcome.ts'

/** One call, from its first sign to its end. */
export interface Call {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  /** Where it was placed; an incoming call is always from outside the app. */
  readonly from: 'app' | 'outside'
  readonly phase: 'ringing' | 'dialling' | 'answered' | 'held' | 'ended'
  /** Milliseconds since the epoch, as all instants here. */
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly cause: DisconnectCause | null
  /** Whom the app takes it to be; null as long as no number has been delivered. */
  readonly caller: Caller | null
  readonly isCardShown: boolean
  /** Whether the missed call was told, or the outcome screen opened: each call does so once at most. */
  readonly isFollowedUp: boolean
}

/** Names as in android.telecom.DisconnectCause. */
export type DisconnectCause = 'LOCAL' | 'REMOTE' | 'CANCELED' | 'MISSED' | 'REJECTED' | 'BUSY' | 'ANSWERED_ELSEWHERE'

/** Names as in android.provider.CallLog.Calls.TYPE. */
export type CallLogType = 'INCOMING' | 'OUTGOING' | 'MISSED' | 'REJECTED' | 'BLOCKED' | 'ANSWERED_EXTERNALLY'

export type CallEvent =
  /** A number was delivered and resolved. */
  | { readonly type: 'identified'; readonly caller: Caller; readonly at: number }
  | { readonly type: 'answered'; readonly at: number }
  | { readonly type: 'held'; readonly at: number }
  | { readonly type: 'resumed'; readonly at: number }
  | { readonly type: 'ended'; readonly cause: DisconnectCause; readonly at: number }
  /** The app has learned how the call went, as far as it can tell: from the call list, POST_CALL or the phone's state. */
  | { readonly type: 'reviewed'; readonly cause: DisconnectCause; readonly at: number }

export type Effect =
  | { readonly type: 'show-card'; readonly surface: Access['surfaces']['card']; readonly card: Card }
  | { readonly type: 'hide-card' }
  | {
      readonly type: 'notify-missed'
      readonly contactId: string
      readonly title: string
      readonly e164: string
      readonly actions: readonly ['View contact', 'Call back']
    }
  | { readonly type: 'open-outcome'; readonly surface: Access['surfaces']['outcome']; readonly call: LoggedCall }
  | { readonly type: 'write-call-list'; readonly logType: CallLogType; readonly durationMs: number }

export interface Advance {
  readonly call: Call
  readonly effects: readonly Effect[]
}

/** A call at its first sign: ringing when it comes in, dialling when it goes out. */
export function newCall(start: Pick<Call, 'id' | 'direction' | 'from'> & { readonly at: number }): Call {
  const { id, direction, from, at } = start
  return {
    id,
    direction,
    from,
    phase: direction === 'incoming' ? 'ringing' : 'dialling',
    startedAt: at,
    answeredAt: null,
    endedAt: null,
    cause: null,
    caller: null,
    isCardShown: false,
    isFollowedUp: false,
  }
}

/**
 * The call after an event, and what is to be done about it. An event that makes no sense now (a second answer, a hold of
 * a call that rings, anything but a review after the end) changes nothing: systems repeat themselves.
 */
export function advanceCall(call: Call, event: CallEvent, access: Access): Advance {
  const unchanged = { call, effects: [] }
  switch (event.type) {
    case 'identified':
      return call.caller === null || isFound(call.caller, event.caller) ? identify(call, event, access) : unchanged
    case 'answered':
      if (call.phase !== 'ringing' && call.phase !== 'dialling') return unchanged
      return {
        call: { ...call, phase: 'answered', answeredAt: event.at, isCardShown: false },
        effects: hideCard(call),
      }
    case 'held':
      return call.phase === 'answered' ? { call: { ...call, phase: 'held' }, effects: [] } : unchanged
    case 'resumed':
      return call.phase === 'held' ? { call: { ...call, phase: 'answered' }, effects: [] } : unchanged
    case 'ended':
      return call.phase === 'ended' ? unchanged : end(call, event)
    case 'reviewed':
      return call.phase === 'ended' && !call.isFollowedUp ? followUp(call, event.cause, access) : unchanged
  }
}

/** How long the two spoke, in milliseconds; 0 when nobody answered. */
export function talkMs({ answeredAt, endedAt }: Call): number {
  return answeredAt === null || endedAt === null ? 0 : endedAt - answeredAt
}

/** A phone's call list row for a finished call; null where the system writes none (AND-32). */
export function callLogType({ direction, cause }: Call): CallLogType | null {
  if (cause === 'CANCELED') return null
  if (direction === 'outgoing') return 'OUTGOING'
  if (cause === 'MISSED') return 'MISSED'
  if (cause === 'REJECTED') return 'REJECTED'
  return cause === 'ANSWERED_ELSEWHERE' ? 'ANSWERED_EXTERNALLY' : 'INCOMING'
}

// The first delivery counts; only an answer of the CRM's own makes somebody of nobody.
function isFound(before: Caller, now: Caller): boolean {
  return before.kind === 'unknown' && (now.kind === 'known' || now.kind === 'shared')
}

function identify(call: Call, { caller, at }: { caller: Caller; at: number }, access: Access): Advance {
  const identified = { ...call, caller }
  const card = call.phase === 'ringing' && access.card.length === 0 ? renderCard(caller, dayAt(at)) : null
  // What the address book knows, the phone shows by itself.
  if (card === null || caller.kind === 'saved') return { call: identified, effects: [] }
  const { card: surface } = access.surfaces
  // A label is one line for name and company; deals are Android's.
  const shown = surface === 'label' ? { ...card, deal: null } : card
  return { call: { ...identified, isCardShown: true }, effects: [{ type: 'show-card', surface, card: shown }] }
}

function end(call: Call, { cause, at }: { cause: DisconnectCause; at: number }): Advance {
  const ended: Call = { ...call, phase: 'ended', endedAt: at, cause, isCardShown: false }
  const logType = callLogType(ended)
  const row: Effect[] = logType === null ? [] : [{ type: 'write-call-list', logType, durationMs: talkMs(ended) }]
  return { call: ended, effects: [...hideCard(call), ...row] }
}

function hideCard(call: Call): Effect[] {
  return call.isCardShown ? [{ type: 'hide-card' }] : []
}

function followUp(call: Call, cause: DisconnectCause, access: Access): Advance {
  const effect = cause === 'MISSED' ? missedNotice(call, access) : outcomeScreen(call, access)
  return effect === null ? { call, effects: [] } : { call: { ...call, isFollowedUp: true }, effects: [effect] }
}

// Someone of the address book is the phone's own to tell of.
function missedNotice({ caller, startedAt }: Call, access: Access): Effect | null {
  if (access.missed.length > 0 || (caller?.kind !== 'known' && caller?.kind !== 'shared')) return null
  const card = renderCard(caller, dayAt(startedAt))
  if (card === null) return null
  return {
    type: 'notify-missed',
    contactId: caller.match.contact.id,
    title: `Missed call: ${renderLabel(card)}`,
    e164: caller.evidence.number?.e164 ?? '',
    actions: ['View contact', 'Call back'],
  }
}

// after every call placed in the app; after others only with an existing contact, and when they come in,
// only when they were answered.
function outcomeScreen(call: Call, access: Access): Effect | null {
  const isInApp = call.direction === 'outgoing' && call.from === 'app'
  const contact = contactOf(call.caller)
  if (!isInApp && contact === null) return null
  if (call.direction === 'incoming' && call.answeredAt === null) return null
  const missing = isInApp
    ? access.outcomeInApp
    : call.direction === 'incoming'
      ? access.outcomeIncoming
      : access.outcomeOutside
  if (missing.length > 0) return null
  const e164 = call.caller?.evidence.number?.e164 ?? ''
  const deal = contact && openDeal(contact, call.startedAt)
  return {
    type: 'open-outcome',
    surface: isInApp ? 'screen' : access.surfaces.outcome,
    call: {
      callId: call.id,
      contactId: contact?.id ?? null,
      contactName: contact === null ? formatNumber(e164) : contactName(contact),
      e164,
      direction: call.direction,
      startedAt: new Date(call.startedAt).toISOString(),
      durationMs: talkMs(call),
      ...(deal && { deal }),
    },
  }
}

// The one on the card.
function openDeal({ deals }: Contact, at: number): CallDeal | null {
  const deal = chooseDeal(deals, dayAt(at))
  return deal && { id: deal.id, ...showDeal(deal) }
}
