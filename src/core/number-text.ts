// Takes apart the texts that are nearly all there are: digits, spaces, dashes, dots and brackets, perhaps a plus sign
// before or an extension behind. Every other text is left to the careful steps of number.ts. Knows no numbering plan.
import { digits, holdText, MOST_DIGITS } from './digits.ts'

export interface PlainText {
  /** How many digits, without the extension's. They stand in digits.ts until the next text is scanned. */
  readonly count: number
  readonly hasPlus: boolean
  /** Whether 00 stands where a plus sign would. */
  readonly has00: boolean
  readonly hasSpaces: boolean
  /** Dashes or dots. */
  readonly hasMarks: boolean
  readonly hasSlashes: boolean
  readonly extension: string | null
}

// The forms of libphonenumber's extensions that people use, with fewer digits. Tried at one position only: to look for it
// in the whole text would cost more than reading the number.
const EXTENSION = /(?:(?<=\d)(?:;ext=|;|,,?)|[ ,]*(?:#|x|ext(?:ension)?)[.:]?) *(\d{1,6})$/iy
const LEADING_00 = /^[ (]*00/
const URI = /^tel:(.*?)(?:;ext=(\d{1,6}))?$/i
// What number.ts takes for a date, or for the decimals that pandas writes behind a number.
const TWO_FACED = /^(?:(?:19|20)\d\d[.-]\d{1,2}[.-]\d{1,4}|\d{1,4}[.-]\d{1,2}[.-](?:19|20)\d\d)$|\.0+$/

const OPENING = 40
const PLUS = 43
const ZERO = 48
const COLON = 58

/** What a character is, as bits, so that those of a whole text can be gathered in one number. */
const [DIGIT, SPACE, MARK, SLASH, BRACKET, OTHER] = [1, 2, 4, 8, 16, 32] as const
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => describeCharacter(String.fromCharCode(code)))
// Were they all digits, there would be room for them.
const LONGEST_TEXT = digits.length

// With fewer, libphonenumber-js has rules of its own for what is a number at all.
const FEWEST_DIGITS = 3

/**
 * @param text trimmed; anything
 * @returns null as well where the text may be a date, a decimal or two numbers
 */
export function scanPlainText(text: string): PlainText | null {
  const uri = text.charCodeAt(3) === COLON ? URI.exec(text) : null
  const written = uri?.[1] === undefined ? text : uri[1].trim()
  const plain = uri === null ? scanNumber(text) : scan(written, uri[2] ?? null)
  return plain === null || plain.hasSlashes || (plain.hasMarks && isTwoFaced(written, plain)) ? null : plain
}

/** @param text one number, perhaps with an extension; anything */
export function scanNumber(text: string): PlainText | null {
  const plain = scan(text, null)
  if (plain !== null) return plain
  const at = endOfNumber(text)
  EXTENSION.lastIndex = at
  const found = EXTENSION.exec(text)
  return found === null ? null : scan(text.slice(0, at), found[1] ?? null)
}

/** Where something other than the number begins, with the spaces before it. */
function endOfNumber(text: string): number {
  let at = text.charCodeAt(0) === PLUS || text.charCodeAt(0) === OPENING ? 2 : 1
  while (at < text.length && kindOf(text.charCodeAt(at)) !== OTHER) at++
  while (at > 0 && kindOf(text.charCodeAt(at - 1)) === SPACE) at--
  return at
}

// A date has no plus sign, no spaces and ten digits at most: most numbers with dashes need no regular expression.
function isTwoFaced(text: string, { count, hasPlus, hasSpaces }: PlainText): boolean {
  const mayBeDate = count <= 10 && !hasPlus && !hasSpaces
  return (mayBeDate || text.charCodeAt(text.length - 1) === ZERO) && TWO_FACED.test(text)
}

// A loop, for regular expressions would cost more than all the rest of reading a number. It decides nothing on the way:
// where digits and marks alternate, a processor guesses wrong, and each wrong guess costs as much as several characters.
function scan(text: string, extension: string | null): PlainText | null {
  const first = text.charCodeAt(0)
  const plusAt = first === OPENING ? 1 : 0
  const hasPlus = text.charCodeAt(plusAt) === PLUS
  if (text.length > LONGEST_TEXT || (!hasPlus && first !== OPENING && kindOf(first) !== DIGIT)) return null
  let count = 0
  let kinds = 0
  for (let at = hasPlus ? plusAt + 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = kindOf(code)
    kinds |= kind
    digits[count] = code - ZERO
    count += kind & DIGIT
  }
  if (count > MOST_DIGITS || (kinds & OTHER) !== 0) return null
  holdText(text, hasPlus && count === text.length - 1)
  const has00 = count > 1 && digits[0] === 0 && digits[1] === 0 && LEADING_00.test(text)
  if (count < FEWEST_DIGITS + (has00 ? 2 : 0)) return null
  return {
    count,
    hasPlus,
    has00,
    hasSpaces: (kinds & SPACE) !== 0,
    hasMarks: (kinds & MARK) !== 0,
    hasSlashes: (kinds & SLASH) !== 0,
    extension,
  }
}

function kindOf(code: number): number {
  return code < 128 ? (KINDS[code] as number) : OTHER
}

function describeCharacter(character: string): number {
  if (/\d/.test(character)) return DIGIT
  if (character === ' ') return SPACE
  if (character === '/') return SLASH
  if (/[-.]/.test(character)) return MARK
  return /[()]/.test(character) ? BRACKET : OTHER
}
