// Sends the outbox: each saved outcome becomes one call and its tasks in the CRM, exactly once. Knows no CRM's ways: which
// outcome is next and what a failure means is decided in the core.
//
// A CRM does not know that it was asked before. So each request is noted before it is made, and its answer when it comes;
// where a note is found without an answer, the CRM is looked through for the marker, and asked again only once it would
// have shown what it had been asked for.

import { dealOf } from '../core/outcome.ts'
import { type Failure, type FailureKind, mayHaveArrived } from '../core/retry.ts'
import {
  advanceSending,
  failuresOfAll,
  hurrySending,
  isWhole,
  markerOf,
  nextPart,
  planSending,
  type Queued,
  type SendingEvent,
} from '../core/sending.ts'
import type { CrmCall, CrmTask, CrmWriter, Sought } from '../crm/crm.ts'
import type { Outbox, Steps } from '../store/store.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { askCrm } from './ask-crm.ts'
import { readQueue } from './queue.ts'
import type { SyncTools } from './tools.ts'

export interface SendingTools extends Pick<SyncTools, 'now'>, Partial<Pick<SyncTools, 'chance'>> {
  readonly crm: CrmWriter
  readonly store: Outbox
  /** Somebody asks for it, or the network has come back: delays of our own choice are skipped. */
  readonly isHurried?: boolean
}

/** What came of sending, and what is left. */
export interface Sent {
  /** Outcomes that are whole in the CRM now, and left the outbox. */
  readonly sent: number
  /** Outcomes that are still to be sent. */
  readonly waiting: number
  /** Outcomes that cannot be sent as they are. */
  readonly parked: number
  /** When to come again, in milliseconds since the epoch; null when nothing waits. */
  readonly nextAt: number | null
  /** What keeps all of them back; null when nothing does. */
  readonly problem: FailureKind | null
}

const TOOLS = formOf({
  crm: { createCall: 'function', createTask: 'function' },
  store: { readOutbox: 'function', readSending: 'function', keepSending: 'function', settleOutcome: 'function' },
  now: 'function',
})

/**
 * Sends what is due. Whatever the process dies of meanwhile, calling it again goes on and sends nothing twice; but only one
 * at a time may run on a store.
 *
 * @throws whatever the store throws, and errors of a CRM that are no CrmError; calling it again goes on then, too
 */
export async function sendOutcomes(tools: SendingTools): Promise<Sent> {
  expectForm('sendOutcomes', '{ crm, store, now }', tools, TOOLS)
  const { store, now, isHurried = false } = tools
  const stored = readQueue(store)
  const context = { ...tools, before: failuresOfAll(stored) }
  const queue = new Map(stored.map((queued) => [callIdOf(queued), isHurried ? hurry(queued) : queued]))
  let sent = 0
  for (;;) {
    const waiting = [...queue.values()]
    const plan = planSending(waiting, now())
    if (plan.kind === 'rest') {
      const parked = waiting.filter(({ sending }) => sending.parked !== null).length
      return { sent, waiting: waiting.length - parked, parked, nextAt: plan.nextAt, problem: plan.problem }
    }
    const callId = callIdOf(plan.queued)
    const queued = isWhole(plan.queued) ? plan.queued : await takeStep(plan.queued, context)
    if (queued !== null && isWhole(queued) && store.settleOutcome(callId, queued.sending)) sent += 1
    if (queued === null || isWhole(queued)) queue.delete(callId)
    else queue.set(callId, queued)
  }
}

/** Lets an outcome that is parked be sent again. False when none is. */
export function resendOutcome(store: Steps & Outbox, callId: string): boolean {
  return store.inOneStep(() => {
    const sending = store.readSending(callId)
    return !!sending?.parked && store.keepSending(callId, { ...sending, parked: null, wait: null, failures: 0 })
  })
}

interface Context extends SendingTools {
  /** How often in a row the CRM as a whole had failed before. */
  readonly before: number
}

/** The outcome after a step, as it is kept; null when somebody else has taken it out of the outbox meanwhile. */
type Stepped = Queued | null

async function takeStep(queued: Queued, context: Context): Promise<Stepped> {
  const { asked, doubtedAt } = queued.sending
  const at = context.now()
  if (asked === null && doubtedAt === undefined) return ask(queued, context)
  if (asked === null)
    return lookFor(queued, { part: nextPart(queued), at, lostAt: Math.min(doubtedAt ?? at, at) }, context)
  // Without a time it is the note of a process that has died: until now its request may have been under way.
  const lostAt = asked.lostAt === null || asked.lostAt > at ? at : asked.lostAt
  const lost = lostAt === asked.lostAt ? queued : keep(queued, { type: 'lost-answer', at: lostAt }, context)
  return lost && lookFor(lost, { part: asked.part, at, lostAt }, context)
}

async function ask(queued: Queued, context: Context): Promise<Stepped> {
  const part = nextPart(queued)
  const asked = keep(queued, { type: 'asked', part }, context)
  if (asked === null) return null
  const answer = await askCrm(() => create(asked, part, context.crm))
  if ('failure' in answer) {
    return fail(asked, { failure: answer.failure, mayBeThere: mayHaveArrived(answer.failure) }, context)
  }
  return keep(asked, { type: 'arrived', part, id: answer.result }, context)
}

interface Search {
  readonly part: number
  /** From before the CRM was asked: what it does not show, it would not have shown then. */
  readonly at: number
  readonly lostAt: number
}

async function lookFor(queued: Queued, { part, at, lostAt }: Search, context: Context): Promise<Stepped> {
  const answer = await askCrm(() => find(queued, part, context.crm))
  if ('failure' in answer) return fail(queued, { failure: answer.failure, mayBeThere: true }, context)
  if (answer.result !== null) return keep(queued, { type: 'arrived', part, id: answer.result }, context)
  const { indexLagMs } = context.crm
  if (at >= lostAt + indexLagMs) return ask(queued, context)
  return keep(queued, { type: 'not-shown', lagMs: indexLagMs }, context)
}

interface Failed {
  readonly failure: Failure
  /** Whether the part may be in the CRM all the same. */
  readonly mayBeThere: boolean
}

async function fail(queued: Queued, failed: Failed, context: Context): Promise<Stepped> {
  const { contactId } = queued.sending
  const { before, now, chance = () => 0 } = context
  const keepFailed = (each: Failed) =>
    keep(queued, { type: 'failed', ...each, before, at: now(), chance: chance() }, context)
  const { kind } = failed.failure
  if (contactId === null || (kind !== 'not-found' && kind !== 'merged')) return keepFailed(failed)
  const contact = await askCrm(() => context.crm.readContact(contactId))
  if ('failure' in contact) return keepFailed({ ...failed, failure: contact.failure })
  if (contact.result === null) return keepFailed({ ...failed, failure: { kind: 'not-found' } })
  const deal = dealFor(queued)
  const isDealGone = deal !== null && !contact.result.deals.some(({ id }) => id === deal)
  const { mayBeThere } = failed
  return keep(queued, { type: 'moved', to: contact.result.id, isDealGone, mayBeThere, at: now() }, context)
}

function keep({ outcome, sending }: Queued, event: SendingEvent, { store }: Context): Stepped {
  const next = advanceSending(sending, event)
  return store.keepSending(outcome.call.callId, next) ? { outcome, sending: next } : null
}

function create(queued: Queued, part: number, crm: CrmWriter): Promise<string> {
  const made = engagementOf(queued, part)
  return made.kind === 'call' ? crm.createCall(made.call) : crm.createTask(made.task)
}

/** The id of the part when the CRM has it, on the contact's timeline. */
async function find(queued: Queued, part: number, crm: CrmWriter): Promise<string | null> {
  const { contactId } = queued.sending
  const found = await crm.findEngagement(soughtFor(queued, part))
  if (found === null) return null
  // Some CRMs take two requests to make a call on a timeline, and the second is the one that was lost.
  if (found.contactIds.length === 0 && contactId !== null) await crm.associate(found, contactId)
  return found.id
}

type Made = { readonly kind: 'call'; readonly call: CrmCall } | { readonly kind: 'task'; readonly task: CrmTask }

function engagementOf(queued: Queued, part: number): Made {
  const {
    outcome,
    sending: { contactId },
  } = queued
  const { call, notes, tasks } = outcome
  const { direction, e164, startedAt, durationMs } = call
  const marked = { marker: markerOf(call, part), contactId }
  const task = tasks[part - 1]
  if (task !== undefined) return { kind: 'task', task: { ...marked, ...task } }
  const dealId = dealFor(queued)
  return {
    kind: 'call',
    call: { ...marked, direction, e164, startedAt, durationMs, outcome: outcome.outcome, notes, dealId },
  }
}

function dealFor({ outcome, sending }: Queued): string | null {
  return sending.isDealGone ? null : (dealOf(outcome)?.id ?? null)
}

function soughtFor(queued: Queued, part: number): Sought {
  const made = engagementOf(queued, part)
  const { marker, contactId } = made.kind === 'call' ? made.call : made.task
  return { kind: made.kind, marker, contactId, at: made.kind === 'call' ? made.call.startedAt : made.task.due }
}

function hurry({ outcome, sending }: Queued): Queued {
  return { outcome, sending: hurrySending(sending) }
}

function callIdOf({ outcome }: Queued): string {
  return outcome.call.callId
}
