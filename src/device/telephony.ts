// How the simulated phone carries a call: it begins, something is done to it, it ends. How a call gets to ring is the
// system's (android/call.ts, ios/call.ts).
import type { Call, CallEvent } from '../core/call.ts'
import { dialOn, receive } from './android/call.ts'
import { GAVE_UP } from './android/screening.ts'
import { broadcast, listUnrung, postCall, settle, writeRows } from './call-end.ts'
import { followedBy, type Happened, type PhoneEvent, quiet } from './event.ts'
import { dialOnIos, observe, receiveOnIos, withLabel } from './ios/call.ts'
import { callOn, proceed } from './live-call.ts'
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
  if (target === undefined) return action.type === 'end' ? giveUp(phone, action.callId, world) : quiet(phone)
  // Telecom holds the call in progress when another is answered.
  const active = phone.calls.find(({ call }) => call.phase === 'answered' && call.id !== target.call.id)
  const makesRoom = active !== undefined && (action.type === 'answer' || action.type === 'resume')
  const before = makesRoom ? proceed(quiet(phone), active.call.id, { type: 'held', at: action.at }) : quiet(phone)
  const { id } = target.call
  const after = observe(proceed(before, id, callEvent(action)), id, action.at)
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
  if (screening === undefined) return quiet(phone)
  const { line, startedAt: at } = screening
  const begun = callOn(phone, { type: 'ring', id: screening.callId, line, at })
  const live = phone.handset.platform === 'ios' ? withLabel(phone, begun, world) : begun
  const screenings = phone.screenings.filter((other) => other !== screening)
  const ended: PhoneEvent = { type: 'ended', callId: screening.callId, cause: GAVE_UP }
  return listUnrung({ ...quiet({ ...phone, screenings }), events: [ended] }, live, { logType: 'MISSED', world })
}

function callEvent(action: Proceed): CallEvent {
  if (action.type === 'end') return { type: 'ended', cause: action.cause, at: action.at }
  const type = { answer: 'answered', hold: 'held', resume: 'resumed' } as const
  return { type: type[action.type], at: action.at }
}

/** Every call ends, as when the phone is switched off: the rows are written, and no app is there to be told. */
export function endAllCalls(phone: Phone, at: number, world: World): Happened {
  const noApp = quiet({ ...phone, appProcess: { ...phone.appProcess, state: 'stopped' } })
  const given = phone.screenings.reduce((so, { callId }) => followedBy(so, (now) => giveUp(now, callId, world)), noApp)
  const ended = phone.calls.reduce((so, { call }) => {
    const cause = call.phase === 'ringing' ? 'MISSED' : 'LOCAL'
    return proceed(so, call.id, { type: 'ended', cause, at })
  }, given)
  const listed = writeRows(settle(ended, at, world), { at: Number.POSITIVE_INFINITY, world })
  const { appProcess, unread } = phone
  return { ...listed, phone: { ...listed.phone, calls: [], appProcess, unread } }
}
