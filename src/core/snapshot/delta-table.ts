// The numbers of a snapshot that comes of a delta, entered one after the other as a builder does. Knows nothing of deltas.
import { hashOf, homeSlot } from '../number/hash-words.ts'
import { type Layout, NO_PLACE, NUMBER_BYTES, ORDER_BYTES, PLACE_BYTES } from './format.ts'
import { isAscending, isNumber, recordBytes } from './number-list.ts'

export interface Table {
  /** Enters a number with the place of its record; false for one that is not above those before, or cannot be there. */
  enter(high: number, low: number, place: number): boolean
  /** Whether there are as many as the layout says. */
  isComplete(): boolean
}

// A number finds an empty slot in three steps, on average. Whoever chooses numbers so that it takes thousands is not followed.
const STEPS_A_SLOT = 64

/** The empty table of a snapshot, in bytes that are zero. */
export function newTable(view: DataView, layout: Layout): Table {
  const { count, slots, numbersAt, placesAt, orderAt } = layout
  for (let slot = 0; slot < slots; slot += 1) view.setInt32(placesAt + PLACE_BYTES * slot, NO_PLACE, true)
  let [entered, lastHigh, lastLow, left] = [0, 0, 0, STEPS_A_SLOT * slots]
  return {
    enter(high, low, place) {
      const isNext = isAscending(lastHigh, lastLow, high, low) && isNumber(high, low)
      if (!isNext || entered === count || place < 0 || place >= recordBytes(layout)) return false
      let slot = homeSlot(hashOf(high | 0, low | 0), slots)
      while (view.getInt32(placesAt + PLACE_BYTES * slot, true) !== NO_PLACE) {
        slot = slot + 1 === slots ? 0 : slot + 1
        left -= 1
        if (left < 0) return false
      }
      view.setUint32(numbersAt + NUMBER_BYTES * slot, low, true)
      view.setUint32(numbersAt + NUMBER_BYTES * slot + 4, high, true)
      view.setUint32(placesAt + PLACE_BYTES * slot, place, true)
      view.setUint32(orderAt + ORDER_BYTES * entered, slot, true)
      ;[lastHigh, lastLow] = [high, low]
      entered += 1
      return true
    },
    isComplete: () => entered === count,
  }
}
