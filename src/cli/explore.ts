// `ringsight explore`: random walks on simulated phones, until an invariant is broken or enough has been done.
import { join } from 'node:path'
import type { AppUnderTest } from '../app-process/app-under-test.ts'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine } from '../terminal/io.ts'
import { writeOutFile } from '../terminal/out-file.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural, renderCount } from '../text/count.ts'
import { secondsOf } from '../text/json.ts'
import { quoteForShell } from '../text/safe.ts'
import type { ExploreFailure } from '../walk/explore.ts'
import { type AppFlags, appFlags, withApp } from './app-command.ts'
import { type Command, Flag } from './flags/command.ts'
import { platformFlag, renamedFlag } from './flags/shared.ts'
import { duration, wholeNumber } from './flags/values.ts'

const EXAMPLES = `
Examples:
  ringsight explore                          10,000 steps from a seed of its own
  ringsight explore --time 60s               for a minute
  ringsight explore --seed 7 --steps 100000  the same steps each time, on every machine
  ringsight explore --platform ios --json | jq .failure
  ringsight explore --platform android --app 'python3 caller_id.py'   with an app of your own

Calls, permissions, faults of the CRM, crashes, reboots, syncs and clock jumps are done
at random, and after each step all invariants must hold: no CRM name without the right
to show it, never a wrong one, exactly one outcome screen for a call that is to be
logged, nothing saved lost or sent twice, the address book first, a true call list.

--app walks with an app of yours on the phones (docs/app-protocol.md); one that dies, hangs
or cannot be understood breaks an invariant as well.

What breaks one is shrunk to the shortest walk that breaks the same one, and written as
a scenario that fails by itself: ringsight run FILE, with the same --app. The status is 1 then, 0 when all
held, 2 when the command was used wrongly, 3 for a fault of Ringsight, 130 when it was
interrupted before anything was broken: it says what it has done until then.`

interface ExploreFlags extends AppFlags {
  readonly seed?: number
  readonly steps?: number
  readonly walks?: number
  readonly time?: number
  readonly platform?: 'android' | 'ios'
  readonly folder: string
  readonly json?: boolean
}

const USUAL_STEPS = 10_000
const SEEDS = 2 ** 32

export function addExploreCommand(program: Command, io: Io): Command {
  const [app, appTimeout] = appFlags()
  return program
    .command('explore')
    .description('take random steps on simulated phones, and check what must always hold')
    .option('--seed <n>', 'the number that decides every step (default: a new one)', wholeNumber(0, SEEDS - 1))
    .addOption(
      new Flag('--steps <n>', `take at least n steps (default: ${renderCount(USUAL_STEPS)})`, wholeNumber(1)).conflicts(
        ['walks', 'time'],
      ),
    )
    .addOption(new Flag('--walks <n>', 'take n walks of 200 steps', wholeNumber(1, 1e9)).conflicts('time'))
    .option('--time <duration>', 'go on for so long, such as 60s', duration('60s', 1000))
    .addOption(platformFlag('use only this kind of phone'))
    .addOption(app)
    .addOption(appTimeout)
    .option('--folder <dir>', 'the folder for a scenario that fails', '.')
    .addOption(renamedFlag('--out <dir>', '--folder'))
    .option('--json', 'print one JSON object: the summary')
    .addHelpText('after', EXAMPLES)
    .action((flags: ExploreFlags) => runExplore(io, flags))
}

async function runExplore(io: Io, flags: ExploreFlags): Promise<void> {
  await expectFolder(flags.folder)
  await withApp(flags, true, (app) => walk(io, flags, app))
}

async function walk(io: Io, flags: ExploreFlags, app: AppUnderTest | null): Promise<void> {
  const { explore } = await import('../walk/explore.ts')
  const start = io.now().getTime()
  const seed = flags.seed ?? start % SEEDS
  const platform = flags.platform ?? null
  if (flags.json !== true) await printLine(io, `Seed ${seed}.`)
  const stop = { isAsked: false }
  const off = onSignal(() => {
    stop.isAsked = true
  })
  const progress = openProgress(io, 'steps', 1)
  const explored = await explore({
    seed,
    platform,
    ...(app === null
      ? {}
      : { plant: () => ({ advance: app.begin(), keepsOutbox: app.keepsOutbox, keepsChoices: true }) }),
    isOver: () => stop.isAsked,
    goesOn: (walks, steps) => !stop.isAsked && goesOn(flags, { walks, steps, ms: io.now().getTime() - start }),
    async tell(event) {
      if (event.type === 'walked') progress.update(event.steps, fractionOf(flags, event, io.now().getTime() - start))
      // A signal is heard only when nothing else is to be done.
      await new Promise(setImmediate)
    },
  }).finally(() => {
    progress.end()
    off()
  })
  const ms = io.now().getTime() - start
  const { failure, walks, steps, virtualMs } = explored
  const file = failure && (await writeFailure(failure, flags.folder))
  if (flags.json)
    await printJson(io, {
      type: 'summary',
      seed: String(seed),
      walks,
      steps,
      virtualSeconds: secondsOf(virtualMs),
      tookSeconds: secondsOf(ms),
      isInterrupted: stop.isAsked,
      failure: failure && failureJson(failure, file),
    })
  else await tell(io, { ...explored, ms, file, isAsked: stop.isAsked, hasApp: app !== null, platform })
  io.exit(failure !== null ? 1 : stop.isAsked ? 130 : 0)
}

async function expectFolder(path: string): Promise<void> {
  const { stat } = await import('node:fs/promises')
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) throw new InputError(`--folder: there is no folder ${quoteForShell(path)}`)
}

interface Done {
  readonly walks: number
  readonly steps: number
  readonly ms: number
}

function goesOn({ steps, walks, time }: ExploreFlags, done: Done): boolean {
  if (time !== undefined) return done.ms < time
  return walks === undefined ? done.steps < (steps ?? USUAL_STEPS) : done.walks < walks
}

function fractionOf(flags: ExploreFlags, { walks, steps }: { walks: number; steps: number }, ms: number): number {
  if (flags.time !== undefined) return ms / flags.time
  return flags.walks === undefined ? steps / (flags.steps ?? USUAL_STEPS) : walks / flags.walks
}

async function writeFailure({ seed, invariant, scenario }: ExploreFailure, folder: string): Promise<string> {
  const { renderScenario } = await import('../scenario-file/write.ts')
  const path = join(folder, `explore-${invariant.name}-${seed}.yaml`)
  // The same seed finds the same: what is there of an earlier run is worth no more.
  await writeOutFile({ path, flag: '--folder', mayReplace: true, isPersonal: false }, [renderScenario(scenario)])
  return path
}

function failureJson({ invariant, found, seed, steps, scenario }: ExploreFailure, file: string | null): object {
  return {
    invariant: invariant.name,
    message: invariant.sentence,
    found,
    seed: String(seed),
    step: steps,
    shrunkTo: scenario.steps.length - 1,
    file,
  }
}

interface Told extends Done {
  readonly virtualMs: number
  readonly failure: ExploreFailure | null
  readonly file: string | null
  readonly isAsked: boolean
  /** Whether an app of the user's own was on the phones. */
  readonly hasApp: boolean
  /** Of the flag: without it another phone would be drawn from the seed. */
  readonly platform: string | null
}

async function tell(io: Io, told: Told): Promise<void> {
  const { walks, steps, virtualMs, ms, failure, file, isAsked, hasApp, platform } = told
  const days = renderCount(Math.round(virtualMs / 86_400_000))
  const perSecond = renderCount(Math.round((steps * 1000) / Math.max(1, ms)))
  const sum = `${plural(steps, 'step')} in ${plural(walks, 'walk')}, ${days} days of virtual time`
  if (failure === null) {
    return printLine(io, `${isAsked ? 'Stopped: e' : 'E'}very invariant held: ${sum} (${perSecond} steps a second).`)
  }
  const { invariant, found, seed, scenario } = failure
  const same = hasApp ? ', with the same --app' : ''
  const of = platform === null ? '' : ` --platform ${platform}`
  const lines = [
    `Broken: ${invariant.sentence} (${invariant.name}).`,
    `Found: ${found}.`,
    `After ${sum}.`,
    '',
    ...scenario.steps.slice(0, -1).map(({ text }) => `  ${text}`),
    '',
    `Written to ${file}; it fails by itself: ringsight run ${quoteForShell(file ?? '')}${same}`,
    `The whole walk again: ringsight explore --seed ${seed} --walks 1${of}${same}`,
  ]
  for (const line of lines) await printLine(io, line)
}
