// What goes wrong on request, and the limits: the same seed, the same course of events.
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { openChance } from '../../src/core/chance.ts'
import { drawMishap, parseFault } from '../../src/crm-server/faults.ts'
import { openLimits } from '../../src/crm-server/limits.ts'
import { ANNA, callOf, type Started, start } from './start.ts'

const CONTACTS = '/crm/objects/2026-09/contacts'
const CALLS = '/crm/objects/2026-09/calls'

/** The status of a request; what broke where there is none. */
async function statusOf(asked: Promise<{ status: number }>): Promise<number | string> {
  return asked.then(
    ({ status }) => status,
    (error: Error) => error.name,
  )
}

const calls = ({ portal }: Started) => portal.shelves.calls.byId.size

async function statuses(fault: string, count: number): Promise<(number | string)[]> {
  const { ask } = await start({ faults: [parseFault(fault)], seed: 'x' })
  const found: (number | string)[] = []
  for (let index = 0; index < count; index += 1) found.push(await statusOf(ask('GET', CONTACTS)))
  return found
}

test('the same seed meets the same faults', async () => {
  const first = await statuses('503:0.5', 20)
  expect(new Set(first)).toEqual(new Set([200, 503]))
  expect(await statuses('503:0.5', 20)).toEqual(first)
})

test('a share of requests meets a fault', () => {
  const chance = openChance(1)
  const met = Array.from({ length: 10_000 }, () => drawMishap([parseFault('reset:0.1')], chance))
  expect(met.filter(({ isCut }) => isCut).length / 10_000).toBeCloseTo(0.1, 1)
})

test.each([
  'nope:0.1',
  '429',
  '429:2',
  '429:x',
  'reset:0.1:5s',
  'slow:0.1:x',
  'slow:0.1:',
  'slow:0.1:2h',
  'slow:0.1:3s:1',
  '429:0.1:1:1',
  '',
])('no fault: "%s"', (text) => expect(() => parseFault(text)).toThrow(/^expected/))

test('how slow is a duration, as it is written everywhere', () => {
  expect(parseFault('slow:0.1:1m 30s')).toEqual({ name: 'slow', rate: 0.1, ms: 90_000 })
  expect(() => parseFault('slow:0.1:3000')).toThrow(
    'expected a duration of an hour or less behind "slow:0.1:", such as 3s, found "3000": give it a unit, as in "slow:0.1:3000ms"',
  )
})

describe('each fault', () => {
  test.each([
    ['429:1', 429, false],
    ['daily:1', 429, false],
    ['423:1', 423, false],
    ['477:1', 477, false],
    ['lost-answer:1', 'TypeError', true],
    ['html:1', 'SyntaxError', false],
  ])('%s', async (fault, status, isDone) => {
    const started = await start({ faults: [parseFault(fault)] })
    expect(await statusOf(started.ask('POST', CALLS, callOf('101')))).toBe(status)
    expect(calls(started)).toBe(isDone ? 1 : 0)
  })

  test.each(['reset:1', '500:1', '504:1'])('%s: of many, some are done and some are not', async (fault) => {
    const started = await start({ faults: [parseFault(fault)] })
    for (let index = 0; index < 20; index += 1) await statusOf(started.ask('POST', CALLS, callOf('101')))
    expect(calls(started)).toBeGreaterThan(0)
    expect(calls(started)).toBeLessThan(20)
  })

  test('truncate: the work is done, the answer breaks off, cleanly or not', async () => {
    const started = await start({ faults: [parseFault('truncate:1')] })
    const met = new Set<number | string>()
    for (let index = 0; index < 20; index += 1) met.add(await statusOf(started.ask('POST', CALLS, callOf('101'))))
    expect(met).toEqual(new Set(['SyntaxError', 'TypeError']))
    expect(calls(started)).toBe(20)
  })

  test('duplicate-page: a page repeats half of the one before, and none is missed', async () => {
    const contacts = Array.from({ length: 10 }, (_, n) => ({ ...ANNA, id: String(n + 1), email: '' }))
    const { ask } = await start({ contacts, faults: [parseFault('duplicate-page:1')] })
    const ids: string[] = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { body } = await ask('GET', `${CONTACTS}?limit=4${after && `&after=${after}`}`)
      ids.push(...body.results.map(({ id }: { id: string }) => id))
      after = body.paging?.next.after
    }
    expect(ids.length).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(10)
  })

  test('477 says when to come back, 429 which limit it was', async () => {
    const { ask, setFaults } = await start({ faults: [parseFault('477:1')] })
    expect((await ask('GET', CONTACTS)).headers.get('retry-after')).toBe('1')
    setFaults([parseFault('429:1')])
    expect((await ask('GET', CONTACTS)).body).toMatchObject({
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      message: 'You have reached your ten_secondly_rolling limit.',
    })
    expect((await ask('POST', `${CONTACTS}/search`, {})).body.policyName).toBe('SECONDLY')
    setFaults([])
    expect((await ask('GET', CONTACTS)).status).toBe(200)
  })
})

describe('limits', () => {
  test('100 requests in any ten seconds on Free, 190 on Pro', () => {
    for (const [name, most] of [
      ['free', 100],
      ['pro', 190],
    ] as const) {
      const limits = openLimits(name)
      for (let index = 0; index < most; index += 1) expect(limits.admit(false, index)).toBeNull()
      expect(limits.admit(false, 9_999)).toBe('TEN_SECONDLY_ROLLING')
      // The first has rolled out of the window.
      expect(limits.admit(false, 10_000)).toBeNull()
      expect(limits.admit(false, 10_000)).toBe('TEN_SECONDLY_ROLLING')
    }
  })

  test('five searches a second', () => {
    const limits = openLimits('pro')
    for (let index = 0; index < 5; index += 1) expect(limits.admit(true, 0)).toBeNull()
    expect([limits.admit(true, 999), limits.admit(false, 999), limits.admit(true, 1_000)]).toEqual([
      'SECONDLY',
      null,
      null,
    ])
  })

  test('so many a day, until midnight', () => {
    const limits = openLimits('free')
    for (let index = 0; index < 250_000; index += 1) limits.admit(false, index * 100)
    expect(limits.admit(false, 86_399_999)).toBe('DAILY')
    expect(limits.admit(false, 86_400_000)).toBeNull()
  })

  test('are told with every answer but those of searches', async () => {
    const { ask } = await start({ limits: 'free' })
    const { headers } = await ask('GET', CONTACTS)
    expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('99')
    expect(headers.get('x-hubspot-ratelimit-daily')).toBe('250000')
    expect((await ask('POST', `${CONTACTS}/search`, {})).headers.has('x-hubspot-ratelimit-max')).toBe(false)
  })
})

test("the portal's clock is ahead by its skew, in its answers' dates too", async () => {
  const { ask } = await start({ now: () => Date.parse('2026-11-20T12:00:00Z'), clockSkewMs: 3_600_000 })
  const { headers, body } = await ask('POST', CONTACTS, { properties: { firstname: 'Dan' } })
  expect(headers.get('date')).toBe('Fri, 20 Nov 2026 13:00:00 GMT')
  expect(body.createdAt).toBe('2026-11-20T13:00:00.000Z')
})

test('listens on the loopback address alone', async () => {
  const { url } = await start()
  const port = Number(new URL(url).port)
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  for (const { address, internal, scopeid } of others) {
    if (internal) continue
    expect(await canConnect(scopeid ? `${address}%${scopeid}` : address, port)).toBe(false)
  }
})

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve(true))
    socket.once('error', () => resolve(false))
  }).then((can) => can as boolean)
}
