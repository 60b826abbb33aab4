// Chance that can be repeated: the same seed, the same course of events, in every process.

/** From 0, inclusive, to 1, exclusive. */
export type Chance = () => number

/** One of the list. */
export function pick<T>(list: readonly T[], chance: Chance): T {
  const item = list[Math.floor(chance() * list.length)]
  if (item === undefined) throw new Error('expected something to pick from, found an empty list')
  return item
}

/** Any text as 32 bits (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/** Chance that can be taken up again where it is. */
export interface Course {
  readonly chance: Chance
  /** The seed from which the same goes on. */
  readonly seed: () => number
}

/** mulberry32: 32 bits of state are plenty for invented people, and it is much faster than faker's own generator. */
export function openChance(seed: number): Chance {
  return openCourse(seed).chance
}

/** The same, to be taken up again. */
export function openCourse(seed: number): Course {
  let state = seed
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { chance, seed: () => state >>> 0 }
}

/**
 * The seed of the nth thing that a seed decides: of the first it is the seed itself, of all others one that neither a
 * neighbour of the seed nor a neighbour of n has. The finaliser of MurmurHash3 (Austin Appleby, public domain), which
 * changes half of the bits for each bit that changes.
 */
export function nthSeed(seed: number, n: number): number {
  return n === 0 ? seed : mix(mix(seed) ^ mix(n + 0x9e3779b9))
}

function mix(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
