// What came of playing scenarios: for reporters, for scripts and for explore. Plain data.
import type { Position } from './scenario.ts'

/** A file, or a part of one, that could not be read as scenarios. */
export interface Problem {
  readonly at: Position
  /** What was expected, what was found, and the nearest valid thing: `unknown step "acept": did you mean accept?` */
  readonly message: string
  /** The line of the file as it stands, safe to print; null where nothing of the file is shown, for it was not read. */
  readonly source: string | null
}

/** Something that was seen. */
export interface TracedEvent {
  /** Milliseconds since the first step. */
  readonly atMs: number
  /** Index of the step that it came with; -1 for what was before the first. */
  readonly step: number
  /** One line, safe to print: `ringing +353871234567`. */
  readonly text: string
}

/** The step that was not as it was expected. */
export interface Failure {
  /** The step that failed. */
  readonly at: Position
  readonly step: number
  readonly stepText: string
  /** What of it was not so; one for each key of an expectation, or one for a step that could not be done. */
  readonly mismatches: readonly Mismatch[]
}

/** What is expected of a frame that was never recorded. */
export const NO_FRAME = 'a recorded frame'

/** One thing that was expected, and what was found. */
export interface Mismatch {
  /** `card.name`; empty when the step itself could not be done. */
  readonly path: string
  readonly expected: string
  readonly found: string
}

/** What came of one case. */
export type CaseResult = {
  readonly name: string
  readonly tags: readonly string[]
  readonly at: Position
  /** Steps done. */
  readonly steps: number
  /** Virtual time it took, in milliseconds. */
  readonly virtualMs: number
  /** Everything that was seen, in order. */
  readonly trace: readonly TracedEvent[]
} & (
  | { readonly outcome: 'passed' | 'skipped' }
  | { readonly outcome: 'failed'; readonly failure: Failure }
  /** A fault of ours, or of the app under test: the message, and the stack. */
  | {
      readonly outcome: 'broken'
      readonly error: { readonly message: string; readonly stack: string }
      readonly by?: 'app'
    }
)

/** A run always has one: every case that was read, and every problem of every file. */
export interface RunResult {
  readonly cases: readonly CaseResult[]
  readonly problems: readonly Problem[]
}
