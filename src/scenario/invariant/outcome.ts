// The invariants of what is noted after calls: kept until it has arrived, and arrived once.
import type { Draft, Task } from '../../core/outcome.ts'
import type { Moment } from '../moment.ts'
import { type SavedOutcome, survivorOf } from './model.ts'

/** Every draft is there as it was left; every saved outcome waits or has arrived. */
export function isOutcomeKept(moment: Moment): string | null {
  return findLostDraft(moment) ?? findLostOutcome(moment)
}

function findLostDraft({ model, drafts }: Moment): string | null {
  for (const [callId, possible] of model.drafts) {
    const found = drafts.find(({ call }) => call.callId === callId) ?? null
    if (possible.some((each) => isSameDraft(each, found))) continue
    const expected = possible.map(describeDraft).join(' or ')
    return `a draft for ${callId}: ${describeDraft(found)}, expected ${expected}`
  }
  const extra = drafts.find(({ call }) => !model.drafts.has(call.callId))
  return extra === undefined ? null : `a draft for ${extra.call.callId} that nobody left`
}

function isSameDraft(one: Draft | null, other: Draft | null): boolean {
  return describeDraft(one) === describeDraft(other)
}

function describeDraft(draft: Draft | null): string {
  if (draft === null) return 'none'
  const { call, outcome, notes, tasks } = draft
  return JSON.stringify([call.contactName, call.durationMs, outcome, notes, tasks.map(taskKey)])
}

function findLostOutcome({ model, stage }: Moment): string | null {
  const waiting = new Set(
    stage
      .store()
      .readOutbox()
      .map(({ call }) => call.callId),
  )
  const arrived = countBy(stage.crm.received().calls, callKey)
  const expected = countBy([...model.saved.values()].filter(isAlive), outcomeKey)
  const waitingOf = countBy(
    [...model.saved.values()].filter(({ call }) => waiting.has(call.callId)),
    outcomeKey,
  )
  for (const [key, count] of expected) {
    const found = (arrived.get(key) ?? 0) + (waitingOf.get(key) ?? 0)
    if (found < count) return `an outcome that neither waits nor has arrived: ${key}`
  }
  const invented = [...waiting].find((callId) => !model.saved.has(callId))
  return invented === undefined ? null : `an outcome for ${invented} that nobody saved`
}

function isAlive({ isDropped }: SavedOutcome): boolean {
  return !isDropped
}

/** Nothing arrives twice, nothing that nobody saved, nothing at somebody else. */
export function isOutcomeOnce(moment: Moment): string | null {
  const { model, stage } = moment
  const { calls, tasks } = stage.crm.received()
  const saved = [...model.saved.values()]
  const mostCalls = countBy(saved, outcomeKey)
  for (const [key, count] of countBy(calls, callKey)) {
    const most = mostCalls.get(key) ?? 0
    if (count > most) return `a call that arrived ${count} times and was saved ${most} times: ${key}`
  }
  const mostTasks = countBy(
    saved.flatMap((outcome) => outcome.tasks),
    taskKey,
  )
  const arrivedTasks = countBy(tasks, taskKey)
  for (const [key, count] of arrivedTasks) {
    const most = mostTasks.get(key) ?? 0
    if (count > most) return `a task that arrived ${count} times and was saved ${most} times: ${key}`
  }
  return findMissingTask(moment, arrivedTasks) ?? findStray(moment)
}

function findMissingTask({ model, stage }: Moment, arrived: ReadonlyMap<string, number>): string | null {
  const waiting = stage.store().readOutbox()
  const isSent = ({ call, isDropped }: SavedOutcome) =>
    !isDropped && !waiting.some((outcome) => outcome.call.callId === call.callId)
  const sent = [...model.saved.values()].filter(isSent).flatMap(({ tasks }) => tasks)
  for (const [key, count] of countBy(sent, taskKey)) {
    if ((arrived.get(key) ?? 0) < count) return `a task that has not arrived, though nothing waits: ${key}`
  }
  return null
}

function findStray({ model, stage }: Moment): string | null {
  for (const call of stage.crm.received().calls) {
    const saved = [...model.saved.values()].filter((each) => outcomeKey(each) === callKey(call))
    const owners = saved.map(({ call: { contactId } }) => (contactId === null ? null : survivorOf(model, contactId)))
    const found = call.contactIds[0] ?? null
    if (owners.includes(found) && call.contactIds.length < 2) continue
    return `a call on the timeline of ${call.contactIds.join(', ') || 'nobody'}, expected that of ${owners[0] ?? 'nobody'}`
  }
  return null
}

interface CallFacts {
  readonly e164: string
  readonly startedAt: string
  readonly direction: string
  readonly durationMs: number
}

function outcomeKey({ call, outcome, notes }: Draft): string {
  return callKey({ ...call, outcome, notes })
}

function callKey(call: CallFacts & { readonly outcome: string | null; readonly notes: string }): string {
  const { e164, startedAt, direction, durationMs, outcome, notes } = call
  return JSON.stringify([e164, startedAt, direction, durationMs, outcome, notes])
}

function taskKey({ title, type, priority, due }: Task): string {
  return JSON.stringify([title, type, priority, due])
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return counts
}
