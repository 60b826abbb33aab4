// The invariants of the phone itself: its call list tells what happened, and what is kept survives.
import type { CarriedPhone } from '../../app/carried.ts'
import { nameLine } from '../../core/number/presentation.ts'
import type { CallListRow } from '../../device/phone.ts'
import type { Moment } from '../moment.ts'
import type { ModelCall } from './model.ts'

/** One row for each finished call, none for others, each as the call went. */
export function isCallListRight({ model, stage }: Moment): string | null {
  const { callList, handset } = stage.phone()
  const rows = new Map<string, CallListRow>()
  for (const row of callList) {
    if (rows.has(row.callId)) return `two rows for the call with ${row.number}`
    rows.set(row.callId, row)
  }
  for (const call of model.calls) {
    const wrong = whyWrongRow(call, rows.get(call.id), handset.platform)
    if (wrong !== null) return wrong
    rows.delete(call.id)
  }
  const [extra] = rows.values()
  return extra === undefined ? null : `a row for ${extra.number}, with whom there was no call`
}

function whyWrongRow(call: ModelCall, row: CallListRow | undefined, platform: string): string | null {
  const who = nameLine(call.line)
  const expected = rowTypeOf(call, platform)
  if (expected === null) return row === undefined ? null : `a row for the call with ${who}, expected none`
  if (row === undefined) return call.isOver ? `no row for the call with ${who}` : null
  const durationMs = call.answeredAt === null || call.endedAt === null ? 0 : call.endedAt - call.answeredAt
  if (row.logType !== expected) return `a row ${row.logType} for the call with ${who}, expected ${expected}`
  const shown = { presentation: row.presentation, text: row.number }
  if (nameLine(shown) !== who) return `a row with ${nameLine(shown)}, expected ${who}`
  if (row.durationMs === durationMs) return null
  return `a row of ${row.durationMs} ms for the call with ${who}, expected ${durationMs} ms`
}

// Android lists a blocked call, iOS does not (AND-15); only calls of the telephone are listed, once they are over.
function rowTypeOf({ direction, kind, cause, answeredAt, endedAt, isBlocked, isKept }: ModelCall, platform: string) {
  if (kind !== 'telephone') return null
  if (isBlocked) return platform === 'android' ? 'BLOCKED' : null
  if (endedAt === null) return null
  if (direction === 'outgoing') return 'OUTGOING'
  if (answeredAt !== null) return 'INCOMING'
  if (isKept) return 'MISSED'
  if (cause === 'REJECTED') return 'REJECTED'
  return cause === 'ANSWERED_ELSEWHERE' ? 'ANSWERED_EXTERNALLY' : 'MISSED'
}

/** What the phone and the app keep, as it was before. */
export function isCrashSurvived({ model, stage, step, before }: Moment): string | null {
  const held = idsOf(stage.directory().contacts.keys())
  const expected = idsOf(model.held.map(({ id }) => id))
  if (held !== expected) return `the app holds the contacts ${held || 'none'}, expected ${expected || 'none'}`
  const isCrash = step.do === 'force-stop' || step.do === 'reboot' || step.do === 'kill-app'
  if (!isCrash) return null
  const kept = idsOf(Array.from(stage.store().readContacts(), ({ id }) => id))
  // Of a delta, each page is kept by itself; what calls are looked up in is the one from before until it is done.
  if (kept !== expected && !model.isSyncOpen)
    return `the app keeps the contacts ${kept || 'none'}, expected ${expected || 'none'}`
  const [was, is] = [lastingOf(before.phone), lastingOf(stage.phone())]
  if (was !== is) return `the phone has ${is} afterwards, had ${was}`
  const rows = stage.phone().callList
  const isThere = before.phone.callList.every((row) => rows.some(({ callId }) => callId === row.callId))
  return isThere ? null : 'the call list has lost a row'
}

function idsOf(ids: Iterable<string>): string {
  return [...ids].sort().join(', ')
}

function lastingOf({ handset, app }: CarriedPhone): string {
  const { lastSuccessAt, contacts, lastError } = app.sync
  const { settings, permissions, screeningRole } = handset
  return JSON.stringify({
    settings,
    permissions,
    screeningRole,
    isSignedIn: app.isSignedIn,
    lastSuccessAt,
    contacts,
    lastError,
  })
}
