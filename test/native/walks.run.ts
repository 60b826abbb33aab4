// npx tsx test/native/walks.run.ts [SEED] [WALKS] [COMMAND]: random walks on two Android phones that are alike, one with our own app
// and one with the Kotlin library. Prints the first step of each walk after which a person sees something else on one of them.
// Steps by which contacts change in the middle of a call are left out: the library looks a call up again when it is over.
import { type AppUnderTest, openAppUnderTest } from '../../src/app-process/app-under-test.ts'
import { readCommand } from '../../src/app-process/command.ts'
import { type Chance, nthSeed, openChance } from '../../src/core/chance.ts'
import { performStep } from '../../src/scenario/perform.ts'
import type { Doing } from '../../src/scenario/scenario.ts'
import { openStage, type Parts, type Stage } from '../../src/scenario/stage.ts'
import { StepError } from '../../src/scenario/step-error.ts'
import type { StageEvent } from '../../src/scenario/trace.ts'
import { renderStep } from '../../src/scenario-file/write-step.ts'
import { type Cast, makeCast } from '../../src/walk/cast.ts'
import { openWalk } from '../../src/walk/walk.ts'

const STEPS = 60
const STARTS_AT = Date.parse('2026-06-30T09:00:00Z')
const LEFT_OUT: ReadonlySet<Doing['do']> = new Set<Doing['do']>(['crm', 'sync', 'choose-caller'])
// No phone rings for longer, nor is a call dialled; and no row of the call log is read that is older than some minutes.
const LONGEST_RING_MS = 40_000
const LONGEST_MS = 20 * 60_000

const [seed = '1', walks = '20', command = 'npx tsx test/native/android-app.ts'] = process.argv.slice(2)

interface Hand {
  readonly stage: Stage
  /** What was seen since the last step. */
  readonly seen: string[]
}

// Before API 30 no app is told that it is in a work profile (AND-76): the library takes what was dialled beside another call for not
// called after all, as the call log has no row of it.
function castFor(chance: Chance): Cast {
  const cast = makeCast(chance, 'android')
  const { handset } = cast.phone
  if (handset.apiLevel >= 30) return cast
  return {
    ...cast,
    phone: { ...cast.phone, handset: { ...handset, settings: { ...handset.settings, workProfile: 'none' } } },
  }
}

async function take(cast: Cast, parts: Partial<Parts>): Promise<Hand> {
  const seen: string[] = []
  const hear = (event: StageEvent, now: number) => {
    const said = asSeen(event)
    if (said !== null) seen.push(`${(now - STARTS_AT) / 1000}s ${JSON.stringify(said)}`)
  }
  const stage = await openStage({ phone: cast.phone, startsAt: STARTS_AT }, cast.contacts, { ...parts, hear })
  return { stage, seen }
}

/** What of an event a person sees; null for what stays within an app. */
function asSeen(event: StageEvent): object | null {
  switch (event.type) {
    case 'identified':
    case 'taken-for':
    // An answer that nobody waits for is judged in silence where it is ours.
    case 'request-ignored':
      return null
    // The age is that of the contacts: the library has them when it hears of the next thing.
    case 'show-card':
      return { ...event, card: { ...event.card, agoMs: 0 } }
    case 'card-unseen':
      return { ...event, callId: null }
    // The call log has whole seconds, and no names of calls.
    case 'open-outcome':
      return { ...event, call: { ...event.call, callId: null, durationMs: Math.floor(event.call.durationMs / 1000) } }
    // The library offers to say who it was, too.
    case 'notify-missed':
      return { ...event, actions: event.actions.slice(0, 2) }
    default:
      return event
  }
}

function shortened(step: Doing, stage: Stage): Doing {
  if (step.do !== 'advance') return step
  const { calls, screenings } = stage.phone()
  const rings =
    screenings.length > 0 || calls.some(({ call: { phase } }) => phase === 'ringing' || phase === 'dialling')
  return { ...step, ms: Math.min(step.ms, rings ? LONGEST_RING_MS : LONGEST_MS) }
}

/** What was seen, and whether it could be done. */
async function perform({ stage, seen }: Hand, steps: readonly Doing[]): Promise<string> {
  seen.length = 0
  try {
    for (const step of steps) await performStep(stage, step as Parameters<typeof performStep>[1])
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return 'it cannot be done'
  }
  return seen.toSorted().join('\n')
}

// Before API 31 no app is told of the sound's mode. The library looks twice a second: what it sees, it sees so much later.
const LOOK = { do: 'advance', ms: 500 } as const

function withoutTime(seen: string): string {
  return seen
    .replace(/^[\d.]+s /gm, '')
    .replace(/"durationMs":\d+/g, '"durationMs":0')
    .split('\n')
    .toSorted()
    .join('\n')
}

async function walk(app: AppUnderTest, number: number): Promise<{ readonly steps: number; readonly isSame: boolean }> {
  const chance = openChance(nthSeed(Number(seed), number))
  const cast = castFor(chance)
  const { next } = openWalk(cast, chance)
  const ours = await take(cast, {})
  const library = await take(cast, { advance: app.begin() })
  const isLookedAt = cast.phone.handset.apiLevel < 31
  const done: string[] = []
  for (const step of [{ do: 'open-app' }, { do: 'sync' }] as const) {
    for (const { stage } of [ours, library]) await performStep(stage, step)
  }
  for (let left = STEPS; left > 0; left -= 1) {
    const step = shortened(next(ours.stage), ours.stage)
    if (LEFT_OUT.has(step.do)) continue
    done.push(renderStep(step, cast.phone.handset.simCountries[0] ?? null))
    const steps = isLookedAt ? [step, LOOK] : [step]
    const both = [await perform(ours, steps), await perform(library, steps)] as const
    const [expected, found] = isLookedAt ? ([withoutTime(both[0]), withoutTime(both[1])] as const) : both
    if (expected === found) continue
    console.log(`Walk ${number} of seed ${seed}, step ${done.length}. ${JSON.stringify(cast.phone.handset)}`)
    console.log(done.slice(-15).join('\n'))
    for (const line of expected.split('\n')) if (!found.includes(line)) console.log(`  - ${line}`)
    for (const line of found.split('\n')) if (!expected.includes(line)) console.log(`  + ${line}`)
    return { steps: done.length, isSame: false }
  }
  return { steps: done.length, isSame: true }
}

const app = await openAppUnderTest(readCommand(command), { timeoutMs: 300_000 })
let [steps, different] = [0, 0]
for (let number = 0; number < Number(walks); number += 1) {
  const walked = await walk(app, number)
  steps += walked.steps
  if (!walked.isSame) different += 1
}
app.end()
console.log(`${steps} steps in ${walks} walks; ${different} of them end where a person sees something else.`)
