// Takes apart the texts that are nearly all there are: digits, spaces, dashes, dots and brackets, perhaps a plus sign
// before or an extension behind. Every other text is left to the careful steps of number.ts. Knows no numbering plan.

export interface PlainText {
  /** Every digit but the extension's. */
  readonly digits: string
  readonly hasPlus: boolean
  /** Whether 00 stands where a plus sign would. */
  readonly has00: boolean
  readonly hasSpaces: boolean
  readonly extension: string | null
}

const WITH_EXTENSION = /^(.*?\d) *(?:ext\.?|x|#) *(\d{1,6})$/i
const URI = /^tel:(.*?)(?:;ext=(\d{1,6}))?$/i
// What number.ts takes for a date, or for the decimals that pandas writes behind a number.
const TWO_FACED = /^\d{1,4}[.-]\d{1,2}[.-]\d{1,4}$|\.0+$/

const SPACE = 32
const OPENING = 40
const CLOSING = 41
const PLUS = 43
const DASH = 45
const DOT = 46
const ZERO = 48
const NINE = 57

// With fewer, libphonenumber-js has rules of its own for what is a number at all; with more, it is none.
const FEWEST_DIGITS = 5
const MOST_DIGITS = 20

/** @param text trimmed; anything */
export function scanPlainText(text: string): PlainText | null {
  const plain = scan(text, null)
  if (plain !== null) return plain
  const [, number = '', extension = null] = URI.exec(text) ?? WITH_EXTENSION.exec(text) ?? []
  return scan(number.trim(), extension)
}

// A loop, for regular expressions would cost more than all the rest of reading a number.
function scan(text: string, extension: string | null): PlainText | null {
  const first = text.charCodeAt(0)
  const hasPlus = first === PLUS
  if (!hasPlus && first !== OPENING && !isDigit(first)) return null
  let digits = ''
  let runStart = hasPlus ? 1 : 0
  let hasSpaces = false
  let hasMarks = false
  for (let at = runStart; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) continue
    if (code === SPACE) hasSpaces = true
    else if (code === DASH || code === DOT) hasMarks = true
    else if (code !== OPENING && code !== CLOSING) return null
    if (runStart < at) digits += text.slice(runStart, at)
    runStart = at + 1
  }
  digits += text.slice(runStart)
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS || (hasMarks && TWO_FACED.test(text))) return null
  const has00 = text.startsWith('00') || text.startsWith('(00')
  return { digits, hasPlus, has00, hasSpaces, extension }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}
