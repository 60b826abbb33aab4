// What the system tells of a call and of its end: broadcasts, POST_CALL, the call list; and by which of them the app
// learns how the call went.
import { isGranted } from '../core/access.ts'
import { type CallLogType, callLogType, type DisconnectCause, talkMs } from '../core/call.ts'
import { isEmergencyNumber } from '../core/caller.ts'
import { renderLabel } from '../core/contact.ts'
import { broadcastsOf, heardLine, phoneState, postCallOf } from './android/android.ts'
import { accessOf, apply, cardOf, findLive, isListening, savedName } from './call-flow.ts'
import type { Happened, PhoneEvent } from './event.ts'
import { identify } from './identify.ts'
import type { CallListRow, LiveCall, Phone, World } from './phone.ts'

type When = { readonly at: number; readonly world: World }

/** Only a change of the state is broadcast (AND-24), and nothing of it reaches a stopped app (AND-27). */
export function broadcast(so: Happened, before: Phone, cause: { callId: string; at: number }, world: World): Happened {
  const [from, to] = [phoneState(before.calls), phoneState(so.phone.calls)]
  const live = findLive(so.phone, cause.callId)
  const { handset, app } = so.phone
  if (from === to || live === undefined || handset.platform !== 'android' || app.state === 'stopped') return so
  const broadcasts = broadcastsOf(to, live, { handset, numberFirst: world.numberFirst() })
  const sent = broadcasts.map((each): PhoneEvent => ({ type: 'phone-state', ...each }))
  const heard = heardLine(from, broadcasts)
  const told: Happened = { ...so, events: [...so.events, ...sent] }
  return heard === null ? told : identify(told, { ...live, line: heard }, { at: cause.at, world })
}

/** AND-30: the end of a call as the role's holder is told of it, with its number. */
export function postCall(so: Happened, callId: string, { at, world }: When): Happened {
  const live = findLive(so.phone, callId)
  if (live === undefined || live.call.phase !== 'ended' || live.kind !== 'telephone') return so
  if (isEmergencyNumber(live.line.text)) return so
  const extras = postCallOf(live.call, live.roleWasHeld, so.phone.handset)
  if (extras === null || so.phone.app.state === 'stopped') return so
  const told: Happened = { ...so, events: [...so.events, { type: 'post-call', callId, ...extras }] }
  // The system starts it in the package that held the role when the call was let through, whoever holds it now.
  const handset = { ...so.phone.handset, screeningRole: true }
  const access = accessOf({ ...so.phone, handset })
  const known = identify(told, live, { at, world })
  const calls = known.phone.calls.map((each) => (each.call.id === callId ? { ...each, isReported: true } : each))
  const reported: Happened = { ...known, phone: { ...known.phone, calls } }
  return apply(reported, callId, { type: 'reviewed', cause: extras.cause, at }, access)
}

/**
 * The phone is idle: the finished calls' rows appear in the call list, at once or some time later (AND-33), and an app
 * that may read them learns how the calls went.
 */
export function settle(so: Happened, at: number, world: World): Happened {
  if (phoneState(so.phone.calls) !== 'IDLE') return so
  const rowAt = at + so.phone.system.callLogDelayMs
  const finished = so.phone.calls.filter(({ call, rowAt }) => call.phase === 'ended' && rowAt === null)
  if (finished.length === 0) return so
  const calls = so.phone.calls.map((live) => (finished.includes(live) ? { ...live, rowAt } : live))
  const waiting: Happened = { ...so, phone: { ...so.phone, calls } }
  if (rowAt === at) return writeRows(waiting, { at, world })
  // Without the right to read the list, the app has nothing to wait for.
  return finished.reduce((next, live) => (canReadList(next.phone) ? next : review(next, live, { at, world })), waiting)
}

/** The rows that are due appear. */
export function writeRows(so: Happened, { at, world }: When): Happened {
  const due = so.phone.calls.filter(({ rowAt }) => rowAt !== null && rowAt <= at)
  const listed = due.reduce((next, live) => list(next, live, world), so)
  const reviewed = due.reduce((next, live) => review(next, live, { at, world }), listed)
  const ids = new Set(due.map(({ call }) => call.id))
  const calls = reviewed.phone.calls.filter(({ call }) => !ids.has(call.id))
  return { ...reviewed, phone: { ...reviewed.phone, calls, ...emergencyEnd(due, so.phone) } }
}

// AND-12: after an emergency call the service may call back.
function emergencyEnd(due: readonly LiveCall[], { emergencyAt }: Phone): Pick<Phone, 'emergencyAt'> {
  const emergency = due.findLast(({ line, call }) => call.direction === 'outgoing' && isEmergencyNumber(line.text))
  return { emergencyAt: emergency?.call.endedAt ?? emergencyAt }
}

function list(so: Happened, live: LiveCall, world: World): Happened {
  const logType = callLogType(live.call)
  if (logType === null || live.kind !== 'telephone') return so
  return addRow(so, { ...rowOf(live, logType), name: listedName(so.phone, live, world) })
}

/** A call that never was among the phone's calls: turned away by somebody, or given up before it could ring (AND-15). */
export function listUnrung(so: Happened, live: LiveCall, row: { logType: CallLogType; world: World }): Happened {
  return addRow(so, { ...rowOf(live, row.logType), name: savedName(so.phone, live, row.world) })
}

function rowOf({ call, line }: LiveCall, logType: CallLogType): CallListRow {
  const durationMs = talkMs(call)
  const { text: number, presentation } = line
  return { callId: call.id, logType, number, presentation, name: null, at: call.startedAt, durationMs }
}

function addRow(so: Happened, row: CallListRow): Happened {
  return {
    phone: { ...so.phone, callList: [row, ...so.phone.callList] },
    events: [...so.events, { type: 'call-list', ...row }],
  }
}

function canReadList({ handset }: Phone): boolean {
  return isGranted(handset, 'callLog')
}

function review(so: Happened, { call, kind, isReported }: LiveCall, { at, world }: When): Happened {
  const { handset } = so.phone
  const isHeard = handset.platform === 'android' && isGranted(handset, 'phone') && kind === 'telephone'
  if (!isHeard || call.cause === null || !isListening(so.phone)) return so
  const learn = (next: Happened, cause: DisconnectCause) => apply(next, call.id, { type: 'reviewed', cause, at })
  if (canReadList(so.phone)) {
    const live = findLive(so.phone, call.id)
    return learn(live ? identify(so, live, { at, world }) : so, call.cause)
  }
  if (isReported) return so
  // From the state alone, a call that nobody answered is a missed one: it cannot be told from a rejected one (AND-34).
  return learn(so, call.direction === 'incoming' && call.answeredAt === null ? 'MISSED' : call.cause)
}

// On Android the system names its own contacts only; on iOS the label stands in the list too (R-08, IOS-15).
function listedName(phone: Phone, live: LiveCall, world: World): string | null {
  const isNamed = phone.handset.platform === 'ios' && phone.system.labelsInCallList
  const card = isNamed ? cardOf(live.call.caller, live.call.startedAt) : null
  return card ? renderLabel(card) : savedName(phone, live, world)
}
