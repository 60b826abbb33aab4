// The numbering plans of libphonenumber-js, compiled: one automaton for each calling code in place of the library's regular
// expressions, from its own metadata. Knows nothing of texts, nor in which order the library asks: that is dialled.ts.
import metadata from 'libphonenumber-js/max/metadata'
import { type Automaton, buildAutomaton, firstDigits } from './automaton.ts'
import { MOST_DIGITS } from './digits.ts'
import { FORMER_PLANS, type Former } from './line.ts'

// The library's compressed record of one country:
// https://gitlab.com/catamphetamine/libphonenumber-js/blob/master/METADATA.md
export type CountryRecord = readonly [
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

/** The library's metadata, with what its plans had before and numbers are still written with (see FORMER_PLANS). */
export const METADATA = amend(metadata as unknown as Metadata, ({ nationalPrefix }) => nationalPrefix)

/** The same for the library itself, which knows one national prefix: the one behind a calling code, where there are two. */
export const METADATA_BEHIND_CODE = amend(METADATA, ({ behindCallingCode }) => behindCallingCode)

function amend(plans: Metadata, prefixOf: (former: Former) => string | undefined): Metadata {
  const amended = Object.entries(FORMER_PLANS).map(([country, former]) => {
    const record = [...(plans.countries[country] ?? [])] as Mutable<CountryRecord>
    record[7] = prefixOf(former) ?? record[7] ?? 0
    if (former.assigned !== undefined) record[11] = withMobile(record[11] || [], former.assigned)
    return [country, record] as const
  })
  return { ...plans, countries: { ...plans.countries, ...Object.fromEntries(amended) } }
}

type Mutable<Record> = { -readonly [Key in keyof Record]: Record[Key] }

function withMobile([fixed = 0, mobile = 0, ...others]: readonly TypeRecord[], pattern: string): readonly TypeRecord[] {
  if (mobile === 0) return [fixed, [pattern], ...others]
  const [known, ...rest] = mobile
  return [fixed, [known.includes(pattern) ? known : `${known}|${pattern}`, ...rest], ...others]
}

const { country_calling_codes: sharers, countries, nonGeographic } = METADATA

/** One country's rules. `bit` tells it from the countries that share its calling code. */
export interface Region {
  readonly country: string | null
  readonly bit: number
  readonly shortest: number
  readonly longest: number
  /** Bit n is set when national numbers of n digits are possible. */
  readonly lengths: number
  readonly internationalPrefix: Prefix | null
  /** How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone; otherwise 0. */
  readonly plusDigits: number
  readonly nationalPrefix: Prefix | null
  /** The national prefix of a number behind the calling code, where it mostly is the same. */
  readonly behindCallingCode: Prefix | null
  readonly transform: string | null
  /** Whether its leading digits alone make a number its own; otherwise being assigned there does. */
  readonly hasLeadingDigits: boolean
}

export interface Prefix {
  /** Bit n is set when it may begin with digit n: enough to see that most numbers have none. */
  readonly first: number
  /** How many digits of a number it is. A regular expression costs more than all the rest: mostly this tells. */
  readonly length: Automaton<number>
  /** What is asked where the length is ASK_PATTERN. */
  readonly pattern: RegExp
}

/** The length of a prefix that only the pattern itself can tell. */
export const ASK_PATTERN = -1

/** One calling code. The rules of its main region hold where no country is known. */
export interface Plan {
  readonly callingCode: string
  /** The calling code behind a plus sign. */
  readonly plus: string
  readonly main: Region
  readonly regions: readonly Region[]
  readonly readings: Automaton<Reading>
}

/** What the patterns say of a national number: the bits of the regions it matches and is assigned in, and its owner. */
export interface Reading {
  readonly matching: number
  readonly assigned: number
  readonly owner: Region | null
}

/** A country as the place where somebody dials. */
export interface Home {
  readonly plan: Plan
  readonly region: Region
}

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

/** With more digits than this, no plan has a national number. */
const LONGEST_NATIONAL = 17

const LETTER_A = 65

// A plan is built when its calling code is first met: most programs meet few.
const plans = new Map<string, Plan | null>()

/** Plans by the three digits that a number begins with; undefined until these are first met. */
const beginnings: (Plan | null | undefined)[] = Array(1000).fill(undefined)

// For whatever is not two letters; nothing is ever kept there.
const NO_LETTERS = 26 * 26

/** By the two letters of a country, as a number; undefined until it is first asked for. */
const homes: (Home | undefined)[] = Array(NO_LETTERS + 1).fill(undefined)

/** The plan of the calling code with which three digits begin, as a number; null when they begin with none. */
export function planOf(beginning: number): Plan | null {
  const known = beginnings[beginning]
  return known === undefined ? meetPlan(beginning) : known
}

function meetPlan(beginning: number): Plan | null {
  const digits = String(beginning).padStart(3, '0')
  // No calling code begins with another.
  const plan = planWith(digits.slice(0, 1)) ?? planWith(digits.slice(0, 2)) ?? planWith(digits)
  beginnings[beginning] = plan
  return plan
}

function planWith(callingCode: string): Plan | null {
  const known = plans.get(callingCode)
  if (known !== undefined) return known
  const built = buildPlan(callingCode)
  plans.set(callingCode, built)
  return built
}

/** @throws RangeError when the text names no country that has a numbering plan */
export function homeOf(country: string): Home {
  return homes[lettersOf(country)] ?? meetHome(country)
}

function meetHome(country: string): Home {
  const plan = planWith(countries[country]?.[0] ?? '')
  const region = plan?.regions.find((each) => each.country === country)
  if (!plan || !region) {
    const found = /^[A-Za-z]{1,3}$/.test(country) ? `"${country}"` : 'another text'
    throw new RangeError(`expected a two-letter country code such as IE, found ${found}`)
  }
  const home = { plan, region }
  homes[lettersOf(country)] = home
  return home
}

// Costs a fraction of what a Map does, and every number in national form asks for its country.
function lettersOf(country: string): number {
  const first = country.charCodeAt(0) - LETTER_A
  const second = country.charCodeAt(1) - LETTER_A
  const isCode = country.length === 2 && first >= 0 && first < 26 && second >= 0 && second < 26
  return isCode ? first * 26 + second : NO_LETTERS
}

function buildPlan(callingCode: string): Plan | null {
  const records = recordsOf(callingCode)
  const regions = records.map(([country, record], index) => buildRegion(country, record, 1 << index))
  const [main] = regions
  if (main === undefined) return null
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
    const owner = regions.find((region) => regions.length === 1 || owns(region)) ?? null
    const reading = { matching: bits.general, assigned, owner }
    readings.set(name, reading)
    return reading
  }

  return { callingCode, plus: `+${callingCode}`, main, regions, readings: buildAutomaton(sources, describe) }
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
  const prefix = parsedPrefix || ownPrefix
  const nationalPrefix = prefix ? buildPrefix(prefix) : null
  const behindCallingCode = FORMER_PLANS[country ?? '']?.behindCallingCode
  return {
    country,
    bit,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    lengths: lengths.reduce((bits, length) => bits | (1 << length), 0),
    internationalPrefix: internationalPrefix ? buildPrefix(internationalPrefix) : null,
    plusDigits: /^(?:00|011)$/.test(internationalPrefix || '') ? String(internationalPrefix).length : 0,
    nationalPrefix,
    behindCallingCode: behindCallingCode === undefined ? nationalPrefix : buildPrefix(behindCallingCode),
    transform: transform || null,
    hasLeadingDigits: Boolean(leadingDigits),
  }
}

function buildPrefix(source: string): Prefix {
  // Automata know no groups that capture and no end: without that, this one lets more pass than the pattern will.
  const looser = source.replace(/\((?!\?)/g, '(?:').replaceAll('$', '')
  const alternatives = new Map(splitChoice(looser).map((each) => [`(?:${each})\\d{0,${MOST_DIGITS}}`, each]))
  const length = buildAutomaton(new Set(alternatives.keys()), (matched) => {
    const [only = '', ...others] = [...matched].map((each) => alternatives.get(each) ?? '')
    if (matched.size === 0) return 0
    return others.length === 0 && /^\d+$/.test(only) ? only.length : ASK_PATTERN
  })
  return { first: firstDigits(looser), length, pattern: new RegExp(`^(?:${source})`) }
}

/** The alternatives of a regular expression: `0` and `180020` of `0|180020`. */
function splitChoice(source: string): string[] {
  let depth = 0
  const cuts = [...source].map((character) => {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0
    return character === '|' && depth === 0 ? '\n' : character
  })
  return cuts.join('').split('\n')
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
