// What an app asks for that keeps its own drafts and outbox: what it keeps, when it is to be woken to send, and the CRM.
import type { Ask } from '../app/app.ts'
import type { CrmAsk, KeptOutcome } from '../app/event.ts'
import { type Draft, outcomeKeyOf, TASK_PRIORITIES, TASK_TYPES, type Task } from '../core/outcome.ts'
import { callOf, type Place } from './call-fields.ts'
import { type Fields, Malformed } from './fields.ts'

/** The requests, by name. */
export const OUTBOX_REQUESTS = {
  'keep-outbox': (fields: Fields, place: Place): Ask => ({
    type: 'outbox-kept',
    drafts: fields.parts('drafts').map((each) => draftOf(each, place)),
    waiting: fields.parts('waiting').map((each) => waitingOf(each, place)),
  }),
  'schedule-send': (fields: Fields): Ask => ({
    type: 'send-scheduled',
    wakeAt: fields.has('at') ? fields.number('at') : null,
  }),
  'create-call': (fields: Fields): Ask =>
    asking(fields, {
      does: 'create-call',
      call: {
        ...markedOf(fields),
        direction: fields.word('direction', ['incoming', 'outgoing']),
        e164: fields.text('number', ''),
        startedAt: new Date(fields.number('startedAt')).toISOString(),
        durationMs: Math.round(fields.number('durationSeconds') * 1000),
        outcome: outcomeKeyOf(fields.text('outcome')),
        notes: fields.lines('notes'),
        dealId: fields.textOrNull('dealId'),
      },
    }),
  'create-task': (fields: Fields): Ask =>
    asking(fields, { does: 'create-task', task: { ...markedOf(fields), ...taskOf(fields) } }),
  'find-engagement': (fields: Fields): Ask =>
    asking(fields, {
      does: 'find-engagement',
      sought: { ...markedOf(fields), kind: fields.word('kind', ENGAGEMENTS), at: fields.text('at') },
    }),
  associate: (fields: Fields): Ask =>
    asking(fields, {
      does: 'associate',
      kind: fields.word('kind', ENGAGEMENTS),
      id: fields.text('engagementId'),
      contactId: fields.text('contactId'),
    }),
  'read-contact': (fields: Fields): Ask =>
    asking(fields, { does: 'read-contact', contactId: fields.text('contactId') }),
} as const

const ENGAGEMENTS = ['call', 'task'] as const

function asking(fields: Fields, ask: CrmAsk): Ask {
  return { type: 'crm-wanted', id: fields.text('id'), ask }
}

function markedOf(fields: Fields): { readonly marker: string; readonly contactId: string | null } {
  return { marker: fields.text('marker'), contactId: fields.textOrNull('contactId') }
}

function taskOf(fields: Fields): Task {
  return {
    title: fields.text('title'),
    type: fields.word('taskType', TASK_TYPES),
    priority: fields.word('priority', TASK_PRIORITIES),
    due: fields.text('due'),
  }
}

function draftOf(fields: Fields, place: Place): Draft {
  const outcome = fields.textOrNull('outcome')
  return {
    call: callOf(fields, place),
    outcome: outcome === null ? null : outcomeKeyOf(outcome),
    notes: fields.lines('notes'),
    tasks: fields.parts('tasks').map(taskOf),
    ...(fields.flag('isDealLeftOut') && { isDealLeftOut: true }),
  }
}

function waitingOf(fields: Fields, place: Place): KeptOutcome {
  const { outcome, ...draft } = draftOf(fields, place)
  if (outcome === null) throw new Malformed('waiting: expected an outcome, found nothing')
  const savedAt = new Date(fields.number('savedAt')).toISOString()
  return { outcome: { ...draft, outcome, savedAt }, parked: fields.textOrNull('parked') }
}
