import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSeenNumbers, putNumber, type Sighting, SLOT_WORDS } from '../../src/check/seen-numbers.ts'
import { hashName } from '../../src/core/hash-name.ts'

const ANNA = hashName('Anna Byrne')
const BOB = hashName('Bob Moran')

/** One that is asked for one number after the other. */
function openSeen(most?: number) {
  const seen = openSeenNumbers(most)
  const words = new Uint32Array(SLOT_WORDS)
  return {
    ...seen,
    see(e164: string, row: number, name: number): Sighting | null {
      let found: Sighting | null = null
      if (!putNumber(words, 0, { e164, row, name })) return null
      seen.seeAll(words, 1, (_index, sighting) => {
        found = sighting
      })
      return found
    },
  }
}

describe('a number that an earlier row had', () => {
  test('is told whatever its digits are, in every quarter of what a word of 32 bits holds', () => {
    for (let at = 0; at < 400; at += 1) {
      const seen = openSeen()
      const number = `+${44_000_000_000 + at * 1_234_567_891}`
      expect([number, seen.see(number, 2, ANNA), seen.see(number, 3, BOB)?.row]).toEqual([number, null, 2])
    }
  })

  test('is told with the first row that had it', () => {
    const seen = openSeen()
    expect(seen.see('+353871234567', 2, ANNA)).toBeNull()
    expect(seen.see('+353861234567', 3, BOB)).toBeNull()
    expect(seen.see('+353871234567', 4, BOB)).toEqual({ row: 2, isSameName: false, isOtherSpelling: false })
    expect(seen.see('+353871234567', 5, ANNA)).toEqual({ row: 2, isSameName: true, isOtherSpelling: false })
    expect([seen.count(), seen.isComplete()]).toEqual([2, true])
  })

  test('is not another contact’s when it stands twice in one row', () => {
    const seen = openSeen()
    seen.see('+353871234567', 2, ANNA)
    expect(seen.see('+353871234567', 2, ANNA)).toBeNull()
  })

  test('leaves open whose it is where a name is missing', () => {
    const seen = openSeen()
    seen.see('+353871234567', 2, ANNA)
    expect(seen.see('+353871234567', 3, 0)?.isSameName).toBeNull()
    seen.see('+353861234567', 4, 0)
    expect(seen.see('+353861234567', 5, ANNA)?.isSameName).toBeNull()
  })

  test('may have more digits than a JavaScript number holds exactly', () => {
    const seen = openSeen()
    seen.see('+49123456789012345', 2, ANNA)
    expect(seen.see('+49123456789012344', 3, ANNA)).toBeNull()
    expect(seen.see('+49123456789012345', 4, ANNA)?.row).toBe(2)
  })

  test('must be one', () => {
    const seen = openSeen()
    for (const text of ['', '+', '353871234567', '+0', '+3538712x4567', `+${'1'.repeat(40)}`]) {
      expect([seen.see(text, 2, ANNA), seen.see(text, 3, ANNA)]).toEqual([null, null])
    }
    expect(seen.count()).toBe(0)
  })
})

test('beyond the limit, what was noted is still recognised and the rest is not', () => {
  const seen = openSeen(1)
  seen.see('+353871234567', 2, ANNA)
  expect(seen.isComplete()).toBe(true)
  expect(seen.see('+353861234567', 3, ANNA)).toBeNull()
  expect(seen.see('+353861234567', 4, ANNA)).toBeNull()
  expect(seen.see('+353871234567', 5, ANNA)?.row).toBe(2)
  expect([seen.count(), seen.isComplete()]).toEqual([1, false])
})

test('the answers are a Map’s, however many numbers there are, and however many are asked for at once', () => {
  const numbers = fc.oneof(fc.nat(60), fc.bigInt({ min: 0n, max: 2n ** 62n }).map(Number))
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 200, size: 'max' }), fc.nat(5000), (digits, more) => {
      const seen = openSeenNumbers()
      const others = Array.from({ length: more }, (_, at) => 88_000_000_000 + at * 7919)
      const all = [...others, ...digits, ...others, ...digits]
      const words = new Uint32Array(SLOT_WORDS * all.length)
      const [rows, expected] = [new Map<number, number>(), [] as [number, number][]]
      for (const [at, number] of all.entries()) {
        putNumber(words, at * SLOT_WORDS, { e164: number, row: at + 1, name: 0 })
        const first = rows.get(number)
        if (first === undefined) rows.set(number, at + 1)
        else expected.push([at, first])
      }
      const found: [number, number][] = []
      seen.seeAll(words, all.length, (index, { row }) => found.push([index, row]))
      expect(found).toEqual(expected)
      expect([seen.count(), seen.isComplete()]).toEqual([rows.size, true])
    }),
    // The second file makes it grow.
    {
      numRuns: 20,
      examples: [
        [[1, 2, 1], 0],
        [[1, 2, 1], 110_000],
      ],
    },
  )
})

test('numbers that differ only beyond 32 bits are told apart', () => {
  const seen = openSeen()
  for (let high = 1; high <= 5000; high++) expect(seen.see(`+${high * 2 ** 32}`, high, 0)).toBeNull()
  expect(seen.count()).toBe(5000)
})
