// A name as 32 bits, by which two names are the same or not. Knows nothing of where names stand.

// More than any name, far less than a hostile cell.
const LONGEST_NAME = 200

/**
 * A name as 32 bits, whatever its case, accents, punctuation and the order of its words; 0 when it has no letter. Two
 * different names have the same once in four thousand million times.
 */
export function hashName(name: string): number {
  return hashWords(name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME) : name, false)
}

function hashWords(text: string, isFolded: boolean): number {
  let sum = 0
  let word = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= LATIN.length && !isFolded) return hashWords(fold(text), true)
    const letter = code < LATIN.length ? (LATIN[code] as number) : code
    if (letter !== 0) word = Math.imul((word === 0 ? 0x811c9dc5 : word) ^ letter, 0x01000193)
    else {
      sum = addWord(sum, word)
      word = 0
    }
  }
  return addWord(sum, word) >>> 0
}

/** The same of a name in UTF-8; 0 as well where that takes its text: of a long one, and of rare letters. */
export function hashNameBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > LONGEST_NAME) return 0
  let sum = 0
  let word = 0
  for (let at = start; at < end; at++) {
    let code = bytes[at] as number
    if (code >= 0x80) {
      at += 1
      code = code < LEAD_OF_TWO_BYTES_END ? ((code & 0x1f) << 6) | ((bytes[at] as number) & 0x3f) : LATIN.length
      if (code >= LATIN.length) return 0
    }
    const letter = LATIN[code] as number
    if (letter !== 0) word = Math.imul((word === 0 ? 0x811c9dc5 : word) ^ letter, 0x01000193)
    else {
      sum = addWord(sum, word)
      word = 0
    }
  }
  return addWord(sum, word) >>> 0
}

const LEAD_OF_TWO_BYTES_END = 0xe0

function addWord(sum: number, word: number): number {
  return word === 0 ? sum : (sum + Math.imul(word ^ (word >>> 15), 0x85ebca6b)) | 0
}

/** In lower case and without accents; whatever stands between words becomes a space. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
}

// The letters of most names, folded beforehand, for that takes longer than all the rest; 0 for what is no letter.
export const LATIN = Uint16Array.from(
  { length: 0x250 },
  (_, code) => fold(String.fromCharCode(code)).trim().charCodeAt(0) || 0,
)
