// What the app makes of the phone's state when it has not heard all of it.
import { describe, expect, test } from 'vitest'
import { noteRow } from '../../src/app/call-end.ts'
import { type CallSession, NO_CALLS, openCall, reconcile } from '../../src/app/call-session.ts'
import { noteMode, notePlaced, noteScreened, noteState } from '../../src/app/call-signs.ts'
import type { PhoneState } from '../../src/device/android/android.ts'

const AT = 1_795_392_000_000
const line = (text: string) => ({ presentation: 'ALLOWED', text }) as const
const NOTHING_AWAITED = { postCall: false, callLog: false }

/** A call goes on as far as the state says, and is over as far as the app knows: the end of it was not broadcast to it. */
const UNHEARD: CallSession = {
  ...NO_CALLS,
  state: 'OFFHOOK',
  toldAt: AT,
  open: [
    {
      ...openCall({
        callId: 'a',
        direction: 'incoming',
        from: 'outside',
        line: line('+12127364239'),
        sim: null,
        phase: 'active',
        startedAt: AT,
      }),
      endedAt: AT + 5_000,
    },
  ],
}

describe('a call after one whose end was not broadcast', () => {
  const told = { callId: 'b', sim: null, at: AT + 60_000, state: 'RINGING' } as const
  const broadcasts = [{ ...told, incoming_number: '+353871234567' }, told]

  test.each([
    ['first', broadcasts],
    ['second', broadcasts.toReversed()],
  ])('AND-20 has its number, which comes with the %s broadcast', (_which, order) => {
    const session = order.reduce((so, each) => noteState(so, each, NOTHING_AWAITED).session, UNHEARD)
    expect(session.open.at(-1)).toMatchObject({ callId: 'b', phase: 'ringing', line: line('+353871234567') })
  })

  test('AND-23 has none as long as another call may go on, whose number it may be', () => {
    const [call] = UNHEARD.open
    const live: CallSession = { ...UNHEARD, open: call === undefined ? [] : [{ ...call, endedAt: null }] }
    const session = broadcasts.reduce((so, each) => noteState(so, each, NOTHING_AWAITED).session, live)
    expect(session.open.at(-1)).toMatchObject({ callId: 'b', line: null })
  })
})

test('R-14 a call placed in the app is kept when the app looks at a state that it had no right to hear', () => {
  const ringing: CallSession = { ...NO_CALLS, state: 'RINGING', toldAt: AT }
  const placed = notePlaced(ringing, { callId: 'c', line: line('+353850590579'), at: AT + 1_000 })
  expect(reconcile(placed, 'OFFHOOK').open).toMatchObject([{ callId: 'c', from: 'app' }])
  const heard = noteMode(placed, 'IN_CALL', AT + 2_000)
  expect(heard.open).toMatchObject([{ phase: 'active' }])
  expect(reconcile(heard, 'OFFHOOK').open).toMatchObject([{ callId: 'c', from: 'app' }])
  expect(reconcile(heard, 'IDLE').open).toEqual([])
})

describe('AND-73 a call to somebody whose own call was asked about, and its end not told,', () => {
  const number = line('+353850294658')
  const asked = noteScreened(NO_CALLS, { callId: 'd', direction: 'incoming', line: number, sim: null, at: AT })
  const placed = notePlaced(asked, { callId: 'e', line: number, at: AT + 60_000 })
  const told = { callId: 'e', sim: null, at: AT + 60_000, state: 'OFFHOOK' } as const
  const broadcasts = [{ ...told, incoming_number: number.text }, told]

  test.each([
    ['first', broadcasts],
    ['second', broadcasts.toReversed()],
  ])('is the one that goes on, whose number comes with the %s broadcast', (_which, order) => {
    const session = order.reduce((so, each) => noteState(so, each, NOTHING_AWAITED).session, placed)
    expect(session.open).toMatchObject([
      { callId: 'd', answeredAt: null },
      { callId: 'e', phase: 'active' },
    ])
  })
})

test('AND-25 a call that is answered beside one that was placed in the app may have been turned down', () => {
  const placed = notePlaced(NO_CALLS, { callId: 'c', line: line('+353850590579'), at: AT })
  const spoken = noteMode(placed, 'IN_CALL', AT)
  const told = (state: PhoneState, at: number) => ({ callId: 'd', sim: null, at, state })
  const rung = noteState(spoken, told('RINGING', AT + 5_000), NOTHING_AWAITED).session
  const lifted = noteState(rung, told('OFFHOOK', AT + 9_000), NOTHING_AWAITED).session
  expect(lifted.open).toMatchObject([{ phase: 'active' }, { phase: 'unclear', answeredAt: null }])
})

describe('AND-33 a row of a call that rang for long before the app could hear of it', () => {
  const answered = { direction: 'outgoing', isDirectionSure: false, number: '+12127364350' } as const
  const session: CallSession = {
    ...NO_CALLS,
    settled: [{ ...answered, startedAt: AT + 200_000, endedAt: AT + 230_000 }],
  }
  const row = {
    callId: 'f',
    logType: 'INCOMING',
    line: line('+12127364350'),
    sim: null,
    at: AT,
    isSaved: false,
  } as const
  const recordsOf = (durationMs: number, readAt: number) =>
    noteRow(session, { ...row, durationMs, readAt }, null).records.length

  test('is known by how long the two spoke', () => expect(recordsOf(30_000, AT + 231_000)).toBe(0))
  test('is another one by another length', () => expect(recordsOf(9_000, AT + 231_000)).toBe(1))
  test('is followed up no more after five minutes', () => expect(recordsOf(9_000, AT + 310_000)).toBe(0))
})
