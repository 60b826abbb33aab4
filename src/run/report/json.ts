// A run for programs: one JSON object a line, each with a `type`. Names stay as they are from version to version.

import type { CaseResult } from '../../scenario/result.ts'
import { renderJson } from '../../text/safe.ts'
import type { Reporter, ReportStyle, RunEvent } from './report.ts'

/**
 * `start` {files, cases, problems} · `problem` {file, line, column, message, source} · `case` {file, line, column, name, tags,
 * outcome, steps, ms, virtualMs}, of a failed one also {failure, trace}, of a broken one {error, trace} · `end` {files, passed,
 * failed, broken, skipped, problems, ms, virtualMs}. Times are milliseconds; only `ms` is of real time.
 */
export function jsonReporter({ isVerbose }: Pick<ReportStyle, 'isVerbose'>): Reporter {
  return (event) => `${renderJson(shape(event, isVerbose))}\n`
}

function shape(event: RunEvent, isVerbose: boolean): object {
  switch (event.type) {
    case 'start':
      return event
    case 'problem': {
      const { at, ...problem } = event.problem
      return { type: 'problem', ...at, ...problem }
    }
    case 'case':
      return { type: 'case', ...shapeCase(event.result, event.ms, isVerbose) }
    case 'end':
      return { type: 'end', ...event.summary }
  }
}

function shapeCase(result: CaseResult, ms: number, isVerbose: boolean): object {
  const { at, name, tags, outcome, steps, virtualMs, trace } = result
  const facts = { ...at, name, tags, outcome, steps, ms, virtualMs }
  if (result.outcome === 'broken') return { ...facts, error: result.error, trace }
  if (result.outcome !== 'failed') return isVerbose ? { ...facts, trace } : facts
  const { at: place, ...failure } = result.failure
  return { ...facts, failure: { ...place, ...failure }, trace }
}
