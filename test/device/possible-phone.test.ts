import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newCarriedPhone, restoreCarried } from '../../src/app/carried.ts'
import { type Handset, newHandset, readyHandset } from '../../src/core/handset.ts'
import { asPossible, whyImpossible } from '../../src/device/possible-phone.ts'

const android = readyHandset('android', 'IE')
const ios = readyHandset('ios', 'IE')

test.each([
  newHandset('android', null),
  newHandset('ios', null),
  android,
  ios,
  { ...android, apiLevel: 29, screeningRole: true },
  { ...android, apiLevel: 28 },
  { ...android, maker: 'xiaomi', settings: { ...android.settings, autostart: true, popups: true } } as const,
])('a phone that there is, is one: %j', (handset) => {
  expect(whyImpossible(handset)).toBeNull()
  expect(newCarriedPhone(handset).handset).toEqual(handset)
})

describe('a phone that there is not is refused', () => {
  test.each<[string, Handset, string]>([
    ['the role before Android 10', { ...android, apiLevel: 28, screeningRole: true }, 'found Android 9 (API level 28)'],
    ['the role on an iPhone', { ...ios, screeningRole: true }, 'the call screening role, found iOS'],
    ['an API level on an iPhone', { ...ios, apiLevel: 30 }, 'expected Android for an API level, found iOS'],
    ['an iPhone by Samsung', { ...ios, maker: 'samsung' }, 'expected apple for ios, found "samsung"'],
    [
      'an Android by Apple',
      { ...android, maker: 'apple' },
      'expected google, samsung, xiaomi, huawei, oppo, vivo or oneplus for android',
    ],
    [
      'a denied permission on an iPhone',
      { ...ios, permissions: { ...ios.permissions, callLog: 'denied-once' } },
      'expected Android for the call log permission, found iOS',
    ],
    [
      'Autostart on a Samsung',
      { ...android, maker: 'samsung', settings: { ...android.settings, autostart: true } },
      'expected a phone of Xiaomi, Huawei, Oppo, Vivo or OnePlus for the Autostart switch, found a phone of Samsung',
    ],
    [
      'an extension on Android',
      { ...android, settings: { ...android.settings, extension: true } },
      'expected iOS for the call directory extension, found Android',
    ],
    [
      'a denied notification permission before Android 13',
      { ...android, apiLevel: 32, permissions: { ...android.permissions, notifications: 'revoked' } },
      'expected Android 13 (API level 33) or later for the notification permission, found Android 12.1 (API level 32)',
    ],
  ])('%s', (_what, handset, sentence) => {
    expect(whyImpossible(handset)).toContain(sentence)
    expect(() => newCarriedPhone(handset)).toThrow(RangeError)
    expect(whyImpossible(asPossible(handset))).toBeNull()
  })
})

const handsets = fc.record<Handset>({
  platform: fc.constantFrom('android', 'ios'),
  apiLevel: fc.integer({ min: 24, max: 37 }),
  maker: fc.constantFrom('google', 'samsung', 'xiaomi', 'huawei', 'oppo', 'vivo', 'oneplus', 'apple'),
  profile: fc.constantFrom('article', 'ringsight'),
  simCountries: fc.constantFrom([], ['IE'], ['IE', 'PL']),
  network: fc.constantFrom('online', 'offline', 'captive'),
  permissions: fc.record({
    callLog: fc.constantFrom('never-asked', 'denied-once', 'granted'),
    phone: fc.constantFrom('never-asked', 'denied-for-good', 'granted'),
    notifications: fc.constantFrom('never-asked', 'revoked', 'granted'),
    contacts: fc.constantFrom('never-asked', 'auto-reset', 'granted'),
  }),
  screeningRole: fc.boolean(),
  settings: fc.record({
    callerId: fc.boolean(),
    logCalls: fc.constantFrom('on', 'off', 'untouched'),
    extension: fc.boolean(),
    overlay: fc.boolean(),
    autostart: fc.boolean(),
    popups: fc.boolean(),
    lockScreen: fc.boolean(),
    sleep: fc.constantFrom('automatic', 'never', 'sleeping', 'deep-sleeping'),
    restrictedSettings: fc.boolean(),
    workProfile: fc.constantFrom('none', 'on', 'paused'),
    battery: fc.constantFrom('unrestricted', 'optimised', 'restricted'),
    backgroundRefresh: fc.boolean(),
    defaultDialer: fc.boolean(),
  }),
})

test('whatever is asked for, what is made of it is a phone that there is, and stays as it is', () => {
  fc.assert(
    fc.property(handsets, (handset) => {
      const made = asPossible(handset)
      expect(whyImpossible(made)).toBeNull()
      expect(asPossible(made)).toEqual(made)
      expect([made.platform, made.simCountries, made.profile]).toEqual([
        handset.platform,
        handset.simCountries,
        handset.profile,
      ])
    }),
  )
})

test('whatever a store has kept of a phone is restored as one that there is', () => {
  fc.assert(
    fc.property(handsets, (handset) => {
      const kept = { handset, calls: [], callList: [], notifications: [] }
      expect(whyImpossible(restoreCarried(kept).handset)).toBeNull()
    }),
  )
})
