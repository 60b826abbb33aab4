// The access token: what may be one, and how it is kept out of whatever comes from outside. It leaves in a header, and a
// server may give it back in any answer, in any of the forms that JSON, URLs and base64 have for a text. Pure.
import { ESCAPE_SEQUENCES } from '../../text/safe.ts'

/** Whether a text may be a bearer token at all (RFC 6750, 2.1); nothing else can be sent as one. */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text)
}

/** What a person is told of a text that is none; nothing of it is quoted. */
export const NO_TOKEN =
  'expected an access token on one line (letters, digits and -._~+/, as HubSpot makes them), found other characters in it: copy it once more from HubSpot'

// A shorter one is no secret, and would take letters out of names.
const SHORTEST = 8
// So much of its beginning, or of any part of it, is as good as the whole for whoever guesses the rest.
const LONG_BEGINNING = 8
const LONG_PART = 16
// A base64 digit is six bits: what eight bytes make, without the digits that the bytes around them share.
const LONG_BASE64_BEGINNING = 9

const MASK = '…'

/**
 * What takes a token out of a text: whole, its first eight characters and more, or sixteen characters of it; in capitals
 * or not; backwards; in full-width letters; with blanks between, or characters that no screen shows; escaped for JSON, HTML or
 * URLs, also twice; in hexadecimal, or base64 of any alignment. Its time grows with the text alone.
 */
export function openRedaction(token: string): (text: string) => string {
  if (token.length < SHORTEST) return (text) => text
  const lower = token.toLowerCase()
  const backwards = [...lower].reverse().join('')
  const plain = needleOf([lower, backwards, backwards.slice(-LONG_BEGINNING)], LONG_BEGINNING)
  const hex = needleOf([hexOf(lower), hexOf(token)], 2 * LONG_BEGINNING)
  const packed = needleOf(base64Of(token), LONG_BASE64_BEGINNING)
  const mask = (text: string, hidden: RegExp) => {
    const seen = readThrough(text, hidden)
    if (!/[\w.~+/=-]{8}/.test(seen.text)) return text
    const digits = /[-_]/.test(seen.text) ? seen.text.replaceAll('-', '+').replaceAll('_', '/') : seen.text
    const small = lowerCase(seen.text)
    const found = [...findParts(small, plain), ...findParts(small, hex), ...findParts(digits, packed)]
    return found.length === 0 ? text : maskParts(text, seen, found)
  }
  return (text) => {
    if (text.length < SHORTEST) return text
    const masked = mask(text, HIDDEN)
    // Within a sequence, such as a window title, the token is still there for whoever reads no sequences.
    return masked.search(ESCAPE_SEQUENCES) < 0 ? masked : mask(masked, HIDDEN_SINGLE)
  }
}

/** What is looked for: a text in one or several spellings. */
interface Needle {
  readonly beginnings: readonly (readonly [beginning: string, spelling: string])[]
  /** Where each run of eight characters stands, in which spelling. */
  readonly runs: ReadonlyMap<string, readonly [place: number, spelling: string]>
}

function needleOf(spellings: readonly string[], longBeginning: number): Needle {
  const runs = new Map<string, readonly [number, string]>()
  for (const text of spellings) {
    for (let at = 0; at + RUN <= text.length; at += 1) runs.set(text.slice(at, at + RUN), [at, text])
  }
  return { beginnings: spellings.map((text) => [text.slice(0, longBeginning), text]), runs }
}

const RUN = 8

/** The digits that do not depend on what stands around it, for each of the three places it may begin at. */
function base64Of(token: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Array.from({ length: before + token.length }, (_, at) =>
      at < before ? 0 : token.charCodeAt(at - before),
    )
    const digits = toBase64(bytes)
    const last = Math.floor(((before + token.length) * 4) / 3)
    return digits.slice(Math.ceil((before * 4) / 3), last)
  })
}

function hexOf(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function toBase64(bytes: readonly number[]): string {
  let digits = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(at, at + 3)
    const bits = (first << 16) | (second << 8) | third
    for (const shift of [18, 12, 6, 0]) digits += DIGITS.charAt((bits >>> shift) & 63)
  }
  return digits
}

type Part = readonly [from: number, to: number]

/** The stretches of a text that are a long beginning of the needle, or a long part of it. */
function findParts(text: string, { beginnings, runs }: Needle): Part[] {
  const parts: Part[] = []
  for (const [beginning, spelling] of beginnings) {
    for (let at = text.indexOf(beginning), to = 0; at >= 0; at = text.indexOf(beginning, to)) {
      to = at + commonLength(text, at, spelling, 0)
      parts.push([at, to])
    }
  }
  // A part of sixteen characters has a run of eight at a place that eight divides.
  for (let at = 0; at + RUN <= text.length; at += RUN) {
    const run = runs.get(text.slice(at, at + RUN))
    if (run === undefined) continue
    const [place, spelling] = run
    let before = 0
    while (before < Math.min(RUN, at, place) && text[at - before - 1] === spelling[place - before - 1]) before += 1
    const after = commonLength(text, at, spelling, place)
    if (before + after >= LONG_PART) parts.push([at - before, at + after])
    at += after - (after % RUN) - RUN
  }
  return parts
}

function commonLength(text: string, from: number, other: string, start: number): number {
  let length = 0
  while (start + length < other.length && text[from + length] === other[start + length]) length += 1
  return length
}

/** A text as it is read, and where each of its characters comes from. */
interface Seen {
  readonly text: string
  /** For each character, and for the end, where it begins in the text it was read from; null where it is that text. */
  readonly places: readonly number[] | null
}

// An escape within an escape within an escape is nothing that a program makes.
const MOST_PASSES = 4

// Characters that no screen shows; escapes of URLs, of JSON and JavaScript, of HTML. And sequences that only a terminal takes.
const HIDDEN_SINGLE = new RegExp(
  [
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0]/u.source,
    // Shades of skin.
    '[\\u{1f3fb}-\\u{1f3ff}]',
    // A blank before a character that stands alone.
    ' (?=\\S(?: |$))',
    '([\\uff01-\\uff5e])',
    /%([\da-f]{2})/.source,
    /\\+(?:u([\da-f]{4})|u\{([\da-f]{1,6})\}|x([\da-f]{2})|([^\w\s]))/.source,
    /&(?:#x0{0,9}([\da-f]{1,5})|#0{0,9}(\d{1,6})|(amp|plus|sol|period|dot|lowbar|equals|hyphen|dash));?/.source,
  ].join('|'),
  'giu',
)
const HIDDEN = new RegExp(`${ESCAPE_SEQUENCES.source}|${HIDDEN_SINGLE.source}`, 'giu')

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  plus: '+',
  sol: '/',
  period: '.',
  dot: '.',
  lowbar: '_',
  equals: '=',
  hyphen: '-',
  dash: '-',
}

function readThrough(text: string, hidden: RegExp): Seen {
  let seen: Seen = { text, places: null }
  for (let pass = 0; pass < MOST_PASSES && !isReadable(seen.text, hidden); pass += 1) {
    const next = readOnce(seen, hidden)
    if (next.text === seen.text) break
    seen = next
  }
  return seen
}

/** Whether there is nothing to read through: nearly every text. */
function isReadable(text: string, hidden: RegExp): boolean {
  return (/^[ -$'-[\]-~]*$/.test(text) && !/ \S(?: |$)/.test(text)) || text.search(hidden) < 0
}

function readOnce({ text, places }: Seen, hidden: RegExp): Seen {
  const pieces: string[] = []
  const origins: number[] = []
  const keep = (from: number, to: number) => {
    pieces.push(text.slice(from, to))
    for (let at = from; at < to; at += 1) origins.push(places?.[at] ?? at)
  }
  let last = 0
  for (const match of text.matchAll(hidden)) {
    keep(last, match.index)
    const meant = meaningOf(match)
    pieces.push(meant)
    for (let unit = 0; unit < meant.length; unit += 1) origins.push(places?.[match.index] ?? match.index)
    last = match.index + match[0].length
  }
  keep(last, text.length)
  origins.push(places?.[text.length] ?? text.length)
  return { text: pieces.join(''), places: origins }
}

function meaningOf([, wide, percent, unit, point, hex, own, htmlHex, html, name]: RegExpMatchArray): string {
  if (wide !== undefined) return String.fromCharCode(wide.charCodeAt(0) - 0xfee0)
  if (own !== undefined) return own
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? ''
  const code = html === undefined ? Number.parseInt(percent ?? unit ?? point ?? hex ?? htmlHex ?? '', 16) : Number(html)
  return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code)
}

// One character for one: the places must stay.
function lowerCase(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function maskParts(text: string, { places }: Seen, found: readonly Part[]): string {
  const parts = found
    .map(([from, to]): Part => [places?.[from] ?? from, places?.[to] ?? to])
    .sort((one, other) => one[0] - other[0])
  const kept: string[] = []
  let last = 0
  for (const [from, to] of parts) {
    if (from >= last) kept.push(text.slice(last, from), MASK)
    last = Math.max(last, to)
  }
  return kept.join('') + text.slice(last)
}
