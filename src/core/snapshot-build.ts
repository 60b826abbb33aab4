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
  homeSlot,
  indexMask,
  LONGEST,
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
 * beyond 2 GiB
 */
export function buildSnapshot(contacts: Iterable<Contact>, header: SnapshotHeader): Uint8Array {
  const people = [...contacts]
  const held = collectNumbers(people)
  const index = indexNumbers(held.words)
  const records = writeRecords(people, index, shareOut(held, index, people.length))
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
  const ordered = sortNumbers(words)
  const count = ordered.length / 2
  const layout = layOut({ count, slots: Math.floor((count * 3) / 2) + 1, recordBytes: 0 })
  const bytes = new DataView(new ArrayBuffer(layout.end))
  for (let slot = 0; slot < layout.slots; slot += 1) bytes.setInt32(layout.slotsAt + 4 * slot, NO_ENTRY, true)
  const mask = indexMask(count)
  for (let index = 0; index < count; index += 1) {
    const [low, high] = [ordered[index * 2] as number, ordered[index * 2 + 1] as number]
    bytes.setUint32(layout.entriesAt + ENTRY_BYTES * index, low, true)
    bytes.setUint32(layout.entriesAt + ENTRY_BYTES * index + 4, high, true)
    const hash = hashOf(high, low)
    let slot = homeSlot(hash, layout.slots)
    while (bytes.getInt32(layout.slotsAt + 4 * slot, true) !== NO_ENTRY) slot = slot + 1 === layout.slots ? 0 : slot + 1
    bytes.setInt32(layout.slotsAt + 4 * slot, (hash & ~mask) | index, true)
  }
  const blocks = new Uint8Array((layout.entriesAt - HEADER_BYTES) / 4).fill(1)
  return { ...layout, ...NO_HEADER, kind: 'snapshot', bytes, blocks, source: null }
}

const NO_HEADER: SnapshotHeader = { workspaceHash: '', generation: 0, createdAtMs: 0, regions: [] }

/** Ascending, each once. */
function sortNumbers(words: Uint32Array): Uint32Array {
  const sorted = words.slice()
  // Sorts in place, by the engine's own means: no bigint is made of any number.
  new BigUint64Array(sorted.buffer).sort()
  let kept = 0
  for (let at = 0; at < sorted.length; at += 2) {
    if (kept > 0 && sorted[at] === sorted[kept - 2] && sorted[at + 1] === sorted[kept - 1]) continue
    sorted[kept] = sorted[at] as number
    sorted[kept + 1] = sorted[at + 1] as number
    kept += 2
  }
  return sorted.subarray(0, kept)
}

/** Whose each number is: the position of one contact, or, counted on from there, that of a list of several. */
interface Owners {
  readonly owner: Int32Array
  readonly lists: readonly (readonly number[])[]
}

function shareOut({ words, holders }: HeldNumbers, index: Snapshot, people: number): Owners {
  const owner = new Int32Array(index.count).fill(-1)
  const lists: number[][] = []
  for (let held = 0; held < holders.length; held += 1) {
    const person = holders[held] as number
    const entry = findWords(index, words[held * 2 + 1] as number, words[held * 2] as number)
    const before = owner[entry] as number
    if (before < 0) owner[entry] = person
    else if (before < people && before !== person) owner[entry] = people + lists.push([before, person]) - 1
    // Contacts come one after the other: a number that one has twice is the last of the list.
    else if (before >= people && lists[before - people]?.at(-1) !== person) lists[before - people]?.push(person)
  }
  return { owner, lists }
}

interface Records {
  bytes: Uint8Array
  used: number
}

// Numbers with the same owner have one record, which stands where the lowest of them wants it. Written in the order of the
// contacts first, since those lie in memory that way.
function writeRecords(
  people: readonly Contact[],
  { bytes, count, entriesAt }: Snapshot,
  { owner, lists }: Owners,
): Records {
  const drafts: Records = { bytes: new Uint8Array(64 * (people.length + 16)), used: 0 }
  const starts = people.map((person) => writeRecord(drafts, [person]))
  for (const list of lists)
    starts.push(
      writeRecord(
        drafts,
        list.map((person) => people[person] as Contact),
      ),
    )
  starts.push(drafts.used)
  const records: Records = { bytes: new Uint8Array(drafts.used), used: 0 }
  const placed = new Int32Array(starts.length).fill(-1)
  for (let index = 0; index < count; index += 1) {
    const draft = owner[index] as number
    if (placed[draft] === -1) {
      placed[draft] = records.used
      const end = starts[draft + 1] as number
      for (let at = starts[draft] as number; at < end; at += 1)
        records.bytes[records.used++] = drafts.bytes[at] as number
    }
    bytes.setUint32(entriesAt + ENTRY_BYTES * index + 8, placed[draft] as number, true)
  }
  return records
}

function writeRecord(records: Records, holders: Contact[]): number {
  const at = records.used
  if (holders.length > 1) holders.sort((a, b) => compareIds(a.id, b.id))
  const { label, contacts } = renderOwners(holders)
  writeText(records, label, 1)
  makeRoom(records, 8)
  writeInteger(records, contacts.length)
  for (const { id } of contacts) writeId(records, id)
  return at
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
  if (layout.end > LONGEST) throw new RangeError(`expected a snapshot below 2 GiB, found ${layout.end} bytes`)
  const bytes = new Uint8Array(layout.end)
  const view = new DataView(bytes.buffer)
  bytes.set(new Uint8Array(index.bytes.buffer, index.entriesAt), layout.entriesAt)
  bytes.set(records.bytes.subarray(0, records.used), layout.recordsAt)
  writeHeader(view, header)
  view.setUint32(48, index.count, true)
  view.setUint32(52, index.slots, true)
  view.setUint32(56, records.used, true)
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
  for (const [index, word] of MAGIC.entries()) view.setUint32(index * 4, word, true)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, generation, true)
  view.setBigUint64(16, BigInt(`0x${workspaceHash}`), false)
  view.setBigUint64(24, BigInt(createdAtMs), true)
  for (const [index, letter] of [...regions.join('')].entries()) view.setUint8(32 + index, letter.charCodeAt(0))
}

function expect(isTrue: boolean, expected: string): void {
  if (!isTrue) throw new RangeError(`expected ${expected}, found another value`)
}
