import { describe, expect, test } from 'vitest'
import type { CrmCall } from '../../../src/crm/crm.ts'
import { HUBSPOT_VERSION } from '../../../src/crm/hubspot/paths.ts'
import { byPath, type FakeAnswer, type FakeRequest, fixture, openFake, TOKEN } from './fake.ts'

const CRM = `/crm/objects/${HUBSPOT_VERSION}`
const NONE = { results: [] }
const MARKER = 'ringsight0123456789abcdefx00'

const call = (changes: Partial<CrmCall> = {}): CrmCall => ({
  marker: MARKER,
  contactId: '101',
  direction: 'outgoing',
  e164: '+353871234567',
  startedAt: '2026-11-20T09:00:00.000Z',
  durationMs: 65_000,
  outcome: 'connected',
  notes: '',
  ...changes,
})

const asked = (requests: readonly FakeRequest[]) => requests.map(({ method, path }) => `${method} ${path}`)
const record = (id: number, properties: Record<string, unknown> = {}) => ({ id: String(id), properties })

/** Answers in turn, whatever is asked for. */
function inTurn(...answers: readonly FakeAnswer[]): () => FakeAnswer {
  const left = [...answers]
  return () => left.shift() ?? { body: NONE }
}

test('every request carries the token in its header and nowhere else, and asks for no other address', async () => {
  const { crm, requests } = openFake(byPath({ contacts: fixture('contacts-page'), read: NONE }))
  await crm.readAllContacts(null)
  expect(requests[0]?.headers).toEqual({
    authorization: `Bearer ${TOKEN}`,
    accept: 'application/json',
    'user-agent': 'ringsight',
  })
  expect(JSON.stringify(requests.map(({ path, query, body }) => [path, query, body]))).not.toContain(TOKEN)
})

describe('all contacts', () => {
  test('come a hundred at a time, with what is associated with them in the same request', async () => {
    const page = { results: [record(1)], paging: { next: { after: 'x=1' } } }
    const { crm, requests } = openFake(inTurn({ body: page }, { body: { results: [record(2)] } }))
    expect(await crm.readAllContacts(null)).toMatchObject({ records: [{ id: '1' }], after: 'x=1' })
    expect(await crm.readAllContacts('x=1')).toMatchObject({ records: [{ id: '2' }], after: null })
    expect(requests.map(({ query }) => [query['limit'], query['associations'], query['after']])).toEqual([
      ['100', 'deals', undefined],
      ['100', 'deals', 'x=1'],
    ])
    expect(requests[0]?.query['properties']?.split(',')).toEqual(
      expect.arrayContaining(['phone', 'mobilephone', 'hs_calculated_phone_number', 'hs_merged_object_ids']),
    )
  })

  test('come with all their deals where these do not fit in', async () => {
    const more = { results: [{ from: { id: '101' }, to: [{ toObjectId: 9002 }] }] }
    const { crm, requests } = openFake(
      inTurn({ body: fixture('contacts-page') }, { status: 207, body: fixture('contact-deals') }, { body: more }),
    )
    const { records } = await crm.readAllContacts(null)
    expect(records.map(({ dealIds }) => dealIds)).toEqual([['9001', '9002'], ['9003'], []])
    expect(requests[1]?.body).toEqual({ inputs: [{ id: '101' }] })
    expect(requests[2]?.body).toEqual({ inputs: [{ id: '101', after: 'MC0zLTkwMDI=' }] })
  })

  test('say what time it is for the CRM', async () => {
    const { crm } = openFake(() => ({ body: NONE, headers: { date: 'Fri, 20 Nov 2026 10:11:12 GMT' } }))
    expect((await crm.readAllContacts(null)).at).toBe(Date.parse('2026-11-20T10:11:12Z'))
    const silent = openFake(() => ({ body: NONE, headers: { date: 'soon' } }))
    expect((await silent.crm.readAllContacts(null)).at).toBe(silent.clock.now)
  })

  test('are not read for ever when a page leads back to itself', async () => {
    const { crm } = openFake(() => ({ body: { results: [record(1)], paging: { next: { after: 'x' } } } }))
    await expect(crm.readAllContacts('x')).rejects.toMatchObject({ failure: { kind: 'server' } })
  })
})

describe('changed contacts', () => {
  test('are searched by the time of change and the id, two hundred at a time, and their deals read in one go', async () => {
    const { crm, requests } = openFake(
      inTurn({ body: fixture('contacts-search') }, { status: 207, body: fixture('contact-deals') }),
    )
    const page = await crm.readChangedContacts(1_700_000_000_000, '99')
    expect(page.records.map(({ id, dealIds }) => [id, dealIds])).toEqual([
      ['101', ['9001']],
      ['102', ['9003']],
    ])
    expect(page.after).toBe('102')
    expect(requests[0]?.path).toBe(`${CRM}/contacts/search`)
    expect(requests[0]?.body).toMatchObject({
      limit: 200,
      filterGroups: [
        {
          filters: [
            { propertyName: 'lastmodifieddate', operator: 'GTE', value: '1700000000000' },
            { propertyName: 'hs_object_id', operator: 'GT', value: '99' },
          ],
        },
      ],
      sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    })
    expect(requests[1]?.body).toEqual({ inputs: [{ id: '101' }, { id: '102' }] })
  })

  test('end where nothing more is announced', async () => {
    const { crm } = openFake(inTurn({ body: { total: 1, results: [record(7)] } }))
    expect((await crm.readChangedContacts(0, null)).after).toBeNull()
  })

  test('go on behind the largest id by value, not by text', async () => {
    const { crm } = openFake(inTurn({ body: { total: 5, results: [record(9), record(10)] } }))
    expect((await crm.readChangedContacts(0, '8')).after).toBe('10')
  })

  test('are not passed over when a page is not in order', async () => {
    const { crm } = openFake(() => ({ body: { total: 5, results: [record(10), record(9)] } }))
    await expect(crm.readChangedContacts(0, null)).rejects.toMatchObject({ failure: { kind: 'server' } })
  })

  test('are not read for ever when a page comes twice', async () => {
    const { crm } = openFake(() => ({ body: { total: 5, results: [record(9), record(10)] } }))
    await expect(crm.readChangedContacts(0, '10')).rejects.toMatchObject({ failure: { kind: 'server' } })
  })
})

test('changed deals come with the contacts they are associated with, changed companies alone', async () => {
  const links = { results: [{ from: { id: '9001' }, to: [{ toObjectId: 101 }, { toObjectId: 102 }] }] }
  const { crm, requests } = openFake(
    byPath({ 'deals/search': fixture('deals-batch'), 'companies/search': fixture('companies-batch'), read: links }),
  )
  const deals = await crm.readChangedDeals(5, null)
  expect(deals.records.map(({ contactIds }) => contactIds)).toEqual([['101', '102'], [], []])
  expect((await crm.readChangedCompanies(5, null)).records).toHaveLength(2)
  expect(asked(requests)).toEqual([
    `POST ${CRM}/deals/search`,
    `POST /crm/associations/${HUBSPOT_VERSION}/deals/contacts/batch/read`,
    `POST ${CRM}/companies/search`,
  ])
  for (const { body } of [requests[0], requests[2]].map((request) => request ?? { body: null })) {
    expect(JSON.stringify(body)).toContain('"propertyName":"hs_lastmodifieddate","operator":"GTE","value":"5"')
  }
})

describe('records by their ids', () => {
  test('are those asked for that are there; the survivor of a merge was not asked for', async () => {
    const { crm, requests } = openFake(
      inTurn({ status: 207, body: fixture('contacts-batch') }, { status: 207, body: fixture('contact-deals') }),
    )
    expect((await crm.readContacts(['102', '103', '999'])).map(({ id }) => id)).toEqual(['102'])
    expect(requests[0]?.body).toMatchObject({ inputs: [{ id: '102' }, { id: '103' }, { id: '999' }] })
  })

  test('take no request when there are none, or none that HubSpot could have', async () => {
    const { crm, requests } = openFake(() => ({}))
    expect(await crm.readContacts([])).toEqual([])
    expect(await crm.readCompanies(['row-0123456789abcdef'])).toEqual([])
    expect(await crm.readLinks([])).toEqual([])
    expect(requests).toEqual([])
  })

  test.each([
    ['something else went wrong with one', { errors: [{ category: 'INTERNAL_ERROR', message: 'oops' }] }, 'server'],
    ['nothing is said of what went wrong', { numErrors: 1 }, 'server'],
    ['a limit was met half-way', { errors: [{ category: 'RATE_LIMITS' }] }, 'rate-limited'],
  ])('are not taken for gone when %s', async (_what, rest, kind) => {
    const { crm } = openFake(() => ({ status: 207, body: { results: [], ...rest } }))
    await expect(crm.readContacts(['1'])).rejects.toMatchObject({ failure: { kind } })
    await expect(crm.readLinks(['1'])).rejects.toMatchObject({ failure: { kind } })
  })
})

test('the links of a thousand contacts take two requests', async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(index + 101))
  const { crm, requests } = openFake(
    byPath({ 'companies/batch/read': fixture('contact-companies'), 'deals/batch/read': NONE }),
  )
  const links = await crm.readLinks(ids)
  expect(links).toHaveLength(1_000)
  expect(links.slice(0, 2)).toEqual([
    { id: '101', companyId: '501', dealIds: [] },
    { id: '102', companyId: null, dealIds: [] },
  ])
  expect(requests).toHaveLength(2)
  expect(crm.requests()).toBe(2)
})

test('the recycle bin is listed without a time', async () => {
  const { crm, requests } = openFake(() => ({ body: fixture('contacts-archived') }))
  const { records } = await crm.readArchived('contact', null)
  expect(records).toEqual([{ id: '88', archivedAt: Date.parse('2026-11-18T12:00:00Z'), mergedIds: ['86', '87'] }])
  expect(requests[0]?.query).toMatchObject({
    archived: 'true',
    limit: '100',
    properties: expect.stringContaining('hs_merged_object_ids'),
  })
})

test('the account is the number that HubSpot calls it by', async () => {
  const { crm } = openFake(() => ({ body: { portalId: 123456, timeZone: 'Europe/Dublin' } }))
  expect(await crm.readAccount()).toBe('123456')
  const odd = openFake(() => ({ body: { portalId: null } }))
  await expect(odd.crm.readAccount()).rejects.toMatchObject({ failure: { kind: 'server' } })
})

describe('one contact', () => {
  const around = {
    'companies/batch/read': fixture('companies-batch'),
    'deals/batch/read': fixture('deals-batch'),
  }

  test('comes with its company and its deals', async () => {
    const page = fixture('contacts-page') as { readonly results: readonly unknown[] }
    const { crm } = openFake(byPath({ '/contacts/102': page.results[1], ...around }))
    expect(await crm.readContact('102')).toMatchObject({
      id: '102',
      company: 'Nolan Foods',
      companyId: null,
      deals: [{ id: '9003' }],
      row: null,
    })
  })

  test('is the survivor, under its own id, where HubSpot answers with it', async () => {
    const { crm } = openFake(byPath({ '/contacts/97': record(101, { associatedcompanyid: '501' }), ...around }))
    expect(await crm.readContact('97')).toMatchObject({ id: '101', company: 'Acme Ltd' })
  })

  test('is the survivor that lists it, where HubSpot knows it no longer', async () => {
    const { crm, requests } = openFake(({ path }) => {
      if (path.endsWith('/contacts/97')) return { status: 404, body: { category: 'OBJECT_NOT_FOUND' } }
      // A search for a word over-matches.
      if (path.endsWith('/search')) {
        return {
          body: {
            results: [record(55, { hs_merged_object_ids: '197;9' }), record(101, { hs_merged_object_ids: '96;97' })],
          },
        }
      }
      return { body: path.endsWith('/contacts/101') ? record(101) : NONE }
    })
    expect(await crm.readContact('97')).toMatchObject({ id: '101' })
    expect(requests[1]?.body).toMatchObject({
      filterGroups: [{ filters: [{ propertyName: 'hs_merged_object_ids', operator: 'CONTAINS_TOKEN', value: '97' }] }],
    })
  })

  test('is null when it is nowhere, archived, or no contact of HubSpot', async () => {
    const gone = openFake(({ path }) => (path.endsWith('/search') ? { body: NONE } : { status: 404 }))
    expect(await gone.crm.readContact('97')).toBeNull()
    const archived = openFake(({ path }) => ({
      body: path.endsWith('/search') ? NONE : { id: '97', properties: {}, archived: true },
    }))
    expect(await archived.crm.readContact('97')).toBeNull()
    expect(await gone.crm.readContact('row-0123')).toBeNull()
  })

  test('is not null because HubSpot fails', async () => {
    const { crm } = openFake(() => ({ status: 500 }))
    await expect(crm.readContact('97')).rejects.toMatchObject({ failure: { kind: 'server' } })
  })
})

describe('R-03 the contacts behind a number', () => {
  test('are searched for in every way that HubSpot may have it, and verified here', async () => {
    const { crm, requests } = openFake(({ path }) => ({
      body: path.endsWith('/search')
        ? {
            results: [
              record(1, { phone: '(087) 123-4567', country: 'Ireland' }),
              record(2, { phone: '+48871234567' }),
              record(3, { mobilephone: '+353871234567' }),
              record(4, { phone: '871234567' }),
            ],
          }
        : NONE,
    }))
    expect((await crm.findContacts('+353871234567')).map(({ id }) => id)).toEqual(['1', '3'])
    expect(requests[0]?.body).toMatchObject({
      filterGroups: [
        { filters: [{ propertyName: 'hs_searchable_calculated_phone_number', operator: 'EQ', value: '871234567' }] },
        { filters: [{ propertyName: 'hs_searchable_calculated_phone_number', value: '*871234567' }] },
        { filters: [{ propertyName: 'hs_searchable_calculated_mobile_number', value: '*871234567' }] },
        { filters: [{ propertyName: 'phone', operator: 'EQ', value: '+353871234567' }] },
        { filters: [{ propertyName: 'mobilephone', operator: 'EQ', value: '+353871234567' }] },
      ],
    })
    expect(requests).toHaveLength(2)
  })

  test('are searched for in further properties as well', async () => {
    const { crm, requests } = openFake(() => ({ body: NONE }), { phoneProperties: ['phone', 'mobilephone', 'fax'] })
    await crm.findContacts('+353871234567')
    expect(requests.map(({ body }) => (body as { filterGroups: unknown[] }).filterGroups.length)).toEqual([5, 1])
  })
})

describe('R-11 a call', () => {
  test('is written with one request, and has the id that HubSpot gave it', async () => {
    const { crm, requests } = openFake(() => ({ status: 201, body: record(7001) }))
    expect(await crm.createCall(call())).toBe('7001')
    expect(asked(requests)).toEqual([`POST ${CRM}/calls`])
    expect(requests[0]?.body).toMatchObject({ associations: [{ to: { id: '101' } }] })
  })

  test('is written without its deal when the deal is there no longer', async () => {
    const { crm, requests } = openFake(inTurn({ status: 404 }, { status: 201, body: record(7001) }))
    expect(await crm.createCall(call({ dealId: '9001' }))).toBe('7001')
    expect(requests.map(({ body }) => (body as { associations: unknown[] }).associations.length)).toEqual([2, 1])
  })

  test('is not written again when its answer was lost, with a deal or without', async () => {
    const { crm, requests } = openFake(() => ({ status: 502 }))
    await expect(crm.createCall(call({ dealId: '9001' }))).rejects.toMatchObject({ failure: { kind: 'server' } })
    expect(requests).toHaveLength(1)
  })

  test('is not written to a contact that HubSpot cannot have', async () => {
    const { crm, requests } = openFake(() => ({}))
    await expect(crm.createCall(call({ contactId: 'row-1' }))).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect(requests).toEqual([])
  })

  test('is put on a timeline by the usual association, which needs no number of its type', async () => {
    const { crm, requests } = openFake(() => ({ body: { status: 'COMPLETE' } }))
    await crm.associate({ kind: 'task', id: '8001' }, '101')
    expect(asked(requests)).toEqual([`PUT ${CRM}/tasks/8001/associations/default/contacts/101`])
  })
})

describe('R-11 a call whose answer was lost', () => {
  const sought = { kind: 'call', marker: MARKER, contactId: '101', at: '2026-11-20T09:00:00.000Z' } as const

  test('is found among the newest of its contact', async () => {
    const ofContact = { results: [{ from: { id: '101' }, to: [{ toObjectId: 7001 }, { toObjectId: 7002 }] }] }
    const ofCall = { results: [{ from: { id: '7001' }, to: [{ toObjectId: 101 }] }] }
    const { crm, requests } = openFake(
      byPath({
        'contacts/calls/batch/read': ofContact,
        'calls/contacts/batch/read': ofCall,
        'calls/batch/read': fixture('calls-batch'),
      }),
    )
    expect(await crm.findEngagement(sought)).toEqual({ kind: 'call', id: '7001', contactIds: ['101'] })
    expect(requests[1]?.body).toEqual({ inputs: [{ id: '7002' }, { id: '7001' }], properties: ['hs_call_body'] })
  })

  test('is found by its time when it is on nobody’s timeline, however many there are', async () => {
    const many = Array.from({ length: 200 }, (_, index) => record(index + 1, { hs_call_body: 'x' }))
    const { crm, requests } = openFake(({ path, body }) => {
      if (!path.endsWith('/search')) return { body: NONE }
      if (!JSON.stringify(body).includes('hs_object_id","operator')) return { body: { total: 201, results: many } }
      return { body: { total: 1, results: [record(201, { hs_call_body: `<p>${MARKER}</p>` })] } }
    })
    expect(await crm.findEngagement({ ...sought, contactId: null })).toEqual({
      kind: 'call',
      id: '201',
      contactIds: [],
    })
    expect(requests[0]?.body).toMatchObject({
      filterGroups: [{ filters: [{ propertyName: 'hs_timestamp', operator: 'EQ', value: '1795165200000' }] }],
    })
  })

  test('is null when neither has it', async () => {
    const { crm } = openFake(() => ({ body: NONE }))
    expect(await crm.findEngagement(sought)).toBeNull()
  })

  test('is a task when that is what was lost, by the day it is due', async () => {
    const { crm, requests } = openFake(() => ({ body: NONE }))
    await crm.findEngagement({ kind: 'task', marker: MARKER, contactId: null, at: '2026-12-01' })
    expect(requests[0]?.path).toBe(`${CRM}/tasks/search`)
    expect(JSON.stringify(requests[0]?.body)).toContain(String(Date.parse('2026-12-01T10:00:00Z')))
  })
})

describe('the pace', () => {
  test('of searches is four a second', async () => {
    const { crm, waits } = openFake(() => ({ body: NONE }))
    for (let count = 0; count < 5; count += 1) await crm.readChangedCompanies(0, null)
    expect(waits).toEqual([1_000])
  })

  test('of all requests is the one that HubSpot states', async () => {
    const headers = { 'x-hubspot-ratelimit-max': '3', 'x-hubspot-ratelimit-interval-milliseconds': '10000' }
    const { crm, waits } = openFake(() => ({ body: NONE, headers }))
    for (let count = 0; count < 4; count += 1) await crm.readAllContacts(null)
    expect(waits).toEqual([10_000])
  })

  test('is nobody’s where no limit is stated', async () => {
    const { crm, waits } = openFake(() => ({ body: NONE }))
    for (let count = 0; count < 500; count += 1) await crm.readAllContacts(null)
    expect(waits).toEqual([])
  })
})

test('the numbered paths ask for the same things', async () => {
  const { crm, requests } = openFake(() => ({ status: 200, body: { ...NONE, id: '1', portalId: 1 } }), {
    apiVersion: 'v3',
  })
  await crm.readAccount()
  await crm.readAllContacts(null)
  await crm.readLinks(['1'])
  await crm.readDispositions()
  await crm.createCall(call())
  await crm.associate({ kind: 'call', id: '7' }, '1')
  expect(asked(requests)).toEqual([
    'GET /account-info/v3/details',
    'GET /crm/v3/objects/contacts',
    'POST /crm/v4/associations/contacts/companies/batch/read',
    'POST /crm/v4/associations/contacts/deals/batch/read',
    'GET /crm/v3/properties/calls/hs_call_disposition',
    'POST /crm/v3/objects/calls',
    'PUT /crm/v4/objects/calls/7/associations/default/contacts/1',
  ])
})
