// What becomes of records: the parts of HubSpot's behaviour that a sync trips over.
import { describe, expect, test } from 'vitest'
import { createRecord } from '../../src/crm-server/portal.ts'
import { ANNA, callOf, start } from './start.ts'

const CONTACTS = '/crm/objects/2026-09/contacts'

/** A server whose clock the test moves. */
async function startAt(options: Parameters<typeof start>[0] = {}) {
  let time = Date.parse('2026-11-20T12:00:00.000Z')
  const started = await start({ now: () => time, ...options })
  const pass = (ms: number) => {
    time += ms
  }
  return { ...started, pass }
}

const search = (name: string, operator: string, value: string) => ({
  filterGroups: [{ filters: [{ propertyName: name, operator, value }] }],
  properties: ['firstname'],
})

test('logging a call changes the date of its contact, and no other date does', async () => {
  const { ask, pass } = await startAt()
  const modified = async () => (await ask('GET', `${CONTACTS}/101`)).body.properties.lastmodifieddate
  const before = await modified()
  pass(500)
  await ask(
    'PUT',
    `${CONTACTS}/101/associations/default/deals/${(await ask('POST', '/crm/v3/objects/deals', { properties: { dealname: 'Gutter' } })).body.id}`,
  )
  await ask(
    'PUT',
    `${CONTACTS}/101/associations/default/companies/${(await ask('GET', '/crm/objects/2026-09/companies')).body.results[0].id}`,
  )
  await ask('POST', '/crm/associations/2026-09/contacts/deals/batch/archive', {
    inputs: [{ from: { id: '101' }, to: [{ id: '71' }] }],
  })
  expect(await modified()).toBe(before)
  pass(500)
  await ask('POST', '/crm/objects/2026-09/calls', callOf('101'))
  expect(await modified()).toBe('2026-11-20T12:00:01.000Z')
})

test('a record that was merged away is not archived, it is not there', async () => {
  const { ask } = await startAt()
  await ask('POST', '/crm/v3/objects/calls', callOf('102'))
  await ask('POST', `${CONTACTS}/merge`, { primaryObjectId: '101', objectIdToMerge: '102' })
  const listed = await ask('GET', `${CONTACTS}?properties=hs_merged_object_ids`)
  expect(listed.body.results.map(({ id }: { id: string }) => id)).toEqual(['101', '103'])
  expect(listed.body.results[0].properties.hs_merged_object_ids).toBe('102')
  expect((await ask('GET', `${CONTACTS}?archived=true`)).body.results).toEqual([])
  expect((await ask('GET', `${CONTACTS}/102`)).body.id).toBe('101')
  expect((await ask('GET', `${CONTACTS}/101?associations=calls`)).body.associations.calls.results).toHaveLength(1)
})

test('where merging makes a new record, both old ids lead to it', async () => {
  const { ask } = await startAt({ mergeInto: 'new' })
  const { body } = await ask('POST', `${CONTACTS}/merge`, { primaryObjectId: '101', objectIdToMerge: '102' })
  expect(['101', '102']).not.toContain(body.id)
  expect((await ask('GET', `${CONTACTS}/101`)).body.id).toBe(body.id)
  expect((await ask('GET', `${CONTACTS}/102?properties=hs_merged_object_ids,firstname`)).body.properties).toMatchObject(
    {
      hs_merged_object_ids: '101;102',
      firstname: 'Anna',
    },
  )
})

test('an archived record is in the recycle bin for 90 days, and in no search', async () => {
  const { ask, pass } = await startAt()
  expect((await ask('DELETE', `${CONTACTS}/101`)).status).toBe(204)
  expect((await ask('GET', `${CONTACTS}/101`)).status).toBe(404)
  expect((await ask('POST', `${CONTACTS}/search`, search('firstname', 'EQ', 'anna'))).body.total).toBe(0)
  const bin = async () => (await ask('GET', `${CONTACTS}?archived=true`)).body.results
  expect(await bin()).toMatchObject([{ id: '101', archived: true, archivedAt: '2026-11-20T12:00:00.000Z' }])
  pass(90 * 24 * 60 * 60 * 1_000 + 1)
  expect(await bin()).toEqual([])
})

test('a record that was wiped leaves no trace', async () => {
  const { ask } = await startAt()
  expect((await ask('POST', `${CONTACTS}/gdpr-delete`, { objectId: '101' })).status).toBe(204)
  expect((await ask('GET', `${CONTACTS}?archived=true`)).body.results).toEqual([])
  const read = await ask('POST', `${CONTACTS}/batch/read`, { inputs: [{ id: '101' }] })
  expect([read.status, read.body.numErrors]).toEqual([207, 1])
})

test('searches are behind by the lag of the index, reads are not', async () => {
  const { ask, pass } = await startAt({ indexLagMs: 5_000 })
  await ask('PATCH', `${CONTACTS}/101`, { properties: { firstname: 'Zoe' } })
  const total = async (name: string) =>
    (await ask('POST', `${CONTACTS}/search`, search('firstname', 'EQ', name))).body.total
  expect((await ask('GET', `${CONTACTS}/101`)).body.properties.firstname).toBe('Zoe')
  pass(4_999)
  expect([await total('Zoe'), await total('Anna')]).toEqual([0, 1])
  pass(1)
  expect([await total('Zoe'), await total('Anna')]).toEqual([1, 0])
})

test('the first company is the primary one, and another primary one takes its place', async () => {
  const { ask, portal, now } = await startAt()
  const other = createRecord(portal, { type: 'companies', properties: { name: 'Other' } }, now())
  const primary = async () =>
    (await ask('GET', `${CONTACTS}/101?properties=associatedcompanyid`)).body.properties.associatedcompanyid
  const first = await primary()
  await ask('PUT', `${CONTACTS}/101/associations/default/companies/${other.id}`)
  expect(await primary()).toBe(first)
  await ask('PUT', `/crm/v4/objects/contacts/101/associations/companies/${other.id}`, [
    { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 },
  ])
  expect(await primary()).toBe(other.id)
  const { body } = await ask('POST', '/crm/associations/2026-09/contacts/companies/batch/read', {
    inputs: [{ id: '101' }],
  })
  const typeIds = body.results[0].to.map(({ associationTypes }: { associationTypes: { typeId: number }[] }) =>
    associationTypes.map(({ typeId }) => typeId),
  )
  expect(typeIds).toEqual([[279], [279, 1]])
})

test('associations of a batch: those that have none are errors beside the results', async () => {
  const { ask } = await startAt()
  const inputs = [{ id: '101' }, { id: '103' }]
  const { status, body } = await ask('POST', '/crm/v4/associations/contacts/deals/batch/read', { inputs })
  expect([status, body.results.length, body.numErrors]).toEqual([207, 1, 1])
  expect(body.results[0].to[0].toObjectId).toBe(71)
  expect(body.errors[0]).toMatchObject({ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' })
})

test('inline associations of more than a hundred are paged', async () => {
  const deals = Array.from({ length: 101 }, (_, n) => ({
    id: String(n + 1),
    name: `Deal ${n}`,
    amount: null,
    currency: null,
    closeDate: null,
    isClosed: false,
  }))
  const { ask } = await startAt({ contacts: [{ ...ANNA, deals }] })
  const { body } = await ask('GET', `${CONTACTS}?associations=deals`)
  const { results, paging } = body.results[0].associations.deals
  expect([results.length, paging.next.after]).toEqual([100, '100'])
  const rest = await ask('POST', '/crm/associations/2026-09/contacts/deals/batch/read', {
    inputs: [{ id: '101', after: '100' }],
  })
  expect(rest.body.results[0].to.map(({ toObjectId }: { toObjectId: string }) => toObjectId)).toEqual(['101'])
})

test('a deal is closed by its stage, in text', async () => {
  const { ask } = await startAt()
  const { body } = await ask('PATCH', '/crm/v3/objects/deals/71', { properties: { dealstage: 'closedlost' } })
  expect(body.properties.dealstage).toBe('closedlost')
  const read = await ask('GET', '/crm/v3/objects/deals/71?properties=hs_is_closed,hs_is_closed_won,amount')
  expect(read.body.properties).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'false', amount: '12500.50' })
})

describe('calculated numbers', () => {
  test.each([
    ['101', '+353871234567', '871234567', '353871234567'],
    // As on a live portal.
    ['102', null, '4', null],
    ['103', '+441632960123', '1632960123', '441632960123'],
  ])('of contact %s', async (id, e164, national, international) => {
    const { ask } = await startAt()
    const properties = [
      'hs_calculated_phone_number',
      'hs_searchable_calculated_phone_number',
      'hs_searchable_calculated_international_phone_number',
    ]
    const { body } = await ask('GET', `${CONTACTS}/${id}?properties=${properties.join()}`)
    expect(properties.map((name) => body.properties[name])).toEqual([e164, national, international])
  })

  test('follow a change of the country', async () => {
    const { ask } = await startAt()
    await ask('PATCH', `${CONTACTS}/101`, {
      properties: { country: 'Spain', hs_country_region_code: '', phone: '612345678' },
    })
    const { body } = await ask('GET', `${CONTACTS}/101?properties=hs_calculated_phone_number`)
    expect(body.properties.hs_calculated_phone_number).toBe('+34612345678')
  })
})

describe('searches', () => {
  const ids = ({ body }: { body: { results: { id: string }[] } }) => body.results.map(({ id }) => id)
  test.each([
    ['hs_object_id', 'GT', '101', ['102', '103']],
    ['hs_object_id', 'LTE', '102', ['101', '102']],
    ['lastmodifieddate', 'GTE', String(Date.parse('2026-11-01T10:00:00.000Z')), ['101', '102', '103']],
    ['lastmodifieddate', 'GT', '2026-11-01T10:00:00.000Z', []],
    ['firstname', 'EQ', 'ANNA', ['101']],
    ['firstname', 'NEQ', 'anna', ['102', '103']],
    ['hs_searchable_calculated_phone_number', 'CONTAINS_TOKEN', '*234567', ['101']],
    ['phone', 'CONTAINS_TOKEN', '+441632960123', ['103']],
    ['phone', 'NOT_CONTAINS_TOKEN', '441632960123', ['101', '102']],
    ['associations.deal', 'EQ', '71', ['101']],
    ['company', 'HAS_PROPERTY', '', ['101', '102']],
    ['company', 'NOT_HAS_PROPERTY', '', ['103']],
  ])('%s %s %s', async (name, operator, value, found) => {
    const { ask } = await startAt()
    expect(ids(await ask('POST', `${CONTACTS}/search`, search(name, operator, value)))).toEqual(found)
  })

  test('by words, in an order, a page at a time', async () => {
    const { ask } = await startAt()
    const sorted = { query: 'byr', sorts: [{ propertyName: 'firstname', direction: 'DESCENDING' }], limit: 2 }
    const first = await ask('POST', `${CONTACTS}/search`, sorted)
    expect([ids(first), first.body.total, first.body.paging.next.after]).toEqual([['103', '102'], 3, '2'])
    const second = await ask('POST', `${CONTACTS}/search`, { ...sorted, after: '2' })
    expect([ids(second), second.body.paging]).toEqual([['101'], undefined])
  })
})

test('unasked, a few properties come; asked for, those that are defined, and dates and id in any case', async () => {
  const { ask } = await startAt()
  const few = await ask('GET', `${CONTACTS}/101`)
  expect(Object.keys(few.body.properties).sort()).toEqual([
    'createdate',
    'email',
    'firstname',
    'hs_object_id',
    'lastmodifieddate',
    'lastname',
  ])
  const asked = await ask('GET', `${CONTACTS}/101?properties=phone,fax,nonsense`)
  expect(asked.body.properties).toMatchObject({ phone: '087 123 4567', fax: null, hs_object_id: '101' })
  expect(asked.body.properties).not.toHaveProperty('nonsense')
})
