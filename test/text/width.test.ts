import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { safeLine } from '../../src/text/safe.ts'
import { align, cut, fill, graphemes, pack, pad, spread, widthOf, wrap } from '../../src/text/width.ts'
import { windowStart } from '../../src/ui/view/rows.tsx'

// Some musical symbols take up three columns, which is more than a narrow line has.
const drawable = fc.string({ unit: 'grapheme' }).map((text) => safeLine(text).replace(/[\u{1d100}-\u{1d1ff}]/gu, ''))
const width = fc.integer({ min: 1, max: 60 })

test('characters are those of Unicode, whatever stands beside them', () => {
  const parts = [
    'a',
    'ż',
    'Я',
    '東',
    ' ',
    '\u0301',
    'ก็',
    '한',
    '\u1112\u1161',
    '👩‍💻',
    '🇮🇪',
    '🇵🇱',
    '👍🏽',
    'क्ष',
    '\u200d',
    '\n',
  ]
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...parts) }), (text) => {
      expect(graphemes(text)).toEqual(Array.from(segmenter.segment(text), ({ segment }) => segment))
    }),
    { numRuns: 500 },
  )
})

test('a text is as wide as string-width says, each character by itself and beside others', () => {
  for (let code = 0x20; code < 0x3000; code += 1) {
    const character = String.fromCharCode(code)
    if (safeLine(character) === character) expect([code, widthOf(character)]).toEqual([code, stringWidth(character)])
  }
  const narrow = ['a', 'é', 'Я', 'ώ', '…', '·', '→', '©', '‼', '€', '─', '\u00ad', '\ufe0f', '\u0301', '\u20e3', '東']
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...narrow) }), (text) => {
      expect(widthOf(text)).toBe(stringWidth(text))
    }),
  )
})

describe('text in columns', () => {
  test.each([
    ['what fits stays', 'Anna', 4, 'Anna'],
    ['what does not is marked', 'Anna Byrne', 8, 'Anna By…'],
    ['no space before the mark', 'Anna Byrne', 6, 'Anna…'],
    ['wide characters are not halved', '東京都', 4, '東…'],
    ['an emoji is not halved', '👩👩', 3, '👩…'],
    ['no room', 'Anna', 0, ''],
  ])('%s', (_what, text, columns, expected) => expect(cut(text, columns)).toBe(expected))

  test('any text is padded to exactly its columns', () => {
    fc.assert(
      fc.property(drawable, width, (text, columns) => {
        expect(widthOf(pad(text, columns))).toBe(columns)
      }),
    )
  })

  test('any label and value are spread over exactly their columns', () => {
    const wide = fc.integer({ min: 8, max: 60 })
    fc.assert(
      fc.property(drawable, drawable, wide, (label, value, columns) => {
        expect(widthOf(spread(label, value, columns))).toBe(columns)
      }),
    )
  })

  test('a value is cut last', () => {
    expect(spread('Display pop-up windows', 'off', 16)).toBe('Display po…  off')
    expect(spread('Ab', 'a long value here', 14)).toBe('Ab  a long va…')
  })
})

describe('text on lines', () => {
  test.each([
    ['words are kept whole', 'one two three', 7, ['one two', 'three']],
    ['a longer word is broken within', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['wide characters are broken between', '東京都庁', 5, ['東京', '都庁']],
    ['nothing is no line', '', 5, []],
  ])('%s', (_what, text, columns, expected) => expect(wrap(text, columns)).toEqual(expected))

  test('no line is wider than asked, and no character is lost', () => {
    fc.assert(
      fc.property(drawable, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const lines = wrap(text, columns)
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    )
  })

  test('an address is kept whole where it is to be copied', () => {
    expect(wrap('see https://ringsight.example/a', 8, 'whole')).toEqual(['see', 'https://ringsight.example/a'])
  })

  test('hints are kept whole', () => {
    expect(pack(['a answer', 'd decline', 'q quit'], ' · ', 20)).toEqual(['a answer · d decline', 'q quit'])
  })
})

describe('a table', () => {
  test('has its columns one below the other, whatever the characters, and nothing behind the last', () => {
    expect(align([['東京', 'a', 'x'], ['b', '', 'longer'], ['c']])).toEqual(['東京  a  x', 'b        longer', 'c   '])
    expect(align([])).toEqual([])
  })

  test('colours take no room', () => {
    expect(
      align([
        ['\u001b[31mred\u001b[39m', 'x'],
        ['green', 'y'],
      ]),
    ).toEqual(['\u001b[31mred\u001b[39m    x', 'green  y'])
  })

  test('what is longer than its column is not cut', () => {
    expect([fill('ab', 4), fill('東京', 3)]).toEqual(['ab  ', '東京'])
  })
})

test.each([
  ['all fits', 2, 5, 10, 0],
  ['the focus is at the beginning', 0, 20, 5, 0],
  ['the focus is in the middle', 10, 20, 5, 8],
  ['the focus is at the end', 19, 20, 5, 15],
])('a window where %s', (_what, focus, count, height, start) => expect(windowStart(focus, count, height)).toBe(start))
