// Opens contact files for commands: which columns hold what, rows and how to read them.
import type { FileFields } from '../core/kept-fields.ts'
import { plainName } from '../core/plain-name.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { renderCount } from '../text/count.ts'
import { listFirst } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { type Advise, adviseOnFile } from './advice.ts'
import {
  type Columns,
  type ColumnsProblem,
  findColumns,
  hasName,
  listStated,
  type StatedColumns,
  showHeader,
} from './columns/columns.ts'
import { type Footer, openFooter } from './columns/footer.ts'
import { fileFields, type ReadContact, readContact, readCreated } from './contact-row.ts'
import { ContactFileError } from './file-error.ts'
import type { TableRow } from './table.ts'
import { type OpenTable, openTableFile, refuseFile } from './table-file.ts'

/** One file, open for reading. */
export interface ContactSource {
  /** How people know it: the file's name. */
  readonly name: string
  /** In batches, for the same reason as those of a table. */
  readonly rows: AsyncIterable<readonly TableRow[]>
  readonly readContact: (row: TableRow) => ReadContact
  /** What it has columns for. */
  readonly fields: FileFields
  /** Whether it is a file of tens of thousands of contacts, as far as its size tells. */
  readonly isLong: boolean
}

export interface ReadingOptions {
  /** Country that national numbers are read under where the contact states none; null when none is stated. */
  readonly region: string | null
  readonly columns?: StatedColumns
  /** Of text that is not UTF-8; null when it is not stated. */
  readonly encoding?: string | null
  /** How what the file leaves open is stated; unless given, only by changing the file. */
  readonly advise?: Advise
}

export interface ContactFile extends ContactSource {
  /** When a row's contact was created, as it stands there; '' where the row does not say. */
  readonly readCreated: (row: TableRow) => string
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
export async function openContactFile(
  io: Pick<Io, 'stdin'>,
  path: string,
  options: ReadingOptions,
): Promise<ContactFile> {
  const { columns: stated = {}, encoding = null, advise = adviseOnFile } = options
  const file = await openTableFile(io, path, { encoding, isHeader: headerTest(stated), advise })
  const { name, table, size, readBytes } = file
  const columns = await chooseColumns(file, stated, { advise })
  const footer = openFooter(columns, table.headers.length)
  return {
    name,
    rows: namedRows(file, footer, advise),
    readContact: (row) => readContact(row, columns, options.region),
    readCreated: (row) => readCreated(row, columns),
    fields: fileFields(columns, table.headers),
    isLong: (size ?? 0) >= LONG_BYTES,
    fraction: () => (size ? (readBytes() ?? 0) / size : undefined),
    notices: () => [
      ...describeColumnsUsed(columns, advise).map((notice) => `${name}: ${notice}`),
      ...listUnused(`${name}: not used to identify callers`, columns.unused, LISTED_COLUMNS, advise),
      ...[...(footer?.notices() ?? []), ...table.notices()].map((notice) => `${name}: ${notice}`),
    ],
    close: file.close,
  }
}

/** Rows that were made and not read, as a file with these headers would give them. */
export function openMadeRows(
  name: string,
  headers: readonly string[],
  made: Iterable<readonly string[]>,
): ContactSource {
  const columns = findColumns(headers)
  if (columns.kind === 'problem') throw new Error(columns.message)
  return {
    name,
    rows: (async function* () {
      let row = 1
      let rows: TableRow[] = []
      for (const cells of made) {
        rows.push({ row: ++row, problem: null, cell: (column) => cells[column] ?? '' })
        if (rows.length < ROWS_BETWEEN_SIGNALS) continue
        yield rows
        rows = []
        // A signal is heard only when nothing else is to be done.
        await new Promise(setImmediate)
      }
      yield rows
    })(),
    readContact: (row) => readContact(row, columns, null),
    fields: fileFields(columns, headers),
    isLong: false,
  }
}

const LONG_BYTES = 4_000_000

const ROWS_BETWEEN_SIGNALS = 500

interface ChoiceOptions {
  /** Hears what the header says, also where that does not do. */
  readonly onFound?: (found: Columns | ColumnsProblem) => Promise<void>
  /** How an error calls a column, where it may not say what stands in the file. */
  readonly header?: ((header: string) => string) | null
  readonly advise: Advise
}

/**
 * The columns of a file, by its header and what the user states of it. Where they cannot be told, the file is closed.
 *
 * @throws InputError that proposes columns, also by the first rows
 */
export async function chooseColumns(
  file: OpenTable,
  stated: StatedColumns,
  { header = null, advise, onFound = async () => {} }: ChoiceOptions,
): Promise<Columns> {
  const { headers } = file.table
  const columns = findColumns(headers, stated)
  if (columns.kind === 'columns') {
    expectFew(file, columns)
    await onFound(columns)
    return columns
  }
  if (header !== null) {
    file.close()
    await onFound(columns)
    throw new InputError(`${file.shown}: ${describeHidden(headers, stated, header)}`)
  }
  const again = findColumns(headers, stated, await readSamples(file))
  file.close()
  const found = again.kind === 'problem' ? again : columns
  await onFound(found)
  throw new InputError(`${file.shown}: ${found.message}${adviseColumns(found, advise)}`)
}

// Of what is stated only what is not there: the rest has the names that are hidden.
function describeHidden(headers: readonly string[], stated: StatedColumns, header: (header: string) => string): string {
  const known = new Set(headers.map(plainName))
  const isLacking = (name: string) => !known.has(plainName(name))
  const found = findColumns(headers.map(header), { phones: listStated(stated).filter(isLacking) })
  return found.kind === 'problem' ? found.message : 'expected a column of phone numbers, found none'
}

// Each is looked at in every row, also where a row is but one character long.
const MOST_COLUMNS = 100

function expectFew(file: OpenTable, { phones, further }: Columns): void {
  const count = phones.length + further.length
  if (count <= MOST_COLUMNS) return
  file.close()
  throw new InputError(
    `${file.shown}: expected at most ${MOST_COLUMNS} columns with numbers, found ${renderCount(count)}: leave out those that no contact uses`,
  )
}

function adviseColumns({ because, proposed }: ColumnsProblem, advise: Advise): string {
  return because === 'not-there' ? '' : `. ${advise({ kind: 'phone', proposed: proposed.map(showHeader) })}`
}

/** What to tell of the columns that were found: two of one name, none for the name. */
export function describeColumnsUsed(columns: Columns, advise: Advise): string[] {
  const repeated = columns.repeated.map(
    (header) => `several columns are called "${shortLine(header, 40)}": the first is used`,
  )
  const told = columns.isRecalled ? [advise({ kind: 'remembered' }), ...repeated] : repeated
  if (hasName(columns)) return told
  const lacking = 'no column is known to hold a name, so contacts go by e-mail, company or record id'
  return [...told, `${lacking}: ${advise({ kind: 'name' })}`]
}

/** Whether a row holds the names of columns, so that what stands above it is a title. */
export function headerTest(stated: StatedColumns): (cells: readonly string[]) => boolean {
  const isStated = listStated(stated).length > 0
  return (cells) => {
    const found = findColumns(cells, stated)
    return found.kind === 'columns' || (isStated && found.because === 'no-phone')
  }
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

async function* namedRows(
  { table, shown }: OpenTable,
  footer: Footer | null,
  advise: Advise,
): AsyncGenerator<readonly TableRow[]> {
  try {
    for await (const rows of table.rows()) yield footer === null ? rows : rows.filter((row) => !footer.has(row))
  } catch (error) {
    refuseFile(shown, error, advise)
  }
}

const LISTED_COLUMNS = 3

/** `not checked: "Fax", "Other Phone" and 2 more (--phone "Fax" adds one)` */
export function listUnused(what: string, headers: readonly string[], most: number, advise: Advise): string[] {
  const shown = headers.map((header) => shortLine(header, 40))
  const [first] = shown
  if (first === undefined) return []
  const advice = advise({ kind: 'further-phone', header: first })
  return [
    `${what}: ${listFirst(
      shown.map((header) => `"${header}"`),
      most,
    )}${advice && ` (${advice})`}`,
  ]
}
