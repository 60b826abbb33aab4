// What is seen of a cell's bytes, held to what auditRow says of its text.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditRow } from '../../src/core/audit.ts'
import { regions } from '../../src/core/number/number.ts'
import { callingCodeOf } from '../../src/core/number/plan.ts'
import { newSoundNumber, readSound } from '../../src/core/sound.ts'

const codes = regions().map((region) => callingCodeOf(region) ?? '')
const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((each) => each.join(''))

/** Behind the calling codes of all countries, of any length, some with something around or within them. */
const texts = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...codes), digits(4, 12)).map(([code, rest]) => `+${code}${rest}`) },
  { weight: 1, arbitrary: digits(1, 18).map((rest) => `+${rest}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...codes), digits(4, 12), fc.constantFrom(' ', '-', 'x', '"', '+', 'é'))
      .map(([code, rest, mark]) => `+${code}${rest.slice(0, 3)}${mark}${rest.slice(3)}`),
  },
)

function read(text: string): { readonly value: number; readonly country: string } | null {
  const number = newSoundNumber()
  const bytes = Buffer.from(`,${text},`)
  return readSound(bytes, 1, bytes.length - 1, number) ? number : null
}

describe('a sound number', () => {
  test('is one at which an audit finds nothing, under its country or none, and every phone reads it', () => {
    let sound = 0
    fc.assert(
      fc.property(texts, (text) => {
        const number = read(text)
        if (number === null) return
        sound += 1
        for (const country of [number.country, null]) {
          const [cell] = auditRow([text], { country, region: null })
          expect(cell).toMatchObject({ text, findings: [], repair: null, before: 'always', after: 'always' })
          expect(cell?.number).toMatchObject({ e164: text, country: number.country })
        }
        expect(`+${number.value}`).toBe(text)
      }),
      { numRuns: 20_000 },
    )
    expect(sound).toBeGreaterThan(500)
  })

  test.each([
    ['a usual one', '+353871234567', 'IE'],
    ['one of a country that shares its calling code', '+14165550123', 'CA'],
    ['premium rate', '+353 1512345678'.replace(' ', ''), null],
    ['a placeholder', '+353111111111', null],
    ['the old spelling of a mobile in Mexico', '+5215512345678', null],
    ['two spellings of one line', '+525512345678', null],
    ['one that no plan lists', '+353999999999', null],
    ['a digit too few', '+35387123456', null],
    ['no plus sign', '353871234567', null],
    ['nothing', '', null],
  ])('%s: %s', (_what, text, country) => {
    expect(read(text)?.country ?? null).toBe(country)
  })
})
