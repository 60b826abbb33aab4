// Writes the bytes that snapshot.ts reads: contacts in, one buffer out, the same bytes in whatever order they come. Knows
// nothing of files or of where contacts are kept.
import { expectForm, formOf, isList, wrongUse } from '../../text/wrong-use.ts'
import { renderEachOwner, renderOwners } from '../caller.ts'
import { type Contact, chooseDeal, compareIds, expectContact, renderDeal, showDeal } from '../contact.ts'
import { dayAt } from '../day.ts'
import { digitsOf, highWord, lowWord } from '../number/hash-words.ts'
import { mostSpellings, spellingsOf } from '../number/line.ts'
import { HEADER_BYTES, type Layout, LONGEST, layOut, MAGIC, type SnapshotHeader, slotsFor, VERSION } from './format.ts'
import { headerSum, sealBlocks } from './seal.ts'
import { type Numbers, writeEntries } from './table.ts'

const HEADER = formOf({ workspaceHash: 'text', generation: 'number', createdAtMs: 'number', regions: ['text'] })

/**
 * The snapshot of these contacts, one entry a number. Contacts that changed need no other function: a snapshot of what
 * updateDirectory leaves equals one of the same contacts built anew.
 *
 * @param contacts no two with the same id, as a store and a directory hold them
 * @throws RangeError when an E.164 form is not plus and at most 18 digits, when the header has no room for a value, and
 * beyond 2 GiB
 */
export function buildSnapshot(contacts: Iterable<Contact>, header: SnapshotHeader): Uint8Array {
  if (!isList(contacts)) throw wrongUse('buildSnapshot', 'a list of contacts', contacts)
  expectForm('buildSnapshot', '{ workspaceHash, generation, createdAtMs, regions }', header, HEADER)
  const people = sortContacts([...contacts])
  for (const contact of people) expectContact('buildSnapshot', contact)
  const numbers = groupNumbers(sortNumbers(collectNumbers(people)), people.length)
  const { records, places } = writeRecords(people, numbers, dayAt(header.createdAtMs))
  const { count } = numbers
  const layout = layOut({ count, slots: slotsFor(count), recordBytes: records.before + records.used })
  if (layout.end > LONGEST) throw new RangeError(`expected a snapshot below 2 GiB, found ${layout.end} bytes`)
  const bytes = new Uint8Array(layout.end)
  const view = new DataView(bytes.buffer)
  writeEntries(view, layout, { numbers, places })
  copyRecords(records, bytes.subarray(layout.recordsAt))
  writeHeader(view, header)
  seal(view, layout)
  return bytes
}

// Any order of their ids would do. In this one they mostly come already, and then there is nothing to sort.
function sortContacts(people: Contact[]): Contact[] {
  const order = (a: Contact, b: Contact) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1)
  const isSorted = people.every((person, at) => at === 0 || order(people[at - 1] as Contact, person) < 0)
  return isSorted ? people : people.sort(order)
}

// Three words a number that a contact has: its lower and its upper 32 bits, and the position of the contact. A line with two
// spellings has both, so that no reader needs to know of them, nor iOS, which compares digits.
function collectNumbers(people: readonly Contact[]): Uint32Array {
  const most = people.reduce(
    (sum, { phones }) => phones.reduce((count, { e164 }) => count + (e164 === null ? 0 : mostSpellings(e164)), sum),
    0,
  )
  const held = new Uint32Array(3 * most)
  let at = 0
  people.forEach(({ phones }, person) => {
    for (const { e164 } of phones) {
      if (e164 === null) continue
      for (const spelling of spellingsOf(e164)) {
        const digits = digitsOf(spelling)
        if (digits === null) throw new RangeError('expected a number of plus and 1 to 18 digits, found another text')
        held[at] = lowWord(digits)
        held[at + 1] = highWord(digits)
        held[at + 2] = person
        at += 3
      }
    }
  })
  return held.subarray(0, at)
}

const DIGIT_BITS = 11
const BUCKETS = 1 << DIGIT_BITS

/** By number; contacts with the same number stay in their order. A radix sort, eleven bits at a time from the lowest. */
function sortNumbers(held: Uint32Array): Uint32Array {
  let from = held
  let to: Uint32Array = new Uint32Array(held.length)
  for (let shift = 0; shift < 64; shift += DIGIT_BITS) {
    const next = new Uint32Array(BUCKETS + 1)
    for (let at = 0; at < from.length; at += 3) add(next, bucketOf(from, at, shift) + 1, 3)
    if (next.includes(from.length)) continue
    for (let bucket = 1; bucket <= BUCKETS; bucket += 1) add(next, bucket, next[bucket - 1] as number)
    for (let at = 0; at < from.length; at += 3) {
      const bucket = bucketOf(from, at, shift)
      const place = next[bucket] as number
      to[place] = from[at] as number
      to[place + 1] = from[at + 1] as number
      to[place + 2] = from[at + 2] as number
      next[bucket] = place + 3
    }
    ;[from, to] = [to, from]
  }
  return from
}

/** Eleven bits of the number at a place: those that begin at a bit of its 64. */
function bucketOf(words: Uint32Array, at: number, shift: number): number {
  const low = words[at] as number
  const high = words[at + 1] as number
  if (shift >= 32) return (high >>> (shift - 32)) & (BUCKETS - 1)
  const across = shift + DIGIT_BITS > 32 ? high << (32 - shift) : 0
  return ((low >>> shift) | across) & (BUCKETS - 1)
}

function add(counts: Uint32Array, at: number, more: number): void {
  counts[at] = (counts[at] as number) + more
}

function groupNumbers(sorted: Uint32Array, people: number): Numbers {
  const lists: number[][] = []
  let end = 0
  for (let at = 0; at < sorted.length; at += 3) {
    const low = sorted[at] as number
    const high = sorted[at + 1] as number
    const person = sorted[at + 2] as number
    const owner = sorted[end - 1] as number
    if (end === 0 || sorted[end - 3] !== low || sorted[end - 2] !== high) {
      sorted[end] = low
      sorted[end + 1] = high
      sorted[end + 2] = person
      end += 3
    } else if (owner < people && owner !== person) sorted[end - 1] = people + lists.push([owner, person]) - 1
    // A contact may have the same number twice.
    else if (owner >= people && lists.at(-1)?.at(-1) !== person) lists.at(-1)?.push(person)
  }
  return { count: end / 3, words: sorted.subarray(0, end), lists }
}

// In pieces, none of them much larger than what is in it: V8 counts such memory, and goes through the whole heap, with all
// contacts in it, whenever there are some tens of megabytes more.
interface Records {
  readonly full: Uint8Array[]
  /** How many bytes are in those that are full. */
  before: number
  bytes: Uint8Array
  used: number
}

const PIECE_BYTES = 1 << 20

/** Numbers with the same owner have one record: those of single contacts come first, then those of the lists. */
function writeRecords(
  people: readonly Contact[],
  { lists, words }: Numbers,
  today: string,
): { records: Records; places: Int32Array } {
  const records: Records = {
    full: [],
    before: 0,
    bytes: new Uint8Array(Math.min(64 * (people.length + 16), PIECE_BYTES)),
    used: 0,
  }
  const places = new Int32Array(people.length + lists.length).fill(-1)
  for (let at = 2; at < words.length; at += 3) places[words[at] as number] = 0
  for (const [owner, person] of people.entries())
    if (places[owner] === 0) places[owner] = writeRecord(records, [person], today)
  for (const [list, holders] of lists.entries()) {
    const sharers = holders.map((person) => people[person] as Contact).sort((a, b) => compareIds(a.id, b.id))
    places[people.length + list] = writeRecord(records, sharers, today)
  }
  return { records, places }
}

function writeRecord(records: Records, holders: readonly Contact[], today: string): number {
  const at = records.before + records.used
  const { label, contacts } = renderOwners(holders)
  const [named] = contacts
  writeLabel(records, { label, tag: contacts.length, deal: named ? dealOf(named, today) : '' })
  for (const { id } of contacts) writeId(records, id)
  if (contacts.length > 1) writeOwners(records, contacts, today)
  return at
}

/** For each of several: how its label is to be shown should the user choose it. That of the first is there already. */
function writeOwners(records: Records, contacts: readonly Contact[], today: string): void {
  for (const [index, { name, label }] of renderEachOwner(contacts).entries()) {
    const tag = utf8Length(name)
    if (index === 0) writeInteger(roomFor(records, 8), tag)
    else writeLabel(records, { label, tag, deal: dealOf(contacts[index] as Contact, today) })
  }
}

/** A label, twice a tag and one more for a deal, and the deal. */
function writeLabel(
  records: Records,
  { label, tag, deal }: { readonly label: string; readonly tag: number; readonly deal: string },
): void {
  writeText(records, label, 1)
  writeInteger(roomFor(records, 8), tag * 2 + (deal === '' ? 0 : 1))
  if (deal !== '') writeText(records, deal, 1)
}

function dealOf({ deals }: Contact, today: string): string {
  const deal = chooseDeal(deals, today)
  return deal === null ? '' : renderDeal(showDeal(deal))
}

function writeId(records: Records, id: string): void {
  const value = decimalOf(id)
  if (value < 0) {
    writeText(records, id, 2)
    return
  }
  writeInteger(roomFor(records, 8), value * 2 + 1)
}

/** A decimal id of at most 15 digits, which is written so and no other way; -1 for any other. */
function decimalOf(id: string): number {
  if (id.length === 0 || id.length > 15 || (id.length > 1 && id.charCodeAt(0) === 48)) return -1
  let value = 0
  for (let index = 0; index < id.length; index += 1) {
    const digit = id.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** The text in UTF-8, and before it its length in bytes, times a factor. */
function writeText(records: Records, text: string, factor: number): void {
  roomFor(records, text.length * 3 + 8)
  const lengthAt = records.used
  const end = encodeText(text, records.bytes, lengthAt + 1)
  const length = end - lengthAt - 1
  const more = integerBytes(length * factor) - 1
  if (more > 0) records.bytes.copyWithin(lengthAt + 1 + more, lengthAt + 1, end)
  writeInteger(records, length * factor)
  records.used += length
}

function integerBytes(value: number): number {
  return value < 128 ? 1 : 1 + integerBytes(Math.floor(value / 128))
}

function utf8Length(text: string): number {
  return encodeText(text, new Uint8Array(text.length * 3), 0)
}

const ENCODER = new TextEncoder()

// One and two bytes a character cover most of Europe's names, and a loop costs less than a call of the encoder.
function encodeText(text: string, bytes: Uint8Array, at: number): number {
  let end = at
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code > 0x7ff) return at + ENCODER.encodeInto(text, bytes.subarray(at)).written
    if (code < 0x80) bytes[end++] = code
    else {
      bytes[end++] = 0xc0 | (code >> 6)
      bytes[end++] = 0x80 | (code & 63)
    }
  }
  return end
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

function roomFor(records: Records, more: number): Records {
  if (records.used + more <= records.bytes.length) return records
  records.full.push(records.bytes.subarray(0, records.used))
  records.before += records.used
  records.bytes = new Uint8Array(Math.max(PIECE_BYTES, more))
  records.used = 0
  return records
}

function copyRecords({ full, bytes, used }: Records, to: Uint8Array): void {
  let at = 0
  for (const piece of [...full, bytes.subarray(0, used)]) {
    to.set(piece, at)
    at += piece.length
  }
}

function seal(view: DataView, layout: Layout): void {
  const { count, slots, recordsAt, end } = layout
  view.setUint32(48, count, true)
  view.setUint32(52, slots, true)
  view.setUint32(56, end - recordsAt, true)
  sealBlocks(view, layout)
  view.setUint32(HEADER_BYTES - 4, headerSum(view, layout), true)
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
