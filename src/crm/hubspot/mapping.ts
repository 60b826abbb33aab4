// HubSpot's records as the core knows them. Pure: any JSON goes in, and a record of which some values are odd is read as
// far as it can be. Knows no requests.
import { type ContactPhone, type Deal, readPhone } from '../../core/contact.ts'
import type { CrmCompany, CrmContact } from '../../core/crm-record.ts'
import { readCountry } from '../../core/number/country.ts'
import { parseNumber } from '../../core/number/number.ts'
import type { PhoneNumber, Rejection } from '../../core/number/reading.ts'
import type { Archived, CrmDisposition } from '../crm.ts'
import { dispositionKey } from './dispositions.ts'
import { asInstant, asList, asObject, asText, type Json } from './json.ts'

/** A property of contacts that numbers are in, and what HubSpot makes of its value by the country of the record. */
const PHONES: Readonly<Record<string, { readonly label: string; readonly calculated?: string }>> = {
  phone: { label: 'Phone Number', calculated: 'hs_calculated_phone_number' },
  mobilephone: { label: 'Mobile Phone Number', calculated: 'hs_calculated_mobile_number' },
  hs_whatsapp_phone_number: { label: 'WhatsApp Phone Number' },
  fax: { label: 'Fax Number' },
}

/** Those that a caller is matched by, unless others are stated. */
export const PHONE_PROPERTIES: readonly string[] = ['phone', 'mobilephone']

export const COMPANY_PROPERTIES = ['name', 'domain', 'hs_lastmodifieddate']
export const DEAL_PROPERTIES = [
  'dealname',
  'amount',
  'deal_currency_code',
  'closedate',
  'dealstage',
  'hs_is_closed',
  'hs_lastmodifieddate',
]

/** What to ask for; HubSpot leaves out properties that an account does not have. */
export function contactProperties(phones: readonly string[]): string[] {
  const calculated = phones.flatMap((name) => PHONES[name]?.calculated ?? [])
  const own = ['firstname', 'lastname', 'email', 'company', 'associatedcompanyid', 'country', 'hs_country_region_code']
  const scope = ['hubspot_owner_id', 'notes_last_updated']
  return [...own, ...phones, ...calculated, ...scope, 'hs_merged_object_ids', 'lastmodifieddate']
}

export interface ContactReading {
  readonly phones: readonly string[]
  /** ISO 3166-1 alpha-2 that national numbers are read under where the contact states no country; null for none. */
  readonly region: string | null
}

/** HubSpot's ids are numbers; contacts of an export may have others, and are not there. */
export function isHubspotId(id: string): boolean {
  return /^\d{1,20}$/.test(id)
}

/** The record's own id; null when it has none, and so is no record. */
export function readId(record: unknown): string | null {
  return idOf(asObject(record)['id'])
}

function idOf(value: unknown): string | null {
  const id = asText(value)
  return isHubspotId(id) ? id : null
}

/** Whether it is a record at all: one without its properties would be read as one that has lost them. */
export function isRecord(value: unknown): boolean {
  const { properties } = asObject(value)
  return readId(value) !== null && isObject(properties)
}

/** The number of an account; null when the answer is that of no account. */
export function readAccount(answer: unknown): string | null {
  return idOf(asObject(answer)['portalId'])
}

/** The ids of a list's members; null when the answer is of another form. */
export function readMembers(answer: unknown): string[] | null {
  const { results } = asObject(answer)
  const ids = Array.isArray(results) ? results.map((each) => idOf(asObject(each)['recordId'])) : [null]
  return ids.includes(null) ? null : ids.map(String)
}

/** @param dealIds the ids of its deals, which do not always come with it */
export function readContact(record: Json, dealIds: readonly string[], reading: ContactReading): CrmContact {
  const properties = asObject(record['properties'])
  const text = (name: string) => shortText(properties[name])
  const stated = statedCountry(text('country'), text('hs_country_region_code'))
  const modifiedAt = asInstant(properties['lastmodifieddate']) ?? asInstant(record['updatedAt'])
  return {
    id: asText(record['id']),
    firstName: text('firstname'),
    lastName: text('lastname'),
    email: text('email'),
    country: stated.country,
    phones: reading.phones.flatMap((name) => readProperty(name, properties, { stated, region: reading.region })),
    modifiedAt: isoOf(modifiedAt),
    ownerId: idOf(properties['hubspot_owner_id']),
    // HubSpot's "Last Activity Date".
    activeAt: isoOf(asInstant(properties['notes_last_updated'])),
    companyText: text('company'),
    companyId: idOf(properties['associatedcompanyid']),
    dealIds,
    mergedIds: readMergedIds(properties['hs_merged_object_ids']),
  }
}

function isoOf(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}

// More than any card shows, far less than a hostile value can hold.
const LONGEST_TEXT = 1000
// A number with whatever else stands in its cell.
const LONGEST_CELL = 10_000
// HubSpot merges no more than 250 contacts into one, and has fewer outcomes of calls than that.
const MOST_MERGED = 1000
const MOST_DISPOSITIONS = 1000

interface Stated {
  readonly country: string | null
  readonly isUnknown: boolean
}

function statedCountry(name: string, code: string): Stated {
  const named = readCountry(name)
  const coded = readCountry(code)
  return named.country === null && coded.country !== null ? coded : named
}

interface Home {
  readonly stated: Stated
  readonly region: string | null
}

function readProperty(property: string, properties: Json, { stated, region }: Home): ContactPhone[] {
  const whole = asText(properties[property]).slice(0, LONGEST_CELL)
  const known = PHONES[property]
  const field = known?.label ?? property
  const text = whole.slice(0, LONGEST_TEXT)
  const typed = parseNumber(whole, stated.country ?? (stated.isUnknown ? null : region))
  const calculated = known?.calculated === undefined ? null : asText(properties[known.calculated])
  // The country that a contact states comes before the one that HubSpot takes it to be in.
  const number = calculated && stated.country === null ? preferCalculated(whole, typed, calculated) : typed
  return readPhone(field, text, number, stated.isUnknown)
}

// HubSpot may know the country of a record that states none. What it makes of a number holds only where the very text
// can be read so: HubSpot calculates `4` from `00004`. What the text says itself comes first.
function preferCalculated(text: string, typed: PhoneNumber | Rejection, calculated: string): PhoneNumber | Rejection {
  const claimed = parseNumber(calculated, null)
  if (claimed.kind === 'rejected' || (typed.kind === 'number' && typed.read === 'exact')) return typed
  const verified = parseNumber(text, claimed.country)
  return verified.kind === 'number' && verified.e164 === claimed.e164 ? verified : typed
}

export function readCompany(record: Json): CrmCompany {
  const properties = asObject(record['properties'])
  return { id: asText(record['id']), name: shortText(properties['name']) || shortText(properties['domain']) }
}

export function readDeal(record: Json): Deal {
  const properties = asObject(record['properties'])
  const id = asText(record['id'])
  const closesAt = asInstant(properties['closedate'])
  return {
    id,
    name: shortText(properties['dealname']) || `Deal ${id}`,
    amount: shortText(properties['amount']) || null,
    currency: /^[a-z]{3}$/i.exec(asText(properties['deal_currency_code']))?.[0].toUpperCase() ?? null,
    closeDate: closesAt === null ? null : new Date(closesAt).toISOString().slice(0, 10),
    isClosed: isClosed(properties),
  }
}

// The stages of HubSpot's own pipeline say it where the account does not calculate it.
function isClosed(properties: Json): boolean {
  const stated = asText(properties['hs_is_closed'])
  return stated === '' ? /^closed(?:won|lost)$/.test(asText(properties['dealstage'])) : stated === 'true'
}

/** @param at what to take for the time when the record states none */
export function readArchived(record: Json, at: number): Archived {
  return {
    id: asText(record['id']),
    archivedAt: asInstant(record['archivedAt']) ?? asInstant(record['updatedAt']) ?? at,
    mergedIds: readMergedIds(asObject(record['properties'])['hs_merged_object_ids']),
  }
}

function readMergedIds(value: unknown): string[] {
  return distinct(
    asText(value)
      .split(';', MOST_MERGED)
      .map((id) => id.trim()),
  )
}

/** The deals that came with a contact; null when there are more of them than came, or what came cannot be read. */
export function readInlineDeals(record: Json): string[] | null {
  const { deals } = asObject(record['associations'])
  if (deals === undefined && isGiven(record['associations'], isObject)) return []
  const { results, paging } = asObject(deals)
  if (!Array.isArray(results) || asObject(paging)['next'] !== undefined) return null
  const ids = results.map(readId)
  return ids.includes(null) ? null : distinct(ids.map(String))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is left out, or is what it should be. */
function isGiven(value: unknown, isRight: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || isRight(value)
}

/** One record's associations with those of another type, as the batch endpoint gives them. */
export interface ReadAssociations {
  readonly from: string
  readonly to: readonly string[]
  /** The one that HubSpot calls primary; null for none. */
  readonly primary: string | null
  /** Asks for the rest; null when this is all. */
  readonly after: string | null
}

// HUBSPOT_DEFINED: contact to primary company.
const PRIMARY_COMPANY = 1

export function readAssociations(result: unknown): ReadAssociations {
  const { from, to, paging } = asObject(result)
  const others = asList(to).map(asObject)
  const primary = others.find(({ associationTypes }) => asList(associationTypes).some(isPrimary))
  return {
    from: asText(asObject(from)['id']),
    to: distinct(others.map(({ toObjectId }) => asText(toObjectId))),
    primary: idOf(primary?.['toObjectId']),
    after: readAfter({ paging }),
  }
}

function isPrimary(type: unknown): boolean {
  const { category, typeId } = asObject(type)
  return category === 'HUBSPOT_DEFINED' && Number(typeId) === PRIMARY_COMPANY
}

/** Whether a result is one of associations: what it is associated with, read wrongly, would count as ended. */
export function isAssociations(result: unknown): boolean {
  const { from, to } = asObject(result)
  return readId(from) !== null && Array.isArray(to) && to.every((each) => idOf(asObject(each)['toObjectId']) !== null)
}

/** Whether an answer says if there is another page: what lies behind the last one counts as gone. */
export function isPaged(answer: unknown): boolean {
  const { paging } = asObject(answer)
  const { next } = asObject(paging)
  return isGiven(paging, isObject) && isGiven(next, isObject) && isObject(next) === (readAfter(answer) !== null)
}

/** What asks for the next page; null on the last. */
export function readAfter(answer: unknown): string | null {
  return asText(asObject(asObject(asObject(answer)['paging'])['next'])['after']) || null
}

/** The options of the property that holds the outcome of a call, in the order that HubSpot shows them in. */
export function readDispositions(property: unknown): CrmDisposition[] {
  return asList(asObject(property)['options'])
    .slice(0, MOST_DISPOSITIONS)
    .map(asObject)
    .filter(({ hidden }) => hidden !== true)
    .map((option) => ({ id: shortText(option['value']), label: shortText(option['label']), order: orderOf(option) }))
    .filter(({ id, label }) => id !== '' && label !== '')
    .sort((one, other) => one.order - other.order)
    .map(({ id, label }) => ({ id: dispositionKey(id), label }))
}

function shortText(value: unknown): string {
  return asText(value).slice(0, LONGEST_TEXT)
}

// Options that nobody has ordered are given as -1, and shown last.
function orderOf({ displayOrder }: Json): number {
  return typeof displayOrder === 'number' && displayOrder >= 0 ? displayOrder : Number.MAX_SAFE_INTEGER
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.filter(isHubspotId))]
}
