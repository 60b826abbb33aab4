// The outcome screen's state: (form, key) → form, and whether it is to be saved or left. Knows no drawing, no storage.
import { parseDue } from '../../core/day.ts'
import type { Disposition, Draft, OutcomeKey, Task } from '../../core/outcome.ts'
import { isChoosing, isSpace, type Key } from '../keys.ts'
import { editText, newTextArea, type TextArea } from '../text-area.ts'
import { editTask, openTask, type TaskEditor, taskOf } from './task-editor.ts'

const SECTIONS = ['outcome', 'notes', 'tasks', 'deal', 'who', 'buttons'] as const
export type Section = (typeof SECTIONS)[number]

export const BUTTONS = ['Save', 'Keep draft', 'Discard'] as const

export interface OutcomeForm {
  readonly draft: Draft
  /** The draft's notes, with a caret. */
  readonly notes: TextArea
  readonly section: Section
  /** Which task has the focus; behind the last one it is "Add a task". */
  readonly task: number
  readonly button: number
  /** The task that is being written, over the rest of the form. */
  readonly editor: TaskEditor | null
  /** What keeps it from being saved. */
  readonly problems: readonly string[]
}

export interface FormUpdate {
  readonly form: OutcomeForm
  /** `who`: it is to be said who it was. */
  readonly wish: 'save' | 'dismiss' | 'discard' | 'who' | null
}

/** What a key's meaning depends on: the day that due dates count from, how wide the notes are drawn, what is offered. */
export interface FormContext {
  readonly today: string
  readonly dispositions: readonly Disposition[]
  readonly width: number
  /** Whether several contacts have the number. */
  readonly isShared?: boolean
}

const WISHES = ['save', 'dismiss', 'discard'] as const

/** The form for a draft, new or reopened. */
export function openForm(draft: Draft): OutcomeForm {
  const notes = newTextArea(draft.notes)
  return { draft, notes, section: 'outcome', task: 0, button: 0, editor: null, problems: [] }
}

/** The form after a key. */
export function updateForm(form: OutcomeForm, key: Key, context: FormContext): FormUpdate {
  const { editor } = form
  if (isPress(key, 'save')) return { form: editor ? leaveTask(form, editor) : form, wish: 'save' }
  if (editor) return stay(writeTask(form, editor, { key, today: context.today }))
  if (isPress(key, 'escape')) return { form, wish: 'dismiss' }
  const sections = sectionsOf(form, context)
  if (isPress(key, 'tab')) return stay(moveSection(form, 1, sections))
  if (isPress(key, 'shift-tab')) return stay(moveSection(form, -1, sections))
  switch (form.section) {
    case 'outcome':
      return stay(
        isPress(key, 'enter') ? moveSection(form, 1, sections) : chooseOutcome(form, key, context.dispositions),
      )
    case 'notes':
      return stay(writeNotes(form, key, context.width))
    case 'tasks':
      return stay(chooseTask(form, key, context.today))
    case 'deal':
      return stay(turnDeal(form, key))
    case 'who':
      return { form, wish: isChoosing(key) ? 'who' : null }
    case 'buttons':
      return pressButton(form, key)
  }
}

function isPress(key: Key, name: Extract<Key, { type: 'press' }>['name']): boolean {
  return key.type === 'press' && key.name === name
}

function stay(form: OutcomeForm): FormUpdate {
  return { form, wish: null }
}

function sectionsOf({ draft }: OutcomeForm, { isShared = false }: FormContext): readonly Section[] {
  return SECTIONS.filter((section) => (section === 'deal' ? draft.call.deal : section !== 'who' || isShared))
}

function moveSection(form: OutcomeForm, by: 1 | -1, sections: readonly Section[]): OutcomeForm {
  const count = sections.length
  const section = sections[(sections.indexOf(form.section) + by + count) % count]
  return { ...form, section: section ?? form.section, button: 0 }
}

// The arrows' way through a list: -1, 1, or null for another key.
function direction(key: Key): 1 | -1 | null {
  if (isPress(key, 'up') || isPress(key, 'left')) return -1
  return isPress(key, 'down') || isPress(key, 'right') ? 1 : null
}

function chooseOutcome(form: OutcomeForm, key: Key, offered: readonly Disposition[]): OutcomeForm {
  // Space takes the first where none is chosen yet.
  const by = isSpace(key) && form.draft.outcome === null ? 1 : direction(key)
  const keys = offered.map((disposition) => disposition.key)
  const numbered = key.type === 'text' ? byNumber(key.text, keys) : null
  const chosen = by === null ? numbered : byArrow(form.draft.outcome, by, keys)
  return chosen === null ? form : { ...form, draft: { ...form.draft, outcome: chosen }, problems: [] }
}

function byNumber(text: string, keys: readonly OutcomeKey[]): OutcomeKey | null {
  return keys[Number(text.at(-1)) - 1] ?? null
}

function byArrow(outcome: OutcomeKey | null, by: 1 | -1, keys: readonly OutcomeKey[]): OutcomeKey | null {
  const index = outcome === null ? -1 : keys.indexOf(outcome)
  const first = by === 1 ? 0 : keys.length - 1
  return keys[index < 0 ? first : index + by] ?? outcome
}

function writeNotes(form: OutcomeForm, key: Key, width: number): OutcomeForm {
  const notes = editText(form.notes, key, { width, isMultiline: true })
  if (notes === null) return form
  const draft = notes.text === form.draft.notes ? form.draft : { ...form.draft, notes: notes.text }
  return { ...form, notes, draft, problems: draft === form.draft ? form.problems : [] }
}

function chooseTask(form: OutcomeForm, key: Key, today: string): OutcomeForm {
  const { tasks } = form.draft
  const by = direction(key)
  if (by !== null) return { ...form, task: Math.max(0, Math.min(form.task + by, tasks.length)) }
  const task = tasks[form.task]
  if (isChoosing(key)) return task ? { ...form, editor: openTask(task) } : addTask(form, today)
  if (task && (isPress(key, 'delete') || isPress(key, 'backspace'))) return removeTask(form, form.task)
  return form
}

const USUAL_DUE = 'in 3 business days'

function addTask(form: OutcomeForm, today: string): OutcomeForm {
  const task: Task = { title: '', type: 'todo', priority: 'none', due: parseDue(USUAL_DUE, today) ?? today }
  const tasks = [...form.draft.tasks, task]
  const editor = openTask({ ...task, due: USUAL_DUE })
  return { ...form, draft: { ...form.draft, tasks }, task: tasks.length - 1, editor, problems: [] }
}

function removeTask(form: OutcomeForm, index: number): OutcomeForm {
  const tasks = form.draft.tasks.filter((_, at) => at !== index)
  return { ...form, draft: { ...form.draft, tasks }, task: Math.min(index, tasks.length), problems: [] }
}

function writeTask(form: OutcomeForm, editor: TaskEditor, context: { key: Key; today: string }): OutcomeForm {
  const { key, today } = context
  const next = editTask(editor, key)
  if (next === 'remove') return { ...removeTask(form, form.task), editor: null }
  if (next === 'close') return leaveTask(form, editor)
  const task = taskOf(next, today)
  const tasks = form.draft.tasks.map((other, at) => (at === form.task ? task : other))
  return { ...form, editor: next, draft: { ...form.draft, tasks }, problems: [] }
}

// A task that was opened and never given a title was not meant.
function leaveTask(form: OutcomeForm, editor: TaskEditor): OutcomeForm {
  const closed = { ...form, editor: null }
  return editor.title.text.trim() === '' ? removeTask(closed, form.task) : closed
}

function turnDeal(form: OutcomeForm, key: Key): OutcomeForm {
  return isChoosing(key) || direction(key) !== null
    ? { ...form, draft: { ...form.draft, isDealLeftOut: !form.draft.isDealLeftOut } }
    : form
}

function pressButton(form: OutcomeForm, key: Key): FormUpdate {
  const by = direction(key)
  if (by !== null) return stay({ ...form, button: Math.max(0, Math.min(form.button + by, BUTTONS.length - 1)) })
  return isChoosing(key) ? { form, wish: WISHES[form.button] ?? null } : stay(form)
}
