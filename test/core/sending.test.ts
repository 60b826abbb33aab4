import { describe, expect, test } from 'vitest'
import type { Failure } from '../../src/core/retry.ts'
import {
  advanceSending,
  describeParked,
  failuresOfAll,
  hurrySending,
  isSameOutcome,
  isWhole,
  markerOf,
  newSending,
  nextPart,
  planSending,
  type Queued,
  type Sending,
} from '../../src/core/sending.ts'
import { sampleOutcome, sampleSending } from '../store/sample.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
const PARKED = { kind: 'refused', says: '' } as const

function queued(callId: string, changes: Partial<Sending> = {}): Queued {
  return { outcome: sampleOutcome(callId), sending: sampleSending({ contactId: `of ${callId}`, ...changes }) }
}

const waits = (ms: number, because: NonNullable<Sending['wait']>['because'] = 'lost-answer') => ({
  wait: { until: NOW + ms, because },
})

/** The call that is next, or when to come again. */
function next(...queue: readonly Queued[]): string | number | null {
  const plan = planSending(queue, NOW)
  return plan.kind === 'send' ? plan.queued.outcome.call.callId : plan.nextAt === null ? null : plan.nextAt - NOW
}

describe('R-11 the outcome to send next is', () => {
  test.each<[string, readonly Queued[], string | number | null]>([
    ['none of none', [], null],
    ['none of parked ones', [queued('a', { parked: PARKED })], null],
    ['the oldest', [queued('b'), queued('a')], 'b'],
    ['not one that waits', [queued('a', waits(5)), queued('b')], 'b'],
    ['one whose wait is over', [queued('a', waits(0)), queued('b')], 'a'],
    ['the one that waits least, when all do', [queued('a', waits(9)), queued('b', waits(5))], 5],
    ['the one that failed least', [queued('a', { failures: 2 }), queued('b', { failures: 1 })], 'b'],
    [
      'none while the CRM as a whole fails',
      [queued('a', waits(7, 'offline')), queued('b'), queued('c', waits(9, 'server')), queued('d', waits(3))],
      9,
    ],
    ['any once that is over', [queued('a', { failures: 1, ...waits(0, 'offline') }), queued('b')], 'b'],
    ['not held by what concerns one contact', [queued('a', waits(9, 'merged')), queued('b')], 'b'],
    ['not held by one that is parked', [queued('a', { parked: PARKED, ...waits(9, 'offline') }), queued('b')], 'b'],
    ['due at once where the clock was years ahead', [queued('a', waits(1e12, 'rate-limited'))], 'a'],
  ])('%s', (_what, queue, expected) => expect(next(...queue)).toBe(expected))

  test('never before an older one of the same contact', () => {
    const [older, younger] = [queued('a', { contactId: '7', failures: 3 }), queued('b', { contactId: '7' })]
    expect(next(older, younger)).toBe('a')
    expect(next({ ...older, sending: { ...older.sending, ...waits(60) } }, younger)).toBe(60)
    expect(next({ ...older, sending: { ...older.sending, parked: PARKED } }, younger)).toBe('b')
  })

  test('by itself where there is no contact', () => {
    expect(next(queued('a', { contactId: null, ...waits(60) }), queued('b', { contactId: null }))).toBe('b')
  })

  test('told with what holds all of them back', () => {
    const plan = planSending([queued('a', waits(9, 'unauthorised'))], NOW)
    expect(plan).toMatchObject({ kind: 'rest', problem: 'unauthorised' })
    expect(planSending([queued('a', waits(9))], NOW)).toMatchObject({ kind: 'rest', problem: null })
  })
})

describe('R-11 how far an outcome is', () => {
  const asked = sampleSending({ asked: { part: 1, lostAt: null }, records: ['9001'], failures: 2 })
  const failed = (failure: Failure, changes = {}) =>
    advanceSending(asked, { type: 'failed', failure, mayBeThere: false, before: 0, at: NOW, chance: 0, ...changes })

  test('begins with nothing', () => {
    expect(newSending(sampleOutcome('c1'))).toEqual(sampleSending())
  })

  test('is noted before the CRM is asked', () => {
    expect(advanceSending(sampleSending(waits(0)), { type: 'asked', part: 1 })).toEqual(
      sampleSending({ asked: { part: 1, lostAt: null } }),
    )
  })

  test('a part that arrived is there, and failures before it are forgotten', () => {
    expect(advanceSending(asked, { type: 'arrived', part: 1, id: '9002' })).toEqual(
      sampleSending({ records: ['9001', '9002'] }),
    )
    expect(advanceSending(sampleSending(), { type: 'arrived', part: 2, id: '9' }).records).toEqual([null, null, '9'])
  })

  test('what may be there after a failure stays open from that moment, or from the first such moment', () => {
    const open = failed({ kind: 'timeout' }, { mayBeThere: true })
    expect(open.asked).toEqual({ part: 1, lostAt: NOW })
    const again = { type: 'failed', failure: { kind: 'offline' }, mayBeThere: true, before: 0, chance: 0 } as const
    expect(advanceSending(open, { ...again, at: NOW + 9_000 }).asked).toEqual({ part: 1, lostAt: NOW })
    expect(failed({ kind: 'timeout' }).asked).toBeNull()
  })

  test('failures of the CRM as a whole are counted for all, others for the outcome', () => {
    expect(failed({ kind: 'offline' }, { before: 6 })).toMatchObject({ failures: 7, wait: { until: NOW + 320_000 } })
    expect(failed({ kind: 'offline' }, { before: 1 })).toMatchObject({ failures: 3, wait: { until: NOW + 20_000 } })
    expect(failed({ kind: 'refused', says: '' }, { before: 6 }).failures).toBe(3)
    expect(failuresOfAll([queued('a', { failures: 3, ...waits(0, 'offline') }), queued('b', { failures: 9 })])).toBe(3)
    expect(failuresOfAll([])).toBe(0)
  })

  test('what cannot be mended by waiting is parked, with what of it has arrived', () => {
    const sending = failed({ kind: 'not-found' })
    expect([sending.wait, sending.parked]).toEqual([null, { kind: 'not-found' }])
    expect(describeParked(sending)?.because).toBe(
      'The contact is no longer in the CRM. The call is in the CRM already, with none of its tasks.',
    )
  })

  test('a sign-in that has ended parks nothing', () => {
    expect(failed({ kind: 'unauthorised' })).toMatchObject({ parked: null, wait: { until: NOW + 900_000 } })
  })

  test('its next part is the first that is not there', () => {
    const outcome = sampleOutcome('c1')
    for (const [records, part] of [
      [[], 0],
      [[null, '2'], 0],
      [['1'], 1],
      [['1', '2'], 2],
    ] as const) {
      const each = { outcome, sending: sampleSending({ records }) }
      expect(nextPart(each)).toBe(part)
      expect(isWhole(each)).toBe(part === 2)
    }
  })

  test.each([
    ['offline', true],
    ['timeout', true],
    ['unauthorised', true],
    ['rate-limited', false],
    ['lost-answer', false],
  ] as const)('a wait for %s can be cut short: %j', (because, isCut) => {
    const sending = sampleSending(waits(60, because))
    expect(hurrySending(sending)).toEqual(isCut ? sampleSending() : sending)
  })
})

describe('a marker', () => {
  const call = sampleOutcome('c1').call

  test('is one word, the same each time, and says nothing of the call', () => {
    expect(markerOf(call, 0)).toMatch(/^ringsight[0-9a-f]{16}x00$/)
    expect(markerOf({ ...call }, 0)).toBe(markerOf(call, 0))
    expect(markerOf({ ...call, contactId: '102', contactName: 'Ben', durationMs: 1 }, 0)).toBe(markerOf(call, 0))
  })

  test('is no other part and no other call’s, whatever the ids look like', () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => `c${index}`)
    const odd = ['', 'c', 'c\0', '"c"', 'c,', '\ud800', '\ud801', 'C1', 'c1 ']
    const markers = [...ids, ...odd].flatMap((callId) => [0, 1, 35].map((part) => markerOf({ ...call, callId }, part)))
    expect(new Set(markers).size).toBe(markers.length)
    for (const marker of markers.slice(0, 100)) {
      expect(markers.filter((other) => other.includes(marker))).toEqual([marker])
    }
    expect(markerOf({ ...call, startedAt: '2026-11-20T09:00:00.001Z' }, 0)).not.toBe(markerOf(call, 0))
    expect(markerOf({ ...call, e164: '+353871234568' }, 0)).not.toBe(markerOf(call, 0))
  })

  test('tells the tasks of a call from those of another', () => {
    const [first, second] = [call, { ...call, callId: 'c2' }]
    expect(isSameOutcome(markerOf(first, 2), markerOf(first, 0))).toBe(true)
    expect(isSameOutcome(markerOf(first, 2), markerOf(second, 0))).toBe(false)
  })
})
