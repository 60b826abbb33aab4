// A CSV file as the rows of one stretch after the other: its encoding and delimiter are found out here, and memory stays
// bounded. Knows nothing of what becomes of the rows.

import { renderCount } from '../../text/count.ts'
import { detectEncoding, sampled, type TextEncoding } from '../encoding/decode.ts'
import { type Legacy, openLegacy } from '../encoding/legacy.ts'
import { ContactFileError, EXPECTED_FILE } from '../file-error.ts'
import { describeLongRow, LONGEST_ROW_BYTES, MOST_COLUMNS } from '../table.ts'
import { chooseDelimiter, type Trial } from './delimiter.ts'
import type { Batch } from './row.ts'
import { openScanner, type Position, type Records, type Scanner } from './scan.ts'
import { openStretch, type Stretch } from './stretch.ts'

export interface CsvSource {
  /** The mark of byte order at the beginning; empty where there is none. */
  readonly mark: Buffer
  /** All that follows the mark, each stretch beginning with a row. Throws ContactFileError where it cannot be read on. */
  readonly batches: AsyncGenerator<Batch>
  /** In which the lines are that are not UTF-8. */
  readonly legacy: Legacy
  readonly encoding: TextEncoding
}

export interface SourceOptions {
  /** How much is looked at at once, where no row is longer. */
  readonly stretchBytes?: number
  /** How lines are read that are not UTF-8; unless stated, as Windows-1252 where that is certain. */
  readonly legacy?: Legacy
}

// Enough for the rows of a wide export to show what they agree on.
const SAMPLE_BYTES = 64 * 1024

// Few enough for the processor's cache, enough to make what is done once for each a small part.
const STRETCH_BYTES = 256 * 1024

/**
 * Opens a file for reading its rows once.
 *
 * @throws ContactFileError when it is empty, or no text
 */
export async function openSource(
  bytes: AsyncIterable<Uint8Array>,
  { stretchBytes = STRETCH_BYTES, legacy: given = openLegacy(null) }: SourceOptions = {},
): Promise<CsvSource> {
  const pieces = sampled(bytes, SAMPLE_BYTES)
  try {
    const head = await firstOf(pieces)
    const encoding = detectEncoding(head)
    const mark = head.subarray(0, markLength(head, encoding))
    const body = head.subarray(mark.length)
    // A mark says UTF-8, whoever states what.
    const legacy = mark.length > 0 && given.isStated ? openLegacy(null) : given
    const format: Format = {
      encoding,
      legacy,
      dialect: detectDialect(openStretch([body], encoding, false, legacy), false, legacy),
      start: { offset: mark.length, linesBefore: () => 0 },
      isToEnd: true,
    }
    return { mark, batches: readBatches(cut(rejoin(body, pieces), stretchBytes), format), legacy, encoding }
  } catch (error) {
    await pieces.return(undefined)
    throw error
  }
}

/** A place in a file at which a row begins. */
export interface RowStart {
  /** In bytes. */
  readonly offset: number
  /** How many rows come before it, blank ones included. */
  readonly rows: number
  /** How many lines do; only an error asks. */
  readonly linesBefore: () => number
}

export interface RangeOptions extends SourceOptions {
  readonly delimiter: number
  readonly start: RowStart
  /** Whether the bytes go to the end of the file. If not, what they have of a last row that goes on is left out. */
  readonly isToEnd: boolean
}

/** The rows of a part of a file in UTF-8. */
export function readRange(
  bytes: AsyncIterable<Uint8Array>,
  { delimiter, start, isToEnd, stretchBytes = STRETCH_BYTES, legacy = openLegacy(null) }: RangeOptions,
): AsyncGenerator<Batch> {
  const dialect = { delimiter, scanner: openScanner(delimiter, start.rows) }
  return readBatches(cut(sampled(bytes), stretchBytes), { encoding: 'utf-8', legacy, dialect, start, isToEnd })
}

async function firstOf(pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  const { value, done } = await pieces.next()
  if (done) throw new ContactFileError(`${EXPECTED_FILE}, found an empty one`)
  return value
}

async function* rejoin(head: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head
    yield* pieces
  } finally {
    await pieces.return(undefined)
  }
}

function markLength(head: Buffer, encoding: TextEncoding): number {
  const mark = Buffer.from('\ufeff', encoding === 'utf-8' ? 'utf8' : 'utf16le')
  if (encoding === 'utf-16be') mark.swap16()
  return head.subarray(0, mark.length).equals(mark) ? mark.length : 0
}

/** Pieces of at most this many bytes. */
async function* cut(pieces: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length; start += most) yield piece.subarray(start, start + most)
  }
}

interface Format {
  readonly encoding: TextEncoding
  readonly legacy: Legacy
  /** Null where the sample does not tell. */
  readonly dialect: Dialect | null
  readonly start: Pick<RowStart, 'offset' | 'linesBefore'>
  readonly isToEnd: boolean
}

async function* readBatches(
  pieces: AsyncGenerator<Buffer>,
  { encoding, legacy, dialect: known, start, isToEnd }: Format,
): AsyncGenerator<Batch> {
  let dialect = known
  let { offset } = start
  let rest: Buffer = Buffer.alloc(0)
  try {
    for (let isLast = false; !isLast; ) {
      // Twice as much whenever it was not enough: what is looked at again stays in proportion to what is read.
      const fresh = await gather(pieces, Math.min(rest.length, LONGEST_ROW_BYTES - rest.length))
      isLast = fresh.length === 0
      if (isLast && !isToEnd) return
      const stretch = openStretch([rest, ...fresh], encoding, isLast, legacy)
      rest = stretch.bytes
      dialect ??= detectDialect(stretch, isLast, legacy)
      if (dialect === null) continue
      const { position } = dialect.scanner
      const { line } = position
      const records = dialect.scanner.scan(stretch, isLast)
      judge(stretch, records, legacy, () => line + start.linesBefore())
      if (isLast) legacy.end()
      yield { stretch, records, delimiter: dialect.delimiter, offset, last: position.row }
      if (records.obstacle !== null) {
        const stopped = { row: position.row, line: position.line + start.linesBefore() }
        throw new ContactFileError(describe(stretch, records, stopped))
      }
      const read = records.end * stretch.unitBytes
      offset += read
      rest = stretch.bytes.subarray(read)
    }
  } finally {
    await pieces.return(undefined)
  }
}

/** At least so many bytes, and one piece; nothing when there are no more. */
async function gather(pieces: AsyncGenerator<Buffer>, least: number): Promise<Buffer[]> {
  const gathered: Buffer[] = []
  for (let length = 0; length === 0 || length < least; ) {
    const { value, done } = await pieces.next()
    if (done) break
    gathered.push(value)
    length += value.length
  }
  return gathered
}

interface Dialect {
  readonly delimiter: number
  readonly scanner: Scanner
}

/** Looks at the lines that are not UTF-8, of which the stretch begins with the one of that number. */
function judge(stretch: Stretch, { end }: Records, legacy: Legacy, line: () => number): void {
  for (const { start, end: lineEnd } of stretch.foreignLines(end)) {
    const before = () =>
      stretch.bytes
        .subarray(0, start)
        .toString('latin1')
        .split(/\r\n|\n|\r/).length - 1
    legacy.see(stretch.bytes.subarray(start, lineEnd), () => `line ${line() + before()}`)
  }
}

const DELIMITERS = [',', ';', '\t', '|']
// Rows that are looked at to tell the delimiter, once the sample has them.
const TRIED_ROWS = 100

/** Null where not even the first row is whole. */
function detectDialect(stretch: Stretch, isLast: boolean, { hasTrails }: Legacy): Dialect | null {
  const separator = readSeparator(stretch)
  if (separator !== null) return { delimiter: separator, scanner: openScanner(separator) }
  // The second byte of a character may be that of |.
  const trials = DELIMITERS.filter((delimiter) => delimiter !== '|' || !hasTrails).map((delimiter) =>
    tryDelimiter(stretch, delimiter, isLast),
  )
  const isCut = trials.some(({ widths }) => widths.length === 0)
  const isTooWide = trials.some(({ widths: [first = 0] }) => first > MOST_COLUMNS)
  if (isCut && !isTooWide && !isLast && stretch.length <= LONGEST_ROW_BYTES) return null
  const delimiter = chooseDelimiter(trials).charCodeAt(0)
  return { delimiter, scanner: openScanner(delimiter) }
}

const MARK = [0x73, 0x65, 0x70, 0x3d]

/** What Excel's own first line states, as in `sep=;`. */
function readSeparator({ units, length }: Stretch): number | null {
  const [delimiter = 0, behind] = [units[MARK.length], units[MARK.length + 1]]
  const isStated = MARK.every((unit, index) => units[index] === unit) && length > MARK.length + 1
  const isAlone = behind === 0x0a || behind === 0x0d
  const mayDivide = delimiter > 0x20 || delimiter === 0x09
  return isStated && isAlone && mayDivide && delimiter < 0x80 && delimiter !== 0x22 ? delimiter : null
}

function tryDelimiter(stretch: Stretch, delimiter: string, isLast: boolean): Trial {
  const { count, starts, firsts, ends, obstacle } = openScanner(delimiter.charCodeAt(0)).scan(stretch, isLast)
  const rows = Array.from({ length: Math.min(count, TRIED_ROWS) }, (_, index) => index)
  const textOf = (row: number) => stretch.text(starts[row] ?? 0, ends[(firsts[row + 1] ?? 0) - 1] ?? 0)
  const widths = rows.map((row) => (firsts[row + 1] ?? 0) - (firsts[row] ?? 0))
  if (obstacle === 'too-wide' && count < TRIED_ROWS) widths.push(MOST_COLUMNS + 1)
  const texts = rows.map((row) => textOf(row).replace(/"[^"]*"/g, ''))
  const text = texts.join('\n')
  return {
    delimiter,
    widths,
    outside: countOf(texts[0] ?? '', delimiter) + 1,
    prose: countOf(text, `${delimiter} `) / Math.max(1, countOf(text, delimiter)),
  }
}

function countOf(text: string, wanted: string): number {
  let found = 0
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) found += 1
  return found
}

function describe({ units }: Stretch, { end, obstacle }: Records, { row, line }: Readonly<Position>): string {
  const where = `row ${row + 1}, which begins on line ${line},`
  if (obstacle === 'too-wide')
    return `expected at most ${renderCount(MOST_COLUMNS)} columns, as a spreadsheet has, found more in ${where.slice(0, -1)}`
  if (obstacle === 'open-quote') return `a quote opened in ${where} is never closed`
  const start = units.subarray(end, end + LONGEST_ROW_BYTES)
  if (start.includes(0x0a) || start.includes(0x0d))
    return `${describeLongRow(where)}: perhaps a quote in it is never closed`
  return `${describeLongRow(`line ${line}`)}: expected a contact on each`
}
