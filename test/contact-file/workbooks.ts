// Makes workbooks part by part, sound ones and others, and reads tables whole.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { TableFile, TableRow } from '../../src/contact-file/table.ts'
import { openXlsx } from '../../src/contact-file/xlsx/xlsx.ts'
import { openArchive, writeArchive } from '../../src/contact-file/xlsx/zip.ts'

export type Parts = Readonly<Record<string, string | Uint8Array>>

const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

/** Writes bytes to a file of the tests, and gives its path. */
export function saveBytes(bytes: Uint8Array, kind = 'xlsx'): string {
  files += 1
  const path = join(folder, `${files}.${kind}`)
  writeFileSync(path, bytes)
  return path
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = []
  for await (const piece of pieces) collected.push(Buffer.from(piece))
  return Buffer.concat(collected)
}

export function zip(parts: Parts): Promise<Buffer> {
  const modified = new Date(2026, 0, 2, 3, 4, 6)
  return collect(
    writeArchive(
      Object.entries(parts).map(([name, content]) => ({
        name,
        isStored: name.endsWith('.png'),
        modified,
        content: onePiece(Buffer.from(content)),
      })),
    ),
  )
}

async function* onePiece(bytes: Buffer) {
  yield bytes
}

/** Every part of an archive, in order. */
export async function unzip(path: string): Promise<[name: string, content: string][]> {
  const archive = await openArchive(path)
  const parts: [string, string][] = []
  for (const part of archive.parts) parts.push([part.name, (await collect(part.read())).toString('latin1')])
  archive.close()
  return parts
}

const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export interface WorkbookOptions {
  /** By name: the XML within sheetData; a name may say `hidden`. */
  readonly sheets: Readonly<Record<string, string>>
  /** XML of si elements. */
  readonly strings?: string
  /** XML within styleSheet. */
  readonly styles?: string
  /** XML within calcChain. */
  readonly calculation?: string
  readonly is1904?: boolean
  /** Before each element's name, with its colon. */
  readonly prefix?: string
}

/** The parts of a workbook as Excel lays them out. */
export function workbook({ sheets, strings, styles, calculation, is1904, prefix = '' }: WorkbookOptions): Parts {
  const names = Object.keys(sheets)
  const namespace = prefix === '' ? `xmlns="${MAIN}"` : `xmlns:${prefix.slice(0, -1)}="${MAIN}"`
  const further = [
    ...(strings === undefined ? [] : (['sharedStrings'] as const)),
    ...(styles === undefined ? [] : (['styles'] as const)),
    ...(calculation === undefined ? [] : (['calcChain'] as const)),
  ]
  const sheetParts = names.map((name, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<${prefix}worksheet ${namespace}><${prefix}dimension ref="A1"/><${prefix}sheetData>${sheets[name]}</${prefix}sheetData></${prefix}worksheet>`,
  ])
  const relations = [
    ...names.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
    ...further.map((name, index) => relation(`rId${names.length + index + 1}`, name, `/xl/${name}.xml`)),
  ]
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${[
      override('workbook', 'sheet.main'),
      ...names.map((_, index) => override(`worksheets/sheet${index + 1}`, 'worksheet')),
      ...further.map((name) => override(name, name)),
    ].join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<${prefix}workbook ${namespace} xmlns:r="${DOCUMENT}"><${prefix}workbookPr${is1904 ? ' date1904="1"' : ''}/><${prefix}sheets>${names
      .map(
        (name, index) =>
          `<${prefix}sheet name="${name}" sheetId="${index + 1}"${name.includes('hidden') ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</${prefix}sheets></${prefix}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`,
    ...Object.fromEntries(sheetParts),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>` }),
    ...(strings === undefined
      ? {}
      : { 'xl/sharedStrings.xml': `<${prefix}sst ${namespace}>${strings}</${prefix}sst>` }),
    ...(calculation === undefined
      ? {}
      : { 'xl/calcChain.xml': `<calcChain xmlns="${MAIN}">${calculation}</calcChain>` }),
  }
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`
}

function override(name: string, type: string): string {
  return `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
}

/** Rows of text cells, as XML. */
export function textRows(...rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
  return rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')
}

export async function saveWorkbook(options: WorkbookOptions): Promise<string> {
  return saveBytes(await zip(workbook(options)))
}

export interface ReadTable {
  readonly headers: readonly string[]
  /** The row's number, then its cells, as many as the header has. */
  readonly rows: readonly (readonly [number, ...string[]])[]
  readonly notices: readonly string[]
}

export async function readTable(file: TableFile): Promise<ReadTable> {
  const rows: [number, ...string[]][] = []
  for await (const batch of file.rows()) {
    for (const row of batch) rows.push([row.row, ...cellsOf(row, file.headers.length)])
  }
  return { headers: file.headers, rows, notices: file.notices() }
}

export function cellsOf(row: TableRow, width: number): string[] {
  return Array.from({ length: width }, (_, column) => row.cell(column))
}

export async function readWorkbook(options: WorkbookOptions): Promise<ReadTable> {
  return readTable(await openXlsx(await saveWorkbook(options)))
}
