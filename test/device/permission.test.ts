import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../src/app/carried.ts'
import {
  answerDialog,
  DIALOG_CHOICES,
  requestMember,
  showsDialog,
  showsRationale,
} from '../../src/device/permission.ts'
import { newSystem } from '../../src/device/system.ts'
import { aPhone, play, type Setup } from './play.ts'

describe('permission dialogs', () => {
  test('AND-40 a first denial leaves another request, a second is for good and shows no dialog', () => {
    const once = answerDialog('never-asked', 'deny')
    expect([once, showsDialog(once)]).toEqual(['denied-once', true])
    const twice = answerDialog(once, 'deny')
    expect([twice, showsDialog(twice)]).toEqual(['denied-for-good', false])
    expect(answerDialog(twice, 'allow')).toBe('denied-for-good')
  })
  test.each(['never-asked', 'denied-once', 'revoked', 'auto-reset'] as const)(
    'AND-41 turning away from the dialog leaves %s as it was',
    (state) => {
      expect(answerDialog(state, 'dismiss')).toBe(state)
      expect(showsDialog(state)).toBe(true)
    },
  )
  test('AND-42 there is no "only this time"', () => expect(DIALOG_CHOICES).toEqual(['allow', 'deny', 'dismiss']))
  test('AND-43 the rationale is off both before the first request and when it is for good', () => {
    expect(showsRationale('never-asked')).toBe(false)
    expect(showsRationale('denied-once')).toBe(true)
    expect(showsRationale('denied-for-good')).toBe(false)
  })
  test('what the user revoked can be asked for again, what the system reset as if never asked', () => {
    expect(answerDialog('revoked', 'allow')).toBe('granted')
    expect(answerDialog('revoked', 'deny')).toBe('denied-for-good')
    expect(answerDialog('auto-reset', 'deny')).toBe('denied-once')
  })
})

describe('on the phone', () => {
  type At = CarriedAction & { readonly at: number }
  const ask = (...permissions: ('callLog' | 'phone' | 'notifications' | 'contacts')[]): At => ({
    type: 'request',
    permissions,
    at: 0,
  })
  const choose = (choice: 'allow' | 'deny' | 'dismiss' | 'deny-always'): At => ({
    type: 'answer-dialog',
    choice,
    at: 0,
  })
  const fresh: Setup = { permissions: { callLog: 'never-asked', phone: 'never-asked', notifications: 'never-asked' } }

  test('AND-40 what was denied twice is denied without a dialog', () => {
    const { phone, of } = play(fresh, ask('phone'), choose('deny'), ask('phone'), choose('deny'), ask('phone'))
    expect([of('permission-dialog').length, of('permission').length]).toEqual([2, 3])
    expect([phone.handset.permissions.phone, phone.dialogs]).toEqual(['denied-for-good', []])
  })
  test("AND-40 up to Android 10 only the second dialog's box is for good", () => {
    const ten: Setup = { ...fresh, handset: { apiLevel: 29 } }
    const denied = [ask('phone'), choose('deny'), ask('phone'), choose('deny')]
    expect(play(ten, ...denied).phone.handset.permissions.phone).toBe('denied-once')
    const { phone } = play(ten, ...denied, ask('phone'), choose('deny-always'), ask('phone'))
    expect([phone.handset.permissions.phone, phone.dialogs]).toEqual(['denied-for-good', []])
    expect(play(ten, ask('phone'), choose('deny-always')).phone.dialogs).toEqual(['phone'])
    expect(play(fresh, ask('phone'), choose('deny'), ask('phone'), choose('deny-always')).phone.dialogs).toEqual([
      'phone',
    ])
  })
  test('AND-41 what was turned away from can be asked for again', () => {
    const { of } = play(fresh, ask('phone'), choose('dismiss'), ask('phone'))
    expect([of('permission-dialog').length, of('permission')[0]?.result]).toEqual([2, 'DENIED'])
  })
  test('asks for notifications only from API 33, and for nothing on iOS', () => {
    expect(play({ ...fresh, handset: { apiLevel: 32 } }, ask('notifications')).events).toMatchObject([
      { type: 'permission', result: 'GRANTED' },
    ])
    expect(play({ ...fresh, platform: 'ios' }, ask('phone')).events).toEqual([])
  })
  test('a second request waits behind the first', () => {
    const { of, phone } = play(fresh, ask('phone'), ask('callLog', 'phone'), choose('allow'))
    expect(of('permission-dialog').map(({ permission }) => permission)).toEqual(['phone', 'callLog'])
    expect(phone.dialogs).toEqual(['callLog'])
  })
})

test('AND-44 further permissions of a group follow the first without a dialog, or ask: the switch', () => {
  const { handset } = aPhone()
  const system = newSystem()
  expect(requestMember('READ_PHONE_NUMBERS', handset, system)).toBe('granted')
  expect(requestMember('READ_PHONE_NUMBERS', handset, { groupGrantIsShared: false })).toBe('dialog')
  expect(requestMember('READ_CONTACTS', handset, system)).toBe('dialog')
  const denied = aPhone({ permissions: { phone: 'denied-for-good' } }).handset
  expect(requestMember('CALL_PHONE', denied, system)).toBe('denied')
  expect(requestMember('CAMERA', handset, system)).toBeNull()
})
