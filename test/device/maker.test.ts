import { describe, expect, test } from 'vitest'
import { accessOf } from '../../src/app/access-of.ts'
import type { Settings } from '../../src/core/handset.ts'
import { ANDROID_MAKERS, MAKERS, type Maker, makerSwitches } from '../../src/core/maker.ts'
import { restorePhone, withHandset } from '../../src/device/phone.ts'
import type { System } from '../../src/device/system.ts'
import { answer, aPhone, byRole, DAY, does, end, HOUR, play, ring, type Setup, synced, wait } from './play.ts'

const on = (maker: Maker, settings: Partial<Settings> = {}, more: Setup = {}): Setup => ({
  ...more,
  handset: { ...more.handset, maker },
  settings,
})
const has = (setting: string) => (maker: Maker) => makerSwitches(maker).some((each) => each.setting === setting)

test('every switch of a maker has one place to find it and a public source', () => {
  for (const maker of ANDROID_MAKERS) {
    for (const { fix, source, name } of makerSwitches(maker)) {
      expect(fix).toMatch(/^[A-Z].* › .*: .*\.$/)
      expect(source).toMatch(/^https:\/\//)
      expect(name).not.toBe('')
    }
  }
})

describe('AND-70 R-17 a switch for starting by itself', () => {
  const makers = ANDROID_MAKERS.filter(has('autostart'))
  test('is there on phones of five makers', () =>
    expect(makers).toEqual(['xiaomi', 'huawei', 'oppo', 'vivo', 'oneplus']))
  test.each(makers)('%s: no call and no job reaches the app while it is off', (maker) => {
    const steps = [synced(), ring(), answer(), end(), wait(3 * DAY)]
    const off = play(on(maker), ...steps)
    expect(off.types.filter((type) => /show-card|open-outcome|sync-wanted|phone-state/.test(type))).not.toContain(
      'show-card',
    )
    expect(off.of('sync-wanted')).toEqual([])
    const held = play(on(maker, { autostart: true }), ...steps)
    expect(held.types).toContain('show-card')
    expect(held.of('sync-wanted')).not.toEqual([])
  })
  test.each(makers)("%s: the role's holder is asked and does not answer", (maker) => {
    const { of } = play(on(maker, {}, byRole), ring(), wait(DAY))
    expect(of('screened')).toMatchObject([{ by: 'timeout' }])
  })
  test.each(makers)('%s: a process that is there is told, off or not', (maker) => {
    const opened = play(on(maker), does('open-app'), ring(), end())
    expect(opened.types).toEqual(expect.arrayContaining(['show-card', 'hide-card']))
    expect(play(on(maker), does('open-app'), does('kill-app'), ring()).types).not.toContain('show-card')
    expect(play(on(maker), does('open-app'), does('reboot'), ring()).types).not.toContain('show-card')
  })
  test.each(makers)('%s: a phone that becomes one has no process of the app behind', (maker) => {
    const off = { ...aPhone().handset, maker }
    expect(withHandset(aPhone(), off).appProcess.state).toBe('killed')
    expect(withHandset(aPhone(), { ...off, settings: { ...off.settings, autostart: true } })).toMatchObject({
      appProcess: { state: 'background' },
    })
    expect(restorePhone({ ...aPhone(on(maker)), appProcess: { state: 'background' } }).appProcess.state).toBe('killed')
  })
  test.each(makers)('%s: what is missing is said with the name of the switch', (maker) => {
    const [missing] = accessOf(aPhone(on(maker))).card
    expect(missing).toMatchObject({ reason: 'autostart-off' })
    expect(missing?.sentence).toContain(MAKERS[maker].name)
    expect(missing?.fix).toBe(makerSwitches(maker)[0]?.fix)
  })
})

describe('AND-71 R-17 a switch for screens from behind', () => {
  const opens = (maker: Maker, settings: Partial<Settings>) =>
    play(on(maker, settings), ring(), answer(), end()).types.includes('open-outcome')
  test.each(ANDROID_MAKERS.filter(has('popups')))('%s: the outcome screen stays away while it is off', (maker) => {
    expect(opens(maker, { autostart: true })).toBe(false)
    expect(opens(maker, { autostart: true, popups: true })).toBe(true)
  })
  test('other makers have none', () => {
    expect(opens('google', {})).toBe(true)
    expect(opens('huawei', { autostart: true })).toBe(true)
  })
})

describe('AND-72 a switch for the lock screen', () => {
  const locked: Setup = { conditions: { lock: 'locked' } }
  const seen = (maker: Maker, settings: Partial<Settings>, setup: Setup = locked) =>
    play(on(maker, { ...(maker === 'google' ? {} : { autostart: true }), ...settings }, setup), ring()).types.filter(
      (type) => /card/.test(type),
    )
  test('a locked Xiaomi hides the card while it is off', () => {
    expect(seen('xiaomi', {})).toEqual(['card-unseen'])
    expect(seen('xiaomi', { lockScreen: true })).toEqual(['show-card'])
    expect(seen('xiaomi', {}, {})).toEqual(['show-card'])
  })
  test('a notification is not hidden by it', () => expect(seen('xiaomi', { overlay: false })).toEqual(['show-card']))
  test('other makers have none', () => expect(seen('google', {})).toEqual(['show-card']))
  test('it is missing only while the phone is locked', () => {
    const reasons = (setup: Setup) =>
      accessOf(aPhone(on('xiaomi', { autostart: true }, setup))).card.map(({ reason }) => reason)
    expect(reasons(locked)).toEqual(['lock-screen-off'])
    expect(reasons({})).toEqual([])
  })
})

describe('AND-73 Samsung puts an app to sleep that nobody opens', () => {
  const samsung = (settings: Partial<Settings> = {}, system: Partial<System> = {}): Setup =>
    on('samsung', settings, { system })
  const state = (setup: Setup, ...then: Parameters<typeof play>[1][]) =>
    play(setup, synced(), ...then).phone.handset.settings.sleep
  test('into deep sleep after 16 days', () => {
    expect(state(samsung(), wait(16 * DAY - 1))).toBe('automatic')
    expect(state(samsung(), wait(16 * DAY))).toBe('deep-sleeping')
    expect(state(on('google'), wait(80 * DAY))).toBe('automatic')
    expect(state(samsung({}, { deepSleepAfterMs: 5 * DAY }), wait(5 * DAY))).toBe('deep-sleeping')
  })
  test('into sleep before that, if it drains the battery', () => {
    const drains = samsung({}, { appDrainsBattery: true })
    expect(state(drains, wait(3 * DAY))).toBe('sleeping')
    expect(state(drains, wait(16 * DAY))).toBe('deep-sleeping')
    expect(state(samsung({}, { appDrainsBattery: true, sleepAfterMs: DAY }), wait(DAY))).toBe('sleeping')
  })
  test('not the one that its user has excepted, nor one that is opened', () => {
    expect(state(samsung({ sleep: 'never' }), wait(80 * DAY))).toBe('never')
    expect(state(samsung(), does('open-app', 10 * DAY), wait(20 * DAY))).toBe('automatic')
  })
  test('a call is no use: the user has not opened the app', () => {
    expect(state(samsung(), ring(undefined, 10 * DAY), answer(10 * DAY + 1), wait(16 * DAY))).toBe('deep-sleeping')
  })
  test('asleep its jobs are in the restricted bucket; opened it is awake', () => {
    const twice = (setup: Setup) => {
      const hourly = { ...setup, system: { syncPeriodMs: HOUR } }
      return play(hourly, synced(), wait(HOUR), synced(HOUR), wait(3 * HOUR)).of('sync-wanted').length
    }
    expect([twice(samsung()), twice(samsung({ sleep: 'sleeping' })), twice(on('google'))]).toEqual([2, 1, 2])
    expect(state(samsung({ sleep: 'sleeping' }), does('open-app', DAY))).toBe('automatic')
    expect(play(samsung({ sleep: 'sleeping' }), ring()).types).toContain('show-card')
  })
  test('in deep sleep its process ends as soon as it is behind, with what it shows', () => {
    const deep = { ...samsung({ sleep: 'deep-sleeping' }), handset: { ...byRole.handset, maker: 'samsung' as const } }
    const { types, phone } = play(deep, does('open-app'), ring(), end())
    expect(types).toEqual(expect.arrayContaining(['show-card', 'sent-to-background', 'hide-card']))
    expect(phone).toMatchObject({ appProcess: { state: 'killed' }, cards: [] })
    expect(play(samsung(), synced(), wait(16 * DAY)).phone.appProcess.state).toBe('killed')
    const sleeps = { type: 'change-settings', settings: { sleep: 'deep-sleeping' }, at: 0 } as const
    expect(play(samsung(), sleeps).phone.appProcess.state).toBe('killed')
    expect(play(samsung(), does('open-app'), sleeps).phone.appProcess.state).toBe('open')
  })
  test('in deep sleep nothing reaches it but its user, and not the role either', () => {
    const deep = samsung({ sleep: 'deep-sleeping' })
    expect(play(deep, ring()).types).not.toContain('show-card')
    expect(play({ ...deep, ...byRole, handset: { ...byRole.handset, maker: 'samsung' } }, ring()).types).not.toContain(
      'show-card',
    )
    expect(play(deep, synced(), wait(40 * DAY)).of('sync-wanted')).toEqual([])
    expect(accessOf(aPhone(deep)).card).toMatchObject([{ reason: 'deep-sleeping' }])
    expect(state(deep, does('open-app', DAY))).toBe('deep-sleeping')
  })
})
