// A run as a character a case, and the failures in full at its end: for many scenarios on one screen.
import type { Reporter, ReportStyle } from './report.ts'
import { isFailed, joinLines, renderFailed, renderProblem, renderSummary } from './text.ts'

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
      return put(painter.bad('E'))
    }
    if (event.type === 'case') {
      if (isFailed(event.result)) blocks.push(renderFailed(event.result, style))
      return put(marks[event.result.outcome])
    }
    const end = column === 0 ? '' : '\n'
    return `${end}${joinLines(blocks.flatMap((block) => ['', ...block]))}\n${renderSummary(event.summary, style)}\n`
  }
}
