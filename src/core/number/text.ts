// Takes apart the texts that are nearly all there are: digits, spaces, dashes, dots and brackets, perhaps a plus sign
// before or an extension behind. Every other text is left to the careful steps of number.ts. Knows no numbering plan.
import { digits, holdText, MOST_DIGITS } from './digits.ts'

/** The digits of one number, and what its text says of them. */
export interface PlainText {
  /** How many digits, without the extension's. They stand in digits.ts until the next text is scanned. */
  readonly count: number
  readonly hasPlus: boolean
  /** How many of the digits may stand for a plus sign (plusDigitsOf). */
  readonly plusDigits: number
  /** What else is in it: SPACE, DASH, DOT, SLASH, RARE, each a bit. */
  readonly kinds: number
  readonly extension: string | null
  /** What is wrong with it if it has fewer digits than any number. */
  readonly ifShort: 'too-short' | 'not-a-number'
}

// The forms of libphonenumber's extensions that people use, with fewer digits. Tried at one position only: to look for it
// in the whole text would cost more than reading the number.
const EXTENSION = /(?:(?<=\d);ext=(?=\d)|[ ,]*(?:#|x|ext(?:ension)?)[.:]?) *(\d{1,6})$/iy
const SCHEME = /^tel:/i
// RFC 3966, section 3: what else stands behind a semicolon is no extension.
const URI_EXTENSION = /;ext=(\d{1,6})$/iy
// What number.ts takes for a date, or for the decimals that pandas writes behind a number.
const TWO_FACED = /^(?:(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,4}|\d{1,4}[./-]\d{1,2}[./-](?:19|20)\d\d)$|\.0+$/

const BLANK = 32
const OPENING = 40
const PLUS = 43
const ZERO = 48
export const NO_DIGIT = 10

// What a character is, as bits, so that those of a whole text can be gathered in one number.
export const DIGIT = 1
export const SPACE = 2
export const DASH = 4
export const SLASH = 8
export const BRACKET = 16
const RARE = 32
const OTHER = 64
export const DOT = 128
const MARK = DASH | DOT
/** What is not to be read by its characters alone. */
export const UNUSUAL = RARE | OTHER
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => describeCharacter(String.fromCharCode(code)))

/** With fewer digits, nothing is a number: isViablePhoneNumber in libphonenumber-js, which lets two pass that stand alone. */
export const FEWEST_DIGITS = 3

/**
 * @param text anything; of one that begins or ends with spaces, nothing is known
 * @returns null as well where the text may be a date or a decimal. One with a slash may be two numbers.
 */
export function scanPlainText(text: string): PlainText | null {
  const plain = scanNumber(text) ?? scanUri(text)
  if (plain === null || text.charCodeAt(text.length - 1) === BLANK || text.charCodeAt(0) === BLANK) return null
  // What few digits are before an extension depends on how it is cut off.
  if (plain.extension !== null && plain.count < FEWEST_DIGITS + AUSTRALIAN) return null
  return (plain.kinds & (MARK | SLASH | RARE)) !== 0 && isTwoFaced(text, plain) ? null : plain
}

// With a slash it may hold two numbers: whether it does, its scheme hides.
function scanUri(text: string): PlainText | null {
  const plain = SCHEME.test(text) ? scanNumber(text, 'tel:'.length, URI_EXTENSION) : null
  return plain !== null && (plain.kinds & SLASH) !== 0 ? null : plain
}

// A date has no plus sign, two marks and ten digits at most: most numbers with marks need no regular expression.
function isTwoFaced(text: string, { count, hasPlus, kinds }: PlainText): boolean {
  if ((kinds & RARE) !== 0) return true
  const mayBeDate = count <= 10 && !hasPlus && text.length === count + 2
  return (mayBeDate || text.charCodeAt(text.length - 1) === ZERO) && TWO_FACED.test(text)
}

/**
 * @param text one number, perhaps with an extension; anything. It begins at `from`.
 * @returns null for what is no number by its characters
 */
// A loop, for regular expressions would cost more than all the rest of reading a number. It decides little on the way:
// where digits and marks alternate, a processor guesses wrong, and each wrong guess costs as much as several characters.
export function scanNumber(text: string, from = 0, extensions = EXTENSION): PlainText | null {
  const { length } = text
  if (length > MOST_DIGITS) return null
  const plusAt = text.charCodeAt(from) === OPENING ? from + 1 : from
  const hasPlus = text.charCodeAt(plusAt) === PLUS
  const into = digits
  let count = 0
  let kinds = 0
  let at = hasPlus ? plusAt + 1 : from
  for (; at < length; at++) {
    const code = text.charCodeAt(at)
    const kind = kindOf(code)
    if (kind === OTHER) break
    kinds |= kind
    into[count] = code - ZERO
    count += kind & DIGIT
  }
  const extension = at < length ? findExtension(text, at, extensions) : null
  if (extension === '' || count === 0) return null
  holdText(text, hasPlus && count === length - 1)
  // What the last text has left behind its digits is none of them.
  into[count] = into[count + 1] = into[count + 2] = NO_DIGIT
  const plusDigits = hasPlus ? 0 : plusDigitsOf(text, from, into)
  const isEnded = extension === null && kindOf(text.charCodeAt(length - 1)) === DIGIT
  return { count, hasPlus, plusDigits, kinds, extension, ifShort: isEnded ? 'too-short' : 'not-a-number' }
}

/** Whether a text is two digits and nothing else. */
export function isPair({ count, hasPlus, kinds, extension }: PlainText): boolean {
  return count === 2 && !hasPlus && kinds === DIGIT && extension === null
}

// All forms of extensions that libphonenumber knows (createExtnPattern in PhoneNumberUtil.java), with as many digits as there.
const ANY_EXTENSION = new RegExp(
  [
    ';ext=(\\d{1,20})',
    '[ \\t,]*(?:e?xt(?:ensi(?:o\u0301?|\u00f3))?n?|\u0434\u043e\u0431|anexo)[:.]?[ \\t,-]*(\\d{1,20})#?',
    '[ \\t,]*(?:[x#~]|int)[:.]?[ \\t,-]*(\\d{1,9})#?',
    '[- ]+(\\d{1,6})#',
    '[ \\t]*(?:,{2}|;)[:.]?[ \\t,-]*(\\d{1,15})#?',
    '[ \\t]*,+[:.]?[ \\t,-]*(\\d{1,9})#?',
  ]
    .map((form) => `${form}$`)
    .join('|'),
  'i',
)

/** The same for one that has an extension of any form. */
export function scanExtended(text: string): PlainText | null {
  const found = ANY_EXTENSION.exec(text)
  const plain = found === null ? null : scanNumber(text.slice(0, found.index))
  if (found === null || plain === null || plain.extension !== null) return null
  const extension = found.slice(1).find((group) => group !== undefined) ?? ''
  return { ...plain, extension, ifShort: 'not-a-number' }
}

/** Two zeros that do not touch: (0)043 123 45 67 is no number in Austria. */
export const APART = 1
/** As a plus sign is dialled in most countries. */
export const DOUBLE_ZERO = 2
/** 011, as in North America. */
export const AMERICAN = 3
/** 0011: behind 00 no number begins with 11, for no area code of North America begins with 1. */
export const AUSTRALIAN = 4

/** How many of the first digits people write for a plus sign, whatever is dialled in their country; mostly 0, or APART. */
export function plusDigitsOf(text: string, from: number, digits: ArrayLike<number>): number {
  const count = plusDigitsIn(digits)
  const mayTouch = count === DOUBLE_ZERO || count === AUSTRALIAN
  return mayTouch && text.indexOf('00', from) !== text.indexOf('0', from) ? APART : count
}

/** The same where two zeros touch. */
export function plusDigitsIn(digits: ArrayLike<number>): number {
  if (digits[0] !== 0) return 0
  if (digits[1] === 0) return digits[2] === 1 && digits[3] === 1 ? AUSTRALIAN : DOUBLE_ZERO
  return digits[1] === 1 && digits[2] === 1 ? AMERICAN : 0
}

/** Empty when something else stands there. */
function findExtension(text: string, at: number, extensions: RegExp): string {
  extensions.lastIndex = at
  return extensions.exec(text)?.[1] ?? ''
}

/** What a byte of UTF-8 is, as one of the bits above; bytes of characters that are not ASCII are UNUSUAL. */
export function kindOfByte(byte: number): number {
  return byte < 128 ? (KINDS[byte] as number) : OTHER
}

function kindOf(code: number): number {
  return code < 128 ? (KINDS[code] as number) : code === 0x2053 || code === 0x223c ? RARE : OTHER
}

function describeCharacter(character: string): number {
  if (/\d/.test(character)) return DIGIT
  if (character === ' ') return SPACE
  if (character === '/') return SLASH
  if (character === '-') return DASH
  if (character === '.') return DOT
  if (/[()]/.test(character)) return BRACKET
  // What else VALID_PUNCTUATION in libphonenumber-js has; in kindOf, two tildes more.
  return /[[\]~]/.test(character) ? RARE : OTHER
}
