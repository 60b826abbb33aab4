// All numbers of a snapshot as they follow each other, each with the place of its record. Knows nothing of deltas.
import { type Layout, NUMBER_BYTES, ORDER_BYTES, PLACE_BYTES } from './format.ts'
import type { Snapshot } from './snapshot.ts'

/** Strictly ascending: the upper and the lower 32 bits of each number, and its place. */
export interface NumberList {
  readonly highs: Uint32Array
  readonly lows: Uint32Array
  readonly places: Uint32Array
}

/** The upper half of the first integer that is no number, of 19 digits; and its lower half. */
const BEYOND_HIGH = 0x0de0b6b3
const BEYOND_LOW = 0xa7640000

/**
 * The numbers of a snapshot every block of which is sound; null when they are not ascending, or are none, or one of them has no
 * record.
 */
export function listNumbers({
  bytes,
  count,
  slots,
  numbersAt,
  placesAt,
  orderAt,
  ...layout
}: Snapshot): NumberList | null {
  const list = { highs: new Uint32Array(count), lows: new Uint32Array(count), places: new Uint32Array(count) }
  let [lastHigh, lastLow] = [0, 0]
  for (let rank = 0; rank < count; rank += 1) {
    const slot = bytes.getUint32(orderAt + ORDER_BYTES * rank, true)
    if (slot >= slots) return null
    const low = bytes.getUint32(numbersAt + NUMBER_BYTES * slot, true)
    const high = bytes.getUint32(numbersAt + NUMBER_BYTES * slot + 4, true)
    const place = bytes.getUint32(placesAt + PLACE_BYTES * slot, true)
    if (!isAscending(lastHigh, lastLow, high, low) || !isNumber(high, low) || place >= recordBytes(layout)) return null
    list.highs[rank] = high
    list.lows[rank] = low
    list.places[rank] = place
    lastHigh = high
    lastLow = low
  }
  return list
}

export function recordBytes({ recordsAt, end }: Pick<Layout, 'recordsAt' | 'end'>): number {
  return end - recordsAt
}

/** Whether the second of two numbers is the higher one. */
export function isAscending(high: number, low: number, nextHigh: number, nextLow: number): boolean {
  return nextHigh > high || (nextHigh === high && nextLow > low)
}

/** Whether an integer has at most 18 digits. */
export function isNumber(high: number, low: number): boolean {
  return isAscending(high, low, BEYOND_HIGH, BEYOND_LOW)
}
