import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../src/core/retry.ts'
import { describeFailure } from '../../../src/core/retry.ts'
import type { CrmError } from '../../../src/crm/crm.ts'
import { crmCall, errorOf } from '../calls.ts'
import { type FakeAnswer, fixture, openFake, TOKEN } from './fake.ts'

const answers = fixture('failures') as readonly (FakeAnswer & { readonly name: string })[]

const call = crmCall()

const says = (text: string) => expect.objectContaining({ kind: 'refused', says: expect.stringContaining(text) })
const limited = (retryAfterMs: number | null) => ({ kind: 'rate-limited', retryAfterMs })

/** What each answer means to a read and to a write. */
const MEANINGS: Readonly<Record<string, readonly [read: unknown, write: unknown]>> = {
  '429 of ten seconds': [limited(10_000), limited(10_000)],
  '429 of a second, on a search': [limited(1_000), limited(1_000)],
  '429 of a day': [
    { ...limited(null), isDaily: true },
    { ...limited(null), isDaily: true },
  ],
  '429 with a time to wait': [limited(7_000), limited(7_000)],
  '429 with a date to wait for': [limited(30_000), limited(30_000)],
  '429 without a body': [limited(null), limited(null)],
  '423 locked': [limited(2_000), limited(2_000)],
  '477 migrating': [limited(86_400_000), limited(86_400_000)],
  '401 expired': [{ kind: 'unauthorised' }, { kind: 'unauthorised' }],
  '401 invalid': [{ kind: 'unauthorised' }, { kind: 'unauthorised' }],
  '403 a missing scope': [
    { kind: 'forbidden', lacks: ['crm.objects.deals.read'] },
    { kind: 'forbidden', lacks: ['crm.objects.deals.read'] },
  ],
  '403 without a reason': [{ kind: 'forbidden' }, { kind: 'forbidden' }],
  '404 of a record': [{ kind: 'not-found' }, { kind: 'not-found' }],
  '404 without a body': [{ kind: 'not-found' }, { kind: 'not-found' }],
  '400 of an association with what is not there': [{ kind: 'not-found' }, { kind: 'not-found' }],
  '400 of a property': [says('project: a value is required'), says('project: a value is required')],
  '400 past the last search result': [says('a problem with the request'), says('a problem with the request')],
  '409 conflict': [says('Conflict'), says('Conflict')],
  '408 request timeout': [{ kind: 'timeout' }, { kind: 'timeout' }],
  '500': [{ kind: 'server' }, { kind: 'server' }],
  '502 as a page of the proxy': [{ kind: 'server' }, { kind: 'server' }],
  '503 without a body': [{ kind: 'server' }, { kind: 'server' }],
  '524 of the proxy': [{ kind: 'server' }, { kind: 'server' }],
  '511 of a network to sign in to': [{ kind: 'offline' }, { kind: 'timeout' }],
  '302 to a page to sign in': [{ kind: 'offline' }, { kind: 'timeout' }],
  '200 with a page to sign in': [{ kind: 'offline' }, { kind: 'timeout' }],
  '403 as a page of a filter': [says('with a web page (status 403)'), { kind: 'timeout' }],
  '404 as a page of another server': [says('with a web page (status 404)'), { kind: 'timeout' }],
  '200 cut off': [{ kind: 'timeout' }, { kind: 'timeout' }],
  '200 of no form': [{ kind: 'timeout' }, { kind: 'timeout' }],
  '200 without results': [{ kind: 'server' }, { kind: 'server' }],
  '200 with records without ids': [{ kind: 'server' }, { kind: 'server' }],
}

describe('an answer of HubSpot that is no result', () => {
  test('has a meaning, each', () => {
    expect(answers.map(({ name }) => name).sort()).toEqual(Object.keys(MEANINGS).sort())
  })

  test.each(answers)('to a read: $name', async (answer) => {
    const { crm } = openFake(() => ({
      ...answer,
      headers: { date: 'Fri, 20 Nov 2026 09:00:00 GMT', ...answer.headers },
    }))
    expect((await errorOf(crm.readContacts(['101']))).failure).toEqual(MEANINGS[answer.name]?.[0])
  })

  test.each(answers)('R-11 to a write: $name', async (answer) => {
    const { crm } = openFake(() => ({
      ...answer,
      headers: { date: 'Fri, 20 Nov 2026 09:00:00 GMT', ...answer.headers },
    }))
    expect((await errorOf(crm.createCall(call))).failure).toEqual(MEANINGS[answer.name]?.[1])
  })

  test('says what was asked for, what was answered, and no number of anybody', async () => {
    const answer = answers.find(({ name }) => name === '400 of a property')
    const { crm } = openFake(() => answer ?? {})
    const { message } = await errorOf(crm.createCall(call))
    expect(message).toBe(
      'HubSpot answered 400 to POST /crm/objects/2026-09/calls: Property values were not valid. project: a value is required (caller …67)',
    )
  })

  test('names the permission that the sign-in lacks', async () => {
    const answer = answers.find(({ name }) => name === '403 a missing scope')
    const { crm } = openFake(() => answer ?? {})
    const { failure } = await errorOf(crm.readContacts(['1']))
    expect(describeFailure(failure)).toMatchObject({
      because: 'The sign-in lacks a permission in the CRM: crm.objects.deals.read.',
    })
  })
})

describe('a request without an answer', () => {
  const thrown = (code: string, name = 'Error') =>
    Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error(`${code} ${TOKEN}`), { code, name }),
    })

  const failing = (error: unknown) =>
    openFake(() => {
      throw error
    }).crm

  test.each<[string, Failure['kind']]>([
    ['ENOTFOUND', 'offline'],
    ['EAI_AGAIN', 'offline'],
    ['ECONNREFUSED', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['UND_ERR_CONNECT_TIMEOUT', 'offline'],
    ['CERT_HAS_EXPIRED', 'offline'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'offline'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'offline'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'offline'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'offline'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'offline'],
    ['ECONNRESET', 'timeout'],
    ['EPIPE', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['EPROTO', 'timeout'],
    ['UND_ERR_SOCKET', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ])('R-11 %s means %s: only what never left is certain not to have been done', async (code, kind) => {
    const error = await errorOf(failing(thrown(code)).createCall(call))
    expect(error.failure).toEqual({ kind })
    expect(error.message).toContain(code)
  })

  test('is lost when fetch says nothing of why', async () => {
    expect((await errorOf(failing(new Error('?')).createCall(call))).failure).toEqual({ kind: 'timeout' })
    expect((await errorOf(failing('?').createCall(call))).failure).toEqual({ kind: 'timeout' })
  })

  test('reads the codes of every address that was tried', async () => {
    const causes = ['ECONNREFUSED', 'ENETUNREACH'].map((code) => Object.assign(new Error(code), { code }))
    const error = Object.assign(new TypeError('fetch failed'), { cause: new AggregateError(causes) })
    expect((await errorOf(failing(error).createCall(call))).failure).toEqual({ kind: 'offline' })
  })

  test('keeps nothing of what was thrown, and so no token', async () => {
    const error = await errorOf(failing(thrown('ECONNRESET')).createCall(call))
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(TOKEN)
  })
})

describe('the token', () => {
  const everything = (error: CrmError) =>
    `${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)}`

  test.each([400, 401, 403, 404, 429, 500])('is in no error, though HubSpot quotes it with a %s', async (status) => {
    const body = {
      message: `Bad token ${TOKEN}`,
      category: TOKEN,
      policyName: TOKEN,
      errors: [{ message: TOKEN, in: TOKEN, context: { requiredScopes: [TOKEN], propertyName: [TOKEN] } }],
    }
    const { crm } = openFake(() => ({ status, body, headers: { 'retry-after': TOKEN } }))
    expect(everything(await errorOf(crm.createCall(call)))).not.toContain(TOKEN)
  })

  test('is in no error when a page quotes it', async () => {
    const { crm } = openFake(() => ({ status: 404, body: `<html>${TOKEN}</html>` }))
    expect(everything(await errorOf(crm.readContacts(['1'])))).not.toContain(TOKEN)
  })

  test('is in nothing that a client shows of itself, nor in its log', async () => {
    const log: unknown[] = []
    const { crm } = openFake(() => ({ status: 500 }), { log: (line) => log.push(line) })
    await errorOf(crm.readAllContacts(TOKEN))
    expect(inspect(crm, { depth: null, showHidden: true })).not.toContain(TOKEN)
    expect(String(crm) + JSON.stringify(crm)).not.toContain(TOKEN)
    expect(log).toEqual([{ method: 'GET', path: '/crm/objects/2026-09/contacts', status: 500, ms: 0 }])
  })

  test.each(['', '  ', 'two words', 'line\nbreak', 'pat-é', '"quoted"'])('is refused unread when it is %j', (token) => {
    const open = () => openFake(() => ({}), { token })
    expect(open).toThrow(/expected an access token/)
    if (token.trim() !== '') expect(open).not.toThrow(new RegExp(token))
  })

  test('may end in a line break, as a file does', () => {
    expect(() => openFake(() => ({}), { token: `${TOKEN}\n` })).not.toThrow()
  })
})

describe('the address of the server', () => {
  test.each([
    'https://api.hubapi.com',
    'https://proxy.example:8443/hubspot/',
    'http://127.0.0.1:8080',
    'http://127.8.9.10',
    'http://localhost:1',
    'http://[::1]:3000/',
  ])('may be %s', (baseUrl) => {
    expect(() => openFake(() => ({}), { baseUrl })).not.toThrow()
  })

  test.each([
    ['http://api.hubapi.com', 'expected https, found http://api.hubapi.com'],
    ['http://192.168.1.5:80', 'expected https'],
    ['http://localhost.example', 'expected https'],
    ['http://127.0.0.1.example', 'expected https'],
    ['ftp://api.hubapi.com', "expected a server's address"],
    ['api.hubapi.com', "expected a server's address"],
    ['', "expected a server's address"],
    ['https://me:secret@api.hubapi.com', 'without user'],
    ['https://api.hubapi.com/?a=secret', 'without user, query'],
  ])('may not be %s', (baseUrl, message) => {
    const open = () => openFake(() => ({}), { baseUrl })
    expect(open).toThrow(message)
    expect(open).not.toThrow('secret')
  })
})
