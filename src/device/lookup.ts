// The article's Android phone asks the CRM for a number that it is too small to hold: when it asks, how long an
// answer counts, and what of it is believed. A late or wrong answer shows nothing.
import { contactLimit } from '../core/access.ts'
import { type Caller, resolveCaller } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import { buildDirectory } from '../core/directory.ts'
import { accessOf, apply, callSources, findLive } from './call-flow.ts'
import type { Happened, PhoneEvent } from './event.ts'
import type { Lookup, Phone, World } from './phone.ts'

/** After this an answer would come when the call has been taken. */
const LOOKUP_LIMIT_MS = 4_500

/** How many contacts that were asked for stay for the next call. */
const KEPT = 100

/** Asks the CRM, where the phone is the one that does: Android, the article's profile, a larger account, online. */
export function lookUpOnline(
  so: Happened,
  callId: string,
  { caller, at, world }: { caller: Caller; at: number; world: World },
): Happened {
  const e164 = caller.evidence.number?.e164
  const isOpen = caller.kind === 'unknown' && findLive(so.phone, callId)?.call.phase === 'ringing'
  if (e164 === undefined || !isOpen || !mayAsk(so.phone, world)) return so
  const lookups = [...so.phone.app.lookups, { callId, e164, until: at + LOOKUP_LIMIT_MS }]
  return {
    phone: { ...so.phone, app: { ...so.phone.app, lookups } },
    events: [...so.events, { type: 'lookup-wanted', callId, e164 }],
  }
}

function mayAsk(phone: Phone, world: World): boolean {
  const { handset, conditions } = phone
  const limit = contactLimit(handset)
  const size = world.accountSize ?? world.directory.contacts.size
  const isDozing = conditions.isDozing && !conditions.isCharging
  const hasNetwork = handset.network === 'online' && !isDozing
  return (
    handset.platform === 'android' && limit !== null && size > limit && hasNetwork && accessOf(phone).card.length === 0
  )
}

/** The CRM has answered. Believed is what the phone's own matching finds the number in. */
export function takeAnswer(
  phone: Phone,
  answer: { readonly callId: string; readonly contacts: readonly Contact[]; readonly at: number },
  world: World,
): Happened {
  const lookup = phone.app.lookups.find(({ callId }) => callId === answer.callId)
  if (lookup === undefined) return { phone, events: [] }
  const asked = without(phone, lookup)
  if (answer.at > lookup.until || phone.handset.network !== 'online') return said(asked, lookup, 'too-late')
  const live = findLive(phone, lookup.callId)
  if (live === undefined || live.call.phase === 'ended') return said(asked, lookup, 'too-late')
  if (answer.contacts.length === 0) return said(asked, lookup, 'nobody')
  const sources = { ...callSources(phone, live.sim, world), directory: buildDirectory(answer.contacts), limit: null }
  const caller = resolveCaller(live.line, sources)
  if (caller.kind !== 'known' && caller.kind !== 'shared') return said(asked, lookup, 'not-this-number')
  const found = caller.evidence.matches.map(({ contact }) => contact)
  const others = asked.app.lookedUp.filter(({ id }) => !found.some((contact) => contact.id === id))
  const kept: Phone = { ...asked, app: { ...asked.app, lookedUp: [...found, ...others].slice(0, KEPT) } }
  const told = said(kept, lookup, 'found')
  const named: PhoneEvent = { type: 'identified', callId: lookup.callId, caller }
  return apply({ ...told, events: [...told.events, named] }, lookup.callId, {
    type: 'identified',
    caller,
    at: answer.at,
  })
}

/** The time is up; what comes after it is not heard. */
export function endLookup(phone: Phone, lookup: Lookup): Happened {
  return said(without(phone, lookup), lookup, 'too-late')
}

/** Without a network no answer will come. */
export function dropLookups(phone: Phone): Phone {
  return phone.app.lookups.length === 0 ? phone : { ...phone, app: { ...phone.app, lookups: [] } }
}

function without(phone: Phone, lookup: Lookup): Phone {
  const lookups = phone.app.lookups.filter((other) => other !== lookup)
  return { ...phone, app: { ...phone.app, lookups } }
}

type LookupResult = Extract<PhoneEvent, { type: 'lookup' }>['result']

function said(phone: Phone, { callId }: Lookup, result: LookupResult): Happened {
  return { phone, events: [{ type: 'lookup', callId, result }] }
}
