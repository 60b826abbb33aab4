// Which number do these digits make, by the numbering plans of libphonenumber-js? Takes the library's own steps, in its
// order, with its own metadata, but with automata for its regular expressions. Knows nothing of texts: that is number.ts.
import metadata from 'libphonenumber-js/max/metadata'
import { buildAutomaton, firstDigits } from './automaton.ts'
import { bareText, beginsWith, digits, holdText, MOST_DIGITS, putBehind, type Span, textOf } from './digits.ts'

// The library's compressed record of one country:
// https://gitlab.com/catamphetamine/libphonenumber-js/blob/master/METADATA.md
type CountryRecord = readonly [
  callingCode: string,
  internationalPrefix: string | 0,
  pattern: string,
  lengths: readonly number[],
  formats: unknown,
  nationalPrefix?: string | 0,
  formattingRule?: unknown,
  nationalPrefixForParsing?: string | 0,
  nationalPrefixTransform?: string | 0,
  isPrefixOptional?: unknown,
  leadingDigits?: string | 0,
  types?: readonly TypeRecord[] | 0,
]
type TypeRecord = readonly [pattern: string, ...unknown[]] | 0

interface Metadata {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>
  readonly countries: Readonly<Record<string, CountryRecord>>
  readonly nonGeographic: Readonly<Record<string, CountryRecord>>
}

const { country_calling_codes: sharers, countries, nonGeographic } = metadata as unknown as Metadata

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

/** One country's rules. `bit` tells it from the countries that share its calling code. */
interface Region {
  readonly country: string | null
  readonly bit: number
  readonly shortest: number
  readonly longest: number
  /** Bit n is set when national numbers of n digits are possible. */
  readonly lengths: number
  readonly internationalPrefix: Prefix | null
  readonly nationalPrefix: Prefix | null
  readonly transform: string | null
  /** Whether its leading digits alone make a number its own; otherwise being assigned there does. */
  readonly hasLeadingDigits: boolean
}

interface Prefix {
  /** Bit n is set when it may begin with digit n: enough to see that most numbers have none. */
  readonly first: number
  /** Most prefixes are the same digits always. */
  readonly digits: readonly number[]
  readonly rule: PrefixRule | null
}

// A regular expression costs more than all the rest: an automaton tells first whether it may match.
interface PrefixRule {
  readonly pattern: RegExp
  readonly mayBegin: ReturnType<typeof buildAutomaton<boolean>>
}

/** One calling code. The rules of its first region hold where no country is known. */
interface Plan {
  readonly callingCode: string
  /** The calling code behind a plus sign, and as digits. */
  readonly plus: string
  readonly codeDigits: readonly number[]
  readonly regions: readonly [Region, ...Region[]]
  readonly read: ReturnType<typeof buildAutomaton<Reading>>
}

/** What the patterns say of a national number: the bits of the regions it matches and is assigned in, and its owner. */
interface Reading {
  readonly matching: number
  readonly assigned: number
  readonly owner: Region | null
}

/** A country as the place where somebody dials. */
export interface Home {
  readonly plan: Plan
  readonly region: Region
}

/** Why a plan makes no number of some digits; each is a RejectionReason of number.ts. */
export type PlanRejection = 'too-short' | 'too-long' | 'wrong-length' | 'no-country' | 'no-such-calling-code'

/** Whether the text names a country that has a numbering plan. */
export function isCountry(text: string): boolean {
  return homes.has(text)
}

/** The calling code of a country with a numbering plan, without plus; null for any other text. */
export function callingCodeOf(country: string): string | null {
  return isCountry(country) ? (countries[country]?.[0] ?? null) : null
}

/**
 * The patterns of the numbers that a country assigns, by type. The order is METADATA.md's: fixed line, mobile, toll free,
 * premium rate, personal, voicemail, UAN, pager, VoIP, shared cost. Null where it has none of a type.
 *
 * @param country null for the numbers of a calling code that belong to no single country
 */
export function typePatterns(country: string | null, callingCode: string): readonly (string | null)[] {
  const [, main] = recordsOf(callingCode)[0] ?? []
  const record = country === null ? main : countries[country]
  return (record?.[11] || []).map((type) => (type && type[0] !== '' ? type[0] : null))
}

const PLUS = 43
const ZERO = 48

const SHORTEST_NATIONAL = 2
const LONGEST_NATIONAL = 17

/** The number behind a plus sign, of some digits. `unknown` is the reason to give when no calling code begins them. */
export function readInternational(from: number, to: number, unknown: PlanRejection): PlanNumber | PlanRejection {
  // No calling code begins with 0.
  if (digits[from] === 0) return unknown
  let callingCode = 0
  for (let at = from; at < from + 3 && at < to; at++) {
    callingCode = callingCode * 10 + (digits[at] as number)
    const plan = planOf(callingCode)
    if (plan !== null) return readBehindCallingCode(plan, at + 1, to)
  }
  return unknown
}

/** The number that some digits are when dialled in a country. */
export function readDialled(from: number, to: number, { plan, region }: Home): PlanNumber | PlanRejection {
  const dialled = behindInternationalPrefix(region, from, to)
  if (dialled > from) return readInternational(dialled, to, 'no-country')
  if (beginsWithCallingCode(plan, region, { from, to })) {
    return readBehindCallingCode(plan, from + plan.codeDigits.length, to)
  }
  return readNational(plan, region, { from, to })
}

function readBehindCallingCode(plan: Plan, from: number, to: number): PlanNumber | PlanRejection {
  return from === to ? 'too-short' : readNational(plan, null, { from, to })
}

function readNational(plan: Plan, stated: Region | null, whole: Span): PlanNumber | PlanRejection {
  return judgeReading(plan, stated, withoutNationalPrefix(plan, stated ?? plan.regions[0], whole))
}

function judgeReading(plan: Plan, stated: Region | null, { from, to, reading }: ReadSpan): PlanNumber | PlanRejection {
  if (to - from < SHORTEST_NATIONAL) return 'too-short'
  if (to - from > LONGEST_NATIONAL) return 'too-long'
  const owner = reading.owner ?? stated
  const region = owner ?? plan.regions[0]
  const wrong = wrongLength(region, to - from)
  if (wrong !== null) return wrong
  const national = textOf(from, to)
  return {
    kind: 'number',
    e164: (from === plan.codeDigits.length && bareText()) || plan.plus + national,
    callingCode: plan.callingCode,
    country: owner?.country ?? null,
    national,
    extension: null,
    read: 'exact',
    assigned: (reading.assigned & region.bit) !== 0,
  }
}

/**
 * Reads a text that is nothing but a plus sign and digits, the form that most numbers are kept in. Null for any other, and
 * where one look does not decide: then readInternational does.
 */
export function readBare(text: string): PlanNumber | null {
  const { length } = text
  if (text.charCodeAt(0) !== PLUS || length > MOST_DIGITS) return null
  let callingCode = 0
  let plan: Plan | null = null
  let count = 0
  for (let at = 1; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return null
    digits[at - 1] = digit
    if (plan !== null || at > 3) continue
    callingCode = callingCode * 10 + digit
    plan = callingCode === 0 ? null : planOf(callingCode)
    count = at
  }
  if (plan === null || digits[0] === 0) return null
  const { nationalPrefix } = plan.regions[0]
  if (nationalPrefix !== null && mayBeginWith(nationalPrefix, count)) return null
  holdText(text, true)
  const to = length - 1
  const number = judgeReading(plan, null, { from: count, to, reading: plan.read(digits, count, to) })
  return typeof number === 'string' ? null : number
}

// stripIddPrefix in the library. No calling code begins with 0: then it was no international prefix.
function behindInternationalPrefix({ internationalPrefix }: Region, from: number, to: number): number {
  if (internationalPrefix === null || !mayBeginWith(internationalPrefix, from)) return from
  const { digits: always, rule } = internationalPrefix
  const length = rule ? (findPrefix(rule, from, to)?.[0].length ?? 0) : beginsWith(from, to, always) ? always.length : 0
  const behind = from + length
  return behind === to || digits[behind] === 0 ? from : behind
}

// extractCountryCallingCodeFromInternationalNumberWithoutPlusSign in the library: 353871234567 dialled in Ireland.
function beginsWithCallingCode(plan: Plan, region: Region, whole: Span): boolean {
  if (!beginsWith(whole.from, whole.to, plan.codeDigits)) return false
  const { from, to, reading } = withoutNationalPrefix(plan, region, whole)
  if (wrongLength(region, to - from) === 'too-long') return true
  if (reading.matching & region.bit) return false
  const behind = { from: whole.from + plan.codeDigits.length, to: whole.to }
  return (withoutNationalPrefix(plan, region, behind).reading.matching & region.bit) !== 0
}

/** Some digits, and what the plan says of them. */
interface ReadSpan extends Span {
  readonly reading: Reading
}

// extractNationalNumber in the library: the prefix goes, unless what is left would be less of a number than before.
function withoutNationalPrefix(plan: Plan, region: Region, { from, to }: Span): ReadSpan {
  const rest = cutNationalPrefix(region, from, to)
  if (rest !== null) {
    const reading = plan.read(digits, rest.from, rest.to)
    const isLess = !(reading.matching & region.bit) && plan.read(digits, from, to).matching & region.bit
    const wrong = wrongLength(reading.owner ?? region, rest.to - rest.from)
    if (!isLess && (wrong === null || wrong === 'too-long')) return { from: rest.from, to: rest.to, reading }
  }
  return { from, to, reading: plan.read(digits, from, to) }
}

/** Null when the digits do not begin with the prefix. */
function cutNationalPrefix({ nationalPrefix, transform }: Region, from: number, to: number): Span | null {
  if (nationalPrefix === null || !mayBeginWith(nationalPrefix, from)) return null
  const { digits: always, rule } = nationalPrefix
  if (rule === null) return beginsWith(from, to, always) ? { from: from + always.length, to } : null
  const found = findPrefix(rule, from, to)
  if (!found || found[0] === '') return null
  if (transform !== null && found.at(-1)) return putBehind(found.input.replace(rule.pattern, transform))
  return { from: from + found[0].length, to }
}

function mayBeginWith({ first }: Prefix, from: number): boolean {
  return ((first >>> (digits[from] as number)) & 1) === 1
}

function findPrefix({ pattern, mayBegin }: PrefixRule, from: number, to: number): RegExpExecArray | null {
  return mayBegin(digits, from, to) ? pattern.exec(textOf(from, to)) : null
}

function wrongLength(region: Region, length: number): 'too-short' | 'too-long' | 'wrong-length' | null {
  if (length < region.shortest) return 'too-short'
  if (length > region.longest) return 'too-long'
  return region.lengths & (1 << length) ? null : 'wrong-length'
}

// By calling code. A plan is built when its calling code is first met: most programs meet few.
const plans: (Plan | null | undefined)[] = Array(1000).fill(undefined)

/** By country; null until it is first asked for. */
const homes = new Map<string, Home | null>(Object.keys(countries).map((country) => [country, null]))

function planOf(callingCode: number): Plan | null {
  const known = plans[callingCode]
  if (known !== undefined) return known
  const built = buildPlan(String(callingCode))
  plans[callingCode] = built
  return built
}

/** @throws RangeError when the text names no country that has a numbering plan */
export function homeOf(country: string): Home {
  const known = homes.get(country)
  if (known) return known
  const plan = planOf(Number(countries[country]?.[0]))
  const region = plan?.regions.find((each) => each.country === country)
  if (!plan || !region) throw new RangeError(`expected a two-letter country code such as IE, found "${country}"`)
  const home = { plan, region }
  homes.set(country, home)
  return home
}

function buildPlan(callingCode: string): Plan | null {
  const records = recordsOf(callingCode)
  const [main, ...others] = records.map(([country, record], index) => buildRegion(country, record, 1 << index))
  if (main === undefined) return null
  const regions = [main, ...others] as const
  const rules = records.flatMap(([, record], index) => rulesOf(record, 1 << index))
  const readings = new Map<string, Reading>()
  // Countries that share a calling code share most patterns.
  const sources = new Set(rules.map(({ source }) => source))

  // getNumberType and getCountryByNationalNumber in the library.
  function describe(matched: ReadonlySet<string>): Reading {
    const bits = { general: 0, type: 0, leading: 0 }
    for (const { says, bit, source } of rules) if (matched.has(source)) bits[says] |= bit
    // One object for equal readings, of which there are few: they stay in the cache.
    const name = Object.values(bits).join()
    const known = readings.get(name)
    if (known !== undefined) return known
    const assigned = bits.general & bits.type
    const owns = ({ bit, hasLeadingDigits }: Region) => (hasLeadingDigits ? bits.leading : assigned) & bit
    const owner = others.length === 0 ? regions[0] : (regions.find(owns) ?? null)
    const reading = { matching: bits.general, assigned, owner }
    readings.set(name, reading)
    return reading
  }

  const [plus, codeDigits] = [`+${callingCode}`, digitsIn(callingCode)]
  return { callingCode, plus, codeDigits, regions, read: buildAutomaton(sources, describe) }
}

function recordsOf(callingCode: string): (readonly [country: string | null, CountryRecord])[] {
  const worldwide = nonGeographic[callingCode]
  if (worldwide !== undefined) return [[null, worldwide]]
  return (sharers[callingCode] ?? []).flatMap((country) => {
    const record = countries[country]
    return record === undefined ? [] : [[country, record] as const]
  })
}

function buildRegion(country: string | null, record: CountryRecord, bit: number): Region {
  const [, internationalPrefix, , lengths, , ownPrefix, , parsedPrefix, transform, , leadingDigits] = record
  const nationalPrefix = parsedPrefix || ownPrefix
  return {
    country,
    bit,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    lengths: lengths.reduce((bits, length) => bits | (1 << length), 0),
    internationalPrefix: internationalPrefix ? buildPrefix(internationalPrefix) : null,
    nationalPrefix: nationalPrefix ? buildPrefix(nationalPrefix) : null,
    transform: transform || null,
    hasLeadingDigits: Boolean(leadingDigits),
  }
}

function buildPrefix(source: string): Prefix {
  if (/^\d+$/.test(source)) return { first: 1 << Number(source[0]), digits: digitsIn(source), rule: null }
  // Automata know no groups that capture and no end: without that, this one lets more pass than the pattern will.
  const looser = `(?:${source.replace(/\((?!\?)/g, '(?:').replaceAll('$', '')})`
  const mayBegin = buildAutomaton(new Set([`${looser}\\d{0,${MOST_DIGITS}}`]), (matched) => matched.size > 0)
  return { first: firstDigits(looser), digits: [], rule: { pattern: new RegExp(`^(?:${source})`), mayBegin } }
}

function digitsIn(text: string): number[] {
  return Array.from(text, Number)
}

interface Rule {
  readonly says: 'general' | 'type' | 'leading'
  readonly bit: number
  readonly source: string
}

// The possible lengths of a type are left out: its pattern fits no other length (a test holds the metadata to that).
function rulesOf(record: CountryRecord, bit: number): Rule[] {
  const [, , general, , , , , , , , leadingDigits, types] = record
  const typed = (types || []).flatMap((type) => (type && type[0] !== '' ? [type[0]] : []))
  // Without types, the general pattern decides alone.
  const sources = typed.length > 0 ? typed : [general]
  const leading = leadingDigits ? [`(?:${leadingDigits})\\d{0,${LONGEST_NATIONAL}}`] : []
  return [
    { says: 'general', bit, source: general },
    ...sources.map((source): Rule => ({ says: 'type', bit, source })),
    ...leading.map((source): Rule => ({ says: 'leading', bit, source })),
  ]
}
