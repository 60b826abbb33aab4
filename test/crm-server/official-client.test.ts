// HubSpot's own Node client against the server, unchanged but for where it sends to.
import { Client } from '@hubspot/api-client'
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/index.js'
import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/objects/calls/index.js'
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js'
import { expect, test } from 'vitest'
import { ANNA, callOf, start } from './start.ts'

async function open(options: Parameters<typeof start>[0] = {}) {
  const started = await start(options)
  return { ...started, client: new Client({ basePath: started.url, accessToken: 'some-token' }) }
}

test('reads all contacts, page by page, with their associations', async () => {
  const { client } = await open({
    contacts: Array.from({ length: 250 }, (_, n) => ({ ...ANNA, id: String(n + 1), email: '' })),
  })
  const all = await client.crm.contacts.getAll(100, undefined, ['firstname', 'phone'], undefined, [
    'companies',
    'deals',
  ])
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, n) => String(n + 1)))
  expect(all[0]?.properties).toMatchObject({ firstname: 'Anna', phone: '087 123 4567' })
  expect(all[0]?.associations?.['companies']?.results.map(({ type }) => type)).toEqual([
    'contact_to_company_unlabeled',
    'contact_to_company',
  ])
  expect(all[249]?.associations?.['deals']?.results).toEqual([{ id: '71', type: 'contact_to_deal' }])
})

test('searches by number, as callers are looked up', async () => {
  const { client } = await open()
  const found = await client.crm.contacts.searchApi.doSearch({
    filterGroups: [
      {
        filters: [
          {
            propertyName: 'hs_searchable_calculated_phone_number',
            operator: FilterOperatorEnum.Eq,
            value: '871234567',
          },
        ],
      },
      { filters: [{ propertyName: 'phone', operator: FilterOperatorEnum.ContainsToken, value: '*1632960123' }] },
    ],
    properties: ['hs_calculated_phone_number'],
    limit: 10,
  })
  expect(found.total).toBe(2)
  expect(found.results[0]?.properties['hs_calculated_phone_number']).toBe('+353871234567')
})

test('reads a batch, and is told which of it are not there', async () => {
  const { client } = await open()
  const read = await client.crm.contacts.batchApi.read({
    inputs: [{ id: '101' }, { id: '999' }],
    properties: ['firstname'],
    propertiesWithHistory: [],
  })
  expect(read.results.map(({ id, properties }) => [id, properties['firstname']])).toEqual([['101', 'Anna']])
  expect('numErrors' in read && [read.numErrors, read.errors?.[0]?.context['ids']]).toEqual([1, ['999']])
})

test('logs a call with its contact, which is on its timeline then', async () => {
  const { client } = await open()
  const call = await client.crm.objects.calls.basicApi.create({
    properties: { hs_timestamp: '2026-11-20T10:00:00Z', hs_call_duration: '61000', hs_call_direction: 'INBOUND' },
    associations: [
      { to: { id: '101' }, types: [{ associationCategory: Category.HubspotDefined, associationTypeId: 194 }] },
    ],
  })
  const read = await client.crm.objects.calls.basicApi.getById(call.id, ['hs_call_duration'], undefined, ['contacts'])
  expect(read.properties['hs_call_duration']).toBe('61000')
  expect(read.associations?.['contacts']?.results).toEqual([{ id: '101', type: 'call_to_contact' }])
})

test('creates, updates and archives a contact', async () => {
  const { client } = await open()
  const { basicApi } = client.crm.contacts
  const made = await basicApi.create({ properties: { firstname: 'Dan', email: 'dan@acme.example' } })
  await basicApi.update(made.id, { properties: { phone: '+353861112222' } })
  expect((await basicApi.getById('dan@acme.example', ['phone'], undefined, undefined, false, 'email')).id).toBe(made.id)
  await basicApi.archive(made.id)
  await expect(basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 })
  const bin = await basicApi.getPage(10, undefined, undefined, undefined, undefined, true)
  expect(bin.results.map(({ id, archived }) => [id, archived])).toEqual([[made.id, true]])
})

test('merges two contacts: the lost id leads to the survivor', async () => {
  const { client } = await open()
  await client.crm.contacts.basicApi.merge({ primaryObjectId: '101', objectIdToMerge: '102' })
  const read = await client.crm.contacts.basicApi.getById('102', ['hs_merged_object_ids'])
  expect([read.id, read.properties['hs_merged_object_ids']]).toEqual(['101', '102'])
})

test('reads and makes associations of v4', async () => {
  const { client } = await open()
  const { v4 } = client.crm.associations
  await v4.basicApi.createDefault('contacts', '103', 'deals', '71')
  const read = await v4.batchApi.getPage('contacts', 'deals', { inputs: [{ id: '101' }, { id: '103' }] })
  expect(
    read.results.map(({ _from, to }) => [_from.id, to.map(({ associationTypes }) => associationTypes[0]?.typeId)]),
  ).toEqual([
    ['101', [4]],
    ['103', [4]],
  ])
  const page = await v4.basicApi.getPage('deals', '71', 'contacts')
  expect(page.results.map(({ toObjectId }) => String(toObjectId))).toEqual(['101', '103'])
})

test('reads the outcomes of calls, as the portal has them', async () => {
  const { client } = await open()
  const property = await client.crm.properties.coreApi.getByName('calls', 'hs_call_disposition')
  expect(property.options.map(({ label }) => label)).toContain('Left voicemail')
})

test('is told what is wrong in the words of HubSpot', async () => {
  const { client } = await open()
  const { calls } = client.crm.objects
  await expect(
    calls.basicApi.create({ ...callOf('101', { nonsense: 'x' }), associations: [] } as never),
  ).rejects.toMatchObject({
    code: 400,
    body: { category: 'VALIDATION_ERROR', errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] },
  })
  const stranger = new Client({ basePath: (await open({ token: 'right' })).url, accessToken: 'wrong' })
  await expect(stranger.crm.contacts.basicApi.getPage()).rejects.toMatchObject({
    code: 401,
    body: { category: 'INVALID_AUTHENTICATION' },
  })
})

test('its own retries get it over limits and faults', async () => {
  const started = await start({ faults: [{ name: '500', rate: 0.4, ms: 0 }] })
  const client = new Client({ basePath: started.url, accessToken: 'x', numberOfApiCallRetries: 5 })
  const all = await client.crm.contacts.getAll()
  expect(all).toHaveLength(3)
})

test('adds a property, fills it and reads what it has held', async () => {
  const { client } = await open()
  const { coreApi, groupsApi } = client.crm.properties
  await groupsApi.create('contacts', { name: 'taste', label: 'Taste', displayOrder: -1 })
  const made = await coreApi.create('contacts', {
    name: 'favorite_food',
    label: 'Favorite food',
    type: PropertyCreateTypeEnum.String,
    fieldType: PropertyCreateFieldTypeEnum.Text,
    groupName: 'taste',
  })
  expect([made.name, made.groupName, made.archived]).toEqual(['favorite_food', 'taste', false])
  const { basicApi } = client.crm.contacts
  for (const favorite_food of ['Soup', 'Bread']) await basicApi.update('101', { properties: { favorite_food } })
  const read = await basicApi.getById('101', undefined, ['favorite_food'])
  expect(read.propertiesWithHistory?.['favorite_food']?.map(({ value }) => value)).toEqual(['Bread', 'Soup'])
  await coreApi.archive('contacts', 'favorite_food')
  await expect(coreApi.getByName('contacts', 'favorite_food')).rejects.toMatchObject({ code: 404 })
})

test('reads an owner, a pipeline and a stage by their ids', async () => {
  const { client } = await open()
  expect((await client.crm.owners.ownersApi.getById(1001)).email).toBe('owner@portal.example')
  const { pipelinesApi, pipelineStagesApi } = client.crm.pipelines
  expect((await pipelinesApi.getById('deals', 'default')).stages).toHaveLength(7)
  expect((await pipelineStagesApi.getById('deals', 'default', 'closedwon')).metadata).toMatchObject({
    isClosed: 'true',
  })
})
