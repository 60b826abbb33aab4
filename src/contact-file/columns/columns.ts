// Which columns of an export hold what. Decides by the header, with what sources.ts knows of each program; a few rows help
// to propose columns where it knows nothing.
import { editDistance } from '../../core/nearest.ts'
import { plainName } from '../../core/plain-name.ts'
import { listFirst } from '../../text/list.ts'
import { maskNumber, shortLine } from '../../text/safe.ts'
import { type Field, HUBSPOT_FIELDS, HUBSPOT_FURTHER, HUBSPOT_PHONES } from './hubspot-headers.ts'
import { isAddressBookNumber, type LabelKind, labelKinds, namesOf } from './labels.ts'
import { joinRoles, type RememberedColumns, recall } from './remembered.ts'
import { type FieldHeaders, SOURCES, type Source } from './sources.ts'

/** Positions of the columns of each field, the best first: of a row, the first that is not empty counts. */
export interface Columns extends Readonly<Record<Field, readonly number[]>> {
  readonly kind: 'columns'
  /** Whether what was stated before of files with these headers is used. */
  readonly isRecalled: boolean
  /** What wrote the file, for people: "HubSpot contacts export"; null when the headers do not tell. */
  readonly source: string | null
  /** The columns that are stated to make up the name, in that order; it comes before the fields. */
  readonly statedName: readonly number[]
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

/** The columns cannot be told; the message says what was expected and found, and leaves it to others how to state one. */
export interface ColumnsProblem {
  readonly kind: 'problem'
  /** A column that was stated is not there, or none is known to hold numbers. */
  readonly because: 'not-there' | 'no-phone'
  readonly message: string
  /** Headers of columns that may hold numbers, to be chosen by the user. */
  readonly proposed: readonly string[]
}

/** What the user says of the columns, by their headers; it comes before what the headers say. */
export interface StatedColumns {
  /** Further columns that callers are matched by, beside those that are known. */
  readonly phones?: readonly string[]
  /** What makes up the name: first name and last name, or one for both. */
  readonly names?: readonly string[]
  /** Of several, the first that is not empty. */
  readonly countries?: readonly string[]
  readonly id?: string | null
  /** Columns that are not used, whatever their headers say. */
  readonly ignored?: readonly string[]
  /** What was stated before of files with the same headers; what is stated now comes before it. */
  readonly remembered?: readonly RememberedColumns[]
  /** A phone's own address book, in which `number` is a number to call. */
  readonly isAddressBook?: boolean
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
  asked: StatedColumns = {},
  samples: readonly (readonly string[])[] = [],
): Columns | ColumnsProblem {
  const { positions, repeated, labels } = readHeaders(headers)
  const recalled = recall(asked.remembered ?? [], headers)
  const stated = recalled === null ? asked : { ...asked, ...joinRoles(recalled, asked) }
  const missing = listStated(stated).find((name) => !positions.has(plainName(name)))
  if (missing !== undefined) return problem('not-there', describeMissing(missing, headers))
  const source = detectSource(positions)
  for (const name of stated.ignored ?? []) positions.delete(plainName(name))
  const listed = (fits: (name: string) => boolean) =>
    [...positions].filter(([name]) => fits(name)).map(([, index]) => ({ header: (headers[index] ?? '').trim(), index }))
  const isPhone = findPhones(positions, source, { stated, labels })
  const phones = listed(isPhone)
  const looksLikePhone = (name: string) => labels(name).looksLikePhone
  if (phones.length === 0) return describeNoPhone(headers, listed(looksLikePhone), samples)
  const isFurther = isListed(source?.further ?? HUBSPOT_FURTHER)
  const further = source === null ? [] : listed((name) => isFurther(name) && !isPhone(name))
  const unused = listed((name) => !isPhone(name) && (isFurther(name) || looksLikePhone(name)))
  return {
    kind: 'columns',
    isRecalled: recalled !== null,
    source: source?.name ?? null,
    statedName: (stated.names ?? []).map((name) => positions.get(plainName(name)) ?? 0),
    ...findFields(positions, source, { stated, labels }),
    phones,
    further,
    repeated,
    unused: unused.map(({ index }) => headers[index] ?? ''),
  }
}

/** Every header that is stated. */
export function listStated({ phones = [], names = [], countries = [], id, ignored = [] }: StatedColumns): string[] {
  return [...phones, ...names, ...countries, ...(id == null ? [] : [id]), ...ignored]
}

/** Whether columns are known that a person's name stands in. */
export function hasName({ statedName, firstName, lastName, name }: Columns): boolean {
  return [statedName, firstName, lastName, name].some((columns) => columns.length > 0)
}

function readHeaders(headers: readonly string[]) {
  const positions = new Map<string, number>()
  const repeated: string[] = []
  headers.forEach((header, index) => {
    const name = plainName(header)
    if (positions.has(name) && name !== '') repeated.push(header)
    else positions.set(name, index)
  })
  const known = new Map<string, Label>()
  const labels = (name: string) => {
    const label = known.get(name) ?? readLabel(headers[positions.get(name) ?? -1] ?? '')
    known.set(name, label)
    return label
  }
  return { positions, repeated, labels }
}

/** What a header says by its words alone. */
interface Label {
  readonly kinds: readonly LabelKind[]
  readonly looksLikePhone: boolean
}

function readLabel(header: string): Label {
  const names = namesOf(header)
  const looksLikePhone =
    names.some((name) => LOOKS_LIKE_PHONE.test(name)) && !names.some((name) => HOLDS_NO_NUMBER.test(name))
  return { kinds: labelKinds(names), looksLikePhone }
}

/** Columns go by plainName of their headers. */
interface ByLabel {
  readonly stated: StatedColumns
  readonly labels: (name: string) => Label
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

/**
 * The columns that callers are matched by: those that are stated, and those of the program that wrote the file. Where that
 * is not known, or has none of its own there, all whose label says so.
 */
function findPhones(
  positions: ReadonlyMap<string, number>,
  source: Source | null,
  { stated: { phones = [], isAddressBook = false }, labels }: ByLabel,
): (name: string) => boolean {
  const isStated = isListed(phones)
  const isKnown = isListed(source?.phones ?? HUBSPOT_PHONES)
  const isLabelled = (name: string) =>
    labels(name).kinds.includes('phone') || (isAddressBook && isAddressBookNumber(name))
  const byLabel = source === null || ![...positions.keys()].some((name) => isKnown(name) || isStated(name))
  return (name) => isStated(name) || isKnown(name) || (byLabel && isLabelled(name))
}

const LABELLED: Readonly<Partial<Record<Field, LabelKind>>> = {
  id: 'id',
  firstName: 'firstName',
  lastName: 'lastName',
  name: 'name',
  email: 'email',
  companyText: 'companyText',
  country: 'country',
}

function findFields(positions: ReadonlyMap<string, number>, source: Source | null, { stated, labels }: ByLabel) {
  const chosen: FieldHeaders = { id: stated.id == null ? [] : [stated.id], country: stated.countries ?? [] }
  const found = (Object.keys(HUBSPOT_FIELDS) as Field[]).map((field) => {
    const names = [...(chosen[field] ?? []), ...(source?.fields[field] ?? []), ...HUBSPOT_FIELDS[field]].map(plainName)
    const known = names.filter((name) => positions.has(name))
    const kind = LABELLED[field]
    const byLabel = kind !== undefined && (source === null || known.length === 0)
    const labelled = byLabel ? [...positions.keys()].filter((name) => labels(name).kinds.includes(kind)) : []
    return [field, [...new Set([...known, ...labelled])].map((name) => positions.get(name) ?? 0)]
  })
  return Object.fromEntries(found) as Record<Field, number[]>
}

function problem(
  because: ColumnsProblem['because'],
  message: string,
  proposed: readonly string[] = [],
): ColumnsProblem {
  return { kind: 'problem', because, message, proposed }
}

function describeNoPhone(
  headers: readonly string[],
  byHeader: readonly PhoneColumn[],
  samples: readonly (readonly string[])[],
): ColumnsProblem {
  const byContent = headers.filter((header, index) => header.trim() !== '' && holdsNumbers(header, index, samples))
  const proposed = [...new Set([...byHeader.map(({ header }) => header), ...byContent])]
  const expected = 'expected a row with the names of the columns, and one of them "Phone Number", "Mobile" or the like'
  return problem('no-phone', `${expected}, found ${listHeaders(headers)}`, proposed.slice(0, LISTED_HEADERS))
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

// No file that people look into has more columns, and each of them costs some time.
const MOST_COMPARED = 300

function describeMissing(name: string, headers: readonly string[]): string {
  const wanted = plainName(name).slice(0, 60)
  let nearest: { readonly header: string; readonly distance: number } | undefined
  for (const [at, header] of headers.entries()) {
    const plain = plainName(header).slice(0, 60)
    const isWithin = wanted !== '' && plain.includes(wanted)
    if (plain === '' || (at >= MOST_COMPARED && !isWithin)) continue
    const distance = isWithin ? 0 : editDistance(plain, wanted)
    if (nearest === undefined || distance < nearest.distance) nearest = { header, distance }
    if (distance === 0) break
  }
  const hint = nearest === undefined ? '' : ` Did you mean ${quoteHeader(nearest.header)}?`
  return `there is no column ${quoteHeader(name)}.${hint} The file has ${listHeaders(headers)}`
}

const LISTED_HEADERS = 20

function listHeaders(headers: readonly string[]): string {
  const named = headers.filter((header) => header.trim() !== '')
  return listFirst(named.slice(0, LISTED_HEADERS).map(quoteHeader), LISTED_HEADERS, named.length)
}

/** A header on one line. A file without one has a person's data there: errors never carry a whole number. */
export function showHeader(header: string): string {
  return shortLine(header, 40).replace(/\d[\d\s()./-]{4,}\d/g, maskNumber)
}

function quoteHeader(header: string): string {
  return `"${showHeader(header)}"`
}
