// A check as one JSON document: its findings as they come, then the summary. Also the shapes that other programs rely on.

import { renderJson } from '../../text/safe.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'
import { findLeft } from './left.ts'
import type { CheckReport } from './report.ts'

const LONGEST_TEXT = 1000

/** A finding by the names that programs know it by. A text of more than 1,000 characters is cut, and ends with an …. */
export function jsonFinding({ row, id, column, value, finding, sentence }: PlacedFinding): Record<string, unknown> {
  const { code, severity, repair } = finding
  const place = { row, id: id === null ? null : cut(id), column: column === null ? null : cut(column) }
  return { ...place, value: cut(value), code, severity, repair, sentence: cut(sentence) }
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text
}

/** A summary whose examples have the shape of jsonFinding; `left` is what remains once the repairs are written. */
export function jsonSummary(summary: CheckSummary): Record<string, unknown> {
  const codes = summary.codes.map((code) => ({ ...code, examples: code.examples.map(jsonFinding) }))
  return { ...summary, codes, left: findLeft(summary) }
}

/** `{"findings":[…],"summary":{…}}`, a finding on each line. Holds nothing. */
export function openJsonReport(): CheckReport {
  let separator = '{"findings":[\n'
  return {
    note(finding) {
      const text = `${separator}${renderJson(jsonFinding(finding))}`
      separator = ',\n'
      return text
    },
    *end(summary) {
      yield separator === ',\n' ? '\n' : separator
      yield `],\n"summary":${renderJson(jsonSummary(summary))}}\n`
    },
  }
}
