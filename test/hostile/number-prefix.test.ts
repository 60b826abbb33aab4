// The example numbers of all countries, written with 00 and the like under all others: never another number.
import google from 'google-libphonenumber'
import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max'
import mobiles from 'libphonenumber-js/mobile/examples'
import { describe, expect, test } from 'vitest'
import { auditRow } from '../../src/core/audit.ts'
import { parseAny, parseNumber, regions } from '../../src/core/number/number.ts'
import { readByLibrary } from '../core/number/library.ts'
import { tries } from './effort.ts'

const util = google.PhoneNumberUtil.getInstance()
const TYPES = Object.values(google.PhoneNumberType).filter((type) => typeof type === 'number')

/** A number of every type of every country, without plus; in a small run some of them. */
const EXAMPLES = some([...new Set(regions().flatMap((region) => examplesOf(region as CountryCode)))], tries(6, 1))

function some<T>(all: readonly T[], oneOf: number): readonly T[] {
  return all.filter((_, at) => at % oneOf === 0)
}

function examplesOf(region: CountryCode): string[] {
  const mobile = mobiles[region]
  const typed = TYPES.flatMap((type) => {
    const number = util.getExampleNumberForType(region, type)
    return number ? [util.format(number, google.PhoneNumberFormat.E164).slice(1)] : []
  })
  return mobile === undefined ? typed : [`${getCountryCallingCode(region)}${mobile}`, ...typed]
}

/** The numbers that are read as another one, written so under every country. */
function misread(write: (digits: string) => string): { wrong: string[]; read: number } {
  const found = { wrong: [] as string[], read: 0 }
  for (const region of regions()) {
    for (const digits of EXAMPLES) {
      const answer = parseNumber(write(digits), region)
      if (answer.kind === 'rejected') continue
      if (answer.e164 === `+${digits}`) found.read += 1
      else found.wrong.push(`${write(digits)} under ${region}: ${answer.e164}`)
    }
  }
  return found
}

describe('R-02 of every country, every number', () => {
  test.each([
    ['00', (digits: string) => `00${digits}`],
    ['0011', (digits: string) => `0011${digits}`],
    ['(00)', (digits: string) => `(00) ${digits.slice(0, 2)} ${digits.slice(2)}`],
  ])('written with %s is itself under every other, or rejected', (_prefix, write) => {
    const { wrong, read: itself } = misread(write)
    expect(wrong).toEqual([])
    expect(itself).toBeGreaterThan(0.9 * EXAMPLES.length * regions().length)
  })

  test('written with 00 is read so by the library, too', () => {
    const few = some(EXAMPLES, 10)
    for (const region of regions()) {
      for (const digits of few) {
        expect(parseNumber(`00${digits}`, region)).toEqual(parseAny(`00${digits}`, region, readByLibrary))
      }
    }
  })

  test('R-22 written with 00 is never repaired to one of another country than the contact', () => {
    for (const country of regions()) {
      for (const digits of some(EXAMPLES, 10)) {
        const [cell] = auditRow([`00${digits}`], { country, region: null })
        if (cell?.repair === null || cell === undefined) continue
        expect(cell.repair).toBe(`+${digits}`)
        expect(cell.findings.map(({ code }) => code)).not.toContain('country-contradicts')
      }
    }
  })
})
