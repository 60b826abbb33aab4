import { describe, expect, test } from 'vitest'
import { answerDialog, DIALOG_CHOICES, showsDialog, showsRationale } from '../../src/device/permission.ts'

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
