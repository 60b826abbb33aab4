// A page in a browser cannot ask the server, however its name was made to lead here.
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { start } from './start.ts'

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
}

function send(
  url: string,
  { method = 'GET', path = '/crm/v3/objects/contacts', headers }: Sent,
): Promise<{ status: number; text: string; allowed: string | undefined }> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: { authorization: 'Bearer x', ...headers } }
    const sent = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, allowed: response.headers['access-control-allow-origin'] }),
      )
    })
    sent.on('error', reject).end()
  })
}

test.each([
  'GET /crm/v3/objects/contacts',
  'DELETE /crm/v3/objects/contacts/101',
  'POST /crm/v3/objects/contacts/search',
  'GET /account-info/v3/details',
  'GET /nowhere',
])('%s from a name that leads here by DNS: 421, and nothing is done', async (line) => {
  const { url, portal } = await start()
  const [method = '', path = ''] = line.split(' ')
  for (const host of [
    'evil.example',
    `evil.example:${new URL(url).port}`,
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.',
    `127.0.0.1.evil.example:${new URL(url).port}`,
  ]) {
    const { status, text } = await send(url, { method, path, headers: { host } })
    expect([host, status]).toEqual([host, 421])
    expect(JSON.parse(text).message).toContain('This server answers to 127.0.0.1:')
  }
  expect(portal.shelves.contacts.byId.get('101')?.archivedAt).toBeNull()
})

test('from a page of another origin: 403, without any header that would let it read', async () => {
  const { url, portal } = await start()
  for (const [method, headers] of [
    ['GET', { origin: 'http://evil.example' }],
    ['GET', { origin: 'null' }],
    ['GET', { origin: 'http://127.0.0.1:1' }],
    ['GET', { 'sec-fetch-site': 'cross-site' }],
    ['OPTIONS', { origin: 'http://evil.example', 'access-control-request-method': 'DELETE' }],
    ['DELETE', { origin: 'http://evil.example' }],
  ] as const) {
    const { status, allowed } = await send(url, { method, path: '/crm/v3/objects/contacts/101', headers })
    expect([method, status, allowed]).toEqual([method, 403, undefined])
  }
  expect(portal.shelves.contacts.byId.get('101')?.archivedAt).toBeNull()
})

test('programs on this machine are answered under each of its names', async () => {
  const { url } = await start()
  const { port } = new URL(url)
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
    expect((await send(url, { headers: { host } })).status).toBe(200)
    expect((await send(url, { headers: { host, origin: `http://${host}` } })).status).toBe(200)
  }
})

test('a request for an address of another server is none', async () => {
  const { url } = await start()
  expect((await send(url, { path: 'http://evil.example/crm/v3/objects/contacts', headers: {} })).status).toBe(400)
  expect((await send(url, { path: '//evil.example/crm/v3/objects/contacts', headers: {} })).status).toBe(404)
})
