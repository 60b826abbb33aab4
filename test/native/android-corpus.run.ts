// npx tsx test/native/android-corpus.run.ts [path...]: plays every Android case of the scenarios with the Kotlin library as the app,
// and holds what came of it to native/android/scenarios.txt (UPDATE=1 writes that anew). Without a path, the whole corpus.
import { readFileSync, writeFileSync } from 'node:fs'
import { type AppUnderTest, openAppUnderTest } from '../../src/app-process/app-under-test.ts'
import { isOfCall } from '../../src/app-process/message.ts'
import { openPlayer } from '../../src/run/player.ts'
import { findScenarioFiles } from '../../src/run/scenario-files.ts'
import type { CaseResult } from '../../src/scenario/result.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { notForKotlin } from './android-not-applicable.ts'

const PASS = 'fixtures/scenarios/pass'
const LISTS = 'native/android/scenarios.txt'
// A JVM begins, and a machine may be busy.
const TIMEOUT_MS = 300_000

interface Played {
  readonly file: string
  readonly name: string
  /** Why the case says nothing of the library; null where it does. */
  readonly notApplicable: string | null
  readonly result: CaseResult
}

/** Whether the app was told of a call since this was last asked. */
let hasHeard = false

function watch(from: 'phone' | 'app', message: unknown): void {
  const { signal } = message as { readonly signal?: { readonly type: string } }
  if (from !== 'phone' || signal === undefined) return
  hasHeard ||= isOfCall(signal as Parameters<typeof isOfCall>[0]) || signal.type === 'notification-action'
}

async function playAll(app: AppUnderTest, paths: readonly string[]): Promise<Played[]> {
  const player = openPlayer({ stdin: process.stdin }, { isUpdate: false, named: paths, beginApp: app.begin })
  const played: Played[] = []
  for (const file of findScenarioFiles(paths)) {
    const { scenarios } = await player.read(file)
    for (const scenario of scenarios.filter(isAndroid)) {
      hasHeard = false
      const result = await player.play(scenario)
      const place = { file: file.slice(PASS.length + 1), name: scenario.name }
      const why = hasHeard
        ? notForKotlin(place)
        : 'no call in it: contacts, settings and sending are the app’s around the library'
      played.push({ ...place, notApplicable: why, result })
    }
  }
  return played
}

function isAndroid({ phone }: Scenario): boolean {
  return phone.handset.platform === 'android'
}

/** Three lists, a line a file: how many cases were played and agreed; then each that is not applicable, by its reason. */
function describe(played: readonly Played[]): string {
  const applicable = played.filter(({ notApplicable }) => notApplicable === null)
  const agreed = applicable.filter(({ result }) => result.outcome === 'passed')
  const others = played.filter(({ notApplicable }) => notApplicable !== null)
  const reasons = [...new Set(others.map(({ notApplicable }) => notApplicable))]
  return [
    '# The Android cases of fixtures/scenarios/pass with the Kotlin library as the app: test/native/android-corpus.run.ts.',
    `played ${applicable.length}, agreed ${agreed.length}, not applicable ${others.length}`,
    ...['', '# Played, and agreed.'],
    ...counts(applicable).map(
      ([file, count]) => `${file} ${count} ${counts(agreed).find(([each]) => each === file)?.[1] ?? 0}`,
    ),
    ...reasons.flatMap((reason) => [
      '',
      `# Not applicable: ${reason}`,
      ...listed(others.filter((each) => each.notApplicable === reason)),
    ]),
    '',
  ].join('\n')
}

function counts(played: readonly Played[]): [string, number][] {
  const files = [...new Set(played.map(({ file }) => file))]
  return files.map((file) => [file, played.filter((each) => each.file === file).length])
}

function listed(played: readonly Played[]): string[] {
  return played.map(({ file, name }) => `${file}: ${name}`)
}

function describeFailure({ file, name, result }: Played): string {
  const what =
    result.outcome === 'failed'
      ? result.failure.mismatches
          .map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`)
          .join('; ')
      : result.outcome === 'broken'
        ? result.error.message
        : result.outcome
  return `disagreed: ${file}: ${name}: ${what}`
}

const paths = process.argv.slice(2)
const command = { program: process.execPath, args: ['--import', 'tsx', 'test/native/android-app.ts'] }
const app = await openAppUnderTest(command, { timeoutMs: TIMEOUT_MS, watch })
const played = await playAll(app, paths.length > 0 ? paths : [PASS]).finally(() => app.end())
const disagreed = played.filter(({ notApplicable, result }) => notApplicable === null && result.outcome !== 'passed')
const lists = describe(played)
for (const each of disagreed) console.log(describeFailure(each))
console.log(paths.length > 0 ? lists : lists.split('\n')[1])
if (disagreed.length > 0) process.exitCode = 1
if (paths.length === 0 && process.env['UPDATE'] === '1') writeFileSync(LISTS, lists)
else if (paths.length === 0) compare(readFileSync(LISTS, 'utf8'), lists)

// A case that agreed stays one; what is new is to be written down.
function compare(kept: string, found: string): void {
  const now = agreedIn(found)
  const lost = [...agreedIn(kept)].filter(([file, count]) => (now.get(file) ?? 0) < count).map(([file]) => file)
  if (lost.length > 0) {
    console.log(`expected as many cases to agree as in ${LISTS}, found fewer: ${lost.join(', ')}`)
    process.exitCode = 1
  } else if (kept !== found)
    console.log(`there is more than in ${LISTS}: UPDATE=1 npx tsx test/native/android-corpus.run.ts`)
}

function agreedIn(text: string): Map<string, number> {
  return new Map([...text.matchAll(/^(\S+\.yaml) \d+ (\d+)$/gm)].map(([, file = '', count]) => [file, Number(count)]))
}
