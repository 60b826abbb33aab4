// A row whose bytes can be found is checked as one of which only texts are known.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlacedFinding } from '../../src/check/file.ts'
import { RowNumbers } from '../../src/check/numbers.ts'
import { openRows, type RepairChoice } from '../../src/check/rows.ts'
import { newTally, type Tally } from '../../src/check/tally.ts'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { readName } from '../../src/contact-file/contact-row.ts'
import type { Repair, TableRow } from '../../src/contact-file/table.ts'
import type { FindingCode } from '../../src/core/finding.ts'
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

// Many of a kind, since what is found three times may be passed over from then on.
const phone = fc.oneof(fc.constantFrom('', '0871234567'), fc.constantFrom(...PHONES, ...RARE))
const cells = fc.tuple(
  fc.constantFrom('Anna', '', 'Zoë'),
  fc.constantFrom('Byrne', ''),
  fc.constantFrom('Ireland', 'Germany', '', 'Narnia'),
  phone,
  phone,
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

/** Whether somebody wants to be told the findings of a code; null where nobody listens. */
type Listener = ((code: FindingCode) => boolean) | null

const LISTENERS: readonly Listener[] = [null, () => true, (code) => code === 'empty' || code === 'national']

interface Checked {
  readonly repairs: readonly (readonly Repair[])[]
  readonly tally: Tally
  readonly numbers: readonly number[]
  readonly at: readonly number[]
  /** Of what is wanted. */
  readonly told: readonly PlacedFinding[]
}

function checkAll(rows: readonly TableRow[], repairs: RepairChoice, listener: Listener = null): Checked {
  const columns = findColumns(HEADERS)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const [tally, numbers] = [newTally(), new RowNumbers()]
  const options = { columns, region: 'IE', readCountry, readName, repairs }
  const told: PlacedFinding[] = []
  const hear = (found: PlacedFinding) => {
    if (listener?.(found.finding.code)) told.push(found)
  }
  const decide = openRows(options, {
    tally,
    onFinding: listener && hear,
    // Who wants all need not say so.
    wants: listener === LISTENERS[1] ? null : listener,
    onNumber: (number) => numbers.add(number),
  })
  const made = rows.map((row) => decide(row).map(({ column, value }) => ({ column, value })))
  const { count, words, cells: at } = numbers
  return { repairs: made, tally, numbers: [...words.subarray(0, 4 * count)], at: [...at.subarray(0, count)], told }
}

test('a form that a CRM wants is that of all numbers, sound ones among them', () => {
  const row: TableRow = { row: 2, problem: null, cell: (column) => ['', '', 'Ireland', '+353871234567'][column] ?? '' }
  const { repairs } = checkAll([withBytes(row)], { kinds: null, isSpread: false, form: 'national' })
  expect(repairs).toEqual([[{ column: 3, value: '087 123 4567' }]])
})

test('whatever stands in its cells', () => {
  fc.assert(
    fc.property(
      fc.array(cells, { minLength: 1, maxLength: 40, size: 'max' }),
      fc.constantFrom(...CHOICES),
      fc.constantFrom(...LISTENERS),
      (table, choice, listener) => {
        const rows = table.map((texts, index): TableRow => {
          return { row: index + 2, problem: null, cell: (column) => texts[column] ?? '' }
        })
        expect(checkAll(rows.map(withBytes), choice, listener)).toEqual(checkAll(rows, choice, listener))
      },
    ),
    { numRuns: 200 },
  )
})
