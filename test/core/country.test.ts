import { expect, test } from 'vitest'
import { parseCountry } from '../../src/core/country.ts'

test.each([
  [
    'IE',
    ['IE', 'ie', ' Ireland ', 'IRELAND', 'Irlanda', 'Irland', 'Irlande', 'Irlandia', 'Éire', 'Republic of Ireland'],
  ],
  ['GB', ['GB', 'UK', 'U.K.', 'United Kingdom', 'Great Britain', 'England', 'Scotland', 'Reino Unido', 'Royaume-Uni']],
  ['US', ['US', 'USA', 'U.S.A.', 'U.S.', 'United States', 'United States of America', 'EE. UU.', 'Estados Unidos']],
  ['DE', ['DE', 'Germany', 'Deutschland', 'Alemania', 'Niemcy', 'Allemagne', 'Duitsland', 'ドイツ']],
  ['ES', ['Spain', 'España', 'Espana', 'Spanien', 'Hiszpania']],
  ['NL', ['Netherlands', 'The Netherlands', 'Holland', 'Países Bajos', 'Niederlande']],
  ['CZ', ['Czechia', 'Czech Republic', 'Česko']],
  ['NA', ['NA', 'Namibia']],
])('%s goes by many names', (code, names) => {
  expect(names.map((name) => [name, parseCountry(name)])).toEqual(names.map((name) => [name, code]))
})

test.each(['', ' ', 'n/a', 'Deutchland', 'Europe', 'ZZ', 'EU', 'XX', '12', 'constructor', '__proto__'])(
  '%j is no country',
  (text) => expect(parseCountry(text)).toBeNull(),
)
