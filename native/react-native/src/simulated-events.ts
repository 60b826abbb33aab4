// What the native side of a simulated phone would have kept for the app: a record of each call that it was told the end of,
// due syncs, loads. Knows no dialogs and no settings.
import type { Caller } from 'ringsight/directory'
import type { Call, Phone, PhoneEvent } from 'ringsight/phone'
import type { CallerIdEvent, CallRecord } from './caller-id.ts'
import { recordIds } from './simulated-snapshot.ts'

/** What is known of each call that goes on. */
export type Calls = Map<string, Pick<CallRecord, 'direction' | 'e164' | 'contactIds' | 'startedAt' | 'answeredAt'>>

export function newCalls(): Calls {
  return new Map()
}

interface Seen {
  readonly events: readonly PhoneEvent[]
  readonly calls: Calls
  readonly at: number
}

/** The events for the app, of what was seen of the phone at one moment; `calls` remembers what later ones need. */
export function tellEvents(phone: Phone, { events, calls, at }: Seen): CallerIdEvent[] {
  const told = new Set(events.flatMap((event) => (event.type === 'post-call' ? event.callId : [])))
  for (const event of events) noteCall(calls, event, at)
  return events.flatMap((event): CallerIdEvent | [] => {
    switch (event.type) {
      case 'ended': {
        const call = calls.get(event.callId)
        calls.delete(event.callId)
        const isSure = told.has(event.callId)
        if (call === undefined || !(isSure || hearsState(phone))) return []
        // Without POST_CALL a call that was turned down looks like one that was missed (AND-34).
        return { type: 'call', ...call, result: resultOf(call, isSure ? event.cause : 'MISSED'), isSure, endedAt: at }
      }
      case 'sync-wanted':
        return event.cause === 'periodic' || event.cause === 'retry' ? { type: 'sync-due' } : []
      case 'reload':
        if (event.error !== null) return { type: 'reload-failed', reason: event.error.name }
        return { type: 'loaded', mode: event.isIncremental ? 'changes' : 'everything' }
      default:
        return []
    }
  })
}

function noteCall(calls: Calls, event: PhoneEvent, at: number): void {
  if (event.type === 'ringing' || event.type === 'dialling') {
    const direction = event.type === 'ringing' ? 'incoming' : 'outgoing'
    calls.set(event.callId, {
      e164: null,
      contactIds: [],
      ...calls.get(event.callId),
      direction,
      startedAt: at,
      answeredAt: null,
    })
  } else if (event.type === 'identified') {
    const nothing = { direction: null, startedAt: at, answeredAt: null }
    calls.set(event.callId, { ...nothing, ...calls.get(event.callId), ...whoIs(event.caller) })
  } else if (event.type === 'answered') {
    const call = calls.get(event.callId)
    if (call) calls.set(event.callId, { ...call, answeredAt: at })
  }
}

function whoIs({ evidence }: Caller): Pick<CallRecord, 'e164' | 'contactIds'> {
  return {
    e164: evidence.number?.e164 ?? null,
    contactIds: evidence.matches.flatMap(({ contact }) => recordIds(contact)),
  }
}

// Broadcasts of the phone's state: Android's, to an app with the permission that is not stopped.
function hearsState({ handset, appProcess }: Phone): boolean {
  return handset.platform === 'android' && handset.permissions.phone === 'granted' && appProcess.state !== 'stopped'
}

function resultOf(
  { direction, answeredAt }: Pick<CallRecord, 'direction' | 'answeredAt'>,
  cause: Call['cause'],
): CallRecord['result'] {
  if (direction === 'outgoing') return 'dialled'
  if (answeredAt !== null) return 'answered'
  if (cause === 'REJECTED') return 'rejected'
  return cause === 'ANSWERED_ELSEWHERE' ? 'answered-elsewhere' : 'missed'
}
