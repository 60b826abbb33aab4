import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashName, hashNameBytes, openSeenNumbers } from '../../src/core/seen-numbers.ts'

const ANNA = hashName('Anna Byrne')
const BOB = hashName('Bob Moran')

describe('a number that an earlier row had', () => {
  test('is told whatever its digits are, in every quarter of what a word of 32 bits holds', () => {
    for (let at = 0; at < 400; at += 1) {
      const seen = openSeenNumbers()
      const number = `+${44_000_000_000 + at * 1_234_567_891}`
      expect([number, seen.see(number, 2, ANNA), seen.see(number, 3, BOB)?.row]).toEqual([number, null, 2])
    }
  })

  test('is told with the first row that had it', () => {
    const seen = openSeenNumbers()
    expect(seen.see('+353871234567', 2, ANNA)).toBeNull()
    expect(seen.see('+353861234567', 3, BOB)).toBeNull()
    expect(seen.see('+353871234567', 4, BOB)).toEqual({ row: 2, isSameName: false, isOtherSpelling: false })
    expect(seen.see('+353871234567', 5, ANNA)).toEqual({ row: 2, isSameName: true, isOtherSpelling: false })
    expect([seen.count(), seen.isComplete()]).toEqual([2, true])
  })

  test('is not another contact’s when it stands twice in one row', () => {
    const seen = openSeenNumbers()
    seen.see('+353871234567', 2, ANNA)
    expect(seen.see('+353871234567', 2, ANNA)).toBeNull()
  })

  test('leaves open whose it is where a name is missing', () => {
    const seen = openSeenNumbers()
    seen.see('+353871234567', 2, ANNA)
    expect(seen.see('+353871234567', 3, 0)?.isSameName).toBeNull()
    seen.see('+353861234567', 4, 0)
    expect(seen.see('+353861234567', 5, ANNA)?.isSameName).toBeNull()
  })

  test('may have more digits than a JavaScript number holds exactly', () => {
    const seen = openSeenNumbers()
    seen.see('+49123456789012345', 2, ANNA)
    expect(seen.see('+49123456789012344', 3, ANNA)).toBeNull()
    expect(seen.see('+49123456789012345', 4, ANNA)?.row).toBe(2)
  })

  test('must be one', () => {
    const seen = openSeenNumbers()
    for (const text of ['', '+', '353871234567', '+0', '+3538712x4567', `+${'1'.repeat(40)}`]) {
      expect([seen.see(text, 2, ANNA), seen.see(text, 3, ANNA)]).toEqual([null, null])
    }
    expect(seen.count()).toBe(0)
  })
})

test('beyond the limit, what was noted is still recognised and the rest is not', () => {
  const seen = openSeenNumbers(1)
  seen.see('+353871234567', 2, ANNA)
  expect(seen.isComplete()).toBe(true)
  expect(seen.see('+353861234567', 3, ANNA)).toBeNull()
  expect(seen.see('+353861234567', 4, ANNA)).toBeNull()
  expect(seen.see('+353871234567', 5, ANNA)?.row).toBe(2)
  expect([seen.count(), seen.isComplete()]).toEqual([1, false])
})

test('the answers are a Map’s, however many numbers there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 10_000, max: 10_060 }), { maxLength: 200 }),
      fc.nat(50_000),
      (digits, more) => {
        const seen = openSeenNumbers()
        for (let at = 0; at < more; at++) seen.see(`+88${1e9 + at * 7919}`, 1, 0)
        const rows = new Map<number, number>()
        for (const [at, number] of digits.entries()) {
          const row = rows.get(number) ?? null
          expect(seen.see(`+${number}`, at + 1, 0)?.row ?? null).toBe(row)
          if (row === null) rows.set(number, at + 1)
        }
        expect(seen.count()).toBe(rows.size + more)
        for (let at = 0; at < more; at++) expect(seen.see(`+88${1e9 + at * 7919}`, 2, 0)?.row).toBe(1)
      },
    ),
    { numRuns: 10 },
  )
})

test('numbers that differ only beyond 32 bits are told apart', () => {
  const seen = openSeenNumbers()
  for (let high = 1; high <= 5000; high++) expect(seen.see(`+${high * 2 ** 32}`, high, 0)).toBeNull()
  expect(seen.count()).toBe(5000)
})

describe('names are the same', () => {
  test.each([
    ['Anna Byrne', ' ANNA  byrne '],
    ['Anna Byrne', 'Byrne, Anna'],
    ['Jörg Müller', 'JORG MULLER'],
    ['Jörg Müller', 'Jo\u0308rg Mu\u0308ller'],
    ['Zoë O’Neill', 'Zoe O’Neill'],
    ['Łukasz Ćwik', 'łukasz cwik'],
    ['Αθηνά', 'ΑΘΗΝΑ'],
    ['ガブリエル', 'ｶﾞﾌﾞﾘｴﾙ'],
  ])('%s and %s', (left, right) => expect(hashName(left)).toBe(hashName(right)))

  test.each([
    ['Anna Byrne', 'Anna Byrn'],
    ['Anna Byrne', 'AnnaByrne'],
    ['Anna', 'Anna Anna'],
    ['Al Ba', 'Ab La'],
    ['田中', '中田'],
  ])('%s and %s are not', (left, right) => expect(hashName(left)).not.toBe(hashName(right)))

  test('and where there is no letter, there is no name', () => {
    expect(['', '  ', '-', '***', '\u200b'].map(hashName)).toEqual([0, 0, 0, 0, 0])
    expect(hashName('x'.repeat(1_000_000))).toBe(hashName('x'.repeat(999_999)))
  })

  test('and by its bytes it is the same, or is told by its text', () => {
    const hashed = (name: string) => {
      const bytes = Buffer.from(`,${name},`)
      return hashNameBytes(bytes, 1, bytes.length - 1)
    }
    expect(['Anna Byrne', 'Jörg Müller', 'Łukasz "Ćwik"'].map(hashed)).toEqual(
      ['Anna Byrne', 'Jörg Müller', 'Łukasz "Ćwik"'].map(hashName),
    )
    expect(['Αθηνά', '田中', 'x'.repeat(201), '-'].map(hashed)).toEqual([0, 0, 0, 0])
    const letters = fc.constantFrom(...'aBé Łß’"-ÿʯ\u0250ɏ9😀')
    const names = fc.string({ unit: fc.oneof(letters, fc.constantFrom('\ud800', '\u0301')), maxLength: 220 })
    fc.assert(
      fc.property(names, (name) => {
        expect([0, hashName(name)]).toContain(hashed(name))
      }),
    )
  })
})
