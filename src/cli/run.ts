// `ringsight run`: plays scenarios and says which of them came out as they should.
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseGrep, parseShard, parseTags, type Shard } from '../run/choice.ts'
import { parseReporter, type ReporterChoice } from '../run/reports.ts'
import type { PatternText } from '../scenario/pattern.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printLine } from '../terminal/io.ts'

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
  readonly grep?: PatternText
  readonly tag: readonly string[]
  readonly shard?: Shard
  readonly bail?: number | true
  readonly retry: number
  readonly jobs?: number
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
    .option('--jobs <n>', 'threads to play in (default: one; for thousands of files, more)', parseNumberFrom(1))
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
  const { openPlayer } = await import('../run/player.ts')
  const { runScenarios } = await import('../run/scenarios.ts')
  const player = openPlayer(io, { isUpdate: flags.update === true, named: paths })
  await runScenarios(io, paths, { flags, player })
}

function expectSense({ watch, update, list }: RunFlags): void {
  if (watch && (update || list)) {
    throw new InputError(`--watch and --${update ? 'update' : 'list'}: expected one of them, found both`)
  }
}

async function printSchema(io: Io): Promise<void> {
  const { scenarioSchema } = await import('../scenario-file/format.ts')
  await printLine(io, JSON.stringify(scenarioSchema(), null, 2))
}
