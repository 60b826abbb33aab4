// Reads the fixtures and texts of the tests as contact files.
import { createReadStream } from 'node:fs'
import { type ColumnsProblem, findColumns } from '../../src/contact-file/columns.ts'
import { type ReadContact, readContact } from '../../src/contact-file/contact-row.ts'
import { type FileRow, openCsv } from '../../src/contact-file/csv.ts'

export interface ReadFile {
  readonly headers: readonly string[]
  readonly rows: FileRow[]
  readonly foreignLines: number
}

/** A file of fixtures/contacts, whole. */
export function readFixture(name: string): Promise<ReadFile> {
  return readBytes(createReadStream(`fixtures/contacts/${name}`))
}

/** A text or bytes, delivered in pieces of the given size. */
export function readText(text: string | Buffer, pieceSize = 7): Promise<ReadFile> {
  const bytes = Buffer.from(text)
  const pieces = async function* () {
    for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize)
  }
  return readBytes(pieces())
}

async function readBytes(bytes: AsyncIterable<Uint8Array>): Promise<ReadFile> {
  const file = await openCsv(bytes)
  const rows: FileRow[] = []
  for await (const row of file.rows) rows.push(row)
  return { headers: file.headers, rows, foreignLines: file.foreignLines() }
}

/** The contacts of a fixture, read under its own columns. */
export async function readContacts(name: string, region: string | null = null): Promise<ReadContact[]> {
  const { headers, rows } = await readFixture(name)
  const columns = expectColumns(headers)
  return rows.filter(({ problem }) => problem === null).map((row) => readContact(row, columns, region))
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
