// What our app makes of calls: who is calling, the card while the phone rings, and what follows a call that is over.

import { type Caller, contactOf, renderCard, resolveCaller } from '../core/caller.ts'
import { type Contact, chooseDeal, contactName, renderLabel, showDeal } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { buildDirectory } from '../core/directory.ts'
import { expectsCallLog, type Handset, hasPostCall, isGranted, type Settings } from '../core/handset.ts'
import { formatNumber } from '../core/number/number.ts'
import type { Line } from '../core/number/presentation.ts'
import type { CallDeal, LoggedCall } from '../core/outcome.ts'
import { ALLOW, withoutPostDial } from '../device/android/screening.ts'
import { callSources } from '../device/live-call.ts'
import type { CallListRow, Notice, World } from '../device/phone.ts'
import type { CallSignal } from '../device/signal.ts'
import { isPhonesOwn } from './address-book.ts'
import { type Answered, type App, type Around, type Ask, also, still } from './app.ts'
import { noteEnd, noteRow } from './call-end.ts'
import {
  type Awaited,
  afterReboot,
  type CallRecord,
  type CallSession,
  type OpenCall,
  reconcile,
  SETTLE_MS,
  settleCalls,
  type Told,
  withoutStale,
} from './call-session.ts'
import { noteMode, notePlaced, noteScreened, noteState } from './call-signs.ts'
import { hideCards, hideUnsureCards, nameCall, removeDropped } from './card.ts'
import { lookUpOnline } from './look-up.ts'

/** Something was told of a call. Signed out, the app answers what must be answered and knows nothing. */
export function takeCallSignal(app: App, signal: CallSignal & { readonly at: number }, around: Around): Answered {
  const heard = app.isSignedIn ? hear(app, signal, around) : still(app)
  if (signal.type !== 'screen-call' || signal.details.callDirection === 'DIRECTION_OUTGOING') return heard
  // Everybody is let through; the phone rings when it has this (AND-07).
  return { ...heard, asks: [...heard.asks, { type: 'respond-to-call', callId: signal.callId, response: ALLOW }] }
}

function hear(app: App, signal: CallSignal & { readonly at: number }, around: Around): Answered {
  const { session } = app
  const { at } = signal
  switch (signal.type) {
    case 'screen-call': {
      const { callId, sim, details } = signal
      const direction = details.callDirection === 'DIRECTION_INCOMING' ? 'incoming' : 'outgoing'
      const text = withoutPostDial(details.handle?.replace(/^tel:/, '') ?? '')
      const line = { presentation: details.handlePresentation, text }
      const { audioMode, callState } = around.facts
      const isFirst = direction === 'incoming' && audioMode === 'NORMAL' && callState !== 'RINGING'
      const awaitsRow = awaitedOn(around).callLog
      const before = isFirst ? withoutStale(session, at, { awaitsRow, mayRing: callState === null }) : session
      const fresh: Answered = { app: withSession(app, before), asks: removeDropped(session, before) }
      const sure = direction === 'incoming' ? also(fresh, (now) => hideUnsureCards(now, around)) : fresh
      return also(sure, (now) => {
        const asked = noteScreened(now.session, { callId, direction, line, sim, at })
        return know(withSession(now, asked), around)
      })
    }
    case 'call-placed': {
      const line = { ...signal.line, text: withoutPostDial(signal.line.text) }
      return know(withSession(app, notePlaced(session, { ...signal, line })), around)
    }
    case 'phone-state': {
      const seen = signal.state === 'RINGING' ? still(app) : hideCards(app)
      return also(seen, (now) => take(now, noteState(now.session, signal, awaitedOn(around)), around))
    }
    case 'audio-mode': {
      // Who hears of the state needs no guess.
      if (isGranted(around.facts.handset, 'phone')) return still(app)
      const seen = signal.mode === 'RINGTONE' ? still(app) : hideCards(app)
      return also(seen, (now) => take(now, { session: noteMode(now.session, signal.mode, at), records: [] }, around))
    }
    case 'post-call': {
      const line = { ...signal.line, text: withoutPostDial(signal.line.text) }
      return take(app, noteEnd(session, { ...signal, line }), { ...around, isSystemStart: true })
    }
    case 'call-log':
      return takeRow(app, signal, around)
    case 'call-observed':
      return still(app)
    case 'conversation-history':
      return takeHistory(app, signal.rows, around)
  }
}

function takeRow(
  app: App,
  { row, sim }: Pick<Extract<CallSignal, { type: 'call-log' }>, 'row' | 'sim'>,
  around: Around,
): Answered {
  const { callId, logType, number, presentation, at, durationMs } = row
  const line = { presentation, text: withoutPostDial(number) }
  const isIos = around.facts.handset.platform === 'ios'
  // An iPhone lists its labels as names too, and its app looks into the history when its user opens it.
  const [isSaved, readAt] = isIos ? [null, at] : [row.name !== null, around.at]
  const listed = { callId, logType, line, sim, at, durationMs, isSaved, readAt }
  return take(app, noteRow(app.session, listed, app.signedInAt), around)
}

// IOS-24: the history of a default dialer, newest first. Each call is followed up once, and none from before the first look.
function takeHistory(app: App, rows: readonly CallListRow[], around: Around): Answered {
  const { since, seen } = app.history ?? { since: around.at, seen: [] }
  const news = rows.filter(({ callId, at }) => at >= since && !seen.includes(callId)).reverse()
  const looked: App = { ...app, history: { since, seen: rows.map(({ callId }) => callId) } }
  return news.reduce((so, row) => also(so, (now) => takeRow(now, { row, sim: null }, around)), still(looked))
}

/** What has been waited for long enough is not waited for any more. */
export function settle(app: App, around: Around): Answered {
  return take(app, settleCalls(app.session, around.at), around)
}

/** The app is there again, and looks whether a call goes on. Who is not told of changes knows of no state before (AND-83). */
export function lookAtState(app: App, { facts: { callState, handset } }: Around): Answered {
  if (callState === null || !isGranted(handset, 'phone')) return still(app)
  const session = reconcile(app.session, callState)
  return { app: withSession(app, session), asks: removeDropped(app.session, session) }
}

/** The phone was off: no call goes on. */
export function forgetCalls(app: App): App {
  return withSession(app, afterReboot(app.session))
}

function withSession(app: App, session: CallSession): App {
  return { ...app, session }
}

function awaitedOn({ facts: { handset } }: Around): Awaited {
  return { postCall: hasPostCall(handset), callLog: expectsCallLog(handset) }
}

/** `isSystemStart`: from an activity that the system has started a screen may be opened (AND-51). */
type Taking = Around & { readonly isSystemStart?: boolean }

function take(app: App, { session, records }: Told, around: Taking): Answered {
  const told: Answered = { app: withSession(app, session), asks: removeDropped(app.session, session) }
  const known = also(told, (now) => know(now, around))
  const finished = records.reduce((so, record) => also(so, (now) => finish(now, record, around)), known)
  const waits = finished.app.session.open.flatMap(({ endedAt }) => endedAt ?? [])
  if (waits.length === 0) return finished
  const timer: Ask = { type: 'set-timer', name: SETTLE, at: Math.min(...waits) + SETTLE_MS }
  return { ...finished, asks: [...finished.asks, timer] }
}

export const SETTLE = 'settle'

// The first delivery of a number counts; what comes later for the same call says the same.
function know(app: App, around: Around): Answered {
  const unknown = app.session.open.filter(({ line, caller }) => line !== null && caller === null)
  return unknown.reduce((so, call) => also(so, (now) => identify(now, call, around)), still(app))
}

function identify(app: App, call: OpenCall, around: Around): Answered {
  const { callId, line, sim } = call
  if (line === null) return still(app)
  const caller = resolve(app, { line, sim }, around)
  const told: Ask = { type: 'identified', callId, caller }
  const named = also({ app, asks: [told] }, (now) => nameCall(now, call, { caller, around }))
  return also(named, (now) => lookUpOnline(now, call, { caller, around }))
}

/** What a caller is looked up by. */
export interface Looking extends Pick<Around, 'facts'> {
  readonly world: Pick<World, 'directory' | 'addressBook'>
}

/** Who is calling, as far as the app can tell: what it holds, then what the CRM was asked for before. */
export function resolve(
  app: Pick<App, 'lookedUp'>,
  { line, sim }: Pick<OpenCall, 'sim'> & { readonly line: Line },
  { facts, world }: Looking,
): Caller {
  const sources = callSources(facts, sim, world)
  const caller = resolveCaller(line, sources)
  if (caller.kind !== 'unknown' || app.lookedUp.length === 0) return caller
  const { choices } = world.directory
  const lookedUp = { ...buildDirectory(app.lookedUp), ...(choices && { choices }) }
  const again = resolveCaller(line, { ...sources, directory: lookedUp, limit: null })
  return again.kind === 'unknown' ? caller : again
}

// The call is over, and it is known how it went.
function finish(app: App, record: CallRecord, around: Taking): Answered {
  const { call, callId } = record
  const { line, sim } = call
  const caller = call.caller ?? (line === null ? null : resolve(app, { line, sim }, around))
  const isNews = call.caller === null && caller !== null
  const known: Ask[] = isNews ? [{ type: 'identified', callId, caller }] : []
  const follows = followUp(record, caller, around)
  return { app, asks: [...known, ...follows] }
}

function followUp(record: CallRecord, caller: Caller | null, around: Taking): Ask[] {
  const { call, result } = record
  const settings = switchesOf(around.facts.handset)
  switch (result) {
    case 'missed': {
      const notice = settings.callerId ? missedNotice(call, caller, around) : null
      return notice === null ? [] : [{ type: 'notify', notice }]
    }
    case 'answered':
    case 'dialled':
      return isLogged(call, caller, settings.logCalls) ? [askOutcome({ ...record, caller }, around)] : []
    case 'rejected':
    case 'answered-elsewhere':
    case 'unknown':
      return []
  }
}

// Caller ID and Log calls are pages of Android's app: an iPhone's dialer follows every call with a contact up.
function switchesOf({ platform, settings }: Handset): Pick<Settings, 'callerId' | 'logCalls'> {
  return platform === 'ios' ? { callerId: true, logCalls: 'on' } : settings
}

// Someone of the address book is the phone's own to tell of.
function missedNotice(call: OpenCall, caller: Caller | null, around: Around): Notice | null {
  const { at, facts } = around
  if ((caller?.kind !== 'known' && caller?.kind !== 'shared') || isPhonesOwn(caller, call, facts)) return null
  if (isSavedNow(call, around)) return null
  const card = renderCard(caller, dayAt(call.startedAt))
  if (card === null) return null
  const contactId = caller.match.contact.id
  return {
    type: 'notify-missed',
    id: `notify-missed-${contactId}-${at}`,
    contactId,
    title: `Missed call: ${renderLabel(card)}`,
    e164: caller.evidence.number?.e164 ?? '',
    actions: ['View contact', 'Call back'],
  }
}

// Who was allowed to look into the address book after the phone rang finds the caller there now.
function isSavedNow({ line, sim }: OpenCall, around: Around): boolean {
  return line !== null && resolve({ lookedUp: [] }, { line, sim }, around).kind === 'saved'
}

// after every call placed in the app; after others only with an existing contact.
function isLogged({ direction, from }: OpenCall, caller: Caller | null, logCalls: 'on' | 'off' | 'untouched'): boolean {
  if (from === 'app') return true
  if (contactOf(caller) === null) return false
  return direction === 'incoming' ? logCalls !== 'off' : logCalls === 'on'
}

type Outcome = CallRecord & { readonly caller: Caller | null }

// From behind a screen opens only for who may (AND-51); else a notification asks.
function askOutcome(outcome: Outcome, { facts, isSystemStart = false }: Taking): Ask {
  const notice = { type: 'open-outcome', id: `open-outcome-${outcome.callId}`, call: loggedCall(outcome) } as const
  const { platform, settings } = facts.handset
  const mayOpen = isSystemStart || facts.isInFront || (platform === 'android' && settings.overlay)
  return mayOpen ? { type: 'start-activity', notice, fromSystem: isSystemStart } : { type: 'notify', notice }
}

function loggedCall({ call, callId, caller, durationMs }: Outcome): LoggedCall {
  const e164 = caller?.evidence.number?.e164 ?? ''
  const stranger: LoggedCall = {
    callId,
    contactId: null,
    contactName: formatNumber(e164),
    e164,
    direction: call.direction,
    startedAt: new Date(call.startedAt).toISOString(),
    durationMs,
  }
  const contact = contactOf(caller)
  return contact === null ? stranger : logTo(stranger, contact)
}

/** The call as one with this contact. */
export function logTo(call: LoggedCall, contact: Contact): LoggedCall {
  const { deal: _others, ...same } = call
  const deal = openDeal(contact, Date.parse(call.startedAt))
  return { ...same, contactId: contact.id, contactName: contactName(contact), ...(deal && { deal }) }
}

// The one on the card.
function openDeal({ deals }: Contact, at: number): CallDeal | null {
  const deal = chooseDeal(deals, dayAt(at))
  return deal && { id: deal.id, ...showDeal(deal) }
}
