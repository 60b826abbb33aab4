import { describe, expect, test } from 'vitest'
import {
  concernsAll,
  describeFailure,
  describeKind,
  type Failure,
  keptFailure,
  mayHaveArrived,
  planRetry,
} from '../../src/core/retry.ts'
import { CrmError, failureOf } from '../../src/crm/crm.ts'

const rateLimited = (retryAfterMs: number | null, isDaily = false): Failure => ({
  kind: 'rate-limited',
  retryAfterMs,
  isDaily,
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a failure that passes is met with a delay', () => {
  test.each<[string, Failure, number, number]>([
    ['the first time offline', { kind: 'offline' }, 1, 5_000],
    ['twice as long each time', { kind: 'offline' }, 4, 40_000],
    ['a ceiling after days offline', { kind: 'offline' }, 5_000, 15 * MINUTE],
    ['a ceiling for any count there is', { kind: 'offline' }, Number.MAX_SAFE_INTEGER, 15 * MINUTE],
    ['a count below the first', { kind: 'offline' }, 0, 5_000],
    ['no answer', { kind: 'timeout' }, 2, 10_000],
    ['a CRM that fails', { kind: 'server' }, 3, 20_000],
    ['a CRM that fails for days is not given up', { kind: 'server' }, 1_000, 15 * MINUTE],
    ['as long as the CRM asks for', rateLimited(7_000), 1, 7_000],
    ['as long as the CRM asks for, however often', rateLimited(7_000), 9, 7_000],
    ['longer than we would by ourselves, if the CRM asks for it', rateLimited(3 * HOUR), 1, 3 * HOUR],
    ['at most a day, whatever the CRM asks for', rateLimited(1e15), 1, 24 * HOUR],
    ['at most a day', rateLimited(Number.POSITIVE_INFINITY), 1, 24 * HOUR],
    ['the window of the limit, where the CRM does not ask', rateLimited(null), 1, 10_000],
    ['longer where it goes on', rateLimited(null), 3, 40_000],
    ['an hour at a daily limit', rateLimited(null, true), 1, HOUR],
    ['until midnight where the CRM says when', rateLimited(5 * HOUR, true), 1, 5 * HOUR],
    ['a Retry-After in the past', rateLimited(-5), 1, 10_000],
    ['a Retry-After that is no number', rateLimited(Number.NaN), 2, 20_000],
    ['no delay where the record is another one now', { kind: 'merged', into: '7' }, 1, 0],
  ])('%s', (_what, failure, attempt, delayMs) => {
    expect(planRetry(failure, attempt)).toEqual({ kind: 'retry', delayMs })
  })

  test('chance makes it longer by up to a quarter, and never shorter than the CRM asked for', () => {
    expect(planRetry(rateLimited(8_000), 1, 0)).toEqual({ kind: 'retry', delayMs: 8_000 })
    expect(planRetry(rateLimited(8_000), 1, 0.5)).toEqual({ kind: 'retry', delayMs: 9_000 })
    expect(planRetry({ kind: 'offline' }, 99, 1)).toEqual({ kind: 'retry', delayMs: 15 * MINUTE * 1.25 })
  })
})

describe('a failure that stays is given up, with a sentence and a fix', () => {
  test.each<[Failure, RegExp, RegExp]>([
    [{ kind: 'unauthorised' }, /no longer accepts the sign-in/, /Sign in again/],
    [{ kind: 'forbidden' }, /lacks a permission/, /administrator/],
    [{ kind: 'not-found' }, /contact is no longer in the CRM/, /Restore the contact/],
    [{ kind: 'refused', says: 'hs_task_type is required' }, /refused it: hs_task_type is required\.$/, /Change/],
    [{ kind: 'refused', says: ' \n' }, /gave no reason/, /Change/],
  ])('%j', (failure, because, fix) => {
    for (const attempt of [1, 50]) {
      expect(planRetry(failure, attempt)).toEqual({ kind: 'give-up' })
    }
    expect(describeFailure(failure)).toMatchObject({
      because: expect.stringMatching(because),
      fix: expect.stringMatching(fix),
    })
  })

  test('what the CRM says is shown without numbers, escapes and excess', () => {
    const says = `"+353 (87) 123-4567" is \u001b[31mno valid\u202e phone\n${'x'.repeat(5_000)}`
    const { because } = describeFailure({ kind: 'refused', says })
    expect(because).toMatch(/^The CRM refused it: "…67" is no valid phone x+…$/)
    expect(because.length).toBeLessThan(330)
    expect(describeFailure(keptFailure({ kind: 'refused', says })).because).toBe(because)
  })
})

test.each<[Failure['kind'], boolean, boolean]>([
  ['offline', true, false],
  ['timeout', true, true],
  ['rate-limited', true, false],
  ['server', true, true],
  ['unauthorised', true, false],
  ['forbidden', true, false],
  ['refused', false, false],
  ['not-found', false, false],
  ['merged', false, false],
])('%s: whether it concerns all requests (%j), and may have been done (%j)', (kind, isForAll, isDone) => {
  expect(concernsAll(kind)).toBe(isForAll)
  expect(mayHaveArrived({ kind } as Failure)).toBe(isDone)
  expect(describeKind(kind).because).toMatch(/^The.*\.$/)
})

test('the failure is read from an error of a CRM, and from no other', () => {
  expect(failureOf(new CrmError({ kind: 'offline' }, 'no route'))).toEqual({ kind: 'offline' })
  for (const other of [new Error('x'), new TypeError('y'), null, 'offline', { failure: { kind: 'offline' } }]) {
    expect(failureOf(other)).toBeNull()
  }
})
