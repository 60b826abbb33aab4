// All numbers whose hash begins alike: who asks for them does not say which one is calling. Knows nothing of requests.
import { hashOf, highWord, homeSlot, lowWord } from '../number/hash-words.ts'
import { entryAt, numberAt, type Snapshot, type SnapshotEntry } from './snapshot.ts'

/** How many hexadecimal digits of a hash may be stated: fewer hide a caller among more numbers, and bring more entries. */
export const PREFIX_DIGITS: readonly number[] = [3, 4]

/**
 * The entries of all numbers whose hash (native/FORMAT.md, Numbers and places) begins with these hexadecimal digits. What is
 * damaged is left out.
 *
 * The table is ordered by the hash: they stand together, but for those that found their slot taken.
 */
export function readPrefix(snapshot: Snapshot, digits: string): (SnapshotEntry & { readonly e164: string })[] {
  const shift = 32 - 4 * digits.length
  const prefix = Number.parseInt(digits, 16)
  const { slots } = snapshot
  const first = homeSlot(prefix << shift, slots)
  const last = homeSlot((prefix << shift) | (2 ** shift - 1), slots)
  const found: (SnapshotEntry & { e164: string })[] = []
  for (let step = 0; step < slots; step += 1) {
    const slot = (first + step) % slots
    const number = numberAt(snapshot, slot)
    // Behind the last slot that one of them begins at, they go on to the first empty one.
    if (number === null && first + step > last) break
    if (number === null || hashOf(highWord(number), lowWord(number)) >>> shift !== prefix) continue
    const entry = entryAt(snapshot, slot)
    if (entry !== null) found.push({ e164: `+${number}`, ...entry })
  }
  return found
}

/** The first digits of a number's hash, as a phone asks for them. */
export function prefixOf(digits: number | bigint, length: number): string {
  return (hashOf(highWord(digits), lowWord(digits)) >>> 0).toString(16).padStart(8, '0').slice(0, length)
}
