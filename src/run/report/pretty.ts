// A run for a person at a terminal: a line a file, each failure in full below its file, the sum at the end.

import type { CaseResult, Problem } from '../../scenario/result.ts'
import { renderDuration } from '../../text/duration.ts'
import { safeLine } from '../../text/safe.ts'
import type { Reporter, ReportStyle } from './report.ts'
import {
  type Failed,
  indent,
  isFailed,
  joinLines,
  renderAgain,
  renderFailed,
  renderProblem,
  renderSummary,
} from './text.ts'

export function prettyReporter(style: ReportStyle): Reporter {
  let file: string | null = null
  let problems: Problem[] = []
  let cases: CaseResult[] = []
  const failed: (Failed | Problem)[] = []
  let linesSince = 0
  const flush = () => {
    const lines = file === null ? [] : renderFile(file, { problems, cases }, style)
    for (const each of [...problems, ...cases.filter(isFailed)]) failed.push(each)
    if (failed.length > 0) linesSince += lines.length
    problems = []
    cases = []
    return joinLines(lines)
  }
  const enter = (next: string) => {
    const text = next === file ? '' : flush()
    file = next
    return text
  }
  return (event) => {
    if (event.type === 'start') return ''
    if (event.type === 'end') {
      const last = flush()
      const gap = last.endsWith('\n\n') ? '' : '\n'
      const again = renderAgain(failed, linesSince, style).slice(1)
      return `${last}${gap}${joinLines(again)}${again.length > 0 ? '\n' : ''}${renderSummary(event.summary, style)}\n`
    }
    const text = enter(event.type === 'problem' ? event.problem.at.file : event.result.at.file)
    if (event.type === 'problem') problems.push(event.problem)
    else cases.push(event.result)
    return text
  }
}

interface FileReport {
  readonly problems: readonly Problem[]
  readonly cases: readonly CaseResult[]
}

function renderFile(file: string, { problems, cases }: FileReport, style: ReportStyle): string[] {
  const { painter, isVerbose } = style
  const bad = cases.filter(isFailed)
  const isGood = bad.length === 0 && problems.length === 0
  const isPlayed = cases.some(({ outcome }) => outcome !== 'skipped')
  const mark = !isGood ? painter.bad('✗') : isPlayed ? painter.good('✓') : painter.warn('-')
  const listed = isVerbose ? cases.filter((each) => !isFailed(each)) : []
  const blocks = [
    ...problems.map((problem) => renderProblem(problem, style)),
    ...bad.map((result) => renderFailed(result, style)),
  ]
  return [
    `${mark} ${safeLine(file)}  ${painter.dim(countOutcomes(cases, problems))}`,
    ...indent(listed.map((result) => renderQuiet(result, style))),
    ...blocks.flatMap((block) => ['', ...indent(block)]),
    ...(isGood ? [] : ['']),
  ]
}

const OUTCOMES = ['passed', 'failed', 'broken', 'skipped'] as const

function countOutcomes(cases: readonly CaseResult[], problems: readonly Problem[]): string {
  const counts = OUTCOMES.flatMap((word) => {
    const count = cases.filter(({ outcome }) => outcome === word).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return [
    ...counts,
    ...(problems.length === 0 ? [] : [cases.length > 0 ? 'cannot be read in part' : 'cannot be read']),
  ].join(', ')
}

function renderQuiet({ name, outcome, virtualMs }: CaseResult, { painter }: ReportStyle): string {
  if (outcome === 'skipped') return painter.warn(`- ${safeLine(name)}`)
  return `${painter.good('✓')} ${safeLine(name)}  ${painter.dim(renderDuration(virtualMs, 2))}`
}
