import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delayOf, GENERAL_PACE, isCounted, noteAnswer, type Pace, searchPace } from '../../../src/crm/hubspot/pace.ts'

const UNSTATED = { max: null, intervalMs: null, remaining: null }

function ask(pace: Pace, times: readonly number[]): Pace {
  return times.reduce((paced, at) => noteAnswer(paced, at, UNSTATED), pace)
}

describe('the pace of requests', () => {
  test('lets a hundred leave at once, the next when the first is ten seconds old', () => {
    const hundred = ask(
      GENERAL_PACE,
      Array.from({ length: 100 }, (_, at) => at),
    )
    expect(delayOf(ask(GENERAL_PACE, [0]), 0)).toBe(0)
    expect(delayOf(hundred, 100)).toBe(9_900)
    expect(delayOf(hundred, 10_000)).toBe(0)
  })

  test('is that which HubSpot states', () => {
    const pace = noteAnswer(GENERAL_PACE, 0, { max: 2, intervalMs: 1_000, remaining: 1 })
    expect(delayOf(pace, 0)).toBe(0)
    expect(delayOf(noteAnswer(pace, 0, UNSTATED), 0)).toBe(1_000)
  })

  test('leaves room for what others ask for', () => {
    const pace = noteAnswer(GENERAL_PACE, 0, { max: 100, intervalMs: 10_000, remaining: 0 })
    expect(delayOf(pace, 0)).toBe(10_000)
  })

  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY, 1e12])('takes no limit of %j', (max) => {
    expect(noteAnswer(GENERAL_PACE, 0, { max, intervalMs: max, remaining: null })).toMatchObject({
      limit: 100,
      intervalMs: 10_000,
    })
  })

  test('goes on when the clock is set back', () => {
    const pace = ask(
      GENERAL_PACE,
      Array.from({ length: 100 }, () => 1_000_000),
    )
    expect(delayOf(pace, 5)).toBe(0)
  })

  test('does not count what HubSpot does not', () => {
    expect(isCounted(UNSTATED)).toBe(false)
    expect(isCounted({ ...UNSTATED, remaining: 0 })).toBe(true)
  })

  test('never lets more leave within an interval than are taken', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200, size: 'max' })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 9 }), (steps, limit) => {
        let pace = searchPace(limit)
        let now = 0
        const left: number[] = []
        for (const gap of steps) {
          now += gap + delayOf(pace, now + gap)
          left.push(now)
          pace = noteAnswer(pace, now, UNSTATED)
        }
        for (const [index, at] of left.entries()) {
          const later = left[index + limit]
          if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(1_000)
        }
      }),
    )
  })
})
