// What 00, 0011 and 011 stand for. That they do in every country is held by test/hostile/number-prefix.test.ts.
import { describe, expect, test } from 'vitest'
import { describeRejection, parseNumber } from '../../../src/core/number/number.ts'

function read(text: string, region: string | null): string {
  const answer = parseNumber(text, region)
  return answer.kind === 'number' ? answer.e164 : [answer.reason, ...(answer.readings ?? [])].join(' ')
}

describe('R-02 where the prefix of a country is longer than 00', () => {
  test.each([
    ['0066 2 123 4567', 'TH', '+6621234567'],
    ['0086 138 0013 8000', 'HK', '+8613800138000'],
    ['0082 10 1234 5678', 'KR', '+821012345678'],
    ['001 44 20 7946 0958', 'HK', '+442079460958'],
    ['00700 353 87 123 4567', 'KR', '+353871234567'],
    ['0015 44 20 7946 0958', 'BR', '+442079460958'],
    ['0055 51 99123-4567', 'BR', 'two-readings +51991234567 +5551991234567'],
    ['0063 2 8123 4567', 'HK', 'two-readings +3281234567 +63281234567'],
    ['0033 6 12 34 56 78', 'SG', 'two-readings +3612345678 +33612345678'],
    ['0022 981 123456', 'BR', 'too-short'],
    ['0035387123456', 'TH', 'not-assigned'],
    ['0035387123456', 'IE', '+35387123456'],
  ])('%s under %s is %s', (text, region, expected) => expect(read(text, region)).toBe(expected))
})

describe('R-02 other prefixes that people write for a plus sign', () => {
  test.each([
    ['0011 353 87 123 4567', 'AU', '+353871234567'],
    ['0011 353 87 123 4567', 'FR', '+353871234567'],
    ['0011 353 87 123 4567', null, '+353871234567'],
    ['0011 248 2510123', 'FR', 'two-readings +12482510123 +2482510123'],
    ['011 353 87 123 4567', 'DE', 'not-assigned'],
    ['011 32 78 791234', 'WS', 'two-readings +13278791234 +3278791234'],
    ['011 311 4020', 'NL', '+31113114020'],
    ['011 353 87 123 4567', null, 'no-country'],
    ['+00 44 20 7946 0958', null, 'no-such-calling-code'],
    ['+0044 20 7946 0958', 'GB', 'no-such-calling-code'],
    ['00 00 44 20 7946 0958', null, 'no-such-calling-code'],
    ['00 00 44 20 7946 0958', 'HK', 'too-long'],
    ['+ +44 20 7946 0958', null, 'not-a-number'],
    ['(00)49 30 123456', 'SG', '+4930123456'],
    ['0 0 49 30 123456', 'SG', 'not-assigned'],
    ['(0)043 123 45 67', 'CH', 'not-assigned'],
    ['(0)043 123 45 67', null, 'no-country'],
    ['0 15 11 98765-4321', 'BR', '+5511987654321'],
  ])('%s under %s is %s', (text, region, expected) => expect(read(text, region)).toBe(expected))
})

test('a rejection names both readings', () => {
  const answer = parseNumber('0055 51 99123-4567', 'BR')
  expect(answer.kind === 'rejected' && describeRejection(answer)).toBe(
    'its first digits may stand for + or be a longer prefix, and either way it is a number: +51 991 234 567 or +55 51 99123 4567',
  )
})
