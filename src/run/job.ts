// What is asked of a run, and in which words whoever asks is told how to ask otherwise. Knows no command.
import type { CaseResult } from '../scenario/result.ts'
import type { Choice } from './choice.ts'

export const REPORTER_NAMES = ['pretty', 'dot', 'json', 'junit', 'tap', 'github'] as const
export type ReporterName = (typeof REPORTER_NAMES)[number]

export interface ReporterChoice {
  readonly name: ReporterName
  /** Null for stdout. */
  readonly out: string | null
}

export interface RunJob {
  /** Scenario files, and folders of them. */
  readonly paths: readonly string[]
  readonly choice: Choice
  /** `update` records the frames that scenarios expect, and compares none. */
  readonly does: 'play' | 'watch' | 'update' | 'list'
  /** Removes, after an update, the frames that no scenario uses any more. */
  readonly isPruning: boolean
  /** Stop after so many cases that did not pass; null for never. */
  readonly bail: number | null
  /** Play what did not pass so many times more. */
  readonly retry: number
  readonly reports: readonly ReporterChoice[]
  /** The list as one JSON object a line. */
  readonly isJson: boolean
  /** Tells of what passes too, and traces in full. */
  readonly isVerbose: boolean
  /** Shows where in our code a fault arose. */
  readonly isDebug: boolean
  readonly words: RunWords
}

/** How whoever asks for a run says so. */
export interface RunWords {
  /** What a thing is asked for by, such as `--watch`. */
  readonly asked: Readonly<Record<'watch' | 'report' | keyof Choice, string>>
  /** The command that plays one case alone, as it is typed in a POSIX shell. */
  readonly playAlone: (played: Pick<CaseResult, 'at' | 'name'>) => string
  /** How it is had, each as a clause. */
  readonly hints: Readonly<Record<'faultsPlace' | 'recording' | 'pruning', string>>
}
