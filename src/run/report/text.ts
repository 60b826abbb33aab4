// The parts that reports for people have in common, as lines: a failure with its place and what led to it, a file that
// cannot be read, the sum. Knows nothing of when they are shown.

import type { CaseResult, Failure, Mismatch, Problem, TracedEvent } from '../../scenario/result.ts'
import type { Position } from '../../scenario/scenario.ts'
import { plural, renderCount } from '../../text/count.ts'
import { renderDuration } from '../../text/duration.ts'
import { quoteForShell, quoteWord, safeLine } from '../../text/safe.ts'
import { renderMismatch } from './mismatch.ts'
import type { ReportStyle, RunSummary } from './report.ts'

export type Failed = Extract<CaseResult, { outcome: 'failed' | 'broken' }>

/** Why a case did not pass, in full: where, what was expected and found, what led to it, how to play it alone. */
export function renderFailed(result: Failed, style: ReportStyle): string[] {
  const { painter } = style
  return [
    painter.bad(`✗ ${safeLine(result.name)}`),
    ...indent(result.outcome === 'failed' ? renderFailure(result.failure, style) : renderFault(result, style)),
    ...indent(renderTrace(result, style)),
    ...indent(['', `${painter.dim('To play it alone:')} ${commandFor(result)}`]),
  ]
}

/** Where a step failed, the line it stands on, and what of it was not so. */
export function renderFailure({ at, stepText, mismatches }: Failure, style: ReportStyle): string[] {
  const line = style.lineAt(at)
  const shown = line === null ? [`  ${safeLine(stepText)}`] : renderExcerpt(line, at, style)
  return [placeOf(at), ...shown, ...mismatches.flatMap((mismatch) => renderMismatch(mismatch, style))]
}

/** Why a file, or a part of it, is no scenario. */
export function renderProblem({ at, message, source }: Problem, style: ReportStyle): string[] {
  const excerpt = source === null ? [] : renderExcerpt(style.lineAt(at) ?? source, at, style)
  return [style.painter.bad(`✗ ${placeOf(at)}`), ...indent([...excerpt, safeLine(message)])]
}

function renderFault({ at, error }: Extract<CaseResult, { outcome: 'broken' }>, { isDebug }: ReportStyle): string[] {
  const stack = isDebug ? error.stack.split('\n').map((line) => `  ${safeLine(line)}`) : []
  const hint = isDebug ? '' : '; --debug shows where'
  return [
    placeOf(at),
    `${safeLine(error.message)} (this is a fault of Ringsight, not of the scenario${hint})`,
    ...stack,
  ]
}

/** `calls/missed.yaml:14:5`, as editors and terminals open it. */
export function placeOf({ file, line, column }: Position): string {
  return `${safeLine(file)}:${line}:${column}`
}

// Whatever would move the cursor takes one cell, so that the caret stands below what it points at.
const UNSAFE_CELL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu

function renderExcerpt(
  line: string,
  { line: row, column }: Position,
  { painter, width, measure }: ReportStyle,
): string[] {
  const gutter = String(row).length
  const room = Math.max(30, width - gutter - 12)
  // Of a line that is too long, the part around the place.
  const from = column - 1 > room - 10 ? column - 1 - Math.floor(room / 2) : 0
  const source = line.slice(from, from + room).replace(UNSAFE_CELL, ' ')
  const more = line.length > from + room ? '…' : ''
  const before = ' '.repeat(measure(source.slice(0, column - 1 - from)))
  return [
    `${painter.dim(`${row} │`)} ${source.trimEnd()}${more}`,
    `${painter.dim(`${' '.repeat(gutter)} │`)} ${before}${painter.bad('^')}`,
  ]
}

/** On one line: `card.name: expected "Anna", found none; waiting: expected 0, found 1` */
export function describeMismatches(mismatches: readonly Mismatch[]): string {
  return mismatches
    .map(({ path, expected, found }) => `${path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`)
    .map(safeLine)
    .join('; ')
}

const MOST_TRACED = 12

function renderTrace({ trace }: Failed, { painter, isVerbose }: ReportStyle): string[] {
  if (trace.length === 0) return []
  const listed = isVerbose ? trace : trace.slice(-MOST_TRACED)
  const earlier = trace.length - listed.length
  const more = earlier === 0 ? '' : `, after ${plural(earlier, 'earlier event')}`
  const shown = traceLines(listed).map((line) => (line.startsWith('>') ? line : painter.dim(line)))
  return ['', painter.dim(`What happened${more}:`), ...shown]
}

/** Each event with its time; a `>` stands before those of the last step that made any. */
export function traceLines(trace: readonly TracedEvent[]): string[] {
  const times = trace.map(({ atMs }) => renderDuration(atMs))
  const widest = Math.max(0, ...times.map((time) => time.length))
  const last = trace.at(-1)?.step
  return trace.map(({ step, text }, index) => {
    const time = (times[index] ?? '').padStart(widest)
    return `${step === last ? '>' : ' '} ${time}  ${safeLine(text)}`
  })
}

/** The command that plays one case, for a POSIX shell. */
export function commandFor({ at, name }: CaseResult): string {
  return `ringsight run ${quoteForShell(at.file)} --grep ${quoteWord(name)}`
}

/** `12 passed, 1 failed · 3 files · 12ms, virtual 3d` */
export function renderSummary(summary: RunSummary, { painter }: ReportStyle): string {
  const { passed, failed, broken, skipped, problems } = summary
  const part = (count: number, word: string, colour: (text: string) => string) =>
    count === 0 ? [] : [colour(`${renderCount(count)} ${word}`)]
  const counts = [
    ...part(passed, 'passed', painter.good),
    ...part(failed, 'failed', painter.bad),
    ...part(broken, 'broken by a fault of Ringsight', painter.bad),
    ...part(skipped, 'skipped', painter.warn),
    ...(problems === 0 ? [] : [painter.bad(plural(problems, 'problem'))]),
  ]
  const time = `${renderDuration(summary.ms, 2)}, virtual ${renderDuration(summary.virtualMs, 2)}`
  return [counts.join(', ') || '0 passed', plural(summary.files, 'file'), time].join(' · ')
}

/** Lines moved to the right; an empty one stays empty. */
export function indent(lines: readonly string[], by = '  '): string[] {
  return lines.map((line) => (line === '' ? '' : by + line))
}

/** Lines as text that ends with a line break; nothing for none. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

export function isFailed(result: CaseResult): result is Failed {
  return result.outcome === 'failed' || result.outcome === 'broken'
}
