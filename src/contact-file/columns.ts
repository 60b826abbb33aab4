// Which columns of an export hold what: HubSpot's labels in English and Spanish, and its internal names. Decides by the
// header alone; never looks at a row.
import { maskNumber, shortLine } from '../core/text.ts'
import { plainName } from './plain-name.ts'

/** Positions of the columns; null where the file has no such column. */
export interface Columns extends Readonly<Record<Field, number | null>> {
  readonly kind: 'columns'
  /** The match fields, in the order of the file. */
  readonly phones: readonly PhoneColumn[]
  /** Headers that occur more than once: the first of each is used. */
  readonly repeated: readonly string[]
  /** Columns that seem to hold numbers as well, and are not match fields. */
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
}

// Each name as plainName() leaves it. Where a file has several of a field's columns, the name listed first wins.
const FIELDS = {
  id: ['record id', 'record id contact', 'hs object id', 'id de registro'],
  // A file with one column for the whole name shows it as well as one with two.
  firstName: ['first name', 'firstname', 'nombre', 'name', 'full name', 'nombre completo'],
  lastName: ['last name', 'lastname', 'apellidos', 'apellido'],
  email: ['email', 'correo', 'correo electronico'],
  company: ['associated company primary', 'associated company names primary', 'associated company'],
  companyIds: ['associated company ids'],
  companyText: ['company name', 'company', 'nombre de la empresa', 'empresa'],
  country: ['country region', 'country', 'hs country region code', 'pais region', 'pais'],
  modified: ['last modified date', 'lastmodifieddate', 'fecha de ultima modificacion', 'ultima fecha de modificacion'],
  dealNames: ['associated deal'],
  dealIds: ['associated deal ids'],
  // Not in HubSpot's own export, which names deals without their amounts.
  dealAmounts: ['associated deal amount'],
  dealCurrencies: ['associated deal currency'],
  dealCloseDates: ['associated deal close date'],
  dealStages: ['associated deal stage'],
} as const

type Field = keyof typeof FIELDS

// Phone Number and Mobile Phone Number, equal in rank.
const PHONES = [
  'phone number',
  'phone',
  'mobile phone number',
  'mobilephone',
  'numero de telefono',
  'telefono',
  'numero de telefono movil',
  'telefono movil',
]

const LOOKS_LIKE_PHONE = /\b(?:phone|mobile|cell|tel|telephone|telefono|movil|telefon|handy)\b/
const HOLDS_NO_NUMBER = /\b(?:fax|calculated|code|label|type|id|ids|verified|status|extension|date|owner)\b/

/**
 * Finds the columns of an export by its header, whatever the case, accents and punctuation.
 *
 * @param stated further phone columns by their header; they become match fields beside those that are known
 */
export function findColumns(headers: readonly string[], stated: readonly string[] = []): Columns | ColumnsProblem {
  const positions = new Map<string, number>()
  const repeated: string[] = []
  headers.forEach((header, index) => {
    const name = plainName(header)
    if (positions.has(name) && name !== '') repeated.push(header)
    else positions.set(name, index)
  })
  const missing = stated.find((name) => !positions.has(plainName(name)))
  if (missing !== undefined) return problem(describeMissing(missing, headers))
  const wanted = new Set([...PHONES, ...stated.map(plainName)])
  const phones = [...positions]
    .filter(([name]) => wanted.has(name))
    .map(([, index]) => ({ header: (headers[index] ?? '').trim(), index }))
  if (phones.length === 0) return problem(describeNoPhone(headers))
  const unused = [...positions]
    .filter(([name]) => !wanted.has(name) && LOOKS_LIKE_PHONE.test(name) && !HOLDS_NO_NUMBER.test(name))
    .map(([, index]) => headers[index] ?? '')
  return { kind: 'columns', ...findFields(positions), phones, repeated, unused }
}

function findFields(positions: ReadonlyMap<string, number>): Record<Field, number | null> {
  const found = (Object.keys(FIELDS) as Field[]).map((field) => {
    const name = FIELDS[field].find((candidate) => positions.has(candidate))
    return [field, name === undefined ? null : (positions.get(name) ?? null)]
  })
  return Object.fromEntries(found) as Record<Field, number | null>
}

function problem(message: string): ColumnsProblem {
  return { kind: 'problem', message }
}

function describeNoPhone(headers: readonly string[]): string {
  return `expected a column "Phone Number" or "Mobile Phone Number", found ${listHeaders(headers)}. Name the column that holds numbers with --phone, as in --phone "Work phone"; the first row must hold the names of the columns`
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

// Levenshtein's distance, by rows.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
