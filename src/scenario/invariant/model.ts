// What has truly happened, as a patient observer would write it down: who is in the CRM, what the app was given of it,
// every call, every outcome. Decides nothing about what may be seen; that is invariants.ts.
import type { CarriedPhone } from '../../app/carried.ts'
import type { Contact } from '../../core/contact.ts'
import type { Draft, LoggedCall } from '../../core/outcome.ts'
import { safeLine } from '../../text/safe.ts'
import type { CrmChange, Doing, PhoneSetup } from '../scenario.ts'
import type { StageEvent } from '../trace.ts'
import { type Choices, chosenOf } from './model-choices.ts'
import { ownersOf, readingsOf, savedNameOf } from './model-number.ts'
import { type Rights, rightsOf } from './model-rights.ts'

/** A call as the network has it. */
export interface ModelCall {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly from: 'app' | 'outside'
  readonly line: Extract<Doing, { do: 'call' }>['line']
  readonly kind: Extract<Doing, { do: 'call' }>['kind']
  readonly sim: string | null
  readonly hadRole: boolean
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
  cause: string | null
  isBlocked: boolean
  /** It came while another call rang or was dialled, and Android has turned it away as missed (AND-17). */
  isKept: boolean
  /** The app was asked about it, and has answered in time. */
  isAsked: boolean
  /** The phone has let its user know of it, or its user has dialled. */
  hasRung: boolean
  /** The phone has been idle since its end: whatever follows from it has followed. */
  isOver: boolean
  /** The phone was switched off in the middle of it. */
  isCutOff: boolean
  /** It was over before the step that was done last, and has been judged. */
  isJudged: boolean
  /** How things stood at each moment of it. */
  readonly samples: Sample[]
  /** The outcome screens that were opened for it, and how often it was told of as missed. */
  readonly outcomeScreens: LoggedCall[]
  missedNotices: number
}

export interface Sample {
  readonly rights: Rights
  readonly isAnswered: boolean
  readonly readings: readonly string[]
  /** Whom the number belongs to, of the contacts that the phone was given. */
  readonly owners: readonly Contact[]
  /** The same of the contacts that the app holds: an iPhone's labels are those of its last load (IOS-13). */
  readonly held: readonly Contact[]
  /** What the phone's own address book calls it. */
  readonly savedName: string | null
  /** Who of the owners it may be by what the user has said; null for any of them, none as chosen. */
  readonly chosen: readonly (string | null)[]
  /** The same of those whom the app holds. */
  readonly heldChosen: readonly (string | null)[]
}

/** Something with a name in it that came before the user's eyes. */
export interface Shown {
  readonly as: 'card' | 'label' | 'missed' | 'outcome' | 'ringing' | 'row'
  readonly call: ModelCall
  readonly name: string | null
  readonly company: string
  readonly deal: string | null
  readonly others: number
  /** It says that its user has chosen it. */
  readonly isChosen?: boolean
}

/** An outcome whose user pressed Save. */
export interface SavedOutcome extends Draft {
  /** The user signed out before it had arrived: nobody can send it any more. */
  isDropped: boolean
}

export interface Model {
  readonly setup: PhoneSetup
  readonly region: string | null
  readonly calls: ModelCall[]
  /** In the CRM, by id. */
  readonly people: Map<string, Contact>
  /** From a merged contact to the one that it was merged into. */
  readonly survivors: Map<string, string>
  /** Of the CRM, as of the last sync; on iOS, what was last loaded of it. */
  held: readonly Contact[]
  labels: readonly Contact[]
  /** What the user has said of shared numbers; on iOS, what of it was last loaded. */
  choices: Choices
  labelChoices: Choices
  /** A sync was begun since the last one that ended well: what it has brought so far may be kept. */
  isSyncOpen: boolean
  /** For each call, what its outcome screen may hold; null where it may as well not be there. */
  readonly drafts: Map<string, readonly (Draft | null)[]>
  readonly saved: Map<string, SavedOutcome>
  /** What was shown in the step that was done last. */
  shown: Shown[]
  /** The app died in the step that was done last, or is to die of a write to come. */
  hasDied: boolean
  isDoomed: boolean
}

export function newModel(setup: PhoneSetup, contacts: readonly Contact[]): Model {
  return {
    setup,
    region: setup.handset.simCountries[0] ?? null,
    calls: [],
    people: new Map(contacts.map((contact) => [contact.id, contact])),
    survivors: new Map(),
    held: [],
    labels: [],
    choices: new Map(),
    labelChoices: new Map(),
    isSyncOpen: false,
    drafts: new Map(),
    saved: new Map(),
    shown: [],
    hasDied: false,
    isDoomed: false,
  }
}

/** Notes how things stand for every call of which something may still follow. */
export function takeSamples(model: Model, phone: CarriedPhone): void {
  for (const call of model.calls) if (!call.isOver) takeSample(model, call, phone)
}

export function takeSample(model: Model, call: ModelCall, phone: CarriedPhone): void {
  const { handset, conditions } = phone
  const isAndroid = handset.platform === 'android'
  const last = call.samples.at(-1)
  const readNow = readingsOf(call.line, regionsOf(call, phone))
  // What was read when it came stays known to the app, wherever the phone travels to meanwhile.
  const readings = [...new Set([...(last?.readings ?? []), ...readNow])]
  const held = ownersOf(readings, model.held, model.region)
  const owners = isAndroid ? held : ownersOf(readings, model.labels, model.region)
  const isReadable = conditions.lock !== 'before-first-unlock'
  const savedName = isReadable ? savedNameOf(readNow, model.setup.addressBook, model.region) : null
  const heldChosen = chosenOf(model.choices, readings, held)
  const chosen = isAndroid ? heldChosen : chosenOf(model.labelChoices, readings, owners)
  const rights = rightsOf(phone, call.hadRole)
  const isAnswered = call.answeredAt !== null
  const sample = { rights, isAnswered, readings, owners, held, savedName, chosen, heldChosen }
  if (last === undefined || !isSameSample(last, sample)) call.samples.push(sample)
}

/** Whether it is someone of the phone's address book, and the app could know that when it heard of the call: by looking, or by not being asked. */
export function isKnownSaved(
  { savedName, rights: { book } }: Sample,
  { isAsked }: Pick<ModelCall, 'isAsked'>,
): boolean {
  return savedName !== null && (book === 'looks' || (book === 'not-asked' && !isAsked))
}

/** The countries that a number may be of: the SIM's, and on Android the network's. */
export function regionsOf({ sim }: Pick<ModelCall, 'sim'>, { handset, conditions }: CarriedPhone): string[] {
  const abroad = handset.platform === 'android' ? conditions.networkCountry : null
  return [sim, ...handset.simCountries, abroad].filter((country) => country !== null)
}

function isSameSample(one: Sample, other: Sample): boolean {
  const isSameList = (a: readonly unknown[], b: readonly unknown[]) =>
    a.length === b.length && a.every((each, at) => each === b[at])
  const { rights } = one
  return (
    one.savedName === other.savedName &&
    one.isAnswered === other.isAnswered &&
    isSameList(one.readings, other.readings) &&
    isSameList(one.owners, other.owners) &&
    isSameList(one.chosen, other.chosen) &&
    isSameList(one.heldChosen, other.heldChosen) &&
    isSameList(one.held, other.held) &&
    rights.show === other.rights.show &&
    rights.missed === other.rights.missed &&
    rights.hearsNumber === other.rights.hearsNumber &&
    rights.wouldTell === other.rights.wouldTell &&
    rights.readsLog === other.rights.readsLog &&
    rights.endNamed === other.rights.endNamed &&
    rights.book === other.rights.book &&
    rights.hearsState === other.rights.hearsState &&
    rights.isSure === other.rights.isSure &&
    rights.knowsNumber === other.rights.knowsNumber &&
    rights.wouldLog === other.rights.wouldLog &&
    isSameList(Object.values(rights.log), Object.values(other.rights.log))
  )
}

/** What a contact is called. */
export function nameOf({ firstName, lastName, email, company, id }: Contact): string {
  return safeLine(`${firstName} ${lastName}`) || safeLine(email) || safeLine(company) || `Record ${safeLine(id)}`
}

/** What others do to the CRM. */
export function changePeople({ people, survivors }: Model, change: CrmChange): void {
  if (change.kind === 'write') {
    survivors.delete(change.contact.id)
    people.set(change.contact.id, change.contact)
  } else if (change.kind === 'delete') people.delete(change.id)
  else if (change.kind === 'merge') {
    const [lost, survivor] = [people.get(change.from), people.get(change.into)]
    if (lost === undefined || survivor === undefined) return
    const others = lost.deals.filter(({ id }) => !survivor.deals.some((deal) => deal.id === id))
    people.set(change.into, { ...survivor, deals: [...survivor.deals, ...others] })
    people.delete(change.from)
    survivors.set(change.from, change.into)
  }
}

/** The contact that a record id leads to now; null when nobody is left. */
export function survivorOf({ people, survivors }: Model, id: string): string | null {
  let at = id
  for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) at = next
  return people.has(at) ? at : null
}

/** What happens on the phone, as far as it is a fact and not the app's doing. */
export function noteEvent(model: Model, event: StageEvent, { phone, now }: { phone: CarriedPhone; now: number }): void {
  switch (event.type) {
    case 'app':
      if (event.state === 'killed' || event.state === 'stopped')
        Object.assign(model, { hasDied: true, isDoomed: false })
      return
    case 'sync-wanted':
      model.isSyncOpen = true
      return
    case 'sync':
      if (event.result !== 'done') return
      model.isSyncOpen = false
      model.held = [...model.people.values()]
      takeSamples(model, phone)
      return
    case 'reload':
      if (event.error === null) {
        model.labels = phone.app.isSignedIn ? model.held : []
        model.labelChoices = new Map(model.choices)
      } else if (!phone.system.failedLoadKeepsLabels && ![1, 6, 7].includes(event.error.code)) model.labels = []
      takeSamples(model, phone)
      return
    case 'signed-out':
      model.held = []
      model.choices.clear()
      model.isSyncOpen = false
      model.drafts.clear()
      for (const outcome of model.saved.values()) outcome.isDropped = true
      takeSamples(model, phone)
      return
    case 'screen-call':
    case 'screened':
    case 'ringing':
    case 'answered':
    case 'ended':
    case 'blocked':
      noteCall(model, event, now)
  }
}

function noteCall({ calls, setup }: Model, event: CallFact, now: number): void {
  const call = calls.find(({ id }) => id === event.callId)
  if (call === undefined) return
  if (event.type === 'screen-call') call.isAsked = true
  else if (event.type === 'screened') call.isAsked = event.by === 'answer'
  else if (event.type === 'ringing') call.hasRung = true
  else if (event.type === 'blocked') call.isBlocked = true
  else if (event.type === 'answered') call.answeredAt ??= now
  else if (event.type === 'ended') {
    const isAndroid = setup.handset.platform === 'android'
    call.isKept = isAndroid && event.cause === 'REJECTED' && !call.hasRung && calls.some(isUnderWay)
    call.endedAt = now
    call.cause = event.cause
  }
}

// Rings, or is dialled.
function isUnderWay({ kind, hasRung, answeredAt, endedAt }: ModelCall): boolean {
  return kind === 'telephone' && hasRung && answeredAt === null && endedAt === null
}

type CallFact =
  | { readonly type: 'screen-call' | 'ringing' | 'answered' | 'held' | 'resumed' | 'blocked'; readonly callId: string }
  | { readonly type: 'ended'; readonly callId: string; readonly cause: string }
  | { readonly type: 'screened'; readonly callId: string; readonly by: string }
