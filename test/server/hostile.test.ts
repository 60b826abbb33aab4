// Clients of the directory server that mean no good: each is refused, in one sentence, and learns nothing.
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { contact, phone } from '../people.ts'
import { curl, openLasting, type Running, ringsight } from './running.ts'

const ANNA = contact({ id: '101', phones: [phone('+353871234567')], ownerId: '7' })
const BEN = contact({
  id: '102',
  firstName: 'Ben',
  lastName: 'Secretname',
  phones: [phone('+353862345678')],
  ownerId: '8',
})

let crm: CrmServer
let server: Running
let token: string
beforeAll(async () => {
  crm = await openCrmServer({ contacts: [ANNA, BEN] })
  server = await openLasting(crm)
  token = await server.token()
}, 60_000)
afterAll(async () => {
  await server.stop('SIGKILL')
  await crm.close()
})

/** A status and one sentence, of which nothing is anybody's. */
async function expectRefusal(response: Response, status: number): Promise<void> {
  const body = (await response.json()) as { error: string; message: string }
  expect([response.status, body.error], body.message).toEqual([status, expect.stringMatching(/^[a-z-]+$/)])
  expect(body.message).toMatch(/^[A-Z][^.]*\.?[^.]*\.$|…/)
  expect(JSON.stringify(body)).not.toMatch(/Secretname|353|node:|\/dist\/|rsg_/)
}

describe('a token', () => {
  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another form', 'secret'],
    ['one of nobody', `rsg_${'0'.repeat(12)}_${'A'.repeat(43)}`],
    ['a very long one', 'x'.repeat(5000)],
  ])('%s is refused', async (_what, shown) => {
    await expectRefusal(await server.ask('/v1/directory', shown), 401)
    await expectRefusal(await server.ask('/v1/callers?number=%2B353862345678', shown), 401)
    await expectRefusal(await server.ask('/v1/outcomes', shown, { method: 'POST', body: '{}' }), 401)
  })

  test('with the last character of another is refused', async () => {
    const last = token.endsWith('A') ? 'E' : 'A'
    await expectRefusal(await server.ask('/v1/directory', token.slice(0, -1) + last), 401)
  })

  test('that was revoked is refused within a second, and the others are not', async () => {
    const revoked = await server.token('lost-phone')
    await ringsight(['serve', 'token', 'revoke', 'lost-phone', '--db', server.db])
    await sleep(1_000)
    await expectRefusal(await server.ask('/v1/directory', revoked), 401)
    expect((await server.ask('/v1/directory', token)).status).toBe(200)
  })

  test('for something else is refused', async () => {
    const metrics = await server.token('prometheus', '--for', 'metrics')
    await expectRefusal(await server.ask('/v1/directory', metrics), 403)
    await expectRefusal(await server.ask('/v1/callers?number=%2B353862345678', metrics), 403)
    await expectRefusal(await server.ask('/metrics', token), 403)
    const page = await (await server.ask('/metrics', metrics)).text()
    expect(page).toContain('ringsight_numbers{scope="all",workspace="main"} 2')
    expect(page).not.toContain('Secretname')
  })

  test('is not taken from the address', async () => {
    await expectRefusal(await server.ask(`/v1/directory?token=${token}&access_token=${token}`), 401)
  })

  test('that is guessed is slowed down, and good ones go on', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => server.ask('/v1/directory', 'guess')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toContain(429)
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await server.ask('/v1/callers?number=%2B353871234567', token)).status).toBe(200)
  })
})

describe('where it comes from', () => {
  const status = async (...args: string[]) =>
    (await curl('-o', '/dev/null', '-w', '%{http_code}', '-H', `Authorization: Bearer ${token}`, ...args)).toString()
  const address = () => `${server.url}/v1/callers?number=%2B353871234567`

  test('a foreign Host, as a name that was made to lead here has, is refused', async () => {
    expect(await status('-H', 'Host: evil.example.com', address())).toBe('421')
    expect(await status('-H', 'Host:', address())).toMatch(/^4/)
    expect(await status(address())).toBe('200')
  })

  test('a page of a browser is refused, and no other origin is ever allowed', async () => {
    expect(await status('-H', 'Origin: https://evil.example.com', address())).toBe('403')
    expect(await status('-H', 'Sec-Fetch-Site: cross-site', address())).toBe('403')
    const preflight = await curl('-i', '-X', 'OPTIONS', '-H', 'Origin: https://evil.example.com', address())
    expect(preflight.toString()).not.toMatch(/access-control-allow/i)
  })

  test('a client that says it comes from elsewhere is believed only behind a proxy', async () => {
    await curl('-H', 'X-Forwarded-For: 203.0.113.9', '-H', 'Authorization: Bearer wrong', address())
    expect(JSON.stringify(server.log())).not.toContain('203.0.113.9')
  })
})

describe('a body', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    server.ask('/v1/outcomes', token, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })

  test('that is too long is refused', async () => {
    await expectRefusal(await post(JSON.stringify({ notes: 'x'.repeat(600_000) })), 413)
  })

  test.each(['{', '"', '[1', '\u0000', '{"__proto__": {"a": 1}}', '{"constructor": {"prototype": {"a": 1}}}', ''])(
    'that is no JSON (%j) is refused, and not quoted',
    async (body) => expectRefusal(await post(body), 400),
  )

  test.each([
    ['a half of a pair of surrogates', [0xed, 0xa0, 0x80]],
    ['Latin-1', [0xe9]],
    ['a NUL of two bytes', [0xc0, 0x80]],
  ])('R-11 that is no UTF-8 (%s) is refused, and not taken for other texts', async (_what, bytes) => {
    const [before, after] = ['{"notes": "', '"}'].map((text) => Buffer.from(text))
    const body = Buffer.concat([before ?? '', Buffer.from(bytes), after ?? ''] as Buffer[])
    const headers = { 'content-type': 'application/json' }
    await expectRefusal(await server.ask('/v1/outcomes', token, { method: 'POST', body, headers }), 400)
  })

  test('of another type is refused', async () => {
    await expectRefusal(await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 415)
  })

  test.each(['null', '[]', '7', '{}', '{"call": "x"}'])('that is no outcome (%s) is refused', async (body) => {
    expect((await post(body)).status).toBe(422)
  })

  test('that never comes is waited for so long and no longer', async () => {
    const open = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname)
      const from = Date.now()
      let heard = ''
      socket.on('data', (text) => {
        heard += text
      })
      socket.on('close', () => resolve(`${Date.now() - from < 45_000 ? 'closed' : 'late'} ${heard.split('\r\n')[0]}`))
      socket.on('error', reject)
      socket.write(
        `POST /v1/outcomes HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
      )
    })
    expect(open).toBe('closed HTTP/1.1 408 Request Timeout')
  }, 60_000)

  test('whose head never ends is cut off', async () => {
    const closed = await new Promise<boolean>((resolve) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname)
      socket.on('close', () => resolve(true)).on('error', () => {})
      socket.write('GET /v1/directory HTTP/1.1\r\nHost: 127.0.0.1\r\n')
      const drip = setInterval(() => socket.write('X-A: b\r\n'), 500)
      socket.on('close', () => clearInterval(drip))
    })
    expect(closed).toBe(true)
  }, 60_000)
})

describe('addresses', () => {
  test.each([
    '/',
    '/v1',
    '/v1/contacts',
    '/../../etc/passwd',
    '/v1/directory/../../x',
    '/v1/directory/',
    '/%00',
    '/v1/prefix/zz',
  ])('%s has nothing', async (path) => {
    const response = await server.ask(path, token)
    expect([400, 404]).toContain(response.status)
  })

  test('a name or a number is in no log', async () => {
    await server.ask('/v1/callers?number=%2B353862345678&region=bad', token)
    const log = JSON.stringify(server.log())
    expect(log).toContain('…78')
    expect(log).not.toMatch(/35386234|Secretname|rsg_|Byrne/)
  })
})

test('a thousand connections that say nothing keep nobody from being answered', async () => {
  const { hostname, port } = new URL(server.url)
  const sockets = await Promise.all(
    Array.from(
      { length: 1_000 },
      () =>
        new Promise<ReturnType<typeof connect>>((resolve) => {
          const socket = connect(Number(port), hostname, () => resolve(socket))
          socket.on('error', () => {})
        }),
    ),
  )
  const answered = await server.ask('/v1/callers?number=%2B353871234567', token)
  expect(answered.status).toBe(200)
  for (const socket of sockets) socket.destroy()
})

describe('somebody else', () => {
  test('sees no contact that is not in the scope of the token', async () => {
    const own = await server.token('ben', '--scope', 'owner:8')
    const ask = async (number: string) => (await server.ask(`/v1/callers?number=%2B${number}`, own)).json()
    await expect
      .poll(() => ask('353862345678'), { timeout: 10_000 })
      .toMatchObject({ kind: 'known', contacts: ['102'] })
    expect(await ask('353871234567')).toMatchObject({ kind: 'unknown', because: 'no-such-number' })
    const bytes = Buffer.from(await (await server.ask('/v1/directory', own)).arrayBuffer())
    expect(bytes.includes('Byrne')).toBe(false)
    expect(bytes.includes('Secretname')).toBe(true)
  })

  test('sees the members of a list, as far as the CRM says who they are', async () => {
    crm.portal.lists.set('12', ['102'])
    const member = await server.token('dana', '--scope', 'list:12')
    const other = await server.token('eve', '--scope', 'list:13')
    const ask = async (token: string, number: string) =>
      (await server.ask(`/v1/callers?number=%2B${number}`, token)).json()
    const found = { kind: 'known', contacts: ['102'] }
    await expect.poll(() => ask(member, '353862345678'), { timeout: 10_000 }).toMatchObject(found)
    expect(await ask(member, '353871234567')).toMatchObject({ kind: 'unknown' })
    await expect.poll(() => ask(other, '353862345678'), { timeout: 10_000 }).toMatchObject({ kind: 'unknown' })
  })

  test('writes on no contact that the token does not show, and loses nothing', async () => {
    const own = await server.token('cara', '--scope', 'owner:8', '--for', 'outcomes')
    const outcome = (callId: string, e164: string) => ({
      call: {
        callId,
        contactId: '101',
        e164,
        direction: 'incoming',
        startedAt: '2026-11-20T09:00:00Z',
        durationMs: 1000,
      },
      outcome: 'connected',
      notes: 'Notes',
    })
    const save = async (body: object) =>
      (
        await server.ask('/v1/outcomes', own, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        })
      ).json()
    expect(await save(outcome('guessed', '+353870000000'))).toEqual({ kind: 'held' })
    // It was this phone's contact when it rang. The answer is the same: it would say whose number that is.
    expect(await save(outcome('known', '+353871234567'))).toEqual({ kind: 'held' })
    const store = openSqliteStore(server.db)
    await expect
      .poll(() => store.readOutbox().map(({ call }) => call.callId), { timeout: 20_000 })
      .toEqual(['cara/guessed'])
    expect(store.readSending('cara/guessed')?.parked).toEqual({ kind: 'of-scope' })
    store.close()
  })
})

test('the files of another workspace are not to be had', async () => {
  expect((await server.ask(`/v1/directory?since=../../${join('etc', 'passwd')}`, token)).status).toBe(400)
})
