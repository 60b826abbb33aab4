// Results of scenarios, as playing them would give, for the tests of reports.

import { RUN_WORDS } from '../../../src/cli/run.ts'
import { type Reporter, type ReportStyle, type RunEvent, sumUp } from '../../../src/run/report/report.ts'
import type { CaseResult, Failure, Problem, TracedEvent } from '../../../src/scenario/result.ts'

const plain = (text: string) => text

/** Lines of the files that the results below point into. */
export const LINES: Readonly<Record<string, string>> = {
  'calls/missed.yaml:14': '  - expect: {card: {name: Anna Byrne}}',
  'calls/odd.yaml:3': '  - acept',
}

export const STYLE: ReportStyle = {
  painter: { dim: plain, strong: plain, good: plain, bad: plain, warn: plain },
  width: 80,
  height: 1000,
  measure: (text) => [...text].length,
  lineAt: ({ file, line }) => LINES[`${file}:${line}`] ?? null,
  isVerbose: false,
  isDebug: false,
  words: RUN_WORDS,
}

export const TRACE: readonly TracedEvent[] = [
  { atMs: 0, step: 0, text: 'ringing +353871234567' },
  { atMs: 0, step: 0, text: 'show-card Anne Byrne (overlay)' },
  { atMs: 95_250, step: 2, text: 'ended REMOTE' },
]

type Facts = Partial<Pick<CaseResult, 'name' | 'tags' | 'at' | 'steps' | 'virtualMs' | 'trace'>>

const facts = (name: string): Required<Facts> => ({
  name,
  tags: [],
  at: { file: 'calls/missed.yaml', line: 1, column: 1 },
  steps: 3,
  virtualMs: 95_250,
  trace: TRACE,
})

export const passed = (name: string, more: Facts = {}): CaseResult => ({ ...facts(name), ...more, outcome: 'passed' })

export const skipped = (name: string, more: Facts = {}): CaseResult => ({
  ...facts(name),
  steps: 0,
  virtualMs: 0,
  trace: [],
  ...more,
  outcome: 'skipped',
})

export const failed = (
  name: string,
  { failure, ...more }: Facts & { readonly failure?: Partial<Failure> } = {},
): CaseResult => ({
  ...facts(name),
  ...more,
  outcome: 'failed',
  failure: {
    at: { file: 'calls/missed.yaml', line: 14, column: 13 },
    step: 2,
    stepText: 'expect: {card: {name: Anna Byrne}}',
    mismatches: [{ path: 'card.name', expected: '"Anna Byrne"', found: '"Anne Byrne"' }],
    ...failure,
  },
})

export const broken = (name: string, more: Facts = {}): CaseResult => ({
  ...facts(name),
  ...more,
  outcome: 'broken',
  error: { message: 'reached what cannot be', stack: 'Error: reached what cannot be\n    at play (run.ts:1:1)' },
})

export const problem = (more: Partial<Problem> = {}): Problem => ({
  at: { file: 'calls/odd.yaml', line: 3, column: 5 },
  message: 'unknown step "acept": did you mean accept?',
  source: '  - acept',
  ...more,
})

/** Everything that a reporter writes of a run; what is no case is a problem. A case takes 2 ms. */
export function report(reporter: Reporter, outcomes: readonly (CaseResult | Problem)[]): string {
  const cases = outcomes.filter((each): each is CaseResult => 'outcome' in each)
  const problems = outcomes.filter((each): each is Problem => !('outcome' in each))
  const summary = sumUp({ cases, problems }, 12)
  const events: RunEvent[] = [
    { type: 'start', files: summary.files, cases: cases.length, problems: problems.length },
    ...outcomes.map(
      (each): RunEvent =>
        'outcome' in each ? { type: 'case', result: each, ms: 2 } : { type: 'problem', problem: each },
    ),
    { type: 'end', summary },
  ]
  return events.map(reporter).join('')
}

/** What no report may let out of its place: markup, commands of CI servers and terminals, directives, line breaks. */
export const HOSTILE_NAME =
  'A # SKIP \\ "name" <b>&</b> ]]> \u001b[31mred\u001b[0m ::set-output name=x::y %0A, a: b | c `d` @me \u202eevil\u0000\ud800\ufffe\r\nnot ok 9 - forged\n::error::forged'
