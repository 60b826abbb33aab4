import { describe, expect, test } from 'vitest'
import {
  addOverlay,
  directoryLabel,
  firstLabel,
  fullScreenIntent,
  notify,
  startActivity,
  startForegroundService,
} from '../../../src/device/android/surface.ts'
import { ANNA, answer, byRole, does, end, play, ring, type Setup, synced } from '../play.ts'

const noOverlay: Setup = { settings: { overlay: false } }
const surfaces = (setup: Setup) => {
  const { of } = play(setup, ring(), answer(), end())
  return [of('show-card')[0]?.surface ?? null, of('open-outcome')[0]?.surface ?? null]
}

test('AND-49 a notification without its permission is dropped, and nothing is raised', () => {
  expect([notify(true), notify(false)]).toEqual(['shown', 'dropped'])
  const { phone, types } = play({ permissions: { notifications: 'denied-once' } }, ring(), end('MISSED'))
  expect([phone.notifications, types.includes('call-list')]).toEqual([[], true])
  expect(
    play({ permissions: { notifications: 'never-asked' }, handset: { apiLevel: 32 } }, ring(), end('MISSED')).phone
      .notifications,
  ).toHaveLength(1)
})

describe('the card', () => {
  test('AND-50 that may not be drawn over others is a heads-up instead, or nothing', () => {
    expect(addOverlay({ mayDraw: false, apiLevel: 34, isHiddenByFront: false })).toBe('BadTokenException')
    expect(surfaces({})[0]).toBe('overlay')
    expect(surfaces(noOverlay)[0]).toBe('heads-up')
    expect(surfaces({ ...noOverlay, permissions: { notifications: 'denied-once' } })).toEqual([null, null])
  })
  test('AND-52 takes the whole screen only where full-screen intents are allowed', () => {
    const app = { mayNotify: true, apiLevel: 34, isAllowed: false }
    expect(fullScreenIntent(app)).toBe('heads-up')
    expect(fullScreenIntent({ ...app, isAllowed: true })).toBe('full-screen')
    expect(fullScreenIntent({ ...app, mayNotify: false, isAllowed: true })).toBe('dropped')
    expect(fullScreenIntent({ ...app, apiLevel: 33 })).toBe('full-screen')
    expect(surfaces({ ...noOverlay, system: { fullScreenIntentAllowed: true } })[0]).toBe('full-screen')
  })
  test('AND-53 may be hidden by the dialer from API 31 on, and the app cannot tell', () => {
    const hidden: Setup = { system: { dialerHidesOverlays: true } }
    const { types, phone } = play(hidden, ring())
    expect(types.slice(-1)).toEqual(['card-unseen'])
    expect([types.includes('show-card'), phone.cards]).toEqual([false, []])
    expect(play(hidden, ring(), answer()).types).not.toContain('hide-card')
    expect(play({ ...hidden, handset: { apiLevel: 30 } }, ring()).types).toContain('show-card')
    expect(play({ ...hidden, ...noOverlay }, ring()).types).toContain('show-card')
  })
})

test('AND-51 a screen is not opened from behind, but for the exemptions', () => {
  const from = { apiLevel: 34, hasVisibleWindow: false, mayDraw: false, isSystemStart: false }
  expect(startActivity(from)).toBe('dropped')
  expect(startActivity({ ...from, apiLevel: 28 })).toBe('started')
  for (const exemption of ['hasVisibleWindow', 'mayDraw', 'isSystemStart']) {
    expect(startActivity({ ...from, [exemption]: true })).toBe('started')
  }
  expect(surfaces(noOverlay)[1]).toBe('notification')
  expect(surfaces({ ...noOverlay, ...byRole })[1]).toBe('screen')
  const opened = play(noOverlay, synced(), ring(), answer(), does('open-app', 9_000), end())
  expect(opened.of('open-outcome')[0]?.surface).toBe('screen')
})

test('AND-54 a foreground service is not started from behind from API 31 on, but for the exemptions', () => {
  const app = { apiLevel: 34, isVisible: false, mayDraw: false, hasOverlayUp: false, isBatteryExempt: false }
  expect(startForegroundService(app)).toBe('ForegroundServiceStartNotAllowedException')
  expect(startForegroundService({ ...app, apiLevel: 30 })).toBe('started')
  expect(startForegroundService({ ...app, isVisible: true })).toBe('started')
  expect(startForegroundService({ ...app, isBatteryExempt: true })).toBe('started')
  expect(startForegroundService({ ...app, mayDraw: true })).toBe('started')
  expect(startForegroundService({ ...app, apiLevel: 35, mayDraw: true })).toBe(
    'ForegroundServiceStartNotAllowedException',
  )
  expect(startForegroundService({ ...app, apiLevel: 35, mayDraw: true, hasOverlayUp: true })).toBe('started')
})

describe('the directory provider', () => {
  const query = {
    apiLevel: 35,
    isEnabled: true,
    by: 'dialer' as const,
    directoryAnswersAnyone: false,
    isInContacts: false,
    isStopped: false,
    answer: () => 'Anna',
  }
  test('AND-67 is asked only by a dialer that supports it, without a contact, and not while stopped', () => {
    expect(directoryLabel(query)).toBe('Anna')
    for (const no of [{ isEnabled: false }, { isInContacts: true }, { isStopped: true }]) {
      expect(directoryLabel({ ...query, ...no })).toBeNull()
    }
    expect(directoryLabel({ ...query, isStopped: true, apiLevel: 34 })).toBe('Anna')
  })
  test('AND-67 that throws names nobody, and of several the first with a name wins', () => {
    const throws = () => {
      throw new Error('no')
    }
    expect(directoryLabel({ ...query, answer: throws })).toBeNull()
    expect(firstLabel([() => null, () => 'B', () => 'C'])).toBe('B')
    expect(firstLabel([])).toBeNull()
  })
  test('AND-67 names the caller in the dialer without a permission of ours, where it is switched on', () => {
    const denied: Setup = { permissions: { callLog: 'denied-once', phone: 'denied-once' } }
    const asked = (more: Setup, text = ANNA) =>
      play({ ...denied, system: { dialerAsksDirectories: true }, ...more }, ring(text)).of('other-label')
    expect(asked({})).toMatchObject([{ by: 'dialer', label: 'Anna Byrne · Acme Ltd' }])
    expect(asked({ system: {} })).toEqual([])
    expect(asked({ world: { addressBook: new Map([[ANNA, 'Mum']]) } })).toEqual([])
    expect(asked({ settings: { callerId: false } })).toEqual([])
    expect(asked({}, '087 123 4567')).toEqual([])
    const stopped = (apiLevel: number) =>
      play({ handset: { apiLevel }, system: { dialerAsksDirectories: true } }, does('force-stop'), ring())
    expect(stopped(35).of('other-label')).toEqual([])
    expect(stopped(34).of('other-label')).toHaveLength(1)
  })
  test('AND-68 can be asked by any app that reads contacts; ours answers the dialer alone, unless told otherwise', () => {
    expect(directoryLabel({ ...query, by: 'other-app' })).toBeNull()
    expect(directoryLabel({ ...query, by: 'other-app', directoryAnswersAnyone: true })).toBe('Anna')
  })
})
