import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashName, hashNameBytes } from '../../src/core/hash-name.ts'

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
    const names = fc.string({
      unit: fc.oneof(letters, fc.constantFrom('\ud800', '\u0301')),
      maxLength: 220,
      size: 'max',
    })
    fc.assert(
      fc.property(names, (name) => {
        expect([0, hashName(name)]).toContain(hashed(name))
      }),
    )
  })
})
