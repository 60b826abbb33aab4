// CSV as spreadsheets and CRMs write it: bytes in, rows out; rows back to text, and a file again with repairs. Knows
// nothing of what a column means.
import { crc32 } from 'node:zlib'
import { stringify } from 'csv-stringify/sync'
import { describeTitle, findHeader, type IsHeader, MOST_TITLE_ROWS } from '../columns/header.ts'
import { openLegacy } from '../encoding/legacy.ts'
import { ContactFileError, EXPECTED_FILE } from '../file-error.ts'
import { type Decide, LONGEST_ROW_BYTES, type TableFile } from '../table.ts'
import { quote } from './cell.ts'
import { type BatchRows, bytesBetween, lineEndOf, rewriteChangedRows, rewriteHeader, rewriteRows } from './rewrite.ts'
import { type Batch, CsvRow, type Shape } from './row.ts'
import { openScanner } from './scan.ts'
import { type CsvSource, openSource, type RowStart, readRange, type SourceOptions } from './source.ts'
import { openStretch } from './stretch.ts'

/**
 * Opens a CSV file of any common delimiter, encoding and line end, and reads its header: the first row that is not blank, or
 * where a title stands above the names of the columns, the row of these.
 *
 * Dirt means what it means to csv-parse: a quote counts only at the beginning of a cell, blanks before a cell are not
 * part of it, rows may be ragged, and `"Anna "Annie""` keeps its quotes.
 *
 * @param bytes read as the rows are; memory holds one stretch of the file, and of a row at most LONGEST_ROW_BYTES
 * @throws ContactFileError when it is empty, no text, in an encoding that is not certain, or the header cannot be read. The table's iterables throw it
 * where the file cannot be read on, or held not one readable row.
 */
export async function openCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions = {}): Promise<CsvFile> {
  const source = await openSource(bytes, options)
  const opening = await readOpening(source.batches, options.isHeader ?? null)
  const reading: Reading = {
    source,
    opening,
    batches: source.batches,
    isSkipped: false,
    foreignLines: 0,
    read: 0,
    broken: 0,
  }
  return {
    format: 'csv',
    headers: Array.from({ length: opening.header.width }, (_, column) => opening.header.cell(column)),
    rows: () => readRows(reading),
    rewrite: (decide) => rewrite(reading, decide),
    rewriteChanged: (decide, columns) => rewriteChanged(reading, decide, columns),
    frame: () => printOpening(reading),
    notices: () => [
      ...describeTitle(opening.above, opening.header.row),
      ...describeForeign(reading.foreignLines, source.legacy.name),
    ],
    close: () => void reading.batches.return(undefined),
    body: () => bodyOf(reading),
    head: (columns) => (columns === null ? headOf(reading) : changedHeadOf(reading, columns)),
    skip: (skipped, rest, start) => skip(reading, skipped, rest, start),
  }
}

/** A CSV file whose rows may also be read elsewhere, from its body. */
export interface CsvFile extends TableFile {
  /** What is needed to read parts of it; null where they cannot be read by themselves, for their encoding. */
  body(): CsvBody | null
  /** All that a rewritten file begins with, above the rows; with columns, one of the rows that change. */
  head(columns: readonly number[] | null): Uint8Array[]
  /**
   * Leaves out rows that were read elsewhere, and what is above them: what reads or rewrites it then does so from there on.
   *
   * @param rest the bytes from that place on
   */
  skip(skipped: RowCounts, rest: AsyncIterable<Uint8Array>, start: RowStart): void
}

/** The rows below the header; plain data. */
export interface CsvBody {
  /** In bytes. */
  readonly offset: number
  /** How many rows come before, blank ones included; and how many of these a spreadsheet does not show. */
  readonly rows: number
  readonly hidden: number
  /** How many cells the header has. */
  readonly width: number
  readonly delimiter: number
  /** Behind the header. */
  readonly lineEnd: Uint8Array
}

/** How many rows could be read, and how many have a problem. */
export interface RowCounts {
  readonly read: number
  readonly broken: number
}

export interface CsvOptions extends SourceOptions {
  /** Which row may be the header, below a title; unless stated, the first one. */
  readonly isHeader?: IsHeader
}

/**
 * Rows as CSV text (RFC 4180, but with \n): every cell comes back from openCsv as it was, if it starts with no space.
 *
 * @param isQuoted quotes every cell that holds something, which is as near as CSV comes to saying that it is text
 */
export function renderRows(rows: readonly (readonly string[])[], isQuoted = false): string {
  // Where nothing is to be decided: a report has a row for each of millions of findings.
  if (isQuoted) return rows.map(renderQuoted).join('')
  return stringify(rows as string[][], { record_delimiter: '\n' })
}

function renderQuoted(cells: readonly string[]): string {
  return `${cells.map((cell) => (cell === '' ? '' : quote(cell, true))).join(',')}\n`
}

interface Reading {
  readonly source: CsvSource
  readonly opening: Opening
  /** Behind the opening, or behind what is skipped. */
  batches: AsyncGenerator<Batch>
  isSkipped: boolean
  /** How many lines so far were not UTF-8. */
  foreignLines: number
  /** How many rows so far could be read, and how many have a problem. */
  read: number
  broken: number
}

/** What was read until the header was found. */
interface Opening {
  readonly batches: readonly Batch[]
  readonly header: CsvRow
  /** Of the first row below the header, in the last batch. */
  readonly next: number
  readonly shape: Shape
  /** What stands in the rows above the header. */
  readonly above: readonly (readonly string[])[]
}

async function readOpening(source: AsyncGenerator<Batch>, isHeader: IsHeader | null): Promise<Opening> {
  const batches: Batch[] = []
  let [hidden, length] = [0, 0]
  for (;;) {
    const { value: batch, done } = await source.next()
    if (done) throw new ContactFileError(`${EXPECTED_FILE}, found only blank lines`)
    batches.push(batch)
    const first = hidden === 0 && batch.records.count > 0 ? new CsvRow(batch, 0, { width: NO_LIMIT, hidden }) : null
    const start = first !== null && isSeparatorLine(first) ? 1 : 0
    hidden += start
    const count = Math.min(batch.records.count - start, MOST_TITLE_ROWS)
    if (count > 0) {
      const rows = Array.from({ length: count }, (_, at) => new CsvRow(batch, start + at, { width: NO_LIMIT, hidden }))
      const texts = rows.map((row) => Array.from({ length: row.width }, (_, column) => row.cell(column)))
      const at = findHeader(texts, isHeader)
      const header = rows[at] as CsvRow
      return {
        batches,
        header,
        next: start + at + 1,
        shape: { width: header.width, hidden },
        above: texts.slice(0, at),
      }
    }
    // They are kept, since a file that is written again begins with them, too.
    length += batch.records.end
    if (length > LONGEST_ROW_BYTES) {
      await source.return(undefined)
      throw new ContactFileError('expected a header in the first 8 MB, found only blank lines')
    }
  }
}

const NO_LIMIT = Number.POSITIVE_INFINITY

// Excel's own first line, `sep=;`, which it does not show. Its only delimiter is the right one.
function isSeparatorLine(row: CsvRow): boolean {
  return row.row === 1 && row.width === 2 && row.cell(0) === 'sep=' && row.cell(1) === ''
}

// All that stands before the first row below the header.
function printOpening({ source, opening: { batches, header } }: Reading): number {
  const last = header.place(header.width - 1).end
  const pieces = [source.mark, ...blankBefore(batches), bytesBetween(header.batch.stretch, 0, last)]
  return pieces.reduce((sum, piece) => crc32(piece, sum), 0)
}

/** The batches before the one of the header, which hold only blank lines. */
function blankBefore(batches: readonly Batch[]): Buffer[] {
  return batches.slice(0, -1).map(({ stretch, records }) => bytesBetween(stretch, 0, records.end))
}

async function* readRows(reading: Reading): AsyncGenerator<readonly CsvRow[]> {
  for await (const { rows } of readBatches(reading)) if (rows.length > 0) yield rows
}

/** Every batch that has not been skipped, with its rows below the header. */
async function* readBatches(reading: Reading): AsyncGenerator<BatchRows> {
  const { shape } = reading.opening
  for await (const { batch, start, from } of fromStart(reading)) {
    const rows = rowsOf(batch, start, shape)
    const counts = countRows(rows)
    reading.read += counts.read
    reading.broken += counts.broken
    reading.foreignLines += batch.stretch.foreignLines(batch.records.end).length
    yield { batch, rows, from }
  }
  const { read, broken } = reading
  if (read > 0) return
  if (broken === 0) throw new ContactFileError('expected contacts below the header, found none')
  throw new ContactFileError(
    `expected rows of ${shape.width} cells, like the header, found ${broken} that have more or unclosed quotes`,
  )
}

/** Bytes of a file that begin where a row does. */
export interface RowBytes {
  readonly bytes: Buffer
  /** Where they begin in the file, and how many rows come before. */
  readonly offset: number
  readonly before: number
  /** Whether the row ends with them, if not before. */
  readonly isToEnd: boolean
}

/** The first row among bytes; null where they do not have all of it. */
export function firstRow({ bytes, offset, before, isToEnd }: RowBytes, { delimiter, width }: CsvBody): CsvRow | null {
  const stretch = openStretch([bytes], 'utf-8', isToEnd, openLegacy(null))
  const records = openScanner(delimiter, before).scan(stretch, isToEnd)
  const batch = { stretch, records, delimiter, offset, last: before + 1 }
  return records.count === 0 ? null : new CsvRow(batch, 0, { width, hidden: 0 })
}

/** The rows of a batch, from one on. */
export function rowsOf(batch: Batch, start: number, shape: Shape): CsvRow[] {
  const rows: CsvRow[] = []
  for (let index = start; index < batch.records.count; index += 1) rows.push(new CsvRow(batch, index, shape))
  return rows
}

export function countRows(rows: readonly CsvRow[]): RowCounts {
  let broken = 0
  for (const { problem } of rows) if (problem !== null) broken += 1
  return { read: rows.length - broken, broken }
}

async function* fromStart({ opening, batches, isSkipped }: Reading) {
  try {
    if (!isSkipped) yield { batch: opening.header.batch, start: opening.next, from: bodyStart(opening) }
    for await (const batch of batches) yield { batch, start: 0, from: 0 }
  } finally {
    await batches.return(undefined)
  }
}

/** Behind the header's line, in its stretch. */
function bodyStart({ header }: Opening): number {
  const { units, length } = header.batch.stretch
  const { end } = header.place(header.width - 1)
  return Math.min(length, end + (units[end] === CR && units[end + 1] === LF ? 2 : 1))
}

const [LF, CR] = [0x0a, 0x0d]

function bodyOf({ source, opening }: Reading): CsvBody | null {
  if (source.encoding !== 'utf-8') return null
  const { header, shape } = opening
  const { offset, delimiter } = header.batch
  return {
    ...shape,
    offset: offset + bodyStart(opening),
    rows: header.row + shape.hidden,
    delimiter,
    lineEnd: lineEndOf(header),
  }
}

function skip(reading: Reading, { read, broken }: RowCounts, rest: AsyncIterable<Uint8Array>, start: RowStart): void {
  const { source, opening } = reading
  void reading.batches.return(undefined)
  const { delimiter } = opening.header.batch
  reading.batches = readRange(rest, { delimiter, start, legacy: source.legacy, isToEnd: true })
  reading.isSkipped = true
  reading.read += read
  reading.broken += broken
}

function headOf({ source, opening }: Reading): Uint8Array[] {
  const { batches, header } = opening
  return [source.mark, ...blankBefore(batches), bytesBetween(header.batch.stretch, 0, bodyStart(opening))]
}

function changedHeadOf({ source, opening }: Reading, columns: readonly number[]): Uint8Array[] {
  const { above, batches, header } = opening
  // A title is of the whole file, and nothing that a CRM would import.
  const isTitled = above.length > 0
  const before = isTitled ? [] : [...blankBefore(batches), bytesBetween(header.batch.stretch, 0, header.place(0).start)]
  return [source.mark, ...before, rewriteHeader(header, columns)]
}

async function* rewrite(reading: Reading, decide: Decide): AsyncGenerator<Uint8Array> {
  if (!reading.isSkipped) yield* headOf(reading)
  for await (const rows of readBatches(reading)) yield rewriteRows(rows, decide)
}

async function* rewriteChanged(
  reading: Reading,
  decide: Decide,
  columns: readonly number[],
): AsyncGenerator<Uint8Array> {
  if (!reading.isSkipped) yield* changedHeadOf(reading, columns)
  const lineEnd = lineEndOf(reading.opening.header)
  for await (const { rows } of readBatches(reading)) yield rewriteChangedRows(rows, decide, { columns, lineEnd })
  yield lineEnd
}

function describeForeign(lines: number, encoding: string): string[] {
  if (lines === 0) return []
  return [`${lines} ${lines === 1 ? 'line is' : 'lines are'} not UTF-8: read as ${encoding}`]
}
