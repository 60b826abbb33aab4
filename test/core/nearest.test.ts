import { expect, test } from 'vitest'
import { editDistance, nearestWord } from '../../src/core/nearest.ts'

const VERBS = ['accept', 'call', 'cancel', 'expect', 'log-calls']

test.each([
  ['acept', 'accept'],
  ['exepct', 'expect'],
  ['logCalls', 'log-calls'],
  ['LOG_CALLS', 'log-calls'],
  ['cal', 'call'],
])('%s is near %s', (written, meant) => expect(nearestWord(written, VERBS)).toBe(meant))

test.each(['dance', '', 'x', 'a'.repeat(10_000)])('nothing is near %.10s', (written) => {
  expect(nearestWord(written, VERBS)).toBeNull()
})

test('two letters that changed places are one change', () => {
  expect(editDistance('nmae', 'name')).toBe(1)
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('', 'abc')).toBe(3)
})
