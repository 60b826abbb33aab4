// A row whose bytes can be found is checked as one of which only texts are known.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowNumbers } from '../../src/check/numbers.ts'
import { openRows } from '../../src/check/rows.ts'
import { newTally } from '../../src/check/tally.ts'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { readName } from '../../src/contact-file/contact-row.ts'
import type { TableRow } from '../../src/contact-file/table.ts'
import { readCountry } from '../../src/core/number/country.ts'

const HEADERS = ['First Name', 'Last Name', 'Country/Region', 'Phone Number', 'Mobile Phone Number']
const PHONES = ['', '+353871234567', '+353861234567', '+35312345678', '087 123 4567', '+4915112345678', '+14165550123']
const RARE = ['+5215512345678', '+525512345678', '+3531550123456', '+353111111111', '+353 87 123 4567', '"', 'n/a']

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

function checkAll(rows: readonly TableRow[]): object {
  const columns = findColumns(HEADERS)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const [tally, numbers] = [newTally(), new RowNumbers()]
  const options = { columns, region: 'IE', readCountry, readName }
  const decide = openRows(options, { tally, onFinding: null, onNumber: (number) => numbers.add(number) })
  const repairs = rows.map(decide)
  const { count, words, cells: at } = numbers
  return { repairs, tally, numbers: [...words.subarray(0, 4 * count)], at: [...at.subarray(0, count)] }
}

test('whatever stands in its cells', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 20 }), (table) => {
      const rows = table.map((texts, index): TableRow => {
        return { row: index + 2, problem: null, cell: (column) => texts[column] ?? '' }
      })
      expect(checkAll(rows.map(withBytes))).toEqual(checkAll(rows))
    }),
    { numRuns: 500 },
  )
})
