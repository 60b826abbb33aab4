import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInFormat, isRounded, readFormat, showNumber } from '../../src/contact-file/xlsx-cell.ts'

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
    ['General', 'plain'],
    ['GENERAL', 'plain'],
    ['@', 'plain'],
    ['#,##0.00', 'plain'],
    ['0.00E+00', 'plain'],
    ['[Red]-0.00', 'plain'],
    ['"day "0.0', 'plain'],
    ['dd/mm/yyyy', 'date'],
    ['[$-409]mmm\\ yyyy;@', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['[h]:mm', 'date'],
    ['[mm]', 'date'],
    ['0000000000', { prefix: '', width: 10 }],
    ['"+"0', { prefix: '+', width: 1 }],
    ['\\+000\\ 000', { prefix: '+', width: 6 }],
    ['+##0', { prefix: '+', width: 1 }],
    ['000-000-0000', { prefix: '', width: 10 }],
    ['[<=9999999]###-####;(###) ###-####', { prefix: '', width: 0 }],
  ])('%s is %j', (code, format) => expect(readFormat(code)).toEqual(format))

  test.each([
    [0, 'plain'],
    [13, 'plain'],
    [14, 'date'],
    [22, 'date'],
    [23, 'plain'],
    [31, 'date'],
    [37, 'plain'],
    [46, 'date'],
    [49, 'plain'],
    [58, 'date'],
  ])('that is built in: %i is %s', (id, format) => expect(builtInFormat(id)).toBe(format))

  test.each([
    ['871234567', '0000000000', '0871234567'],
    ['353871234567', '"+"0', '+353871234567'],
    ['871234567', '###-####', '871234567'],
    ['-5', '000', '-5'],
    ['0.5', '000', '0.5'],
  ])('%s under %s shows as %s', (stored, code, shown) =>
    expect(showNumber(stored, readFormat(code), false)).toBe(shown),
  )
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
