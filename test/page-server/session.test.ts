// Who gets the page, and who does not: other pages, other programs, a name that leads here.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { argsOf } from '../../src/cli/page-args.ts'
import { openPageServer, type PageServer } from '../../src/page-server/page-server.ts'

const assets = mkdtempSync(join(tmpdir(), 'ringsight-assets-'))
const temporary = mkdtempSync(join(tmpdir(), 'ringsight-tmp-'))
let server: PageServer
let cookie = ''
let origin = ''

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

// fetch lets nobody state Host, Origin or Cookie.
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const send = (name: string, body: string) =>
  ask(`/api/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/octet-stream' },
    body,
  })

beforeAll(async () => {
  for (const name of ['index.html', 'page.js', 'page.css']) writeFileSync(join(assets, name), name)
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = temporary
  let ids = 0
  server = await openPageServer({
    port: 0,
    assets,
    module: join(import.meta.dirname, '../../dist/cli/page-command.js'),
    argsOf,
    again: 'Run ringsight open again.',
    db: null,
    env: process.env,
    newId: () => `id-${++ids}`,
    onError() {},
  })
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  origin = new URL(server.address).origin
  const { search } = new URL(server.address)
  expect((await ask('/?key=wrong')).status).toBe(403)
  const first = await ask(`/${search}`)
  expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
  const [set = ''] = first.headers['set-cookie'] as string[]
  expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  cookie = set.split(';')[0] ?? ''
  // The key opens the page once, and to whoever has the page again.
  expect((await ask(`/${search}`)).status).toBe(403)
  expect((await ask(`/${search}`, { headers: { cookie } })).status).toBe(303)
})
afterAll(async () => {
  await server.close()
  expect(readdirSync(temporary)).toEqual([])
  for (const folder of [assets, temporary]) rmSync(folder, { recursive: true, force: true })
})

describe('the page is for who has the key', () => {
  test('who has, gets it, with a policy that loads nothing from elsewhere', async () => {
    const { status, headers, body } = await ask('/', { headers: { cookie } })
    expect([status, body]).toEqual([200, 'index.html'])
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(headers['cache-control']).toBe('no-store')
  })

  test.each([
    ['no cookie', {}],
    ['another cookie', { cookie: 'ringsight=AAAA' }],
  ])('%s: nothing, and what to do', async (_what, headers) => {
    for (const path of ['/', '/page.js', '/api/runs/id-1', '/api/files/id-1']) {
      const { status, body } = await ask(path, { headers })
      expect([path, status]).toEqual([path, 403])
      expect(body).toContain('Run ringsight open again')
    }
  })

  test.each([
    ['a name that leads here (DNS rebinding)', { host: 'evil.example:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['another page, by its origin', { origin: 'https://evil.example' }],
    ['a page of this machine on another port', { origin: 'http://127.0.0.1:1' }],
    ['a frame or a file', { origin: 'null' }],
  ])('%s is refused, with the cookie too', async (_what, headers) => {
    const asked = { command: 'status' }
    expect((await post('/api/runs', asked, headers)).status).toBe(403)
    expect((await ask('/', { headers: { cookie, ...headers } })).status).toBe(403)
  })

  test('what changes something names its page', async () => {
    const { status } = await ask('/api/runs', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{"command":"status"}',
    })
    expect(status).toBe(403)
  })
})

describe('what is asked', () => {
  test.each([
    [{}],
    [[]],
    [{ command: 'sign-out' }],
    [{ command: 'check', file: 7 }],
    [{ command: 'check', file: 'x', columns: {}, makes: ['--force'], except: [] }],
    [{ command: 'explain', number: '+353', phone: { platform: 'windows' } }],
    [{ command: 'explain', number: '', phone: { platform: 'ios' } }],
  ])('%j is no question of this page', async (body) => {
    expect((await post('/api/runs', body)).status).toBe(400)
  })

  test('a file that is not kept, in a word and a sentence', async () => {
    const asked = { command: 'check', file: '../../etc/passwd', columns: {}, makes: [], except: [] }
    const { status, body } = await post('/api/runs', asked)
    expect([status, JSON.parse(body)]).toMatchObject([404, { error: 'no-file' }])
    expect((await ask('/api/files/..%2f..%2fetc%2fpasswd', { headers: { cookie } })).status).toBe(404)
  })

  test('names of files lead nowhere else, and a flag as a number is no flag', async () => {
    for (const name of ['../../../etc/passwd', 'C:\\x\\y.csv', '..', '', 'a\0b.csv', `${'x'.repeat(5000)}.csv`]) {
      const { status, body } = await send(name, 'Name,Phone\nAnna,+353871234567\n')
      const kept = JSON.parse(body) as { id: string; name: string }
      expect([name, status]).toEqual([name, 200])
      expect(kept.name).not.toMatch(/[/\\\0]/)
      expect((await ask(`/api/files/${kept.id}`, { headers: { cookie } })).body).toContain('Anna')
    }
    expect(existsSync('/etc/passwd.csv')).toBe(false)
    const asked = { command: 'explain', number: '--db=/tmp/other.db', contacts: null, phone: { platform: 'ios' } }
    const { id } = JSON.parse((await post('/api/runs', asked)).body) as { id: string }
    const end = Date.now() + 30_000
    let state = { phase: 'running', messages: [''] }
    while (state.phase === 'running' && Date.now() < end) {
      state = JSON.parse((await ask(`/api/runs/${id}`, { headers: { cookie } })).body) as typeof state
      await new Promise((done) => setTimeout(done, 50))
    }
    expect(state).toMatchObject({ phase: 'done' })
  }, 60_000)
})
