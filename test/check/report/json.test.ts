import { expect, test } from 'vitest'
import { openJsonReport } from '../../../src/check/report/json.ts'
import { place, render, sumUp } from './checked.ts'

const repaired = place('format', { repair: '+353871234567' })

test.each([
  ['no finding', []],
  ['one finding', [repaired]],
  ['several findings', [repaired, place('text', { row: 3, id: null, value: 'n/a' }), place('empty', { column: null })]],
])('%s: one document with the findings and the file', (_what, findings) => {
  const text = render(openJsonReport(), findings)
  const read = JSON.parse(text) as { findings: unknown[]; file: Record<string, unknown> }
  expect(read.findings).toHaveLength(findings.length)
  expect(read.file).toMatchObject({
    type: 'file',
    file: 'contacts.csv',
    contacts: 40,
    identifiable: 24,
    identifiableByAnyPhone: 10,
    identifiableRepaired: 30,
  })
  expect(text.endsWith('}\n')).toBe(true)
})

test('a finding has the names that programs know it by, in this order', () => {
  const { findings } = JSON.parse(render(openJsonReport(), [repaired])) as { findings: object[] }
  const expected = {
    type: 'finding',
    row: 2,
    recordId: '901',
    column: 'Phone',
    value: '087 123 4567',
    code: 'format',
    severity: 'warning',
    repair: '+353871234567',
    mends: ['format'],
    message: repaired.sentence,
  }
  expect(JSON.stringify(findings[0])).toBe(JSON.stringify(expected))
})

test('examples have the shape of findings', () => {
  const read = JSON.parse(render(openJsonReport(), [repaired])) as {
    findings: unknown[]
    file: { codes: { examples: unknown[] }[] }
  }
  expect(read.file.codes[0]?.examples).toEqual(read.findings)
})

test('a finding is written at once and not held', () => {
  const report = openJsonReport()
  expect(report.note(repaired)).toContain('"row":2')
  expect(report.note(repaired)).toContain('"row":2')
  expect([...report.end(sumUp([]))].join('')).not.toContain('"row":2')
})

test('cells come back as they were, without a character that a terminal would obey, and long ones are cut', () => {
  const value = '\u001b]0;x\u0007\u202e"\u009b\\'
  const long = '1'.repeat(180_000)
  const text = render(openJsonReport(), [
    place('text', { value }),
    place('text', { value: long, id: long, column: long, sentence: long }),
  ])
  const { findings } = JSON.parse(text) as { findings: Record<string, string>[] }
  const cut = `${'1'.repeat(999)}…`
  expect(findings[0]).toMatchObject({ value })
  expect(findings[1]).toMatchObject({ value: cut, recordId: cut, column: cut, message: cut })
  expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})
