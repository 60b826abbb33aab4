// Reads one number by libphonenumber-js, as number.ts reads it by the compiled plans: what parseNumber decides beyond the
// library is the same, so that any other answer is a mistake in the plans.
import {
  type CountryCode,
  type PhoneNumber as LibraryNumber,
  type MetadataJson,
  ParseError,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/core'
import { METADATA, METADATA_BEHIND_CODE } from '../../../native/plan/metadata.ts'
import { homeOf } from '../../../src/core/number/plan.ts'
import { readPlan } from '../../../src/core/number/prefix.ts'
import type { PhoneNumber, Rejection, RejectionReason } from '../../../src/core/number/reading.ts'
import { plusDigitsOf } from '../../../src/core/number/text.ts'

export function readByLibrary(text: string, region: string | null): PhoneNumber | Rejection {
  // (+353) 87 …: the library wants the plus sign in front.
  const written = text.replace(/^\(\+/, '+(')
  const digits = [...(/^[\s().\-/\d]*/.exec(written)?.[0] ?? '').replace(/\D/g, '')].map(Number)
  const hasPlus = written.startsWith('+')
  const behind = (plusDigits: number) => written.replace(new RegExp(`^(?:[^\\d]*\\d){${plusDigits}}`), '+')
  return readPlan({ hasPlus, plusDigits: hasPlus ? 0 : plusDigitsOf(written, 0, digits) }, region, {
    international: (_, plusDigits) => readLibrary(plusDigits > 0 ? behind(plusDigits) : written, null),
    dialled: (_, country) => readLibrary(written, country),
    homeOf,
  })
}

function readLibrary(text: string, region: string | null): PhoneNumber | Rejection {
  const found = askLibrary(text, region)
  if (typeof found === 'string') return { kind: 'rejected', reason: found }
  const number = {
    kind: 'number' as const,
    e164: found.number,
    callingCode: found.countryCallingCode,
    country: found.country ?? null,
    national: found.nationalNumber,
    extension: found.ext ?? null,
    assigned: found.isValid(),
  }
  const digits = text.replace(/\D/g, '')
  const own = digits.slice(0, digits.length - (number.extension?.length ?? 0))
  const isInternational = region === null || namesCallingCode(own, number)
  if (!isInternational && !number.assigned) return { kind: 'rejected', reason: 'not-assigned' }
  return { ...number, read: isInternational ? 'exact' : 'national' }
}

function namesCallingCode(digits: string, { callingCode, national }: Pick<PhoneNumber, 'callingCode' | 'national'>) {
  const length = callingCode.length + national.length
  return digits.length > length && digits.endsWith(national) && digits.startsWith(callingCode, digits.length - length)
}

// The library's own types know nothing of the records within.
const LIBRARY_PLANS = METADATA_BEHIND_CODE as unknown as MetadataJson
const PLANS_AT_HOME = METADATA as unknown as MetadataJson

const PLAN_REASONS: Readonly<Record<string, RejectionReason>> = {
  NOT_A_NUMBER: 'not-a-number',
  TOO_SHORT: 'too-short',
  TOO_LONG: 'too-long',
  INVALID_LENGTH: 'wrong-length',
}

function askLibrary(text: string, region: string | null): LibraryNumber | RejectionReason {
  const reasonFor = (code: string | undefined) =>
    code === 'INVALID_COUNTRY'
      ? text.startsWith('+')
        ? 'no-such-calling-code'
        : 'no-country'
      : (PLAN_REASONS[code ?? ''] ?? 'wrong-length')
  // homeOf has refused every region that is none of the library's countries.
  const options = { extract: false, ...(region === null ? {} : { defaultCountry: region as CountryCode }) }
  // What begins with 1 has no calling code before Mexico's former 1.
  const plans = /^\D*1/.test(text) && !text.startsWith('+') ? PLANS_AT_HOME : LIBRARY_PLANS
  try {
    const number = parsePhoneNumberWithError(text, options, plans)
    return number.isPossible() ? number : reasonFor(validatePhoneNumberLength(text, options, plans))
  } catch (error) {
    if (error instanceof ParseError) return reasonFor(error.message)
    throw error
  }
}

/** How the library groups a number; the text itself where it reads none. */
export function formatByLibrary(e164: string, where: 'at home' | 'abroad'): string {
  try {
    const number = parsePhoneNumberWithError(e164, { extract: false }, LIBRARY_PLANS)
    return where === 'at home' ? number.formatNational() : number.formatInternational()
  } catch {
    return e164
  }
}
