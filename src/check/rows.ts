// Checks the phone numbers of a contacts file row by row, and says what of each row can be repaired. Knows no format: rows
// and columns arrive as arguments.
import type { Columns } from '../contact-file/columns/columns.ts'
import type { CellBytes, Repair, TableRow } from '../contact-file/table.ts'
import { type AuditedCell, auditRow, type Where } from '../core/audit.ts'
import { describeFinding, type Finding, type FindingCode, newFinding } from '../core/finding.ts'
import { hashName, hashNameBytes } from '../core/hash-name.ts'
import { writtenSpelling } from '../core/number/line.ts'
import { spreadNumbers } from '../core/spread.ts'
import { type WrittenForm, writeNumbers } from '../core/written-form.ts'
import { type ByteRow, newByteRow } from './byte-row.ts'
import { checkedColumns } from './checked-columns.ts'
import type { PlacedFinding } from './file.ts'
import type { RowNumber } from './numbers.ts'
import { countContact, countFinding, countRow, hasExamples, keepExample, type Tally } from './tally.ts'
import { shorten } from './value.ts'
import { openWhere, type WhereOptions } from './where.ts'

/** How the rows of a file are read. */
export interface RowOptions extends WhereOptions {
  readonly columns: Columns
  /** What the columns say of the contact's name. */
  readonly readName: (row: TableRow, columns: Columns) => { readonly firstName: string; readonly lastName: string }
  /** Which repairs are made; unless stated, every one within a cell. */
  readonly repairs?: RepairChoice
  /** Whether a certain repair is made; every one unless stated. @param column its place in the file */
  readonly isWanted?: (cell: AuditedCell, row: TableRow, column: number) => boolean
}

/** Which of the certain repairs are made; plain data. */
export interface RepairChoice {
  /** A cell is repaired where all that is the matter with it is among these; null for all. */
  readonly kinds: readonly FindingCode[] | null
  /** Whether the second number of a cell moves into an empty column. */
  readonly isSpread: boolean
  /** How numbers are written; E.164 unless stated. */
  readonly form?: WrittenForm
}

/** Where what is found in rows goes. */
export interface RowSinks {
  /** Counts what is found in each row by itself. */
  readonly tally: Tally
  /** Told every finding of a row by itself, and every number, in the order of the file; null when nobody listens. */
  readonly onFinding: ((finding: PlacedFinding) => void) | null
  /** Whether who listens is still to be told findings of a code: see CheckReport. Null where all are told. */
  readonly wants?: ((code: FindingCode) => boolean) | null
  /** Told every number. */
  readonly onNumber: (number: RowNumber) => void
  /** Told the cells of every row that can be read, in the order of checkedColumns. */
  readonly onCells?: (row: TableRow, cells: readonly AuditedCell[]) => void
}

/** Looks at each row by itself: its certain repairs, as TableFile.rewrite asks for them. */
export function openRows(options: RowOptions, sinks: RowSinks): (row: TableRow) => readonly Repair[] {
  const isWanted = openWanted(options)
  const { tally, onFinding, wants = null, onNumber, onCells } = sinks
  const whereOf = openWhere(options)
  const note = openNotes(options, sinks)
  const checked = checkedColumns(options.columns)
  const indexes = checked.map(({ index }) => index)
  const mayTake = checked.map((column) => options.columns.phones.includes(column))
  const { isSpread = false, form = 'e164' } = options.repairs ?? {}
  // One for all rows: what is kept of a row are its texts.
  const texts = indexes.map(() => '')

  function checkCells(row: TableRow, cells: readonly AuditedCell[]): readonly Repair[] {
    let name = -1
    let repairs: Repair[] | null = null
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as AuditedCell
      const { findings, number, repair, text } = cell
      if (findings.length > 0) for (const finding of findings) note(row, at, finding, cell)
      if (number !== null) {
        if (name < 0) name = nameOf(row, options)
        onNumber({ row, at, e164: writtenSpelling(text, number.e164), name })
      }
      if (repair === null) continue
      repairs ??= []
      repairs.push({ column: indexes[at] as number, value: repair })
    }
    if (repairs === null) return NO_REPAIRS
    tally.repairs += repairs.length
    return repairs
  }

  const bytes = newByteRow(indexes)
  // Whoever listens to findings is told of each in full; and so is who has not yet seen enough of it.
  const isCounted = (onFinding === null || wants !== null) && isWanted === null
  const mayBeSound = onCells === undefined && form === 'e164'

  function readBytes(row: TableRow, where: Where): boolean {
    if (!mayBeSound || !bytes.read(row, where, isCounted)) return false
    return bytes.found === 0 || (hasExamples(tally, bytes) && !isAnyWanted(bytes, wants))
  }

  function takeBytes(row: TableRow): readonly Repair[] {
    const { count, at, values } = bytes
    countRow(tally, bytes)
    const name = count === 0 ? 0 : nameOf(row, options)
    for (let which = 0; which < count; which += 1) {
      onNumber({ row, at: at[which] as number, e164: values[which] as number, name })
    }
    const repairs = bytes.repairs()
    tally.repairs += repairs.length
    return repairs
  }

  return (row) => {
    tally.rows += 1
    if (row.problem !== null) {
      note(row, 0, newFinding(row.problem))
      return NO_REPAIRS
    }
    const where = whereOf(row)
    if (readBytes(row, where)) return takeBytes(row)
    for (let at = 0; at < texts.length; at += 1) texts[at] = row.cell(indexes[at] as number)
    const alone = auditRow(texts, where)
    const audited = isSpread ? spreadNumbers(alone, where, mayTake) : alone
    const written = writeNumbers(audited, where, form)
    const made = row.isFixed === undefined ? written : leaveFixed(row, written, indexes)
    const cells = isWanted === null ? made : leaveUnwanted(row, made, { indexes, isWanted })
    onCells?.(row, cells)
    countContact(tally, cells)
    return checkCells(row, cells)
  }
}

function isAnyWanted({ found, codes }: Pick<ByteRow, 'found' | 'codes'>, wants: RowSinks['wants']): boolean {
  for (let at = 0; wants && at < found; at += 1) if (wants(codes[at] as FindingCode)) return true
  return false
}

function leaveFixed(row: TableRow, cells: readonly AuditedCell[], indexes: readonly number[]): readonly AuditedCell[] {
  const isFixed = (at: number) => indexes[at] !== undefined && row.isFixed?.(indexes[at]) === true
  return cells.map((cell, at) => (cell.repair !== null && (isFixed(at) || isFixed(otherOf(cell))) ? leave(cell) : cell))
}

type IsWanted = NonNullable<RowOptions['isWanted']>

function openWanted({ repairs, isWanted }: RowOptions): IsWanted | null {
  const kinds = repairs?.kinds == null ? null : new Set(repairs.kinds)
  if (kinds === null) return isWanted ?? null
  return (cell, row, column) =>
    listMended(cell.findings).every((code) => kinds.has(code)) && isWanted?.(cell, row, column) !== false
}

// What fills the empty column is a part of that repair.
const MOVING: FindingCode = 'several-numbers'

/** The kinds of which all have to be wanted for a cell to be repaired. */
function listMended(findings: readonly Finding[]): FindingCode[] {
  const codes: FindingCode[] = []
  for (const { code, repair } of findings) if (repair !== null) codes.push(code === 'moved-number' ? MOVING : code)
  return codes
}

function leaveUnwanted(
  row: TableRow,
  cells: readonly AuditedCell[],
  { indexes, isWanted }: { readonly indexes: readonly number[]; readonly isWanted: IsWanted },
): readonly AuditedCell[] {
  const wants = (at: number) => {
    const cell = cells[at]
    return cell !== undefined && cell.repair !== null && isWanted(cell, row, indexes[at] as number)
  }
  return cells.map((cell, at) => (cell.repair === null || wants(at) || wants(otherOf(cell)) ? cell : leave(cell)))
}

/** The cell that has part in the same repair, for a number would be lost without it: that which takes the second number, or had it. */
export function otherOf({ findings }: AuditedCell): number {
  const [finding] = findings
  const isPair = finding?.code === 'moved-number' || finding?.code === 'several-numbers'
  return isPair ? (finding.detail.column ?? -1) : -1
}

/** A cell that is not repaired, whatever is found there. */
function leave(cell: AuditedCell): AuditedCell {
  return {
    ...cell,
    repair: null,
    after: cell.before,
    // Nothing is the matter with an empty cell that takes nothing.
    findings: cell.findings.filter(({ code }) => code !== 'moved-number').map((each) => ({ ...each, repair: null })),
  }
}

const NO_REPAIRS: readonly Repair[] = []

// As hashName of both together would be, for it adds its words up; but they need not be joined for it.
function nameOf(row: TableRow, { columns, readName }: RowOptions): number {
  const known = row.find === undefined || columns.statedName.length > 0 ? 0 : addHashes(row, columns)
  if (known !== 0) return known
  const { firstName, lastName } = readName(row, columns)
  return (hashName(firstName) + hashName(lastName)) >>> 0
}

const cell: CellBytes = { bytes: new Uint8Array(0), start: 0, end: 0 }

/** Of a row that has both names, and each in its one column; else 0. No text is made for it. */
function addHashes(row: TableRow, { firstName, lastName }: Columns): number {
  if (firstName.length !== 1 || lastName.length !== 1) return 0
  const first = hashCell(row, firstName[0] as number)
  const last = first === 0 ? 0 : hashCell(row, lastName[0] as number)
  return last === 0 ? 0 : (first + last) >>> 0
}

function hashCell(row: TableRow, column: number): number {
  return row.find?.(column, cell) === true ? hashNameBytes(cell.bytes, cell.start, cell.end) : 0
}

type Named = Pick<RowOptions, 'columns' | 'readName'>

/** Says that there is a finding in one of the phone cells of a row. @param cell as it was audited, where it is about one */
export type Note = (row: TableRow, at: number, finding: Finding, cell?: AuditedCell) => void

/** Counts findings, and places those that are examples or that somebody listens to. */
export function openNotes(options: Named, sinks: Pick<RowSinks, 'tally' | 'onFinding' | 'wants'>): Note {
  const { tally, onFinding, wants } = sinks
  const place = openPlaces(options)
  return (row, at, finding, cell) => {
    const where = { row: row.row, at }
    const counted = countFinding(tally, finding, where)
    const isTold = onFinding !== null && (wants?.(finding.code) ?? true)
    if (counted === null && !isTold) return
    const placed = place(row, at, finding, cell)
    if (counted !== null) keepExample(counted, { place: where, finding: placed })
    if (isTold) onFinding(placed)
  }
}

const ABOUT_ROWS: ReadonlySet<FindingCode> = new Set(['empty', 'too-many-cells', 'broken-quotes'])

/** Says where a finding is, and what it means. */
function openPlaces({ columns, readName }: Named) {
  const phones = checkedColumns(columns)
  const words = { column: (index: number) => phones[index]?.header ?? '', number: (e164: string) => e164 }
  const [id] = columns.id
  const readContact = (row: TableRow) => ({
    row,
    id: (row.problem === null && id !== undefined && shorten(row.cell(id).trim())) || null,
    name: row.problem === null ? nameIn(readName(row, columns)) : '',
  })
  // Findings of a row come one behind the other.
  let contact: ReturnType<typeof readContact> | null = null
  return (row: TableRow, at: number, finding: Finding, cell?: AuditedCell): PlacedFinding => {
    const isRow = ABOUT_ROWS.has(finding.code)
    if (contact?.row !== row) contact = readContact(row)
    const phone = phones[at]
    return {
      row: row.row,
      id: contact.id,
      name: contact.name,
      column: isRow ? null : (phone?.header ?? null),
      value: isRow ? '' : shorten(cell?.text ?? row.cell(phone?.index ?? 0)),
      finding,
      sentence: describeFinding(finding, words),
      mends: finding.repair === null || cell === undefined ? [] : listMended(cell.findings),
    }
  }
}

function nameIn({ firstName, lastName }: ReturnType<RowOptions['readName']>): string {
  return shorten(`${firstName} ${lastName}`.trim())
}
