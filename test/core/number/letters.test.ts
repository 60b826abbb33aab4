// Numbers that are written with letters, and names, words and codes that are none.
import { describe, expect, test } from 'vitest'
import { parseNumber, regions } from '../../../src/core/number/number.ts'

function read(text: string, region: string | null): string {
  const number = parseNumber(text, region)
  return number.kind === 'rejected' ? number.reason : number.e164
}

describe('R-02 letters for digits', () => {
  test.each([
    ['1-800-FLOWERS', 'US', '+18003569377'],
    ['1-800-flowers', 'CA', '+18003569377'],
    ['+1-800-FLOWERS', null, '+18003569377'],
    ['+1 (800) MY-APPLE', 'IE', '+18006927753'],
    ['1-888-GO-FEDEX', 'US', '+18884633339'],
    ['1-800-4-A-CHILD', 'US', '+18004224453'],
    ['13 CABS', 'AU', '+61132227'],
    ['1300 FLOWER', 'AU', '+611300356937'],
    ['0800 BUDGET', 'NZ', '+64800283438'],
  ])('%s under %s is %s', (text, region, expected) => expect(read(text, region)).toBe(expected))

  test.each([
    ['letters', '1-800-GOOD-FOOD-NOW', 'US'],
    ['letters', '1-800-CONTACTS', 'US'],
    ['letters', '1300 FLOWERS', 'AU'],
    ['letters', '0800 FLOWERS', 'GB'],
    ['letters', '1-800-FLOWERS', 'IE'],
    ['no-country', '1-800-FLOWERS', null],
    ['not-a-number', 'Cafe 1234567', 'US'],
    ['not-a-number', 'Home 0871234567', 'IE'],
    ['not-a-number', '0871234567 home', 'IE'],
    ['not-a-number', '212 555 home', 'US'],
    ['not-a-number', '12 Main Street', 'US'],
    ['not-a-number', '800 BADFACE', 'US'],
    ['not-a-number', '8f14e45fceea167a', 'US'],
  ])('%s: %s under %s', (reason, text, region) => expect(read(text, region)).toBe(reason))

  test('never leave the digits before them as a number', () => {
    for (const region of regions()) {
      const answer = read('1-800-FLOWERS', region)
      if (answer.startsWith('+')) expect(answer).toBe('+18003569377')
    }
  })
})
