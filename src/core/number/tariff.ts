// Who pays for a call to this number, when it is not simply the caller: premium, shared-cost and toll-free ranges, from
// which people seldom call. Decides by the numbering plans; knows nothing of texts or files.
import { type Automaton, buildAutomaton, runAutomaton } from './automaton.ts'
import { typePatterns } from './plan.ts'
import type { PhoneNumber } from './reading.ts'

export type Tariff = 'premium' | 'toll-free' | 'shared-cost'

// With their places in the library's list of types, in the order in which its getNumberType asks. It asks for fixed lines
// and mobiles first, whose patterns match none of these (a test holds the metadata to that).
const TARIFFS: readonly (readonly [place: number, tariff: Tariff])[] = [
  [3, 'premium'],
  [2, 'toll-free'],
  [9, 'shared-cost'],
]

const automata = new Map<string, Automaton<Tariff | null>>()

// E.164 allows a national number 14 digits, libphonenumber 17.
const digits = new Uint8Array(17)

/**
 * The tariff of a number; null when the caller pays as for any other, or no plan lists it.
 *
 * Agrees with libphonenumber-js's getType on PREMIUM_RATE, TOLL_FREE and SHARED_COST.
 */
export function tariffOf({ country, callingCode, national }: PhoneNumber): Tariff | null {
  const place = country ?? callingCode
  let automaton = automata.get(place)
  if (automaton === undefined) {
    automaton = automatonOf(typePatterns(country, callingCode))
    automata.set(place, automaton)
  }
  for (let at = 0; at < national.length; at++) digits[at] = national.charCodeAt(at) - 48
  return runAutomaton(automaton, digits, 0, national.length)
}

/** Whether a plan lists the number as a fixed line or a mobile: not as a voice mailbox, of which Italy has long numbers. */
export function isFixedOrMobile({ country, callingCode, national }: PhoneNumber): boolean {
  return typePatterns(country, callingCode)
    .slice(0, 2)
    .some((pattern) => pattern !== null && new RegExp(`^(?:${pattern})$`).test(national))
}

function automatonOf(patterns: readonly (string | null)[]): Automaton<Tariff | null> {
  const sources = TARIFFS.flatMap(([place]) => patterns[place] ?? [])
  return buildAutomaton<Tariff | null>(new Set(sources), (matched) => {
    const matches = (place: number) => matched.has(patterns[place] ?? '')
    return TARIFFS.find(([place]) => matches(place))?.[1] ?? null
  })
}
