// "It was Anna": the app's user says who it was of several contacts with one number, or takes that back. It counts from the
// next look at the number, the call that goes on among it. Where choices are kept is not known here.
import { contactOf } from '../core/caller.ts'
import { type Contact, contactName } from '../core/contact.ts'
import { isSameLine, lineOf } from '../core/number/line.ts'
import type { Draft } from '../core/outcome.ts'
import { type Answered, type App, type Around, type Ask, also, still } from './app.ts'
import { type OpenCall, replace } from './call-session.ts'
import { type Looking, logTo, resolve } from './caller-id.ts'
import { nameCall, ringsNow } from './card.ts'

/** Who it may have been: the contacts that the app holds with a number, and which of them is taken for the caller. */
export interface Candidates {
  /** The number; null where the text is none. */
  readonly e164: string | null
  /** By record id; nobody where there is nothing to choose. */
  readonly contacts: readonly Contact[]
  /** The one that is shown, or would be were it not for the address book. */
  readonly current: Contact | null
  /** Whether its user has chosen that one. */
  readonly isChosen: boolean
}

/** @param number as it was delivered; where a single contact has it, or none, there is nothing to choose */
export function candidatesFor(app: Pick<App, 'lookedUp'>, number: string, looking: Looking): Candidates {
  const caller = resolve(app, { line: { presentation: 'ALLOWED', text: number }, sim: null }, looking)
  const { matches, choice } = caller.evidence
  const [e164, current] = [caller.evidence.number?.e164 ?? null, contactOf(caller)]
  if (matches.length < 2) return { e164, contacts: [], current, isChosen: false }
  return {
    e164,
    contacts: matches.map(({ contact }) => contact),
    current,
    isChosen: current !== null && choice?.contactId === current.id,
  }
}

/** The outcome screen of a call whose number has candidates: it is for whoever is taken for the caller now. */
export function draftForCurrent(draft: Draft, { contacts, current }: Candidates): Draft {
  if (contacts.length === 0 || current === null || isFor(draft, current)) return draft
  return { ...draft, call: logTo(draft.call, current) }
}

// A contact that another was merged into takes over the call before the name on its screen is another one.
function isFor({ call }: Draft, contact: Contact): boolean {
  return contact.id === call.contactId && contactName(contact) === call.contactName
}

/** It is kept where it is somebody with that number, and not the only one. */
export function chooseCaller(
  app: App,
  { e164, contactId }: { readonly e164: string; readonly contactId: string | null },
  around: Around,
): Answered {
  const line = lineOf(e164)
  if (contactId === null) return { app, asks: [{ type: 'keep-choice', line, choice: null }] }
  const { contacts } = candidatesFor(app, e164, around)
  if (!app.isSignedIn || !contacts.some(({ id }) => id === contactId)) return still(app)
  return { app, asks: [{ type: 'keep-choice', line, choice: { line, contactId, at: around.at } }] }
}

/** The choice is kept: the calls with that number that go on are named anew, and so are the labels of an iPhone. */
export function afterChoice(app: App, { line }: { readonly line: string }, around: Around): Answered {
  const isWith = ({ caller }: OpenCall) => isSameLine(caller?.evidence.number?.e164 ?? '', line)
  const open = app.session.open.filter(isWith)
  const named = open.reduce((so, call) => also(so, (now) => rename(now, call, around)), still(app))
  const isIos = around.facts.handset.platform === 'ios'
  return isIos ? { ...named, asks: [...named.asks, { type: 'reload-extension' }] } : named
}

function rename(app: App, call: OpenCall, around: Around): Answered {
  const { sim, callId } = call
  // By the number that was read when it came: as it is written, it may be another one where the phone has travelled to since.
  const text = call.caller?.evidence.number?.e164
  if (text === undefined) return still(app)
  const caller = resolve(app, { line: { presentation: 'ALLOWED', text }, sim }, around)
  const told: Ask = { type: 'identified', callId, caller }
  // A card that is gone stays away, though the app may have slept through the end of the call.
  if (!call.isCardShown || !ringsNow(around))
    return { app: { ...app, session: replace(app.session, call, { ...call, caller }) }, asks: [told] }
  const named = nameCall(app, call, { caller, around })
  return { app: named.app, asks: [told, ...named.asks] }
}
