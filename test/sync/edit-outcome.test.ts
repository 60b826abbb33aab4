// what cannot be sent as it is can be changed or given up, as long as it is not in the CRM.
import { describe, expect, test } from 'vitest'
import { newSending, type Sending } from '../../src/core/sending.ts'
import { discardOutcome, editOutcome } from '../../src/sync/edit-outcome.ts'
import { arrived, openOutbox, outcome, send } from './outbox.ts'

const TASK = { title: 'Call back', type: 'call', priority: 'low', due: '2026-11-30' } as const
const PARKED = { kind: 'refused', says: '' } as const

function openWith(sending: Partial<Sending> = {}) {
  const outbox = openOutbox([outcome('c1')])
  outbox.store.keepSending('c1', { ...newSending(outcome('c1')), ...sending })
  return outbox
}

describe('R-11 editing an outcome', () => {
  test('that is parked changes what is asked, keeps the rest, and sends it again', async () => {
    const outbox = openWith({ parked: PARKED, failures: 4 })
    const edited = editOutcome(outbox.store, 'c1', { outcome: 'busy', notes: 'Shorter' })
    expect(edited).toMatchObject({ kind: 'edited', outcome: { outcome: 'busy', notes: 'Shorter' } })
    expect(outbox.store.readSending('c1')).toMatchObject({ parked: null, failures: 0 })
    expect(await send(outbox)).toMatchObject({ sent: 1 })
    expect(arrived(outbox)).toEqual(['Shorter @101', 'Task 1 of c1 @101', 'Task 2 of c1 @101'])
  })

  test('that waits leaves it waiting', () => {
    const wait = { until: 5, because: 'offline' } as const
    const { store } = openWith({ wait, failures: 2 })
    expect(editOutcome(store, 'c1', { notes: 'Other' }).kind).toBe('edited')
    expect(store.readSending('c1')).toMatchObject({ wait, failures: 2 })
  })

  test('whose call is in the CRM changes only the tasks that are not', async () => {
    const { store } = openWith({ records: ['9001', '9002'], parked: PARKED })
    expect(editOutcome(store, 'c1', { notes: 'Too late' })).toEqual({ kind: 'sent', mayBe: false })
    expect(store.readSending('c1')).toMatchObject({ parked: PARKED })
    const edited = editOutcome(store, 'c1', { tasks: [TASK] })
    expect(edited).toMatchObject({ outcome: { notes: 'Notes of c1', tasks: [{ title: 'Task 1 of c1' }, TASK] } })
  })

  test('whose call may be in the CRM counts it as there', () => {
    const { store } = openWith({ asked: { part: 0, lostAt: 1 } })
    expect(editOutcome(store, 'c1', { outcome: 'busy' })).toEqual({ kind: 'sent', mayBe: true })
  })

  test('without the task that was refused makes it whole', async () => {
    const outbox = openWith({ records: ['9001'], parked: PARKED })
    editOutcome(outbox.store, 'c1', { tasks: [] })
    expect(await send(outbox)).toMatchObject({ sent: 1, parked: 0 })
    expect(arrived(outbox)).toEqual([])
  })

  test('into one that is incomplete changes nothing', () => {
    const { store } = openWith({ parked: PARKED })
    const problems = ['Give task 1 a title.']
    expect(editOutcome(store, 'c1', { tasks: [{ ...TASK, title: ' ' }] })).toEqual({ kind: 'incomplete', problems })
    expect(store.readOutbox()).toEqual([outcome('c1')])
  })

  test('that is not in the outbox says so', () => {
    expect(editOutcome(openWith().store, 'c2', { notes: 'x' })).toEqual({ kind: 'gone' })
  })
})

test('R-11 an outcome that is given up leaves the outbox, and its call takes no other one', async () => {
  const outbox = openWith({ parked: PARKED })
  expect(discardOutcome(outbox.store, 'c1')).toBe(true)
  expect(discardOutcome(outbox.store, 'c1')).toBe(false)
  expect(outbox.store.readOutbox()).toEqual([])
  expect(outbox.store.saveOutcome(outcome('c1'))).toBe(false)
  expect(await send(outbox)).toMatchObject({ sent: 0, parked: 0 })
})
