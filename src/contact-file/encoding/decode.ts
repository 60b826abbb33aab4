// The encodings in which spreadsheets and CRMs write text: which of them a file has, and Windows-1252, which Node does
// not have in full. Knows nothing of CSV.
import { ContactFileError, EXPECTED_FILE } from '../file-error.ts'

const SAMPLE_BYTES = 4096

/** The same bytes, the first piece large enough to judge a file by, however small the pieces that a pipe delivers. */
export async function* sampled(bytes: AsyncIterable<Uint8Array>, sampleBytes = SAMPLE_BYTES): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    if (head === null) yield chunk
    else {
      head = Buffer.concat([head, chunk])
      if (head.length < sampleBytes) continue
      yield head
      head = null
    }
  }
  if (head !== null && head.length > 0) yield head
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/**
 * The encoding of a file that begins with these bytes: told by a mark of byte order or, failing that, by where the zero
 * bytes of UTF-16 stand. Where it says UTF-8, single lines may be in another encoding all the same (legacy.ts): files glued
 * together from both are read right, too.
 *
 * @throws ContactFileError when they are no text
 */
export function detectEncoding(piece: Buffer): TextEncoding {
  const head = piece.subarray(0, SAMPLE_BYTES)
  const found = describeBinary(head)
  if (found !== null) throw new ContactFileError(`${EXPECTED_FILE}, found ${found}`)
  return utf16Encoding(head) ?? 'utf-8'
}

const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ['1f8b', 'a gzip file (unpack it first)'],
  ['25504446', 'a PDF'],
  ['fffe0000', 'UTF-32 text (save it as UTF-8)'],
  ['0000feff', 'UTF-32 text (save it as UTF-8)'],
]

function describeBinary(head: Buffer): string | null {
  const start = head.toString('hex', 0, 4)
  const known = SIGNATURES.find(([bytes]) => start.startsWith(bytes))
  if (known) return known[1]
  if (utf16Encoding(head) !== null) return null
  // A few stray control characters are a hostile or damaged cell, not a binary file.
  const controls = head.filter((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d)).length
  return controls > head.length / 20 ? 'a binary file' : null
}

function utf16Encoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  // Headers are mostly ASCII, whose upper byte is zero: at odd positions when it comes last, at even ones when first.
  const zeros = [0, 0]
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const many = head.length / 4
  if (odd > many && even < odd / 10) return 'utf-16le'
  return even > many && odd < even / 10 ? 'utf-16be' : null
}

// https://encoding.spec.whatwg.org/index-windows-1252.txt, 0x80 to 0x9f; the rest is Latin-1. By hand, because the
// TextDecoder of Node 20.18.3 to 24 reads these as Latin-1, too: as control characters (nodejs/node#56542).
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Every byte has a character. */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80))
}

/** The way back; null where a character has no place in Windows-1252. */
export function encodeWindows1252(text: string): Buffer | null {
  const codes = Array.from(text, codeInWindows1252)
  return codes.includes(-1) ? null : Buffer.from(codes)
}

function codeInWindows1252(character: string): number {
  const code = character.codePointAt(0) ?? -1
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
  const index = WINDOWS_1252.indexOf(character)
  return index < 0 ? -1 : 0x80 + index
}

/** Where the line that begins at `start` ends, its LF, CR or CRLF included. */
export function lineEnd(text: Buffer, start: number): number {
  let at = start
  while (at < text.length && text[at] !== 0x0a && text[at] !== 0x0d) at += 1
  return Math.min(text.length, at + (text[at] === 0x0d && text[at + 1] === 0x0a ? 2 : 1))
}
