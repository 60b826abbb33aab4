// The country of a contact is known by its bytes only where they say its text.
import { expect, test } from 'vitest'
import { openWhere } from '../../src/check/where.ts'
import type { TableRow } from '../../src/contact-file/table.ts'
import { readCountry } from '../../src/core/number/country.ts'

/** A row whose first cell has this text, and these bytes within its quotes. */
function rowOf(text: string, inner = text): TableRow {
  return {
    row: 2,
    problem: null,
    cell: () => text,
    find(_column, cell) {
      cell.bytes = Buffer.from(`,${inner},`)
      cell.start = 1
      cell.end = cell.bytes.length - 1
      return true
    },
  }
}

const open = () => openWhere({ columns: { country: [0] }, region: 'DE', readCountry })

test('each is read as what it says, the second time as the first', () => {
  const whereOf = open()
  for (const text of ['Ireland', 'Germany', '', 'Narnia', 'Österreich', 'Ireland', 'Narnia', '']) {
    const where = whereOf(rowOf(text))
    const { country, isUnknown } = readCountry(text)
    expect(where).toEqual({ country, region: isUnknown ? null : 'DE', unknown: isUnknown ? text : null })
  }
})

test.each([
  ['quotes that are doubled only within quotes', 'Nar""nia', 'Nar"nia', 'Nar""nia'],
  ['a blank that is a part of the cell only within quotes', 'Narnia', ' Narnia', ' Narnia'],
  ['the same of a blank that is not ASCII', 'Narnia', '\u00a0Narnia', '\u00a0Narnia'],
])('two texts with the same bytes: %s', (_what, first, second, inner) => {
  const whereOf = open()
  expect(whereOf(rowOf(first, inner)).unknown).toBe(first)
  expect(whereOf(rowOf(second, inner)).unknown).toBe(second)
})

test('countries that share a slot are told apart', () => {
  const whereOf = open()
  const texts = Array.from({ length: 600 }, (_, index) => `Land ${index}`)
  for (const text of [...texts, ...texts]) expect(whereOf(rowOf(text)).unknown).toBe(text)
})
