// Numbers and who has them, the slow and obvious way: for checking what the phone makes of them. Shares nothing with what
// it checks: neither the reading of numbers nor the directory. Knows a few countries, and is silent about all others.

import type { Contact } from '../../core/contact.ts'
import type { Line } from '../../core/number/presentation.ts'
import type { SavedPerson } from '../scenario.ts'

/** Country code, and what stands before a number within the country (ITU-T E.164 country plans). */
export const PLANS: Readonly<Record<string, { readonly code: string; readonly trunk: string }>> = {
  IE: { code: '353', trunk: '0' },
  GB: { code: '44', trunk: '0' },
  DE: { code: '49', trunk: '0' },
  PL: { code: '48', trunk: '' },
  US: { code: '1', trunk: '' },
}

/** The number as +, country code and digits; null for what is none, or in a form that only a plan of the country could read. */
function readPlainly(text: string, region: string | null): string | null {
  const digits = text.replace(/[^\d+]/g, '')
  if (/^\+\d{7,15}$/.test(digits)) return digits
  if (/^00[1-9]\d{6,14}$/.test(digits)) return `+${digits.slice(2)}`
  const plan = PLANS[region ?? '']
  if (plan === undefined || !/^\d{7,12}$/.test(digits) || !digits.startsWith(plan.trunk)) return null
  return `+${plan.code}${digits.slice(plan.trunk.length)}`
}

/** What a number on the line may be, under each of the countries. */
export function readingsOf({ presentation, text }: Line, regions: readonly (string | null)[]): readonly string[] {
  if (presentation !== 'ALLOWED') return []
  const tried = regions.length === 0 ? [null] : regions
  return [...new Set(tried.flatMap((region) => readPlainly(text, region) ?? []))]
}

/** Whose number it is: all who have it, where one reading of it alone has anybody. */
export function ownersOf(readings: readonly string[], contacts: readonly Contact[], region: string | null): Contact[] {
  const found = readings
    .map((number) => contacts.filter((contact) => hasNumber(contact, number, region)))
    .filter((owners) => owners.length > 0)
  return found.length === 1 ? (found[0] ?? []) : []
}

function hasNumber(contact: Contact, number: string, region: string | null): boolean {
  return numbersOf(contact, region).includes(number)
}

// A contact is asked about after every step, and never changes.
const KNOWN = new WeakMap<Contact, Map<string | null, readonly string[]>>()

function numbersOf(contact: Contact, region: string | null): readonly string[] {
  const known = KNOWN.get(contact) ?? new Map<string | null, readonly string[]>()
  KNOWN.set(contact, known)
  const numbers =
    known.get(region) ?? contact.phones.flatMap(({ text }) => readPlainly(text, contact.country ?? region) ?? [])
  known.set(region, numbers)
  return numbers
}

/** The name that the phone's own address book has for it. */
export function savedNameOf(
  readings: readonly string[],
  book: readonly SavedPerson[],
  region: string | null,
): string | null {
  // Of two entries with one number the later is the one that the phone keeps.
  const found = readings.flatMap(
    (reading) => book.findLast(({ number }) => readPlainly(number, region) === reading) ?? [],
  )
  return found[0]?.name ?? null
}
