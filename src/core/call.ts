// One call as its phone has it, from its first sign to its end. Knows neither who is calling nor what an app makes of it.

/** One call, from its first sign to its end. */
export interface Call {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  /** Where it was placed; an incoming call is always from outside the app. */
  readonly from: 'app' | 'outside'
  readonly phase: 'ringing' | 'dialling' | 'answered' | 'held' | 'ended'
  /** Milliseconds since the epoch, as all instants here. */
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly cause: DisconnectCause | null
}

/** Names as in android.telecom.DisconnectCause. */
export type DisconnectCause = 'LOCAL' | 'REMOTE' | 'CANCELED' | 'MISSED' | 'REJECTED' | 'BUSY' | 'ANSWERED_ELSEWHERE'

/** Names as in android.provider.CallLog.Calls.TYPE. */
export type CallLogType = 'INCOMING' | 'OUTGOING' | 'MISSED' | 'REJECTED' | 'BLOCKED' | 'ANSWERED_EXTERNALLY'

export type CallEvent =
  | { readonly type: 'answered' | 'held' | 'resumed'; readonly at: number }
  | { readonly type: 'ended'; readonly cause: DisconnectCause; readonly at: number }

/** A call at its first sign: ringing when it comes in, dialling when it goes out. */
export function newCall(start: Pick<Call, 'id' | 'direction' | 'from'> & { readonly at: number }): Call {
  const { id, direction, from, at } = start
  return {
    id,
    direction,
    from,
    phase: direction === 'incoming' ? 'ringing' : 'dialling',
    startedAt: at,
    answeredAt: null,
    endedAt: null,
    cause: null,
  }
}

/**
 * The call after an event. One that makes no sense now (a second answer, a hold of a call that rings, anything after the
 * end) leaves it as it is: systems repeat themselves.
 */
export function advanceCall(call: Call, event: CallEvent): Call {
  switch (event.type) {
    case 'answered': {
      const isOpen = call.phase === 'ringing' || call.phase === 'dialling'
      return isOpen ? { ...call, phase: 'answered', answeredAt: event.at } : call
    }
    case 'held':
      return call.phase === 'answered' ? { ...call, phase: 'held' } : call
    case 'resumed':
      return call.phase === 'held' ? { ...call, phase: 'answered' } : call
    case 'ended':
      return call.phase === 'ended'
        ? call
        : { ...call, phase: 'ended', endedAt: event.at, cause: causeOf(call, event.cause) }
  }
}

// Nobody hangs up a call that was not answered: the caller gave up, or the user turned it down (AOSP Telephony,
// DisconnectCauseUtil: INCOMING_MISSED, INCOMING_REJECTED).
function causeOf({ direction, phase }: Call, cause: DisconnectCause): DisconnectCause {
  if (direction === 'outgoing' || phase !== 'ringing') return cause
  return cause === 'REMOTE' ? 'MISSED' : cause === 'LOCAL' ? 'REJECTED' : cause
}

/** How long the two spoke, in milliseconds; 0 when nobody answered. */
export function talkMs({ answeredAt, endedAt }: Call): number {
  return answeredAt === null || endedAt === null ? 0 : endedAt - answeredAt
}

/** A phone's call list row for a finished call; null where the system writes none (AND-32). */
export function callLogType({ direction, cause }: Call): CallLogType | null {
  if (cause === 'CANCELED') return null
  if (direction === 'outgoing') return 'OUTGOING'
  if (cause === 'MISSED') return 'MISSED'
  if (cause === 'REJECTED') return 'REJECTED'
  return cause === 'ANSWERED_ELSEWHERE' ? 'ANSWERED_EXTERNALLY' : 'INCOMING'
}
