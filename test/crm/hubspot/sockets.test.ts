import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { openHubspot } from '../../../src/crm/hubspot/hubspot.ts'
import { crmCall, errorOf } from '../calls.ts'
import { TOKEN } from './fake.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Serving = (request: IncomingMessage, response: ServerResponse) => void

async function listen(serving: Serving): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => serving(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function open(serving: Serving, timeoutMs = 5_000) {
  const baseUrl = await listen(serving)
  return openHubspot({ token: TOKEN, baseUrl, now: Date.now, pause: async () => {}, timeoutMs })
}

const call = crmCall()

const JSON_TYPE = { 'content-type': 'application/json' }

describe('R-11 on a real connection, a write that may have arrived is not taken for one that never left', () => {
  const lost: readonly (readonly [string, Serving])[] = [
    ['is reset before an answer', (_, response) => response.socket?.destroy()],
    ['is never answered', () => {}],
    ['is answered with headers only', (_, response) => void response.writeHead(201, JSON_TYPE).write('{')],
    [
      'is cut off within the answer',
      (_, response) => {
        response.writeHead(201, { ...JSON_TYPE, 'content-length': '100' })
        response.write('{"id":', () => response.socket?.destroy())
      },
    ],
    ['ends within the answer', (_, response) => void response.writeHead(201, JSON_TYPE).end('{"id":')],
    ['is answered with a page', (_, response) => void response.writeHead(200).end('<html>Sign in</html>')],
    ['is answered with nothing', (_, response) => void response.writeHead(201).end()],
  ]

  test.each(lost)('when it %s', async (_how, serving) => {
    const crm = await open(serving, 300)
    expect((await errorOf(crm.createCall(call))).failure).toEqual({ kind: 'timeout' })
  })

  test('when its answer has no end', async () => {
    const chunk = 'x'.repeat(1024 * 1024)
    const crm = await open((_, response) => {
      response.writeHead(201, JSON_TYPE)
      const more = () => response.write(chunk, (error) => error ?? more())
      more()
    })
    expect((await errorOf(crm.createCall(call))).failure).toEqual({ kind: 'server' })
  })

  test('when its answer unpacks to more than any answer has', async () => {
    const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const crm = await open((_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(packed)
    })
    expect((await errorOf(crm.createCall(call))).failure).toEqual({ kind: 'server' })
  })
})

test('a server that is not there means that the request never left', async () => {
  const baseUrl = await listen(() => {})
  for (const close of closing.splice(0)) await close()
  const crm = openHubspot({ token: TOKEN, baseUrl, now: Date.now, pause: async () => {} })
  const { failure, message } = await errorOf(crm.createCall(call))
  expect(failure).toEqual({ kind: 'offline', refusedBy: baseUrl })
  expect(message).toBe('HubSpot cannot be reached: nothing listens there (ECONNREFUSED)')
})

test('the token does not go along to where a redirect leads', async () => {
  const met: string[] = []
  const elsewhere = await listen((request, response) => {
    met.push(JSON.stringify(request.headers))
    response.end('{}')
  })
  const crm = await open((_, response) => void response.writeHead(307, { location: elsewhere }).end())
  expect((await errorOf(crm.createCall(call))).failure).toEqual({ kind: 'timeout' })
  expect((await errorOf(crm.readAllContacts(null))).failure).toEqual({ kind: 'offline' })
  expect(met).toEqual([])
})

test('letters of all scripts come as they are, wherever the answer is split', async () => {
  const body = Buffer.from(
    JSON.stringify({ results: [{ id: '1', properties: { firstname: 'Óscar 株式会社 👩‍👩‍👧' } }] }),
  )
  const crm = await open((_, response) => {
    response.writeHead(200, JSON_TYPE)
    const send = (at: number): void => {
      if (at < body.length) response.write(body.subarray(at, at + 1), () => setImmediate(send, at + 1))
      else response.end()
    }
    send(0)
  })
  expect((await crm.readAllContacts(null)).records[0]?.firstName).toBe('Óscar 株式会社 👩‍👩‍👧')
})
