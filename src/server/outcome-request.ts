// An outcome as a phone sends it: any JSON goes in, and a draft that may be saved comes out, or what is wrong with it. Pure.

import { readInstant } from '../core/day.ts'
import { parseNumber } from '../core/number/number.ts'
import { type Draft, outcomeKeyOf, TASK_PRIORITIES, TASK_TYPES, type Task, validateDraft } from '../core/outcome.ts'

export type ReadOutcome = { readonly draft: Draft } | { readonly problems: readonly string[] }

type Json = Readonly<Record<string, unknown>>

/**
 * The draft that a phone sends. Its call id is kept under the device's name: two phones may count their calls alike, and one
 * that was given a new token is the same phone.
 */
export function readOutcome(body: unknown, device: string): ReadOutcome {
  const problems: string[] = []
  const { call, outcome, notes = '', tasks = [], isDealLeftOut = false } = asObject(body)
  const told = asObject(call)
  const text = (name: string, longest: number, value: unknown): string => {
    if (typeof value === 'string' && value.length <= longest) return value
    problems.push(`Expected ${name} as a text of at most ${longest} characters.`)
    return ''
  }
  const callId = text('call.callId', 200, told['callId'])
  const e164 = text('call.e164', 40, told['e164'])
  const direction = told['direction']
  const startedAt = readInstant(text('call.startedAt', 40, told['startedAt']))
  const { contactId = null, durationMs = 0, deal = null } = told
  if (callId === '') problems.push('Expected call.callId, by which a call is known when it is sent again.')
  if (e164 !== '' && parseNumber(e164, null).kind === 'rejected')
    problems.push('Expected call.e164 as +353871234567, or empty.')
  if (direction !== 'incoming' && direction !== 'outgoing')
    problems.push('Expected call.direction: incoming or outgoing.')
  if (startedAt === null) problems.push('Expected call.startedAt as an ISO 8601 instant.')
  if (!isDuration(durationMs)) problems.push('Expected call.durationMs: milliseconds, at most a day.')
  const draft: Draft = {
    call: {
      callId: `${device}/${callId}`,
      contactId: contactId === null ? null : text('call.contactId', 200, contactId),
      contactName: text('call.contactName', 1000, told['contactName'] ?? ''),
      e164,
      direction: direction === 'outgoing' ? 'outgoing' : 'incoming',
      startedAt: startedAt ?? '',
      durationMs: isDuration(durationMs) ? durationMs : 0,
      ...(deal !== null && { deal: readDeal(asObject(deal), text) }),
    },
    outcome: outcome === null || outcome === undefined ? null : outcomeKeyOf(text('outcome', 200, outcome)),
    notes: text('notes', 65_536, notes),
    tasks: readTasks(tasks, text, problems),
    isDealLeftOut: isDealLeftOut === true,
  }
  const all = [...problems, ...validateDraft(draft)]
  return all.length > 0 ? { problems: [...new Set(all)].slice(0, 20) } : { draft }
}

type ReadText = (name: string, longest: number, value: unknown) => string

function readDeal(deal: Json, text: ReadText) {
  return {
    id: text('call.deal.id', 200, deal['id']),
    name: text('call.deal.name', 1000, deal['name'] ?? ''),
    amount: text('call.deal.amount', 200, deal['amount'] ?? ''),
  }
}

// As many as a screen can be filled with, and markers can tell apart.
const MOST_TASKS = 50

function readTasks(tasks: unknown, text: ReadText, problems: string[]): Task[] {
  if (!Array.isArray(tasks) || tasks.length > MOST_TASKS) {
    problems.push(`Expected tasks as a list of at most ${MOST_TASKS}.`)
    return []
  }
  return tasks.map((each) => {
    const { title, type = 'todo', priority = 'none', due } = asObject(each)
    const kind = TASK_TYPES.find((known) => known === type)
    const urgency = TASK_PRIORITIES.find((known) => known === priority)
    if (kind === undefined) problems.push(`Expected the type of a task: ${TASK_TYPES.join(', ')}.`)
    if (urgency === undefined) problems.push(`Expected the priority of a task: ${TASK_PRIORITIES.join(', ')}.`)
    return {
      title: text('the title of a task', 255, title),
      type: kind ?? 'todo',
      priority: urgency ?? 'none',
      due: text('the due date of a task', 10, due),
    }
  })
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 86_400_000
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}
