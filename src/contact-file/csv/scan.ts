// Where the rows and cells of CSV are: places in a stretch of the file, by its quotes, delimiters and line ends alone.
// Reads no text, but to tell a row of blanks; knows nothing of headers.

import { LONGEST_ROW_BYTES, MOST_COLUMNS } from '../table.ts'
import { unquote } from './cell.ts'
import { markUnits, nextMark } from './marks.ts'
import { SPARE_UNITS, type Stretch } from './stretch.ts'

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
  /** One of LED: whether a quote that was not closed, or not doubled, seems to have glued something to a cell. */
  readonly quotes: readonly number[]
  /** Where each cell ends: at a delimiter, a line end, or the end of the file. */
  readonly ends: Uint32Array
  /** Behind the last row and its line end. */
  readonly end: number
  /** Why the row at that place cannot be read; null when the file only ends there, or goes on. */
  readonly obstacle: 'open-quote' | 'too-long' | 'too-wide' | null
}

/** Whether the text of a cell of the row begins with a quote, and holds a line break besides. */
export const LED = { byNone: 0, byQuote: 1, byQuoteWithBreak: 2 } as const

/** Scans the stretches of one file, one after the other. */
export interface Scanner {
  /** Where the next stretch begins. */
  readonly position: Readonly<Position>
  /**
   * Finds the rows of a stretch. One that goes on behind the stretch is left for the next one.
   *
   * @param isLast whether the file ends with this stretch
   */
  scan(stretch: Stretch, isLast: boolean): Records
}

/**
 * @param delimiter the code of its one character, which is ASCII and neither quote nor space
 * @param rows how many come before the first stretch
 */
export function openScanner(delimiter: number, rows = 0): Scanner {
  const position = { row: rows, line: 1 }
  // Room for the most cells that a stretch can have, kept for the next one.
  let room = new Uint32Array(0)
  return {
    position,
    scan(stretch, isLast) {
      if (room.length <= stretch.length) room = new Uint32Array(stretch.length + 1)
      // Line ends and a quote behind the end, so that no search runs past it.
      stretch.units.set([LF, QUOTE, LF], stretch.length)
      const marks = markUnits(stretch.units, stretch.length + SPARE_UNITS, delimiter)
      return scanRecords({ stretch, delimiter, marks, ends: room, cells: 0, ...NO_ROW }, position, isLast)
    },
  }
}

/** A stretch, and what is known of the row in it that was scanned last. */
interface Scan {
  readonly stretch: Stretch
  readonly delimiter: number
  /** Of markUnits. */
  readonly marks: Uint32Array
  /** As many as `cells` are set, of this row and those before it. */
  readonly ends: Uint32Array
  cells: number
  isOpen: boolean
  isFilled: boolean
  hasQuotes: boolean
  led: number
  breaks: number
}

const NO_ROW = { isOpen: false, isFilled: false, hasQuotes: false, led: LED.byNone, breaks: 0 }

function scanRecords(scan: Scan, position: Position, isLast: boolean): Records {
  const { units, length } = scan.stretch
  const [rows, starts, firsts, quotes]: [number[], number[], number[], number[]] = [[], [], [], []]
  let obstacle: Records['obstacle'] = null
  let [start, first] = [0, 0]
  while (start < length) {
    const at = scanRecord(scan, start)
    const isCut = at >= length || (units[at] === CR && at + 1 === length)
    if (at - start > LONGEST_ROW_BYTES) obstacle = 'too-long'
    else if (scan.cells - first > MOST_COLUMNS) obstacle = 'too-wide'
    else if (isCut && isLast && scan.isOpen) obstacle = 'open-quote'
    if (obstacle !== null || (isCut && !isLast)) break
    position.row += 1
    position.line += 1 + scan.breaks
    if (scan.isFilled || (scan.hasQuotes && hasText(scan, start, first))) {
      rows.push(position.row)
      starts.push(start)
      firsts.push(first)
      quotes.push(scan.led)
      first = scan.cells
    } else scan.cells = first
    start = at + (units[at] === CR && units[at + 1] === LF ? 2 : 1)
  }
  firsts.push(first)
  const end = Math.min(start, length)
  return { count: rows.length, rows, starts, firsts, quotes, ends: scan.ends.slice(0, first), end, obstacle }
}

/**
 * Finds the cells of the row that begins here, and returns where its last one ends, or the first that is too many. Nearly all
 * time is spent here: it goes from mark to mark, and looks at how each cell begins.
 */
function scanRecord(scan: Scan, start: number): number {
  const { stretch, delimiter, marks, ends } = scan
  const { units } = stretch
  scan.isOpen = scan.hasQuotes = false
  scan.led = LED.byNone
  scan.breaks = 0
  let { cells } = scan
  const most = cells + MOST_COLUMNS
  let isFilled = false
  let at = start
  let unit = units[at] as number
  for (;;) {
    if ((unit <= SPACE || unit >= 0x80) && unit !== delimiter) {
      at = skipBlanks(stretch, at, delimiter)
      unit = units[at] as number
    }
    if (unit === QUOTE) {
      const inside = units[at + 1] as number
      if (inside > SPACE && inside < 0x80 && inside !== QUOTE) isFilled = true
      const close = nextMark(marks, at + 1)
      const behind = units[close + 1] as number
      // Most have nothing within that is marked, and nothing behind.
      const isSimple = units[close] === QUOTE && (behind === delimiter || behind === LF || behind === CR)
      if (isSimple) scan.hasQuotes = true
      at = isSimple ? close + 1 : skipQuoted(scan, at)
      unit = units[at] as number
    } else if (unit !== delimiter && unit !== LF && unit !== CR) isFilled = true
    // Other quotes are characters like others.
    while (unit !== delimiter && unit !== LF && unit !== CR) {
      at = nextMark(marks, at + 1)
      unit = units[at] as number
    }
    ends[cells] = at
    cells += 1
    if (unit !== delimiter || cells > most) break
    at += 1
    unit = units[at] as number
  }
  scan.cells = cells
  scan.isFilled = isFilled
  return at
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
  const { marks, stretch } = scan
  const { units, length } = stretch
  let at = open + 1
  let breaks = 0
  for (;;) {
    at = nextMark(marks, at)
    for (let unit = units[at]; unit !== QUOTE; unit = units[at]) {
      if (unit === LF || (unit === CR && units[at + 1] !== LF)) breaks += 1
      at = nextMark(marks, at + 1)
    }
    if (units[at + 1] !== QUOTE) break
    at += 2
  }
  scan.hasQuotes = true
  scan.breaks += breaks
  scan.isOpen = at > length
  if (isLedByQuote(scan, open, at)) scan.led = breaks > 0 ? LED.byQuoteWithBreak : Math.max(scan.led, LED.byQuote)
  return Math.min(at + 1, length)
}

/** Whether the text of a quoted cell begins with a quote: with one of its own, or since csv-parse leaves it the outer ones. */
function isLedByQuote({ stretch, delimiter }: Scan, open: number, close: number): boolean {
  const { units } = stretch
  const next = skipBlanks(stretch, close + 1, delimiter)
  const behind = units[next]
  // Something follows the closing quote; but NUL csv-parse takes for nothing.
  const isNul = behind === 0 && next === close + 1
  if (behind !== delimiter && behind !== LF && behind !== CR && !isNul) return true
  return close > open + 1 && units[open + 1] === QUOTE
}

function hasText(scan: Scan, start: number, first: number): boolean {
  const { stretch, ends, cells, delimiter } = scan
  let from = start
  for (let cell = first; cell < cells; cell += 1) {
    const end = ends[cell] as number
    if (unquote(stretch.text(skipBlanks(stretch, from, delimiter), end)).trim() !== '') return true
    from = end + 1
  }
  return false
}
