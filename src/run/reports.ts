// Where the reports of a run go: one to stdout, the others to files, all from the same events.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { Position } from '../scenario/scenario.ts'
import { LARGEST_FILE } from '../scenario-file/read.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, print, say, wantsColour } from '../terminal/io.ts'
import { expectTargets, type OutTarget, writeOutFile } from '../terminal/out-file.ts'
import { paint } from '../terminal/paint.ts'
import { safeLine } from '../text/safe.ts'
import { widthOf } from '../text/width.ts'
import type { ReporterChoice, ReporterName, RunJob } from './job.ts'
import { dotReporter } from './report/dot.ts'
import { githubReporter, githubSummaryReporter } from './report/github.ts'
import { jsonReporter } from './report/json.ts'
import { junitReporter } from './report/junit.ts'
import { prettyReporter } from './report/pretty.ts'
import type { Reporter, ReportStyle, RunEvent } from './report/report.ts'
import { tapReporter } from './report/tap.ts'

const REPORTERS = {
  pretty: prettyReporter,
  dot: dotReporter,
  json: jsonReporter,
  junit: junitReporter,
  tap: tapReporter,
  github: githubReporter,
} satisfies Record<ReporterName, (style: Parameters<typeof githubReporter>[0]) => Reporter>

/**
 * Refuses files that cannot be written, that would be written over what is read, or that do not look like a report. A report
 * may be replaced, for the next run writes it again.
 */
export async function expectReports(io: Io, { reports, words }: RunJob, files: readonly string[]): Promise<void> {
  const targets = reports.flatMap(({ out }) => (out === null ? [] : [targetOf(out, words.asked.report)]))
  await expectTargets(io, targets, files)
  for (const { path, flag } of targets) {
    if (REPORT_ENDING.test(path) || !existsSync(path)) continue
    throw new InputError(
      `${flag}: ${safeLine(path)} exists already, and its ending is not that of a report (.xml, .json, .jsonl, .tap, .txt, .md, .log): choose another name`,
    )
  }
}

const REPORT_ENDING = /\.(?:xml|jsonl?|ndjson|tap|txt|md|log|out)$/i

function targetOf(path: string, flag: string): OutTarget {
  return { path, flag, mayReplace: true, isPersonal: false }
}

export interface Reports {
  readonly tell: (event: RunEvent) => Promise<void>
}

export interface ReportTools {
  /** The text of what cannot be read again; null for a file. */
  readonly textOf: (path: string) => string | null
  /** Takes away what is drawn on the terminal for the moment. */
  readonly beforePrint: () => void
}

/** Opens the reports of one run. Files are written when it ends, each as a whole. */
export function openReports(io: Io, job: RunJob, tools: ReportTools): Reports {
  const writers = job.reports.map((choice) => openReport(io, choice, { job, ...tools }))
  const summary = io.env['GITHUB_STEP_SUMMARY']
  if (summary && job.reports.some(({ name }) => name === 'github')) writers.push(openStepSummary(io, summary))
  return {
    async tell(event) {
      for (const write of writers) await write(event)
    },
  }
}

type Writer = (event: RunEvent) => Promise<void>

interface Reporting extends ReportTools {
  readonly job: RunJob
}

function openReport(io: Io, { name, out }: ReporterChoice, reporting: Reporting): Writer {
  const report = REPORTERS[name]({ ...styleOf(io, out, reporting), token: io.newId(), pathOf: repositoryPath(io) })
  if (out === null) return openPrinter(io, report, reporting.beforePrint)
  const texts: string[] = []
  return async (event) => {
    texts.push(report(event))
    if (event.type === 'end') await writeOutFile(targetOf(out, reporting.job.words.asked.report), texts)
  }
}

// A person sees each piece at once. For a pipe a write takes longer than a scenario: it gets them together.
const PIECE = 16_384

function openPrinter(io: Io, report: Reporter, beforePrint: () => void): Writer {
  let held = ''
  return async (event) => {
    held += report(event)
    const isDue = io.stdout.isTTY || event.type === 'end' || held.length > PIECE
    if (held === '' || !isDue) return
    beforePrint()
    const text = held
    held = ''
    await print(io, text)
  }
}

// The page belongs to all steps of a job. That it cannot be written says nothing about the scenarios.
function openStepSummary(io: Io, path: string): Writer {
  const report = githubSummaryReporter()
  return async (event) => {
    const text = report(event)
    if (text === '') return
    await appendFile(path, text).catch((error: unknown) => {
      say(io, `the job's summary was not written: ${safeLine(String(error))}`)
    })
  }
}

const FILE_WIDTH = 100
// Of a screen that nobody knows: a log, say.
const USUAL_HEIGHT = 40

function styleOf(io: Io, out: string | null, { job, textOf }: Reporting): ReportStyle {
  return {
    painter: paint(out === null && wantsColour(io, io.stdout)),
    width: out === null ? io.stdout.columns || 80 : FILE_WIDTH,
    height: io.stdout.rows || USUAL_HEIGHT,
    measure: widthOf,
    lineAt: openLines(textOf),
    isVerbose: job.isVerbose,
    isDebug: job.isDebug,
    words: job.words,
  }
}

// Failures come file by file: the last one is worth keeping.
export function openLines(textOf: ReportTools['textOf']): ReportStyle['lineAt'] {
  let [file, lines]: [string | null, string[]] = [null, []]
  return ({ file: wanted, line }: Position) => {
    if (wanted !== file) [file, lines] = [wanted, (textOf(wanted) ?? readText(wanted)).split(/\r\n|[\n\r]/)]
    return lines[line - 1] ?? null
  }
}

// A scenario has been read from it, or its problem says why not: it is a small file, or it is not shown.
function readText(file: string): string {
  try {
    const found = statSync(file)
    return found.isFile() && found.size <= LARGEST_FILE ? readFileSync(file, 'utf8') : ''
  } catch {
    return ''
  }
}

/** GitHub knows files from the root of the repository, wherever in it the tool was started. */
function repositoryPath({ env }: Io): (file: string) => string {
  const root = env['GITHUB_WORKSPACE']
  return (file) => (root ? relative(root, resolve(file)) : file).split(sep).join('/')
}
