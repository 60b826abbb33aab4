import { describe, expect, test } from 'vitest'
import { openRedaction, type Redaction } from '../../src/check/report/redact.ts'
import { openReport } from '../../src/check/reports.ts'
import { OPTIONS, place, render, sumUp } from './report/checked.ts'

const open = (path: string, redaction: Redaction | null = null) =>
  openReport({ path, flag: '--report' }, redaction, OPTIONS)
const KINDS = ['html', 'json', 'md', 'sarif', 'csv']

test.each([
  ['a.html', /^<!doctype html>/],
  ['a.JSON', /^\{"findings":/],
  ['a.b/c.md', /^## /],
  ['a.sarif', /^\{"\$schema":/],
  ['.a.csv', /^\ufeff"row"/],
])('%s is written as its ending says', (path, start) => {
  expect(render(open(path), [place('text')])).toMatch(start)
})

test.each(['a.pdf', 'report', 'html', '.html', 'a.constructor', 'a.csv.gz', ''])(
  '%j ends with no kind of report',
  (path) => {
    const message = `--report: expected a file that ends with .html, .json, .md, .sarif or .csv, found ${path}`
    expect(() => open(path)).toThrow(expect.objectContaining({ name: 'InputError', message }))
  },
)

test('a name that no terminal should see is shown safely', () => {
  expect(() => open('\u001b[31m.exe')).toThrow(/found \.exe$/)
})

const redaction = openRedaction({ headers: ['+353871234567'], phones: [], id: 'anna@acme.example' })

describe.each(KINDS)('redacted, a .%s', (kind) => {
  const secrets = ['353871234567', '353861234568', '087 123 4567', 'Bridget', 'anna@acme.example']
  const findings = [
    place('several-numbers', {
      value: '+353871234567 / +353861234568',
      detail: { numbers: ['+353871234567', '+353861234568'] },
    }),
    place('national', { value: '087 123 4567', repair: '+353871234567', id: 'anna@acme.example' }),
    place('text', { value: 'ask Bridget', id: 'Bridget' }),
    place('plus', { value: '353871234567', detail: { perhaps: '+353871234567' } }),
    place('wrong-column', { value: 'anna@acme.example', column: '+353871234567' }),
  ]
  const summary = sumUp(findings, { columns: { phones: ['+353871234567'], country: null, id: 'anna@acme.example' } })

  test('holds no number, name or address', () => {
    const text = render(open(`a.${kind}`, redaction), findings, summary)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).toContain('…67')
  })

  test('and would without being asked to', () => {
    const text = render(open(`a.${kind}`), findings, summary).replaceAll('&#64;<!-- -->', '@')
    for (const secret of secrets) expect(text).toContain(secret)
  })
})
