// Opens contact files for commands: which columns hold what, rows and how to read them.
import type { ContactSource } from '../app/import-contacts.ts'
import { type Columns, findColumns, type StatedColumns } from '../contact-file/columns.ts'
import { fileFields, readContact } from '../contact-file/contact-row.ts'
import { ContactFileError } from '../contact-file/file-error.ts'
import { type Footer, openFooter } from '../contact-file/footer.ts'
import type { TableRow } from '../contact-file/table.ts'
import { plainName } from '../core/plain-name.ts'
import { shortLine } from '../core/text.ts'
import { InputError } from './exit.ts'
import type { Io } from './io.ts'
import { type OpenTable, openTableFile, refuseFile } from './table-file.ts'

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
 * Opens a contacts file of any format; `-` is stdin.
 *
 * @throws InputError when it is missing, no contacts file, or has no column that is known to hold numbers. Its rows throw
 * it too, where the file turns out to be unreadable further on.
 */
export async function openContactFile(io: Io, path: string, options: ReadingOptions): Promise<ContactFile> {
  const file = await openTableFile(io, path)
  const { name, table, size, readBytes } = file
  const columns = await chooseColumns(file, { phones: options.phones })
  const footer = openFooter(columns, table.headers.length)
  return {
    name,
    rows: namedRows(file, footer),
    readContact: (row) => readContact(row, columns, options.region),
    fields: fileFields(columns, table.headers),
    fraction: () => (size ? (readBytes() ?? 0) / size : undefined),
    notices: () => [
      ...describeRepeated(columns).map((notice) => `${name}: ${notice}`),
      ...describeUnused(name, columns.unused),
      ...[...(footer?.notices() ?? []), ...table.notices()].map((notice) => `${name}: ${notice}`),
    ],
    close: file.close,
  }
}

/**
 * The columns of a file, by its header and what the user states of it. Where they cannot be told, the file is closed.
 *
 * @param header how an error calls a column, where it may not say what stands in the file
 * @throws InputError that proposes columns, also by the first rows
 */
export async function chooseColumns(
  file: OpenTable,
  stated: StatedColumns,
  header: ((header: string) => string) | null = null,
): Promise<Columns> {
  const { headers } = file.table
  const columns = findColumns(headers, stated)
  if (columns.kind === 'columns') return columns
  if (header !== null) {
    file.close()
    throw new InputError(`${file.shown}: ${describeHidden(headers, stated, header)}`)
  }
  const again = findColumns(headers, stated, await readSamples(file))
  file.close()
  throw new InputError(`${file.shown}: ${again.kind === 'problem' ? again.message : columns.message}`)
}

// Of what is stated only what is not there: the rest has the names that are hidden.
function describeHidden(
  headers: readonly string[],
  { phones = [], country, id }: StatedColumns,
  header: (header: string) => string,
): string {
  const known = new Set(headers.map(plainName))
  const isLacking = (name: string | null | undefined) => name != null && !known.has(plainName(name))
  const lacking = [...phones, country, id].filter(isLacking)
  const found = findColumns(headers.map(header), { phones: lacking.filter((name) => name != null) })
  return found.kind === 'problem' ? found.message : 'expected a column of phone numbers, found none'
}

/** What to tell of columns that have one name. */
export function describeRepeated({ repeated }: Columns): string[] {
  return repeated.map((header) => `several columns are called "${shortLine(header, 40)}": the first is used`)
}

const SAMPLE_ROWS = 50

/** The first rows, as far as they can be read: what is wrong with them is not what stopped us. */
async function readSamples({ table }: OpenTable): Promise<string[][]> {
  try {
    for await (const rows of table.rows()) {
      return rows.slice(0, SAMPLE_ROWS).map((row) => table.headers.map((_, column) => row.cell(column)))
    }
  } catch (error) {
    if (!(error instanceof ContactFileError)) throw error
  }
  return []
}

async function* namedRows({ table, shown }: OpenTable, footer: Footer | null): AsyncGenerator<TableRow> {
  try {
    for await (const rows of table.rows()) yield* footer === null ? rows : rows.filter((row) => !footer.has(row))
  } catch (error) {
    refuseFile(shown, error)
  }
}

const LISTED_COLUMNS = 3

function describeUnused(name: string, headers: readonly string[]): string[] {
  const [first] = headers
  if (first === undefined) return []
  const listed = headers.slice(0, LISTED_COLUMNS).map((header) => `"${shortLine(header, 40)}"`)
  const more = headers.length > LISTED_COLUMNS ? ` and ${headers.length - LISTED_COLUMNS} more` : ''
  return [`${name}: not used to identify callers: ${listed.join(', ')}${more} (--phone ${listed[0]} adds one)`]
}
