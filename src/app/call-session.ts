// What became of the calls that Android tells the app of? One record a call, made of screening, broadcasts of the phone's state and the
// sound's mode (call-signs.ts), POST_CALL and the call log (call-end.ts), whatever comes first, twice or never. Here is what is
// remembered between them. Knows no contacts.

import type { Caller } from '../core/caller.ts'
import type { Line } from '../core/number/presentation.ts'
import type { PhoneState } from '../device/android/android.ts'

/** A call that is not over, or of which more may be told. */
export interface OpenCall {
  /** The simulator's name for it, for records alone: nothing is decided by it. */
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  /** By the state alone, a call that was answered before the app could hear of it looks dialled. */
  readonly isDirectionSure: boolean
  readonly from: 'app' | 'outside'
  /** Null as long as nobody has said whose number it is. */
  readonly line: Line | null
  readonly sim: string | null
  readonly caller: Caller | null
  /** `unclear`: it rang while another call went on, and what became of it cannot be seen. */
  readonly phase: 'asked' | 'ringing' | 'active' | 'unclear'
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly isCardShown: boolean
  /** The app was asked about it (AND-01). */
  readonly wasScreened?: true
  /** The app did not hold the role when it began: no POST_CALL is of it (AND-30). */
  readonly isUnreported?: true
  /** Whether its row in the call log has a name: that of the phone's own contact (AND-82). Not there without a row. */
  readonly isSaved?: boolean
}

/** Everything that is remembered between two signals. */
export interface CallSession {
  readonly state: PhoneState
  /** When the state was last told. */
  readonly toldAt: number
  /** No call went on before that: only then is the number sure that comes with it (AND-23). */
  readonly wasIdle: boolean
  readonly open: readonly OpenCall[]
  /** What there is a record of, whose row in the call log may still come. */
  readonly settled: readonly Settled[]
}

/** What is kept of a call that there is a record of. */
export type Settled = Pick<OpenCall, 'direction' | 'isDirectionSure' | 'startedAt'> & {
  readonly number: string
  readonly endedAt: number
}

/** No call is going on. */
export const NO_CALLS: CallSession = { state: 'IDLE', toldAt: 0, wasIdle: false, open: [], settled: [] }

/** One call, over. */
export interface CallRecord {
  readonly call: OpenCall
  /** The simulator's name for the call whose end was told. */
  readonly callId: string
  readonly result: 'missed' | 'answered' | 'rejected' | 'answered-elsewhere' | 'dialled' | 'unknown'
  /** How long the two spoke, as far as anybody says. */
  readonly durationMs: number
}

/** The session after a signal, and the calls of which everything is known by it. */
export interface Told {
  readonly session: CallSession
  readonly records: readonly CallRecord[]
}

/** What tells of the end of a call, and is waited for. */
export interface Awaited {
  /** The role, on API 30 or later: POST_CALL (AND-30). */
  readonly postCall: boolean
  /** The call log, where the app may read it (AND-33). */
  readonly callLog: boolean
}

/** No phone rings for longer. */
export const LONGEST_RING_MS = 120_000

/** POST_CALL and the call log's row may come so much later than the end. */
export const SETTLE_MS = 10_000
const FORGOTTEN_MS = 24 * 3_600_000
const REMEMBERED_MS = 5 * 60_000

type New = Pick<OpenCall, 'callId' | 'direction' | 'from' | 'line' | 'sim' | 'phase' | 'startedAt'> &
  Partial<Pick<OpenCall, 'isDirectionSure' | 'wasScreened' | 'isUnreported'>>

/** A call of which the first sign has come. */
export function openCall(call: New): OpenCall {
  return { isDirectionSure: true, ...call, caller: null, answeredAt: null, endedAt: null, isCardShown: false }
}

/**
 * A call comes in while none goes on: what was open before is over, and nobody has told how it ended.
 *
 * @param mayRing whether one that was asked about may ring without a sound, and nothing says so (AND-16, AND-79)
 */
export function withoutStale(
  session: CallSession,
  at: number,
  { awaitsRow, mayRing }: { readonly awaitsRow: boolean; readonly mayRing: boolean },
): CallSession {
  const isHushed = ({ phase, direction, startedAt }: OpenCall) =>
    mayRing && phase === 'asked' && direction === 'incoming' && startedAt + LONGEST_RING_MS > at
  // POST_CALL has come by then, if it comes at all; a row of the call log may be late.
  const isKept = (call: OpenCall) => call.startedAt >= at || (call.endedAt === null ? isHushed(call) : awaitsRow)
  return { ...session, open: session.open.filter(isKept) }
}

/** What has been waited for long enough is not waited for any more. */
export function settleCalls(session: CallSession, at: number): Told {
  const isDue = ({ endedAt }: OpenCall) => endedAt !== null && endedAt + SETTLE_MS <= at
  const kept: CallSession = {
    ...session,
    open: session.open.filter((call) => isDue(call) || call.startedAt + FORGOTTEN_MS > at),
    settled: session.settled.filter(({ endedAt }) => endedAt + REMEMBERED_MS > at),
  }
  return kept.open.filter(isDue).reduce((so, call) => record(so, call, byStateAlone(call)), told(kept))
}

/** The app was not there for a while, and looks at the state: what it had open in another one is over. */
export function reconcile(session: CallSession, state: PhoneState): CallSession {
  if (session.state === state) return state === 'IDLE' ? { ...session, open: session.open.filter(mayGoOn) } : session
  // An app that had no right to hear the state knows what it placed itself, of which no state has told since; the sound may have.
  const isPlaced = ({ phase, from, startedAt }: OpenCall) =>
    from === 'app' && (phase === 'asked' || (state !== 'IDLE' && startedAt > session.toldAt))
  const hasBegun = session.state === 'IDLE' && state !== 'IDLE'
  const isKept = (call: OpenCall) => call.endedAt !== null || hasBegun || isPlaced(call)
  // It has looked, and was not told: the next broadcast of this state is the first.
  return { ...session, state, toldAt: NO_CALLS.toldAt, open: session.open.filter(isKept) }
}

// Who was not told of the state has it as IDLE while the sound says that two speak; once nothing goes on, they do not any more.
function mayGoOn({ phase, endedAt }: OpenCall): boolean {
  return endedAt !== null || phase !== 'active'
}

/** The phone has been switched on: no call goes on, and nobody saw how those before have ended. */
export function afterReboot(session: CallSession): CallSession {
  return { ...NO_CALLS, settled: session.settled }
}

/** Without POST_CALL and the call log a rejected call looks missed (AND-34). */
export function byStateAlone(call: OpenCall): Omit<CallRecord, 'call'> {
  const result =
    call.direction === 'outgoing'
      ? 'dialled'
      : call.answeredAt !== null
        ? 'answered'
        : call.phase === 'unclear'
          ? 'unknown'
          : 'missed'
  return { callId: call.callId, result, durationMs: spokenMs(call) }
}

/** How long the two have spoken, in ms, as far as the app has heard. */
export function spokenMs({ answeredAt, endedAt }: OpenCall): number {
  return answeredAt === null || endedAt === null ? 0 : endedAt - answeredAt
}

/** What was told, and nothing to record. */
export function told(session: CallSession): Told {
  return { session, records: [] }
}

/** The session without the call, and with a record of it. */
export function record(so: Told, call: OpenCall, made: Omit<CallRecord, 'call'>): Told {
  const { open, settled } = so.session
  const { direction, isDirectionSure, startedAt, endedAt, line } = call
  const number = line?.text ?? ''
  const remembered = { direction, isDirectionSure, number, startedAt, endedAt: endedAt ?? startedAt }
  const session = {
    ...so.session,
    open: open.filter((other) => other !== call),
    settled: [...settled, remembered],
  }
  return { session, records: [...so.records, { call, ...made }] }
}

/** The session with one call more. */
export function add(session: CallSession, call: OpenCall): CallSession {
  return { ...session, open: [...session.open, call] }
}

/** The session with one call in another one's place. */
export function replace(session: CallSession, before: OpenCall, after: OpenCall): CallSession {
  return { ...session, open: session.open.map((call) => (call === before ? after : call)) }
}
