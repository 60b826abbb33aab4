import { describe, expect, test } from 'vitest'
import { nthSeed, openChance } from '../../src/core/chance.ts'

describe('the seeds that a seed decides', () => {
  const WALKS = 5_000
  const seedsOf = (seed: number) => Array.from({ length: WALKS }, (_, n) => nthSeed(seed, n))

  test('are the same each time, and the first is the seed itself', () => {
    expect(seedsOf(7)).toEqual(seedsOf(7))
    expect(nthSeed(7, 0)).toBe(7)
    expect(nthSeed(4_294_967_295, 0)).toBe(4_294_967_295)
  })

  test.each([0, 1, 7, 1000, 2 ** 31 - 1, 2 ** 32 - 2])('have nothing in common with the neighbours of %d', (seed) => {
    const own = new Set(seedsOf(seed))
    expect(own.size).toBeGreaterThan(WALKS - 10)
    for (const neighbour of [seed + 1, seed + 2, seed + 17]) {
      const shared = seedsOf(neighbour % 2 ** 32).filter((each) => own.has(each))
      // Of 5,000 out of 2³² two sets share one in 170 times by chance; the first walk of a neighbour is nobody's second.
      expect(shared.length).toBeLessThan(3)
    }
  })

  test('lead to courses of events that are not alike', () => {
    const begins = new Set(
      [1, 2, 3].flatMap((seed) =>
        seedsOf(seed)
          .slice(0, 200)
          .map((each) => openChance(each)()),
      ),
    )
    expect(begins.size).toBeGreaterThan(595)
  })

  test('are whole numbers of 32 bits', () => {
    expect(seedsOf(3).every((each) => Number.isInteger(each) && each >= 0 && each < 2 ** 32)).toBe(true)
  })
})
