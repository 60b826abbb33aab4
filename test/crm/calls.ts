// A call as the outbox sends it, and the failure that a request ends with.
import { type CrmCall, CrmError } from '../../src/crm/crm.ts'

export function crmCall(changes: Partial<CrmCall> = {}): CrmCall {
  return {
    marker: 'm1',
    contactId: '101',
    direction: 'incoming',
    e164: '+353871234567',
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 65_000,
    outcome: 'connected',
    notes: 'Wants <b>the</b> quote',
    ...changes,
  }
}

/** @throws what is no CrmError, and when the request succeeds */
export async function errorOf(request: Promise<unknown>): Promise<CrmError> {
  const error = await request.then(
    () => new Error('expected a failure, and there was none'),
    (reason: unknown) => reason,
  )
  if (error instanceof CrmError) return error
  throw error
}
