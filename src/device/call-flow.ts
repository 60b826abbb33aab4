// One event of one call on the simulated phone: what the app decides about it (core/call.ts) under what the system lets
// it do, and what of that can be seen.
import { type Access, CAPABILITIES, contactLimit, type Handset, type Missing, planAccess } from '../core/access.ts'
import { advanceCall, type CallEvent, type Effect, newCall } from '../core/call.ts'
import { type Caller, renderCard, resolveCaller, type Sources } from '../core/caller.ts'
import { dayAt } from '../core/day.ts'
import { buildDirectory } from '../core/directory.ts'
import { plainDigits } from './android/number.ts'
import { addOverlay, surfacesOf } from './android/surface.ts'
import type { Happened, PhoneEvent } from './event.ts'
import type { LiveCall, Phone, PhoneAction, World } from './phone.ts'

/** The call that an action begins. */
export function callOn({ handset }: Phone, action: Extract<PhoneAction, { type: 'ring' | 'dial' }>): LiveCall {
  const { id, at, line } = action
  const isRing = action.type === 'ring'
  const direction = isRing ? 'incoming' : 'outgoing'
  return {
    call: newCall({ id, direction, from: isRing ? 'outside' : action.from, at }),
    line,
    kind: (isRing ? action.kind : undefined) ?? 'telephone',
    sim: (isRing ? action.sim : undefined) ?? null,
    roleWasHeld: handset.platform === 'android' && handset.screeningRole,
    isSilenced: false,
    isReported: false,
    rowAt: null,
  }
}

export function findLive(phone: Phone, callId: string): LiveCall | undefined {
  return phone.calls.find(({ call }) => call.id === callId)
}

/** What the app may do now: what the phone's settings allow, unless it is stopped (AND-27) or nobody is signed in. */
export function accessOf(phone: Phone): Access {
  const access = { ...planAccess(phone.handset), surfaces: surfacesOf(phone) }
  if (phone.handset.platform === 'ios') return access
  const [missing] = [phone.app.isSignedIn ? [] : SIGNED_OUT, phone.app.state === 'stopped' ? STOPPED : []].flat()
  if (missing === undefined) return access
  const nothing = Object.fromEntries(CAPABILITIES.map((capability) => [capability, [missing, ...access[capability]]]))
  return { ...access, ...nothing }
}

const SIGNED_OUT: readonly Missing[] = [
  { reason: 'signed-out', sentence: 'Nobody is signed in to the CRM.', fix: 'Open the app and sign in.' },
]
const STOPPED: readonly Missing[] = [
  {
    reason: 'app-stopped',
    sentence: 'Android has stopped the app and tells it of nothing.',
    fix: 'Open the app once.',
  },
]

/** Lets the app know of one event of a call, and shows what it makes of it. `access` where it is not that of now. */
export function apply(so: Happened, callId: string, event: CallEvent, access = accessOf(so.phone)): Happened {
  const live = findLive(so.phone, callId)
  if (live === undefined) return so
  const { call, effects } = advanceCall(live.call, event, access)
  if (call === live.call) return so
  const unseen = effects.some(({ type }) => type === 'show-card') ? whyUnseen(so.phone, live, access) : null
  const after: LiveCall = { ...live, call: unseen === null ? call : { ...call, isCardShown: false } }
  const calls = so.phone.calls.map((other) => (other === live ? after : other))
  // A call list row waits in the finished call until the phone is idle (AND-33).
  const shown = effects.filter(({ type }) => type !== 'write-call-list' && !(unseen && type === 'show-card'))
  const notSeen: PhoneEvent[] = unseen === null ? [] : [{ type: 'card-unseen', callId, because: unseen }]
  const changed: Happened = {
    phone: { ...so.phone, calls },
    events: [...so.events, ...signOf(event, callId), ...notSeen, ...(shown as PhoneEvent[])],
  }
  return shown.reduce((next, effect) => leave(next, effect, event.at), changed)
}

function signOf(event: CallEvent, callId: string): PhoneEvent[] {
  if (event.type === 'ended') return [{ type: 'ended', callId, cause: event.cause }]
  return event.type === 'identified' || event.type === 'reviewed' ? [] : [{ type: event.type, callId }]
}

// The app cannot tell, and has put its card up all the same.
function whyUnseen({ handset, system }: Phone, live: LiveCall, access: Access): 'overlay-hidden' | 'silenced' | null {
  if (handset.platform === 'ios') return live.isSilenced ? 'silenced' : null
  if (access.surfaces.card !== 'overlay') return null
  const window = { mayDraw: true, apiLevel: handset.apiLevel, isHiddenByFront: system.dialerHidesOverlays }
  return addOverlay(window) === 'hidden' ? 'overlay-hidden' : null
}

// What stays when the moment is over: a notification, or the use that a screen of the app's is (AND-48).
function leave(so: Happened, effect: Effect, at: number): Happened {
  if (effect.type === 'open-outcome' && effect.surface === 'screen') {
    return { ...so, phone: { ...so.phone, app: { ...so.phone.app, usedAt: at } } }
  }
  if (effect.type !== 'notify-missed' && effect.type !== 'open-outcome') return so
  const callId = effect.type === 'open-outcome' ? effect.call.callId : `${effect.contactId}-${at}`
  const notifications = [{ ...effect, id: `${effect.type}-${callId}`, at }, ...so.phone.notifications]
  return { ...so, phone: { ...so.phone, notifications } }
}

/** Whether anything of the system's reaches the app: on iOS it is the system itself that looks. */
export function isListening({ handset, app }: Phone): boolean {
  return handset.platform === 'ios' || (app.state !== 'stopped' && app.isSignedIn)
}

/** Who is calling, as far as the phone can tell: what it holds, then what the CRM was asked for before. */
export function resolve(phone: Phone, live: Pick<LiveCall, 'line' | 'sim'>, world: World): Caller {
  const sources = callSources(phone, live.sim, world)
  const caller = resolveCaller(live.line, sources)
  const { lookedUp } = phone.app
  if (caller.kind !== 'unknown' || lookedUp.length === 0) return caller
  const again = resolveCaller(live.line, { ...sources, directory: buildDirectory(lookedUp), limit: null })
  return again.kind === 'unknown' ? caller : again
}

/** What a phone looks in when it is called. */
function sourcesOf(handset: Handset, { directory, addressBook }: World): Sources {
  return { directory, addressBook, regions: handset.simCountries, limit: contactLimit(handset) }
}

/**
 * The same for one call: the SIM that took it first, then the others, and last the network's country while roaming, whose
 * callers may come in its national form (AND-66).
 */
export function callSources({ handset, conditions }: Phone, sim: string | null, world: World): Sources {
  const abroad = handset.platform === 'android' ? conditions.networkCountry : null
  const regions = [sim, ...handset.simCountries, abroad].filter((country) => country !== null)
  return { ...sourcesOf(handset, world), regions: [...new Set(regions)] }
}

// For what the phone decides without the CRM's contacts, of which there may be many.
const NOBODY = buildDirectory([])

/** Whether the phone's own block list has the caller's number (AND-11). */
export function isOnBlockList(phone: Phone, { line, sim }: Pick<LiveCall, 'line' | 'sim'>, world: World): boolean {
  if (world.blocked === undefined || line.text === '') return false
  const { evidence } = resolveCaller(line, { ...callSources(phone, sim, world), directory: NOBODY })
  const keys = [evidence.number?.e164 ?? null, plainDigits(line.text)]
  return keys.some((key) => key !== null && world.blocked?.has(key))
}

/** The name under which the phone itself knows the caller: its own address book's. */
export function savedName(phone: Phone, live: Pick<LiveCall, 'line' | 'sim'>, world: World): string | null {
  const caller = resolveCaller(live.line, { ...callSources(phone, live.sim, world), directory: NOBODY })
  return caller.kind === 'saved' ? caller.name : null
}

/** The card that a label would be made of, on the day of the call; null for nobody known. */
export function cardOf(caller: Caller | null, at: number) {
  return caller === null ? null : renderCard(caller, dayAt(at))
}
