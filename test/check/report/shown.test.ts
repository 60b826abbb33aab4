import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listNotices, showCountry, showFacts, showShare, showValue } from '../../../src/check/report/shown.ts'
import { safeLine } from '../../../src/text/safe.ts'
import { place, sumUp } from './checked.ts'

describe('a cell', () => {
  test.each([
    ['087 123 4567', '087 123 4567'],
    ['+353\u200b87', '+353[U+200B]87'],
    ['\u202a+34674\u202c', '[U+202A]+34674[U+202C]'],
    ['087\u00a0123', '087[U+00A0]123'],
    ['087\r\n086\n085', '087↵086↵085'],
    ['087\t1', '087[U+0009]1'],
    [' 087 ', '[U+0020]087[U+0020]'],
    ['087  1', '087[U+0020][U+0020]1'],
    ['\u001b[31mred', '[U+001B][31mred'],
    ['\u0000', '[U+0000]'],
    ['\ud800', '[U+D800]'],
    ['\u{e0041}', '[U+E0041]'],
    ['٠٨٧', '٠٨٧'],
    ['', ''],
  ])('%j shows as %s', (value, shown) => expect(showValue(value)).toBe(shown))

  test('of any length is at most 120 characters long', () => {
    expect(showValue('1'.repeat(180_000))).toBe(`${'1'.repeat(119)}…`)
  })

  test('whatever it holds, shows nothing that safeLine would take away', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30, size: 'max' }), (value) => {
        const shown = showValue(value)
        expect(safeLine(shown)).toBe(shown)
        expect(showValue(shown)).toBe(shown)
      }),
    )
  })
})

test.each([
  [0, 0, '0 %'],
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [1, 3, '33 %'],
  [1, 250, '0.4 %'],
  [1, 1_000_000, 'under 0.1 %'],
  [997, 1000, '99.7 %'],
  [999_999, 1_000_000, 'over 99.9 %'],
])('%i of %i is %s', (part, whole, shown) => expect(showShare(part, whole)).toBe(shown))

test('countries as people write them', () => {
  expect([showCountry('IE'), showCountry(null)]).toEqual(['Ireland', 'No single country'])
})

test('the facts of a finding are what its sentence says beyond its kind', () => {
  expect(showFacts(place('shared-number', { detail: { row: 12 } }))).toBe('See row 12.')
  expect(showFacts(place('text'))).toBe('')
  expect(showFacts(place('text', { sentence: 'Something else.' }))).toBe('Something else.')
})

test('what is to be known of the check itself is said', () => {
  expect(listNotices(sumUp([]))).toEqual([])
  const notices = listNotices(sumUp([], { isComplete: false, allNumbersCompared: false, notices: ['Odd lines.'] }))
  expect(notices).toEqual([expect.stringMatching(/interrupted/), 'Odd lines.', expect.stringMatching(/repetitions/)])
})
