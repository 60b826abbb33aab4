// Which number do these digits make, by the numbering plans of libphonenumber-js? Takes the library's own steps, in its
// order, with its own metadata, but with automata for its regular expressions. Knows nothing of texts: that is number.ts.
import metadata from 'libphonenumber-js/max/metadata'
import { buildAutomaton } from './automaton.ts'

// The library's compressed record of one country:
// https://gitlab.com/catamphetamine/libphonenumber-js/blob/master/METADATA.md
type CountryRecord = readonly [
  callingCode: string,
  internationalPrefix: string,
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

/** What a numbering plan makes of some digits; `country` is null where the library names none. */
export interface PlanNumber {
  readonly callingCode: string
  readonly national: string
  readonly country: string | null
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
  readonly internationalPrefix: Prefix
  readonly nationalPrefix: Prefix | null
  readonly transform: string | null
  /** Whether its leading digits alone make a number its own; otherwise being assigned there does. */
  readonly hasLeadingDigits: boolean
}

// Most prefixes are the same digits always; comparing is cheaper than a regular expression.
type Prefix = string | RegExp

/** One calling code. The rules of its first region hold where no country is known. */
interface Plan {
  readonly callingCode: string
  readonly regions: readonly [Region, ...Region[]]
  readonly read: (national: string) => Reading
}

/** What the patterns say of a national number: the bits of the regions it matches and is assigned in, and its owner. */
interface Reading {
  readonly matching: number
  readonly assigned: number
  readonly owner: Region | null
}

/** Why a plan makes no number of some digits; each is a RejectionReason of number.ts. */
export type PlanRejection = 'too-short' | 'too-long' | 'wrong-length' | 'no-country' | 'no-such-calling-code'

/** Whether the text names a country that has a numbering plan. */
export function isCountry(text: string): boolean {
  return Object.hasOwn(countries, text)
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

const SHORTEST_NATIONAL = 2
const LONGEST_NATIONAL = 17

/** The number behind a plus sign. `unknown` is the reason to give when no calling code begins the digits. */
export function readInternational(digits: string, unknown: PlanRejection): PlanNumber | PlanRejection {
  // No calling code begins with 0.
  if (digits.startsWith('0')) return unknown
  let callingCode = 0
  for (let at = 0; at < 3 && at < digits.length; at++) {
    callingCode = callingCode * 10 + digits.charCodeAt(at) - 48
    const plan = planOf(callingCode)
    if (plan !== null) return readBehindCallingCode(plan, digits)
  }
  return unknown
}

/** The number that the digits are when dialled in a country. */
export function readDialled(digits: string, country: string): PlanNumber | PlanRejection {
  const { plan, region } = homeOf(country)
  const dialled = withoutInternationalPrefix(region, digits)
  if (dialled !== null) return readInternational(dialled, 'no-country')
  if (beginsWithCallingCode(plan, region, digits)) return readBehindCallingCode(plan, digits)
  return readNational(plan, region, digits)
}

function readBehindCallingCode(plan: Plan, digits: string): PlanNumber | PlanRejection {
  const rest = digits.slice(plan.callingCode.length)
  return rest === '' ? 'too-short' : readNational(plan, null, rest)
}

function readNational(plan: Plan, stated: Region | null, digits: string): PlanNumber | PlanRejection {
  const national = withoutNationalPrefix(plan, stated ?? plan.regions[0], digits)
  if (national.length < SHORTEST_NATIONAL) return 'too-short'
  if (national.length > LONGEST_NATIONAL) return 'too-long'
  const reading = plan.read(national)
  const owner = reading.owner ?? stated
  const region = owner ?? plan.regions[0]
  const wrong = wrongLength(region, national)
  if (wrong !== null) return wrong
  const assigned = (reading.assigned & region.bit) !== 0
  return { callingCode: plan.callingCode, national, country: owner?.country ?? null, assigned }
}

// stripIddPrefix in the library. No calling code begins with 0: then it was no international prefix.
function withoutInternationalPrefix({ internationalPrefix }: Region, digits: string): string | null {
  const length = prefixLength(internationalPrefix, digits)
  return length === 0 || length === digits.length || digits.startsWith('0', length) ? null : digits.slice(length)
}

// extractCountryCallingCodeFromInternationalNumberWithoutPlusSign in the library: 353871234567 dialled in Ireland.
function beginsWithCallingCode(plan: Plan, region: Region, digits: string): boolean {
  if (!startsWith(digits, plan.callingCode)) return false
  const matches = (national: string) => (plan.read(national).matching & region.bit) !== 0
  const whole = withoutNationalPrefix(plan, region, digits)
  if (wrongLength(region, whole) === 'too-long') return true
  return !matches(whole) && matches(withoutNationalPrefix(plan, region, digits.slice(plan.callingCode.length)))
}

// extractNationalNumber in the library: the prefix goes, unless what is left would be less of a number than before.
function withoutNationalPrefix(plan: Plan, region: Region, digits: string): string {
  const rest = cutNationalPrefix(region, digits)
  if (rest === digits) return digits
  const { matching, owner } = plan.read(rest)
  if (!(matching & region.bit) && plan.read(digits).matching & region.bit) return digits
  const wrong = wrongLength(owner ?? region, rest)
  return wrong === null || wrong === 'too-long' ? rest : digits
}

function cutNationalPrefix({ nationalPrefix, transform }: Region, digits: string): string {
  if (nationalPrefix === null) return digits
  if (transform !== null && nationalPrefix instanceof RegExp) {
    if (nationalPrefix.exec(digits)?.at(-1)) return digits.replace(nationalPrefix, transform)
  }
  const length = prefixLength(nationalPrefix, digits)
  return length === 0 ? digits : digits.slice(length)
}

function prefixLength(prefix: Prefix, digits: string): number {
  if (typeof prefix === 'string') return startsWith(digits, prefix) ? prefix.length : 0
  return prefix.exec(digits)?.[0].length ?? 0
}

// Prefixes are a digit or two: the built-in method takes several times as long.
function startsWith(digits: string, prefix: string): boolean {
  for (let at = 0; at < prefix.length; at++) if (digits.charCodeAt(at) !== prefix.charCodeAt(at)) return false
  return true
}

function wrongLength(region: Region, { length }: string): 'too-short' | 'too-long' | 'wrong-length' | null {
  if (length < region.shortest) return 'too-short'
  if (length > region.longest) return 'too-long'
  return region.lengths & (1 << length) ? null : 'wrong-length'
}

// By calling code. A plan is built when its calling code is first met: most programs meet few.
const plans: (Plan | null | undefined)[] = Array(1000).fill(undefined)
const homes = new Map<string, { readonly plan: Plan; readonly region: Region }>()

function planOf(callingCode: number): Plan | null {
  const known = plans[callingCode]
  if (known !== undefined) return known
  const built = buildPlan(String(callingCode))
  plans[callingCode] = built
  return built
}

function homeOf(country: string): { readonly plan: Plan; readonly region: Region } {
  const known = homes.get(country)
  if (known !== undefined) return known
  const plan = planOf(Number(countries[country]?.[0]))
  const region = plan?.regions.find((each) => each.country === country)
  if (!plan || !region) throw new RangeError(`expected a country with a numbering plan, found "${country}"`)
  homes.set(country, { plan, region })
  return { plan, region }
}

function buildPlan(callingCode: string): Plan | null {
  const records = recordsOf(callingCode)
  const [main, ...others] = records.map(([country, record], index) => buildRegion(country, record, 1 << index))
  if (main === undefined) return null
  const regions = [main, ...others] as const
  const rules = records.flatMap(([, record], index) => rulesOf(record, 1 << index))
  // Countries that share a calling code share most patterns.
  const sources = new Set(rules.map(({ source }) => source))

  // getNumberType and getCountryByNationalNumber in the library.
  function describe(matched: ReadonlySet<string>): Reading {
    const bits = { general: 0, type: 0, leading: 0 }
    for (const { says, bit, source } of rules) if (matched.has(source)) bits[says] |= bit
    const assigned = bits.general & bits.type
    const owns = ({ bit, hasLeadingDigits }: Region) => (hasLeadingDigits ? bits.leading : assigned) & bit
    const owner = others.length === 0 ? regions[0] : (regions.find(owns) ?? null)
    return { matching: bits.general, assigned, owner }
  }

  return { callingCode, regions, read: buildAutomaton(sources, describe) }
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
    internationalPrefix: buildPrefix(internationalPrefix),
    nationalPrefix: nationalPrefix ? buildPrefix(nationalPrefix) : null,
    transform: transform || null,
    hasLeadingDigits: Boolean(leadingDigits),
  }
}

function buildPrefix(pattern: string): Prefix {
  return /^\d+$/.test(pattern) ? pattern : new RegExp(`^(?:${pattern})`)
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
