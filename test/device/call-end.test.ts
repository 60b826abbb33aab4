import { describe, expect, test } from 'vitest'
import { callLogType, type DisconnectCause, newCall } from '../../src/core/call.ts'
import { ANNA, answer, BEN, byRole, dial, end, play, ring, type Setup, wait } from './play.ts'

describe('POST_CALL', () => {
  test('AND-30 comes once for each call that was let through or dialled, missed ones too', () => {
    const count = (...actions: Parameters<typeof play>[1][]) =>
      play(byRole, ...actions)
        .of('post-call')
        .map(({ cause }) => cause)
    expect(count(ring(), answer(), end())).toEqual(['REMOTE'])
    expect(count(ring(), end('MISSED'))).toEqual(['MISSED'])
    expect(count(dial(), answer(), end('LOCAL'))).toEqual(['LOCAL'])
    expect(count(ring(), ring(BEN, 1_000, 'b'), end('MISSED'))).toEqual(['REJECTED', 'MISSED'])
    expect(play({}, ring(), end('MISSED')).types).not.toContain('post-call')
  })
  test('AND-30 comes once, though a call that is over is ended again', () => {
    const twice = [
      ring(),
      answer(),
      ring(BEN, 5_000, 'b'),
      { type: 'end', cause: 'MISSED', callId: 'b', at: 6_000 },
    ] as const
    const { of } = play(byRole, ...twice, { type: 'end', cause: 'MISSED', callId: 'b', at: 7_000 })
    expect(of('post-call')).toHaveLength(1)
  })
  test('AND-30 does not come for emergency calls', () => {
    expect(play(byRole, dial('112'), answer(), end('LOCAL')).types).not.toContain('post-call')
  })
  test('AND-30 comes for a contact of the phone as well; the app, which was not asked, does not believe it', () => {
    const { types, of } = play({ ...byRole, world: { addressBook: new Map([[ANNA, 'Mum']]) } }, ring(), answer(), end())
    expect(types).not.toContain('screen-call')
    expect([of('post-call').length, of('open-outcome')]).toEqual([1, []])
  })
  test('AND-31 says how long the two spoke', () => {
    const spoken = (ms: number) =>
      play(byRole, ring(), answer(), end('REMOTE', 3_000 + ms)).of('post-call')[0]?.duration
    expect([2_999, 3_000, 59_999, 60_000, 119_999, 120_000].map(spoken)).toEqual([
      'VERY_SHORT',
      'SHORT',
      'SHORT',
      'MEDIUM',
      'MEDIUM',
      'LONG',
    ])
    expect(play(byRole, ring(), end('MISSED', 90_000)).of('post-call')[0]?.duration).toBe('VERY_SHORT')
  })
  test('AND-34 does not come before API 30', () => {
    const old: Setup = { handset: { screeningRole: true, apiLevel: 29 } }
    expect(play(old, ring(), answer(), end()).types).not.toContain('post-call')
  })
})

describe('the call list', () => {
  test.each([
    ['incoming', 'MISSED', 'MISSED'],
    ['incoming', 'ANSWERED_ELSEWHERE', 'ANSWERED_EXTERNALLY'],
    ['incoming', 'REJECTED', 'REJECTED'],
    ['incoming', 'REMOTE', 'INCOMING'],
    ['outgoing', 'LOCAL', 'OUTGOING'],
    ['outgoing', 'BUSY', 'OUTGOING'],
    ['outgoing', 'CANCELED', null],
  ] as const)('AND-32 an %s call that ended with %s is listed as %s', (direction, cause: DisconnectCause, listed) => {
    expect(callLogType({ ...newCall({ id: '1', direction, from: 'outside', at: 0 }), cause })).toBe(listed)
    // The other end hangs up a call that was answered.
    const begin = direction === 'outgoing' ? [dial()] : cause === 'REMOTE' ? [ring(), answer()] : [ring()]
    const { phone } = play({}, ...begin, end(cause))
    expect(phone.callList.map(({ logType }) => logType)).toEqual(listed === null ? [] : [listed])
  })
  test('AND-33 gets its row some time after it has ended', () => {
    const late: Setup = { system: { callLogDelayMs: 800 } }
    const { of, phone } = play(late, ring(), end('MISSED', 20_000), wait(20_799))
    expect([of('call-list'), of('notify-missed'), phone.calls.length]).toEqual([[], [], 1])
    const { of: later, phone: after } = play(late, ring(), end('MISSED', 20_000), wait(21_000))
    expect([later('call-list')[0]?.seenAt, later('notify-missed')[0]?.seenAt]).toEqual([20_800, 20_800])
    expect([after.calls, after.callList.length]).toEqual([[], 1])
  })
  test('AND-33 the app reads with the call log permission alone; without, the state is enough at once', () => {
    const late: Setup = { ...byRole, system: { callLogDelayMs: 800 }, permissions: { callLog: 'denied-once' } }
    const { of } = play({ ...late, handset: { screeningRole: true, apiLevel: 29 } }, ring(), end('REJECTED', 20_000))
    expect(of('notify-missed')[0]?.seenAt).toBe(20_000)
  })
  test('AND-33 gets the rows of two calls, though another begins before they are written', () => {
    const late: Setup = { system: { callLogDelayMs: 5_000 } }
    const { phone, of } = play(
      late,
      ring(),
      end('MISSED', 1_000),
      ring(BEN, 2_000, 'b'),
      end('MISSED', 3_000),
      wait(9_000),
    )
    expect(phone.callList.map(({ callId }) => callId)).toEqual(['b', 'a'])
    expect(of('notify-missed')).toHaveLength(2)
  })
})

test('AND-34 before API 30 a rejected call looks missed to an app that sees the state alone', () => {
  const state: Setup = { handset: { screeningRole: true, apiLevel: 29 }, permissions: { callLog: 'denied-once' } }
  expect(play(state, ring(), end('REJECTED')).types).toContain('notify-missed')
  expect(play({ ...state, handset: { screeningRole: true } }, ring(), end('REJECTED')).types).not.toContain(
    'notify-missed',
  )
})

test('AND-24 what does not change the state of all calls is not broadcast: hold, resume, a second answer', () => {
  const held = [{ type: 'hold', at: 4_000 }, { type: 'resume', at: 5_000 }, answer(6_000)] as const
  const { of } = play({ permissions: { callLog: 'denied-once' } }, ring(), answer(), ...held, end())
  expect(of('phone-state').map(({ state }) => state)).toEqual(['RINGING', 'OFFHOOK', 'IDLE'])
})

test('AND-24 a call that waits, and ends while the other goes on, changes the state twice', () => {
  const { of } = play(
    { permissions: { callLog: 'denied-once' } },
    ring(),
    answer(),
    ring(BEN, 5_000, 'b'),
    end('MISSED', 9_000),
    end(),
  )
  expect(of('phone-state').map(({ state }) => state)).toEqual(['RINGING', 'OFFHOOK', 'RINGING', 'OFFHOOK', 'IDLE'])
})
