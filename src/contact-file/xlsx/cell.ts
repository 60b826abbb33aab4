// What a number in a cell looks like in Excel, under its number format: its digits with those that the format adds, or the
// date that a phone number was taken for. Pure; knows nothing of files. Formats: ECMA-376-1, 18.8.30 and 18.8.31.
import { addLocale, format, isDateFormat, tokenize, tokenTypes } from 'numfmt'

/** How a style shows what is in a cell: as it is, as dates, or as its code says. */
export type NumberFormat = 'plain' | 'date' | { readonly code: string }

/** A format that Excel has built in, by its number; what is not listed shows digits as they are. */
export function builtInFormat(id: number): NumberFormat {
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  if (isDate) return 'date'
  const code = BUILT_IN.get(id)
  return code === undefined ? 'plain' : { code }
}

// Of those that are no dates, the ones that show other digits than the cell holds.
const BUILT_IN = new Map([
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [48, '##0.0E+0'],
])

/** @param code a format as a workbook states it, such as `dd/mm/yyyy` or `"+55"0` */
export function readFormat(code: string): NumberFormat {
  if (PLAIN.test(code)) return 'plain'
  return isDate(code) ? 'date' : { code }
}

// The library throws for what no format can be.
function isDate(code: string): boolean {
  try {
    return code.length <= LONGEST_CODE && isDateFormat(code)
  } catch {
    return false
  }
}

// General, text, and digits with neither zeros before them nor anything else.
const PLAIN = /^(?:general|@|[#,]*[#0](?:\.0*)?)?$/i

/** What a text looks like under a format, most of which leave texts alone. */
export function showText(text: string, format: NumberFormat): string {
  if (typeof format === 'string' || text === '' || !mayChangeText(format.code)) return text
  const shown = applyFormat(format.code, text)
  return shown === null || shown === text.trim() ? text : shown
}

function mayChangeText(code: string): boolean {
  return code.includes('@') || code.split(';').length > 3
}

// Excel keeps 15 digits of what is typed, and a double hardly more.
const EXACT_BELOW = 1e15

/**
 * @param text the value as a workbook stores it: a decimal number, perhaps in scientific notation
 * @returns a whole number with all its digits and what its format puts before, between and behind them; one of more than
 * 15 digits in scientific notation, which shows how many are known, as does one whose format does not show them all; a
 * date as `2012-03-04`, with its time where it has one; anything else as it is stored
 */
export function showNumber(text: string, format: NumberFormat, is1904: boolean): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (format === 'date') {
    const date = showDate(value, is1904)
    if (date !== null) return date
  }
  if (!Number.isInteger(value)) return text
  if (Math.abs(value) >= EXACT_BELOW) return showRounded(value)
  return typeof format === 'string' ? String(value) : showFormatted(value, format.code)
}

/** Whether the format of a number hides some of its digits, as `0,` does and `;;;`. */
export function hidesDigits(text: string, format: NumberFormat): boolean {
  const value = Number(text)
  if (typeof format === 'string' || text.trim() === '' || !Number.isInteger(value)) return false
  return !holdsDigits(applyFormat(format.code, value) ?? '', value)
}

function showFormatted(value: number, code: string): string {
  const shown = applyFormat(code, value)
  // A format that nobody can read, or that shows a rounded number: it must not be taken for another one.
  if (shown === null || (shown !== '' && !holdsDigits(shown, value))) return value.toExponential(2).toUpperCase()
  return shown
}

/** Whether the digits of a number all stand in a text, in their order, perhaps with others. */
function holdsDigits(shown: string, value: number): boolean {
  let at = 0
  for (const digit of String(Math.abs(value))) {
    at = shown.indexOf(digit, at) + 1
    if (at === 0) return false
  }
  return true
}

// The longest that Excel takes.
const LONGEST_CODE = 255
// Thousands are not set apart, and zeros behind the point say nothing: where it stands is marked.
const [LOCALE, POINT] = ['x-ringsight', '\ue000']
addLocale({ group: '', decimal: POINT }, LOCALE)

/** Null where the format cannot be read. */
function applyFormat(code: string, value: number | string): string | null {
  if (code.length > LONGEST_CODE) return null
  try {
    // Excel shows a number as it is where it has room, and otherwise shortens it.
    const whole = tokenize(code).map(({ type, raw }) => (type === tokenTypes.GENERAL ? '0' : raw))
    const shown = format(whole.join(''), value, { locale: LOCALE })
    return shown
      .replace(/\ue0000*(?![0-9E])/, '')
      .replace(POINT, '.')
      .trim()
  } catch {
    return null
  }
}

/** Whether a stored number is whole, with digits beyond those that Excel keeps. */
export function isRounded(text: string): boolean {
  const value = Number(text)
  return Number.isInteger(value) && Math.abs(value) >= EXACT_BELOW
}

function showRounded(value: number): string {
  const [mantissa = '', exponent] = value.toExponential(14).split('e')
  return `${mantissa.replace(/\.?0+$/, '')}E${exponent}`
}

const DAY_SECONDS = 86_400
// The last day that Excel knows, 9999-12-31.
const LAST_DAY = 2_958_465

// Days count from 1899-12-31, and 1900 is taken for a leap year: from March 1900 on, they are one too many.
function showDate(serial: number, is1904: boolean): string | null {
  if (serial < 0 || serial > LAST_DAY) return null
  const seconds = Math.round(serial * DAY_SECONDS)
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const [date = '', time = ''] = new Date(epoch + seconds * 1000).toISOString().split(/[T.]/)
  const shown = time.endsWith(':00') ? time.slice(0, 5) : time
  if (seconds % DAY_SECONDS === 0) return date
  return seconds < DAY_SECONDS ? shown : `${date} ${shown}`
}
