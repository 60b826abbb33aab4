// How a finished call becomes a record for the CRM: what was chosen, noted and promised. Knows no storage, no clock.

import { safeLine } from '../text/safe.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { isDate, parseDue } from './day.ts'

/** The six outcomes that a call can have in any account. */
export const DISPOSITIONS = [
  { key: 'connected', label: 'Connected' },
  { key: 'left-live-message', label: 'Left live message' },
  { key: 'left-voicemail', label: 'Left voicemail' },
  { key: 'no-answer', label: 'No answer' },
  { key: 'busy', label: 'Busy' },
  { key: 'wrong-number', label: 'Wrong number' },
] as const

export type DispositionKey = (typeof DISPOSITIONS)[number]['key']

declare const ACCOUNT: unique symbol
/** An outcome that an account has added: its id in the CRM. Only outcomeKeyOf makes one, so no other text passes. */
export type AccountDisposition = string & { readonly [ACCOUNT]: true }

/** How a call went: one of the six by its key, or one of the account's own by its id. */
export type OutcomeKey = DispositionKey | AccountDisposition

/** An outcome that can be chosen. */
export interface Disposition {
  readonly key: OutcomeKey
  /** As the account calls it, safe to draw. */
  readonly label: string
}

export const TASK_TYPES = ['todo', 'call', 'email'] as const
export const TASK_PRIORITIES = ['none', 'low', 'medium', 'high'] as const

export interface Task {
  readonly title: string
  readonly type: (typeof TASK_TYPES)[number]
  readonly priority: (typeof TASK_PRIORITIES)[number]
  /** YYYY-MM-DD, in the calendar of the person who promised it. */
  readonly due: string
}

/** The call that an outcome is about, as the outcome screen and the CRM need it. */
export interface LoggedCall {
  readonly callId: string
  /** Null for a call made inside the app to a number that is nobody's. */
  readonly contactId: string | null
  /** Safe to draw; the number where there is no contact. */
  readonly contactName: string
  readonly e164: string
  readonly direction: 'incoming' | 'outgoing'
  /** ISO 8601 instant. */
  readonly startedAt: string
  readonly durationMs: number
  /** The contact's open deal as its card shows it; null, or absent, for none. */
  readonly deal?: CallDeal | null
}

/** An open deal, safe to draw. */
export interface CallDeal {
  /** The CRM's. */
  readonly id: string
  readonly name: string
  readonly amount: string
}

/** An outcome screen as its user left it; nothing in it need be complete. */
export interface Draft {
  readonly call: LoggedCall
  readonly outcome: OutcomeKey | null
  readonly notes: string
  readonly tasks: readonly Task[]
  /** Whether the call goes on the contact's timeline alone, and not on that of its deal. */
  readonly isDealLeftOut?: boolean
  /** Whose contact it is for: an account of the CRM; null for one of a file, undefined where nobody has said. */
  readonly account?: string | null
}

/** A draft that passed validateDraft: what waits in the outbox for the CRM. */
export interface Outcome extends Draft {
  readonly outcome: OutcomeKey
  /** ISO 8601 instant. */
  readonly savedAt: string
}

// The API documents 65,536 characters for the body of a note; calls and tasks have no published limit of their own.
const LONGEST_NOTES = 65_536
const LONGEST_TITLE = 255

const LOGGED_CALL = formOf({
  callId: 'text',
  'contactId?': 'text',
  contactName: 'text',
  e164: 'text',
  direction: 'text',
  startedAt: 'text',
  durationMs: 'number',
})

/** A draft, as callers without types may get it wrong. */
export const DRAFT = formOf({
  call: LOGGED_CALL,
  'outcome?': 'text',
  notes: 'text',
  tasks: [{ title: 'text', type: 'text', priority: 'text', due: 'text' }],
})

/** An empty outcome screen for a call with this contact. */
export function newDraft(call: LoggedCall): Draft {
  expectForm('newDraft', 'the call, as playCall returns it', call, LOGGED_CALL)
  return { call, outcome: null, notes: '', tasks: [] }
}

/** What keeps a draft from being saved, one sentence each; none when it can be. */
export function validateDraft(draft: Draft): string[] {
  const problems: string[] = []
  if (draft.outcome === null) problems.push('Choose an outcome.')
  if (draft.notes.length > LONGEST_NOTES) {
    problems.push(`Shorten the notes: ${draft.notes.length} characters, the CRM takes ${LONGEST_NOTES}.`)
  }
  draft.tasks.forEach((task, index) => {
    if (task.title.trim() === '') problems.push(`Give task ${index + 1} a title.`)
    if (task.title.length > LONGEST_TITLE) problems.push(`Shorten the title of task ${index + 1} to ${LONGEST_TITLE}.`)
    if (!isDate(task.due)) problems.push(`Give task ${index + 1} a due date.`)
  })
  return problems
}

/** @throws Error when the draft is incomplete: call validateDraft first and show what it says. */
export function completeDraft(draft: Draft, savedAt: string): Outcome {
  const { outcome } = draft
  const problems = validateDraft(draft)
  if (outcome === null || problems.length > 0) throw new Error(problems.join(' '))
  return { ...draft, outcome, savedAt }
}

/** The deal that the call goes on besides the contact; null for none. */
export function dealOf({ call, isDealLeftOut }: Draft): CallDeal | null {
  return isDealLeftOut ? null : (call.deal ?? null)
}

/**
 * The outcomes to choose from: the account's own list in its order, where it is known; else the six. Those of the six
 * that are in it keep their keys, whatever the account calls them.
 */
export function dispositionsOf(
  account: readonly { readonly id: string; readonly label: string }[] | undefined,
): readonly Disposition[] {
  const listed = new Map((account ?? []).map(({ id, label }) => [id, label]))
  if (listed.size === 0) return DISPOSITIONS
  return Array.from(listed, ([id, label]) => ({ key: outcomeKeyOf(id), label: safeLine(label) || safeLine(id) }))
}

/** The outcome that a CRM gives under this id: the key of one of the six, or the id of an account's own. */
export function outcomeKeyOf(id: string): OutcomeKey {
  return id as DispositionKey | AccountDisposition
}

/** An outcome by its key or its label, whatever the capitals; null when there is none. */
export function findDisposition(text: string): DispositionKey | null
export function findDisposition(text: string, offered: readonly Disposition[]): OutcomeKey | null
export function findDisposition(text: string, offered: readonly Disposition[] = DISPOSITIONS): OutcomeKey | null {
  const wordOf = (name: string) => name.toLowerCase().replace(/[\s_]+/g, '-')
  const wanted = wordOf(text.trim())
  const found =
    offered.find(({ key }) => wordOf(key) === wanted) ?? offered.find(({ label }) => wordOf(label) === wanted)
  return found?.key ?? null
}

/** The label of an outcome as the CRM shows it; of one that is offered no longer, its id. Safe to draw. */
export function dispositionLabel(key: OutcomeKey, offered: readonly Disposition[] = DISPOSITIONS): string {
  const isIt = (disposition: Disposition) => disposition.key === key
  return (offered.find(isIt) ?? DISPOSITIONS.find(isIt))?.label ?? safeLine(key)
}

/**
 * Reads a task as it is typed on one line: the title, then type, priority and due date in any order, split by `;`.
 *
 * @param today YYYY-MM-DD
 * @returns the task (a to-do without priority, due in 3 business days, unless stated), or `problem`: what is wrong
 * @example parseTask('Send the quote; in 2 business days; high', '2026-11-20')
 */
export function parseTask(text: string, today: string): Task | { readonly problem: string } {
  const [title = '', ...details] = text.split(';').map((part) => part.trim())
  if (title === '') return { problem: `expected a task title, found "${text}"` }
  let task: Task = { title, type: 'todo', priority: 'none', due: parseDue('in 3 business days', today) ?? today }
  for (const detail of details.filter((part) => part !== '')) {
    const word = detail.toLowerCase().replace(/^(?:type|priority|due)[:\s]\s*/, '')
    const type = TASK_TYPES.find((known) => known === word.replace('to-do', 'todo'))
    const priority = TASK_PRIORITIES.find((known) => known === word)
    const due = parseDue(word, today)
    if (type) task = { ...task, type }
    else if (priority) task = { ...task, priority }
    else if (due) task = { ...task, due }
    else {
      return {
        problem: `expected a type (${TASK_TYPES.join(', ')}), a priority (${TASK_PRIORITIES.join(', ')}) or a due date (tomorrow, in 3 business days, 2026-12-01), found "${detail}"`,
      }
    }
  }
  return task
}
