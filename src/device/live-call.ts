// The calls on the simulated phone, and whom the phone itself knows: its address book, its block list. What an app makes of
// a call is not here.

import { advanceCall, type CallEvent, newCall } from '../core/call.ts'
import { resolveCaller, type Sources } from '../core/caller.ts'
import { buildDirectory } from '../core/directory.ts'
import { contactLimit, type Handset, holdsRole } from '../core/handset.ts'
import { plainDigits } from './android/number.ts'
import type { Happened } from './event.ts'
import type { LiveCall, Phone, PhoneAction, World } from './phone.ts'

/** The call that an action begins. */
export function callOn(
  { handset, callList }: Phone,
  action: Extract<PhoneAction, { type: 'ring' | 'dial' }>,
): LiveCall {
  const { id, at, line } = action
  const isRing = action.type === 'ring'
  const direction = isRing ? 'incoming' : 'outgoing'
  return {
    call: newCall({ id, direction, from: isRing ? 'outside' : action.from, at }),
    line,
    kind: (isRing ? action.kind : undefined) ?? 'telephone',
    sim: (isRing ? action.sim : undefined) ?? null,
    roleWasHeld: holdsRole(handset),
    isSilenced: false,
    isAutoMissed: false,
    labelled: null,
    label: null,
    rowAt: null,
    rowsBefore: callList.length,
  }
}

export function findLive(phone: Phone, callId: string): LiveCall | undefined {
  return phone.calls.find(({ call }) => call.id === callId)
}

/** One event of a call: the call as it is then, and the sign of it. On iOS the label goes when the ringing ends. */
export function proceed(so: Happened, callId: string, event: CallEvent): Happened {
  const live = findLive(so.phone, callId)
  if (live === undefined) return so
  const call = advanceCall(live.call, event)
  if (call === live.call) return so
  const calls = so.phone.calls.map((other) => (other === live ? { ...live, call } : other))
  const sign =
    event.type === 'ended' ? ({ type: 'ended', callId, cause: event.cause } as const) : { type: event.type, callId }
  const proceeded: Happened = { ...so, phone: { ...so.phone, calls }, events: [...so.events, sign] }
  const isAndroid = so.phone.handset.platform === 'android'
  return isAndroid || event.type === 'held' || event.type === 'resumed' ? proceeded : withoutCard(proceeded, callId)
}

/** Takes a card, or a label, off the screen. */
export function withoutCard(so: Happened, id: string): Happened {
  const cards = so.phone.cards.filter((card) => card.id !== id)
  if (cards.length === so.phone.cards.length) return so
  return { ...so, phone: { ...so.phone, cards }, events: [...so.events, { type: 'hide-card' }] }
}

/** What of the world a caller is looked up in. */
type LookedIn = Pick<World, 'directory' | 'addressBook'>

/** What a phone looks in when it is called. */
function sourcesOf(handset: Handset, { directory, addressBook }: LookedIn): Sources {
  return { directory, addressBook, regions: handset.simCountries, limit: contactLimit(handset) }
}

/**
 * The same for one call: the SIM that took it first, then the others, and last the network's country while roaming, whose
 * callers may come in its national form (AND-66).
 */
export function callSources(
  { handset, networkCountry }: { readonly handset: Handset; readonly networkCountry: string | null },
  sim: string | null,
  world: LookedIn,
): Sources {
  const regions = [sim, ...handset.simCountries, networkCountry].filter((country) => country !== null)
  return { ...sourcesOf(handset, world), regions: [...new Set(regions)] }
}

// For what the phone decides without the CRM's contacts, of which there may be many.
const NOBODY = buildDirectory([])

function ownSources({ handset, conditions }: Phone, sim: string | null, world: World): Sources {
  const networkCountry = handset.platform === 'android' ? conditions.networkCountry : null
  return callSources({ handset, networkCountry }, sim, { ...world, directory: NOBODY })
}

/** Whether the phone's own block list has the caller's number (AND-11). */
export function isOnBlockList(phone: Phone, { line, sim }: Pick<LiveCall, 'line' | 'sim'>, world: World): boolean {
  if (world.blocked === undefined || line.text === '') return false
  const { evidence } = resolveCaller(line, ownSources(phone, sim, world))
  const keys = [evidence.number?.e164 ?? null, plainDigits(line.text)]
  return keys.some((key) => key !== null && world.blocked?.has(key))
}

/** The name under which the phone itself knows the caller: its own address book's, once that can be read (AND-28, IOS-22). */
export function savedName(phone: Phone, live: Pick<LiveCall, 'line' | 'sim'>, world: World): string | null {
  if (phone.conditions.lock === 'before-first-unlock') return null
  const caller = resolveCaller(live.line, ownSources(phone, live.sim, world))
  return caller.kind === 'saved' ? caller.name : null
}
