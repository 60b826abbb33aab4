import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCsvReport } from '../../../src/check/report/csv.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const HEAD = '\ufeff"row","id","column","value","code","severity","repair","sentence"\n'

test('a finding on each row below the header, every text quoted', () => {
  const finding = place('format', { repair: '+353871234567', value: 'say "087"', sentence: 'So.' })
  const row = '"2","901","Phone","say ""087""","format","warning","+353871234567","So."\n'
  expect(render(openCsvReport(OPTIONS), [finding, finding])).toBe(HEAD + row + row)
})

test('without findings there is a header, and what is not known is empty', () => {
  expect(render(openCsvReport(OPTIONS), [])).toBe(HEAD)
  const row = place('empty', { id: null, column: null, value: '', sentence: 'So.' })
  expect(render(openCsvReport(OPTIONS), [row])).toBe(`${HEAD}"2",,,,"empty","note",,"So."\n`)
})

test('a finding is written at once and not held', () => {
  const report = openCsvReport(OPTIONS)
  expect(report.note(place('text', { value: 'n/a' }))).toContain('n/a')
  expect([...report.end(sumUp([]))]).toEqual([''])
})

/** The cell `value` of a report on one finding, unquoted. */
function cellOf(value: string): string {
  const text = render(openCsvReport(OPTIONS), [place('text', { value, sentence: 'So.' })])
  const cell = /^"2","901","Phone",(?:"(.*)")?,"text"/m.exec(text)?.[1] ?? ''
  return cell.replaceAll('""', '"')
}

describe('a spreadsheet runs nothing', () => {
  test.each([
    ['=cmd|" /C calc"!A0', `'=cmd|" /C calc"!A0`],
    ['=HYPERLINK("http://evil.example")', `'=HYPERLINK("http://evil.example")`],
    ['+1+cmd', "'+1+cmd"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', '[U+0009]=1'],
    ['\r=1', '↵=1'],
    ['+353-87-1234567', "'+353-87-1234567"],
    ['+', "'+"],
  ])('%j is written as %s', (value, written) => expect(cellOf(value)).toBe(written))

  test.each([
    '+353871234567',
    '+353 87 123 4567',
    '+353 (0)87 123.4567',
    '+353871234567 ext. 12',
    '087 1',
    "'+3538",
    '',
  ])('and %j stays', (value) => expect(cellOf(value)).toBe(value))

  test('nor what an id or a header holds', () => {
    const text = render(openCsvReport(OPTIONS), [place('text', { id: '=1', column: '@x', sentence: '=2' })])
    expect(text).toContain(`"'=1","'@x"`)
    expect(text).toContain(`"'=2"`)
  })

  test('whatever the cell holds', () => {
    const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', ' ', '+353', '\u200b', '"')
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
        const cell = cellOf(first + rest)
        if (/^\+[\d ().]+(?:ext\. \d+)?$/.test(cell)) return
        expect(cell).not.toMatch(/^\s*[=+\-@]/)
      }),
    )
  })
})
