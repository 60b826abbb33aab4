import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNumber, isRegion, parseNumber, regions } from '../../../src/core/number/number.ts'
import { mayBeginWith, planWith } from '../../../src/core/number/plan.ts'
import { type PhoneNumber, REJECTION_SENTENCES } from '../../../src/core/number/reading.ts'

function read(text: string, region: string | null): string {
  const number = parseNumber(text, region)
  if (number.kind === 'rejected') return number.reason
  const extension = number.extension === null ? '' : ` ext. ${number.extension}`
  return `${number.e164} ${number.read}${extension}${number.assigned ? '' : ' unassigned'}`
}

const ANNA = '+353871234567'

describe('R-02 a text that holds one number is read', () => {
  test.each([
    ['E.164', '+353871234567', null, `${ANNA} exact`],
    ['spaces', '+353 87 123 4567', null, `${ANNA} exact`],
    ['dashes and brackets', '+353-(87)-123-4567', null, `${ANNA} exact`],
    ['brackets around the plus sign', '(+353) 87 123 4567', null, `${ANNA} exact`],
    ['dots', '+353.87.123.4567', null, `${ANNA} exact`],
    ['trunk zero in brackets', '+353 (0)87 123 4567', null, `${ANNA} exact`],
    ['00 without a country', '00353871234567', null, `${ANNA} exact`],
    ['00 under its own country', '00353 87 123 4567', 'IE', `${ANNA} exact`],
    ['00 where 011 is dialled', '00353871234567', 'US', `${ANNA} exact`],
    ['00 and trunk zero in brackets', '00 353 (0)87 123 4567', 'IE', `${ANNA} exact`],
    ['011 in the United States', '011353871234567', 'US', `${ANNA} exact`],
    ['011 back into the United States', '011 1 201 555 0123', 'US', '+12015550123 exact'],
    ['national with brackets', '(087) 123-4567', 'IE', `${ANNA} national`],
    ['national without its trunk zero', '87 123 4567', 'IE', `${ANNA} national`],
    ['the calling code without plus', '353871234567', 'IE', `${ANNA} national`],
    ['Italy keeps its zero', '06 1234567', 'IT', '+39061234567 national'],
    ['a Brazilian carrier code', '0 15 11 98765-4321', 'BR', '+5511987654321 national'],
    ['an Argentine mobile with its 15', '011 15-1234-5678', 'AR', '+5491112345678 national'],
    ['the same behind plus, without a space', '+540111512345678', null, '+5491112345678 exact'],
    ['a slash behind an area code', '030/123456', 'DE', '+4930123456 national'],
    ['tel:', 'tel:+353871234567', null, `${ANNA} exact`],
    ['tel: with an extension', 'tel:+1-201-555-0123;ext=5', null, '+12015550123 exact ext. 5'],
    ['tel: with a context', 'tel:555-0123;phone-context=+1-201', null, '+12015550123 exact'],
    ['ext.', '087 123 4567 ext. 543', 'IE', `${ANNA} national ext. 543`],
    ['x', '+353871234567 x9', null, `${ANNA} exact ext. 9`],
    ['#', '+353871234567 #12', null, `${ANNA} exact ext. 12`],
    ['*', '+12015550123*227', null, '+12015550123 exact ext. 227'],
    ['a dialled pause', '+1 201 555 0123,123', null, '+12015550123 exact ext. 123'],
    ['a dialled pause, and # to end it', '201 555 0123,,123#', 'US', '+12015550123 national ext. 123'],
    ['a comma before the word', '+1 201 555 0123, extension 123', null, '+12015550123 exact ext. 123'],
    ['a comma before the word, a colon behind', '201 555 0123, Ext: 12', 'US', '+12015550123 national ext. 12'],
    [';ext= without tel:', '201 555 0123;ext=12', 'US', '+12015550123 national ext. 12'],
    [';ext= with a blank', '087 123 4567;ext= 12', 'IE', `${ANNA} national ext. 12`],
    ['tel: with a parameter that is no extension', 'tel:+1-201-555-0123;700', null, '+12015550123 exact'],
    ['tel: behind 00', 'tel:0012015550123', null, '+12015550123 exact'],
    ['full-width digits', '＋３５３ ８７ １２３ ４５６７', null, `${ANNA} exact`],
    ['Arabic-Indic digits', '٠٨٧١٢٣٤٥٦٧', 'IE', `${ANNA} national`],
    ['Devanagari digits', '०८७१२३४५६७', 'IE', `${ANNA} national`],
    ['invisible characters', '\u202a+353\u00a087\u200b 123 4567\u202c\ufeff', null, `${ANNA} exact`],
    ['unusual dashes', '+353‑87–123−4567', null, `${ANNA} exact`],
    ['an apostrophe before it', "'0871234567", 'IE', `${ANNA} national`],
    ['a formula around it', '="+353871234567"', null, `${ANNA} exact`],
    ['pandas behind it', '353871234567.0', 'IE', `${ANNA} national`],
    ['scientific with every digit', '3.53871234567E+11', 'IE', `${ANNA} national`],
    ['a range that no plan lists yet', '+35387123456', null, '+35387123456 exact unassigned'],
    ['a non-geographic calling code', '+80012345678', null, '+80012345678 exact'],
  ])('%s: %s', (_why, text, region, expected) => expect(read(text, region)).toBe(expected))
})

describe('R-02 a text that cannot be read without guessing is rejected with its reason', () => {
  test.each([
    ['empty', '', null],
    ['empty', ' \u00a0\u200b ', 'IE'],
    ['not-a-number', 'n/a', null],
    ['not-a-number', 'anna@acme.example', 'IE'],
    ['not-a-number', '+353871234567 home', null],
    ['not-a-number', '087 123 4567²', 'IE'],
    ['not-a-number', 'tel:0871234567;phone-context=example.com', 'IE'],
    ['too-short', '+35387', null],
    ['too-short', '112', 'IE'],
    ['too-long', '+353871234567890', null],
    ['too-long', '+3538712345678901234567890', null],
    ['too-long', '1'.repeat(300), 'US'],
    ['no-country', '087 123 4567', null],
    ['no-country', '0113', 'US'],
    ['no-country', '01135', 'US'],
    ['too-short', '01144', 'US'],
    ['no-country', '353871234567', null],
    ['no-country', '3.53871234567E+11', null],
    ['no-such-calling-code', '+999123456789', null],
    ['not-assigned', '087123456', 'IE'],
    ['not-assigned', '0000000000', 'IE'],
    ['not-assigned', '555 555 5555', 'US'],
    ['several-numbers', '+353871234567; +353871234568', null],
    ['several-numbers', '+353871234567 +353871234568', null],
    ['several-numbers', '087 123 4567 / 086 123 4567', 'IE'],
    ['several-numbers', '087 123 4567 / 086 123 4567', null],
    ['several-numbers', '087 123 4567 or 4568', 'IE'],
    ['several-numbers', '0871234567 0861234567', 'IE'],
    ['several-numbers', '+353871234567\n+353861234567', null],
    ['several-numbers', '+353871234567 ::: +353861234567', null],
    ['several-numbers', '+49 30 123456 / 78', null],
    ['several-numbers', '201 555 0123, 5550124', 'US'],
    ['precision-lost', '9.19541E+11', null],
    ['precision-lost', '9,19541E+11', 'IN'],
    ['precision-lost', '9.19541e11', 'IN'],
    ['date', '12/05/2023', 'DE'],
    ['date', '2023-05-12', 'DE'],
    ['date', '2026-11-22 ', 'DK'],
  ])('%s: %j under %s', (reason, text, region) => expect(read(text, region)).toBe(reason))
})

test('R-02 an unlisted range is a number in international form and none in national form', () => {
  expect(parseNumber('+35387123456', null)).toMatchObject({ kind: 'number', assigned: false })
  expect(parseNumber('087 123 456', 'IE')).toEqual({ kind: 'rejected', reason: 'not-assigned' })
})

test('parseNumber tells the parts of a number apart', () => {
  expect(parseNumber('(087) 123-4567 ext 9', 'IE')).toEqual({
    kind: 'number',
    e164: '+353871234567',
    callingCode: '353',
    country: 'IE',
    national: '871234567',
    extension: '9',
    read: 'national',
    assigned: true,
  })
})

test('parseNumber throws on a region that is none, rather than read under no country', () => {
  expect(() => parseNumber('0871234567', 'XX')).toThrow(/two-letter country code such as IE, found "XX"/)
  expect(isRegion('constructor')).toBe(false)
  // "B/" would stand where AI does in a table of letters, if nobody looked whether they are letters.
  parseNumber('2641234567', 'AI')
  const others = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).flatMap((each) => [
    `B${each}`,
    `A${each}`,
  ])
  for (const region of ['', 'I', 'ie', 'AIA', ...others].filter((each) => !isRegion(each))) {
    expect(() => parseNumber('2641234567', region)).toThrow(RangeError)
  }
  expect(isRegion('IE')).toBe(true)
})

test('every reason has its sentence', () => {
  for (const sentence of Object.values(REJECTION_SENTENCES)) expect(sentence).toMatch(/^(?:it|there|its|no|a) /)
})

function mayBeCut({ e164, callingCode }: PhoneNumber): boolean {
  const behind = planWith(callingCode)?.main.behindCallingCode
  return behind !== undefined && mayBeginWith(behind, Number(e164.charAt(1 + callingCode.length)))
}

test('Belarus: what begins with its national prefix is another number in E.164', () => {
  expect(parseNumber('08100000000', 'BY')).toMatchObject({ e164: '+3758100000000' })
  expect(parseNumber('+3758100000000', null)).toMatchObject({ e164: '+375100000000' })
})

test('a number that was read is read again as itself, in E.164 and as its country groups it', () => {
  const digits = fc.stringMatching(/^[0-9]{4,13}$/)
  fc.assert(
    fc.property(digits, fc.constantFrom(...regions()), (text, region) => {
      const number = parseNumber(text, region)
      fc.pre(number.kind === 'number')
      if (number.kind !== 'number') return
      // As libphonenumber does, a national prefix is taken from behind a calling code too, where a number is left.
      if (mayBeCut(number)) return
      expect(parseNumber(number.e164, null)).toMatchObject({ e164: number.e164, read: 'exact' })
      expect(parseNumber(formatNumber(number.e164), null)).toMatchObject({ e164: number.e164 })
    }),
    { numRuns: 2000 },
  )
})

test('no text makes parseNumber throw, and no digit of an answer is invented', () => {
  const noise = fc.array(fc.constantFrom(...'0123456789+()-./ xe,;:#*٣７\u200b'.split('')), {
    maxLength: 40,
    size: 'max',
  })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        noise.map((parts) => parts.join('')),
      ),
      (text) => {
        const number = parseNumber(text, 'US')
        if (number.kind === 'rejected') return
        const digits = [...text.normalize('NFKD')]
          .map((c) => ({ '٣': '3' })[c] ?? c)
          .join('')
          .replace(/\D/g, '')
        expect(digits).toContain(number.national)
      },
    ),
    { numRuns: 3000 },
  )
})
