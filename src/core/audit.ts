// What is wrong with the phone cells of a row, and what they should hold where that is certain. Decides by the texts and
// the country alone; knows nothing of files, columns or other rows.
import { type Finding, type FindingCode, type FindingDetail, newFinding } from './finding.ts'
import { findFlaw, isPlaceholder, PLAIN, readBehindPlus } from './flaw.ts'
import { spellOut } from './number/letters.ts'
import { isSameLine, mostSpellings, type Respelled, respell, spellingsOf, writtenSpelling } from './number/line.ts'
import { formatNational, parseNumber } from './number/number.ts'
import { callingCodeOf } from './number/plan.ts'
import type { PhoneNumber, Rejection } from './number/reading.ts'
import { isFixedOrMobile, isSurelyReadBack, tariffOf } from './number/tariff.ts'
import { toAscii } from './number/writing.ts'

/** Who recognises a caller by a cell. */
export type Match =
  /** It is E.164 and nothing else (`+353871234567`): every phone does. */
  | 'always'
  /** Ringsight reads a number from it; other phones may not. */
  | 'read'
  | 'never'

export interface AuditedCell {
  readonly text: string
  /** What callers are matched by; null when there is nothing, or nobody's. */
  readonly number: PhoneNumber | null
  readonly findings: readonly Finding[]
  /** What it should hold; null when nothing is certain to change. */
  readonly repair: string | null
  /** Who recognises a caller by the text as it stands, and once its repair stands there. */
  readonly before: Match
  readonly after: Match
}

/** What national numbers are read under, as ISO 3166-1 alpha-2; null when it is not stated. */
export interface Where {
  /** The contact's own. Where a contact states a country that nobody knows, both are null: the region would be a guess. */
  readonly country: string | null
  /** Stated for the whole file. */
  readonly region: string | null
  /** What the contact states for its country, where nobody knows it. */
  readonly unknown?: string | null
}

/**
 * Looks at the phone cells of one row, in their order.
 *
 * A repair is certain when the text names its calling code, or is national under the contact's own country or the region of
 * the file and has no second reading (see readOtherwise); the number must be assigned, and no placeholder. Where it
 * contradicts the contact's country, the text must name the calling code behind a plus sign. Everything else is left as it is.
 *
 * @returns as many cells as there are texts
 * @throws RangeError when country or region is not a country with a numbering plan
 */
export function auditRow(texts: readonly string[], where: Where): readonly AuditedCell[] {
  const cells = texts.map((text) => auditCell(text, where))
  return lookAcross(cells)
}

const NOTHING: readonly Finding[] = []
const EMPTY: AuditedCell = unreadable('', NOTHING)

function auditCell(text: string, where: Where): AuditedCell {
  if (text === '') return EMPTY
  const under = where.country ?? where.region
  const number = parseNumber(text, under)
  if (number.kind === 'rejected') return auditRejected(text, where, number)
  if (isPlaceholderLine(number)) return unreadable(text, [newFinding('placeholder')])
  const suspicions = findSuspicions(number, text, where.country)
  const old = respell(writtenSpelling(text, number.e164))
  if (number.e164 !== text) return auditWritten(text, number, where, { suspicions, old })
  if (old === null) return { text, number, findings: suspicions, repair: null, before: 'always', after: 'always' }
  // Networks deliver another one today, and other phones compare digits. No repair adds a digit that nobody has written.
  const findings = [newFinding('old-spelling', null, { ...old }), ...suspicions]
  return { text, number, findings, repair: null, before: 'read', after: 'read' }
}

interface Doubts {
  readonly suspicions: readonly Finding[]
  readonly old: Respelled | null
}

/** A number that is written in any other way than E.164. */
function auditWritten(text: string, number: PhoneNumber, where: Where, { suspicions, old }: Doubts): AuditedCell {
  const isPlain = PLAIN.test(text)
  const ascii = isPlain ? text : toAscii(text.trim())
  const { extension } = number
  const manners = findManners({ text, ascii, isPlain }, number, old)
  const other = manners[0] === 'national' ? readOtherwise(ascii, number) : null
  const isLoose = extension !== null && LOOSE_EXTENSION.test(ascii)
  const isCurrent = old === null || old.now === number.e164
  // What is dialled in several steps has no other form.
  const isDialled = extension !== null && /\D/.test(extension)
  const isKept = isLoose || isDialled || suspicions.some(({ detail }) => detail.lacksPlus)
  const isSpelt = !isPlain && manners.includes('keypad')
  const isCertain = other === null && !isKept && isCurrent && !isSpelt && isReadBack(number)
  const canonical = extension === null ? number.e164 : `${number.e164} ext. ${extension}`
  const repair = isCertain && canonical !== text ? canonical : null
  const findings: Finding[] = []
  for (const code of manners) findings.push(newFinding(code, repair, detailOf(code, where, { isLoose, old })))
  if (other !== null) findings.push(newFinding('two-readings', null, { perhaps: other }))
  for (const suspicion of suspicions) findings.push(suspicion)
  const after = repair !== null && extension === null ? 'always' : 'read'
  return { text, number, findings, repair, before: 'read', after }
}

interface Facts {
  readonly isLoose: boolean
  readonly old: Respelled | null
}

function detailOf(code: FindingCode, where: Where, { isLoose, old }: Facts): FindingDetail | undefined {
  if (code === 'national') return readUnder(where)
  if (code === 'extension') return isLoose ? { isLoose } : {}
  return code === 'old-spelling' ? { ...old } : undefined
}

// Whether it is assigned, and E.164 stands for it. Some plans (Belarus) take what begins the national number for a prefix
// once more when it stands behind the country code.
function isReadBack(number: PhoneNumber): boolean {
  if (isSurelyReadBack(number)) return true
  const { e164 } = number
  const again = parseNumber(e164, null)
  return again.kind === 'number' && again.assigned && again.e164 === e164
}

function readUnder({ country, region }: Where): FindingDetail {
  const under = country ?? region
  return under === null ? {} : { country: under, isStated: country === null }
}

// Behind a bare comma or semicolon may stand an extension to be dialled, or the end of a second number.
const LOOSE_EXTENSION = /[;,]\s*\d+$/

const BARE = /^\+\d+$/
const TRUNK_ZERO = /\(0+\)/

/** A text, the same in ASCII, and whether it is PLAIN. */
interface Written {
  readonly text: string
  readonly ascii: string
  readonly isPlain: boolean
}

/** In which ways the number is written otherwise than it should be; `format` when none has a name of its own. */
function findManners({ text, ascii, isPlain }: Written, number: PhoneNumber, old: Respelled | null): FindingCode[] {
  const isExact = number.read === 'exact'
  const hasTrunkZero = ascii.includes('(0') && TRUNK_ZERO.test(ascii)
  const written = hasTrunkZero ? ascii.replace(TRUNK_ZERO, '') : ascii
  const isWhole = !isExact && beginsWith(written, number.callingCode, number.national)
  const manners: FindingCode[] = []
  if (isExact && !ascii.includes('+')) manners.push('prefix')
  if (!isExact) manners.push(isWhole ? 'plus' : 'national')
  if (hasTrunkZero && (isExact || isWhole)) manners.push('trunk-zero')
  if (!isPlain) manners.push(...findLeftovers(text, ascii, number))
  if (manners.length === 0 && (old === null || !BARE.test(text))) manners.push('format')
  return old === null ? manners : [...manners, 'old-spelling']
}

/** Whether the text's digits begin with these, whatever stands between them. */
function beginsWith(text: string, callingCode: string, national: string): boolean {
  const behind = behindDigits(text, 0, callingCode)
  return behind >= 0 && behindDigits(text, behind, national) >= 0
}

/** Where these digits end that the text goes on with; -1 where it goes on with others. */
function behindDigits(text: string, from: number, digits: string): number {
  let found = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) continue
    if (code !== digits.charCodeAt(found)) return -1
    found += 1
    if (found === digits.length) return at + 1
  }
  return -1
}

// \p{Cf} are the marks of direction and joining that messengers and spreadsheets put around a copied number.
const INVISIBLE = /\p{Cf}|[\ufe00-\ufe0f]/u
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}|[\uff01-\uff5e]/u
const GUARD = /^(?:'|=")/
const DECIMAL = /\.0+"?$/
const SCIENTIFIC = /e\+?\d+"?$/i

/** What programs have left around or made of the number. */
function findLeftovers(text: string, ascii: string, { extension }: PhoneNumber): FindingCode[] {
  const leftovers: FindingCode[] = []
  if (extension !== null) leftovers.push('extension')
  if (extension === null && spellOut(ascii) !== null) leftovers.push('keypad')
  if (ascii !== text && INVISIBLE.test(text)) leftovers.push('invisible')
  if (ascii !== text && FOREIGN_DIGIT.test(text)) leftovers.push('full-width')
  if (GUARD.test(ascii)) leftovers.push('guard')
  if (DECIMAL.test(ascii)) leftovers.push('decimal')
  if (SCIENTIFIC.test(ascii)) leftovers.push('scientific')
  return leftovers
}

/**
 * The other number that a national text may be: 15123456789 is a German mobile that lost its 0 to a spreadsheet, or one
 * in Texas that lost its +. Null when its country writes it without a 0 anyway, for a fixed line or a mobile, or no other
 * country has it.
 */
function readOtherwise(ascii: string, number: PhoneNumber): string | null {
  const { e164, extension } = number
  if (beginsWithZero(ascii)) return null
  const digits = ascii.replace(DECIMAL, '').replace(SCIENTIFIC, '').replace(/\D/g, '')
  const other = readBehindPlus(extension === null ? digits : digits.slice(0, -extension.length))
  return other !== null && (beginsWithZero(formatNational(e164)) || !isFixedOrMobile(number)) ? other.e164 : null
}

/** Whether the first digit is a zero. */
export function beginsWithZero(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) return code === 48
  }
  return false
}

function findSuspicions(number: PhoneNumber, text: string, country: string | null): readonly Finding[] {
  const tariff = tariffOf(number)
  const contradicts =
    country !== null &&
    number.country !== null &&
    number.country !== country &&
    number.callingCode !== callingCodeOf(country)
  if (number.assigned && tariff === null && !contradicts) return NOTHING
  return [
    ...(number.assigned ? [] : [newFinding('unlisted')]),
    ...(tariff === null ? [] : [newFinding(tariff)]),
    ...(contradicts
      ? [newFinding('country-contradicts', null, lacksPlus(text) ? { country, lacksPlus: true } : { country })]
      : []),
  ]
}

/** In whatever spelling: a digit that some lines have in front hides no 1111111111. */
function isPlaceholderLine({ callingCode, e164, national }: PhoneNumber): boolean {
  if (mostSpellings(e164) === 1) return isPlaceholder(national, 9)
  return spellingsOf(e164).some((spelling) => isPlaceholder(spelling.slice(1 + callingCode.length), 9))
}

function lacksPlus(text: string): boolean {
  return !text.includes('+') && !toAscii(text).includes('+')
}

// As much of a cell as can say what it is.
const TELLING_LENGTH = 250

function auditRejected(text: string, where: Where, rejection: Rejection): AuditedCell {
  if (rejection.reason === 'empty')
    return { text, number: null, findings: NOTHING, repair: null, before: 'never', after: 'never' }
  const ascii = toAscii(text.trim().slice(0, TELLING_LENGTH))
  return unreadable(text, [findFlaw(ascii, where, rejection)])
}

function unreadable(text: string, findings: readonly Finding[]): AuditedCell {
  return { text, number: null, findings, repair: null, before: 'never', after: 'never' }
}

/** What only shows when the cells of a row are seen together. */
function lookAcross(cells: readonly AuditedCell[]): readonly AuditedCell[] {
  let [numbers, empty] = [0, 0]
  for (const cell of cells) {
    if (cell.number !== null) numbers += 1
    else if (isEmpty(cell)) empty += 1
  }
  if (empty === cells.length) return cells.map((cell, at) => (at === 0 ? add(cell, 'empty', {}) : cell))
  const proposed = empty > 0 && numbers + empty < cells.length ? proposePlaces(cells) : cells
  return numbers > 1 ? findRepeats(proposed) : proposed
}

function isEmpty({ number, findings }: AuditedCell): boolean {
  return number === null && findings.length === 0
}

function findRepeats(cells: readonly AuditedCell[]): readonly AuditedCell[] {
  if (!cells.some((_, at) => firstOfLine(cells, at) < at)) return cells
  return cells.map((cell, at) => {
    const first = firstOfLine(cells, at)
    if (first === at) return cell
    return add(cell, isSpelledAlike(cell, cells[first]) ? 'same-in-both' : 'two-spellings', { column: first })
  })
}

/** The first cell with the same line; cells are few, so that a loop costs less than a map. */
function firstOfLine(cells: readonly AuditedCell[], at: number): number {
  const number = cells[at]?.number ?? null
  if (number === null) return at
  for (let before = 0; before < at; before++) {
    const other = cells[before]?.number ?? null
    if (other !== null && isSameLine(other.e164, number.e164)) return before
  }
  return at
}

function isSpelledAlike(one: AuditedCell, other: AuditedCell | undefined): boolean {
  const spelling = ({ text, number }: AuditedCell) => number && writtenSpelling(text, number.e164)
  return other !== undefined && spelling(one) === spelling(other)
}

function add(cell: AuditedCell, code: FindingCode, detail: FindingDetail): AuditedCell {
  return { ...cell, findings: [...cell.findings, newFinding(code, null, detail)] }
}

// Which of the numbers is to move, and whether that column is meant for it, nobody but a person can say.
function proposePlaces(cells: readonly AuditedCell[]): readonly AuditedCell[] {
  const column = cells.findIndex(isEmpty)
  return cells.map((cell) => {
    const [finding] = cell.findings
    if (finding?.code !== 'several-numbers') return cell
    return { ...cell, findings: [{ ...finding, detail: { ...finding.detail, column } }] }
  })
}
