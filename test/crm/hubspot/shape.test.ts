// Answers that are nearly of HubSpot's form. Read as far as they go, they would say that something is gone: contacts behind
// the last page, what a contact is associated with, a call that was logged. So each of them is a failure.
import { expect, test } from 'vitest'
import { describeFailure } from '../../../src/core/retry.ts'
import { errorOf } from '../calls.ts'
import { byPath, openFake } from './fake.ts'

const RECORD = { id: '101', properties: { firstname: 'Anna' } }
const LINKED = { from: { id: '101' }, to: [{ toObjectId: 7, associationTypes: [] }] }

test.each<readonly [string, unknown]>([
  ['a cursor that is a text', { results: [RECORD], paging: 'more' }],
  ['a cursor without a place', { results: [RECORD], paging: { next: {} } }],
  ['a cursor of nothing', { results: [RECORD], paging: { next: { after: '' } } }],
  ['a cursor that is a number', { results: [RECORD], paging: { next: 5 } }],
  ['a contact without properties', { results: [{ id: '101' }] }],
  ['a contact whose properties are a list', { results: [{ id: '101', properties: [] }] }],
  ['a contact whose id is none of HubSpot', { results: [{ id: '../101', properties: {} }] }],
  ['more contacts than were asked for', { results: Array.from({ length: 101 }, () => RECORD) }],
  ['results that are no list', { results: { 0: RECORD } }],
])('a page with %s', async (_what, body) => {
  const { crm } = openFake(() => ({ body }))
  expect((await errorOf(crm.readAllContacts(null))).failure.kind).toBe('server')
})

test.each<readonly [string, unknown]>([
  ['no list of others', { ...LINKED, to: 'x' }],
  ['another without an id', { ...LINKED, to: [{ toObjectId: true }] }],
  ['nobody whose they are', { ...LINKED, from: {} }],
  ['a cursor that cannot be read', { ...LINKED, paging: { next: [] } }],
  ['a cursor that brings the same again', { ...LINKED, paging: { next: { after: '7' } } }],
])('associations with %s', async (_what, result) => {
  const { crm } = openFake(byPath({ '/batch/read': { results: [result] } }))
  expect((await errorOf(crm.readLinks(['101']))).failure.kind).toBe('server')
})

test.each<readonly [string, unknown]>([
  ['their number in words', { total: 'two', results: [RECORD] }],
  ['a number without records', { total: 3, results: [] }],
])('a search with %s', async (_what, body) => {
  const { crm } = openFake(() => ({ body }))
  expect((await errorOf(crm.readChangedCompanies(0, null))).failure.kind).toBe('server')
})

test('R-11 a call whose text cannot be read may be the one that is looked for', async () => {
  const { crm } = openFake(
    byPath({
      '/calls/batch/read': { results: [{ id: '7', properties: { hs_call_body: ['x'] } }] },
      '/batch/read': { results: [LINKED] },
    }),
  )
  const sought = { kind: 'call', marker: 'ringsight0', contactId: '101', at: '2026-11-20T09:00:00Z' } as const
  expect((await errorOf(crm.findEngagement(sought))).failure.kind).toBe('server')
})

test('deals that came with a contact and cannot be read are asked for', async () => {
  const associations = { deals: { results: 'x' } }
  const { crm, requests } = openFake(
    byPath({ '/contacts': { results: [{ ...RECORD, associations }] }, '/batch/read': { results: [LINKED] } }),
  )
  expect((await crm.readAllContacts(null)).records[0]?.dealIds).toEqual(['7'])
  expect(requests).toHaveLength(2)
})

test.each(['\u001b]0;owned\u0007', 'pat', true, null, { id: 5 }, 1e21])(
  'an account whose number is %j has none',
  async (portalId) => {
    const { crm } = openFake(() => ({ body: { portalId } }))
    expect((await errorOf(crm.readAccount())).failure.kind).toBe('server')
  },
)

test('of scopes without end a few are named, and that there are others', async () => {
  const requiredScopes = Array.from({ length: 50_000 }, (_, index) => `crm.scope${index}`)
  const { crm } = openFake(() => ({ status: 403, body: { context: { requiredScopes } } }))
  const { failure } = await errorOf(crm.readAllContacts(null))
  expect(describeFailure(failure).because).toMatch(/: crm\.scope0 or .* or crm\.scope4 or others\.$/)
})
