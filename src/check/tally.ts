// What a check has counted so far, and the same of several parts of a file put together. Knows nothing of how findings are
// found, or of where rows come from.
import type { AuditedCell } from '../core/audit.ts'
import type { Finding, FindingCode } from '../core/finding.ts'
import type { ByteRow } from './byte-row.ts'
import type { PlacedFinding } from './file.ts'

/** Plain data, which may go from one thread to another. */
export interface Tally {
  rows: number
  numbers: number
  rejected: number
  before: number
  read: number
  after: number
  withoutNumber: number
  repairs: number
  readonly codes: Map<FindingCode, Counted>
  /** Counted in place: it is done for every number. */
  readonly countries: Map<string | null, { numbers: number }>
}

export interface Counted {
  count: number
  repairable: number
  /** The first few, in the order of the file. */
  readonly examples: Example[]
}

export interface Example {
  readonly place: Place
  readonly finding: PlacedFinding
}

/** Where a finding stands among those of its code. */
export interface Place {
  readonly row: number
  /** Which of the row's phone cells. */
  readonly at: number
}

const EXAMPLES = 3

export function newTally(): Tally {
  const counts = { rows: 0, numbers: 0, rejected: 0, before: 0, read: 0, after: 0, withoutNumber: 0, repairs: 0 }
  return { ...counts, codes: new Map(), countries: new Map() }
}

/** Counts a finding. @returns where its example would be kept; null where others come before it */
export function countFinding({ codes }: Tally, { code, repair }: Finding, place: Place): Counted | null {
  let counted = codes.get(code)
  if (counted === undefined) {
    counted = { count: 0, repairable: 0, examples: [] }
    codes.set(code, counted)
  }
  counted.count += 1
  if (repair !== null) counted.repairable += 1
  return isAmongFirst(counted, place) ? counted : null
}

function isAmongFirst({ examples }: Counted, place: Place): boolean {
  const last = examples[EXAMPLES - 1]
  return last === undefined || isBefore(place, last.place)
}

function isBefore(one: Place, other: Place): boolean {
  return one.row === other.row ? one.at < other.at : one.row < other.row
}

export function keepExample({ examples }: Counted, example: Example): void {
  let at = examples.length
  while (at > 0 && isBefore(example.place, (examples[at - 1] as Example).place)) at -= 1
  examples.splice(at, 0, example)
  if (examples.length > EXAMPLES) examples.pop()
}

/** Counts a contact by its audited cells. */
export function countContact(tally: Tally, cells: readonly AuditedCell[]): void {
  let numbers = 0
  let rejected = 0
  let isBefore = false
  let isAfter = false
  for (const cell of cells) {
    if (cell.after === 'always') isAfter = true
    if (cell.number === null) {
      const code = cell.findings[0]?.code
      if (code !== undefined && code !== 'empty' && code !== 'moved-number') rejected += 1
      continue
    }
    numbers += 1
    if (cell.before === 'always') isBefore = true
    addTo(tally.countries, cell.number.country, 1)
  }
  tally.numbers += numbers
  tally.rejected += rejected
  if (numbers + rejected === 0) tally.withoutNumber += 1
  if (isBefore) tally.before += 1
  if (numbers > 0) tally.read += 1
  if (isAfter) tally.after += 1
}

/** Whether enough examples are kept of all that is in a row, which is behind those that were counted. */
export function hasExamples(tally: Tally, { found, codes }: Pick<ByteRow, 'found' | 'codes'>): boolean {
  for (let at = 0; at < found; at += 1) if (!isKnown(tally, codes[at] as FindingCode)) return false
  return true
}

/** Whether enough examples are kept of a code. */
export function isKnown({ codes }: Tally, code: FindingCode): boolean {
  return codes.get(code)?.examples.length === EXAMPLES
}

/** The codes of which enough examples are kept. */
export function listKnown(tally: Tally): FindingCode[] {
  return [...tally.codes.keys()].filter((code) => isKnown(tally, code))
}

/** Adds to how often a code was found, without an example. */
export function addCounts(
  { codes }: Tally,
  code: FindingCode,
  { count, repairable }: Pick<Counted, 'count' | 'repairable'>,
): void {
  const counted = codes.get(code)
  if (counted === undefined) codes.set(code, { count, repairable, examples: [] })
  else {
    counted.count += count
    counted.repairable += repairable
  }
}

/** Counts a contact and its findings, none of which would be an example. */
export function countRow(tally: Tally, row: ByteRow): void {
  const { count, rejected, countries, found, codes, mended, isBefore, isAfter } = row
  tally.numbers += count
  tally.rejected += rejected
  if (count + rejected === 0) tally.withoutNumber += 1
  if (isBefore) tally.before += 1
  if (count > 0) tally.read += 1
  if (isAfter) tally.after += 1
  for (let at = 0; at < count; at += 1) addTo(tally.countries, countries[at] as string, 1)
  for (let at = 0; at < found; at += 1) {
    const counted = tally.codes.get(codes[at] as FindingCode) as Counted
    counted.count += 1
    counted.repairable += mended[at] as number
  }
}

export function addTo(countries: Tally['countries'], country: string | null, numbers: number): void {
  const counted = countries.get(country)
  if (counted === undefined) countries.set(country, { numbers })
  else counted.numbers += numbers
}

/**
 * Adds what was counted in another part of the file.
 *
 * @param before how many rows of the file come before those of the part
 */
export function addTally(tally: Tally, part: Tally, before: number): void {
  tally.rows += part.rows
  tally.numbers += part.numbers
  tally.rejected += part.rejected
  tally.before += part.before
  tally.read += part.read
  tally.after += part.after
  tally.withoutNumber += part.withoutNumber
  tally.repairs += part.repairs
  for (const [country, { numbers }] of part.countries) addTo(tally.countries, country, numbers)
  for (const [code, { count, repairable, examples }] of part.codes) {
    const counted = tally.codes.get(code) ?? { count: 0, repairable: 0, examples: [] }
    tally.codes.set(code, counted)
    counted.count += count
    counted.repairable += repairable
    for (const { place, finding } of examples) {
      const own = { row: place.row + before, at: place.at }
      if (isAmongFirst(counted, own)) keepExample(counted, { place: own, finding: { ...finding, row: own.row } })
    }
  }
}
