// Writes the bytes that snapshot.ts reads: contacts in, one buffer out, the same bytes in whatever order they come. Knows
// nothing of files or of where contacts are kept.
import { renderOwners } from './caller.ts'
import { checksum } from './checksum.ts'
import { type Contact, compareIds } from './contact.ts'
import {
  BLOCK_BYTES,
  digitsOf,
  ENTRY_BYTES,
  findWords,
  HEADER_BYTES,
  hashOf,
  highWord,
  indexMask,
  layOut,
  lowWord,
  MAGIC,
  NO_ENTRY,
  type Snapshot,
  type SnapshotHeader,
  VERSION,
} from './snapshot.ts'

/**
 * The snapshot of these contacts, one entry a number. Contacts that changed need no other function: a snapshot of what
 * updateDirectory leaves equals one of the same contacts built anew.
 *
 * @param contacts no two with the same id, as a store and a directory hold them
 * @throws RangeError when an E.164 form is not plus and at most 18 digits, when the header has no room for a value, and
 * beyond 4 GiB
 */
export function buildSnapshot(contacts: Iterable<Contact>, header: SnapshotHeader): Uint8Array {
  const people = [...contacts]
  const held = collectNumbers(people)
  const index = indexNumbers(held.words)
  const records = writeRecords(people, index, shareOut(held, index))
  return seal(index, records, header)
}

/** Each number that a contact has, as the lower and the upper 32 bits, and which contact that is. */
interface HeldNumbers {
  readonly words: Uint32Array
  readonly holders: Uint32Array
}

function collectNumbers(people: readonly Contact[]): HeldNumbers {
  const count = people.reduce((sum, { phones }) => sum + phones.length, 0)
  const words = new Uint32Array(count * 2)
  const holders = new Uint32Array(count)
  let held = 0
  people.forEach(({ phones }, person) => {
    for (const { e164 } of phones) {
      if (e164 === null) continue
      const digits = digitsOf(e164)
      if (digits === null) throw new RangeError('expected numbers of plus and 1 to 18 digits, found another text')
      words[held * 2] = lowWord(digits)
      words[held * 2 + 1] = highWord(digits)
      holders[held] = person
      held += 1
    }
  })
  return { words: words.subarray(0, held * 2), holders: holders.subarray(0, held) }
}

/** A snapshot without records yet: the numbers in order, each once, and the slots that find them. */
function indexNumbers(words: Uint32Array): Snapshot {
  const sorted = new BigUint64Array(words.slice().buffer).sort()
  const distinct = sorted.filter((number, index) => number !== sorted[index - 1])
  const count = distinct.length
  const layout = layOut({ count, slots: Math.floor((count * 5) / 4) + 1, recordBytes: 0 })
  const bytes = new DataView(new ArrayBuffer(layout.end))
  const ordered = new Uint32Array(distinct.buffer)
  for (let slot = 0; slot < layout.slots; slot += 1) bytes.setUint32(layout.slotsAt + 4 * slot, NO_ENTRY, true)
  for (let index = 0; index < count; index += 1) {
    const [low, high] = [ordered[index * 2] ?? 0, ordered[index * 2 + 1] ?? 0]
    bytes.setUint32(layout.entriesAt + ENTRY_BYTES * index, low, true)
    bytes.setUint32(layout.entriesAt + ENTRY_BYTES * index + 4, high, true)
    const hash = hashOf(high, low)
    let slot = hash % layout.slots
    while (bytes.getUint32(layout.slotsAt + 4 * slot, true) !== NO_ENTRY)
      slot = slot + 1 === layout.slots ? 0 : slot + 1
    const mask = indexMask(count)
    bytes.setUint32(layout.slotsAt + 4 * slot, (hash & ~mask) | index, true)
  }
  const blocks = new Uint8Array((layout.entriesAt - HEADER_BYTES) / 4).fill(1)
  return { ...layout, ...NO_HEADER, kind: 'snapshot', bytes, blocks, source: null }
}

const NO_HEADER: SnapshotHeader = { workspaceHash: '', generation: 0, createdAtMs: 0, regions: [] }

/** The holders of each number: one contact, or where a list of several stands (as a negative number, from -1). */
interface Owners {
  readonly owner: Int32Array
  readonly lists: readonly number[][]
}

function shareOut({ words, holders }: HeldNumbers, index: Snapshot): Owners {
  const owner = new Int32Array(index.count)
  const isOwned = new Uint8Array(index.count)
  const lists: number[][] = []
  holders.forEach((person, held) => {
    const entry = findWords(index, words[held * 2 + 1] ?? 0, words[held * 2] ?? 0)
    const before = owner[entry] ?? 0
    if (isOwned[entry] === 0) {
      isOwned[entry] = 1
      owner[entry] = person
    } else if (before < 0) {
      const list = lists[-1 - before]
      // Contacts come one after the other: a number that one has twice is the last of the list.
      if (list?.at(-1) !== person) list?.push(person)
    } else if (before !== person) {
      owner[entry] = -lists.push([before, person])
    }
  })
  return { owner, lists }
}

interface Records {
  bytes: Uint8Array
  used: number
}

// Numbers of one contact have one record, which stands where the lowest of them wants it.
function writeRecords(
  people: readonly Contact[],
  { bytes, count, entriesAt }: Snapshot,
  { owner, lists }: Owners,
): Records {
  const records: Records = { bytes: new Uint8Array(1024 + 48 * people.length), used: 0 }
  const written = new Float64Array(people.length).fill(-1)
  for (let index = 0; index < count; index += 1) {
    const person = owner[index] as number
    let at = person < 0 ? -1 : (written[person] as number)
    if (at < 0) {
      at = records.used
      const holders = person < 0 ? (lists[-1 - person] as number[]) : [person]
      writeRecord(
        records,
        holders.map((holder) => people[holder] as Contact),
      )
      if (person >= 0) written[person] = at
    }
    bytes.setUint32(entriesAt + ENTRY_BYTES * index + 8, at, true)
  }
  return records
}

function writeRecord(records: Records, holders: Contact[]): void {
  if (holders.length > 1) holders.sort((a, b) => compareIds(a.id, b.id))
  const { label, contacts } = renderOwners(holders)
  writeText(records, label, 1)
  makeRoom(records, 8)
  writeInteger(records, contacts.length)
  for (const { id } of contacts) writeId(records, id)
}

function writeId(records: Records, id: string): void {
  if (!/^(?:0|[1-9]\d{0,14})$/.test(id)) return writeText(records, id, 2)
  makeRoom(records, 8)
  writeInteger(records, Number(id) * 2 + 1)
}

const ENCODER = new TextEncoder()

/** The text in UTF-8, and before it its length in bytes, times a factor. */
function writeText(records: Records, text: string, factor: number): void {
  makeRoom(records, text.length * 3 + 8)
  const lengthAt = records.used
  const { written } = ENCODER.encodeInto(text, records.bytes.subarray(lengthAt + 1))
  writeInteger(records, written * factor)
  if (records.used > lengthAt + 1) records.bytes.copyWithin(records.used, lengthAt + 1, lengthAt + 1 + written)
  records.used += written
}

function writeInteger(records: Records, value: number): void {
  let left = value
  for (; left > 127; left = Math.floor(left / 128)) {
    records.bytes[records.used] = (left % 128) + 128
    records.used += 1
  }
  records.bytes[records.used] = left
  records.used += 1
}

function makeRoom(records: Records, more: number): void {
  if (records.used + more <= records.bytes.length) return
  const bytes = new Uint8Array((records.used + more) * 2)
  bytes.set(records.bytes.subarray(0, records.used))
  records.bytes = bytes
}

/** Everything in its place, under its checksums. */
function seal(index: Snapshot, records: Records, header: SnapshotHeader): Uint8Array {
  const layout = layOut({ count: index.count, slots: index.slots, recordBytes: records.used })
  if (layout.end >= 2 ** 32) throw new RangeError(`expected a snapshot below 4 GiB, found ${layout.end} bytes`)
  const bytes = new Uint8Array(layout.end)
  const view = new DataView(bytes.buffer)
  bytes.set(new Uint8Array(index.bytes.buffer, index.entriesAt), layout.entriesAt)
  bytes.set(records.bytes.subarray(0, records.used), layout.recordsAt)
  writeHeader(view, header)
  for (const [at, value] of [index.count, index.slots, records.used].entries()) view.setUint32(48 + 4 * at, value, true)
  for (let at = HEADER_BYTES, from = layout.entriesAt; at < layout.entriesAt; at += 4, from += BLOCK_BYTES) {
    view.setUint32(at, checksum(view, [from, Math.min(from + BLOCK_BYTES, layout.end)]), true)
  }
  const sum = checksum(view, [HEADER_BYTES, layout.entriesAt], checksum(view, [0, HEADER_BYTES - 4]))
  view.setUint32(HEADER_BYTES - 4, sum, true)
  return bytes
}

function writeHeader(view: DataView, { workspaceHash, generation, createdAtMs, regions }: SnapshotHeader): void {
  expect(/^[0-9a-f]{16}$/.test(workspaceHash), 'a workspace hash of 16 hexadecimal digits')
  expect(generation >>> 0 === generation, 'a generation from 0 to 4294967295')
  expect(Number.isSafeInteger(createdAtMs) && createdAtMs >= 0, 'the time of creation in milliseconds since 1970')
  expect(regions.length <= 8 && regions.every((each) => /^[A-Z]{2}$/.test(each)), 'at most 8 regions such as IE')
  MAGIC.forEach((word, index) => view.setUint32(index * 4, word, true))
  view.setUint32(8, VERSION, true)
  view.setUint32(12, generation, true)
  view.setBigUint64(16, BigInt(`0x${workspaceHash}`), false)
  view.setBigUint64(24, BigInt(createdAtMs), true)
  Array.from(regions.join('')).forEach((letter, index) => view.setUint8(32 + index, letter.charCodeAt(0)))
}

function expect(isTrue: boolean, expected: string): void {
  if (!isTrue) throw new RangeError(`expected ${expected}, found another value`)
}
