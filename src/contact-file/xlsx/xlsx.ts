// An Excel workbook (.xlsx) as a table: the rows of its first visible sheet. Decides what a cell says; knows nothing of
// what a column means.
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { plural } from '../../text/count.ts'
import { listFirst } from '../../text/list.ts'
import { shortLine } from '../../text/safe.ts'
import { describeTitle, findHeader, type IsHeader, MOST_TITLE_ROWS } from '../columns/header.ts'
import { ContactFileError } from '../file-error.ts'
import type { Decide, FileRow, TableFile } from '../table.ts'
import { hidesDigits, isRounded, showNumber, showText } from './cell.ts'
import { openPlaces, type Places } from './places.ts'
import { REFERRING, rewriteWorkbook, writeWorkbook } from './rewrite.ts'
import {
  type Frame,
  findCell,
  isNeeded,
  printCells,
  readSheet,
  referenceOf,
  type SheetCell,
  type SheetRow,
} from './sheet.ts'
import { decodeEscapes, readSharedStrings, type SharedStrings } from './strings.ts'
import { readStyles, type Styles } from './styles.ts'
import { readWorkbook, type Workbook } from './workbook.ts'
import { type Archive, openArchive } from './zip.ts'

/**
 * Opens a workbook, and reads the header: the first row of its first visible sheet that is not blank.
 *
 * Cells say what Excel shows: whole numbers with all their digits and the zeros of their format, dates as 2012-03-04, of a
 * formula its last result. Every cell names its column, so no row is a problem. Rows that a filter hides count.
 *
 * A repaired cell holds text and keeps its style, unless that would show the text otherwise. A formula that stood there is
 * gone, from the order of calculation as well; one that other cells need is kept, and the cell is fixed.
 *
 * @param source the path of a file, or one that is open and is closed with the table: a workbook cannot be read from
 * beginning to end. Of its content only the texts that cells share are held, 256 MB at most
 * @throws ContactFileError when it is no workbook, has a password, is cut off or damaged, or would fill the memory
 */
export async function openXlsx(source: string | FileHandle, isHeader: IsHeader | null = null): Promise<TableFile> {
  const archive = await openArchive(source)
  try {
    return await openTable(archive, await readWorkbook(archive), isHeader)
  } catch (error) {
    archive.close()
    throw error
  }
}

async function openTable(archive: Archive, workbook: Workbook, isHeader: IsHeader | null): Promise<TableFile> {
  const styles = await readStyles(workbook.styles)
  const notes: Notes = { rounded: 0, hidden: openPlaces(), replaced: openPlaces(), kept: openPlaces() }
  const texts = await readSharedStrings(workbook.sharedStrings)
  const show = openCells(workbook, styles, texts, notes)
  const frame: Frame = { print: 0 }
  // Rows without contacts: the header, what stands above it, and blank ones.
  let others = 0
  const passOther = ({ cells }: SheetRow) => {
    others = crc32(String(printCells(cells, [])), others)
  }
  const sheet = readSheet(workbook.sheet, frame)
  // Rows that are looked at for the header are read once more, and noted only then.
  const peek = openCells(workbook, styles, texts, { ...notes, hidden: openPlaces() })
  const { headers, headerRow, above, rows: all } = await readOpening(sheet, { workbook, show: peek, isHeader })
  const isContact = (row: SheetRow) => {
    const isFound = row.row > headerRow && !isBlank(row, show)
    if (!isFound) passOther(row)
    return isFound
  }
  const contacts = contactRows(all, workbook, isContact)
  const toRow = (row: SheetRow) => tableRow(row, show, notes)
  const close = () => {
    void sheet.return(undefined)
    archive.close()
  }
  const closing = async function* <T>(items: AsyncIterable<T>) {
    try {
      yield* items
    } finally {
      close()
    }
  }
  const rewriting = (decide: Decide) => {
    const edit = (row: SheetRow) => (isContact(row) ? decide(toRow(row)) : [])
    return { edit, styleFor: styles.forText, onFormula: notes.replaced.add, frame }
  }
  return {
    format: 'xlsx',
    headers,
    rows: () => closing(readRows(contacts, toRow)),
    rewrite(decide) {
      // The sheet is read once more, from its beginning.
      others = 0
      return closing(rewriteWorkbook(archive, workbook, rewriting(decide)))
    },
    frame: () => crc32(`${printParts(archive, workbook)} ${frame.print} ${others}`),
    rewriteChanged: (decide, columns) =>
      closing(writeWorkbook(changedRows(headers, readRows(contacts, toRow), decide, columns))),
    notices: () => [...describeTitle(above, headerRow), ...describe(workbook, notes)],
    close,
  }
}

/** What is to be told of the cells of a workbook. */
interface Notes {
  rounded: number
  /** Numbers whose format does not show all their digits. */
  readonly hidden: Places
  /** Formulas that a repair replaces. */
  readonly replaced: Places
  /** Cells that are not repaired, since others need their formula. */
  readonly kept: Places
}

type Show = (cell: SheetCell, row: number) => string

function openCells({ is1904, sheet }: Workbook, styles: Styles, texts: SharedStrings, { hidden }: Notes): Show {
  const budget = openBudget(sheet.size)
  const showNumeric = ({ text, style, column }: SheetCell, row: number) => {
    const format = styles.of(style)
    if (hidesDigits(text, format)) hidden.add(column, row)
    return showNumber(text, format, is1904)
  }
  return (cell, row) => {
    switch (cell.type) {
      case 's':
        return showText(budget(showShared(cell, row, texts)), styles.of(cell.style))
      case 'inlineStr':
      case 'str':
        return showText(decodeEscapes(cell.text), styles.of(cell.style))
      case 'b':
        return cell.text.trim() === '1' ? 'TRUE' : cell.text.trim() === '0' ? 'FALSE' : cell.text
      case 'n':
        return showNumeric(cell, row)
      default:
        return cell.text
    }
  }
}

const SPENT_FREELY = 64 * 1024 * 1024
const SPENT_PER_BYTE = 32

/** Adds up the texts that cells share: a file may name a long one by each of a million cells, and would be read for hours. */
function openBudget(sheetBytes: number): (text: string) => string {
  let left = SPENT_FREELY + SPENT_PER_BYTE * sheetBytes
  return (text) => {
    left -= text.length
    if (left >= 0) return text
    throw new ContactFileError(
      'its cells repeat long texts so often that reading them would take hours: save it as "CSV UTF-8"',
    )
  }
}

function showShared({ text, column }: SheetCell, row: number, texts: SharedStrings): string {
  if (text.trim() === '') return ''
  const index = Number(text)
  if (Number.isInteger(index) && index >= 0 && index < texts.count) return texts.at(index)
  throw new ContactFileError(
    `cell ${referenceOf(column, row)} refers to text ${shortLine(text, 20)} of the ${texts.count} that the workbook has: it is damaged. Save it anew in Excel`,
  )
}

function isBlank({ row, cells }: SheetRow, show: Show): boolean {
  return cells.every((cell) => cell.text === '' || show(cell, row).trim() === '')
}

interface Opening {
  readonly headers: readonly string[]
  /** The header's row, in the workbook's counting. */
  readonly headerRow: number
  /** What stands in the rows above it. */
  readonly above: readonly (readonly string[])[]
  /** All rows from the first, blank ones included. */
  readonly rows: AsyncIterable<SheetRow[]>
}

interface OpeningOptions {
  readonly workbook: Workbook
  readonly show: Show
  readonly isHeader: IsHeader | null
}

async function readOpening(
  sheet: AsyncGenerator<SheetRow[]>,
  { workbook, show, isHeader }: OpeningOptions,
): Promise<Opening> {
  const batches: SheetRow[][] = []
  const filled: SheetRow[] = []
  while (filled.length < MOST_TITLE_ROWS) {
    const { value: batch, done } = await sheet.next()
    if (done) break
    batches.push(batch)
    filled.push(...batch.filter((row) => !isBlank(row, show)))
  }
  if (filled.length === 0)
    throw new ContactFileError(`expected contacts in ${nameSheet(workbook)}, the first that is visible, found it blank`)
  const texts = filled.slice(0, MOST_TITLE_ROWS).map((row) => textsOf(row, show))
  const at = findHeader(texts, isHeader)
  const rows = async function* () {
    yield* batches
    yield* sheet
  }
  return { headers: texts[at] ?? [], headerRow: filled[at]?.row ?? 0, above: texts.slice(0, at), rows: rows() }
}

function textsOf({ row, cells }: SheetRow, show: Show): string[] {
  const texts: string[] = []
  for (const cell of cells) {
    const text = show(cell, row)
    if (text.trim() === '') continue
    while (texts.length < cell.column) texts.push('')
    texts.push(text)
  }
  return texts
}

async function* contactRows(
  all: AsyncIterable<SheetRow[]>,
  workbook: Workbook,
  isContact: (row: SheetRow) => boolean,
): AsyncGenerator<SheetRow[]> {
  let count = 0
  for await (const batch of all) {
    const rows = batch.filter(isContact)
    count += rows.length
    if (rows.length > 0) yield rows
  }
  if (count === 0)
    throw new ContactFileError(`expected contacts below the header of ${nameSheet(workbook)}, found none`)
}

function nameSheet({ sheetName }: Workbook): string {
  return `the sheet "${shortLine(sheetName, 31)}"`
}

async function* readRows(
  batches: AsyncIterable<SheetRow[]>,
  toRow: (row: SheetRow) => FileRow,
): AsyncGenerator<FileRow[]> {
  for await (const batch of batches) yield batch.map(toRow)
}

function tableRow(sheetRow: SheetRow, show: Show, notes: Notes): FileRow {
  const { row, cells } = sheetRow
  for (const { type, text } of cells) if (type === 'n' && text.length > 15 && isRounded(text)) notes.rounded += 1
  return {
    row,
    problem: null,
    cell(column) {
      const found = findCell(cells, column)
      return found === undefined ? '' : show(found, row)
    },
    print: (without) => printCells(cells, without),
    isFixed(column) {
      const isFixed = isNeeded(sheetRow, column)
      if (isFixed) notes.kept.add(column, row)
      return isFixed
    },
  }
}

async function* changedRows(
  headers: readonly string[],
  rows: AsyncIterable<FileRow[]>,
  decide: Decide,
  columns: readonly number[],
): AsyncGenerator<string[][]> {
  yield [columns.map((column) => headers[column] ?? '')]
  for await (const batch of rows) {
    yield batch.flatMap((row) => {
      const repairs = new Map(decide(row).map(({ column, value }) => [column, value]))
      return repairs.size === 0 ? [] : [columns.map((column) => repairs.get(column) ?? row.cell(column))]
    })
  }
}

// But for those that name the cells with formulas, and what names those in turn.
function printParts({ parts }: Archive, { sheet, calculation }: Workbook): number {
  const others = parts.filter((part) => part !== sheet && part !== calculation && !REFERRING.test(part.name))
  const lines = others.map(({ name, size, checksum }) => `${name} ${size} ${checksum}`)
  return crc32(lines.sort().join('\n'))
}

const LISTED_SHEETS = 3

function describe({ sheetName, otherSheets }: Workbook, { rounded, hidden, replaced, kept }: Notes): string[] {
  const quote = (name: string) => `"${shortLine(name, 31)}"`
  const others = listFirst(otherSheets.map(quote), LISTED_SHEETS)
  const where = (places: Places) => `${quote(sheetName)} ${places.list()}`
  return [
    ...(otherSheets.length > 0 ? [`only the first visible sheet, ${quote(sheetName)}, is read, not ${others}`] : []),
    ...(rounded > 0
      ? [
          `${plural(rounded, 'number has', 'numbers have')} more than 15 digits: Excel has replaced the further ones by zeros`,
        ]
      : []),
    ...(hidden.count > 0
      ? [
          `the format of ${plural(hidden.count, 'number does', 'numbers does')} not show all digits, so that none is read there: ${where(hidden)}`,
        ]
      : []),
    ...(replaced.count > 0
      ? [
          `${plural(replaced.count, 'repaired cell', 'repaired cells')} held a formula, which the repaired text replaces: ${where(replaced)}`,
        ]
      : []),
    ...(kept.count > 0
      ? [
          `${plural(kept.count, 'cell is', 'cells are')} not repaired, since other cells need the formula in it: ${where(kept)}`,
        ]
      : []),
  ]
}
