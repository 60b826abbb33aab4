// Reads the fixtures and texts of the tests as contact files.
import { createReadStream } from 'node:fs'
import { type ColumnsProblem, findColumns } from '../../src/contact-file/columns/columns.ts'
import { type ReadContact, readContact } from '../../src/contact-file/contact-row.ts'
import { type CsvOptions, openCsv } from '../../src/contact-file/csv/csv.ts'
import type { RowProblem, TableRow } from '../../src/contact-file/table.ts'

/** A row with all of its cells, as many as the header has. */
export interface ReadRow {
  readonly row: number
  readonly cells: readonly string[]
  readonly problem: RowProblem | null
}

export interface ReadFile {
  readonly headers: readonly string[]
  readonly rows: ReadRow[]
  readonly notices: readonly string[]
}

/** A file of fixtures/contacts, whole. */
export function readFixture(name: string): Promise<ReadFile> {
  return readBytes(createReadStream(`fixtures/contacts/${name}`))
}

/** A text or bytes, delivered in pieces of the given size. */
export function readText(text: string | Buffer, pieceSize = 7, options: CsvOptions = {}): Promise<ReadFile> {
  return readBytes(piecesOf(text, pieceSize), options)
}

/** Bytes that are also looked at in pieces of the given size, so that everything is cut somewhere. */
export function readPieces(bytes: Buffer, pieceSize: number, options: CsvOptions = {}): Promise<ReadFile> {
  return readBytes(piecesOf(bytes, pieceSize), { ...options, stretchBytes: pieceSize })
}

/** A text or bytes in pieces. */
export async function* piecesOf(text: string | Buffer, pieceSize: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize)
}

async function readBytes(bytes: AsyncIterable<Uint8Array>, options: CsvOptions = {}): Promise<ReadFile> {
  const { headers, rows: batches, notices } = await openCsv(bytes, options)
  const rows: ReadRow[] = []
  for await (const batch of batches()) rows.push(...batch.map((row) => wholeRow(row, headers.length)))
  return { headers, rows, notices: notices() }
}

function wholeRow(row: TableRow, width: number): ReadRow {
  const cells = Array.from({ length: width }, (_, column) => row.cell(column))
  return { row: row.row, cells, problem: row.problem }
}

/** Rows whose cells are known, as files hold them. */
export function rowsOf(rows: readonly ReadRow[]): TableRow[] {
  return rows.map(({ row, cells, problem }) => ({ row, problem, cell: (column) => cells[column] ?? '' }))
}

/** The contacts of a fixture, read under its own columns. */
export async function readContacts(name: string, region: string | null = null): Promise<ReadContact[]> {
  const { headers, rows } = await readFixture(name)
  const columns = expectColumns(headers)
  return rowsOf(rows.filter(({ problem }) => problem === null)).map((row) => readContact(row, columns, region))
}

/** The columns, or a failed test. */
export function expectColumns(headers: readonly string[], stated: readonly string[] = []) {
  const columns = findColumns(headers, { phones: stated })
  if (columns.kind === 'problem') throw new Error(columns.message)
  return columns
}

export function expectProblem(headers: readonly string[], stated: readonly string[] = []): ColumnsProblem {
  const columns = findColumns(headers, { phones: stated })
  if (columns.kind === 'columns') throw new Error('expected a problem, found columns')
  return columns
}
