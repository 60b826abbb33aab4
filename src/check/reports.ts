// Which file a report is written as, told by its name, and that nothing gets into it that is to be left out. Writes nothing.
import { extname } from 'node:path'
import { InputError } from '../terminal/exit.ts'
import { listOr } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { openCsvReport } from './report/csv.ts'
import { openHtmlReport } from './report/html.ts'
import { openJsonReport } from './report/json.ts'
import { openMarkdownReport } from './report/markdown.ts'
import type { Redaction } from './report/redact.ts'
import type { CheckReport } from './report/report.ts'
import { openSarifReport } from './report/sarif.ts'

export interface ReportOptions {
  /** What leaves out numbers, names and addresses; null where all may stay. */
  readonly redaction: Redaction | null
  /** How many findings are listed where a report has to hold them (HTML, Markdown, SARIF); JSON and CSV list all. */
  readonly maxFindings: number
  /** What a report calls the file that resolves names itself (SARIF). */
  readonly uri: string
}

const KINDS: Readonly<Record<string, (maxFindings: number, uri: string) => CheckReport>> = {
  '.html': openHtmlReport,
  '.json': openJsonReport,
  '.md': openMarkdownReport,
  '.sarif': openSarifReport,
  '.csv': openCsvReport,
}

/**
 * A report of the kind that its file's name ends with: .html, .json, .md, .sarif or .csv.
 *
 * @throws InputError when it ends with anything else
 */
export function openReport(path: string, { redaction, maxFindings, uri }: ReportOptions): CheckReport {
  const ending = extname(path).toLowerCase()
  const open = KINDS[ending]
  if (open === undefined) {
    const found = shortLine(path, 60)
    throw new InputError(`--report: expected a file that ends with ${listOr(Object.keys(KINDS))}, found ${found}`)
  }
  const report = open(maxFindings, uri)
  if (redaction === null) return report
  return {
    note: (finding) => report.note(redaction.finding(finding)),
    end: (summary) => report.end(redaction.summary(summary)),
  }
}
