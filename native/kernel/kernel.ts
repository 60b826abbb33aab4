// The hot part of `check`: finds the rows of a stretch of a CSV file, judges their phone cells by their bytes, and counts what it
// finds. In WebAssembly, for it needs no warming up in each thread, makes no garbage, and is told its bytes without a copy.
//
// It decides nothing by itself. Each file here does the same as one in TypeScript that its first lines name, for the cases that are
// nearly all; tests hold both to each other. A row of which it is not sure it leaves to JavaScript, at once and in its turn.
//
// All of its memory is laid out in layout.ts: tables that JavaScript puts there once, the stretch of the file, and what was found. Only
// seen.ts, which compares numbers of all rows, is a module by itself.
import { leave, meetCountry } from './asked'
import { CODE_COUNT, EMPTY } from './codes'
import { beginRow, codeAt, found, isE164, isMended, judgeCell, mendedAt, numberOwner, say, value, Where } from './judge'
import {
  CHECKED_COLUMNS,
  CODE_COUNTS,
  CODE_IS_COUNTED,
  CODE_MENDED,
  COUNTRY_SLOTS,
  MET_REGIONS,
  MOST_CHECKED,
  MOST_NUMBERS,
  NAME_COLUMNS,
  NUMBER_CELLS,
  NUMBER_STARTS,
  NUMBERS,
  OWNERS,
  SLOT_BYTES,
  SLOTS,
  WHERE_BYTES,
  WHERES,
} from './layout'
import { hashName } from './name'
import { Region } from './plan'
import {
  behindRow,
  blankAt,
  byteAt,
  cellEnd,
  cellStart,
  cells,
  divideBy,
  findCell,
  findRow,
  hasQuotes,
  isCut,
  isFilled,
  isLed,
  isObstacle,
  markBytes,
  QUOTE,
  SPACE,
} from './scan'

export * from './codes'
export * from './layout'
export { CUT_BYTES, READING_BYTES } from './plan'

let width: u32 = 0
let checkedCount: u32 = 0
let countryColumn: i32 = -1
let nameCount: u32 = 0
let fewestNames: u32 = 0

/**
 * Says what file it is. CHECKED_COLUMNS and NAME_COLUMNS are set before.
 *
 * @param cells of the header
 * @param country the column; -1 where there is none
 * @param fewest so many of the columns of the name must hold something, or only the row's texts tell the name
 */
export function open(delimiter: u32, cells: u32, checked: u32, country: i32, names: u32, fewest: u32): void {
  divideBy(delimiter)
  width = cells
  checkedCount = checked
  countryColumn = country
  nameCount = names
  fewestNames = fewest
}

/** Counted of the rows that were not left, since `reset`: see Tally in tally.ts. */
export let rows: u32 = 0
export let numbers: u32 = 0
export let rejected: u32 = 0
export let before: u32 = 0
export let read: u32 = 0
export let after: u32 = 0
export let withoutNumber: u32 = 0
export let repairs: u32 = 0
/** How many regions have been met. */
export let regions: u32 = 0

/** How many numbers stand in NUMBERS; JavaScript sets it to 0 when it has taken them. */
export let count: u32 = 0
/** How many rows have been gone through, blank ones included. */
export let row: u32 = 0
/** Whether the file cannot be read on where the last call has ended. */
export let isStopped: bool = false

/** Begins with the next range. */
export function reset(): void {
  rows = numbers = rejected = before = read = after = withoutNumber = repairs = 0
  count = row = 0
  isStopped = false
  for (let at: u32 = 0; at < regions; at++) metAt(at).numbers = 0
  regions = 0
  memory.fill(CODE_COUNTS, 0, 4 * CODE_COUNT)
  memory.fill(CODE_MENDED, 0, 4 * CODE_COUNT)
  memory.fill(CODE_IS_COUNTED, 0, CODE_COUNT)
}

/** Makes a new stretch ready, of so many bytes. */
export function mark(length: u32): void {
  markBytes(length)
}

/**
 * Checks the rows of the stretch from one on, as far as they are whole and there is room for their numbers.
 *
 * @param isLast whether the file ends with this stretch
 * @returns where the first row begins that was not checked
 */
export function check(from: u32, length: u32, isLast: bool): u32 {
  let start = from
  while (start < length && count < MOST_NUMBERS - MOST_CHECKED) {
    const end = findRow(start)
    isStopped = isObstacle(end, isLast)
    if (isStopped || (isCut(end) && !isLast)) break
    row += 1
    if ((isFilled || hasQuotes) && !takeRow(start)) leave(start, end)
    start = behindRow(end)
  }
  return min(start, length)
}

/** @returns false where nothing is known of the row */
function takeRow(start: u32): bool {
  // Perhaps it is blank, or broken.
  if (!isFilled || isLed || cells > width) return false
  const where = whereOf()
  if (where === 0) return false
  beginRow()
  let own: u32 = 0
  let others: u32 = 0
  let repaired: u32 = 0
  let isBefore = false
  let isAfter = false
  for (let which: u32 = 0; which < checkedCount; which++) {
    findCell(load<u32>(CHECKED_COLUMNS + (which << 2)))
    if (cellStart >= cellEnd) continue
    if (!judgeCell(cellStart, cellEnd, changetype<Where>(where))) return false
    if (value === 0) {
      others += 1
      continue
    }
    // The same number twice is a finding.
    if (hasNumber(own)) return false
    putNumber(own, which, start)
    own += 1
    if (isE164) isBefore = true
    if (isE164 || isMended) isAfter = true
    if (isMended) repaired += 1
  }
  if (own + others === 0) say(EMPTY)
  if (!isOnlyCounted() || (own > 0 && !putName(own))) return false
  for (let at: u32 = 0; at < own; at++) countRegion(changetype<Region>(load<usize>(OWNERS + (at << 2))))
  countFound()
  rows += 1
  numbers += own
  rejected += others
  repairs += repaired
  count += own
  if (own + others === 0) withoutNumber += 1
  if (own > 0) read += 1
  if (isBefore) before += 1
  if (isAfter) after += 1
  return true
}

/** What the row states of its country, of WHERES; 0 where only its text tells. */
function whereOf(): usize {
  if (countryColumn < 0) return WHERES
  findCell(countryColumn)
  const start = cellStart
  const length = cellEnd - start
  if (start >= cellEnd) return WHERES
  if (length > SLOT_BYTES - 4 || byteAt(start) <= SPACE || blankAt(start) > 0) return 0
  let hash: u32 = 0
  for (let at = start; at < start + length; at++) {
    const byte = byteAt(at)
    if (byte === QUOTE) return 0
    hash = hash * 31 + byte
  }
  const slot: usize = COUNTRY_SLOTS + (hash & (SLOTS - 1)) * SLOT_BYTES
  if (load<u8>(slot) !== length || !isSame(slot + 4, start, length)) {
    store<u16>(slot, meetCountry(start, start + length), 2)
    store<u8>(slot, length)
    for (let at: u32 = 0; at < length; at++) store<u8>(slot + 4 + at, byteAt(start + at))
  }
  return WHERES + (load<u16>(slot, 2) as usize) * WHERE_BYTES
}

function isSame(known: usize, start: u32, length: u32): bool {
  for (let at: u32 = 0; at < length; at++) if (load<u8>(known + at) !== byteAt(start + at)) return false
  return true
}

const NUMBER_BYTES: u32 = 16
const NAME_WORD: usize = 12

function placeOf(which: u32): usize {
  return NUMBERS + (count + which) * NUMBER_BYTES
}

/** Whether one of the row's first numbers is this one. */
function hasNumber(own: u32): bool {
  for (let which: u32 = 0; which < own; which++) if (load<u64>(placeOf(which)) === value) return true
  return false
}

/** As putNumber in seen-numbers.ts, but for the name. */
function putNumber(which: u32, cell: u32, start: u32): void {
  const place = placeOf(which)
  store<u64>(place, value)
  store<u32>(place + 8, 2 * row)
  store<u16>(NUMBER_CELLS + ((count + which) << 1), cell)
  store<u32>(NUMBER_STARTS + ((count + which) << 2), start)
  store<usize>(OWNERS + (which << 2), changetype<usize>(numberOwner))
}

/** @returns false where only the row's texts tell the name */
function putName(own: u32): bool {
  let name: u32 = 0
  let filled: u32 = 0
  for (let which: u32 = 0; which < nameCount; which++) {
    findCell(load<u32>(NAME_COLUMNS + (which << 2)))
    if (cellStart >= cellEnd) continue
    const hash = hashName(cellStart, cellEnd)
    if (hash === 0) return false
    name += hash
    filled += 1
  }
  for (let which: u32 = 0; which < own; which++) store<u32>(placeOf(which) + NAME_WORD, name)
  return filled >= fewestNames
}

/** Whether enough examples are kept of all that is in the row. */
function isOnlyCounted(): bool {
  for (let at: u32 = 0; at < found; at++) if (load<u8>(CODE_IS_COUNTED + codeAt(at)) === 0) return false
  return true
}

function countFound(): void {
  for (let at: u32 = 0; at < found; at++) {
    const code = codeAt(at) << 2
    store<u32>(CODE_COUNTS + code, load<u32>(CODE_COUNTS + code) + 1)
    store<u32>(CODE_MENDED + code, load<u32>(CODE_MENDED + code) + mendedAt(at))
  }
}

function metAt(at: u32): Region {
  return changetype<Region>(load<usize>(MET_REGIONS + (at << 2)))
}

function countRegion(region: Region): void {
  if (region.numbers === 0) {
    store<usize>(MET_REGIONS + (regions << 2), changetype<usize>(region))
    regions += 1
  }
  region.numbers += 1
}
