// A reported call for programs, in the words that calls have elsewhere.
import type { OfficeCall } from '../core/office-call.ts'

export function officeCallJson(call: OfficeCall): object {
  const { callId, direction, isAnswered, e164, contactId, contactName, startedAt, durationMs } = call
  return {
    callId,
    direction,
    isAnswered,
    number: e164 || null,
    contactId,
    name: contactName || null,
    startedAt,
    durationSeconds: Math.round(durationMs / 1000),
  }
}
