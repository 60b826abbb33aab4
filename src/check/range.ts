// A range of a large CSV file, checked by itself: its rows, and what becomes of them in the rewritten file. Knows nothing of
// other ranges, nor of threads.
import { createReadStream, readSync } from 'node:fs'
import type { Columns } from '../contact-file/columns/columns.ts'
import { readName } from '../contact-file/contact-row.ts'
import { type CsvBody, countRows, firstRow, type RowCounts, rowsOf } from '../contact-file/csv/csv.ts'
import { rewriteChangedRows, rewriteRows } from '../contact-file/csv/rewrite.ts'
import type { CsvRow } from '../contact-file/csv/row.ts'
import { readRange } from '../contact-file/csv/source.ts'
import { openLegacy } from '../contact-file/encoding/legacy.ts'
import { ContactFileError } from '../contact-file/file-error.ts'
import { type KeptRows, keepRows, newKeptRows } from '../contact-file/read-back.ts'
import { LONGEST_ROW_BYTES } from '../contact-file/table.ts'
import { readCountry } from '../core/number/country.ts'
import { type RowNumber, RowNumbers } from './numbers.ts'
import { openRows, type RepairChoice } from './rows.ts'
import { newTally, type Tally } from './tally.ts'

/** What all ranges of a file have in common; plain data. */
export interface RangeJob {
  /** The open file. Threads of one process share it. */
  readonly file: number
  readonly body: CsvBody
  readonly columns: Columns
  readonly region: string | null
  /** As it was stated; null when it was not. */
  readonly encoding: string | null
  /** The columns of a row that changes, or null for all rows as they are; undefined where nothing is written. */
  readonly written?: readonly number[] | null
  readonly repairs?: RepairChoice
}

/** Some of the file's bytes, which begin where a row seems to. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  /** Whether the file ends with it. */
  readonly isLast: boolean
}

/** What has come of a range; plain data. Rows count from its first one. */
export interface CheckedRange {
  /** Behind its last whole row. */
  readonly end: number
  /** How many rows it has, blank ones included. */
  readonly rows: number
  readonly counts: RowCounts
  readonly tally: Tally
  readonly numbers: Pick<RowNumbers, 'count' | 'words' | 'cells'>
  /** Where the row of each number begins in the file. */
  readonly offsets: Float64Array
  /** Its part of the written file, and what its rows are to be there. */
  readonly bytes: Uint8Array
  readonly kept: KeptRows
}

/**
 * Checks the rows of a range.
 *
 * @returns null where it has lines that are not UTF-8, or cannot be read on: whoever reads the whole file from there on knows more
 */
export async function checkRange(job: RangeJob, range: Range): Promise<CheckedRange | null> {
  const { body, columns, region, repairs, written } = job
  const tally = newTally()
  const numbers = new RowNumbers()
  // Of the row of each; the row itself would keep its bytes in memory.
  const offsets: number[] = []
  const kept = newKeptRows()
  const onNumber = (number: RowNumber) => {
    if (numbers.add(number) >= 0) offsets.push((number.row as CsvRow).offset)
  }
  const decideRow = openRows(
    { columns, region, readCountry, readName, ...(repairs && { repairs }) },
    { tally, onFinding: null, onNumber },
  )
  const isCut = written !== undefined && written !== null
  const inFull = isCut ? Number.POSITIVE_INFINITY : range.isFirst ? undefined : 0
  const decide = written === undefined ? decideRow : keepRows(kept, decideRow, { columns: written, isCut, inFull })
  const pieces: Uint8Array[] = []
  const counts = { read: 0, broken: 0 }
  let [end, last] = [range.from, 0]
  try {
    for await (const batch of openRange(job, range)) {
      const { stretch, records } = batch
      if (stretch.foreignLines(records.end).length > 0) return null
      const rows = rowsOf(batch, 0, { width: body.width, hidden: 0 })
      if (written === undefined) for (const row of rows) decide(row)
      else if (written === null) pieces.push(rewriteRows({ batch, rows, from: 0 }, decide))
      else pieces.push(rewriteChangedRows(rows, decide, { columns: written, lineEnd: body.lineEnd }))
      const { read, broken } = countRows(rows)
      counts.read += read
      counts.broken += broken
      end = batch.offset + records.end
      last = batch.last
    }
  } catch (error) {
    if (error instanceof ContactFileError) return null
    throw error
  }
  const { count, words, cells } = numbers
  return {
    end,
    rows: last,
    counts,
    tally,
    numbers: { count, words, cells },
    offsets: Float64Array.from(offsets),
    bytes: joined(pieces),
    kept,
  }
}

/** In memory of its own, which can go to another thread. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

const PIECE_BYTES = 256 * 1024

function openRange({ file, body, encoding }: RangeJob, { from, to, isLast }: Range) {
  const bytes = createReadStream('', {
    fd: file,
    autoClose: false,
    start: from,
    end: to - 1,
    highWaterMark: PIECE_BYTES,
  })
  const start = { offset: from, rows: 0, linesBefore: () => 0 }
  return readRange(bytes, { delimiter: body.delimiter, start, isToEnd: isLast, legacy: openLegacy(encoding) })
}

const MOST_ROW_BYTES = 64 * 1024

/** The row that begins at a place of the file. */
export function rowAt({ file, body }: RangeJob, offset: number): CsvRow {
  const short = firstRow(readAt(file, offset, MOST_ROW_BYTES), body, false)
  const row = short ?? firstRow(readAt(file, offset, LONGEST_ROW_BYTES + MOST_ROW_BYTES), body, true)
  if (row === null) throw new Error(`expected a row at byte ${offset}, found none: has the file changed?`)
  return row
}

/** At most so many bytes from a place on. */
export function readAt(file: number, offset: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most)
  return bytes.subarray(0, readSync(file, bytes, 0, most, offset))
}
