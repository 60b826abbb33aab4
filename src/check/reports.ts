// Which file a report is written as, told by its name, and that nothing gets into it that is to be left out. Writes nothing.
import { extname } from 'node:path'
import { InputError } from '../terminal/exit.ts'
import type { OutTarget } from '../terminal/out-file.ts'
import { listOr } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { openCsvReport } from './report/csv.ts'
import { openHtmlReport } from './report/html.ts'
import { openJsonReport } from './report/json.ts'
import { openMarkdownReport } from './report/markdown.ts'
import type { Redaction } from './report/redact.ts'
import type { CheckReport, ReportOptions } from './report/report.ts'
import { openSarifReport } from './report/sarif.ts'

const KINDS: Readonly<Record<string, (options: ReportOptions) => CheckReport>> = {
  '.html': openHtmlReport,
  '.json': openJsonReport,
  '.md': openMarkdownReport,
  '.sarif': openSarifReport,
  '.csv': openCsvReport,
}

/**
 * A report of the kind that its file's name ends with: .html, .json, .md, .sarif or .csv.
 *
 * @param redaction what leaves out numbers, names and addresses; null where all may stay
 * @throws InputError when it ends with anything else
 */
export function openReport(
  { path, flag }: Pick<OutTarget, 'path' | 'flag'>,
  redaction: Redaction | null,
  options: ReportOptions,
): CheckReport {
  const open = KINDS[extname(path).toLowerCase()]
  if (open === undefined) {
    const found = shortLine(path, 60)
    throw new InputError(`${flag}: expected a file that ends with ${listOr(Object.keys(KINDS))}, found ${found}`)
  }
  const report = open(options)
  if (redaction === null) return report
  return {
    ...report,
    note: (finding) => report.note(redaction.finding(finding)),
    end: (summary) => report.end(redaction.summary(summary)),
  }
}
