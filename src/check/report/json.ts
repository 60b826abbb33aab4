// A check as one JSON document: its findings as they come, then the summary. Also the shapes that other programs rely on.

import type { UsedColumn } from '../../contact-file/columns/uses.ts'
import { type JsonLine, renderJsonLine } from '../../text/json.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'
import { findLeft } from './left.ts'
import type { CheckReport } from './report.ts'

const LONGEST_TEXT = 1000

/** A finding as programs get it. A text of more than 1,000 characters is cut, and ends with an …. */
export function findingJson(placed: PlacedFinding): JsonLine {
  return { ...findingFacts(placed), message: cut(placed.sentence) }
}

/** The same without what it means, which is the same for every finding of a code, and a million times the same text. */
export function findingFacts({ row, id, column, value, finding, mends }: PlacedFinding): JsonLine {
  const { code, severity, repair } = finding
  return {
    type: 'finding',
    row,
    recordId: id === null ? null : cut(id),
    column: column === null ? null : cut(column),
    value: cut(value),
    code,
    severity,
    repair,
    mends,
  }
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text
}

/** What the columns of a file are taken for. */
export function columnsJson(file: string, columns: readonly UsedColumn[]): JsonLine {
  return { type: 'columns', file, columns: columns.map(({ header, use }) => ({ header: cut(header), use })) }
}

/** A checked file; `left` is what remains once the repairs are written. */
export function fileJson(summary: CheckSummary): JsonLine {
  const { file, source, columns, region, countries, limit, isRepaired, isComplete, allNumbersCompared, notices } =
    summary
  return {
    type: 'file',
    file,
    writtenBy: source,
    columns,
    region,
    ...countsJson(summary),
    codes: summary.codes.map((code) => ({ ...code, examples: code.examples.map(findingJson) })),
    countries,
    limit,
    isEveryNumberCompared: allNumbersCompared,
    isRepaired,
    isComplete,
    left: findLeft(summary),
    baseline: summary.baseline,
    groups: summary.groups,
    notices,
  }
}

/** What all files come to. @param unusable how many could not be read */
export function summaryJson(checked: readonly CheckSummary[], unusable: number): JsonLine {
  const sum = (count: (file: CheckSummary) => number) => checked.reduce((total, file) => total + count(file), 0)
  const counts = countsJson({
    contacts: sum(({ contacts }) => contacts),
    numbers: sum(({ numbers }) => numbers),
    rejected: sum(({ rejected }) => rejected),
    identifiable: {
      before: sum(({ identifiable }) => identifiable.before),
      read: sum(({ identifiable }) => identifiable.read),
      after: sum(({ identifiable }) => identifiable.after),
    },
    withoutNumber: sum(({ withoutNumber }) => withoutNumber),
    findings: {
      error: sum(({ findings }) => findings.error),
      warning: sum(({ findings }) => findings.warning),
      note: sum(({ findings }) => findings.note),
    },
    repairs: sum(({ repairs }) => repairs),
  })
  const isComplete = unusable === 0 && checked.every((file) => file.isComplete)
  return { type: 'summary', files: checked.length, unusable, ...counts, isComplete }
}

type CheckCounts = Pick<
  CheckSummary,
  'contacts' | 'numbers' | 'rejected' | 'identifiable' | 'withoutNumber' | 'findings' | 'repairs'
>

function countsJson(counts: CheckCounts): object {
  const { contacts, numbers, rejected, identifiable, withoutNumber, findings, repairs } = counts
  return {
    contacts,
    numbers,
    rejected,
    identifiable: identifiable.read,
    identifiableByAnyPhone: identifiable.before,
    identifiableRepaired: identifiable.after,
    withoutNumber,
    findings,
    repairable: repairs,
  }
}

/** `{"findings":[…],"file":{…}}`, a finding on each line. Holds nothing. */
export function openJsonReport(): CheckReport {
  let separator = '{"findings":[\n'
  return {
    note(finding) {
      const text = `${separator}${renderJsonLine(findingJson(finding))}`
      separator = ',\n'
      return text
    },
    *end(summary) {
      yield separator === ',\n' ? '\n' : separator
      yield `],\n"file":${renderJsonLine(fileJson(summary))}}\n`
    },
  }
}
