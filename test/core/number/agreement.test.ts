import { expect, test } from 'vitest'
import type { Pattern } from '../../../native/plan/pattern.ts'
import { compareReadings } from './agreement.ts'
import { ORIGINS } from './cases.ts'

test('R-02 parseNumber says what libphonenumber-js/max says, of texts from every region in every form', () => {
  const { cases, fast, disagreements } = compareReadings(20_000, 2026)
  expect(disagreements).toEqual([])
  expect(cases).toBe(20_000)
  expect(fast / cases).toBeGreaterThan(0.6)
})

test('no type of number has a pattern that fits more than its possible lengths, so that patterns are enough', () => {
  for (const { patterns, lengths } of ORIGINS) {
    const [general = new Set<number>(), ...types] = patterns.map(lengthsOf)
    for (const [index, possible] of types.entries()) {
      const fitting = [...possible].filter((length) => general.has(length))
      expect(lengths[index]).toEqual(expect.arrayContaining(fitting))
    }
  }
})

function lengthsOf(pattern: Pattern): Set<number> {
  switch (pattern.kind) {
    case 'digit':
      return new Set([1])
    case 'choice':
      return new Set(pattern.parts.flatMap((part) => [...lengthsOf(part)]))
    case 'group':
      return lengthsOf(pattern.part)
    case 'end':
      return new Set([0])
    case 'sequence':
      return pattern.parts.map(lengthsOf).reduce(sums, new Set([0]))
    case 'repeat': {
      const once = lengthsOf(pattern.part)
      const times = (count: number) =>
        Array<Set<number>>(count)
          .fill(once)
          .reduce(sums, new Set([0]))
      const counts = Array.from({ length: pattern.most - pattern.least + 1 }, (_, extra) => pattern.least + extra)
      return new Set(counts.flatMap((count) => [...times(count)]))
    }
  }
}

function sums(left: Set<number>, right: Set<number>): Set<number> {
  return new Set([...left].flatMap((one) => [...right].map((other) => one + other)))
}
