// What the flags of `ringsight run` ask for, and how a run tells of them.
import type { Shard } from '../run/choice.ts'
import type { ReporterChoice, RunJob, RunWords } from '../run/job.ts'
import type { PatternText } from '../scenario/pattern.ts'
import { InputError } from '../terminal/exit.ts'
import { quoteForShell, quoteWord } from '../text/safe.ts'

export interface RunFlags {
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
