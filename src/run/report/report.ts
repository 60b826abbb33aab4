// What a run of scenarios says as it goes on. A reporter turns it into text, event by event; who writes that text, and
// where to, is no business of a reporter.
import type { CaseResult, Problem, RunResult } from '../../scenario/result.ts'
import type { Position } from '../../scenario/scenario.ts'
import type { RunWords } from '../job.ts'

/** In order: one start; for each file its problems, then its cases; one end. */
export type RunEvent =
  | { readonly type: 'start'; readonly files: number; readonly cases: number; readonly problems: number }
  | { readonly type: 'problem'; readonly problem: Problem }
  /** @param ms of real time, unlike everything within the result */
  | { readonly type: 'case'; readonly result: CaseResult; readonly ms: number }
  | { readonly type: 'end'; readonly summary: RunSummary }

/** The text to be written now, often ''. It keeps what it needs between events: one reporter, one run. */
export type Reporter = (event: RunEvent) => string

export interface RunSummary {
  readonly files: number
  readonly passed: number
  readonly failed: number
  /** By a fault of ours. */
  readonly broken: number
  /** Not played, since the run had to stop early. */
  readonly skipped: number
  readonly problems: number
  /** Of real time. */
  readonly ms: number
  readonly virtualMs: number
}

/** What a reporter is told of where its text goes, and may ask of the files that were run. */
export interface ReportStyle {
  readonly painter: Readonly<Record<'dim' | 'strong' | 'good' | 'bad' | 'warn', (text: string) => string>>
  /** Of the page, in cells. */
  readonly width: number
  /** Of the page, in lines: what is further up is no longer seen. */
  readonly height: number
  /** How many cells a text takes. */
  readonly measure: (text: string) => number
  /** The line of a file, without its end; null where it cannot be had. */
  readonly lineAt: (at: Position) => string | null
  /** Lists every case, and the trace of each. */
  readonly isVerbose: boolean
  /** Shows where in our code a fault arose. */
  readonly isDebug: boolean
  /** Null where no command is at hand. */
  readonly words: Pick<RunWords, 'playAlone' | 'hints'> | null
}

export function sumUp({ cases, problems }: RunResult, ms: number): RunSummary {
  const count = (outcome: CaseResult['outcome']) => cases.filter((each) => each.outcome === outcome).length
  return {
    files: new Set([...cases, ...problems].map(({ at }) => at.file)).size,
    passed: count('passed'),
    failed: count('failed'),
    broken: count('broken'),
    skipped: count('skipped'),
    problems: problems.length,
    ms,
    virtualMs: cases.reduce((sum, { virtualMs }) => sum + virtualMs, 0),
  }
}

/** The graver one wins: 3 a fault of ours · 2 a file that is no scenario · 1 a failed expectation · 0 all passed */
export function statusOf({ broken, problems, failed }: RunSummary): 0 | 1 | 2 | 3 {
  if (broken > 0) return 3
  if (problems > 0) return 2
  return failed > 0 ? 1 : 0
}
