// The directory as a phone carries it: one buffer that is opened without copying and searched in place. Trusts no byte that
// its checksum has not vouched for. Knows nothing of files.

import { wrongUse } from '../../text/wrong-use.ts'
import { digitsOf, hashOf, highWord, homeSlot, lowWord } from '../number/hash-words.ts'
import { checksum } from './checksum.ts'
import {
  BLOCK_BYTES,
  BLOCK_SHIFT,
  type Damaged,
  damaged,
  HEADER_BYTES,
  type Layout,
  NUMBER_BYTES,
  ORDER_BYTES,
  PLACE_BYTES,
  readHeader,
  readLayout,
  type SnapshotHeader,
} from './format.ts'
import { headerSum } from './seal.ts'
import { readUtf8 } from './utf8.ts'

/** A snapshot that can be searched. */
export interface Snapshot extends SnapshotHeader, Layout {
  readonly kind: 'snapshot'
  /** The whole snapshot; of one that is read piece by piece, what has been read so far. */
  readonly bytes: DataView
  /** One a block: 0 not looked at, 1 sound, 2 damaged. */
  readonly blocks: Uint8Array
  /** How many blocks with numbers are not known to be sound. Once there is none, a search need not ask. */
  doubtful: number
  readonly source: SnapshotSource | null
}

/** Whom a number belongs to, ready to show. */
export interface SnapshotEntry {
  readonly label: string
  /** The open deal of the contact that the label names, on one line; null when there is none. */
  readonly deal: string | null
  /** Record ids of every contact with the number, the one that the label names first. */
  readonly ids: readonly string[]
}

/** One of several contacts with a number, as it is to be shown should the user choose that one. */
export interface SnapshotOwner {
  readonly id: string
  /** The label's beginning. */
  readonly name: string
  readonly label: string
  readonly deal: string | null
}

/** Where the bytes of a snapshot come from when they are not all in memory. */
export interface SnapshotSource {
  readonly size: number
  /** Fills `into` with the bytes from an offset on; false when they cannot be had. */
  read(into: Uint8Array, at: number): boolean
}

/**
 * A snapshot over these bytes, which it keeps and which must not change. The header and the checksums of the blocks are
 * checked now, each block when it is first looked into.
 */
export function openSnapshot(bytes: Uint8Array): Snapshot | Damaged {
  if (!ArrayBuffer.isView(bytes)) throw wrongUse('openSnapshot', 'the bytes of a snapshot as a Uint8Array', bytes)
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
  if (headerSum(bytes, layout) !== bytes.getUint32(HEADER_BYTES - 4, true)) return damaged('wrong-checksum')
  const blocks = new Uint8Array(Math.ceil((end - numbersAt) / BLOCK_BYTES))
  const doubtful = Math.ceil((placesAt - numbersAt) / BLOCK_BYTES)
  return { ...layout, ...readHeader(bytes), kind: 'snapshot', bytes, blocks, doubtful, source }
}

/** Reads all of it: whether every byte is as it was written. */
export function isWhole(snapshot: Snapshot): boolean {
  return checkBlocks(snapshot, 0, snapshot.blocks.length - 1)
}

/**
 * Reads some blocks before a search looks into them; those that only the ascending order is in are left out.
 *
 * @param from counted from 0
 * @returns the block to go on from; null when there is none left
 */
export function readAhead(snapshot: Snapshot, from: number, most: number): number | null {
  const { blocks, numbersAt, orderAt, recordsAt } = snapshot
  const firstOrder = Math.ceil((orderAt - numbersAt) / BLOCK_BYTES)
  const firstRecords = Math.floor((recordsAt - numbersAt) / BLOCK_BYTES)
  let block = from
  for (let left = most; left > 0 && block < blocks.length; block += 1) {
    if ((block >= firstOrder && block < firstRecords) || blocks[block] !== 0) continue
    checkBlock(snapshot, block)
    left -= 1
  }
  return block < blocks.length ? block : null
}

/**
 * Whom a number belongs to; null when it is not there, or when what says so is damaged.
 *
 * @param number E.164, with plus, or its digits as an integer
 */
export function lookUpSnapshot(snapshot: Snapshot, number: string | number | bigint): SnapshotEntry | null {
  return entryAt(snapshot, find('lookUpSnapshot', snapshot, number))
}

/** The label of a number alone; null and `number` as for lookUpSnapshot, at half its cost. */
export function lookUpLabel(snapshot: Snapshot, number: string | number | bigint): string | null {
  return labelAt(snapshot, find('lookUpLabel', snapshot, number))
}

/**
 * The several contacts with a number, the one that its label names first; none where one has it alone, and in a snapshot of version 2,
 * which does not say. Null as for lookUpSnapshot.
 */
export function lookUpOwners(snapshot: Snapshot, number: string | number | bigint): readonly SnapshotOwner[] | null {
  const record = recordAt(snapshot, find('lookUpOwners', snapshot, number))
  return record && readOwners(record)
}

/**
 * Every number of a snapshot in ascending order, with whom it belongs to; null in place of one that is damaged.
 */
export function readEntries(snapshot: Snapshot): Iterable<(SnapshotEntry & { readonly e164: string }) | null> {
  expectSnapshot('readEntries', snapshot)
  return entriesOf(snapshot)
}

function* entriesOf(snapshot: Snapshot): Generator<(SnapshotEntry & { readonly e164: string }) | null> {
  for (let rank = 0; rank < snapshot.count; rank += 1) {
    const slot = slotAt(snapshot, rank)
    const number = numberAt(snapshot, slot)
    const entry = entryAt(snapshot, slot)
    yield number === null || entry === null ? null : { e164: `+${number}`, ...entry }
  }
}

function expectSnapshot(place: string, snapshot: Snapshot): void {
  if (snapshot?.kind !== 'snapshot') throw wrongUse(place, 'a snapshot that openSnapshot has found sound', snapshot)
}

function find(place: string, snapshot: Snapshot, number: string | number | bigint): number {
  expectSnapshot(place, snapshot)
  if (typeof number !== 'string' && typeof number !== 'number' && typeof number !== 'bigint') {
    throw wrongUse(place, 'a number as +353871234567', number)
  }
  const digits = typeof number === 'string' ? digitsOf(number) : number
  return digits === null ? -1 : findNumber(snapshot, digits)
}

/**
 * The slot that holds a number; -1 when none does, or it is damaged.
 *
 * The numbers stand in a hash table, each in the first free slot from where its hash points: a search goes from slot to slot
 * until an empty one. They mostly share a line of the cache, so that is one memory access, however many numbers there are.
 */
export function findNumber(snapshot: Snapshot, number: number | bigint): number {
  if (typeof number === 'bigint' || snapshot.doubtful > 0) return findDoubtful(snapshot, number)
  if (!Number.isSafeInteger(number) || number < 0) return -1
  // Small enough for V8 to make it part of the caller's loop: there the memory accesses of one search overlap with those
  // of the next, which halves the time.
  const high = highWord(number)
  const low = lowWord(number)
  const { bytes, numbersAt, slots } = snapshot
  let slot = homeSlot(hashOf(high, low), slots)
  for (let tried = 0; tried < slots; tried += 1) {
    // The bitwise zeros keep the arithmetic in 32 bits.
    const at = (numbersAt + NUMBER_BYTES * slot) | 0
    const heldLow = bytes.getInt32(at, true)
    const heldHigh = bytes.getInt32(at + 4, true)
    if ((heldLow | heldHigh) === 0) return -1
    if (heldLow === low && heldHigh === high) return slot
    slot = slot + 1 === slots ? 0 : (slot + 1) | 0
  }
  return -1
}

// The same search while there are blocks that nothing has vouched for: it asks before it looks.
function findDoubtful(snapshot: Snapshot, number: number | bigint): number {
  if (number < 0 || !(typeof number === 'bigint' ? number < 2n ** 64n : Number.isSafeInteger(number))) return -1
  const high = highWord(number)
  const low = lowWord(number)
  const { bytes, numbersAt, slots } = snapshot
  let slot = homeSlot(hashOf(high, low), slots)
  for (let tried = 0; tried < slots; tried += 1) {
    const at = numbersAt + NUMBER_BYTES * slot
    if (!isSound(snapshot, at, NUMBER_BYTES)) return -1
    const heldLow = bytes.getInt32(at, true)
    const heldHigh = bytes.getInt32(at + 4, true)
    if ((heldLow | heldHigh) === 0) return -1
    if (heldLow === low && heldHigh === high) return slot
    slot = slot + 1 === slots ? 0 : slot + 1
  }
  return -1
}

/**
 * The slots of the numbers in ascending order, as an iOS extension must hand them on.
 *
 * @param rank counted from 0
 * @returns -1 when there is none such, or it is damaged
 */
export function slotAt(snapshot: Snapshot, rank: number): number {
  const at = snapshot.orderAt + ORDER_BYTES * rank
  if (!isBelow(rank, snapshot.count) || !isSound(snapshot, at, ORDER_BYTES)) return -1
  return snapshot.bytes.getInt32(at, true)
}

/** What a slot's entry says; null when it is empty or damaged, or when there is no such slot. */
export function entryAt(snapshot: Snapshot, slot: number): SnapshotEntry | null {
  const record = recordAt(snapshot, slot)
  return record && readEntry(record)
}

function readEntry(record: Cursor): SnapshotEntry | null {
  const label = readText(record, readInteger(record))
  const tag = readInteger(record)
  const deal = tag % 2 === 1 ? readText(record, readInteger(record)) : ''
  const ids: string[] = []
  for (let left = Math.floor(tag / 2); left > 0; left -= 1) {
    const id = readId(record)
    if (id === null) return null
    ids.push(id)
  }
  return label === null || deal === null || ids.length === 0 ? null : { label, deal: deal || null, ids }
}

function readOwners(record: Cursor): readonly SnapshotOwner[] | null {
  const first = { ...record }
  const entry = readEntry(record)
  if (entry === null) return null
  const { label, deal, ids } = entry
  const [id = '', ...others] = ids
  if (others.length === 0 || record.snapshot.version < 3) return []
  const name = readPart(first, readInteger(record))
  const owners = name === null ? [] : [{ id, name, label, deal }]
  for (const other of others) {
    const owner = readOwner(record, other)
    if (owner === null) return null
    owners.push(owner)
  }
  return name === null ? null : owners
}

function readOwner(record: Cursor, id: string): SnapshotOwner | null {
  const start = { ...record }
  const label = readText(record, readInteger(record))
  const tag = readInteger(record)
  const deal = tag % 2 === 1 ? readText(record, readInteger(record)) : ''
  const name = readPart(start, Math.floor(tag / 2))
  return label === null || deal === null || name === null ? null : { id, name, label, deal: deal || null }
}

/** The first bytes of a text whose length comes first; null where it is shorter, too. */
function readPart(text: Cursor, length: number): string | null {
  return length <= readInteger(text) ? readText(text, length) : null
}

/** Its label alone, which is all that a ringing phone shows; null as for entryAt. */
export function labelAt(snapshot: Snapshot, slot: number): string | null {
  const record = recordAt(snapshot, slot)
  return record === null ? null : readText(record, readInteger(record))
}

/** The number of a slot; null as for entryAt. */
export function numberAt(snapshot: Snapshot, slot: number): bigint | null {
  const at = snapshot.numbersAt + NUMBER_BYTES * slot
  if (!isBelow(slot, snapshot.slots) || !isSound(snapshot, at, NUMBER_BYTES)) return null
  return snapshot.bytes.getBigUint64(at, true) || null
}

function isBelow(position: number, count: number): boolean {
  return Number.isInteger(position) && position >= 0 && position < count
}

interface Cursor {
  readonly snapshot: Snapshot
  at: number
}

function recordAt(snapshot: Snapshot, slot: number): Cursor | null {
  const at = snapshot.placesAt + PLACE_BYTES * slot
  if (!isBelow(slot, snapshot.slots) || !isSound(snapshot, at, PLACE_BYTES)) return null
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
  return at < 0 ? null : readUtf8(record.snapshot.bytes, at, at + length)
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
