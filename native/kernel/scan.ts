// Where the cells of a row are: the same as contact-file/csv/scan.ts, which is the one that defines. A stretch of the file is marked
// first, sixteen bytes at once; then a row is gone through from mark to mark.
import { BYTES, ENDS, LONGEST_ROW, MARKS, MOST_CELLS } from './layout'

const TAB: u32 = 0x09
const LF: u32 = 0x0a
const VT: u32 = 0x0b
const FF: u32 = 0x0c
const CR: u32 = 0x0d
export const SPACE: u32 = 0x20
export const QUOTE: u32 = 0x22
/** How many bytes stand behind a stretch, so that no search runs past its end: a line end, a quote, a line end. */
const SPARE: u32 = 3

let delimiter: u32 = 0

let length: u32 = 0
/** Of the row that was found last. */
let start: u32 = 0
export let cells: u32 = 0
export let isFilled: bool = false
export let hasQuotes: bool = false
/** Whether the text of a quoted cell seems to begin with a quote, which may mean that the row is broken. */
export let isLed: bool = false
let isOpen: bool = false

/** Says by which character cells are divided in the file. */
export function divideBy(code: u32): void {
  delimiter = code
}

/** The byte at a place of the stretch. */
export function byteAt(at: u32): u32 {
  return load<u8>(BYTES + at)
}

/** Where a cell of the row begins and ends, without simple quotes around it; both are 0 where the row is too short. */
export let cellStart: u32 = 0
export let cellEnd: u32 = 0

export function findCell(column: u32): void {
  if (column >= cells) {
    cellStart = cellEnd = 0
    return
  }
  cellStart = column === 0 ? start : load<u32>(ENDS + ((column - 1) << 2)) + 1
  cellEnd = load<u32>(ENDS + (column << 2))
  if (cellEnd - cellStart > 1 && byteAt(cellStart) === QUOTE && byteAt(cellEnd - 1) === QUOTE) {
    cellStart += 1
    cellEnd -= 1
  }
}

/** Marks the stretch that stands in memory now. */
export function markBytes(count: u32): void {
  length = count
  store<u8>(BYTES + count, LF)
  store<u8>(BYTES + count + 1, QUOTE)
  store<u8>(BYTES + count + 2, LF)
  const delimiters = i8x16.splat(delimiter as i8)
  const feeds = i8x16.splat(LF as i8)
  const returns = i8x16.splat(CR as i8)
  const quotes = i8x16.splat(QUOTE as i8)
  for (let at: usize = 0; at < count + SPARE; at += 16) {
    const bytes = v128.load(BYTES + at)
    const ends = v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, feeds))
    const others = v128.or(i8x16.eq(bytes, returns), i8x16.eq(bytes, quotes))
    store<u16>(MARKS + (at >> 3), i8x16.bitmask(v128.or(ends, others)) as u16)
  }
}

/** The first marked place from one on. There is one. */
function nextMark(from: u32): u32 {
  let at = from & ~63
  let word = load<u64>(MARKS + (at >> 3)) >> (from & 63)
  if (word !== 0) return from + (ctz(word) as u32)
  do {
    at += 64
    word = load<u64>(MARKS + (at >> 3))
  } while (word === 0)
  return at + (ctz(word) as u32)
}

function isEnd(byte: u32): bool {
  return byte === delimiter || byte === LF || byte === CR
}

/** Finds the cells of the row that begins here. @returns where its last one ends, or the first that is too many */
export function findRow(from: u32): u32 {
  start = from
  isOpen = hasQuotes = isLed = false
  let count: u32 = 0
  let filled = false
  let at = from
  let byte = byteAt(at)
  for (;;) {
    if ((byte <= SPACE || byte >= 0x80) && byte !== delimiter) {
      at = skipBlanks(at)
      byte = byteAt(at)
    }
    if (byte === QUOTE) {
      const inside = byteAt(at + 1)
      if (inside > SPACE && inside < 0x80 && inside !== QUOTE) filled = true
      const close = nextMark(at + 1)
      // Most have nothing within that is marked, and nothing behind.
      if (byteAt(close) === QUOTE && isEnd(byteAt(close + 1))) {
        hasQuotes = true
        at = close + 1
      } else at = skipQuoted(at)
      byte = byteAt(at)
    } else if (!isEnd(byte)) filled = true
    // Other quotes are characters like others.
    while (!isEnd(byte)) {
      at = nextMark(at + 1)
      byte = byteAt(at)
    }
    store<u32>(ENDS + (count << 2), at)
    count += 1
    if (byte !== delimiter || count > MOST_CELLS) break
    at += 1
    byte = byteAt(at)
  }
  cells = count
  isFilled = filled
  return at
}

/** Whether the row, which ends there, goes on behind the stretch. */
export function isCut(end: u32): bool {
  return end >= length || (byteAt(end) === CR && end + 1 === length)
}

/** Whether the file cannot be read on behind the row. */
export function isObstacle(end: u32, isLast: bool): bool {
  return end - start > LONGEST_ROW || cells > MOST_CELLS || (isLast && isOpen && isCut(end))
}

/** Behind the line end of the row that ends there. */
export function behindRow(end: u32): u32 {
  return end + (byteAt(end) === CR && byteAt(end + 1) === LF ? 2 : 1)
}

function skipBlanks(from: u32): u32 {
  let at = from
  for (let width = blankAt(at); width > 0; width = blankAt(at)) at += width
  return at
}

/** How many bytes the blank there has, which belongs to no cell; 0 where there is none. See stretch.ts. */
export function blankAt(at: u32): u32 {
  const byte = byteAt(at)
  if (byte === SPACE) return 1
  if (byte < 0x80) return (byte === TAB || byte === VT || byte === FF) && byte !== delimiter ? 1 : 0
  const second = byteAt(at + 1)
  if (byte === 0xc2) return second === 0xa0 ? 2 : 0
  const third = byteAt(at + 2)
  if (byte === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0
  if (byte === 0xe2) {
    const isSpace = third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf
    return (second === 0x80 && third >= 0x80 && isSpace) || (second === 0x81 && third === 0x9f) ? 3 : 0
  }
  if (byte === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0
  return byte === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}

/** Behind the quote that closes the one at this place; the end of the stretch when there is none. */
function skipQuoted(open: u32): u32 {
  let at = open + 1
  for (;;) {
    at = nextMark(at)
    while (byteAt(at) !== QUOTE) at = nextMark(at + 1)
    if (byteAt(at + 1) !== QUOTE) break
    at += 2
  }
  hasQuotes = true
  isOpen = at > length
  if (isLedByQuote(open, at)) isLed = true
  return min(at + 1, length)
}

function isLedByQuote(open: u32, close: u32): bool {
  if (!isEnd(byteAt(skipBlanks(close + 1)))) return true
  return close > open + 1 && byteAt(open + 1) === QUOTE
}
