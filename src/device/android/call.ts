// How a call begins on a simulated Android phone: who is asked before it may ring (screening.ts), and by which
// signs the app hears of it.
import { isGranted } from '../../core/access.ts'
import { isEmergencyNumber } from '../../core/caller.ts'
import { renderLabel } from '../../core/contact.ts'
import { bringToFront, sendToBackground } from '../app-life.ts'
import { broadcast, listUnrung, postCall, settle } from '../call-end.ts'
import { apply, callOn, cardOf, isOnBlockList, resolve, savedName } from '../call-flow.ts'
import type { Happened, PhoneEvent } from '../event.ts'
import { identify } from '../identify.ts'
import type { LiveCall, Phone, PhoneAction, World } from '../phone.ts'
import {
  ALLOW,
  callDetails,
  isInContacts,
  type NotAsked,
  type Screening,
  type ScreeningResponse,
  screeningEnd,
  verdictOf,
  whyNotAsked,
  withoutPostDial,
} from './screening.ts'
import { directoryLabel } from './surface.ts'

type Ring = Extract<PhoneAction, { type: 'ring' }>
type Dial = Extract<PhoneAction, { type: 'dial' }>

/** A call comes in. It rings when whoever must be asked has answered, or has been waited for long enough (AND-07). */
export function receive(phone: Phone, action: Ring, world: World): Happened {
  const live = callOn(phone, action)
  const isBlocked = live.kind === 'telephone' && isOnBlockList(phone, live, world)
  const asked = ask(phone, live, { isBlocked, world })
  if (isBlocked) return refuse(asked, live, { by: 'system', world })
  if (asked.because !== null) return letRing(asked, live, { at: action.at, world, wasAsked: false })
  const { screeningAnswerMs: answerMs, screeningCrashes: crashes, screeningTimeoutMs: timeoutMs } = phone.system
  const { afterMs, by } = screeningEnd({ answerMs, crashes, timeoutMs })
  const { line, sim } = live
  const screening: Screening = { callId: action.id, line, sim, startedAt: action.at, endsAt: action.at + afterMs, by }
  if (afterMs === 0) return endScreening(asked, screening, world)
  return { phone: { ...asked.phone, screenings: [...asked.phone.screenings, screening] }, events: asked.events }
}

// AND-01 to AND-05, AND-11 to AND-13: whether the app is asked, and the question.
function ask(
  phone: Phone,
  live: LiveCall,
  { isBlocked, world }: { isBlocked: boolean; world: World },
): Happened & { readonly because: NotAsked | null } {
  const { handset, system } = phone
  const { id: callId, direction, startedAt } = live.call
  const because = whyNotAsked({
    hasRole: live.roleWasHeld,
    kind: live.kind,
    isEmergency: isEmergencyNumber(live.line.text) || isAwaitingService(phone, startedAt),
    skipsFilter: false,
    isBlockedBefore: isBlocked,
    isInContacts: isInContacts(live.line, {
      addressBook: world.addressBook,
      region: live.sim ?? handset.simCountries[0] ?? null,
      looseDigits: system.looseContactDigits,
    }),
    mayReadContacts: isGranted(handset, 'contacts'),
    isStopped: phone.app.state === 'stopped',
    stoppedIsBound: system.stoppedRoleHolderIsBound,
  })
  if (because !== null) {
    const events: PhoneEvent[] = because === 'no-role' ? [] : [{ type: 'not-screened', callId, because }]
    return { phone, events, because }
  }
  const bound = bind(phone, startedAt)
  const details = callDetails(live.line, direction, startedAt)
  const asWhat = direction === 'incoming' ? 'INCOMING' : 'OUTGOING'
  const question: PhoneEvent = { type: 'screen-call', callId, direction: asWhat, details }
  return { phone: bound.phone, events: [...bound.events, question], because: null }
}

// AND-12: an emergency service may call back, and nobody is to stand in its way.
function isAwaitingService({ emergencyAt, system }: Phone, at: number): boolean {
  return emergencyAt !== null && at - emergencyAt < system.emergencyCallbackMs
}

// Binding its service starts a stopped app, where Telecom does bind it (AND-27); it may count as use (AND-48).
function bind(phone: Phone, at: number): Happened {
  const { app, system } = phone
  const isStarted = app.state === 'stopped'
  const usedAt = system.screeningCountsAsUse ? at : app.usedAt
  return {
    phone: { ...phone, app: { ...app, usedAt, state: isStarted ? 'background' : app.state } },
    events: isStarted ? [{ type: 'app', state: 'background', cause: 'asked-about-a-call' }] : [],
  }
}

/** The question about a call has been answered, or is not waited for any more; now it rings, or never will. */
export function endScreening(so: Happened, screening: Screening, world: World): Happened {
  const { callId, line, sim, startedAt, endsAt, by } = screening
  const screenings = so.phone.screenings.filter((other) => other !== screening)
  const phone: Phone = { ...so.phone, screenings }
  const base = callOn(phone, { type: 'ring', id: callId, line, at: startedAt })
  const live: LiveCall = { ...base, sim, roleWasHeld: true }
  const told: PhoneEvent[] = endsAt > startedAt || by !== 'answer' ? [{ type: 'screened', callId, by }] : []
  const ended: Happened = { phone, events: [...so.events, ...told] }
  // Only an answer that came in time counts, and only of an app that is there (AND-06, AND-08).
  const wasAsked = by === 'answer' && phone.app.state !== 'stopped'
  const verdict = verdictOf(wasAsked ? responseOf(phone) : ALLOW)
  if (verdict === 'block') return refuse(ended, live, { by: 'role-holder', world })
  const isSilenced = verdict === 'ring-silently'
  return letRing(ended, { ...live, isSilenced }, { at: endsAt, world, wasAsked })
}

function responseOf({ system }: Phone): ScreeningResponse {
  if (system.screeningDisallows) return { ...ALLOW, disallowCall: true, rejectCall: true, skipCallLog: true }
  return { ...ALLOW, silenceCall: system.screeningSilences }
}

// Turned away before it rang: no broadcast, no POST_CALL, and a row all the same (AND-15).
function refuse(so: Happened, live: LiveCall, { by, world }: { by: 'system' | 'role-holder'; world: World }): Happened {
  const events: PhoneEvent[] = [...so.events, { type: 'blocked', callId: live.call.id, by }]
  return listUnrung({ phone: so.phone, events }, live, { logType: 'BLOCKED', world })
}

type Letting = { readonly at: number; readonly world: World; readonly wasAsked: boolean }

// The call is let through: it is among the phone's calls, and rings.
function letRing(so: Happened, live: LiveCall, { at, world, wasAsked }: Letting): Happened {
  const { id: callId } = live.call
  const started: Happened = { phone: { ...so.phone, calls: [...so.phone.calls, live] }, events: so.events }
  const know = (next: Happened) => (wasAsked ? identify(next, live, { at, world }) : next)
  // AND-17: Telecom lets one call ring at a time; a second one is missed unheard. CallsManager, maximum ringing calls
  if (so.phone.calls.some((other) => other.call.phase === 'ringing')) {
    const missed = know(apply(started, callId, { type: 'ended', cause: 'MISSED', at }))
    return settle(postCall(missed, callId, { at, world }), at, world)
  }
  const screened = know(started)
  const sign: PhoneEvent = { type: 'ringing', callId, line: live.line, name: savedName(so.phone, live, world) }
  const silent: PhoneEvent[] = live.isSilenced ? [{ type: 'silenced', callId }] : []
  const inFront = live.kind === 'external' ? screened : sendToBackground(screened)
  const rung: Happened = { phone: inFront.phone, events: [...inFront.events, sign, ...silent] }
  return broadcast(dialerLabel(rung, live, world), so.phone, { callId, at }, world)
}

// AND-67: the stock dialer's own way to a name, without any permission of ours.
function dialerLabel(so: Happened, live: LiveCall, world: World): Happened {
  const { handset, system, app } = so.phone
  const { id: callId, startedAt } = live.call
  const label = directoryLabel({
    isEnabled: system.dialerAsksDirectories && handset.settings.callerId && app.isSignedIn,
    by: 'dialer',
    directoryAnswersAnyone: system.directoryAnswersAnyone,
    isInContacts: savedName(so.phone, live, world) !== null,
    isStopped: app.state === 'stopped',
    // Ours answers exact E.164 only.
    answer: () => {
      const card = live.line.text.startsWith('+') ? cardOf(resolve(so.phone, live, world), startedAt) : null
      return card && renderLabel(card)
    },
  })
  return label === null ? so : { ...so, events: [...so.events, { type: 'other-label', callId, by: 'dialer', label }] }
}

/** A call is dialled. What the app is asked about it is not waited for, and changes nothing (AND-13). */
export function dialOn(phone: Phone, action: Dial, world: World): Happened {
  const live = callOn(phone, action)
  const { id: callId, startedAt: at } = live.call
  const isInApp = action.from === 'app'
  const front: Happened = isInApp ? bringToFront(phone, at) : sendToBackground({ phone, events: [] })
  const asked = ask({ ...front.phone, calls: [...front.phone.calls, live] }, live, { isBlocked: false, world })
  const dialled = { ...live, line: { ...live.line, text: withoutPostDial(live.line.text) } }
  const hears = asked.because === null && !phone.system.screeningCrashes
  const screened = hears ? identify(asked, dialled, { at, world }) : asked
  const sign: PhoneEvent = { type: 'dialling', callId, line: action.line, from: action.from }
  const signed: Happened = { phone: screened.phone, events: [...front.events, ...screened.events, sign] }
  // What is dialled in the app, the app knows by itself.
  const known = isInApp ? identify(signed, dialled, { at, world }) : signed
  return broadcast(known, phone, { callId, at }, world)
}
