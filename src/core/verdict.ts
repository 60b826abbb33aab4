// What auditRow says of a cell, seen by its bytes: no text is made of it, nor a finding for each thing that is to be said. Only cells
// of one number with the usual marks are seen so, which are nearly all; of others auditRow says it. Knows nothing of rows.
import { beginsWithZero, type Where } from './audit.ts'
import type { FindingCode } from './finding.ts'
import { type Placed, type PlanRejection, placeDialled, placeInternational } from './number/dialled.ts'
import { digits, endsWith, MOST_DIGITS } from './number/digits.ts'
import { hasOtherSpelling } from './number/line.ts'
import { formatNational } from './number/number.ts'
import { callingCodeOf, type Home, homeOf, mayBeginWith, type Region } from './number/plan.ts'
import { fewestDigits } from './number/several.ts'
import { isFixedOrMobileIn, tariffIn } from './number/tariff.ts'
import {
  BRACKET,
  DASH,
  DIGIT,
  DOT,
  DOUBLE_ZERO,
  FEWEST_DIGITS,
  kindOfByte,
  NO_DIGIT,
  plusDigitsIn,
  SLASH,
  SPACE,
  UNUSUAL,
} from './number/text.ts'

/** One object for many cells: it is good until the next is judged. */
export interface Verdict {
  /** The number's digits as an integer, where its line has no other spelling; 0 where the cell holds nobody's. */
  value: number
  country: string
  /** Whether it is E.164 and nothing else. */
  isE164: boolean
  /** The first `count` are found. */
  readonly codes: FindingCode[]
  count: number
  /** So many of the first are mended by the certain repair, which is the number as E.164; 0 where none is certain. */
  mended: number
}

export function newVerdict(): Verdict {
  return { value: 0, country: '', isE164: false, codes: [], count: 0, mended: 0 }
}

// With more, a double does not hold it.
const MOST_VALUED = 15
// A cell that has more holds more than one number.
const LONGEST = 40

const [BLANK, OPENING, CLOSING, PLUS, SLASH_BYTE, ZERO] = [32, 40, 41, 43, 47, 48]

/** A cell as its bytes are; its digits stand in digits.ts. One for all. */
interface Scanned {
  bytes: Uint8Array
  start: number
  end: number
  count: number
  hasPlus: boolean
  /** See text.ts. */
  kinds: number
  plusDigits: number
  /** Where it is dialled; null where no country is known. */
  home: Home | null
}

const cell: Scanned = {
  bytes: new Uint8Array(0),
  start: 0,
  end: 0,
  count: 0,
  hasPlus: false,
  kinds: 0,
  plusDigits: 0,
  home: null,
}

/**
 * Judges a cell that is not empty.
 *
 * @param bytes UTF-8
 * @returns whether `verdict` is now what auditRow would say of the cell alone; where it is not, nothing is known
 */
export function judgeBytes(bytes: Uint8Array, start: number, end: number, where: Where, verdict: Verdict): boolean {
  verdict.value = verdict.count = verdict.mended = 0
  if (!scanBytes(bytes, start, end)) return false
  const under = where.country ?? where.region
  const home = under === null ? null : homeOf(under)
  const plusDigits = cell.hasPlus ? 0 : plusDigitsIn(digits)
  cell.home = home
  cell.plusDigits = plusDigits
  if (plusDigits > 0 && !isPrefix()) return false
  if ((cell.kinds & SLASH) !== 0 && (plusDigits !== 0 || mayHoldSeveral())) return false
  const placed = place(cell.count)
  // What is not assigned there may be another number as it is dialled.
  if (plusDigits > 0 && home !== null && (typeof placed === 'string' || !placed.assigned)) return false
  if (typeof placed === 'string') return judgeRejected(placed, where, verdict)
  if (placed.from >= MOST_DIGITS) return false
  const isExact = cell.hasPlus || plusDigits > 0 || isWrittenWhole(placed)
  if (!isExact && !placed.assigned) return judgeRejected('not-assigned', where, verdict)
  return judgeNumber(placed, isExact, where, verdict)
}

function scanBytes(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST || bytes[start] === BLANK || bytes[end - 1] === BLANK) return false
  const plusAt = bytes[start] === OPENING ? start + 1 : start
  const hasPlus = bytes[plusAt] === PLUS
  const into = digits
  let [count, kinds] = [0, 0]
  for (let at = hasPlus ? plusAt + 1 : start; at < end; at++) {
    const byte = bytes[at] as number
    const kind = kindOfByte(byte)
    kinds |= kind
    into[count] = byte - ZERO
    count += kind & DIGIT
  }
  if (count < FEWEST_DIGITS + 2 || (kinds & UNUSUAL) !== 0) return false
  into[count] = into[count + 1] = NO_DIGIT
  cell.bytes = bytes
  cell.start = start
  cell.end = end
  cell.count = count
  cell.hasPlus = hasPlus
  cell.kinds = kinds
  return (kinds & (DASH | DOT | SLASH)) === 0 || !mayBeOther()
}

/** Whether it may be a date, or a number with decimals. */
function mayBeOther(): boolean {
  const { bytes, start, end, count, hasPlus, kinds } = cell
  if ((kinds & DOT) !== 0 && bytes[end - 1] === ZERO) return true
  return count <= 10 && !hasPlus && end - start === count + 2
}

/** Whether the first digits stand for a plus sign beyond doubt, unless no number is behind them. */
function isPrefix(): boolean {
  const { bytes, start, count, plusDigits, home } = cell
  if (count - plusDigits < FEWEST_DIGITS) return false
  if (home === null ? plusDigits !== DOUBLE_ZERO : home.region.plusDigits !== plusDigits) return false
  let at = start
  while (bytes[at] !== ZERO) at += 1
  return plusDigits !== DOUBLE_ZERO || bytes[at + 1] === ZERO
}

/** Whether what is before the slash is a number by itself: what follows would have to be guessed at. */
function mayHoldSeveral(): boolean {
  const { bytes, start } = cell
  let before = 0
  for (let at = start; bytes[at] !== SLASH_BYTE; at++) before += kindOfByte(bytes[at] as number) & DIGIT
  return mayBeFirst(before)
}

/** Whether so many digits may be a number, or only a country is lacking. */
function mayBeFirst(before: number): boolean {
  const first = before < FEWEST_DIGITS && cell.hasPlus ? 'too-short' : place(before)
  return typeof first === 'string' ? first === 'no-country' : first.assigned
}

const UNKNOWN: PlanRejection = 'no-such-calling-code'

/** So many digits as readPlan reads them. */
function place(to: number): Placed | PlanRejection {
  const { hasPlus, plusDigits, home } = cell
  if (hasPlus || plusDigits > 0) return placeInternational(plusDigits, to, UNKNOWN)
  return home === null ? 'no-country' : placeDialled(0, to, home)
}

/** Whether a dialled text names the calling code: see number.ts. */
function isWrittenWhole({ plan, from, to }: Placed): boolean {
  return from > plan.callingCode.length && to === cell.count && endsWith(from, plan.callingCode)
}

function judgeRejected(reason: PlanRejection | 'not-assigned', where: Where, verdict: Verdict): boolean {
  const { count, hasPlus, kinds } = cell
  if ((kinds & SPACE) !== 0 && reason !== 'no-country' && mayHoldTwo()) return false
  // Perhaps a placeholder.
  if (isRun(0, count)) return false
  const isUnknown = reason === 'no-country' && Boolean(where.unknown)
  const isShort = count <= MOST_OF_SHORT_CODE && digits[0] !== 0 && !hasPlus
  say(verdict, isShort ? 'short-code' : isUnknown ? 'unknown-country' : reason)
  return true
}

const MOST_OF_SHORT_CODE = 6

/** Whether what is before a space may be a number, and as much is behind it. */
function mayHoldTwo(): boolean {
  const { bytes, start, end, count, plusDigits } = cell
  const fewest = fewestDigits(cell.home)
  let before = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    const isGap = byte === BLANK && before >= fewest && count - before >= fewest
    if (isGap && before > plusDigits && mayBeFirst(before)) return true
    before += kindOfByte(byte) & DIGIT
  }
  return false
}

function judgeNumber(placed: Placed, isExact: boolean, where: Where, verdict: Verdict): boolean {
  const { plan, owner, from, to, reading, assigned } = placed
  const { hasPlus, count, start, end } = cell
  if (owner === null || owner.country === null || hasOtherSpelling(plan.callingCode)) return false
  if (plan.callingCode.length + to - from > MOST_VALUED || isRun(from, to)) return false
  const { country } = where
  const contradicts = country !== null && owner.country !== country && plan.callingCode !== callingCodeOf(country)
  verdict.country = owner.country
  verdict.value = integerAt(placed)
  verdict.isE164 = hasPlus && end - start === count + 1 && from === plan.callingCode.length
  if (!verdict.isE164) {
    // What the number's E.164 is read as, only reading it tells, unless no prefix can be taken from it.
    if (reading.owner < 0 || mayBeginWith(plan.main.behindCallingCode, digits[from] as number)) return false
    if (!sayManners(placed, isExact, verdict)) return false
    if (verdict.codes[0] === 'national' && hasSecondReading(placed, verdict.value)) say(verdict, 'two-readings')
    else if (assigned && (!contradicts || hasPlus)) verdict.mended = verdict.count
  }
  const tariff = tariffIn(reading, owner)
  if (!assigned) say(verdict, 'unlisted')
  if (tariff !== null) say(verdict, tariff)
  if (contradicts) say(verdict, 'country-contradicts')
  return true
}

/** Says how it is written otherwise than as E.164. @returns false where only its text tells */
function sayManners(placed: Placed, isExact: boolean, verdict: Verdict): boolean {
  const { hasPlus, kinds } = cell
  const hasTrunkZero = (kinds & BRACKET) !== 0 && holdsTrunkZero()
  if (isExact) {
    if (!hasPlus) say(verdict, 'prefix')
    if (hasTrunkZero) say(verdict, 'trunk-zero')
    if (verdict.count === 0) say(verdict, 'format')
    return true
  }
  if (hasTrunkZero) return false
  say(verdict, isWhole(placed) ? 'plus' : 'national')
  return true
}

/** See readOtherwise in audit.ts. What is in digits.ts is then another number's. */
function hasSecondReading({ reading, owner }: Placed, value: number): boolean {
  if (digits[0] === 0) return false
  const other = placeInternational(0, cell.count, UNKNOWN)
  if (typeof other === 'string' || !other.assigned) return false
  return !isFixedOrMobileIn(reading, owner as Region) || beginsWithZero(formatNational(`+${value}`))
}

/** Whether the digits begin with its calling code, and go on with the national number. */
function isWhole({ plan: { callingCode }, from, to }: Placed): boolean {
  const behind = callingCode.length
  if (behind + to - from > cell.count || !endsWith(behind, callingCode)) return false
  for (let at = from; at < to; at++) if (digits[behind + at - from] !== digits[at]) return false
  return true
}

/** Zeros alone in brackets. */
function holdsTrunkZero(): boolean {
  const { bytes, start, end } = cell
  for (let at = start; at < end; at++) {
    if (bytes[at] !== OPENING) continue
    let behind = at + 1
    while (bytes[behind] === ZERO) behind += 1
    if (bytes[behind] === CLOSING && behind > at + 1) return true
  }
  return false
}

/** The whole number. */
function integerAt({ plan, from, to }: Placed): number {
  let value = plan.value
  for (let at = from; at < to; at++) value = value * 10 + (digits[at] as number)
  return value
}

/** Whether each digit follows from the one before in the same way: what isPlaceholder asks, and a little more. */
function isRun(from: number, to: number): boolean {
  const step = stepTo(from + 1)
  for (let at = from + 2; at < to; at++) {
    const other = stepTo(at) - step
    if (other !== 0 && other !== 10 && other !== -10) return false
  }
  return true
}

/** Modulo 10, for 0 follows 9. */
function stepTo(at: number): number {
  return (digits[at] as number) - (digits[at - 1] as number)
}

function say(verdict: Verdict, code: FindingCode): void {
  verdict.codes[verdict.count] = code
  verdict.count += 1
}
