// Plays the iPhones of the corpus with an app under test in the place of ours: what it says of its state is held to the phone's
// access as well, for no scenario hears an iOS app say it.
import { accessOf } from '../../src/app/access-of.ts'
import type { CarriedPhone } from '../../src/app/carried.ts'
import { type Advance, openAppUnderTest } from '../../src/app-process/app-under-test.ts'
import { readCommand } from '../../src/app-process/command.ts'
import { openPlayer } from '../../src/run/player.ts'
import { findScenarioFiles } from '../../src/run/scenario-files.ts'
import type { CaseResult } from '../../src/scenario/result.ts'

export const PASS = 'fixtures/scenarios/pass'

export interface Played {
  /** By file and name: what is not as it is expected; nothing for a case that agrees. */
  readonly cases: ReadonlyMap<string, readonly string[]>
  /** How often the app was asked how things stand, and for how many things it asked. */
  readonly statuses: number
  readonly requests: number
}

/** What the phone's access and the app's own page both know. */
const COMPARED: ReadonlySet<string> = new Set(['signed-out', 'extension-off', 'background-refresh-off'])

/** @param paths files or folders of scenarios; only their iPhones are played */
export async function playIphones(command: string, paths: readonly string[]): Promise<Played> {
  let told: { readonly problems: readonly string[] } | null = null
  let statuses = 0
  let requests = 0
  let differences: string[] = []

  const app = await openAppUnderTest(readCommand(command), {
    timeoutMs: 20_000,
    watch(from, message) {
      const { type, state } = message as { readonly type: string; readonly state?: typeof told }
      if (from === 'phone') return
      if (type === 'keep') told = state ?? null
      else if (type !== 'end' && type !== 'hello') requests += 1
    },
  })

  function beginApp(): Advance {
    const advance = app.begin()
    return async (phone, action, world) => {
      told = null
      const carried = await advance(phone, action, world)
      if (told !== null) compare(carried.phone, told)
      return carried
    }
  }

  function compare(phone: CarriedPhone, { problems }: NonNullable<typeof told>): void {
    statuses += 1
    const [expected, found] = [problemsOf(phone), problems.filter((each) => COMPARED.has(each))].map(listed)
    if (expected !== found) differences.push(`problems: expected ${expected}, found ${found}`)
  }

  const player = openPlayer({ stdin: process.stdin as never }, { isUpdate: false, named: [PASS], beginApp })
  const cases = new Map<string, readonly string[]>()
  for (const file of findScenarioFiles(paths)) {
    const { scenarios } = await player.read(file)
    for (const scenario of scenarios.filter(({ phone }) => phone.handset.platform === 'ios')) {
      differences = []
      const result = await player.play(scenario)
      cases.set(`${file.slice(PASS.length + 1)} | ${scenario.name}`, [...differencesOf(result), ...differences])
    }
  }
  app.end()
  return { cases, statuses, requests }
}

function problemsOf(phone: CarriedPhone): readonly string[] {
  const { card, sync } = accessOf(phone)
  const signedOut = phone.app.isSignedIn ? [] : ['signed-out']
  return [...new Set([...signedOut, ...[...card, ...sync].map(({ reason }) => reason)])]
}

function listed(words: readonly string[]): string {
  return words.join(', ') || 'none'
}

function differencesOf(result: CaseResult): readonly string[] {
  if (result.outcome === 'broken') return [result.error.message]
  if (result.outcome !== 'failed') return []
  return result.failure.mismatches.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`)
}
