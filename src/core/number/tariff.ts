// Who pays for a call to this number, when it is not simply the caller: premium, shared-cost and toll-free ranges, from
// which people seldom call. Decides by the numbering plans; knows nothing of texts or files.
import { runAutomaton } from './automaton.ts'
import { KIND, mayBeginWith, type Plan, planWith, type Reading, type Region } from './plan.ts'
import type { PhoneNumber } from './reading.ts'

export type Tariff = 'premium' | 'toll-free' | 'shared-cost'

const TARIFFS: Readonly<Record<string, Tariff>> = {
  [KIND.premium]: 'premium',
  [KIND.tollFree]: 'toll-free',
  [KIND.sharedCost]: 'shared-cost',
}

/**
 * The tariff of a number; null when the caller pays as for any other, or no plan lists it.
 *
 * Agrees with libphonenumber-js's getType on PREMIUM_RATE, TOLL_FREE and SHARED_COST.
 */
export function tariffOf(number: PhoneNumber): Tariff | null {
  return TARIFFS[kindOf(number)] ?? null
}

/** The same of a number whose reading is known, and the country whose it is. */
export function tariffIn({ kinds }: Reading, { index }: Region): Tariff | null {
  const kind = kinds.charAt(index)
  // Nearly all.
  return kind === KIND.fixedOrMobile ? null : (TARIFFS[kind] ?? null)
}

/** The same as isFixedOrMobile. */
export function isFixedOrMobileIn({ kinds }: Reading, { index }: Region): boolean {
  return kinds.charAt(index) === KIND.fixedOrMobile
}

/** Whether a plan lists the number as a fixed line or a mobile: not as a voice mailbox, of which Italy has long numbers. */
export function isFixedOrMobile(number: PhoneNumber): boolean {
  return kindOf(number) === KIND.fixedOrMobile
}

/**
 * Whether the number's E.164 is read as this number again, for sure: no prefix can be taken from it, and its plan says whose it is.
 * Where it is false, only reading it tells.
 */
export function isSurelyReadBack({ assigned, callingCode, national }: PhoneNumber): boolean {
  const plan = assigned ? planWith(callingCode) : null
  if (plan === null || mayBeginWith(plan.main.behindCallingCode, national.charCodeAt(0) - ZERO)) return false
  return readingOf(plan, national).owner >= 0
}

/** What the number is in its country, or else in the main one of its calling code; see KIND. */
function kindOf({ country, callingCode, national }: PhoneNumber): string {
  const plan = planWith(callingCode)
  if (plan === null) return ''
  const { kinds } = readingOf(plan, national)
  return kinds.charAt(indexOf(plan, country))
}

function indexOf({ regions }: Plan, country: string | null): number {
  let index = 0
  while (index < regions.length && regions[index]?.country !== country) index += 1
  return index === regions.length ? 0 : index
}

// E.164 allows a national number 14 digits, libphonenumber 17.
const digits = new Uint8Array(17)
const ZERO = 48

function readingOf({ readings }: Plan, national: string): Reading {
  for (let at = 0; at < national.length; at++) digits[at] = national.charCodeAt(at) - ZERO
  return runAutomaton(readings, digits, 0, national.length)
}
