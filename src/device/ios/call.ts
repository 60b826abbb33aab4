// How a call begins on a simulated iPhone: the system finds the label by itself, silences whom it takes for unknown, and
// tells a running app of a call without a number.
import { resolveCaller } from '../../core/caller.ts'
import { settle } from '../call-end.ts'
import { apply, callOn, callSources, findLive, isOnBlockList, savedName } from '../call-flow.ts'
import type { Happened, PhoneEvent } from '../event.ts'
import type { LiveCall, Phone, PhoneAction, World } from '../phone.ts'
import { isSilencedAsUnknown, labelledCaller, observedCall } from './ios.ts'

/** A call comes in: named by the contacts, else by a label, else by its number (IOS-12). */
export function receiveOnIos(phone: Phone, action: Extract<PhoneAction, { type: 'ring' }>, world: World): Happened {
  const incoming = callOn(phone, action)
  const { call } = incoming
  if (incoming.kind === 'telephone' && isOnBlockList(phone, incoming, world)) {
    return { phone, events: [{ type: 'blocked', callId: call.id, by: 'system' }] }
  }
  const live: LiveCall = { ...incoming, isSilenced: isSilenced(phone, incoming, world) }
  const started: Happened = { phone: { ...phone, calls: [...phone.calls, live] }, events: [] }
  if (phone.calls.some((other) => other.call.phase === 'ringing')) {
    return settle(apply(started, call.id, { type: 'ended', cause: 'MISSED', at: action.at }), action.at, world)
  }
  const name = savedName(phone, live, world)
  const sign: PhoneEvent = live.isSilenced
    ? { type: 'silenced', callId: call.id }
    : { type: 'ringing', callId: call.id, line: live.line, name }
  return observe(label({ ...started, events: [sign] }, live, world), call.id)
}

/** A call is dialled. */
export function dialOnIos(phone: Phone, action: Extract<PhoneAction, { type: 'dial' }>, world: World): Happened {
  const live = callOn(phone, action)
  const sign: PhoneEvent = { type: 'dialling', callId: live.call.id, line: action.line, from: action.from }
  const dialled: Happened = { phone: { ...phone, calls: [...phone.calls, live] }, events: [sign] }
  return observe(label(dialled, live, world), live.call.id)
}

/** IOS-17: an app that runs is told of a call without its number; one that does not is told nothing. */
export function observe(so: Happened, callId: string): Happened {
  const live = findLive(so.phone, callId)
  if (so.phone.handset.platform !== 'ios' || so.phone.app.state !== 'open' || live === undefined) return so
  return { ...so, events: [...so.events, { type: 'call-observed', ...observedCall(live.call) }] }
}

function isSilenced(phone: Phone, live: LiveCall, world: World): boolean {
  if (!phone.system.silencesUnknownCallers || live.kind !== 'telephone') return false
  return isSilencedAsUnknown({
    isSaved: savedName(phone, live, world) !== null,
    wasDialled: phone.callList.some(({ logType, number }) => logType === 'OUTGOING' && number === live.line.text),
    isLabelled: hasLabel(phone, live, world),
    labelledIsKnown: phone.system.labelledIsKnown,
  })
}

function ourCaller(phone: Phone, live: LiveCall, world: World) {
  const { matchesNationalForm } = phone.system
  return labelledCaller(live.line, phone.handset, { ...callSources(phone, live.sim, world), matchesNationalForm })
}

function hasLabel(phone: Phone, live: LiveCall, world: World): boolean {
  const caller = ourCaller(phone, live, world)
  return caller?.kind === 'known' || caller?.kind === 'shared'
}

function label(so: Happened, live: LiveCall, world: World): Happened {
  const { id: callId, startedAt: at } = live.call
  const other = otherLabel(so.phone, live, world)
  if (other !== null)
    return { ...so, events: [...so.events, { type: 'other-label', callId, by: 'other-app', label: other }] }
  const caller = ourCaller(so.phone, live, world)
  if (caller === null) return so
  const told: Happened = { ...so, events: [...so.events, { type: 'identified', callId, caller }] }
  return apply(told, callId, { type: 'identified', caller, at })
}

// IOS-12: contacts first, then the extensions in the user's order.
function otherLabel(phone: Phone, live: LiveCall, world: World): string | null {
  if (world.otherLabels === undefined || savedName(phone, live, world) !== null) return null
  const { evidence } = resolveCaller(live.line, callSources(phone, live.sim, world))
  const other = world.otherLabels.get(evidence.number?.e164 ?? '') ?? null
  return phone.system.otherExtensionFirst || !hasLabel(phone, live, world) ? other : null
}
