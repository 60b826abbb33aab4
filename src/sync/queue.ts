// The outbox with how far each outcome is.
import { newSending, type Queued } from '../core/sending.ts'
import type { OutboxReader } from '../store/store.ts'

/** The outcomes that wait for the CRM, oldest first. */
export function readQueue(store: OutboxReader): Queued[] {
  return store
    .readOutbox()
    .map((outcome) => ({ outcome, sending: store.readSending(outcome.call.callId) ?? newSending(outcome) }))
}

/** How many outcomes may go, and how many may not as they are. */
export function countQueue(queue: readonly Queued[]): { readonly waiting: number; readonly parked: number } {
  const parked = queue.filter(({ sending }) => sending.parked !== null).length
  return { waiting: queue.length - parked, parked }
}
