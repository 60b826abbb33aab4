// What is seen of a cell's bytes, held to what auditRow says of its text.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuditedCell, auditRow, type Where } from '../../src/core/audit.ts'
import { regions } from '../../src/core/number/number.ts'
import { callingCodeOf } from '../../src/core/number/plan.ts'
import { judgeBytes, newVerdict, type Verdict } from '../../src/core/verdict.ts'

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

// Mostly assigned.
const MOBILES = {
  IE: '87',
  GB: '79',
  DE: '151',
  ES: '61',
  PL: '60',
  US: '415',
  CA: '416',
  IT: '347',
  JE: '7797',
  MX: '55',
}

/** A number as it mostly is: assigned, in its own country, and written in one of few ways. */
const usual: fc.Arbitrary<readonly [string, Where]> = fc
  .tuple(
    fc.constantFrom(...Object.entries(MOBILES)),
    digits(6, 8),
    fc.constantFrom('+', '00', 'no plus', 'no code', '0', '(0)', '+(0)'),
    fc.constantFrom('', '', ' ', '-'),
  )
  .map(([[country, start], rest, manner, mark]) => {
    const code = callingCodeOf(country)
    const national = `${start}${mark}${rest}`
    const texts: Readonly<Record<typeof manner, string>> = {
      '+': `+${code}${mark}${national}`,
      '00': `00${code}${mark}${national}`,
      'no plus': `${code}${national}`,
      'no code': national,
      '0': `0${national}`,
      '(0)': `(0${start}) ${rest}`,
      '+(0)': `+${code} (0)${national}`,
    }
    return [texts[manner], { country, region: null }]
  })

/** Of the digits of two numbers, or of one and something: what a slash or a space stands between. */
const pairs = fc
  .tuple(written, fc.constantFrom(' ', '/', ' / ', '  ', '-'), written)
  .map(([first, between, second]) => `${first}${between}${second}`)

const texts = fc.oneof(
  { weight: 9, arbitrary: written },
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

const cases = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(texts, places) },
  { weight: 1, arbitrary: fc.tuple(usual, places).map(([[text], where]) => [text, where] as const) },
  { weight: 1, arbitrary: usual },
)

function judge(text: string, where: Where): Verdict | null {
  const verdict = newVerdict()
  const bytes = Buffer.from(`0${text}0`)
  return judgeBytes(bytes, 1, bytes.length - 1, where, verdict) ? verdict : null
}

function toldBy({ value, country, isE164, codes, count, mended }: Verdict): object {
  const repair = mended > 0 ? `+${value}` : null
  return {
    number: value === 0 ? null : { e164: `+${value}`, country },
    findings: codes.slice(0, count).map((code, at) => ({ code, repair: at < mended ? repair : null })),
    repair,
    before: isE164 ? 'always' : value === 0 ? 'never' : 'read',
    after: isE164 || mended > 0 ? 'always' : value === 0 ? 'never' : 'read',
  }
}

function toldByAudit({ number, findings, repair, before, after }: AuditedCell): object {
  return {
    number: number && { e164: number.e164, country: number.country },
    findings: findings.map(({ code, repair }) => ({ code, repair })),
    repair,
    before,
    after,
  }
}

const OFTEN_SEEN = [
  'sound',
  'format',
  'national',
  'plus',
  'prefix',
  'trunk-zero',
  'unlisted',
  'country-contradicts',
].concat([...['not-assigned', 'too-short', 'too-long', 'no-country', 'no-such-calling-code', 'short-code']])

const only = (text: string, where: Where) => auditRow([text], where)[0] as AuditedCell

describe('a cell that is judged by its bytes', () => {
  test('is what an audit of its text says', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(cases, ([text, where]) => {
        const verdict = judge(text, where)
        if (verdict === null) return
        const own = toldBy(verdict)
        expect(own, JSON.stringify({ text, where })).toEqual(toldByAudit(only(text, where)))
        for (const code of verdict.count === 0 ? ['sound'] : verdict.codes.slice(0, verdict.count))
          seen.set(code, (seen.get(code) ?? 0) + 1)
      }),
      { numRuns: Number(process.env['RINGSIGHT_RUNS'] ?? 20_000) },
    )
    for (const code of OFTEN_SEEN) expect(seen.get(code) ?? 0, code).toBeGreaterThan(10)
  })

  test.each([
    ['as it should be', '+353871234567', 'IE'],
    ['with spaces', '+353 87 123 4567', 'IE'],
    ['national', '(087) 123-4567', 'IE'],
    ['with 00', '00353871234567', 'IE'],
    ['with 011 at home', '011353871234567', 'US'],
    ['without its plus', '353871234567', 'IE'],
    ['with (0)', '+44 (0)20 7946 0018', 'GB'],
    ['a digit too few', '+35387123456', 'IE'],
    ['a short code', '618468', 'IE'],
    ['of another country', '+4915112345678', 'IE'],
    ['with two readings', '15112345678', 'DE'],
    ['with a slash', '030/12345678', 'DE'],
    ['premium rate', '+3531520123456', 'IE'],
    ['of a country that shares its calling code', '+14165550123', 'CA'],
    ['under no country', '087 123 4567', null],
  ])('without a text: one %s, %s', (_what, text, country) => {
    const where = { country, region: null }
    const verdict = judge(text, where)
    expect(verdict && toldBy(verdict)).toEqual(toldByAudit(only(text, where)))
  })

  test.each([
    ['a placeholder', '+353111111111'],
    ['the old spelling of a mobile in Mexico', '+5215512345678'],
    ['two spellings of one line', '+525512345678'],
    ['a date', '22-11-2026'],
    ['two numbers', '087 123 4567 / 087 123 4568'],
    ['an extension', '+353 1 234 5678 ext. 9'],
    ['nothing', ''],
  ])('not so: %s, %s', (_what, text) => {
    expect(judge(text, { country: 'IE', region: null })).toBeNull()
  })
})
