import { describe, expect, test } from 'vitest'
import { parsePattern } from '../../../native/plan/pattern.ts'
import { openChance } from '../../../src/core/chance.ts'
import type { RejectionReason } from '../../../src/core/number/reading.ts'
import { digitsOf, type NumberCase, numberCases } from './cases.ts'
import { CLASSES, callingCodeOf, compare, explain } from './differences.ts'
import { describe as describeCase, tallyDifferences } from './differences-report.ts'
import { type Answer, askGoogle, askOurs, summary } from './google.ts'
import { CHANGED_RANGES } from './releases.ts'

test('R-02 every difference from google-libphonenumber falls into a listed class', () => {
  const { different, unexplained } = tallyDifferences(3000, 7)
  expect(unexplained.map(describeCase)).toEqual([])
  expect(different).toBeGreaterThan(0)
})

const KNOWN: readonly (readonly [id: string, text: string, region: NumberCase['region']])[] = [
  ['other forms of digits, spaces and dashes', '０６４０ ４３,５８', 'AX'],
  ['invisible characters', '\u202a+31 196 583\u202c8', 'NL'],
  ['decimals', '672326749.0', 'NF'],
  ['scientific notation', '3.53871234567E+11', 'IE'],
  ['main number*extension', '+12015550123*227', null],
  ['parameters of a tel: URI', 'tel:+12015550123;xt=0', null],
  ['other ways to write an extension', '+23174301576/x9', null],
  ['00, 0011 and 011 for a plus sign', '00353871234567', 'US'],
  ["Mexico's former prefixes", '+52 1 55 1234 5678', null],
  ['two readings', '0033 6 12 34 56 78', 'SG'],
  ['zeros apart', '(0)043 123 45 67', 'CH'],
  ['a prefix that leads to no certain number', '001 1 530 1234567', 'CI'],
  ['an extension behind too few digits', '8x96809730', 'MZ'],
  ['a date', '12.05.2023', 'DE'],
  ['precision lost', '4675e29837', 'SE'],
  ['several numbers', '640 087 / 87', 'PL'],
  ['other characters', '+353871234567x', null],
  ['national form of an unlisted range', '087 123 456', 'IE'],
  ["Brazil's mobile numbers of eight digits", '+55 51 9123-4567', null],
  ['releases of the numbering plans', '+61496012345', null],
  ['lengths where countries share a calling code', '+59978560105', null],
  ['more digits than a JavaScript number holds', '+8188843618397931268', null],
  ['plus sign before no calling code', '+00353871234567', 'GB'],
  ['national prefix behind a calling code without plus sign', '1700 5010', 'TC'],
]

describe('a class of differences', () => {
  test.each(KNOWN)('%s: %j under %s', (id, text, region) => expect(compare({ text, region }).classes).toEqual([id]))

  test('has a case above, whichever it is', () => {
    expect(KNOWN.map(([id]) => id)).toEqual(CLASSES.map(({ id }) => id))
  })
})

// The answers that a mistake could give where both say the same.
const NO_NUMBER = { callingCode: '', national: '', country: null, extension: null, assigned: false } as const
const REASONS: readonly RejectionReason[] = [
  'not-a-number',
  'too-short',
  'wrong-length',
  'no-country',
  'no-such-calling-code',
  'not-assigned',
  'two-readings',
  'several-numbers',
  'letters',
  'precision-lost',
  'date',
]

function mistakesFor(answer: Answer): readonly Answer[] {
  const { national, assigned, country, extension, callingCode } = answer
  return [
    { ...answer, national: national.slice(0, -1) },
    { ...answer, national: `${national}0` },
    { ...answer, assigned: !assigned },
    { ...answer, country: country === null ? 'IE' : null },
    { ...answer, extension: extension === null ? '1' : null },
    { ...answer, callingCode: `${callingCode}1` },
    ...REASONS.map((rejection) => ({ ...NO_NUMBER, rejection })),
  ]
}

test('no class explains a wrong answer away, but for one in a thousand', () => {
  const chance = openChance(9)
  const cases = Array.from({ length: 30 }, () => numberCases(chance)).flat()
  const found = cases.flatMap(({ text, region }) => {
    const google = askGoogle(text, region)
    if (google.rejection !== null || summary(google) !== summary(askOurs(text, region))) return []
    return mistakesFor(google).map((ours) => explain({ text, region, ours, google }))
  })
  const explained = found.filter((classes) => classes !== null)
  expect(found.length).toBeGreaterThan(2500)
  expect(explained.length).toBeLessThan(found.length / 1000)
})

test.each(CHANGED_RANGES)('the releases differ on $country $beginning, $change', ({ country, lengths, beginning }) => {
  const chance = openChance(1)
  const pattern = parsePattern(beginning)
  const differs = lengths.map((length) =>
    Array.from({ length: 300 }, () => fillUp(digitsOf(pattern, chance), length)).some((national) => {
      const text = `+${callingCodeOf(country)}${national}`
      return summary(askOurs(text, null)) !== summary(askGoogle(text, null))
    }),
  )
  expect(differs).not.toContain(false)

  function fillUp(digits: string, length: number): string {
    const rest = Array.from({ length: length - digits.length }, () => Math.floor(chance() * 10))
    return digits + rest.join('')
  }
})
