// Which columns of an export hold what. Decides by the header, with what sources.ts knows of each program; a few rows help
// to propose columns where it knows nothing.
import { editDistance } from '../core/nearest.ts'
import { plainName } from '../core/plain-name.ts'
import { maskNumber, shortLine } from '../core/text.ts'
import { type Field, HUBSPOT_FIELDS, HUBSPOT_PHONES } from './hubspot-headers.ts'
import { type FieldHeaders, SOURCES, type Source } from './sources.ts'

/** Positions of the columns; null where the file has no such column. */
export interface Columns extends Readonly<Record<Field, number | null>> {
  readonly kind: 'columns'
  /** What wrote the file, for people: "HubSpot contacts export"; null when the headers do not tell. */
  readonly source: string | null
  /** The match fields, in the order of the file. */
  readonly phones: readonly PhoneColumn[]
  /** Columns known to hold numbers that callers are not matched by unless they are stated. */
  readonly further: readonly PhoneColumn[]
  /** Headers that occur more than once: the first of each is used. */
  readonly repeated: readonly string[]
  /** Headers of all columns that seem to hold numbers and are not match fields, those of `further` included. */
  readonly unused: readonly string[]
}

export interface PhoneColumn {
  /** The header as in the file. */
  readonly header: string
  readonly index: number
}

/** The columns cannot be told; the message says what was expected and found. */
export interface ColumnsProblem {
  readonly kind: 'problem'
  readonly message: string
  /** Headers of columns that may hold numbers, to be chosen by the user. */
  readonly proposed: readonly string[]
}

/** What the user says of the columns, by their headers; it comes before what the headers say. */
export interface StatedColumns {
  /** Further columns that callers are matched by, beside those that are known. */
  readonly phones?: readonly string[]
  readonly country?: string | null
  readonly id?: string | null
}

const LOOKS_LIKE_PHONE =
  /\b(?:phones?|mobile|cell|tel|telephone|telefono|movil|celular|telefone|telefon|handy|mobil|rufnummer|telephonique|portable|telefonu|komorka|gsm|whatsapp)\b|(?:telefon|mobil|handy)nummer|電話|携帯/
const HOLDS_NO_NUMBER =
  /\b(?:fax|calculated|code|label|type|id|ids|uid|verified|status|extension|date|owner|amount|zip|postal|postcode|plz)\b/

/**
 * Finds the columns of an export by its header, whatever the case, accents and punctuation.
 *
 * @param samples some rows, if there are any at hand: where no header is known, columns that hold what looks like numbers
 * are proposed by name. They are never used without being stated.
 * @returns a problem when a stated column is not there, or none is known to hold numbers
 */
export function findColumns(
  headers: readonly string[],
  stated: StatedColumns = {},
  samples: readonly (readonly string[])[] = [],
): Columns | ColumnsProblem {
  const { positions, repeated } = readHeaders(headers)
  const named = [...(stated.phones ?? []), stated.country, stated.id].filter((name) => name != null)
  const missing = named.find((name) => !positions.has(plainName(name)))
  if (missing !== undefined) return problem(describeMissing(missing, headers))
  const source = detectSource(positions)
  const isPhone = isListed([...(source?.phones ?? HUBSPOT_PHONES), ...(stated.phones ?? [])])
  const isFurther = isListed(source?.further ?? [])
  const listed = (fits: (name: string) => boolean) =>
    [...positions].filter(([name]) => fits(name)).map(([, index]) => ({ header: (headers[index] ?? '').trim(), index }))
  const phones = listed(isPhone)
  if (phones.length === 0) return describeNoPhone(headers, listed(looksLikePhone), samples)
  const further = listed((name) => isFurther(name) && !isPhone(name))
  const unused = listed((name) => !isPhone(name) && (isFurther(name) || looksLikePhone(name)))
  return {
    kind: 'columns',
    source: source?.name ?? null,
    ...findFields(positions, source?.fields ?? {}, stated),
    phones,
    further,
    repeated,
    unused: unused.map(({ index }) => headers[index] ?? ''),
  }
}

/**
 * What is known of a file's columns, for people: "HubSpot contacts export; phone columns: Phone Number, Mobile Phone Number;
 * country from Country/Region".
 */
export function describeColumns({ source, phones, further, country }: Columns, headers: readonly string[]): string {
  const names = [...phones, ...further].map(({ header }) => shortLine(header, 40)).join(', ')
  const from = country === null ? 'no country column' : `country from ${shortLine(headers[country] ?? '', 40)}`
  return `${source ?? 'contacts file'}; phone columns: ${names}; ${from}`
}

function readHeaders(headers: readonly string[]) {
  const positions = new Map<string, number>()
  const repeated: string[] = []
  headers.forEach((header, index) => {
    const name = plainName(header)
    if (positions.has(name) && name !== '') repeated.push(header)
    else positions.set(name, index)
  })
  return { positions, repeated }
}

const FEWEST_SIGNS = 2

function detectSource(positions: ReadonlyMap<string, number>): Source | null {
  const signs = ({ signature }: Source) => new Set(signature.map(plainName).filter((name) => positions.has(name))).size
  const best = SOURCES.reduce((found, source) => (signs(source) > signs(found) ? source : found))
  return signs(best) < FEWEST_SIGNS ? null : best
}

/** Whether a plain name is one of some headers, in which N stands for any number. */
function isListed(headers: readonly string[]): (name: string) => boolean {
  const names = new Set(headers.map(plainName))
  return (name) => names.has(name) || (/\d/.test(name) && names.has(name.replace(/\b\d+\b/, 'n')))
}

function looksLikePhone(name: string): boolean {
  return LOOKS_LIKE_PHONE.test(name) && !HOLDS_NO_NUMBER.test(name)
}

function findFields(positions: ReadonlyMap<string, number>, own: FieldHeaders, stated: StatedColumns) {
  const chosen: FieldHeaders = {
    ...(stated.id == null ? {} : { id: [stated.id] }),
    ...(stated.country == null ? {} : { country: [stated.country] }),
  }
  const found = (Object.keys(HUBSPOT_FIELDS) as Field[]).map((field) => {
    const names = [...(chosen[field] ?? []), ...(own[field] ?? []), ...HUBSPOT_FIELDS[field]].map(plainName)
    const name = names.find((candidate) => positions.has(candidate))
    return [field, name === undefined ? null : (positions.get(name) ?? null)]
  })
  return Object.fromEntries(found) as Record<Field, number | null>
}

function problem(message: string, proposed: readonly string[] = []): ColumnsProblem {
  return { kind: 'problem', message, proposed }
}

function describeNoPhone(
  headers: readonly string[],
  byHeader: readonly PhoneColumn[],
  samples: readonly (readonly string[])[],
): ColumnsProblem {
  const byContent = headers.filter((header, index) => header.trim() !== '' && holdsNumbers(header, index, samples))
  const proposed = [...new Set([...byHeader.map(({ header }) => header), ...byContent])]
  const flags = proposed.slice(0, LISTED_HEADERS).map((header) => `--phone ${quote(header)}`)
  const hint =
    flags.length > 0
      ? `Numbers may stand in these: choose with ${flags.join(' ')}`
      : 'Name the column that holds numbers with --phone, as in --phone "Work phone"; the first row must hold the names of the columns'
  const expected = 'expected a column "Phone Number" or "Mobile Phone Number"'
  return problem(`${expected}, found ${listHeaders(headers)}. ${hint}`, proposed)
}

// What is written as a number: with +, a leading 0 or separators, or at least as long as most are.
const WRITTEN_NUMBER = /^[('="]*(?:\+\d|0\d|\d{2,4}[\s().-]+\d|\d{9})[\d\s().+/-]*["]?$/

function holdsNumbers(header: string, index: number, samples: readonly (readonly string[])[]): boolean {
  const texts = samples.map((cells) => (cells[index] ?? '').trim()).filter((text) => text !== '')
  const numbers = texts.filter((text) => text.length <= 30 && WRITTEN_NUMBER.test(text) && hasDigits(text))
  return numbers.length * 2 > texts.length && !HOLDS_NO_NUMBER.test(plainName(header))
}

// No number has more digits (E.164), and hardly one that is not a short code has fewer. A date has eight.
function hasDigits(text: string): boolean {
  const { length } = text.replace(/\D/g, '')
  return length >= 7 && length <= 15 && !/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b/.test(text)
}

function describeMissing(name: string, headers: readonly string[]): string {
  const wanted = plainName(name).slice(0, 60)
  const distance = (header: string) => {
    const plain = plainName(header).slice(0, 60)
    return wanted !== '' && plain.includes(wanted) ? 0 : editDistance(plain, wanted)
  }
  const nearest = headers.filter((header) => plainName(header) !== '').sort((a, b) => distance(a) - distance(b))[0]
  const hint = nearest === undefined ? '' : ` Did you mean ${quote(nearest)}?`
  return `there is no column ${quote(name)}.${hint} The file has ${listHeaders(headers)}`
}

const LISTED_HEADERS = 20

function listHeaders(headers: readonly string[]): string {
  const named = headers.filter((header) => header.trim() !== '')
  const listed = named.slice(0, LISTED_HEADERS).map(quote).join(', ')
  return named.length > LISTED_HEADERS ? `${listed} and ${named.length - LISTED_HEADERS} more` : listed
}

// A file without a header has a person's data there: errors never carry a whole number.
function quote(header: string): string {
  return `"${shortLine(header, 40).replace(/\d[\d\s()./-]{4,}\d/g, maskNumber)}"`
}
