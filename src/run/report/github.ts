// A run on GitHub Actions: what a person reads in the log, then an annotation for each failure; and the page of a job's
// summary. Paths are as GitHub wants them: from the root of the repository.

import type { CaseResult, Problem } from '../../scenario/result.ts'
import type { Position } from '../../scenario/scenario.ts'
import { plural } from '../../text/count.ts'
import { renderAnnotation, stopCommands } from '../../text/github.ts'
import { safeLine } from '../../text/safe.ts'
import { prettyReporter } from './pretty.ts'
import type { Reporter, ReportStyle, RunEvent } from './report.ts'
import { describeMismatches, placeOf } from './text.ts'

export interface GithubStyle extends ReportStyle {
  /** Nobody can have written it into a scenario. */
  readonly token: string
  /** A file as it is called from the root of the repository. */
  readonly pathOf: (file: string) => string
}

// More are listed nowhere: https://docs.github.com/en/actions/reference/limits
const MOST_ANNOTATIONS = 50

/** The log holds texts of scenarios, which the runner must not take for commands. */
export function githubReporter(style: GithubStyle): Reporter {
  const pretty = prettyReporter(style)
  const { begin, end } = stopCommands(style.token)
  const annotations: string[] = []
  return (event) => {
    const annotation = annotate(event, style)
    if (annotation !== null) annotations.push(annotation)
    const text = pretty(event)
    if (event.type === 'start') return begin + text
    if (event.type !== 'end') return text
    return [text, end, ...annotations.slice(0, MOST_ANNOTATIONS)].join('')
  }
}

function annotate(event: RunEvent, { pathOf }: GithubStyle): string | null {
  const failure = describeEvent(event)
  if (failure === null) return null
  const { at, title, message } = failure
  return renderAnnotation('error', { file: pathOf(at.file), line: at.line, col: at.column, title }, message)
}

interface Described {
  readonly at: Position
  readonly title: string
  /** Its lines may break. */
  readonly message: string
}

function describeEvent(event: RunEvent): Described | null {
  if (event.type === 'problem') return describeProblem(event.problem)
  return event.type === 'case' ? describeCase(event.result) : null
}

function describeProblem({ at, message }: Problem): Described {
  return { at, title: 'This is no scenario', message: safeLine(message) }
}

function describeCase(result: CaseResult): Described | null {
  const title = safeLine(result.name)
  if (result.outcome === 'broken') {
    return {
      at: result.at,
      title,
      message: `A fault of ${result.by === 'app' ? 'the app' : 'Ringsight'}: ${safeLine(result.error.message)}`,
    }
  }
  if (result.outcome !== 'failed') return null
  const { at, stepText, mismatches } = result.failure
  const lines = mismatches.map((mismatch) => describeMismatches([mismatch]))
  return { at, title, message: [safeLine(stepText), ...lines].join('\n') }
}

const MOST_ROWS = 50

/** The page of the job's summary, in GitHub's Markdown, for the file that GITHUB_STEP_SUMMARY names; all of it at the end. */
export function githubSummaryReporter(): Reporter {
  const rows: string[] = []
  return (event) => {
    const failure = describeEvent(event)
    if (failure !== null) rows.push(renderRow(failure))
    if (event.type !== 'end') return ''
    const { passed, failed, broken, skipped, problems, files } = event.summary
    const words = { passed, failed, broken, skipped }
    const counts = Object.entries(words).flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []))
    const all = [...counts, ...(problems > 0 ? [plural(problems, 'problem')] : []), `in ${plural(files, 'file')}`]
    const table = ['', '| Scenario | Where | What |', '|---|---|---|', ...rows.slice(0, MOST_ROWS)]
    const more = rows.length > MOST_ROWS ? ['', `and ${rows.length - MOST_ROWS} more`] : []
    const lines = [`### Ringsight: ${all.join(', ')}`, ...(rows.length === 0 ? [] : [...table, ...more]), '']
    return lines.map((line) => `${line}\n`).join('')
  }
}

function renderRow({ at, title, message }: Described): string {
  const what = message.split('\n').map(escapeMarkdown).join('<br>')
  return `| ${escapeMarkdown(title)} | ${escapeMarkdown(placeOf(at))} | ${what} |`
}

const LONGEST_CELL = 500

// Every sign that could begin markup, a mention or a link, as a character reference.
function escapeMarkdown(text: string): string {
  return [...safeLine(text)]
    .slice(0, LONGEST_CELL)
    .join('')
    .replace(/[^\p{L}\p{M}\p{N} .,;+()/-]/gu, (character) => `&#${character.codePointAt(0)};`)
}
