// A script is a scenario without expectations: a phone, its contacts and what is done. Plays it under the eyes of a
// witness, up to the first invariant that is broken. Neither makes scripts nor mends them.
import { AppFault } from '../app/app-fault.ts'
import type { Contact } from '../core/contact.ts'
import type { Invariant } from '../scenario/invariant/invariants.ts'
import { openWitness, type Witness } from '../scenario/invariant/witness.ts'
import { performStep } from '../scenario/perform.ts'
import type { Doing, PhoneSetup, Scenario } from '../scenario/scenario.ts'
import { openStage, type Parts, type Stage } from '../scenario/stage.ts'
import { StepError } from '../scenario/step-error.ts'
import { renderStep } from '../scenario-file/write-step.ts'

export type Act = Exclude<Doing, { do: 'expect' }>

export interface Script {
  readonly phone: PhoneSetup
  readonly contacts: readonly Contact[]
  /** Milliseconds since the epoch. */
  readonly startsAt: number
  readonly steps: readonly Act[]
}

/** Parts of a stage to play on; new ones for each stage, since they may remember. */
export type Plant = () => Partial<Parts>

export interface Played {
  /** What was done; steps that could not be done are not among it. */
  readonly steps: readonly Act[]
  readonly virtualMs: number
  readonly broken: { readonly invariant: Pick<Invariant, 'name' | 'sentence'>; readonly found: string } | null
}

/** Whatever is done, nothing is thrown: an error is a fault of the simulator, or of the app under test. */
const NO_FAULT = { name: 'no-fault', sentence: 'Nothing that is done makes the simulator fail' }
const ANSWERS = { name: 'app-answers', sentence: 'The app under test answers whatever it is told' }

/**
 * Plays a script, step by step.
 *
 * @param next what is done next; null for the end
 */
export async function playScript(
  { phone, contacts, startsAt }: Omit<Script, 'steps'>,
  next: (stage: Stage, done: number) => Act | null,
  plant: Plant = () => ({}),
): Promise<Played> {
  const witness = openWitness(phone, contacts)
  const steps: Act[] = []
  let stage: Stage | null = null
  const told = (broken: Played['broken']): Played => ({
    steps,
    virtualMs: stage === null ? 0 : stage.now() - startsAt,
    broken,
  })
  try {
    stage = await openStage({ phone, startsAt }, contacts, { ...plant(), hear: witness.hear })
    witness.begin(stage)
    let broken: Played['broken'] = null
    for (let step = next(stage, 0), asked = 1; step !== null && broken === null; asked += 1) {
      steps.push(step)
      if (await perform(stage, step)) broken = firstBroken(witness, step)
      else steps.pop()
      step = next(stage, asked)
    }
    return told(broken)
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return told({ invariant: error instanceof AppFault ? ANSWERS : NO_FAULT, found })
  }
}

async function perform(stage: Stage, step: Act): Promise<boolean> {
  try {
    await performStep(stage, step)
    return true
  } catch (error) {
    if (error instanceof StepError) return false
    throw error
  }
}

function firstBroken(witness: Witness, step: Act): Played['broken'] {
  return witness.check(step)[0] ?? null
}

/** Plays the steps of a script. */
export function replay(script: Script, plant?: Plant): Promise<Played> {
  return playScript(script, (_stage, at) => script.steps[at] ?? null, plant)
}

/** The script as a scenario that holds the invariants against it at its end. */
export function scenarioOf(script: Script, name: string, tags: readonly string[]): Scenario {
  const { phone, contacts, startsAt } = script
  const region = phone.handset.simCountries[0] ?? null
  const steps: Doing[] = [...script.steps, { do: 'expect', expected: { invariants: 'hold' }, withinMs: null }]
  return {
    name,
    tags,
    at: { file: '', line: 1, column: 1 },
    phone,
    contacts: { kind: 'inline', contacts },
    startsAt,
    steps: steps.map((step, index) => ({
      ...step,
      at: { file: '', line: index + 2, column: 1 },
      text: renderStep(step, region),
    })),
  }
}
