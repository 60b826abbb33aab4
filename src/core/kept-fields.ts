// What of a contact stays when a file brings it that has no column for it: a column that is absent is not an empty one.
// Knows nothing of files.
import type { Contact, ContactPhone, Deal } from './contact.ts'
import { parseNumber } from './number/number.ts'

/** What a file may have no column for, of that which is kept of a contact. */
export type FileField =
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'company'
  | 'country'
  | 'modifiedAt'
  | 'deals'
  | 'dealNames'
  | 'dealAmounts'
  | 'dealCurrencies'
  | 'dealCloseDates'
  | 'dealStages'

/** What a file has columns for. */
export interface FileFields {
  readonly has: (field: FileField) => boolean
  /** Whether it has a column for the numbers of a contact's phone field. */
  readonly hasPhone: (field: string) => boolean
}

/** A file that says all that there is to say. */
export const ALL_FIELDS: FileFields = { has: () => true, hasPhone: () => true }

/** What of a contact a person would miss. */
export type ContactPart = 'name' | 'company' | 'email' | 'country' | 'numbers' | 'deals'

/**
 * A contact as a file brings it, with what was there before of that which the file has no column for.
 *
 * First and last name belong together: one of them stays only beside the other as it was, since a file with one column
 * may have the whole name in it. Numbers are read again under a country that stays.
 */
export function keepAbsent(before: Contact, brought: Contact, file: FileFields): Contact {
  const { has } = file
  const keep = <K extends 'email' | 'country' | 'modifiedAt'>(field: K) => (has(field) ? brought : before)[field]
  const country = keep('country')
  const phones = has('country') ? brought.phones : brought.phones.map((phone) => readAgain(phone, country))
  const kept = {
    ...brought,
    ...keepName(before, brought, file),
    email: keep('email'),
    country,
    modifiedAt: keep('modifiedAt'),
    phones: [...phones, ...before.phones.filter(({ field }) => !file.hasPhone(field))],
    deals: has('deals') ? keepDeals(before.deals, brought.deals, file) : before.deals,
  }
  if (has('company')) return kept
  const { company, companyId } = before
  return companyId === undefined ? { ...kept, company } : { ...kept, company, companyId }
}

function keepName(before: Contact, brought: Contact, { has }: FileFields): Pick<Contact, 'firstName' | 'lastName'> {
  const { firstName, lastName } = before
  if (!has('firstName') && (!has('lastName') || brought.lastName === lastName)) return { firstName, lastName }
  return has('lastName') || brought.firstName !== firstName ? brought : { firstName, lastName }
}

function readAgain(phone: ContactPhone, country: string | null): ContactPhone {
  if (country === null) return phone
  const number = parseNumber(phone.text, country)
  return number.kind === 'number'
    ? { ...phone, e164: number.e164, rejected: null }
    : { ...phone, e164: null, rejected: number.reason }
}

function keepDeals(before: readonly Deal[], brought: readonly Deal[], { has }: FileFields): readonly Deal[] {
  const known = new Map(before.map((deal) => [deal.id, deal]))
  return brought.map((deal) => {
    const old = known.get(deal.id)
    if (old === undefined) return deal
    return {
      ...deal,
      name: (has('dealNames') ? deal : old).name,
      amount: (has('dealAmounts') ? deal : old).amount,
      currency: (has('dealCurrencies') ? deal : old).currency,
      closeDate: (has('dealCloseDates') ? deal : old).closeDate,
      isClosed: (has('dealStages') ? deal : old).isClosed,
    }
  })
}

/** What one form of a contact says, and another does not. */
export function partsLost(one: Contact, other: Contact): ContactPart[] {
  const still = partsOf(other)
  return [...partsOf(one)].filter(([part, amount]) => amount > (still.get(part) ?? 0)).map(([part]) => part)
}

function partsOf({ firstName, lastName, company, email, country, phones, deals }: Contact): Map<ContactPart, number> {
  const filled = (text: string | null) => (text === null || text === '' ? 0 : 1)
  return new Map<ContactPart, number>([
    // However a name is shared out: most have two words.
    ['name', Math.min(2, `${firstName} ${lastName}`.split(' ').filter((word) => word !== '').length)],
    ['company', filled(company)],
    ['email', filled(email)],
    ['country', filled(country)],
    ['numbers', phones.length],
    ['deals', deals.length],
  ])
}
