import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../src/app/carried.ts'
import type { DialogChoice } from '../../src/device/permission.ts'
import { grantByRole } from '../../src/device/role.ts'
import { answer, aPhone, aWorld, byRole, DAY, does, end, play, playOn, ring, type Setup } from './play.ts'

type At = CarriedAction & { readonly at: number }
const ask: At = { type: 'request-role', at: 0 }
const choose = (choice: DialogChoice): At => ({ type: 'answer-dialog', choice, at: 0 })
const give = (isHeld: boolean, by: 'user' | 'other-app' | 'system' = 'user', at = 0): At => ({
  type: 'set-role',
  isHeld,
  by,
  at,
})

describe('the request for the role', () => {
  test('AND-45 shows a dialog; allowed, the role is held', () => {
    const { phone, events } = play({}, ask, choose('allow'))
    expect(events).toMatchObject([
      { type: 'role-dialog', canDenyAlways: false },
      { type: 'role', held: true, by: 'user' },
      { type: 'role-result', result: 'OK' },
    ])
    expect([phone.handset.screeningRole, phone.dialogs]).toEqual([true, []])
  })
  test('AND-45 of who holds it is OK without a dialog', () => {
    expect(play(byRole, ask).events).toMatchObject([{ type: 'role-result', result: 'OK' }])
  })
  test.each([
    ['roles are restricted', { system: { rolesAreRestricted: true } }],
    ['Android 9 has no such role', { handset: { apiLevel: 28 } }],
    ['iOS has none', { platform: 'ios' }],
  ] satisfies [string, Setup][])('AND-45 is canceled without a dialog where %s', (_why, setup) => {
    expect(play(setup, ask).events).toMatchObject([{ type: 'role-result', result: 'CANCELED' }])
  })
  test('AND-45 the second dialog has "Don\'t ask again", and after it there is none', () => {
    const { of, phone } = play({}, ask, choose('deny'), ask, choose('deny-always'), ask)
    expect(of('role-dialog').map(({ canDenyAlways }) => canDenyAlways)).toEqual([false, true])
    expect(of('role-result').map(({ result }) => result)).toEqual(['CANCELED', 'CANCELED', 'CANCELED'])
    expect(phone.dialogs).toEqual([])
  })
  test('AND-45 a choice that the first dialog does not have leaves it on the screen', () => {
    expect(play({}, ask, choose('deny-always')).phone.dialogs).toEqual(['role'])
    expect(play({}, ask, choose('dismiss'), ask).of('role-dialog')).toHaveLength(2)
  })
  test('waits behind the dialogs that are there, and comes up after them', () => {
    const request: At = { type: 'request', permissions: ['notifications'], at: 0 }
    const fresh: Setup = { permissions: { notifications: 'never-asked' } }
    const { types, phone } = play(fresh, request, ask, choose('allow'))
    expect(types).toEqual(['permission-dialog', 'permission', 'role-dialog'])
    expect(phone.dialogs).toEqual(['role'])
  })
})

describe('AND-46 the role', () => {
  const bare: Setup = { settings: { overlay: false }, permissions: { notifications: 'denied-for-good' } }
  test('brings the overlay and the notifications, and takes them with it, and the process too', () => {
    const given = play(bare, give(true))
    expect(given.phone.handset).toMatchObject({
      settings: { overlay: true },
      permissions: { notifications: 'granted' },
    })
    const { phone, of } = playOn(given.phone, aWorld(), give(false, 'other-app'))
    expect([phone.handset.settings.overlay, phone.handset.permissions.notifications]).toEqual([false, 'never-asked'])
    expect(of('app')).toMatchObject([{ state: 'killed', cause: 'role-lost' }])
  })
  test.each([
    [29, false, 'never-asked'],
    [30, true, 'never-asked'],
    [32, true, 'never-asked'],
    [33, true, 'granted'],
  ] as const)('brings at API level %i: overlay %s, notifications %s', (apiLevel, overlay, notifications) => {
    const before = {
      handset: { apiLevel },
      settings: { overlay: false },
      permissions: { notifications: 'never-asked' },
    }
    const { handset } = play(before as Setup, give(true)).phone
    expect([handset.settings.overlay, handset.permissions.notifications]).toEqual([overlay, notifications])
  })
  test('leaves what the user had given', () => {
    const { phone, of } = play({}, give(true), give(false))
    expect([phone.handset.settings.overlay, phone.handset.permissions.notifications]).toEqual([true, 'granted'])
    expect(of('app')).toEqual([])
  })
  test.each([
    [29, true],
    [30, false],
    [32, false],
    [33, true],
  ] as const)('that goes leaves at API level %i an overlay that the user had granted: %s', (apiLevel, left) => {
    const held: Setup = { handset: { apiLevel, screeningRole: true }, settings: { overlay: true } }
    expect(play(held, give(false)).phone.handset.settings.overlay).toBe(left)
  })
  test('brings the overlay only where the manifest asks for it, and notifications only from API 33', () => {
    const older = { ...bare, permissions: { ...bare.permissions, notifications: 'never-asked' } } as const
    const { handset, role } = aPhone({ ...older, handset: { apiLevel: 32 } })
    const plain = grantByRole(handset, role, { asksForOverlay: false })
    expect(plain.handset).toMatchObject({
      settings: { overlay: false },
      permissions: { notifications: 'never-asked' },
    })
    expect(plain.role.granted).toEqual({ overlay: false, notifications: false })
    expect(grantByRole(handset, role).handset.settings.overlay).toBe(true)
  })
})

test('AND-47 another app takes the role, and ours learns of it only when it looks', () => {
  const { types, of, phone } = play(byRole, give(false, 'other-app'), ring(), end('MISSED'), does('open-app', 70_000))
  expect(of('role')).toMatchObject([{ held: false, by: 'other-app' }])
  expect(types).not.toContain('screen-call')
  expect(of('role-noticed')).toMatchObject([{ held: false, seenAt: 70_000 }])
  expect(phone.app.knownRole).toBe(false)
})

test('AND-30 POST_CALL goes to who held the role when the call was let through, though another app has it now', () => {
  const { types, of } = play(byRole, ring(), answer(), give(false, 'other-app', 5_000), end())
  expect(of('post-call')).toHaveLength(1)
  expect(types).toContain('open-outcome')
  expect(
    play({ permissions: byRole.permissions ?? {} }, ring(), answer(), give(true, 'user', 5_000), end()).types,
  ).not.toContain('post-call')
})

test('the role survives a day, a reboot and a kill', () => {
  const { phone } = play(byRole, does('kill-app', DAY), does('reboot', DAY), ring('+353861234567', DAY + 1))
  expect(phone.handset.screeningRole).toBe(true)
  expect(phone.cards).toHaveLength(1)
})
