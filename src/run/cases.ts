// Reads scenarios, plays those that are chosen, and tells what comes of them, in order. Writes nothing.

import type { CaseResult, Problem, RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Choice, openChoice } from './choice.ts'
import type { Player } from './player.ts'
import type { RunEvent } from './report/report.ts'
import { sumUp } from './report/report.ts'

/** A case to play, wherever it is played. */
export interface Playable extends Pick<Scenario, 'name' | 'tags' | 'at'> {
  readonly play: () => Promise<Played>
}

export interface Played {
  readonly result: CaseResult
  /** How long it took where it was played elsewhere, in milliseconds of real time. */
  readonly ms?: number
}

/** What was read: all of it, for a file is read as a whole. */
export interface ReadRun<Case = Playable> {
  readonly files: readonly ReadScenarios<Case>[]
  /** How many scenarios are not chosen, and all their tags. */
  readonly leftOut: { readonly count: number; readonly tags: readonly string[] }
}

export interface ReadScenarios<Case = Playable> {
  readonly path: string
  readonly problems: readonly Problem[]
  readonly chosen: readonly Case[]
}

/** Reads all files. What several of them include, and what is wrong with it, is told once. */
export async function readRun(paths: readonly string[], choice: Choice, player: Player): Promise<ReadRun> {
  const files: ReadScenarios[] = []
  const tags = new Set<string>()
  const isChosen = openChoice(choice)
  let count = 0
  for (const path of paths) {
    const read = await player.read(path)
    const problems = [...read.problems]
    const chosen: Playable[] = []
    for (const scenario of read.scenarios) {
      if (!isChosen(scenario)) {
        count += 1
        for (const tag of scenario.tags) tags.add(tag)
        continue
      }
      const problem = await player.check(scenario)
      const { name, tags: labels, at } = scenario
      if (problem === null)
        chosen.push({ name, tags: labels, at, play: async () => ({ result: await player.play(scenario) }) })
      else problems.push(problem)
    }
    files.push({ path, problems, chosen })
  }
  return { files: tellOnce(files), leftOut: { count, tags: [...tags] } }
}

/** Leaves out what is told already, and files of which nothing is left. */
export function tellOnce<Case>(files: readonly ReadScenarios<Case>[]): ReadScenarios<Case>[] {
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
      const { result, ms = clock() - before } = left > 0 ? await playSteadily(scenario, retry) : skip(scenario)
      if (result.outcome === 'failed' || result.outcome === 'broken') left -= 1
      cases.push(result)
      await tell({ type: 'case', result, ms })
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
async function playSteadily(scenario: Playable, retry: number): Promise<Played> {
  const first = await playOnce(scenario)
  const { result } = first
  if (result.outcome !== 'failed') return first
  for (let time = 2; time <= retry + 1; time += 1) {
    const { result: again } = await playOnce(scenario)
    if (JSON.stringify(again) === JSON.stringify(result)) continue
    const message = `expected the same each time it is played, found ${again.outcome} at time ${time} after ${result.outcome}`
    return { result: { ...bare(scenario, result), outcome: 'broken', error: { message, stack: message } } }
  }
  return first
}

async function playOnce(scenario: Playable): Promise<Played> {
  try {
    return await scenario.play()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const stack = error instanceof Error ? (error.stack ?? message) : message
    return { result: { ...bare(scenario), outcome: 'broken', error: { message, stack } } }
  }
}

function skip(scenario: Playable): Played {
  return { result: { ...bare(scenario), outcome: 'skipped' } }
}

type Facts = Pick<CaseResult, 'steps' | 'virtualMs' | 'trace'>

const NOTHING_DONE: Facts = { steps: 0, virtualMs: 0, trace: [] }

function bare({ name, tags, at }: Playable, { steps, virtualMs, trace }: Facts = NOTHING_DONE) {
  return { name, tags, at, steps, virtualMs, trace }
}
