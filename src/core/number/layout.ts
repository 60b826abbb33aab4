// How is a number grouped for people: at home with its national prefix, abroad without? Decides by the formats that the plan's
// text has for each country, which are libphonenumber's. Knows no texts but those.
import { formatsOf } from './plan.ts'
import type { PhoneNumber } from './reading.ts'

/** A national number as its country writes it; as it is where the country has no format for it. */
export function layOut({ country, callingCode, national }: PhoneNumber, where: 'at home' | 'abroad'): string {
  const format = formatsOf(country, callingCode).find(
    ({ pattern, leading }) => leading.test(national) && pattern.test(national),
  )
  if (format === undefined) return national
  const { pattern, atHome, abroad } = format
  // applyInternationalSeparatorStyle in the library.
  return where === 'at home'
    ? national.replace(pattern, atHome)
    : national.replace(pattern, abroad).replace(SEPARATORS, ' ').trim()
}

const SEPARATORS = /[-/. ()[\]~]+/g
