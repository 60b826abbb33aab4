// What an app under test is told, as plain JSON: its start, contacts, and what the phone tells it.
import type { Reaching, Told } from '../app/carried.ts'
import { resolveCaller } from '../core/caller.ts'
import { type Contact, chooseDeal, contactName, showDeal } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { carriedIds, type Directory } from '../core/directory.ts'
import { contactLimit } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import type { LoggedCall, Task } from '../core/outcome.ts'
import { buildSnapshot } from '../core/snapshot/build.ts'
import { callSources } from '../device/live-call.ts'
import type { Notice } from '../device/phone.ts'
import type { CallSignal, Facts, Signal } from '../device/signal.ts'
import { safeLine } from '../text/safe.ts'
import type { Hello, PROTOCOL } from './hello.ts'
import { type Part, partOfSignal } from './part.ts'

/** The first message to a process: what it has let the phone keep, null for nothing. */
export interface Start {
  readonly type: 'start'
  readonly protocol: typeof PROTOCOL
  readonly kept: unknown
  /** For an app that takes the sync: how often it is to be done, give or take. */
  readonly daily?: { readonly periodSeconds: number; readonly flexSeconds: number }
}

export type ContactsMessage = {
  readonly type: 'contacts'
  /** Whether a user is signed in to the CRM; one who is may have no contacts. */
  readonly isSignedIn: boolean
} & (
  | { readonly contacts: readonly ContactJson[] }
  /** The bytes in Base64. */
  | { readonly snapshot: string }
)

export interface ContactJson {
  readonly id: string
  readonly name: string
  readonly company: string
  /** The open deal of which a card tells. */
  readonly deal: { readonly id: string; readonly name: string; readonly amount: string } | null
  /** In E.164. */
  readonly numbers: readonly string[]
  /** All that the CRM says, for apps that decide more by themselves. */
  readonly record: Contact
}

export interface SignalMessage {
  readonly type: 'signal'
  readonly signal: object
  /** What the app may look at, where that is not as it was. */
  readonly facts?: Facts
  /**
   * The number in E.164, as the phone reads it under the countries of its SIMs, and its name in the address book, where the app
   * may look there.
   */
  readonly number?: string | null
  readonly savedAs?: string | null
}

export function isOfCall(told: Told): told is CallSignal & { readonly at: number } {
  return partOfSignal(told) === 'calls'
}

const ALSO_TOLD: ReadonlySet<string> = new Set<Signal['type']>([
  'opened',
  'boot-completed',
  'network',
  'notification-action',
  'activity-started',
  'permission-result',
  'role-result',
  'sign-out-tapped',
  'caller-chosen',
])
// Its timers are told apart from Ringsight's own.
const TIMER = 'app '

/** What the phone calls a timer of the app's. */
export function timerName(name: string): string {
  return `${TIMER}${name}`
}

/** What an app is told, by what it takes; null for what is not its own. */
export function signalFor(
  { told, around }: Pick<Reaching, 'told' | 'around'>,
  takes: ReadonlySet<Part>,
): Omit<SignalMessage, 'facts'> | null {
  if (told.type === 'conversation-history') return { type: 'signal', signal: withNames(told, around) }
  if (isOfCall(told)) return { type: 'signal', signal: told, ...namesOf(told, around) }
  switch (told.type) {
    case 'timer':
      if (!told.name.startsWith(TIMER)) return null
      return { type: 'signal', signal: { ...told, name: told.name.slice(TIMER.length) } }
    case 'lookup-answer': {
      const { at, callId } = told
      const contacts = told.contacts.map((contact) => contactJson(contact, at))
      return { type: 'signal', signal: { type: 'contacts-found', at, callId, contacts } }
    }
    case 'notification-action': {
      const { at, action, notification } = told
      return { type: 'signal', signal: { type: 'notification-action', at, action, ...noticeJson(notification) } }
    }
    case 'outcome-edited': {
      if (!takes.has('outbox')) return null
      const tasks = told.tasks.map(taskJson)
      return { type: 'signal', signal: { ...told, tasks } }
    }
    case 'activity-started':
      return { type: 'signal', signal: { type: 'activity-started', at: told.at, ...noticeJson(told.notice) } }
    default: {
      const part = partOfSignal(told)
      const isTold = part === null ? ALSO_TOLD.has(told.type) : takes.has(part)
      return isTold ? { type: 'signal', signal: told } : null
    }
  }
}

function namesOf(told: CallSignal, { facts, world }: Reaching['around']): Pick<SignalMessage, 'number' | 'savedAs'> {
  const line = lineIn(told)
  if (line === null) return {}
  const sim = 'sim' in told ? told.sim : null
  const caller = resolveCaller(line, callSources(facts, sim, world))
  return { number: caller.evidence.number?.e164 ?? null, savedAs: caller.kind === 'saved' ? caller.name : null }
}

type History = Extract<Told, { type: 'conversation-history' }>

function withNames({ rows, ...told }: History, { facts, world }: Reaching['around']): object {
  const sources = callSources(facts, null, world)
  const named = rows.map((row) => {
    const caller = resolveCaller({ presentation: row.presentation, text: row.number }, sources)
    return { ...row, e164: caller.evidence.number?.e164 ?? null, savedAs: caller.kind === 'saved' ? caller.name : null }
  })
  return { ...told, rows: named }
}

function lineIn(told: CallSignal): Line | null {
  switch (told.type) {
    case 'screen-call': {
      const { handle, handlePresentation: presentation } = told.details
      return { presentation, text: handle?.replace(/^tel:/, '') ?? '' }
    }
    case 'phone-state':
      if (told.incoming_number === undefined) return null
      return { presentation: told.incoming_number === null ? 'UNKNOWN' : 'ALLOWED', text: told.incoming_number ?? '' }
    case 'post-call':
    case 'call-placed':
      return told.line
    case 'call-log':
      return { presentation: told.row.presentation, text: told.row.number }
    default:
      return null
  }
}

/** The contacts of a directory as an app wants them; nobody's where it is null. `generation` counts the snapshots. */
export function contactsMessage(
  directory: Directory | null,
  as: Hello['contactsAs'],
  { facts, at, generation }: { readonly facts: Facts; readonly at: number; readonly generation: number },
): ContactsMessage {
  const people = directory === null ? [] : [...directory.contacts.values()]
  const isSignedIn = directory !== null
  if (as === 'json') return { type: 'contacts', isSignedIn, contacts: people.map((each) => contactJson(each, at)) }
  const ids = people.map(({ id }) => id)
  // what such a phone holds is what its snapshot has.
  const carried = carriedIds(ids, contactLimit(facts.handset))
  const bytes = buildSnapshot(
    people.filter(({ id }) => carried.has(id)),
    { workspaceHash: WORKSPACE, generation, createdAtMs: at, regions: facts.handset.simCountries },
  )
  return { type: 'contacts', isSignedIn, snapshot: Buffer.from(bytes).toString('base64') }
}

// Whose contacts they are: one user's in every case.
const WORKSPACE = '00000000000000a1'

function contactJson(contact: Contact, at: number): ContactJson {
  const deal = chooseDeal(contact.deals, dayAt(at))
  return {
    id: contact.id,
    name: contactName(contact),
    company: safeLine(contact.company),
    deal: deal && { id: deal.id, ...showDeal(deal) },
    numbers: [...new Set(contact.phones.flatMap(({ e164 }) => e164 ?? []))],
    record: contact,
  }
}

/** A notice as an app names it. */
export function noticeJson(notice: Notice): object {
  if (notice.type === 'notify-missed') {
    const { id, title, contactId, e164: number, actions } = notice
    return { kind: 'missed-call', id, title, contactId, number, actions }
  }
  const { id, call } = notice
  return { kind: 'outcome', id, call: callJson(call) }
}

/** A task as an app names it: `type` is the message's. */
export function taskJson({ type: taskType, ...task }: Task): object {
  return { ...task, taskType }
}

/** The call of an outcome as an app names it. */
export function callJson({ e164: number, startedAt, durationMs, ...rest }: LoggedCall): object {
  return { ...rest, number, startedAt: Date.parse(startedAt), durationSeconds: durationMs / 1000 }
}
