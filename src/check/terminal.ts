// A check's summary for a person at a terminal: figures, bars and what to do next, on lines that fit it. Pure.

import type { Severity } from '../core/finding.ts'
import { plural, renderCount } from '../text/count.ts'
import { cut, wrap } from '../text/width.ts'
import { renderBar, type Style, widthFor } from './bar.ts'
import type { CheckSummary, CodeCount, PlacedFinding } from './file.ts'
import type { CheckJob } from './job.ts'
import { describeLeft, findLeft } from './report/left.ts'
import { type CommandFor, nextSteps } from './report/next.ts'
import {
  describeGroup,
  describeLimit,
  listNotices,
  showCountry,
  showName,
  showShare,
  showValue,
} from './report/shown.ts'

export interface SummaryStyle extends Style {
  readonly job: CheckJob
  readonly commandFor: CommandFor
}

/** The lines of a summary; none is wider than the terminal, where that has at least 40 cells, but for a command. */
export function renderSummary(summary: CheckSummary, given: SummaryStyle): string[] {
  const style = { ...given, width: widthFor(given.width) }
  const { painter, width } = style
  return [
    ...wrap(`${showName(summary.file)}: ${describeSource(summary)}`, width),
    '',
    painter.strong(`${plural(summary.contacts, 'contact')}. When they call, they are identified by:`),
    ...renderFigures(summary, style),
    ...SEVERITIES.flatMap((each) => renderCodes(summary, each, style)),
    ...renderGroups(summary, style),
    ...renderCountries(summary, style),
    '',
    ...wrap(describeLimit(summary), width),
    ...listNotices(summary).flatMap((notice) => wrap(`Note: ${notice}`, width).map(painter.dim)),
    ...renderFixed(summary, style),
    ...renderLeft(summary, style),
    ...renderSteps(summary, style),
  ]
}

/** One finding on its lines: where, what stands there, what should, and why. */
export function renderFinding(placed: PlacedFinding, { painter, width }: Style): string[] {
  const most = widthFor(width)
  const why = wrap(placed.sentence, most - 4).map((line) => `    ${painter.dim(line)}`)
  return [`  ${cut(describePlace(placed), most - 2)}`, ...why]
}

function describeSource({ source, columns, region }: CheckSummary): string {
  const country = columns.country === null ? 'no country column' : `country from ${showName(columns.country)}`
  const stated = region === null ? '' : `, else ${region}`
  const phones = columns.phones.map(showName).join(', ')
  return `${source ?? 'contacts file'}; phone columns: ${phones}; ${country}${stated}`
}

function renderFigures({ contacts, identifiable, withoutNumber }: CheckSummary, style: Style): string[] {
  const { before, read, after } = identifiable
  const { good, dim } = style.painter
  return [
    renderBar({ label: 'any phone, file as it is', count: before, of: contacts, colour: dim }, style),
    renderBar({ label: 'any phone, file repaired', count: after, of: contacts, colour: good }, style),
    renderBar({ label: 'Ringsight, file as it is', count: read, of: contacts, colour: good }, style),
    ...(withoutNumber === 0 ? [] : [`  ${dim(`${renderCount(withoutNumber)} of them have no number`)}`]),
  ]
}

const SEVERITIES: readonly (readonly [severity: Severity, title: string, meaning: string])[] = [
  ['error', 'Errors', 'no phone can read these'],
  ['warning', 'Warnings', 'these need a repair, or may show another name'],
  ['note', 'Notes', 'these do no harm'],
]

function renderCodes(
  summary: CheckSummary,
  [severity, title, meaning]: (typeof SEVERITIES)[number],
  style: Style,
): string[] {
  const codes = summary.codes.filter((each) => each.severity === severity)
  if (codes.length === 0) return []
  const most = Math.max(...codes.map(({ count }) => count))
  const found = codes.flatMap((code) => renderCode(code, most, style))
  return [
    '',
    style.painter.strong(cut(`${title} (${renderCount(summary.findings[severity])}): ${meaning}`, style.width)),
    ...found,
  ]
}

function renderCode({ title, count, repairable, severity, examples }: CodeCount, most: number, style: Style): string[] {
  const { painter, width } = style
  const colour = severity === 'error' ? painter.warn : severity === 'note' ? painter.dim : painter.good
  const remark =
    repairable === 0 ? '' : repairable === count ? 'all repairable' : `${renderCount(repairable)} repairable`
  const indent = width < 60 ? 26 : 33
  const [example] = examples
  const line = renderBar({ label: title, count, of: most, colour, remark, indent }, style)
  return example === undefined ? [line] : [line, `    ${painter.dim(cut(describePlace(example), width - 4))}`]
}

/** `row 1,204, Mobile Phone Number: "087 123 4567" → +353871234567` */
function describePlace({ row, id, column, value, finding }: PlacedFinding): string {
  const where = `row ${renderCount(row)}`
  if (column === null) return id === null ? where : `${where}, contact ${showName(id)}`
  const repair = finding.repair === null ? '' : ` → ${showValue(finding.repair)}`
  const other = finding.detail.row === undefined ? '' : `, as in row ${renderCount(finding.detail.row)}`
  return `${where}, ${showName(column)}: "${showValue(value)}"${repair}${other}`
}

const LISTED_GROUPS = 20

function renderGroups({ groups }: CheckSummary, style: Style): string[] {
  if (groups === null) return []
  const { painter, width } = style
  const { column, groups: all } = groups
  const most = Math.max(1, ...all.map(({ findings }) => findings.error + findings.warning))
  const lines = all.slice(0, LISTED_GROUPS).map(({ name, contacts, findings }) => {
    const count = findings.error + findings.warning
    const remark = `of ${plural(contacts, 'contact')}`
    return renderBar({ label: describeGroup(name), count, of: most, colour: painter.warn, remark }, style)
  })
  const more = all.length - lines.length
  const rest = more > 0 ? [`  ${painter.dim(`and ${plural(more, 'other')}`)}`] : []
  return ['', painter.strong(cut(`Errors and warnings by ${showName(column)}`, width)), ...lines, ...rest]
}

const LISTED_COUNTRIES = 8

function renderCountries({ countries }: CheckSummary, style: Style): string[] {
  const [first] = countries
  if (first === undefined) return []
  const all = countries.reduce((sum, { numbers }) => sum + numbers, 0)
  const listed = countries.slice(0, LISTED_COUNTRIES).map(({ country, numbers }) => {
    const remark = showShare(numbers, all)
    return renderBar(
      { label: showCountry(country), count: numbers, of: first.numbers, colour: style.painter.good, remark },
      style,
    )
  })
  const more = countries.length - listed.length
  const rest = more > 0 ? [`  ${style.painter.dim(`and ${plural(more, 'other')}`)}`] : []
  return ['', style.painter.strong('Numbers by country'), ...listed, ...rest]
}

function renderFixed({ isComplete, repairs }: CheckSummary, { job, width, painter }: SummaryStyle): string[] {
  if (job.fix === null) return []
  const { path, isChangedOnly } = job.fix
  const out = showName(path)
  if (!isComplete) return ['', ...wrap(`${out} was not written.`, width)]
  if (job.undo !== null) return ['', ...wrap(`Wrote ${out} and read it back.`, width).map(painter.good)]
  const written =
    repairs === 0
      ? isChangedOnly
        ? `Wrote ${out}: no repair is certain, so it holds no contact.`
        : `Wrote ${out} and read it back: no repair is certain, so it is the same file.`
      : `Wrote ${out} and read it back: ${plural(repairs, 'cell')} repaired${isChangedOnly ? '' : ', nothing else changed'}.`
  return ['', ...wrap(written, width).map(painter.good)]
}

function renderLeft(summary: CheckSummary, style: SummaryStyle): string[] {
  const left = findLeft(summary)
  if (left === null) return []
  const { painter, width } = style
  const most = Math.max(0, ...left.codes.map(({ count }) => count))
  const lines = left.codes.map(({ title, severity, count }) => {
    const colour = severity === 'error' ? painter.warn : painter.good
    return renderBar({ label: title, count, of: most, colour, remark: severity, indent: width < 60 ? 26 : 33 }, style)
  })
  return [
    '',
    painter.strong('What is left after the repairs'),
    ...wrap(describeLeft(left, summary.contacts), width),
    ...lines,
  ]
}

function renderSteps(summary: CheckSummary, { job, commandFor, width }: SummaryStyle): string[] {
  return nextSteps(summary, job.path).flatMap(({ sentence, next }) => [
    '',
    ...wrap(sentence, width),
    ...(next === null ? [] : [`  ${commandFor(next)}`]),
  ])
}
