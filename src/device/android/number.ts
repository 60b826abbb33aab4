// What Android says of countries, and what its own number formatting makes of them. The app's matching does not use it
// (core/number/number.ts); it is here because its traps are.
import type { Handset } from '../../core/handset.ts'
import { parseNumber } from '../../core/number/number.ts'
import type { Conditions } from '../system.ts'

/**
 * AND-65: PhoneNumberUtils.formatNumberToE164: null for what is no number in that country; before Android 15 a country in
 * lower case is none. A number with + needs no country. AOSP frameworks/base, PhoneNumberUtils.java
 */
export function formatNumberToE164(text: string, countryIso: string, apiLevel: number): string | null {
  const country = apiLevel < 35 ? countryIso : countryIso.toUpperCase()
  const number = parseNumber(text, /^[A-Z]{2}$/.test(country) ? country : null)
  return number.kind === 'number' ? number.e164 : null
}

/**
 * AND-65, AND-66: TelephonyManager.getSimCountryIso and getNetworkCountryIso: lower case, or empty. Abroad the network's
 * changes, the SIM's does not. https://developer.android.com/reference/android/telephony/TelephonyManager#getNetworkCountryIso()
 */
export function countryIsos({ handset, conditions }: { readonly handset: Handset; readonly conditions: Conditions }): {
  readonly sim: string
  readonly network: string
} {
  const sim = handset.simCountries[0]?.toLowerCase() ?? ''
  return { sim, network: conditions.networkCountry?.toLowerCase() ?? sim }
}

/** The digits of a text that is written as a number is; null for any other, whose digits are not a number: `sip:2001@office`. */
export function plainDigits(text: string): string | null {
  return /^[+\s().*#/-]*\d[\d\s().*#/-]*$/.test(text) ? text.replace(/\D/g, '') : null
}
