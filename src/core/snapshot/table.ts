// Enters numbers into the hash table of a snapshot that is being built. Knows nothing of contacts or of records.
import { hashOf, homeSlot } from '../number/hash-words.ts'
import { type Layout, NO_PLACE, NUMBER_BYTES, ORDER_BYTES, PLACE_BYTES } from './format.ts'

export interface Numbers {
  readonly count: number
  /** Three words a number, each number once: its lower and its upper 32 bits, and whose it is. */
  readonly words: Uint32Array
  /** Positions of the contacts that share a number: the first list's owner comes after the last contact's position. */
  readonly lists: readonly (readonly number[])[]
}

const ENTRY_WORDS = 4
const BUCKET_BITS = 11
const BUCKETS = 1 << BUCKET_BITS

/**
 * Enters the numbers as if in ascending order, and each into the first empty slot. It takes them by where they belong in the
 * table, so that memory is gone through once: two that meet change places where the later one came first, which ends as if
 * they had come in order ("Ordered hash tables", O. Amble and D. E. Knuth, 1974).
 */
export function writeEntries(
  view: DataView,
  layout: Layout,
  { numbers, places }: { numbers: Numbers; places: Int32Array },
): void {
  const { numbersAt, orderAt, placesAt, slots } = layout
  const entries = partition(numbers, places)
  const taken = takeSlots(entries, slots)
  for (let slot = 0; slot < slots; slot += 1) {
    const at = (taken[slot] as number) - 1
    view.setInt32(placesAt + PLACE_BYTES * slot, at < 0 ? NO_PLACE : (entries[at + 2] as number), true)
    if (at < 0) continue
    view.setInt32(numbersAt + NUMBER_BYTES * slot, entries[at] as number, true)
    view.setInt32(numbersAt + NUMBER_BYTES * slot + 4, entries[at + 1] as number, true)
    view.setInt32(orderAt + ORDER_BYTES * (entries[at + 3] as number), slot, true)
  }
}

/** Four words a number: its lower and its upper 32 bits, its place and its rank; by the upper bits of its hash. */
function partition({ count, words }: Numbers, places: Int32Array): Int32Array {
  const entries = new Int32Array(ENTRY_WORDS * count)
  const next = new Uint32Array(BUCKETS + 1)
  for (let at = 0; at < words.length; at += 3) {
    const bucket = hashBucket(words, at)
    next[bucket + 1] = (next[bucket + 1] as number) + ENTRY_WORDS
  }
  for (let bucket = 1; bucket <= BUCKETS; bucket += 1) {
    next[bucket] = (next[bucket] as number) + (next[bucket - 1] as number)
  }
  for (let rank = 0, at = 0; rank < count; rank += 1, at += 3) {
    const bucket = hashBucket(words, at)
    const place = next[bucket] as number
    entries[place] = words[at] as number
    entries[place + 1] = words[at + 1] as number
    entries[place + 2] = places[words[at + 2] as number] as number
    entries[place + 3] = rank
    next[bucket] = place + ENTRY_WORDS
  }
  return entries
}

function hashBucket(words: Uint32Array, at: number): number {
  return hashOf((words[at + 1] as number) | 0, (words[at] as number) | 0) >>> (32 - BUCKET_BITS)
}

/** Where in the entries the number of each slot is, counted from 1; 0 where the slot is empty. */
function takeSlots(entries: Int32Array, slots: number): Int32Array {
  const taken = new Int32Array(slots)
  for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
    let slot = homeSlot(hashOf(entries[at + 1] as number, entries[at] as number), slots)
    let ours = at + 1
    for (let held = taken[slot] as number; held !== 0; held = taken[slot] as number) {
      if ((entries[held + 2] as number) > (entries[ours + 2] as number)) {
        taken[slot] = ours
        ours = held
      }
      slot = slot + 1 === slots ? 0 : slot + 1
    }
    taken[slot] = ours
  }
  return taken
}
