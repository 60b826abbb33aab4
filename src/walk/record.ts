// What was done on a phone as a scenario that comes out the same: the phone as it was, the steps with their times, and after
// each what has changed of what can be seen. Plays the steps to know it. Where they came from, a terminal or a script, is not
// known here.
import type { CarriedPhone } from '../app/carried.ts'
import type { AddressBook } from '../core/caller.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Contact } from '../core/contact.ts'
import type { Draft } from '../core/outcome.ts'
import type { Queued } from '../core/sending.ts'
import { keptOf, newPhoneOf } from '../scenario/kept.ts'
import { performStep } from '../scenario/perform.ts'
import type { ContactsSource, Doing, PhoneSetup, Scenario } from '../scenario/scenario.ts'
import { openStage, type Stage } from '../scenario/stage.ts'
import { StepError } from '../scenario/step-error.ts'
import { viewOf } from '../scenario/view.ts'
import { renderStep } from '../scenario-file/write-step.ts'
import { expectChanges } from './record-expect.ts'
import { type Deed, stepsOf } from './record-step.ts'
import type { Act } from './script.ts'

/** One thing that was done, at an instant in milliseconds since the epoch. */
export type Done = { readonly at: number } & Deed

/** How it was before anything was done. */
export interface Beginning {
  readonly phone: CarriedPhone
  /** Whether the app has contacts. */
  readonly hasContacts: boolean
  readonly addressBook: AddressBook
  /** Numbers that the phone itself blocks. */
  readonly blocked: readonly string[]
  readonly drafts: readonly Draft[]
  readonly outbox: readonly Queued[]
  readonly choices: readonly CallerChoice[]
  /** When the contacts were brought here; null where the app has brought them, or nobody. */
  readonly syncedAt: number | null
  /** Whether somebody is signed in to a CRM. */
  readonly hasCrm: boolean
  /** Of the chance that decides from here on. */
  readonly seed: number
  readonly at: number
}

export interface Recording {
  readonly name: string
  readonly begin: Beginning
  readonly done: readonly Done[]
  /** What the calls were called that began since, in their order. */
  readonly callIds: readonly string[]
  /** Who took part. */
  readonly people: readonly Contact[]
  /** Whether the CRM did what cannot be recorded. */
  readonly isCrmOther?: boolean
  readonly endsAt: number
  /** Where the contacts are all there is of them, and come from; who took part, unless stated. */
  readonly source?: { readonly contacts: ContactsSource; readonly people: readonly Contact[] }
}

/** The scenario of what was done. It holds the contacts that took part, and no others. */
export async function recordScenario(recording: Recording): Promise<Scenario> {
  const { name, begin, done, callIds, endsAt } = recording
  const setup = setupOf(begin)
  const people = recording.source?.people ?? recording.people
  const contacts = recording.source?.contacts ?? { kind: 'inline', contacts: people }
  const stage = await openStage({ phone: setup, startsAt: begin.at }, people)
  const steps: Doing[] = []
  const idOf = (callId: string) => {
    const at = callIds.indexOf(callId)
    return at < 0 ? callId : `call-${at + 1}`
  }
  async function perform(done: Act): Promise<void> {
    let step = done
    const before = viewOf(stage)
    try {
      await performStep(stage, step)
    } catch (error) {
      // It made no sense on the phone either: nothing came of it.
      if (error instanceof StepError) return
      throw error
    }
    const expected = expectChanges(before, viewOf(stage))
    const isAny = Object.keys(expected).length > 0
    // Between two pauses nothing was done that is a step.
    const last = steps.at(-1)
    if (step.do === 'advance' && last?.do === 'advance') {
      steps.pop()
      step = { do: 'advance', ms: last.ms + step.ms }
    }
    steps.push(step, ...(isAny ? [{ do: 'expect', expected, withinMs: null } as const] : []))
  }
  for (const each of done) {
    if (isToPass(stage, each.at)) await perform({ do: 'advance', ms: Math.max(0, each.at - stage.now()) })
    for (const next of stepsOf(each, idOf)) {
      const step = next(stage)
      if (step !== null) await perform(step)
    }
  }
  const next = stage.nextAt()
  if (next !== null && next <= endsAt) await perform({ do: 'advance', ms: Math.max(0, endsAt - stage.now()) })
  return scenarioWith({ name, setup, contacts, startsAt: begin.at, steps })
}

// What is due by then comes first, also where no time is between.
function isToPass(stage: Stage, at: number): boolean {
  const next = stage.nextAt()
  return at > stage.now() || (next !== null && next <= stage.now())
}

function setupOf(begin: Beginning): PhoneSetup {
  const { handset, system, conditions } = begin.phone
  return {
    handset,
    system,
    conditions,
    addressBook: Array.from(begin.addressBook, ([number, name]) => ({ name, number })),
    blocked: begin.blocked,
    isSynced: begin.hasContacts,
    seed: begin.seed,
    ...(begin.hasCrm ? {} : { hasNoCrm: true }),
    kept: keptOf(begin, newPhoneOf(begin.phone)),
  }
}

interface Parts {
  readonly name: string
  readonly setup: PhoneSetup
  readonly contacts: ContactsSource
  readonly startsAt: number
  readonly steps: readonly Doing[]
}

function scenarioWith({ name, setup, contacts, startsAt, steps }: Parts): Scenario {
  const at = { file: '', line: 1, column: 1 }
  const region = setup.handset.simCountries[0] ?? null
  return {
    name,
    tags: [],
    at,
    phone: setup,
    contacts,
    startsAt,
    steps: steps.map((step) => ({ ...step, at, text: renderStep(step, region) })),
  }
}
