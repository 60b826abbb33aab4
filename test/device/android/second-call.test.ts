import { describe, expect, test } from 'vitest'
import { ANNA, answer, BEN, byRole, dial, end, play, ring } from '../play.ts'

describe('AND-17 a call that comes', () => {
  test('while another rings never rings: it is listed as missed, and its POST_CALL says REJECTED', () => {
    const { of, phone } = play(byRole, ring(), ring(BEN, 1_000, 'b'), end('MISSED', 5_000))
    expect(of('ringing').map(({ callId }) => callId)).toEqual(['a'])
    expect(of('screen-call').map(({ callId }) => callId)).toEqual(['a', 'b'])
    expect(of('post-call')).toMatchObject([
      { callId: 'b', cause: 'REJECTED', duration: 'VERY_SHORT' },
      { callId: 'a', cause: 'MISSED' },
    ])
    expect(phone.callList.map(({ callId, logType }) => `${callId} ${logType}`).sort()).toEqual(['a MISSED', 'b MISSED'])
  })
  test('while another is dialled does not ring either, and does once that is answered', () => {
    const { of, phone } = play(
      {},
      dial(ANNA, 'outside', 0, 'x'),
      ring(BEN, 1_000, 'b'),
      answer(2_000),
      ring(BEN, 9_000, 'c'),
    )
    expect(of('ringing').map(({ callId }) => callId)).toEqual(['c'])
    expect(of('phone-state').map(({ state }) => state)).not.toContain('IDLE')
    expect(phone.callList).toMatchObject([{ callId: 'b', logType: 'MISSED' }])
  })
  test("while another app's own call rings does ring", () => {
    const { of } = play({}, ring(BEN, 0, 'b', { kind: 'self-managed' }), ring(ANNA, 1_000))
    expect(of('ringing').map(({ callId }) => callId)).toEqual(['b', 'a'])
  })
})

describe('AND-30 POST_CALL', () => {
  test("comes for another app's own call too, and not for one on another device", () => {
    const ends = (kind: 'self-managed' | 'external') =>
      play(byRole, ring(ANNA, 0, 'a', { kind }), answer(), end('LOCAL')).of('post-call')
    expect(ends('self-managed')).toMatchObject([{ cause: 'LOCAL', duration: 'MEDIUM' }])
    expect(ends('external')).toEqual([])
  })
  test('goes to whoever holds the role when the call is let through, and not when it came', () => {
    const slow = { ...byRole, system: { screeningAnswerMs: 4_000 } }
    const taken = { type: 'set-role', isHeld: false, by: 'other-app', at: 1_000 } as const
    expect(play(slow, ring(), taken, end('MISSED', 20_000)).of('post-call')).toEqual([])
  })
})
