import { describe, expect, test } from 'vitest'
import {
  DISPOSITIONS,
  type Draft,
  dispositionsOf,
  type LoggedCall,
  newDraft,
  outcomeKeyOf,
} from '../../../src/core/outcome.ts'
import { newReader, readKeys } from '../../../src/ui/keys.ts'
import { type FormContext, type FormUpdate, openForm, updateForm } from '../../../src/ui/page/outcome-form.ts'
import { DOWN, ENTER, ESCAPE, SAVE, UP } from '../phones.ts'

const TAB = '\t'
const BACK_TAB = '\u001b[Z'
const RIGHT = '\u001b[C'
const LEFT = '\u001b[D'
const DELETE = '\u001b[3~'

const CALL: LoggedCall = {
  callId: 'call-1',
  contactId: '101',
  contactName: 'Anna Byrne',
  e164: '+353871234567',
  direction: 'incoming',
  startedAt: '2026-11-20T12:00:00.000Z',
  durationMs: 65_000,
}
const CONTEXT = { today: '2026-11-20', width: 40, dispositions: DISPOSITIONS }

/** The form after these keys, and the last wish it had. */
function fill(keys: readonly string[], draft: Draft = newDraft(CALL), context: FormContext = CONTEXT) {
  let form = openForm(draft)
  let wish: FormUpdate['wish'] = null
  for (const text of keys) {
    const pressed = text === ESCAPE ? [{ type: 'press', name: 'escape' } as const] : readKeys(newReader, text).keys
    for (const key of pressed) {
      const update = updateForm(form, key, context)
      form = update.form
      wish = update.wish ?? wish
    }
  }
  return { form, wish, draft: form.draft }
}

describe('R-11 the outcome', () => {
  test.each([
    ['the first down arrow chooses the first', [DOWN], 'connected'],
    ['the first up arrow chooses the last', [UP], 'wrong-number'],
    ['arrows go on from there', [DOWN, DOWN, DOWN], 'left-voicemail'],
    ['and back', [DOWN, DOWN, UP], 'connected'],
    ['and stop at the end', [UP, DOWN], 'wrong-number'],
    ['its number chooses it', ['5'], 'busy'],
    ['another number does not', ['7'], null],
    ['letters do not', ['x'], null],
    ['Space chooses the first', [' '], 'connected'],
    ['and leaves one that is chosen', [DOWN, DOWN, ' '], 'left-live-message'],
  ])('%s', (_what, keys, outcome) => expect(fill(keys).draft.outcome).toBe(outcome))
})

describe("R-11 the account's own outcomes", () => {
  const six = DISPOSITIONS.map(({ key, label }) => ({ id: key, label }))
  const account = [...six, { id: 'demo', label: 'Demo booked' }].toReversed()
  const own = { ...CONTEXT, dispositions: dispositionsOf(account) }
  test.each([
    ['come in its order', [DOWN], 'demo'],
    ['by their numbers, too', ['7'], 'connected'],
    ['and stop at its end', [UP, DOWN], 'connected'],
  ])('%s', (_what, keys, outcome) => expect(fill(keys, newDraft(CALL), own).draft.outcome).toBe(outcome))
  test('one that is offered no longer stays until another is chosen', () => {
    const draft = { ...newDraft(CALL), outcome: outcomeKeyOf('gone') }
    expect(fill([TAB, 'note'], draft, own).draft.outcome).toBe('gone')
    expect(fill([DOWN], draft, own).draft.outcome).toBe('demo')
  })
})

describe('R-11 the deal', () => {
  const deal = { id: '7', name: 'Renewal', amount: 'EUR 12,500' }
  const withDeal = newDraft({ ...CALL, deal })
  test.each([
    ['is on unless it is left out', [], false],
    ['is left out by Enter', [ENTER], true],
    ['and put back by another', [ENTER, ENTER], false],
    ['or by Space and arrows', [' ', DOWN, LEFT], true],
    ['other letters change nothing', ['x'], false],
  ])('%s', (_what, keys, isLeftOut) => {
    expect(fill([BACK_TAB, BACK_TAB, ...keys], withDeal).draft.isDealLeftOut ?? false).toBe(isLeftOut)
  })
  test('has no place where the contact has none', () => {
    expect(fill([BACK_TAB, BACK_TAB]).form.section).toBe('tasks')
    expect(fill([BACK_TAB, BACK_TAB], withDeal).form.section).toBe('deal')
  })
})

describe('R-11 the notes', () => {
  test('hold several lines, and the keys that save elsewhere do not', () => {
    expect(fill([TAB, 'Wants a quote', ENTER, 'q 1']).draft.notes).toBe('Wants a quote\nq 1')
  })
  test('take a paste of several lines', () => {
    expect(fill([TAB, '\u001b[200~one\r\ntwo\u001b[201~']).draft.notes).toBe('one\ntwo')
  })
  test('a caret that moves is no change to the draft', () => {
    const before = fill([TAB, 'ab'])
    const after = updateForm(before.form, { type: 'press', name: 'left' }, CONTEXT)
    expect(after.form.draft).toBe(before.draft)
  })
})

describe('R-11 follow-up tasks', () => {
  const toTasks = [TAB, TAB]
  const addTask = [...toTasks, ENTER]

  test('are due in three business days unless something else is typed', () => {
    expect(fill([...addTask, 'Send the quote']).draft.tasks).toEqual([
      { title: 'Send the quote', type: 'todo', priority: 'none', due: '2026-11-25' },
    ])
  })
  test('take a type, a due date in words and a priority', () => {
    const clear = '\u007f'.repeat('in 3 business days'.length)
    const keys = [...addTask, 'Call back', DOWN, RIGHT, DOWN, clear, 'next friday', DOWN, LEFT]
    expect(fill(keys).draft.tasks).toEqual([{ title: 'Call back', type: 'call', priority: 'high', due: '2026-11-27' }])
  })
  test('keep what is typed for a due date although it is none', () => {
    const { draft } = fill([...addTask, 'Mail', DOWN, DOWN, ' maybe'])
    expect(draft.tasks[0]?.due).toBe('in 3 business days maybe')
    expect(fill([...toTasks, ENTER], draft).form.editor?.due.text).toBe('in 3 business days maybe')
  })
  test('can be edited', () => {
    expect(fill([...addTask, 'Mail', ESCAPE, ENTER, 's', ESCAPE]).draft.tasks[0]?.title).toBe('Mails')
  })
  test('are done with by Enter on every field', () => {
    const { form } = fill([...addTask, 'Mail', ENTER, ENTER, ENTER, ENTER, ENTER])
    expect(form.editor).toBeNull()
    expect(form.draft.tasks).toHaveLength(1)
  })
  test('Space opens one, turns what is chosen from a list, and is done; in a text it is typed', () => {
    const { form } = fill([...toTasks, ' ', 'Call', ' ', 'Anna', DOWN, ' ', DOWN, DOWN, ' ', ' ', DOWN, ' '])
    expect(form.editor).toBeNull()
    expect(form.draft.tasks).toMatchObject([{ title: 'Call Anna', type: 'call', priority: 'medium' }])
    expect(fill([...addTask, 'Mail', UP, ' ']).draft.tasks).toEqual([])
  })
  test('without a title were not meant', () => {
    expect(fill([...addTask, ESCAPE]).draft.tasks).toEqual([])
  })
  test.each([
    ['in the list', [...addTask, 'Mail', ESCAPE, DELETE]],
    ['in the editor', [...addTask, 'Mail', UP, ENTER]],
  ])('are removed %s', (_where, keys) => {
    const { form } = fill(keys)
    expect(form.draft.tasks).toEqual([])
    expect(form.editor).toBeNull()
  })
  test('the one selected is edited, not the first', () => {
    const two = fill([...addTask, 'One', ESCAPE, DOWN, ENTER, 'Two', ESCAPE]).draft
    expect(fill([...toTasks, DOWN, ENTER, '!', ESCAPE], two).draft.tasks.map(({ title }) => title)).toEqual([
      'One',
      'Two!',
    ])
  })
})

describe('R-11 leaving', () => {
  test.each<[string, readonly string[], string | null]>([
    ['Ctrl-S saves from the outcome', [SAVE], 'save'],
    ['Ctrl-S saves from the notes', [TAB, 'a', SAVE], 'save'],
    ['Ctrl-S saves from a task', [TAB, TAB, ENTER, 'Mail', SAVE], 'save'],
    ['the button saves', [BACK_TAB, ENTER], 'save'],
    ['so it does by Space', [BACK_TAB, ' '], 'save'],
    ['the other button dismisses', [BACK_TAB, RIGHT, ENTER], 'dismiss'],
    ['Escape dismisses', [ESCAPE], 'dismiss'],
    ['Escape in the notes dismisses', [TAB, ESCAPE], 'dismiss'],
    ['Escape in a task goes back to the form', [TAB, TAB, ENTER, ESCAPE], null],
    ['Enter on an outcome goes on to the notes', [DOWN, ENTER], null],
  ])('%s', (_what, keys, wish) => expect(fill(keys).wish).toBe(wish))

  test('Ctrl-S in a task keeps the task', () => {
    const { form } = fill([TAB, TAB, ENTER, 'Mail', SAVE])
    expect(form.editor).toBeNull()
    expect(form.draft.tasks).toMatchObject([{ title: 'Mail' }])
  })

  test('what kept it from being saved is gone with the next change', () => {
    const form = { ...openForm(newDraft(CALL)), problems: ['Choose an outcome.'] }
    expect(updateForm(form, { type: 'press', name: 'tab' }, CONTEXT).form.problems).toHaveLength(1)
    expect(updateForm(form, { type: 'press', name: 'down' }, CONTEXT).form.problems).toEqual([])
  })
})
