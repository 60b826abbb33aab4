// A contact's name as 32 bits: the same as hashNameBytes of core/hash-name.ts, over its table of letters.
import { LETTER_COUNT, LETTERS } from './layout'
import { byteAt } from './scan'

const LONGEST_NAME: u32 = 200
const LEAD_OF_TWO_BYTES_END: u32 = 0xe0

/** @returns 0 as well where only its text tells: of a long one, and of rare letters */
export function hashName(start: u32, end: u32): u32 {
  if (end - start > LONGEST_NAME) return 0
  let sum: u32 = 0
  let word: u32 = 0
  for (let at = start; at < end; at++) {
    let code = byteAt(at)
    if (code >= 0x80) {
      at += 1
      code = code < LEAD_OF_TWO_BYTES_END ? ((code & 0x1f) << 6) | (byteAt(at) & 0x3f) : LETTER_COUNT
      if (code >= LETTER_COUNT) return 0
    }
    const letter: u32 = load<u16>(LETTERS + (code << 1))
    if (letter !== 0) word = ((word === 0 ? 0x811c9dc5 : word) ^ letter) * 0x01000193
    else {
      sum = addWord(sum, word)
      word = 0
    }
  }
  return addWord(sum, word)
}

function addWord(sum: u32, word: u32): u32 {
  return word === 0 ? sum : sum + (word ^ (word >> 15)) * 0x85ebca6b
}
