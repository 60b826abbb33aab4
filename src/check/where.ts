// What the contact of a row states of its country, for its national numbers. Knows nothing of numbers.
import type { Columns } from '../contact-file/columns/columns.ts'
import type { CellBytes, TableRow } from '../contact-file/table.ts'
import type { Where } from '../core/audit.ts'
import type { StatedCountry } from '../core/number/country.ts'
import { shorten } from './value.ts'

export interface WhereOptions {
  readonly columns: Pick<Columns, 'country'>
  /** What national numbers are read under where a contact states no country; null when none is stated. */
  readonly region: string | null
  /** What the cell of a country says. */
  readonly readCountry: (text: string) => StatedCountry
}

/** Contacts of a file live in few countries: each text is read once, and mostly not even made. */
export function openWhere(options: WhereOptions): (row: TableRow) => Where {
  const ofText = openWhereOfRow(options)
  const [column, ...others] = options.columns.country
  if (column === undefined || others.length > 0) return ofText
  const met = new Met()
  return (row) => {
    if (row.find?.(column, cell) !== true) return ofText(row)
    const slot = slotOf(cell)
    if (slot < 0) return ofText(row)
    const known = met.at(slot, cell)
    if (known !== null) return known
    const where = ofText(row)
    met.put(slot, cell, where)
    return where
  }
}

// Of hostile ones not all are kept.
const MOST_COUNTRIES = 1000

function openWhereOfRow(options: WhereOptions): (row: TableRow) => Where {
  const ofText = openWhereOfText(options)
  return (row) => ofText(firstFilled(row, options.columns.country))
}

/** The same of the text of a cell; '' where none states a country. */
export function openWhereOfText({ region, readCountry }: Omit<WhereOptions, 'columns'>): (text: string) => Where {
  const stated: Where = { country: null, region, unknown: null }
  const known = new Map<string, Where>()
  return (text) => {
    if (text === '') return stated
    const found = known.get(text)
    if (found !== undefined) return found
    const { country, isUnknown } = readCountry(text)
    const where = { country, region: isUnknown ? null : region, unknown: isUnknown ? shorten(text) : null }
    if (known.size < MOST_COUNTRIES) known.set(text, where)
    return where
  }
}

function firstFilled(row: TableRow, columns: readonly number[]): string {
  for (const column of columns) {
    const text = row.cell(column)
    if (text !== '' && text.trim() !== '') return text
  }
  return ''
}

const cell: CellBytes = { bytes: new Uint8Array(0), start: 0, end: 0 }

const SLOTS = 256
const LONGEST = 60
const [SPACE, QUOTE] = [0x20, 0x22]

/** Where a cell is kept whose bytes alone say its text: it has no quotes, and no blank before it. -1 for others, and for a long one. */
function slotOf({ bytes, start, end }: CellBytes): number {
  const first = bytes[start] as number
  if (start >= end || end - start > LONGEST || first <= SPACE || first >= 0x80) return -1
  let hash = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return -1
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  return hash & (SLOTS - 1)
}

/** What was met last in each slot. */
class Met {
  readonly #bytes: (Uint8Array | undefined)[] = Array(SLOTS).fill(undefined)
  readonly #wheres: (Where | undefined)[] = Array(SLOTS).fill(undefined)

  at(slot: number, { bytes, start, end }: CellBytes): Where | null {
    const own = this.#bytes[slot]
    if (own === undefined || own.length !== end - start) return null
    for (let at = 0; at < own.length; at += 1) if (own[at] !== bytes[start + at]) return null
    return this.#wheres[slot] as Where
  }

  put(slot: number, { bytes, start, end }: CellBytes, where: Where): void {
    this.#bytes[slot] = Uint8Array.from(bytes.subarray(start, end))
    this.#wheres[slot] = where
  }
}
