// Opens a contacts file of any format for commands: where its bytes come from, and the errors of the file system. What a
// column means is decided elsewhere.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import type { Advise } from './advice.ts'
import type { IsHeader } from './columns/header.ts'
import { type CsvFile, openCsv } from './csv/csv.ts'
import { type Legacy, openLegacy, unjudged } from './encoding/legacy.ts'
import { ContactFileError } from './file-error.ts'
import { unpack } from './format.ts'
import type { TableFile, TableFormat } from './table.ts'

export interface OpenTable {
  /** How people know it: the file's name, or `stdin`. */
  readonly name: string
  /** What errors call it: the path as it was given. */
  readonly shown: string
  readonly table: TableFile
  /** The table, where it is CSV in a file that has nothing around it: parts of it can be read by themselves. */
  readonly csv: CsvFile | null
  /** How many of its bytes have been read, and how many there are; null where that cannot be known. */
  readonly readBytes: () => number | null
  readonly size: number | null
  /** Ends the reading, also one that waits for more input. */
  readonly close: () => void
}

export interface TableOptions {
  /** Of text that is not UTF-8; null when it is not stated. */
  readonly encoding: string | null
  readonly isHeader: IsHeader
  readonly advise: Advise
  /** False where it is known that the file's lines are in the encoding that they are taken for. */
  readonly isJudged?: boolean
}

/**
 * Opens a CSV file, an Excel workbook or a vCard file, also within gzip, whatever its name; `-` is stdin.
 *
 * @throws InputError when it is missing, a folder, or no such file
 */
export async function openTableFile(io: Pick<Io, 'stdin'>, path: string, options: TableOptions): Promise<OpenTable> {
  const shown = path === '-' ? 'stdin' : safeLine(path)
  const name = path === '-' ? shown : safeLine(basename(path))
  const source = path === '-' ? { stream: io.stdin, size: null } : await openBytes(path, 'a contacts file')
  try {
    const { format, isPacked, bytes } = await unpack(source.stream)
    const csv =
      format === 'csv' ? await openCsv(bytes, { legacy: legacyOf(options), isHeader: options.isHeader }) : null
    const table = csv ?? (await openOther(format, path, { ...source, bytes, isPacked }, options))
    const isRead = format !== 'xlsx' && 'bytesRead' in source.stream
    const readBytes = () => (isRead && 'bytesRead' in source.stream ? source.stream.bytesRead : null)
    const close = () => {
      table.close()
      source.stream.destroy()
    }
    const isWhole = csv !== null && !isPacked && source.size !== null
    return { name, shown, table, csv: isWhole ? csv : null, readBytes, size: isRead ? source.size : null, close }
  } catch (error) {
    source.stream.destroy()
    return refuseFile(shown, error, options.advise)
  }
}

/** Passes an error on; what a reader says of a file becomes an InputError that names it. */
export function refuseFile(shown: string, error: unknown, advise: Advise): never {
  if (!(error instanceof ContactFileError)) throw error
  const advice = error.about === 'encoding' ? advise({ kind: 'encoding' }) : ''
  throw new InputError(`${shown}: ${error.message}${advice && `, or ${advice}`}`)
}

// Each piece costs a round through the thread pool, which a larger one pays for more bytes.
const PIECE_BYTES = 1024 * 1024

/**
 * The bytes of a file, in large pieces.
 *
 * @param what it should be, as in `a contacts file`
 * @throws InputError when it is missing, a folder, or what a program keeps beside a file that it has open
 */
export async function openBytes(path: string, what: string) {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new InputError(`${safeLine(path)}: there is no such file`)
  })
  // Opening a folder succeeds; only reading it fails, and without its name.
  if (found.isDirectory()) throw new InputError(`${safeLine(path)}: expected ${what}, found a folder`)
  if (found.size <= LONGEST_LOCK) refuseLock(path)
  const stream = createReadStream(path, { highWaterMark: PIECE_BYTES })
  return { stream, size: found.isFile() ? found.size : null }
}

// Excel's has 165 bytes, LibreOffice's a line.
const LONGEST_LOCK = 1_024

function refuseLock(path: string): void {
  const [, excel, office] = /^(?:~\$(.+)|\.~lock\.(.+)#)$/.exec(basename(path)) ?? []
  const name = excel ?? office
  if (name === undefined) return
  const program = excel === undefined ? 'LibreOffice' : 'Excel'
  throw new InputError(
    `${safeLine(path)}: this is what ${program} keeps beside a file that it has open: take ${safeLine(name)} itself`,
  )
}

function legacyOf({ encoding, isJudged = true }: TableOptions): Legacy {
  return isJudged ? openLegacy(encoding) : unjudged(openLegacy(encoding))
}

interface OtherSource {
  readonly size: number | null
  readonly stream: { destroy(): unknown }
  /** Unpacked. */
  readonly bytes: AsyncIterable<Uint8Array>
  readonly isPacked: boolean
}

async function openOther(
  format: TableFormat,
  path: string,
  source: OtherSource,
  options: TableOptions,
): Promise<TableFile> {
  if (format === 'xlsx') return openWorkbook(source.isPacked ? null : path, source, source.bytes, options)
  const { openVcard } = await import('./vcard/vcard.ts')
  return openVcard(source.bytes, legacyOf(options))
}

/** A workbook is read from its end, so that what comes through a pipe or is packed is written to a temporary file first. */
async function openWorkbook(
  path: string | null,
  source: { readonly size: number | null; readonly stream: { destroy(): unknown } },
  bytes: AsyncIterable<Uint8Array>,
  { isHeader }: TableOptions,
): Promise<TableFile> {
  const { openXlsx } = await import('./xlsx/xlsx.ts')
  if (path === null || source.size === null) return openXlsx(await spool(bytes), isHeader)
  source.stream.destroy()
  return openXlsx(path, isHeader)
}

// More than any workbook has that Excel can open; what unpacks to more is made to fill the disk.
const MOST_SPOOLED = 256 * 1024 * 1024

/**
 * The bytes in a file that only this process can read, and that has no name: however the process ends, nothing is left.
 *
 * @throws ContactFileError when there are more than a workbook has
 */
export async function spool(bytes: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const file = await openNameless()
  try {
    let length = 0
    for await (const piece of bytes) {
      length += piece.length
      if (length > MOST_SPOOLED) throw new ContactFileError(describeLarge())
      await file.writeFile(piece)
    }
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

// At once, so that no signal comes between. Where a system keeps the name of an open file, it stays until the file is closed.
async function openNameless(): Promise<FileHandle> {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  try {
    return await open(join(folder, 'workbook.xlsx'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function describeLarge(): string {
  const most = MOST_SPOOLED / 1024 / 1024
  return `expected a workbook of at most ${most} MB, found a larger one, packed or through a pipe: save it unpacked as a file`
}
