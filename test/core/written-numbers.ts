// Numbers as people write them into cells, right and wrong, and where they are dialled: for tests that hold two readers to each other.
import fc from 'fast-check'
import google from 'google-libphonenumber'
import type { Where } from '../../src/core/audit.ts'
import { regions } from '../../src/core/number/number.ts'
import { callingCodeOf } from '../../src/core/number/plan.ts'

const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((each) => each.join(''))

// Countries whose plans differ most in what is dialled before a number come more often.
const countries = fc.oneof(
  fc.constantFrom(...regions()),
  fc.constantFrom(
    'IE',
    'GB',
    'DE',
    'ES',
    'PL',
    'IT',
    'US',
    'CA',
    'JE',
    'BY',
    'RU',
    'KZ',
    'HU',
    'HK',
    'AU',
    'MX',
    'AR',
    'BR',
    'NF',
  ),
)

// What is dialled before a national number, where that is no zero.
const TRUNKS: Readonly<Record<string, string>> = { US: '1', CA: '1', RU: '8', KZ: '8', BY: '80', HU: '06', MX: '01' }

/** As people write a number of a country: with what is dialled for plus, the trunk zero, marks; most of it wrong now and then. */
const written = fc
  .record({
    country: countries,
    before: fc.constantFrom('+', '+', '+', '00', '011', '0011', '', '', '(+', '(00)', '0 0', '1', '8'),
    hasCode: fc.constantFrom(true, true, false),
    trunk: fc.constantFrom('', '', '0', '(0)', '(00)', '0 ', ' (0) ', '9', '15'),
    rest: fc.oneof({ weight: 6, arbitrary: digits(4, 12) }, { weight: 1, arbitrary: digits(0, 20) }),
    marks: fc.array(
      fc.tuple(fc.nat(12), fc.constantFrom(' ', ' ', '-', '.', '/', '(', ') ', '  ', 'x', '"', '+', 'é', '~')),
    ),
    behind: fc.constantFrom('', '', '', '', '', '', '0', '.0', ' ', '/12', '-1'),
  })
  .map(({ country, before, hasCode, trunk, rest, marks, behind }) => {
    let text = rest
    for (const [at, mark] of marks.slice(0, 3)) text = text.slice(0, at) + mark + text.slice(at)
    return `${before}${hasCode ? callingCodeOf(country) : ''}${trunk}${text}${behind}`
  })

const util = google.PhoneNumberUtil.getInstance()
const TYPES = Object.values(google.PhoneNumberType).filter((type) => typeof type === 'number')

/** An example of every type of number of every country: its country, and its national number. */
const EXAMPLES = regions().flatMap((country) => {
  const numbers = TYPES.map((type) => util.getExampleNumberForType(country, type)).filter((number) => number != null)
  return [...new Set(numbers.map((number) => util.getNationalSignificantNumber(number)))].map(
    (national) => [country, national] as const,
  )
})

/** A number as it mostly is: assigned, or nearly so, in its own country, and written in one of few ways. */
const usual: fc.Arbitrary<readonly [string, Where]> = fc
  .tuple(
    fc.constantFrom(...EXAMPLES),
    fc.constantFrom('as it is', 'as it is', 'another end', 'longer', 'shorter'),
    digits(4, 4),
    fc.constantFrom('+', '(+', '00', 'no plus', 'no code', 'trunk', '(0)', '(0', '+(0)'),
    fc.tuple(fc.nat(6), fc.constantFrom('', '', ' ', '-')),
  )
  .map(([[country, example], change, other, manner, [at, mark]]) => {
    const ends: Readonly<Record<typeof change, string>> = {
      'as it is': example,
      'another end': example.slice(0, -4) + other,
      longer: example + other.charAt(0),
      shorter: example.slice(0, -1),
    }
    const bare = ends[change]
    const code = callingCodeOf(country)
    const national = bare.slice(0, at) + mark + bare.slice(at)
    const texts: Readonly<Record<typeof manner, string>> = {
      '+': `+${code}${mark}${national}`,
      '(+': `(+${code}) ${national}`,
      '00': `00${code}${mark}${national}`,
      'no plus': `${code}${national}`,
      'no code': national,
      trunk: `${TRUNKS[country] ?? '0'}${national}`,
      '(0)': `(0)${mark}${national}`,
      '(0': `(0${bare.slice(0, 3)}) ${bare.slice(3)}`,
      '+(0)': `+${code} (0)${national}`,
    }
    return [texts[manner], { country, region: null }]
  })

/** Where few numbers show the difference: what chance alone would seldom write. */
const rare: fc.Arbitrary<readonly [string, Where]> = fc
  .constantFrom(
    // A number abroad as well, were there a plus before it; not told of where one kind is for fixed lines and mobiles.
    ...([
      ['US', '2015694841'],
      ['US', '6463501234'],
      ['CA', '6092980309'],
      ['DO', '5078788809'],
    ] as const),
    ...([
      ['IT', '33155707728'],
      ['CN', '13127888150'],
      ['DE', '15108631718'],
      ['NG', '2036086242'],
    ] as const),
    // Behind the calling code alone, 1 is a prefix.
    ...([
      ['MX', '+5215512345678'],
      ['MX', '+52155123456'],
      ['MX', '15512345678'],
    ] as const),
    // Without the prefix it would be less of a number.
    ...([
      ['BY', '8015245915'],
      ['BY', '+3758902123489'],
      ['BY', '+37508011144174'],
      ['VA', '810066981236'],
    ] as const),
    // No number is behind what is dialled before one abroad, or none that may be one.
    ...([
      ['AU', '14110011'],
      ['AU', '1411001135312345678'],
      ['IL', '01700123456'],
      ['UY', '0180012096'],
    ] as const),
    ...([
      ['RU', '8100353871234567'],
      ['RU', '810353871234567'],
    ] as const),
    // Other digits come in place of the prefix.
    ...([
      ['AR', '0111523456789'],
      ['AR', '01115234567'],
      ['AG', '4601234'],
      ['BR', '0211198765432'],
    ] as const),
  )
  .map(([country, text]) => [text, { country, region: null }])

/** Of the digits of two numbers, or of one and something: what a slash or a space stands between. */
const pairs = fc
  .tuple(written, fc.constantFrom(' ', '/', ' / ', '  ', '-'), written)
  .map(([first, between, second]) => `${first}${between}${second}`)

/** What people fill a cell with that must not be empty. */
const placeholders = fc.constantFrom(
  '1111111',
  '000 000 0000',
  '1234567',
  '+1234567890',
  '0123456789',
  '9876543210',
  '+99999999',
)

const texts = fc.oneof(
  { weight: 9, arbitrary: written },
  { weight: 1, arbitrary: placeholders },
  { weight: 1, arbitrary: pairs },
  { weight: 1, arbitrary: digits(1, 18) },
)

const places: fc.Arbitrary<Where> = fc.oneof(
  { weight: 6, arbitrary: countries.map((country) => ({ country, region: null })) },
  { weight: 2, arbitrary: countries.map((region) => ({ country: null, region })) },
  { weight: 1, arbitrary: fc.tuple(countries, countries).map(([country, region]) => ({ country, region })) },
  { weight: 1, arbitrary: fc.constant({ country: null, region: null }) },
  { weight: 1, arbitrary: fc.constant({ country: null, region: null, unknown: 'Narnia' }) },
)

/** A text, and where it is dialled. */
export const writtenNumbers = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(texts, places) },
  { weight: 1, arbitrary: fc.tuple(usual, places).map(([[text], where]) => [text, where] as const) },
  { weight: 1, arbitrary: usual },
  { weight: 1, arbitrary: rare },
)
