// How the texts of a checked file are shown in a report: cut to a length, with what nobody can see made visible, and
// without what identifies a person where that is wished. Knows nothing of any kind of report.
import type { CheckSummary, PlacedFinding } from '../app/check-file.ts'
import type { Finding } from '../core/finding.ts'
import { maskNumber, shortLine } from '../core/text.ts'

const LONGEST_VALUE = 120
const LONGEST_NAME = 80

// Everything that safeLine would take away, and every space that is none of the keyboard's.
const UNSEEN = /(?! )(?:[\p{C}\p{Z}\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}\u20e3]|\u034f)/gu

/** A cell on one line, with the characters that nobody can see by their names: `+353[U+200B]87`. Line breaks show as ↵. */
export function showValue(value: string): string {
  const text = value.slice(0, LONGEST_VALUE * 16).replace(/\r\n|[\n\r]/g, '↵')
  return shortLine(text.replace(UNSEEN, nameOf).replace(/ {2,}/g, namesOf).replace(/^ | $/g, nameOf), LONGEST_VALUE)
}

function nameOf(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}

function namesOf(characters: string): string {
  return [...characters].map(nameOf).join('')
}

/** A header, an id or a file's name on one line. */
export function showName(text: string): string {
  return shortLine(text, LONGEST_NAME)
}

const GROUPED = new Intl.NumberFormat('en')

/** `12,345` */
export function showCount(count: number): string {
  return GROUPED.format(count)
}

/** `1 contact`, `12,345 contacts` */
export function showCounted(count: number, noun: string): string {
  return `${showCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `62 %`, `0.4 %`; never 0 % of something and never 100 % of less than all. */
export function showShare(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100
  const digits = share < 1 || share > 99 ? 1 : 0
  const shown = Number(share.toFixed(digits))
  if (shown === 0 && part > 0) return 'under 0.1 %'
  return shown === 100 && part < whole ? 'over 99.9 %' : `${shown} %`
}

/** What is to be known of how the check went, as sentences. */
export function listNotices({ isComplete, allNumbersCompared, notices }: CheckSummary): string[] {
  return [
    ...(isComplete ? [] : ['The check was interrupted: these are its figures so far.']),
    ...notices,
    ...(allNumbersCompared
      ? []
      : ['The file holds too many numbers to compare them all: some repetitions are missing.']),
  ]
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })

/** `Ireland`; null stands for numbers of no single country. */
export function showCountry(country: string | null): string {
  return country === null ? 'No single country' : (COUNTRIES.of(country) ?? country)
}

/**
 * A finding without full numbers, names and addresses: of a value, at most its last two digits stay. A record id stays,
 * since by nothing else could the CRM's owner find the contact, unless it may be an address, a name or a number itself.
 */
export function redactFinding(placed: PlacedFinding): PlacedFinding {
  const { id, column, value, finding, sentence } = placed
  const numbers = numbersOf(finding)
  return {
    ...placed,
    id: id === null || RECORD_ID.test(id) ? id : '…',
    column: column === null ? null : redactHeader(column),
    value: value === '' ? '' : maskNumber(value),
    finding: redactDetail(finding),
    sentence: redactText(numbers.reduce((text, number) => text.replaceAll(number, maskNumber), sentence)),
  }
}

/** A summary without full numbers, names and addresses, which says so. */
export function redactSummary(summary: CheckSummary): CheckSummary {
  const { columns, codes, notices } = summary
  const redactName = (name: string | null) => (name === null ? null : redactHeader(name))
  return {
    ...summary,
    columns: {
      phones: columns.phones.map(redactHeader),
      country: redactName(columns.country),
      id: redactName(columns.id),
    },
    codes: codes.map((code) => ({ ...code, examples: code.examples.map(redactFinding) })),
    notices: [...notices.map(redactText), REDACTED],
  }
}

const REDACTED = 'Redacted: of each cell, the last two digits are shown at most.'

// Ids of every CRM have digits, or are UUIDs; names have none, e-mail addresses an @, numbers a + or spaces.
const RECORD_ID = /^(?=.*\d)[\w:{}-]+$/

function numbersOf({ detail, repair }: Finding): string[] {
  return [...(detail.numbers ?? []), detail.perhaps, repair].filter((number) => typeof number === 'string')
}

function redactDetail(finding: Finding): Finding {
  const { numbers, perhaps } = finding.detail
  const detail = {
    ...finding.detail,
    ...(numbers === undefined ? {} : { numbers: numbers.map(maskNumber) }),
    ...(perhaps === undefined ? {} : { perhaps: maskNumber(perhaps) }),
  }
  return { ...finding, repair: finding.repair === null ? null : maskNumber(finding.repair), detail }
}

// Where a file has no header, its first row is taken for one.
function redactHeader(header: string): string {
  return header.includes('@') || header.replace(/\D/g, '').length > 4 ? maskNumber(header) : header
}

/** Numbers behind a plus, and e-mail addresses, which have no place in a sentence but may have got there with a header. */
function redactText(text: string): string {
  return text.replace(/\+\d[\d ().-]{4,}\d/g, maskNumber).replace(/\S+@\S+/g, '…')
}
