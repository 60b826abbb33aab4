// What goes between Ringsight and an app under test, as plain JSON, and what each message means. docs/app-protocol.md tells
// it to people, schemas/app-protocol.json to programs. Whatever an app says is read as hostile: texts are made safe here.
import type { Ask } from '../app/app.ts'
import type { Reaching, Told } from '../app/carried.ts'
import type { Permission } from '../core/access.ts'
import { resolveCaller } from '../core/caller.ts'
import { type Card, type Contact, chooseDeal, contactName, showDeal } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import type { Line } from '../core/number/presentation.ts'
import type { LoggedCall } from '../core/outcome.ts'
import { callSources } from '../device/live-call.ts'
import type { Notice } from '../device/phone.ts'
import type { CallSignal, Facts, Signal } from '../device/signal.ts'
import { listOr } from '../text/list.ts'
import { safeLine, shortLine } from '../text/safe.ts'

/** The version of the protocol. */
export const PROTOCOL = 1

/** What an app says of itself, once. */
export interface Hello {
  readonly name: string
  /** Whether one process may be started anew by a message: it forgets everything at `start`. */
  readonly canReset: boolean
}

/** The first message to a process: what it has let the phone keep, null for nothing. */
export interface Start {
  readonly type: 'start'
  readonly protocol: typeof PROTOCOL
  readonly kept: unknown
}

export interface ContactsMessage {
  readonly type: 'contacts'
  readonly contacts: readonly ContactJson[]
}

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
  /** The number in E.164, as the phone reads it under the countries of its SIMs, and its name in the address book. */
  readonly number?: string | null
  readonly savedAs?: string | null
}

const TYPES_OF_CALLS: ReadonlySet<string> = new Set<CallSignal['type']>([
  'screen-call',
  'phone-state',
  'post-call',
  'audio-mode',
  'call-log',
  'call-placed',
  'call-observed',
])

export function isOfCall(told: Told): told is CallSignal & { readonly at: number } {
  return TYPES_OF_CALLS.has(told.type)
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
])
const TIMER = 'app '

/** What an app that takes calls is told; null for what is not its own. */
export function signalFor({ told, around }: Pick<Reaching, 'told' | 'around'>): Omit<SignalMessage, 'facts'> | null {
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
    case 'activity-started':
      return { type: 'signal', signal: { type: 'activity-started', at: told.at, ...noticeJson(told.notice) } }
    default:
      return ALSO_TOLD.has(told.type) ? { type: 'signal', signal: told } : null
  }
}

function namesOf(told: CallSignal, { facts, world }: Reaching['around']): Pick<SignalMessage, 'number' | 'savedAs'> {
  const line = lineIn(told)
  if (line === null) return {}
  const sim = 'sim' in told ? told.sim : null
  const caller = resolveCaller(line, callSources(facts, sim, world))
  return { number: caller.evidence.number?.e164 ?? null, savedAs: caller.kind === 'saved' ? caller.name : null }
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

export function contactJson(contact: Contact, at: number): ContactJson {
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
  const { e164: number, startedAt, durationMs, ...rest } = call
  return {
    kind: 'outcome',
    id,
    call: { ...rest, number, startedAt: Date.parse(startedAt), durationSeconds: durationMs / 1000 },
  }
}

/** The first line of an app. A text says what is wrong with it. */
export function readHello(value: unknown): Hello | string {
  const hello = value as Partial<Record<string, unknown>> | null
  const found = shortLine(JSON.stringify(value) ?? '', 120)
  const example = `{"type":"hello","protocol":${PROTOCOL},"app":"name","takes":["calls"]}`
  if (typeof hello !== 'object' || hello?.['type'] !== 'hello') return `expected ${example} first, found ${found}`
  const { protocol, app, takes, canReset = false } = hello
  if (protocol !== PROTOCOL) {
    return `speaks protocol ${shortLine(String(protocol), 20)}, and this Ringsight speaks ${PROTOCOL}: update the older of the two`
  }
  const takesCalls = Array.isArray(takes) && takes.length === 1 && takes[0] === 'calls'
  if (typeof app !== 'string' || !takesCalls || typeof canReset !== 'boolean')
    return `expected ${example}, found ${found}`
  return { name: shortLine(app, 60), canReset }
}

/** What a request is judged by. */
export interface Place {
  readonly told: Told
  readonly at: number
  /** Calls of which the app was told. */
  readonly calls: ReadonlySet<string>
  /** Calls that wait for the app's answer. */
  readonly screened: readonly string[]
  readonly isInFront: boolean
}

/** What an app asks for; `ignored` says why nothing comes of it, `kept` is what the phone keeps for its next process. */
export type ReadRequest =
  | { readonly ask: Ask }
  | { readonly kept: unknown }
  | { readonly ignored: { readonly request: string; readonly because: string } }

class Malformed extends Error {}

export function readRequest(value: unknown, place: Place): ReadRequest {
  const type = (value as { readonly type?: unknown } | null)?.type
  const request = typeof type === 'string' ? shortLine(type, 40) : 'a message without a type'
  const read = typeof type === 'string' ? REQUESTS.get(type) : undefined
  if (read === undefined) return { ignored: { request, because: 'there is no such request' } }
  try {
    const fields = new Fields(value as Record<string, unknown>)
    return type === 'keep' ? { kept: fields.any('state') } : { ask: read(fields, place) }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { ignored: { request, because: error.message } }
  }
}

/** The requests, by name. */
const REQUESTS: ReadonlyMap<string, (fields: Fields, place: Place) => Ask> = new Map(
  Object.entries({
    'respond-to-call': (fields, { screened }) => {
      const callId = fields.text('callId')
      if (!screened.includes(callId)) throw new Malformed(`no call ${callId} waits for an answer`)
      const response = {
        disallowCall: fields.flag('disallowCall'),
        rejectCall: fields.flag('rejectCall'),
        silenceCall: fields.flag('silenceCall'),
        skipCallLog: fields.flag('skipCallLog'),
        skipNotification: fields.flag('skipNotification'),
      }
      return { type: 'respond-to-call', callId, response }
    },
    'add-overlay': (fields) => ({
      type: 'add-overlay',
      id: fields.text('id'),
      card: cardOf(fields),
      isOverLock: fields.flag('isOverLock', true),
    }),
    'notify-call': (fields) => ({ type: 'notify-call', id: fields.text('id'), card: cardOf(fields) }),
    'remove-card': (fields) => ({ type: 'remove-card', id: fields.text('id') }),
    notify: (fields, place) => ({ type: 'notify', notice: noticeOf(fields, place) }),
    'cancel-notification': (fields) => ({ type: 'cancel-notification', id: fields.text('id') }),
    // AND-51: what Android itself has started may open a screen.
    'start-activity': (fields, place) => ({
      type: 'start-activity',
      notice: outcomeOf(fields, place),
      fromSystem: place.told.type === 'post-call',
    }),
    'open-page': (fields, place) => {
      if (!place.isInFront) throw new Malformed('the app is not in front')
      const page = fields.word('page', ['outcome', 'contact'])
      if (page === 'outcome') return { type: 'page-wanted', page: { kind: 'outcome', call: callOf(fields, place) } }
      return { type: 'page-wanted', page: { kind: 'contact', contactId: fields.text('contactId') } }
    },
    'place-call': (fields) => ({ type: 'place-call', line: { presentation: 'ALLOWED', text: fields.text('number') } }),
    'request-permissions': (fields) => ({
      type: 'request-permissions',
      permissions: fields.words('permissions', PERMISSIONS),
    }),
    'request-role': () => ({ type: 'request-role' }),
    'set-timer': (fields, { at }) => {
      const due = fields.number('at')
      if (due < at) throw new Malformed('at: expected an instant to come')
      return { type: 'set-timer', name: `${TIMER}${fields.text('name')}`, at: due }
    },
    'cancel-timer': (fields) => ({ type: 'cancel-timer', name: `${TIMER}${fields.text('name')}` }),
    'find-contacts': (fields, place) => ({
      type: 'lookup-wanted',
      callId: knownCall(fields, place),
      e164: fields.text('number'),
    }),
    identified: (fields, place) => ({
      type: 'taken-for',
      callId: knownCall(fields, place),
      kind: fields.word('as', ['known', 'shared', 'saved', 'no-number', 'special', 'unknown']),
    }),
    lookup: (fields, place) => ({
      type: 'lookup',
      callId: knownCall(fields, place),
      result: fields.word('result', ['found', 'nobody', 'too-late', 'not-this-number']),
    }),
    keep: () => {
      throw new Error('expected what is kept to be read before')
    },
  } satisfies Record<string, (fields: Fields, place: Place) => Ask>),
)

const PERMISSIONS: readonly Permission[] = ['callLog', 'phone', 'notifications', 'contacts']

function cardOf(fields: Fields): Card {
  const deal = fields.part('deal')
  return {
    name: fields.text('name'),
    company: fields.text('company', ''),
    deal: deal && { name: deal.text('name'), amount: deal.text('amount', '') },
    others: fields.number('others', 0),
  }
}

function noticeOf(fields: Fields, place: Place): Notice {
  if (fields.word('kind', ['missed-call', 'outcome']) === 'outcome') return outcomeOf(fields, place)
  return {
    type: 'notify-missed',
    id: fields.text('id'),
    contactId: fields.text('contactId'),
    title: fields.text('title'),
    e164: fields.text('number'),
    actions: fields.texts('actions'),
  }
}

function outcomeOf(fields: Fields, place: Place): Extract<Notice, { type: 'open-outcome' }> {
  return { type: 'open-outcome', id: fields.text('id'), call: callOf(fields, place) }
}

function callOf(fields: Fields, place: Place): LoggedCall {
  const call = fields.part('call')
  if (call === null) throw new Malformed('call: expected a call, found nothing')
  const deal = call.part('deal')
  return {
    callId: knownCall(call, place),
    contactId: call.textOrNull('contactId'),
    contactName: call.text('contactName'),
    e164: call.text('number', ''),
    direction: call.word('direction', ['incoming', 'outgoing']),
    startedAt: new Date(call.number('startedAt')).toISOString(),
    durationMs: Math.round(call.number('durationSeconds') * 1000),
    ...(deal && { deal: { id: deal.text('id'), name: deal.text('name'), amount: deal.text('amount', '') } }),
  }
}

function knownCall(fields: Fields, { calls }: Place): string {
  const callId = fields.text('callId')
  if (!calls.has(callId)) throw new Malformed(`the app was told of no call ${callId}`)
  return callId
}

const LONGEST_TEXT = 1_000
// The last instant that a Date holds.
const LAST_INSTANT = 8.64e15

/** The fields of a message, each read as what it must be, and safe to draw. */
class Fields {
  readonly #value: Record<string, unknown>
  readonly #path: string

  constructor(value: Record<string, unknown>, path = '') {
    this.#value = value
    this.#path = path
  }

  any(key: string): unknown {
    return this.#value[key] ?? null
  }

  text(key: string, fallback?: string): string {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'string') return shortLine(value, LONGEST_TEXT)
    throw this.#wrong(key, 'a text')
  }

  textOrNull(key: string): string | null {
    return (this.#value[key] ?? null) === null ? null : this.text(key)
  }

  word<T extends string>(key: string, known: readonly T[]): T {
    const word = known.find((each) => each === this.#value[key])
    if (word === undefined) throw this.#wrong(key, listOr(known))
    return word
  }

  words<T extends string>(key: string, known: readonly T[]): T[] {
    const words = this.texts(key).map((text) => known.find((each) => each === text))
    if (words.includes(undefined)) throw this.#wrong(key, `some of ${known.join(', ')}`)
    return words.filter((word) => word !== undefined)
  }

  texts(key: string): string[] {
    const value = this.#value[key]
    if (!Array.isArray(value) || value.length > 100 || !value.every((each) => typeof each === 'string')) {
      throw this.#wrong(key, 'a list of texts')
    }
    return value.map((each: string) => shortLine(each, LONGEST_TEXT))
  }

  number(key: string, fallback?: number): number {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'number' && value >= 0 && value <= LAST_INSTANT) return value
    throw this.#wrong(key, 'a number that is not below 0')
  }

  flag(key: string, fallback = false): boolean {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'boolean') return value
    throw this.#wrong(key, 'true or false')
  }

  part(key: string): Fields | null {
    const value = this.#value[key] ?? null
    if (value === null) return null
    if (typeof value === 'object' && !Array.isArray(value)) {
      return new Fields(value as Record<string, unknown>, `${this.#path}${key}.`)
    }
    throw this.#wrong(key, 'an object')
  }

  #wrong(key: string, expected: string): Malformed {
    const found = shortLine(JSON.stringify(this.#value[key]) ?? 'nothing', 60)
    return new Malformed(`${this.#path}${key}: expected ${expected}, found ${found}`)
  }
}
