// The signs of a call while it goes on: it is asked about, or dialled; the phone's state changes; the sound's mode says that it rings or that
// somebody speaks. What Android tells twice, late or without a number is one call all the same.

import type { Line } from '../core/number/presentation.ts'
import type { AudioMode, Broadcast, PhoneState } from '../device/android/android.ts'
import {
  type Awaited,
  add,
  byStateAlone,
  type CallSession,
  type OpenCall,
  openCall,
  record,
  replace,
  type Told,
  told,
  withoutStale,
} from './call-session.ts'

// Screening may take five seconds (AND-06), and then it rings (AND-07).
const SCREEN_TO_RING_MS = 30_000
// The two broadcasts of one change come together (AND-20).
const SAME_CHANGE_MS = 1_000
const COMPARED_DIGITS = 7

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
  const call = { callId, direction, isDirectionSure, from: 'outside', line, sim, phase, startedAt } as const
  return add(session, openCall({ ...call, ...unreported }))
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

// The role's holder was asked about it; that it rang was not told, as the right to hear that came later. What was dialled with the
// same number, or with any where none is told, is the likelier.
function answeredUnheard(session: CallSession, told: State): CallSession | null {
  const line = lineOf(told)
  const isTold = (call: OpenCall) => line === null || call.line?.text === line.text
  const isDialled = (call: OpenCall) => call.phase === 'asked' && call.direction === 'outgoing' && isTold(call)
  if (session.open.some(isDialled)) return null
  const rang = session.open.findLast((call) => call.direction === 'incoming' && call.endedAt === null && isTold(call))
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
  const [only] = live
  // Which of several it is that somebody speaks on, the sound does not say.
  const isPlaced = live.length === 1 && only?.from === 'app' && only.phase === 'asked'
  if (isPlaced) return replace(session, only, { ...only, phase: 'active' })
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

// The network may write one number in two ways; the last digits are the same in both.
function areDifferent(one: Line | null, other: Line): boolean {
  const [first, second] = [one?.text ?? '', other.text].map((text) => text.replace(/\D/g, ''))
  if (!first || !second) return Boolean(first) !== Boolean(second)
  return first.slice(-COMPARED_DIGITS) !== second.slice(-COMPARED_DIGITS)
}
