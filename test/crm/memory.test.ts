import { describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import type { CrmContact } from '../../src/core/crm-record.ts'
import { CrmError, type CrmTask, type Page } from '../../src/crm/crm.ts'
import { type MemoryCrm, type MemoryCrmOptions, openMemoryCrm } from '../../src/crm/memory.ts'
import { contact, deal, phone } from '../people.ts'
import { crmCall as call } from './calls.ts'

const START = Date.parse('2026-11-20T09:00:00Z')

function open(options: Partial<MemoryCrmOptions> = {}) {
  const clock = { now: START }
  const contacts = [contact({ id: '101' }), contact({ id: '102', firstName: 'Ben', phones: [phone('+353861111111')] })]
  return { clock, crm: openMemoryCrm({ now: () => clock.now, contacts, ...options }) }
}

const task = (changes: Partial<CrmTask> = {}): CrmTask => ({
  marker: 'm2',
  contactId: '101',
  title: 'Send the quote',
  type: 'todo',
  priority: 'high',
  due: '2026-11-25',
  ...changes,
})

const sought = { marker: 'm1', contactId: null, at: '2026-11-20T09:00:00.000Z' }

async function failureOf(request: Promise<unknown>) {
  const error = await request.then(
    () => new Error('expected a failure, and there was none'),
    (reason: unknown) => reason,
  )
  if (error instanceof CrmError) return error.failure
  throw error
}

async function readAll(crm: MemoryCrm, between = () => {}): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page: Page<CrmContact> = await crm.readAllContacts(after)
    ids.push(...page.records.map(({ id }) => id))
    after = page.after
    between()
  }
  return ids
}

const people = (count: number): Contact[] => Array.from({ length: count }, (_, id) => contact({ id: String(id + 1) }))

describe('contacts', () => {
  test.each([0, 1, 99, 100, 101, 250])('%i come page by page, each once, in the order of their ids', async (count) => {
    const { crm } = open({ contacts: people(count).reverse() })
    expect(await readAll(crm)).toEqual(people(count).map(({ id }) => id))
  })

  test('a page that is full and the last leads nowhere', async () => {
    const { crm } = open({ contacts: people(4), pageSize: 2 })
    const { after } = await crm.readAllContacts(null)
    expect((await crm.readAllContacts(after)).after).toBeNull()
  })

  test('contacts that come and go between two pages cost none of the others its place', async () => {
    const { crm } = open({ contacts: people(9), pageSize: 3 })
    let pages = 0
    const ids = await readAll(crm, () => {
      pages += 1
      if (pages === 1) for (const id of ['1', '3', '5']) crm.deleteContact(id)
      if (pages === 2) crm.writeContact(contact({ id: '20' }))
    })
    expect(ids).toEqual(['1', '2', '3', '4', '6', '7', '8', '9', '20'])
  })

  test('R-03 are found by their number', async () => {
    const { crm } = open()
    expect((await crm.findContacts('+353861111111')).map(({ id }) => id)).toEqual(['102'])
    expect(await crm.findContacts('+353861111112')).toEqual([])
    crm.writeContact(contact({ id: '103', phones: [phone('n/a'), phone('+353861111111')] }))
    expect(await crm.findContacts('+353861111111')).toHaveLength(2)
  })

  test('a merged contact is the survivor, with the deals of both, also after a second merge', async () => {
    const { crm } = open({
      contacts: [
        contact({ id: '1', deals: [deal({ id: 'a' }), deal({ id: 'b' })] }),
        contact({ id: '2', deals: [deal({ id: 'b' })] }),
        contact({ id: '3' }),
      ],
    })
    crm.mergeContacts('1', '2')
    crm.mergeContacts('2', '3')
    expect(await readAll(crm)).toEqual(['3'])
    for (const id of ['1', '2', '3']) expect((await crm.readContact(id))?.id).toBe('3')
    expect((await crm.readContact('1'))?.deals.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('a deleted contact is nowhere, until it is restored', async () => {
    const { crm } = open()
    crm.deleteContact('101')
    expect(await crm.readContact('101')).toBeNull()
    expect(await crm.findContacts('+353871234567')).toEqual([])
    expect(await failureOf(crm.createCall(call()))).toEqual({ kind: 'not-found' })
    crm.writeContact(contact({ id: '101' }))
    await crm.createCall(call())
  })

  test('a survivor that is deleted takes the merged one with it', async () => {
    const { crm } = open()
    crm.mergeContacts('101', '102')
    crm.deleteContact('102')
    expect(await crm.readContact('101')).toBeNull()
  })

  test.each([
    ['merged into itself', (crm: MemoryCrm) => crm.mergeContacts('101', '101'), 'two contacts'],
    ['merged into nobody', (crm: MemoryCrm) => crm.mergeContacts('101', '7'), 'the id of a contact in the CRM'],
    ['deleted, and not there', (crm: MemoryCrm) => crm.deleteContact('7'), 'the id of a contact in the CRM'],
  ])('one that is %s is a mistake, and nothing is changed', async (_what, change, message) => {
    const { crm } = open()
    expect(() => change(crm)).toThrow(message)
    expect(await readAll(crm)).toEqual(['101', '102'])
  })
})

describe('calls and tasks', () => {
  test('are kept as they were sent, once for every request, on the timeline of their contact', async () => {
    const { crm, clock } = open()
    const ids = [await crm.createCall(call()), await crm.createCall(call()), await crm.createTask(task())]
    expect(new Set(ids).size).toBe(3)
    const arrival = { arrivedAt: clock.now, contactIds: ['101'] }
    expect(crm.received()).toEqual({
      calls: [
        { ...call(), id: ids[0], ...arrival },
        { ...call(), id: ids[1], ...arrival },
      ],
      tasks: [{ ...task(), id: ids[2], ...arrival }],
    })
  })

  test('are found by their marker, each kind by itself', async () => {
    const { crm } = open()
    const id = await crm.createCall(call({ contactId: null }))
    expect(await crm.findEngagement({ kind: 'call', ...sought })).toEqual({ kind: 'call', id, contactIds: [] })
    expect(await crm.findEngagement({ kind: 'task', ...sought })).toBeNull()
    expect(await crm.findEngagement({ kind: 'call', ...sought, marker: 'm' })).toBeNull()
  })

  test('are not found before the index has them', async () => {
    const { crm, clock } = open({ indexLagMs: 60_000 })
    await crm.createCall(call())
    clock.now += 59_999
    expect(await crm.findEngagement({ kind: 'call', ...sought })).toBeNull()
    clock.now += 1
    expect(await crm.findEngagement({ kind: 'call', ...sought })).not.toBeNull()
  })

  test('go over to the survivor of a merge, and off the timeline of a deleted contact', async () => {
    const { crm } = open()
    await crm.createCall(call())
    await crm.createTask(task({ contactId: '102' }))
    crm.mergeContacts('101', '102')
    expect(crm.received().calls[0]?.contactIds).toEqual(['102'])
    crm.deleteContact('102')
    expect(crm.received().calls[0]?.contactIds).toEqual([])
    expect(crm.received().tasks[0]?.contactIds).toEqual([])
  })

  test('for a merged contact go to the survivor, or to nobody where the CRM is so', async () => {
    for (const mergedIds of ['redirect', 'not-found'] as const) {
      const { crm } = open({ mergedIds })
      crm.mergeContacts('101', '102')
      if (mergedIds === 'redirect') await crm.createCall(call())
      else expect(await failureOf(crm.createCall(call()))).toEqual({ kind: 'not-found' })
      expect(crm.received().calls.map(({ contactIds }) => contactIds)).toEqual(
        mergedIds === 'redirect' ? [['102']] : [],
      )
    }
  })

  test('are put on a timeline once, however often that is asked for', async () => {
    const { crm } = open()
    const id = await crm.createCall(call({ contactId: null }))
    for (let time = 0; time < 2; time += 1) await crm.associate({ kind: 'call', id }, '101')
    expect(crm.received().calls[0]?.contactIds).toEqual(['101'])
    expect(await failureOf(crm.associate({ kind: 'task', id }, '101'))).toEqual({ kind: 'not-found' })
    expect(await failureOf(crm.associate({ kind: 'call', id }, '7'))).toEqual({ kind: 'not-found' })
  })
})

describe('faults on request', () => {
  const requests: readonly [string, (crm: MemoryCrm) => Promise<unknown>][] = [
    ['readAllContacts', (crm) => crm.readAllContacts(null)],
    ['readContact', (crm) => crm.readContact('101')],
    ['findContacts', (crm) => crm.findContacts('+353871234567')],
    ['findEngagement', (crm) => crm.findEngagement({ kind: 'call', ...sought })],
    ['createCall', (crm) => crm.createCall(call())],
    ['createTask', (crm) => crm.createTask(task())],
    ['associate', (crm) => crm.associate({ kind: 'call', id: '1' }, '101')],
  ]

  test.each(requests)('down, %s fails and does nothing', async (_name, request) => {
    const { crm } = open()
    crm.setFailure('server')
    expect(await failureOf(request(crm))).toEqual({ kind: 'server' })
    crm.setFailure(null)
    expect(crm.received()).toEqual({ calls: [], tasks: [] })
    await crm.readContact('101')
  })

  test.each(requests)('without a connection, %s never gets there', async (_name, request) => {
    const { crm } = open({ isReachable: () => false })
    expect(await failureOf(request(crm))).toEqual({ kind: 'offline' })
    expect(crm.received()).toEqual({ calls: [], tasks: [] })
  })

  test.each(requests)('over the rate limit, %s is told for how long', async (_name, request) => {
    const { crm, clock } = open()
    crm.limitRate(60_000)
    clock.now += 45_000
    expect(await failureOf(request(crm))).toEqual({ kind: 'rate-limited', retryAfterMs: 15_000 })
    expect(crm.received()).toEqual({ calls: [], tasks: [] })
    clock.now += 15_000
    await crm.readContact('101')
  })

  test('an answer that is lost is that of a write, which is done', async () => {
    const { crm } = open()
    crm.loseAnswers(2)
    await crm.readContact('101')
    expect(await failureOf(crm.createCall(call()))).toEqual({ kind: 'timeout' })
    expect(await failureOf(crm.createTask(task()))).toEqual({ kind: 'timeout' })
    await crm.createTask(task())
    expect(crm.received().calls).toHaveLength(1)
    expect(crm.received().tasks).toHaveLength(2)
  })
})
