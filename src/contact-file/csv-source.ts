// A CSV file as the rows of one stretch after the other: what it is packed in, its encoding and delimiter are found out
// here, and memory stays bounded. Knows nothing of what becomes of the rows.
import type { Batch } from './csv-row.ts'
import { type Position, type Records, scanRecords } from './csv-scan.ts'
import { describeLongRow, detectEncoding, LONGEST_ROW_BYTES, sampled, type TextEncoding } from './decode.ts'
import { ContactFileError } from './file-error.ts'
import { isGzip, unpackGzip } from './gzip.ts'
import { openStretch, type Stretch } from './stretch.ts'

export interface CsvSource {
  readonly isPacked: boolean
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
  const packed = await peek(sampled(bytes))
  const isPacked = isGzip(packed.head)
  const { head, pieces } = isPacked ? await peek(sampled(unpackGzip(packed.pieces))) : packed
  try {
    const encoding = detectEncoding(head)
    const mark = head.subarray(0, markLength(head, encoding))
    const batches = readBatches(cut(pieces, mark.length, stretchBytes), encoding)
    return { isPacked, mark, batches }
  } catch (error) {
    await pieces.return(undefined)
    throw error
  }
}

/** The first piece, and all pieces. */
async function peek(pieces: AsyncGenerator<Buffer>): Promise<{ head: Buffer; pieces: AsyncGenerator<Buffer> }> {
  const { value: head, done } = await pieces.next()
  if (done) throw new ContactFileError('expected a CSV file, found an empty one')
  const whole = async function* () {
    try {
      yield head
      yield* pieces
    } finally {
      await pieces.return(undefined)
    }
  }
  return { head, pieces: whole() }
}

function markLength(head: Buffer, encoding: TextEncoding): number {
  const mark = Buffer.from('\ufeff', encoding === 'utf-8' ? 'utf8' : 'utf16le')
  if (encoding === 'utf-16be') mark.swap16()
  return head.subarray(0, mark.length).equals(mark) ? mark.length : 0
}

/** Pieces of at most this many bytes, without the first few. */
async function* cut(pieces: AsyncIterable<Buffer>, skipped: number, most: number): AsyncGenerator<Buffer> {
  let start = skipped
  for await (const piece of pieces) {
    for (; start < piece.length; start += most) yield piece.subarray(start, start + most)
    start = 0
  }
}

async function* readBatches(pieces: AsyncGenerator<Buffer>, encoding: TextEncoding): AsyncGenerator<Batch> {
  const position = { row: 0, line: 1 }
  let delimiter: number | null = null
  let rest: Buffer = Buffer.alloc(0)
  try {
    for (let isLast = false; !isLast; ) {
      // Twice as much whenever it was not enough: what is looked at again stays in proportion to what is read.
      const fresh = await gather(pieces, Math.min(rest.length, LONGEST_ROW_BYTES - rest.length))
      isLast = fresh.length === 0
      const stretch = openStretch([rest, ...fresh], encoding, isLast)
      rest = stretch.bytes
      delimiter ??= detectDelimiter(stretch, isLast)
      if (delimiter === null) continue
      const records = scanRecords(stretch, delimiter, position, isLast)
      yield { stretch, records, delimiter }
      if (records.obstacle !== null) throw new ContactFileError(describe(stretch, records, position))
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

const DELIMITERS = [',', ';', '\t', '|'].map((delimiter) => delimiter.charCodeAt(0))

// The header decides: its cells are names, where a delimiter of another file kind hardly occurs, and if, within quotes.
function detectDelimiter(stretch: Stretch, isLast: boolean): number | null {
  const widths = DELIMITERS.map((delimiter) => {
    const { count, firsts } = scanRecords(stretch, delimiter, { row: 0, line: 1 }, isLast)
    return count === 0 ? 0 : (firsts[1] ?? 0) - (firsts[0] ?? 0)
  })
  if (widths.includes(0) && !isLast && stretch.length <= LONGEST_ROW_BYTES) return null
  return DELIMITERS[widths.indexOf(Math.max(...widths))] ?? null
}

function describe({ units }: Stretch, { end, obstacle }: Records, { row, line }: Position): string {
  const where = `row ${row + 1}, which begins on line ${line},`
  if (obstacle === 'open-quote') return `a quote opened in ${where} is never closed`
  const start = units.subarray(end, end + LONGEST_ROW_BYTES)
  if (start.includes(0x0a) || start.includes(0x0d))
    return `${describeLongRow(where)}: perhaps a quote in it is never closed`
  return `${describeLongRow(`line ${line}`)}: expected a contact on each`
}
