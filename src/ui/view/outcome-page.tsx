// The outcome screen: outcome, notes, tasks, buttons; and over it, the task that is being written.
import { renderDeal } from '../../core/contact.ts'
import { parseDue } from '../../core/day.ts'
import { type Disposition, dealOf, type Task } from '../../core/outcome.ts'
import { renderClock } from '../../text/duration.ts'
import { safeLine } from '../../text/safe.ts'
import { cut, pad, spread } from '../../text/width.ts'
import { BUTTONS, type OutcomeForm, type Section } from '../page/outcome-form.ts'
import type { Screen } from '../page/page.ts'
import { TASK_FIELDS, type TaskEditor, type TaskField } from '../page/task-editor.ts'
import { candidatesOn, saidOf } from '../page/who-page.ts'
import { notesWidth } from '../screen.ts'
import { caretOf, layOut, viewField } from '../text-area.ts'
import type { Theme } from '../theme.ts'
import { bodyAt, bodyColumns, bodyRows, Frame } from './frame.tsx'
import { Caret, type Point, type Row, Rows, windowStart } from './rows.tsx'

interface OutcomePageProps {
  readonly form: OutcomeForm
  readonly screen: Screen
  readonly theme: Theme
}

/** Rows of a page, which of them must be seen, and where on it the cursor stands. */
interface Layout {
  readonly rows: readonly Row[]
  readonly focus: number
  readonly column: number | null
}

const FORM_HINTS = ['Tab next', '↑↓ choose', 'Ctrl-S save', 'Esc dismiss, keep draft']
const DEAL_HINTS = ['Tab next', 'Enter in or out', ...FORM_HINTS.slice(2)]
const WHO_HINTS = ['Tab next', 'Enter say who', ...FORM_HINTS.slice(2)]
const TASK_HINTS = ['Tab next', '←→ change', 'Ctrl-S save all', 'Esc back']

export function OutcomePage({ form, screen, theme }: OutcomePageProps) {
  const { text, rows, caret } = layOutcome(form, screen)
  return (
    <Frame screen={screen} theme={theme} {...text}>
      <Rows rows={rows} theme={theme} />
      <Caret at={caret} />
    </Frame>
  )
}

/** The rows that there is room for, around what has the focus, and where on the screen the next character goes. */
export function layOutcome(form: OutcomeForm, screen: Screen) {
  const text = {
    title: form.editor ? 'Call outcome › Task' : 'Call outcome',
    hints: form.editor ? TASK_HINTS : (SECTION_HINTS[form.section] ?? FORM_HINTS),
    problems: form.problems,
  }
  const size = { columns: bodyColumns(screen), rows: bodyRows(text, screen) }
  const { rows, focus, column } = form.editor
    ? layTask(form.editor, screen.today, size.columns)
    : layForm(form, screen.dispositions, { ...size, width: notesWidth(screen), who: whoOf(form, screen) })
  const start = windowStart(focus, rows.length, size.rows)
  const origin = bodyAt(text, screen)
  const caret: Point | null = column === null ? null : { x: origin.x + column, y: origin.y + focus - start }
  return { text, rows: rows.slice(start, start + size.rows), caret }
}

const SECTION_HINTS: Partial<Record<Section, readonly string[]>> = { deal: DEAL_HINTS, who: WHO_HINTS }

const LEAST_NOTES = 3
const MOST_NOTES = 8

interface Size {
  readonly columns: number
  readonly rows: number
  /** Of the notes. */
  readonly width: number
  /** Who it was of several contacts with the number; null for a single one. */
  readonly who: string | null
}

function layForm(form: OutcomeForm, offered: readonly Disposition[], size: Size): Layout {
  const above: Row[] = [
    { text: cut(renderCall(form), size.columns), style: 'dim' },
    heading(form, 'outcome', 'Outcome'),
    ...offered.map((disposition) => layDisposition(form, disposition, size.columns)),
    heading(form, 'notes', 'Notes'),
  ]
  const below = [
    ...layTasks(form, size.columns),
    ...layDeal(form, size.columns),
    ...layWho(form, size),
    layButtons(form),
  ]
  const room = size.rows - above.length - below.length
  const notes = layNotes(form, size.width, Math.max(LEAST_NOTES, Math.min(room, MOST_NOTES)))
  const rows = [...above, ...notes.rows, ...below]
  const chosen = offered.findIndex(({ key }) => key === form.draft.outcome)
  const focus: Record<Section, number> = {
    outcome: 2 + Math.max(0, chosen),
    notes: above.length + notes.caret.row,
    tasks: above.length + notes.rows.length + 1 + form.task,
    deal: rows.length - (size.who === null ? 2 : 3),
    who: rows.length - 2,
    buttons: rows.length - 1,
  }
  const column = form.section === 'notes' ? GUTTER.length + notes.caret.column : null
  return { rows, focus: focus[form.section], column }
}

function renderCall({ draft: { call } }: OutcomeForm): string {
  const spoke = call.durationMs > 0 ? ` · ${renderClock(call.durationMs)}` : ''
  return `${call.direction === 'incoming' ? 'Incoming' : 'Outgoing'} call with ${safeLine(call.contactName)}${spoke}`
}

function layDisposition({ draft, section }: OutcomeForm, { key, label }: Disposition, columns: number): Row {
  const isChosen = draft.outcome === key
  const marker = isChosen && section === 'outcome' ? '❯' : ' '
  return { text: cut(`  ${marker} ${isChosen ? '●' : '○'} ${label}`, columns), style: isChosen ? 'selected' : 'plain' }
}

function heading(form: OutcomeForm, section: Section, label: string): Row {
  const hasFocus = form.section === section
  return { text: `${hasFocus ? '❯' : ' '} ${label}`, style: hasFocus ? 'title' : 'strong' }
}

const GUTTER = '  │ '

function layNotes(form: OutcomeForm, width: number, height: number) {
  const rows = layOut(form.notes.text, width)
  const caret = caretOf(form.notes, rows)
  const start = windowStart(caret.row, rows.length, height)
  const shown = rows.slice(start, start + height)
  const empty = Array.from({ length: height - shown.length }, () => ({ drawn: '' }))
  return {
    rows: [...shown, ...empty].map(({ drawn }): Row => ({ text: GUTTER + drawn })),
    caret: { row: caret.row - start, column: Math.min(caret.column, width - 1) },
  }
}

function layTasks(form: OutcomeForm, width: number): Row[] {
  const row = (text: string, value: string, index: number): Row => {
    const isSelected = form.section === 'tasks' && form.task === index
    const line = `  ${isSelected ? '❯' : ' '} ${spread(text, value, width - 4)}`
    return { text: line, style: isSelected ? 'selected' : 'plain' }
  }
  const { tasks } = form.draft
  return [
    heading(form, 'tasks', 'Tasks'),
    ...tasks.map((task, index) => row(safeLine(task.title) || 'No title', describeTask(task), index)),
    row('+ Add a task', '', tasks.length),
  ]
}

function describeTask({ type, due, priority }: Task): string {
  return [safeLine(due), TYPES[type], priority === 'none' ? '' : priority].filter((part) => part !== '').join(' · ')
}

const TYPES: Readonly<Record<Task['type'], string>> = { todo: 'To-do', call: 'Call', email: 'Email' }

// What is said of it stands before its name, which may be long.
function layDeal(form: OutcomeForm, columns: number): Row[] {
  const { deal } = form.draft.call
  if (!deal) return []
  const { text, style } = heading(form, 'deal', 'Deal')
  const said = dealOf(form.draft) === null ? '○ not on' : '● on'
  return [{ text: cut(`${text}  ${said} ${renderDeal(deal)}`, columns), style: style ?? 'plain' }]
}

//
function layWho(form: OutcomeForm, { who, columns }: Size): Row[] {
  if (who === null) return []
  const { text, style } = heading(form, 'who', 'Who was it?')
  return [{ text: cut(`${text}  ${who}`, columns), style: style ?? 'plain' }]
}

function whoOf({ draft: { call } }: OutcomeForm, screen: Screen): string | null {
  const { contacts } = candidatesOn(screen, call.e164)
  if (contacts.length === 0) return null
  return saidOf(screen, call.e164) ?? `${safeLine(call.contactName)}, of ${contacts.length} with this number`
}

function layButtons(form: OutcomeForm): Row {
  const hasFocus = form.section === 'buttons'
  const buttons = BUTTONS.map((label, index) => `${hasFocus && form.button === index ? '❯' : ' '} [${label}]`)
  return { text: buttons.join('  '), style: hasFocus ? 'selected' : 'plain' }
}

const LABEL_COLUMNS = 12

function layTask(editor: TaskEditor, today: string, width: number): Layout {
  const room = Math.max(4, width - LABEL_COLUMNS)
  const title = layField(editor, 'title', room)
  const due = layField(editor, 'due', room)
  const row = (field: TaskField, label: string, value: string): Row => {
    const hasFocus = editor.field === field
    const text = pad(`${hasFocus ? '❯' : ' '} ${label}`, LABEL_COLUMNS) + cut(value, room)
    return { text, style: hasFocus ? 'selected' : 'plain' }
  }
  const day = parseDue(editor.due.text, today)
  const rows: Row[] = [
    row('title', 'Title', title.drawn),
    row('type', 'Type', `‹ ${TYPES[editor.type]} ›`),
    row('due', 'Due', due.drawn),
    row('priority', 'Priority', `‹ ${editor.priority} ›`),
    row('done', 'Done', ''),
    row('remove', 'Remove', ''),
    { text: '' },
    day === null
      ? { text: cut('Due: a date, or words such as tomorrow, friday, in 3 business days.', width), style: 'warn' }
      : { text: `Due on ${day}.`, style: 'dim' },
  ]
  const columns: Partial<Record<TaskField, number>> = { title: title.column, due: due.column }
  const column = columns[editor.field]
  return {
    rows,
    focus: TASK_FIELDS.indexOf(editor.field),
    column: column === undefined ? null : LABEL_COLUMNS + column,
  }
}

// A text longer than its field is shown around the caret, and from its beginning while it has none.
function layField(editor: TaskEditor, field: 'title' | 'due', width: number): ReturnType<typeof viewField> {
  return viewField(editor.field === field ? editor[field] : { ...editor[field], at: 0 }, width)
}
