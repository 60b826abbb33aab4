// Opens a call log of any program: CSV, XML or a workbook, also within gzip or a ZIP archive, and reads it as calls.
import { basename } from 'node:path'
import { openCsv } from '../contact-file/csv/csv.ts'
import { openLegacy, unjudged } from '../contact-file/encoding/legacy.ts'
import { ContactFileError, EXPECTED_FILE } from '../contact-file/file-error.ts'
import { detectFormat, peek } from '../contact-file/format.ts'
import { isGzip, unpackGzip } from '../contact-file/gzip.ts'
import type { TableRow } from '../contact-file/table.ts'
import { openBytes, spool } from '../contact-file/table-file.ts'
import { openXlsx } from '../contact-file/xlsx/xlsx.ts'
import { type Archive, type ArchivePart, openArchive } from '../contact-file/xlsx/zip.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import {
  findLogColumns,
  type LogColumns,
  type LogColumnsProblem,
  listLogUses,
  openLogReader,
  type StatedLogColumns,
  type UsedLogColumn,
} from './log-columns.ts'
import { isXml, readXmlCalls, XML_FIELDS } from './log-xml.ts'
import type { LeftOut, PastCall } from './past-call.ts'

export interface LogOptions {
  readonly columns: StatedLogColumns
  /** What to do about columns that are not known, as a sentence. */
  readonly advice: string
  /** Whether a number without + begins with its country code. */
  readonly isInternational?: boolean
  /** Hears what each column is taken for, also where that does not do. */
  readonly onColumns?: (file: string, columns: readonly UsedLogColumn[]) => Promise<void>
}

/** Nothing is said of the columns. */
export const NO_LOG_COLUMNS: StatedLogColumns = { number: null, time: null, direction: null }

export interface OpenLog {
  /** How people know it: the file's name, or `stdin`. */
  readonly name: string
  readonly columns: LogColumns
  /** In batches. Throws InputError where the file cannot be read on. */
  calls(): AsyncGenerator<readonly (PastCall | LeftOut)[]>
  /** How many of its bytes have been read, and how many there are; null where that cannot be known. */
  readonly readBytes: () => number | null
  readonly size: number | null
  /** What to tell of how it was read; complete once all calls are. */
  readonly notices: () => readonly string[]
  readonly close: () => void
}

/** A log as a table, of whatever format. */
interface LogTable {
  readonly headers: readonly string[]
  rows(): AsyncIterable<readonly TableRow[]>
  notices(): readonly string[]
  close(): void
}

const EXPECTED_LOG = 'expected a call log (CSV, XML or Excel workbook)'

/**
 * Opens a log; `-` is stdin.
 *
 * @throws InputError when it is missing, no call log, or has columns that are not known
 */
export async function openLog(io: Pick<Io, 'stdin'>, path: string, options: LogOptions): Promise<OpenLog> {
  const shown = path === '-' ? 'stdin' : safeLine(path)
  const name = path === '-' ? shown : safeLine(basename(path))
  const source = path === '-' ? { stream: io.stdin, size: null } : await openBytes(path, 'a call log')
  let table: LogTable | null = null
  const close = () => {
    table?.close()
    source.stream.destroy()
  }
  try {
    const opened = await openTable(source.stream, options)
    table = opened
    const isCounted = 'bytesRead' in source.stream && !opened.isElsewhere
    const columns = findLogColumns(opened.headers, options.columns)
    await options.onColumns?.(name, listLogUses(opened.headers, columns))
    if (columns.kind === 'problem') throw new InputError(`${shown}: ${describeProblem(columns, options)}`)
    return {
      name,
      columns,
      calls: () => readCalls(shown, opened, { columns, isInternational: options.isInternational }),
      readBytes: () => (isCounted && 'bytesRead' in source.stream ? source.stream.bytesRead : null),
      size: isCounted ? source.size : null,
      notices: () => opened.notices().map(sayOfLog),
      close,
    }
  } catch (error) {
    close()
    throw named(shown, error)
  }
}

function describeProblem({ because, message }: LogColumnsProblem, { advice }: LogOptions): string {
  return because === 'not-there' ? message : `${message}. ${advice}`
}

function named(shown: string, error: unknown): unknown {
  return error instanceof ContactFileError
    ? new InputError(`${shown}: ${sayOfLog(error.message)}`, { cause: error })
    : error
}

// The readers of formats are those of contacts files.
function sayOfLog(message: string): string {
  return message
    .replace(EXPECTED_FILE, EXPECTED_LOG)
    .replace('expected an Excel workbook (.xlsx)', 'expected a call log')
    .replace('expected contacts below the header', 'expected calls below the header')
    .replace('is no contact', 'is no call')
}

interface Opened extends LogTable {
  /** What is read is not what the stream gives. */
  readonly isElsewhere?: boolean
}

async function openTable(bytes: AsyncIterable<Uint8Array>, options: LogOptions): Promise<Opened> {
  const outer = await peek(bytes)
  const { head, bytes: whole } = isGzip(outer.head) ? await peek(unpackGzip(outer.bytes)) : outer
  if (isXml(head)) return tableOfXml(whole)
  const format = detectFormat(head)
  if (format === 'vcard') throw new ContactFileError(`${EXPECTED_FILE}, found vCards, which are contacts`)
  if (format === 'csv') return openCsvLog(whole, options)
  return { ...(await openArchived(whole, options)), isElsewhere: true }
}

function tableOfXml(bytes: AsyncIterable<Uint8Array>): LogTable {
  return { headers: XML_FIELDS, rows: () => readXmlCalls(bytes), notices: () => [], close() {} }
}

async function openCsvLog(bytes: AsyncIterable<Uint8Array>, { columns }: LogOptions): Promise<LogTable> {
  const isHeader = (cells: readonly string[]) => findLogColumns(cells, columns).kind === 'columns'
  // Of names nothing is read, and numbers are the same in all encodings.
  return openCsv(bytes, { legacy: unjudged(openLegacy(null)), isHeader })
}

// An archive is read from its end: it goes to a nameless file first. A phone's backup is one log, packed.
async function openArchived(bytes: AsyncIterable<Uint8Array>, options: LogOptions): Promise<LogTable> {
  const file = await spool(bytes)
  const archive = await openArchive(file)
  try {
    if (archive.find('[Content_Types].xml') !== null) {
      return await openXlsx(file, (cells) => findLogColumns(cells, options.columns).kind === 'columns')
    }
    const table = await openTable(findLog(archive).read(), options)
    return {
      headers: table.headers,
      rows: table.rows,
      notices: table.notices,
      close() {
        table.close()
        archive.close()
      },
    }
  } catch (error) {
    archive.close()
    throw error
  }
}

function findLog({ parts }: Archive): ArchivePart {
  const logs = parts.filter(({ name }) => /\.(?:xml|csv|txt|log)$/i.test(name))
  const [log] = logs
  if (log !== undefined && logs.length === 1) return log
  const found = log === undefined ? 'none' : `${logs.length}, such as ${shortLine(log.name, 60)}`
  throw new ContactFileError(`expected a ZIP archive with one call log in it (.xml or .csv), found ${found}: unpack it`)
}

async function* readCalls(
  shown: string,
  table: LogTable,
  { columns, isInternational }: { readonly columns: LogColumns; readonly isInternational: boolean | undefined },
): AsyncGenerator<readonly (PastCall | LeftOut)[]> {
  const read = openLogReader(columns, isInternational)
  let count = 0
  try {
    for await (const rows of rowsOf(table, columns)) {
      count += rows.length
      yield rows.map(read)
    }
    if (count === 0) throw new ContactFileError('expected calls, found none')
  } catch (error) {
    throw named(shown, error)
  }
}

async function* rowsOf(table: LogTable, { isHeadless }: LogColumns): AsyncGenerator<readonly TableRow[]> {
  if (!isHeadless) return yield* table.rows()
  // What was taken for the header is the first call.
  const { headers } = table
  yield [{ row: 1, problem: null, cell: (column) => headers[column] ?? '' }]
  try {
    yield* table.rows()
  } catch (error) {
    const isOnlyOne = error instanceof ContactFileError && error.message.endsWith('found none')
    if (!isOnlyOne) throw error
  }
}
