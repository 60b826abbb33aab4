// A workbook written again: as it was but for repaired cells, or a small new one of text cells. Knows nothing of why a
// cell is repaired. Elements: ECMA-376-1, 18.3.1.
import type { Repair } from '../table.ts'
import { type Frame, indexFrom, isNeeded, openSheet, referenceOf, type SheetCell, type SheetRow } from './sheet.ts'
import { encodeEscapes } from './strings.ts'
import { SMALL_PART_BYTES, type Workbook } from './workbook.ts'
import { decodeXml, escapeXml, openXml } from './xml.ts'
import { type Archive, type ArchivePart, type NewPart, writeArchive } from './zip.ts'

/** A stretch of text, and what is to stand in its place. */
interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The parts that name other parts. */
export const REFERRING = /^\[Content_Types\]\.xml$|\.rels$/i

export interface Rewriting {
  /** Asked once for each row with a cell, in order. */
  readonly edit: (row: SheetRow) => readonly Repair[]
  /** The style for a cell that is to hold a text. */
  readonly styleFor: (style: string | undefined, text: string) => string | undefined
  /** Told of each formula that a repair replaces. */
  readonly onFormula: (column: number, row: number) => void
  /** Of the sheet that is read. */
  readonly frame: Frame
}

/**
 * The workbook with the repairs of its sheet. The content of every other part is as it was; only where a repair replaces
 * a formula, the order of calculation goes, which Excel makes anew: one that names a cell without a formula is damage.
 */
export function rewriteWorkbook(
  archive: Archive,
  workbook: Workbook,
  rewriting: Rewriting,
): AsyncGenerator<Uint8Array> {
  let hasLostFormula = false
  const onFormula = (column: number, row: number) => {
    hasLostFormula = true
    rewriting.onFormula(column, row)
  }
  const { sheet, calculation } = workbook
  const newSheet = { ...sheet, content: rewriteSheet(sheet, { ...rewriting, onFormula }) }
  const newParts = function* (): Generator<NewPart> {
    // What becomes of the other parts is known only once the sheet is written.
    if (calculation !== null) yield newSheet
    for (const part of archive.parts) {
      if (part === sheet && calculation === null) yield newSheet
      if (part === sheet || (part === calculation && hasLostFormula)) continue
      const isChanged = hasLostFormula && calculation !== null && REFERRING.test(part.name)
      yield { ...part, content: isChanged ? dropReferences(part, calculation) : part.read() }
    }
  }
  return writeArchive(newParts())
}

async function* rewriteSheet(part: ArchivePart, rewriting: Rewriting): AsyncGenerator<Uint8Array> {
  const rows: SheetRow[] = []
  const reader = openSheet(part.name, (row) => rows.push(row))
  // What is not written yet, and its place in the document.
  let pending = ''
  let start = 0
  for await (const text of decodeXml(part.name, part.read())) {
    reader.write(text)
    pending += text
    const splices = rows.splice(0).flatMap((row) => spliceRow(row, rewriting))
    // A row is kept until it is whole; what of its opening is written already, as the last text ended there, needs no repair.
    const end = Math.max(start, reader.rowStart() ?? reader.position())
    yield Buffer.from(splice(pending.slice(0, end - start), start, splices))
    pending = pending.slice(end - start)
    start = end
  }
  reader.end()
  rewriting.frame.print = reader.frame()
  yield Buffer.from(pending)
}

function splice(text: string, offset: number, splices: readonly Splice[]): string {
  let [spliced, at] = ['', 0]
  for (const { start, end, text: piece } of splices) {
    if (start - offset < at || end - offset > text.length) throw new Error('a repair does not stand in what is written')
    spliced += text.slice(at, start - offset) + piece
    at = end - offset
  }
  return spliced + text.slice(at)
}

function spliceRow(sheetRow: SheetRow, { edit, styleFor, onFormula }: Rewriting): Splice[] {
  const { row, cells } = sheetRow
  const splices = edit(sheetRow).map(({ column, value }): Splice => {
    if (isNeeded(sheetRow, column)) throw new Error(`cell ${referenceOf(column, row)} must keep its formula`)
    const next = cells[indexFrom(cells, column)]
    if (next?.column !== column) {
      const at = next?.start ?? cells.at(-1)?.end ?? 0
      const text = renderCell({ column, style: undefined, prefix: cells[0]?.prefix ?? '' }, row, value)
      return { start: at, end: at, text }
    }
    if (next.formula !== null) onFormula(column, row)
    const text = renderCell({ ...next, style: styleFor(next.style, value) }, row, value)
    return { start: next.start, end: next.end, text }
  })
  return splices.sort((a, b) => a.start - b.start)
}

function renderCell(
  { column, style, prefix }: Pick<SheetCell, 'column' | 'style' | 'prefix'>,
  row: number,
  value: string,
) {
  const styled = style === undefined ? '' : ` s="${escapeXml(style)}"`
  const opening = `<${prefix}c r="${referenceOf(column, row)}"${styled}`
  const text = escapeXml(encodeEscapes(value))
  const space = text.trim() === text ? '' : ' xml:space="preserve"'
  return value === ''
    ? `${opening}/>`
    : `${opening} t="inlineStr"><${prefix}is><${prefix}t${space}>${text}</${prefix}t></${prefix}is></${prefix}c>`
}

// The part's type and the relations to it: an Override, by its name, and a Relationship, by its last word.
async function* dropReferences(part: ArchivePart, target: ArchivePart): AsyncGenerator<Uint8Array> {
  const name = `/${target.name}`.toLowerCase()
  const splices: Splice[] = []
  let opened: number | null = null
  const reader = openXml(part.name, {
    open({ attributes }, start) {
      const isOf = attributes['PartName']?.toLowerCase() === name || attributes['Type']?.endsWith('/calcChain')
      if (isOf) opened = start
    },
    close(_, end) {
      if (opened !== null) splices.push({ start: opened, end, text: '' })
      opened = null
    },
  })
  let whole = ''
  for await (const text of decodeXml(part.name, part.read(SMALL_PART_BYTES))) {
    reader.write(text)
    whole += text
  }
  reader.end()
  yield Buffer.from(splice(whole, 0, splices))
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const FRAME: readonly (readonly [name: string, xml: string])[] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
]

// The earliest that a ZIP file can state: the same rows give the same bytes.
const NO_TIME = new Date(1980, 0, 1)

/** A workbook of one sheet whose cells are all text, in batches of rows; an empty text is no cell. */
export function writeWorkbook(batches: AsyncIterable<readonly (readonly string[])[]>): AsyncGenerator<Uint8Array> {
  const part = (name: string, content: AsyncIterable<Uint8Array>) => ({
    name,
    isStored: false,
    modified: NO_TIME,
    content,
  })
  const frame = FRAME.map(([name, xml]) => part(name, oneText(DECLARATION + xml)))
  return writeArchive([...frame, part('xl/worksheets/sheet1.xml', renderSheet(batches))])
}

async function* oneText(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function* renderSheet(batches: AsyncIterable<readonly (readonly string[])[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${DECLARATION}<worksheet xmlns="${SPREADSHEET}"><sheetData>`)
  let row = 0
  for await (const batch of batches) {
    let text = ''
    for (const cells of batch) {
      row += 1
      const rendered = cells.map((value, column) =>
        value === '' ? '' : renderCell({ column, style: undefined, prefix: '' }, row, value),
      )
      text += `<row r="${row}">${rendered.join('')}</row>`
    }
    yield Buffer.from(text)
  }
  yield Buffer.from('</sheetData></worksheet>')
}
