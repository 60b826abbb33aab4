// The XML of a sheet as rows of cells, each with the place in the text where it stands. Knows neither shared texts nor
// styles, only how cells name them. Elements: ECMA-376-1, 18.3.1.
import { crc32 } from 'node:zlib'
import { renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import { ContactFileError } from '../file-error.ts'
import { describeLongRow, LONGEST_ROW_BYTES, MOST_COLUMNS } from '../table.ts'
import { decodeXml, openXml, type XmlElement, type XmlReader } from './xml.ts'
import type { ArchivePart } from './zip.ts'

export interface SheetRow {
  /** The sheet's own number. */
  readonly row: number
  /** By column; only those that are there. */
  readonly cells: SheetCell[]
  /** Those of arrays and data tables that it is part of: their cells hold the results of one formula together. */
  readonly arrays: readonly Range[]
}

/** Columns and rows of a block of cells, the last included. */
export interface Range {
  readonly columns: readonly [first: number, last: number]
  readonly rows: readonly [first: number, last: number]
}

export interface SheetCell {
  readonly column: number
  /** `s` a shared text, `inlineStr` and `str` a text, `b` a boolean, `e` an error, `d` an ISO date, else a number. */
  readonly type: string
  readonly style: string | undefined
  /** As it is stored: of a shared text, its position. */
  text: string
  formula: Formula | null
  /** Where its element begins and ends. */
  readonly start: number
  end: number
  /** Of its element's name. */
  readonly prefix: string
}

export interface Formula {
  /** What it says; '' where another cell says it. */
  text: string
  /** Whether other cells share it. */
  readonly isShared: boolean
}

export interface SheetReader extends XmlReader {
  /** A fingerprint of all that is in no cell. */
  frame(): number
  /** Where the row began that is not at its end; null between rows. */
  rowStart(): number | null
}

const MOST_ROWS = 1_048_576

/**
 * @param part whose name errors tell
 * @param onRow told of each row with a cell, in order
 * @throws ContactFileError, from the reader, for what is not well-formed, out of order or beyond what a sheet can hold
 */
export function openSheet(part: string, onRow: (row: SheetRow) => void): SheetReader {
  let isInData = false
  let rowNumber = 0
  let rowStart: number | null = null
  let cells: SheetCell[] = []
  let cell: SheetCell | null = null
  let isInText = false
  let isPhonetic = false
  let isInFormula = false
  let arrays: readonly Range[] = []
  let frame = 0

  const openRow = ({ attributes }: XmlElement, start: number) => {
    rowNumber = nextRow(rowNumber, attributes['r'])
    rowStart = start
    cells = []
    if (arrays.length > 0) arrays = arrays.filter(({ rows: [, last] }) => last >= rowNumber)
  }
  const openInCell = (target: SheetCell, { name, attributes }: XmlElement) => {
    isInFormula = name === 'f'
    if (isInFormula) {
      const range = readRange(attributes['ref'] ?? '')
      target.formula = { text: '', isShared: attributes['t'] === 'shared' && !isOneCell(range) }
      if (attributes['t'] !== 'shared' && range !== null && !isOneCell(range)) arrays = joinRanges([...arrays, range])
    }
    if (name === 'rPh') isPhonetic = true
    isInText = (name === 'v' || name === 't') && !isPhonetic
  }
  const xml = openXml(part, {
    open(element, start) {
      const isMisplaced = cell !== null ? PARENTS.has(element.name) : element.name === 'row' && rowStart !== null
      if (isMisplaced || (isInData && element.name === 'sheetData')) refuseNested(element.name, rowNumber)
      if (cell !== null) return openInCell(cell, element)
      if (element.name === 'c' && rowStart !== null) {
        cell = openCell(element, start, rowNumber, cells.at(-1))
        return
      }
      frame = crc32(JSON.stringify([element.name, element.attributes]), frame)
      if (element.name === 'sheetData') isInData = true
      else if (element.name === 'row' && isInData) openRow(element, start)
    },
    text(piece) {
      if (cell === null) frame = crc32(piece, frame)
      if (isInText && cell !== null) cell.text += piece
      if (isInFormula && cell?.formula) cell.formula.text += piece
    },
    close(name, end) {
      isInText = false
      isInFormula = false
      if (name === 'rPh') isPhonetic = false
      if (name === 'sheetData') isInData = false
      if (name === 'c' && cell !== null) {
        cell.end = end
        cells.push(cell)
        cell = null
      }
      if (name !== 'row' || rowStart === null) return
      rowStart = null
      if (cells.length > 0) onRow({ row: rowNumber, cells, arrays })
    },
  })
  return {
    ...xml,
    write: (text) => {
      xml.write(text)
      if (rowStart !== null && xml.position() - rowStart > LONGEST_ROW_BYTES)
        throw new ContactFileError(`${describeLongRow(`row ${rowNumber} of its sheet`)}: expected a contact in each`)
    },
    rowStart: () => rowStart,
    frame: () => frame,
  }
}

/** A fingerprint of the cells of a row, without those of some columns. */
export function printCells(cells: readonly SheetCell[], without: readonly number[]): number {
  const kept = cells.filter(({ column }) => !without.includes(column))
  return crc32(
    JSON.stringify(kept.map(({ column, type, style, text, formula }) => [column, type, style, text, formula])),
  )
}

/** Where among the cells of a row the one of this column is, or the first behind it. */
export function indexFrom(cells: readonly SheetCell[], column: number): number {
  let [low, high] = [0, cells.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((cells[middle] as SheetCell).column < column) low = middle + 1
    else high = middle
  }
  return low
}

export function findCell(cells: readonly SheetCell[], column: number): SheetCell | undefined {
  const found = cells[column]?.column === column ? cells[column] : cells[indexFrom(cells, column)]
  return found?.column === column ? found : undefined
}

/** Whether a cell must keep its formula, since others need it: they share it, or hold its results. */
export function isNeeded({ cells, arrays }: SheetRow, column: number): boolean {
  const formula = findCell(cells, column)?.formula
  if (formula?.isShared && formula.text !== '') return true
  return arrays.some(({ columns: [first, last] }) => first <= column && column <= last)
}

// Null where it is no reference to cells.
function readRange(reference: string): Range | null {
  const [, first = '', top, last = first, bottom = top] =
    /^([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?$/.exec(reference) ?? []
  return first === '' ? null : { columns: [columnOf(first), columnOf(last)], rows: [Number(top), Number(bottom)] }
}

function isOneCell(range: Range | null): boolean {
  return range !== null && range.columns[0] === range.columns[1] && range.rows[0] === range.rows[1]
}

// More than a sheet has at one height.
const MOST_RANGES = 100

// Too many are one block around them all: rather a cell too many keeps its formula.
function joinRanges(ranges: readonly Range[]): readonly Range[] {
  if (ranges.length <= MOST_RANGES) return ranges
  const around = (of: 'columns' | 'rows') =>
    [Math.min(...ranges.map((each) => each[of][0])), Math.max(...ranges.map((each) => each[of][1]))] as const
  return [{ columns: around('columns'), rows: around('rows') }]
}

/** What is in no cell of a sheet, once it is read. */
export interface Frame {
  print: number
}

/** The rows of a sheet that have cells, in batches as they are unpacked. Throws as openSheet does. */
export async function* readSheet(part: ArchivePart, frame: Frame): AsyncGenerator<SheetRow[]> {
  const rows: SheetRow[] = []
  const reader = openSheet(part.name, (row) => rows.push(row))
  for await (const text of decodeXml(part.name, part.read())) {
    reader.write(text)
    yield rows.splice(0)
  }
  reader.end()
  frame.print = reader.frame()
}

const PARENTS = new Set(['sheetData', 'row', 'c'])

function refuseNested(name: string, row: number): never {
  throw new ContactFileError(
    `found a ${name} within another in row ${row} of its sheet: the sheet is damaged. Save it anew in Excel`,
  )
}

// Rows and cells may leave out where they stand; they then follow the one before.
function nextRow(last: number, stated: string | undefined): number {
  const row = stated === undefined ? last + 1 : Number(stated)
  if (Number.isInteger(row) && row > last && row <= MOST_ROWS) return row
  throw new ContactFileError(
    `expected a row after ${last} and up to ${renderCount(MOST_ROWS)}, found row ${quote(stated ?? row)}: the sheet is damaged. Save it anew in Excel`,
  )
}

function openCell(
  { prefix, attributes }: XmlElement,
  start: number,
  row: number,
  last: SheetCell | undefined,
): SheetCell {
  const lastColumn = last?.column ?? -1
  const stated = attributes['r']
  const column = stated === undefined ? lastColumn + 1 : columnOf(stated)
  if (!(column > lastColumn && column < MOST_COLUMNS))
    throw new ContactFileError(
      `expected a cell of columns A to XFD, each after the one before, found cell ${quote(stated ?? column + 1)} in row ${row}: the sheet is damaged. Save it anew in Excel`,
    )
  const { t: type = 'n', s: style } = attributes
  return { column, type, style, text: '', formula: null, start, end: start, prefix }
}

const LETTER_A = 65

// Of a reference such as AB12: letters count in base 26, without a zero. -1 where there are none.
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; column <= MOST_COLUMNS; at++) {
    const letter = reference.charCodeAt(at) - LETTER_A
    if (!(letter >= 0 && letter < 26)) break
    column = column * 26 + letter + 1
  }
  return column - 1
}

/** A cell's reference, such as AB12. */
export function referenceOf(column: number, row: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(LETTER_A + ((rest - 1) % 26)) + letters
  return letters + row
}

function quote(text: string | number): string {
  return shortLine(String(text), 20)
}
