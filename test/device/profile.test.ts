import { describe, expect, test } from 'vitest'
import { accessOf } from '../../src/app/access-of.ts'
import { newCarriedPhone } from '../../src/app/carried.ts'
import { lineFrom } from '../../src/core/caller.ts'
import { type Handset, readyHandset, type Settings } from '../../src/core/handset.ts'
import { newConditions, newSystem } from '../../src/device/system.ts'
import { openStage } from '../../src/scenario/stage.ts'
import { ANNA, answer, aPhone, byRole, DAY, does, end, play, ring, type Setup, synced, wait } from './play.ts'

const work = (workProfile: Settings['workProfile'], more: Setup = {}): Setup => ({ ...more, settings: { workProfile } })
const toggle = (settings: Partial<Settings>, at = 0) => ({ type: 'change-settings', settings, at }) as const

describe('AND-74 settings that are restricted of an app from a file', () => {
  const sideloaded = (apiLevel: number, more: Partial<Handset> = {}): Setup => ({
    handset: { apiLevel, ...more },
    settings: { overlay: false, restrictedSettings: true },
  })
  test.each([
    [35, false],
    [36, false],
    [34, true],
    [33, true],
  ])('at API level %i the user can let it draw over others at once: %s', (apiLevel, isAllowed) => {
    const { phone, types } = play(sideloaded(apiLevel), toggle({ overlay: true }))
    expect(phone.handset.settings.overlay).toBe(isAllowed)
    expect(types.includes('setting-restricted')).toBe(!isAllowed)
  })
  test('after "Allow restricted settings" they can', () => {
    const freed = play(sideloaded(36), toggle({ restrictedSettings: false }), toggle({ overlay: true }, 1))
    expect(freed.phone.handset.settings.overlay).toBe(true)
  })
  test('what is changed with it is changed', () => {
    const { phone } = play(sideloaded(36), toggle({ overlay: true, battery: 'unrestricted' }))
    expect(phone.handset.settings).toMatchObject({ overlay: false, battery: 'unrestricted' })
  })
  test('the role is not restricted, and brings the overlay by itself', () => {
    const { phone } = play(sideloaded(36), { type: 'set-role', isHeld: true, by: 'user', at: 0 })
    expect(phone.handset).toMatchObject({ screeningRole: true, settings: { overlay: true } })
  })
  test('the fix names the step that comes first', () => {
    const fixOf = (apiLevel: number) => {
      const { handset } = aPhone(sideloaded(apiLevel))
      const permissions = { ...handset.permissions, notifications: 'denied-for-good' } as const
      return accessOf(newCarriedPhone({ ...handset, permissions })).card[0]?.fix
    }
    expect(fixOf(36)).toContain('Allow restricted settings')
    expect(fixOf(34)).not.toContain('Allow restricted settings')
  })
})

describe('AND-75 the role in a work profile', () => {
  test('its holder is asked about no call, and told of no end', () => {
    const { types, of } = play(work('on', byRole), ring(), answer(), end())
    expect(of('not-screened').map(({ because }) => because)).toEqual(['work-profile'])
    expect(types.filter((type) => ['screen-call', 'post-call', 'show-card', 'open-outcome'].includes(type))).toEqual([])
  })
  test('what is missing then is said as without the role', () => {
    const reasons = accessOf(aPhone({ ...work('on', byRole) })).card.map(({ reason }) => reason)
    expect(reasons).toEqual(['call-log-denied', 'phone-denied'])
  })
})

describe('AND-76 an app of a work profile', () => {
  test('hears the broadcasts, and sees no call list', () => {
    const { types, phone } = play(work('on'), ring(), end('MISSED', 8_000), wait(DAY))
    expect(types).toContain('show-card')
    expect(types).toContain('notify-missed')
    expect(phone.callList).toHaveLength(1)
    expect(play({}, ring(), answer(), end()).of('open-outcome')).toMatchObject([{ call: { durationMs: 60_000 } }])
    expect(play(work('on'), ring(), answer(), end(), wait(DAY)).of('open-outcome')).toHaveLength(1)
  })
  test('does not run while the profile is paused', () => {
    const { types } = play(work('paused'), synced(), ring(), answer(), end(), wait(3 * DAY))
    expect(types.filter((type) => ['show-card', 'open-outcome', 'sync-wanted'].includes(type))).toEqual([])
    expect(accessOf(aPhone(work('paused'))).sync).toMatchObject([{ reason: 'work-profile-paused' }])
  })
  test('ends when the profile is paused, with what it shows', () => {
    const { phone } = play(work('on'), ring(), toggle({ workProfile: 'paused' }, 2_000))
    expect(phone).toMatchObject({ appProcess: { state: 'killed' }, cards: [] })
  })
})

describe('AND-77 a new phone that is set up from a backup', () => {
  const setup: Setup = { handset: { screeningRole: true }, settings: { logCalls: 'on', battery: 'unrestricted' } }
  test('has the app without role, special access, files and jobs: nobody is signed in', () => {
    const { phone, types } = play(setup, synced(), does('restore', DAY), wait(5 * DAY))
    expect(phone.app).toMatchObject({ isSignedIn: false, sync: { lastSuccessAt: null } })
    expect(phone.handset).toMatchObject({ screeningRole: false, settings: { overlay: false, callerId: false } })
    expect(phone.handset.settings).toMatchObject({ logCalls: 'untouched', battery: 'optimised' })
    expect(phone.job).toBeNull()
    expect(types).toContain('signed-out')
  })
  test('names nobody', () => {
    expect(play(setup, synced(), does('restore', DAY), ring(ANNA, 2 * DAY)).types).not.toContain('show-card')
  })
  test.each([true, false])('has the permissions that were granted: %s', (restoreBringsPermissions) => {
    const { permissions } = play({ ...setup, system: { restoreBringsPermissions } }, does('restore', DAY)).phone.handset
    expect(permissions.callLog).toBe(restoreBringsPermissions ? 'granted' : 'never-asked')
  })
  test('keeps the call list, which is the phone’s', () => {
    expect(play(setup, ring(), end('MISSED', 1_000), does('restore', DAY)).phone.callList).toHaveLength(1)
  })
})

describe('AND-79 Do Not Disturb', () => {
  const hushed: Setup = { conditions: { isDoNotDisturb: true } }
  test.each([{}, byRole])('takes only the sound from a call', (setup) => {
    const { types, of } = play({ ...setup, ...hushed }, ring(), end('MISSED', 8_000))
    expect(types).toContain('silenced')
    expect(types).toContain('show-card')
    expect(of('notify-missed')).toMatchObject([{ isSilent: true }])
    expect(of('call-list')).toMatchObject([{ logType: 'MISSED' }])
  })
  test('otherwise there is sound', () => {
    const { types, of } = play({}, ring(), end('MISSED', 8_000))
    expect(types).not.toContain('silenced')
    expect(of('notify-missed')[0]?.isSilent).toBeUndefined()
  })
})

test('AND-78 contacts of the work profile count as contacts, unless the employer forbids it', async () => {
  const nameWith = async (workCallerIdDisabled: boolean) => {
    const handset = readyHandset('android', 'IE')
    const phone = {
      handset,
      system: { ...newSystem(), workCallerIdDisabled },
      conditions: newConditions(),
      addressBook: [{ name: 'Anna at work', number: ANNA, isWork: true }],
      blocked: [],
      isSynced: true,
      seed: 1,
    }
    const stage = await openStage({ phone, startsAt: 0 }, [])
    await stage.act({ type: 'ring', id: 'a', line: lineFrom(ANNA) })
    return stage.callerName()
  }
  expect([await nameWith(false), await nameWith(true)]).toEqual(['Anna at work', null])
})
