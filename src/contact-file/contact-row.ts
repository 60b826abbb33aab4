// One row of an export as a contact. Pure: which column holds what, and the country that national numbers are read
// under, come as arguments.
import { createHash } from 'node:crypto'
import { type Contact, type ContactPhone, type Deal, readPhone } from '../core/contact.ts'
import type { FileField, FileFields } from '../core/kept-fields.ts'
import { readCountry } from '../core/number/country.ts'
import { parseNumber } from '../core/number/number.ts'
import { plainName } from '../core/plain-name.ts'
import type { Columns } from './columns/columns.ts'
import { HUBSPOT_PHONES } from './columns/hubspot-headers.ts'
import type { TableRow } from './table.ts'

export interface ReadContact {
  readonly contact: Contact
  /** The country as the row states it, when no country goes by that name; else null. */
  readonly unknownCountry: string | null
}

// More than any card shows, far less than a hostile cell can hold.
const LONGEST_TEXT = 1000

/** The text of the first of these columns that is not empty. */
type Cell = (columns: readonly number[]) => string

function openCell(row: TableRow): Cell {
  return (columns) => {
    for (const column of columns) {
      const text = shortText(row, column)
      if (text !== '') return text
    }
    return ''
  }
}

function shortText(row: TableRow, column: number): string {
  return row.cell(column).trim().slice(0, LONGEST_TEXT)
}

/**
 * Reads a contact from a row without a problem.
 *
 * National numbers are read under the contact's own country, else under the stated region. A country that is stated but
 * not known leaves them unread: the stated region would be a guess against what the row says.
 *
 * A row without a usable record id gets one made from its name, company, email, country and numbers, so that importing the file
 * again changes nothing.
 *
 * @param region ISO 3166-1 alpha-2, or null when none is stated
 */
export function readContact(row: TableRow, columns: Columns, region: string | null): ReadContact {
  const cell = openCell(row)
  const countryText = cell(columns.country)
  const { country, isUnknown } = readCountry(countryText)
  const { firstName, lastName } = composeName(cell, columns)
  const company = readCompany(columns, cell)
  const email = cell(columns.email)
  const phones = readPhones(row, columns, { region: country ?? (isUnknown ? null : region), isUnknown })
  const texts = () => [firstName, lastName, company, email, countryText, ...phones.map(({ text }) => text)]
  return {
    // Spelled out: an object that others are spread into takes several times as long to make.
    contact: {
      id: readId(row, columns) ?? deriveId(texts()),
      firstName,
      lastName,
      company,
      email,
      country,
      phones,
      deals: readDeals(columns, cell),
      modifiedAt: readInstant(cell(columns.modified)),
      row: row.row,
    },
    unknownCountry: isUnknown ? countryText : null,
  }
}

/**
 * What a file has columns for. A phone field is there under any of the names that HubSpot gives it, and where its column is
 * in the file, though numbers are not read from it now.
 */
export function fileFields(columns: Columns, headers: readonly string[]): FileFields {
  const phones = new Set(headers.map(phoneField))
  const { statedName, firstName, lastName, name } = columns
  const parts: Partial<Record<FileField, readonly number[]>> = {
    firstName: [...statedName, ...firstName, ...name],
    // One for the whole name is the last name where another has the first.
    lastName: [...statedName.slice(1), ...lastName, ...(firstName.length > 0 ? name : [])],
    company: [...columns.company, ...columns.companyText],
    modifiedAt: columns.modified,
    deals: [...columns.dealIds, ...columns.dealNames],
  }
  return {
    has: (field) => (parts[field] ?? columns[field as keyof Columns & FileField]).length > 0,
    hasPhone: (field) => phones.has(phoneField(field)),
  }
}

const PHONE_LABELS: ReadonlySet<string> = new Set(HUBSPOT_PHONES.map(plainName))
const IS_MOBILE = /mobil|movil|handy|portable|komorkowego|携帯/

function phoneField(header: string): string {
  const name = plainName(header)
  if (!PHONE_LABELS.has(name)) return name
  return IS_MOBILE.test(name) ? 'mobile' : 'phone'
}

/** When a row's contact was created, as it stands there; '' where the row does not say. */
export function readCreated(row: TableRow, columns: Columns): string {
  return openCell(row)(columns.created)
}

/** The name of a row's contact, as readContact has it. */
export function readName(row: TableRow, columns: Columns): PersonName {
  return composeName(openCell(row), columns)
}

export type PersonName = Pick<Contact, 'firstName' | 'lastName'>

/**
 * First and last name where both are there. Where one is missing, a column for the whole name says it: either as a whole,
 * which then contains the other, or the part that is missing (`Name` beside `Vorname`, `Nome` beside `Cognome`).
 */
function composeName(cell: Cell, { statedName, firstName, lastName, name }: Columns): PersonName {
  if (statedName.length > 0) {
    const [first = '', ...others] = statedName.map((column) => cell([column])).filter((text) => text !== '')
    if (first !== '') return { firstName: first, lastName: others.join(' ') }
  }
  const found = { firstName: cell(firstName), lastName: cell(lastName) }
  if (found.firstName !== '' && found.lastName !== '') return found
  const whole = cell(name)
  const part = found.firstName || found.lastName
  if (whole === '') return found
  if (part === '' || containsWords(whole, part)) return { firstName: whole, lastName: '' }
  return found.firstName === '' ? { ...found, firstName: whole } : { ...found, lastName: whole }
}

function containsWords(whole: string, part: string): boolean {
  return ` ${plainName(whole)} `.includes(` ${plainName(part)} `)
}

interface Under {
  /** What national numbers are read under. */
  readonly region: string | null
  /** Whether the contact states a country that is not known. */
  readonly isUnknown: boolean
}

function readPhones(row: TableRow, columns: Columns, { region, isUnknown }: Under): ContactPhone[] {
  const phones: ContactPhone[] = []
  for (const { header, index } of columns.phones) {
    const whole = row.cell(index)
    // Most contacts have one number, and columns for several.
    if (whole === '') continue
    phones.push(...readPhone(header, whole.trim().slice(0, LONGEST_TEXT), parseNumber(whole, region), isUnknown))
  }
  return phones
}

// Of several columns of ids each has its own kind, and those of one may be those of others in the next. A spreadsheet that
// shows 101234567890 as 1.01235E+11 gives many contacts one id: they must not replace each other.
function readId(row: TableRow, { id: [column] }: Columns): string | null {
  const text = column === undefined ? '' : shortText(row, column)
  return text === '' || /^\d+(?:[.,]\d+)?e\+?\d+$/i.test(text) ? null : text
}

function deriveId(parts: readonly string[]): string {
  return `row-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`
}

// The associated company before the free text that a contact carries. Where several are listed, the first.
function readCompany(columns: Columns, cell: Cell): string {
  const text = cell(columns.company)
  if (text !== '' && !text.includes(';')) return text
  const listed = splitList(text)
  const company = listed.length === splitList(cell(columns.companyIds)).length ? listed[0] : text
  return company || cell(columns.companyText)
}

// HubSpot joins the deals of a contact with semicolons, in the same order in every column.
function readDeals(columns: Columns, cell: Cell): Deal[] {
  const ids = splitList(cell(columns.dealIds))
  const keys = ids.length > 0 ? ids : splitList(cell(columns.dealNames))
  // Most contacts have none.
  if (keys.length === 0) return []
  const list = (found: readonly number[]) => parallel(cell(found), keys.length)
  const names = list(columns.dealNames)
  const amounts = list(columns.dealAmounts)
  const currencies = list(columns.dealCurrencies)
  const closeDates = list(columns.dealCloseDates)
  const stages = list(columns.dealStages)
  return keys.map((id, index) => ({
    id,
    name: names[index] || `Deal ${id}`,
    amount: amounts[index] || null,
    currency: /^[a-z]{3}$/i.exec(currencies[index] ?? '')?.[0].toUpperCase() ?? null,
    closeDate: readInstant(closeDates[index] ?? '')?.slice(0, 10) ?? null,
    isClosed: /^closed/i.test(stages[index] ?? ''),
  }))
}

function splitList(text: string): string[] {
  if (text === '') return []
  // Most name one.
  return text.includes(';') ? text.split(';').map((part) => part.trim()) : [text.trim()]
}

// A list of another length (a name with a semicolon in it) cannot be told apart, unless one item is all there is.
function parallel(text: string, count: number): string[] {
  const parts = splitList(text)
  if (parts.length === count) return parts
  return count <= 1 && text !== '' ? [text] : []
}

// HubSpot exports 2026-03-14 09:26 and, under internal names, milliseconds. An export states no time zone: read as UTC.
function readInstant(text: string): string | null {
  // As HubSpot writes nearly all of them; so read at a tenth of the time that Date takes.
  if (PLAIN_INSTANT.test(text)) return text.length === 10 ? text : `${text.slice(0, 10)}T${text.slice(11)}:00.000Z`
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text)).toISOString()
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)Z?)?$/.exec(text) ?? []
  if (date === undefined || Number.isNaN(Date.parse(date))) return null
  const instant = new Date(`${date}T${time ?? '00:00'}Z`)
  if (time === undefined) return date
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

// On a day that every month has.
const PLAIN_INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?:[ T](?:[01]\d|2[0-3]):[0-5]\d)?$/
