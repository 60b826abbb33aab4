// A stretch of a text file: its bytes, code units that a scanner can run over, and the text of any part of it, decoded
// only when asked for. Knows encodings and lines, and nothing of CSV.
import { isAscii } from 'node:buffer'
import { readShortUtf8 } from '../../core/snapshot/utf8.ts'
import { lineEnd, type TextEncoding } from '../encoding/decode.ts'
import type { Legacy } from '../encoding/legacy.ts'

/** Places in it are counted in code units: bytes, or of UTF-16 pairs of bytes. */
export interface Stretch {
  readonly length: number
  readonly unitBytes: 1 | 2
  /** As they are in the file. */
  readonly bytes: Buffer
  /** ASCII characters as themselves, all others as 0x80 or more; and room for SPARE_UNITS behind the last. */
  readonly units: Uint8Array
  /** Whether all of its bytes are UTF-8. */
  readonly isUtf8: boolean
  text(start: number, end: number): string
  /** The length of the blank character there that is not ASCII; 0 when there is none. */
  blankAt(unit: number): number
  /** A text as the line at that place is encoded; null where that encoding has no such character. */
  encode(text: string, unit: number): Buffer | null
  /** Where the lines before that place begin and end that are not UTF-8. */
  foreignLines(until: number): readonly Place[]
}

/** A line's place in its stretch. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** What a scanner may put behind the last unit, so as not to ask at each whether it is the last. */
export const SPARE_UNITS = 3

/**
 * Joins pieces of a file that begin where a line does. Its last line counts as whole only when it is the file's last.
 */
export function openStretch(
  pieces: readonly Buffer[],
  encoding: TextEncoding,
  isLast: boolean,
  legacy: Legacy,
): Stretch {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const room = Buffer.allocUnsafeSlow(length + SPARE_UNITS)
  let at = 0
  for (const piece of pieces) at += piece.copy(room, at)
  if (encoding === 'utf-8') return new NarrowStretch(room as SliceableBuffer, length, isLast, legacy)
  return new WideStretch(room.subarray(0, length), encoding, isLast)
}

// Most names and numbers are that short. Of a longer one V8 would keep the text that it was cut from.
const SHORT_BYTES = 16

/** Node's buffers have these behind toString, which takes a third longer to find out which of them is meant. */
interface SliceableBuffer extends Buffer {
  latin1Slice(start: number, end: number): string
  utf8Slice(start: number, end: number): string
}

/** UTF-8; each line that is not is in another encoding. */
class NarrowStretch implements Stretch {
  readonly unitBytes = 1
  readonly bytes: Buffer
  readonly #view: DataView
  readonly #kind: 'ascii' | 'utf-8' | 'mixed'
  /** Start and end of each line that is not UTF-8. */
  readonly #foreign: readonly number[] = []

  readonly #legacy: Legacy

  constructor(
    readonly units: SliceableBuffer,
    readonly length: number,
    isLast: boolean,
    legacy: Legacy,
  ) {
    this.#legacy = legacy
    this.bytes = units.subarray(0, length)
    this.#view = new DataView(units.buffer, units.byteOffset, length)
    this.#kind = 'ascii'
    if (isAscii(this.bytes)) return
    // The last character may be cut off, which must not make the slow kind of a whole stretch.
    const whole = this.bytes.subarray(0, isLast ? length : endOfLines(this.bytes))
    this.#kind = legacy.has(whole) ? 'mixed' : 'utf-8'
    if (this.#kind === 'mixed') this.#foreign = findForeign(whole, legacy)
  }

  get isUtf8(): boolean {
    return this.#kind !== 'mixed'
  }

  text(start: number, end: number): string {
    const short = end - start > SHORT_BYTES || this.#kind === 'mixed' ? null : readShortUtf8(this.#view, start, end)
    if (short !== null) return short
    if (this.#kind === 'ascii') return this.units.latin1Slice(start, end)
    return this.#kind === 'utf-8' ? this.units.utf8Slice(start, end) : this.#mixedText(start, end)
  }

  #mixedText(start: number, end: number): string {
    let text = ''
    for (let at = start, edge = end; at < end; at = edge) {
      const line = this.#foreignFrom(at)
      const isForeign = this.#isForeign(at)
      edge = Math.min(end, this.#foreign[isForeign ? line + 1 : line] ?? end)
      text += isForeign ? this.#legacy.decode(this.units.subarray(at, edge)) : this.units.utf8Slice(at, edge)
    }
    return text
  }

  blankAt(unit: number): number {
    const blanks = BLANKS.get(this.units[unit] ?? 0)
    if (blanks === undefined) return 0
    if (this.#isForeign(unit)) return this.units[unit] === FOREIGN_BLANK ? 1 : 0
    return blanks.find((blank) => blank.every((byte, index) => this.units[unit + index] === byte))?.length ?? 0
  }

  encode(text: string, unit: number): Buffer | null {
    return this.#isForeign(unit) ? this.#legacy.encode(text) : Buffer.from(text)
  }

  foreignLines(until: number): Place[] {
    const lines: Place[] = []
    for (let at = 0; at < this.#foreign.length; at += 2) {
      const [start = 0, end = 0] = this.#foreign.slice(at, at + 2)
      if (start < until) lines.push({ start, end })
    }
    return lines
  }

  #isForeign(unit: number): boolean {
    return (this.#foreign[this.#foreignFrom(unit)] ?? this.length) <= unit
  }

  /** The index of the first line that ends behind this place. */
  #foreignFrom(unit: number): number {
    let [low, high] = [0, this.#foreign.length / 2]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#foreign[middle * 2 + 1] ?? 0) <= unit) low = middle + 1
      else high = middle
    }
    return low * 2
  }
}

function endOfLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(0x0a) + 1
  return end + bytes.subarray(end).lastIndexOf(0x0d) + 1
}

function findForeign(bytes: Buffer, legacy: Legacy): number[] {
  const edges: number[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    end = lineEnd(bytes, start)
    if (legacy.has(bytes.subarray(start, end))) edges.push(start, end)
  }
  return edges
}

// What String.prototype.trim removes beyond ASCII (https://tc39.es/ecma262/#sec-white-space).
const BLANK_CHARACTERS = [...'\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'].concat([
  ...'\u2028\u2029\u202f\u205f\u3000\ufeff',
])
const FOREIGN_BLANK = 0xa0
/** Of UTF-8, by their first byte; and a place for that of Windows-1252. */
const BLANKS = new Map<number, number[][]>([[FOREIGN_BLANK, []]])
for (const blank of BLANK_CHARACTERS.map((character) => [...Buffer.from(character)])) {
  const [lead = 0] = blank
  BLANKS.set(lead, [...(BLANKS.get(lead) ?? []), blank])
}
const WIDE_BLANKS = new Set(BLANK_CHARACTERS.map((character) => character.charCodeAt(0)))

const BLANK_UNIT = 0xa0
const OTHER_UNIT = 0xff

/** UTF-16: a blank that is not ASCII stands among the units as BLANK_UNIT, any other such character as OTHER_UNIT. */
class WideStretch implements Stretch {
  readonly unitBytes = 2
  readonly isUtf8 = false
  readonly length: number
  readonly units: Uint8Array
  readonly #encoding: 'utf-16le' | 'utf-16be'

  constructor(
    readonly bytes: Buffer,
    encoding: 'utf-16le' | 'utf-16be',
    isLast: boolean,
  ) {
    this.#encoding = encoding
    // Half a character waits for its other half, which at the end of the file never comes.
    this.length = isLast ? Math.ceil(bytes.length / 2) : bytes.length >>> 1
    this.units = new Uint8Array(this.length + SPARE_UNITS).fill(OTHER_UNIT, 0, this.length)
    const upper = encoding === 'utf-16le' ? 1 : 0
    for (let at = 0; at < bytes.length >>> 1; at += 1) {
      const code = ((bytes[2 * at + upper] ?? 0) << 8) | (bytes[2 * at + 1 - upper] ?? 0)
      if (code < 0x80) this.units[at] = code
      else if (WIDE_BLANKS.has(code)) this.units[at] = BLANK_UNIT
    }
  }

  text(start: number, end: number): string {
    // A mark of byte order within the file is a character like others.
    return new TextDecoder(this.#encoding, { ignoreBOM: true }).decode(this.bytes.subarray(2 * start, 2 * end))
  }

  blankAt(unit: number): number {
    return this.units[unit] === BLANK_UNIT ? 1 : 0
  }

  encode(text: string): Buffer {
    const bytes = Buffer.from(text, 'utf16le')
    return this.#encoding === 'utf-16le' ? bytes : bytes.swap16()
  }

  foreignLines(): Place[] {
    return []
  }
}
