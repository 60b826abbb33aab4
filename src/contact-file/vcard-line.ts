// One line of a vCard, folded or not: its name, what it says, and the same line with another telephone number. Pure; knows
// nothing of cards. Rules: vCard 2.1 (versit, 1996), RFC 2426 (3.0), RFC 6350 (4.0); of tel: URIs, RFC 3966.
import { decodeBytes, type Units } from './vcard-units.ts'

export interface ContentLine {
  /** What ties it to other lines of the card, in lower case; '' without one. */
  readonly group: string
  /** In upper case. */
  readonly name: string
  /** What its TYPE parameters list, in lower case; in 2.1 they may stand without that word. */
  readonly types: readonly string[]
  readonly charset: string | null
  readonly isQuotedPrintable: boolean
  /** The raw line: up to its colon, behind it, and its last line break. */
  readonly head: string
  readonly value: string
  readonly lineBreak: string
}

const FOLD = /(?:\r\n|\n|\r)[ \t]/g
const SOFT_BREAK = /=[ \t]*(?:\r\n|\n|\r)/g

/** @returns null where it has no colon: a stray line, which says nothing */
export function parseLine(raw: string): ContentLine | null {
  const colon = indexOutsideQuotes(raw, ':')
  if (colon === -1) return null
  const lineBreak = /[\r\n]*$/.exec(raw.slice(-2))?.[0] ?? ''
  const [path = '', ...parameters] = splitParameters(raw.slice(0, colon).replace(FOLD, ''))
  const dot = path.lastIndexOf('.')
  return {
    group: path.slice(0, Math.max(dot, 0)).toLowerCase(),
    name: path.slice(dot + 1).toUpperCase(),
    ...readParameters(parameters),
    head: raw.slice(0, colon + 1),
    value: raw.slice(colon + 1, raw.length - lineBreak.length),
    lineBreak,
  }
}

function readParameters(parameters: readonly string[]): Pick<ContentLine, 'types' | 'charset' | 'isQuotedPrintable'> {
  const types: string[] = []
  let charset: string | null = null
  let isQuotedPrintable = false
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const name = parameter.slice(0, Math.max(equals, 0)).trim().toUpperCase()
    const text = parameter
      .slice(equals + 1)
      .replaceAll('"', '')
      .trim()
      .toLowerCase()
    if (text === 'quoted-printable') isQuotedPrintable = true
    else if (name === 'CHARSET') charset = text
    else if (name === 'TYPE' || name === '') types.push(...text.split(',').map((type) => type.trim()))
  }
  return { types, charset, isQuotedPrintable }
}

// Loops, since parameters come from strangers: a regular expression would pile up megabytes to go back to.
function splitParameters(text: string): string[] {
  const parts: string[] = []
  for (let rest = text; ; ) {
    const at = indexOutsideQuotes(rest, ';')
    if (at === -1) return [...parts, rest]
    parts.push(rest.slice(0, at))
    rest = rest.slice(at + 1)
  }
}

// A quote that is never closed, which 2.1 allows, quotes nothing.
function indexOutsideQuotes(text: string, wanted: string): number {
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === wanted) return at
    if (character === '"') at = Math.max(text.indexOf('"', at + 1), at)
  }
  return -1
}

/** What the line says; a structured value still with its escapes. */
export function readValue({ value, charset, isQuotedPrintable }: ContentLine, units: Units): string {
  if (!isQuotedPrintable) return units.decode(value.replace(FOLD, ''), charset)
  const octets = value
    .replace(SOFT_BREAK, '')
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return decodeBytes(Buffer.from(octets, 'latin1'), charset)
}

/** The parts of a structured value, such as a name, without escapes. */
export function splitValue(text: string): string[] {
  const parts: string[] = []
  let start = 0
  for (const { 0: found, index } of text.matchAll(/\\[\s\S]|;/g)) {
    if (found !== ';') continue
    parts.push(unescapeText(text.slice(start, index)))
    start = index + 1
  }
  return [...parts, unescapeText(text.slice(start))]
}

/** A text without the escapes of its commas, semicolons, backslashes and line breaks. */
export function unescapeText(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character))
}

/**
 * The telephone number of a line. Of a `tel:` URI, the number with the calling code of its context, and its extension
 * behind it as `ext. 12`.
 */
export function readPhone(line: ContentLine, units: Units): string {
  const text = unescapeText(readValue(line, units)).trim()
  if (!/^tel:/i.test(text)) return text
  const [number = '', ...parameters] = decodeUri(text.slice(4)).split(';')
  const find = (name: string) =>
    parameters.find((each) => each.toLowerCase().startsWith(name))?.slice(name.length) ?? ''
  const context = number.startsWith('+') ? '' : (/^\+[\d().-]+/.exec(find('phone-context='))?.[0] ?? '')
  const extension = find('ext=')
  return `${context}${number.trim()}${extension === '' ? '' : ` ext. ${extension}`}`
}

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The raw line with another number, in the form of the one that it replaces: URI, quoted-printable. Head and last line
 * break stay.
 *
 * @param number as readPhone gives it
 */
export function replacePhone(line: ContentLine, number: string, units: Units): string {
  const [scheme] = /^tel:/i.exec(unescapeText(readValue(line, units)).trim()) ?? []
  const text = scheme === undefined ? escapeText(number) : scheme + renderUri(number)
  const value = line.isQuotedPrintable ? encodeQuotedPrintable(text) : units.encode(text)
  return line.head + value + line.lineBreak
}

function renderUri(number: string): string {
  const [, main = number, extension] = /^(.*?)\s*(?:ext\.?|x|#)\s*(\d+)$/i.exec(number) ?? []
  return encodeURI(main.replace(/\s/g, '')) + (extension === undefined ? '' : `;ext=${extension}`)
}

function escapeText(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n')
}

function encodeQuotedPrintable(text: string): string {
  return Array.from(Buffer.from(text), (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x3d
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')
}
