// Contacts indexed by number: what a phone carries so that it can answer offline. Knows nothing of phones or storage.
import { hasKeys, isList, wrongUse } from '../text/wrong-use.ts'
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
  readonly contacts: ReadonlyMap<string, Contact>
  /** By lineOf, never shortened: a suffix is not a match, another spelling of the line is. One match a contact, by record id. */
  readonly matches: ReadonlyMap<string, readonly Match[]>
}

/** What is different since a directory was built. */
export interface DirectoryChanges {
  /** Contacts that are new, or replace the one with the same id. */
  readonly written?: Iterable<Contact>
  readonly removed?: Iterable<string>
}

/** A directory of these contacts; of two with the same id the later counts. */
export function buildDirectory(contacts: Iterable<Contact>): Directory {
  if (!isList(contacts)) throw wrongUse('buildDirectory', 'a list of contacts', contacts)
  return change('buildDirectory', { contacts: new Map(), matches: new Map() }, { written: contacts })
}

/** The directory after some changes: equal to one built anew from the contacts that remain. The old one stays as it is. */
export function updateDirectory(directory: Directory, changes: DirectoryChanges): Directory {
  expectDirectory('updateDirectory', directory)
  if (!hasKeys(changes)) throw wrongUse('updateDirectory', '{ written, removed }', changes)
  return change('updateDirectory', directory, changes)
}

/** @throws TypeError for what is no directory; from callers without types */
export function expectDirectory(place: string, directory: Directory): void {
  if (!hasKeys(directory, 'contacts', 'matches')) {
    throw wrongUse(place, 'a directory, as buildDirectory makes it', directory)
  }
}

function change(place: string, directory: Directory, { written = [], removed = [] }: DirectoryChanges): Directory {
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
  return { contacts, matches }
}

/** The lines of a contact, each with the first field that holds it. */
function linesOf(contact: Contact | undefined): Map<string, string> {
  const fields = new Map<string, string>()
  for (const { e164, field } of contact?.phones ?? []) {
    const line = e164 === null ? null : lineOf(e164)
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
  if (limit === null || directory.contacts.size <= limit) return true
  let before = 0
  for (const other of directory.contacts.keys()) if (compareIds(other, id) < 0) before += 1
  return before < limit
}

/** The record ids that such a phone holds: isCarried for all contacts at once. */
export function carriedIds(ids: Iterable<string>, limit: number | null): Set<string> {
  const all = [...ids]
  return new Set(limit === null || all.length <= limit ? all : all.sort(compareIds).slice(0, limit))
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
export function findUnreadable(directory: Directory, number: { e164: string; national: string }): Unreadable[] {
  const found: Unreadable[] = []
  for (const contact of directory.contacts.values()) {
    for (const phone of contact.phones) {
      if (phone.e164 === null && mayHold(phone.text, number)) found.push({ contact, phone })
    }
  }
  return found
}

function mayHold(text: string, { e164, national }: { e164: string; national: string }): boolean {
  const [, mantissa, exponent] = /^\+?(\d(?:[.,]\d+)?)e\+?(\d+)$/i.exec(text.trim()) ?? []
  const code = e164.length - national.length
  const digitsOf = (written: string) => written.replace(/\D/g, '')
  if (mantissa === undefined) return spellingsOf(e164).some((each) => digitsOf(text).includes(each.slice(code)))
  const rounded = `${mantissa.replace(',', '.')}e+${Number(exponent)}`
  const places = Math.max(0, mantissa.length - 2)
  return [e164.slice(1), national].some((digits) => Number(digits).toExponential(places) === rounded)
}
