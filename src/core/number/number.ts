// What number is this text? Decides it without guessing: what has two readings, or lacks a digit, is a rejection.
// Knows nothing of contacts, files or phones. libphonenumber-js is the reference for what it answers.
import { hasKeys, wrongUse } from '../../text/wrong-use.ts'
import { type PlanNumber, readDialled, readInternational } from './dialled.ts'
import { endsWith } from './digits.ts'
import { cutExtension } from './extension.ts'
import { layOut } from './layout.ts'
import { readLetters } from './letters.ts'
import { countries, type Home, homeOf, isCountry } from './plan.ts'
import { type Readers, readPlan } from './prefix.ts'
import { type PhoneNumber, REJECTION_SENTENCES, type ReadOne, type Rejection, type RejectionReason } from './reading.ts'
import { holdsSeveral, holdsSeveralBySlash, holdsTwoInARow, mayBeSecond } from './several.ts'
import { FEWEST_DIGITS, isPair, type PlainText, SLASH, SPACE, scanExtended, scanNumber, scanPlainText } from './text.ts'
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
  // Most texts are tidy as they are: to find that out costs as much as reading them.
  return readPlain(text, region) ?? readTidied(text, region)
}

function readPlain(text: string, region: string | null): PhoneNumber | Rejection | null {
  const home = region === null ? null : homeOf(region)
  const plain = scanPlainText(text)
  if (plain === null || (plain.kinds & SLASH) === 0) return plain && readScanned(text, plain, region, home)
  if (plain.extension !== null) return null
  if (holdsSeveralBySlash(text, region, readOne)) return reject('several-numbers')
  // The digits in hand are those of its first piece now.
  const again = scanPlainText(text)
  return again && readScanned(text, again, region, home)
}

function readScanned(text: string, plain: PlainText, region: string | null, home: Home | null) {
  const number = readPlan(plain, home, COMPILED)
  // Two numbers may stand in a row where there are spaces. Without a country that is no reason to look closer.
  if (number.kind === 'number' || (plain.kinds & SPACE) === 0 || isFinal(number)) return number
  return holdsTwoInARow(text, region, readOne) ? reject('several-numbers') : number
}

function readTidied(text: string, region: string | null): PhoneNumber | Rejection | null {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_TEXT) return null
  return (
    (trimmed.length < text.length ? readPlain(trimmed, region) : null) ?? readPlain(unwrap(toAscii(trimmed)), region)
  )
}

function withExtension(number: PhoneNumber, extension: string | null): PhoneNumber | Rejection {
  if (extension === null) return number
  // The library has found another one before it.
  return number.extension === null ? { ...number, extension } : reject('not-a-number')
}

function isFinal({ reason }: Rejection): boolean {
  return reason === 'no-country' || reason === 'two-readings'
}

/** What parseNumber says of every text; who reads each number in it, is an argument. */
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
export function isRegion(text: string): boolean {
  if (typeof text !== 'string') throw wrongUse('isRegion', 'a text', text)
  return isCountry(text)
}

/** Every region that numbers can be read under. */
export function regions(): string[] {
  return countries()
}

/** The number as its country groups it, for people: `+353 87 123 4567`. The text itself when it is no E.164 number. */
export function formatNumber(e164: string): string {
  if (typeof e164 !== 'string') throw wrongUse('formatNumber', 'a number as +353871234567', e164)
  const number = parseE164(e164)
  return number === null ? e164 : `+${number.callingCode} ${layOut(number, 'abroad')}`
}

/** The number as it is written within its country: `087 123 4567`. The text itself when it is no E.164 number. */
export function formatNational(e164: string): string {
  const number = parseE164(e164)
  return number === null ? e164 : layOut(number, 'at home')
}

function parseE164(text: string): PhoneNumber | null {
  const number = text.startsWith('+') ? readOne(text, null) : null
  return number?.kind === 'number' ? number : null
}

function reject(reason: RejectionReason): Rejection {
  return { kind: 'rejected', reason }
}

const COMPILED: Readers<PlainText, Home> = {
  international(text, plusDigits) {
    const { count, extension, hasPlus, ifShort } = text
    if (count === plusDigits) return reject('not-a-number')
    if (count - plusDigits < FEWEST_DIGITS && (plusDigits > 0 || !isPair(text))) return reject(ifShort)
    if (!hasPlus && plusDigits === 0) return reject('no-country')
    const number = readInternational(plusDigits, count, 'no-such-calling-code')
    return typeof number === 'string' ? reject(number) : judge(number, extension, true)
  },
  dialled(text, home) {
    const { count, extension, ifShort } = text
    if (count < FEWEST_DIGITS && !isPair(text)) return reject(ifShort)
    const number = readDialled(0, count, home)
    if (typeof number === 'string') return reject(number)
    // Most dialled numbers are too short to begin with a calling code: that needs no text.
    const isLonger = count > number.callingCode.length + number.national.length
    return judge(number, extension, isLonger && endsWithNumber(count, number))
  },
  homeOf: (home) => home,
}

// True behind an international prefix: something (00, 011) stands before calling code and national number.
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
  const scanned = scanNumber(text) ?? scanExtended(text)
  if (scanned === null) return reject('not-a-number')
  return readPlan(scanned, region === null ? null : homeOf(region), COMPILED)
}
