// What is left to say when calls are over and nothing else follows them. Knows no keys and no drawing.
import { accessOf } from '../../app/access-of.ts'
import { type CarriedPhone, callerOn } from '../../app/carried.ts'
import type { SeenEvent } from '../../app/event.ts'
import type { Access } from '../../core/access.ts'
import type { Call } from '../../core/call.ts'
import { type Caller, contactOf } from '../../core/caller.ts'
import type { CallListRow } from '../../device/phone.ts'
import { renderClock } from '../../text/duration.ts'
import { safeLine } from '../../text/safe.ts'
import { renderLine, sayMissing } from './call-page.ts'

/**
 * Lines to read about the calls that these events ended.
 *
 * @param before the phone as it was while they went on; `phone` as it is afterwards
 */
export function describeEnd(
  before: CarriedPhone,
  events: readonly SeenEvent[],
  phone: CarriedPhone,
): readonly string[] {
  return before.calls.flatMap((live) => {
    const { call, line } = live
    const row = phone.callList.find(({ callId }) => callId === call.id)
    const identified = events.find((event) => event.type === 'identified' && event.callId === call.id)
    const ended = events.find((event) => event.type === 'ended' && event.callId === call.id)
    const caller = identified?.type === 'identified' ? identified.caller : callerOn(before, live)
    const cause = call.cause ?? (ended?.type === 'ended' ? ended.cause : null)
    return [
      row
        ? `In the call list: ${row.name ?? renderLine(line, caller)} · ${renderLogType(row)}`
        : 'Not in the call list.',
      ...whyNoFollowUp({ ...call, cause }, caller, accessOf(phone)),
    ]
  })
}

/** Who a row of the call list is about, as the phone lists it. */
export function renderRow({ name, number, presentation }: CallListRow): string {
  return safeLine(name ?? '') || renderLine({ presentation, text: number })
}

/** `Missed`, `Incoming · 1:05`. */
export function renderLogType({ logType, durationMs }: Pick<CallListRow, 'logType' | 'durationMs'>): string {
  return durationMs > 0 ? `${LOG_TYPES[logType]} · ${renderClock(durationMs)}` : LOG_TYPES[logType]
}

const LOG_TYPES: Readonly<Record<CallListRow['logType'], string>> = {
  INCOMING: 'Incoming',
  OUTGOING: 'Outgoing',
  MISSED: 'Missed',
  REJECTED: 'Declined',
  BLOCKED: 'Blocked',
  ANSWERED_EXTERNALLY: 'Answered elsewhere',
}

function whyNoFollowUp(call: Call, caller: Caller | null, access: Access): string[] {
  const isAnswered = call.answeredAt !== null
  if (call.direction === 'incoming' && !isAnswered && call.cause !== 'MISSED') {
    return ['Only a call that was answered or missed is followed up.']
  }
  const [missing] = capabilityFor(call, access)
  if (missing) return sayMissing(missing)
  if (!isAnswered && call.direction === 'incoming' && caller?.kind === 'saved') {
    return ['The phone itself tells of missed calls from its own contacts.']
  }
  return contactOf(caller) === null ? ['No contact was matched, so nothing follows the call.'] : []
}

function capabilityFor({ direction, from, answeredAt }: Call, access: Access): Access['card'] {
  if (direction === 'outgoing') return from === 'app' ? access.outcomeInApp : access.outcomeOutside
  return answeredAt === null ? access.missed : access.outcomeIncoming
}
