// What a check says on stdout: to a person, to a program as JSON lines, or to a CI run as annotations. Decides
// which, and how many findings it lists.

import type { UsedColumn } from '../contact-file/columns/uses.ts'
import { type Io, print, printJson, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { plural, renderCount } from '../text/count.ts'
import { renderAnnotation, stopCommands } from '../text/github.ts'
import { renderJsonLine } from '../text/json.ts'
import { safeLine } from '../text/safe.ts'
import type { CheckSummary, PlacedFinding } from './file.ts'
import type { CheckJob, StdoutFormat } from './job.ts'
import { openPreview } from './preview.ts'
import { columnsJson, fileJson, findingFacts } from './report/json.ts'
import type { CommandFor } from './report/next.ts'
import type { Redaction } from './report/redact.ts'
import type { CheckReport } from './report/report.ts'
import { countFindings } from './summary.ts'
import { renderFinding, renderSummary } from './terminal.ts'

// GitHub shows 10 of each kind for a step and 50 for a job:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
const MOST_ANNOTATIONS = 50
// Of each kind of repair.
const PREVIEWED = 5
const USUAL_MOST: Readonly<Record<StdoutFormat, number>> = {
  plain: 0,
  github: MOST_ANNOTATIONS,
  json: Number.POSITIVE_INFINITY,
}

/** What is shown on stdout; `listens` when it wants every finding, and not only the summary. */
export interface StdoutReport extends CheckReport {
  readonly listens: boolean
  print(text: string): Promise<void>
}

export interface StdoutOptions {
  readonly job: CheckJob
  readonly redaction: Redaction | null
  readonly commandFor: CommandFor
}

/** The report that is asked for. */
export function openStdoutReport(io: Io, options: StdoutOptions): StdoutReport {
  const { redaction, job } = options
  const most = job.maxFindings ?? USUAL_MOST[job.stdout]
  const report = job.stdout === 'json' ? openJsonLines() : openPlain(io, options, most)
  let noted = 0
  return {
    listens: most > 0 || job.isPreview,
    wants: (code) => (noted < most || job.isPreview) && (report.wants?.(code) ?? true),
    note(finding) {
      noted += 1
      return noted > most && !job.isPreview ? '' : report.note(redaction?.finding(finding) ?? finding)
    },
    end: (summary) => report.end(redaction?.summary(summary) ?? summary),
    async print(text) {
      await print(io, text)
    },
  }
}

interface ToldColumns {
  readonly file: string
  readonly uses: readonly UsedColumn[]
  /** How a header may be shown; null for as it is. */
  readonly header: ((header: string) => string) | null
}

/** Tells a program what each column is taken for, before anything is found. */
export async function tellColumns(io: Io, { stdout }: CheckJob, { file, uses, header }: ToldColumns): Promise<void> {
  if (stdout !== 'json') return
  const columns = uses.map((each) => ({ ...each, header: header?.(each.header) ?? each.header }))
  await printJson(io, columnsJson(file, columns))
}

function openJsonLines(): CheckReport {
  return {
    note: (finding) => `${renderJsonLine(findingFacts(finding))}\n`,
    *end(summary) {
      yield `${renderJsonLine(fileJson(summary))}\n`
    },
  }
}

function openPlain(io: Io, { job, commandFor }: StdoutOptions, most: number): CheckReport {
  const isGithub = job.stdout === 'github'
  const style = { painter: paint(wantsColour(io, io.stdout)), width: io.stdout.columns ?? 80 }
  const listed: PlacedFinding[] = []
  const preview = job.isPreview ? openPreview(job.maxFindings ?? PREVIEWED) : null
  return {
    wants: (code) => isGithub || preview === null || preview.wants(code),
    note(finding) {
      preview?.note(finding)
      if (isGithub) return annotateFinding(job.path, finding)
      if (most > 0 && preview === null) listed.push(finding)
      return ''
    },
    *end(summary: CheckSummary) {
      // Lines of a summary hold texts of the file, which the runner must not take for commands.
      const hold = isGithub ? stopCommands(io.newId()) : { begin: job.isFirst ? '' : '\n', end: '' }
      yield hold.begin
      for (const line of renderSummary(summary, { ...style, job, commandFor })) yield `${line}\n`
      yield hold.end
      if (preview !== null) for (const line of preview.render(style, summary.codes)) yield `${line}\n`
      if (listed.length === 0) return
      const total = countFindings(summary)
      yield `\n${style.painter.strong(`The first ${renderCount(Math.min(most, total))} of ${plural(total, 'finding')}`)}\n`
      for (const finding of listed) for (const line of renderFinding(finding, style)) yield `${line}\n`
    },
  }
}

const LEVELS = { error: 'error', warning: 'warning', note: 'notice' } as const

/** A finding as GitHub marks it in a file. Its line is the row, which is behind where cells before it hold line breaks. */
function annotateFinding(path: string, { row, column, finding, sentence }: PlacedFinding): string {
  const where = column === null ? '' : `${column}: `
  const place = { file: path, line: row, title: finding.code }
  return renderAnnotation(LEVELS[finding.severity], place, safeLine(`${where}${sentence}`))
}
