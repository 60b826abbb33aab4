// A run as TAP, version 14 (https://testanything.org/tap-version-14-specification.html): a test point a case, and one for
// each part of a file that cannot be read.

import type { CaseResult, Problem } from '../../scenario/result.ts'
import type { Position } from '../../scenario/scenario.ts'
import { renderJson, safeLine } from '../../text/safe.ts'
import type { Reporter } from './report.ts'
import { describeMismatches, isFailed, traceLines } from './text.ts'

export function tapReporter(): Reporter {
  let number = 0
  return (event) => {
    switch (event.type) {
      case 'start':
        return `TAP version 14\n1..${event.cases + event.problems}\n`
      case 'problem':
        number += 1
        return `not ok ${number} - ${describe(event.problem.at, 'can be read')}\n${diagnoseProblem(event.problem)}`
      case 'case':
        number += 1
        return renderPoint(number, event.result)
      case 'end':
        return ''
    }
  }
}

function renderPoint(number: number, result: CaseResult): string {
  const point = `${isFailed(result) ? 'not ok' : 'ok'} ${number} - ${describe(result.at, result.name)}`
  const skip = result.outcome === 'skipped' ? ' # SKIP not played: the run stopped before it' : ''
  return `${point}${skip}\n${diagnoseCase(result)}`
}

// A hash would begin a directive.
function describe({ file }: Position, name: string): string {
  return safeLine(`${file}: ${name}`).replace(/[\\#]/g, '\\$&')
}

function diagnoseProblem({ at, message, source }: Problem): string {
  return renderYaml({ message, severity: 'unreadable', at, source: source ?? '' })
}

function diagnoseCase(result: CaseResult): string {
  const trace = traceLines(result.trace).map((line) => line.replace(/^[> ]+/, ''))
  if (result.outcome === 'broken') {
    return renderYaml({ message: result.error.message, severity: 'fault', at: result.at, trace })
  }
  if (result.outcome !== 'failed') return ''
  const { at, stepText, mismatches } = result.failure
  const message = describeMismatches(mismatches)
  return renderYaml({ message, severity: 'failed', at, step: stepText, mismatches, trace })
}

// JSON is YAML, and its strings hold any text.
function renderYaml(facts: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(facts).flatMap(([key, value]) =>
    Array.isArray(value) && value.length > 0
      ? [`${key}:`, ...value.map((each) => `  - ${renderJson(each)}`)]
      : [`${key}: ${renderJson(value)}`],
  )
  return ['---', ...lines, '...'].map((line) => `  ${line}\n`).join('')
}
