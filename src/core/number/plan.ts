// The numbering plans: whose numbers are they, and what is dialled before them? Read from the text that native/plan compiles
// of libphonenumber-js's metadata. Knows nothing of texts, nor in which order plans are asked: that is dialled.ts.
import { type Automaton, openStates, readAutomata, type States, tellingDigits, type Written } from './automaton.ts'
import { PLAN_TEXT } from './plan-text.ts'

/** One country's rules. */
export interface Region {
  readonly country: string | null
  /** Which of the countries that share its calling code it is. */
  readonly index: number
  readonly shortest: number
  readonly longest: number
  /** Bit n is set when national numbers of n digits are possible. */
  readonly lengths: number
  /** How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone; otherwise 0. */
  readonly plusDigits: number
  readonly internationalPrefix: Prefix
  readonly nationalPrefix: Prefix
  /** The national prefix of a number behind the calling code, where it mostly is the same. */
  readonly behindCallingCode: Prefix
}

export interface Prefix {
  /** Bit n is set when it may begin with digit n: enough to see that most numbers have none. */
  readonly first: number
  readonly cuts: Automaton<Cut>
}

/** Whether digits that begin with this one may begin with the prefix. */
export function mayBeginWith({ first }: Prefix, digit: number): boolean {
  return ((first >>> digit) & 1) === 1
}

/** What a prefix does to the digits that begin with it. */
export interface Cut {
  /** How many digits go; 0 where they do not begin with it. */
  readonly length: number
  /** What comes in their place: digits, and behind these some of those that went. Mostly nothing. */
  readonly put: string
  readonly from: number
  readonly to: number
}

/** One calling code. The rules of its main region hold where no country is known. */
export interface Plan {
  readonly callingCode: string
  /** The calling code behind a plus sign, and as an integer. */
  readonly plus: string
  readonly value: number
  readonly main: Region
  readonly regions: readonly Region[]
  /** How many digits the shortest national numbers have. */
  readonly shortest: number
  readonly readings: Automaton<Reading>
}

/** What is said of a national number, by the countries that share a calling code. */
export interface Reading {
  /** Bit n is set when it looks like a number of country n, and when that assigns it. */
  readonly matching: number
  readonly assigned: number
  /** The index of the country whose it is; -1 for none. */
  readonly owner: number
  /** By country, what it is there: no number of its own, where the digit is 0 or missing; otherwise see KIND. */
  readonly kinds: string
}

/** What a number is in a country, as the plan's text says it. */
export const KIND = {
  unassigned: '1',
  other: '2',
  fixedOrMobile: '3',
  tollFree: '4',
  premium: '5',
  sharedCost: '6',
} as const

/** A country as the place where somebody dials. */
export interface Home {
  readonly plan: Plan
  readonly region: Region
}

/** How national numbers are grouped that a country writes alike, with groups for JavaScript's replace. */
export interface Format {
  readonly leading: RegExp
  readonly pattern: RegExp
  readonly atHome: string
  readonly abroad: string
}

/** The text's lines, taken apart as far as all plans need it: a plan itself is read when it is first asked for. */
interface Plans {
  readonly readings: readonly Reading[]
  readonly cuts: readonly Cut[]
  readonly states: States
  readonly codes: ReadonlyMap<string, WrittenPlan>
  readonly codeOf: ReadonlyMap<string, string>
  /** Those of a country, else of a calling code: a line each. */
  readonly formats: readonly string[]
}

interface WrittenPlan {
  readonly automata: Written
  readonly regions: (readonly string[])[]
}

let taken: Plans | null = null

/** Taken apart when first asked for: many programs import this and read no number. */
function plans(): Plans {
  taken ??= takeApart(PLAN_TEXT.split('\n'))
  return taken
}

// Rests, shapes, labels and followers; FORMAT.md says what is in these lines.
const COLUMNS = 4

function takeApart(lines: readonly string[]): Plans {
  const [, readings, cuts, shapes = '', ...others] = lines
  const columns = others.slice(0, COLUMNS).map(fieldsOf)
  const [count, ...rows] = others.slice(COLUMNS)
  const codes = new Map<string, WrittenPlan>()
  const codeOf = new Map<string, string>()
  for (const row of rows.slice(0, Number(count))) {
    const fields = fieldsOf(row)
    const [callingCode = '', country = ''] = fields
    const { size } = codes
    const plan = codes.get(callingCode) ?? {
      automata: columns.map((column) => column[size]) as [string, string, string, string],
      regions: [],
    }
    plan.regions.push(fields)
    codes.set(callingCode, plan)
    if (country !== '') codeOf.set(country, callingCode)
  }
  const formats = rows.slice(Number(count))
  const most = { rows: others[1]?.length ?? 0, rests: others[0]?.length ?? 0 }
  return {
    readings: fieldsOf(readings).map(readReading),
    cuts: fieldsOf(cuts).map(readCut),
    states: openStates(shapes, most),
    codes,
    codeOf,
    formats,
  }
}

function readPlan(callingCode: string, { automata, regions }: WrittenPlan): Plan {
  const { readings, cuts, states } = plans()
  const starts = readAutomata(states, automata, 1 + PREFIXES * regions.length)
  const prefixes = new Map<number, Prefix>()
  const prefixAt = (at: number) => {
    const start = starts[at] as number
    const prefix = prefixes.get(start) ?? {
      first: tellingDigits(states, start),
      cuts: { states, start, meanings: cuts },
    }
    prefixes.set(start, prefix)
    return prefix
  }
  const known = regions.map((fields, index) => {
    const [international, national, behind] = [1, 2, 3].map((at) => prefixAt(PREFIXES * index + at)) as Prefixes
    return readRegion(fields, index, [international, national, behind])
  })
  const [main] = known
  return {
    callingCode,
    plus: `+${callingCode}`,
    value: Number(callingCode),
    main: main as Region,
    regions: known,
    shortest: Math.min(...known.map(({ shortest }) => shortest)),
    readings: { states, start: starts[0] as number, meanings: readings },
  }
}

const PREFIXES = 3
type Prefixes = [international: Prefix, national: Prefix, behindCallingCode: Prefix]

function readRegion(fields: readonly string[], index: number, prefixes: Prefixes): Region {
  const [, country = '', lengths = '', plusDigits] = fields
  const [internationalPrefix, nationalPrefix, behindCallingCode] = prefixes
  const possible = lengths.split(',').map(Number)
  return {
    country: country || null,
    index,
    shortest: possible[0] as number,
    longest: possible.at(-1) as number,
    lengths: possible.reduce((bits, length) => bits | (1 << length), 0),
    plusDigits: Number(plusDigits),
    internationalPrefix,
    nationalPrefix,
    behindCallingCode,
  }
}

function fieldsOf(line = ''): string[] {
  return line.split(' ')
}

function readReading(text: string): Reading {
  const kinds = text.slice(1)
  let [matching, assigned] = [0, 0]
  for (let index = 0; index < kinds.length; index++) {
    const kind = kinds.charAt(index)
    if (kind >= KIND.unassigned) matching |= 1 << index
    if (kind >= KIND.other) assigned |= 1 << index
  }
  return { matching, assigned, owner: text.startsWith('-') ? -1 : text.charCodeAt(0) - LETTER_A, kinds }
}

function readCut(text: string): Cut {
  const [length, put = '', from = 0, to = 0] = text.split(',')
  return { length: Number(length), put, from: Number(from), to: Number(to) }
}

const LETTER_A = 97

/** Whether the text names a country that has a numbering plan. */
export function isCountry(text: string): boolean {
  return plans().codeOf.has(text)
}

/** All of them, in the order of their codes. */
export function countries(): string[] {
  return [...plans().codeOf.keys()].sort()
}

/** The calling code of a country with a numbering plan, without plus; null for any other text. */
export function callingCodeOf(country: string): string | null {
  return plans().codeOf.get(country) ?? null
}

const met = new Map<string, Plan>()

/** The plan of a calling code; null for other digits. */
export function planWith(callingCode: string): Plan | null {
  return met.get(callingCode) ?? meetCode(callingCode)
}

function meetCode(callingCode: string): Plan | null {
  const written = plans().codes.get(callingCode)
  if (written === undefined) return null
  const plan = readPlan(callingCode, written)
  met.set(callingCode, plan)
  return plan
}

/** Plans by the three digits that a number begins with; undefined until these are first met. */
const beginnings: (Plan | null | undefined)[] = Array(1000).fill(undefined)

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

const formats = new Map<string, readonly Format[]>()

/** The formats of a country, or else of a calling code. Those that share one mostly have the main country's. */
export function formatsOf(country: string | null, callingCode: string): readonly Format[] {
  const place = country ?? callingCode
  const known = formats.get(place)
  if (known !== undefined) return known
  const main = planWith(callingCode)?.main.country ?? callingCode
  const linesOf = (name: string) => plans().formats.filter((line) => line.startsWith(`${name}\t`))
  const own = linesOf(place)
  const found = (own.length > 0 ? own : linesOf(main)).map(readFormat)
  formats.set(place, found)
  return found
}

function readFormat(line: string): Format {
  const [, pattern = '', leading = '', format = '', atHome = '', abroad = ''] = line.split('\t')
  return {
    leading: new RegExp(`^(?:${leading})`),
    pattern: new RegExp(`^(?:${pattern})$`),
    atHome: atHome || format,
    abroad: abroad || format,
  }
}

// For whatever is not two letters; nothing is ever kept there.
const NO_LETTERS = 26 * 26

/** By the two letters of a country, as a number; undefined until it is first asked for. */
const homes: (Home | undefined)[] = Array(NO_LETTERS + 1).fill(undefined)

/** @throws RangeError when the text names no country that has a numbering plan */
export function homeOf(country: string): Home {
  return homes[lettersOf(country)] ?? meetHome(country)
}

function meetHome(country: string): Home {
  const plan = planWith(callingCodeOf(country) ?? '')
  const region = plan?.regions.find((each) => each.country === country)
  if (!plan || !region) {
    const found = /^[A-Za-z]{1,3}$/.test(country) ? `"${country}"` : 'another text'
    throw new RangeError(`expected a two-letter country code such as IE, found ${found}`)
  }
  const home = { plan, region }
  homes[lettersOf(country)] = home
  return home
}

const CAPITAL_A = 65

// Costs a fraction of what a Map does, and every number in national form asks for its country.
function lettersOf(country: string): number {
  const first = country.charCodeAt(0) - CAPITAL_A
  const second = country.charCodeAt(1) - CAPITAL_A
  const isCode = country.length === 2 && first >= 0 && first < 26 && second >= 0 && second < 26
  return isCode ? first * 26 + second : NO_LETTERS
}
