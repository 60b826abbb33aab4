// The article's Android app asks the CRM for a number that its phone is too small to hold: when it asks, how long an
// answer counts, and what of it is believed. A late or wrong answer shows nothing.
import { planAccess } from '../core/access.ts'
import { type Caller, resolveCaller } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import { buildDirectory, withChoices } from '../core/directory.ts'
import { contactLimit } from '../core/handset.ts'
import { callSources } from '../device/live-call.ts'
import { isPhonesOwn } from './address-book.ts'
import { type Answered, type App, type Around, type Ask, type Lookup, still } from './app.ts'
import type { OpenCall } from './call-session.ts'
import { nameCall } from './card.ts'
import type { LookupResult } from './event.ts'

/** After this an answer would come when the call has been taken. */
const LOOKUP_LIMIT_MS = 4_500

/** How many contacts that were asked for stay for the next call. */
const KEPT = 100

const TIMER = 'look-up '

/** Asks the CRM, where the phone is the one that does: Android, the article's profile, a larger account, online. */
export function lookUpOnline(
  app: App,
  call: OpenCall,
  { caller, around }: { readonly caller: Caller; readonly around: Around },
): Answered {
  const { callId, direction, endedAt } = call
  const e164 = caller.evidence.number?.e164
  const isOurs = caller.kind === 'unknown' && !isPhonesOwn(caller, call, around.facts)
  const isOpen = isOurs && direction === 'incoming' && endedAt === null
  if (e164 === undefined || !isOpen || !mayAsk(around)) return still(app)
  const until = around.at + LOOKUP_LIMIT_MS
  return {
    app: { ...app, lookups: [...app.lookups, { callId, e164, until }] },
    // An answer at the last moment still counts.
    asks: [
      { type: 'lookup-wanted', callId, e164 },
      { type: 'set-timer', name: `${TIMER}${callId}`, at: until + 1 },
    ],
  }
}

function mayAsk({ facts: { handset, hasNetwork }, world }: Around): boolean {
  const limit = contactLimit(handset)
  const size = world.accountSize ?? world.directory.contacts.size
  const isLarger = limit !== null && size > limit
  return handset.platform === 'android' && isLarger && hasNetwork && planAccess(handset).card.length === 0
}

/** The CRM has answered. Believed is what the app's own matching finds the number in. */
export function takeAnswer(
  app: App,
  { callId, contacts }: { readonly callId: string; readonly contacts: readonly Contact[] },
  around: Around,
): Answered {
  const lookup = app.lookups.find((each) => each.callId === callId)
  if (lookup === undefined) return still(app)
  const asked = without(app, lookup)
  const call = app.session.open.find((each) => each.callId === callId)
  const isLate = around.at > lookup.until || around.facts.handset.network !== 'online'
  if (isLate || call === undefined || call.endedAt !== null || call.line === null)
    return said(asked, lookup, 'too-late')
  if (contacts.length === 0) return said(asked, lookup, 'nobody')
  const sources = {
    ...callSources(around.facts, call.sim, around.world),
    directory: withChoices(buildDirectory(contacts), around.world.directory.choices ?? new Map()),
    limit: null,
  }
  const caller = resolveCaller(call.line, sources)
  if (caller.kind !== 'known' && caller.kind !== 'shared') return said(asked, lookup, 'not-this-number')
  const found = caller.evidence.matches.map(({ contact }) => contact)
  const others = asked.lookedUp.filter(({ id }) => !found.some((contact) => contact.id === id))
  const kept: App = { ...asked, lookedUp: [...found, ...others].slice(0, KEPT) }
  const told = said(kept, lookup, 'found')
  const named = nameCall(told.app, call, { caller, around })
  return { app: named.app, asks: [...told.asks, { type: 'identified', callId, caller }, ...named.asks] }
}

/** A timer has run out: what comes after it is not heard. */
export function endLookup(app: App, name: string): Answered {
  const lookup = app.lookups.find(({ callId }) => name === `${TIMER}${callId}`)
  return lookup === undefined ? still(app) : said(without(app, lookup), lookup, 'too-late')
}

/** Without a network no answer will come. */
export function dropLookups(app: App): Answered {
  const asks = app.lookups.map(({ callId }): Ask => ({ type: 'cancel-timer', name: `${TIMER}${callId}` }))
  return { app: app.lookups.length === 0 ? app : { ...app, lookups: [] }, asks }
}

function without(app: App, lookup: Lookup): App {
  return { ...app, lookups: app.lookups.filter((other) => other !== lookup) }
}

function said(app: App, { callId }: Lookup, result: LookupResult): Answered {
  return {
    app,
    asks: [
      { type: 'cancel-timer', name: `${TIMER}${callId}` },
      { type: 'lookup', callId, result },
    ],
  }
}
