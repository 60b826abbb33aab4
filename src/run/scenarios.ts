// The work of `ringsight run`, once or again and again: finds, reads, plays and reports. What reads and plays a scenario
// is handed to it.
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RunFlags } from '../cli/run.ts'
import { nearestWord } from '../core/nearest.ts'
import type { RunResult } from '../scenario/result.ts'
import { describeFailure, type ExitCode, InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { clearScreen, type Io, say, writeAside } from '../terminal/io.ts'
import { openProgress } from '../terminal/progress.ts'
import { safeLine } from '../text/safe.ts'
import { countCases, type PlayOptions, playRun, type ReadRun, readRun } from './cases.ts'
import type { Choice } from './choice.ts'
import { countJobs, type Jobs, openJobs, type Work } from './jobs.ts'
import { listScenarios } from './list.ts'
import type { Player } from './player.ts'
import { statusOf, sumUp } from './report/report.ts'
import { expectReports, openReports, type ReporterChoice, withDefault } from './reports.ts'
import { findScenarioFiles } from './scenario-files.ts'

export interface RunWith {
  readonly flags: RunFlags
  readonly player: Player
  /** Ends watching. */
  readonly signal?: AbortSignal
}

/** The whole command but for what reads and plays a scenario. */
export async function runScenarios(io: Io, paths: readonly string[], run: RunWith): Promise<void> {
  if (run.flags.watch) return watchScenarios(io, paths, run)
  io.exit(await runOnce(io, paths, run))
}

async function runOnce(io: Io, paths: readonly string[], { flags, player }: RunWith): Promise<ExitCode> {
  const start = performance.now()
  const choices = withDefault(flags.reporter, flags.json === true)
  const files = findScenarioFiles(paths)
  await expectReports(io, choices, files)
  const { run, end } = await openRun({ paths: files, named: paths, choice: choiceOf(flags) }, { flags, player })
  try {
    expectSome(run, paths, files, flags)
    if (flags.list) return await listScenarios(io, run.files, flags.json === true)
    return statusOf(sumUp(await report(io, run, { flags, choices, start, textOf: player.textOf }), 0))
  } finally {
    await end()
    const recorded = player.recorded()
    if (recorded > 0) writeAside(io, `Recorded ${recorded} ${recorded === 1 ? 'frame' : 'frames'}.\n`)
  }
}

// What a thread has played it does not play again, and frames are counted where they are written.
async function openRun(work: Work, { flags, player }: RunWith): Promise<Jobs> {
  const { paths, choice } = work
  const jobs = Math.min(flags.jobs ?? countJobs(paths.length), paths.length)
  const isApart = jobs > 1 && flags.retry === 0 && !flags.update
  return isApart ? openJobs(work, jobs) : { run: await readRun(paths, choice, player), end: async () => {} }
}

interface Reporting {
  readonly flags: RunFlags
  readonly choices: readonly ReporterChoice[]
  readonly start: number
  readonly textOf: Player['textOf']
}

async function report(io: Io, { files }: ReadRun, { flags, choices, start, textOf }: Reporting): Promise<RunResult> {
  const progress = openProgress(io, 'scenarios', 1)
  const reports = openReports(io, choices, { ...flags, textOf, beforePrint: progress.end })
  const total = countCases(files)
  let played = 0
  return playRun(files, { ...optionsOf(flags), start }, async (event) => {
    await reports.tell(event)
    if (event.type === 'case') progress.update(++played, played / total)
  }).finally(progress.end)
}

/** Plays what changes; all of it where that is no scenario itself, for scenarios may include it. */
async function watchScenarios(io: Io, paths: readonly string[], run: RunWith): Promise<void> {
  const { watchFiles } = await import('./watch.ts')
  const stop = new AbortController()
  let stoppedBy: NodeJS.Signals | null = null
  const off = onSignal((signal) => {
    stoppedBy = signal
    stop.abort()
  })
  const written = run.flags.reporter.flatMap(({ out }) => (out === null ? [] : [resolve(out)]))
  const play = async (chosen: readonly string[], title: string) => {
    clearScreen(io)
    writeAside(io, `${title}\n`)
    const status = await runOnce(io, chosen, run).catch((error: unknown) => {
      const failure = describeFailure(error)
      say(io, failure.message)
      return failure.code
    })
    io.exit(status)
    writeAside(io, 'Watching for changes; Ctrl-C ends.\n')
  }
  findScenarioFiles(paths)
  const pipe = paths.find((path) => statSync(path).isFIFO())
  if (pipe !== undefined) throw new InputError(`--watch: expected files that change, found a pipe: ${safeLine(pipe)}`)
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
  if (stoppedBy === 'SIGINT') io.exit(130)
}

function choiceOf({ grep, tag, shard }: RunFlags): Choice {
  return { grep: grep ?? null, tags: tag, shard: shard ?? null }
}

function optionsOf({ bail, retry }: RunFlags): Omit<PlayOptions, 'start'> {
  return { retry, bail: bail === true ? 1 : (bail ?? null), clock: () => performance.now() }
}

function expectSome(
  { files, leftOut }: ReadRun,
  paths: readonly string[],
  found: readonly string[],
  flags: RunFlags,
): void {
  if (files.length > 0) return
  const where = paths.map(safeLine).join(', ')
  if (found.length === 0) throw new InputError(`expected .yaml files with scenarios, found none in ${where}`)
  if (leftOut.count === 0) throw new InputError(`expected a scenario, found none in ${where}`)
  const { grep, tag, shard } = flags
  const given = [...(grep ? ['--grep'] : []), ...(tag.length > 0 ? ['--tag'] : []), ...(shard ? ['--shard'] : [])]
  const known = tag.length === 0 ? '' : describeTags(tag, leftOut.tags)
  throw new InputError(
    `expected a scenario that fits ${given.join(' and ')}, found none among ${leftOut.count}${known}`,
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
