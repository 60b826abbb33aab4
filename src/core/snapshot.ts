// The directory as a phone carries it: one buffer that is opened without copying and searched in place. Decides what its
// bytes mean (native/FORMAT.md) and trusts none that its checksum has not vouched for. Knows nothing of files.
import { checksum } from './checksum.ts'

/** What a snapshot says of itself. */
export interface SnapshotHeader {
  /** Whose contacts they are, without saying it: 16 hexadecimal digits. */
  readonly workspaceHash: string
  /** Counts the snapshots of a workspace, so that a phone knows the newer of two; 32 bits. */
  readonly generation: number
  /** Milliseconds since 1970. */
  readonly createdAtMs: number
  /** Countries that national forms are read under, the first one first; at most eight (ISO 3166-1 alpha-2). */
  readonly regions: readonly string[]
}

export interface Snapshot extends SnapshotHeader {
  readonly kind: 'snapshot'
  /** How many numbers it holds. */
  readonly count: number
  /** The whole snapshot; of one that is read piece by piece, what has been read so far. */
  readonly bytes: DataView
  /** Where each part begins, and where the last record ends: offsets in the bytes. */
  readonly numbersAt: number
  readonly slotsAt: number
  readonly placesAt: number
  readonly recordsAt: number
  readonly end: number
  readonly slots: number
  /** One a block: 0 not looked at, 1 sound, 2 damaged. */
  readonly blocks: Uint8Array
  /** How many blocks with numbers or slots are not known to be sound. Once there is none, a search need not ask. */
  doubtful: number
  readonly source: SnapshotSource | null
}

/** Whom a number belongs to, ready to show. */
export interface SnapshotEntry {
  readonly label: string
  /** Record ids of every contact with the number, the one that the label names first. */
  readonly ids: readonly string[]
}

export interface Damaged {
  readonly kind: 'damaged'
  readonly reason: DamageReason
}

export type DamageReason = 'not-a-snapshot' | 'unknown-version' | 'wrong-size' | 'wrong-checksum' | 'wrong-content'

/** Where the bytes of a snapshot come from when they are not all in memory. */
export interface SnapshotSource {
  readonly size: number
  /** Fills `into` with the bytes from an offset on; false when they cannot be had. */
  read(into: Uint8Array, at: number): boolean
}

/** `RINGSIDX`, version 1; both are little-endian, as everything here is. */
export const MAGIC = [0x474e4952, 0x58444953] as const
export const VERSION = 1
export const HEADER_BYTES = 64
export const NUMBER_BYTES = 8
export const PLACE_BYTES = 4
const SLOT_BYTES = 4
const BLOCK_SHIFT = 12
export const BLOCK_BYTES = 1 << BLOCK_SHIFT
export const NO_ENTRY = -1
/** What 32 bits with sign can address, as the readers of other languages do. */
export const LONGEST = 2 ** 31 - 1

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A snapshot over these bytes, which it keeps and which must not change. The header and the checksums of the blocks are
 * checked now, each block when it is first looked into.
 */
export function openSnapshot(bytes: Uint8Array): Snapshot | Damaged {
  return openWith(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), null)
}

/** The same over bytes that are fetched block by block: opening reads the header and the checksums, nothing else. */
export function openSnapshotSource(source: SnapshotSource): Snapshot | Damaged {
  const header = new DataView(new ArrayBuffer(Math.min(source.size, HEADER_BYTES)))
  if (!source.read(bytesOf(header, 0, header.byteLength), 0)) return damaged('wrong-size')
  const layout = readLayout(header, source.size)
  if (layout.kind === 'damaged') return layout
  // Memory that is not touched is not used: the system hands out pages on first use.
  const bytes = new DataView(new ArrayBuffer(source.size))
  if (!source.read(bytesOf(bytes, 0, layout.numbersAt), 0)) return damaged('wrong-size')
  return openWith(bytes, source)
}

function openWith(bytes: DataView, source: SnapshotSource | null): Snapshot | Damaged {
  const layout = readLayout(bytes, bytes.byteLength)
  if (layout.kind === 'damaged') return layout
  const { end, numbersAt, placesAt } = layout
  const sum = checksum(bytes, [HEADER_BYTES, numbersAt], checksum(bytes, [0, HEADER_BYTES - 4]))
  if (sum !== bytes.getUint32(HEADER_BYTES - 4, true)) return damaged('wrong-checksum')
  const blocks = new Uint8Array(Math.ceil((end - numbersAt) / BLOCK_BYTES))
  const doubtful = Math.ceil((placesAt - numbersAt) / BLOCK_BYTES)
  return { ...layout, ...readHeader(bytes), kind: 'snapshot', bytes, blocks, doubtful, source }
}

export type Layout = Pick<Snapshot, 'count' | 'slots' | 'numbersAt' | 'slotsAt' | 'placesAt' | 'recordsAt' | 'end'>

function readLayout(bytes: DataView, size: number): (Layout & { readonly kind: 'layout' }) | Damaged {
  if (size < HEADER_BYTES) return damaged('wrong-size')
  if (MAGIC.some((word, index) => bytes.getUint32(index * 4, true) !== word)) return damaged('not-a-snapshot')
  if (bytes.getUint32(8, true) !== VERSION) return damaged('unknown-version')
  const [count, slots, recordBytes] = [48, 52, 56].map((at) => bytes.getUint32(at, true)) as [number, number, number]
  // One slot stays empty, or a search for a number that is not there would find no end.
  if (slots <= count) return damaged('wrong-content')
  const layout = layOut({ count, slots, recordBytes })
  return layout.end === size && size <= LONGEST ? { kind: 'layout', ...layout } : damaged('wrong-size')
}

/** Where everything stands in a snapshot of this many numbers, slots and bytes of records. */
export function layOut({ count, slots, recordBytes }: { count: number; slots: number; recordBytes: number }): Layout {
  const size = (NUMBER_BYTES + PLACE_BYTES) * count + SLOT_BYTES * slots + recordBytes
  // Numbers of eight bytes begin at a multiple of eight: none lies across two blocks, or across two lines of a cache.
  const numbersAt = HEADER_BYTES + 8 * Math.ceil(size / BLOCK_BYTES / 2)
  const slotsAt = numbersAt + NUMBER_BYTES * count
  const placesAt = slotsAt + SLOT_BYTES * slots
  return {
    count,
    slots,
    numbersAt,
    slotsAt,
    placesAt,
    recordsAt: placesAt + PLACE_BYTES * count,
    end: numbersAt + size,
  }
}

function readHeader(bytes: DataView): SnapshotHeader {
  const hash = Array.from({ length: 8 }, (_, index) =>
    bytes
      .getUint8(16 + index)
      .toString(16)
      .padStart(2, '0'),
  )
  const regions = Array.from({ length: 8 }, (_, index) =>
    String.fromCharCode(bytes.getUint8(32 + index * 2), bytes.getUint8(33 + index * 2)),
  )
  return {
    workspaceHash: hash.join(''),
    generation: bytes.getUint32(12, true),
    createdAtMs: bytes.getUint32(28, true) * 2 ** 32 + bytes.getUint32(24, true),
    regions: regions.filter((region) => /^[A-Z]{2}$/.test(region)),
  }
}

/**
 * Whom a number belongs to; null when it is not there, or when what says so is damaged.
 *
 * @param number E.164, with plus, or its digits as an integer
 */
export function lookUpSnapshot(snapshot: Snapshot, number: string | number | bigint): SnapshotEntry | null {
  return entryAt(snapshot, find(snapshot, number))
}

/** The label of a number alone; null and `number` as for lookUpSnapshot, at half its cost. */
export function lookUpLabel(snapshot: Snapshot, number: string | number | bigint): string | null {
  return labelAt(snapshot, find(snapshot, number))
}

function find(snapshot: Snapshot, number: string | number | bigint): number {
  const digits = typeof number === 'string' ? digitsOf(number) : number
  return digits === null ? -1 : findNumber(snapshot, digits)
}

/** The digits of an E.164 text as an integer: a bigint where a number would not be exact; null when it is none. */
export function digitsOf(e164: string): number | bigint | null {
  const { length } = e164
  // No calling code begins with zero: such a text would otherwise be another number's.
  if (length < 2 || length > 19 || e164.charCodeAt(0) !== 43 || e164.charCodeAt(1) === 48) return null
  let digits = 0
  for (let index = 1; index < length; index += 1) {
    const digit = e164.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return null
    digits = digits * 10 + digit
  }
  return length <= 16 ? digits : BigInt(e164.slice(1))
}

/**
 * Which entry has this number, counted from 0 in ascending order of numbers; -1 when none has, or it is damaged.
 *
 * A slot holds the position of a number and, in the bits above it, those of the number's hash: a search goes from slot to
 * slot until an empty one, and looks at a number only when the hash agrees. That is two memory accesses, however many
 * numbers there are.
 */
export function findNumber(snapshot: Snapshot, number: number | bigint): number {
  if (typeof number === 'bigint' || snapshot.doubtful > 0) return findDoubtful(snapshot, number)
  if (!Number.isSafeInteger(number)) return -1
  // Small enough for V8 to make it part of the caller's loop: there the memory accesses of one search overlap with those
  // of the next, which halves the time.
  const high = highWord(number)
  const low = lowWord(number)
  const { bytes, count, numbersAt, slots, slotsAt } = snapshot
  const hash = hashOf(high, low)
  const mask = indexMask(count)
  let slot = homeSlot(hash, slots)
  for (let tried = 0; tried < slots; tried += 1) {
    // The bitwise zeros keep the arithmetic in 32 bits.
    const held = bytes.getInt32((slotsAt + SLOT_BYTES * slot) | 0, true)
    if (held === NO_ENTRY) return -1
    if (((held ^ hash) & ~mask) === 0) {
      const index = held & mask
      const at = (numbersAt + NUMBER_BYTES * index) | 0
      if (index >= count) return -1
      if (bytes.getInt32(at, true) === low && bytes.getInt32(at + 4, true) === high) return index
    }
    slot = slot + 1 === slots ? 0 : (slot + 1) | 0
  }
  return -1
}

// The same search while there are blocks that nothing has vouched for: it asks before it looks.
function findDoubtful(snapshot: Snapshot, number: number | bigint): number {
  if (!(typeof number === 'bigint' ? number === BigInt.asUintN(64, number) : Number.isSafeInteger(number))) return -1
  const high = highWord(number)
  const low = lowWord(number)
  const { bytes, count, numbersAt, slots, slotsAt } = snapshot
  const hash = hashOf(high, low)
  const mask = indexMask(count)
  let slot = homeSlot(hash, slots)
  for (let tried = 0; tried < slots; tried += 1) {
    const slotAt = slotsAt + SLOT_BYTES * slot
    if (!isSound(snapshot, slotAt, SLOT_BYTES)) return -1
    const held = bytes.getInt32(slotAt, true)
    if (held === NO_ENTRY) return -1
    if (((held ^ hash) & ~mask) === 0) {
      const index = held & mask
      const at = numbersAt + NUMBER_BYTES * index
      if (index >= count || !isSound(snapshot, at, NUMBER_BYTES)) return -1
      if (bytes.getInt32(at, true) === low && bytes.getInt32(at + 4, true) === high) return index
    }
    slot = slot + 1 === slots ? 0 : slot + 1
  }
  return -1
}

/**
 * The upper 32 bits of a 64-bit integer that is not negative. As 32 bits with sign, here and below: V8 hands on what
 * exceeds them in memory of its own, which doubles the time of a search.
 */
export function highWord(number: number | bigint): number {
  return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number >> 32n)) : (number / 2 ** 32) | 0
}

/** The lower 32 bits. */
export function lowWord(number: number | bigint): number {
  return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number)) : number | 0
}

/** 32 bits that spread consecutive numbers evenly: the finaliser of MurmurHash3 over both halves, with other shifts. */
export function hashOf(high: number, low: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  const again = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return again ^ (again >>> 16)
}

/** Where a search begins: the hash as a fraction of 2^32, of the slots. Cheaper than a remainder. */
export function homeSlot(hash: number, slots: number): number {
  return ((hash >>> 0) * (slots / 2 ** 32)) | 0
}

/** The bits of a slot that hold an index: as many as the count needs, so that all ones is never an index. */
export function indexMask(count: number): number {
  return 0xffffffff >>> Math.clz32(count | 1)
}

/** What an entry says, counted from 0 in ascending order of numbers; null when there is none such, or it is damaged. */
export function entryAt(snapshot: Snapshot, index: number): SnapshotEntry | null {
  const record = recordAt(snapshot, index)
  if (record === null) return null
  const label = readText(record, readInteger(record))
  const count = readInteger(record)
  const ids: string[] = []
  for (let left = count; left > 0; left -= 1) {
    const id = readId(record)
    if (id === null) return null
    ids.push(id)
  }
  return label === null || ids.length === 0 ? null : { label, ids }
}

/** The label of an entry alone, which is all that a ringing phone shows; null as for entryAt. */
export function labelAt(snapshot: Snapshot, index: number): string | null {
  const record = recordAt(snapshot, index)
  return record === null ? null : readText(record, readInteger(record))
}

/** The number of an entry, counted likewise; null as for entryAt. */
export function numberAt(snapshot: Snapshot, index: number): bigint | null {
  const at = snapshot.numbersAt + NUMBER_BYTES * index
  if (!(index >= 0 && index < snapshot.count) || !isSound(snapshot, at, NUMBER_BYTES)) return null
  return snapshot.bytes.getBigUint64(at, true)
}

interface Cursor {
  readonly snapshot: Snapshot
  at: number
}

function recordAt(snapshot: Snapshot, index: number): Cursor | null {
  const at = snapshot.placesAt + PLACE_BYTES * index
  if (!(index >= 0 && index < snapshot.count) || !isSound(snapshot, at, PLACE_BYTES)) return null
  return { snapshot, at: snapshot.recordsAt + snapshot.bytes.getUint32(at, true) }
}

// An odd integer is twice a decimal id and one; an even one is twice the length of any other id, whose text follows.
function readId(record: Cursor): string | null {
  const tag = readInteger(record)
  return tag % 2 === 1 ? String((tag - 1) / 2) : readText(record, tag / 2)
}

// Seven bits a byte, the lowest first; all but the last have the top bit set. -1 when it has no end.
function readInteger(record: Cursor): number {
  let value = 0
  for (let scale = 1; scale < 2 ** 53; scale *= 128) {
    const at = take(record, 1)
    if (at < 0) return -1
    const byte = record.snapshot.bytes.getUint8(at)
    value += (byte & 127) * scale
    if (byte < 128) return Number.isSafeInteger(value) ? value : -1
  }
  return -1
}

function readText(record: Cursor, length: number): string | null {
  const at = take(record, length)
  if (at < 0) return null
  try {
    return DECODER.decode(bytesOf(record.snapshot.bytes, at, at + length))
  } catch {
    return null
  }
}

/** Steps over some bytes and says where they were; -1 when they are not there, or damaged. */
function take(record: Cursor, length: number): number {
  const { at, snapshot } = record
  if (!(length >= 0 && at + length <= snapshot.end)) return -1
  record.at += length
  return length === 0 || isSound(snapshot, at, length) ? at : -1
}

/** Whether the blocks with these bytes are as they were written; they are fetched when they are not there yet. */
function isSound(snapshot: Snapshot, from: number, length: number): boolean {
  const { blocks, numbersAt } = snapshot
  const first = (from - numbersAt) >>> BLOCK_SHIFT
  const last = (from - numbersAt + length - 1) >>> BLOCK_SHIFT
  return (blocks[first] === 1 && blocks[last] === 1 && last - first < 2) || checkBlocks(snapshot, first, last)
}

function checkBlocks(snapshot: Snapshot, first: number, last: number): boolean {
  for (let block = first; block <= last; block += 1) {
    if (snapshot.blocks[block] !== 1 && !checkBlock(snapshot, block)) return false
  }
  return true
}

function checkBlock(snapshot: Snapshot, block: number): boolean {
  const { blocks, bytes, end, numbersAt, placesAt, source } = snapshot
  if (blocks[block] !== 0) return false
  const from = numbersAt + block * BLOCK_BYTES
  const to = Math.min(from + BLOCK_BYTES, end)
  const isThere = source === null || source.read(bytesOf(bytes, from, to), from)
  const isSame = isThere && checksum(bytes, [from, to]) === bytes.getUint32(HEADER_BYTES + 4 * block, true)
  blocks[block] = isSame ? 1 : 2
  if (isSame && from < placesAt) snapshot.doubtful -= 1
  return isSame
}

function bytesOf({ buffer, byteOffset }: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, to - from)
}

function damaged(reason: DamageReason): Damaged {
  return { kind: 'damaged', reason }
}
