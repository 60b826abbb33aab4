// What became of the calls that Android tells the app of? Merges screening, broadcasts of the phone's state, POST_CALL, the
// sound's mode and the call log into one record a call, whatever comes first, twice or never. Knows no contacts.

import type { Caller } from '../core/caller.ts'
import type { Line } from '../core/number/presentation.ts'
import type { AudioMode, Broadcast, PhoneState } from '../device/android/android.ts'

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
export type Settled = Pick<OpenCall, 'direction' | 'startedAt'> & { readonly number: string; readonly endedAt: number }

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
// Screening may take five seconds (AND-06), and then it rings (AND-07).
const SCREEN_TO_RING_MS = 30_000
const FORGOTTEN_MS = 24 * 3_600_000
const REMEMBERED_MS = 5 * 60_000
// The two broadcasts of one change come together (AND-20).
const SAME_CHANGE_MS = 1_000
const COMPARED_DIGITS = 7

type New = Pick<OpenCall, 'callId' | 'direction' | 'from' | 'line' | 'sim' | 'phase' | 'startedAt'> &
  Partial<Pick<OpenCall, 'isDirectionSure' | 'wasScreened' | 'isUnreported'>>

/** A call of which the first sign has come. */
export function openCall(call: New): OpenCall {
  return { isDirectionSure: true, ...call, caller: null, answeredAt: null, endedAt: null, isCardShown: false }
}

/** onScreenCall has told of a call. What was placed in the app itself is known already. */
export function noteScreened(
  session: CallSession,
  call: Pick<OpenCall, 'callId' | 'direction' | 'sim'> & { readonly line: Line; readonly at: number },
): CallSession {
  const { callId, direction, line, sim, at } = call
  const isPlaced = (call: OpenCall) =>
    call.from === 'app' && call.phase === 'asked' && call.startedAt === at && call.line?.text === line.text
  if (direction === 'outgoing' && session.open.some(isPlaced)) return session
  const asked = { callId, direction, from: 'outside', line, sim, phase: 'asked', startedAt: at } as const
  return add(session, openCall({ ...asked, wasScreened: true }))
}

/** The user has dialled in the app. */
export function notePlaced(
  session: CallSession,
  { callId, line, at }: { readonly callId: string; readonly line: Line; readonly at: number },
): CallSession {
  const call = { callId, direction: 'outgoing', from: 'app', line, sim: null, phase: 'asked', startedAt: at } as const
  return add(session, openCall(call))
}

type State = Broadcast & { readonly callId: string; readonly sim: string | null; readonly at: number }

/** PHONE_STATE: the state has changed, or is told a second time, with the number or without (AND-20, AND-24). */
export function noteState(session: CallSession, told: State, awaited: Awaited): Told {
  // An app that was given the right in the middle of a call hears its end and nothing before.
  const isEnd = told.state === 'IDLE' && session.open.some(({ endedAt }) => endedAt === null)
  const isAgain = told.state === session.state && !isEnd
  if (isAgain && told.at - session.toldAt <= SAME_CHANGE_MS) return { session: identified(session, told), records: [] }
  // Only changes are told: an app that hears a state anew has missed what was between.
  const from = isAgain ? 'IDLE' : session.state
  const heard = isAgain ? withoutStale(session, told.at, { awaitsRow: true, mayRing: false }) : session
  const next = { ...heard, state: told.state, toldAt: told.at, wasIdle: isAlone(heard, from) }
  switch (told.state) {
    case 'RINGING':
      return { session: begun(next, told, { direction: 'incoming', from, awaited }), records: [] }
    case 'OFFHOOK':
      return { session: lifted(next, told, { from, awaited }), records: [] }
    case 'IDLE':
      return hungUp(next, told.at, awaited)
  }
}

// The second broadcast of a change may be the one with the number, which is sure where the change was from IDLE (AND-23): then
// there is one call.
function identified(session: CallSession, told: State): CallSession {
  const live = session.open.filter(({ phase, endedAt }) => phase !== 'asked' && endedAt === null)
  const [only] = live
  const line = lineOf(told)
  if (line === null || !session.wasIdle || live.length !== 1 || !only || only.line !== null || only.answeredAt !== null)
    return session
  return replace(session, only, { ...only, line })
}

// A number that is there and blank was not given; one that is not there was not delivered (AND-20, AND-22).
function lineOf({ incoming_number: number }: Broadcast): Line | null {
  if (number === undefined) return null
  return number === null || number === ''
    ? { presentation: 'UNKNOWN', text: '' }
    : { presentation: 'ALLOWED', text: number }
}

// As far as the app knows, no other call goes on whose number it may be (AND-23).
function isAlone({ open }: CallSession, from: PhoneState): boolean {
  return from === 'IDLE' || open.every(({ endedAt }) => endedAt !== null)
}

interface Before {
  readonly from: PhoneState
  readonly awaited: Awaited
}

function begun(
  session: CallSession,
  told: State,
  { direction, from, awaited }: Before & { readonly direction: OpenCall['direction'] },
): CallSession {
  const line = isAlone(session, from) ? lineOf(told) : null
  const phase = direction === 'incoming' ? 'ringing' : 'active'
  const asked = session.open.findLast(
    (call) =>
      call.phase === 'asked' &&
      call.direction === direction &&
      call.startedAt + SCREEN_TO_RING_MS >= told.at &&
      !(line !== null && areDifferent(call.line, line)),
  )
  if (asked !== undefined) return replace(session, asked, { ...asked, phase })
  const { callId, sim, at: startedAt } = told
  const isDirectionSure = direction === 'incoming'
  const unreported = awaited.postCall ? {} : ({ isUnreported: true } as const)
  const call = {
    callId,
    direction,
    isDirectionSure,
    from: 'outside',
    line,
    sim,
    phase,
    startedAt,
    ...unreported,
  } as const
  return add(session, openCall(call))
}

function lifted(session: CallSession, told: State, before: Before): CallSession {
  if (before.from === 'IDLE') {
    return answeredUnheard(session, told) ?? begun(session, told, { ...before, direction: 'outgoing' })
  }
  const ringing = session.open.findLast(({ phase }) => phase === 'ringing')
  if (ringing === undefined) return session
  // Beside another call it was answered, rejected or missed: the state is the same (AND-25).
  const isAlone = session.open.every(
    ({ phase, endedAt }) => endedAt !== null || phase === 'ringing' || phase === 'asked',
  )
  return replace(session, ringing, isAlone ? answered(ringing, told.at) : { ...ringing, phase: 'unclear' })
}

// The role's holder was asked about it; that it rang was not told, as the right to hear that came later.
function answeredUnheard(session: CallSession, told: State): CallSession | null {
  const line = lineOf(told)
  const isDialling = session.open.some(({ phase, direction }) => phase === 'asked' && direction === 'outgoing')
  const rang = session.open.findLast(
    (call) =>
      call.direction === 'incoming' &&
      call.endedAt === null &&
      (line === null ? !isDialling : call.line?.text === line.text),
  )
  return rang === undefined ? null : replace(session, rang, answered(rang, told.at))
}

function answered(call: OpenCall, at: number): OpenCall {
  return { ...call, phase: 'active', answeredAt: at }
}

function hungUp(session: CallSession, at: number, awaited: Awaited): Told {
  // Asked about and not let ring yet, a call is still to come.
  const isOver = ({ phase, direction }: OpenCall) => phase !== 'asked' || direction === 'outgoing'
  const ended = session.open.map((call) => (isOver(call) ? { ...call, endedAt: call.endedAt ?? at } : call))
  const next = { ...session, open: ended }
  if (awaited.postCall || awaited.callLog) return { session: next, records: [] }
  return ended.filter(isOver).reduce((so, call) => record(so, call, byStateAlone(call)), told(next))
}

/**
 * The sound's mode, for who holds the role alone: Android tells such an app of a call's end and of nothing before. A call
 * that waits while another goes on changes nothing of it.
 */
export function noteMode(session: CallSession, mode: AudioMode, at: number): CallSession {
  if (mode === 'NORMAL') return withEnds(session, at)
  const live = session.open.filter(({ endedAt }) => endedAt === null)
  const incoming = live.filter(({ direction }) => direction === 'incoming')
  const asked = incoming.filter(({ phase }) => phase === 'asked')
  // What rings aloud is the last: beside one that rings without a sound it would not (AND-17).
  if (mode === 'RINGTONE') {
    const last = incoming.find(({ phase }) => phase === 'ringing') ?? asked.at(-1)
    return last === undefined ? session : replace(session, last, { ...last, phase: 'ringing' })
  }
  const first = incoming.find(({ phase }) => phase === 'ringing') ?? asked[0]
  const isAnswered = mode === 'IN_CALL' && live.length === 1 && first !== undefined
  return isAnswered ? replace(session, first, answered(first, at)) : session
}

// No call goes on: those that were are over, but one that the app was asked about may still ring. What became of one that
// rang, POST_CALL tells.
function withEnds(session: CallSession, at: number): CallSession {
  const isToCome = ({ phase, direction }: OpenCall) => phase === 'asked' && direction === 'incoming'
  const over = (call: OpenCall): OpenCall => ({
    ...call,
    phase: call.phase === 'ringing' ? 'unclear' : call.phase,
    endedAt: call.endedAt ?? at,
  })
  return { ...session, open: session.open.map((call) => (isToCome(call) ? call : over(call))) }
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
  if (session.state === state) return session
  // An app that had no right to hear the state knows what it placed itself, of which no state has told since.
  const isPlaced = ({ phase, from }: OpenCall) => phase === 'asked' && from === 'app'
  const wasIdle = session.state === 'IDLE' && state !== 'IDLE'
  const isKept = (call: OpenCall) => call.endedAt !== null || wasIdle || isPlaced(call)
  // It has looked, and was not told: the next broadcast of this state is the first.
  return { ...session, state, toldAt: NO_CALLS.toldAt, open: session.open.filter(isKept) }
}

/** The phone has been switched on: no call goes on, and nobody saw how those before have ended. */
export function afterReboot(session: CallSession): CallSession {
  return { ...NO_CALLS, settled: session.settled }
}

/** Without POST_CALL and the call log a rejected call looks missed (AND-34). */
function byStateAlone(call: OpenCall): Omit<CallRecord, 'call'> {
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

function told(session: CallSession): Told {
  return { session, records: [] }
}

/** The session without the call, and with a record of it. */
export function record(so: Told, call: OpenCall, made: Omit<CallRecord, 'call'>): Told {
  const { open, settled } = so.session
  const { direction, startedAt, endedAt, line } = call
  const remembered = { direction, number: line?.text ?? '', startedAt, endedAt: endedAt ?? startedAt }
  const session = {
    ...so.session,
    open: open.filter((other) => other !== call),
    settled: [...settled, remembered],
  }
  return { session, records: [...so.records, { call, ...made }] }
}

function add(session: CallSession, call: OpenCall): CallSession {
  return { ...session, open: [...session.open, call] }
}

/** The session with one call in another one's place. */
export function replace(session: CallSession, before: OpenCall, after: OpenCall): CallSession {
  return { ...session, open: session.open.map((call) => (call === before ? after : call)) }
}

// The network may write one number in two ways; the last digits are the same in both.
function areDifferent(one: Line | null, other: Line): boolean {
  const [first, second] = [one?.text ?? '', other.text].map((text) => text.replace(/\D/g, ''))
  if (!first || !second) return Boolean(first) !== Boolean(second)
  return first.slice(-COMPARED_DIGITS) !== second.slice(-COMPARED_DIGITS)
}
