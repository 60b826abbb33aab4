// What was done on a phone as a scenario that comes out the same: the phone as it was, the steps with their times, and after
// each what has changed of what can be seen. Plays the steps to know it. Where they came from, a terminal or a script, is not
// known here.
import type { CarriedPhone } from '../app/carried.ts'
import { type AddressBook, resolveCaller } from '../core/caller.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import type { Contact } from '../core/contact.ts'
import type { Directory } from '../core/directory.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Draft } from '../core/outcome.ts'
import type { Queued } from '../core/sending.ts'
import { newSystem } from '../device/phone.ts'
import { keptOf, newPhoneOf } from '../scenario/kept.ts'
import { performStep } from '../scenario/perform.ts'
import type { ContactsSource, CrmChange, Doing, PhoneSetup, Scenario } from '../scenario/scenario.ts'
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
  readonly directory: Directory
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
  /** What syncs have brought, each with how many things had been done before it was asked for. */
  readonly synced: readonly { readonly directory: Directory; readonly after: number }[]
  /** Who called, or was called. */
  readonly lines: readonly Line[]
  readonly endsAt: number
  /** Where the contacts are all there is of them, and come from; who took part, unless stated. */
  readonly source?: { readonly contacts: ContactsSource; readonly people: readonly Contact[] }
}

/** The scenario of what was done. It holds the contacts that took part, and no others. */
export async function recordScenario(recording: Recording): Promise<Scenario> {
  const { name, begin, callIds, endsAt } = recording
  const setup = setupOf(begin)
  const people = recording.source?.people ?? contactsOf(recording)
  const done = recording.source ? recording.done : withChanges(recording, people)
  const contacts = recording.source?.contacts ?? { kind: 'inline', contacts: people }
  const stage = await openStage({ phone: setup, startsAt: begin.at }, people)
  const steps: Doing[] = []
  const idOf = (callId: string) => {
    const at = callIds.indexOf(callId)
    return at < 0 ? callId : `call-${at + 1}`
  }
  async function perform(step: Act): Promise<void> {
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
    isSynced: begin.directory.contacts.size > 0,
    seed: begin.seed,
    ...(begin.hasCrm ? {} : { hasNoCrm: true }),
    kept: keptOf(begin, newPhoneOf(begin.phone)),
  }
}

// Who took part: everybody with a number that called or was called, and whom something of before is about.
function contactsOf({ begin, done, lines, synced }: Recording): Contact[] {
  const directories = [begin.directory, ...synced.map((each) => each.directory)]
  const found = directories.flatMap((directory) => foundIn(directory, { begin, done, lines }))
  // As they were when they were first here.
  return [...new Map(found.toReversed().map((contact) => [contact.id, contact])).values()].toReversed()
}

function foundIn(
  directory: Directory,
  { begin, done, lines }: Pick<Recording, 'begin' | 'done' | 'lines'>,
): readonly Contact[] {
  const { addressBook, phone, drafts, outbox, choices } = begin
  if (isLimited(phone)) return [...directory.contacts.values()]
  const countries = countriesOf(begin, done)
  const readings = [countries, ...countries.map((country) => [country])]
  const asked = done.flatMap((each) =>
    each.type === 'step' && (each.step.do === 'call' || each.step.do === 'dial') ? each.step.line : [],
  )
  const noticed = phone.notifications.map((notice) =>
    notice.type === 'notify-missed' ? notice.contactId : notice.call.contactId,
  )
  const ids: readonly (string | null)[] = [
    ...noticed,
    ...drafts.map(({ call }) => call.contactId),
    ...outbox.flatMap(({ outcome, sending }) => [outcome.call.contactId, sending.contactId]),
    ...choices.map(({ contactId }) => contactId),
    ...done.flatMap((each) => (each.type === 'choose' && each.contactId !== null ? each.contactId : [])),
  ]
  const found = [...asked, ...lines].flatMap((line) => {
    return readings.flatMap((regions) => {
      const { evidence } = resolveCaller(line, { directory, addressBook, regions, limit: null })
      return evidence.matches.map(({ contact }) => contact)
    })
  })
  const meant = ids.flatMap((id) => (id === null ? [] : (directory.contacts.get(id) ?? [])))
  return [...found, ...meant]
}

// What the phone holds depends on how many there are.
function isLimited({ system }: CarriedPhone): boolean {
  const usual = newSystem()
  return system.extensionBytesPerEntry > 0 || system.maximumEntries < usual.maximumEntries
}

/** With what the CRM changed meanwhile of those who took part, where a sync has shown it. */
function withChanges({ begin, done, synced }: Recording, people: readonly Contact[]): readonly Done[] {
  const now = new Map(people.map((contact) => [contact.id, contact]))
  const changed = [...done]
  let inserted = 0
  for (const { directory, after } of synced) {
    const at = changed[after + inserted - 1]?.at ?? begin.at
    for (const { id } of people) {
      const [before, next] = [now.get(id), directory.contacts.get(id)]
      // Whoever comes later was there all along.
      if (before === undefined ? next === undefined : next !== undefined && isSameContact(before, next)) continue
      if (next === undefined && begin.directory.contacts.get(id) === undefined && !isPast(synced, directory, id))
        continue
      const change: CrmChange = next === undefined ? { kind: 'delete', id } : { kind: 'write', contact: next }
      changed.splice(after + inserted, 0, { type: 'step', step: { do: 'crm', change }, at })
      inserted += 1
      if (next === undefined) now.delete(id)
      else now.set(id, next)
    }
  }
  return changed
}

// Whether somebody had come with an earlier sync.
function isPast(synced: Recording['synced'], current: Directory, id: string): boolean {
  return synced
    .slice(
      0,
      synced.findIndex(({ directory }) => directory === current),
    )
    .some(({ directory }) => directory.contacts.get(id) !== undefined)
}

function isSameContact(one: Contact, other: Contact): boolean {
  const { row: _row, modifiedAt: _modified, ...a } = one
  const { row: _other, modifiedAt: _later, ...b } = other
  return JSON.stringify(a) === JSON.stringify(b)
}

// Under which a number in national form may be read: also where it is somebody's in more than one of them, who is named by none.
function countriesOf({ phone }: Beginning, done: readonly Done[]): string[] {
  const abroad = done.flatMap((each) =>
    each.type === 'step' && each.step.do === 'conditions' ? each.step.conditions.networkCountry : [],
  )
  const countries = [...phone.handset.simCountries, phone.conditions.networkCountry, ...abroad]
  return [...new Set(countries.filter((country) => typeof country === 'string'))]
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
