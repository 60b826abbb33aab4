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

const PLAIN = /^[+(\d][\d ().-]*$/
const WITH_EXTENSION = /^(.*?\d) *(?:ext\.?|x|#) *(\d{1,6})$/i
const URI = /^tel:(.*?)(?:;ext=(\d{1,6}))?$/i
// What number.ts takes for a date, or for the decimals that pandas writes behind a number.
const TWO_FACED = /^\d{1,4}[.-]\d{1,2}[.-]\d{1,4}$|\.0+$/

// With fewer, libphonenumber-js has rules of its own for what is a number at all; with more, it is none.
const FEWEST_DIGITS = 5
const MOST_DIGITS = 20

/** @param text trimmed; anything */
export function scanPlainText(text: string): PlainText | null {
  if (PLAIN.test(text)) return TWO_FACED.test(text) ? null : describe(text, null)
  const [, number = '', extension = null] = URI.exec(text) ?? WITH_EXTENSION.exec(text) ?? []
  const trimmed = number.trim()
  return PLAIN.test(trimmed) && !TWO_FACED.test(trimmed) ? describe(trimmed, extension) : null
}

function describe(text: string, extension: string | null): PlainText | null {
  const digits = digitsOf(text)
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return null
  const has00 = text.startsWith('00') || text.startsWith('(00')
  return { digits, hasPlus: text.startsWith('+'), has00, hasSpaces: text.includes(' '), extension }
}

// Several times as fast as text.replace(/\D/g, ''), and most of what reading a number costs.
function digitsOf(text: string): string {
  let digits = ''
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) continue
    if (start < at) digits += text.slice(start, at)
    start = at + 1
  }
  return start === 0 ? text : digits + text.slice(start)
}
