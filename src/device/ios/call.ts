// How a call begins on a simulated iPhone: the system finds the label by itself, silences whom it takes for unknown, and
// tells a running app of a call without a number.
import { type Caller, renderCard, resolveCaller } from '../../core/caller.ts'
import { type Card, renderLabel } from '../../core/contact.ts'
import { dayAt } from '../../core/day.ts'
import type { Screening } from '../android/screening.ts'
import { settle } from '../call-end.ts'
import { deliver, factsOf } from '../delivery.ts'
import { type Happened, type PhoneEvent, quiet } from '../event.ts'
import { callOn, callSources, findLive, isOnBlockList, proceed, savedName } from '../live-call.ts'
import type { LiveCall, Phone, PhoneAction, World } from '../phone.ts'
import { isUnknownOnIos, labelledCaller, observedCall } from './ios.ts'

/** A call comes in: named by the contacts, else by a label, else by its number (IOS-12). */
export function receiveOnIos(phone: Phone, action: Extract<PhoneAction, { type: 'ring' }>, world: World): Happened {
  const incoming = callOn(phone, action)
  const { call } = incoming
  if (incoming.kind === 'telephone' && isOnBlockList(phone, incoming, world)) {
    return { ...quiet(phone), events: [{ type: 'blocked', callId: call.id, by: 'system' }] }
  }
  if (phone.calls.some((other) => other.call.phase === 'ringing')) {
    const started = quiet({ ...phone, calls: [...phone.calls, incoming] })
    return settle(proceed(started, call.id, { type: 'ended', cause: 'MISSED', at: action.at }), action.at, world)
  }
  const { unknownCallers } = phone.system
  const isUnknown = isUnknownCaller(phone, incoming, world)
  if (isUnknown && unknownCallers === 'ask-reason') return askReason(phone, incoming)
  return ringOnIos(phone, { ...incoming, ...filtered(phone, isUnknown) }, { at: action.at, world })
}

// IOS-16, IOS-30: what becomes of an unknown caller's call.
function filtered({ system }: Phone, isUnknown: boolean): Pick<LiveCall, 'isSilenced' | 'isFiltered'> {
  const isFiltered = isUnknown && system.filtersUnknownCallers
  const isSilenced = isUnknown && system.unknownCallers === 'silence'
  return { isFiltered, isSilenced: isSilenced || (isFiltered && system.filteredAreSilenced) }
}

// IOS-16: the phone talks to the caller first, unheard.
function askReason(phone: Phone, { call, line, sim }: LiveCall): Happened {
  const { id: callId, startedAt } = call
  const endsAt = startedAt + phone.system.askReasonMs
  const asking: Screening = { callId, line, sim, startedAt, askedAt: null, endsAt, by: 'answer' }
  const asked = quiet({ ...phone, screenings: [...phone.screenings, asking] })
  return { ...asked, events: [{ type: 'asked-reason', callId }] }
}

/** The caller has given a reason, and the phone rings (IOS-16). */
export function endAsking(
  phone: Phone,
  { callId, line, sim, startedAt, endsAt: at }: Screening,
  world: World,
): Happened {
  const screenings = phone.screenings.filter((other) => other.callId !== callId)
  const live = callOn(phone, { type: 'ring', id: callId, line, at: startedAt, ...(sim === null ? {} : { sim }) })
  // Who has given a reason is heard.
  const { isFiltered } = filtered(phone, true)
  return ringOnIos({ ...phone, screenings }, { ...live, isFiltered: isFiltered ?? false }, { at, world })
}

function ringOnIos(phone: Phone, live: LiveCall, { at, world }: { at: number; world: World }): Happened {
  const { call } = live
  const started = quiet({ ...phone, calls: [...phone.calls, live] })
  const name = savedName(phone, live, world)
  const sign: PhoneEvent = live.isSilenced
    ? { type: 'silenced', callId: call.id }
    : { type: 'ringing', callId: call.id, line: live.line, name }
  return observe(label({ ...started, events: [sign] }, live, world), call.id, at)
}

/** The call with what the system would find among the labels: how it is listed (IOS-15). */
export function withLabel(phone: Phone, live: LiveCall, world: World): LiveCall {
  const { caller, card } = findLabel(phone, live, world)
  return { ...live, labelled: caller, label: card && renderLabel(card) }
}

/** A call is dialled. */
export function dialOnIos(phone: Phone, action: Extract<PhoneAction, { type: 'dial' }>, world: World): Happened {
  const live = callOn(phone, action)
  const sign: PhoneEvent = { type: 'dialling', callId: live.call.id, line: action.line, from: action.from }
  const dialled: Happened = { ...quiet({ ...phone, calls: [...phone.calls, live] }), events: [sign] }
  return observe(label(dialled, live, world), live.call.id, action.at)
}

/** IOS-17: an app that runs is told of a call without its number; one that does not is told nothing. */
export function observe(so: Happened, callId: string, at: number): Happened {
  const live = findLive(so.phone, callId)
  if (so.phone.handset.platform !== 'ios' || so.phone.appProcess.state !== 'open' || live === undefined) return so
  const observed = { type: 'call-observed', ...observedCall(live.call) } as const
  return deliver({ ...so, events: [...so.events, observed] }, { ...observed, at })
}

function isUnknownCaller(phone: Phone, live: LiveCall, world: World): boolean {
  if (live.kind !== 'telephone') return false
  return isUnknownOnIos({
    isSaved: savedName(phone, live, world) !== null,
    wasDialled: phone.callList.some(({ logType, number }) => logType === 'OUTGOING' && number === live.line.text),
    isLabelled: hasLabel(phone, live, world),
    labelledIsKnown: phone.system.labelledIsKnown,
  })
}

// IOS-22: before the first unlock the phone may not be able to read the labels.
function areLabelsReadable({ conditions, system }: Phone): boolean {
  return conditions.lock !== 'before-first-unlock' || system.labelsBeforeUnlock
}

function ourCaller(phone: Phone, live: LiveCall, world: World) {
  const { matchesNationalForm } = phone.system
  if (!areLabelsReadable(phone)) return null
  return labelledCaller(live.line, phone.handset, { ...labelSources(phone, live, world), matchesNationalForm })
}

// The system's own look, in the entries of the last load; before the first unlock the contacts are not read (IOS-22).
function labelSources(phone: Phone, live: LiveCall, world: World) {
  const addressBook = phone.conditions.lock === 'before-first-unlock' ? NOBODY : world.addressBook
  return callSources(factsOf(phone), live.sim, { ...world, addressBook, directory: world.labels ?? world.directory })
}

const NOBODY: World['addressBook'] = new Map()

interface Found {
  /** Whose label it is, as far as Ringsight knows. */
  readonly caller: Caller | null
  /** What the label says; deals are Android's. */
  readonly card: Card | null
}

// What an app under test has given counts as it is; else it is what a load gives of the contacts.
function findLabel(phone: Phone, live: LiveCall, world: World): Found {
  const caller = ourCaller(phone, live, world)
  if (caller === null || caller.kind === 'saved') return { caller, card: null }
  if (world.entries === undefined) {
    const card = renderCard(caller, dayAt(live.call.startedAt))
    return { caller, card: card && { ...card, deal: null } }
  }
  const isCompared = phone.system.matchesNationalForm || live.line.text.startsWith('+')
  const e164 = isCompared ? caller.evidence.number?.e164 : undefined
  const name = e164 && world.entries.get(Number(e164.slice(1)))?.[0]
  if (name) return { caller, card: { name, company: '', deal: null, others: 0 } }
  // Whom the contacts know and the labels do not, the system does not find.
  return { caller: caller.kind === 'known' || caller.kind === 'shared' ? null : caller, card: null }
}

function hasLabel(phone: Phone, live: LiveCall, world: World): boolean {
  return findLabel(phone, live, world).card !== null
}

// one line for name and company while it rings.
function label(so: Happened, live: LiveCall, world: World): Happened {
  const { id: callId, phase } = live.call
  const other = otherLabel(so.phone, live, world)
  if (other !== null)
    return { ...so, events: [...so.events, { type: 'other-label', callId, by: 'other-app', label: other }] }
  const { caller, card } = findLabel(so.phone, live, world)
  if (caller === null) return so
  const labelled = { labelled: caller, label: card && renderLabel(card) }
  const calls = so.phone.calls.map((each) => (each.call.id === callId ? { ...each, ...labelled } : each))
  const events: PhoneEvent[] = [...so.events, { type: 'identified', callId, caller }]
  const found: Happened = { ...so, phone: { ...so.phone, calls }, events }
  if (card === null || phase !== 'ringing') return found
  // IOS-16: nobody sees the label of a call that is silenced; it stands in the list.
  if (live.isSilenced) return { ...found, events: [...events, { type: 'card-unseen', callId, because: 'silenced' }] }
  const surface = 'label'
  const cards = [...found.phone.cards, { id: callId, surface, card } as const]
  return { ...found, phone: { ...found.phone, cards }, events: [...events, { type: 'show-card', surface, card }] }
}

// IOS-12: contacts first, then the extensions in the user's order.
function otherLabel(phone: Phone, live: LiveCall, world: World): string | null {
  if (world.otherLabels === undefined || !areLabelsReadable(phone)) return null
  if (savedName(phone, live, world) !== null) return null
  const { evidence } = resolveCaller(live.line, labelSources(phone, live, world))
  const other = world.otherLabels.get(evidence.number?.e164 ?? '') ?? null
  return phone.system.otherExtensionFirst || !hasLabel(phone, live, world) ? other : null
}
