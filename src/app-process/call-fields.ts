// Where an app under test asks for something, and the calls that it names.
import type { Told } from '../app/carried.ts'
import type { LoggedCall } from '../core/outcome.ts'
import { type Fields, Malformed } from './fields.ts'
import type { Part } from './part.ts'

/** What a request is judged by. */
export interface Place {
  readonly told: Told
  readonly at: number
  /** Calls of which the app was told. */
  readonly calls: ReadonlySet<string>
  /** Calls that wait for the app's answer. */
  readonly screened: readonly string[]
  readonly isInFront: boolean
  readonly takes: ReadonlySet<Part>
}

/** The call of an outcome. */
export function callOf(fields: Fields, place: Place): LoggedCall {
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

/** The id of a call that the app was told of. */
export function knownCall(fields: Fields, { calls }: Place): string {
  const callId = fields.text('callId')
  if (!calls.has(callId)) throw new Malformed(`the app was told of no call ${callId}`)
  return callId
}
