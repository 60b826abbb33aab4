// CSV as spreadsheets and CRMs write it: bytes in, rows out, and rows back to text. Knows nothing of what a column means.
import { pipeline } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { decode, describeLongRow, LONGEST_ROW_BYTES } from './decode.ts'
import { ContactFileError } from './file-error.ts'

/** Why a row as a whole cannot be read. */
export type RowProblem = 'too-many-cells' | 'broken-quotes'

export interface FileRow {
  /** As a spreadsheet shows it: the header is row 1, and blank lines count. */
  readonly row: number
  /** As many as the header has; what a short row lacks is empty. */
  readonly cells: readonly string[]
  /** When set, which cell belongs to which column is unknown. */
  readonly problem: RowProblem | null
}

export interface CsvFile {
  readonly headers: readonly string[]
  /** To be read once. Throws ContactFileError where the file cannot be read on, or held not one readable row. */
  readonly rows: AsyncIterable<FileRow>
  /** How many lines so far were not UTF-8, and read as Windows-1252. */
  foreignLines(): number
  /** Needed only when the rows are not read to their end. */
  close(): void
}

/**
 * Opens a CSV file of any common delimiter, encoding and line end, and reads its header: the first row that is not blank.
 *
 * @param bytes read as the rows are; at most one row is held in memory beyond what the stream buffers
 * @throws ContactFileError when it is empty, no text, or the header cannot be read
 */
export async function openCsv(bytes: AsyncIterable<Uint8Array>): Promise<CsvFile> {
  let foreignLines = 0
  const text = decode(bytes, (count) => {
    foreignLines += count
  })
  const head = await firstText(text)
  const position = { row: 0, line: 1, blank: 0 }
  const parser = openParser(head, text, position)
  const records = readRecords(parser, position)
  const header = await records.next()
  if (header.done) throw new ContactFileError('expected a CSV file, found only blank lines')
  return {
    headers: header.value.cells,
    rows: readRows(records, header.value.cells.length),
    foreignLines: () => foreignLines,
    close: () => parser.destroy(),
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

async function firstText(text: AsyncGenerator<Buffer>): Promise<Buffer> {
  for (;;) {
    const { value, done } = await text.next()
    if (done) return Buffer.alloc(0)
    if (value.length > 0) return value
  }
}

/** Where the parser stands: which row it finished last, on which line the next begins, and the blank ones before that. */
interface Position {
  row: number
  line: number
  blank: number
}

interface FileRecord {
  readonly row: number
  readonly cells: string[]
}

function openParser(head: Buffer, text: AsyncGenerator<Buffer>, position: Position): Parser {
  const parser = parse({
    delimiter: detectDelimiter(head.toString('utf8')),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    ltrim: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    on_record: (cells: string[], { empty_lines }) => {
      skipBlank(position, empty_lines)
      position.row += 1
      // Counted here and not taken from csv-parse, which counts a CRLF within quotes twice.
      position.line += 1 + cells.reduce((breaks, cell) => breaks + countBreaks(cell), 0)
      const record: FileRecord = { row: position.row, cells }
      // The types of csv-parse know of no other record than an array.
      return record as unknown as string[]
    },
  })
  const whole = async function* () {
    yield head
    yield* text
  }
  // What fails is passed on by the parser, to whoever reads the rows.
  pipeline(whole, parser, () => {})
  return parser
}

// csv-parse drops blank lines before they cost anything, and counts them.
function skipBlank(position: Position, blank: number): void {
  position.row += blank - position.blank
  position.line += blank - position.blank
  position.blank = blank
}

function countBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0
}

const DELIMITERS = [',', ';', '\t', '|'] as const

// The header decides: its cells are names, where a delimiter of another file kind hardly occurs, and if, within quotes.
function detectDelimiter(text: string): string {
  const [header = ''] = text
    .replace(/"[^"]*"/g, '')
    .trimStart()
    .split(/[\r\n]/, 1)
  const count = (delimiter: string) => header.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

async function* readRecords(parser: Parser, position: Position): AsyncGenerator<FileRecord> {
  let hidden = 0
  try {
    for await (const { row, cells } of parser as AsyncIterable<FileRecord>) {
      if (row === 1 && isSeparatorLine(cells)) hidden = 1
      else if (cells.some((cell) => cell !== '' && cell.trim() !== '')) yield { row: row - hidden, cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? new ContactFileError(describe(error, position)) : error
  }
}

// Excel's own first line, `sep=;`, which it does not show. Its only delimiter is the right one.
function isSeparatorLine(cells: readonly string[]): boolean {
  return cells.length === 2 && cells[0] === 'sep=' && cells[1] === ''
}

function describe(error: CsvError, position: Position): string {
  skipBlank(position, Number(error['empty_lines'] ?? position.blank))
  const where = `row ${position.row + 1}, which begins on line ${position.line},`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `a quote opened in ${where} is never closed`
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `${describeLongRow(where)}: perhaps a quote in it is never closed`
  return `${where} cannot be read: ${error.message}`
}

async function* readRows(records: AsyncGenerator<FileRecord>, width: number): AsyncGenerator<FileRow> {
  let [read, broken] = [0, 0]
  for await (const { row, cells } of records) {
    const problem = findProblem(cells, width)
    if (problem === null) read += 1
    else broken += 1
    while (cells.length < width) cells.push('')
    yield { row, cells, problem }
  }
  if (read > 0) return
  if (broken === 0) throw new ContactFileError('expected contacts below the header, found none')
  throw new ContactFileError(
    `expected rows of ${width} cells, like the header, found ${broken} that have more or unclosed quotes`,
  )
}

// A quote that was not closed where it should have been glues the following cells or rows into one. csv-parse then
// leaves the opening quote in the cell: with a line break behind it, or with cells missing, the row is not to be trusted.
function findProblem(cells: readonly string[], width: number): RowProblem | null {
  const isGlued = cells.some((cell) => cell.startsWith('"') && (cells.length !== width || countBreaks(cell) > 0))
  if (isGlued) return 'broken-quotes'
  return cells.slice(width).some((cell) => cell.trim() !== '') ? 'too-many-cells' : null
}
