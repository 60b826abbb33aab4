// Plays the phones of one platform of the corpus with an app under test in the place of ours. What the app keeps of how things stand
// is held to what the phone says of it as well: no scenario hears an app say it.
import type { CarriedPhone } from '../../src/app/carried.ts'
import { type Advance, openAppUnderTest } from '../../src/app-process/app-under-test.ts'
import type { AppCommand } from '../../src/app-process/command.ts'
import { openPlayer } from '../../src/run/player.ts'
import { findScenarioFiles } from '../../src/run/scenario-files.ts'
import type { CaseResult } from '../../src/scenario/result.ts'

export const PASS = 'fixtures/scenarios/pass'

export interface PlayedCase {
  /** Below `PASS`. */
  readonly file: string
  readonly name: string
  /** What is not as it is expected; nothing for a case that agrees. */
  readonly differences: readonly string[]
  /** How often the app was told of something, how often it was asked how things stand, for how many things it asked. */
  readonly signals: number
  readonly statuses: number
  readonly requests: number
}

export interface CorpusApp<Kept> {
  readonly command: AppCommand
  readonly platform: 'android' | 'ios'
  /** How long an answer may take. */
  readonly timeoutMs: number
  /** What is other of the phone than the app says that it is; nothing where they agree. */
  readonly compare: (phone: CarriedPhone, kept: Kept) => readonly string[]
}

/** @param paths files or folders of scenarios; only their phones of that platform are played */
export async function playCorpus<Kept>(
  { command, platform, timeoutMs, compare }: CorpusApp<Kept>,
  paths: readonly string[],
): Promise<readonly PlayedCase[]> {
  let kept: Kept | null = null
  let isTold = false
  let signals = 0
  let statuses = 0
  let requests = 0
  let differences: string[] = []

  function watch(from: 'phone' | 'app', message: unknown): void {
    const { type, state } = message as { readonly type: string; readonly state?: Kept }
    if (from === 'phone') {
      if (type === 'start') kept = null
      if (type === 'signal') signals += 1
      isTold ||= type === 'signal'
    } else if (type === 'keep') kept = state ?? null
    else if (type !== 'end' && type !== 'hello') requests += 1
  }
  const app = await openAppUnderTest(command, { timeoutMs, watch })

  function beginApp(): Advance {
    const advance = app.begin()
    return async (phone, action, world) => {
      isTold = false
      const carried = await advance(phone, action, world)
      if (isTold && kept !== null) {
        statuses += 1
        differences.push(...compare(carried.phone, kept))
      }
      return carried
    }
  }

  const player = openPlayer({ stdin: process.stdin }, { isUpdate: false, named: paths, beginApp })
  const cases: PlayedCase[] = []
  try {
    for (const file of findScenarioFiles(paths)) {
      const { scenarios } = await player.read(file)
      for (const scenario of scenarios.filter(({ phone }) => phone.handset.platform === platform)) {
        differences = []
        signals = 0
        statuses = 0
        requests = 0
        const result = await player.play(scenario)
        cases.push({
          file: file.slice(PASS.length + 1),
          name: scenario.name,
          differences: [...differencesOf(result), ...new Set(differences)],
          signals,
          statuses,
          requests,
        })
      }
    }
  } finally {
    app.end()
  }
  return cases
}

function differencesOf(result: CaseResult): readonly string[] {
  if (result.outcome === 'broken') return [result.error.message]
  if (result.outcome !== 'failed') return []
  return result.failure.mismatches.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`)
}

/** What two lists of reasons differ in, as a sentence; nothing where they are the same. */
export function differenceOf(what: string, expected: readonly string[], found: readonly string[]): readonly string[] {
  const [one, other] = [expected, found].map((words) => words.join(', ') || 'none')
  return one === other ? [] : [`${what}: expected ${one}, found ${other}`]
}
