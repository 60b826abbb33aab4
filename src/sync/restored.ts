// A database that was put back to an earlier time: what it takes for unsent may be in the CRM. Knows no CRM.
import type { Outbox, Steps } from '../store/store.ts'
import { readQueue } from './queue.ts'

/**
 * Has every outcome of the outbox looked for in the CRM before any part of it is sent.
 *
 * @param now milliseconds since the epoch
 * @returns how many there are
 */
export function doubtOutbox(store: Steps & Outbox, now: number): number {
  return store.inOneStep(() => {
    const queue = readQueue(store)
    for (const { outcome, sending } of queue) store.keepSending(outcome.call.callId, { ...sending, doubtedAt: now })
    return queue.length
  })
}
