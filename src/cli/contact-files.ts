// Opens contact files for commands: the file system and its errors on one side, rows and how to read them on the other.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ContactSource } from '../app/import-contacts.ts'
import { findColumns } from '../contact-file/columns.ts'
import { readContact } from '../contact-file/contact-row.ts'
import { openCsv } from '../contact-file/csv.ts'
import { ContactFileError } from '../contact-file/file-error.ts'
import type { TableFile, TableRow } from '../contact-file/table.ts'
import { safeLine, shortLine } from '../core/text.ts'
import { InputError } from './exit.ts'
import type { Io } from './io.ts'

export interface ReadingOptions {
  /** Country that national numbers are read under where the contact states none; null when none is stated. */
  readonly region: string | null
  /** Headers of further columns that hold numbers. */
  readonly phones: readonly string[]
}

export interface ContactFile extends ContactSource {
  /** How much of it has been read, from 0 to 1; undefined for stdin. */
  readonly fraction: () => number | undefined
  /** What to tell the user about how the file is read. Complete once all rows are. */
  readonly notices: () => string[]
  readonly close: () => void
}

/**
 * Opens a contacts export (CSV); `-` is stdin.
 *
 * @throws InputError when it is missing, no CSV file, or has no column that is known to hold numbers. Its rows throw it
 * too, where the file turns out to be unreadable further on.
 */
export async function openContactFile(io: Io, path: string, options: ReadingOptions): Promise<ContactFile> {
  const name = path === '-' ? 'stdin' : safeLine(basename(path))
  const shown = path === '-' ? 'stdin' : safeLine(path)
  const bytes = path === '-' ? { stream: io.stdin, size: null, read: () => 0 } : await openBytes(path)
  const file = await openCsv(bytes.stream).catch((error: unknown) => refuse(shown, error))
  const columns = findColumns(file.headers, { phones: options.phones })
  if (columns.kind === 'problem') {
    file.close()
    throw new InputError(`${shown}: ${columns.message}`)
  }
  return {
    name,
    rows: namedRows(file, shown),
    readContact: (row) => readContact(row, columns, options.region),
    fraction: () => (bytes.size ? bytes.read() / bytes.size : undefined),
    notices: () => [
      ...columns.repeated.map(
        (header) => `${name}: several columns are called "${shortLine(header, 40)}": the first is used`,
      ),
      ...describeUnused(name, columns.unused),
      ...file.notices().map((notice) => `${name}: ${notice}`),
    ],
    close: file.close,
  }
}

// Each piece costs a round through the thread pool, which a larger one pays for more bytes.
const PIECE_BYTES = 1024 * 1024

async function openBytes(path: string) {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new InputError(`${safeLine(path)}: there is no such file`)
  })
  // Opening a folder succeeds; only reading it fails, and without its name.
  if (found.isDirectory()) throw new InputError(`${safeLine(path)}: expected a CSV file, found a folder`)
  const stream = createReadStream(path, { highWaterMark: PIECE_BYTES })
  return { stream, size: found.size, read: () => stream.bytesRead }
}

async function* namedRows(file: TableFile, shown: string): AsyncGenerator<TableRow> {
  try {
    for await (const rows of file.rows()) yield* rows
  } catch (error) {
    refuse(shown, error)
  }
}

function refuse(shown: string, error: unknown): never {
  throw error instanceof ContactFileError ? new InputError(`${shown}: ${error.message}`) : error
}

const LISTED_COLUMNS = 3

function describeUnused(name: string, headers: readonly string[]): string[] {
  const [first] = headers
  if (first === undefined) return []
  const listed = headers.slice(0, LISTED_COLUMNS).map((header) => `"${shortLine(header, 40)}"`)
  const more = headers.length > LISTED_COLUMNS ? ` and ${headers.length - LISTED_COLUMNS} more` : ''
  return [`${name}: not used to identify callers: ${listed.join(', ')}${more} (--phone ${listed[0]} adds one)`]
}
