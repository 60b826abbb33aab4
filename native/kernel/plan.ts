// Which number do these digits make? The same steps as core/number/dialled.ts, which is the one that defines, over the same tables:
// JavaScript puts a plan there when it is first met.
import { meetPlan } from './asked'
import { NO_COUNTRY, PLACED, TOO_LONG, TOO_SHORT, WRONG_LENGTH } from './codes'
import { BEGINNINGS, DIGITS, LABELS, NEXT, RESTS } from './layout'

/** What a prefix is: see Prefix in plan.ts. */
export class Prefix {
  first: u32
  start: i32
}

/** One country's rules: see Region in plan.ts. */
export class Region {
  plan: Plan
  hasCountry: u32
  index: u32
  shortest: u32
  longest: u32
  lengths: u32
  plusDigits: u32
  internationalPrefix: Prefix
  nationalPrefix: Prefix
  behindCallingCode: Prefix
  /** How many numbers are its own. */
  numbers: u32
}

/** One calling code: see Plan in plan.ts. Its regions stand one behind the other. */
export class Plan {
  value: u32
  codeLength: u32
  main: Region
  shortest: u32
  hasOtherSpelling: u32
  start: i32
  /** What is said of a national number, by the label. */
  readings: usize
  cuts: usize
}

/** See Reading in plan.ts; a byte for each kind stands behind it. */
export class Reading {
  matching: u32
  assigned: u32
  owner: i32
}

/** See Cut in plan.ts. */
class Cut {
  length: u32
  /** Whether something comes in its place. */
  isReplaced: u32
}

// JavaScript writes these with four bytes to a field.
const REGION_BYTES: usize = offsetof<Region>()
export const READING_BYTES: usize = 64
export const CUT_BYTES: usize = 8

export function digit(at: u32): u32 {
  return load<u8>(DIGITS + at)
}

export function putDigit(at: u32, value: u32): void {
  store<u8>(DIGITS + at, value as u8)
}

/** The number that was placed last: which digits are its national number, and what the plan says of them. */
export let plan: Plan = changetype<Plan>(0)
/** Null (0) where the library names no country. */
export let owner: Region = changetype<Region>(0)
export let from: u32 = 0
export let to: u32 = 0
export let reading: Reading = changetype<Reading>(0)
export let isAssigned: bool = false
/** Whether something else came in place of a prefix, in any number since `beginCell`: what was placed is then not to be relied on. */
export let isReplaced: bool = false

export function beginCell(): void {
  isReplaced = false
}

/** As placeInternational. @returns PLACED, or the code of what is wrong */
export function placeInternational(first: u32, end: u32, unknown: u32): u32 {
  const known = planAt(first, end)
  return changetype<usize>(known) === 0 ? unknown : placeBehindCallingCode(known, first + known.codeLength, end)
}

function planAt(first: u32, end: u32): Plan {
  const beginning = digitAt(first, end) * 100 + digitAt(first + 1, end) * 10 + digitAt(first + 2, end)
  let known = load<i32>(BEGINNINGS + (beginning << 2))
  if (known < 0) known = meetPlan(beginning) as i32
  const found = changetype<Plan>(known)
  return known !== 0 && found.codeLength <= end - first ? found : changetype<Plan>(0)
}

function digitAt(at: u32, end: u32): u32 {
  return at < end ? digit(at) : 0
}

/** As placeDialled. */
export function placeDialled(first: u32, end: u32, region: Region): u32 {
  const dialled = behindInternationalPrefix(region, first, end)
  if (dialled > first) return placeInternational(dialled, end, NO_COUNTRY)
  const home = region.plan
  if (beginsWithCallingCode(home, region, first, end)) {
    return placeBehindCallingCode(home, first + home.codeLength, end)
  }
  return placeNational(home, region, first, end)
}

function placeBehindCallingCode(known: Plan, first: u32, end: u32): u32 {
  return first === end ? TOO_SHORT : placeNational(known, changetype<Region>(0), first, end)
}

function placeNational(known: Plan, stated: Region, first: u32, end: u32): u32 {
  const isStated = changetype<usize>(stated) !== 0
  const region = isStated ? stated : known.main
  const prefix = isStated ? region.nationalPrefix : region.behindCallingCode
  if (mayBeginWith(prefix, digit(first))) readWithoutPrefix(known, region, prefix, first, end)
  else readSpan(known, first, end)
  plan = known
  owner = reading.owner < 0 ? stated : regionOf(known, reading.owner)
  const ruling = changetype<usize>(owner) === 0 ? known.main : owner
  const wrong = wrongLength(ruling, to - from)
  if (wrong !== PLACED) return wrong
  isAssigned = isOneOf(reading.assigned, ruling)
  return PLACED
}

function regionOf(known: Plan, index: i32): Region {
  return changetype<Region>(changetype<usize>(known.main) + (index as usize) * REGION_BYTES)
}

export function mayBeginWith(prefix: Prefix, first: u32): bool {
  return ((prefix.first >> first) & 1) === 1
}

function isOneOf(bits: u32, region: Region): bool {
  return ((bits >> region.index) & 1) === 1
}

/** What a region's country makes of the number: see KIND in plan.ts. */
export function kindIn(known: Reading, region: Region): u32 {
  return load<u8>(changetype<usize>(known) + offsetof<Reading>() + region.index)
}

function behindInternationalPrefix(region: Region, first: u32, end: u32): u32 {
  const prefix = region.internationalPrefix
  if (!mayBeginWith(prefix, digit(first))) return first
  const behind = first + cutOf(region.plan, prefix, first, end).length
  return behind === end || digit(behind) === 0 ? first : behind
}

function cutOf(known: Plan, prefix: Prefix, first: u32, end: u32): Cut {
  return changetype<Cut>(known.cuts + (run(prefix.start, first, end) as usize) * CUT_BYTES)
}

function readingOf(known: Plan, first: u32, end: u32): Reading {
  return changetype<Reading>(known.readings + (run(known.start, first, end) as usize) * READING_BYTES)
}

function beginsWithCallingCode(known: Plan, region: Region, first: u32, end: u32): bool {
  const behind = first + known.codeLength
  if (behind > end || !endsWithCode(known, behind)) return false
  readWithoutPrefix(known, region, region.nationalPrefix, first, end)
  if (wrongLength(region, to - from) === TOO_LONG) return true
  if (isOneOf(reading.matching, region)) return false
  readWithoutPrefix(known, region, region.behindCallingCode, behind, end)
  return isOneOf(reading.matching, region)
}

/** Whether the digits up to a place end with those of its calling code, with another digit before or not. */
export function endsWithCode(known: Plan, end: u32): bool {
  if (end < known.codeLength) return false
  let rest = known.value
  for (let at = end; rest > 0; rest /= 10) {
    at -= 1
    if (digit(at) !== rest % 10) return false
  }
  return true
}

/** The prefix goes, unless what is left would be less of a number than before. */
function readWithoutPrefix(known: Plan, region: Region, prefix: Prefix, first: u32, end: u32): void {
  if (cutPrefix(known, prefix, first, end)) {
    reading = readingOf(known, from, to)
    const isLess = !isOneOf(reading.matching, region) && isOneOf(readingOf(known, first, end).matching, region)
    const ruling = reading.owner < 0 ? region : regionOf(known, reading.owner)
    const wrong = wrongLength(ruling, to - from)
    if (!isLess && (wrong === PLACED || wrong === TOO_LONG)) return
  }
  readSpan(known, first, end)
}

function readSpan(known: Plan, first: u32, end: u32): void {
  from = first
  to = end
  reading = readingOf(known, first, end)
}

/** @returns false when the digits do not begin with the prefix */
function cutPrefix(known: Plan, prefix: Prefix, first: u32, end: u32): bool {
  if (!mayBeginWith(prefix, digit(first))) return false
  const cut = cutOf(known, prefix, first, end)
  if (cut.length === 0) return false
  from = first + cut.length
  to = end
  if (cut.isReplaced !== 0) isReplaced = true
  return true
}

function wrongLength(region: Region, length: u32): u32 {
  if (length < region.shortest) return TOO_SHORT
  if (length > region.longest) return TOO_LONG
  return ((region.lengths >> length) & 1) === 1 ? PLACED : WRONG_LENGTH
}

const ROW_BYTES: u32 = 20
const LENGTHS: u32 = 20

/** The label that an automaton gives some digits: see automaton.ts. */
function run(start: i32, first: u32, end: u32): u32 {
  let state = start
  for (let at = first; state >= 0 && at < end; at++) {
    state = load<i16>(NEXT + state * ROW_BYTES + (digit(at) << 1))
  }
  if (state >= 0) return load<u8>(LABELS + state)
  return load<u8>(RESTS + (~state as u32) * LENGTHS + min(end - first, LENGTHS - 1))
}
