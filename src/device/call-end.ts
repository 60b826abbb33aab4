// What the system tells of a call and of its end: broadcasts, the mode of the sound, POST_CALL, the call list.

import { type CallLogType, callLogType, talkMs } from '../core/call.ts'
import { isEmergencyNumber } from '../core/caller.ts'
import { readsCallLog } from '../core/handset.ts'
import { audioMode, broadcastsOf, phoneState, postCallOf } from './android/android.ts'
import { startForCall } from './app-life.ts'
import { deliver } from './delivery.ts'
import type { Happened, PhoneEvent } from './event.ts'
import { tellChange } from './ios/history.ts'
import { findLive, savedName } from './live-call.ts'
import type { CallListRow, LiveCall, Phone, World } from './phone.ts'

type When = { readonly at: number; readonly world: World }

/** Only a change of the state is broadcast (AND-24), and nothing of it reaches a stopped app (AND-27), or any before the first unlock (AND-28). */
export function broadcast(so: Happened, before: Phone, cause: { callId: string; at: number }, world: World): Happened {
  const live = findLive(so.phone, cause.callId)
  const { handset, appProcess, conditions } = so.phone
  const isUnheard = appProcess.state === 'stopped' || conditions.lock === 'before-first-unlock'
  if (handset.platform !== 'android' || isUnheard) return so
  const [was, is] = [audioMode(before.calls), audioMode(so.phone.calls)]
  const heard = was === is ? so : deliver(so, { type: 'audio-mode', mode: is, at: cause.at })
  const [from, to] = [phoneState(before.calls), phoneState(so.phone.calls)]
  if (from === to || live === undefined) return heard
  const { callId, at } = cause
  const broadcasts = broadcastsOf(to, live, { handset, numberFirst: world.numberFirst() })
  return broadcasts.reduce<Happened>((next, each) => {
    const told = deliver(next, { type: 'phone-state', callId, at, sim: live.sim, ...each })
    return { ...told, events: [...told.events, { type: 'phone-state', ...each }] }
  }, heard)
}

/**
 * AND-30: the end of a call as the role's holder is told of it, with its number; of other apps' own calls too. Being started
 * for it a stopped app is stopped no longer (AND-27).
 */
export function postCall(so: Happened, callId: string, { at }: When): Happened {
  const live = findLive(so.phone, callId)
  if (live === undefined || live.call.phase !== 'ended' || live.kind === 'external') return so
  const { call, line, sim } = live
  if (isEmergencyNumber(line.text)) return so
  const extras = postCallOf(call, live.roleWasHeld, so.phone.handset)
  const { appProcess, system, conditions } = so.phone
  const isLeft = appProcess.state === 'stopped' && !system.stoppedRoleHolderIsBound
  if (extras === null || isLeft || conditions.lock === 'before-first-unlock') return so
  const started = startForCall(so)
  const told: Happened = { ...started, events: [...started.events, { type: 'post-call', callId, ...extras }] }
  return deliver(told, { type: 'post-call', callId, line, sim, at, ...extras })
}

/** The rows of finished calls appear in the call list, at once or some time later, whatever else goes on (AND-33). */
export function settle(so: Happened, at: number, world: World): Happened {
  const rowAt = at + so.phone.system.callLogDelayMs
  const finished = so.phone.calls.filter(({ call, rowAt }) => call.phase === 'ended' && rowAt === null)
  if (finished.length === 0) return so
  const calls = so.phone.calls.map((live) => (finished.includes(live) ? { ...live, rowAt } : live))
  const waiting: Happened = { ...so, phone: { ...so.phone, calls } }
  return rowAt === at ? writeRows(waiting, { at, world }) : waiting
}

/** The rows that are due appear, and an app that may read them is told. */
export function writeRows(so: Happened, { at, world }: When): Happened {
  const due = so.phone.calls.filter(({ rowAt }) => rowAt !== null && rowAt <= at)
  const listed = due.reduce((next, live) => list(next, live, { at, world }), so)
  const ids = new Set(due.map(({ call }) => call.id))
  const calls = listed.phone.calls.filter(({ call }) => !ids.has(call.id))
  return { ...listed, phone: { ...listed.phone, calls, ...emergencyEnd(due, so.phone) } }
}

// AND-12: after an emergency call the service may call back.
function emergencyEnd(due: readonly LiveCall[], { emergencyAt }: Phone): Pick<Phone, 'emergencyAt'> {
  const emergency = due.findLast(({ line, call }) => call.direction === 'outgoing' && isEmergencyNumber(line.text))
  return { emergencyAt: emergency?.call.endedAt ?? emergencyAt }
}

function list(so: Happened, live: LiveCall, { at, world }: When): Happened {
  const logType = live.isAutoMissed ? 'MISSED' : callLogType(live.call)
  if (logType === null || !isListed(so.phone, live)) return so
  const isFiltered = live.isFiltered ? { isFiltered: true as const } : {}
  const row = { ...rowOf(live, logType), name: listedName(so.phone, live, world), ...isFiltered }
  const listed = addRow(so, row, live)
  // The list says nothing by itself: a broadcast, or a process that is there, makes the app look.
  return live.kind === 'telephone' && readsCallLog(so.phone.handset)
    ? deliver(listed, { type: 'call-log', row, sim: live.sim, at })
    : tellChange(listed, at)
}

// AND-80: another app's own call stands there only if that app wants it; ours reads the telephone's rows alone.
function isListed({ handset, system }: Phone, { kind }: LiveCall): boolean {
  const isVoip = kind === 'self-managed' && handset.platform === 'android' && handset.apiLevel >= 36
  return kind === 'telephone' || (isVoip && system.voipCallsListed)
}

/** A call that never was among the phone's calls: turned away by somebody, or given up before it could ring (AND-15). */
export function listUnrung(so: Happened, live: LiveCall, row: { logType: CallLogType; world: World }): Happened {
  return addRow(so, { ...rowOf(live, row.logType), name: listedName(so.phone, live, row.world) }, live)
}

function rowOf({ call, line }: LiveCall, logType: CallLogType): CallListRow {
  const durationMs = talkMs(call)
  const { text: number, presentation } = line
  return { callId: call.id, logType, number, presentation, name: null, at: call.startedAt, durationMs }
}

function addRow(so: Happened, row: CallListRow, { rowsBefore }: LiveCall): Happened {
  const sign: PhoneEvent = { type: 'call-list', ...row }
  const { callList } = so.phone
  // Newest first, by when the calls began: rows that have come since this one's did stand above it.
  const since = callList.slice(0, Math.max(0, callList.length - rowsBefore)).filter(({ at }) => at >= row.at)
  const listed = [...since, row, ...callList.filter((other) => !since.includes(other))]
  return { ...so, phone: { ...so.phone, callList: listed }, events: [...so.events, sign] }
}

// On Android the system names its own contacts only; on iOS the label stands in the list too (R-08, IOS-15).
function listedName(phone: Phone, live: LiveCall, world: World): string | null {
  const label = phone.system.labelsInCallList ? live.label : null
  return label ?? savedName(phone, live, world)
}
