import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditRow } from '../../src/core/audit.ts'
import { parseNumber } from '../../src/core/number/number.ts'
import { WRITTEN_FORMS, type WrittenForm, writeNumbers } from '../../src/core/written-form.ts'

const write = (text: string, form: WrittenForm, country: string | null = 'IE') => {
  const where = { country, region: null }
  const [cell] = writeNumbers(auditRow([text], where), where, form)
  return cell?.repair ?? text
}

test.each([
  ['(087) 123-4567', 'e164', '+353871234567'],
  ['(087) 123-4567', 'international', '+353 87 123 4567'],
  ['(087) 123-4567', 'national', '087 123 4567'],
  ['(087) 123-4567', '00', '00353871234567'],
  // What is E.164 already is written in the same form as the others.
  ['+353871234567', 'national', '087 123 4567'],
  ['+353871234567', 'international', '+353 87 123 4567'],
  // A number of another country has no national form here.
  ['+49 30 901820', 'national', '+49 30 901820'],
  ['+4930901820', 'national', '+49 30 901820'],
  ['+353871234567 ext. 9', 'national', '087 123 4567 ext. 9'],
  // What is not certain stays as it is.
  ['n/a', 'national', 'n/a'],
  ['+353 87 123 4567 / +353 86 111 1111', '00', '+353 87 123 4567 / +353 86 111 1111'],
] as const)('%s as %s is %s', (text, form, written) => {
  expect(write(text, form)).toBe(written)
})

test('without a country a number has no national form that could be read again, and is international', () => {
  expect(write('+353 (0)87 123 4567', 'national', null)).toBe('+353 87 123 4567')
})

test('whatever is written in any form, is read as the same number again', () => {
  const texts = fc.oneof(
    fc
      .tuple(fc.constantFrom('+353', '+49', '+1', '+44', '0', '00', ''), fc.stringMatching(/^\d{6,11}$/))
      .map((parts) => parts.join('')),
    fc.string(),
  )
  const countries = fc.constantFrom('IE', 'DE', 'US', 'GB', 'IT', 'BY', null)
  fc.assert(
    fc.property(texts, countries, fc.constantFrom(...WRITTEN_FORMS), (text, country, form) => {
      const where = { country, region: null }
      const [before] = auditRow([text], where)
      const [after] = writeNumbers(before === undefined ? [] : [before], where, form)
      if (after?.repair == null) return
      const number = before?.number
      expect(parseNumber(after.repair, country)).toMatchObject({ e164: number?.e164, extension: number?.extension })
    }),
    { numRuns: 3000 },
  )
})
