// What the bytes of a delta mean (native/FORMAT.md, Deltas): which snapshot it is for, which one comes of it, and what changes.
// Applies nothing.
import { checksum } from './checksum.ts'
import { HEADER_BYTES, type Layout, layOut, readLayout, slotsFor } from './format.ts'

/** Why a delta was not applied. Whatever it is, the whole snapshot helps. */
export type DeltaRefusal =
  | 'not-a-delta'
  | 'unknown-version'
  | 'wrong-size'
  | 'wrong-checksum'
  /** It contradicts itself, or the snapshot that it is for. */
  | 'wrong-content'
  /** There is no sound snapshot to apply it to. */
  | 'no-snapshot'
  | 'other-workspace'
  /** It was made for a snapshot of another generation, or for another one of that generation. */
  | 'other-snapshot'
  /** What came of it is not the snapshot that it promises. */
  | 'wrong-result'

/** A delta of which nothing came. */
export interface DeltaRefused {
  readonly kind: 'refused'
  readonly reason: DeltaRefusal
}

/** A delta that is as it was written. Offsets are those of its bytes. */
export interface Delta {
  readonly kind: 'delta'
  readonly bytes: DataView
  /** Of the snapshot that it is for. */
  readonly generation: number
  readonly checksum: number
  /** How many numbers are in the snapshot before, and not in the one after. */
  readonly removed: number
  readonly removedAt: number
  /** How many numbers have a place of their own: those that are new, and those that went to another record. */
  readonly placed: number
  readonly placedAt: number
  readonly placesAt: number
  readonly steps: number
  readonly stepsAt: number
  readonly insertedAt: number
  /** Of the snapshot that comes of it. */
  readonly after: Layout
}

/** `RINGSDLT`, version 1. */
export const DELTA_MAGIC = [0x474e4952, 0x544c4453] as const
export const DELTA_VERSION = 1
/** Its own header, before the snapshot's. */
export const DELTA_HEADER_BYTES = 48
export const STEP_BYTES = 12
/** Beyond that, phones would need too much memory. */
export const LONGEST_DELTA = 2 ** 26

const CHECKSUM_AT = 44
const PARTS_AT = DELTA_HEADER_BYTES + HEADER_BYTES

/** Where each part of a delta begins, and where it ends. */
export function layOutDelta({ removed, placed, steps, inserted }: DeltaSizes) {
  const placedAt = PARTS_AT + 8 * removed
  const placesAt = placedAt + 8 * placed
  const stepsAt = placesAt + 4 * placed
  const insertedAt = stepsAt + STEP_BYTES * steps
  return { removedAt: PARTS_AT, placedAt, placesAt, stepsAt, insertedAt, end: insertedAt + inserted }
}

export interface DeltaSizes {
  readonly removed: number
  readonly placed: number
  readonly steps: number
  /** Bytes of records. */
  readonly inserted: number
}

/** Judges a delta by itself: what it says is believed where its checksum vouches for it, and where it can be. */
export function readDelta(delta: Uint8Array): Delta | DeltaRefused {
  const bytes = new DataView(delta.buffer, delta.byteOffset, delta.byteLength)
  if (bytes.byteLength < PARTS_AT) return refused('wrong-size')
  if (DELTA_MAGIC.some((word, index) => bytes.getUint32(index * 4, true) !== word)) return refused('not-a-delta')
  if (bytes.getUint32(8, true) !== DELTA_VERSION) return refused('unknown-version')
  const [removed, placed, steps, inserted] = [28, 32, 36, 40].map((at) => bytes.getUint32(at, true)) as Four
  const { end, ...parts } = layOutDelta({ removed, placed, steps, inserted })
  if (end !== bytes.byteLength || end > LONGEST_DELTA) return refused('wrong-size')
  if (deltaSum(bytes) !== bytes.getUint32(CHECKSUM_AT, true)) return refused('wrong-checksum')
  const generation = bytes.getUint32(12, true)
  const after = readAfter(bytes)
  if (after === null || bytes.getUint32(DELTA_HEADER_BYTES + 12, true) <= generation) return refused('wrong-content')
  return {
    kind: 'delta',
    bytes,
    generation,
    checksum: bytes.getUint32(24, true),
    removed,
    placed,
    steps,
    ...parts,
    after,
  }
}

type Four = [number, number, number, number]

/** The layout of the snapshot that comes of a delta, if there can be one of its header; null else. */
function readAfter(delta: DataView): Layout | null {
  const header = new DataView(delta.buffer, delta.byteOffset + DELTA_HEADER_BYTES, HEADER_BYTES)
  const [count, slots, recordBytes] = [48, 52, 56].map((at) => header.getUint32(at, true)) as [number, number, number]
  const layout = readLayout(header, layOut({ count, slots, recordBytes }).end)
  const isOfWorkspace = header.getBigUint64(16, true) === delta.getBigUint64(16, true)
  return layout.kind === 'layout' && slots === slotsFor(count) && isOfWorkspace ? layout : null
}

/** The checksum of a delta: of all its bytes but those where it stands. */
export function deltaSum(bytes: DataView): number {
  return checksum(bytes, [CHECKSUM_AT + 4, bytes.byteLength], checksum(bytes, [0, CHECKSUM_AT]))
}

export function refused(reason: DeltaRefusal): DeltaRefused {
  return { kind: 'refused', reason }
}

/**
 * Where the records of the snapshot before are in the one after: as many steps as the delta has, each keeping some bytes, leaving
 * some out and putting others in their place.
 */
export interface Steps {
  readonly keep: Uint32Array
  readonly drop: Uint32Array
  readonly insert: Uint32Array
  /** Where each step begins in the records before, and in those after. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** How many bytes they take of the records before, and make of those after. */
  readonly taken: number
  readonly made: number
}

/** The steps of three lists, with where each begins. */
export function followSteps(keep: Uint32Array, drop: Uint32Array, insert: Uint32Array): Steps {
  const from = new Uint32Array(keep.length)
  const to = new Uint32Array(keep.length)
  let [taken, made] = [0, 0]
  for (let step = 0; step < keep.length; step += 1) {
    from[step] = taken
    to[step] = made
    const kept = keep[step] as number
    taken += kept + (drop[step] as number)
    made += kept + (insert[step] as number)
  }
  return { keep, drop, insert, from, to, taken, made }
}

/**
 * Where a record is in the snapshot after that begins at a place before: kept ones move with the bytes around them, and what is put in
 * the place of others begins where they began. -1 where nothing is.
 */
export function movePlace({ keep, insert, from, to }: Steps, place: number): number {
  // The last step that begins at or before the place.
  let [low, high] = [0, from.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((from[middle] as number) <= place) low = middle + 1
    else high = middle
  }
  const step = low - 1
  if (step < 0) return -1
  const into = place - (from[step] as number)
  const kept = keep[step] as number
  return into < kept || (into === kept && (insert[step] as number) > 0) ? (to[step] as number) + into : -1
}
