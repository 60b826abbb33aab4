// The small rules of the server: rates, strangers, tokens, what of an outcome is taken.
import { describe, expect, test } from 'vitest'
import { readOutcome } from '../../src/server/outcome-request.ts'
import { openRates } from '../../src/server/rate.ts'
import { LOOPBACK_NAMES, strangerOf } from '../../src/server/stranger.ts'
import { findToken, makeToken } from '../../src/server/token.ts'

describe('a rate', () => {
  test('lets some at once, then as many as come back', () => {
    const rates = openRates({ most: 2, perSecond: 1 })
    expect([0, 0, 0, 500, 1000].map((now) => rates.take('a', now))).toEqual([0, 0, 1, 1, 0])
    expect(rates.take('b', 0)).toBe(0)
  })

  test('says when it is worth asking again', () => {
    const rates = openRates({ most: 1, perSecond: 0.1 })
    rates.take('a', 0)
    expect(rates.take('a', 0)).toBe(10)
    expect(rates.take('a', 10_000)).toBe(0)
  })

  test('is not filled by a clock that is set back', () => {
    const rates = openRates({ most: 1, perSecond: 1 })
    rates.take('a', 10_000)
    expect(rates.take('a', 0)).toBeGreaterThan(0)
  })

  test('keeps nobody from asking, however many others there were', () => {
    const rates = openRates({ most: 1, perSecond: 0.001 })
    for (let who = 0; who < 50_000; who += 1) rates.take(String(who), 0)
    expect([rates.take('new', 0), rates.take('new', 0)]).toEqual([0, 1000])
  })
})

describe('a client', () => {
  const names = new Set([...LOOPBACK_NAMES, 'directory.example.com'])
  test.each([
    ['127.0.0.1:8710', undefined, undefined, null],
    ['[::1]:8710', undefined, undefined, null],
    ['directory.example.com', undefined, undefined, null],
    ['Directory.Example.com:443', undefined, 'none', null],
    ['evil.example.com', undefined, undefined, 421],
    ['directory.example.com.evil.com', undefined, undefined, 421],
    ['directory.example.com@evil.com', undefined, undefined, 421],
    ['', undefined, undefined, 421],
    [null, undefined, undefined, 400],
    ['127.0.0.1', 'http://127.0.0.1', undefined, 403],
    ['127.0.0.1', 'null', undefined, 403],
    ['127.0.0.1', undefined, 'cross-site', 403],
    ['127.0.0.1', undefined, 'same-origin', 403],
  ])('that asks for %s, from %s, %s', (host, origin, site, status) => {
    expect(strangerOf({ host, origin, site }, names)?.status ?? null).toBe(status)
  })
})

describe('a token', () => {
  const { text, token } = makeToken({ device: 'anna', purposes: ['callers'], scope: { kind: 'all' }, madeAt: 0 })
  const find = (shown: string, kept = token) => findToken(shown, new Map([[kept.id, { token: kept }]]))

  test('is known by its text, and by no other', () => {
    expect(find(text)?.token).toBe(token)
    const other = makeToken({ ...token, madeAt: 0 })
    const last = text.at(-1) === 'A' ? 'E' : 'A'
    const wrong = [
      other.text,
      text.slice(0, -1),
      `${text}A`,
      text.slice(0, -1) + last,
      text.toUpperCase(),
      '',
      'rsg__',
      ` ${text}`,
    ]
    for (const each of wrong) expect(find(each), each).toBeNull()
    expect(find(`rsg_${token.id}_${other.text.split('_').slice(2).join('_')}`)).toBeNull()
  })

  test('is kept without what would let somebody use it', () => {
    const secret = text.slice('rsg_000000000000_'.length)
    expect(secret).toHaveLength(43)
    expect(JSON.stringify(token)).not.toContain(secret)
  })

  test('is nothing once it was revoked', () => {
    expect(find(text, { ...token, revokedAt: 1 })).toBeNull()
  })
})

describe('an outcome', () => {
  const body = {
    call: {
      callId: 'c1',
      contactId: '101',
      e164: '+353871234567',
      direction: 'incoming',
      startedAt: '2026-11-20T10:30:00+01:00',
      durationMs: 61_000,
    },
    outcome: 'connected',
    notes: 'Wants 20 seats',
    tasks: [{ title: 'Send the quote', due: '2026-11-25' }],
  }

  test('is a draft that may be saved, its call known by the device', () => {
    const read = readOutcome(body, 'anna')
    expect(read).toMatchObject({
      draft: {
        call: { callId: 'anna/c1', contactId: '101', startedAt: '2026-11-20T09:30:00.000Z', contactName: '' },
        outcome: 'connected',
        tasks: [{ title: 'Send the quote', type: 'todo', priority: 'none', due: '2026-11-25' }],
      },
    })
  })

  test.each([
    ['nothing', null],
    ['a list', []],
    ['no call', { ...body, call: undefined }],
    ['no call id', { ...body, call: { ...body.call, callId: '' } }],
    ['no outcome', { ...body, outcome: undefined }],
    ['a number that is none', { ...body, call: { ...body.call, e164: '0871234567' } }],
    ['a direction that is none', { ...body, call: { ...body.call, direction: 'sideways' } }],
    ['a time that is none', { ...body, call: { ...body.call, startedAt: 'yesterday' } }],
    ['a day that is none', { ...body, call: { ...body.call, startedAt: '2026-02-30T09:30:00Z' } }],
    ['a year of five digits', { ...body, call: { ...body.call, startedAt: '9999-12-31T23:59:59-12:00' } }],
    ['a duration below zero', { ...body, call: { ...body.call, durationMs: -1 } }],
    ['notes that are too long', { ...body, notes: 'x'.repeat(65_537) }],
    ['notes that are no text', { ...body, notes: 7 }],
    ['tasks without end', { ...body, tasks: Array.from({ length: 51 }, () => body.tasks[0]) }],
    ['a task without a title', { ...body, tasks: [{ title: ' ', due: '2026-11-25' }] }],
    ['a task of another kind', { ...body, tasks: [{ title: 'x', type: 'dance', due: '2026-11-25' }] }],
    ['a contact that is no id', { ...body, call: { ...body.call, contactId: { $ne: null } } }],
  ])('with %s is refused in sentences', (_what, wrong) => {
    const read = readOutcome(wrong, 'anna')
    if (!('problems' in read)) throw new Error('expected problems')
    expect(read.problems.length).toBeGreaterThan(0)
    for (const sentence of read.problems) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })
})
