// Where the rows and cells of CSV are: places in a stretch of the file, by its quotes, delimiters and line ends alone.
// Reads no text, but to tell a row of blanks; knows nothing of headers.
import { unquote } from './csv-cell.ts'
import { LONGEST_ROW_BYTES } from './decode.ts'
import type { Stretch } from './stretch.ts'

const [TAB, LF, VT, FF, CR, SPACE, QUOTE] = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x22]

/** How far a file has been read: the last row, blank ones included, and the line on which the next begins. */
export interface Position {
  row: number
  line: number
}

/** The rows in a stretch that hold something; row i has the cells firsts[i] to firsts[i + 1]. */
export interface Records {
  readonly count: number
  /** As a spreadsheet counts: the file's first line is 1, and blank ones count. */
  readonly rows: readonly number[]
  readonly starts: readonly number[]
  readonly firsts: readonly number[]
  /** Whether a quote that was not closed, or not doubled, seems to have glued something to a cell of the row. */
  readonly quotes: readonly LedByQuote[]
  /** Where each cell ends: at a delimiter, a line end, or the end of the file. */
  readonly ends: Uint32Array
  /** Behind the last row and its line end. */
  readonly end: number
  /** Why the row at that place cannot be read; null when the file only ends there, or goes on. */
  readonly obstacle: 'open-quote' | 'too-long' | null
}

/** Whether the text of a cell of the row begins with a quote, and holds a line break besides. */
export const LED = { byNone: 0, byQuote: 1, byQuoteWithBreak: 2 } as const
export type LedByQuote = (typeof LED)[keyof typeof LED]

/**
 * Finds the rows of a stretch, and moves the position on. A row that goes on behind the stretch is left for the next one.
 *
 * @param isLast whether the file ends with this stretch
 */
export function scanRecords(stretch: Stretch, delimiter: number, position: Position, isLast: boolean): Records {
  const { units, length } = stretch
  // Line ends and a quote behind the end, so that no search runs past it.
  units.set([LF, QUOTE, LF], length)
  const scan = newScan(stretch, delimiter)
  const { rows, starts, firsts, quotes } = scan
  let obstacle: Records['obstacle'] = null
  let start = 0
  while (start < length) {
    const first = scan.cells
    const at = scanRecord(scan, start)
    const isCut = at >= length || (units[at] === CR && at + 1 === length)
    if (at - start > LONGEST_ROW_BYTES) obstacle = 'too-long'
    else if (isCut && isLast && scan.isOpen) obstacle = 'open-quote'
    if (obstacle !== null || (isCut && !isLast)) {
      scan.cells = first
      break
    }
    position.row += 1
    position.line += 1 + scan.breaks
    if (scan.isFilled || (scan.hasQuotes && hasText(scan, start, first))) {
      rows.push(position.row)
      starts.push(start)
      firsts.push(first)
      quotes.push(scan.led)
    } else scan.cells = first
    start = at + (units[at] === CR && units[at + 1] === LF ? 2 : 1)
  }
  firsts.push(scan.cells)
  const ends = scan.ends.slice(0, scan.cells)
  return { count: rows.length, rows, starts, firsts, quotes, ends, end: Math.min(start, length), obstacle }
}

interface Scan {
  readonly stretch: Stretch
  readonly delimiter: number
  /** By unit: 1 for what ends a cell. */
  readonly isEnd: Uint8Array
  readonly rows: number[]
  readonly starts: number[]
  readonly firsts: number[]
  readonly quotes: LedByQuote[]
  ends: Uint32Array
  /** How many of `ends` are set. */
  cells: number
  // Of the row that was scanned last:
  isOpen: boolean
  isFilled: boolean
  hasQuotes: boolean
  led: LedByQuote
  breaks: number
}

function newScan(stretch: Stretch, delimiter: number): Scan {
  const isEnd = new Uint8Array(256)
  for (const unit of [delimiter, CR, LF]) isEnd[unit] = 1
  return {
    stretch,
    delimiter,
    isEnd,
    rows: [],
    starts: [],
    firsts: [],
    quotes: [],
    ends: new Uint32Array(Math.max(64, stretch.length >>> 2)),
    cells: 0,
    isOpen: false,
    isFilled: false,
    hasQuotes: false,
    led: LED.byNone,
    breaks: 0,
  }
}

/** Finds the cells of the row that begins here, and returns where its last one ends. */
function scanRecord(scan: Scan, start: number): number {
  const { isEnd, delimiter, stretch } = scan
  const { units, length } = stretch
  scan.isOpen = scan.isFilled = scan.hasQuotes = false
  scan.led = LED.byNone
  scan.breaks = 0
  let at = start
  for (;;) {
    let unit = units[at] as number
    if ((unit <= SPACE || unit >= 0x80) && isEnd[unit] === 0) {
      at = skipBlanks(stretch, at, delimiter)
      unit = units[at] as number
    }
    if (unit === QUOTE) at = skipQuoted(scan, at)
    else if (isEnd[unit] === 0) scan.isFilled = true
    while (isEnd[units[at] as number] === 0) at += 1
    if (scan.cells === scan.ends.length) scan.ends = grown(scan.ends)
    scan.ends[scan.cells] = at
    scan.cells += 1
    if (units[at] !== delimiter || at >= length) return at
    at += 1
  }
}

/** Behind the blanks at the beginning of a cell, which do not belong to it. */
export function skipBlanks(stretch: Stretch, start: number, delimiter: number): number {
  let at = start
  for (;;) {
    const unit = stretch.units[at] as number
    const isBlank = unit === SPACE || ((unit === TAB || unit === VT || unit === FF) && unit !== delimiter)
    const width = isBlank ? 1 : unit >= 0x80 ? stretch.blankAt(at) : 0
    if (width === 0) return at
    at += width
  }
}

/** Behind the quote that closes the one at this place; the end of the stretch when there is none. */
function skipQuoted(scan: Scan, open: number): number {
  const { units, length } = scan.stretch
  let at = open + 1
  let breaks = 0
  for (;;) {
    let unit = units[at] as number
    while (unit !== QUOTE) {
      if (unit === LF || (unit === CR && units[at + 1] !== LF)) breaks += 1
      at += 1
      unit = units[at] as number
    }
    if (units[at + 1] !== QUOTE) break
    at += 2
  }
  noteQuoted(scan, open, at, breaks)
  return Math.min(at + 1, length)
}

function noteQuoted(scan: Scan, open: number, close: number, breaks: number): void {
  const { units, length } = scan.stretch
  const [inside, further, behind] = [units[open + 1] as number, units[open + 2], units[close + 1] as number]
  scan.isOpen = close > length
  scan.hasQuotes = true
  scan.breaks += breaks
  if (inside > SPACE && inside < 0x80 && inside !== QUOTE) scan.isFilled = true
  const isClosedWithin = scan.isEnd[behind] === 0 && behind !== 0
  if (!isClosedWithin && !(inside === QUOTE && further === QUOTE)) return
  if (breaks > 0) scan.led = LED.byQuoteWithBreak
  else if (scan.led === LED.byNone) scan.led = LED.byQuote
}

function hasText(scan: Scan, start: number, first: number): boolean {
  let from = start
  for (let cell = first; cell < scan.cells; cell += 1) {
    const end = scan.ends[cell] as number
    const at = skipBlanks(scan.stretch, from, scan.delimiter)
    if (unquote(scan.stretch.text(at, end)).trim() !== '') return true
    from = end + 1
  }
  return false
}

function grown(ends: Uint32Array): Uint32Array {
  const twice = new Uint32Array(ends.length * 2)
  twice.set(ends)
  return twice
}
