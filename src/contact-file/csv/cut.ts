// Where a CSV file may be cut in two, so that both parts can be read at once: at a row that begins near some place. Looks at a
// few bytes from there on, and not at what stands before them.
import { openLegacy } from '../encoding/legacy.ts'
import { openScanner } from './scan.ts'
import { openStretch } from './stretch.ts'

const [LF, CR] = [0x0a, 0x0d]
const QUOTE = Buffer.from('"')

/**
 * The beginning of a row among these bytes; null where none is seen.
 *
 * Behind a line end either a row begins, or a quoted cell goes on. Both are tried, and mostly they soon agree: that row begins
 * there either way. Where they do not, as in a file without any quote, it is taken for the first. Whoever reads the part
 * before it comes to that place at the end of a row, or knows that it is none.
 */
export function findCut(bytes: Buffer, delimiter: number): number | null {
  const line = behindLineEnd(bytes)
  if (line === null) return null
  const rest = bytes.subarray(line)
  if (!rest.includes(QUOTE)) return line
  // A few rows mostly tell as much as many.
  return line + (findAgreed(rest.subarray(0, FEW_BYTES), delimiter) ?? findAgreed(rest, delimiter) ?? 0)
}

const FEW_BYTES = 8 * 1024

/** The first row that begins in the same place, whether a row begins with these bytes or a quoted cell goes on. */
function findAgreed(bytes: Buffer, delimiter: number): number | undefined {
  const within = new Set(rowStarts(Buffer.concat([QUOTE, bytes]), delimiter).map((start) => start - QUOTE.length))
  return rowStarts(bytes, delimiter).find((start) => within.has(start))
}

function behindLineEnd(bytes: Buffer): number | null {
  const at = bytes.findIndex((byte, index) => byte === LF || (byte === CR && bytes[index + 1] !== LF))
  return at < 0 || at + 1 >= bytes.length ? null : at + 1
}

function rowStarts(bytes: Buffer, delimiter: number): readonly number[] {
  return openScanner(delimiter).scan(openStretch([bytes], 'utf-8', false, openLegacy(null)), false).starts
}
