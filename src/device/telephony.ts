// How the simulated phone carries a call: the system's part of it (android.ts, ios.ts) around the app's (core/call.ts).
import { contactLimit, type Handset, isGranted, planAccess } from '../core/access.ts'
import {
  advanceCall,
  type Call,
  type CallEvent,
  callLogType,
  type DisconnectCause,
  dayAt,
  type Effect,
  newCall,
  talkMs,
} from '../core/call.ts'
import { type Caller, renderCard, resolveCaller, type Sources } from '../core/caller.ts'
import { renderLabel } from '../core/contact.ts'
import { broadcastsOf, heardLine, phoneState, postCallOf } from './android.ts'
import { labelledCaller } from './ios.ts'
import type { CallListRow, Happened, LiveCall, Phone, PhoneAction, PhoneEvent, World } from './phone.ts'

type Begin = Extract<PhoneAction, { type: 'ring' | 'dial' }>
type Proceed = Extract<PhoneAction, { type: 'answer' | 'hold' | 'resume' | 'end' }>

/** A call comes in or is dialled. */
export function beginCall(phone: Phone, action: Begin, world: World): Happened {
  const isRing = action.type === 'ring'
  const call = newCall({
    id: action.id,
    direction: isRing ? 'incoming' : 'outgoing',
    from: isRing ? 'outside' : action.from,
    at: action.at,
  })
  const kind = (isRing ? action.kind : undefined) ?? 'telephone'
  const wasScreened = phone.handset.platform === 'android' && phone.handset.screeningRole && kind === 'telephone'
  const live: LiveCall = { call, line: action.line, kind, wasScreened }
  const sign: PhoneEvent = isRing
    ? { type: 'ringing', callId: call.id, line: action.line, name: savedName(phone.handset, live, world) }
    : { type: 'dialling', callId: call.id, line: action.line, from: call.from }
  const started: Happened = { phone: { ...phone, calls: [...phone.calls, live] }, events: [] }
  // Telecom lets one call ring at a time; a second one is missed unheard (CallsManager.java, maximum ringing calls).
  if (isRing && phone.calls.some((other) => other.call.phase === 'ringing')) {
    return apply(started, call.id, { type: 'ended', cause: 'MISSED', at: action.at })
  }
  const screened = wasScreened ? screen(started, live, action.at, world) : started
  const rung: Happened = { phone: screened.phone, events: [...screened.events, sign] }
  if (phone.handset.platform === 'ios') return label(rung, live, action.at, world)
  const known =
    !isRing && action.from === 'app' ? identify(rung, call.id, resolve(rung.phone, live, world), action.at) : rung
  return broadcast(known, phone, { callId: call.id, at: action.at }, world)
}

/** Something is done to a call that goes on; without such a call, nothing happens. */
export function proceedCall(phone: Phone, action: Proceed, world: World): Happened {
  const target = findCall(phone, action)
  if (target === undefined) return { phone, events: [] }
  // Telecom holds the call in progress when another is answered.
  const active = phone.calls.find(({ call }) => call.phase === 'answered' && call.id !== target.call.id)
  const makesRoom = active !== undefined && (action.type === 'answer' || action.type === 'resume')
  const before: Happened = makesRoom
    ? apply({ phone, events: [] }, active.call.id, { type: 'held', at: action.at })
    : { phone, events: [] }
  const after = apply(before, target.call.id, callEvent(action))
  const told = action.type === 'end' ? postCall(after, target.call.id, action.at) : after
  return settle(broadcast(told, phone, { callId: target.call.id, at: action.at }, world), action.at, world)
}

function findCall({ calls }: Phone, action: Proceed): LiveCall | undefined {
  if (action.callId !== undefined) return calls.find(({ call }) => call.id === action.callId)
  const inPhase = (phase: Call['phase']) => calls.find(({ call }) => call.phase === phase)
  if (action.type === 'resume') return inPhase('held')
  if (action.type === 'hold') return inPhase('answered')
  return (
    inPhase('ringing') ??
    inPhase('dialling') ??
    (action.type === 'end' ? (inPhase('answered') ?? inPhase('held')) : undefined)
  )
}

function callEvent(action: Proceed): CallEvent {
  if (action.type === 'end') return { type: 'ended', cause: action.cause, at: action.at }
  const type = { answer: 'answered', hold: 'held', resume: 'resumed' } as const
  return { type: type[action.type], at: action.at }
}

// One event of one call, and its effects, each of which something on the phone shows for.
function apply(so: Happened, callId: string, event: CallEvent): Happened {
  const live = so.phone.calls.find(({ call }) => call.id === callId)
  if (live === undefined) return so
  const { call, effects } = advanceCall(live.call, event, planAccess(so.phone.handset))
  if (call === live.call) return so
  const calls = so.phone.calls.map((other) => (other === live ? { ...live, call } : other))
  const sign: PhoneEvent[] =
    event.type === 'ended'
      ? [{ type: 'ended', callId, cause: event.cause }]
      : event.type === 'identified' || event.type === 'reviewed'
        ? []
        : [{ type: event.type, callId }]
  // A call list row waits in the finished call until the phone is idle (AND-33).
  const shown = effects.filter((effect) => effect.type !== 'write-call-list')
  const changed: Happened = { phone: { ...so.phone, calls }, events: [...so.events, ...sign, ...shown] }
  return shown.reduce((next, effect) => notify(next, effect, event.at), changed)
}

function notify(so: Happened, effect: Effect, at: number): Happened {
  const isNotice =
    effect.type === 'notify-missed' || (effect.type === 'open-outcome' && effect.surface === 'notification')
  if (!isNotice) return so
  const callId = effect.type === 'open-outcome' ? effect.call.callId : `${effect.contactId}-${at}`
  const notifications = [{ ...effect, id: `${effect.type}-${callId}`, at }, ...so.phone.notifications]
  return { ...so, phone: { ...so.phone, notifications } }
}

// The first delivery of a number counts; what comes later for the same call says the same.
function identify(so: Happened, callId: string, caller: Caller, at: number): Happened {
  const isNew = so.phone.calls.some(({ call }) => call.id === callId && call.caller === null)
  const sign: PhoneEvent[] = isNew ? [{ type: 'identified', callId, caller }] : []
  return apply({ ...so, events: [...so.events, ...sign] }, callId, { type: 'identified', caller, at })
}

function resolve({ handset }: Phone, { line }: LiveCall, world: World): Caller {
  return resolveCaller(line, sourcesOf(handset, world))
}

/** What a phone looks in when it is called. */
export function sourcesOf(handset: Handset, { directory, addressBook }: World): Sources {
  return { directory, addressBook, regions: handset.simCountries, limit: contactLimit(handset) }
}

// The screening role is asked before the phone rings (AND-01), and brings the number with it.
function screen(so: Happened, live: LiveCall, at: number, world: World): Happened {
  const direction = live.call.direction === 'incoming' ? 'INCOMING' : 'OUTGOING'
  const asked: Happened = { ...so, events: [...so.events, { type: 'screen-call', callId: live.call.id, direction }] }
  return identify(asked, live.call.id, resolve(so.phone, live, world), at)
}

function label(so: Happened, live: LiveCall, at: number, world: World): Happened {
  const { handset } = so.phone
  const caller = labelledCaller(live.line, handset, sourcesOf(handset, world))
  return caller === null ? so : identify(so, live.call.id, caller, at)
}

// Only a change of the state is broadcast (AND-24).
function broadcast(so: Happened, before: Phone, cause: { callId: string; at: number }, world: World): Happened {
  const [from, to] = [phoneState(before.calls), phoneState(so.phone.calls)]
  const live = so.phone.calls.find(({ call }) => call.id === cause.callId)
  if (from === to || live === undefined || so.phone.handset.platform !== 'android') return so
  const broadcasts = broadcastsOf(to, live, { handset: so.phone.handset, numberFirst: world.numberFirst() })
  const sent = broadcasts.map((each): PhoneEvent => ({ type: 'phone-state', ...each }))
  const heard = heardLine(from, broadcasts)
  const told: Happened = { ...so, events: [...so.events, ...sent] }
  return heard === null
    ? told
    : identify(told, cause.callId, resolve(so.phone, { ...live, line: heard }, world), cause.at)
}

function postCall(so: Happened, callId: string, at: number): Happened {
  const live = so.phone.calls.find(({ call }) => call.id === callId)
  const extras = live ? postCallOf(live.call, live.wasScreened, so.phone.handset) : null
  if (extras === null) return so
  return apply({ ...so, events: [...so.events, { type: 'post-call', callId, ...extras }] }, callId, {
    type: 'reviewed',
    cause: extras.cause,
    at,
  })
}

// Idle: the rows of the finished calls appear in the call list, and an app that may read them learns how they went.
function settle(so: Happened, at: number, world: World): Happened {
  const finished = so.phone.calls.filter(({ call }) => call.phase === 'ended')
  if (phoneState(so.phone.calls) !== 'IDLE' || finished.length === 0) return so
  const listed = finished.reduce((next, live) => list(next, live, world), so)
  const reviewed = finished.reduce((next, live) => review(next, live, { at, world }), listed)
  const calls = reviewed.phone.calls.filter(({ call }) => call.phase !== 'ended')
  return { ...reviewed, phone: { ...reviewed.phone, calls } }
}

function list(so: Happened, live: LiveCall, world: World): Happened {
  const { call, line } = live
  const logType = callLogType(call)
  if (logType === null || live.kind !== 'telephone') return so
  const row: CallListRow = {
    callId: call.id,
    logType,
    number: line.text,
    name: listedName(so.phone.handset, live, world),
    at: call.startedAt,
    durationMs: talkMs(call),
  }
  return {
    phone: { ...so.phone, callList: [row, ...so.phone.callList] },
    events: [...so.events, { type: 'call-list', ...row }],
  }
}

function review(so: Happened, { call, kind }: LiveCall, { at, world }: { at: number; world: World }): Happened {
  const { handset } = so.phone
  const isHeard = handset.platform === 'android' && isGranted(handset, 'phone') && kind === 'telephone'
  if (!isHeard || call.cause === null) return so
  const learn = (next: Happened, cause: DisconnectCause) => apply(next, call.id, { type: 'reviewed', cause, at })
  if (isGranted(handset, 'callLog')) {
    const live = so.phone.calls.find((other) => other.call.id === call.id)
    const named = live ? identify(so, call.id, resolve(so.phone, live, world), at) : so
    return learn(named, call.cause)
  }
  // From the state alone, a call that nobody answered is a missed one: it cannot be told from a rejected one (AND-34).
  return learn(so, call.direction === 'incoming' && call.answeredAt === null ? 'MISSED' : call.cause)
}

// On Android the system names its own contacts only; on iOS the label stands in the list too (R-08, IOS-15).
function listedName(handset: Handset, live: LiveCall, world: World): string | null {
  const { caller } = live.call
  const card = handset.platform === 'ios' && caller ? renderCard(caller, dayAt(live.call.startedAt)) : null
  return card ? renderLabel(card) : savedName(handset, live, world)
}

function savedName(handset: Handset, { line }: LiveCall, world: World): string | null {
  const caller = resolveCaller(line, sourcesOf(handset, world))
  return caller.kind === 'saved' ? caller.name : null
}
