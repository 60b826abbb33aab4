import { describe, expect, test } from 'vitest'
import type { CarriedAction, CarriedPhone } from '../../src/app/carried.ts'
import { backoffMs, type JobAround, mayRunAt, nextPeriodic, periodOf } from '../../src/device/android/job.ts'
import { type Conditions, newConditions } from '../../src/device/phone.ts'
import { nextWakeAt } from '../../src/device/wake.ts'
import { aPhone, aWorld, DAY, does, HOUR, play, playOn, type Setup, synced, wait } from './play.ts'

type At = CarriedAction & { readonly at: number }
const MINUTE = 60_000
const be = (conditions: Partial<Conditions>, at: number): At => ({ type: 'set-conditions', conditions, at })
const network = (state: 'online' | 'offline', at: number): At => ({ type: 'set-network', state, at })
const battery = (setting: 'optimised' | 'restricted' | 'unrestricted', at: number): At => ({
  type: 'change-settings',
  settings: { battery: setting },
  at,
})
const failed = (at: number): At => ({ type: 'sync-failed', error: 'The CRM does not answer.', at })
const startsOf = (setup: Setup, ...actions: At[]) =>
  play(setup, synced(), ...actions)
    .of('sync-wanted')
    .map(({ seenAt }) => seenAt)

/** Lets days go by in which every sync succeeds at once; when each began. */
function days(
  count: number,
  setup: Setup = {},
  change: (phone: CarriedPhone) => CarriedPhone = (phone) => phone,
): number[] {
  const world = aWorld(setup.world)
  let phone = change(playOn(aPhone(setup), world, synced()).phone)
  const starts: number[] = []
  for (let woke = 0; woke < 1_000; woke += 1) {
    const next = nextWakeAt(phone)
    if (next === null || next > count * DAY) break
    const woken = playOn(phone, world, wait(next))
    if (woken.types.includes('sync-wanted')) starts.push(next)
    phone = woken.types.includes('sync-wanted') ? playOn(woken.phone, world, synced(next)).phone : woken.phone
  }
  return starts
}

describe('R-16 the daily sync', () => {
  test('comes every 24 hours without the app being open', () => {
    expect(days(3)).toEqual([DAY, 2 * DAY, 3 * DAY])
  })
  test('R-15 keeps when it last succeeded and how many contacts came', () => {
    const { phone, of } = play({}, synced(), wait(DAY), synced(DAY + 5, 42))
    expect(phone.app.sync).toMatchObject({ lastSuccessAt: DAY + 5, contacts: 42, lastError: null, running: null })
    expect(of('sync').at(-1)).toMatchObject({ result: 'done', contacts: 42 })
  })
  test('AND-60 asks for a period and a flex, and gets at least 15 and 5 minutes, and a twentieth of the period', () => {
    expect(periodOf({ periodMs: MINUTE, flexMs: 0 })).toEqual({ periodMs: 15 * MINUTE, flexMs: 5 * MINUTE })
    expect(periodOf({ periodMs: DAY, flexMs: HOUR })).toEqual({ periodMs: DAY, flexMs: 72 * MINUTE })
    expect(periodOf({ periodMs: DAY, flexMs: 2 * DAY })).toEqual({ periodMs: DAY, flexMs: DAY })
    expect(days(1, { system: { syncPeriodMs: MINUTE, syncFlexMs: 0 } })[0]).toBe(15 * MINUTE)
  })
  test('AND-61 comes anywhere in the flex at the end of its period', () => {
    expect(days(2, { world: { chance: () => 0 } })).toEqual([22.8 * HOUR, 46.8 * HOUR])
    expect(days(2, { world: { chance: () => 0.5 } })).toEqual([23.4 * HOUR, 47.4 * HOUR])
  })
  test('AND-61 never comes twice in one period: a late run counts to the period that it comes in', () => {
    const asked = { periodMs: DAY, flexMs: 2 * HOUR }
    expect(nextPeriodic(asked, { from: 0, at: 26 * HOUR }, 0)).toBe(70 * HOUR)
    expect(nextPeriodic(asked, { from: 0, at: 24 * HOUR }, 0)).toBe(46 * HOUR)
    const late = startsOf(
      {},
      network('offline', 0),
      network('online', 26 * HOUR),
      synced(26 * HOUR),
      wait(71.9 * HOUR),
      wait(72 * HOUR),
    )
    expect(late).toEqual([26 * HOUR, 72 * HOUR])
  })
  test('waits for a network', () => {
    expect(startsOf({}, network('offline', HOUR), wait(3 * DAY))).toEqual([])
    expect(startsOf({}, network('offline', HOUR), network('online', 3 * DAY), wait(3 * DAY))).toEqual([3 * DAY])
  })
  test('R-17 never comes on a Xiaomi without Autostart', () => {
    expect(startsOf({ handset: { maker: 'xiaomi' } }, wait(3 * DAY))).toEqual([])
    expect(startsOf({ handset: { maker: 'xiaomi' }, settings: { autostart: true } }, wait(DAY))).toEqual([DAY])
  })
  test('AND-62 waits in Doze for a maintenance window, or until it ends', () => {
    const doze = be({ isDozing: true }, 20 * HOUR)
    expect(startsOf({}, doze, wait(3 * DAY))).toEqual([26 * HOUR])
    expect(startsOf({ system: { maintenanceEveryMs: HOUR } }, doze, wait(3 * DAY))).toEqual([24 * HOUR])
    expect(startsOf({ system: { maintenanceEveryMs: 7 * HOUR } }, doze, wait(3 * DAY))).toEqual([27 * HOUR])
    expect(startsOf({}, doze, be({ isDozing: false }, 25 * HOUR), wait(3 * DAY))).toEqual([25 * HOUR])
    expect(startsOf({}, doze, be({ isCharging: true }, 21 * HOUR), wait(3 * DAY))).toEqual([24 * HOUR])
    expect(startsOf({ settings: { battery: 'unrestricted' } }, doze, wait(3 * DAY))).toEqual([24 * HOUR])
  })
  test('AND-62 there is no network in Doze for a window that was missed offline', () => {
    const doze = be({ isDozing: true }, 20 * HOUR)
    expect(startsOf({}, doze, network('offline', 21 * HOUR), network('online', 27 * HOUR), wait(3 * DAY))).toEqual([
      32 * HOUR,
    ])
  })
  test('waits while Battery Saver is on, unless the app is exempt from it', () => {
    const saving = be({ isLowPower: true }, HOUR)
    expect(startsOf({}, saving, wait(3 * DAY))).toEqual([])
    expect(startsOf({}, saving, be({ isCharging: true }, 2 * DAY), wait(3 * DAY))).toEqual([2 * DAY])
    expect(startsOf({ settings: { battery: 'unrestricted' } }, saving, wait(DAY))).toEqual([DAY])
  })
  test('AND-62 waits on a phone that dozes from the beginning', () => {
    expect(
      startsOf({ conditions: { isDozing: true }, system: { maintenanceEveryMs: 7 * HOUR } }, wait(3 * DAY)),
    ).toEqual([28 * HOUR])
  })
  const often: Setup = { system: { syncPeriodMs: 15 * MINUTE, syncRunMs: MINUTE } }
  const within = (bucket: Conditions['bucket'], more: Partial<Conditions> = {}): Setup => ({
    ...often,
    conditions: { bucket, ...more },
  })
  test('AND-63 of a rarely used app comes three times a day; charging lifts that, and so does Unrestricted', () => {
    expect(days(1, within('rare'))).toHaveLength(3)
    expect(days(1, within('rare', { isCharging: true })).length).toBeGreaterThan(90)
    expect(days(1, { ...within('rare'), settings: { battery: 'unrestricted' } }).length).toBeGreaterThan(90)
    expect(days(1, { ...within('restricted'), settings: { battery: 'unrestricted' } }).length).toBeGreaterThan(90)
    expect(days(1, often).length).toBeGreaterThan(90)
  })
  test('AND-63 has ten minutes in all, however often it may come', () => {
    const long = (minutes: number): Setup => ({ system: { ...often.system, syncRunMs: minutes * MINUTE } })
    expect(days(1, { ...within('rare'), ...long(10) })).toHaveLength(1)
    expect(days(1, { ...within('rare'), ...long(5) })).toHaveLength(2)
  })
  test.each([
    [28, 'working-set', 1, 2],
    [28, 'frequent', 1, 8],
    [28, 'rare', 1, 24],
    [32, 'frequent', 8, 8],
    [32, 'rare', 3, 24],
    [33, 'working-set', 10, 4],
    [36, 'frequent', 8, 12],
    [36, 'rare', 3, 24],
  ] as const)(
    'AND-63 at API level %i an app of the bucket %s has %i runs in %i hours',
    (apiLevel, bucket, runs, hours) => {
      const starts = days(2, { ...within(bucket), handset: { apiLevel } })
      expect((starts[runs] ?? 0) - (starts[0] ?? 0)).toBe(hours * HOUR + MINUTE)
      expect((starts[runs - 1] ?? 0) - (starts[0] ?? 0)).toBeLessThanOrEqual((runs - 1) * 15 * MINUTE)
    },
  )
  test('AND-63 of a restricted app comes about once a day, on the charger too', () => {
    const restricted: Setup = {
      system: { syncPeriodMs: HOUR },
      conditions: { bucket: 'restricted', isCharging: true },
    }
    const starts = days(4, restricted)
    expect(starts).toHaveLength(4)
    for (const [index, at] of starts.slice(1).entries()) expect(at - (starts[index] ?? 0)).toBeGreaterThanOrEqual(DAY)
    expect(days(1, { ...restricted, conditions: { bucket: 'frequent' } }).length).toBeGreaterThan(10)
  })
  test('AND-64 is refused by the system itself, whatever the app believes of it', () => {
    const around: JobAround = {
      apiLevel: 34,
      conditions: newConditions(),
      isOnline: true,
      battery: 'restricted',
      dozeSince: null,
      maintenanceEveryMs: HOUR,
      runs: [],
      runMs: MINUTE,
    }
    expect(mayRunAt(DAY, around)).toBeNull()
    expect(mayRunAt(DAY, { ...around, battery: 'optimised' })).toBe(DAY)
  })
  test('AND-64 never comes with the battery setting "Restricted", and comes when that is changed', () => {
    expect(startsOf({ settings: { battery: 'restricted' } }, wait(9 * DAY))).toEqual([])
    expect(startsOf({}, battery('restricted', HOUR), be({ isCharging: true }, 2 * HOUR), wait(9 * DAY))).toEqual([])
    expect(startsOf({}, battery('restricted', HOUR), battery('optimised', 9 * DAY), wait(9 * DAY))).toEqual([9 * DAY])
  })
})

describe('a sync that fails', () => {
  test('is told in one sentence and tried again, later each time', () => {
    const { phone, of } = play(
      {},
      synced(),
      wait(DAY),
      failed(DAY),
      wait(DAY + 30_000),
      failed(DAY + 30_000),
      wait(DAY + 90_000),
    )
    expect(phone.app.sync).toMatchObject({ lastSuccessAt: 0, lastError: 'The CRM does not answer.', failures: 2 })
    expect(of('sync-wanted').map(({ cause, seenAt }) => [cause, seenAt - DAY])).toEqual([
      ['periodic', 0],
      ['retry', 30_000],
      ['retry', 90_000],
    ])
    expect([backoffMs(1), backoffMs(3), backoffMs(50)]).toEqual([30_000, 120_000, 5 * HOUR])
  })
  test('and works then goes back to its day', () => {
    const tried = [wait(DAY), failed(DAY), wait(DAY + 40_000), synced(DAY + 40_000)]
    expect(startsOf({}, ...tried, wait(2 * DAY))).toEqual([DAY, DAY + 30_000, 2 * DAY])
    const helped = [wait(DAY), failed(DAY), does('sync', DAY + 1), synced(DAY + 2)]
    expect(startsOf({}, ...helped, wait(2 * DAY))).toEqual([DAY, DAY + 1, 2 * DAY])
  })
})

describe('R-15 a sync by hand', () => {
  test('asks at once, in the app, and leaves the daily one where it was', () => {
    const { of, phone } = play({}, synced(), does('sync', 5 * HOUR), synced(5 * HOUR, 7), wait(DAY))
    expect(of('sync-wanted').map(({ cause, seenAt }) => [cause, seenAt])).toEqual([
      ['manual', 5 * HOUR],
      ['periodic', DAY],
    ])
    expect(phone.appProcess.state).toBe('open')
  })
  test('that fails says so and is not tried again by itself', () => {
    const { phone, of } = play({}, synced(), does('sync', HOUR), failed(HOUR), wait(20 * HOUR))
    expect([phone.app.sync.lastError, of('sync-wanted').length]).toEqual(['The CRM does not answer.', 1])
  })
  test('whose app is gone when the answer comes has not happened', () => {
    const { phone } = play({}, synced(), does('sync', HOUR), does('kill-app', HOUR + 1), synced(HOUR + 2, 99))
    expect(phone.app.sync).toMatchObject({ lastSuccessAt: 0, contacts: 2 })
  })
  test('while one goes on does not make two of it when the app is opened', () => {
    expect(play({}, does('open-app'), does('open-app', 5)).of('sync-wanted')).toHaveLength(1)
  })
})

describe('IOS-18 the background refresh', () => {
  const ios = (more: Setup = {}): Setup => ({ platform: 'ios', ...more })
  test('comes a day later at the earliest, and the system may wait', () => {
    expect(startsOf(ios(), wait(DAY - 1))).toEqual([])
    expect(startsOf(ios(), wait(DAY))).toEqual([DAY])
    expect(startsOf(ios({ system: { refreshDelayMs: 7 * HOUR } }), wait(31 * HOUR))).toEqual([31 * HOUR])
  })
  test('does not come after a force-quit, in Low Power Mode, or when it is switched off', () => {
    expect(startsOf(ios(), does('kill-app', HOUR), wait(9 * DAY))).toEqual([])
    expect(startsOf(ios(), be({ isLowPower: true }, HOUR), wait(9 * DAY))).toEqual([])
    expect(startsOf(ios({ settings: { backgroundRefresh: false } }), wait(9 * DAY))).toEqual([])
    expect(startsOf(ios(), be({ isLowPower: true }, HOUR), be({ isLowPower: false }, 2 * DAY), wait(2 * DAY))).toEqual([
      2 * DAY,
    ])
  })
  test('comes again once the app has been opened', () => {
    expect(startsOf(ios(), does('kill-app', HOUR), does('open-app', 3 * DAY), synced(3 * DAY), wait(4 * DAY))).toEqual([
      3 * DAY,
      4 * DAY,
    ])
  })
  test('that was held back is due from the moment when the user syncs, and has its 30 seconds then', () => {
    const back = play(ios(), synced(), does('kill-app', HOUR), does('sync', 3 * DAY), failed(3 * DAY), wait(3 * DAY))
    expect(back.of('sync').map(({ result }) => result)).toEqual(['done', 'failed'])
    expect(back.phone.app.sync.running).toMatchObject({ cause: 'periodic', since: 3 * DAY })
  })
  test('is ended after 30 seconds', () => {
    const inTime = play(ios(), synced(), wait(DAY), synced(DAY + 30_000, 9))
    expect(inTime.phone.app.sync.contacts).toBe(9)
    const late = play(ios(), synced(), wait(DAY), wait(DAY + 40_000), synced(DAY + 40_000, 9))
    expect(late.of('sync').map(({ result }) => result)).toEqual(['done', 'failed'])
    expect(late.phone.app.sync).toMatchObject({ contacts: 2, failures: 1 })
  })
})
