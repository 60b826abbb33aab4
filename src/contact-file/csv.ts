// CSV as spreadsheets and CRMs write it: bytes in, rows out; rows back to text, and a file again with repairs. Knows
// nothing of what a column means.
import { crc32 } from 'node:zlib'
import { stringify } from 'csv-stringify/sync'
import { bytesBetween, lineEndOf, repairsOf, rewriteHeader, rewriteRow, rewriteRows } from './csv-rewrite.ts'
import { type Batch, CsvRow, type Shape } from './csv-row.ts'
import { type CsvSource, openSource } from './csv-source.ts'
import { LONGEST_ROW_BYTES } from './decode.ts'
import { ContactFileError, EXPECTED_FILE } from './file-error.ts'
import type { Decide, TableFile } from './table.ts'

/**
 * Opens a CSV file of any common delimiter, encoding and line end, and reads its header: the first row that is not blank.
 *
 * Dirt means what it means to csv-parse: a quote counts only at the beginning of a cell, blanks before a cell are not
 * part of it, rows may be ragged, and `"Anna "Annie""` keeps its quotes.
 *
 * @param bytes read as the rows are; memory holds one stretch of the file, and of a row at most LONGEST_ROW_BYTES
 * @param stretchBytes how much is looked at at once, where no row is longer
 * @throws ContactFileError when it is empty, no text, or the header cannot be read. The table's iterables throw it
 * where the file cannot be read on, or held not one readable row.
 */
export async function openCsv(bytes: AsyncIterable<Uint8Array>, stretchBytes?: number): Promise<TableFile> {
  const source = await openSource(bytes, stretchBytes)
  const opening = await readOpening(source.batches)
  const reading: Reading = { source, opening, foreignLines: 0 }
  return {
    format: 'csv',
    headers: Array.from({ length: opening.header.width }, (_, column) => opening.header.cell(column)),
    rows: () => readRows(reading),
    rewrite: (decide) => rewrite(reading, decide),
    rewriteChanged: (decide, columns) => rewriteChanged(reading, decide, columns),
    frame: () => printOpening(reading),
    notices: () => describeForeign(reading.foreignLines),
    close: () => void source.batches.return(undefined),
  }
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
  /** How many lines so far were read as Windows-1252. */
  foreignLines: number
}

/** What was read until the header was found. */
interface Opening {
  readonly batches: readonly Batch[]
  readonly header: CsvRow
  /** Of the first row below the header, in the last batch. */
  readonly next: number
  readonly shape: Shape
}

async function readOpening(source: AsyncGenerator<Batch>): Promise<Opening> {
  const batches: Batch[] = []
  let [hidden, length] = [0, 0]
  for (;;) {
    const { value: batch, done } = await source.next()
    if (done) throw new ContactFileError(`${EXPECTED_FILE}, found only blank lines`)
    batches.push(batch)
    for (let index = 0; index < batch.records.count; index += 1) {
      const header = new CsvRow(batch, index, { width: Number.POSITIVE_INFINITY, hidden })
      if (hidden > 0 || !isSeparatorLine(header))
        return { batches, header, next: index + 1, shape: { width: header.width, hidden } }
      hidden = 1
    }
    // They are kept, since a file that is written again begins with them, too.
    length += batch.records.end
    if (length > LONGEST_ROW_BYTES) {
      await source.return(undefined)
      throw new ContactFileError('expected a header in the first 8 MB, found only blank lines')
    }
  }
}

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
    reading.foreignLines += stretch.foreignLines(records.end)
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
  for (const { stretch, records } of opening.batches.slice(0, -1)) yield bytesBetween(stretch, 0, records.end)
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

function describeForeign(lines: number): string[] {
  if (lines === 0) return []
  return [`${lines} ${lines === 1 ? 'line is' : 'lines are'} not UTF-8: read as Windows-1252`]
}
