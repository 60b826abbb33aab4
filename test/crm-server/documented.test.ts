// What HubSpot documents, request by request, and the answer; and what it does not: refused, and never passed over.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { callOf, start } from './start.ts'

const CONTACTS = '/crm/v3/objects/contacts'
const PROPERTIES = '/crm/v3/properties/contacts'

const FOOD = {
  name: 'favorite_food',
  label: 'Favorite food',
  type: 'string',
  fieldType: 'text',
  groupName: 'contactinformation',
}
const COLOUR = {
  ...FOOD,
  name: 'colour',
  type: 'enumeration',
  fieldType: 'select',
  options: [{ label: 'Red', value: 'red', displayOrder: 0, hidden: false }],
}

describe('an answer as documented', () => {
  test.each<readonly [string, string, string, unknown, number, unknown]>([
    ['archived, as Python writes it', 'GET', `${CONTACTS}?archived=True`, undefined, 200, { results: [] }],
    ['not archived, as Python writes it', 'GET', `${CONTACTS}/101?archived=False`, undefined, 200, { id: '101' }],
    [
      'a connector asks with a trailing slash',
      'GET',
      '/crm/v3/owners/?limit=100&archived=false',
      undefined,
      200,
      { results: [{ id: '1001' }] },
    ],
    [
      'filters outside of a group',
      'POST',
      `${CONTACTS}/search`,
      { filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'Anna' }] },
      200,
      { total: 1, results: [{ id: '101' }] },
    ],
    [
      'a connector searches what changed',
      'POST',
      '/crm/v3/objects/contact/search',
      {
        limit: 200,
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        filters: [
          { propertyName: 'lastmodifieddate', operator: 'GTE', value: 0 },
          { propertyName: 'hs_object_id', operator: 'GT', value: 101 },
        ],
        properties: ['firstname'],
        after: 0,
      },
      200,
      { total: 2, results: [{ properties: { firstname: 'Ben' } }, { properties: { firstname: 'Cara' } }] },
    ],
    ['an owner', 'GET', '/crm/v3/owners/1001', undefined, 200, { id: '1001', userId: 1 }],
    ['an owner by user', 'GET', '/crm/v3/owners/1?idProperty=userId', undefined, 200, { id: '1001' }],
    ['owners by email', 'GET', '/crm/v3/owners?email=nobody@portal.example', undefined, 200, { results: [] }],
    ['no such owner', 'GET', '/crm/v3/owners/1002', undefined, 404, { category: 'OBJECT_NOT_FOUND' }],
    ['pipelines', 'GET', '/crm/v3/pipelines/deals', undefined, 200, { results: [{ id: 'default' }] }],
    [
      'a pipeline',
      'GET',
      '/crm/v3/pipelines/deals/default',
      undefined,
      200,
      { id: 'default', label: 'Sales Pipeline' },
    ],
    ['no such pipeline', 'GET', '/crm/v3/pipelines/deals/other', undefined, 404, { category: 'OBJECT_NOT_FOUND' }],
    ['stages', 'GET', '/crm/v3/pipelines/deals/default/stages', undefined, 200, { results: { length: 7 } }],
    [
      'a stage',
      'GET',
      '/crm/v3/pipelines/deals/default/stages/closedwon',
      undefined,
      200,
      { id: 'closedwon', metadata: { isClosed: 'true' } },
    ],
    [
      'no such stage',
      'GET',
      '/crm/v3/pipelines/deals/default/stages/lost',
      undefined,
      404,
      { category: 'OBJECT_NOT_FOUND' },
    ],
    [
      'a property',
      'GET',
      `${PROPERTIES}/email`,
      undefined,
      200,
      { name: 'email', type: 'string', hasUniqueValue: true, hubspotDefined: true },
    ],
    ['no such property', 'GET', `${PROPERTIES}/nonsense`, undefined, 404, { category: 'OBJECT_NOT_FOUND' }],
    [
      'a new property',
      'POST',
      PROPERTIES,
      FOOD,
      201,
      { name: 'favorite_food', archived: false, hubspotDefined: false },
    ],
    [
      'a new property on a dated path',
      'POST',
      '/crm/properties/2026-09/contacts',
      FOOD,
      201,
      { name: 'favorite_food' },
    ],
    [
      'new properties together',
      'POST',
      `${PROPERTIES}/batch/create`,
      { inputs: [FOOD, COLOUR] },
      201,
      { results: [{ name: 'favorite_food' }, { name: 'colour' }] },
    ],
    [
      'properties by name',
      'POST',
      `${PROPERTIES}/batch/read`,
      { archived: false, inputs: [{ name: 'email' }, { name: 'x' }] },
      207,
      { numErrors: 1, results: [{ name: 'email' }] },
    ],
    [
      'properties as v2 lists them',
      'GET',
      '/properties/v2/contact/properties',
      undefined,
      200,
      [{ name: 'hs_object_id' }],
    ],
    ['groups', 'GET', `${PROPERTIES}/groups`, undefined, 200, { results: [{ name: 'contactinformation' }] }],
    [
      'a new group',
      'POST',
      `${PROPERTIES}/groups`,
      { name: 'taste', label: 'Taste', displayOrder: 3 },
      201,
      { name: 'taste', label: 'Taste', displayOrder: 3, archived: false },
    ],
    [
      'an email in capitals is kept in small letters',
      'POST',
      CONTACTS,
      { properties: { email: 'Dan@Acme.example' } },
      201,
      { properties: { email: 'dan@acme.example' } },
    ],
    [
      'a contact with a trace of its write',
      'POST',
      CONTACTS,
      { properties: { firstname: 'Dan' }, associations: [], objectWriteTraceId: 'a' },
      201,
      { properties: { firstname: 'Dan' } },
    ],
  ])('%s', async (_what, method, path, body, status, expected) => {
    const { ask } = await start()
    const answered = await ask(method, path, body)
    expect(answered.status).toBe(status)
    if (Array.isArray(expected)) expect(answered.body.slice(0, expected.length)).toMatchObject(expected)
    else expect(answered.body).toMatchObject(expected as object)
  })
})

describe('what would be passed over is refused', () => {
  const search = (body: object) => ['POST', `${CONTACTS}/search`, body] as const
  const filter = { propertyName: 'firstname', operator: 'EQ', value: 'x' }
  const group = (given: object) => ({ filterGroups: [{ filters: [{ ...filter, ...given }] }] })

  test.each<readonly [string, string, string, unknown, number]>([
    ['an unknown parameter', 'GET', `${CONTACTS}?count=2`, undefined, 400],
    ['a parameter twice', 'GET', `${CONTACTS}?limit=1&limit=2`, undefined, 400],
    ['a parameter where none is taken', 'POST', `${CONTACTS}?limit=1`, { properties: {} }, 400],
    ['archived that is neither', 'GET', `${CONTACTS}?archived=yes`, undefined, 400],
    ['a page of abc', 'GET', `${CONTACTS}?limit=abc`, undefined, 400],
    ['a page of 0x10', 'GET', `${CONTACTS}?limit=0x10`, undefined, 400],
    ['a page of 101', 'GET', `${CONTACTS}?limit=101`, undefined, 400],
    ['a page of 51 with histories', 'GET', `${CONTACTS}?limit=51&propertiesWithHistory=email`, undefined, 400],
    ['a cursor of another kind', 'GET', `${CONTACTS}?after=0x65`, undefined, 400],
    ['associations with what there is not', 'GET', `${CONTACTS}?associations=unicorns`, undefined, 400],
    ['a property that names no record', 'GET', `${CONTACTS}/Anna?idProperty=firstname`, undefined, 400],
    ['an unknown member of a new contact', 'POST', CONTACTS, { properties: {}, tags: [] }, 400],
    ['an unknown property of a contact', 'POST', CONTACTS, { properties: { tags: 'x' } }, 400],
    [
      'an unknown member of an association',
      'POST',
      '/crm/v3/objects/calls',
      { ...callOf('101'), associations: [{ to: { id: '101' }, type: 194 }] },
      400,
    ],
    [
      'properties of a batch as one text',
      'POST',
      `${CONTACTS}/batch/read`,
      { inputs: [{ id: '101' }], properties: 'email' },
      400,
    ],
    ['an unknown member of a batch', 'POST', `${CONTACTS}/batch/read`, { inputs: [{ id: '101' }], limit: 5 }, 400],
    [
      'an unknown member of an input',
      'POST',
      `${CONTACTS}/batch/update`,
      { inputs: [{ id: '101', property: {} }] },
      400,
    ],
    [
      'two new contacts with one email',
      'POST',
      `${CONTACTS}/batch/create`,
      { inputs: [{ properties: { email: 'a@b.example' } }, { properties: { email: 'A@b.example' } }] },
      409,
    ],
    [
      'an upsert by nothing',
      'POST',
      `${CONTACTS}/batch/upsert`,
      { inputs: [{ id: 'x@y.example', properties: {} }] },
      404,
    ],
    [
      'an upsert by what is not unique',
      'POST',
      `${CONTACTS}/batch/upsert`,
      { inputs: [{ id: 'Anna', idProperty: 'firstname', properties: {} }] },
      400,
    ],
    ['an unknown member of a search', ...search({ filter: [] }), 400],
    ['filters and groups of them', ...search({ filters: [filter], ...group({}) }), 400],
    ['an unknown member of a filter', ...search(group({ caseSensitive: true })), 400],
    ['an operator in small letters', ...search(group({ operator: 'eq' })), 400],
    ['a value that is a list', ...search(group({ value: ['x'] })), 400],
    ['a number that is none', ...search(group({ propertyName: 'hs_object_id', value: 'x' })), 400],
    ['a time that is none', ...search(group({ propertyName: 'createdate', operator: 'GT', value: 'yesterday' })), 400],
    [
      'NEQ on an association',
      ...search(group({ propertyName: 'associations.deal', operator: 'NEQ', value: '71' })),
      400,
    ],
    ['a query that is no text', ...search({ query: 5 }), 400],
    ['an unknown direction', ...search({ sorts: [{ propertyName: 'firstname', direction: 'DOWN' }] }), 400],
    ['a limit that is true', ...search({ limit: true }), 400],
    ['properties as one text', ...search({ properties: 'email' }), 400],
    ['histories in a search', ...search({ propertiesWithHistory: ['email'] }), 400],
    ['an association cursor from nowhere', 'GET', `${CONTACTS}/101/associations/deals?after=5`, undefined, 400],
    ['a property without a group', 'POST', PROPERTIES, { ...FOOD, groupName: undefined }, 400],
    ['a property in no group', 'POST', PROPERTIES, { ...FOOD, groupName: 'taste' }, 400],
    ['a property with capitals', 'POST', PROPERTIES, { ...FOOD, name: 'Food' }, 400],
    ['a property that is there', 'POST', PROPERTIES, { ...FOOD, name: 'firstname' }, 409],
    ['a property of no type', 'POST', PROPERTIES, { ...FOOD, type: 'text' }, 400],
    ['a field that does not go with its type', 'POST', PROPERTIES, { ...FOOD, fieldType: 'number' }, 400],
    ['a choice of nothing', 'POST', PROPERTIES, { ...COLOUR, options: [] }, 400],
    ['an unknown member of a property', 'POST', PROPERTIES, { ...FOOD, colour: 'red' }, 400],
    ['a change to what every portal has', 'PATCH', `${PROPERTIES}/email`, { label: 'E-mail' }, 400],
    ['the end of what every portal has', 'DELETE', `${PROPERTIES}/email`, undefined, 400],
    ['the end of a group that is in use', 'DELETE', `${PROPERTIES}/groups/contactinformation`, undefined, 400],
    [
      'a stage that there is not',
      'POST',
      '/crm/v3/objects/deals',
      { properties: { dealname: 'x', dealstage: 'won' } },
      400,
    ],
    ['an older path', 'GET', '/contacts/v1/lists/all/contacts/all', undefined, 404],
  ])('%s', async (_what, method, path, body, status) => {
    const { ask, portal } = await start()
    const before = portal.shelves.contacts.byId.size
    const answered = await ask(method, path, body)
    expect([answered.status, answered.body.status]).toEqual([status, 'error'])
    expect(answered.body.message).toMatch(/\w{3}/)
    expect(portal.shelves.contacts.byId.size).toBe(before)
  })

  test.each([
    'nobody',
    'a@b',
    '@b.example',
    'a@@b.example',
    'a b@c.example',
    'a@-b.example',
    'a@b.1',
    'a..b@c.example',
    `${'a'.repeat(65)}@b.example`,
  ])('the email %s, in the words of HubSpot', async (email) => {
    const { ask } = await start()
    const { status, body } = await ask('POST', CONTACTS, { properties: { email } })
    expect([status, body.category, body.errors[0].code]).toEqual([400, 'VALIDATION_ERROR', 'INVALID_EMAIL'])
    expect(body.message).toContain('Property values were not valid: [{"isValid":false')
  })

  test.each(['a@b.example', "o'neil+x@sub.b-c.example", 'söhne@größe.example'])('but not %s', async (email) => {
    const { ask } = await start()
    expect((await ask('POST', CONTACTS, { properties: { email } })).status).toBe(201)
  })
})

test('a property of the account: made, filled, searched, changed, archived, and there after a restart', async () => {
  const db = join(mkdtempSync(join(tmpdir(), 'ringsight-portal-')), 'portal.db')
  const { ask, server } = await start({ db })
  await ask('POST', `${PROPERTIES}/groups`, { name: 'taste', label: 'Taste' })
  await ask('POST', PROPERTIES, { ...FOOD, groupName: 'taste', hasUniqueValue: true })
  await ask('POST', PROPERTIES, { ...COLOUR, name: 'constructor' })
  expect((await ask('PATCH', `${CONTACTS}/101`, { properties: { favorite_food: 'Soup' } })).status).toBe(200)
  expect((await ask('PATCH', `${CONTACTS}/102`, { properties: { favorite_food: 'soup' } })).body.errors[0].code).toBe(
    'CONFLICTING_UNIQUE_VALUE',
  )
  expect((await ask('PATCH', `${CONTACTS}/102`, { properties: { constructor: 'blue' } })).body.errors[0].code).toBe(
    'INVALID_OPTION',
  )
  expect((await ask('GET', `${CONTACTS}/Soup?idProperty=favorite_food&properties=constructor`)).body).toMatchObject({
    id: '101',
    properties: { constructor: null },
  })
  const filters = [{ propertyName: 'favorite_food', operator: 'EQ', value: 'soup' }]
  expect((await ask('POST', `${CONTACTS}/search`, { filters })).body.total).toBe(1)
  expect((await ask('PATCH', `${PROPERTIES}/favorite_food`, { label: 'Food' })).body.label).toBe('Food')
  await server.close()
  const again = await start({ db })
  expect((await again.ask('GET', `${PROPERTIES}/favorite_food`)).body).toMatchObject({
    label: 'Food',
    groupName: 'taste',
  })
  expect(
    (await again.ask('GET', `${CONTACTS}/101?propertiesWithHistory=favorite_food`)).body.propertiesWithHistory
      .favorite_food,
  ).toMatchObject([{ value: 'Soup' }])
  expect((await again.ask('DELETE', `${PROPERTIES}/favorite_food`)).status).toBe(204)
  expect((await again.ask('GET', `${PROPERTIES}/favorite_food`)).status).toBe(404)
  expect((await again.ask('GET', `${PROPERTIES}?archived=true`)).body.results).toMatchObject([
    { name: 'favorite_food', archived: true },
  ])
  expect((await again.ask('PATCH', `${CONTACTS}/101`, { properties: { favorite_food: 'x' } })).status).toBe(400)
  expect((await again.ask('DELETE', `${PROPERTIES}/groups/taste`)).status).toBe(204)
})

test.each(['list', 'one', 'batch'])('what a property has held comes with a record, newest first: %s', async (how) => {
  let at = Date.parse('2026-11-20T10:00:00Z')
  const { ask } = await start({ now: () => at })
  for (const firstname of ['Anne', '', 'Anna']) {
    at += 60_000
    await ask('PATCH', `${CONTACTS}/101`, { properties: { firstname } })
  }
  const query = 'properties=lastname&propertiesWithHistory=firstname,nonsense'
  const answers = {
    list: async () => (await ask('GET', `${CONTACTS}?limit=50&${query}`)).body.results[0],
    one: async () => (await ask('GET', `${CONTACTS}/101?${query}`)).body,
    batch: async () =>
      (
        await ask('POST', `${CONTACTS}/batch/read`, {
          inputs: [{ id: '101' }],
          properties: ['lastname'],
          propertiesWithHistory: ['firstname'],
        })
      ).body.results[0],
  }
  const { properties, propertiesWithHistory } = await answers[how as keyof typeof answers]()
  expect(properties).toMatchObject({ firstname: 'Anna', lastname: 'Byrne' })
  expect(Object.keys(propertiesWithHistory)).toEqual(['firstname'])
  expect(propertiesWithHistory.firstname.map(({ value }: { value: string }) => value)).toEqual([
    'Anna',
    '',
    'Anne',
    'Anna',
  ])
  expect(propertiesWithHistory.firstname[0]).toMatchObject({
    timestamp: '2026-11-20T10:03:00.000Z',
    sourceType: 'INTEGRATION',
  })
})

test('a search with many stars takes its time from the text alone', async () => {
  const { ask } = await start()
  const body = '*a'.repeat(1_000)
  await ask('PATCH', `${CONTACTS}/101`, { properties: { notes: 'a'.repeat(60_000) } })
  const value = `${body}*b`
  const filters = [{ propertyName: 'notes', operator: 'CONTAINS_TOKEN', value }]
  expect((await ask('POST', `${CONTACTS}/search`, { filters })).body.total).toBe(0)
  const found = [{ propertyName: 'notes', operator: 'CONTAINS_TOKEN', value: body }]
  expect((await ask('POST', `${CONTACTS}/search`, { filters: found })).body.total).toBe(1)
})

test('limits come with every answer but those of searches', async () => {
  const { ask } = await start({ limits: 'pro' })
  const names = ['max', 'remaining', 'interval-milliseconds', 'daily', 'daily-remaining']
  const stated = (headers: Headers) => names.map((name) => headers.get(`x-hubspot-ratelimit-${name}`))
  expect(stated((await ask('GET', CONTACTS)).headers)).toEqual(['190', '189', '10000', '650000', '649999'])
  expect(stated((await ask('POST', `${CONTACTS}/search`, {})).headers)).toEqual([null, null, null, null, null])
})
