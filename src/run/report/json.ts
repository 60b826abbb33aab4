// A run for programs: one JSON object a line, each with a `type`. Names stay as they are from version to version.

import type { CaseResult, Failure, Problem } from '../../scenario/result.ts'
import { type JsonLine, renderJsonLine, secondsOf } from '../../text/json.ts'
import type { Reporter, ReportStyle, RunEvent } from './report.ts'

/** A line for each event of the run; the last is the summary. */
export function jsonReporter({ isVerbose }: Pick<ReportStyle, 'isVerbose'>): Reporter {
  return (event) => `${renderJsonLine(lineOf(event, isVerbose))}\n`
}

function lineOf(event: RunEvent, isVerbose: boolean): JsonLine {
  switch (event.type) {
    case 'start':
      return event
    case 'problem':
      return problemJson(event.problem)
    case 'case':
      return caseJson(event.result, event.ms, isVerbose)
    case 'end': {
      const { ms, virtualMs, ...counts } = event.summary
      return { type: 'summary', ...counts, tookSeconds: secondsOf(ms), virtualSeconds: secondsOf(virtualMs) }
    }
  }
}

/** A part of a file that is no scenario. */
export function problemJson({ at, message, source }: Problem): JsonLine {
  return { type: 'problem', ...at, message, source }
}

function caseJson(result: CaseResult, ms: number, isVerbose: boolean): JsonLine {
  const { at, name, tags, outcome, steps, virtualMs, trace } = result
  const isTraced = isVerbose || outcome === 'failed' || outcome === 'broken'
  return {
    type: 'case',
    ...at,
    name,
    tags,
    result: outcome,
    steps,
    tookSeconds: secondsOf(ms),
    virtualSeconds: secondsOf(virtualMs),
    failure: outcome === 'failed' ? failureJson(result.failure) : null,
    error: outcome === 'broken' ? result.error : null,
    trace: isTraced ? trace.map(({ atMs, step, text }) => ({ afterSeconds: secondsOf(atMs), step, text })) : null,
  }
}

function failureJson({ at, step, stepText, mismatches }: Failure): object {
  return { ...at, step, stepText, mismatches }
}
