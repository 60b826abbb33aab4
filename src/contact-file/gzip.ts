// gzip around a contact file: unpacked on the way in, packed again on the way out. Knows nothing of what is inside.
import { pipeline } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { plural, renderCount } from '../text/count.ts'
import { ContactFileError } from './file-error.ts'

/** Whether a file begins as gzip does (https://www.rfc-editor.org/rfc/rfc1952, section 2.3.1). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08
}

/** The bytes inside, piece by piece, so that a bomb costs time and no memory. Throws ContactFileError where it is damaged or cut off. */
export async function* unpackGzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES })
  // What fails is passed on by the stream, to whoever reads from it.
  let fed = 0
  const counted = async function* () {
    for await (const piece of packed) {
      fed += piece.length
      yield piece
    }
  }
  pipeline(counted, gunzip, () => {})
  try {
    yield* gunzip as AsyncIterable<Buffer>
  } catch (error) {
    if (!isZlibError(error)) throw error
    const found = describeDamage(error, gunzip.bytesWritten, fed)
    throw new ContactFileError(`expected a whole gzip file, found one that ${found}: copy or export it again`)
  }
}

/** @param unpacked how many bytes were surely whole, of those that were @param fed to zlib, which tells no nearer place */
function describeDamage({ code, message }: NodeJS.ErrnoException, unpacked: number, fed: number): string {
  if (code === 'Z_BUF_ERROR') return `is cut off after ${plural(fed, 'byte')}`
  // Found at the end, wherever the damage is.
  if (/incorrect (?:data|length) check/.test(message)) return 'has a wrong checksum'
  // The file itself begins as gzip does: isGzip.
  if (/incorrect header check|unknown compression method/.test(message)) return 'has something else behind its end'
  return `is damaged after ${plural(unpacked, 'byte')}, and before byte ${renderCount(fed)}`
}

/** The bytes as a gzip file. */
export async function* packGzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip()
  pipeline(bytes, gzip, () => {})
  yield* gzip as AsyncIterable<Buffer>
}

const PIECE_BYTES = 256 * 1024

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
