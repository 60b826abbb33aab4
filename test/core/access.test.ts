import { describe, expect, test } from 'vitest'
import { CAPABILITIES, type Capability, planAccess } from '../../src/core/access.ts'
import {
  contactLimit,
  type Handset,
  type Permission,
  type PermissionState,
  readyHandset,
  type Settings,
} from '../../src/core/handset.ts'

const android = readyHandset('android', 'IE')
const ios = readyHandset('ios', 'IE')
const xiaomi: Handset = { ...android, maker: 'xiaomi' }

function withSettings(handset: Handset, settings: Partial<Settings>): Handset {
  return { ...handset, settings: { ...handset.settings, ...settings } }
}

function without(permission: Permission, state: PermissionState = 'denied-once', handset = android): Handset {
  return { ...handset, permissions: { ...handset.permissions, [permission]: state } }
}

function reasons(handset: Handset): Partial<Record<Capability, string>> {
  const access = planAccess(handset)
  return Object.fromEntries(
    CAPABILITIES.filter((each) => access[each].length > 0).map((each) => [
      each,
      access[each].map(({ reason }) => reason).join(' '),
    ]),
  )
}

test('R-13 Android with both permissions can do everything but log outside calls nobody asked it to', () => {
  expect(reasons(android)).toEqual({ outcomeOutside: 'log-calls-untouched' })
  expect(reasons(withSettings(android, { logCalls: 'on' }))).toEqual({})
})

describe('R-13 each missing permission degrades to its own partial state', () => {
  test('without call log nothing is shown or matched, but a call made in the app can be logged', () => {
    expect(reasons(withSettings(without('callLog'), { logCalls: 'on' }))).toEqual({
      card: 'call-log-denied',
      missed: 'call-log-denied',
      outcomeIncoming: 'call-log-denied',
      outcomeOutside: 'call-log-denied',
    })
  })
  test('without phone there is neither card nor outcome screen, and missed calls go unnoticed', () => {
    const denied = 'phone-denied'
    expect(reasons(withSettings(without('phone'), { logCalls: 'on' }))).toEqual({
      card: denied,
      missed: denied,
      outcomeIncoming: denied,
      outcomeOutside: denied,
      outcomeInApp: denied,
    })
  })
  test.each(['never-asked', 'denied-once', 'denied-for-good', 'revoked', 'auto-reset'] as const)(
    'a permission that is %s is not in force',
    (state) => expect(reasons(without('phone', state)).card).toBe('phone-denied'),
  )
  test('what is missing comes with one sentence and a fix that works in that state', () => {
    const fix = (state: PermissionState) => planAccess(without('callLog', state)).card[0]?.fix
    expect(fix('denied-once')).toBe('Menu › Settings › Calling › Caller ID: switch it on again and allow Call logs.')
    expect(fix('denied-for-good')).toBe('Android Settings › Apps › Ringsight › Permissions › Call logs: Allow.')
    for (const capability of CAPABILITIES) {
      for (const missing of planAccess(withSettings(xiaomi, { callerId: false }))[capability]) {
        expect(missing.sentence).toMatch(/^[A-Z].*\.$/)
        expect(missing.fix).toMatch(/.+\.$/)
      }
    }
  })
})

test('R-15 Caller ID decides what a call shows, Log calls what follows it', () => {
  expect(reasons(withSettings(android, { callerId: false, logCalls: 'on' }))).toEqual({
    card: 'caller-id-off',
    missed: 'caller-id-off',
  })
})

test('R-14 Log calls off leaves the outcome screen to calls made in the app', () => {
  expect(reasons(withSettings(android, { logCalls: 'off' }))).toEqual({
    outcomeIncoming: 'log-calls-off',
    outcomeOutside: 'log-calls-off',
  })
})

describe('R-17 Xiaomi', () => {
  test('Autostart is needed for caller ID and for call logging', () => {
    const off = reasons(withSettings(xiaomi, { popups: true, logCalls: 'on' }))
    expect(off).toMatchObject({ card: 'autostart-off', missed: 'autostart-off', outcomeIncoming: 'autostart-off' })
  })
  test('pop-up windows are needed for call logging alone', () => {
    expect(reasons(withSettings(xiaomi, { autostart: true, logCalls: 'on' }))).toEqual({
      outcomeIncoming: 'popups-off',
      outcomeOutside: 'popups-off',
    })
    expect(reasons(withSettings(xiaomi, { autostart: true, popups: true, logCalls: 'on' }))).toEqual({})
  })
  test('other makers have no such switches', () => {
    expect(reasons({ ...android, maker: 'samsung' })).toEqual(reasons(android))
  })
})

test('R-12 iOS shows labels when the extension is on, and has nothing else', () => {
  const never = {
    missed: 'not-on-ios',
    outcomeIncoming: 'not-on-ios',
    outcomeOutside: 'not-on-ios',
    outcomeInApp: 'not-on-ios',
  }
  expect(reasons(ios)).toEqual(never)
  expect(reasons(withSettings(ios, { extension: false }))).toEqual({ card: 'extension-off', ...never })
  expect(planAccess(ios).surfaces.card).toBe('label')
})

test('R-16 sync by itself is held back by a restricted battery, and on a Xiaomi by Autostart', () => {
  expect(reasons(withSettings(android, { battery: 'restricted' })).sync).toBe('battery-restricted')
  expect(reasons(withSettings(android, { battery: 'optimised' })).sync).toBeUndefined()
  expect(reasons(xiaomi).sync).toBe('autostart-off')
})

test('R-16 IOS-18 on iOS it is held back by Background App Refresh', () => {
  expect(reasons(withSettings(ios, { backgroundRefresh: false })).sync).toBe('background-refresh-off')
  expect(reasons(withSettings(android, { backgroundRefresh: false })).sync).toBeUndefined()
  expect(reasons(ios).sync).toBeUndefined()
})

test('R-13 nothing needs the contacts permission, and the app starts without it', () => {
  expect(ios.permissions.contacts).toBe('never-asked')
  expect(reasons(without('contacts', 'granted'))).toEqual(reasons(android))
})

test('AND-49 without the notification permission a missed call is not told; before API 33 nobody asks for it', () => {
  expect(reasons(without('notifications')).missed).toBe('notifications-denied')
  expect(reasons({ ...without('notifications'), apiLevel: 32 }).missed).toBeUndefined()
})

test('AND-51 without drawing over other apps, card and outcome screen fall back to notifications', () => {
  const covered = withSettings(android, { overlay: false })
  expect(planAccess(covered).surfaces).toEqual({ card: 'heads-up', outcome: 'notification' })
  expect(planAccess(android).surfaces).toEqual({ card: 'overlay', outcome: 'screen' })
  expect(planAccess({ ...covered, screeningRole: true }).surfaces.outcome).toBe('screen')
  const silenced = withSettings(without('notifications'), { overlay: false })
  expect(reasons(silenced)).toMatchObject({ card: 'no-surface', outcomeIncoming: 'no-outcome-surface' })
  expect(reasons(silenced).outcomeInApp).toBeUndefined()
})

test('the screening role stands in for both permissions, from API 30 for the end of the call too', () => {
  const held = { ...without('phone', 'denied-once', without('callLog')), screeningRole: true }
  expect(reasons(held)).toEqual({ outcomeOutside: 'log-calls-untouched' })
  expect(reasons({ ...held, apiLevel: 29 })).toMatchObject({ missed: 'phone-denied', outcomeIncoming: 'phone-denied' })
  expect(reasons({ ...held, apiLevel: 29 }).card).toBeUndefined()
})

test('R-03 the article profile holds 10,000 contacts, ours all', () => {
  expect(contactLimit({ profile: 'article' })).toBe(10_000)
  expect(contactLimit({ profile: 'ringsight' })).toBeNull()
})
