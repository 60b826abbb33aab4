import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormat,
  hidesDigits,
  isRounded,
  readFormat,
  showNumber,
  showText,
} from '../../../src/contact-file/xlsx/cell.ts'

describe('a number without a format of its own', () => {
  test.each([
    ['353871234567', '353871234567'],
    ['353871234567.0', '353871234567'],
    ['3.53871234567E11', '353871234567'],
    ['3.53871234567E+11', '353871234567'],
    ['999999999999999', '999999999999999'],
    ['-5', '-5'],
    ['-0', '0'],
    ['0', '0'],
    ['0.5', '0.5'],
    ['353871234567.5', '353871234567.5'],
    ['1E-7', '1E-7'],
    ['', ''],
    [' ', ' '],
    ['text', 'text'],
    ['1e999', '1e999'],
    ['1000000000000000', '1E+15'],
    ['35387123456789012', '3.5387123456789E+16'],
    ['3.5387123456789E+16', '3.5387123456789E+16'],
  ])('%s shows as %s', (stored, shown) => expect(showNumber(stored, 'plain', false)).toBe(shown))

  test('keeps every digit, up to 15 of them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (number) => {
        const exponent = Number(number).toExponential()
        expect(showNumber(exponent, 'plain', false)).toBe(String(number))
        expect(isRounded(String(number))).toBe(false)
      }),
    )
  })

  test('is rounded from 16 digits on, and only if it is whole', () => {
    expect(['1000000000000000', '-1E+15', '0.30000000000000004', '1e999', ''].map(isRounded)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('a format', () => {
  test.each([
    ['', 'plain'],
    ['General', 'plain'],
    ['GENERAL', 'plain'],
    ['@', 'plain'],
    ['0', 'plain'],
    ['#,##0.00', 'plain'],
    ['dd/mm/yyyy', 'date'],
    ['[$-409]mmm\\ yyyy;@', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['[h]:mm', 'date'],
    ['[mm]', 'date'],
    ['"day "0.0', { code: '"day "0.0' }],
    ['0000000000', { code: '0000000000' }],
    ['constructor', { code: 'constructor' }],
  ])('%s is %j', (code, format) => expect(readFormat(code)).toEqual(format))

  test.each([
    [0, 'plain'],
    [1, 'plain'],
    [4, 'plain'],
    [10, { code: '0.00%' }],
    [11, { code: '0.00E+00' }],
    [14, 'date'],
    [22, 'date'],
    [23, 'plain'],
    [31, 'date'],
    [37, 'plain'],
    [46, 'date'],
    [49, 'plain'],
    [58, 'date'],
  ])('that is built in: %i is %j', (id, format) => expect(builtInFormat(id)).toEqual(format))

  test.each([
    ['871234567', '0000000000', '0871234567'],
    ['871234567', '"0"#', '0871234567'],
    ['353871234567', '"+"0', '+353871234567'],
    ['353871234567', '+0', '+353871234567'],
    ['353871234567', '\\+000\\ 000', '+353871234 567'],
    ['353871234567', '"+"General', '+353871234567'],
    ['353871234567', 'General;-General;0', '353871234567'],
    ['51991234567', '"+55"0', '+5551991234567'],
    ['353871234567', '"00"0', '00353871234567'],
    ['871234567', '[$+353 ]0', '+353 871234567'],
    ['2025550123', '\\+1\\ \\(000\\)\\ 000\\-0000', '+1 (202) 555-0123'],
    ['2025550123', '[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '(202) 555-0123'],
    ['5550123', '[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '555-0123'],
    ['612345678', '00 00 00 00 00', '06 12 34 56 78'],
    ['353871234567', '"("0")"', '(353871234567)'],
    ['353871234567', '[Red]"Tel. "0', 'Tel. 353871234567'],
    ['353871234567', '_-* #,##0.00_-', '353871234567'],
    ['353871234567', '0"0"0', '3538712345607'],
    ['345', '0" ext 5"', '345 ext 5'],
    ['-5', '000', '-005'],
    ['-5', '0;(0)', '(5)'],
    ['0.5', '000', '0.5'],
  ])('%s under %s shows as %s', (stored, code, shown) =>
    expect(showNumber(stored, readFormat(code), false)).toBe(shown),
  )

  test.each([
    ['353871234567', '0.00E+00', '3.54E+11'],
    ['353871234567', '##0.0E+0', '3.54E+11'],
    ['353871234567', '0,', '3.54E+11'],
    ['353871234567', '0,,"M"', '3.54E+11'],
    ['353871234567', '"secret"', '3.54E+11'],
    ['353871234567', '"never closed', '3.54E+11'],
    ['353871234567', 'constructor', '3.54E+11'],
    ['353871234567', '0'.repeat(300), '3.54E+11'],
    ['353871234567', ';;;', ''],
  ])('of %s, %s shows no number that could be taken for another: %s', (stored, code, shown) => {
    expect(showNumber(stored, readFormat(code), false)).toBe(shown)
    expect(hidesDigits(stored, readFormat(code))).toBe(true)
  })

  test('never takes a digit from a number that it shows whole', () => {
    const literal = fc.constantFrom(
      '"+"',
      '"55"',
      '\\0',
      '\\(',
      '\\ ',
      '"a"',
      '[Red]',
      '_-',
      '-',
      '(',
      ')',
      ' ',
      ',',
      '.',
      '%',
      ';',
    )
    const digits = fc.constantFrom('0', '#', '?', '00', '##0', 'General', 'E+00', '#,##0')
    const code = fc.array(fc.oneof(literal, digits), { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(code, fc.nat({ max: 999_999_999_999 }), (each, number) => {
        const shown = showNumber(String(number), readFormat(each), false)
        if (/^[\d+() -]+$/.test(shown)) {
          const wanted = String(number).replace(/./g, '$&.*')
          expect(shown).toMatch(new RegExp(`^.*?${wanted}`))
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['353871234567', '"+"@', '+353871234567'],
    ['353871234567', '0;0;0;"+"@', '+353871234567'],
    ['353871234567', '"+"0', '353871234567'],
    ['353871234567', '0;0;0', '353871234567'],
    [' Anna ', '_(* #,##0_);_(@_)', ' Anna '],
    ['secret', ';;;', ''],
    ['', '"+"@', ''],
  ])('shows the text %j under %s as %j', (text, code, shown) => expect(showText(text, readFormat(code))).toBe(shown))
})

describe('a date', () => {
  test.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['40972', '2012-03-04'],
    ['40972.25', '2012-03-04 06:00'],
    ['40972.000011574', '2012-03-04 00:00:01'],
    ['40972.9999999', '2012-03-05'],
    ['0.75', '18:00'],
    ['2958465', '9999-12-31'],
  ])('%s shows as %s', (stored, shown) => expect(showNumber(stored, 'date', false)).toBe(shown))

  test('counts from 1904 where the workbook says so', () => {
    expect(showNumber('39510', 'date', true)).toBe('2012-03-04')
  })

  test.each(['353871234567', '2958466', '-1'])('beyond what Excel shows as one is a number: %s', (stored) =>
    expect(showNumber(stored, 'date', false)).toBe(stored),
  )
})
