// How the simulated phone takes a call from its first sign on: whether it may ring, who is asked before, and what is done
// to it then. How it ends is call-end.ts; what the app makes of it is call-flow.ts.
import { isGranted } from '../core/access.ts'
import { type Call, newCall } from '../core/call.ts'
import { resolveCaller } from '../core/caller.ts'
import { renderLabel } from '../core/contact.ts'
import { phoneState } from './android.ts'
import {
  ALLOW,
  callDetails,
  GAVE_UP,
  isInContacts,
  type NotAsked,
  type Screening,
  screeningEnd,
  verdictOf,
  whyNotAsked,
  withoutPostDial,
} from './android-screening.ts'
import { directoryLabel } from './android-surface.ts'
import { sendToBackground } from './app-life.ts'
import { broadcast, listBlocked, postCall, settle } from './call-end.ts'
import { apply, callSources, cardOf, findLive, resolve, savedName } from './call-flow.ts'
import { identify } from './identify.ts'
import { isSilencedAsUnknown, labelledCaller, observedCall } from './ios.ts'
import type { Happened, LiveCall, Phone, PhoneAction, PhoneEvent, World } from './phone.ts'

type Begin = Extract<PhoneAction, { type: 'ring' | 'dial' }>
type Ring = Extract<PhoneAction, { type: 'ring' }>
type Dial = Extract<PhoneAction, { type: 'dial' }>
type Proceed = Extract<PhoneAction, { type: 'answer' | 'hold' | 'resume' | 'end' }>

/** A call comes in or is dialled. */
export function beginCall(phone: Phone, action: Begin, world: World): Happened {
  return action.type === 'ring' ? receive(phone, action, world) : dial(phone, action, world)
}

function liveOf(phone: Phone, action: Begin): LiveCall {
  const isRing = action.type === 'ring'
  const call = newCall({
    id: action.id,
    direction: isRing ? 'incoming' : 'outgoing',
    from: isRing ? 'outside' : action.from,
    at: action.at,
  })
  return {
    call,
    line: action.line,
    kind: (isRing ? action.kind : undefined) ?? 'telephone',
    sim: (isRing ? action.sim : undefined) ?? null,
    roleWasHeld: phone.handset.platform === 'android' && phone.handset.screeningRole,
    isSilenced: false,
    rowAt: null,
  }
}

function receive(phone: Phone, action: Ring, world: World): Happened {
  const live = liveOf(phone, action)
  const isBlocked = live.kind === 'telephone' && isOnBlockList(phone, live, world)
  if (phone.handset.platform === 'ios')
    return isBlocked ? refuse(phone, live, 'system') : receiveOnIos(phone, live, world)
  const asked = ask(phone, live, { isBlocked, world })
  if (isBlocked) return join(asked, refuse(asked.phone, live, 'system'))
  if (asked.because !== null) return ringNow(asked, live, world)
  const { system } = phone
  const { afterMs, by } = screeningEnd({
    answerMs: system.screeningAnswerMs,
    crashes: system.screeningCrashes,
    timeoutMs: system.screeningTimeoutMs,
  })
  const { id, startedAt } = live.call
  const screening: Screening = {
    callId: id,
    line: live.line,
    sim: live.sim,
    startedAt,
    endsAt: startedAt + afterMs,
    by,
  }
  if (afterMs === 0) return endScreening(asked, screening, world)
  return { phone: { ...asked.phone, screenings: [...asked.phone.screenings, screening] }, events: asked.events }
}

function isOnBlockList(phone: Phone, { line, sim }: LiveCall, world: World): boolean {
  if (world.blocked === undefined || line.text === '') return false
  const { evidence } = resolveCaller(line, callSources(phone, sim, world))
  const keys = [evidence.number?.e164, line.text.replace(/\D/g, '')]
  return keys.some((key) => key !== undefined && world.blocked?.has(key))
}

// AND-01 to AND-05, AND-11 to AND-13: whether the app is asked, and the question.
function ask(
  phone: Phone,
  live: LiveCall,
  { isBlocked, world }: { isBlocked: boolean; world: World },
): Happened & { because: NotAsked | null } {
  const { handset, system } = phone
  const { id, direction, startedAt } = live.call
  const because = whyNotAsked({
    hasRole: live.roleWasHeld,
    kind: live.kind,
    isEmergency: isEmergencyCall(phone, live, world),
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
    const told: PhoneEvent[] = because === 'no-role' ? [] : [{ type: 'not-screened', callId: id, because }]
    return { phone, events: told, because }
  }
  const bound = bind(phone, startedAt)
  const line = direction === 'outgoing' ? { ...live.line, text: withoutPostDial(live.line.text) } : live.line
  const details = callDetails(line, direction, startedAt)
  const question: PhoneEvent = {
    type: 'screen-call',
    callId: id,
    direction: direction === 'incoming' ? 'INCOMING' : 'OUTGOING',
    details,
  }
  return { phone: bound.phone, events: [...bound.events, question], because: null }
}

function isEmergencyCall(phone: Phone, live: LiveCall, world: World): boolean {
  const { emergencyAt, system } = phone
  const waits = emergencyAt !== null && live.call.startedAt - emergencyAt < system.emergencyCallbackMs
  const caller = resolve(phone, live, world)
  return waits || (caller.kind === 'special' && caller.service === 'emergency')
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

/** The question about a call has been answered, or nobody waits for the answer any more; now it rings, or never will. */
export function endScreening(so: Happened, screening: Screening, world: World): Happened {
  const { callId, line, sim, startedAt, endsAt, by } = screening
  const { system } = so.phone
  const screenings = so.phone.screenings.filter((other) => other !== screening)
  const phone: Phone = { ...so.phone, screenings }
  const live: LiveCall = { ...liveOf(phone, { type: 'ring', id: callId, line, at: endsAt }), sim, roleWasHeld: true }
  const told: PhoneEvent[] = endsAt > startedAt || by !== 'answer' ? [{ type: 'screened', callId, by }] : []
  const answered: Happened = { phone, events: [...so.events, ...told] }
  // Only an answer that came in time counts, and only of an app that is there (AND-06, AND-08).
  const response = by === 'answer' ? responseOf(system) : ALLOW
  const verdict = verdictOf(response)
  if (verdict === 'block') return join(answered, refuse(phone, live, 'role-holder'))
  return ringNow(answered, { ...live, isSilenced: verdict === 'ring-silently' }, world, by === 'answer')
}

function responseOf(system: Phone['system']) {
  if (system.screeningDisallows) return { ...ALLOW, disallowCall: true, rejectCall: true, skipCallLog: true }
  return { ...ALLOW, silenceCall: system.screeningSilences }
}

// Turned away before it rang: no broadcast, no POST_CALL, and on Android a row all the same (AND-15).
function refuse(phone: Phone, live: LiveCall, by: 'system' | 'role-holder'): Happened {
  const blocked: Happened = { phone, events: [{ type: 'blocked', callId: live.call.id, by }] }
  return phone.handset.platform === 'android' ? listBlocked(blocked, live) : blocked
}

function join(before: Happened, after: Happened): Happened {
  return { phone: after.phone, events: [...before.events, ...after.events] }
}

// The call is let through: it is among the phone's calls, and rings.
function ringNow(so: Happened, live: LiveCall, world: World, wasAsked = false): Happened {
  const { call } = live
  const at = call.startedAt
  const started: Happened = { phone: { ...so.phone, calls: [...so.phone.calls, live] }, events: so.events }
  // AND-17: Telecom lets one call ring at a time; a second one is missed unheard. CallsManager, maximum ringing calls
  if (so.phone.calls.some((other) => other.call.phase === 'ringing')) {
    const missed = apply(started, call.id, { type: 'ended', cause: 'MISSED', at })
    const known = wasAsked ? identify(missed, live, { at, world }) : missed
    return settle(postCall(known, call.id, { at, world }), at, world)
  }
  const screened = wasAsked ? identify(started, live, { at, world }) : started
  const sign: PhoneEvent = { type: 'ringing', callId: call.id, line: live.line, name: savedName(so.phone, live, world) }
  const silent: PhoneEvent[] = live.isSilenced ? [{ type: 'silenced', callId: call.id }] : []
  const inFront = live.kind === 'external' ? screened : sendToBackground(screened)
  const rung: Happened = { phone: inFront.phone, events: [...inFront.events, sign, ...silent] }
  return broadcast(dialerLabel(rung, live, world), so.phone, { callId: call.id, at }, world)
}

// AND-67: the stock dialer's own way to a name, without any permission of ours.
function dialerLabel(so: Happened, live: LiveCall, world: World): Happened {
  const { handset, system, app } = so.phone
  const label = directoryLabel({
    isEnabled: system.dialerAsksDirectories && handset.settings.callerId && app.isSignedIn,
    by: 'dialer',
    answersAnyone: system.directoryAnswersAnyone,
    isInContacts: savedName(so.phone, live, world) !== null,
    isStopped: app.state === 'stopped',
    answer: () => {
      const card = live.line.text.startsWith('+') ? cardOf(resolve(so.phone, live, world), live.call.startedAt) : null
      return card && renderLabel(card)
    },
  })
  if (label === null) return so
  return { ...so, events: [...so.events, { type: 'other-label', callId: live.call.id, by: 'dialer', label }] }
}

function dial(phone: Phone, action: Dial, world: World): Happened {
  const live = liveOf(phone, action)
  const { call } = live
  const started: Happened = { phone: { ...phone, calls: [...phone.calls, live] }, events: [] }
  const sign: PhoneEvent = { type: 'dialling', callId: call.id, line: action.line, from: call.from }
  if (phone.handset.platform === 'ios') {
    return observe(iosLabel({ ...started, events: [sign] }, live, world), call.id)
  }
  // The answer about an outgoing call is not waited for, and changes nothing (AND-13).
  const asked = ask(started.phone, live, { isBlocked: false, world })
  const isAnswered = asked.because === null && !phone.system.screeningCrashes
  const screened = isAnswered ? identify(asked, live, { at: action.at, world }) : asked
  const outside = action.from === 'outside' ? sendToBackground(screened) : screened
  const dialled: Happened = { phone: outside.phone, events: [...outside.events, sign] }
  // What is dialled in the app, the app knows by itself.
  const known = action.from === 'app' ? identify(dialled, live, { at: action.at, world }) : dialled
  return broadcast(known, phone, { callId: call.id, at: action.at }, world)
}

function receiveOnIos(phone: Phone, live: LiveCall, world: World): Happened {
  const { call } = live
  const at = call.startedAt
  const silenced: LiveCall = { ...live, isSilenced: isSilenced(phone, live, world) }
  const started: Happened = { phone: { ...phone, calls: [...phone.calls, silenced] }, events: [] }
  if (phone.calls.some((other) => other.call.phase === 'ringing')) {
    return settle(apply(started, call.id, { type: 'ended', cause: 'MISSED', at }), at, world)
  }
  const name = savedName(phone, live, world)
  const sign: PhoneEvent = { type: 'ringing', callId: call.id, line: live.line, name }
  const events: PhoneEvent[] = silenced.isSilenced ? [{ type: 'silenced', callId: call.id }] : [sign]
  return observe(iosLabel({ ...started, events }, silenced, world), call.id)
}

function isSilenced(phone: Phone, live: LiveCall, world: World): boolean {
  if (!phone.system.silencesUnknownCallers || live.kind !== 'telephone') return false
  const caller = labelOfLine(phone, live, world)
  return isSilencedAsUnknown({
    isSaved: savedName(phone, live, world) !== null,
    wasDialled: phone.callList.some(({ logType, number }) => logType === 'OUTGOING' && number === live.line.text),
    isLabelled: caller?.kind === 'known' || caller?.kind === 'shared',
    labelledIsKnown: phone.system.labelledIsKnown,
  })
}

function labelOfLine(phone: Phone, live: LiveCall, world: World) {
  const { matchesNationalForm } = phone.system
  return labelledCaller(live.line, phone.handset, { ...callSources(phone, live.sim, world), matchesNationalForm })
}

// IOS-12: contacts first, then the extensions in the user's order.
function iosLabel(so: Happened, live: LiveCall, world: World): Happened {
  const { call } = live
  const other = otherLabel(so.phone, live, world)
  if (other !== null) {
    return { ...so, events: [...so.events, { type: 'other-label', callId: call.id, by: 'other-app', label: other }] }
  }
  const caller = labelOfLine(so.phone, live, world)
  if (caller === null) return so
  const told: Happened = { ...so, events: [...so.events, { type: 'identified', callId: call.id, caller }] }
  return apply(told, call.id, { type: 'identified', caller, at: call.startedAt })
}

function otherLabel(phone: Phone, live: LiveCall, world: World): string | null {
  if (world.otherLabels === undefined || savedName(phone, live, world) !== null) return null
  const { evidence } = resolveCaller(live.line, callSources(phone, live.sim, world))
  const label = world.otherLabels.get(evidence.number?.e164 ?? '') ?? null
  const ours = labelOfLine(phone, live, world)
  const isOurs = ours?.kind === 'known' || ours?.kind === 'shared'
  return phone.system.otherExtensionFirst || !isOurs ? label : null
}

// IOS-17: an app that is not running is told of no call.
function observe(so: Happened, callId: string): Happened {
  const live = findLive(so.phone, callId)
  if (so.phone.handset.platform !== 'ios' || so.phone.app.state !== 'open' || live === undefined) return so
  return { ...so, events: [...so.events, { type: 'call-observed', ...observedCall(live.call) }] }
}

/** Something is done to a call that goes on; without such a call, nothing happens. */
export function proceedCall(phone: Phone, action: Proceed, world: World): Happened {
  const target = findCall(phone, action)
  if (target === undefined) return giveUp(phone, action)
  // Telecom holds the call in progress when another is answered.
  const active = phone.calls.find(({ call }) => call.phase === 'answered' && call.id !== target.call.id)
  const makesRoom = active !== undefined && (action.type === 'answer' || action.type === 'resume')
  const before: Happened = makesRoom
    ? apply({ phone, events: [] }, active.call.id, { type: 'held', at: action.at })
    : { phone, events: [] }
  const { id } = target.call
  const after = observe(apply(before, id, callEvent(action)), id)
  const told = action.type === 'end' ? postCall(after, id, { at: action.at, world }) : after
  return settle(broadcast(told, phone, { callId: id, at: action.at }, world), action.at, world)
}

function findCall({ calls, screenings }: Phone, action: Proceed): LiveCall | undefined {
  if (action.callId !== undefined) return calls.find(({ call }) => call.id === action.callId)
  const inPhase = (phase: Call['phase']) => calls.find(({ call }) => call.phase === phase)
  if (action.type === 'resume') return inPhase('held')
  if (action.type === 'hold') return inPhase('answered')
  const isEnd = action.type === 'end' && screenings.length === 0
  return inPhase('ringing') ?? inPhase('dialling') ?? (isEnd ? (inPhase('answered') ?? inPhase('held')) : undefined)
}

// A caller who hangs up before the phone was let ring: listed as missed, and nothing else (AND-07).
function giveUp(phone: Phone, action: Proceed): Happened {
  const { callId } = action
  const screening = phone.screenings.find((each) => callId === undefined || each.callId === callId)
  if (action.type !== 'end' || screening === undefined) return { phone, events: [] }
  const { line, startedAt: at } = screening
  const live = liveOf(phone, { type: 'ring', id: screening.callId, line, at })
  const screenings = phone.screenings.filter((other) => other !== screening)
  const ended: PhoneEvent = { type: 'ended', callId: screening.callId, cause: GAVE_UP }
  return listBlocked({ phone: { ...phone, screenings }, events: [ended] }, live, 'MISSED')
}

function callEvent(action: Proceed) {
  if (action.type === 'end') return { type: 'ended', cause: action.cause, at: action.at } as const
  const type = { answer: 'answered', hold: 'held', resume: 'resumed' } as const
  return { type: type[action.type], at: action.at }
}

/** Every call that goes on ends, as when the phone is switched off; no app is there to be told. */
export function endAllCalls(phone: Phone, at: number, world: World): Happened {
  const live = phone.calls.filter(({ call }) => call.phase !== 'ended')
  const noApp: Phone = { ...phone, app: { ...phone.app, state: 'stopped' } }
  const ended = live.reduce<Happened>(
    (so, { call }) => apply(so, call.id, { type: 'ended', cause: call.phase === 'ringing' ? 'MISSED' : 'LOCAL', at }),
    { phone: noApp, events: [] },
  )
  const listed = settle(ended, at, world)
  return { phone: { ...listed.phone, calls: [], app: phone.app }, events: listed.events }
}

/** Whether the phone has anything to ring about: no call, nobody asked about one. */
export function isIdle({ calls, screenings }: Phone): boolean {
  return phoneState(calls) === 'IDLE' && screenings.length === 0
}
