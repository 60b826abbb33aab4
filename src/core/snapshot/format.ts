// What the bytes of a snapshot mean (native/FORMAT.md): header, parts and where each begins. Looks nothing up, and knows
// nothing of contacts or of files.

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

/** Where each part begins, and where the last record ends: offsets in the bytes. */
export interface Layout {
  /** Of the format: 2 or 3. */
  readonly version: number
  /** How many numbers there are. */
  readonly count: number
  /** How many places of the hash table: more than numbers. */
  readonly slots: number
  readonly numbersAt: number
  readonly placesAt: number
  readonly orderAt: number
  readonly recordsAt: number
  readonly end: number
}

/** Bytes that are no sound snapshot. */
export interface Damaged {
  readonly kind: 'damaged'
  readonly reason: DamageReason
}

/** What is wrong with them. */
export type DamageReason = 'not-a-snapshot' | 'unknown-version' | 'wrong-size' | 'wrong-checksum' | 'wrong-content'

/** `RINGSIDX`, version 3; both are little-endian, as everything here is. */
export const MAGIC = [0x474e4952, 0x58444953] as const
export const VERSION = 3
/** The oldest that is read: its records have the label of one owner alone. */
const OLDEST_VERSION = 2
export const HEADER_BYTES = 64
export const NUMBER_BYTES = 8
export const PLACE_BYTES = 4
export const ORDER_BYTES = 4
/** The place of an empty slot: beyond every record. */
export const NO_PLACE = -1
export const BLOCK_SHIFT = 12
export const BLOCK_BYTES = 1 << BLOCK_SHIFT
/** What 32 bits with sign can address, as the readers of other languages do. */
export const LONGEST = 2 ** 31 - 1

/** Where everything stands in a snapshot of this size that begins with these bytes, if it can be one. */
export function readLayout(bytes: DataView, size: number): (Layout & { readonly kind: 'layout' }) | Damaged {
  if (size < HEADER_BYTES) return damaged('wrong-size')
  if (MAGIC.some((word, index) => bytes.getUint32(index * 4, true) !== word)) return damaged('not-a-snapshot')
  const version = bytes.getUint32(8, true)
  if (version < OLDEST_VERSION || version > VERSION) return damaged('unknown-version')
  const [count, slots, recordBytes] = [48, 52, 56].map((at) => bytes.getUint32(at, true)) as [number, number, number]
  // One slot stays empty, or a search for a number that is not there would find no end.
  if (slots <= count) return damaged('wrong-content')
  const layout = { ...layOut({ count, slots, recordBytes }), version }
  return layout.end === size && size <= LONGEST ? { kind: 'layout', ...layout } : damaged('wrong-size')
}

/** Where everything stands in a new snapshot of this many numbers, slots and bytes of records. */
export function layOut({ count, slots, recordBytes }: { count: number; slots: number; recordBytes: number }): Layout {
  const size = (NUMBER_BYTES + PLACE_BYTES) * slots + ORDER_BYTES * count + recordBytes
  // Numbers of eight bytes begin at a multiple of eight: none lies across two blocks, or across two lines of a cache.
  const numbersAt = HEADER_BYTES + 8 * Math.ceil(size / BLOCK_BYTES / 2)
  const placesAt = numbersAt + NUMBER_BYTES * slots
  const orderAt = placesAt + PLACE_BYTES * slots
  return {
    version: VERSION,
    count,
    slots,
    numbersAt,
    placesAt,
    orderAt,
    recordsAt: orderAt + ORDER_BYTES * count,
    end: numbersAt + size,
  }
}

/** How many slots a builder makes for this many numbers: three of thirteen stay empty, and one at least. */
export function slotsFor(count: number): number {
  return Math.floor((count * 13) / 10) + 1
}

export function readHeader(bytes: DataView): SnapshotHeader {
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

export function damaged(reason: DamageReason): Damaged {
  return { kind: 'damaged', reason }
}
