// Rows of a CSV file again, as bytes: all of a stretch with some cells replaced, or some cells of one row. What is not
// replaced keeps its bytes. Knows nothing of why a cell changes.

import { ContactFileError } from '../file-error.ts'
import type { Decide, Repair } from '../table.ts'
import { quote } from './cell.ts'
import type { Batch, CsvRow } from './row.ts'
import { skipBlanks } from './scan.ts'
import type { Stretch } from './stretch.ts'

const QUOTE = 0x22

/** Some rows of a stretch, all that are behind a place in it. */
export interface BatchRows {
  readonly batch: Batch
  readonly rows: readonly CsvRow[]
  readonly from: number
}

/** Bytes to stand in place of those from start to end. */
interface Splice {
  readonly start: number
  readonly end: number
  readonly bytes: Buffer
}

/**
 * The bytes of a whole stretch, as far as it has been read, with the repairs to these rows of it.
 *
 * All other bytes from there on stay. In one case they are read otherwise afterwards: when a repair takes away the only bytes for which
 * a line was not UTF-8, and others of it, read as Windows-1252 so far, happen to be UTF-8 as well.
 */
export function rewriteRows({ batch: { stretch, records }, rows, from }: BatchRows, decide: Decide): Buffer {
  const parts: Buffer[] = []
  let done = from
  for (const row of rows) {
    for (const { start, end, bytes } of splicesOf(row, repairsOf(row, decide))) {
      parts.push(bytesBetween(stretch, done, start), bytes)
      done = end
    }
  }
  const rest = bytesBetween(stretch, done, records.end)
  return parts.length === 0 ? rest : Buffer.concat([...parts, rest])
}

/** One row again with these columns only, and without its line end. What a short row lacks is empty. */
function rewriteRow(row: CsvRow, repairs: readonly Repair[], columns: readonly number[]): Buffer {
  const separator = encode(row, String.fromCharCode(row.batch.delimiter))
  const cells = columns.map((column) => {
    const repair = repairs.find((each) => each.column === column)
    if (column >= row.width) return encode(row, quote(repair?.value ?? '', false))
    const { start, end } = row.place(column)
    return repair === undefined ? bytesBetween(row.batch.stretch, start, end) : replace(row, repair).bytes
  })
  return Buffer.concat(cells.flatMap((cell, index) => (index === 0 ? [cell] : [separator, cell])))
}

/** The rows that change with these columns only, each behind a line end. */
export function rewriteChangedRows(
  rows: readonly CsvRow[],
  decide: Decide,
  { columns, lineEnd }: { readonly columns: readonly number[]; readonly lineEnd: Uint8Array },
): Buffer {
  const changed = rows.flatMap((row) => {
    const repairs = repairsOf(row, decide)
    return repairs.length === 0 ? [] : [lineEnd, rewriteRow(row, repairs, columns)]
  })
  return Buffer.concat(changed)
}

/** The header with these columns only. */
export function rewriteHeader(header: CsvRow, columns: readonly number[]): Buffer {
  // Written anew, since quotes may have become necessary: with fewer cells, another delimiter may seem to be the one.
  const repairs = columns.map((column) => ({ column, value: header.cell(column) }))
  return rewriteRow(header, repairs, columns)
}

/** The line end behind a row, as bytes of its file; LF where the file ends. */
export function lineEndOf(row: CsvRow): Buffer {
  const { units, length } = row.batch.stretch
  const { end } = row.place(row.width - 1)
  const isReturn = end < length && units[end] === 0x0d
  const text = isReturn ? (end + 1 < length && units[end + 1] === 0x0a ? '\r\n' : '\r') : '\n'
  return encode(row, text)
}

/**
 * What of a row is to change, in the order of its columns.
 *
 * @throws Error when it is a row with a problem, or one column is to hold two things: mistakes of who decides
 */
function repairsOf(row: CsvRow, decide: Decide): readonly Repair[] {
  const repairs = decide(row)
  if (repairs.length === 0) return repairs
  const columns = new Set(repairs.map(({ column }) => column))
  if (row.problem !== null || columns.size < repairs.length) throw new Error(`row ${row.row} cannot be repaired so`)
  return [...repairs].sort((one, other) => one.column - other.column)
}

function splicesOf(row: CsvRow, repairs: readonly Repair[]): Splice[] {
  const splices = repairs.filter(({ column }) => column < row.width).map((repair) => replace(row, repair))
  const beyond = repairs.slice(splices.length)
  return beyond.length === 0 ? splices : [...splices, append(row, beyond)]
}

// The blanks before a cell stay, as they do not belong to it.
function replace(row: CsvRow, { column, value }: Repair): Splice {
  const { stretch, delimiter } = row.batch
  const { start, end } = row.place(column)
  const at = skipBlanks(stretch, start, delimiter)
  return { start: at, end, bytes: encode(row, quote(value, stretch.units[at] === QUOTE)) }
}

/** The cells that a short row lacks, up to the last one to be filled. */
function append(row: CsvRow, repairs: readonly Repair[]): Splice {
  const { end } = row.place(row.width - 1)
  const values = new Map(repairs.map(({ column, value }) => [column, value]))
  const count = (repairs.at(-1)?.column ?? 0) + 1 - row.width
  const delimiter = String.fromCharCode(row.batch.delimiter)
  const cells = Array.from({ length: count }, (_, index) => quote(values.get(row.width + index) ?? '', false))
  return { start: end, end, bytes: encode(row, cells.map((cell) => delimiter + cell).join('')) }
}

export function bytesBetween({ bytes, unitBytes }: Stretch, start: number, end: number): Buffer {
  return bytes.subarray(start * unitBytes, end * unitBytes)
}

function encode(row: CsvRow, text: string): Buffer {
  const bytes = row.batch.stretch.encode(text, row.place(0).start)
  if (bytes !== null) return bytes
  throw new ContactFileError(
    `row ${row.row} is not UTF-8, and its encoding has no place for a character of its repair: save the file as UTF-8 first`,
  )
}
