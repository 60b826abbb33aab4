// A check as Markdown, for a pull request or a wiki (https://github.github.com/gfm/). Whatever stands in the file shows as
// text: it makes no table cell, no link, no mention and no HTML.

import { FINDINGS } from '../../core/finding.ts'
import { plural, renderCount } from '../../text/count.ts'
import { safeLine } from '../../text/safe.ts'
import type { CheckSummary, CodeCount, PlacedFinding } from '../file.ts'
import { countFindings } from '../summary.ts'
import { keepFindings } from './kept.ts'
import { describeLeft, findLeft } from './left.ts'
import { type CommandFor, nextSteps } from './next.ts'
import type { CheckReport, ReportOptions } from './report.ts'
import { describeLimit, listNotices, recordLink, showFacts, showName, showShare, showValue } from './shown.ts'

// A comment on GitHub holds 65,536 characters, of which the rest of the report takes up to 20,000.
const MOST_LISTED = 100
const LONGEST_LIST = 40_000

/** However many findings are asked for, 100 are listed at most. */
export function openMarkdownReport({ most, commandFor, recordUrl }: ReportOptions): CheckReport {
  const kept = keepFindings(Math.min(most, MOST_LISTED))
  return {
    wants: kept.wants,
    note(finding) {
      kept.note(finding)
      return ''
    },
    *end(summary) {
      yield `${renderHead(summary)}\n`
      yield `${renderFigures(summary)}\n`
      yield renderLeft(summary)
      yield* renderSteps(summary, commandFor)
      if (summary.codes.length > 0) yield `${renderCodes(summary.codes)}\n`
      yield* renderFindings(kept.list(), countFindings(summary), recordUrl)
    },
  }
}

function renderHead(summary: CheckSummary): string {
  const { file, source, columns, region } = summary
  const facts = [
    source === null ? '' : `${plain(source)}.`,
    `Phone columns: ${columns.phones.map(code).join(', ')}.`,
    columns.country === null ? '' : `Country from ${code(columns.country)}.`,
    region === null ? '' : `Numbers without a country are read under ${plain(region)}.`,
  ]
  const notices = listNotices(summary)
  const head = `## Phone numbers in ${code(file)}\n\n${facts.filter((fact) => fact !== '').join(' ')}\n`
  return notices.length === 0 ? head : `${head}\n${notices.map((line) => `> ${plain(line)}`).join('\\\n')}\n`
}

function renderFigures(summary: CheckSummary): string {
  const { contacts, numbers, rejected, identifiable, withoutNumber, repairs, limit } = summary
  const { before, read, after } = identifiable
  const line = (what: string, count: number) => [what, renderCount(count), showShare(count, contacts)]
  const lines = [
    line('**Contacts that can be identified as the file stands**', before),
    line('Contacts that Ringsight can identify as the file stands', read),
    line('**Contacts that can be identified once it is repaired**', after),
    line('Contacts without any number', withoutNumber),
    ['Contacts', renderCount(contacts), ''],
    ['Phone cells', renderCount(numbers + rejected), ''],
    ['Cells with a certain repair', renderCount(repairs), ''],
  ]
  return `${renderTable(['', 'count', 'share'], ['left', 'right', 'right'], lines)}${limit.isExceeded ? `\n${plain(describeLimit(summary))}\n` : ''}`
}

function renderLeft(summary: CheckSummary): string {
  const left = findLeft(summary)
  if (left === null) return ''
  const lines = left.codes.map(({ title, severity, count }) => [plain(title), severity, renderCount(count)])
  const table =
    lines.length === 0 ? '' : `\n${renderTable(['finding', 'severity', 'count'], ['left', 'left', 'right'], lines)}`
  return `### What is left after the repairs\n\n${plain(describeLeft(left, summary.contacts))}\n${table}\n`
}

function* renderSteps(summary: CheckSummary, commandFor: CommandFor): Generator<string> {
  const steps = nextSteps(summary)
  if (steps.length === 0) return
  yield '### What to do next\n\n'
  // Indented code ends with its line, and a command is one line: whatever a file's name holds, it cannot end the block.
  for (const { sentence, next } of steps) {
    yield `${plain(sentence)}\n\n${next === null ? '' : `    ${commandFor(next)}\n\n`}`
  }
}

function renderCodes(codes: readonly CodeCount[]): string {
  const lines = codes.map(({ code: name, severity, title, count, repairable }) => [
    plain(title),
    severity,
    renderCount(count),
    renderCount(repairable),
    `${plain(FINDINGS[name].sentence)} (${code(name)})`,
  ])
  const headers = ['finding', 'severity', 'count', 'repairable', 'what it means']
  return `### Findings\n\n${renderTable(headers, ['left', 'left', 'right', 'right', 'left'], lines)}`
}

function* renderFindings(
  findings: readonly PlacedFinding[],
  noted: number,
  recordUrl: string | null,
): Generator<string> {
  if (findings.length === 0) return
  const lines = takeLines(findings, recordUrl)
  const left = noted - lines.length
  const total = left > 0 ? ` of ${renderCount(noted)}` : ''
  yield `<details><summary>${plural(lines.length, 'finding')}${total}</summary>\n\n`
  const headers = ['row', 'id', 'column', 'value', 'repair', 'finding']
  yield renderTable(headers, ['right', 'left', 'left', 'left', 'left', 'left'], lines)
  yield '\n</details>\n'
  if (left > 0)
    yield `\n${renderCount(left)} more are not listed here: a report that ends with .csv or .json lists all.\n`
}

function takeLines(findings: readonly PlacedFinding[], recordUrl: string | null): string[][] {
  const lines: string[][] = []
  let length = 0
  for (const finding of findings) {
    const line = renderFinding(finding, recordUrl)
    length += line.join(' | ').length
    if (length > LONGEST_LIST) break
    lines.push(line)
  }
  return lines
}

function renderFinding(placed: PlacedFinding, recordUrl: string | null): string[] {
  const { row, id, column, value, finding } = placed
  const { severity, repair } = finding
  const link = recordLink(id, recordUrl)
  const record = code(showName(id ?? ''))
  const texts = [showName(column ?? ''), showValue(value), showValue(repair ?? '')]
  return [
    renderCount(row),
    link === null ? record : `[${record}](${inMarkdown(link)})`,
    ...texts.map(code),
    `**${severity}** ${plain([FINDINGS[finding.code].title, showFacts(placed)].filter((text) => text !== '').join('. '))}`,
  ]
}

// What would end the address, or the cell.
function inMarkdown(link: string): string {
  return link.replace(/[()<>|\\[\]`]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
}

type Side = 'left' | 'right'

function renderTable(
  headers: readonly string[],
  sides: readonly Side[],
  lines: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(headers) + line(sides.map((side) => (side === 'left' ? '---' : '--:'))) + lines.map(line).join('')
}

/** A text in the type of code. Within backticks nothing has a meaning but a backtick, and in a table the pipe. */
function code(text: string): string {
  const shown = safeLine(text)
  if (shown === '') return ''
  return /[`|\\]/.test(shown) ? `<code>${plain(shown)}</code>` : `\`${shown}\``
}

// Entities are never taken for markup. The comment keeps GitHub from telling whoever has the name behind an @.
function plain(text: string): string {
  return safeLine(text)
    .replace(/[\\`*_[\]<>|&~#"]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '&#64;<!-- -->')
}
