// A contact as the CRM knows it, and what of it a card may show. Knows nothing of phones, files or storage.

import { groupThousands } from '../text/count.ts'
import { renderAgo } from '../text/duration.ts'
import { isPlain, safeLine } from '../text/safe.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { dayInWords } from './day.ts'
import { parseNumber } from './number/number.ts'
import type { PhoneNumber, Rejection, RejectionReason } from './number/reading.ts'

/** A person as the CRM knows them, with their numbers as far as they could be read. */
export interface Contact {
  /** The CRM's record id. */
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly company: string
  /** The CRM's record of that company; absent or null when the name is all there is. */
  readonly companyId?: string | null
  readonly email: string
  /** ISO 3166-1 alpha-2, as stated by the contact itself; national numbers are read under it. */
  readonly country: string | null
  readonly phones: readonly ContactPhone[]
  readonly deals: readonly Deal[]
  /** ISO 8601 instant or date of the last change in the CRM. */
  readonly modifiedAt: string | null
  /** The CRM's id of the user whose contact it is; null for nobody's, absent where it was not read. */
  readonly ownerId?: string | null
  /** ISO 8601 instant of the last call, mail or meeting with it; null for none, absent where it was not read. */
  readonly activeAt?: string | null
  /** Where the contact stands in the export it came from; the header is row 1. */
  readonly row: number | null
}

/** One phone of a contact: a number, or the reason why its text is none. */
export interface ContactPhone {
  /** The column or property that holds it, as the CRM labels it: `Mobile Phone Number`. */
  readonly field: string
  readonly text: string
  readonly e164: string | null
  /** Why the text is not a number; null when it is one. */
  readonly rejected: RejectionReason | null
}

/** A piece of business with a contact. */
export interface Deal {
  readonly id: string
  readonly name: string
  /** Decimal text as the CRM gives it: amounts are shown, never calculated with. */
  readonly amount: string | null
  /** ISO 4217. The deal's own, which need not be the account's. */
  readonly currency: string | null
  /** YYYY-MM-DD */
  readonly closeDate: string | null
  readonly isClosed: boolean
}

/** What a card shows, safe to draw as it stands. */
export interface Card {
  readonly name: string
  readonly company: string
  readonly deal: { readonly name: string; readonly amount: string } | null
  /** How many further contacts share the number. */
  readonly others: number
  /** YYYY-MM-DD on which its user chose this one of them; absent where nobody has. */
  readonly chosenOn?: string
  /** How long ago the contacts were brought here, when the card was put up; absent where nobody says. */
  readonly agoMs?: number
}

/** What is known of somebody, as far as a caller needs it. */
export interface Person {
  readonly name: string
  /** One number or several, as people write them. */
  readonly phone: string | readonly string[]
  readonly company?: string
  /** ISO 3166-1 alpha-2 of the country that national numbers are read under; none unless stated. */
  readonly region?: string | null
  /** The record's id; made of all the rest unless stated, so that the same person has the same one. */
  readonly id?: string
}

const TEXTS = formOf(['text'])
const PERSON = formOf({ name: 'text', 'company?': 'text', 'region?': 'text', 'id?': 'text' })

/**
 * A contact of a name and a phone. A number that cannot be read stays with the contact, under the reason: see `rejected`
 * of its `phones`. Nobody is found by it.
 *
 * @throws RangeError when the region is not a country with a numbering plan
 *
 * @example contactFrom({ name: 'Anna Byrne', phone: '087 123 4567', region: 'IE' })
 */
export function contactFrom(person: Person): Contact {
  expectForm('contactFrom', '{ name, phone }', person, PERSON)
  const { name, phone, company = '', region = null, id } = person
  const texts = typeof phone === 'string' ? [phone] : phone
  expectForm('contactFrom', 'a phone as text, or several', texts, TEXTS)
  const phones = texts.flatMap((text) => readPhone('Phone', text, parseNumber(text, region), false))
  return {
    id: id ?? [name, company, ...texts].join(' · '),
    firstName: name,
    lastName: '',
    company,
    email: '',
    country: region,
    phones,
    deals: [],
    modifiedAt: null,
    row: null,
  }
}

const CONTACT = formOf({
  id: 'text',
  firstName: 'text',
  lastName: 'text',
  company: 'text',
  email: 'text',
  phones: [{ field: 'text', text: 'text', 'e164?': 'text' }],
  deals: [{ id: 'text', name: 'text', 'amount?': 'text', 'currency?': 'text', 'closeDate?': 'text' }],
})

/** @throws TypeError for what is no contact; from callers without types */
export function expectContact(place: string, contact: Contact): void {
  if (!isContact(contact)) expectForm(place, 'contacts, as contactFrom makes them', contact, CONTACT)
}

// The same as the form, at a fifth of its time: a directory is asked about every one of a million. The form names the part.
function isContact(contact: Contact | null | undefined): boolean {
  if (typeof contact !== 'object' || contact === null) return false
  const { id, firstName, lastName, company, email, phones, deals } = contact
  const isNamed = isText(id) && isText(firstName) && isText(lastName) && isText(company) && isText(email)
  return isNamed && Array.isArray(phones) && phones.every(isPhone) && Array.isArray(deals) && deals.every(isDeal)
}

function isPhone(phone: ContactPhone | null): boolean {
  return phone != null && isText(phone.field) && isText(phone.text) && isTextOrNone(phone.e164)
}

function isDeal(deal: Deal | null): boolean {
  if (deal == null || !isText(deal.id) || !isText(deal.name)) return false
  return isTextOrNone(deal.amount) && isTextOrNone(deal.currency) && isTextOrNone(deal.closeDate)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTextOrNone(value: unknown): boolean {
  return typeof value === 'string' || value === null || value === undefined
}

/**
 * A phone of a contact as far as it could be read; none where nothing stands in it.
 *
 * @param isUnknownCountry whether the contact states a country that nobody knows, so that its number had none to be read under
 */
export function readPhone(
  field: string,
  text: string,
  number: PhoneNumber | Rejection,
  isUnknownCountry: boolean,
): ContactPhone[] {
  if (number.kind === 'number') return [{ field, text, e164: number.e164, rejected: null }]
  if (number.reason === 'empty') return []
  const isLost = number.reason === 'no-country' && isUnknownCountry
  return [{ field, text, e164: null, rejected: isLost ? 'unknown-country' : number.reason }]
}

/** First and last name, or the next best thing that identifies the contact. */
export function contactName(contact: Contact): string {
  const { firstName, lastName } = contact
  const name = `${firstName} ${lastName}`
  // Looked at apart, where that comes to the same: V8 copies a text just put together before it can be read.
  if (firstName && lastName && isPlain(firstName) && isPlain(lastName)) return name
  return safeLine(name) || safeLine(contact.email) || safeLine(contact.company) || `Record ${safeLine(contact.id)}`
}

/**
 * The deal a card shows: open ones only, the one whose close date is nearest to today first.
 * Deals without a close date come last; what remains equal is decided by date, then by id. Null when none is open.
 */
export function chooseDeal(deals: readonly Deal[], today: string): Deal | null {
  // Most contacts have none; a snapshot asks for millions.
  if (deals.length === 0) return null
  const distance = (deal: Deal) =>
    deal.closeDate === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(deal.closeDate) - Date.parse(today))
  const nearer = (a: Deal, b: Deal) => {
    const [near, far] = [distance(a), distance(b)]
    if (near !== far) return near - far
    return compareText(a.closeDate ?? '', b.closeDate ?? '') || compareIds(a.id, b.id)
  }
  return deals.filter((deal) => !deal.isClosed).sort(nearer)[0] ?? null
}

/** `EUR 12,500.50`; an empty string when the deal has no amount. */
export function renderAmount(deal: Deal): string {
  if (deal.amount === null) return ''
  const [, sign = '', whole, fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(deal.amount) ?? []
  const amount = whole === undefined ? deal.amount : `${sign}${groupThousands(whole)}${fraction}`
  return safeLine(`${deal.currency ?? ''} ${amount}`)
}

/** A deal as cards show it. */
export function showDeal(deal: Deal): NonNullable<Card['deal']> {
  return { name: safeLine(deal.name), amount: renderAmount(deal) }
}

/** Name and amount of a card's deal on one line: `Renewal EUR 12,500`. */
export function renderDeal({ name, amount }: NonNullable<Card['deal']>): string {
  return [name, amount].filter((part) => part !== '').join(' ')
}

/** Why a card has this name of several, in its own small line: `You chose Anna Byrne on 12 November 2026`; null for no choice. */
export function renderWhy({ name, chosenOn }: Pick<Card, 'name' | 'chosenOn'>): string | null {
  return chosenOn === undefined ? null : `You chose ${name} on ${dayInWords(chosenOn)}`
}

/** How old what a card says is: `synced 3 days ago`; null where nobody says. */
export function renderAge({ agoMs }: Pick<Card, 'agoMs'>): string | null {
  return agoMs === undefined ? null : `synced ${renderAgo(agoMs)}`
}

/** The one line that iOS shows: `Anna Byrne · Acme Ltd +2 others`. */
export function renderLabel(card: Card): string {
  const others = card.others > 0 ? ` +${card.others} ${card.others === 1 ? 'other' : 'others'}` : ''
  const company = card.company && card.company !== card.name ? ` · ${card.company}` : ''
  return `${card.name}${others}${company}`
}

/** Record ids by value where they are numbers, and these before all others, which come by text: `9` before `10` before `1a`. */
export function compareIds(a: string, b: string): number {
  const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumber !== isOther) return isNumber ? -1 : 1
  if (!isNumber) return compareText(a, b)
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return left.length - right.length || compareText(left, right) || compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
