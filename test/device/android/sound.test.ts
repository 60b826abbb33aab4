import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/core/call.ts'
import { type AudioMode, audioMode } from '../../../src/device/android/android.ts'
import { factsOf } from '../../../src/device/delivery.ts'
import { answer, byRole, end, play, ring } from '../play.ts'

type Going = Parameters<typeof audioMode>[0][number]
const going = (phase: Call['phase'], more: Partial<Going> = {}): Going =>
  ({ call: { phase } as Call, kind: 'telephone', isSilenced: false, ...more }) satisfies Going

describe('AND-35 the mode of the sound', () => {
  test.each<readonly [string, AudioMode, readonly Going[]]>([
    ['no call', 'NORMAL', []],
    ['a call that rings', 'RINGTONE', [going('ringing')]],
    ['one that rings without a sound', 'NORMAL', [going('ringing', { isSilenced: true })]],
    ["another app's own call that rings", 'RINGTONE', [going('ringing', { kind: 'self-managed' })]],
    ['one that is dialled', 'IN_CALL', [going('dialling')]],
    ['one that goes on while another rings', 'IN_CALL', [going('answered'), going('ringing')]],
    ['one that is held', 'IN_CALL', [going('held')]],
    ['one on another device', 'NORMAL', [going('answered', { kind: 'external' })]],
    ['one that is over', 'NORMAL', [going('ended')]],
  ])('of %s is %s', (_which, mode, calls) => {
    expect(audioMode(calls)).toBe(mode)
  })
  test('tells an app that has the role alone that its call was answered: the card goes', () => {
    const { types } = play(byRole, ring(), answer(), end())
    expect(types.filter((type) => ['show-card', 'hide-card', 'phone-state', 'post-call'].includes(type))).toEqual([
      'show-card',
      'hide-card',
      'post-call',
    ])
  })
})

describe("AND-83 the phone's state", () => {
  test.each([
    [30, 'denied-once', 'RINGING'],
    [31, 'denied-once', null],
    [31, 'granted', 'RINGING'],
  ] as const)('may be looked at on API %i with the phone permission %s: %s', (apiLevel, phone, state) => {
    const rung = play({ ...byRole, handset: { screeningRole: true, apiLevel }, permissions: { phone } }, ring())
    expect(factsOf(rung.phone).callState).toBe(state)
  })
})
