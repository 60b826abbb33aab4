// Whom a phone book lists: those that there is room for, who called last first. Pure.
import { type Contact, compareIds, contactName } from '../core/contact.ts'
import { safeLine } from '../text/safe.ts'

/** Somebody in a phone book. Texts are safe to draw. */
export interface BookEntry {
  readonly contactId: string
  /** By which whoever has its card knows it again. */
  readonly uid: string
  readonly name: string
  readonly firstName: string
  readonly lastName: string
  readonly company: string
  readonly numbers: readonly BookNumber[]
}

export interface BookNumber {
  /** With plus. */
  readonly e164: string
  readonly kind: 'mobile' | 'work'
}

/** By contact, when it was last called or called: ISO 8601. */
export type LastCalls = ReadonlyMap<string, string>

/** Somebody who may be listed, with what decides who is. */
export interface Ranked {
  readonly entry: BookEntry
  readonly keys: readonly [lastCall: string, activeAt: string, modifiedAt: string]
}

export interface Ranking {
  readonly lastCalls: LastCalls
  /** A name for its card, by the contact's id. */
  readonly uidOf: (contactId: string) => string
}

/** Null for somebody without a number. */
export function rankContact(contact: Contact, { lastCalls, uidOf }: Ranking): Ranked | null {
  const numbers = new Map<string, BookNumber>()
  for (const { e164, field } of contact.phones) {
    if (e164 !== null && !numbers.has(e164)) {
      numbers.set(e164, { e164, kind: /mobile|cell/i.test(field) ? 'mobile' : 'work' })
    }
  }
  if (numbers.size === 0) return null
  const entry: BookEntry = {
    contactId: contact.id,
    uid: uidOf(contact.id),
    name: contactName(contact),
    firstName: safeLine(contact.firstName),
    lastName: safeLine(contact.lastName),
    company: safeLine(contact.company),
    numbers: [...numbers.values()],
  }
  return { entry, keys: [lastCalls.get(contact.id) ?? '', contact.activeAt ?? '', contact.modifiedAt ?? ''] }
}

/** Who called last first, then with whom there was something to do last, then whoever was changed last. */
export function compareRanked(a: Ranked, b: Ranked): number {
  for (const [index, key] of a.keys.entries()) {
    const other = b.keys[index] ?? ''
    if (key !== other) return key > other ? -1 : 1
  }
  return compareIds(a.entry.contactId, b.entry.contactId)
}
