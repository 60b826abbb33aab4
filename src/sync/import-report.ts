// What an import has to say, as lines: for programs every number that cannot be read, for people the first of them and
// what to do. Pure.
import type { RowProblem } from '../contact-file/table.ts'
import type { Contact } from '../core/contact.ts'
import { parseNumber } from '../core/number/number.ts'
import { REJECTION_SENTENCES } from '../core/number/reading.ts'
import { plural, renderCount } from '../text/count.ts'
import { renderJsonLine } from '../text/json.ts'
import { shortLine } from '../text/safe.ts'
import { align } from '../text/width.ts'
import type { ImportEvent, ImportSummary, PartCount, Rejected } from './import-contacts.ts'

const LISTED = 20
const LONGEST_VALUE = 60
// How many numbers without a country are kept, to see how many of them the hint would help.
const TRIED = 1000

export interface ImportReport {
  note(event: ImportEvent): void
  /** The report, once all is read. @param further what a command adds to the summary for programs */
  lines(summaries: readonly ImportSummary[], further?: object): Iterable<string>
}

// Lines wait outside the heap, where some 100 bytes each is all they take.
const LINES_PER_BUFFER = 1000

/** For programs. Every rejection is kept until the import has landed. */
export function openJsonReport(): ImportReport {
  const kept: Buffer[] = []
  let lines: string[] = []
  return {
    note(event) {
      if (event.type !== 'rejected') return
      lines.push(renderJsonLine({ ...shorten(event) }))
      if (lines.length < LINES_PER_BUFFER) return
      kept.push(Buffer.from(lines.join('\n')))
      lines = []
    },
    *lines(summaries, further) {
      for (const buffer of kept) yield buffer.toString()
      yield* lines
      for (const summary of summaries) yield renderJsonLine({ type: 'file', ...summary })
      yield renderJsonLine({ type: 'summary', files: summaries.length, ...addUp(summaries), ...further })
    },
  }
}

/** How whoever reads a report can ask for more. */
export interface ImportHints {
  /** What lists every number that cannot be read. */
  readonly all: string
  /** What states the country of national numbers. */
  region(country: string): string
}

/** For people. @param region what national numbers were read under; null when nothing was stated */
export function openPlainReport(region: string | null, hints: ImportHints): ImportReport {
  const rejected: Rejected[] = []
  const countries = new Map<string, number>()
  const withoutCountry: string[] = []
  let unknown = ''
  return {
    note(event) {
      if (event.type === 'rejected') {
        if (rejected.length < LISTED) rejected.push(shorten(event))
        return
      }
      const { contact, unknownCountry } = event
      if (contact.country !== null) countries.set(contact.country, (countries.get(contact.country) ?? 0) + 1)
      else if (unknownCountry !== null) unknown ||= `"${shortLine(unknownCountry, 40)}" in row ${contact.row}`
      else keepTexts(withoutCountry, contact.phones)
    },
    lines: (summaries) => [
      ...summaries.flatMap(renderSummary),
      ...renderRejected(rejected, summaries, hints),
      ...renderUnknown(sum(summaries, 'unknownCountries'), unknown),
      ...(region === null ? renderHint(withoutCountry, countries, hints) : []),
    ],
  }
}

function shorten<T extends Rejected>(rejected: T): T {
  return { ...rejected, value: shortLine(rejected.value, LONGEST_VALUE) }
}

function keepTexts(texts: string[], phones: Contact['phones']): void {
  for (const { text, rejected } of phones) if (rejected === 'no-country' && texts.length < TRIED) texts.push(text)
}

const COUNTS = ['rows', 'contacts', 'identifiable', 'numbers', 'rejected', 'repeated', 'unknownCountries'] as const

function addUp(summaries: readonly ImportSummary[]): object {
  return Object.fromEntries(COUNTS.map((key) => [key, sum(summaries, key)]))
}

function sum(summaries: readonly ImportSummary[], key: (typeof COUNTS)[number]): number {
  return summaries.reduce((total, summary) => total + summary[key], 0)
}

function renderSummary({ file, contacts, identifiable, repeated, kept, emptied }: ImportSummary): string[] {
  const imported = `Imported ${plural(contacts, 'contact')} from ${file}; ${renderCount(identifiable)} can be identified when they call.`
  const rows = repeated === 1 ? '1 row repeats' : `${renderCount(repeated)} rows repeat`
  return [
    imported,
    ...(repeated === 0 ? [] : [`${rows} a contact of an earlier row: the last one counts.`]),
    ...renderKept(kept),
    ...renderEmptied(emptied),
  ]
}

function renderKept({ contacts, parts }: PartCount): string[] {
  if (contacts === 0) return []
  const keep = contacts === 1 ? 'keeps' : 'keep'
  return [`${plural(contacts, 'contact')} ${keep} what the file has no column for: ${parts.join(', ')}.`]
}

function renderEmptied({ contacts, parts }: PartCount): string[] {
  if (contacts === 0) return []
  const lose = contacts === 1 ? 'loses' : 'lose'
  return [`${plural(contacts, 'contact')} ${lose} what the file has empty cells for: ${parts.join(', ')}.`]
}

const ROW_SENTENCES: Readonly<Record<RowProblem, string>> = {
  'too-many-cells': 'the row has more cells than the header',
  'broken-quotes': 'a quote in the row is not closed, or not doubled',
}

function renderRejected(
  rejected: readonly Rejected[],
  summaries: readonly ImportSummary[],
  hints: ImportHints,
): string[] {
  const rows = summaries.reduce((total, summary) => total + summary.rows - summary.contacts - summary.repeated, 0)
  const all = sum(summaries, 'rejected')
  if (all === 0) return []
  const found = [
    ...(all > rows ? [`${plural(all - rows, 'number')} cannot be read`] : []),
    ...(rows > 0 ? [`${plural(rows, 'row')} cannot be read and ${rows === 1 ? 'was' : 'were'} left out`] : []),
  ]
  const more = all - rejected.length
  return [
    `${found.join('; ')}:`,
    ...align(rejected.map((one) => renderCells(one, summaries.length > 1))),
    ...(more > 0 ? [`  … and ${renderCount(more)} more (${hints.all})`] : []),
  ]
}

function renderCells({ file, row, column, value, reason }: Rejected, showsFile: boolean): string[] {
  const where = showsFile ? `${file} row ${row}` : `row ${row}`
  const sentence = isRowProblem(reason) ? ROW_SENTENCES[reason] : REJECTION_SENTENCES[reason]
  return [`  ${where}`, column === null ? '' : shortLine(column, 40), value, sentence]
}

function isRowProblem(reason: Rejected['reason']): reason is RowProblem {
  return reason in ROW_SENTENCES
}

function renderUnknown(contacts: number, first: string): string[] {
  if (contacts === 0) return []
  const verb = contacts === 1 ? 'names' : 'name'
  return [
    `${plural(contacts, 'contact')} ${verb} a country that is not known (${first}): national numbers are not read. Write it as a name or code, such as Ireland or IE.`,
  ]
}

// The country that most contacts of the file state is the likeliest for those that state none; the user decides.
function renderHint(
  withoutCountry: readonly string[],
  countries: ReadonlyMap<string, number>,
  hints: ImportHints,
): string[] {
  const total = withoutCountry.length
  if (total === 0) return []
  const [it, belongs] = total === 1 ? ['it', 'it belongs'] : ['them', 'they belong']
  const lacking = `${total < TRIED ? plural(total, 'number') : 'Many numbers'} only ${total === 1 ? 'lacks' : 'lack'} a country`
  const [region] = [...countries].sort((a, b) => b[1] - a[1])[0] ?? []
  const readable = withoutCountry.filter((text) => parseNumber(text, region ?? null).kind === 'number').length
  if (region === undefined || readable === 0)
    return [`${lacking}: ${hints.region('IE')}, for example, reads ${it} as Irish.`]
  const share = readable === total ? it : `${renderCount(readable)} of them`
  return [`${lacking}: ${hints.region(region)} would read ${share}, if that is where ${belongs}.`]
}
