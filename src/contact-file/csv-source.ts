// A CSV file as the rows of one stretch after the other: its encoding and delimiter are found out here, and memory stays
// bounded. Knows nothing of what becomes of the rows.
import type { Batch } from './csv-row.ts'
import { openScanner, type Position, type Records, type Scanner } from './csv-scan.ts'
import { describeLongRow, detectEncoding, LONGEST_ROW_BYTES, sampled, type TextEncoding } from './decode.ts'
import { ContactFileError, EXPECTED_FILE } from './file-error.ts'
import { openStretch, type Stretch } from './stretch.ts'

export interface CsvSource {
  /** The mark of byte order at the beginning; empty where there is none. */
  readonly mark: Buffer
  /** All that follows the mark, each stretch beginning with a row. Throws ContactFileError where it cannot be read on. */
  readonly batches: AsyncGenerator<Batch>
}

// Few enough for the processor's cache, enough to make what is done once for each a small part.
const STRETCH_BYTES = 256 * 1024

/**
 * Opens a file for reading its rows once.
 *
 * @param stretchBytes how much is looked at at once, where no row is longer
 * @throws ContactFileError when it is empty, or no text
 */
export async function openSource(bytes: AsyncIterable<Uint8Array>, stretchBytes = STRETCH_BYTES): Promise<CsvSource> {
  const pieces = sampled(bytes)
  try {
    const head = await firstOf(pieces)
    const encoding = detectEncoding(head)
    const mark = head.subarray(0, markLength(head, encoding))
    const batches = readBatches(cut(rejoin(head.subarray(mark.length), pieces), stretchBytes), encoding)
    return { mark, batches }
  } catch (error) {
    await pieces.return(undefined)
    throw error
  }
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

async function* readBatches(pieces: AsyncGenerator<Buffer>, encoding: TextEncoding): AsyncGenerator<Batch> {
  let dialect: Dialect | null = null
  let rest: Buffer = Buffer.alloc(0)
  try {
    for (let isLast = false; !isLast; ) {
      // Twice as much whenever it was not enough: what is looked at again stays in proportion to what is read.
      const fresh = await gather(pieces, Math.min(rest.length, LONGEST_ROW_BYTES - rest.length))
      isLast = fresh.length === 0
      const stretch = openStretch([rest, ...fresh], encoding, isLast)
      rest = stretch.bytes
      dialect ??= detectDialect(stretch, isLast)
      if (dialect === null) continue
      const records = dialect.scanner.scan(stretch, isLast)
      yield { stretch, records, delimiter: dialect.delimiter }
      if (records.obstacle !== null) throw new ContactFileError(describe(stretch, records, dialect.scanner.position))
      rest = stretch.bytes.subarray(records.end * stretch.unitBytes)
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

const DELIMITERS = [',', ';', '\t', '|']

// The header decides: its cells are names, where a delimiter of another file kind hardly occurs, and if, within quotes.
function detectDialect(stretch: Stretch, isLast: boolean): Dialect | null {
  const headers = DELIMITERS.map((delimiter) => measureHeader(stretch, delimiter, isLast))
  if (headers.some(({ width }) => width === 0) && !isLast && stretch.length <= LONGEST_ROW_BYTES) return null
  const [best] = headers.sort((one, other) => other.outside - one.outside || other.width - one.width)
  const delimiter = best?.delimiter ?? 0
  return { delimiter, scanner: openScanner(delimiter) }
}

/** How many cells the header has under a delimiter, and how many if no quote is astray; 0 when it is not yet whole. */
function measureHeader(stretch: Stretch, character: string, isLast: boolean) {
  const delimiter = character.charCodeAt(0)
  const { starts, firsts, ends } = openScanner(delimiter).scan(stretch, isLast)
  const width = firsts[1] ?? 0
  const text = stretch.text(starts[0] ?? 0, ends[width - 1] ?? 0)
  return { delimiter, width, outside: text.replace(/"[^"]*"/g, '').split(character).length }
}

function describe({ units }: Stretch, { end, obstacle }: Records, { row, line }: Readonly<Position>): string {
  const where = `row ${row + 1}, which begins on line ${line},`
  if (obstacle === 'open-quote') return `a quote opened in ${where} is never closed`
  const start = units.subarray(end, end + LONGEST_ROW_BYTES)
  if (start.includes(0x0a) || start.includes(0x0d))
    return `${describeLongRow(where)}: perhaps a quote in it is never closed`
  return `${describeLongRow(`line ${line}`)}: expected a contact on each`
}
