// The numbering plans that TypeScript and the phones read are those of libphonenumber-js.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makePlan, PLAN_FILE } from '../../native/plan/make.ts'
import { METADATA } from '../../native/plan/metadata.ts'
import { parsePattern } from '../../native/plan/pattern.ts'
import { regions } from '../../src/core/number/number.ts'
import { callingCodeOf } from '../../src/core/number/plan.ts'
import { PLAN_TEXT } from '../../src/core/number/plan-text.ts'

test('R-24 native/plan/numbers.txt is what its script makes, and TypeScript has the same text', {
  timeout: 60_000,
}, () => {
  const made = makePlan()
  expect(readFileSync(PLAN_FILE, 'utf8') === made).toBe(true)
  expect(PLAN_TEXT === made).toBe(true)
})

test('R-24 it has every country of the library, and is ASCII without a quotation mark', () => {
  expect(regions()).toEqual(Object.keys(METADATA.countries).sort())
  for (const [country, [callingCode]] of Object.entries(METADATA.countries))
    expect(callingCodeOf(country)).toBe(callingCode)
  expect(/^[\x20-\x7e\t\n]*$/.test(PLAN_TEXT)).toBe(true)
  expect(/['"]/.test(PLAN_TEXT)).toBe(false)
})

test('no transform puts anything but digits, and one group, in place of a prefix: that is all a cut can say', () => {
  for (const [, , , , , own, , parsed, transform] of Object.values(METADATA.countries)) {
    if (!transform) continue
    expect(transform).toMatch(/^\d*\$[12]$/)
    expect(() => parsePattern(parsed || own || '')).not.toThrow()
  }
})
