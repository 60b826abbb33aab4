// Who is calling? Decides it from what the network said, the phone's own address book and the directory, and keeps the
// evidence. Knows no screens, permissions or settings.

import { safeLine } from '../text/safe.ts'
import { expectForm, formOf, isList, wrongUse } from '../text/wrong-use.ts'
import { type CallerChoice, choiceFor } from './caller-choice.ts'
import { type Card, type Contact, chooseDeal, contactName, expectContact, renderLabel, showDeal } from './contact.ts'
import { dayAt } from './day.ts'
import {
  type Directory,
  expectDirectory,
  findUnreadable,
  isCarried,
  lookUp,
  type Match,
  type Unreadable,
} from './directory.ts'
import { lineOf, spellingsOf, writtenSpelling } from './number/line.ts'
import { parseNumber } from './number/number.ts'
import type { Line, NoNumber } from './number/presentation.ts'
import type { PhoneNumber, Rejection, RejectionReason } from './number/reading.ts'

/** The phone's own address book: name by line (lineOf), or by the digits of a short code. */
export type AddressBook = ReadonlyMap<string, string>

/** What the phone has to look in. */
export interface Sources {
  readonly directory: Directory
  readonly addressBook: AddressBook
  /** Countries of the SIMs, the one that took the call first: national forms are read under them (ISO 3166-1 alpha-2). */
  readonly regions: readonly string[]
  /** How many contacts the phone holds; null for all. */
  readonly limit: number | null
}

/** Who is at the other end of a call, with what led to the answer. */
export type Caller = (
  | { readonly kind: 'known'; readonly match: Match }
  | {
      readonly kind: 'shared'
      readonly match: Match
      readonly others: readonly Contact[]
      readonly because: ChoiceReason
    }
  /** In the phone's address book: shown from there. `crm` is whom a call is logged to; it is never shown. */
  | { readonly kind: 'saved'; readonly name: string; readonly crm: Match | null }
  /** None was delivered: it is withheld, not known to the network, or a payphone's. */
  | { readonly kind: 'no-number'; readonly presentation: NoNumber }
  | { readonly kind: 'special'; readonly service: 'emergency' | 'short-code' }
  | { readonly kind: 'unknown'; readonly because: UnknownReason }
) & { readonly evidence: Evidence }

/** What of several contacts on one number decided between them. */
export type ChoiceReason = 'chosen' | 'open-deal' | 'last-modified' | 'lowest-id'

/** Why nobody is named. */
export type UnknownReason =
  | 'no-such-number'
  | 'unreadable-in-contacts'
  | 'beyond-limit'
  | 'ambiguous-country'
  | 'not-a-number'

/** Whether no number of a match is written as the caller's is: it was found by another spelling of the line. */
export function isOtherSpelling({ contact }: Match, { line, number }: Evidence): boolean {
  if (number === null || spellingsOf(number.e164).length === 1) return false
  const asked = writtenSpelling(line.text, number.e164)
  return contact.phones.every(({ e164, text }) => e164 === null || writtenSpelling(text, e164) !== asked)
}

/** What led to the answer, for `explain` and for tests. */
export interface Evidence {
  readonly line: Line
  /** What the text was read as, under which region; the readings differ when the SIMs' countries do. */
  readonly readings: readonly Reading[]
  readonly number: PhoneNumber | null
  readonly matches: readonly Match[]
  /** Contacts with the number that this phone is too small to hold. */
  readonly beyondLimit: readonly Match[]
  readonly unreadable: readonly Unreadable[]
  /** Whom the phone's user has chosen for the number; it counts only while that contact has it and is not alone. */
  readonly choice: CallerChoice | null
}

/** What a number was read as under one country. */
export interface Reading {
  readonly region: string | null
  readonly number: PhoneNumber | null
  readonly rejected: RejectionReason | null
}

/** A line, as callers without types may get it wrong. */
export const LINE = formOf({ presentation: 'text', text: 'text' })
const SAVED_PERSON = formOf({ name: 'text', numbers: ['text'] })
const CALLER = formOf({ kind: 'text' })
const SOURCES = formOf({ directory: 'object', addressBook: 'map', regions: ['text'], 'limit?': 'number' })

/**
 * Says who is at the other end of a call: one contact, one chosen from several, someone of the address book, or why
 * nobody. National forms are tried under every SIM's country and accepted only when one reading alone has contacts.
 */
export function resolveCaller(line: Line, sources: Sources): Caller {
  expectForm('resolveCaller', 'a line, as lineFrom makes it', line, LINE)
  expectForm('resolveCaller', '{ directory, addressBook, regions, limit }', sources, SOURCES)
  expectDirectory('resolveCaller', sources.directory)
  const nothing = { line, readings: [], number: null, matches: [], beyondLimit: [], unreadable: [], choice: null }
  if (line.presentation !== 'ALLOWED') {
    return { kind: 'no-number', presentation: line.presentation, evidence: nothing }
  }
  const readings = readLine(line.text, sources.regions)
  const numbers = distinctNumbers(readings)
  const saved = savedName(line.text, readings, sources.addressBook)
  const matched = numbers.filter((number) => lookUp(sources.directory, number.e164).length > 0)
  const number = matched[0] ?? numbers[0] ?? null
  const found = matched.length === 1 && number ? lookUp(sources.directory, number.e164) : []
  const matches = found.filter(({ contact }) => isCarried(sources.directory, contact.id, sources.limit))
  const beyondLimit = found.filter((match) => !matches.includes(match))
  const choice = (number && choiceFor(sources.directory.choices, number.e164)) ?? null
  const evidence: Evidence = { ...nothing, readings, number, matches, beyondLimit, choice }
  const chosen = chooseContact(matches, choice)
  if (saved !== null) return { kind: 'saved', name: safeLine(saved), crm: chosen?.match ?? null, evidence }
  if (number === null) return unreadableCaller(line.text, evidence)
  if (chosen === null) return unknownCaller(sources.directory, matched.length > 1, evidence)
  return chosen.because === null
    ? { kind: 'known', match: chosen.match, evidence }
    : { kind: 'shared', ...chosen, because: chosen.because, evidence }
}

/** The line for a number as a person types it; `withheld`, `anonymous`, `unknown` and `payphone` stand for no number. */
export function lineFrom(text: string): Line {
  if (typeof text !== 'string') throw wrongUse('lineFrom', 'a text', text)
  const word = text.trim().toLowerCase()
  if (/^(?:withheld|anonymous|private|restricted|hidden)$/.test(word)) return { presentation: 'RESTRICTED', text: '' }
  if (/^(?:|unknown|unavailable)$/.test(word)) return { presentation: 'UNKNOWN', text: '' }
  if (word === 'payphone') return { presentation: 'PAYPHONE', text: '' }
  return { presentation: 'ALLOWED', text: text.trim() }
}

/** The address book of a phone whose SIM is of `region`; an entry's name stands for each of its numbers. */
export function buildAddressBook(
  people: Iterable<{ readonly name: string; readonly numbers: readonly string[] }>,
  region: string | null,
): AddressBook {
  if (!isList(people)) throw wrongUse('buildAddressBook', 'a list of { name, numbers }', people)
  const book = new Map<string, string>()
  for (const person of people) {
    expectForm('buildAddressBook', '{ name, numbers }', person, SAVED_PERSON)
    const { name, numbers } = person
    for (const text of numbers) {
      const key = addressBookKey(text, parseNumber(text, region))
      if (key !== null) book.set(key, name)
    }
  }
  return book
}

/**
 * What an entry of an address book is found by: its line; or a short code, digit by digit, which has no E.164 form. Null for any
 * other text, which names nobody: of a text that cannot be read no digits are taken.
 *
 * @param number what the text was read as
 */
export function addressBookKey(text: string, number: PhoneNumber | Rejection): string | null {
  if (number.kind === 'number') return lineOf(number.e164)
  const digits = text.replace(/\s/g, '')
  return SHORT_CODE.test(digits) ? digits : null
}

const SHORT_CODE = /^\d{2,6}$/

/** Whom a call with this caller is logged to: one contact, never all of them; null when there is none. */
export function contactOf(caller: Caller | null): Contact | null {
  if (caller?.kind === 'known' || caller?.kind === 'shared') return caller.match.contact
  return caller?.kind === 'saved' ? (caller.crm?.contact ?? null) : null
}

/**
 * What a card shows of the caller; null when there is nothing to show. One source a card: of an address-book entry
 * only its name. Of a shared number the company only when all agree, and when its user has chosen.
 *
 * @param today YYYY-MM-DD, for the nearest close date
 */
export function renderCard(caller: Caller, today: string): Card | null {
  expectForm('renderCard', 'a caller, as resolveCaller names it', caller, CALLER)
  if (typeof today !== 'string') throw wrongUse('renderCard', 'today as YYYY-MM-DD', today)
  if (caller.kind === 'saved') return { name: caller.name, company: '', deal: null, others: 0 }
  if (caller.kind !== 'known' && caller.kind !== 'shared') return null
  const contact = caller.match?.contact
  expectContact('renderCard', contact)
  const others = caller.kind === 'shared' ? caller.others : []
  const deal = chooseDeal(contact.deals, today)
  return {
    name: contactName(contact),
    company: sharedCompany(contact, others),
    deal: deal && showDeal(deal),
    others: others.length,
    ...(caller.kind === 'shared' && chosenOn(caller)),
  }
}

function chosenOn({ because, evidence }: Extract<Caller, { kind: 'shared' }>): Pick<Card, 'chosenOn'> {
  return because === 'chosen' && evidence.choice !== null ? { chosenOn: dayAt(evidence.choice.at) } : {}
}

/**
 * The label of a number that these contacts have, and the contacts, the one that it names first.
 *
 * @param choice whom the user has chosen of them, where anybody
 */
export function renderOwners(
  owners: readonly Contact[],
  choice: CallerChoice | null = null,
): { label: string; contacts: readonly Contact[] } {
  const [only] = owners
  // Most numbers have one owner; a snapshot asks for millions of labels.
  if (only && owners.length === 1) return { label: labelOf(only, []), contacts: owners }
  const chosen = chooseContact(
    owners.map((contact) => ({ contact, field: '' })),
    choice,
  )
  if (!chosen) throw new Error('expected the contacts of a number, found none')
  const { contact } = chosen.match
  return { label: labelOf(contact, chosen.others), contacts: [contact, ...chosen.others] }
}

/** How one of several contacts with a number is shown when the user has chosen that one. */
export interface OwnerLabel {
  readonly name: string
  /** Begins with the name. */
  readonly label: string
}

/** What renderOwners makes of each of several contacts with one number, chosen in turn; in their order. */
export function renderEachOwner(owners: readonly Contact[]): readonly OwnerLabel[] {
  const [first] = owners
  const company = first ? sharedCompany(first, owners) : ''
  return owners.map((contact) => {
    const name = contactName(contact)
    return { name, label: renderLabel({ name, company, deal: null, others: owners.length - 1 }) }
  })
}

function labelOf(contact: Contact, others: readonly Contact[]): string {
  const company = sharedCompany(contact, others)
  return renderLabel({ name: contactName(contact), company, deal: null, others: others.length })
}

function sharedCompany(contact: Contact, others: readonly Contact[]): string {
  const company = safeLine(contact.company)
  return others.every((other) => safeLine(other.company) === company) ? company : ''
}

function readLine(text: string, regions: readonly string[]): Reading[] {
  const tried = regions.length > 0 ? regions : [null]
  return tried.map((region) => {
    const number = parseNumber(text, region)
    return number.kind === 'number'
      ? { region, number, rejected: null }
      : { region, number: null, rejected: number.reason }
  })
}

function distinctNumbers(readings: readonly Reading[]): PhoneNumber[] {
  const byE164 = new Map(readings.flatMap(({ number }) => (number ? [[number.e164, number] as const] : [])).reverse())
  return [...byE164.values()].reverse()
}

function savedName(text: string, readings: readonly Reading[], book: AddressBook): string | null {
  for (const { number, rejected } of readings) {
    const key = addressBookKey(text, number ?? { kind: 'rejected', reason: rejected ?? 'not-a-number' })
    const name = key === null ? undefined : book.get(key)
    if (name !== undefined) return name
  }
  return null
}

// 3GPP TS 22.101, section 10.1: the numbers that any phone treats as emergency calls, with or without a SIM.
const EMERGENCY = new Set(['112', '911', '999', '000', '08', '110', '118', '119'])

/** Whether a phone takes these digits for a call to an emergency service. */
export function isEmergencyNumber(text: string): boolean {
  return EMERGENCY.has(text.replace(/[\s*#-]/g, ''))
}

function unreadableCaller(text: string, evidence: Evidence): Caller {
  const digits = text.replace(/[\s*#-]/g, '')
  if (isEmergencyNumber(text)) return { kind: 'special', service: 'emergency', evidence }
  if (SHORT_CODE.test(digits)) return { kind: 'special', service: 'short-code', evidence }
  return { kind: 'unknown', because: 'not-a-number', evidence }
}

function unknownCaller(directory: Directory, isAmbiguous: boolean, evidence: Evidence): Caller {
  if (isAmbiguous) return { kind: 'unknown', because: 'ambiguous-country', evidence }
  if (evidence.beyondLimit.length > 0) return { kind: 'unknown', because: 'beyond-limit', evidence }
  const unreadable = evidence.number ? findUnreadable(directory, evidence.number) : []
  const because = unreadable.length > 0 ? 'unreadable-in-contacts' : 'no-such-number'
  return { kind: 'unknown', because, evidence: { ...evidence, unreadable } }
}

interface Choice {
  readonly match: Match
  readonly others: readonly Contact[]
  /** Null when there was nothing to choose between. */
  readonly because: ChoiceReason | null
}

// Whom the user has chosen. Else who has business open is likelier to call about it; else whoever was worked with last; else
// the oldest record.
function chooseContact(matches: readonly Match[], choice: CallerChoice | null): Choice | null {
  const [only] = matches
  if (only && matches.length === 1) return { match: only, others: [], because: null }
  const chosen = choice && matches.find(({ contact }) => contact.id === choice.contactId)
  if (chosen) return { match: chosen, others: othersThan(chosen, matches), because: 'chosen' }
  const rank = ({ contact }: Match) => ({
    openDeal: contact.deals.some((deal) => !deal.isClosed) ? 1 : 0,
    modified: Date.parse(contact.modifiedAt ?? '') || 0,
  })
  const [first, second] = matches
    .map((match) => ({ match, ...rank(match) }))
    .sort((a, b) => b.openDeal - a.openDeal || b.modified - a.modified)
  if (!first) return null
  if (!second) return { match: first.match, others: [], because: null }
  const others = othersThan(first.match, matches)
  if (first.openDeal !== second.openDeal) return { match: first.match, others, because: 'open-deal' }
  return { match: first.match, others, because: first.modified === second.modified ? 'lowest-id' : 'last-modified' }
}

function othersThan(chosen: Match, matches: readonly Match[]): Contact[] {
  return matches.filter((match) => match !== chosen).map(({ contact }) => contact)
}
