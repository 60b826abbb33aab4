// A ZIP archive as a set of named parts: read in any order, written in one pass. Refuses what would fill memory or disk
// when unpacked. Knows nothing of workbooks.
import { type FileHandle, open as openFile } from 'node:fs/promises'
import { type Duplex, pipeline, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { ZipFile as ZipWriter } from 'yazl'
import { renderCount } from '../../text/count.ts'
import { shortLine } from '../../text/safe.ts'
import { ContactFileError } from '../file-error.ts'

export interface Archive {
  /** The parts, without folders, in the order of the archive. */
  readonly parts: readonly ArchivePart[]
  /** The part of that name, whatever its case (ECMA-376-2: names of parts differ in more than case). */
  find(name: string): ArchivePart | null
  /** Gives the file back; a part that is being read fails. */
  close(): void
}

export interface ArchivePart {
  readonly name: string
  /** Without compression, as pictures often are. */
  readonly isStored: boolean
  readonly modified: Date
  /** Of its content, unpacked, as the archive states them; reading it fails where they do not fit. */
  readonly checksum: number
  readonly size: number
  /**
   * The content, unpacked.
   *
   * @param most bytes, where it is to be held in memory
   * @throws ContactFileError when it is longer, damaged or encrypted
   */
  read(most?: number): AsyncGenerator<Buffer>
}

/** What is to be written. */
export interface NewPart extends Pick<ArchivePart, 'name' | 'isStored' | 'modified'> {
  readonly content: AsyncIterable<Uint8Array>
}

const MEGABYTE = 1024 * 1024
const MOST_PARTS = 10_000
const MOST_BYTES = 8 * 1024 * MEGABYTE
// XML of a sheet shrinks to a tenth or a thirtieth; deflate itself ends at a thousandth. Small archives may be odd.
const MOST_RATIO = 200
const HARMLESS_BYTES = 64 * MEGABYTE

/**
 * Opens an archive by its table of contents; no part is read yet.
 *
 * @param source a path, or a file that is open and is now the archive's to close
 * @throws ContactFileError when the file is no ZIP archive, cut off, or would unpack to more than a contacts file can hold
 */
export async function openArchive(source: string | FileHandle): Promise<Archive> {
  const file = typeof source === 'string' ? await openFile(source) : source
  try {
    const size = await checkSignature(file)
    const zip = await readDirectory(file, size)
    const parts = (await listEntries(zip, size))
      .filter(({ fileName }) => !fileName.endsWith('/'))
      .map((entry) => openPart(file, zip, entry))
    const byName = new Map(parts.map((part) => [part.name.toLowerCase(), part]))
    return {
      parts,
      find: (name) => byName.get(name.toLowerCase()) ?? null,
      close: () => void file.close().catch(() => undefined),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

// The library takes what the file says of its own places for places in the file, which Node refuses by an exception that
// nobody could catch: it arrives in a callback.
class DirectoryReader extends RandomAccessReader {
  readonly #file: FileHandle
  readonly #size: number

  constructor(file: FileHandle, size: number) {
    super()
    this.#file = file
    this.#size = size
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!(position >= 0 && position + length <= this.#size)) {
      setImmediate(() => callback(new Error(`it names byte ${position}, which the file does not have`)))
      return
    }
    this.#file.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => callback(error),
    )
  }

  // Contents are read by readRange.
  override _readStreamForRange(): never {
    throw new Error('only its directory is read')
  }
}

async function readDirectory(file: FileHandle, size: number): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new DirectoryReader(file, size), size, { autoClose: false })
  } catch (error) {
    return refuseArchive(size, error)
  }
}

const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  // Compound File Binary, in which Office also wraps what it encrypts ([MS-OFFCRYPTO], 2.3).
  [
    'd0cf11e0',
    'a workbook with a password, or of Excel 97: in Excel, remove the password or save it as "Excel Workbook (.xlsx)"',
  ],
  ['1f8b', 'a gzip file: unpack it first'],
  ['25504446', 'a PDF'],
]

async function checkSignature(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
  const start = buffer.toString('hex', 0, bytesRead)
  if (start.startsWith('504b')) return size
  const known = SIGNATURES.find(([bytes]) => start.startsWith(bytes))
  const found = size === 0 ? 'an empty file' : (known?.[1] ?? 'a file of another kind')
  throw new ContactFileError(`expected an Excel workbook (.xlsx), found ${found}`)
}

function refuseArchive(size: number, error: unknown): never {
  throw new ContactFileError(
    `expected an Excel workbook (.xlsx), found one that is cut off or damaged: its table of contents, which should end at byte ${size}, cannot be read (${quoteError(error)}). Get the file anew`,
  )
}

async function listEntries(zip: ZipFile, size: number): Promise<Entry[]> {
  if (zip.entryCount > MOST_PARTS)
    throw new ContactFileError(`expected a workbook of at most ${MOST_PARTS} parts, found ${zip.entryCount}`)
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === '') throw new Error('a part of it has no name')
      entries.push(entry)
    }
  } catch (error) {
    refuseArchive(size, error)
  }
  // What a part says of its size is held to while it is unpacked, so the sum can be trusted, even where parts overlap.
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  if (unpacked > MOST_BYTES || (unpacked > HARMLESS_BYTES && unpacked > size * MOST_RATIO))
    throw new ContactFileError(
      `expected a workbook, found a ZIP file that would unpack to ${describeSize(unpacked)}, ${Math.floor(unpacked / size)} times its size: it is not unpacked`,
    )
  return entries
}

function openPart(file: FileHandle, zip: ZipFile, entry: Entry): ArchivePart {
  return {
    name: entry.fileName,
    isStored: entry.compressionMethod === 0,
    modified: entry.getLastModDate({ forceDosFormat: true }),
    checksum: entry.crc32,
    size: entry.uncompressedSize,
    read: (most = MOST_BYTES) => readEntry(file, zip, entry, most),
  }
}

async function* readEntry(file: FileHandle, zip: ZipFile, entry: Entry, most: number): AsyncGenerator<Buffer> {
  const name = shortLine(entry.fileName, 60)
  const { uncompressedSize: size, compressionMethod: method } = entry
  if (size > most)
    throw new ContactFileError(
      `its part ${name} unpacks to ${describeSize(size)}, more than ${describeSize(most)}: save it as "CSV UTF-8"`,
    )
  if (entry.isEncrypted())
    throw new ContactFileError(`its part ${name} is encrypted: unpack the ZIP file with its password first`)
  if (method !== STORED && method !== DEFLATED) refusePart(name, `it is packed by method ${method}`)
  let [checksum, length] = [0, 0]
  try {
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
    const packed = readRange(file, start, start + entry.compressedSize)
    for await (const chunk of method === STORED ? packed : inflate(packed)) {
      checksum = crc32(chunk, checksum)
      length += chunk.length
      if (length > size) break
      yield chunk
    }
  } catch (error) {
    refusePart(name, quoteError(error))
  }
  if (length !== size) refusePart(name, `it does not have the ${size} bytes that it should`)
  if (checksum !== entry.crc32) refusePart(name, 'its checksum does not fit')
}

const [STORED, DEFLATED] = [0, 8]
const PIECE_BYTES = 64 * 1024

async function* readRange(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const length = Math.min(PIECE_BYTES, end - at)
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

async function* inflate(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacking = createInflateRaw()
  // What fails is passed on by the stream, to whoever reads from it.
  pipeline(packed, unpacking, () => {})
  yield* unpacking as AsyncIterable<Buffer>
}

function refusePart(name: string, why: string): never {
  throw new ContactFileError(`the file is cut off or damaged: its part ${name} cannot be read (${why}). Get it anew`)
}

// The first sentence says what is wrong; yauzl goes on to guess why.
function quoteError(error: unknown): string {
  const [sentence = ''] = String(error instanceof Error ? error.message : error).split('. ')
  return shortLine(sentence, 80)
}

function describeSize(bytes: number): string {
  return `${renderCount(Math.ceil(bytes / MEGABYTE))} MB`
}

/**
 * Writes an archive, part after part: what comes next may depend on what the content of the last one came to.
 *
 * @returns its bytes, in order; what fails in a content fails here
 */
export async function* writeArchive(parts: Iterable<NewPart>): AsyncGenerator<Uint8Array> {
  const zip = new ZipWriter()
  const output = zip.outputStream as Duplex
  const fill = async () => {
    for (const { name, isStored, modified, content } of parts) {
      const stream = Readable.from(content, { objectMode: false })
      zip.addReadStream(stream, name, { mtime: modified, forceDosTimestamp: true, compress: !isStored })
      await finished(stream)
    }
    zip.end()
  }
  fill().catch((error: Error) => output.destroy(error))
  yield* output as AsyncIterable<Uint8Array>
}
