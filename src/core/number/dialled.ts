// Which number do these digits make? Takes libphonenumber-js's own steps, in its order, with the compiled plans of
// plan.ts. Knows nothing of texts: that is number.ts.
import { runAutomaton } from './automaton.ts'
import { bareText, beginsWith, digits, putInstead, type Span, textOf } from './digits.ts'
import { type Home, mayBeginWith, type Plan, type Prefix, planOf, type Reading, type Region } from './plan.ts'

/** What a numbering plan makes of some digits: the number, to which number.ts adds what only the text tells. */
export interface PlanNumber {
  readonly kind: 'number'
  readonly e164: string
  readonly callingCode: string
  /** Null where the library names none. */
  readonly country: string | null
  readonly national: string
  extension: string | null
  read: 'exact' | 'national'
  readonly assigned: boolean
}

/** Why a plan makes no number of some digits; each is a RejectionReason of number.ts. */
export type PlanRejection = 'too-short' | 'too-long' | 'wrong-length' | 'no-country' | 'no-such-calling-code'

/** A number that is not a text yet: which of the digits its national number is, and what the plan says of them. */
export interface Placed extends Span {
  readonly plan: Plan
  /** Whose it is; null where the library names no country. */
  readonly owner: Region | null
  readonly reading: Reading
  readonly assigned: boolean
}

/** The number behind a plus sign, of some digits. `unknown` is the reason to give when no calling code begins them. */
export function readInternational(from: number, to: number, unknown: PlanRejection): PlanNumber | PlanRejection {
  return numberAt(placeInternational(from, to, unknown))
}

/** The number that some digits are when dialled in a country. */
export function readDialled(from: number, to: number, home: Home): PlanNumber | PlanRejection {
  return numberAt(placeDialled(from, to, home))
}

/** As readInternational, without making texts. */
export function placeInternational(from: number, to: number, unknown: PlanRejection): Placed | PlanRejection {
  const plan = planAt(from, to)
  return plan === null ? unknown : placeBehindCallingCode(plan, from + plan.callingCode.length, to)
}

/** The plan of the calling code that some digits begin with. */
function planAt(from: number, to: number): Plan | null {
  const plan = planOf(digitAt(from, to) * 100 + digitAt(from + 1, to) * 10 + digitAt(from + 2, to))
  return plan !== null && plan.callingCode.length <= to - from ? plan : null
}

function digitAt(at: number, to: number): number {
  return at < to ? (digits[at] as number) : 0
}

/** As readDialled, without making texts. */
export function placeDialled(from: number, to: number, { plan, region }: Home): Placed | PlanRejection {
  const dialled = behindInternationalPrefix(region, from, to)
  if (dialled > from) return placeInternational(dialled, to, 'no-country')
  if (beginsWithCallingCode(plan, region, { from, to })) {
    return placeBehindCallingCode(plan, from + plan.callingCode.length, to)
  }
  return placeNational(plan, region, from, to)
}

function placeBehindCallingCode(plan: Plan, from: number, to: number): Placed | PlanRejection {
  return from === to ? 'too-short' : placeNational(plan, null, from, to)
}

function placeNational(plan: Plan, stated: Region | null, from: number, to: number): Placed | PlanRejection {
  const region = stated ?? plan.main
  const prefix = stated === null ? region.behindCallingCode : region.nationalPrefix
  // Most have none: that is cheaper to see than to try.
  if (!mayBeginWith(prefix, digits[from] as number)) return judgeSpan(plan, stated, readSpan(plan, from, to))
  return judgeSpan(plan, stated, withoutPrefix({ plan, region, prefix }, { from, to }))
}

function judgeSpan(plan: Plan, stated: Region | null, { from, to, reading }: ReadSpan): Placed | PlanRejection {
  const owner = plan.regions[reading.owner] ?? stated
  const region = owner ?? plan.main
  const wrong = wrongLength(region, to - from)
  if (wrong !== null) return wrong
  return { plan, owner, from, to, reading, assigned: isOneOf(reading.assigned, region) }
}

function numberAt(placed: Placed | PlanRejection): PlanNumber | PlanRejection {
  if (typeof placed === 'string') return placed
  const { plan, owner, from, to, assigned } = placed
  const national = textOf(from, to)
  return {
    kind: 'number',
    e164: (from === plan.callingCode.length && bareText()) || plan.plus + national,
    callingCode: plan.callingCode,
    country: owner === null ? null : owner.country,
    national,
    extension: null,
    read: 'exact',
    assigned,
  }
}

/** Whether a region is among those that have a bit each. */
function isOneOf(bits: number, { index }: Region): boolean {
  return ((bits >>> index) & 1) === 1
}

// stripIddPrefix in the library. No calling code begins with 0: then it was no international prefix.
function behindInternationalPrefix({ internationalPrefix }: Region, from: number, to: number): number {
  if (!mayBeginWith(internationalPrefix, digits[from] as number)) return from
  const behind = from + runAutomaton(internationalPrefix.cuts, digits, from, to).length
  return behind === to || digits[behind] === 0 ? from : behind
}

// extractCountryCallingCodeFromInternationalNumberWithoutPlusSign in the library: 353871234567 dialled in Ireland.
function beginsWithCallingCode(plan: Plan, region: Region, whole: Span): boolean {
  if (!beginsWith(whole.from, whole.to, plan.callingCode)) return false
  const { nationalPrefix, behindCallingCode } = region
  const { from, to, reading } = withoutPrefix({ plan, region, prefix: nationalPrefix }, whole)
  if (wrongLength(region, to - from) === 'too-long') return true
  if (isOneOf(reading.matching, region)) return false
  const behind = { from: whole.from + plan.callingCode.length, to: whole.to }
  return isOneOf(withoutPrefix({ plan, region, prefix: behindCallingCode }, behind).reading.matching, region)
}

/** Some digits, and what the plan says of them. */
interface ReadSpan extends Span {
  readonly reading: Reading
}

/** A national prefix, and by whose rules it goes. */
interface Ruled {
  readonly plan: Plan
  readonly region: Region
  readonly prefix: Prefix
}

// extractNationalNumber in the library: the prefix goes, unless what is left would be less of a number than before.
function withoutPrefix({ plan, region, prefix }: Ruled, { from, to }: Span): ReadSpan {
  const rest = cutPrefix(prefix, from, to)
  if (rest !== null) {
    const reading = runAutomaton(plan.readings, digits, rest.from, rest.to)
    const isLess =
      !isOneOf(reading.matching, region) && isOneOf(runAutomaton(plan.readings, digits, from, to).matching, region)
    const wrong = wrongLength(plan.regions[reading.owner] ?? region, rest.to - rest.from)
    if (!isLess && (wrong === null || wrong === 'too-long')) return { from: rest.from, to: rest.to, reading }
  }
  return readSpan(plan, from, to)
}

function readSpan(plan: Plan, from: number, to: number): ReadSpan {
  return { from, to, reading: runAutomaton(plan.readings, digits, from, to) }
}

/** Null when the digits do not begin with the prefix. */
function cutPrefix(prefix: Prefix, from: number, to: number): Span | null {
  if (!mayBeginWith(prefix, digits[from] as number)) return null
  const cut = runAutomaton(prefix.cuts, digits, from, to)
  if (cut.length === 0) return null
  return cut.to === 0 ? { from: from + cut.length, to } : putInstead(cut, from, to)
}

/** What is wrong with the length of a national number there; null when it is possible. */
export function wrongLength(
  { lengths, shortest, longest }: Region,
  length: number,
): 'too-short' | 'too-long' | 'wrong-length' | null {
  if (length < shortest) return 'too-short'
  if (length > longest) return 'too-long'
  return (lengths >>> length) & 1 ? null : 'wrong-length'
}
