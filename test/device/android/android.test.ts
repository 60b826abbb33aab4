import { describe, expect, test } from 'vitest'
import { type Call, newCall } from '../../../src/core/call.ts'
import { lineFrom } from '../../../src/core/caller.ts'
import { type Handset, readyHandset } from '../../../src/core/handset.ts'
import { broadcastsOf, durationBucket, phoneState, postCallOf } from '../../../src/device/android/android.ts'

const both = readyHandset('android', 'IE')
const without = (...denied: ('callLog' | 'phone')[]): Handset => ({
  ...both,
  permissions: { ...both.permissions, ...Object.fromEntries(denied.map((each) => [each, 'denied-once'])) },
})
const live = (phase: Call['phase'], kind: 'telephone' | 'self-managed' | 'external' = 'telephone') => ({
  call: { ...newCall({ id: '1', direction: 'incoming', from: 'outside', at: 0 }), phase },
  kind,
  line: lineFrom('+353871234567'),
})
const incoming_number = '+353871234567'

describe('PHONE_STATE', () => {
  test('AND-20 with both permissions comes twice, with and without the number, in either order', () => {
    const sent = (numberFirst: boolean) => broadcastsOf('RINGING', live('ringing'), { handset: both, numberFirst })
    expect(sent(true)).toEqual([{ state: 'RINGING', incoming_number }, { state: 'RINGING' }])
    expect(sent(false)).toEqual([{ state: 'RINGING' }, { state: 'RINGING', incoming_number }])
  })
  test('AND-21 with the phone permission alone comes once, without it; with neither not at all', () => {
    const sent = (handset: Handset) => broadcastsOf('RINGING', live('ringing'), { handset, numberFirst: true })
    expect(sent(without('callLog'))).toEqual([{ state: 'RINGING' }])
    expect(sent(without('phone'))).toEqual([])
    expect(sent(without('phone', 'callLog'))).toEqual([])
  })
  test('AND-20 AND-21 before Android 9 comes once, and the phone permission alone brings the number', () => {
    const sent = (handset: Handset) =>
      broadcastsOf('RINGING', live('ringing'), { handset: { ...handset, apiLevel: 27 }, numberFirst: false })
    expect(sent(both)).toEqual([{ state: 'RINGING', incoming_number }])
    expect(sent(without('callLog'))).toEqual([{ state: 'RINGING', incoming_number }])
    expect(sent(without('phone'))).toEqual([])
  })
  test('AND-22 has null for the number of a withheld caller, and does not say why; before Android 9 nothing', () => {
    const withheld = { ...live('ringing'), line: lineFrom('withheld') }
    const sent = broadcastsOf('RINGING', withheld, { handset: both, numberFirst: true })
    expect(sent).toEqual([{ state: 'RINGING', incoming_number: null }, { state: 'RINGING' }])
    const old = { ...both, apiLevel: 27 }
    expect(broadcastsOf('RINGING', withheld, { handset: old, numberFirst: true })).toEqual([{ state: 'RINGING' }])
  })
  test.each([
    ['IDLE', []],
    ['IDLE', [live('ended')]],
    ['RINGING', [live('ringing')]],
    ['OFFHOOK', [live('dialling')]],
    ['OFFHOOK', [live('held')]],
    ['RINGING', [live('answered'), live('ringing')]],
    ['OFFHOOK', [live('answered'), live('ended')]],
  ] as const)('AND-24 is %s for all calls together', (state, calls) => expect(phoneState(calls)).toBe(state))
  test('AND-26 follows a self-managed call without its number, and an external call not at all', () => {
    const voip = live('ringing', 'self-managed')
    expect(phoneState([voip])).toBe('RINGING')
    expect(broadcastsOf('RINGING', voip, { handset: both, numberFirst: true })).toEqual([
      { state: 'RINGING', incoming_number: null },
      { state: 'RINGING' },
    ])
    expect(broadcastsOf('RINGING', voip, { handset: without('callLog'), numberFirst: true })).toEqual([
      { state: 'RINGING' },
    ])
    expect(phoneState([live('answered', 'external')])).toBe('IDLE')
  })
})

test.each([
  [0, 'VERY_SHORT'],
  [2_999, 'VERY_SHORT'],
  [3_000, 'SHORT'],
  [59_999, 'SHORT'],
  [60_000, 'MEDIUM'],
  [119_999, 'MEDIUM'],
  [120_000, 'LONG'],
] as const)('AND-31 a call of %d ms is %s', (ms, duration) => expect(durationBucket(ms)).toBe(duration))

describe('POST_CALL', () => {
  const ended: Call = { ...live('ended').call, cause: 'MISSED', endedAt: 20_000 }
  test('AND-30 comes for missed calls too, to whoever held the role when the call was let through', () => {
    expect(postCallOf(ended, true, both)).toEqual({ cause: 'MISSED', duration: 'VERY_SHORT' })
    expect(postCallOf(ended, false, { ...both, screeningRole: true })).toBeNull()
  })
  test('AND-34 does not exist before API 30', () => {
    expect(postCallOf(ended, true, { ...both, apiLevel: 29 })).toBeNull()
  })
})
