import { describe, expect, test } from 'vitest'
import { parseDue } from '../../src/core/day.ts'
import {
  completeDraft,
  DISPOSITIONS,
  dealOf,
  dispositionLabel,
  dispositionsOf,
  findDisposition,
  type LoggedCall,
  newDraft,
  parseTask,
  validateDraft,
} from '../../src/core/outcome.ts'

const call: LoggedCall = {
  callId: 'call-1',
  contactId: '101',
  contactName: 'Anna Byrne',
  e164: '+353871234567',
  direction: 'incoming',
  startedAt: '2026-11-20T10:00:00.000Z',
  durationMs: 60_000,
}
const task = { title: 'Send the quote', type: 'todo', priority: 'none', due: '2026-11-25' } as const

test.each([
  ['connected', 'connected'],
  ['Left voicemail', 'left-voicemail'],
  ['left_live_message', 'left-live-message'],
  ['NO ANSWER', 'no-answer'],
  ['conected', null],
  ['', null],
])('findDisposition(%j) is %j', (text, key) => expect(findDisposition(text)).toBe(key))

describe('R-11 the outcomes to choose from', () => {
  const demo = { id: '5c7e-demo', label: 'Demo booked' }
  const offered = dispositionsOf([demo, { id: 'connected', label: 'Spoke with them' }])

  test('are the six until the account has told its own', () => {
    expect(dispositionsOf(undefined)).toBe(DISPOSITIONS)
    expect(dispositionsOf([])).toBe(DISPOSITIONS)
  })
  test("are the account's, in its order and words; one of the six keeps its key", () => {
    expect(offered).toEqual([
      { key: '5c7e-demo', label: demo.label },
      { key: 'connected', label: 'Spoke with them' },
    ])
  })
  test.each([
    ['demo BOOKED', '5c7e-demo'],
    ['5C7E-DEMO', '5c7e-demo'],
    ['connected', 'connected'],
    ['spoke with them', 'connected'],
    ['busy', null],
  ])('%j is then %j', (text, key) => expect(findDisposition(text, offered)).toBe(key))
  test('have labels that are safe to draw, and none has none', () => {
    const hostile = dispositionsOf([
      { id: 'a', label: '\u001b[31mred\n' },
      { id: 'b', label: ' ' },
      { id: 'b', label: 'again' },
    ])
    expect(hostile.map(({ label }) => label)).toEqual(['red', 'again'])
    expect(dispositionsOf([{ id: 'b', label: '\u202e' }])[0]?.label).toBe('b')
  })
  test('an outcome that is offered no longer is called by what is known of it', () => {
    expect(dispositionLabel('busy', offered)).toBe('Busy')
    const [own] = offered
    expect(own && dispositionLabel(own.key)).toBe('5c7e-demo')
  })
})

describe('R-11 the deal that a call goes on', () => {
  const deal = { id: '7', name: 'Renewal', amount: 'EUR 12,500' }
  test('is the one of the call, unless it is left out', () => {
    expect(dealOf(newDraft({ ...call, deal }))).toBe(deal)
    expect(dealOf({ ...newDraft({ ...call, deal }), isDealLeftOut: true })).toBe(null)
  })
  test('is none for a call without, and for drafts from before there were any', () => {
    expect(dealOf(newDraft(call))).toBe(null)
  })
})

describe('R-11 a draft can be saved', () => {
  const draft = { ...newDraft(call), outcome: 'connected', notes: 'Wants a quote', tasks: [task] } as const
  test.each([
    ['with outcome, notes and tasks', {}, []],
    ['with an outcome alone', { notes: '', tasks: [] }, []],
    ['not without an outcome', { outcome: null }, ['Choose an outcome.']],
    ['not with a task without title', { tasks: [{ ...task, title: ' ' }] }, ['Give task 1 a title.']],
    ['not with a task without date', { tasks: [task, { ...task, due: 'soon' }] }, ['Give task 2 a due date.']],
    ['not with a date that does not exist', { tasks: [{ ...task, due: '2026-02-30' }] }, ['Give task 1 a due date.']],
    ['not with notes that the CRM refuses', { notes: 'x'.repeat(65_537) }, [expect.stringContaining('65537')]],
  ])('%s', (_what, changes, problems) => expect(validateDraft({ ...draft, ...changes })).toEqual(problems))

  test('and is then an outcome; an incomplete one is refused', () => {
    expect(completeDraft(draft, '2026-11-20T10:05:00.000Z')).toEqual({ ...draft, savedAt: '2026-11-20T10:05:00.000Z' })
    expect(() => completeDraft(newDraft(call), '2026-11-20T10:05:00.000Z')).toThrow('Choose an outcome.')
  })
})

// 20 November 2026 is a Friday.
test.each([
  ['today', '2026-11-20'],
  ['Tomorrow', '2026-11-21'],
  ['in 3 days', '2026-11-23'],
  ['3 days', '2026-11-23'],
  ['in 1 business day', '2026-11-23'],
  ['in 3 business days', '2026-11-25'],
  ['in 5 business days', '2026-11-27'],
  ['in 2 weeks', '2026-12-04'],
  ['in 1 month', '2026-12-20'],
  ['monday', '2026-11-23'],
  ['next friday', '2026-11-27'],
  ['2026-12-01', '2026-12-01'],
  ['2026-02-30', null],
  ['soon', null],
  ['in -1 days', null],
  ['', null],
])('R-11 a due date %j, said on a Friday, is %j', (text, due) => expect(parseDue(text, '2026-11-20')).toBe(due))

test.each([
  ['2026-11-21', '2026-11-24'],
  ['2026-11-22', '2026-11-24'],
  ['2026-12-31', '2027-01-04'],
])('two business days after %s is %s', (today, due) => expect(parseDue('in 2 business days', today)).toBe(due))

test.each([
  ['2027-01-31', '2027-02-28'],
  ['2028-01-31', '2028-02-29'],
  ['2026-12-15', '2027-01-15'],
])('a month after %s is %s', (today, due) => expect(parseDue('in 1 month', today)).toBe(due))

describe('R-11 a task on one line', () => {
  const today = '2026-11-20'
  test('has a title, and defaults for the rest', () => {
    expect(parseTask('Send the quote', today)).toEqual(task)
  })
  test('has type, priority and due date in any order', () => {
    const full = { title: 'Call Bob, then Tom', type: 'call', priority: 'high', due: '2026-11-21' }
    expect(parseTask('Call Bob, then Tom; high; call; tomorrow', today)).toEqual(full)
    expect(parseTask('Call Bob, then Tom; due: tomorrow; type call; priority high', today)).toEqual(full)
  })
  test('with a word that is none of them says what was expected', () => {
    expect(parseTask('Call; hgih', today)).toEqual({ problem: expect.stringMatching(/expected a type .*found "hgih"/) })
    expect(parseTask(' ; high', today)).toEqual({ problem: expect.stringContaining('expected a task title') })
  })
})
