// `ringsight run`: plays scenarios and says which of them came out as they should.
import type { Shard } from '../run/choice.ts'
import { REPORTER_NAMES, type ReporterChoice, type RunJob, type RunWords } from '../run/job.ts'
import { Pattern, PatternError, type PatternText } from '../scenario/pattern.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printLine } from '../terminal/io.ts'
import { listOr } from '../text/list.ts'
import { quoteForShell, quoteWord, shortLine } from '../text/safe.ts'
import { type AppFlags, appFlags, withApp } from './app-command.ts'
import { type Command, Flag } from './flags/command.ts'
import { nearestHint, wholeNumber, wrong } from './flags/values.ts'

const EXAMPLES = `
Examples:
  ringsight init                                 writes a first scenario
  ringsight run ringsight                        every scenario in a folder
  ringsight run ringsight/missed.yaml --verbose
  ringsight run ringsight --grep 'missed call'   or a pattern: /^A missed/i
  ringsight run ringsight --tag R-10,AND-30      those with one of the tags
  ringsight run ringsight --watch                again whenever a file is saved
  ringsight run ringsight --reporter junit=junit.xml --reporter github
  ringsight run ringsight --shard 2/5            the second of five machines
  ringsight run ringsight --json | jq 'select(.result == "failed")'
  ringsight run ringsight --app 'python3 caller_id.py'   your own app on the phones
  ringsight run --schema > scenario.schema.json  for an editor that completes

In a folder it plays the files that end with .yaml or .yml; those whose names begin
with _ are only included by others. Time is virtual: a scenario of three days takes
milliseconds, and it comes out the same each time, on every machine.

Reports: ${REPORTER_NAMES.join(', ')}. Each goes to stdout, or with =FILE to
a file, which is written when the run ends. github annotates the failures, and writes
the page of the job's summary.

--json prints a line for the start, for each part of a file that is no scenario (type
problem), for each case (result: passed, failed, broken, skipped), and a summary.

--shard cuts the cases, in an order that has nothing to do with their places, into parts
of one size: each case is in one part, and a new case moves hardly any other.

--retry checks that results do not vary: a failed case is played again, and another
result is a fault of Ringsight.

--app plays them with an app of yours in the place of Ringsight's own: a program that
hears of calls on stdin and asks the phone for what it wants on stdout, as JSON lines
(docs/app-protocol.md). No shell reads the command. An app that dies, hangs or cannot be
understood breaks its case, and the others go on.

The status is 0 when all passed, 1 when an expectation failed, 2 when a file is no
scenario, none was found or the command was used wrongly, 3 for a fault of Ringsight, or
of the app.
Where several are true, 3 counts before 2, and 2 before 1; all cases are played anyhow.`

// A schema is printed, and nothing is played.
const BESIDE_SCHEMA = [
  'grep',
  'tag',
  'shard',
  'bail',
  'retry',
  'watch',
  'update',
  'prune',
  'list',
  'reporter',
  'verbose',
  'app',
  'appTimeout',
]

export function addRunCommand(program: Command, io: Io): Command {
  const [app, appTimeout] = appFlags()
  return program
    .command('run')
    .description('play scenarios on simulated phones, and check what each of them shows')
    .argument('[path...]', 'scenario files, and folders of them')
    .option('--grep <text>', 'only those whose names contain a text, or match /a pattern/', readGrep)
    .addOption(new Flag('--tag <tag>', 'only those with one of these tags', readTags).repeatable())
    .option('--shard <part/of>', 'only one part of so many, such as 2/5; the same ones each time', readShard)
    .option('--bail [n]', 'stop after the first case that does not pass, or after n', wholeNumber(1, 999_999))
    .option('--retry <n>', 'play a case that fails up to n times more', wholeNumber(0, 999_999), 0)
    .addOption(app)
    .addOption(appTimeout)
    .addOption(new Flag('--watch', 'play again what changes, until Ctrl-C').conflicts(['update', 'list']))
    .addOption(new Flag('--update', 'record the frames that scenarios expect; compare none').conflicts('list'))
    .addOption(new Flag('--prune', 'remove the frames that no scenario uses any more').needs('update'))
    .addOption(new Flag('--list', 'list the scenarios; play none').conflicts(['bail', 'retry', 'reporter', 'verbose']))
    .addOption(new Flag('--schema', 'print the JSON Schema of scenarios').conflicts(BESIDE_SCHEMA))
    .addOption(
      new Flag('--reporter <name[=file]>', `write a report: ${listOr(REPORTER_NAMES)}`, readReporter)
        .repeatable()
        .offers(REPORTER_NAMES),
    )
    .option('--json', 'print one JSON object per line; the same as --reporter json')
    .option('--verbose', 'list also what passes, and print traces in full')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], flags: RunFlags) => runRun(io, paths, flags))
}

/** `--grep`: a part of the name, in small or capital letters, or `/a regular expression/`. */
export function readGrep(text: string): PatternText {
  const [, source, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(text) ?? []
  const grep = source === undefined ? { source: escapePattern(text), flags: 'i' } : { source, flags }
  try {
    new Pattern(grep)
    return grep
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new InputError(`expected a text, or /a pattern/${shortLine(error.message, 200)}`)
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** `--tag`; a comma separates several. */
export function readTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim())
  if (tags.includes('')) throw wrong('a tag such as R-10, or several with commas between them', text)
  return tags
}

/** `--shard` */
function readShard(text: string): Shard {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part >= 1 && shard.part <= shard.of) return shard
  throw wrong('which part of how many, such as 2/5', text)
}

/** `--reporter NAME[=FILE]` */
export function readReporter(text: string): ReporterChoice {
  const [, found = '', out] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
  const name = REPORTER_NAMES.find((each) => each === found)
  if (name === undefined) throw wrong(listOr(REPORTER_NAMES), found, nearestHint(found, REPORTER_NAMES))
  if (out?.trim() === '') throw wrong(`a file after ${name}=, such as ${name}=report.txt`, '')
  return { name, out: out ?? null }
}

async function runRun(io: Io, paths: readonly string[], flags: RunFlags): Promise<void> {
  if (flags.schema && paths.length > 0) throw new InputError('--schema: expected no scenarios with it; it plays none')
  if (flags.schema) return printSchema(io)
  if (paths.length === 0) {
    throw new InputError('expected scenarios to play, such as: ringsight run ringsight (a first one: ringsight init)')
  }
  const job = jobOf(paths, flags)
  const { openPlayer } = await import('../run/player.ts')
  const { runScenarios } = await import('../run/scenarios.ts')
  const playing = job.does === 'list' ? { appTimeout: flags.appTimeout } : flags
  await withApp(playing, job.does === 'watch', (app) => {
    const beginApp = app === null ? {} : { beginApp: app.begin, keepsOutbox: app.keepsOutbox }
    return runScenarios(io, job, {
      player: openPlayer(io, { isUpdate: job.does === 'update', named: paths, ...beginApp }),
    })
  })
}

async function printSchema(io: Io): Promise<void> {
  const { scenarioSchema } = await import('../scenario-file/format.ts')
  await printLine(io, JSON.stringify(scenarioSchema(), null, 2))
}

export interface RunFlags extends AppFlags {
  readonly grep?: PatternText
  readonly tag: readonly string[]
  readonly shard?: Shard
  readonly bail?: number | true
  readonly retry: number
  readonly watch?: boolean
  readonly update?: boolean
  readonly prune?: boolean
  readonly list?: boolean
  readonly schema?: boolean
  readonly reporter: readonly ReporterChoice[]
  readonly json?: boolean
  readonly verbose?: boolean
  readonly debug?: boolean
}

export const RUN_WORDS: RunWords = {
  asked: { watch: '--watch', report: '--reporter', grep: '--grep', tags: '--tag', shard: '--shard' },
  playAlone: ({ at, name }) => `ringsight run ${quoteForShell(at.file)} --grep ${quoteWord(name)}`,
  hints: {
    faultsPlace: '--debug shows where',
    recording: 'run again with --update to record it',
    pruning: '--update --prune removes them.',
  },
}

export function jobOf(paths: readonly string[], flags: RunFlags): RunJob {
  const { grep, tag, shard, bail, retry, watch, update, list, prune, reporter, json, verbose, debug } = flags
  return {
    paths,
    choice: { grep: grep ?? null, tags: tag, shard: shard ?? null },
    does: watch ? 'watch' : update ? 'update' : list ? 'list' : 'play',
    isPruning: prune === true,
    bail: bail === true ? 1 : (bail ?? null),
    retry,
    reports: withDefault(reporter, json === true),
    isJson: json === true,
    isVerbose: verbose === true,
    isDebug: debug === true,
    words: RUN_WORDS,
  }
}

// What a person sees goes to stdout unless something else does.
function withDefault(choices: readonly ReporterChoice[], isJson: boolean): ReporterChoice[] {
  const all: ReporterChoice[] = isJson ? [...choices, { name: 'json', out: null }] : [...choices]
  const shown = all.filter(({ out }) => out === null).map(({ name }) => name)
  if (shown.length > 1) {
    const [first, second] = shown
    throw new InputError(
      `expected one report on stdout, found ${first} and ${second}; write one to a file: ${second}=FILE`,
    )
  }
  return shown.length === 0 ? [{ name: 'pretty', out: null }, ...all] : all
}
