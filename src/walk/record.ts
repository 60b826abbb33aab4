// What was done on a phone as a scenario that passes: the steps with their times, and after each what has changed of what
// can be seen. Plays the steps to know it. Where they came from, a terminal or a script, is not known here.
import type { CarriedPhone } from '../app/carried.ts'
import type { AddressBook } from '../core/caller.ts'
import { type Caller, resolveCaller } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import type { Directory } from '../core/directory.ts'
import type { Draft } from '../core/outcome.ts'
import type { Expected } from '../scenario/expected.ts'
import { performStep } from '../scenario/perform.ts'
import type { Doing, PhoneSetup, Scenario } from '../scenario/scenario.ts'
import { draftInFront } from '../scenario/screen.ts'
import { openStage, type Stage } from '../scenario/stage.ts'
import { StepError } from '../scenario/step-error.ts'
import { type View, viewOf } from '../scenario/view.ts'
import { renderStep } from '../scenario-file/write-step.ts'
import type { Act } from './script.ts'

/** One thing that was done, at an instant in milliseconds since the epoch. */
export type Done = { readonly at: number } & (
  | { readonly type: 'step'; readonly step: Act }
  /** An outcome screen as it was left; calls are counted from 0, in the order in which they began. */
  | {
      readonly type: 'outcome'
      readonly call: number
      readonly draft: Omit<Draft, 'call'>
      readonly tap: 'Save' | 'Back' | 'Discard'
    }
)

export interface Recording {
  readonly name: string
  /** As it was before the first step. */
  readonly phone: CarriedPhone
  readonly directory: Directory
  readonly addressBook: AddressBook
  readonly startsAt: number
  readonly done: readonly Done[]
}

export interface Recorded {
  readonly scenario: Scenario
  /** Every card, notification and outcome screen that came up, as trace.ts writes them. */
  readonly shown: readonly string[]
  /** Steps that made no sense on a phone of its own: with calls, notifications or drafts of before. */
  readonly leftOut: readonly Act[]
}

/** The scenario of what was done. It holds the contacts that took part, and no others. */
export async function recordScenario({ name, phone, startsAt, done, ...world }: Recording): Promise<Recorded> {
  const setup = setupOf(phone, world.addressBook)
  const contacts = contactsOf({ ...world, done, regions: phone.handset.simCountries })
  const stage = await openStage({ phone: setup, startsAt }, contacts)
  const steps: Doing[] = []
  const leftOut: Act[] = []
  const [first] = done
  for (const each of done) {
    // The scenario begins on a whole second, with the first step.
    const pause = Math.round((each.at - (first?.at ?? each.at) + startsAt - stage.now()) / 100) * 100
    const wait: readonly Act[] = pause > 0 ? [{ do: 'advance', ms: pause }] : []
    for (const step of wait) steps.push(step, ...(await perform(stage, step)).expectations)
    for (const next of stepsOf(each)) {
      const step = next(stage)
      if (step === null) continue
      const { isDone, expectations } = await perform(stage, step)
      if (isDone) steps.push(step, ...expectations)
      else leftOut.push(step)
    }
  }
  const { shown } = stage.log.everything()
  return { scenario: scenarioWith({ name, setup, contacts, startsAt, steps }), shown, leftOut }
}

async function perform(stage: Stage, step: Act): Promise<{ isDone: boolean; expectations: Doing[] }> {
  const before = viewOf(stage)
  try {
    await performStep(stage, step)
  } catch (error) {
    if (error instanceof StepError) return { isDone: false, expectations: [] }
    throw error
  }
  const expected = expectChanges(before, viewOf(stage))
  const isAny = Object.keys(expected).length > 0
  return { isDone: true, expectations: isAny ? [{ do: 'expect', expected, withinMs: null }] : [] }
}

// The steps of one thing that was done; each is made when it is its turn, null where it is not needed.
function stepsOf(done: Done): ((stage: Stage) => Act | null)[] {
  if (done.type === 'step') return [() => done.step]
  const { call, draft, tap } = done
  const callId = `call-${call + 1}`
  return [
    (stage) => openDraftOf(stage, callId),
    (stage) => fillWith(stage, draft),
    (stage) => (stage.page()?.kind === 'outcome' ? { do: 'tap', target: tap } : null),
  ]
}

function openDraftOf(stage: Stage, callId: string): Act | null {
  const page = stage.page()
  if (page?.kind === 'outcome' && page.callId === callId) return null
  const kept = (stage.store().read('drafts') ?? []).find(({ call }) => call.callId === callId)
  return kept === undefined ? null : { do: 'open-draft', contact: kept.call.contactName }
}

function fillWith(stage: Stage, { outcome, notes, tasks, isDealLeftOut = false }: Omit<Draft, 'call'>): Act | null {
  const front = draftInFront(stage)
  if (front === null) return null
  const isSame = <T>(one: T, other: T) => JSON.stringify(one) === JSON.stringify(other)
  const filled = {
    outcome: isSame(front.outcome, outcome) ? null : outcome,
    notes: isSame(front.notes, notes) ? null : notes,
    tasks: isSame(front.tasks, tasks) ? null : tasks,
    isOnDeal: isDealLeftOut === (front.isDealLeftOut ?? false) || !front.call.deal ? null : !isDealLeftOut,
  }
  return Object.values(filled).every((each) => each === null) ? null : { do: 'fill-outcome', ...filled }
}

function setupOf({ handset, system, conditions }: CarriedPhone, addressBook: AddressBook): PhoneSetup {
  return {
    handset,
    system,
    conditions,
    addressBook: Array.from(addressBook, ([number, name]) => ({ name, number })),
    blocked: [],
    isSynced: true,
    seed: 1,
  }
}

interface Around {
  readonly directory: Directory
  readonly addressBook: AddressBook
  readonly regions: readonly string[]
  readonly done: readonly Done[]
}

// Who took part: everybody with a number that called or was called.
function contactsOf({ directory, addressBook, regions, done }: Around): Contact[] {
  const lines = done.flatMap((each) =>
    each.type === 'step' && (each.step.do === 'call' || each.step.do === 'dial') ? each.step.line : [],
  )
  const found = lines.flatMap((line) => ownersOf(resolveCaller(line, { directory, addressBook, regions, limit: null })))
  return [...new Map(found.map((contact) => [contact.id, contact])).values()]
}

function ownersOf({ evidence }: Caller): Contact[] {
  return evidence.matches.map(({ contact }) => contact)
}

/** What of a view has changed, as what is to be seen after the change. */
function expectChanges(before: View, after: View): Expected {
  const differs = <K extends keyof View>(key: K) => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  const pick = <K extends keyof View>(...keys: readonly K[]) =>
    Object.fromEntries(keys.filter(differs).map((key) => [key, after[key]])) as Partial<Pick<View, K>>
  const isMore = after.callList.length > before.callList.length
  const isOther = before.outcomeScreen?.contact !== after.outcomeScreen?.contact
  const expected = {
    ...pick('card', 'label', 'callerName', 'contactPage', 'dialog', 'role', 'crmCalls', 'drafts', 'waiting'),
    ...(differs('notifications') ? { notification: after.notifications[0] ?? null } : {}),
    ...(isOther ? { outcomeScreen: after.outcomeScreen && { contact: after.outcomeScreen.contact } } : {}),
    ...(isMore ? { callList: after.callList.slice(0, after.callList.length - before.callList.length) } : {}),
    ...(differs('permissions') ? { permissions: changesOf(before.permissions, after.permissions) } : {}),
    ...(differs('access') ? { access: changesOf(before.access, after.access) } : {}),
  }
  // What a scenario cannot say is left out: a full-screen card has no word of its own.
  const { card } = expected
  if (card?.surface !== 'full-screen') return expected
  const { surface: _surface, ...shown } = card
  return { ...expected, card: shown }
}

function changesOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value))
}

function scenarioWith({
  name,
  setup,
  contacts,
  startsAt,
  steps,
}: {
  readonly name: string
  readonly setup: PhoneSetup
  readonly contacts: readonly Contact[]
  readonly startsAt: number
  readonly steps: readonly Doing[]
}): Scenario {
  const at = { file: '', line: 1, column: 1 }
  const region = setup.handset.simCountries[0] ?? null
  return {
    name,
    tags: [],
    at,
    phone: setup,
    contacts: { kind: 'inline', contacts },
    startsAt,
    steps: steps.map((step) => ({ ...step, at, text: renderStep(step, region) })),
  }
}
