// What google-libphonenumber and parseNumber say of a text, in the same words. Knows nothing of why they differ.
import google, { type PhoneNumber } from 'google-libphonenumber'
import { parseNumber } from '../../../src/core/number/number.ts'
import type { RejectionReason } from '../../../src/core/number/reading.ts'

export interface Answer {
  /** Null for a number. */
  readonly rejection: RejectionReason | 'refused by google' | null
  /** Empty when nothing was read. Google's number is there as well when it is refused for its length. */
  readonly callingCode: string
  readonly national: string
  readonly country: string | null
  readonly extension: string | null
  readonly assigned: boolean
}

const NOTHING = { callingCode: '', national: '', country: null, extension: null, assigned: false } as const
const util = google.PhoneNumberUtil.getInstance()

export function askOurs(text: string, region: string | null): Answer {
  const answer = parseNumber(text, region)
  if (answer.kind === 'rejected') return { ...NOTHING, rejection: answer.reason }
  const { callingCode, national, country, extension, assigned } = answer
  return { rejection: null, callingCode, national, country, extension, assigned }
}

/** A length that is possible only inside an area counts as refused: libphonenumber-js knows no such lengths. */
export function askGoogle(text: string, region: string | null): Answer {
  const number = parse(text, region)
  if (number === null) return { ...NOTHING, rejection: 'refused by google' }
  const isPossible = util.isPossibleNumberWithReason(number) === google.PhoneNumberUtil.ValidationResult.IS_POSSIBLE
  // Undefined where the ranges of none of the countries hold it; 001 is the world. The types know neither.
  const country: string | undefined = util.getRegionCodeForNumber(number)
  return {
    rejection: isPossible ? null : 'refused by google',
    callingCode: String(number.getCountryCodeOrDefault()),
    national: util.getNationalSignificantNumber(number),
    country: country === undefined || country === '001' ? null : country,
    extension: number.getExtension() || null,
    assigned: isPossible && util.isValidNumber(number),
  }
}

function parse(text: string, region: string | null): PhoneNumber | null {
  try {
    return util.parse(text, region ?? undefined)
  } catch {
    return null
  }
}

/** One line for one answer; two rejections read alike, whatever their reasons. */
export function summary({ rejection, callingCode, national, country, extension, assigned }: Answer): string {
  if (rejection !== null) return 'rejected'
  const facts = [
    country ?? 'no country',
    extension === null ? null : `ext. ${extension}`,
    assigned ? null : 'unassigned',
  ]
  return `+${callingCode}${national} ${facts.filter((fact) => fact !== null).join(', ')}`
}
