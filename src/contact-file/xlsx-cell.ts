// What a number in a cell looks like in Excel, under its number format: digits, leading zeros, or the date that a phone
// number was taken for. Pure; knows nothing of files. Formats: ECMA-376-1, 18.8.30 and 18.8.31.

/** How a style shows numbers: as they are, as dates, or with zeros before them. */
export type NumberFormat = 'plain' | 'date' | { readonly prefix: string; readonly width: number }

/** A format that Excel has built in, by its number; what is not listed shows digits as they are. */
export function builtInFormat(id: number): NumberFormat {
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  return isDate ? 'date' : 'plain'
}

/** @param code a format as a workbook states it, such as `dd/mm/yyyy` or `"+"000000000000` */
export function readFormat(code: string): NumberFormat {
  const [section = ''] = code.replace(/"[^"]*"|\\./g, (literal) => (/[+]/.test(literal) ? '+' : ' ')).split(';')
  const plain = section.replace(/\[[^\]]*\]|[_*]./g, ' ')
  if (/^\s*general\s*$/i.test(plain)) return 'plain'
  if (/[ymdhs]/i.test(plain) || /\[[hms]+\]/i.test(section)) return 'date'
  const [, before, digits] = /^([+\s()]*)([0#\s()/-]+)$/.exec(plain) ?? []
  if (before === undefined || digits === undefined) return 'plain'
  const places = digits.replace(/[^0#]/g, '').replace(/^#+/, '')
  return { prefix: before.includes('+') ? '+' : '', width: places.length }
}

// Excel keeps 15 digits of what is typed, and a double hardly more.
const EXACT_BELOW = 1e15

/**
 * @param text the value as a workbook stores it: a decimal number, perhaps in scientific notation
 * @returns a whole number with all its digits; one of more than 15 digits in scientific notation, which shows how many
 * are known; a date as `2012-03-04`, with its time where it has one; anything else as it is stored
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
  const digits = String(value)
  return typeof format === 'string' || value < 0 ? digits : format.prefix + digits.padStart(format.width, '0')
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
