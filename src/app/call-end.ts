// How has a call ended? What Android tells with its number: POST_CALL and the row in the call log. Finds the open call that is
// meant, and believes what is told only as far as any app could not have said it.

import type { CallLogType, DisconnectCause } from '../core/call.ts'
import type { Line } from '../core/number/presentation.ts'
import type { PostCall } from '../device/android/android.ts'
import {
  type CallRecord,
  type CallSession,
  LONGEST_RING_MS,
  type OpenCall,
  openCall,
  record,
  replace,
  type Settled,
  spokenMs,
  type Told,
} from './call-session.ts'

// A row and the first sign of its call are so far apart at most.
const SAME_CALL_MS = 30_000
// Of what has been in the log for longer nobody wants to be told.
const LATEST_MS = 5 * 60_000
// The call log has whole seconds.
const ROUNDED_MS = 1_000
// Nobody turns a call down so fast.
const AUTO_MISS_MS = 2_000

/** POST_CALL; it is believed of a call that the phone has told of before, for any app can say that a call has ended. */
export function noteEnd(session: CallSession, told: Ended & { readonly callId: string }): Told {
  const call = whichEnded(session, told)
  if (call === null) return { session, records: [] }
  const ended: OpenCall = { ...call, line: told.line, endedAt: call.endedAt ?? told.at }
  const result = wasKeptFromRinging(session, call, told) ? 'missed' : resultOf(call.direction, told)
  const spoken = spokenMs(ended)
  const durationMs = result === 'answered' || result === 'dialled' ? Math.max(spoken, SPOKEN_MS[told.duration]) : 0
  return record({ session: replace(session, call, ended), records: [] }, ended, {
    callId: told.callId,
    result,
    durationMs,
  })
}

// At least so long the two have spoken (AND-31).
const SPOKEN_MS = { VERY_SHORT: 0, SHORT: 3_000, MEDIUM: 60_000, LONG: 120_000 } as const

type Ended = PostCall & { readonly line: Line; readonly at: number }

function whichEnded(session: CallSession, { line, cause, duration, at }: Ended): OpenCall | null {
  const isUnanswered = UNANSWERED.has(cause)
  const open = session.open.filter(
    // What has not been there for so long is not what ended, and nobody misses or turns down a call of his own.
    ({ startedAt, direction }) => startedAt + SPOKEN_MS[duration] <= at && !(isUnanswered && direction === 'outgoing'),
  )
  const named = open.filter((call) => call.line !== null && call.line.text === line.text)
  const same = named.length > 0 ? named : open.filter((call) => call.line === null && !call.isUnreported)
  const live = same.filter(({ endedAt }) => endedAt === null)
  const candidates = live.length > 0 ? live : same
  const last = candidates.at(-1) ?? null
  if (isUnanswered) return candidates.findLast(({ answeredAt }) => answeredAt === null) ?? last
  // Of two calls with one number the answered one is the earlier.
  return candidates.find(({ answeredAt }) => answeredAt !== null) ?? last
}

const UNANSWERED: ReadonlySet<DisconnectCause> = new Set(['MISSED', 'REJECTED', 'ANSWERED_ELSEWHERE'])

/**
 * Of a call that comes while another rings or is dialled Telecom says REJECTED, and has it in the call list as missed (AOSP
 * Telecom, CallsManager.onCallFilteringComplete, autoMissCallAndLog). Without the phone's state the call before may have
 * been answered, and a user have turned this one down: so it counts only at once.
 */
function wasKeptFromRinging(
  { open }: CallSession,
  call: OpenCall,
  told: { cause: DisconnectCause; at: number },
): boolean {
  if (told.cause !== 'REJECTED' || call.phase !== 'asked' || call.direction === 'outgoing') return false
  const isAtOnce = told.at - call.startedAt <= AUTO_MISS_MS
  return open.some((other) => {
    const isBefore =
      other !== call && other.startedAt <= call.startedAt && other.startedAt >= call.startedAt - LONGEST_RING_MS
    return isBefore && other.answeredAt === null && other.endedAt === null && (other.phase === 'ringing' || isAtOnce)
  })
}

function resultOf(direction: OpenCall['direction'], { cause, duration }: PostCall): CallRecord['result'] {
  if (direction === 'outgoing') return 'dialled'
  if (cause === 'MISSED') return 'missed'
  if (cause === 'REJECTED') return 'rejected'
  if (cause === 'ANSWERED_ELSEWHERE') return 'answered-elsewhere'
  // What nobody answered counts as no time at all (AND-31).
  return cause === 'LOCAL' || cause === 'REMOTE' || duration !== 'VERY_SHORT' ? 'answered' : 'unknown'
}

interface Row {
  readonly callId: string
  readonly logType: CallLogType
  readonly line: Line
  readonly sim: string | null
  /** When the call began. */
  readonly at: number
  readonly durationMs: number
  /** Whether the phone's contacts had the number; null where no row says so. */
  readonly isSaved: boolean | null
  /** When the app has read it. */
  readonly readAt: number
}

/**
 * A row of the call log: what it says is sure, also of a call that the app was told nothing of. One that was not read for minutes
 * ends its call, and nothing follows.
 *
 * @param since when the user signed in, in ms; an unheard call from before is nobody's. Null when that is not known
 */
export function noteRow(session: CallSession, row: Row, since: number | null): Told {
  const told = withRow(session, row, since)
  // Of one that rang for long the row does not say when it ended; the app may have heard that.
  const isNews = ({ call }: CallRecord) => (call.endedAt ?? row.at + row.durationMs) + LATEST_MS > row.readAt
  return { ...told, records: told.records.filter(isNews) }
}

function withRow(session: CallSession, row: Row, since: number | null): Told {
  const result = RESULTS[row.logType]
  if (result === null) return { session, records: [] }
  const direction: OpenCall['direction'] = row.logType === 'OUTGOING' ? 'outgoing' : 'incoming'
  const { callId, line, sim, at: startedAt, durationMs } = row
  const saved = row.isSaved === null ? {} : { isSaved: row.isSaved }
  // The first sign of the call may have been the ringing, or for who was not there before, the state after it: the answer.
  const isNear = (call: Pick<OpenCall, 'startedAt' | 'isDirectionSure'>) =>
    call.startedAt >= startedAt - SAME_CALL_MS &&
    call.startedAt <= startedAt + (call.isDirectionSure ? SAME_CALL_MS : LONGEST_RING_MS)
  const same = session.settled.filter(({ number }) => number === line.text)
  const settled = same.filter(isNear)
  const own = settled.find((each) => each.direction === direction && each.startedAt - startedAt <= SAME_CALL_MS)
  if (own !== undefined) return { session: withoutSettled(session, own), records: [] }
  const call = whichListed(session, { line, direction, startedAt, durationMs, isNear })
  if (call !== null) {
    // The row says when it began; which of several unnamed calls it is of is a guess.
    const listed = { ...call, ...saved, direction, line, startedAt, sim: call.sim ?? sim }
    const open = session.open.filter((other) => other !== call)
    return { session: { ...session, open }, records: [{ call: listed, callId, result, durationMs }] }
  }
  // A POST_CALL may have been taken for the end of a call that had begun before this one.
  const isDuring = (each: Settled) => each.startedAt <= startedAt && startedAt <= each.endedAt
  const alike = [...settled, ...same.filter(isDuring)]
  const talk = same.find((each) => isTalkOf(each, { direction, startedAt, durationMs }))
  const other = alike.find((each) => each.direction === direction) ?? settled[0] ?? talk
  if (other !== undefined) return { session: withoutSettled(session, other), records: [] }
  if (since !== null && startedAt <= since) return { session, records: [] }
  const unseen = openCall({ callId, direction, from: 'outside', line, sim, phase: 'unclear', startedAt })
  const ended = { ...unseen, ...saved, endedAt: startedAt + durationMs }
  return { session, records: [{ call: ended, callId, result, durationMs }] }
}

interface Listed extends Pick<OpenCall, 'direction' | 'startedAt'>, Pick<Row, 'durationMs'> {
  readonly line: Line
  readonly isNear: (call: OpenCall) => boolean
}

// Of several the one whose number is known, then the one of this direction, then the nearest; of two at one instant the later.
function whichListed({ open }: CallSession, listed: Listed): OpenCall | null {
  const { line, direction, startedAt, isNear } = listed
  const rank = (call: OpenCall) => [
    call.line === null ? 1 : 0,
    call.direction === direction ? 0 : 1,
    Math.abs(call.startedAt - startedAt),
  ]
  const candidates = open.filter(
    (call) =>
      (call.direction === direction || (!call.isDirectionSure && call.endedAt !== null)) &&
      (isNear(call) || (call.line !== null && isTalkOf(call, listed))) &&
      (call.line === null || call.line.text === line.text),
  )
  return candidates.reverse().sort((a, b) => compareLists(rank(a), rank(b)))[0] ?? null
}

// Answered before the app could hear of it, however long it had rung: the two have spoken since its first sign.
function isTalkOf(
  call: Pick<OpenCall, 'isDirectionSure' | 'startedAt' | 'endedAt'>,
  { direction, startedAt, durationMs }: Pick<Listed, 'direction' | 'startedAt' | 'durationMs'>,
): boolean {
  if (call.isDirectionSure || direction === 'outgoing' || call.startedAt < startedAt) return false
  return call.endedAt !== null && Math.abs(call.endedAt - call.startedAt - durationMs) <= ROUNDED_MS
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index])
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function withoutSettled(session: CallSession, told: Settled): CallSession {
  return { ...session, settled: session.settled.filter((each) => each !== told) }
}

const RESULTS: Readonly<Record<CallLogType, CallRecord['result'] | null>> = {
  INCOMING: 'answered',
  OUTGOING: 'dialled',
  MISSED: 'missed',
  REJECTED: 'rejected',
  ANSWERED_EXTERNALLY: 'answered-elsewhere',
  BLOCKED: null,
}
