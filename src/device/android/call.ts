// How a call begins on a simulated Android phone: who is asked before it may ring (screening.ts), and by which signs the
// app hears of it.

import { isEmergencyNumber, renderCard, resolveCaller } from '../../core/caller.ts'
import { renderLabel } from '../../core/contact.ts'
import { dayAt } from '../../core/day.ts'
import { holdsRole, isGranted } from '../../core/handset.ts'
import { bringToFront, sendToBackground, startForCall } from '../app-life.ts'
import { broadcast, listUnrung, postCall, settle } from '../call-end.ts'
import { deliver, factsOf, isReached } from '../delivery.ts'
import { followedBy, type Happened, type PhoneEvent, quiet } from '../event.ts'
import { callOn, callSources, isOnBlockList, proceed, savedName } from '../live-call.ts'
import type { LiveCall, Phone, PhoneAction, World } from '../phone.ts'
import {
  ALLOW,
  callDetails,
  isInContacts,
  looseDigits,
  type NotAsked,
  responseError,
  type Screening,
  type ScreeningResponse,
  screeningEnd,
  screeningTimeout,
  verdictOf,
  whyNotAsked,
} from './screening.ts'
import { directoryLabel } from './surface.ts'

type Ring = Extract<PhoneAction, { type: 'ring' }>
type Dial = Extract<PhoneAction, { type: 'dial' }>

/** A call comes in. It rings when whoever must be asked has answered, or has been waited for long enough (AND-07). */
export function receive(phone: Phone, action: Ring, world: World): Happened {
  const live = callOn(phone, action)
  const isBlocked = live.kind === 'telephone' && isOnBlockList(phone, live, world)
  const { so, because } = ask(phone, live, { isBlocked, world })
  const { line, sim } = live
  const { id: callId, at: startedAt } = action
  const begun = { callId, line, sim, startedAt, askedAt: null }
  // On Android 10 the app is asked, and the call is turned away all the same (AND-11).
  if (isBlocked) return refuse(because === null ? question(so, begun, startedAt) : so, live, { by: 'system', world })
  if (because !== null) return letRing(so, live, { at: action.at, world })
  const { screeningAnswerMs: answerMs, screeningCrashes: crashes, screeningTimeoutMs } = phone.system
  const timeoutMs = screeningTimeout(phone.handset.apiLevel, screeningTimeoutMs)
  const { afterMs, by } = screeningEnd({ answerMs, crashes, timeoutMs })
  const askedAt = by === 'answer' ? startedAt + afterMs : null
  const endsAt = startedAt + (by === 'crash' ? 0 : timeoutMs)
  const screening: Screening = { ...begun, askedAt, endsAt, by }
  const waiting: Happened = { ...so, phone: { ...so.phone, screenings: [...so.phone.screenings, screening] } }
  if (by === 'crash') return endScreening(waiting, screening, { at: startedAt, world })
  return afterMs === 0 ? askApp(waiting, screening, world) : waiting
}

// AND-01 to AND-05, AND-11 to AND-13: whether the app is asked, and the question as it can be seen.
function ask(
  phone: Phone,
  live: LiveCall,
  { isBlocked, world }: { isBlocked: boolean; world: World },
): { readonly so: Happened; readonly because: NotAsked | null } {
  const { handset, system } = phone
  const { id: callId, direction, startedAt } = live.call
  const because = whyNotAsked({
    apiLevel: handset.apiLevel,
    direction,
    hasRole: live.roleWasHeld,
    hasRoleInWork: handset.screeningRole && handset.settings.workProfile !== 'none',
    kind: live.kind,
    isEmergency: isEmergencyNumber(live.line.text) || isAwaitingService(phone, startedAt),
    isWithheld: live.line.presentation !== 'ALLOWED',
    withheldIsScreened: system.withheldIsScreened,
    isBeforeUnlock: phone.conditions.lock === 'before-first-unlock',
    skipsFilter: false,
    isBlockedBefore: isBlocked,
    isInContacts: isInContacts(live.line, {
      addressBook: world.addressBook,
      region: live.sim ?? handset.simCountries[0] ?? null,
      looseDigits: looseDigits(handset.apiLevel, system),
    }),
    mayReadContacts: isGranted(handset, 'contacts'),
    isStopped: phone.appProcess.state === 'stopped',
    stoppedIsBound: system.stoppedRoleHolderIsBound,
  })
  if (because !== null) {
    const events: PhoneEvent[] = because === 'no-role' ? [] : [{ type: 'not-screened', callId, because }]
    return { so: { ...quiet(phone), events }, because }
  }
  const details = callDetails(live.line, direction, startedAt)
  const asWhat = direction === 'incoming' ? 'INCOMING' : 'OUTGOING'
  const question: PhoneEvent = { type: 'screen-call', callId, direction: asWhat, details }
  const bound = bind(phone, startedAt)
  return { so: { ...bound, events: [...bound.events, question] }, because: null }
}

// AND-12: an emergency service may call back, and nobody is to stand in its way.
function isAwaitingService({ emergencyAt, system }: Phone, at: number): boolean {
  return emergencyAt !== null && at - emergencyAt < system.emergencyCallbackMs
}

// Binding its service starts a stopped app, where Telecom does bind it (AND-27); from Android 12 on it is use (AND-48).
function bind(phone: Phone, at: number): Happened {
  const { appProcess, handset } = phone
  const usedAt = handset.apiLevel >= 31 ? at : appProcess.usedAt
  return startForCall(quiet({ ...phone, appProcess: { ...appProcess, usedAt } }))
}

/** The question reaches the app, whose process may have taken its time to begin. */
export function askApp(so: Happened, screening: Screening, world: World): Happened {
  const { callId, startedAt, askedAt } = screening
  const at = askedAt ?? startedAt
  if (so.phone.system.screeningDisallows) return endScreening(so, screening, { at, world, response: DISALLOW })
  const screenings = so.phone.screenings.map((each) => (each.callId === callId ? { ...each, askedAt: null } : each))
  return question({ ...so, phone: { ...so.phone, screenings } }, screening, at)
}

function question(
  so: Happened,
  { callId, line, sim, startedAt }: Pick<Screening, 'callId' | 'line' | 'sim' | 'startedAt'>,
  at: number,
): Happened {
  const details = callDetails(line, 'incoming', startedAt)
  return deliver(so, { type: 'screen-call', callId, details, sim, at })
}

/** The app answers what it was asked; a response that contradicts itself cannot be sent (AND-14), one that is late counts for nothing. */
export function respondToCall(
  phone: Phone,
  { callId, response }: { readonly callId: string; readonly response: ScreeningResponse },
  { at, world }: { readonly at: number; readonly world: World },
): Happened {
  const screening = phone.screenings.find((each) => each.callId === callId)
  if (screening === undefined || responseError(response) !== null) return quiet(phone)
  return endScreening(quiet(phone), screening, { at, world, response })
}

interface Ending {
  readonly at: number
  readonly world: World
  /** What the app has answered in time. */
  readonly response?: ScreeningResponse
}

/** The question about a call has been answered, or is not waited for any more; now it rings, or never will. */
export function endScreening(so: Happened, screening: Screening, { at, world, response }: Ending): Happened {
  const { callId, line, sim, startedAt } = screening
  const screenings = so.phone.screenings.filter((other) => other.callId !== callId)
  const phone: Phone = { ...so.phone, screenings }
  const base = callOn(phone, { type: 'ring', id: callId, line, at: startedAt })
  const live: LiveCall = { ...base, sim, roleWasHeld: true }
  const by = response === undefined ? (screening.by === 'crash' ? 'crash' : 'timeout') : 'answer'
  const told: PhoneEvent[] = at > startedAt || by !== 'answer' ? [{ type: 'screened', callId, by }] : []
  const ended: Happened = { ...so, phone, events: [...so.events, ...told] }
  // Only an answer that came in time counts (AND-06, AND-08).
  const verdict = verdictOf(response === undefined ? ALLOW : asBuilt(response, phone))
  if (verdict === 'block') return refuse(ended, live, { by: 'role-holder', world })
  return letRing(ended, { ...live, isSilenced: verdict === 'ring-silently' }, { at, world })
}

// An app that is built as a call blocker answers so whatever it knows (AND-15, AND-16).
const DISALLOW: ScreeningResponse = { ...ALLOW, disallowCall: true, rejectCall: true, skipCallLog: true }

function asBuilt(response: ScreeningResponse, { system }: Phone): ScreeningResponse {
  return system.screeningSilences ? { ...ALLOW, silenceCall: true } : response
}

// Turned away before it rang: no broadcast, no POST_CALL, and a row all the same (AND-15), as missed where the app
// wants that (AND-81).
function refuse(so: Happened, live: LiveCall, { by, world }: { by: 'system' | 'role-holder'; world: World }): Happened {
  const events: PhoneEvent[] = [...so.events, { type: 'blocked', callId: live.call.id, by }]
  const { handset, system } = so.phone
  const isAsMissed = by === 'role-holder' && handset.apiLevel >= 37 && system.screeningRejectsAsMissed
  return listUnrung({ ...so, events }, live, { logType: isAsMissed ? 'MISSED' : 'BLOCKED', world })
}

// The call is let through: it is among the phone's calls, and rings; in Do Not Disturb without a sound (AND-79).
function letRing(so: Happened, live: LiveCall, { at, world }: { at: number; world: World }): Happened {
  const { id: callId } = live.call
  const before = so.phone
  const isAutoMissed = keepsFromRinging(before.calls, live)
  const isSilenced = live.isSilenced || (before.conditions.isDoNotDisturb && live.kind === 'telephone')
  const allowed: LiveCall = { ...live, isAutoMissed, isSilenced, roleWasHeld: holdsRole(before.handset) }
  const started: Happened = { ...so, phone: { ...before, calls: [...before.calls, allowed] } }
  if (isAutoMissed) {
    const rejected = proceed(started, callId, { type: 'ended', cause: 'REJECTED', at })
    return settle(postCall(rejected, callId, { at, world }), at, world)
  }
  const sign: PhoneEvent = { type: 'ringing', callId, line: live.line, name: savedName(before, live, world) }
  const silent: PhoneEvent[] = isSilenced ? [{ type: 'silenced', callId }] : []
  const inFront = live.kind === 'external' ? started : sendToBackground(started, at)
  const rung: Happened = { ...inFront, events: [...inFront.events, sign, ...silent] }
  return broadcast(dialerLabel(rung, live, world), before, { callId, at }, world)
}

// AND-17: Telecom lets one call of the telephone ring or be dialled at a time. CallsManager.onCallFilteringComplete
function keepsFromRinging(calls: readonly LiveCall[], { kind }: LiveCall): boolean {
  const isUnderWay = ({ call }: LiveCall) => call.phase === 'ringing' || call.phase === 'dialling'
  return kind !== 'external' && calls.some((other) => other.kind === 'telephone' && isUnderWay(other))
}

// AND-67: the stock dialer's own way to a name, without any permission of ours: it asks the app's directory provider, which
// is started for it as any other part of the app is.
function dialerLabel(so: Happened, live: LiveCall, world: World): Happened {
  const { phone } = so
  const { system, appProcess } = phone
  const { id: callId, startedAt } = live.call
  const isStopped = appProcess.state === 'stopped'
  // By something else than its being stopped.
  const isKept = !isReached(isStopped ? { ...phone, appProcess: { ...appProcess, state: 'killed' } } : phone)
  const label = directoryLabel({
    apiLevel: phone.handset.apiLevel,
    isEnabled: system.dialerAsksDirectories && phone.handset.settings.callerId,
    by: 'dialer',
    directoryAnswersAnyone: system.directoryAnswersAnyone,
    isInContacts: savedName(phone, live, world) !== null,
    isStopped,
    isKept,
    // Ours answers exact E.164 only.
    answer: () => {
      if (!live.line.text.startsWith('+')) return null
      const caller = resolveCaller(live.line, callSources(factsOf(phone), live.sim, world))
      const card = renderCard(caller, dayAt(startedAt))
      return card && renderLabel(card)
    },
  })
  return label === null ? so : { ...so, events: [...so.events, { type: 'other-label', callId, by: 'dialer', label }] }
}

/** A call is dialled. What the app is asked about it is not waited for, and changes nothing (AND-13). */
export function dialOn(phone: Phone, action: Dial, world: World): Happened {
  const live = callOn(phone, action)
  const { id: callId, startedAt: at } = live.call
  const { sim, line } = live
  const isInApp = action.from === 'app'
  const front = isInApp ? bringToFront(phone, at) : sendToBackground(quiet(phone), at)
  const placed: Happened = { ...front, phone: { ...front.phone, calls: [...front.phone.calls, live] } }
  const known = isInApp ? deliver(placed, { type: 'call-placed', callId, line, at }) : placed
  const asked = followedBy(known, (now) => {
    const { so, because } = ask(now, live, { isBlocked: false, world })
    if (because !== null || now.system.screeningCrashes) return so
    return deliver(so, { type: 'screen-call', callId, details: callDetails(line, 'outgoing', at), sim, at })
  })
  const sign: PhoneEvent = { type: 'dialling', callId, line, from: action.from }
  return broadcast({ ...asked, events: [...asked.events, sign] }, phone, { callId, at }, world)
}
