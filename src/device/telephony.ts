// How the simulated phone carries a call: it begins, something is done to it, it ends. How a call gets to ring is the
// system's (android/call.ts, ios/call.ts); what the app makes of it is call-flow.ts.
import type { Call, CallEvent } from '../core/call.ts'
import { dialOn, receive } from './android/call.ts'
import { GAVE_UP } from './android/screening.ts'
import { broadcast, listUnrung, postCall, settle, writeRows } from './call-end.ts'
import { apply, callOn } from './call-flow.ts'
import type { Happened, PhoneEvent } from './event.ts'
import { dialOnIos, observe, receiveOnIos } from './ios/call.ts'
import type { LiveCall, Phone, PhoneAction, World } from './phone.ts'

type Begin = Extract<PhoneAction, { type: 'ring' | 'dial' }>
type Proceed = Extract<PhoneAction, { type: 'answer' | 'hold' | 'resume' | 'end' }>

/** A call comes in or is dialled. */
export function beginCall(phone: Phone, action: Begin, world: World): Happened {
  const isIos = phone.handset.platform === 'ios'
  if (action.type === 'ring') return (isIos ? receiveOnIos : receive)(phone, action, world)
  return (isIos ? dialOnIos : dialOn)(phone, action, world)
}

/** Something is done to a call that goes on; without such a call, nothing happens. */
export function proceedCall(phone: Phone, action: Proceed, world: World): Happened {
  const target = findCall(phone, action)
  if (target === undefined) return action.type === 'end' ? giveUp(phone, action.callId, world) : { phone, events: [] }
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
  // What has ended may still wait for its row, and is nobody's to end again.
  const { callId } = action
  if (callId !== undefined) return calls.find(({ call }) => call.id === callId && call.phase !== 'ended')
  const inPhase = (phase: Call['phase']) => calls.find(({ call }) => call.phase === phase)
  if (action.type === 'resume') return inPhase('held')
  if (action.type === 'hold') return inPhase('answered')
  const isEnd = action.type === 'end' && screenings.length === 0
  return inPhase('ringing') ?? inPhase('dialling') ?? (isEnd ? (inPhase('answered') ?? inPhase('held')) : undefined)
}

// A caller who hangs up before the phone was let ring: listed as missed, and nothing else (AND-07).
function giveUp(phone: Phone, callId: string | undefined, world: World): Happened {
  const screening = phone.screenings.find((each) => callId === undefined || each.callId === callId)
  if (screening === undefined) return { phone, events: [] }
  const { line, startedAt: at } = screening
  const live = callOn(phone, { type: 'ring', id: screening.callId, line, at })
  const screenings = phone.screenings.filter((other) => other !== screening)
  const ended: PhoneEvent = { type: 'ended', callId: screening.callId, cause: GAVE_UP }
  return listUnrung({ phone: { ...phone, screenings }, events: [ended] }, live, { logType: 'MISSED', world })
}

function callEvent(action: Proceed): CallEvent {
  if (action.type === 'end') return { type: 'ended', cause: action.cause, at: action.at }
  const type = { answer: 'answered', hold: 'held', resume: 'resumed' } as const
  return { type: type[action.type], at: action.at }
}

/** Every call ends, as when the phone is switched off: the rows are written, and no app is there to be told. */
export function endAllCalls(phone: Phone, at: number, world: World): Happened {
  const noApp: Phone = { ...phone, app: { ...phone.app, state: 'stopped' } }
  const quiet = phone.screenings.reduce<Happened>((so, { callId }) => then(so, giveUp(so.phone, callId, world)), {
    phone: noApp,
    events: [],
  })
  const ended = phone.calls.reduce((so, { call }) => {
    const cause = call.phase === 'ringing' ? 'MISSED' : 'LOCAL'
    return apply(so, call.id, { type: 'ended', cause, at })
  }, quiet)
  const listed = writeRows(settle(ended, at, world), { at: Number.POSITIVE_INFINITY, world })
  return { phone: { ...listed.phone, calls: [], app: phone.app }, events: listed.events }
}

function then(before: Happened, after: Happened): Happened {
  return { phone: after.phone, events: [...before.events, ...after.events] }
}
