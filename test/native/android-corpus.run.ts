// npx tsx test/native/android-corpus.run.ts [path...]: plays every Android case of the scenarios with the Kotlin library as the app,
// and holds what came of it to native/android/scenarios.txt (UPDATE=1 writes that anew). Without a path, the whole corpus.
import { readFileSync, writeFileSync } from 'node:fs'
import { accessOf } from '../../src/app/access-of.ts'
import type { CarriedPhone } from '../../src/app/carried.ts'
import type { Capability } from '../../src/core/access.ts'
import { notForKotlin } from './android-not-applicable.ts'
import { differenceOf, PASS, type PlayedCase, playCorpus } from './corpus.ts'

const LISTS = 'native/android/scenarios.txt'
// A JVM begins, and a machine may be busy.
const TIMEOUT_MS = 300_000

interface Played extends PlayedCase {
  /** Why the case says nothing of the library; null where it does. */
  readonly notApplicable: string | null
}

/** What the library says is missing, by its names of what it could do. */
type Kept = { readonly missing: Readonly<Record<string, readonly string[]>> }

const NAMES: Readonly<Record<string, Capability>> = {
  card: 'card',
  missed: 'missed',
  outcome: 'outcomeIncoming',
  sync: 'sync',
}
// What a maker's system keeps to itself, or what would hold the library back from saying it.
const UNTOLD: ReadonlySet<string> = new Set([
  'app-stopped',
  'autostart-off',
  'deep-sleeping',
  'lock-screen-off',
  'not-unlocked',
  'popups-off',
  'work-profile-paused',
])

async function playAll(paths: readonly string[]): Promise<Played[]> {
  const command = { program: process.execPath, args: ['--import', 'tsx', 'test/native/android-app.ts'] }
  const cases = await playCorpus<Kept>({ command, platform: 'android', timeoutMs: TIMEOUT_MS, compare }, paths)
  return cases.map((each) => ({
    ...each,
    notApplicable: each.signals === 0 ? 'the app is told of nothing in it' : notForKotlin(each),
  }))
}

function compare(phone: CarriedPhone, { missing }: Kept): readonly string[] {
  const access = accessOf(phone)
  return Object.entries(NAMES).flatMap(([name, capability]) => {
    const reasons = access[capability].map(({ reason }) => reason).filter((each) => !UNTOLD.has(each))
    return differenceOf(`missing for ${name}`, reasons, missing[name] ?? ['nothing of it'])
  })
}

/** Three lists, a line a file: how many cases were played and agreed; then each that is not applicable, by its reason. */
function describe(played: readonly Played[]): string {
  const applicable = played.filter(({ notApplicable }) => notApplicable === null)
  const agreed = applicable.filter(({ differences }) => differences.length === 0)
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

function describeFailure({ file, name, differences }: Played): string {
  return `disagreed: ${file}: ${name}: ${differences.join('; ')}`
}

const paths = process.argv.slice(2)
const played = await playAll(paths.length > 0 ? paths : [PASS])
const disagreed = played.filter(({ notApplicable, differences }) => notApplicable === null && differences.length > 0)
const lists = describe(played)
for (const each of disagreed) console.log(describeFailure(each))
console.log(paths.length > 0 ? lists : lists.split('\n')[1])
if (disagreed.length > 0) process.exitCode = 1
if (paths.length === 0 && process.env['UPDATE'] === '1') writeFileSync(LISTS, lists)
else if (paths.length === 0) compareLists(readFileSync(LISTS, 'utf8'), lists)

// A case that agreed stays one; what is new is to be written down.
function compareLists(kept: string, found: string): void {
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
