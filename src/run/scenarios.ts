// A run, once or again and again: finds, reads, plays and reports. What reads and plays a scenario
// is handed to it.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { nearestWord } from '../core/nearest.ts'
import type { RunResult } from '../scenario/result.ts'
import { describeFailure, type ExitCode, InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { clearScreen, type Io, say, writeAside } from '../terminal/io.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural } from '../text/count.ts'
import { safeLine } from '../text/safe.ts'
import { countCases, playRun, type ReadRun, readRun } from './cases.ts'
import type { Choice } from './choice.ts'
import { removeFrames } from './frames.ts'
import type { RunJob } from './job.ts'
import { listScenarios } from './list.ts'
import type { Player } from './player.ts'
import { statusOf, sumUp } from './report/report.ts'
import { expectReports, openReports } from './reports.ts'
import { findScenarioFiles } from './scenario-files.ts'

export interface RunWith {
  readonly player: Player
  /** Ends watching. */
  readonly signal?: AbortSignal
}

/** Does all that is asked but what the player does: to read and play a scenario. */
export async function runScenarios(io: Io, job: RunJob, run: RunWith): Promise<void> {
  if (job.does === 'watch') return watchScenarios(io, job, run)
  io.exit(await runOnce(io, job, run.player))
}

async function runOnce(io: Io, job: RunJob, player: Player): Promise<ExitCode> {
  const start = performance.now()
  const files = findScenarioFiles(job.paths)
  await expectReports(io, job, files)
  const run = await readRun(files, job.choice, player)
  expectSome(run, job, files)
  if (job.does === 'list') return listScenarios(io, run.files, job.isJson)
  try {
    return statusOf(sumUp(await report(io, run, { job, start, textOf: player.textOf }), 0))
  } finally {
    const recorded = player.recorded()
    if (recorded > 0) writeAside(io, `Recorded ${plural(recorded, 'frame')}.\n`)
    if (job.does === 'update') await tellObsolete(io, await player.obsolete(), job)
  }
}

// A frame that nobody compares with says nothing, and looks as if it did.
async function tellObsolete(io: Io, frames: readonly string[], { isPruning, words }: RunJob): Promise<void> {
  if (frames.length === 0) return
  if (isPruning) await removeFrames(frames)
  const count = plural(frames.length, 'frame')
  writeAside(io, isPruning ? `Removed ${count} that no scenario uses:\n` : `No scenario uses ${count}:\n`)
  for (const frame of frames) writeAside(io, `  ${safeLine(frame)}\n`)
  if (!isPruning) writeAside(io, `${words.hints.pruning}\n`)
}

interface Reporting {
  readonly job: RunJob
  readonly start: number
  readonly textOf: Player['textOf']
}

async function report(io: Io, { files }: ReadRun, { job, start, textOf }: Reporting): Promise<RunResult> {
  const progress = openProgress(io, 'scenarios', 1)
  const reports = openReports(io, job, { textOf, beforePrint: progress.end })
  const total = countCases(files)
  let played = 0
  return playRun(files, { ...job, start, clock: () => performance.now() }, async (event) => {
    await reports.tell(event)
    if (event.type === 'case') progress.update(++played, played / total)
  }).finally(progress.end)
}

/** Plays what changes; all of it where that is no scenario itself, for scenarios may include it. */
async function watchScenarios(io: Io, job: RunJob, run: RunWith): Promise<void> {
  const { watchFiles } = await import('./watch.ts')
  const { paths } = job
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  const written = job.reports.flatMap(({ out }) => (out === null ? [] : [resolve(out)]))
  const play = async (chosen: readonly string[], title: string) => {
    clearScreen(io)
    writeAside(io, `${title}\n`)
    const status = await runOnce(io, { ...job, paths: chosen }, run.player).catch((error: unknown) => {
      const failure = describeFailure(error, job.words.hints.faultsPlace)
      say(io, failure.message)
      return failure.code
    })
    io.exit(status)
    writeAside(io, 'Watching for changes; Ctrl-C ends.\n')
  }
  findScenarioFiles(paths)
  const pipe = paths.find((path) => statSync(path).isFIFO())
  if (pipe !== undefined) {
    throw new InputError(`${job.words.asked.watch}: expected files that change, found a pipe: ${safeLine(pipe)}`)
  }
  const watching = watchFiles(paths, {
    signal: run.signal ? AbortSignal.any([run.signal, stop.signal]) : stop.signal,
    async act(changed) {
      const others = changed.filter((path) => !written.includes(resolve(path)))
      if (others.length === 0) return
      const scenarios = foundNow(paths)
      const isAll = others.some((path) => !scenarios.includes(path))
      await play(isAll ? paths : others, `Changed: ${others.map(safeLine).join(', ')}`)
    },
  })
  await play(paths, `Playing ${paths.map(safeLine).join(', ')}`)
  await watching.finally(off)
  if (stop.signal.aborted) io.exit(130)
}

function expectSome({ files, leftOut }: ReadRun, { paths, choice, words }: RunJob, found: readonly string[]): void {
  if (files.length > 0) return
  const where = paths.map(safeLine).join(', ')
  if (found.length === 0) throw new InputError(`expected .yaml files with scenarios, found none in ${where}`)
  if (leftOut.count === 0) throw new InputError(`expected a scenario, found none in ${where}`)
  const isGiven = { grep: choice.grep !== null, tags: choice.tags.length > 0, shard: choice.shard !== null }
  const given = (Object.keys(isGiven) as (keyof Choice)[]).filter((each) => isGiven[each])
  const known = choice.tags.length === 0 ? '' : describeTags(choice.tags, leftOut.tags)
  throw new InputError(
    `expected a scenario that fits ${given.map((each) => words.asked[each]).join(' and ')}, found none among ${leftOut.count}${known}`,
  )
}

const LISTED_TAGS = 20

function describeTags(wanted: readonly string[], tags: readonly string[]): string {
  const near = wanted.flatMap((tag) => nearestWord(tag, tags) ?? [])[0]
  if (near !== undefined) return `: did you mean the tag ${safeLine(near)}?`
  const listed = [...tags].sort().slice(0, LISTED_TAGS).map(safeLine)
  return listed.length === 0 ? '; none of them has a tag' : `; their tags are ${listed.join(', ')}`
}

function foundNow(paths: readonly string[]): string[] {
  try {
    return findScenarioFiles(paths)
  } catch {
    return []
  }
}
