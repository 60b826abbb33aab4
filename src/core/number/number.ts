// What number is this text? Decides it without guessing: what has two readings, or lacks a digit, is a rejection.
// Knows nothing of contacts, files or phones. libphonenumber-js is the reference for numbering plans.
import {
  type CountryCode,
  getCountries,
  type PhoneNumber as LibraryNumber,
  type MetadataJson,
  ParseError,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/core'
import { hasKeys, wrongUse } from '../../text/wrong-use.ts'
import { type PlanNumber, readDialled, readInternational } from './dialled.ts'
import { endsWith } from './digits.ts'
import { cutExtension } from './extension.ts'
import { readLetters } from './letters.ts'
import { type Home, homeOf, isCountry, METADATA, METADATA_BEHIND_CODE } from './plan.ts'
import { type Readers, readPlan } from './prefix.ts'
import { type PhoneNumber, REJECTION_SENTENCES, type ReadOne, type Rejection, type RejectionReason } from './reading.ts'
import { holdsSeveral, holdsTwoInARow, mayBeSecond } from './several.ts'
import { type PlainText, plusDigitsOf, SPACE, scanNumber, scanPlainText } from './text.ts'
import { expandScientific, isDate, readUri, toAscii, unwrap, withoutCarrier } from './writing.ts'

/** Why a text cannot be read, as the end of the same sentence, with the numbers that it may be. */
export function describeRejection(rejection: Rejection): string {
  if (!hasKeys(rejection, 'reason')) throw wrongUse('describeRejection', 'a rejection of parseNumber', rejection)
  const { reason, readings = [] } = rejection
  const named = readings.map(formatNumber).join(' or ')
  return named === '' ? REJECTION_SENTENCES[reason] : `${REJECTION_SENTENCES[reason]}: ${named}`
}

// libphonenumber's own bound (PhoneNumberUtil.MAX_INPUT_LENGTH_FOR_PARSING), which also keeps hostile cells cheap.
const LONGEST_TEXT = 250

/**
 * Reads one phone number from a text as people, exports and networks write it.
 *
 * @param text anything; a text over 250 characters is `too-long`
 * @param region ISO 3166-1 alpha-2 of the country that national forms are read under; null when none is stated
 * @returns the number, or a rejection whose reason is a word
 * @throws RangeError when the region is not a country with a numbering plan (see isRegion)
 *
 * @example parseNumber('(087) 123-4567', 'IE') // { kind: 'number', e164: '+353871234567', read: 'national', … }
 * @example parseNumber('9.19541E+11', null)    // { kind: 'rejected', reason: 'precision-lost' }
 */
export function parseNumber(text: string, region: string | null): PhoneNumber | Rejection {
  if (typeof text !== 'string') throw wrongUse('parseNumber', 'a text', text)
  if (region !== null && typeof region !== 'string') {
    throw wrongUse('parseNumber', "a region such as 'IE', or null where none is stated", region)
  }
  return parsePlain(text, region) ?? parseAny(text, region, readOne)
}

/** What parseNumber says of most texts, by the compiled numbering plans; null where they leave it to parseAny. */
export function parsePlain(text: string, region: string | null): PhoneNumber | Rejection | null {
  const home = region === null ? null : homeOf(region)
  const plain = scanPlainText(text) ?? scanTidied(text)
  if (plain === null) return null
  const number = readPlan(plain, home, COMPILED)
  // Two numbers may stand in a row where there are spaces. Without a country that is no reason to look closer.
  return number.kind === 'rejected' && plain.kinds & SPACE && !isFinal(number) ? null : number
}

function withExtension(number: PhoneNumber, extension: string | null): PhoneNumber | Rejection {
  if (extension === null) return number
  // The library has found another one before it.
  return number.extension === null ? { ...number, extension } : reject('not-a-number')
}

function isFinal({ reason }: Rejection): boolean {
  return reason === 'no-country' || reason === 'two-readings'
}

// Most texts are tidy as they are: to find that out costs as much as reading them.
function scanTidied(text: string): PlainText | null {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_TEXT) return null
  return (trimmed.length < text.length ? scanPlainText(trimmed) : null) ?? scanPlainText(unwrap(toAscii(trimmed)))
}

/** What parseNumber says of every text. With readByLibrary, libphonenumber-js is the only judge. */
export function parseAny(text: string, region: string | null, read: ReadOne): PhoneNumber | Rejection {
  const trimmed = text.trim()
  if (trimmed === '') return reject('empty')
  if (trimmed.length > LONGEST_TEXT) return reject('too-long')
  const plain = unwrap(toAscii(trimmed))
  if (plain === '') return reject('empty')
  if (!/\d/.test(plain)) return reject('not-a-number')
  if (isDate(plain)) return reject('date')
  const digits = expandScientific(plain)
  if (digits === null) return reject('precision-lost')
  const named = readUri(digits)
  if (named === null) return reject('not-a-number')
  const { number: written, extension, isLoose } = cutExtension(withoutCarrier(named, region))
  if (holdsSeveral(written, region, read)) return reject('several-numbers')
  const number = read(written, region)
  if (isLoose && extension !== null && mayBeSecond(extension, written, number, region, read))
    return reject('several-numbers')
  if (number.kind === 'number') return withExtension(number, extension)
  if (!isFinal(number) && holdsTwoInARow(written, region, read)) return reject('several-numbers')
  return readLetters(written, region, read) ?? number
}

/** Whether the text is the ISO 3166-1 alpha-2 code, in capitals, of a country with a numbering plan. */
export function isRegion(text: string): text is CountryCode {
  if (typeof text !== 'string') throw wrongUse('isRegion', 'a text', text)
  return isCountry(text)
}

/** Every region that numbers can be read under. */
export function regions(): string[] {
  return getCountries(LIBRARY_PLANS)
}

/** The number as its country groups it, for people: `+353 87 123 4567`. The text itself when it is no E.164 number. */
export function formatNumber(e164: string): string {
  if (typeof e164 !== 'string') throw wrongUse('formatNumber', 'a number as +353871234567', e164)
  try {
    return parsePhoneNumberWithError(e164, { extract: false }, LIBRARY_PLANS).formatInternational()
  } catch {
    return e164
  }
}

/** The number as it is written within its country: `087 123 4567`. The text itself when it is no E.164 number. */
export function formatNational(e164: string): string {
  try {
    return parsePhoneNumberWithError(e164, { extract: false }, LIBRARY_PLANS).formatNational()
  } catch {
    return e164
  }
}

function reject(reason: RejectionReason): Rejection {
  return { kind: 'rejected', reason }
}

const COMPILED: Readers<PlainText, Home> = {
  international({ count, extension, hasPlus }, plusDigits) {
    if (!hasPlus && plusDigits === 0) return reject('no-country')
    const number = readInternational(plusDigits, count, 'no-such-calling-code')
    return typeof number === 'string' ? reject(number) : judge(number, extension, true)
  },
  dialled({ count, extension }, home) {
    const number = readDialled(0, count, home)
    if (typeof number === 'string') return reject(number)
    // Most dialled numbers are too short to begin with a calling code: that needs no text.
    const isLonger = count > number.callingCode.length + number.national.length
    return judge(number, extension, isLonger && endsWithNumber(count, number))
  },
  homeOf: (home) => home,
}

// The same as namesCallingCode, of the digits in hand: no text is made of them.
function endsWithNumber(count: number, { callingCode, national }: PlanNumber): boolean {
  const from = count - national.length
  return endsWith(from, callingCode) && endsWith(count, national)
}

function judge(number: PlanNumber, extension: string | null, isInternational: boolean): PhoneNumber | Rejection {
  // An unlisted range in national form may as well belong to another country than the stated one: that is a guess.
  if (!isInternational && !number.assigned) return reject('not-assigned')
  number.extension = extension
  number.read = isInternational ? 'exact' : 'national'
  return number
}

function readOne(text: string, region: string | null): PhoneNumber | Rejection {
  const scanned = scanNumber(text)
  if (scanned === null) return readByLibrary(text, region)
  return readPlan(scanned, region === null ? null : homeOf(region), COMPILED)
}

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
  if (typeof found === 'string') return reject(found)
  const { ext: extension = null } = found
  const number: PlanNumber = {
    kind: 'number',
    e164: found.number,
    callingCode: found.countryCallingCode,
    country: found.country ?? null,
    national: found.nationalNumber,
    extension,
    read: 'exact',
    assigned: found.isValid(),
  }
  const digits = text.replace(/\D/g, '')
  const own = digits.slice(0, digits.length - (extension?.length ?? 0))
  return judge(number, extension, region === null || namesCallingCode(own, number))
}

// True behind an international prefix: something (00, 011) stands before calling code and national number.
function namesCallingCode(digits: string, { callingCode, national }: PlanNumber): boolean {
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
