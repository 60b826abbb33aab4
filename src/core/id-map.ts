// What is known by record id, of hundreds of thousands of them. They mostly come by their values, and are then kept as plain numbers:
// texts would be carried along, and looked through, by the garbage collector. Knows nothing of what is kept.

// An id that a number holds exactly, as numbers are written.
const NUMBER_ID = /^[1-9]\d{0,14}$/

/** The number that an id is, where it is written as numbers are and one holds it exactly; else 0. */
export function numberOfId(id: string): number {
  return NUMBER_ID.test(id) ? Number(id) : 0
}

/** A Map by ids, as far as it is needed. */
export interface IdMap<T> {
  get(id: string): T | undefined
  set(id: string, value: T): void
  readonly size: number
  /** Of each id, in no promised order. */
  values(): Iterable<T>
}

export function openIdMap<T>(): IdMap<T> {
  // Each is greater than the one before it, and has its value at the same place.
  const [numbers, ofNumbers]: [number[], T[]] = [[], []]
  const others = new Map<string, T>()
  let highest = 0

  /** Where a number is; -1 where it is not. */
  function find(number: number): number {
    let [low, high] = [0, numbers.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((numbers[middle] as number) < number) low = middle + 1
      else high = middle
    }
    return numbers[low] === number ? low : -1
  }

  return {
    get(id) {
      const number = numberOfId(id)
      if (number > highest) return undefined
      const at = find(number)
      return at < 0 ? others.get(id) : ofNumbers[at]
    },
    set(id, value) {
      const number = numberOfId(id)
      const at = number > highest ? numbers.length : find(number)
      if (at < 0) {
        others.set(id, value)
        return
      }
      numbers[at] = number
      ofNumbers[at] = value
      highest = Math.max(highest, number)
    },
    get size() {
      return numbers.length + others.size
    },
    *values() {
      yield* ofNumbers
      yield* others.values()
    },
  }
}
