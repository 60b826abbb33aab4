// The bytes of a vCard file as text that can be cut and put together again without changing a byte: one character for each
// byte, or for each two where the file is UTF-16. What it says is decoded value by value. Knows nothing of vCard.
import { isUtf8 } from 'node:buffer'
import { decodeWindows1252 } from '../encoding/decode.ts'
import { type Legacy, openLegacy } from '../encoding/legacy.ts'
import { ContactFileError } from '../file-error.ts'

export interface Units {
  /** The byte order mark, '' without one. */
  readonly mark: Uint8Array
  /** The file without its mark. Throws ContactFileError where UTF-16 ends within a character. */
  readonly text: AsyncIterable<string>
  write(units: string): Uint8Array
  /** How lines are read that are not UTF-8, where no character set is stated. */
  readonly legacy: Legacy
  /** What units say: UTF-8, or what `legacy` makes of them, unless a character set is stated. */
  decode(units: string, charset: string | null): string
  /** Their bytes, where `legacy` reads them if no character set is stated; null where it does not. */
  foreign(units: string): Buffer | null
  /** The bytes of units that are quoted-printable: each a character, as Buffer's latin1 has them. */
  octets(units: string): string
  /** A text in the file's encoding. */
  encode(text: string): string
}

/** @throws ContactFileError when there is not one byte */
export async function openUnits(bytes: AsyncIterable<Uint8Array>, given: Legacy): Promise<Units> {
  const chunks = bytes[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head = Buffer.concat([head, next.value])
    if (head.length >= 4) break
  }
  if (head.length === 0) throw new ContactFileError('expected a vCard file (.vcf), found an empty one')
  const whole = async function* () {
    yield head
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  const start = head.toString('hex', 0, 4)
  const known = UTF16.find(([pattern]) => pattern.test(start))
  // A mark says what it is, whoever states what.
  const isMarked = known !== undefined || start.startsWith('efbbbf')
  const legacy = isMarked && given.isStated ? openLegacy(null) : given
  if (known) return utf16Units(whole(), head.subarray(0, /^f/.test(start) ? 2 : 0), known[1], legacy)
  return byteUnits(whole(), head.subarray(0, isMarked ? 3 : 0), legacy)
}

// By the mark, or by the first letter, which is ASCII.
const UTF16 = [
  [/^(?:fffe(?!0000)|..00(?!00))/, 'le'],
  [/^(?:feff|00(?!00))/, 'be'],
] as const

function byteUnits(bytes: AsyncIterable<Uint8Array>, mark: Uint8Array, legacy: Legacy): Units {
  const text = async function* () {
    for await (const chunk of skip(bytes, mark.length)) yield chunk.toString('latin1')
  }
  const toBytes = (units: string) => Buffer.from(units, 'latin1')
  const foreign = (units: string) => (HIGH.test(units) && legacy.has(toBytes(units)) ? toBytes(units) : null)
  return {
    mark,
    text: text(),
    write: toBytes,
    legacy,
    foreign,
    decode: (units, charset) =>
      HIGH.test(units) || charset !== null ? decodeBytes(toBytes(units), charset, legacy) : units,
    octets: (units) => units,
    encode: (value) => Buffer.from(value).toString('latin1'),
  }
}

const HIGH = /[\u0080-\u00ff]/
// Those that the TextDecoder of some versions of Node reads wrongly.
const WESTERN = /^(?:windows-1252|cp1252|iso-?8859-1|latin-?1|us-ascii)$/i

/** @param charset a name, known or not; null where none is stated */
export function decodeBytes(bytes: Buffer, charset: string | null, legacy: Legacy): string {
  if (charset === null && legacy.has(bytes)) return legacy.decode(bytes)
  if (charset !== null && !WESTERN.test(charset) && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes)
    } catch {
      // A name that nobody knows says nothing: as if it were not stated.
    }
  }
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeWindows1252(bytes)
}

function utf16Units(bytes: AsyncIterable<Uint8Array>, mark: Uint8Array, order: 'le' | 'be', legacy: Legacy): Units {
  // Two bytes at a time; swapped in a copy, since the chunk belongs to the stream.
  const ordered = (chunk: Buffer) => (order === 'le' ? chunk : Buffer.from(chunk).swap16())
  const text = async function* () {
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of skip(bytes, mark.length)) {
      const whole = Buffer.concat([rest, chunk])
      const even = whole.length - (whole.length % 2)
      rest = whole.subarray(even)
      yield ordered(whole.subarray(0, even)).toString('utf16le')
    }
    if (rest.length > 0) throw new ContactFileError('the file is cut off: it ends within a character of UTF-16')
  }
  return {
    mark,
    text: text(),
    write: (units) => ordered(Buffer.from(units, 'utf16le')),
    legacy,
    foreign: () => null,
    decode: (units) => units,
    octets: (units) => Buffer.from(units).toString('latin1'),
    encode: (value) => value,
  }
}

async function* skip(bytes: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const chunk of bytes) {
    yield Buffer.from(chunk.buffer, chunk.byteOffset + left, chunk.byteLength - left)
    left = 0
  }
}
