// What can be wrong with a phone cell or its row: a code for programs, a severity, and a sentence for people. Knows how
// to say it, not how to find it: that is audit.ts.

import { shortLine } from '../text/safe.ts'

/** `error`: nobody is identified by it. `warning`: only after repair, by luck, or perhaps the wrong one. `note`: no harm. */
export type Severity = 'error' | 'warning' | 'note'

/** The facts that a finding's sentence names; which ones depends on its code. */
export interface FindingDetail {
  /** ISO 3166-1 alpha-2: what a national number was read under, or what the contact states. */
  readonly country?: string
  /** The country was stated for the whole file, and not by the contact. */
  readonly isStated?: boolean
  /** The place, among the row's phone cells, of another that has part in it. */
  readonly column?: number
  /** The row, in the file's counting, that had the number first. */
  readonly row?: number
  /** The E.164 numbers that a cell with several holds, as far as they can be read; or those that it may be. */
  readonly numbers?: readonly string[]
  /** The E.164 number it would be behind a plus sign. */
  readonly perhaps?: string
  /** The E.164 number as it is dialled today, and since which year. */
  readonly now?: string
  readonly since?: string
  /** The extension stands behind a bare comma or semicolon. */
  readonly isLoose?: boolean
  /** Nothing but a prefix dialled for + says the country, which is another than the contact's. */
  readonly lacksPlus?: boolean
  /** What the contact states for its country, as it stands there. */
  readonly stated?: string
  /** What a text of another column looks like. */
  readonly looksLike?: 'an e-mail address' | 'a web address'
}

export interface FindingKind {
  readonly severity: Severity
  /** A few words, for a line of a summary. */
  readonly title: string
  /** What is the matter and what to do about it, whatever the detail. */
  readonly sentence: string
}

/** Every code, in the order in which a summary lists them: what can be repaired first. */
export const FINDINGS = {
  format: {
    severity: 'warning',
    title: 'spaces, brackets or dashes',
    sentence: 'The number contains other characters than + and digits.',
  },
  prefix: {
    severity: 'warning',
    title: '00 or 011 for +',
    sentence: 'The number begins with the prefix that is dialled for +, which differs between countries.',
  },
  plus: {
    severity: 'warning',
    title: 'no + before the country code',
    sentence: 'The number is complete, but its + is missing.',
  },
  national: {
    severity: 'warning',
    title: 'national form',
    sentence: 'The number has no country code.',
  },
  'trunk-zero': {
    severity: 'warning',
    title: '(0) behind the country code',
    sentence: 'The (0) is dialled only within the country and is not part of the number.',
  },
  invisible: {
    severity: 'warning',
    title: 'invisible characters',
    sentence: 'Characters that nobody can see stand around or within the number.',
  },
  'full-width': {
    severity: 'warning',
    title: 'digits of another script',
    sentence: 'The digits are full-width or of another script than 0 to 9.',
  },
  guard: {
    severity: 'warning',
    title: 'apostrophe or ="…"',
    sentence: 'The cell contains a sign that only keeps a spreadsheet from calculating with the number.',
  },
  decimal: {
    severity: 'warning',
    title: '.0 behind the number',
    sentence: 'A program has taken the number for a quantity and put .0 behind it.',
  },
  scientific: {
    severity: 'warning',
    title: 'scientific notation, complete',
    sentence: 'A spreadsheet shows the number in scientific notation, with all of its digits.',
  },
  keypad: {
    severity: 'warning',
    title: 'letters for digits',
    sentence: 'Letters stand for digits, as on the keys of a phone: Ringsight reads them, other phones may not.',
  },
  extension: {
    severity: 'warning',
    title: 'extension',
    sentence:
      'An extension is not part of the number that a caller shows: Ringsight leaves it out, other phones may not.',
  },
  'two-readings': {
    severity: 'warning',
    title: 'two readings',
    sentence:
      'The number has neither a + nor its leading 0, and may also be a number of another country: it is not changed.',
  },
  'country-contradicts': {
    severity: 'warning',
    title: 'another country than the contact',
    sentence: "The number's country code is not that of the contact's country.",
  },
  'old-spelling': {
    severity: 'warning',
    title: 'old spelling of the number',
    sentence:
      'The number is written as it was dialled before its country changed its numbers: Ringsight finds it in either spelling, other phones may not.',
  },
  'two-spellings': {
    severity: 'note',
    title: 'another spelling of a number',
    sentence: 'The same line stands elsewhere in the file in another spelling, and both are found: write it in one.',
  },
  unlisted: {
    severity: 'warning',
    title: 'range not listed',
    sentence: 'No numbering plan lists such a number: it may be new or mistyped, and is not changed.',
  },
  premium: {
    severity: 'warning',
    title: 'premium rate',
    sentence: 'It is a premium-rate number, from which nobody calls.',
  },
  'shared-cost': {
    severity: 'note',
    title: 'shared cost',
    sentence: 'It is a shared-cost number, from which calls are rare.',
  },
  'toll-free': {
    severity: 'note',
    title: 'toll-free',
    sentence: 'It is a toll-free number, from which calls are rare.',
  },
  'duplicate-contact': {
    severity: 'warning',
    title: 'same number, same name',
    sentence: 'Another contact has the same number and the same name: perhaps they are one person.',
  },
  'shared-number': {
    severity: 'warning',
    title: 'same number, other name',
    sentence: 'Other contacts have the same number, perhaps a switchboard: one of them is shown for all.',
  },
  'same-in-both': {
    severity: 'note',
    title: 'same number twice',
    sentence: 'The contact has the same number in another column.',
  },
  'several-numbers': {
    severity: 'error',
    title: 'several numbers in a cell',
    sentence: 'The cell holds several numbers, and no phone can tell which: give each its own column.',
  },
  'moved-number': {
    severity: 'note',
    title: 'takes the second number',
    sentence: 'The cell is empty, and takes the second number of another column.',
  },
  'prefix-unclear': {
    severity: 'error',
    title: '00 that may be another prefix',
    sentence:
      'Its first digits may stand for +, or for a longer prefix of its country, and both make a number: write it with +.',
  },
  letters: {
    severity: 'error',
    title: 'letters in place of digits',
    sentence: 'Letters stand in place of digits, and nobody can know which digits: write the digits.',
  },
  words: {
    severity: 'error',
    title: 'text beside a number',
    sentence: 'Other text stands beside the number, and nobody can know what it means: move it to a note.',
  },
  'no-country': {
    severity: 'error',
    title: 'no country known',
    sentence:
      "The number has no country code, and the contact has no country: fill in the contact's country, or state one.",
  },
  'unknown-country': {
    severity: 'error',
    title: 'country not known',
    sentence:
      'The number has no country code, and the country that the contact states is not known: write it as a name or code such as Ireland or IE, or the number with + and country code.',
  },
  'no-such-calling-code': {
    severity: 'error',
    title: 'no such country code',
    sentence: 'No country has the code that the number begins with.',
  },
  'too-short': { severity: 'error', title: 'too short', sentence: 'Digits are missing.' },
  'too-long': { severity: 'error', title: 'too long', sentence: 'There are more digits than its country has.' },
  'wrong-length': {
    severity: 'error',
    title: 'wrong length',
    sentence: 'No number of its country has that many digits.',
  },
  'not-assigned': {
    severity: 'error',
    title: 'not assigned',
    sentence: 'Its country assigns no such number.',
  },
  'short-code': {
    severity: 'error',
    title: 'short code or internal extension',
    sentence: 'It is a short code or an internal extension: no caller from outside shows it.',
  },
  placeholder: {
    severity: 'error',
    title: 'placeholder',
    sentence: 'Someone has filled in digits where no number was known: empty the cell.',
  },
  'precision-lost': {
    severity: 'error',
    title: 'digits lost in a spreadsheet',
    sentence:
      'A spreadsheet has rounded the number. The lost digits are nowhere in the file, so it cannot be repaired: export it again and open it with this column as text.',
  },
  date: {
    severity: 'error',
    title: 'turned into a date',
    sentence: 'A spreadsheet has turned the number into a date, and it cannot be repaired: export it again.',
  },
  text: { severity: 'error', title: 'words instead of a number', sentence: 'It is not a phone number.' },
  'wrong-column': {
    severity: 'error',
    title: 'belongs in another column',
    sentence: 'It is not a phone number and belongs in another column.',
  },
  empty: { severity: 'note', title: 'no number', sentence: 'The contact has no number at all.' },
  'too-many-cells': {
    severity: 'error',
    title: 'row with too many cells',
    sentence: 'The row has more cells than the header: nobody can know which cell belongs to which column.',
  },
  'broken-quotes': {
    severity: 'error',
    title: 'row with broken quotes',
    sentence:
      'A quote in the row is not closed where it should be: nobody can know which cell belongs to which column.',
  },
} as const satisfies Readonly<Record<string, FindingKind>>

/** What can be found, by its word. */
export type FindingCode = keyof typeof FINDINGS

/** One thing that is to be said of a cell. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** The text that the cell should hold instead; null when this is not certain, or nothing needs to change. */
  readonly repair: string | null
  readonly detail: FindingDetail
}

const NO_DETAIL: FindingDetail = {}

/** A finding with the severity of its code. */
export function newFinding(code: FindingCode, repair: string | null = null, detail = NO_DETAIL): Finding {
  return { code, severity: FINDINGS[code].severity, repair, detail }
}

/** How the facts of a finding are shown: the one place where a reader's headers and a wish to redact come in. */
export interface FindingWords {
  /** The header of one of the row's phone cells. */
  readonly column: (index: number) => string
  /** A number as it may be shown. */
  readonly number: (e164: string) => string
}

/** A finding as one or two plain sentences, for people. */
export function describeFinding(finding: Finding, words: FindingWords): string {
  const { sentence } = FINDINGS[finding.code]
  // Most have none, and a large file has millions.
  if (finding.detail === NO_DETAIL) return sentence
  const facts = describeDetail(finding, words)
  return facts.length === 0 ? sentence : `${sentence} ${facts.join(' ')}`
}

function describeDetail({ code, detail, repair }: Finding, { column: header, number }: FindingWords): string[] {
  const { country, column, isStated = false, looksLike, now, numbers = [], perhaps, row, since, stated } = detail
  const facts: string[] = []
  if (country !== undefined)
    facts.push(
      code === 'country-contradicts'
        ? `The contact's country is ${country}.`
        : `It is read under ${country}, ${describeCountry(isStated)}.`,
    )
  if (detail.lacksPlus) facts.push('It has no +: it is not changed.')
  if (stated !== undefined) facts.push(`The contact states "${shortLine(stated, 40)}".`)
  if (detail.isLoose) facts.push('It may also be the end of a second number: it is not changed.')
  if (numbers.length > 0) {
    const isUnclear = code === 'prefix-unclear'
    facts.push(`It ${isUnclear ? 'may be' : 'holds'} ${numbers.map(number).join(isUnclear ? ' or ' : ' and ')}.`)
  }
  if (now !== undefined) facts.push(`Since ${since} it is ${number(now)}.`)
  if (perhaps !== undefined) facts.push(`With a + it would be ${number(perhaps)}.`)
  if (looksLike !== undefined) facts.push(`It looks like ${looksLike}.`)
  if (column !== undefined && code === 'several-numbers')
    facts.push(`${header(column)} is empty and ${repair === null ? 'could take' : 'takes'} the second.`)
  if (column !== undefined && SEE_COLUMN.has(code)) facts.push(`See ${header(column)}.`)
  if (row !== undefined) facts.push(`See row ${row}.`)
  return facts
}

// What they say of another column is which one it is.
const SEE_COLUMN: ReadonlySet<FindingCode> = new Set(['moved-number', 'same-in-both', 'two-spellings'])

function describeCountry(isStated: boolean): string {
  return isStated ? 'the country stated for the file' : "the contact's own country"
}
