// A row whose bytes can be found is checked as one of which only texts are known.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowNumbers } from '../../src/check/numbers.ts'
import { openRows, type RepairChoice } from '../../src/check/rows.ts'
import { newTally, type Tally } from '../../src/check/tally.ts'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { readName } from '../../src/contact-file/contact-row.ts'
import type { Repair, TableRow } from '../../src/contact-file/table.ts'
import { readCountry } from '../../src/core/number/country.ts'

const HEADERS = ['First Name', 'Last Name', 'Country/Region', 'Phone Number', 'Mobile Phone Number']
const PHONES = ['', '+353871234567', '+353861234567', '+35312345678', '087 123 4567', '+4915112345678', '+14165550123']
const RARE = [
  '+5215512345678',
  '+525512345678',
  '+3531550123456',
  '+353111111111',
  '+353 87 123 4567',
  '"',
  'n/a',
  ' ',
  '0871234567 / 0861234567',
  '00353871234567',
  '1234',
]

const CHOICES: readonly RepairChoice[] = [
  { kinds: null, isSpread: false },
  { kinds: null, isSpread: true },
  { kinds: ['national'], isSpread: true },
  { kinds: null, isSpread: true, form: 'international' },
]

const cells = fc.tuple(
  fc.constantFrom('Anna', '', 'Zoë'),
  fc.constantFrom('Byrne', ''),
  fc.constantFrom('Ireland', 'Germany', '', 'Narnia'),
  fc.constantFrom(...PHONES, ...RARE),
  fc.constantFrom(...PHONES, ...RARE),
)

function withBytes(row: TableRow): TableRow {
  return {
    ...row,
    find(column, cell) {
      cell.bytes = Buffer.from(`,${row.cell(column)},`)
      cell.start = 1
      cell.end = cell.bytes.length - 1
      return true
    },
  }
}

interface Checked {
  readonly repairs: readonly (readonly Repair[])[]
  readonly tally: Tally
  readonly numbers: readonly number[]
  readonly at: readonly number[]
}

function checkAll(rows: readonly TableRow[], repairs: RepairChoice): Checked {
  const columns = findColumns(HEADERS)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const [tally, numbers] = [newTally(), new RowNumbers()]
  const options = { columns, region: 'IE', readCountry, readName, repairs }
  const decide = openRows(options, { tally, onFinding: null, onNumber: (number) => numbers.add(number) })
  const made = rows.map((row) => decide(row).map(({ column, value }) => ({ column, value })))
  const { count, words, cells: at } = numbers
  return { repairs: made, tally, numbers: [...words.subarray(0, 4 * count)], at: [...at.subarray(0, count)] }
}

test('a form that a CRM wants is that of all numbers, sound ones among them', () => {
  const row: TableRow = { row: 2, problem: null, cell: (column) => ['', '', 'Ireland', '+353871234567'][column] ?? '' }
  const { repairs } = checkAll([withBytes(row)], { kinds: null, isSpread: false, form: 'national' })
  expect(repairs).toEqual([[{ column: 3, value: '087 123 4567' }]])
})

test('whatever stands in its cells', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 40 }), fc.constantFrom(...CHOICES), (table, choice) => {
      const rows = table.map((texts, index): TableRow => {
        return { row: index + 2, problem: null, cell: (column) => texts[column] ?? '' }
      })
      expect(checkAll(rows.map(withBytes), choice)).toEqual(checkAll(rows, choice))
    }),
    { numRuns: 500 },
  )
})
