// What keeps a name away, all of it: by phones on which several things are wrong at once.
import { expect, test } from 'vitest'
import { type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import { findObstacles } from '../../src/app/obstacles.ts'
import { lineFrom } from '../../src/core/caller.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { type Handset, newHandset, readyHandset } from '../../src/core/handset.ts'
import { newConditions, newSystem, type System, type World } from '../../src/device/phone.ts'
import { contact, phone } from '../people.ts'

const ANNA = '+353871234567'
const world: World = {
  directory: buildDirectory([contact({ id: '1', phones: [phone(ANNA)] })]),
  addressBook: new Map(),
  numberFirst: () => true,
}

function reasonsOn(asked: CarriedPhone, { from = ANNA, ...around }: Partial<World> & { from?: string } = {}): string[] {
  return findObstacles(asked, lineFrom(from), { world: { ...world, ...around }, at: 0 }).map(({ reason }) => reason)
}

const android = readyHandset('android', 'IE')
const ready = (changes: Partial<Handset> = {}, system: Partial<System> = {}) =>
  newCarriedPhone({ ...android, ...changes }, { ...newSystem(), ...system })
const denied = { callLog: 'denied-once', phone: 'denied-for-good', notifications: 'revoked' } as const

test('nothing keeps away who is named', () => {
  expect(reasonsOn(ready())).toEqual([])
})

test('R-13 AND-20 AND-70 AND-72 of a phone out of the box, stopped and not unlocked, everything is named in the order of its steps', () => {
  const handset: Handset = { ...newHandset('android', 'IE'), maker: 'xiaomi' }
  const asked = newCarriedPhone(handset, newSystem(), { ...newConditions(), lock: 'before-first-unlock' })
  const stopped: CarriedPhone = {
    ...asked,
    appProcess: { ...asked.appProcess, state: 'stopped' },
    app: { ...asked.app, isSignedIn: false },
  }
  expect(reasonsOn(stopped)).toEqual([
    'signed-out',
    'app-stopped',
    'not-unlocked',
    'autostart-off',
    'caller-id-off',
    'call-log-denied',
    'phone-denied',
    'no-surface',
    // Only an overlay is hidden by the lock, and that comes with the fix before.
    'lock-screen-off',
  ])
})

test('AND-73 AND-76 a deep sleeper in a profile that is paused needs both', () => {
  const settings = { ...android.settings, sleep: 'deep-sleeping', workProfile: 'paused' } as const
  expect(reasonsOn(ready({ maker: 'samsung', settings }))).toEqual(['work-profile-paused', 'deep-sleeping'])
})

test('AND-11 behind a block the phone may name nobody either', () => {
  const settings = { ...android.settings, callerId: false }
  expect(reasonsOn(ready({ settings }), { blocked: new Set([ANNA]) })).toEqual(['number-blocked', 'caller-id-off'])
})

test('AND-49 AND-53 who takes the overlay away because the dialer hides it needs the notifications, not the overlay', () => {
  const permissions = { ...android.permissions, notifications: 'denied-for-good' } as const
  const found = findObstacles(ready({ permissions }, { dialerHidesOverlays: true }), lineFrom(ANNA), { world, at: 0 })
  expect(found.map(({ reason, fix }) => [reason, fix.replace(/:.*/, '')])).toEqual([
    ['card-hidden', 'Android Settings › Apps › Special app access › Display over other apps'],
    ['notifications-denied', 'Android Settings › Apps › Ringsight › Permissions › Notifications'],
  ])
})

test('AND-06 AND-08 AND-15 what the screening role does stands behind what is off', () => {
  const settings = { ...android.settings, callerId: false }
  const role = { screeningRole: true, settings, permissions: { ...android.permissions, ...denied } }
  expect(reasonsOn(ready(role, { screeningCrashes: true }))).toEqual(['caller-id-off', 'screening-failed'])
  expect(reasonsOn(ready(role, { screeningAnswerMs: 6_000 }))).toEqual(['caller-id-off', 'screening-failed'])
  expect(reasonsOn(ready(role, { screeningDisallows: true }))).toEqual(['turned-away', 'caller-id-off'])
})

test('IOS-01 IOS-12 IOS-16 IOS-22 of an iPhone too, with what stands behind the extension', () => {
  const off = { ...readyHandset('ios', 'IE').settings, extension: false }
  const handset = { ...readyHandset('ios', 'IE'), settings: off }
  const system = { ...newSystem(), unknownCallers: 'silence', otherExtensionFirst: true } as const
  const asked = newCarriedPhone(handset, system, { ...newConditions(), lock: 'before-first-unlock' })
  expect(reasonsOn(asked, { otherLabels: new Map([[ANNA, 'Spam?']]) })).toEqual([
    'not-unlocked',
    'extension-off',
    'other-label',
    'caller-silenced',
  ])
})

test('it ends with what nobody can put right on the phone', () => {
  const settings = { ...android.settings, callerId: false }
  expect(reasonsOn(ready({ settings }), { from: '+353851111111' })).toEqual(['caller-id-off', 'no-such-number'])
  expect(reasonsOn(ready({ settings }), { from: 'withheld' })).toEqual(['withheld'])
})

test('a phone that holds nothing yet would name nobody even then', () => {
  const settings = { ...android.settings, callerId: false }
  const found = (from: string, empty: 'no-contacts' | null) =>
    findObstacles(ready({ settings }), lineFrom(from), { world, at: 0, empty }).map(({ reason }) => reason)
  expect(found(ANNA, 'no-contacts')).toEqual(['caller-id-off', 'no-contacts'])
  expect(found('+353851111111', 'no-contacts')).toEqual(['caller-id-off', 'no-such-number', 'no-contacts'])
  expect(found('withheld', 'no-contacts')).toEqual(['withheld'])
  expect(found(ANNA, null)).toEqual(['caller-id-off'])
})

test('each is told as the phone stands when its turn comes', () => {
  const permissions = { ...android.permissions, ...denied }
  const settings = { ...android.settings, callerId: false }
  const found = findObstacles(ready({ settings, permissions }), lineFrom(ANNA), { world, at: 0 })
  expect(found.map(({ fix }) => fix)).toEqual([
    'Menu › Settings › Calling › Caller ID: switch it on.',
    'Menu › Settings › Calling › Caller ID: switch it on and allow Call logs.',
    'Android Settings › Apps › Ringsight › Permissions › Phone: Allow.',
  ])
})
