// Which records of a snapshot are still there in the next one, and what stands in the place of the others: by whose numbers they
// are. Knows nothing of how a delta is written.
import { followSteps, type Steps } from './delta-format.ts'
import { type NumberList, recordBytes } from './number-list.ts'
import type { Snapshot } from './snapshot.ts'

/** One of the two snapshots. */
export interface Side {
  readonly snapshot: Snapshot
  readonly numbers: NumberList
}

export interface FoundSteps {
  readonly steps: Steps
  /** Which bytes of the records after they insert, in this order: where each run begins, and how long it is. */
  readonly inserted: readonly (readonly [number, number])[]
}

/**
 * The steps from the records of one snapshot to those of the next.
 *
 * @param pairs for each number after, which one before it is; -1 for none
 */
export function findSteps(before: Side, after: Side, pairs: Int32Array): FoundSteps {
  const [old, young] = [recordsOf(before), recordsOf(after)]
  const partners = pairRecords(before.numbers, after.numbers, { old, young, pairs })
  const kept = keepAscending(partners, (record, partner) => isSameRecord(old, partner, young, record))
  return writeSteps(old, young, { partners, kept })
}

/** The records of a snapshot: each begins where a number says so, and ends where the next begins. */
interface Records {
  readonly bytes: DataView
  readonly at: number
  readonly starts: Uint32Array
  /** How many. Where the last one ends is in `starts`, too. */
  readonly count: number
  /** For every 64 bytes, the record that holds the first of them: from there it is not far to any other. */
  readonly guide: Uint32Array
}

const GUIDE_SHIFT = 6

function recordsOf({ snapshot, numbers }: Side): Records {
  const length = recordBytes(snapshot)
  const sorted = numbers.places.slice().sort()
  const starts = new Uint32Array(sorted.length + 2)
  let count = length > 0 ? 1 : 0
  for (const place of sorted) {
    if (place !== starts[count - 1]) {
      starts[count] = place
      count += 1
    }
  }
  starts[count] = length
  const guide = new Uint32Array((length >>> GUIDE_SHIFT) + 1)
  for (let at = 0, record = 0; at < guide.length && record < count; ) {
    if ((starts[record + 1] as number) <= at << GUIDE_SHIFT) record += 1
    else guide[at++] = record
  }
  return { bytes: snapshot.bytes, at: snapshot.recordsAt, starts, count, guide }
}

/** Which record holds a place. */
function recordAt({ starts, guide }: Records, place: number): number {
  let record = guide[place >>> GUIDE_SHIFT] as number
  while ((starts[record + 1] as number) <= place) record += 1
  return record
}

function lengthOf({ starts }: Records, record: number): number {
  return (starts[record + 1] as number) - (starts[record] as number)
}

/** For each record after, the one before that had its first number; -1 for none. */
function pairRecords(
  before: NumberList,
  after: NumberList,
  { old, young, pairs }: { old: Records; young: Records; pairs: Int32Array },
): Int32Array {
  const partners = new Int32Array(young.count).fill(-1)
  for (let rank = 0; rank < pairs.length; rank += 1) {
    const was = pairs[rank] as number
    if (was < 0) continue
    const record = recordAt(young, after.places[rank] as number)
    if (partners[record] === -1) partners[record] = recordAt(old, before.places[was] as number)
  }
  return partners
}

function isSameRecord(old: Records, before: number, young: Records, after: number): boolean {
  const length = lengthOf(old, before)
  if (length !== lengthOf(young, after)) return false
  const from = old.at + (old.starts[before] as number)
  const to = young.at + (young.starts[after] as number)
  for (let at = 0; at < length; at += 1) {
    if (old.bytes.getUint8(from + at) !== young.bytes.getUint8(to + at)) return false
  }
  return true
}

/**
 * One for each record that stays: as many as can, so that they have the same order before and after (a longest ascending
 * subsequence, by M. L. Fredman, 1975).
 */
function keepAscending(partners: Int32Array, isSame: (record: number, partner: number) => boolean): Uint8Array {
  // By length, the record at which an ascending run of that length ends, with the lowest partner.
  const ends: number[] = []
  const previous = new Int32Array(partners.length).fill(-1)
  for (let record = 0; record < partners.length; record += 1) {
    const partner = partners[record] as number
    if (partner < 0 || !isSame(record, partner)) continue
    let [low, high] = [0, ends.length]
    // They mostly are in order already.
    if (high > 0 && (partners[ends[high - 1] as number] as number) < partner) low = high
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((partners[ends[middle] as number] as number) < partner) low = middle + 1
      else high = middle
    }
    if (low > 0) previous[record] = ends[low - 1] as number
    ends[low] = record
  }
  const kept = new Uint8Array(partners.length)
  for (let record = ends.at(-1) ?? -1; record >= 0; record = previous[record] as number) kept[record] = 1
  return kept
}

function writeSteps(
  old: Records,
  young: Records,
  { partners, kept }: { partners: Int32Array; kept: Uint8Array },
): FoundSteps {
  const writer = newWriter()
  const limits = limitsOf(old, { partners, kept })
  let next = 0
  for (let record = 0; record < young.count; record += 1) {
    const partner = partners[record] as number
    const run = [young.starts[record] as number, lengthOf(young, record)] as const
    if (kept[record] === 0 && (partner < next || partner >= (limits[record] as number))) {
      writer.insert(run)
      continue
    }
    writer.drop((old.starts[partner] as number) - (old.starts[next] as number))
    if (kept[record] === 1) writer.keep(lengthOf(old, partner))
    else writer.replace(lengthOf(old, partner), run)
    next = partner + 1
  }
  writer.drop((old.starts[old.count] as number) - (old.starts[next] as number))
  return writer.end()
}

/** For each record after, the first one before that is not its to replace: that of the next one that is kept. */
function limitsOf(old: Records, { partners, kept }: { partners: Int32Array; kept: Uint8Array }): Int32Array {
  const limits = new Int32Array(partners.length)
  let limit = old.count
  for (let record = partners.length - 1; record >= 0; record -= 1) {
    limits[record] = limit
    if (kept[record] === 1) limit = partners[record] as number
  }
  return limits
}

function newWriter() {
  const lists: readonly [number[], number[], number[]] = [[], [], []]
  const inserted: (readonly [number, number])[] = []
  let [keep, drop, insert] = [0, 0, 0]
  const flush = () => {
    if (keep + drop + insert === 0) return
    lists[0].push(keep)
    lists[1].push(drop)
    lists[2].push(insert)
    keep = drop = insert = 0
  }
  const put = (run: readonly [number, number]) => {
    insert += run[1]
    inserted.push(run)
  }
  return {
    keep(length: number) {
      if (drop + insert > 0) flush()
      keep += length
    },
    drop(length: number) {
      drop += length
    },
    insert: put,
    // A step of its own: what was at the beginning of what it drops is where it inserts.
    replace(length: number, run: readonly [number, number]) {
      if (drop + insert > 0) flush()
      drop += length
      put(run)
    },
    end(): FoundSteps {
      flush()
      const [keeps, drops, inserts] = lists
      const steps = followSteps(Uint32Array.from(keeps), Uint32Array.from(drops), Uint32Array.from(inserts))
      return { steps, inserted }
    },
  }
}
