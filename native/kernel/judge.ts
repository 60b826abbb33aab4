// What is found in a phone cell, and which number it holds: the same as core/verdict.ts, which is the one that defines.
import { beginsWithZero } from './asked'
import {
  COUNTRY_CONTRADICTS,
  FORMAT,
  PLUS as LACKS_PLUS,
  NATIONAL,
  NO_COUNTRY,
  NO_SUCH_CALLING_CODE,
  NOT_ASSIGNED,
  PLACED,
  PREFIX,
  PREMIUM,
  SHARED_COST,
  SHORT_CODE,
  TOLL_FREE,
  TOO_SHORT,
  TRUNK_ZERO,
  TWO_READINGS,
  UNKNOWN_COUNTRY,
  UNLISTED,
} from './codes'
import { FOUND, KINDS } from './layout'
import {
  beginCell,
  digit,
  endsWithCode,
  from,
  isAssigned,
  isReplaced,
  kindIn,
  mayBeginWith,
  owner,
  placeDialled,
  placeInternational,
  plan,
  putDigit,
  Reading,
  Region,
  reading,
  to,
} from './plan'
import { byteAt } from './scan'

/** What a contact states of its country: where its numbers are dialled (0 for nowhere), and whether it said so itself. */
export class Where {
  home: Region
  isStated: u32
  isUnknown: u32
}

// Of text.ts.
const DIGIT: u32 = 1
const SPACE: u32 = 2
const DASH: u32 = 4
const SLASH: u32 = 8
const BRACKET: u32 = 16
const RARE: u32 = 32
const OTHER: u32 = 64
const DOT: u32 = 128
const FEWEST_DIGITS: u32 = 3
const NO_DIGIT: u32 = 10
const DOUBLE_ZERO: u32 = 2
const AMERICAN: u32 = 3
const AUSTRALIAN: u32 = 4
// Of KIND in plan.ts.
const KIND_FIXED_OR_MOBILE: u32 = 0x33
const KIND_TOLL_FREE: u32 = 0x34
const KIND_PREMIUM: u32 = 0x35
const KIND_SHARED_COST: u32 = 0x36

const BLANK: u32 = 0x20
const OPENING: u32 = 0x28
const CLOSING: u32 = 0x29
const PLUS: u32 = 0x2b
const SLASH_BYTE: u32 = 0x2f
const ZERO: u32 = 0x30

const MOST_VALUED: u32 = 15
const LONGEST: u32 = 40
const MOST_OF_SHORT_CODE: u32 = 6
const FEWEST_OF_ALL: u32 = 5

/** The number of the cell that was judged last; 0 where it holds nobody's. Its owner is that of plan.ts. */
export let value: u64 = 0
export let numberOwner: Region = changetype<Region>(0)
export let isE164: bool = false
export let isMended: bool = false
/** What was found so far in the row, two bytes each. */
export let found: u32 = 0

let where: Where = changetype<Where>(0)
let start: u32 = 0
let end: u32 = 0
let count: u32 = 0
let hasPlus: bool = false
let kinds: u32 = 0
let plusDigits: u32 = 0
let firstFound: u32 = 0

export function beginRow(): void {
  found = 0
}

/** @returns whether all is known of the cell, which is not empty; where it is not, nothing is */
export function judgeCell(cellStart: u32, cellEnd: u32, under: Where): bool {
  value = 0
  isE164 = isMended = false
  firstFound = found
  where = under
  beginCell()
  return judge(cellStart, cellEnd) && !isReplaced
}

function judge(cellStart: u32, cellEnd: u32): bool {
  if (!scanCell(cellStart, cellEnd)) return false
  plusDigits = hasPlus ? 0 : countPlusDigits()
  if (plusDigits > 0 && !isPrefix()) return false
  if ((kinds & SLASH) !== 0 && (plusDigits !== 0 || mayHoldSeveral())) return false
  const wrong = place(count)
  // What is not assigned there may be another number as it is dialled.
  if (plusDigits > 0 && hasHome() && (wrong !== PLACED || !isAssigned)) return false
  if (wrong !== PLACED) return judgeRejected(wrong)
  const isExact = hasPlus || plusDigits > 0 || isWrittenWhole()
  if (!isExact && !isAssigned) return judgeRejected(NOT_ASSIGNED)
  return judgeNumber(isExact)
}

function hasHome(): bool {
  return changetype<usize>(where.home) !== 0
}

function kindAt(at: u32): u32 {
  return load<u8>(KINDS + byteAt(at))
}

function scanCell(cellStart: u32, cellEnd: u32): bool {
  start = cellStart
  end = cellEnd
  if (end - start > LONGEST || byteAt(start) === BLANK || byteAt(end - 1) === BLANK) return false
  const plusAt = byteAt(start) === OPENING ? start + 1 : start
  hasPlus = byteAt(plusAt) === PLUS
  let digits: u32 = 0
  let all: u32 = 0
  for (let at = hasPlus ? plusAt + 1 : start; at < end; at++) {
    const kind = kindAt(at)
    all |= kind
    putDigit(digits, byteAt(at) - ZERO)
    digits += kind & DIGIT
  }
  if (digits < FEWEST_DIGITS + 2 || (all & (RARE | OTHER)) !== 0) return false
  putDigit(digits, NO_DIGIT)
  putDigit(digits + 1, NO_DIGIT)
  count = digits
  kinds = all
  return (all & (DASH | DOT | SLASH)) === 0 || !mayBeOther()
}

function mayBeOther(): bool {
  if ((kinds & DOT) !== 0 && byteAt(end - 1) === ZERO) return true
  return count <= 10 && !hasPlus && end - start === count + 2
}

function countPlusDigits(): u32 {
  if (digit(0) !== 0) return 0
  if (digit(1) === 0) return digit(2) === 1 && digit(3) === 1 ? AUSTRALIAN : DOUBLE_ZERO
  return digit(1) === 1 && digit(2) === 1 ? AMERICAN : 0
}

/** Whether the first digits stand for a plus sign beyond doubt, unless no number is behind them. */
function isPrefix(): bool {
  if (count - plusDigits < FEWEST_DIGITS) return false
  if (plusDigits !== (hasHome() ? where.home.plusDigits : DOUBLE_ZERO)) return false
  let at = start
  while (byteAt(at) !== ZERO) at += 1
  return plusDigits !== DOUBLE_ZERO || byteAt(at + 1) === ZERO
}

function mayHoldSeveral(): bool {
  let before: u32 = 0
  for (let at = start; byteAt(at) !== SLASH_BYTE; at++) before += kindAt(at) & DIGIT
  return mayBeFirst(before)
}

function mayBeFirst(before: u32): bool {
  const wrong = before < FEWEST_DIGITS && hasPlus ? TOO_SHORT : place(before)
  return wrong === PLACED ? isAssigned : wrong === NO_COUNTRY
}

function place(digits: u32): u32 {
  if (hasPlus || plusDigits > 0) return placeInternational(plusDigits, digits, NO_SUCH_CALLING_CODE)
  return hasHome() ? placeDialled(0, digits, where.home) : NO_COUNTRY
}

function isWrittenWhole(): bool {
  return from > plan.codeLength && to === count && endsWithCode(plan, from)
}

function judgeRejected(reason: u32): bool {
  if ((kinds & SPACE) !== 0 && reason !== NO_COUNTRY && mayHoldTwo()) return false
  // Perhaps a placeholder.
  if (isRun(0, count)) return false
  const isShort = count <= MOST_OF_SHORT_CODE && digit(0) !== 0 && !hasPlus
  say(isShort ? SHORT_CODE : reason === NO_COUNTRY && where.isUnknown !== 0 ? UNKNOWN_COUNTRY : reason)
  return true
}

function mayHoldTwo(): bool {
  const fewest = hasHome() ? min(FEWEST_OF_ALL, where.home.plan.shortest) : FEWEST_OF_ALL
  let before: u32 = 0
  for (let at = start; at < end; at++) {
    const isGap = byteAt(at) === BLANK && before >= fewest && count - before >= fewest
    if (isGap && before > plusDigits && mayBeFirst(before)) return true
    before += kindAt(at) & DIGIT
  }
  return false
}

function judgeNumber(isExact: bool): bool {
  if (changetype<usize>(owner) === 0 || owner.hasCountry === 0 || plan.hasOtherSpelling !== 0) return false
  if (plan.codeLength + to - from > MOST_VALUED || isRun(from, to)) return false
  const contradicts = where.isStated !== 0 && owner !== where.home && plan !== where.home.plan
  value = plan.value
  for (let at = from; at < to; at++) value = value * 10 + digit(at)
  isE164 = hasPlus && end - start === count + 1 && from === plan.codeLength
  numberOwner = owner
  // Another number may be placed below.
  const own = reading
  const assigned = isAssigned
  if (!isE164) {
    // What the number's E.164 is read as, only reading it tells, unless no prefix can be taken from it.
    if (own.owner < 0 || mayBeginWith(plan.main.behindCallingCode, digit(from))) return false
    if (!sayManners(isExact)) return false
    if (codeAt(firstFound) === NATIONAL && hasSecondReading(own)) say(TWO_READINGS)
    else if (assigned && (!contradicts || hasPlus)) mend()
  }
  const kind = kindIn(own, numberOwner)
  if (!assigned) say(UNLISTED)
  if (kind === KIND_PREMIUM) say(PREMIUM)
  else if (kind === KIND_TOLL_FREE) say(TOLL_FREE)
  else if (kind === KIND_SHARED_COST) say(SHARED_COST)
  if (contradicts) say(COUNTRY_CONTRADICTS)
  return true
}

function sayManners(isExact: bool): bool {
  const hasTrunkZero = (kinds & BRACKET) !== 0 && holdsTrunkZero()
  if (isExact) {
    if (!hasPlus) say(PREFIX)
    if (hasTrunkZero) say(TRUNK_ZERO)
    if (found === firstFound) say(FORMAT)
    return true
  }
  if (hasTrunkZero) return false
  say(isWhole() ? LACKS_PLUS : NATIONAL)
  return true
}

function hasSecondReading(own: Reading): bool {
  if (digit(0) === 0) return false
  if (placeInternational(0, count, NO_SUCH_CALLING_CODE) !== PLACED || !isAssigned) return false
  return kindIn(own, numberOwner) !== KIND_FIXED_OR_MOBILE || beginsWithZero(value as f64)
}

function isWhole(): bool {
  const behind = plan.codeLength
  if (behind + to - from > count || !endsWithCode(plan, behind)) return false
  for (let at = from; at < to; at++) if (digit(behind + at - from) !== digit(at)) return false
  return true
}

function holdsTrunkZero(): bool {
  for (let at = start; at < end; at++) {
    if (byteAt(at) !== OPENING) continue
    let behind = at + 1
    while (byteAt(behind) === ZERO) behind += 1
    if (byteAt(behind) === CLOSING && behind > at + 1) return true
  }
  return false
}

function isRun(first: u32, last: u32): bool {
  const step = stepTo(first + 1)
  for (let at = first + 2; at < last; at++) {
    const other = stepTo(at) - step
    if (other !== 0 && other !== 10 && other !== -10) return false
  }
  return true
}

function stepTo(at: u32): i32 {
  return (digit(at) as i32) - (digit(at - 1) as i32)
}

export function say(code: u32): void {
  store<u8>(FOUND + 2 * found, code)
  store<u8>(FOUND + 2 * found + 1, 0)
  found += 1
}

export function codeAt(at: u32): u32 {
  return load<u8>(FOUND + 2 * at)
}

export function mendedAt(at: u32): u32 {
  return load<u8>(FOUND + 2 * at + 1)
}

/** What was found so far in the cell, a repair mends. */
function mend(): void {
  isMended = true
  for (let at = firstFound; at < found; at++) store<u8>(FOUND + 2 * at + 1, 1)
}
