import { describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { newDraft } from '../../src/core/outcome.ts'
import { newSending, type Parked, type Sending } from '../../src/core/sending.ts'
import {
  type ContactPlan,
  countSituation,
  FULL_EVERY_MS,
  LINKS_EVERY_MS,
  LONGEST_DELTA_MS,
  LONGEST_PAUSE_MS,
  mayGoOn,
  moveDrafts,
  moveSending,
  NO_COUNTS,
  OVERLAP_MS,
  planContact,
  planRun,
  type Remote,
  type Situation,
  survivorOf,
  type Waiting,
  waitingOf,
} from '../../src/core/sync.ts'
import { contact, deal, phone } from '../people.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')

// One contact, named by what it is like: `walsh` has married, `logged` is byrne after a call was logged on her.
const PEOPLE = {
  byrne: contact({ row: null, modifiedAt: '2026-11-01T00:00:00Z' }),
  walsh: contact({ row: null, modifiedAt: '2026-11-02T00:00:00Z', lastName: 'Walsh' }),
  logged: contact({ row: null, modifiedAt: '2026-11-03T00:00:00Z' }),
} satisfies Record<string, Contact>
type Person = keyof typeof PEOPLE

/**
 * How to read a row. `agreed`: the copy that both sides last had, or none. `here`: what waits on it. `crm`: what the CRM
 * says now: a person, or where the contact has gone. `found`: the situation's name. `copy`: the copy afterwards, `-` for
 * none; `(…)` where it is not written anew. `waits`: what becomes of what waits.
 */
interface Row {
  readonly agreed: Person | '-'
  readonly here: Waiting
  readonly crm: Person | 'bin' | 'part of 102' | 'nothing'
  readonly found: Situation
  readonly copy: Person | `(${Person})` | '-' | '(-)'
  readonly waits: 'stays' | 'goes to 102' | 'is sent again'
}

const row = (
  agreed: Row['agreed'],
  here: Row['here'],
  crm: Row['crm'],
  found: Row['found'],
  copy: Row['copy'],
  waits: Row['waits'] = 'stays',
): Row => ({ agreed, here, crm, found, copy, waits })

const TABLE: readonly Row[] = [
  // Nobody waits for it.
  row('-', 'nothing', 'byrne', 'new', 'byrne'),
  row('byrne', 'nothing', 'walsh', 'changed', 'walsh'),
  row('byrne', 'nothing', 'logged', 'touched', 'logged'),
  row('byrne', 'nothing', 'byrne', 'unchanged', '(byrne)'),
  row('byrne', 'nothing', 'bin', 'archived', '-'),
  row('byrne', 'nothing', 'part of 102', 'merged', '-'),
  row('byrne', 'nothing', 'nothing', 'vanished', '-'),
  row('-', 'nothing', 'bin', 'unknown', '(-)'),
  row('-', 'nothing', 'part of 102', 'unknown', '(-)'),
  row('-', 'nothing', 'nothing', 'unknown', '(-)'),
  // An outcome screen was left unsaved on it: what was written stays, whatever became of the contact.
  row('-', 'draft', 'byrne', 'new', 'byrne'),
  row('byrne', 'draft', 'walsh', 'changed', 'walsh'),
  row('byrne', 'draft', 'logged', 'touched', 'logged'),
  row('byrne', 'draft', 'byrne', 'unchanged', '(byrne)'),
  row('byrne', 'draft', 'bin', 'archived', '-'),
  row('byrne', 'draft', 'part of 102', 'merged', '-', 'goes to 102'),
  row('byrne', 'draft', 'nothing', 'vanished', '-'),
  row('-', 'draft', 'part of 102', 'merged', '(-)', 'goes to 102'),
  row('-', 'draft', 'nothing', 'unknown', '(-)'),
  // A saved outcome waits to be sent to it. Of its own accord it meets what the CRM says, and is parked if need be.
  row('-', 'queued', 'byrne', 'new', 'byrne'),
  row('byrne', 'queued', 'walsh', 'changed', 'walsh'),
  row('byrne', 'queued', 'logged', 'touched', 'logged'),
  row('byrne', 'queued', 'byrne', 'unchanged', '(byrne)'),
  row('byrne', 'queued', 'bin', 'archived', '-'),
  row('byrne', 'queued', 'part of 102', 'merged', '-', 'goes to 102'),
  row('byrne', 'queued', 'nothing', 'vanished', '-'),
  row('-', 'queued', 'part of 102', 'merged', '(-)', 'goes to 102'),
  row('-', 'queued', 'bin', 'unknown', '(-)'),
  // A saved outcome was parked because the contact was not in the CRM.
  row('-', 'parked', 'byrne', 'returned', 'byrne', 'is sent again'),
  row('byrne', 'parked', 'walsh', 'returned', 'walsh', 'is sent again'),
  row('byrne', 'parked', 'logged', 'returned', 'logged', 'is sent again'),
  row('byrne', 'parked', 'byrne', 'returned', '(byrne)', 'is sent again'),
  row('byrne', 'parked', 'bin', 'archived', '-'),
  row('-', 'parked', 'bin', 'unknown', '(-)'),
  row('-', 'parked', 'part of 102', 'merged', '(-)', 'goes to 102'),
  row('-', 'parked', 'nothing', 'unknown', '(-)'),
]

function remoteOf(crm: Row['crm']): Remote {
  if (crm === 'bin') return { kind: 'archived' }
  if (crm === 'part of 102') return { kind: 'merged', into: '102' }
  return crm === 'nothing' ? { kind: 'absent' } : { kind: 'there', contact: PEOPLE[crm] }
}

function nameOf({ copy }: ContactPlan, agreed: Row['agreed']): Row['copy'] {
  if (copy.kind !== 'write') return copy.kind === 'remove' ? '-' : agreed === '-' ? '(-)' : `(${agreed})`
  const [name = '-'] = Object.entries(PEOPLE).find(([, person]) => person === copy.contact) ?? []
  return name as Row['copy']
}

const WAITS = { stay: 'stays', move: 'goes to 102', 'send-again': 'is sent again' } as const

describe('R-03 R-11 what a difference between the CRM and here comes to', () => {
  test.each(TABLE)('agreed on $agreed, here $here, in the CRM $crm: $found', ({ agreed, here, crm, ...expected }) => {
    const plan = planContact(agreed === '-' ? null : PEOPLE[agreed], remoteOf(crm), here)
    expect({ found: plan.situation, copy: nameOf(plan, agreed), waits: WAITS[plan.waiting.kind] }).toEqual(expected)
    if (plan.waiting.kind === 'move') expect(plan.waiting.to).toBe('102')
  })

  test('planning again what was planned gives nothing more to do', () => {
    for (const { agreed, here, crm } of TABLE.filter(({ crm }) => crm in PEOPLE)) {
      const copy = agreed === '-' ? null : PEOPLE[agreed]
      const plan = planContact(copy, remoteOf(crm), here)
      const after = plan.copy.kind === 'write' ? plan.copy.contact : copy
      expect(planContact(after, remoteOf(crm))).toMatchObject({ situation: 'unchanged', copy: { kind: 'keep' } })
    }
  })

  test.each<[string, Partial<Contact>]>([
    ['its name', { firstName: 'Anne' }],
    ['its company', { company: 'Beta' }],
    ['the record of its company', { companyId: '9' }],
    ['its email', { email: '' }],
    ['its country', { country: 'IE' }],
    ['a number', { phones: [phone('+353861111111')] }],
    ['a number more', { phones: [phone('+353871234567'), phone('n/a')] }],
    ['a deal', { deals: [deal()] }],
  ])('a contact is changed by %s', (_what, change) => {
    const after = { ...PEOPLE.byrne, ...change }
    expect(planContact(PEOPLE.byrne, { kind: 'there', contact: after })).toMatchObject({ situation: 'changed' })
  })

  test('deals in another order, and an absent company record that is null now, are no change', () => {
    const [one, two] = [deal({ id: '1' }), deal({ id: '2' })]
    const copy = { ...PEOPLE.byrne, deals: [two, one] }
    const now = { ...PEOPLE.byrne, companyId: null, deals: [one, two] }
    expect(planContact(copy, { kind: 'there', contact: now })).toMatchObject({ situation: 'unchanged' })
  })

  test('a contact that came from a file is written as the CRM has it, and counts as the same', () => {
    const plan = planContact({ ...PEOPLE.byrne, row: 7 }, { kind: 'there', contact: PEOPLE.byrne })
    expect(plan).toEqual({
      situation: 'touched',
      copy: { kind: 'write', contact: PEOPLE.byrne },
      waiting: { kind: 'stay' },
    })
  })

  test('what was only touched counts as unchanged, and what is unknown not at all', () => {
    const counts = (['new', 'touched', 'unchanged', 'unknown'] as const).reduce(countSituation, NO_COUNTS)
    expect(counts).toEqual({ ...NO_COUNTS, new: 1, unchanged: 2 })
  })
})

describe('R-11 what waits on a contact', () => {
  const call = {
    callId: 'c1',
    contactId: '101',
    contactName: 'Anna Byrne',
    e164: '+353871234567',
    direction: 'incoming' as const,
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 1,
  }
  const queued = newSending({ ...newDraft(call), outcome: 'connected', savedAt: '2026-11-20T09:05:00.000Z' })
  const parked = (reason: Parked): Sending => ({ ...queued, failures: 3, parked: reason })
  const gone = parked({ kind: 'not-found' })
  const refused = parked({ kind: 'refused', says: 'The contact is no longer in the CRM.' })
  const survivors = new Map([
    ['101', '102'],
    ['102', '103'],
  ])

  test('is parked for its contact only when it says that this was gone', () => {
    expect(waitingOf(queued)).toBe('queued')
    expect(waitingOf(gone)).toBe('parked')
    expect(waitingOf(refused)).toBe('queued')
  })

  test('goes to the survivor of the survivor', () => {
    expect(moveSending(queued, survivors, new Set())).toEqual({ ...queued, contactId: '103' })
    expect(moveDrafts([newDraft(call)], survivors)?.map((draft) => draft.call.contactId)).toEqual(['103'])
  })

  test('and is sent again there when it was parked', () => {
    expect(moveSending(gone, survivors, new Set())).toEqual({ ...queued, contactId: '103' })
  })

  test('is sent again once the contact has returned, unless it was refused for something else', () => {
    expect(moveSending(gone, new Map(), new Set(['101']))).toEqual(queued)
    expect(moveSending(refused, new Map(), new Set(['101']))).toBeNull()
  })

  test.each<[string, string | null]>([
    ['nobody', null],
    ['somebody else', '104'],
  ])('is left alone when it is on %s', (_whom, contactId) => {
    expect(moveSending({ ...gone, contactId }, survivors, new Set(['101']))).toBeNull()
    expect(moveDrafts([newDraft({ ...call, contactId })], survivors)).toBeNull()
  })

  test('keeps what the CRM was asked for', () => {
    const asked = { ...queued, asked: { part: 0, lostAt: null } }
    expect(moveSending(asked, survivors, new Set())).toEqual({ ...asked, contactId: '103' })
  })

  test('is not led in circles', () => {
    const circle = new Map([
      ['1', '2'],
      ['2', '1'],
    ])
    expect(survivorOf('1', circle)).toBeNull()
    expect(survivorOf('1', new Map([['1', '1']]))).toBeNull()
    expect(survivorOf('7', circle)).toBeNull()
  })
})

describe('R-03 R-16 which sync is due', () => {
  const seen = { seenUntilCrm: NOW, fullAtCrm: NOW, linksAtCrm: NOW }
  const delta = (withLinks = false) => ({ kind: 'delta', since: NOW - OVERLAP_MS, withLinks })

  test('all contacts at first, and where somebody asks for it', () => {
    expect(planRun(null, NOW, 'auto')).toEqual({ kind: 'full' })
    expect(planRun({ ...seen, fullAtCrm: null }, NOW, 'auto')).toEqual({ kind: 'full' })
    expect(planRun(seen, NOW, 'full')).toEqual({ kind: 'full' })
  })

  test('what has changed since, and a little from before, at any other time', () => {
    expect(planRun(seen, NOW, 'auto')).toEqual(delta())
    expect(planRun(seen, NOW + 1, 'auto')).toEqual(delta())
  })

  test('associations after a day', () => {
    expect(planRun(seen, NOW + LINKS_EVERY_MS, 'auto')).toEqual(delta())
    expect(planRun(seen, NOW + LINKS_EVERY_MS + 1, 'auto')).toEqual(delta(true))
    expect(planRun({ ...seen, linksAtCrm: null }, NOW, 'auto')).toEqual(delta(true))
  })

  test('all contacts after a week, and before what was archived leaves the bin', () => {
    expect(planRun(seen, NOW + FULL_EVERY_MS, 'auto')).toMatchObject({ kind: 'delta' })
    expect(planRun(seen, NOW + FULL_EVERY_MS + 1, 'auto')).toEqual({ kind: 'full' })
    const late = NOW + LONGEST_DELTA_MS + 1
    expect(planRun({ ...seen, fullAtCrm: late }, late, 'auto')).toEqual({ kind: 'full' })
    expect(planRun({ ...seen, fullAtCrm: late }, late - 1, 'auto')).toMatchObject({ kind: 'delta' })
  })

  test("all contacts when the CRM's clock was set back behind what counts as seen", () => {
    expect(planRun(seen, NOW - OVERLAP_MS, 'auto')).toEqual(delta())
    expect(planRun(seen, NOW - OVERLAP_MS - 1, 'auto')).toEqual({ kind: 'full' })
  })

  test('a run that stopped goes on for a day, and never when it is from the future', () => {
    expect(mayGoOn(NOW, NOW)).toBe(true)
    expect(mayGoOn(NOW, NOW + LONGEST_PAUSE_MS)).toBe(true)
    expect(mayGoOn(NOW, NOW + LONGEST_PAUSE_MS + 1)).toBe(false)
    expect(mayGoOn(NOW, NOW - 1)).toBe(false)
  })
})
