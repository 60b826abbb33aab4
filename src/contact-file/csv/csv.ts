// CSV as spreadsheets and CRMs write it: bytes in, rows out; rows back to text, and a file again with repairs. Knows
// nothing of what a column means.
import { crc32 } from 'node:zlib'
import { stringify } from 'csv-stringify/sync'
import { describeTitle, findHeader, type IsHeader, MOST_TITLE_ROWS } from '../columns/header.ts'
import { ContactFileError, EXPECTED_FILE } from '../file-error.ts'
import { type Decide, LONGEST_ROW_BYTES, type TableFile } from '../table.ts'
import { bytesBetween, lineEndOf, repairsOf, rewriteHeader, rewriteRow, rewriteRows } from './rewrite.ts'
import { type Batch, CsvRow, type Shape } from './row.ts'
import { type CsvSource, openSource, type SourceOptions } from './source.ts'

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
export async function openCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions = {}): Promise<TableFile> {
  const source = await openSource(bytes, options)
  const opening = await readOpening(source.batches, options.isHeader ?? null)
  const reading: Reading = { source, opening, foreignLines: 0 }
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
    close: () => void source.batches.return(undefined),
  }
}

export interface CsvOptions extends SourceOptions {
  /** Which row may be the header, below a title; unless stated, the first one. */
  readonly isHeader?: IsHeader
}

/**
 * Rows as CSV text (RFC 4180, but with \n): every cell comes back from openCsv as it was, if it starts with no space.
 *
 * @param isQuoted quotes every cell, which is as near as CSV comes to saying that it is text
 */
export function renderRows(rows: readonly (readonly string[])[], isQuoted = false): string {
  return stringify(rows as string[][], { record_delimiter: '\n', quoted: isQuoted })
}

interface Reading {
  readonly source: CsvSource
  readonly opening: Opening
  /** How many lines so far were not UTF-8. */
  foreignLines: number
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
  const before = batches.slice(0, -1).map(({ stretch, records }) => bytesBetween(stretch, 0, records.end))
  const pieces = [source.mark, ...before, bytesBetween(header.batch.stretch, 0, last)]
  return pieces.reduce((sum, piece) => crc32(piece, sum), 0)
}

async function* readRows(reading: Reading): AsyncGenerator<readonly CsvRow[]> {
  for await (const { rows } of readBatches(reading)) if (rows.length > 0) yield rows
}

/** Every batch, those that were read to find the header included, with its rows below the header. */
async function* readBatches(reading: Reading): AsyncGenerator<{ readonly batch: Batch; readonly rows: CsvRow[] }> {
  const { source, opening } = reading
  let [read, broken] = [0, 0]
  for await (const { batch, start } of fromStart(source, opening)) {
    const { stretch, records } = batch
    const rows: CsvRow[] = []
    for (let index = start; index < records.count; index += 1) {
      const row = new CsvRow(batch, index, opening.shape)
      if (row.problem === null) read += 1
      else broken += 1
      rows.push(row)
    }
    reading.foreignLines += stretch.foreignLines(records.end).length
    yield { batch, rows }
  }
  if (read > 0) return
  if (broken === 0) throw new ContactFileError('expected contacts below the header, found none')
  throw new ContactFileError(
    `expected rows of ${opening.shape.width} cells, like the header, found ${broken} that have more or unclosed quotes`,
  )
}

async function* fromStart({ batches }: CsvSource, opening: Opening) {
  const last = opening.batches.at(-1)
  try {
    for (const batch of opening.batches) yield { batch, start: batch === last ? opening.next : batch.records.count }
    for await (const batch of batches) yield { batch, start: 0 }
  } finally {
    await batches.return(undefined)
  }
}

async function* rewrite(reading: Reading, decide: Decide): AsyncGenerator<Uint8Array> {
  yield reading.source.mark
  for await (const { batch, rows } of readBatches(reading)) yield rewriteRows(batch, rows, decide)
}

async function* rewriteChanged(
  reading: Reading,
  decide: Decide,
  columns: readonly number[],
): AsyncGenerator<Uint8Array> {
  const { source, opening } = reading
  yield source.mark
  // A title is of the whole file, and nothing that a CRM would import.
  if (opening.above.length === 0) {
    for (const { stretch, records } of opening.batches.slice(0, -1)) yield bytesBetween(stretch, 0, records.end)
    yield bytesBetween(opening.header.batch.stretch, 0, opening.header.place(0).start)
  }
  yield rewriteHeader(opening.header, columns)
  const lineEnd = lineEndOf(opening.header)
  for await (const { rows } of readBatches(reading)) {
    const changed = rows.flatMap((row) => {
      const repairs = repairsOf(row, decide)
      return repairs.length === 0 ? [] : [lineEnd, rewriteRow(row, repairs, columns)]
    })
    yield Buffer.concat(changed)
  }
  yield lineEnd
}

function describeForeign(lines: number, encoding: string): string[] {
  if (lines === 0) return []
  return [`${lines} ${lines === 1 ? 'line is' : 'lines are'} not UTF-8: read as ${encoding}`]
}
