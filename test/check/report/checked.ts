// A checked file as the reports get it: findings in their places, and a summary that fits them.
import type { CheckSummary, CodeCount, PlacedFinding } from '../../../src/check/file.ts'
import type { CheckReport, ReportOptions } from '../../../src/check/report/report.ts'
import { commandBy } from '../../../src/cli/check.ts'
import {
  describeFinding,
  FINDINGS,
  type FindingCode,
  type FindingDetail,
  newFinding,
} from '../../../src/core/finding.ts'

type Place = Partial<Omit<PlacedFinding, 'finding'>> & {
  readonly repair?: string | null
  readonly detail?: FindingDetail
}

/** As a report is made by a command without any flag about columns. */
export const OPTIONS: ReportOptions = {
  most: 1000,
  uri: 'contacts.csv',
  commandFor: (next) => commandBy({ phone: [], name: [], country: [], ignore: [] })(next, (header) => header),
  recordUrl: null,
  longerList: '--max-findings lists more',
}

/** A finding in row 2 of the column Phone, unless stated otherwise. */
export function place(code: FindingCode, { repair = null, detail = {}, ...where }: Place = {}): PlacedFinding {
  const finding = newFinding(code, repair, detail)
  const sentence = describeFinding(finding, { column: (index) => `column ${index + 1}`, number: (e164) => e164 })
  return {
    row: 2,
    id: '901',
    column: 'Phone',
    value: '087 123 4567',
    finding,
    sentence,
    mends: repair === null ? [] : [code],
    ...where,
  }
}

/** The summary of a file with these findings and nothing else. */
export function sumUp(findings: readonly PlacedFinding[], more: Partial<CheckSummary> = {}): CheckSummary {
  const count = (severity: string) => findings.filter(({ finding }) => finding.severity === severity).length
  return {
    file: 'contacts.csv',
    source: 'HubSpot contacts export',
    columns: { phones: ['Phone'], country: 'Country/Region', id: 'Record ID' },
    region: null,
    contacts: 40,
    numbers: 30,
    rejected: 5,
    identifiable: { before: 10, read: 24, after: 30 },
    withoutNumber: 5,
    findings: { error: count('error'), warning: count('warning'), note: count('note') },
    repairs: findings.filter(({ finding }) => finding.repair !== null).length,
    codes: countCodes(findings),
    countries: [
      { country: 'IE', numbers: 20 },
      { country: null, numbers: 4 },
    ],
    limit: { contacts: 10_000, isExceeded: false },
    allNumbersCompared: true,
    isRepaired: false,
    isComplete: true,
    baseline: null,
    groups: null,
    notices: [],
    ...more,
  }
}

function countCodes(findings: readonly PlacedFinding[]): CodeCount[] {
  const codes = new Set(findings.map(({ finding }) => finding.code))
  return Array.from(codes, (code) => {
    const own = findings.filter(({ finding }) => finding.code === code)
    const repairable = own.filter(({ finding }) => finding.repair !== null).length
    const { severity, title } = FINDINGS[code]
    return { code, severity, title, count: own.length, repairable, examples: own.slice(0, 3) }
  })
}

/** The whole text of a report on these findings. */
export function render(report: CheckReport, findings: readonly PlacedFinding[], summary = sumUp(findings)): string {
  const noted = findings.map((finding) => report.note(finding))
  return [...noted, ...report.end(summary)].join('')
}
