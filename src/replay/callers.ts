// Who has called, and how often: a slot a caller, in bounded memory. A caller is a line: its spellings are one, and so are all texts
// that mean it. Knows nothing of logs or phones.
import { digitsOf, hashOf, highWord, homeSlot, lowWord } from '../core/number/hash-words.ts'
import { lineOf, spellingsOf } from '../core/number/line.ts'

/** Where a caller stands: from 0, in the order in which callers came. */
export type Place = number

export interface Callers {
  /** The place of a number's line, a new one where it has none yet; -1 once there is no more room. */
  place(e164: string): Place
  /** The place of a number; -1 for none. */
  find(e164: string): Place
  /** The same as place for a text that is no number, such as a short code. */
  placeText(text: string): Place
  /** How many there are. */
  count(): number
  /** False once a caller had no room: their calls are counted, they are not. */
  isComplete(): boolean
  /** The places of texts that are no numbers. */
  texts(): Iterable<Place>
  /** The number as it came first, or the text that is none. */
  textAt(place: Place): string
  readonly calls: Counts
  /** What was found out about each, as whoever asks numbers it. */
  readonly verdicts: Counts
  readonly marks: Counts
}

/** A number for each caller; 0 until it is set. */
export interface Counts {
  at(place: Place): number
  set(place: Place, value: number): void
}

/** About 25 bytes each: together with all the rest they stay below 300 MB. */
const MOST_CALLERS = 6_000_000
// Of texts that are no numbers a hostile log has as many as it likes.
const MOST_TEXTS = 100_000
const LONGEST_TEXT = 100
const FULLEST = 0.7

/** @param most so many callers are told apart, and then no more */
export function openCallers(most = MOST_CALLERS): Callers {
  let slots = new Uint32Array(1024)
  let keys = new Float64Array(512)
  const texts = new Map<string, Place>()
  const textOf = new Map<Place, string>()
  // Few countries have lines of two spellings.
  const longer = new Set<Place>()
  let count = 0
  let isComplete = true

  // An E.164 number has 15 digits at most, which a float holds exactly.
  const slotOf = (table: Uint32Array, key: number): number => {
    const start = homeSlot(hashOf(highWord(key), lowWord(key)), table.length)
    for (let slot = start; ; slot = slot + 1 === table.length ? 0 : slot + 1) {
      const held = table[slot] as number
      if (held === 0 || keys[held - 1] === key) return slot
    }
  }
  const grow = () => {
    const grown = new Uint32Array(slots.length * 2)
    for (let place = 0; place < count; place += 1) {
      const key = keys[place] as number
      if (key > 0) grown[slotOf(grown, key)] = place + 1
    }
    slots = grown
  }
  const add = (key: number): Place => {
    if (count >= most) {
      isComplete = false
      return -1
    }
    if (count === keys.length) {
      const grown = new Float64Array(keys.length * 2)
      grown.set(keys)
      keys = grown
    }
    keys[count] = key
    count += 1
    return count - 1
  }
  const keyOf = (e164: string): number => Number(digitsOf(lineOf(e164)) ?? 0)
  const find = (e164: string): Place => {
    const key = keyOf(e164)
    return key === 0 ? -1 : (slots[slotOf(slots, key)] as number) - 1
  }
  return {
    find,
    place(e164) {
      const key = keyOf(e164)
      if (key === 0) return -1
      if (count > slots.length * FULLEST) grow()
      const slot = slotOf(slots, key)
      const held = slots[slot] as number
      if (held !== 0) return held - 1
      const place = add(key)
      if (place < 0) return place
      slots[slot] = place + 1
      if (lineOf(e164) !== e164) longer.add(place)
      return place
    },
    placeText(text) {
      const short = text.slice(0, LONGEST_TEXT)
      const known = texts.get(short)
      if (known !== undefined) return known
      if (texts.size >= MOST_TEXTS) {
        isComplete = false
        return -1
      }
      const place = add(0)
      if (place >= 0) {
        texts.set(short, place)
        textOf.set(place, short)
      }
      return place
    },
    texts: () => textOf.keys(),
    count: () => count,
    isComplete: () => isComplete,
    textAt(place) {
      const line = `+${keys[place]}`
      return textOf.get(place) ?? (longer.has(place) ? (spellingsOf(line)[1] ?? line) : line)
    },
    calls: openCounts(
      () => count,
      (length) => new Uint32Array(length),
    ),
    verdicts: openCounts(
      () => count,
      (length) => new Uint16Array(length),
    ),
    marks: openCounts(
      () => count,
      (length) => new Uint8Array(length),
    ),
  }
}

function openCounts(count: () => number, make: (length: number) => Uint32Array | Uint16Array | Uint8Array): Counts {
  let values = make(512)
  return {
    at: (place) => values[place] ?? 0,
    set(place, value) {
      if (place >= values.length) {
        const grown = make(Math.max(values.length * 2, count()))
        grown.set(values)
        values = grown
      }
      values[place] = value
    },
  }
}
