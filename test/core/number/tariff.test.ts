import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { openChance, pick } from '../../../src/core/chance.ts'
import { parseNumber } from '../../../src/core/number/number.ts'
import { tariffOf } from '../../../src/core/number/tariff.ts'
import { digitsOf, ORIGINS } from './cases.ts'

const TARIFFS: Readonly<Record<string, string>> = {
  PREMIUM_RATE: 'premium',
  TOLL_FREE: 'toll-free',
  SHARED_COST: 'shared-cost',
}

function read(e164: string) {
  const number = parseNumber(e164, null)
  if (number.kind === 'rejected') throw new Error(`${e164}: ${number.reason}`)
  return number
}

test.each([
  ['+3531550123456', 'premium'],
  ['+442079460000', null],
  ['+353871234567', null],
  ['+3531800123456', 'toll-free'],
  ['+80012345678', 'toll-free'],
  ['+3531890123456', 'shared-cost'],
  ['+979123456789', 'premium'],
])('the tariff of %s is %s', (e164, tariff) => expect(tariffOf(read(e164))).toBe(tariff))

test('the tariff agrees with libphonenumber-js for every country and type', () => {
  const chance = openChance(4)
  const seen = new Map<string | null, number>()
  for (let left = 12_000; left > 0; left -= 1) {
    const { callingCode, patterns } = pick(ORIGINS, chance)
    const number = parseNumber(
      `+${callingCode}${digitsOf(pick(patterns, chance), chance).slice(0, chance() < 0.1 ? -1 : 20)}`,
      null,
    )
    if (number.kind === 'rejected') continue
    const library = parsePhoneNumberFromString(number.e164, { extract: false, defaultCallingCode: number.callingCode })
    const country = (library?.country ?? null) as CountryCode | null
    expect([number.e164, country, tariffOf(number)]).toEqual([
      number.e164,
      number.country,
      TARIFFS[library?.getType() ?? ''] ?? null,
    ])
    seen.set(tariffOf(number), (seen.get(tariffOf(number)) ?? 0) + 1)
  }
  for (const tariff of [null, 'premium', 'toll-free', 'shared-cost']) expect(seen.get(tariff)).toBeGreaterThan(100)
})
