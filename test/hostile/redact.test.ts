// Words that stand nowhere but in a file, planted in each of its cells, headers and sheets: under --redact none of them is
// in anything that check says or writes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { run, scratch } from '../cli/run.ts'
import { saveWorkbook, textRows } from '../contact-file/workbooks.ts'
import { effort } from './effort.ts'

const ENDINGS = ['html', 'json', 'md', 'sarif', 'csv']
const LABELS = [
  'Record ID',
  'First Name',
  'Last Name',
  'Phone Number',
  'Mobile Phone Number',
  'Country/Region',
  'Email',
]

/** In place of `#` comes a word that no other place has. */
const header = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LABELS) },
  { weight: 1, arbitrary: fc.constantFrom('#', '# "#', 'Phone #', '+353 87 #', 'Fax of #', '#@acme.example') },
)
const cell = fc.constantFrom(
  '#',
  '"#"',
  '087 123 4567 (#)',
  '+353871234567',
  '+353 87 123 4568',
  '087 123 4569',
  '１２３４ #',
  '+353 87 # / 086 #',
  '#@acme.example',
  'https://#.example',
  '00#',
  '9.1E+11 #',
  '',
  'Ireland',
)
const table = fc.record({
  headers: fc.array(header, { minLength: 1, maxLength: 6 }),
  rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 7 }), { maxLength: 5 }),
  format: fc.constantFrom('csv' as const, 'xlsx' as const, 'vcf' as const),
  stated: fc.constantFrom<readonly string[]>([], ['--phone'], ['--id'], ['--phone', '--id'], ['--country']),
  output: fc.constantFrom<readonly string[]>([], ['--json'], ['--format', 'github']),
  tail: fc.constantFrom('', '"#', '\n"# '),
})

function openPlanter() {
  const planted: string[] = []
  const letters = (index: number) => Array.from(String(index + 1000), (digit) => 'qxzkvwjyhf'[Number(digit)]).join('')
  const plant = (text: string) =>
    text.replaceAll('#', () => {
      const word = `Zq${letters(planted.length)}`
      planted.push(word)
      return word
    })
  return { plant, planted }
}

async function save(headers: string[], rows: string[][], format: 'csv' | 'xlsx' | 'vcf', tail: string, sheet: string) {
  if (format === 'xlsx') {
    const escaped = [headers, ...rows].map((row) => row.map((text) => text.replaceAll('"', '&quot;')))
    return saveWorkbook({ sheets: { [sheet]: textRows(...(escaped as [string[]])), [`${sheet}b`]: textRows(['a']) } })
  }
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  const csv = `${[headers, ...rows].map((row) => row.map(quote).join(',')).join('\n')}\n${tail}`
  const cards = rows.map(
    (row) => `BEGIN:VCARD\nFN:${row[0]}\n${row.map((text) => `TEL:${text}\n`).join('')}END:VCARD\n`,
  )
  const path = join(scratch(), `contacts.${format}`)
  writeFileSync(path, format === 'csv' ? csv : `${cards.join('') || 'BEGIN:VCARD\n'}${tail}`)
  return path
}

test('none of them is in anything that check --redact says or writes', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ headers, rows, format, stated, output, tail }) => {
      const { plant, planted } = openPlanter()
      const names = headers.map(plant)
      const sheet = plant('#')
      const path = await save(
        names,
        rows.map((row) => row.map(plant)),
        format,
        plant(tail),
        sheet,
      )
      const folder = scratch()
      const outs = ENDINGS.map((ending) => join(folder, `report.${ending}`))
      // Cards have no headers, so that what is stated there is the user's own word.
      const flags = [...(format === 'vcf' ? [] : stated).flatMap((flag) => [flag, names.at(-1) ?? '']), ...output]
      const listed = ['--max-findings', '100', ...outs.flatMap((out) => ['--report', out])]
      const { stdout, stderr } = await run(['check', path, '--redact', ...flags, ...listed])
      const written = outs.filter((out) => existsSync(out)).map((out) => readFileSync(out, 'utf8'))
      for (const text of [stdout, stderr, ...written]) for (const word of planted) expect(text).not.toContain(word)
      expect(stderr).not.toContain('fault of Ringsight')
    }),
    effort(60, 500),
  )
})
