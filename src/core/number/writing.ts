// How people, spreadsheets and networks write a phone number: a text taken one step nearer to plain digits, or told apart
// from what is none. Knows no numbering plan and decides no number: that is number.ts.

/**
 * A text with its digits of every script as 0-9, its full-width forms, dashes and spaces as ASCII, and without invisible
 * characters (those that spreadsheets and messengers wrap around a copied number).
 */
// Not NFKC: that would make a digit of a footnote's "²".
export function toAscii(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text
    .replace(/\p{Cf}|[\ufe00-\ufe0f]/gu, '')
    .replace(/[\uff01-\uff5e]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
    .replace(/\p{Nd}/gu, decimalDigit)
    .replace(/[\p{Pd}\u2212\u30fc]/gu, '-')
    .replace(/[\p{Zs}\t]/gu, ' ')
    .trim()
}

// Unicode keeps the ten digits of a script together and in order (Standard, section 4.6): the value of one is its
// distance from the first of its run.
function decimalDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0
  const code = zero
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(code - zero)
}

/** Without what spreadsheets put around a number to keep it a text, and pandas behind: '087…, ="+353…", 353871234567.0 */
export function unwrap(text: string): string {
  return text
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'/, '')
    .replace(/^(\+?\d{5,})\.0+$/, '$1')
    .trim()
}

/** Whether it is a date that a spreadsheet has made of a number: 2026-11-22, 22.11.2026. */
export function isDate(text: string): boolean {
  const [, first = '', second = '', third = ''] = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(text) ?? []
  const isYear = (part: string) => /^(?:19|20)\d\d$/.test(part)
  const isDayAndMonth = (a: string, b: string) =>
    Number(a) >= 1 && Number(b) >= 1 && Math.max(Number(a), Number(b)) <= 31 && Math.min(Number(a), Number(b)) <= 12
  return (isYear(first) && isDayAndMonth(second, third)) || (isYear(third) && isDayAndMonth(first, second))
}

/**
 * Scientific notation as plain digits; any other text as it is.
 *
 * @returns null when digits are lost: 1.3800138000E+10 shows all of them, 9.19541E+11 does not
 */
export function expandScientific(text: string): string | null {
  const [, whole, fraction = '', exponent] = /^\+?(\d+)(?:[.,](\d+))?e\+?(\d+)$/i.exec(text) ?? []
  if (whole === undefined || exponent === undefined) return text
  return fraction.length === Number(exponent) ? whole + fraction : null
}

/**
 * A URI of RFC 3966 as the number that it stands for: tel:+1-201-555-0123;ext=5, tel:863-1234;phone-context=+1-914-555.
 *
 * @returns null where the number is valid only within a context that is no calling code, such as a company's network
 */
export function readUri(text: string): string | null {
  if (!/^tel:/i.test(text)) return text
  const parts = text.slice(4).replace(/%20/g, ' ').split(';')
  const [number = '', ...parameters] = parts.map((part) => part.trim())
  const parameter = (name: string) =>
    parameters.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const context = parameter('phone-context')
  const extension = parameter('ext')
  const isLocal = context !== undefined && !number.startsWith('+')
  if (isLocal && !isCallingCode(context)) return null
  return `${isLocal ? context : ''}${number}${extension === undefined ? '' : ` ext. ${extension}`}`.trim()
}

/** Whether the phone-context of a URI is one that a number can be put behind: a calling code, and digits of the number. */
export function isCallingCode(context: string): boolean {
  return /^\+[\d().-]*$/.test(context) && /\d/.test(context)
}

/** What stands between the numbers of a cell that holds several. */
export const BETWEEN_NUMBERS = /:::|[;|/,&\n\r]|\s(?:or|and|und|oder|et|ou|y|o|i|lub)\s/i

/**
 * A Brazilian number without the xx that stands for the carrier's two digits, which the caller chooses: (0xx11) 3456-7890.
 * Where xx is two digits that somebody has hidden, in every other country, the text stays as it is.
 */
export function withoutCarrier(text: string, region: string | null): string {
  const isBrazilian = region === 'BR' || /^[\s(]*(?:\+|00)[\s(]*55/.test(text)
  return isBrazilian ? text.replace(/0[\s(-]*(?:xx|\*\*)[\s)-]*(?=[\s(]*\d)/i, '') : text
}
