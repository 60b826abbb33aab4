// The texts that the cells of a workbook share, held as bytes in few large blocks: a million of them cost little more than
// their length. Knows nothing of cells: they name a text by its position here.

import { renderCount } from '../../text/count.ts'
import { ContactFileError } from '../file-error.ts'
import { readXml } from './xml.ts'
import type { ArchivePart } from './zip.ts'

export interface SharedStrings {
  readonly count: number
  /** '' where there is no such text. */
  at(index: number): string
}

const BLOCK_BYTES = 8 * 1024 * 1024
const MOST_BLOCKS = 32
const MOST_TEXTS = 10_000_000

/**
 * Reads them all, for they may be asked for in any order; 256 MB at most are held.
 *
 * @param part null where the workbook has none
 */
export async function readSharedStrings(part: ArchivePart | null): Promise<SharedStrings> {
  const texts = holdTexts()
  if (part === null) return texts
  let text = ''
  let isWanted = false
  let isPhonetic = false
  await readXml(part.name, part.read(), {
    open({ name }) {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isWanted = name === 't' && !isPhonetic
    },
    text(piece) {
      if (isWanted) text += piece
      if (text.length > BLOCK_BYTES) refuse()
    },
    close(name) {
      isWanted = false
      if (name === 'rPh') isPhonetic = false
      if (name === 'si') texts.add(decodeEscapes(text))
    },
  })
  return texts
}

/** A text with the characters that XML cannot hold, which workbooks write as `_x000D_` (ECMA-376-1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** The reverse, for a text that is to be read as it is. */
export function encodeEscapes(text: string): string {
  return text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML 1.0 forbids
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\r\ufffe\uffff]/g,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  )
}

function holdTexts(): SharedStrings & { add(text: string): void } {
  const blocks: Buffer[] = []
  let used = BLOCK_BYTES
  let count = 0
  // Where each begins, over all blocks, and how long it is.
  let places = new Uint32Array(2048)
  return {
    get count() {
      return count
    },
    add(text) {
      const length = Buffer.byteLength(text)
      if (used + length > BLOCK_BYTES) {
        if (blocks.length === MOST_BLOCKS || length > BLOCK_BYTES) refuse()
        blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES))
        used = 0
      }
      if (count === MOST_TEXTS) refuse()
      if (count * 2 === places.length) places = grow(places)
      places[count * 2] = (blocks.length - 1) * BLOCK_BYTES + used
      places[count * 2 + 1] = length
      blocks.at(-1)?.write(text, used)
      used += length
      count += 1
    },
    at(index) {
      const place = places[index * 2] ?? 0
      const start = place % BLOCK_BYTES
      return index < count
        ? (blocks[Math.floor(place / BLOCK_BYTES)]?.toString('utf8', start, start + (places[index * 2 + 1] ?? 0)) ?? '')
        : ''
    },
  }
}

function grow(places: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(places.length * 2)
  grown.set(places)
  return grown
}

function refuse(): never {
  throw new ContactFileError(
    `its texts take more than ${(BLOCK_BYTES * MOST_BLOCKS) / 1024 / 1024} MB, or are more than ${renderCount(MOST_TEXTS)}: save it as "CSV UTF-8", which can be read row by row`,
  )
}
