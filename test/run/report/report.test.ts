import { expect, test } from 'vitest'
import { statusOf, sumUp } from '../../../src/run/report/report.ts'
import { renderDuration } from '../../../src/text/duration.ts'
import { broken, failed, passed, problem, skipped } from './results.ts'

test('the sum counts each outcome once, and each file once', () => {
  const at = { file: 'calls/other.yaml', line: 1, column: 1 }
  const cases = [passed('a'), passed('b'), passed('c', { at }), failed('d'), skipped('e'), broken('f')]
  expect(sumUp({ cases, problems: [problem(), problem()] }, 12)).toEqual({
    files: 3,
    passed: 3,
    failed: 1,
    broken: 1,
    skipped: 1,
    problems: 2,
    ms: 12,
    virtualMs: 5 * 95_250,
  })
})

test.each([
  ['all passed', [passed('a')], [], 0],
  ['some were skipped', [passed('a'), skipped('b')], [], 0],
  ['an expectation failed', [passed('a'), failed('b')], [], 1],
  ['a file cannot be read', [passed('a')], [problem()], 2],
  ['a file cannot be read, beside a failure', [failed('a')], [problem()], 2],
  ['a fault of ours', [broken('a')], [], 3],
  ['a fault of ours, beside all else', [broken('a'), failed('b')], [problem()], 3],
])('R-23 the status where %s', (_what, cases, problems, status) => {
  expect(statusOf(sumUp({ cases, problems }, 0))).toBe(status)
})

test.each([
  [0, '0s'],
  [250, '250ms'],
  [1500, '1s 500ms'],
  [95_250, '1m 35s 250ms'],
  [86_400_000, '1d'],
  [3 * 86_400_000 + 5, '3d 5ms'],
  [12.4, '12ms'],
])('a duration of %d ms is shown as a scenario writes it: %s', (ms, text) => {
  expect(renderDuration(ms)).toBe(text)
})

test('a duration can be cut to its largest units', () => {
  expect(renderDuration(90_061_001, 2)).toBe('1d 1h')
})
