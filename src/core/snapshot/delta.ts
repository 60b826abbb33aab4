// What changed from one snapshot to the next, so that a phone need not fetch all of it again (native/FORMAT.md, Deltas). Knows
// nothing of files or of networks.
import { wrongUse } from '../../text/wrong-use.ts'
import {
  DELTA_HEADER_BYTES,
  DELTA_MAGIC,
  DELTA_VERSION,
  type Delta,
  type DeltaRefused,
  type DeltaSizes,
  deltaSum,
  followSteps,
  LONGEST_DELTA,
  layOutDelta,
  movePlace,
  readDelta,
  refused,
  STEP_BYTES,
  type Steps,
} from './delta-format.ts'
import { findSteps, type Side } from './delta-steps.ts'
import { newTable } from './delta-table.ts'
import { HEADER_BYTES, NUMBER_BYTES, PLACE_BYTES } from './format.ts'
import { isAscending, listNumbers, type NumberList, recordBytes } from './number-list.ts'
import { headerSum, sealBlocks } from './seal.ts'
import { isWhole, openSnapshot, type Snapshot } from './snapshot.ts'

/** The whole snapshot that came of a delta. */
export interface DeltaApplied {
  readonly kind: 'applied'
  readonly bytes: Uint8Array
}

/**
 * What makes one snapshot of another: numbers and records that went, and those that came. Null when there is no such delta, and the
 * whole snapshot is to be sent: one of the two is damaged, they are of two workspaces or of two versions of the format, the
 * second is not of a later generation or not as buildSnapshot makes it, or the delta would be longer than 64 MiB.
 *
 * @param before the snapshot that the phone has
 */
export function buildDelta(before: Uint8Array, after: Uint8Array): Uint8Array | null {
  expectBytes('buildDelta', before)
  expectBytes('buildDelta', after)
  const [old, young] = [readSide(before), readSide(after)]
  if (old === null || young === null || old.snapshot.workspaceHash !== young.snapshot.workspaceHash) return null
  // Every record of a shared number is another one then, and what reads the older version alone could not read what comes of it.
  if (old.snapshot.version !== young.snapshot.version) return null
  if (old.snapshot.generation >= young.snapshot.generation) return null
  const delta = write(old, young)
  const read = delta && readDelta(delta)
  // What cannot be applied here is applied nowhere.
  const applied = read?.kind === 'delta' ? apply(old, read) : null
  return applied?.kind === 'applied' && isSame(applied.bytes, after) ? delta : null
}

/**
 * The snapshot that comes of a delta, byte for byte the one that it was made of; or why there is none.
 *
 * @param before the snapshot that the delta is for
 * @param delta as buildDelta makes it; nothing of it is believed that was not checked
 */
export function applyDelta(before: Uint8Array, delta: Uint8Array): DeltaApplied | DeltaRefused {
  expectBytes('applyDelta', before)
  expectBytes('applyDelta', delta)
  const read = readDelta(delta)
  if (read.kind === 'refused') return read
  const old = readSide(before)
  if (old === null) return refused('no-snapshot')
  return apply(old, read)
}

function apply({ snapshot, numbers }: Side, read: Delta): DeltaApplied | DeltaRefused {
  if (snapshot.bytes.getBigUint64(16, true) !== read.bytes.getBigUint64(16, true)) return refused('other-workspace')
  const isSame = snapshot.generation === read.generation && snapshotSum(snapshot.bytes) === read.checksum
  if (!isSame) return refused('other-snapshot')
  const steps = readSteps(read)
  if (!fits(snapshot, read, steps)) return refused('wrong-content')
  const { after } = read
  const bytes = new Uint8Array(after.end)
  const view = new DataView(bytes.buffer)
  if (!writeNumbers(view, numbers, read, steps)) return refused('wrong-content')
  writeRecords(bytes, snapshot, read, steps)
  bytes.set(bytesOf(read.bytes, DELTA_HEADER_BYTES, HEADER_BYTES))
  sealBlocks(view, after)
  if (headerSum(view, after) !== snapshotSum(view)) return refused('wrong-result')
  return { kind: 'applied', bytes }
}

/** A snapshot every byte of which is sound, and what can be gone through; null for any other. */
function readSide(bytes: Uint8Array): Side | null {
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged' || !isWhole(snapshot)) return null
  const numbers = listNumbers(snapshot)
  return numbers && { snapshot, numbers }
}

/** Whether what is there fills the snapshot that is promised: before that is known, no room is made for it. */
function fits(before: Snapshot, { bytes, insertedAt, placed, after }: Delta, { taken, made, insert }: Steps): boolean {
  return (
    taken === recordBytes(before) &&
    made === recordBytes(after) &&
    sum(insert) === bytes.byteLength - insertedAt &&
    after.count <= before.count + placed
  )
}

function write(before: Side, after: Side): Uint8Array | null {
  const pairs = pairNumbers(before.numbers, after.numbers)
  const { steps, inserted } = findSteps(before, after, pairs)
  const removed = missingFrom(pairs, before.numbers)
  const placed = ranksWhere(pairs.length, (rank) => {
    const was = pairs[rank] as number
    return was < 0 || movePlace(steps, before.numbers.places[was] as number) !== after.numbers.places[rank]
  })
  const sizes = {
    removed: removed.length,
    placed: placed.length,
    steps: steps.keep.length,
    inserted: sum(steps.insert),
  }
  const { end, removedAt, placedAt, placesAt, stepsAt, insertedAt } = layOutDelta(sizes)
  if (end > LONGEST_DELTA) return null
  const bytes = new Uint8Array(end)
  const view = new DataView(bytes.buffer)
  removed.forEach((rank, index) => void putNumber(view, removedAt + NUMBER_BYTES * index, before.numbers, rank))
  placed.forEach((rank, index) => {
    putNumber(view, placedAt + NUMBER_BYTES * index, after.numbers, rank)
    view.setUint32(placesAt + PLACE_BYTES * index, after.numbers.places[rank] as number, true)
  })
  for (let step = 0; step < sizes.steps; step += 1) {
    const at = stepsAt + STEP_BYTES * step
    view.setUint32(at, steps.keep[step] as number, true)
    view.setUint32(at + 4, steps.drop[step] as number, true)
    view.setUint32(at + 8, steps.insert[step] as number, true)
  }
  let at = insertedAt
  for (const [from, length] of inserted) {
    bytes.set(bytesOf(after.snapshot.bytes, after.snapshot.recordsAt + from, length), at)
    at += length
  }
  bytes.set(bytesOf(after.snapshot.bytes, 0, HEADER_BYTES), DELTA_HEADER_BYTES)
  putHeader(view, before.snapshot, sizes)
  return bytes
}

/** For each number after, its rank before; -1 for one that is new. */
function pairNumbers(before: NumberList, after: NumberList): Int32Array {
  const pairs = new Int32Array(after.lows.length).fill(-1)
  let was = 0
  for (let rank = 0; rank < pairs.length; rank += 1) {
    const [high, low] = [after.highs[rank] as number, after.lows[rank] as number]
    while (
      was < before.lows.length &&
      isAscending(before.highs[was] as number, before.lows[was] as number, high, low)
    ) {
      was += 1
    }
    if (before.highs[was] === high && before.lows[was] === low) pairs[rank] = was
  }
  return pairs
}

function missingFrom(pairs: Int32Array, { lows }: NumberList): readonly number[] {
  const isThere = new Uint8Array(lows.length)
  for (const was of pairs) if (was >= 0) isThere[was] = 1
  return ranksWhere(lows.length, (rank) => isThere[rank] === 0)
}

function ranksWhere(count: number, isWanted: (rank: number) => boolean): readonly number[] {
  const ranks: number[] = []
  for (let rank = 0; rank < count; rank += 1) if (isWanted(rank)) ranks.push(rank)
  return ranks
}

function putNumber(view: DataView, at: number, { lows, highs }: NumberList, rank: number): void {
  view.setUint32(at, lows[rank] as number, true)
  view.setUint32(at + 4, highs[rank] as number, true)
}

function putHeader(view: DataView, before: Snapshot, { removed, placed, steps, inserted }: DeltaSizes): void {
  const { bytes, generation } = before
  for (const [index, word] of DELTA_MAGIC.entries()) view.setUint32(index * 4, word, true)
  view.setUint32(8, DELTA_VERSION, true)
  view.setUint32(12, generation, true)
  view.setBigUint64(16, bytes.getBigUint64(16, true), true)
  const fields = [snapshotSum(bytes), removed, placed, steps, inserted]
  for (const [index, value] of fields.entries()) view.setUint32(24 + 4 * index, value, true)
  view.setUint32(44, deltaSum(view), true)
}

/** What tells a snapshot from every other one: its header's checksum, which is of those of its blocks, too. */
function snapshotSum(bytes: DataView): number {
  return bytes.getUint32(HEADER_BYTES - 4, true)
}

function readSteps({ bytes, steps, stepsAt }: Delta): Steps {
  const [keep, drop, insert] = [0, 4, 8].map((field) =>
    Uint32Array.from({ length: steps }, (_, step) => bytes.getUint32(stepsAt + STEP_BYTES * step + field, true)),
  ) as [Uint32Array, Uint32Array, Uint32Array]
  return followSteps(keep, drop, insert)
}

/** Enters every number of the snapshot after, in ascending order; false when that contradicts what is there before. */
function writeNumbers(view: DataView, old: NumberList, delta: Delta, steps: Steps): boolean {
  const { removed, removedAt, placed, placedAt, placesAt, after } = delta
  const word = (at: number) => delta.bytes.getUint32(at, true)
  const table = newTable(view, after)
  const count = old.lows.length
  let [was, gone, put] = [0, 0, 0]
  while (was < count || put < placed) {
    const high = was < count ? (old.highs[was] as number) : BEYOND
    const low = was < count ? (old.lows[was] as number) : BEYOND
    const putHigh = put < placed ? word(placedAt + NUMBER_BYTES * put + 4) : BEYOND
    const putLow = put < placed ? word(placedAt + NUMBER_BYTES * put) : BEYOND
    const isPut = !isAscending(high, low, putHigh, putLow)
    const isOld = !isAscending(putHigh, putLow, high, low)
    const goneAt = removedAt + NUMBER_BYTES * gone
    const isGone = isOld && gone < removed && word(goneAt) === low && word(goneAt + 4) === high
    if (isGone) gone += 1
    if (isPut) {
      if (isGone || !table.enter(putHigh, putLow, word(placesAt + PLACE_BYTES * put))) return false
      put += 1
    } else if (!isGone && !table.enter(high, low, movePlace(steps, old.places[was] as number))) return false
    if (isOld) was += 1
  }
  return gone === removed && table.isComplete()
}

/** Half of an integer that is beyond every number: where a list has ended. */
const BEYOND = 0xffffffff

function writeRecords(into: Uint8Array, before: Snapshot, { bytes, insertedAt, after }: Delta, steps: Steps): void {
  let [at, insertAt] = [after.recordsAt, insertedAt]
  for (let step = 0; step < steps.keep.length; step += 1) {
    const [kept, inserted] = [steps.keep[step] as number, steps.insert[step] as number]
    into.set(bytesOf(before.bytes, before.recordsAt + (steps.from[step] as number), kept), at)
    into.set(bytesOf(bytes, insertAt, inserted), at + kept)
    at += kept + inserted
    insertAt += inserted
  }
}

function bytesOf({ buffer, byteOffset }: DataView, from: number, length: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, length)
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

function expectBytes(place: string, bytes: Uint8Array): void {
  if (!ArrayBuffer.isView(bytes)) throw wrongUse(place, 'the bytes of a file as a Uint8Array', bytes)
}
