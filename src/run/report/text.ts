// The parts that reports for people have in common, as lines: a failure with its place and what led to it, a file that
// cannot be read, the sum. Knows nothing of when they are shown.

import {
  type CaseResult,
  type Failure,
  type Mismatch,
  NO_FRAME,
  type Problem,
  type TracedEvent,
} from '../../scenario/result.ts'
import type { Position } from '../../scenario/scenario.ts'
import { plural, renderCount } from '../../text/count.ts'
import { renderDuration } from '../../text/duration.ts'
import { safeLine } from '../../text/safe.ts'
import { renderMismatch } from './mismatch.ts'
import type { ReportStyle, RunSummary } from './report.ts'

export type Failed = Extract<CaseResult, { outcome: 'failed' | 'broken' }>

/** Why a case did not pass, in full: where, what was expected and found, what led to it, how to play it alone. */
export function renderFailed(result: Failed, style: ReportStyle): string[] {
  const { painter, words } = style
  return [
    painter.bad(`✗ ${safeLine(result.name)}`),
    ...indent(result.outcome === 'failed' ? renderFailure(result.failure, style) : renderFault(result, style)),
    ...indent(renderTrace(result, style)),
    ...(words === null ? [] : indent(['', `${painter.dim('To play it alone:')} ${words.playAlone(result)}`])),
  ]
}

/** Where a step failed, the line it stands on, and what of it was not so. */
export function renderFailure({ at, stepText, mismatches }: Failure, style: ReportStyle): string[] {
  const line = style.lineAt(at)
  const shown = line === null ? [`  ${safeLine(stepText)}`] : renderExcerpt(line, at, style)
  const isUnrecorded = mismatches.some(({ expected }) => expected === NO_FRAME)
  const hint = isUnrecorded && style.words !== null ? [`  ${style.words.hints.recording}`] : []
  return [placeOf(at), ...shown, ...mismatches.flatMap((mismatch) => renderMismatch(mismatch, style)), ...hint]
}

/** Why a file, or a part of it, is no scenario. */
export function renderProblem({ at, message, source }: Problem, style: ReportStyle): string[] {
  const excerpt = source === null ? [] : renderExcerpt(style.lineAt(at) ?? source, at, style)
  return [style.painter.bad(`✗ ${placeOf(at)}`), ...indent([...excerpt, safeLine(message)])]
}

function renderFault(
  { at, error, by }: Extract<CaseResult, { outcome: 'broken' }>,
  { isDebug, words }: ReportStyle,
): string[] {
  if (by === 'app') return [placeOf(at), safeLine(error.message)]
  const stack = isDebug ? error.stack.split('\n').map((line) => `  ${safeLine(line)}`) : []
  const hint = isDebug || words === null ? '' : `; ${words.hints.faultsPlace}`
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

/**
 * What failed once more, a line or two each: for the end of a report whose failures do not fit on one screen.
 *
 * @param lines how many the report has from its first failure on
 */
export function renderAgain(failed: readonly (Failed | Problem)[], lines: number, style: ReportStyle): string[] {
  if (failed.length === 0 || lines <= style.height) return []
  return ['', style.painter.strong('What failed:'), ...failed.flatMap((each) => indent(renderShort(each, style)))]
}

function renderShort(each: Failed | Problem, { painter }: ReportStyle): string[] {
  if (!('outcome' in each)) return [painter.bad(`✗ ${placeOf(each.at)}`), `    ${safeLine(each.message)}`]
  const [at, why] =
    each.outcome === 'failed'
      ? [each.failure.at, describeMismatches(each.failure.mismatches)]
      : [each.at, safeLine(each.error.message)]
  return [painter.bad(`✗ ${placeOf(at)}  ${safeLine(each.name)}`), `    ${why}`]
}

/** `12 passed, 1 failed · 3 files · 12ms, virtual 3d` */
export function renderSummary(summary: RunSummary, { painter }: ReportStyle): string {
  const { passed, failed, broken, skipped, problems } = summary
  const part = (count: number, word: string, colour: (text: string) => string) =>
    count === 0 ? [] : [colour(`${renderCount(count)} ${word}`)]
  const counts = [
    ...part(passed, 'passed', painter.good),
    ...part(failed, 'failed', painter.bad),
    ...part(broken, 'broken', painter.bad),
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
