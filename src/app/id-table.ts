// Which record ids have gone by, without keeping them: 16 to 32 bytes each, so that ten million fit beside the rest.

export interface IdTable {
  /** Notes an id with a mark, in place of an earlier mark. Returns that earlier mark; undefined when the id is new. */
  put(id: string, mark: boolean): boolean | undefined
}

/** An empty table. Ids that are no numbers are told apart by 53 bits of hash: at ten million, one mistake in 200 tables. */
export function buildIdTable(): IdTable {
  // Each slot holds an id's key, negative when its mark is false; zero is free. Kept at most half full.
  let slots = new Float64Array(1024)
  let used = 0
  const find = (key: number) => {
    let slot = spread(key) & (slots.length - 1)
    while (slots[slot] !== 0 && Math.abs(slots[slot] ?? 0) !== key) slot = (slot + 1) & (slots.length - 1)
    return slot
  }
  const grow = () => {
    const old = slots
    slots = new Float64Array(old.length * 2)
    for (const entry of old) if (entry !== 0) slots[find(Math.abs(entry))] = entry
  }
  return {
    put(id, mark) {
      const key = keyOf(id)
      const slot = find(key)
      const before = slots[slot] ?? 0
      slots[slot] = mark ? key : -key
      if (before !== 0) return before > 0
      used += 1
      if (used * 2 > slots.length) grow()
      return undefined
    },
  }
}

// Record ids of HubSpot are integers well below 2^53, and their own key.
function keyOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : hash(id)
}

// Every bit of the key reaches the lower bits, which choose the slot: ids may be multiples of anything.
function spread(key: number): number {
  const mixed = Math.imul(Math.trunc(key / 2 ** 32) ^ (key | 0), 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

// FNV-1a, once from each of two starts, for 21 + 32 bits.
function hash(text: string): number {
  let low = 0x811c9dc5
  let high = 0x5bd1e995
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ (unit + index), 0x01000193)
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1
}
