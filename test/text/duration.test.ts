import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration, renderClock, renderDuration } from '../../src/text/duration.ts'

test.each([
  ['500ms', 500],
  ['5s', 5_000],
  ['1.5h', 5_400_000],
  ['1h 30m', 5_400_000],
  ['1h30m', 5_400_000],
  ['2w', 1_209_600_000],
  ['5', undefined],
  ['5 s', undefined],
  ['-5s', undefined],
  ['11000d', undefined],
  ['', undefined],
])('%j is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms))

test('what is rendered is read again as the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3660 * 86_400_000 }), (ms) => {
      expect(parseDuration(renderDuration(ms))).toBe(ms)
    }),
  )
})

test.each([
  [0, '0:00'],
  [65_900, '1:05'],
  [3_600_000, '60:00'],
  [-1, '0:00'],
])('a call of %i ms has lasted %s', (ms, shown) => expect(renderClock(ms)).toBe(shown))
