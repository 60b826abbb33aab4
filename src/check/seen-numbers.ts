// Which numbers rows before have had, and in which row first, while a file of any length goes by: in WebAssembly (native/kernel/seen.ts),
// for most of its time goes into waiting for memory, and this needs no warming up. Knows nothing of files, and of names only whether
// they are the same.
import { digitsOf, highWord, lowWord } from '../core/number/hash-words.ts'
import { lineOf } from '../core/number/line.ts'
import { compileWasm, type Global, instantiate, type Memory, type WasmModule } from './wasm.ts'

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
   * Notes numbers, whose words `putNumber` has put one behind the other, and says which other row had one of them first: none where
   * none had, or where it could not be noted any more. The same row twice is no second sighting.
   *
   * @param tell told the index of each that another row had, and which
   */
  seeAll(words: Uint32Array, count: number, tell: (index: number, sighting: Sighting) => void): void
  /** How many different numbers are noted. */
  count(): number
  /** False once a number could not be noted: from there on, only the numbers noted before are recognised. */
  isComplete(): boolean
}

interface Exports {
  readonly memory: Memory
  readonly MOST_GIVEN: Global
  readonly GIVEN: Global
  readonly TOLD: Global
  readonly count: Global
  readonly isComplete: Global
  open(limit: number): void
  see(given: number): number
}

let compiled: WasmModule | null = null

/** @param most so many different numbers are noted, and then no more; 6 million, which take 130 MB, unless stated */
export function openSeenNumbers(most = MOST_NUMBERS): SeenNumbers {
  compiled ??= compileWasm('seen')
  const kernel = instantiate<Exports>(compiled, {})
  const [mostGiven, given, told] = [kernel.MOST_GIVEN.value, kernel.GIVEN.value, kernel.TOLD.value]
  kernel.open(most)
  return {
    seeAll(words, count, tell) {
      for (let from = 0; from < count; from += mostGiven) {
        const own = words.subarray(from * SLOT_WORDS, Math.min(count, from + mostGiven) * SLOT_WORDS)
        new Uint32Array(kernel.memory.buffer, given).set(own)
        const answers = TOLD_WORDS * kernel.see(own.length / SLOT_WORDS)
        const answer = new Uint32Array(kernel.memory.buffer, told)
        for (let at = 0; at < answers; at += TOLD_WORDS) {
          const [which, first, name] = [answer[at] as number, answer[at + 1] as number, answer[at + 2] as number]
          const sighting = describeSighting(own, which * SLOT_WORDS, { first, name })
          tell(from + which, sighting)
        }
      }
    },
    count: () => kernel.count.value,
    isComplete: () => kernel.isComplete.value !== 0,
  }
}

const MOST_NUMBERS = 6_000_000
const TOLD_WORDS = 3

/** @param held the words that are noted of the number's first row */
function describeSighting(
  words: Uint32Array,
  at: number,
  held: { readonly first: number; readonly name: number },
): Sighting {
  const [now = 0, name = 0] = [words[at + ROW_WORD], words[at + NAME_WORD]]
  const isSameName = held.name === 0 || name === 0 ? null : held.name === name
  return { row: held.first >>> 1, isSameName, isOtherSpelling: ((held.first ^ now) & 1) !== 0 }
}

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
const NAME_WORD = 3

/** Puts the words of a number at a place, as SeenNumbers keeps them. @returns false where it is none */
export function putNumber(words: Uint32Array, at: number, { e164, row, name }: NumberInRow): boolean {
  const line = typeof e164 === 'number' ? e164 : lineOf(e164)
  const number = typeof line === 'number' ? line : digitsOf(line)
  if (number === null) return false
  words[at] = lowWord(number)
  words[at + 1] = highWord(number)
  words[at + ROW_WORD] = 2 * row + (line === e164 ? 0 : 1)
  words[at + NAME_WORD] = name
  return true
}
