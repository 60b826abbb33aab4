import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../src/app/carried.ts'
import { nextWakeAt } from '../../src/device/wake.ts'
import {
  ANNA,
  answer,
  aPhone,
  BEN,
  byRole,
  DAY,
  dial,
  does,
  end,
  HOUR,
  play,
  ring,
  type Setup,
  synced,
  wait,
} from './play.ts'

type At = CarriedAction & { readonly at: number }
const noApp = /phone-state|identified|card|notify|outcome|post-call|sync/

describe('AND-27 a stopped app', () => {
  test('hears of no call, shows nothing and syncs nothing', () => {
    const { types, phone } = play(
      {},
      synced(),
      does('force-stop'),
      ring(),
      answer(),
      end(),
      ring(BEN, DAY),
      end('MISSED', DAY),
      wait(9 * DAY),
    )
    expect(types.filter((type) => noApp.test(type))).toEqual(['sync'])
    expect([phone.callList.length, phone.notifications]).toEqual([2, []])
    expect(nextWakeAt(phone)).toBeGreaterThan(60 * DAY)
  })
  test('is as before when the user opens it', () => {
    const { types, of } = play(
      {},
      synced(),
      does('force-stop'),
      does('open-app', DAY),
      ring(ANNA, DAY),
      wait(DAY + 25 * HOUR),
    )
    expect(types).toContain('show-card')
    expect(of('sync-wanted').map(({ cause }) => cause)).toEqual(['opened'])
  })
  test('that holds the role is asked and started, or is not: the switch', () => {
    const unbound = play({ ...byRole, system: { stoppedRoleHolderIsBound: false } }, does('force-stop'), ring())
    expect(unbound.types).not.toContain('screen-call')
    const bound = play(byRole, does('force-stop'), ring())
    expect(bound.types).toContain('show-card')
    expect(bound.phone.appProcess.state).toBe('background')
  })
  test('that was asked about a call has its daily job again, though nobody has opened it', () => {
    const causes = (setup: Setup) =>
      play(setup, synced(), does('force-stop'), ring(ANNA, DAY), end('MISSED', DAY), wait(3 * DAY))
        .of('sync-wanted')
        .map(({ cause }) => cause)
    expect(causes(byRole)).toEqual(['periodic'])
    expect(causes({ ...byRole, system: { stoppedRoleHolderIsBound: false } })).toEqual([])
  })
  test('runs no job, though the answer to its last sync still comes', () => {
    const { of } = play({}, does('sync'), does('force-stop', 1), synced(2), wait(9 * DAY))
    expect(of('sync-wanted')).toHaveLength(1)
  })
  test('loses the card of the call that rings, and its notifications', () => {
    const { types, phone } = play({}, ring(BEN), end('MISSED'), ring(ANNA, HOUR, 'b'), does('force-stop', HOUR + 1))
    expect(types.at(-1)).toBe('hide-card')
    expect([phone.notifications, phone.cards]).toEqual([[], []])
  })
})

describe('AND-48 months without use', () => {
  const asleep = (setup: Setup, ...more: At[]) => play(setup, does('open-app'), synced(), ...more, wait(91 * DAY))
  test('take the permissions back and stop the app; opened, it is told so', () => {
    const { phone, of } = asleep({})
    expect(phone.handset.permissions).toMatchObject({
      callLog: 'auto-reset',
      phone: 'auto-reset',
      contacts: 'never-asked',
    })
    expect(of('permissions-reset')[0]?.seenAt).toBe(90 * DAY)
    expect([phone.appProcess.state, phone.job]).toEqual(['stopped', null])
  })
  test('stop the app from Android 12 on, and do neither before Android 11', () => {
    expect(asleep({ handset: { apiLevel: 30 } }).phone.appProcess.state).not.toBe('stopped')
    expect(asleep({ handset: { apiLevel: 30 } }).phone.handset.permissions.phone).toBe('auto-reset')
    expect(asleep({ handset: { apiLevel: 29 } }).phone.handset.permissions.phone).toBe('granted')
    expect(asleep({ platform: 'ios' }).phone.appProcess.state).toBe('open')
  })
  test('are counted from the last use, and an outcome screen is use', () => {
    const opened = asleep({}, does('open-app', 10 * DAY))
    expect(opened.of('permissions-reset')).toEqual([])
    const called = asleep({}, ring(ANNA, 10 * DAY), { type: 'answer', at: 10 * DAY }, end('REMOTE', 10 * DAY))
    expect(called.of('permissions-reset')).toEqual([])
    const missed = asleep({}, ring(ANNA, 10 * DAY), end('MISSED', 10 * DAY))
    expect(missed.of('permissions-reset')).toHaveLength(1)
    expect(asleep({ system: { hibernateAfterMs: 200 * DAY } }).of('permissions-reset')).toEqual([])
  })
  test.each([
    [30, 1],
    [31, 0],
  ])('on API %i being asked about a call leaves %i to reset: it is use from Android 12 on', (apiLevel, resets) => {
    const asked = asleep(
      { ...byRole, handset: { apiLevel, screeningRole: true } },
      ring(ANNA, 50 * DAY),
      end('MISSED', 50 * DAY),
    )
    expect(asked.of('permissions-reset')).toHaveLength(resets)
  })
  test.each([true, false])('take the role: %s', (hibernationDropsRole) => {
    const { phone, of } = asleep({ ...byRole, system: { hibernationDropsRole } })
    expect(phone.handset.screeningRole).toBe(!hibernationDropsRole)
    expect(of('role')).toHaveLength(hibernationDropsRole ? 1 : 0)
  })
  test('leave the notifications that the role has granted', () => {
    const setup: Setup = { permissions: { notifications: 'denied-once' } }
    const { phone } = asleep(setup, { type: 'set-role', isHeld: true, by: 'user', at: 0 })
    expect(phone.handset.permissions.notifications).toBe('granted')
  })
})

describe('a reboot', () => {
  test('ends calls and dialogs and clears notifications; call list and jobs stay, and the app starts again', () => {
    const ask: At = { type: 'request', permissions: ['contacts'], at: HOUR }
    const before = [synced(), ring(BEN), end('MISSED'), ask, ring(ANNA, HOUR, 'b')] as const
    const { phone, of, types } = play({}, ...before, does('reboot', HOUR), wait(DAY))
    expect([phone.calls, phone.dialogs, phone.notifications]).toEqual([[], [], []])
    expect(phone.callList.map(({ callId, logType }) => `${callId} ${logType}`)).toEqual(['b MISSED', 'a MISSED'])
    expect(types.slice(-4)).toContain('sync-wanted')
    expect(of('open-outcome')).toEqual([])
    expect(play({}, does('kill-app'), does('reboot', 1)).phone.appProcess.state).toBe('background')
    expect(play({}, does('force-stop'), does('reboot', 1)).phone.appProcess.state).toBe('stopped')
  })
  test('in the middle of a call follows nothing up, and lists it', () => {
    for (const system of [{}, { callLogDelayMs: 5_000 }]) {
      const { phone, types } = play({ system }, ring(), answer(), does('reboot', 60_000), wait(DAY))
      expect(phone.callList).toMatchObject([{ logType: 'INCOMING', durationMs: 57_000 }])
      expect(types).not.toContain('open-outcome')
    }
  })
  test('while somebody is still asked about a call lists it as missed', () => {
    const { phone } = play(
      { ...byRole, system: { screeningAnswerMs: 4_000 } },
      ring(),
      does('reboot', 1_000),
      wait(DAY),
    )
    expect(phone.callList).toMatchObject([{ logType: 'MISSED' }])
    expect([phone.screenings, phone.calls]).toEqual([[], []])
  })
  test('runs the sync again that it broke off', () => {
    const { of } = play({}, synced(), wait(DAY), does('reboot', DAY + 1), wait(DAY + 2))
    expect(of('sync-wanted').map(({ seenAt }) => seenAt)).toEqual([DAY, DAY + 1])
  })
})

describe('the app', () => {
  test('fetches what is a day old when it is opened, and not what is newer', () => {
    expect(play({}, does('open-app')).of('sync-wanted')).toMatchObject([{ cause: 'opened' }])
    expect(play({}, synced(), does('open-app', HOUR)).of('sync-wanted')).toEqual([])
    expect(play({ system: { syncFlexMs: DAY } }, synced(), does('open-app', 23 * HOUR)).of('sync-wanted')).toEqual([])
  })
  test('goes to the background when a call is in front', () => {
    const { types, phone } = play({}, synced(), does('open-app'), ring())
    expect(types).toContain('sent-to-background')
    expect(phone.appProcess.state).toBe('background')
    expect(play({}, synced(), does('open-app'), dial(ANNA, 'app')).phone.appProcess.state).toBe('open')
  })
  test('is ended by a permission that is taken from it, and started by the next call', () => {
    const take: At = { type: 'set-permission', permission: 'notifications', state: 'revoked', at: 0 }
    const { phone, types } = play({}, take, ring())
    expect([phone.appProcess.state, types.includes('show-card')]).toEqual(['background', true])
  })
  test('that is swiped away on Android goes on hearing of calls and syncing', () => {
    const { types } = play({}, synced(), does('kill-app'), ring(), end('MISSED'), wait(DAY))
    expect(types).toEqual(expect.arrayContaining(['show-card', 'notify-missed', 'sync-wanted']))
  })
  test('signed out shows nobody and syncs nothing; by hand the user signs in again', () => {
    const out = play({}, synced(), does('sign-out'), ring(), answer(), end(), wait(3 * DAY))
    expect(out.types.filter((type) => /identified|card|outcome|sync-wanted/.test(type))).toEqual([])
    expect(out.phone.app).toMatchObject({ isSignedIn: false, sync: { lastSuccessAt: null, contacts: 0 } })
    expect(out.phone.job).toBeNull()
    const late = play({}, does('open-app'), does('sign-out', 1), synced(2), {
      type: 'sync-failed',
      error: 'No.',
      at: 3,
    })
    expect([late.of('sync'), late.phone.app.sync.contacts, late.phone.app.sync.lastError]).toEqual([[], 0, null])
    const back = play({}, synced(), does('sign-out'), does('sync', HOUR), synced(HOUR), ring(ANNA, HOUR))
    expect(back.types).toContain('show-card')
  })
})

test('a phone to which nothing is done wakes for nothing', () => expect(nextWakeAt(aPhone())).toBeNull())
