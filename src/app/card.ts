// The app's card for a call that rings: when it is put up, and when it is taken away. Who is calling is not decided here.
import { type Caller, renderCard } from '../core/caller.ts'
import type { Card } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { isPhonesOwn } from './address-book.ts'
import { type Answered, type App, type Around, type Ask, still } from './app.ts'
import { type CallSession, LONGEST_RING_MS, type OpenCall, replace } from './call-session.ts'

// Screening takes five seconds at most (AND-06).
const ASKED_MS = 6_000

// An app that is not told of the end takes a card away by itself: it would stand beside the next caller.
const TIMER = 'card:'

/** It is known who calls: shown while it rings, where nobody else's card may be taken for it. */
export function nameCall(
  app: App,
  call: OpenCall,
  { caller, around }: { readonly caller: Caller; readonly around: Around },
): Answered {
  const { settings } = around.facts.handset
  const { callId, startedAt, direction, phase, endedAt } = call
  const isRinging = direction === 'incoming' && endedAt === null && (phase === 'ringing' || phase === 'asked')
  const isShown = isRinging && settings.callerId && !isPhonesOwn(caller, call, around.facts)
  const card = isShown ? withAge(renderCard(caller, dayAt(startedAt)), app, around) : null
  // A second call will not ring (AND-17).
  const isOnlyOne = app.session.open.every((other) => other === call || !mayRing(other, around))
  const isCardShown = call.isCardShown || (card !== null && isOnlyOne)
  const named: App = { ...app, session: replace(app.session, call, { ...call, caller, isCardShown }) }
  if (card === null || !isOnlyOne) return still(named)
  const ask: Ask = settings.overlay
    ? { type: 'add-overlay', id: callId, card, isOverLock: true }
    : { type: 'notify-call', id: callId, card }
  return { app: named, asks: [ask, { type: 'set-timer', name: `${TIMER}${callId}`, at: around.at + LONGEST_RING_MS }] }
}

// the phone's user sees how far what is shown can be trusted.
function withAge(card: Card | null, { sync }: App, { at, world }: Around): Card | null {
  const syncedAt = world.syncedAt ?? sync.lastSuccessAt
  return card === null || syncedAt === null ? card : { ...card, agoMs: Math.max(0, at - syncedAt) }
}

/** Whether the phone rings, as far as the app may look. */
export function ringsNow({ facts: { callState, audioMode } }: Pick<Around, 'facts'>): boolean {
  return callState === 'RINGING' || audioMode !== 'NORMAL'
}

// Whether a call rings beside the next one, or may: of one that waits while another goes on the sound says nothing (AND-35).
function mayRing({ phase, endedAt, direction, isCardShown, startedAt }: OpenCall, around: Around): boolean {
  const { at, facts } = around
  if (direction === 'outgoing' || endedAt !== null) return false
  if (isUnsaid(facts)) return (phase === 'ringing' || phase === 'asked') && startedAt + LONGEST_RING_MS > at
  const isRinging = facts.callState === 'RINGING' || facts.audioMode === 'RINGTONE'
  return (isRinging && phase === 'ringing') || (ringsNow(around) && phase === 'asked' && isCardShown)
}

function isUnsaid({ callState, audioMode }: Around['facts']): boolean {
  return callState === null && audioMode === 'IN_CALL'
}

/**
 * Another call comes in. A card stays where its call rings, to which this one is a second that will not (AND-17); where
 * nobody says whether it does, or the state says that it does not, the next caller must not stand under that name.
 */
export function hideUnsureCards(app: App, { at, facts }: Around): Answered {
  const { callState, audioMode } = facts
  if (isUnsaid(facts)) return hideCards(app)
  const isQuiet = callState !== null && callState !== 'RINGING' && audioMode !== 'RINGTONE'
  // Another app may be asked about it still.
  return isQuiet ? hide(app, ({ startedAt }) => startedAt + ASKED_MS < at) : still(app)
}

/** No call rings any more. */
export function hideCards(app: App): Answered {
  return hide(app, () => true)
}

/** A timer has run out: a card has been there for as long as a phone rings. */
export function hideOldCard(app: App, timer: string): Answered {
  return hide(app, ({ callId }) => timer === `${TIMER}${callId}`)
}

function hide(app: App, isMeant: (call: OpenCall) => boolean): Answered {
  const shown = app.session.open.filter((call) => call.isCardShown && isMeant(call))
  if (shown.length === 0) return still(app)
  const open = app.session.open.map((call) => (shown.includes(call) ? { ...call, isCardShown: false } : call))
  const asks = shown.map(({ callId }): Ask => ({ type: 'remove-card', id: callId }))
  return { app: { ...app, session: { ...app.session, open } }, asks }
}

/** The cards of calls that are no longer open go. */
export function removeDropped(before: CallSession, after: CallSession): Ask[] {
  const gone = ({ callId, isCardShown }: OpenCall) =>
    isCardShown && !after.open.some((call) => call.callId === callId && call.isCardShown)
  return before.open.filter(gone).map(({ callId }) => ({ type: 'remove-card', id: callId }))
}
