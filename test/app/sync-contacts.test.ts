import { describe, expect, test } from 'vitest'
import { syncContacts } from '../../src/app/sync-contacts.ts'
import { type ContactPage, CrmError } from '../../src/crm/crm.ts'
import { openMemoryCrm } from '../../src/crm/memory.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { contact, deal } from '../people.ts'

const START = Date.parse('2026-11-20T10:00:00Z')
const AT = '2026-11-20T10:00:00.000Z'

function open(count = 250) {
  const clock = { now: START }
  const contacts = Array.from({ length: count }, (_, id) => contact({ id: String(id + 1), deals: [deal()] }))
  return { clock, store: openMemoryStore(), crm: openMemoryCrm({ now: () => clock.now, contacts }), contacts }
}

const ids = ({ store }: Pick<ReturnType<typeof open>, 'store'>) => Array.from(store.readContacts(), ({ id }) => id)

describe('a sync', () => {
  test('brings every contact of the CRM, with its deals', async () => {
    const { clock, store, crm, contacts } = open()
    expect(await syncContacts({ store, crm, now: () => clock.now })).toEqual({ kind: 'synced', contacts: 250, at: AT })
    expect([...store.readContacts()]).toEqual(contacts)
    expect(store.read('import')).toEqual({ at: AT, contacts: 250, source: 'the CRM' })
  })

  test('takes away those that are there no longer, and changes those that were changed', async () => {
    const { clock, store, crm } = open(3)
    const tools = { store, crm, now: () => clock.now }
    await syncContacts(tools)
    crm.deleteContact('1')
    crm.mergeContacts('2', '3')
    crm.writeContact(contact({ id: '3', lastName: 'Walsh' }))
    crm.writeContact(contact({ id: '4' }))
    clock.now += 1_000
    expect(await syncContacts(tools)).toEqual({ kind: 'synced', contacts: 2, at: '2026-11-20T10:00:01.000Z' })
    expect(Array.from(store.readContacts(), ({ id, lastName }) => [id, lastName])).toEqual([
      ['3', 'Walsh'],
      ['4', 'Byrne'],
    ])
  })

  test('of an account without contacts leaves none', async () => {
    const { clock, store } = open()
    const crm = openMemoryCrm({ now: () => clock.now })
    expect(await syncContacts({ store, crm, now: () => clock.now })).toMatchObject({ contacts: 0 })
    expect(ids({ store })).toEqual([])
  })

  test('is as old as its beginning: what changes meanwhile may be missing', async () => {
    const { clock, store, crm } = open(250)
    const slow = {
      name: crm.name,
      readContactPage: (after: string | null) => {
        clock.now += 60_000
        return crm.readContactPage(after)
      },
    }
    expect(await syncContacts({ store, crm: slow, now: () => clock.now })).toMatchObject({ at: AT })
  })

  test('keeps one of a contact that comes on two pages', async () => {
    const { store } = open()
    const pages: ContactPage[] = [
      { contacts: [contact({ id: '1' }), contact({ id: '2' })], after: '2' },
      { contacts: [contact({ id: '2', lastName: 'Walsh' })], after: null },
    ]
    const crm = { name: 'HubSpot', readContactPage: async () => pages.shift() as ContactPage }
    expect(await syncContacts({ store, crm, now: () => START })).toMatchObject({ contacts: 2 })
    expect(ids({ store })).toEqual(['1', '2'])
    expect(store.read('import')?.source).toBe('HubSpot')
  })
})

describe('a sync that fails leaves the contacts from before, and says what to do', () => {
  test.each([
    ['server' as const, 5_000, /The CRM failed/],
    ['offline' as const, 5_000, /no connection/],
    ['unauthorised' as const, null, /sign-in/],
  ])('%s', async (kind, retryAfterMs, because) => {
    const { clock, store, crm } = open(250)
    await syncContacts({ store, crm, now: () => clock.now })
    crm.writeContact(contact({ id: '251' }))
    let page = 0
    const failing = {
      name: crm.name,
      readContactPage: async (after: string | null) => {
        page += 1
        if (page === 3) throw new CrmError({ kind }, kind)
        return crm.readContactPage(after)
      },
    }
    clock.now += 1_000
    const synced = await syncContacts({ store, crm: failing, now: () => clock.now })
    expect(synced).toMatchObject({ kind: 'failed', failure: { kind }, retryAfterMs })
    expect(synced).toMatchObject({ because: expect.stringMatching(because), fix: expect.stringMatching(/\.$/) })
    expect(ids({ store })).toHaveLength(250)
    expect(store.read('import')?.at).toBe(AT)
  })

  test('at a rate limit: when the CRM says', async () => {
    const { clock, store, crm } = open()
    crm.limitRate(42_000)
    expect(await syncContacts({ store, crm, now: () => clock.now })).toMatchObject({ retryAfterMs: 42_000 })
  })

  test('a CRM whose pages go round in circles is not read for ever', async () => {
    const { store } = open()
    const crm = { name: 'HubSpot', readContactPage: async () => ({ contacts: [contact()], after: 'again' }) }
    expect(await syncContacts({ store, crm, now: () => START })).toMatchObject({ failure: { kind: 'server' } })
    expect(ids({ store })).toEqual([])
  })

  test('a mistake in a program is passed on', async () => {
    const { store } = open()
    const crm = { name: 'HubSpot', readContactPage: () => Promise.reject(new TypeError('undefined is no page')) }
    await expect(syncContacts({ store, crm, now: () => START })).rejects.toThrow(TypeError)
  })

  test('the store stays in use while pages come', async () => {
    const { store, crm } = open()
    const slow = {
      name: crm.name,
      readContactPage: async (after: string | null) => {
        store.write('phone', { after })
        return crm.readContactPage(after)
      },
    }
    expect(await syncContacts({ store, crm: slow, now: () => START })).toMatchObject({ kind: 'synced' })
  })
})
