// The phone properties that HubSpot calculates from a contact's numbers and its country, junk included: what a search for
// a number goes by. Pure.
import { parseNumber, regions } from '../core/number/number.ts'
import type { PhoneNumber } from '../core/number/reading.ts'
import type { Properties } from './record.ts'

/** All of them, from `phone`, `mobilephone`, `country` and `hs_country_region_code`. */
export function calculatePhones(properties: Properties): Properties {
  const region = properties['hs_country_region_code'] ?? regionOf(properties['country'] ?? '')
  const phone = calculate(properties['phone'] ?? '', region)
  const mobile = calculate(properties['mobilephone'] ?? '', region)
  return {
    hs_calculated_phone_number: phone.number?.e164 ?? null,
    hs_calculated_phone_number_country_code: phone.number?.callingCode ?? null,
    hs_calculated_phone_number_region_code: phone.number?.country ?? null,
    hs_calculated_mobile_number: mobile.number?.e164 ?? null,
    hs_searchable_calculated_phone_number: phone.national,
    hs_searchable_calculated_mobile_number: mobile.national,
    hs_searchable_calculated_international_phone_number: phone.international,
    hs_searchable_calculated_international_mobile_number: mobile.international,
  }
}

interface Calculated {
  readonly number: PhoneNumber | null
  /** Digits without the calling code; of junk, whatever digits there are. */
  readonly national: string | null
  readonly international: string | null
}

// Seen on a live portal: of "00004", the searchable number is "4".
function calculate(text: string, region: string | null): Calculated {
  if (text === '') return { number: null, national: null, international: null }
  const number = parseNumber(text, region)
  if (number.kind === 'number') {
    return { number, national: number.national, international: number.e164.slice(1) }
  }
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  return { number: null, national: digits || null, international: null }
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' })
let codes: ReadonlyMap<string, string> | null = null

/** The English name that HubSpot's own list of countries has for a code. */
export function countryName(code: string): string {
  const name = names.get(code) ?? NAMES.of(code) ?? code
  names.set(code, name)
  return name
}

// Asked for once for each contact, and slow.
const names = new Map<string, string>()

function regionOf(country: string): string | null {
  const name = country.trim().toLowerCase()
  if (name === '') return null
  codes ??= new Map(regions().flatMap((code) => [code, countryName(code)].map((each) => [each.toLowerCase(), code])))
  return codes.get(name) ?? null
}
