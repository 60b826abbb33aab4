// What telephone systems ask, by curl: in whatever form a number comes, and whatever is wrong, no text is ever a wrong name.

import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { scratch } from '../cli/run.ts'
import { contact, phone } from '../people.ts'
import { curl, openLasting, type Running } from './running.ts'

let server: Running
let token: string
beforeAll(async () => {
  const db = join(scratch(), 'team.db')
  const store = openSqliteStore(db)
  await store.writeContacts(
    (async function* () {
      yield [
        contact({ id: '101', firstName: 'Anna "B"', lastName: 'Byrne', company: '', phones: [phone('+353871234567')] }),
        contact({ id: '102', firstName: 'Zoë', lastName: '', company: '', phones: [phone('+447911123456')] }),
      ]
    })(),
    { at: new Date().toISOString(), source: 'test' },
  )
  store.close()
  server = await openLasting(null, { db, args: ['--region', 'IE', '--verbose'] })
  token = await server.token('pbx', '--for', 'office,callers')
}, 60_000)
afterAll(() => server.stop('SIGKILL'))

const ask = async (query: string, path = 'name', ...args: string[]) =>
  (await curl('-u', `any:${token}`, ...args, `${server.url}/v1/office/${path}${query}`)).toString()

describe('a name', () => {
  test.each([
    ['?number=%2B353871234567', 'Anna "B" Byrne'],
    ['?number=+353871234567', 'Anna "B" Byrne'],
    ['?number=0871234567', 'Anna "B" Byrne'],
    ['?number=00871234567&line=0', 'Anna "B" Byrne'],
    ['?number=447911123456&plus=lost', 'Zoë'],
    ['?number=07911123456&region=GB', 'Zoë'],
    ['?number=sip:%2B447911123456@trunk.example', 'Zoë'],
  ])('%s is %s', async (query, name) => expect(await ask(query)).toBe(name))

  test('between the quotation marks of SIP is escaped', async () =>
    expect(await ask('?number=0871234567', 'display-name')).toBe('Anna \\"B\\" Byrne'))

  test('for 3CX and Yeastar is one entry', async () =>
    expect(JSON.parse(await ask('?number=0871234567', 'contacts'))).toEqual({
      contacts: [{ id: '101', name: 'Anna "B" Byrne', number: '+353871234567', url: '' }],
    }))
})

// https://help.yeastar.com/en/p-series-appliance-edition/integrations/xml-descriptions-for-integration-template_2.html: values are
// taken from an answer by GJSON's paths, of which `list.#.name` gives the members of that name.
const atPath = (json: string, path: string) => {
  const [list = '', , name = ''] = path.split('.')
  const entries =
    (JSON.parse(json) as Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>)[list] ?? []
  return entries.map((entry) => entry[name])
}

describe("Yeastar's template", () => {
  test.each([
    ['%2B353871234567', '101', 'Anna "B" Byrne'],
    ['+353871234567', '101', 'Anna "B" Byrne'],
    ['0871234567', '101', 'Anna "B" Byrne'],
    ['00353871234567', '101', 'Anna "B" Byrne'],
    ['201', null, null],
    ['anonymous', null, null],
    ['1234567', null, null],
  ])('finds whoever has %s', async (phone, id, name) => {
    const json = await ask(`?region=IE&number=${phone}`, 'contacts')
    expect(atPath(json, 'contacts.#.id')).toEqual(id === null ? [] : [id])
    expect(atPath(json, 'contacts.#.name')).toEqual(name === null ? [] : [name])
  })
})

describe('no text at all', () => {
  test.each([
    '',
    '?number=',
    '?number=1&number=2',
    '?number=anonymous',
    '?number=201',
    '?number=1234567',
    '?number=0871234567&region=XX',
    '?number=0871234567&line=x',
    '?number=0871234567&plus=here',
    '?number=07911123456',
    `?number=${'9'.repeat(600)}`,
    '?number=%27%3B%20DROP%20TABLE%20contacts%3B--',
    '?number=%0d%0aX-Evil:%20y',
    '?number=%00%ff',
  ])('for %s', async (query) => expect(await ask(query)).toBe(''))

  test('without a token, with a wrong one, one of another purpose, and where requests are too large', async () => {
    const other = await server.token('ben', '--for', 'callers')
    const at = `${server.url}/v1/office/name?number=0871234567`
    for (const args of [[], ['-u', 'x:wrong'], ['-u', `x:${other}`], ['-H', 'Authorization: Basic %%%']]) {
      expect((await curl(...args, at)).toString()).toBe('')
    }
    expect(await ask('?number=0871234567', 'name', '-H', `X-Large: ${'x'.repeat(64 * 1024)}`)).not.toContain('Byrne')
  })
})

/** What comes after the head of an answer to bytes that curl would not send. */
const answerTo = (bytes: string) =>
  new Promise<{ readonly status: string; readonly text: string }>((resolve) => {
    const { hostname, port } = new URL(server.url)
    let heard = ''
    const socket = connect(Number(port), hostname)
    socket.on('data', (part) => {
      heard += part
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      const [head = '', text = ''] = heard.split('\r\n\r\n')
      resolve({ status: head.split(' ')[1] ?? '', text })
    })
    socket.write(bytes, 'latin1')
  })

describe('no text at all for what is no request, or is at no address:', () => {
  const to = (address: string, method = 'GET', more = '') =>
    `${method} ${address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n${more}\r\n`
  test.each([
    ['a space in a number', '400', '/v1/office/name?number=087 123', 'GET', ''],
    ['a letter that was not escaped', '400', '/v1/office/display-name?number=0\xe9', 'GET', ''],
    ['a control character', '400', '/v1/office/name?number=0\x01', 'GET', ''],
    ['a part of the address that is no text', '400', '/v1/office/name/%zz', 'GET', ''],
    ['an address that is too long', '431', `/v1/office/name?number=${'1'.repeat(17_000)}`, 'GET', ''],
    ['headers that are too long', '431', '/v1/office/name?number=1', 'GET', `X-A: ${'x'.repeat(17_000)}\r\n`],
    ['an address that was mistyped', '404', '/v1/office/nam?number=0871234567', 'GET', ''],
    ['another method', '404', '/v1/office/name?number=0871234567', 'POST', 'Content-Length: 0\r\n'],
  ])('%s', async (_what, status, address, method, more) =>
    expect(await answerTo(to(address, method, more))).toEqual({ status, text: '' }),
  )

  test.each([
    ['what is no HTTP', '400', '\x16\x03\x01\x02\r\n\r\n', ''],
    ['the same at another address', '400', 'GET /v1/callers?number=0 1 HTTP/1.1\r\n\r\n', 'bad-request'],
    [
      'an address that is no text',
      '400',
      'GET /v1/prefix/%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
      'bad-request',
    ],
    [
      'a part of it that is too long',
      '400',
      `GET /v1/prefix/${'0'.repeat(99)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      'bad-request',
    ],
    ['a long address', '431', `GET /v1/callers?number=${'1'.repeat(17_000)} HTTP/1.1\r\n\r\n`, 'too-large'],
    [
      'two lengths',
      '400',
      'POST /v1/outcomes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'bad-request',
    ],
  ])('and elsewhere in one sentence: %s', async (_what, status, bytes, word) => {
    const answer = await answerTo(bytes)
    expect(answer.status).toBe(status)
    const { error = '', message = '' } = JSON.parse(answer.text || '{}') as { error?: string; message?: string }
    expect(error).toBe(word)
    if (word !== '') expect(message).toMatch(/^Expected [^.]*\.?[^.]*\.$/)
    expect(answer.text).not.toMatch(/FST_|%zz|statusCode/)
  })
})

test('a password is for telephone systems alone', async () => {
  const at = `${server.url}/v1/callers?number=%2B353871234567`
  expect((await curl('-u', `any:${token}`, at)).toString()).toContain('unauthorised')
})

test("3CX's template has the address that it was asked by, and no token", async () => {
  const template = await ask('?region=IE', '3cx.xml')
  expect(template).toContain(`Default="${server.url}"`)
  expect(template).toContain('/v1/office/contacts?number=[Number]&amp;region=IE')
  expect(template).not.toContain('rsg_')
})

test('the log has two digits of a number, and no name', () => {
  const log = JSON.stringify(server.log())
  expect(log).toContain('…67')
  expect(log).not.toMatch(/34567|Byrne|rsg_/)
})
