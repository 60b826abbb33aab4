import { expect, test } from 'vitest'
import { openChance, pick } from '../../../src/core/chance.ts'
import { formatNational, formatNumber, parseNumber } from '../../../src/core/number/number.ts'
import { digitsOf, ORIGINS } from './cases.ts'
import { formatByLibrary } from './library.ts'

test.each([
  ['+353871234567', '+353 87 123 4567', '087 123 4567'],
  ['+12015550123', '+1 201 555 0123', '(201) 555-0123'],
  ['+5491123456789', '+54 9 11 2345 6789', '011 15-2345-6789'],
  ['+80012345678', '+800 1234 5678', '1234 5678'],
  ['+441481256789', '+44 1481 256789', '01481 256789'],
  ['12015550123', '12015550123', '12015550123'],
  ['a text', 'a text', 'a text'],
])('%s is shown as %s, and within its country as %s', (e164, abroad, atHome) => {
  expect([formatNumber(e164), formatNational(e164)]).toEqual([abroad, atHome])
})

test('numbers of every country are grouped as libphonenumber-js groups them', () => {
  const chance = openChance(11)
  for (let left = 6000; left > 0; left -= 1) {
    const { callingCode, patterns } = pick(ORIGINS, chance)
    const number = parseNumber(`+${callingCode}${digitsOf(pick(patterns, chance), chance)}`, null)
    if (number.kind === 'rejected') continue
    const { e164 } = number
    expect([e164, formatNumber(e164)]).toEqual([e164, formatByLibrary(e164, 'abroad')])
    expect([e164, formatNational(e164)]).toEqual([e164, formatByLibrary(e164, 'at home')])
  }
})
