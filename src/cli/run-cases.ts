// Reads scenarios, plays those that are chosen, one after the other, and tells what comes of them. Writes nothing.
import type { RunEvent } from '../scenario/report.ts'
import { sumUp } from '../scenario/report.ts'
import type { CaseResult, Problem, RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Choice, isChosen } from './run-choice.ts'
import type { Player } from './run-player.ts'

/** What was read: all of it, for a file is read as a whole. */
export interface ReadRun {
  readonly files: readonly ReadScenarios[]
  /** Scenarios that are not chosen. */
  readonly leftOut: readonly Scenario[]
}

export interface ReadScenarios {
  readonly path: string
  readonly problems: readonly Problem[]
  readonly chosen: readonly Scenario[]
}

/** Reads all files. What several of them include, and what is wrong with it, is told once. */
export async function readRun(paths: readonly string[], choice: Choice, player: Player): Promise<ReadRun> {
  const files: ReadScenarios[] = []
  const leftOut: Scenario[] = []
  const told = new Set<string>()
  const isNew = (problem: Problem) => told.size < told.add(JSON.stringify([problem.at, problem.message])).size
  for (const path of paths) {
    const read = await player.read(path)
    const problems = [...read.problems]
    const chosen: Scenario[] = []
    for (const scenario of read.scenarios) {
      const isWanted = isChosen(scenario, choice)
      const problem = isWanted ? await player.check(scenario) : null
      if (problem !== null) problems.push(problem)
      else (isWanted ? chosen : leftOut).push(scenario)
    }
    const fresh = problems.filter(isNew)
    if (chosen.length > 0 || fresh.length > 0) files.push({ path, problems: fresh, chosen })
  }
  return { files, leftOut }
}

export interface PlayOptions {
  readonly play: Player['play']
  /** Stop after so many cases that did not pass; null for never. */
  readonly bail: number | null
  /** Play what did not pass so many times more. */
  readonly retry: number
  /** The time of the machine in milliseconds, from any start. */
  readonly clock: () => number
}

/** Tells every event in order, and gives them all as a result. */
export async function playRun(
  files: readonly ReadScenarios[],
  { play, bail, retry, clock }: PlayOptions,
  tell: (event: RunEvent) => Promise<void>,
): Promise<RunResult> {
  const start = clock()
  const cases: CaseResult[] = []
  const problems = files.flatMap((file) => file.problems)
  await tell({ type: 'start', files: files.length, cases: countCases(files), problems: problems.length })
  let left = bail ?? Number.POSITIVE_INFINITY
  for (const file of files) {
    for (const problem of file.problems) await tell({ type: 'problem', problem })
    for (const scenario of file.chosen) {
      const before = clock()
      const result = left > 0 ? await playSteadily(scenario, play, retry) : skip(scenario)
      if (result.outcome === 'failed' || result.outcome === 'broken') left -= 1
      cases.push(result)
      await tell({ type: 'case', result, ms: clock() - before })
    }
  }
  const result = { cases, problems }
  await tell({ type: 'end', summary: sumUp(result, clock() - start) })
  return result
}

export function countCases(files: readonly ReadScenarios[]): number {
  return files.reduce((sum, { chosen }) => sum + chosen.length, 0)
}

// A scenario comes out the same each time it is played. Where it does not, the fault is ours, however it came out.
async function playSteadily(scenario: Scenario, play: Player['play'], retry: number): Promise<CaseResult> {
  const first = await playOnce(scenario, play)
  if (first.outcome !== 'failed') return first
  for (let time = 2; time <= retry + 1; time += 1) {
    const again = await playOnce(scenario, play)
    if (JSON.stringify(again) === JSON.stringify(first)) continue
    const message = `expected the same each time it is played, found ${again.outcome} at time ${time} after ${first.outcome}`
    return { ...bare(scenario, first), outcome: 'broken', error: { message, stack: message } }
  }
  return first
}

async function playOnce(scenario: Scenario, play: Player['play']): Promise<CaseResult> {
  try {
    return await play(scenario)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const stack = error instanceof Error ? (error.stack ?? message) : message
    return { ...bare(scenario), outcome: 'broken', error: { message, stack } }
  }
}

function skip(scenario: Scenario): CaseResult {
  return { ...bare(scenario), outcome: 'skipped' }
}

type Facts = Pick<CaseResult, 'steps' | 'virtualMs' | 'trace'>

const NOTHING_DONE: Facts = { steps: 0, virtualMs: 0, trace: [] }

function bare({ name, tags, at }: Scenario, { steps, virtualMs, trace }: Facts = NOTHING_DONE) {
  return { name, tags, at, steps, virtualMs, trace }
}
