// Contacts indexed by number: what a phone carries so that it can answer offline. All of them are in memory, or each is found
// where it is kept when it is asked for. Knows nothing of phones, or of how contacts are kept.
import { expectForm, formOf, hasKeys, isList, wrongUse } from '../text/wrong-use.ts'
import type { CallerChoices } from './caller-choice.ts'
import { type Contact, type ContactPhone, compareIds, expectContact } from './contact.ts'
import { lineOf, spellingsOf } from './number/line.ts'

/** A contact that has a number. */
export interface Match {
  readonly contact: Contact
  /** The match field that holds the number; the first of them when several do. */
  readonly field: string
}

/** Contacts by number. */
export interface Directory {
  /** By record id. */
  readonly contacts: Entries<Contact>
  /** By lineOf, never shortened: a suffix is not a match, another spelling of the line is. One match a contact, by record id. */
  readonly matches: Entries<readonly Match[]>
  /** Where they are kept, for what would otherwise take going through all of them. */
  readonly index?: ContactIndex
  /** Whom the person who holds these has chosen where several have a number. */
  readonly choices?: CallerChoices
}

/** As much of a Map as a directory needs. Of contacts that are kept elsewhere, going through them reads all. */
export interface Entries<T> extends Iterable<readonly [string, T]> {
  readonly size: number
  get(key: string): T | undefined
  keys(): Iterable<string>
  values(): Iterable<T>
}

/** What is wanted of texts that could not be read. `isWanted` decides; the rest says which texts it need not be asked about. */
export interface SoughtText {
  /** Wanted has the digits of one of these in their order, whatever is between; */
  readonly digits: readonly string[]
  /** or is one of these numbers as a spreadsheet writes it, with an exponent. */
  readonly rounded: readonly number[]
  readonly isWanted: (text: string) => boolean
}

/** Contacts in memory by number. */
export interface WholeDirectory extends Directory {
  readonly contacts: ReadonlyMap<string, Contact>
  readonly matches: ReadonlyMap<string, readonly Match[]>
}

/** Contacts that are kept elsewhere and found there: as many as there are, a few are read. */
export interface ContactIndex {
  /** Every contact, in the order in which they are kept. */
  readContacts(): Iterable<Contact>
  /** Contacts by their ids; those that are not here are left out. */
  readContactsById(ids: readonly string[]): Contact[]
  /** The contacts that have one of these numbers, in the order in which they are kept. */
  readContactsByNumber(e164s: readonly string[]): Contact[]
  /** The contacts with a phone that could not be read and whose text is wanted, in the order in which they are kept. */
  readContactsByText(sought: SoughtText): Contact[]
  /** The contacts that hold all of these, in whatever case, in the order in which they are kept; others may come as well. */
  readContactsLike(parts: readonly string[]): Iterable<Contact>
  countContacts(): number
  /** How many ids come before this one (compareIds), counted no further than `most`. */
  countContactsBefore(id: string, most: number): number
}

/** What is different since a directory was built. */
export interface DirectoryChanges {
  /** Contacts that are new, or replace the one with the same id. */
  readonly written?: Iterable<Contact>
  readonly removed?: Iterable<string>
}

/** A directory of these contacts; of two with the same id the later counts. */
export function buildDirectory(contacts: Iterable<Contact>): WholeDirectory {
  if (!isList(contacts)) throw wrongUse('buildDirectory', 'a list of contacts', contacts)
  return change('buildDirectory', { contacts: new Map(), matches: new Map() }, { written: contacts })
}

/**
 * The directory of contacts that are kept elsewhere: each is read when it is asked for, so that it answers as they are then. Equal
 * to buildDirectory of all of them.
 */
export function openDirectory(index: ContactIndex): Directory {
  if (!hasKeys(index, 'readContacts', 'readContactsById', 'readContactsByNumber')) {
    throw wrongUse('openDirectory', 'a store, as openSqliteStore opens it', index)
  }
  const whole = () => buildDirectory(index.readContacts())
  return {
    contacts: {
      get size() {
        return index.countContacts()
      },
      get: (id) => index.readContactsById([id])[0],
      *keys() {
        for (const { id } of index.readContacts()) yield id
      },
      values: () => index.readContacts(),
      *[Symbol.iterator]() {
        for (const contact of index.readContacts()) yield [contact.id, contact]
      },
    },
    matches: {
      get size() {
        return whole().matches.size
      },
      get: (line) => findMatches(index, line),
      keys: () => whole().matches.keys(),
      values: () => whole().matches.values(),
      [Symbol.iterator]: () => whole().matches[Symbol.iterator](),
    },
    index,
  }
}

function findMatches(index: ContactIndex, line: string): readonly Match[] | undefined {
  const found = index.readContactsByNumber(spellingsOf(line)).flatMap((contact): Match[] => {
    const field = linesOf(contact).get(line)
    return field === undefined ? [] : [{ contact, field }]
  })
  return found.length === 0 ? undefined : found.sort((a, b) => compareIds(a.contact.id, b.contact.id))
}

/** The directory after some changes: equal to one built anew from the contacts that remain. The old one stays as it is. */
export function updateDirectory(directory: Directory, changes: DirectoryChanges): WholeDirectory {
  expectDirectory('updateDirectory', directory)
  expectForm('updateDirectory', '{ written, removed }', changes, CHANGES)
  return change('updateDirectory', directory, changes)
}

const CHANGES = formOf({ 'written?': 'list', 'removed?': 'list' })

/** The same contacts in the hands of somebody who has chosen so. */
export function withChoices(directory: Directory, choices: CallerChoices): Directory {
  return { ...directory, choices }
}

/** @throws TypeError for what is no directory; from callers without types */
export function expectDirectory(place: string, directory: Directory): void {
  const { contacts, matches }: Partial<Directory> = directory ?? {}
  if (typeof contacts?.get === 'function' && typeof matches?.get === 'function') return
  throw wrongUse(place, 'a directory, as buildDirectory makes it', directory)
}

function change(place: string, directory: Directory, { written = [], removed = [] }: DirectoryChanges): WholeDirectory {
  const { choices } = directory
  const contacts = new Map(directory.contacts)
  const matches = new Map(directory.matches)
  const remove = (id: string) => {
    for (const line of linesOf(contacts.get(id)).keys()) {
      const left = (matches.get(line) ?? []).filter((match) => match.contact.id !== id)
      if (left.length > 0) matches.set(line, left)
      else matches.delete(line)
    }
    contacts.delete(id)
  }
  for (const id of removed) remove(id)
  for (const contact of written) {
    expectContact(place, contact)
    remove(contact.id)
    contacts.set(contact.id, contact)
    for (const [line, field] of linesOf(contact)) {
      matches.set(line, insert(matches.get(line) ?? [], { contact, field }))
    }
  }
  return { contacts, matches, ...(choices && { choices }) }
}

/** The lines of a contact, each with the first field that holds it. */
function linesOf(contact: Contact | undefined): Map<string, string> {
  const fields = new Map<string, string>()
  for (const { e164, field } of contact?.phones ?? []) {
    const line = e164 ? lineOf(e164) : null
    if (line !== null && !fields.has(line)) fields.set(line, field)
  }
  return fields
}

function insert(matches: readonly Match[], match: Match): Match[] {
  const before = matches.findLastIndex((other) => compareIds(other.contact.id, match.contact.id) < 0) + 1
  return [...matches.slice(0, before), match, ...matches.slice(before)]
}

/** Every contact with this number, in whatever spelling of its line, by record id; empty when there is none. */
export function lookUp(directory: Directory, e164: string): readonly Match[] {
  expectDirectory('lookUp', directory)
  if (typeof e164 !== 'string') throw wrongUse('lookUp', 'a number as +353871234567', e164)
  return directory.matches.get(lineOf(e164)) ?? []
}

/**
 * Whether a phone that holds at most `limit` contacts holds this one. It holds those with the lowest record ids, the
 * order in which the CRM lists them; null is a phone without limit.
 */
export function isCarried(directory: Directory, id: string, limit: number | null): boolean {
  if (limit === null) return true
  if (directory.index !== undefined) return directory.index.countContactsBefore(id, limit) < limit
  if (directory.contacts.size <= limit) return true
  let before = 0
  for (const other of directory.contacts.keys()) if (compareIds(other, id) < 0) before += 1
  return before < limit
}

/** The record ids that such a phone holds: isCarried for all contacts at once. */
export function carriedIds(ids: Iterable<string>, limit: number | null): Set<string> {
  const all = [...ids]
  return new Set(limit === null || all.length <= limit ? all : all.sort(compareIds).slice(0, limit))
}

/** Contacts whose name, company or number holds what was typed, in their order; no more than `most`. */
export function searchContacts({ contacts, index }: Directory, typed: string, most: number): Contact[] {
  const words = typed.trim().toLowerCase()
  const digits = /^[+\d\s()-]+$/.test(words) ? words.replace(/\D/g, '') : ''
  const found: Contact[] = []
  for (const contact of index?.readContactsLike(words.match(/[a-z\d]+/g) ?? []) ?? contacts.values()) {
    const text = `${contact.firstName} ${contact.lastName} ${contact.company}`.toLowerCase()
    const hasNumber = digits !== '' && contact.phones.some(({ e164 }) => e164?.includes(digits))
    if (hasNumber || text.includes(words)) found.push(contact)
    if (found.length === most) break
  }
  return found
}

/** A cell that could not be read, and the contact it belongs to. */
export interface Unreadable {
  readonly contact: Contact
  readonly phone: ContactPhone
}

/**
 * Cells that may well hold this number, but cannot be read without guessing: the same digits without a country, among
 * several numbers, or rounded by a spreadsheet. For explanations only; never a match.
 */
export function findUnreadable(directory: Directory, number: Sought): Unreadable[] {
  // A phone's own address book is looked into with no contacts beside it, at each call.
  if (directory.index === undefined && directory.contacts.size === 0) return []
  const sought = soughtFor(number)
  const contacts = directory.index?.readContactsByText(sought) ?? directory.contacts.values()
  const found: Unreadable[] = []
  for (const contact of contacts) {
    for (const phone of contact.phones) {
      if (phone.e164 === null && sought.isWanted(phone.text)) found.push({ contact, phone })
    }
  }
  return found
}

interface Sought {
  readonly e164: string
  readonly national: string
}

function soughtFor({ e164, national }: Sought): SoughtText {
  const digits = spellingsOf(e164).map((each) => each.slice(e164.length - national.length))
  const numbers = [e164.slice(1), national].map(Number)
  // A spreadsheet shows as many places as find room; with as many as there are digits it is the number itself.
  const rounded = Array.from({ length: e164.length }, (_, places) =>
    numbers.map((number) => Number(number.toExponential(places))),
  )
  const isWanted = (text: string) => {
    const [, mantissa, exponent] = /^\+?(\d(?:[.,]\d+)?)e\+?(\d+)$/i.exec(text.trim()) ?? []
    if (mantissa === undefined) {
      const found = text.replace(/\D/g, '')
      return digits.some((each) => found.includes(each))
    }
    const written = `${mantissa.replace(',', '.')}e+${Number(exponent)}`
    return numbers.some((number) => number.toExponential(Math.max(0, mantissa.length - 2)) === written)
  }
  return { digits, rounded: [...new Set(rounded.flat())], isWanted }
}
