// What a server makes of connections and heads that no client of ours sends, by bytes on a socket.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Http, json, openHttp, problem } from '../../src/server/http.ts'
import { LOOPBACK_NAMES, strangerOf } from '../../src/server/stranger.ts'

let http: Http
beforeAll(async () => {
  http = await openHttp({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    isBehindProxy: false,
    limits: { headersMs: 500, requestMs: 1_000 },
    onAnswer: () => {},
    onError: () => {},
    routes: [
      {
        method: 'GET',
        path: '/known',
        admit: ({ host }) => {
          const stranger = strangerOf({ host, origin: undefined, site: undefined }, new Set(LOOPBACK_NAMES))
          return stranger === null ? null : { refused: problem(stranger.status, stranger.error, stranger.message) }
        },
        answer: () => json(200, { is: 'known' }),
      },
      {
        method: 'GET',
        path: '/same',
        admit: () => null,
        answer: () => ({ status: 304, headers: { etag: '"a"' }, body: null }),
      },
    ],
  })
})
afterAll(() => http.close())

/** What is answered until the server closes the connection. */
function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(http.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (piece) => {
      heard += piece
    })
    socket.on('close', () => resolve(heard)).on('error', reject)
  })
}
const statusOf = (answer: string) => answer.split(' ')[1]

describe('a connection', () => {
  test('on which nothing comes is closed without an answer, which would be taken for that to the next request', async () => {
    expect(await send('')).toBe('')
  })

  test('on which a request comes in part is told so', async () => {
    expect(statusOf(await send('GET /known HTTP/1.1\r\nHost: 127'))).toBe('408')
  })
})

describe('the name that a request asks for', () => {
  test.each([
    ['/known', ['Host: 127.0.0.1'], '200'],
    ['/known', ['hOST: LOCALHOST:80'], '200'],
    ['/known', ['Host: evil.example'], '421'],
    ['/known', ['Host: 127.0.0.1', 'Host: evil.example'], '400'],
    ['/known', ['Host: 127.0.0.1', 'Host: 127.0.0.1'], '400'],
    ['/known', ['X-Host: 127.0.0.1'], '400'],
    ['http://evil.example/known', ['Host: 127.0.0.1'], '421'],
    ['http://127.0.0.1@evil.example/known', ['Host: 127.0.0.1'], '421'],
    ['http://127.0.0.1:80/known', ['Host: evil.example'], '200'],
    ['HTTP://localhost/known', ['Host: localhost'], '200'],
  ])('%s, %j: %s', async (target, hosts, status) => {
    expect(statusOf(await send(`GET ${target} HTTP/1.1\r\n${hosts.join('\r\n')}\r\nConnection: close\r\n\r\n`))).toBe(
      status,
    )
  })
})

describe('an answer', () => {
  const askOnce = (start: string, ...headers: string[]) =>
    send(`${[`${start} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`)

  test('to HEAD has the head of that to GET', async () => {
    const [got, head] = await Promise.all([askOnce('GET /known'), askOnce('HEAD /known')])
    const withoutDate = (text: string) => text.replace(/^date: .*\r\n/im, '')
    expect(withoutDate(head)).toBe(withoutDate(got.slice(0, got.indexOf('\r\n\r\n') + 4)))
  })

  test('that says that nothing is new has neither a length nor a type', async () => {
    const heard = await askOnce('GET /same')
    expect([statusOf(heard), heard]).toEqual(['304', expect.not.stringMatching(/^content-(length|type):/im)])
  })

  test.each([
    ['GET /known', 'X-Nothing: 1', '200'],
    ['GET /known', 'Expect: 200-ok', '417'],
    ['CONNECT evil.example:22', 'X-Nothing: 1', '405'],
  ])('to %s with %s says in words what is wrong, as every refusal does: %s', async (start, header, status) => {
    const heard = await askOnce(start, header)
    expect(statusOf(heard)).toBe(status)
    const body = heard.slice(heard.indexOf('\r\n\r\n') + 4)
    if (status !== '200') expect(JSON.parse(body)).toEqual({ error: expect.any(String), message: expect.any(String) })
  })

  test('to a request without a Host says so', async () => {
    expect(await send('GET /known HTTP/1.1\r\nConnection: close\r\n\r\n')).toContain('Expected one Host')
  })
})
