// What an app under test asks for: read, and judged by where it may be asked. What comes of it is the phone's to say.
import type { Ask, SyncCause } from '../app/app.ts'
import type { Told } from '../app/carried.ts'
import type { Card } from '../core/contact.ts'
import { isDate } from '../core/day.ts'
import type { Permission } from '../core/handset.ts'
import type { Notice } from '../device/phone.ts'
import type { GivenEntries } from '../device/request.ts'
import { shortLine } from '../text/safe.ts'
import { callOf, knownCall, type Place } from './call-fields.ts'
import { Fields, Malformed } from './fields.ts'
import { timerName } from './message.ts'
import { OUTBOX_REQUESTS } from './outbox-request.ts'
import { partOfRequest } from './part.ts'

/** What an app asks for; `ignored` says why nothing comes of it, `kept` is what the phone keeps for its next process. */
export type ReadRequest =
  | { readonly ask: Ask }
  | { readonly kept: unknown }
  | { readonly ignored: { readonly request: string; readonly because: string } }

export function readRequest(value: unknown, place: Place): ReadRequest {
  const type = (value as { readonly type?: unknown } | null)?.type
  const request = typeof type === 'string' ? shortLine(type, 40) : 'a message without a type'
  const read = typeof type === 'string' ? REQUESTS.get(type) : undefined
  if (read === undefined) return { ignored: { request, because: 'there is no such request' } }
  const part = partOfRequest(request)
  if (part !== null && !place.takes.has(part)) {
    return { ignored: { request, because: `the app's hello does not take ${part}` } }
  }
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
      return { type: 'set-timer', name: timerName(fields.text('name')), at: due }
    },
    'cancel-timer': (fields) => ({ type: 'cancel-timer', name: timerName(fields.text('name')) }),
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
    'sync-contacts': (_fields, { told }) => ({ type: 'sync-wanted', cause: causeOf(told) }),
    'schedule-job': (fields) => ({
      type: 'schedule-job',
      periodMs: fields.number('periodSeconds') * 1000,
      flexMs: fields.number('flexSeconds', 0) * 1000,
      policy: fields.word('policy', ['keep', 'update']),
    }),
    'cancel-job': () => ({ type: 'cancel-job' }),
    'retry-job': (fields) => ({
      type: 'retry-job',
      failures: Math.max(1, Math.round(fields.number('failures', 1))),
      policy: fields.word('policy', ['keep', 'replace']),
    }),
    'job-finished': () => ({ type: 'job-finished' }),
    'reload-extension': () => ({ type: 'reload-extension' }),
    'complete-load': (fields) => ({
      type: 'complete-load',
      entries: fields.flag('isCancelled', false) ? null : entriesOf(fields),
    }),
    ...OUTBOX_REQUESTS,
    keep: () => {
      throw new Error('expected what is kept to be read before')
    },
  } satisfies Record<string, (fields: Fields, place: Place) => Ask>),
)

// Why the contacts are wanted now, as traces tell it.
function causeOf(told: Told): SyncCause {
  if (told.type === 'job-started') return told.cause
  if (told.type === 'refresh-tapped') return 'manual'
  return told.type === 'opened' ? 'opened' : 'retry'
}

const PERMISSIONS: readonly Permission[] = ['callLog', 'phone', 'notifications', 'contacts']

function entriesOf(fields: Fields): GivenEntries {
  return {
    removesAll: fields.flag('removesAll', false),
    removes: fields.numbers('removes'),
    adds: fields.parts('adds').map((each) => ({ number: each.number('number'), label: each.text('label') })),
  }
}

function cardOf(fields: Fields): Card {
  const deal = fields.part('deal')
  return {
    name: fields.text('name'),
    company: fields.text('company', ''),
    deal: deal && { name: deal.text('name'), amount: deal.text('amount', '') },
    others: fields.number('others', 0),
    ...chosenOn(fields.textOrNull('chosenOn')),
    ...(fields.any('ageSeconds') === null ? {} : { agoMs: Math.round(fields.number('ageSeconds') * 1000) }),
  }
}

function chosenOn(day: string | null): Pick<Card, 'chosenOn'> {
  if (day === null) return {}
  if (!isDate(day)) throw new Malformed(`chosenOn: expected a day such as 2026-11-12, found ${JSON.stringify(day)}`)
  return { chosenOn: day }
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
