import { describe, expect, test } from 'vitest'
import { compareView } from '../../src/scenario/expect.ts'
import type { Expected } from '../../src/scenario/expected.ts'
import { Pattern } from '../../src/scenario/pattern.ts'
import { aView } from './views.ts'

const nothing = { happened: [], shown: [] }

function differences(expected: Expected, view = aView(), past: Parameters<typeof compareView>[2] = nothing) {
  return compareView(expected, (part) => view[part], past)
}

test('nothing is looked at that no expectation names', () => {
  const seen: string[] = []
  const see: Parameters<typeof compareView>[1] = (part) => {
    seen.push(part)
    return aView()[part]
  }
  compareView({ card: null, notification: null, nothingShown: true, happened: [], frame: 'home' }, see, nothing)
  expect(seen).toEqual(['card', 'notifications'])
})

const card = {
  name: 'Anna Byrne',
  company: 'Acme',
  deal: null,
  others: 0,
  why: null,
  agoMs: null,
  surface: 'overlay',
} as const

describe('an expectation', () => {
  test('of nothing is always met', () => {
    expect(differences({})).toEqual([])
  })

  test('of a part looks at no other part', () => {
    expect(differences({ card: { name: 'Anna Byrne' } }, aView({ card }))).toEqual([])
  })

  test('names the path, what was expected and what was found', () => {
    expect(differences({ card: { name: 'Anna Murphy', company: 'Acme' } }, aView({ card }))).toEqual([
      { path: 'card.name', expected: '"Anna Murphy"', found: '"Anna Byrne"' },
    ])
  })

  test('of text may be a regular expression, and a found null never matches it', () => {
    expect(differences({ card: { company: new Pattern(/^ac/i) } }, aView({ card }))).toEqual([])
    expect(differences({ label: new Pattern(/./) })).toEqual([{ path: 'label', expected: '/./', found: 'none' }])
  })

  test('of nothing in its place fails when something is there', () => {
    expect(differences({ card: null }, aView({ card }))).toEqual([
      { path: 'card', expected: 'none', found: expect.stringContaining('Anna Byrne') },
    ])
    expect(differences({ card: { name: 'Anna Byrne' } })).toEqual([
      { path: 'card', expected: '{name: "Anna Byrne"}', found: 'none' },
    ])
  })

  test('of a number or a word is exact', () => {
    expect(differences({ waiting: 1 })).toEqual([{ path: 'waiting', expected: '1', found: '0' }])
    expect(differences({ role: 'held' })).toEqual([{ path: 'role', expected: '"held"', found: '"none"' }])
  })
})

describe('lists', () => {
  const rows = [
    { type: 'missed', name: null, number: '+353871234567', durationMs: 0 },
    { type: 'incoming', name: 'Mam', number: '+353871112222', durationMs: 4000 },
  ] as const

  test('of calls are compared from the newest on, as far as rows are named', () => {
    const view = aView({ callList: rows })
    expect(differences({ callList: [{ type: 'missed' }] }, view)).toEqual([])
    expect(differences({ callList: [{ type: 'missed' }, { name: 'Dad' }] }, view)).toEqual([
      { path: 'call-list[1].name', expected: '"Dad"', found: '"Mam"' },
    ])
    expect(differences({ callList: [{}, {}, {}] }, view)).toHaveLength(1)
  })

  test('of calls that should be empty are compared whole', () => {
    expect(differences({ callList: null })).toEqual([])
    expect(differences({ callList: null }, aView({ callList: rows }))).toHaveLength(1)
  })

  test('of what the CRM received are compared whole, so that nothing arrives unnoticed', () => {
    const call = {
      contact: '101',
      outcome: 'Connected',
      notes: '',
      direction: 'incoming',
      durationMs: 1,
      tasks: [],
      deal: null,
    } as const
    expect(differences({ crmCalls: [{ contact: '101' }] }, aView({ crmCalls: [call] }))).toEqual([])
    expect(differences({ crmCalls: [{ contact: '101' }] }, aView({ crmCalls: [call, call] }))).toHaveLength(1)
    expect(differences({ crmCalls: [] }, aView({ crmCalls: [call] }))).toHaveLength(1)
  })

  test('of notifications: the newest by itself, or all of them', () => {
    const view = aView({
      notifications: [
        { title: 'Missed call: Anna', actions: ['View contact', 'Call back'] },
        { title: 'Missed call: Brian', actions: ['View contact', 'Call back'] },
      ],
    })
    expect(differences({ notification: { title: 'Missed call: Anna' } }, view)).toEqual([])
    expect(differences({ notification: null }, view)).toHaveLength(1)
    expect(differences({ notification: { actions: ['View contact'] } }, view)).toHaveLength(1)
    expect(differences({ notifications: [{ title: new Pattern(/Anna/) }] }, view)).toHaveLength(1)
  })
})

describe('the past', () => {
  const past = { happened: ['ringing +353871234567', 'show-card Anna', 'ended MISSED'], shown: ['show-card Anna'] }

  test('has happened in the order that is named, other things between', () => {
    expect(differences({ happened: [new Pattern(/^ringing/), 'ended MISSED'] }, aView(), past)).toEqual([])
    expect(differences({ happened: ['ended MISSED', new Pattern(/^ringing/)] }, aView(), past)).toEqual([
      { path: 'happened', expected: '/^ringing/ after "ended MISSED"', found: 'none' },
    ])
  })

  test('needs a second event for a line that is named twice', () => {
    expect(differences({ happened: [new Pattern(/^ringing/), new Pattern(/^ringing/)] }, aView(), past)).toHaveLength(1)
  })

  test('has never seen what is named under never', () => {
    expect(differences({ never: [new Pattern(/^answered/)] }, aView(), past)).toEqual([])
    expect(differences({ never: [new Pattern(/^show-card/)] }, aView(), past)).toEqual([
      { path: 'never', expected: 'never /^show-card/', found: 'show-card Anna' },
    ])
  })

  test('shows nothing only when nothing of the CRM came up', () => {
    expect(differences({ nothingShown: true })).toEqual([])
    expect(differences({ nothingShown: true }, aView(), past)).toEqual([
      { path: 'nothing-shown', expected: 'nothing to be shown', found: 'show-card Anna' },
    ])
  })
})
