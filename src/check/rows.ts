// Checks the phone numbers of a contacts file row by row, and says what of each row can be repaired. Knows no format: rows
// and columns arrive as arguments.
import type { Columns } from '../contact-file/columns/columns.ts'
import type { Repair, TableRow } from '../contact-file/table.ts'
import { ARTICLE_LIMIT } from '../core/access.ts'
import { type AuditedCell, auditRow, type Where } from '../core/audit.ts'
import {
  describeFinding,
  FINDINGS,
  type Finding,
  type FindingCode,
  newFinding,
  type Severity,
} from '../core/finding.ts'
import type { StatedCountry } from '../core/number/country.ts'
import { writtenSpelling } from '../core/number/line.ts'
import { hashName, openSeenNumbers, type SeenNumbers } from '../core/seen-numbers.ts'
import type { CheckSummary, CodeCount, PlacedFinding } from './file.ts'

export interface CheckOptions {
  /** The file's name. */
  readonly file: string
  readonly headers: readonly string[]
  readonly columns: Columns
  /** What national numbers are read under where a contact states no country; null when none is stated. */
  readonly region: string | null
  /** What the cell of a country says. */
  readonly readCountry: (text: string) => StatedCountry
  /** What the columns say of the contact's name. */
  readonly readName: (row: TableRow, columns: Columns) => { readonly firstName: string; readonly lastName: string }
  /** Told every finding, in the order of the file; null when nobody listens, which is faster. */
  readonly onFinding: ((finding: PlacedFinding) => void) | null
  readonly seen?: SeenNumbers
}

export interface RowCheck {
  /** Looks at the next row: its certain repairs, as TableFile.rewrite asks for them. */
  readonly decide: (row: TableRow) => readonly Repair[]
  /** The rows looked at so far. */
  readonly rows: () => number
  /** Of what has been looked at so far. */
  readonly summarise: (end: Pick<CheckSummary, 'isComplete' | 'isRepaired' | 'notices'>) => CheckSummary
}

/** The columns whose cells are checked, in the order of the file: also those that callers are not matched by. */
export function checkedColumns({ phones, further }: Columns) {
  return [...phones, ...further].sort((one, other) => one.index - other.index)
}

/**
 * Begins the check of a file. National numbers are read under the contact's own country, else under the region; where a
 * contact states a country that nobody knows, under none.
 *
 * Memory does not grow with the file: of each code the first examples are kept, and of numbers, to find those that several
 * contacts share, 6 million.
 */
export function openCheck(options: CheckOptions): RowCheck {
  const { columns, onFinding, seen = openSeenNumbers(MOST_NUMBERS) } = options
  const phones = checkedColumns(columns)
  const whereOf = openWhere(options)
  const tally = newTally()
  const place = openPlaces(options, phones)
  const indexes = phones.map(({ index }) => index)
  // One for all rows: what is kept of a row are its texts.
  const texts = phones.map(() => '')

  function note(row: TableRow, at: number, finding: Finding): void {
    const counted = countOf(tally, finding.code)
    counted.count += 1
    if (finding.repair !== null) counted.repairable += 1
    const isExample = counted.examples.length < EXAMPLES
    if (!isExample && onFinding === null) return
    const placed = place(row, at, finding)
    if (isExample) counted.examples.push(placed)
    onFinding?.(placed)
  }

  function noteRepeated(row: TableRow, at: number, { number, text }: AuditedCell, name: number): void {
    const sighting = number === null ? null : seen.see(writtenSpelling(text, number.e164), row.row, name)
    if (sighting === null) return
    const code = sighting.isSameName === true ? 'duplicate-contact' : 'shared-number'
    note(row, at, newFinding(code, null, { row: sighting.row }))
    if (sighting.isOtherSpelling) note(row, at, newFinding('two-spellings', null, { row: sighting.row }))
  }

  function checkCells(row: TableRow, cells: readonly AuditedCell[]): readonly Repair[] {
    let name = -1
    let repairs: Repair[] | null = null
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as AuditedCell
      if (cell.findings.length > 0) for (const finding of cell.findings) note(row, at, finding)
      if (cell.number === null) continue
      if (name < 0) name = nameOf(row, options)
      noteRepeated(row, at, cell, name)
      if (cell.repair === null) continue
      repairs ??= []
      repairs.push({ column: indexes[at] as number, value: cell.repair })
    }
    if (repairs === null) return NO_REPAIRS
    tally.repairs += repairs.length
    return repairs
  }

  return {
    decide(row) {
      tally.rows += 1
      if (row.problem !== null) {
        note(row, 0, newFinding(row.problem))
        return NO_REPAIRS
      }
      for (let at = 0; at < texts.length; at += 1) texts[at] = row.cell(indexes[at] as number)
      const audited = auditRow(texts, whereOf(row))
      const isFixed = (cell: AuditedCell, at: number) =>
        cell.repair !== null && row.isFixed?.(indexes[at] as number) === true
      const cells = audited.some(isFixed)
        ? audited.map((cell, at) => (isFixed(cell, at) ? leave(cell) : cell))
        : audited
      countContact(tally, cells)
      return checkCells(row, cells)
    },
    rows: () => tally.rows,
    summarise: (end) => summarise(options, tally, { ...end, allNumbersCompared: seen.isComplete() }),
  }
}

/** A cell that cannot be repaired, whatever is found there. */
function leave(cell: AuditedCell): AuditedCell {
  return {
    ...cell,
    repair: null,
    after: cell.before,
    findings: cell.findings.map((each) => ({ ...each, repair: null })),
  }
}

// Together with all the rest they stay within 300 MB.
const MOST_NUMBERS = 6_000_000

const NO_REPAIRS: readonly Repair[] = []
const EXAMPLES = 3

// As hashName of both together would be, for it adds its words up; but they need not be joined for it.
function nameOf(row: TableRow, { columns, readName }: CheckOptions): number {
  const { firstName, lastName } = readName(row, columns)
  return (hashName(firstName) + hashName(lastName)) >>> 0
}

// Contacts of a file live in few countries, so that their texts are read once; of hostile ones not all are kept.
const MOST_COUNTRIES = 1000

function openWhere({ columns, region, readCountry }: CheckOptions): (row: TableRow) => Where {
  const stated: Where = { country: null, region, unknown: null }
  const known = new Map<string, Where>()
  return (row) => {
    const text = firstFilled(row, columns.country)
    if (text === '') return stated
    const found = known.get(text)
    if (found !== undefined) return found
    const { country, isUnknown } = readCountry(text)
    const where = { country, region: isUnknown ? null : region, unknown: isUnknown ? shorten(text) : null }
    if (known.size < MOST_COUNTRIES) known.set(text, where)
    return where
  }
}

function firstFilled(row: TableRow, columns: readonly number[]): string {
  for (const column of columns) {
    const text = row.cell(column)
    if (text !== '' && text.trim() !== '') return text
  }
  return ''
}

// What a report needs of a cell, however much is in it.
const LONGEST_VALUE = 1000

const ABOUT_ROWS: ReadonlySet<FindingCode> = new Set(['empty', 'too-many-cells', 'broken-quotes'])

/** Says where a finding is, and what it means. */
function openPlaces({ columns }: CheckOptions, phones: Columns['phones']) {
  const words = { column: (index: number) => phones[index]?.header ?? '', number: (e164: string) => e164 }
  const [id] = columns.id
  return (row: TableRow, at: number, finding: Finding): PlacedFinding => {
    const isRow = ABOUT_ROWS.has(finding.code)
    return {
      row: row.row,
      id: (row.problem === null && id !== undefined && shorten(row.cell(id).trim())) || null,
      column: isRow ? null : (phones[at]?.header ?? null),
      value: isRow ? '' : shorten(row.cell(phones[at]?.index ?? 0)),
      finding,
      sentence: describeFinding(finding, words),
    }
  }
}

// A slice would keep the whole of a hostile cell alive.
function shorten(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${Array.from(text.slice(0, LONGEST_VALUE - 1)).join('')}…`
}

interface Counted {
  count: number
  repairable: number
  readonly examples: PlacedFinding[]
}

interface Tally {
  rows: number
  numbers: number
  rejected: number
  before: number
  read: number
  after: number
  withoutNumber: number
  repairs: number
  readonly codes: Map<FindingCode, Counted>
  readonly countries: Map<string | null, { numbers: number }>
}

function newTally(): Tally {
  const counts = { rows: 0, numbers: 0, rejected: 0, before: 0, read: 0, after: 0, withoutNumber: 0, repairs: 0 }
  return { ...counts, codes: new Map(), countries: new Map() }
}

function countOf({ codes }: Tally, code: FindingCode): Counted {
  const found = codes.get(code)
  if (found !== undefined) return found
  const counted = { count: 0, repairable: 0, examples: [] }
  codes.set(code, counted)
  return counted
}

function countContact(tally: Tally, cells: readonly AuditedCell[]): void {
  let numbers = 0
  let rejected = 0
  let isBefore = false
  let isAfter = false
  for (const cell of cells) {
    if (cell.number === null) {
      if (cell.findings.length > 0 && cell.findings[0]?.code !== 'empty') rejected += 1
      continue
    }
    numbers += 1
    if (cell.before === 'always') isBefore = true
    if (cell.after === 'always') isAfter = true
    countCountry(tally, cell.number.country)
  }
  tally.numbers += numbers
  tally.rejected += rejected
  if (numbers + rejected === 0) tally.withoutNumber += 1
  if (isBefore) tally.before += 1
  if (numbers > 0) tally.read += 1
  if (isAfter) tally.after += 1
}

function countCountry({ countries }: Tally, country: string | null): void {
  const counted = countries.get(country)
  if (counted === undefined) countries.set(country, { numbers: 1 })
  else counted.numbers += 1
}

type End = Pick<CheckSummary, 'isComplete' | 'isRepaired' | 'notices' | 'allNumbersCompared'>

function summarise({ file, headers, columns, region }: CheckOptions, tally: Tally, end: End): CheckSummary {
  const { rows, numbers, rejected, before, read, after, withoutNumber, repairs } = tally
  const headersOf = (indexes: readonly number[]) => indexes.map((index) => (headers[index] ?? '').trim())
  const phones = checkedColumns(columns).map(({ header }) => header)
  const codes = listCodes(tally)
  return {
    file,
    source: columns.source,
    columns: {
      phones,
      country: headersOf(columns.country).join(', else ') || null,
      id: headersOf(columns.id)[0] ?? null,
    },
    region,
    contacts: rows,
    numbers,
    rejected,
    identifiable: { before, read, after },
    withoutNumber,
    findings: { error: total(codes, 'error'), warning: total(codes, 'warning'), note: total(codes, 'note') },
    repairs,
    codes,
    countries: Array.from(tally.countries, ([country, { numbers }]) => ({ country, numbers })).sort(
      (one, other) => other.numbers - one.numbers,
    ),
    limit: { contacts: ARTICLE_LIMIT, isExceeded: rows > ARTICLE_LIMIT },
    ...end,
  }
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note']

/** The gravest first, and of those the most frequent. */
function listCodes({ codes }: Tally): CodeCount[] {
  const listed = Array.from(codes, ([code, counted]) => ({ code, ...FINDINGS[code], ...counted }))
  return listed
    .map(({ code, severity, title, count, repairable, examples }) => ({
      code,
      severity,
      title,
      count,
      repairable,
      examples: [...examples],
    }))
    .sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity) || other.count - one.count)
}

function total(codes: readonly CodeCount[], severity: Severity): number {
  return codes.reduce((sum, each) => (each.severity === severity ? sum + each.count : sum), 0)
}

/** How many findings of a severity remain when all certain repairs are made. */
export function remaining({ codes }: CheckSummary, severity: Severity): number {
  return codes.reduce((sum, each) => (each.severity === severity ? sum + each.count - each.repairable : sum), 0)
}
