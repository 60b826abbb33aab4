// One line of a vCard, folded or not: its name, what it says, and the same line with another telephone number. Pure; knows
// nothing of cards. Rules: vCard 2.1 (versit, 1996), RFC 2426 (3.0), RFC 6350 (4.0); of tel: URIs, RFC 3966.
import { isCallingCode } from '../../core/number/writing.ts'
import { decodeBytes, type Units } from './units.ts'

export interface ContentLine {
  /** What ties it to other lines of the card, in lower case; '' without one. */
  readonly group: string
  /** In upper case. */
  readonly name: string
  /** What its TYPE parameters list, in lower case; in 2.1 they may stand without that word. */
  readonly types: readonly string[]
  readonly charset: string | null
  readonly encoding: 'quoted-printable' | 'base64' | null
  /** 1 is preferred to 100, and those to lines that say nothing of it. */
  readonly preference: number
  /** The raw line: up to its colon, behind it, and its last line break. */
  readonly head: string
  readonly value: string
  readonly lineBreak: string
}

const LINE_BREAK = String.raw`(?:\r{0,2}\n|\r)`
const FOLD = new RegExp(`${LINE_BREAK}[ \t]`, 'g')
const SOFT_BREAK = new RegExp(`=[ \t]*${LINE_BREAK}([ \t]?)`, 'g')
// Beyond a long head there is none: parameters come from strangers.
const LONGEST_NAME = 200

/** Whether a raw line is one of those that are wanted, by its name in upper case; cheaper than to parse it. */
export function isNamed(raw: string, names: ReadonlySet<string>): boolean {
  const head = /^[^:;]*(?=[:;])/.exec(raw.slice(0, LONGEST_NAME).replace(FOLD, ''))?.[0]
  return head !== undefined && names.has(nameOf(head))
}

function nameOf(path: string): string {
  return path
    .slice(path.lastIndexOf('.') + 1)
    .trim()
    .toUpperCase()
}

/** @returns null where it has no colon: a stray line, which says nothing */
export function parseLine(raw: string): ContentLine | null {
  const colon = indexOutsideQuotes(raw, ':')
  if (colon === -1) return null
  const lineBreak = /[\r\n]*$/.exec(raw.slice(-3))?.[0] ?? ''
  const [path = '', ...parameters] = splitParameters(raw.slice(0, colon).replace(FOLD, ''))
  const dot = path.lastIndexOf('.')
  return {
    group: path.slice(0, Math.max(dot, 0)).toLowerCase(),
    name: nameOf(path),
    ...readParameters(parameters),
    head: raw.slice(0, colon + 1),
    value: raw.slice(colon + 1, raw.length - lineBreak.length),
    lineBreak,
  }
}

type Parameters = Pick<ContentLine, 'types' | 'charset' | 'encoding' | 'preference'>

function readParameters(parameters: readonly string[]): Parameters {
  const types: string[] = []
  let charset: string | null = null
  let encoding: ContentLine['encoding'] = null
  let preference = NOT_PREFERRED
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const name = parameter.slice(0, Math.max(equals, 0)).trim().toUpperCase()
    const text = parameter
      .slice(equals + 1)
      .replaceAll('"', '')
      .trim()
      .toLowerCase()
    const known = ENCODINGS.get(text)
    if (known !== undefined && (name === 'ENCODING' || name === '')) encoding = known
    else if (name === 'CHARSET') charset = text
    else if (name === 'PREF') preference = /^\d{1,3}$/.test(text) ? Number(text) : preference
    else if (name === 'TYPE' || name === '') for (const type of text.split(',')) types.push(type.trim())
  }
  if (types.includes('pref')) preference = 1
  return { types, charset, encoding, preference }
}

const NOT_PREFERRED = 101
const ENCODINGS: ReadonlyMap<string, 'quoted-printable' | 'base64'> = new Map([
  ['quoted-printable', 'quoted-printable'],
  ['q', 'quoted-printable'],
  ['base64', 'base64'],
  ['b', 'base64'],
])

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
export function readValue(line: ContentLine, units: Units): string {
  const { charset, encoding } = line
  if (encoding === null) return units.decode(line.value.replace(FOLD, ''), charset)
  return decodeBytes(decodeTransfer(line, units), charset, units.legacy)
}

/** The bytes that readValue takes for neither UTF-8 nor a character set that the line states; null where there are none. */
export function foreignBytes(line: ContentLine, units: Units): Buffer | null {
  const { charset, encoding } = line
  if (charset !== null) return null
  if (encoding === null) return units.foreign(line.value.replace(FOLD, ''))
  const bytes = decodeTransfer(line, units)
  return units.legacy.has(bytes) ? bytes : null
}

function decodeTransfer({ name, value, encoding }: ContentLine, units: Units): Buffer {
  if (encoding === 'base64') return Buffer.from(value.replace(FOLD, ''), 'base64')
  const octets = units
    .octets(joinSoftBreaks(name === 'TEL' ? value : value.replace(CUT_OFF, '')))
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(octets, 'latin1')
}

// A soft break with nothing behind it: the rest of the text is lost. A number must not look complete without it.
const CUT_OFF = /=[ \t]*$/

// 2.1 goes on right behind the break, and a blank there is part of the text. Programs that fold all lines put one behind
// each of them, which is not.
function joinSoftBreaks(value: string): string {
  const blanks = Array.from(value.matchAll(SOFT_BREAK), ([, blank]) => blank)
  const isFolded = blanks.every((blank) => blank !== '')
  return value.replace(SOFT_BREAK, isFolded ? '' : '$1').replace(FOLD, '')
}

/** The parts of a structured value, such as a name, or of a list (behind commas), without escapes. */
export function splitValue(text: string, separator: ';' | ',' = ';'): string[] {
  const parts: string[] = []
  let start = 0
  for (const { 0: found, index } of text.matchAll(/\\[\s\S]|[;,]/g)) {
    if (found !== separator) continue
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
 * The telephone number of a line. Of a `tel:` URI, the number with the calling code of its context, and behind it its
 * extension as `ext. 12`, or what is dialled after it (RFC 2806) as `p12`. A number that is valid only within a context
 * that is no calling code, such as the network of a company, stays a URI, which is no number to anybody else.
 */
export function readPhone(line: ContentLine, units: Units): string {
  const text = unescapeText(readValue(line, units)).trim()
  if (!/^tel:/i.test(text)) return text
  const uri = decodeUri(text.slice(4))
  const [number = '', ...parameters] = uri.split(';').map((part) => part.trim())
  const find = (name: string) => parameters.find((each) => each.toLowerCase().startsWith(name))?.slice(name.length)
  const context = number.startsWith('+') ? '' : (find('phone-context=') ?? '')
  if (!number.startsWith('+') && find('phone-context=') !== undefined && !isCallingCode(context)) return `tel:${uri}`
  const extension = find('ext=') ?? ''
  const later = find('postd=') ?? ''
  return `${context}${number}${later}${extension === '' ? '' : ` ext. ${extension}`}`
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
 * break stay, and so do the parameters of a URI, but for those that readPhone makes part of the number.
 *
 * @param number as readPhone gives it
 */
export function replacePhone(line: ContentLine, number: string, units: Units): string {
  const uri = readValue(line, units).trim()
  const text = /^tel:/i.test(unescapeText(uri)) ? renderUri(uri, number) : escapeText(number)
  return line.head + encodeText(text, line, units) + line.lineBreak
}

function encodeText(text: string, { encoding }: ContentLine, units: Units): string {
  if (encoding === null) return units.encode(text)
  return encoding === 'base64' ? Buffer.from(text).toString('base64') : encodeQuotedPrintable(text)
}

// The parameters keep the escapes of the vCard that they have.
function renderUri(uri: string, number: string): string {
  const [, main = number, extension] = /^(.*?)\s*(?:ext\.?|x|#)\s*(\d+)$/i.exec(number) ?? []
  const [old = '', ...parameters] = uri.split(/(?=\\;)|(?<!\\)(?=;)/)
  const kept = parameters.filter((parameter) => {
    const text = decodeUri(parameter).toLowerCase().replace(/^\\?;/, '')
    const [name = '', value = ''] = text.split('=').map((part) => part.trim())
    const isContained = name === 'phone-context' && isCallingCode(value) && !/^tel:\s*\+/i.test(old)
    return name !== 'ext' && name !== 'postd' && !isContained
  })
  const written = encodeURI(main.replace(/\s/g, '')) + (extension === undefined ? '' : `;ext=${extension}`)
  return `${old.slice(0, 4)}${written}${kept.join('')}`
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
