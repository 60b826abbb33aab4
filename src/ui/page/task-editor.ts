// One follow-up task being written: (editor, key) → editor, or that it is done with. Knows no form around it.
import { parseDue } from '../../core/day.ts'
import { TASK_PRIORITIES, TASK_TYPES, type Task } from '../../core/outcome.ts'
import { isChoosing, isSpace, type Key } from '../keys.ts'
import { editText, newTextArea, type TextArea } from '../text-area.ts'

export const TASK_FIELDS = ['title', 'type', 'due', 'priority', 'done', 'remove'] as const
export type TaskField = (typeof TASK_FIELDS)[number]

export interface TaskEditor {
  readonly field: TaskField
  readonly title: TextArea
  readonly type: Task['type']
  /** As it was typed: `in 3 business days`. */
  readonly due: TextArea
  readonly priority: Task['priority']
}

/** The editor for a task; what stands in `due` may be a date or words for one. */
export function openTask({ title, type, due, priority }: Task): TaskEditor {
  return { field: 'title', title: newTextArea(title), type, due: newTextArea(due), priority }
}

/** The task as far as it is written. Words that are no due date stay as they are, so that a draft loses nothing. */
export function taskOf({ title, type, due, priority }: TaskEditor, today: string): Task {
  return { title: title.text, type, due: parseDue(due.text, today) ?? due.text, priority }
}

/** The editor after a key; `close` keeps the task, `remove` does not. */
export function editTask(editor: TaskEditor, key: Key): TaskEditor | 'close' | 'remove' {
  const written = writeField(editor, key)
  if (written) return written
  if (isChoosing(key) && editor.field === 'done') return 'close'
  if (isChoosing(key) && editor.field === 'remove') return 'remove'
  if (isSpace(key)) return turnChoice(editor, 1)
  if (key.type !== 'press') return editor
  switch (key.name) {
    case 'escape':
      return 'close'
    case 'enter':
    case 'tab':
    case 'down':
      return moveField(editor, 1)
    case 'shift-tab':
    case 'up':
      return moveField(editor, -1)
    case 'left':
    case 'right':
      return turnChoice(editor, key.name === 'right' ? 1 : -1)
    default:
      return editor
  }
}

function writeField(editor: TaskEditor, key: Key): TaskEditor | null {
  if (editor.field !== 'title' && editor.field !== 'due') return null
  const text = editText(editor[editor.field], key, { width: Number.POSITIVE_INFINITY, isMultiline: false })
  return text === null ? null : { ...editor, [editor.field]: text }
}

function moveField(editor: TaskEditor, by: 1 | -1): TaskEditor {
  const field = TASK_FIELDS[(TASK_FIELDS.indexOf(editor.field) + by + TASK_FIELDS.length) % TASK_FIELDS.length]
  return { ...editor, field: field ?? editor.field }
}

function turnChoice(editor: TaskEditor, by: 1 | -1): TaskEditor {
  if (editor.field === 'type') return { ...editor, type: neighbour(TASK_TYPES, editor.type, by) }
  return editor.field === 'priority' ? { ...editor, priority: neighbour(TASK_PRIORITIES, editor.priority, by) } : editor
}

function neighbour<T>(all: readonly T[], current: T, by: 1 | -1): T {
  return all[(all.indexOf(current) + by + all.length) % all.length] ?? current
}
