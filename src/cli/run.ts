// `ringsight run`: plays scenarios and says which of them came out as they should.
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { safeLine } from '../core/text.ts'
import { statusOf, sumUp } from '../scenario/report.ts'
import { describeFailure, type ExitCode, InputError } from './exit.ts'
import { onSignal } from './interruption.ts'
import { type Io, printJson, printLine } from './io.ts'
import { openProgress } from './progress.ts'
import { countCases, playRun, type ReadRun, readRun } from './run-cases.ts'
import { type Choice, parseGrep, parseShard, parseTags, type Shard } from './run-choice.ts'
import type { Player } from './run-player.ts'
import { expectReports, openReports, parseReporter, type ReporterChoice, withDefault } from './run-reports.ts'
import { findScenarioFiles } from './scenario-files.ts'

const EXAMPLES = `
Examples:
  ringsight init                                 writes a first scenario
  ringsight run ringsight                        every scenario in a folder
  ringsight run ringsight/missed.yaml --verbose
  ringsight run ringsight --grep 'missed call'   or a regular expression: /^A missed/i
  ringsight run ringsight --tag R-10,AND-30      those with one of the tags
  ringsight run ringsight --watch                again whenever a file is saved
  ringsight run ringsight --reporter junit=junit.xml --reporter github
  ringsight run ringsight --shard 2/5            the second of five machines
  ringsight run ringsight --json | jq 'select(.outcome == "failed")'
  ringsight run --schema > scenario.schema.json  for an editor that completes

In a folder it plays the files that end with .yaml or .yml; those whose names begin
with _ are only included by others. Time is virtual: a scenario of three days takes
milliseconds, and it comes out the same each time, on every machine.

Reports: pretty, dot, json, junit, tap, github. Each goes to stdout, or with =FILE to
a file, which is written when the run ends. github annotates the failures, and writes
the page of the job's summary.

--json prints a line for the start, for each part of a file that is no scenario (type
problem), for each case, and for the end. A case has file, line, column, name, tags,
outcome (passed, failed, broken, skipped), steps, ms, virtualMs; a failed one also
failure and trace. Times are milliseconds; only ms is of real time.

--retry proves that chance has no part in it: a failed case is played again, and where
it comes out otherwise, that is a fault of Ringsight.

The status is 0 when all passed, 1 when an expectation failed, 2 when a file is no
scenario, none was found or the command was used wrongly, 3 for a fault of Ringsight.
Where several are true, 3 counts before 2, and 2 before 1; all cases are played anyhow.`

export interface RunFlags {
  readonly grep?: RegExp
  readonly tag: readonly string[]
  readonly shard?: Shard
  readonly bail?: number | true
  readonly retry: number
  readonly watch?: boolean
  readonly update?: boolean
  readonly list?: boolean
  readonly schema?: boolean
  readonly reporter: readonly ReporterChoice[]
  readonly json?: boolean
  readonly verbose?: boolean
  readonly debug?: boolean
}

export function addRunCommand(program: Command, io: Io): Command {
  return program
    .command('run')
    .description('play scenarios on simulated phones and hold what is seen against what they expect')
    .argument('[path...]', 'scenario files, and folders of them')
    .option('--grep <text>', 'only those whose names contain a text, or match /a pattern/', parseGrep)
    .addOption(new Option('--tag <tag>', 'only those with a tag, repeatable').argParser(parseTags).default([], 'all'))
    .option('--shard <part/of>', 'only one of so many parts, the same ones each time', parseShard)
    .option('--bail [n]', 'stop after a case that does not pass, or after so many', parseNumberFrom(1))
    .option('--retry <n>', 'play what fails so many times more', parseNumberFrom(0), 0)
    .option('--watch', 'play again whatever changes, until Ctrl-C')
    .option('--update', 'record the frames that scenarios expect, in place of comparing them')
    .option('--list', 'list the scenarios and play none')
    .option('--schema', 'print the JSON Schema of scenarios')
    .addOption(
      new Option('--reporter <name[=file]>', 'pretty, dot, json, junit, tap or github, repeatable')
        .argParser(parseReporter)
        .default([], 'pretty'),
    )
    .option('--json', 'one JSON object per line: the same as --reporter json')
    .option('--verbose', 'list what passes too, and traces in full')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], flags: RunFlags) => runRun(io, paths, flags))
}

function parseNumberFrom(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,6}$/.test(text) && Number(text) >= least) return Number(text)
    throw new InvalidArgumentError(`Expected a whole number from ${least}.`)
  }
}

async function runRun(io: Io, paths: readonly string[], flags: RunFlags): Promise<void> {
  if (flags.schema) return printSchema(io)
  if (paths.length === 0) {
    throw new InputError('expected scenarios to play, such as: ringsight run ringsight (a first one: ringsight init)')
  }
  expectSense(flags)
  const { openPlayer } = await import('./run-player.ts')
  const player = await openPlayer({ isUpdate: flags.update === true })
  await runScenarios(io, paths, { flags, player })
}

function expectSense({ watch, update, list }: RunFlags): void {
  if (watch && (update || list)) {
    throw new InputError(`--watch and --${update ? 'update' : 'list'}: expected one of them, found both`)
  }
}

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
  const choices = withDefault(flags.reporter, flags.json === true)
  const files = await findScenarioFiles(paths)
  await expectReports(choices, files)
  const run = await readRun(files, choiceOf(flags), player.read)
  expectSome(run, paths, files)
  if (flags.list) return listScenarios(io, run, flags.json === true)
  const progress = openProgress(io, 'scenarios', 1)
  const reports = openReports(io, choices, { ...flags, beforePrint: progress.end })
  const total = countCases(run.files)
  let played = 0
  const result = await playRun(run.files, optionsOf(flags, player), async (event) => {
    await reports.tell(event)
    if (event.type === 'case') progress.update(++played, played / total)
  }).finally(progress.end)
  return statusOf(sumUp(result, 0))
}

/** Plays what changes; all of it where that is no scenario itself, for scenarios may include it. */
async function watchScenarios(io: Io, paths: readonly string[], run: RunWith): Promise<void> {
  const { watchFiles } = await import('./run-watch.ts')
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  const written = run.flags.reporter.flatMap(({ out }) => (out === null ? [] : [resolve(out)]))
  const play = async (chosen: readonly string[], title: string) => {
    io.stdout.write(`${io.stdout.isTTY ? CLEAR : ''}${title}\n`)
    const status = await runOnce(io, chosen, run).catch((error: unknown) => {
      const failure = describeFailure(error) ?? { code: 0, message: '' }
      io.stderr.write(`ringsight: ${failure.message}\n`)
      return failure.code
    })
    io.exit(status)
    io.stdout.write('Watching for changes; Ctrl-C ends.\n')
  }
  await findScenarioFiles(paths)
  const watching = watchFiles(paths, {
    signal: run.signal ? AbortSignal.any([run.signal, stop.signal]) : stop.signal,
    async act(changed) {
      const others = changed.filter((path) => !written.includes(resolve(path)))
      if (others.length === 0) return
      const scenarios = await findScenarioFiles(paths).catch((): string[] => [])
      const isAll = others.some((path) => !scenarios.includes(path))
      await play(isAll ? paths : others, `Changed: ${others.map(safeLine).join(', ')}`)
    },
  })
  await play(paths, `Playing ${paths.map(safeLine).join(', ')}`)
  await watching.finally(off)
}

// The screen and what has scrolled off it, and the cursor to its first corner: ECMA-48, sections 8.3.39 and 8.3.21, and xterm's 3J.
const CLEAR = '\u001b[2J\u001b[3J\u001b[H'

function choiceOf({ grep, tag, shard }: RunFlags): Choice {
  return { grep: grep ?? null, tags: tag, shard: shard ?? null }
}

function optionsOf({ bail, retry }: RunFlags, { play }: Player) {
  return { play, retry, bail: bail === true ? 1 : (bail ?? null), clock: () => performance.now() }
}

function expectSome({ files, leftOut }: ReadRun, paths: readonly string[], found: readonly string[]): void {
  if (files.length > 0) return
  const where = paths.map(safeLine).join(', ')
  if (found.length === 0) throw new InputError(`expected .yaml files with scenarios, found none in ${where}`)
  if (leftOut.length === 0) throw new InputError(`expected a scenario, found none in ${where}`)
  const tags = [...new Set(leftOut.flatMap((scenario) => scenario.tags))].sort()
  const known = tags.length === 0 ? '' : `; tags there are: ${tags.slice(0, 20).map(safeLine).join(', ')}`
  throw new InputError(
    `expected a scenario that fits --grep, --tag and --shard, found none of ${leftOut.length}${known}`,
  )
}

async function listScenarios(io: Io, { files }: ReadRun, isJson: boolean): Promise<ExitCode> {
  for (const { problems, chosen } of files) {
    for (const { at, message } of problems) {
      io.stderr.write(`ringsight: ${safeLine(`${at.file}:${at.line}:${at.column}: ${message}`)}\n`)
    }
    for (const { at, name, tags } of chosen) {
      if (isJson) await printJson(io, { type: 'scenario', ...at, name, tags })
      else await printLine(io, safeLine(`${at.file}:${at.line}  ${name}${tags.map((tag) => `  #${tag}`).join('')}`))
    }
  }
  return files.some(({ problems }) => problems.length > 0) ? 2 : 0
}

async function printSchema(_io: Io): Promise<void> {
  throw new Error('there is no schema yet')
}
