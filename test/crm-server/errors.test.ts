// What the server refuses, as it stands on the wire.
import { describe, expect, test } from 'vitest'
import { callOf, start } from './start.ts'

const CALLS = '/crm/objects/2026-09/calls'
const CONTACTS = '/crm/objects/2026-09/contacts'

describe('who may ask', () => {
  test('without a token: 401', async () => {
    const { ask } = await start()
    const { status, body } = await ask('GET', CONTACTS, undefined, { authorization: '' })
    expect([status, body.status, body.category]).toEqual([401, 'error', 'INVALID_AUTHENTICATION'])
    expect(body.correlationId).toMatch(/^[\da-f-]{36}$/)
  })

  test('with another token than the stated one: 401', async () => {
    const { ask } = await start({ token: 'right' })
    expect((await ask('GET', CONTACTS)).status).toBe(401)
    expect((await ask('GET', CONTACTS, undefined, { authorization: 'Bearer right' })).status).toBe(200)
  })

  test('a token that lacks a scope: 403, which names it', async () => {
    const { ask } = await start({ scopes: ['crm.objects.contacts.read'] })
    expect((await ask('GET', CONTACTS)).status).toBe(200)
    expect((await ask('POST', `${CONTACTS}/search`, {})).status).toBe(200)
    const { status, body } = await ask('POST', CALLS, callOf('101'))
    expect([status, body.category]).toEqual([403, 'MISSING_SCOPES'])
    expect(body.errors[0].context.requiredGranularScopes).toEqual(['crm.objects.contacts.write'])
    expect((await ask('GET', '/crm/objects/2026-09/deals')).status).toBe(403)
    expect((await ask('GET', '/account-info/v3/details')).status).toBe(200)
  })
})

describe('requests that are none', () => {
  test.each([
    ['an unknown path', 'GET', '/crm/objects/2026-09/contacts/1/2/3', undefined, 404],
    ['a version that does not exist', 'GET', '/crm/objects/2025-02/contacts', undefined, 404],
    ['an unknown kind of record', 'GET', '/crm/v3/objects/unicorns', undefined, 400],
    ['another method', 'PUT', '/crm/v3/objects/contacts/101', {}, 405],
    ['broken JSON', 'POST', CALLS, '{"properties":', 400],
    ['a list for a body', 'POST', CALLS, [], 400],
    ['no properties to change', 'PATCH', `${CONTACTS}/101`, {}, 400],
    ['a path that is not encoded well', 'GET', `${CONTACTS}/%E0%A4%A`, undefined, 404],
    ['a page of 101', 'GET', `${CONTACTS}?limit=101`, undefined, 400],
    ['a page of none', 'GET', `${CONTACTS}?limit=0`, undefined, 400],
    ['a cursor from nowhere', 'GET', `${CONTACTS}?after=x`, undefined, 400],
    ['a record that is not there', 'GET', `${CONTACTS}/999`, undefined, 404],
    ['a change to a record that is not there', 'PATCH', `${CONTACTS}/999`, { properties: {} }, 404],
    ['a batch of 101', 'POST', `${CONTACTS}/batch/read`, { inputs: Array(101).fill({ id: '1' }) }, 400],
    ['a batch without inputs', 'POST', `${CONTACTS}/batch/read`, {}, 400],
    [
      'the GET of associations, which the dated paths lack',
      'GET',
      `${CONTACTS}/101/associations/deals`,
      undefined,
      404,
    ],
    ['an email that is taken', 'POST', CONTACTS, { properties: { email: 'ANNA@acme.example' } }, 409],
    ['a merge with itself', 'POST', `${CONTACTS}/merge`, { primaryObjectId: '101', objectIdToMerge: '101' }, 400],
  ])('%s', async (_what, method, path, body, expected) => {
    const { ask } = await start()
    const answered = await ask(method, path, body)
    expect([answered.status, answered.body.status]).toEqual([expected, 'error'])
  })

  test('a body that is not JSON: 415', async () => {
    const { ask } = await start()
    expect((await ask('POST', CALLS, 'a=1', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  test('a body beyond all measure: 413', async () => {
    const { ask } = await start()
    expect((await ask('POST', CALLS, 'x'.repeat(9 * 1024 * 1024))).status).toBe(413)
  })
})

describe('calls and tasks that are turned down', () => {
  test.each([
    ['an unknown property', { nonsense: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['an outcome that the portal does not have', { hs_call_disposition: 'connected' }, 'INVALID_OPTION'],
    ['a status that is none', { hs_call_status: 'DONE' }, 'INVALID_OPTION'],
    ['a duration that is no number', { hs_call_duration: 'a minute' }, 'INVALID_NUMBER'],
    ['a time that is none', { hs_timestamp: 'yesterday' }, 'INVALID_DATE'],
    ['no time', { hs_timestamp: '' }, 'REQUIRED_FIELD'],
    ['a recording without https', { hs_call_recording_url: 'http://a.example/b.mp3' }, 'INVALID_URL'],
    ['a body of 65,537 characters', { hs_call_body: 'x'.repeat(65_537) }, 'PROPERTY_VALUE_TOO_LONG'],
    ['a value that HubSpot writes itself', { hs_lastmodifieddate: '0' }, 'READ_ONLY_VALUE'],
    ['a value that is no text', { hs_call_title: ['x'] }, 'INVALID_VALUE'],
  ])('a call with %s', async (_what, properties, code) => {
    const { ask, portal } = await start()
    const { status, body } = await ask('POST', CALLS, callOf('101', properties))
    expect([status, body.category, body.errors[0].code]).toEqual([400, 'VALIDATION_ERROR', code])
    expect(portal.shelves.calls.byId.size).toBe(0)
  })

  test('a task without a subject', async () => {
    const { ask } = await start()
    const { body } = await ask('POST', '/crm/v3/objects/tasks', { properties: { hs_timestamp: '2026-12-01' } })
    expect(body.errors[0]).toMatchObject({ code: 'REQUIRED_FIELD', context: { properties: ['hs_task_subject'] } })
  })

  test.each([
    ['a contact that is not there', '999'],
    ['a contact that was merged into another', '102'],
    ['a contact that was archived', '103'],
  ])('a call for %s: 404, and no call', async (_what, id) => {
    const { ask, portal } = await start()
    await ask('POST', `${CONTACTS}/merge`, { primaryObjectId: '101', objectIdToMerge: '102' })
    await ask('DELETE', `${CONTACTS}/103`)
    const { status, body } = await ask('POST', CALLS, callOf(id))
    expect([status, body.category]).toEqual([404, 'OBJECT_NOT_FOUND'])
    expect(portal.shelves.calls.byId.size).toBe(0)
  })

  test('a type of association that runs the other way', async () => {
    const { ask } = await start()
    const { associations, properties } = callOf('101')
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 193 }]
    const wrong = associations.map(({ to }) => ({ to, types }))
    expect((await ask('POST', CALLS, { properties, associations: wrong })).status).toBe(400)
  })
})

describe('searches that are turned down', () => {
  const filter = { propertyName: 'firstname', operator: 'EQ', value: 'x' }
  const group = (count: number) => ({ filters: Array(count).fill(filter) })
  test.each([
    ['six groups', { filterGroups: Array(6).fill(group(1)) }],
    ['seven filters in a group', { filterGroups: [group(7)] }],
    ['nineteen filters', { filterGroups: [group(6), group(6), group(6), group(1)] }],
    ['a page of 201', { limit: 201 }],
    ['anything behind the first 10,000', { limit: 100, after: '9901' }],
    ['two sorts', { sorts: ['firstname', 'lastname'] }],
    ['an unknown property', { filterGroups: [{ filters: [{ ...filter, propertyName: 'nonsense' }] }] }],
    ['an unknown operator', { filterGroups: [{ filters: [{ ...filter, operator: 'LIKE' }] }] }],
    ['IN without values', { filterGroups: [{ filters: [{ ...filter, operator: 'IN' }] }] }],
    ['EQ without a value', { filterGroups: [{ filters: [{ propertyName: 'firstname', operator: 'EQ' }] }] }],
  ])('%s', async (_what, search) => {
    const { ask } = await start()
    const { status, body } = await ask('POST', `${CONTACTS}/search`, search)
    expect([status, body.category]).toEqual([400, 'VALIDATION_ERROR'])
  })

  test('but the last page of 10,000 is not', async () => {
    const { ask } = await start()
    expect((await ask('POST', `${CONTACTS}/search`, { limit: 100, after: '9900' })).status).toBe(200)
  })
})
