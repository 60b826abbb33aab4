// What can still be done about an outcome in the outbox: changed, or given up. Knows no CRM. To be called only while no
// other process sends from the store: a sender works on what it read.
import { type Draft, type Outcome, type Task, validateDraft } from '../core/outcome.ts'
import { nextPart, type Queued } from '../core/sending.ts'
import type { Outbox, OutboxReader, Steps } from '../store/store.ts'
import { readQueue } from './queue.ts'

/** What is to be different; what is left out stays. Tasks take the place of all that were not sent yet. */
export interface OutcomeChange {
  readonly outcome?: Outcome['outcome']
  readonly notes?: string
  readonly tasks?: readonly Task[]
  readonly isDealLeftOut?: boolean
}

export type Edited =
  | { readonly kind: 'edited'; readonly outcome: Outcome }
  /** The outcome would not be complete; one sentence for each thing to mend. */
  | { readonly kind: 'incomplete'; readonly problems: readonly string[] }
  /** The call with its outcome and notes is in the CRM, or may be: only tasks behind it can be changed here. */
  | { readonly kind: 'sent'; readonly mayBe: boolean }
  /** No such outcome is in the outbox. */
  | { readonly kind: 'gone' }

/** Changes an outcome that waits or is parked; a parked one is sent again. */
export function editOutcome(store: Steps & Outbox, callId: string, change: OutcomeChange): Edited {
  return store.inOneStep(() => editQueued(store, callId, change))
}

function editQueued(store: Steps & Outbox, callId: string, change: OutcomeChange): Edited {
  const queued = readQueued(store, callId)
  if (queued === null) return { kind: 'gone' }
  const fixed = fixedParts(queued)
  const isOfCall = [change.outcome, change.notes, change.isDealLeftOut].some((part) => part !== undefined)
  if (fixed > 0 && isOfCall) {
    return { kind: 'sent', mayBe: queued.sending.asked !== null }
  }
  const outcome = changeOutcome(queued.outcome, change, fixed)
  const problems = validateDraft(outcome)
  if (problems.length > 0) return { kind: 'incomplete', problems }
  const { sending } = queued
  const resent = sending.parked === null ? sending : { ...sending, parked: null, wait: null, failures: 0 }
  return store.replaceOutcome(outcome, resent) ? { kind: 'edited', outcome } : { kind: 'gone' }
}

/**
 * Takes an outcome out of the outbox without sending the rest of it; what is in the CRM stays there, and the call cannot
 * have another outcome. False when it is not in the outbox.
 */
export function discardOutcome(store: Steps & Outbox, callId: string): boolean {
  return store.inOneStep(() => {
    const queued = readQueued(store, callId)
    return queued !== null && store.settleOutcome(callId, queued.sending)
  })
}

/** How many parts of an outcome (its call, its tasks) the CRM has or may have: what is sent is not changed from here. */
function fixedParts(queued: Queued): number {
  const { asked } = queued.sending
  return asked === null ? nextPart(queued) : asked.part + 1
}

function changeOutcome(
  before: Outcome,
  { outcome, notes, tasks, isDealLeftOut }: OutcomeChange,
  fixed: number,
): Outcome {
  const sentTasks = Math.max(0, fixed - 1)
  return {
    ...before,
    outcome: outcome ?? before.outcome,
    notes: notes ?? before.notes,
    tasks: tasks === undefined ? before.tasks : [...before.tasks.slice(0, sentTasks), ...tasks],
    ...(isDealLeftOut === undefined ? {} : { isDealLeftOut }),
  }
}

/** What of an outcome a draft of it has changed. */
export function changeOf(before: Outcome, after: Draft): OutcomeChange {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  const { outcome, notes, tasks, isDealLeftOut = false } = after
  return {
    ...(outcome === null || outcome === before.outcome ? {} : { outcome }),
    ...(notes === before.notes ? {} : { notes }),
    ...(isSame(tasks, before.tasks) ? {} : { tasks }),
    ...(isDealLeftOut === (before.isDealLeftOut ?? false) ? {} : { isDealLeftOut }),
  }
}

function readQueued(store: OutboxReader, callId: string): Queued | null {
  return readQueue(store).find(({ outcome }) => outcome.call.callId === callId) ?? null
}
