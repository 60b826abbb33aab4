// Who pays for a call to this number, when it is not simply the caller: premium, shared-cost and toll-free ranges, from
// which people seldom call. Decides by the numbering plans; knows nothing of texts or files.
import { runAutomaton } from './automaton.ts'
import { KIND, planWith } from './plan.ts'
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
  const kind = kindOf(number)
  return kind >= KIND.tollFree ? (TARIFFS[kind] ?? null) : null
}

/** Whether a plan lists the number as a fixed line or a mobile: not as a voice mailbox, of which Italy has long numbers. */
export function isFixedOrMobile(number: PhoneNumber): boolean {
  return kindOf(number) === KIND.fixedOrMobile
}

// E.164 allows a national number 14 digits, libphonenumber 17.
const digits = new Uint8Array(17)

/** What the number is in its country, or else in the main one of its calling code; see KIND. */
function kindOf({ country, callingCode, national }: PhoneNumber): string {
  const plan = planWith(callingCode)
  if (plan === null) return ''
  for (let at = 0; at < national.length; at++) digits[at] = national.charCodeAt(at) - 48
  const { kinds } = runAutomaton(plan.readings, digits, 0, national.length)
  const region = plan.regions.findIndex((each) => each.country === country)
  return kinds.charAt(Math.max(region, 0))
}
