// How a finished call becomes a record for the CRM: what was chosen, noted and promised. Knows no storage, no clock.

/** The six outcomes that every HubSpot account starts with; the API calls them dispositions and knows them by GUID. */
export const DISPOSITIONS = [
  { key: 'connected', label: 'Connected', id: 'f240bbac-87c9-4f6e-bf70-924b57d47db7' },
  { key: 'left-live-message', label: 'Left live message', id: 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff' },
  { key: 'left-voicemail', label: 'Left voicemail', id: 'b2cf5968-551e-4856-9783-52b3da59a7d0' },
  { key: 'no-answer', label: 'No answer', id: '73a0d17f-1163-4015-bdd5-ec830791da20' },
  { key: 'busy', label: 'Busy', id: '9d9162e7-6cf3-4944-bf63-4dff82258764' },
  { key: 'wrong-number', label: 'Wrong number', id: '17b47fee-58de-441e-a44c-c6300d46f273' },
] as const

export type DispositionKey = (typeof DISPOSITIONS)[number]['key']

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
}

/** An outcome screen as its user left it; nothing in it need be complete. */
export interface Draft {
  readonly call: LoggedCall
  readonly outcome: DispositionKey | null
  readonly notes: string
  readonly tasks: readonly Task[]
}

/** A draft that passed validateDraft: what waits in the outbox for the CRM. */
export interface Outcome extends Draft {
  readonly outcome: DispositionKey
  /** ISO 8601 instant. */
  readonly savedAt: string
}

// The API documents 65,536 characters for the body of a note; calls and tasks have no published limit of their own.
const LONGEST_NOTES = 65_536
const LONGEST_TITLE = 255

/** An empty outcome screen for a call with this contact. */
export function newDraft(call: LoggedCall): Draft {
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

/** An outcome by its key, its label or its id, whatever the capitals; null when there is none. */
export function findDisposition(text: string): DispositionKey | null {
  const wanted = text.trim().toLowerCase()
  const found = DISPOSITIONS.find(
    ({ key, label, id }) => key === wanted.replace(/[\s_]+/g, '-') || label.toLowerCase() === wanted || id === wanted,
  )
  return found?.key ?? null
}

/** The label of an outcome, as the CRM shows it. */
export function dispositionLabel(key: DispositionKey): string {
  return DISPOSITIONS.find((disposition) => disposition.key === key)?.label ?? key
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
  let task: Task = { title, type: 'todo', priority: 'none', due: addBusinessDays(today, 3) }
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

/**
 * A due date as people write it: `today`, `tomorrow`, `in 3 days`, `in 3 business days`, `in 2 weeks`, `in 1 month`,
 * `friday`, `2026-12-01`. Business days are Monday to Friday; holidays are not known here.
 *
 * @param today YYYY-MM-DD
 * @returns YYYY-MM-DD, or null when the text is no due date
 */
export function parseDue(text: string, today: string): string | null {
  const words = text.trim().toLowerCase()
  if (words === 'today') return today
  if (words === 'tomorrow') return addDays(today, 1)
  if (isDate(words)) return words
  const weekday = WEEKDAYS.indexOf(words.replace(/^(?:next|on)\s+/, ''))
  if (weekday >= 0) return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
  const [, count, unit] = /^(?:in\s+)?(\d{1,4})\s+(business days?|days?|weeks?|months?)$/.exec(words) ?? []
  if (count === undefined || unit === undefined) return null
  if (unit.startsWith('business')) return addBusinessDays(today, Number(count))
  if (unit.startsWith('month')) return addMonths(today, Number(count))
  return addDays(today, Number(count) * (unit.startsWith('week') ? 7 : 1))
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayOf(new Date(text)) === text
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

function weekdayOf(day: string): number {
  return new Date(day).getUTCDay()
}

function addDays(day: string, count: number): string {
  const date = new Date(day)
  date.setUTCDate(date.getUTCDate() + count)
  return dayOf(date)
}

function addBusinessDays(day: string, count: number): string {
  let due = day
  for (let left = count; left > 0; ) {
    due = addDays(due, 1)
    if (weekdayOf(due) % 6 !== 0) left -= 1
  }
  return due
}

// The 31st of a shorter month is its last day, not the first days of the next.
function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return dayOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, lastDay))))
}
