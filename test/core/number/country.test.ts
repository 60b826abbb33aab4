import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCountry, readCountry } from '../../../src/core/number/country.ts'
import { AMBIGUOUS, ENGLISH_NAMES } from '../../../src/core/number/country-names.ts'
import { regions } from '../../../src/core/number/number.ts'
import { plainName } from '../../../src/core/plain-name.ts'

test.each([
  [
    'IE',
    ['IE', 'ie', ' Ireland ', 'IRELAND', 'Irlanda', 'Irland', 'Irlande', 'Irlandia', 'Éire', 'Republic of Ireland'],
  ],
  [
    'IE',
    ['IRL', 'Ireland (IE)', 'IE - Ireland', 'Rep. of Ireland', '+353', '🇮🇪', '🇮🇪 Ireland', 'Ireland, Republic of'],
  ],
  ['GB', ['GB', 'UK', 'U.K.', 'United Kingdom', 'Great Britain', 'England', 'Scotland', 'Reino Unido', 'Royaume-Uni']],
  ['GB', ['Großbritannien', 'GROSSBRITANNIEN', 'Gran Bretagna', 'Wielka Brytania', 'N. Ireland', 'Northern Ireland']],
  ['US', ['US', 'USA', 'U.S.A.', 'U.S.', 'United States', 'United States of America', 'EE. UU.', 'Estados Unidos']],
  ['DE', ['DE', 'Germany', 'Deutschland', 'Alemania', 'Niemcy', 'Allemagne', 'Duitsland', 'ドイツ', 'D', 'DEU']],
  ['DE', ['Deutschl.', 'Bundesrepublik Deutschland', 'Германия', 'Německo', '德国', '독일', 'Almanya', 'ألمانيا']],
  ['AT', ['AUT', 'A', 'Österr.', 'OESTERREICH'.replace('OE', 'Ö'), 'Rakousko', 'Oostenrijk']],
  ['ES', ['Spain', 'España', 'Espana', 'Spanien', 'Hiszpania']],
  ['FR', ['la France', 'FRANCE', 'République française']],
  ['NL', ['Netherlands', 'The Netherlands', 'Holland', 'Países Bajos', 'Niederlande', 'NLD', 'Netherlands, The']],
  ['CZ', ['Czechia', 'Czech Republic', 'Česko', 'Czech Rep.', 'Tschechische Republik']],
  ['NA', ['NA', 'Namibia']],
  ['BA', ['Bosnia & Herzegovina', 'Bosnia and Herzegovina', 'Bosnia-Herzegovina', 'Bosnien und Herzegowina']],
  ['KR', ['Korea, Republic of', 'Korea (Republic of)', 'Korea (the Republic of)', 'South Korea', 'S. Korea', 'ROK']],
  ['KP', ["Korea, Democratic People's Republic of", 'North Korea']],
  ['HK', ['Hong Kong', 'Hong Kong SAR', 'Hong Kong S.A.R.', 'Hongkong', 'Hong Kong SAR China']],
  ['CD', ['Congo (the Democratic Republic of the)', 'Congo, Democratic Republic of the', 'Congo - Kinshasa']],
  ['CG', ['Republic of the Congo', 'Congo, Republic of the', 'Congo-Brazzaville']],
  ['TW', ['Taiwan', 'Taiwan, Province of China', 'Republic of China']],
  ['CN', ["People's Republic of China", 'China, P.R.', 'Mainland China']],
  ['MD', ['Moldova, Republic of', 'Moldova (the Republic of)']],
  ['VE', ['Venezuela (Bolivarian Republic of)', 'Venezuela, Bolivarian Republic of']],
  ['IR', ['Iran (Islamic Republic of)', 'Iran, Islamic Rep.']],
  ['VC', ['St. Vincent & the Grenadines', 'Saint Vincent and the Grenadines']],
  ['GE', ['Georgia', 'Gruzja']],
  ['GN', ['Guinea']],
  ['TR', ['Turkey', 'Türkiye', 'Turkiye']],
])('%s goes by many names: %j', (code, names) => {
  expect(names.map((name) => [name, parseCountry(name)])).toEqual(names.map((name) => [name, code]))
})

test.each(['', ' ', 'n/a', 'Deutchland', 'Europe', 'ZZ', 'EU', 'XX', '12', 'constructor', '__proto__'])(
  '%j is no country',
  (text) => expect(parseCountry(text)).toBeNull(),
)

test.each([
  ['of several of that name', ['Korea', 'Congo', 'America', 'Virgin Islands', 'State of Georgia', 'Republik Dominica']],
  ['cut off where several begin so', ['Aust.', 'Ind.', 'N.', 'Mal.', 'A. B.']],
  ['of two at once', ['Ireland/N. Ireland', 'Georgia, USA', 'DE/AT', 'France or Spain']],
  ['with a place in it', ['Paris, France', 'Republic of Northern Cyprus']],
  ['as a number that is a code of two kinds', ['372', '276', '+1', '+44']],
])('none is guessed, %s', (_what, texts) => {
  expect(texts.map((text) => [text, readCountry(text)])).toEqual(
    texts.map((text) => [text, { country: null, isUnknown: true }]),
  )
})

test.each(['', ' ', '-', '?', 'n/a', 'N/A', 'NULL', 'none', 'Unknown', '0', '(blank)', 'keine Angabe'])(
  '%j states nothing',
  (text) => expect(readCountry(text)).toEqual({ country: null, isUnknown: false }),
)

const LANGUAGES =
  'en es de fr pl it pt pt-PT nl sv da nb fi cs sk hu ro tr el ru uk bg hr sr sr-Latn sl et lv lt is ga ca eu gl id ja zh zh-Hant ko ar he'

// What one language calls a country is what another calls a second one.
const SAME_NAMES = new Set([...AMBIGUOUS, 'guiana', 'guyana'])

describe('the names that a language has for countries', () => {
  test.each(LANGUAGES.split(' '))('are read, every one: %s', (language) => {
    const names = new Intl.DisplayNames([language], { type: 'region' })
    const read = regions().map((region) => [region, names.of(region) ?? '', parseCountry(names.of(region) ?? '')])
    expect(read.filter(([, name, found]) => found === null && !SAME_NAMES.has(plainName(name ?? '')))).toEqual([])
    expect(read.filter(([region, , found]) => found !== null && found !== region)).toEqual([])
  })

  test.each(['hi', 'th', 'vi', 'ms', 'fa', 'sw', 'af', 'sq', 'mk', 'ka', 'hy', 'az', 'kk', 'bn', 'ta', 'zu'])(
    'are never read as those of others in a language that is not known: %s',
    (language) => {
      const names = new Intl.DisplayNames([language], { type: 'region' })
      const read = regions().map((region) => [region, parseCountry(names.of(region) ?? ''), names.of(region)])
      const wrong = read.filter(([region, found]) => found !== null && found !== region)
      // What has the letters of a code of ISO is that code: Nga, Vietnamese for Russia, is Nigeria's.
      expect(wrong.filter(([, , name]) => !/^[A-Za-z]{2,3}$/.test(name ?? ''))).toEqual([])
    },
  )

  test('are read whatever their case, accents, article and "and"', () => {
    const manners = [
      (name: string) => name.toUpperCase(),
      (name: string) => name.normalize('NFD').replace(/\p{M}/gu, ''),
      (name: string) => `  ${name} `,
      (name: string) => `The ${name}`,
      (name: string) => `${name} (the)`,
      (name: string) => name.replaceAll('&', 'and'),
    ]
    const names = new Intl.DisplayNames(['en'], { type: 'region' })
    fc.assert(
      fc.property(fc.constantFrom(...regions()), fc.constantFrom(...manners), (region, manner) => {
        expect([region, parseCountry(manner(names.of(region) ?? ''))]).toEqual([region, region])
      }),
      { numRuns: 500 },
    )
  })
})

test('no text is read as a country for being long or strange', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' }), (text) => {
      const country = parseCountry(text)
      expect(country === null || regions().includes(country)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('English names that are kept are read as the country that Node calls so', () => {
  const english = new Intl.DisplayNames(['en'], { type: 'region' })
  for (const coded of ENGLISH_NAMES.split(',')) {
    const region = coded.slice(0, 2)
    // Node may come with a later list, which calls a few of them otherwise.
    expect([coded, parseCountry(coded.slice(2))]).toEqual([coded, region])
    expect([coded, parseCountry(english.of(region) ?? '')]).toEqual([coded, region])
  }
})
