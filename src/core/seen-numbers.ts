// Which lines have been seen, and in which row first, while a file of any length goes by: in bounded memory, a slot of
// 16 bytes a number. Knows nothing of files, and of names only whether they are the same.

import { digitsOf, hashOf, highWord, homeSlot, lowWord } from './number/hash-words.ts'
import { lineOf } from './number/line.ts'

/** Who had the number before. */
export interface Sighting {
  /** The first row with the number. */
  readonly row: number
  /** Null when either of the two contacts has no name. */
  readonly isSameName: boolean | null
  /** Whether it had the line in another spelling. */
  readonly isOtherSpelling: boolean
}

export interface SeenNumbers {
  /**
   * Notes a number's line and says which other row had it first; null when none had, or when it could not be noted any more.
   *
   * @param e164 with plus; what is none is never seen
   * @param row from 1, below 2 ** 31; the same row twice is no second sighting
   * @param name hashName of the contact's name; 0 when it has none
   */
  see(e164: string, row: number, name: number): Sighting | null
  /**
   * The same of many numbers, whose words `putNumber` has put one behind the other.
   *
   * @param tell told the index of each that another row had, and which
   */
  seeAll(words: Uint32Array, count: number, tell: (index: number, sighting: Sighting) => void): void
  /** How many different numbers are noted. */
  count(): number
  /** False once a number could not be noted: from there on, only the numbers noted before are recognised. */
  isComplete(): boolean
}

/** At most 180 MB. A file with more different numbers than that is rare. */
const MOST_NUMBERS = 8_000_000

// Each part grows by itself, so that the copy it is grown from is small beside the whole.
const PARTS = 64
const FIRST_SLOTS = 64
// Beyond a share of taken slots, searches take long; below it, memory lies idle; and growing takes as long as a few searches
// for each number. A small part may waste memory, for all of them together are below 70 MB.
const SMALL_SLOTS = 65_536
const [FULLEST_SMALL, FULLEST] = [0.6, 0.9]
const [GROWTH_SMALL, GROWTH] = [4, 1.25]

interface Part {
  readonly slots: number
  /** Four words a slot: the number's lower and upper half, the row times two (0: the slot is free) and one for the longer spelling, the name's hash. */
  readonly words: Uint32Array
  count: number
}

/** @param most so many different numbers are noted, and then no more */
export function openSeenNumbers(most = MOST_NUMBERS): SeenNumbers {
  const parts = Array.from({ length: PARTS }, () => newPart(FIRST_SLOTS))
  let count = 0
  let isComplete = true

  function seeWords(words: Uint32Array, at: number): Sighting | null {
    const low = (words[at] as number) | 0
    const high = (words[at + 1] as number) | 0
    const hash = hashOf(high, low)
    const which = hash & (PARTS - 1)
    const part = roomIn(parts, which)
    const slot = findSlot(part, hash, low, high)
    const held = part.words[slot + 2] as number
    if (held !== 0) return describeSlot(held, part.words[slot + 3] as number, words, at)
    if (count >= most) isComplete = false
    else {
      for (let word = 0; word < SLOT_WORDS; word += 1) part.words[slot + word] = words[at + word] as number
      part.count += 1
      count += 1
    }
    return null
  }

  // Where a number belongs is seldom in a cache. A few are asked for at once, so that they come in the time of one.
  function touch(words: Uint32Array, from: number, to: number): number {
    let sum = 0
    for (let at = from * SLOT_WORDS; at < to * SLOT_WORDS; at += SLOT_WORDS) {
      const hash = hashOf((words[at + 1] as number) | 0, (words[at] as number) | 0)
      const part = parts[hash & (PARTS - 1)] as Part
      sum ^= part.words[SLOT_WORDS * homeSlot(hash, part.slots) + ROW_WORD] as number
    }
    return sum
  }

  function seeAll(words: Uint32Array, numbers: number, tell: (index: number, sighting: Sighting) => void): void {
    for (let from = 0; from < numbers; from += AT_ONCE) {
      const to = Math.min(numbers, from + AT_ONCE)
      touched = touch(words, from, to)
      for (let index = from; index < to; index += 1) {
        const sighting = seeWords(words, index * SLOT_WORDS)
        if (sighting !== null) tell(index, sighting)
      }
    }
  }

  const own = new Uint32Array(SLOT_WORDS)
  const see = (e164: string, row: number, name: number) =>
    putNumber(own, 0, { e164, row, name }) ? seeWords(own, 0) : null

  return { see, seeAll, count: () => count, isComplete: () => isComplete }
}

const AT_ONCE = 64
// Kept where nobody looks, for what is not used is not fetched.
export let touched = 0

/** A number in a row, and hashName of the row's contact. */
export interface NumberInRow {
  /** With plus; or its digits as an integer, where its line has no other spelling. */
  readonly e164: string | number
  readonly row: number
  readonly name: number
}

/** How many words a number has, its row and name included. */
export const SLOT_WORDS = 4
/** The one of them that is the row, times two. */
export const ROW_WORD = 2

/** Puts the words of a number at a place, as SeenNumbers keeps them. @returns false where it is none */
export function putNumber(words: Uint32Array, at: number, { e164, row, name }: NumberInRow): boolean {
  const line = typeof e164 === 'number' ? e164 : lineOf(e164)
  const number = typeof line === 'number' ? line : digitsOf(line)
  if (number === null) return false
  words[at] = lowWord(number)
  words[at + 1] = highWord(number)
  words[at + 2] = 2 * row + (line === e164 ? 0 : 1)
  words[at + 3] = name
  return true
}

function newPart(slots: number): Part {
  return { slots, words: new Uint32Array(SLOT_WORDS * slots), count: 0 }
}

/** The part with room for one more number. */
function roomIn(parts: Part[], at: number): Part {
  const part = parts[at] ?? newPart(FIRST_SLOTS)
  const isSmall = part.slots <= SMALL_SLOTS
  if (part.count < part.slots * (isSmall ? FULLEST_SMALL : FULLEST)) return part
  const { words } = part
  const grown = newPart(Math.ceil(part.slots * (part.slots < SMALL_SLOTS ? GROWTH_SMALL : GROWTH)))
  for (let from = 0; from < words.length; from += SLOT_WORDS) {
    if (words[from + 2] === 0) continue
    const low = (words[from] as number) | 0
    const high = (words[from + 1] as number) | 0
    const slot = findSlot(grown, hashOf(high, low), low, high)
    for (let word = 0; word < SLOT_WORDS; word += 1) grown.words[slot + word] = words[from + word] as number
  }
  grown.count = part.count
  parts[at] = grown
  return grown
}

/** Where the words of a number, which have a sign, are or would be. */
function findSlot({ slots, words }: Part, hash: number, low: number, high: number): number {
  for (let slot = homeSlot(hash, slots); ; slot = slot + 1 === slots ? 0 : slot + 1) {
    const at = SLOT_WORDS * slot
    if (words[at + 2] === 0) return at
    if (((words[at] as number) | 0) === low && ((words[at + 1] as number) | 0) === high) return at
  }
}

function describeSlot(held: number, firstName: number, words: Uint32Array, at: number): Sighting | null {
  const [now = 0, name = 0] = [words[at + 2], words[at + 3]]
  const first = held >>> 1
  if (first === now >>> 1) return null
  const isSameName = firstName === 0 || name === 0 ? null : firstName === name
  return { row: first, isSameName, isOtherSpelling: ((held ^ now) & 1) !== 0 }
}

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
