// The client and the HubSpot-compatible server of this repository, over a real connection, on both kinds of paths.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CrmContact } from '../../../src/core/crm-record.ts'
import { mayHaveArrived } from '../../../src/core/retry.ts'
import { type CrmCall, CrmError, type Page } from '../../../src/crm/crm.ts'
import { openHubspot } from '../../../src/crm/hubspot/hubspot.ts'
import type { ApiVersion } from '../../../src/crm/hubspot/paths.ts'
import { FAULT_NAMES, type Fault } from '../../../src/crm-server/faults.ts'
import { archiveRecord, findRecord, mergeRecords } from '../../../src/crm-server/portal.ts'
import type { PortalRecord } from '../../../src/crm-server/record.ts'
import { type CrmServer, openCrmServer } from '../../../src/crm-server/server.ts'
import { contact, deal, phone } from '../../people.ts'
import { TOKEN } from './fake.ts'

const COUNT = 450

const people = Array.from({ length: COUNT }, (_, index) => {
  const id = index + 1
  return contact({
    id: String(id),
    firstName: `Anna ${id}`,
    company: `Company ${id % 7}`,
    companyId: String(70_000 + (id % 7)),
    email: `anna${id}@example.com`,
    country: 'IE',
    phones: [phone(`087 ${String(1_000_000 + id)}`, { region: 'IE' })],
    deals: id % 10 === 0 ? [deal({ id: String(90_000 + id), name: `Deal ${id}` })] : [],
  })
})

function recordOf({ portal }: CrmServer, id: string): PortalRecord {
  const record = findRecord(portal, 'contacts', id)
  if (record === null) throw new Error(`expected a contact ${id} in the portal, found none`)
  return record
}

const MARKER = 'ringsight0123456789abcdefx0'

const call = (changes: Partial<CrmCall> = {}): CrmCall => ({
  marker: `${MARKER}0`,
  contactId: '10',
  direction: 'incoming',
  e164: '+353871000010',
  startedAt: '2026-11-20T09:00:00.000Z',
  durationMs: 65_000,
  outcome: 'busy',
  notes: 'Wants <b>the</b> quote\n& more',
  dealId: '90010',
  ...changes,
})

describe.each<ApiVersion>(['2026-09', 'v3'])('against a server on the paths of %s', (apiVersion) => {
  let server: CrmServer

  beforeAll(async () => {
    server = await openCrmServer({ contacts: people, token: TOKEN })
  })

  afterAll(() => server.close())

  const open = (token = TOKEN) =>
    openHubspot({ token, baseUrl: server.url, now: Date.now, pause: async () => {}, apiVersion })

  async function readAll(crm: ReturnType<typeof open>) {
    const found = []
    for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page = await crm.readAllContacts(after)
      found.push(...page.records)
      after = page.after
    }
    return found
  }

  test('all contacts come with the fewest requests', async () => {
    const crm = open()
    const found = await readAll(crm)
    expect(crm.requests()).toBe(Math.ceil(COUNT / 100))
    expect(found.map(({ id }) => id)).toEqual(people.map(({ id }) => id))
    expect(found[9]).toMatchObject({
      firstName: 'Anna 10',
      companyId: '70003',
      dealIds: ['90010'],
      phones: [{ field: 'Phone Number', text: '087 1000010', e164: '+353871000010' }],
    })
  })

  test('changed ones come by their ids, with what is linked to them', async () => {
    const crm = open()
    const ids: string[] = []
    for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page = await crm.readChangedContacts(0, after)
      ids.push(...page.records.map(({ id }) => id))
      after = page.after
    }
    expect(ids).toEqual(people.map(({ id }) => id))
    // Three searches and the deals of each page.
    expect(crm.requests()).toBe(6)
    expect((await crm.readChangedDeals(0, null)).records).toHaveLength(COUNT / 10)
    expect((await crm.readChangedCompanies(0, null)).records).toHaveLength(7)
    expect((await crm.readChangedContacts(Date.now() + 60_000, null)).records).toEqual([])
  })

  test('records, links and outcomes are read by their ids', async () => {
    const crm = open()
    expect(await crm.readCompanies(['70003', '1'])).toEqual([{ id: '70003', name: 'Company 3' }])
    expect(await crm.readDeals(['90010'])).toEqual([deal({ id: '90010', name: 'Deal 10' })])
    expect(await crm.readContacts(['5', '999999'])).toMatchObject([{ id: '5' }])
    expect(await crm.readLinks(['10', '11', '999999'])).toEqual([
      { id: '10', companyId: '70003', dealIds: ['90010'] },
      { id: '11', companyId: '70004', dealIds: [] },
      { id: '999999', companyId: null, dealIds: [] },
    ])
    expect((await crm.readDispositions()).map(({ label }) => label)).toContain('Left voicemail')
    expect(await crm.readArchived('contact', null)).toMatchObject({ records: [], after: null })
    expect(await crm.readAccount()).toBe(String(server.portal.portalId))
  })

  test('the members of a list are read page by page, and a list that is not there is told', async () => {
    const ids = people.map(({ id }) => id)
    server.portal.lists.set('12', ids)
    const crm = open()
    const first = await crm.readListMembers('12', null)
    const rest = await crm.readListMembers('12', first.after)
    expect([first.records.length, rest.after]).toEqual([250, null])
    expect([...first.records, ...rest.records].sort()).toEqual([...ids].sort())
    await expect(crm.readListMembers('13', null)).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  })

  test('R-03 the contact behind a number is found, and none that only looks like it', async () => {
    expect(await open().findContacts('+353871000010')).toMatchObject([{ id: '10', company: 'Company 3' }])
    expect(await open().findContacts('+48871000010')).toEqual([])
  })

  test('R-11 a call is written once and found again, by its contact and by its time', async () => {
    const crm = open()
    const id = await crm.createCall(call())
    const at = call().startedAt
    const found = { kind: 'call', id, contactIds: ['10'] }
    expect(await crm.findEngagement({ kind: 'call', marker: `${MARKER}0`, contactId: '10', at })).toEqual(found)
    expect(await crm.findEngagement({ kind: 'call', marker: `${MARKER}0`, contactId: null, at })).toEqual(found)
    expect(await crm.findEngagement({ kind: 'call', marker: `${MARKER}9`, contactId: '10', at })).toBeNull()
  })

  test('R-11 a task is written, found again, and put on another timeline', async () => {
    const crm = open()
    const due = '2026-12-01'
    const task = {
      marker: `${MARKER}1`,
      contactId: null,
      title: 'Send it',
      type: 'call',
      priority: 'high',
      due,
    } as const
    const id = await crm.createTask(task)
    const sought = { kind: 'task', marker: task.marker, contactId: null, at: due } as const
    expect(await crm.findEngagement(sought)).toEqual({ kind: 'task', id, contactIds: [] })
    await crm.associate({ kind: 'task', id }, '11')
    await crm.associate({ kind: 'task', id }, '11')
    expect(await crm.findEngagement(sought)).toEqual({ kind: 'task', id, contactIds: ['11'] })
  })

  test('R-11 what goes to a contact that is not there says so; a deal that is not there keeps no call back', async () => {
    const crm = open()
    const gone = crm.createCall(call({ contactId: '999999' }))
    await expect(gone).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect(await crm.createCall(call({ marker: `${MARKER}2`, dealId: '999999' }))).toMatch(/^\d+$/)
    expect(await crm.readContact('999999')).toBeNull()
  })

  test('a contact that was merged is its survivor, and one that was archived is in the recycle bin', async () => {
    const at = Date.now()
    mergeRecords(server.portal, recordOf(server, '20'), recordOf(server, '21'), at)
    archiveRecord(server.portal, recordOf(server, '22'), at)
    const crm = open()
    expect(await crm.readContact('21')).toMatchObject({ id: '20', deals: [{ id: '90020' }] })
    expect(await crm.readContact('22')).toBeNull()
    expect((await crm.readContacts(['20', '21', '22'])).map(({ id, mergedIds }) => [id, mergedIds])).toEqual([
      ['20', ['21']],
    ])
    expect((await crm.readArchived('contact', null)).records).toEqual([{ id: '22', archivedAt: at, mergedIds: [] }])
    expect((await crm.readChangedContacts(at, null)).records.map(({ id }) => id)).toEqual(['20'])
  })

  test('a token that is not taken ends the sign-in', async () => {
    const error = await open('another')
      .readAllContacts(null)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CrmError)
    expect(error).toMatchObject({ failure: { kind: 'unauthorised' } })
  })
})

describe('R-11 whatever goes wrong', () => {
  test('a write that was done is never taken for one that was not', async () => {
    const server = await openCrmServer({ contacts: people.slice(0, 20), faults: everyFault(0.08), seed: '7' })
    const crm = openHubspot({ token: TOKEN, baseUrl: server.url, now: Date.now, pause: async () => {} })
    const made = { done: 0, failed: 0, unknown: 0 }
    for (let index = 0; index < 150; index += 1) {
      const before = server.portal.shelves.calls.byId.size
      const outcome = await crm.createCall(call({ marker: `m${index}`, dealId: null })).catch((error: unknown) => error)
      const isThere = server.portal.shelves.calls.byId.size > before
      if (typeof outcome === 'string') made.done += isThere ? 1 : Number.NaN
      else if (!(outcome instanceof CrmError)) throw outcome
      else if (mayHaveArrived(outcome.failure)) made.unknown += 1
      else made.failed += isThere ? Number.NaN : 1
    }
    await server.close()
    expect(made.done + made.failed + made.unknown).toBe(150)
    expect(Math.min(made.done, made.failed, made.unknown)).toBeGreaterThan(5)
  })

  test('all contacts are read, each as it is, by asking for a page again until it comes', async () => {
    const server = await openCrmServer({ contacts: people, faults: everyFault(0.08), seed: '8' })
    const crm = openHubspot({ token: TOKEN, baseUrl: server.url, now: Date.now, pause: async () => {} })
    const found = new Map<string, string>()
    for (let after: string | null = null, isFirst = true; isFirst || after !== null; ) {
      const page: Page<CrmContact> | CrmError = await crm.readChangedContacts(0, after).catch((error) => error)
      if (page instanceof CrmError) continue
      for (const { id, firstName } of page.records) found.set(id, firstName)
      after = page.after
      isFirst = false
    }
    await server.close()
    expect([...found]).toEqual(people.map(({ id, firstName }) => [id, firstName]))
  })
})

function everyFault(rate: number): Fault[] {
  return FAULT_NAMES.filter((name) => name !== 'slow').map((name) => ({ name, rate, ms: 0 }))
}
