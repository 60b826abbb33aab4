// A check as SARIF 2.1.0, which code review sites show beside the file.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { FINDINGS, type FindingCode } from '../../core/finding.ts'
import { plural, renderCount } from '../../text/count.ts'
import { renderJson } from '../../text/safe.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'
import { countFindings } from '../summary.ts'
import { keepFindings } from './kept.ts'
import type { CheckReport, ReportOptions } from './report.ts'
import { listNotices, recordLink, showName, showSentence, showValue } from './shown.ts'

const CODES = Object.keys(FINDINGS) as FindingCode[]

export function openSarifReport({ most, uri, longerList, recordUrl }: ReportOptions): CheckReport {
  const kept = keepFindings(most)
  return {
    wants: kept.wants,
    note(finding) {
      kept.note(finding)
      return ''
    },
    *end(summary) {
      yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{\n'
      const run = describeRun(summary, uri, { held: kept.list().length, noted: countFindings(summary), longerList })
      for (const [name, value] of Object.entries(run)) yield `"${name}":${renderJson(value)},\n`
      yield '"results":['
      let separator = '\n'
      for (const finding of kept.list()) {
        yield `${separator}${renderJson(describeResult(finding, { uri, recordUrl }))}`
        separator = ',\n'
      }
      yield '\n]}]}\n'
    },
  }
}

function describeRun(
  summary: CheckSummary,
  uri: string,
  rest: { readonly held: number; readonly noted: number; readonly longerList: string },
): Record<string, unknown> {
  const messages = [...listNotices(summary), ...describeRest(rest)]
  const { file: _file, isComplete, codes: _codes, notices: _notices, ...properties } = summary
  return {
    tool: { driver: { name: 'Ringsight', rules: CODES.map(describeRule) } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: isComplete,
        toolExecutionNotifications: messages.map((text) => ({ level: 'note', message: { text } })),
      },
    ],
    artifacts: [{ location: { uri } }],
    properties,
  }
}

function describeRest({ held, noted, longerList }: Parameters<typeof describeRun>[2]): string[] {
  return noted > held ? [`Of ${plural(noted, 'finding')}, ${renderCount(held)} are listed: ${longerList}.`] : []
}

function describeRule(code: FindingCode): Record<string, unknown> {
  const { severity, title, sentence } = FINDINGS[code]
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: sentence },
    help: { text: sentence },
    defaultConfiguration: { level: severity },
  }
}

// No `fixes`: a fix replaces a region of the file, and of a cell only the row is known. A program that applied it would
// put the number in the place of the whole row.
function describeResult(
  { row, id, column, value, finding, sentence }: PlacedFinding,
  { uri, recordUrl }: Pick<ReportOptions, 'uri' | 'recordUrl'>,
): object {
  const link = recordLink(id, recordUrl)
  const { code, severity, repair } = finding
  const where = column === null ? '' : `${showName(column)}: `
  const shown = value === '' ? '' : `"${showValue(value)}"${repair === null ? '' : ` → ${showValue(repair)}`}. `
  const logical = column === null ? {} : { logicalLocations: [{ name: showName(column), kind: 'member' }] }
  return {
    ruleId: code,
    ruleIndex: CODES.indexOf(code),
    level: severity,
    message: { text: `${where}${shown}${showSentence(sentence)}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, index: 0 }, region: { startLine: row } },
        ...logical,
      },
    ],
    ...(link !== null && { hostedViewerUri: link }),
    properties: { id: id === null ? null : showName(id), repair },
  }
}
