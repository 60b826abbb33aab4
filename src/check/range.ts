// A range of a large CSV file, checked by itself: its rows, and what becomes of them in the rewritten file. Knows nothing of
// other ranges, nor of threads.
import { readSync } from 'node:fs'
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
import type { FindingCode } from '../core/finding.ts'
import { readCountry } from '../core/number/country.ts'
import { type Kernel, openKernel } from './kernel.ts'
import { type RowNumber, RowNumbers } from './numbers.ts'
import { openRows, type RepairChoice } from './rows.ts'
import { isKnown, newTally, type Tally } from './tally.ts'
import type { WasmModule } from './wasm.ts'

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
  /** Checks rows faster; null where they are checked as those of any file. */
  readonly kernel: WasmModule | null
}

/** Some of the file's bytes, which begin where a row seems to. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
  /** Whether the file ends with it. */
  readonly isLast: boolean
  /** The codes of which rows before have enough examples. */
  readonly known: readonly FindingCode[]
}

/** What has come of a range; plain data. Rows count from its first one. */
export interface CheckedRange {
  /** Behind its last whole row. */
  readonly end: number
  /** How many rows it has, blank ones included. */
  readonly rows: number
  readonly counts: RowCounts
  readonly tally: Tally
  readonly numbers: Pick<RowNumbers, 'count' | 'words' | 'cells' | 'offsets'>
  /** Its part of the written file, and what its rows are to be there. */
  readonly bytes: Uint8Array
  readonly kept: KeptRows
}

/**
 * Checks the rows of one range after the other.
 *
 * @returns null where it has lines that are not UTF-8, or cannot be read on: whoever reads the whole file from there on knows more
 */
export type CheckRange = (range: Range) => Promise<CheckedRange | null>

export function openRangeCheck(job: RangeJob): CheckRange {
  const kernel = job.kernel === null ? null : openKernel({ ...job, module: job.kernel })
  return (range) => checkRange(job, kernel, range)
}

async function checkRange(job: RangeJob, kernel: Kernel | null, range: Range): Promise<CheckedRange | null> {
  const { body, columns, region, repairs, written } = job
  const tally = newTally()
  const numbers = new RowNumbers(USUAL_NUMBERS)
  const kept = newKeptRows()
  // The row itself would keep its bytes in memory.
  const onNumber = (number: RowNumber) => void numbers.add(number, (number.row as CsvRow).offset)
  const decideRow = openRows(
    { columns, region, readCountry, readName, ...(repairs && { repairs }) },
    { tally, onFinding: null, onNumber },
  )
  if (kernel !== null) return checkByKernel(kernel, range, { tally, numbers, decide: decideRow })
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
  const { count, words, cells, offsets } = numbers
  return {
    end,
    rows: last,
    counts,
    tally,
    numbers: { count, words, cells, offsets },
    bytes: joined(pieces),
    kept,
  }
}

// As many as 2 MB mostly have, so that they need not move for more room.
const USUAL_NUMBERS = 16_384

interface Deciding {
  readonly tally: Tally
  readonly numbers: RowNumbers
  readonly decide: (row: CsvRow) => unknown
}

function checkByKernel(kernel: Kernel, range: Range, { tally, numbers, decide }: Deciding): CheckedRange | null {
  let broken = 0
  const leave = (row: CsvRow) => {
    decide(row)
    if (row.problem !== null) broken += 1
  }
  const isEnough = (code: FindingCode) => range.known.includes(code) || isKnown(tally, code)
  const { end, rows, isStopped } = kernel.check(range, { tally, numbers, leave, isEnough })
  if (isStopped) return null
  const { count, words, cells, offsets } = numbers
  const counts = { read: tally.rows - broken, broken }
  return {
    end,
    rows,
    counts,
    tally,
    numbers: { count, words, cells, offsets },
    bytes: joined([]),
    kept: newKeptRows(),
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
  const bytes = readPieces(file, from, { to, pieceBytes: PIECE_BYTES })
  const start = { offset: from, rows: 0, linesBefore: () => 0 }
  return readRange(bytes, { delimiter: body.delimiter, start, isToEnd: isLast, legacy: openLegacy(encoding) })
}

// As much as most rows have, more than nearly all have, and more than any may have.
const ROW_BYTES = [2 * 1024, 64 * 1024]
const MOST_ROW_BYTES = LONGEST_ROW_BYTES + 64 * 1024

/** The row that begins at a place of the file. */
export function rowAt({ file, body }: RangeJob, offset: number): CsvRow {
  const read = (most: number, isToEnd: boolean) =>
    firstRow({ bytes: readAt(file, offset, most), offset, before: 0, isToEnd }, body)
  let row: CsvRow | null = null
  for (const most of ROW_BYTES) row ??= read(most, false)
  row ??= read(MOST_ROW_BYTES, true)
  if (row === null) throw new Error(`expected a row at byte ${offset}, found none: has the file changed?`)
  return row
}

/** The bytes between two places. A stream would close the file where it is not read to its end. */
export async function* readPieces(
  file: number,
  from: number,
  { to, pieceBytes }: { readonly to: number; readonly pieceBytes: number },
): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const piece = readAt(file, at, Math.min(pieceBytes, to - at))
    if (piece.length === 0) return
    yield piece
    at += piece.length
    await turn()
  }
}

/** Lets in what others have to say, and the system: reading at once waits for nobody. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** At most so many bytes from a place on. */
export function readAt(file: number, offset: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most)
  return bytes.subarray(0, readSync(file, bytes, 0, most, offset))
}
