// Reads scenarios, plays those that are chosen, and tells what comes of them, in order. Writes nothing.

import type { CaseResult, Problem, RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Choice, choose } from './choice.ts'
import type { Player } from './player.ts'
import type { RunEvent } from './report/report.ts'
import { sumUp } from './report/report.ts'

/** A case to play, wherever it is played. */
export interface Playable extends Pick<Scenario, 'name' | 'tags' | 'at'> {
  readonly play: () => Promise<CaseResult>
}

/** What was read: all of it, for a file is read as a whole. */
export interface ReadRun {
  readonly files: readonly ReadScenarios[]
  /** How many scenarios are not chosen, and all their tags. */
  readonly leftOut: { readonly count: number; readonly tags: readonly string[] }
}

export interface ReadScenarios {
  readonly path: string
  readonly problems: readonly Problem[]
  readonly chosen: readonly Playable[]
}

/** Reads all files. What several of them include, and what is wrong with it, is told once. */
export async function readRun(paths: readonly string[], choice: Choice, player: Player): Promise<ReadRun> {
  const read: { path: string; scenarios: readonly Scenario[]; problems: readonly Problem[] }[] = []
  for (const path of paths) read.push({ path, ...(await player.read(path)) })
  const all = read.flatMap(({ scenarios }) => scenarios)
  const chosen = choose(all, choice)
  const files: ReadScenarios[] = []
  for (const { path, scenarios, problems: told } of read) {
    const problems = [...told]
    const playable: Playable[] = []
    for (const scenario of scenarios) {
      if (!chosen.has(scenario)) continue
      const problem = await player.check(scenario)
      const { name, tags, at } = scenario
      if (problem === null) playable.push({ name, tags, at, play: () => player.play(scenario) })
      else problems.push(problem)
    }
    files.push({ path, problems, chosen: playable })
  }
  const leftOut = all.filter((each) => !chosen.has(each))
  return {
    files: tellOnce(files),
    leftOut: { count: leftOut.length, tags: [...new Set(leftOut.flatMap(({ tags }) => tags))] },
  }
}

// Leaves out what is told already, and files of which nothing is left.
function tellOnce(files: readonly ReadScenarios[]): ReadScenarios[] {
  const told = new Set<string>()
  const isNew = ({ at, message }: Problem) => told.size < told.add(JSON.stringify([at, message])).size
  return files
    .map((file) => ({ ...file, problems: file.problems.filter(isNew) }))
    .filter(({ problems, chosen }) => problems.length + chosen.length > 0)
}

export interface PlayOptions {
  /** Stop after so many cases that did not pass; null for never. */
  readonly bail: number | null
  /** Play what did not pass so many times more. */
  readonly retry: number
  /** The time of the machine in milliseconds, from any start; and when the run began, with reading its files. */
  readonly clock: () => number
  readonly start: number
}

/** Tells every event in order, and gives them all as a result. */
export async function playRun(
  files: readonly ReadScenarios[],
  { bail, retry, clock, start }: PlayOptions,
  tell: (event: RunEvent) => Promise<void>,
): Promise<RunResult> {
  const cases: CaseResult[] = []
  const problems = files.flatMap((file) => file.problems)
  await tell({ type: 'start', files: files.length, cases: countCases(files), problems: problems.length })
  let left = bail ?? Number.POSITIVE_INFINITY
  for (const file of files) {
    for (const problem of file.problems) await tell({ type: 'problem', problem })
    for (const scenario of file.chosen) {
      const before = clock()
      const result = left > 0 ? await playSteadily(scenario, retry) : skip(scenario)
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
async function playSteadily(scenario: Playable, retry: number): Promise<CaseResult> {
  const result = await playOnce(scenario)
  if (result.outcome !== 'failed') return result
  for (let time = 2; time <= retry + 1; time += 1) {
    const again = await playOnce(scenario)
    if (JSON.stringify(again) === JSON.stringify(result)) continue
    const message = `expected the same each time it is played, found ${again.outcome} at time ${time} after ${result.outcome}`
    return { ...bare(scenario, result), outcome: 'broken', error: { message, stack: message } }
  }
  return result
}

async function playOnce(scenario: Playable): Promise<CaseResult> {
  try {
    return await scenario.play()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const stack = error instanceof Error ? (error.stack ?? message) : message
    return { ...bare(scenario), outcome: 'broken', error: { message, stack } }
  }
}

function skip(scenario: Playable): CaseResult {
  return { ...bare(scenario), outcome: 'skipped' }
}

type Facts = Pick<CaseResult, 'steps' | 'virtualMs' | 'trace'>

const NOTHING_DONE: Facts = { steps: 0, virtualMs: 0, trace: [] }

function bare({ name, tags, at }: Playable, { steps, virtualMs, trace }: Facts = NOTHING_DONE) {
  return { name, tags, at, steps, virtualMs, trace }
}
