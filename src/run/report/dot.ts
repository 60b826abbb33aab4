// A run as a character a case, and the failures in full at its end: for many scenarios on one screen.

import type { Problem } from '../../scenario/result.ts'
import type { Reporter, ReportStyle } from './report.ts'
import { type Failed, isFailed, joinLines, renderAgain, renderFailed, renderProblem, renderSummary } from './text.ts'

/** `.` passed · `F` failed · `!` broken by a fault of ours · `E` cannot be read · `-` skipped */
export function dotReporter(style: ReportStyle): Reporter {
  const { painter, width } = style
  const marks = {
    passed: painter.good('.'),
    failed: painter.bad('F'),
    broken: painter.bad('!'),
    skipped: painter.warn('-'),
  }
  const blocks: string[][] = []
  const failed: (Failed | Problem)[] = []
  let column = 0
  const put = (mark: string) => {
    column += 1
    if (column < width) return mark
    column = 0
    return `${mark}\n`
  }
  return (event) => {
    if (event.type === 'start') return ''
    if (event.type === 'problem') {
      blocks.push(renderProblem(event.problem, style))
      failed.push(event.problem)
      return put(painter.bad('E'))
    }
    if (event.type === 'case') {
      if (isFailed(event.result)) {
        blocks.push(renderFailed(event.result, style))
        failed.push(event.result)
      }
      return put(marks[event.result.outcome])
    }
    const end = column === 0 ? '' : '\n'
    const lines = blocks.flatMap((block) => ['', ...block])
    return `${end}${joinLines([...lines, ...renderAgain(failed, lines.length, style), ''])}${renderSummary(event.summary, style)}\n`
  }
}
