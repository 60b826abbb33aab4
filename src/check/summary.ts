// What a check says at its end, of what it has counted. Knows nothing of rows.

import { FINDINGS, type FindingCode, type Severity } from '../core/finding.ts'
import { ARTICLE_LIMIT } from '../core/handset.ts'
import type { CheckOptions } from './check.ts'
import { checkedColumns } from './checked-columns.ts'
import type { CheckSummary, CodeCount } from './file.ts'
import type { Tally } from './tally.ts'

type End = Pick<CheckSummary, 'isComplete' | 'isRepaired' | 'notices' | 'allNumbersCompared'>

/** What is said of a file whose rows are all counted. */
export function summarise({ file, headers, columns, region }: CheckOptions, tally: Tally, end: End): CheckSummary {
  const { rows, numbers, rejected, before, read, after, withoutNumber, repairs } = tally
  const headersOf = (indexes: readonly number[]) => indexes.map((index) => (headers[index] ?? '').trim())
  const phones = checkedColumns(columns).map(({ header }) => header)
  const codes = listCodes(tally)
  return {
    file,
    source: columns.source,
    columns: {
      phones,
      country: headersOf(columns.country).join(', else ') || null,
      id: headersOf(columns.id)[0] ?? null,
    },
    region,
    contacts: rows,
    numbers,
    rejected,
    identifiable: { before, read, after },
    withoutNumber,
    findings: { error: total(codes, 'error'), warning: total(codes, 'warning'), note: total(codes, 'note') },
    repairs,
    codes,
    countries: Array.from(tally.countries, ([country, { numbers }]) => ({ country, numbers })).sort(
      (one, other) => other.numbers - one.numbers,
    ),
    limit: { contacts: ARTICLE_LIMIT, isExceeded: rows > ARTICLE_LIMIT },
    baseline: null,
    groups: null,
    ...end,
  }
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note']

/** The gravest first, of those the most frequent, and of as frequent ones in the order of FINDINGS. */
function listCodes({ codes }: Tally): CodeCount[] {
  const known = Object.keys(FINDINGS) as FindingCode[]
  const listed = known.flatMap((code): CodeCount[] => {
    const counted = codes.get(code)
    if (counted === undefined) return []
    const { severity, title } = FINDINGS[code]
    const { count, repairable, examples } = counted
    return [{ code, severity, title, count, repairable, examples: examples.map(({ finding }) => finding) }]
  })
  const rank = ({ severity }: CodeCount) => ORDER.indexOf(severity)
  return listed.sort((one, other) => rank(one) - rank(other) || other.count - one.count)
}

function total(codes: readonly CodeCount[], severity: Severity): number {
  return codes.reduce((sum, each) => (each.severity === severity ? sum + each.count : sum), 0)
}

/** How many findings of a severity remain when all certain repairs are made. */
export function remaining({ codes }: CheckSummary, severity: Severity): number {
  return codes.reduce((sum, each) => (each.severity === severity ? sum + each.count - each.repairable : sum), 0)
}

/** How many findings there are of all severities. */
export function countFindings({ findings }: Pick<CheckSummary, 'findings'>): number {
  return findings.error + findings.warning + findings.note
}
