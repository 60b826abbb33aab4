import { describe, expect, test } from 'vitest'
import { addOverlay } from '../../src/device/android/surface.ts'
import type { Conditions } from '../../src/device/system.ts'
import { ANNA, answer, BEN, byRole, DAY, does, end, play, ring, type Setup, synced, wait } from './play.ts'

const be = (lock: Conditions['lock'], at = 0) => ({ type: 'set-conditions', conditions: { lock }, at }) as const
const knowsBen = { addressBook: new Map([[BEN, 'Ben']]) }
const locked: Setup = { system: { hasScreenLock: true }, world: knowsBen }

describe('AND-28 before the first unlock after a restart', () => {
  test.each([{}, byRole])('no call reaches the app, and its own contacts name nobody', (setup) => {
    const { types, of } = play(
      { ...setup, ...locked },
      does('reboot'),
      ring(ANNA, 1_000),
      answer(2_000),
      end('REMOTE', 9_000),
      ring(BEN, 20_000, 'b'),
    )
    const heard = [
      'screen-call',
      'phone-state',
      'post-call',
      'identified',
      'show-card',
      'open-outcome',
      'notify-missed',
    ]
    expect(types.filter((type) => heard.includes(type))).toEqual([])
    expect(of('ringing').map(({ name }) => name)).toEqual([null, null])
  })
  test('why the holder of the role is not asked is said', () => {
    const { of } = play({ ...byRole, ...locked }, does('reboot'), ring(ANNA, 1_000))
    expect(of('not-screened').map(({ because }) => because)).toEqual(['before-first-unlock'])
  })
  test('ends with it: the app is there again, and the sync that waited runs', () => {
    const { types, of } = play(
      locked,
      synced(),
      does('reboot', 1_000),
      wait(3 * DAY),
      be('unlocked', 3 * DAY),
      ring(ANNA, 3 * DAY + 1_000),
    )
    expect(of('sync-wanted').map(({ seenAt }) => seenAt)).toEqual([3 * DAY])
    expect(types).toContain('show-card')
  })
  test('is no time at all for a phone without a lock', () => {
    expect(play({}, does('reboot'), ring(ANNA, 1_000)).types).toContain('show-card')
  })
})

describe('AND-55 the overlay of a locked phone', () => {
  test('is hidden, unless its window is to be shown over the lock', () => {
    const window = { mayDraw: true, apiLevel: 34, isHiddenByFront: false }
    expect(addOverlay({ ...window, isHiddenByLock: true })).toBe('hidden')
    expect(addOverlay(window)).toBe('shown')
  })
  test('is shown: the card asks for it', () => {
    expect(play({ conditions: { lock: 'locked' } }, ring()).of('show-card')).toMatchObject([{ surface: 'overlay' }])
  })
})

describe('IOS-22 before the first unlock after a restart', () => {
  const restarted = (labelsBeforeUnlock: boolean): Setup => ({
    platform: 'ios',
    system: { hasScreenLock: true, labelsBeforeUnlock },
    world: knowsBen,
  })
  test.each([true, false])('labels are shown: %s', (labelsBeforeUnlock) => {
    const { of } = play(restarted(labelsBeforeUnlock), does('reboot'), ring(ANNA, 1_000))
    expect(of('show-card')).toHaveLength(labelsBeforeUnlock ? 1 : 0)
  })
  test('a label names whom the contacts would name, where labels are read', () => {
    const setup = { ...restarted(true), world: { addressBook: new Map([[ANNA, 'Mam']]) } }
    expect(play(setup, does('reboot'), ring(ANNA, 1_000)).of('show-card')).toHaveLength(1)
    expect(play(setup, ring(ANNA, 1_000)).of('show-card')).toHaveLength(0)
  })
  test('the contacts are not read', () => {
    const { of } = play(
      restarted(false),
      does('reboot'),
      ring(BEN, 1_000),
      end('MISSED', 2_000),
      be('unlocked', 3_000),
      ring(BEN, 4_000, 'b'),
    )
    expect(of('ringing').map(({ name }) => name)).toEqual([null, 'Ben'])
  })
})
