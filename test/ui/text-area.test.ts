import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { widthOf } from '../../src/text/width.ts'
import { type Key, newReader, readKeys } from '../../src/ui/keys.ts'
import { caretOf, editText, layOut, newTextArea, type TextArea, viewField } from '../../src/ui/text-area.ts'

const LINES = { width: 11, isMultiline: true }
const LEFT = '\u001b[D'
const RIGHT = '\u001b[C'
const UP = '\u001b[A'
const DOWN = '\u001b[B'
const HOME = '\u001b[H'
const END = '\u001b[F'
const BACK = '\u007f'
const DELETE = '\u001b[3~'

/** The text after these keys, a bar where the caret stands. */
function edit(start: string, keys: string, lines = LINES): string {
  const area = readKeys(newReader, keys).keys.reduce<TextArea>(
    (now, key: Key) => editText(now, key, lines) ?? now,
    newTextArea(start),
  )
  return `${area.text.slice(0, area.at)}|${area.text.slice(area.at)}`
}

describe('typing', () => {
  test.each([
    ['goes to the caret', 'ac', `${LEFT}b`, 'ab|c'],
    ['Enter begins a line', 'ab', '\rc', 'ab\nc|'],
    ['Backspace takes a whole emoji', 'a👩‍💻', BACK, 'a|'],
    ['Backspace takes a letter with its accents', 'ae\u0301\u0323', BACK, 'a|'],
    ['Backspace joins two lines', 'a\nb', HOME + BACK, 'a|b'],
    ['Delete takes what follows', 'abc', HOME + DELETE, '|bc'],
    ['Delete joins two lines', 'a\nb', UP + END + DELETE, 'a|b'],
    ['Backspace at the beginning does nothing', 'a', HOME + BACK, '|a'],
    ['Delete at the end does nothing', 'a', DELETE, 'a|'],
    ['Left over a flag goes over both its halves', 'a🇮🇪', LEFT, 'a|🇮🇪'],
    ['Right over a line break', 'a\nb', UP + END + RIGHT, 'a\n|b'],
    ['Up keeps the column', 'abc\nde', UP, 'ab|c\nde'],
    ['Up to a shorter line goes to its end', 'a\nbcd', UP, 'a|\nbcd'],
    ['Up from the first line goes to the beginning', 'abc', UP, '|abc'],
    ['Down from the last line goes to the end', 'abc', HOME + DOWN, 'abc|'],
    ['Up keeps the column over wide characters', '東京\nabc', UP, '東|京\nabc'],
    ['Up within a line that was wrapped', 'one two three', UP, 'one t|wo three'],
    ['Home goes to the beginning of the row', 'one two three', HOME, 'one two |three'],
    ['End goes to the end of the row', 'one two three', UP + END, 'one two| three'],
  ])('%s', (_what, start, keys, expected) => expect(edit(start, keys)).toBe(expected))

  test('in a field of one line, Enter and the vertical arrows are left to others', () => {
    const line = { width: 10, isMultiline: false }
    for (const name of ['enter', 'up', 'down', 'tab', 'escape'] as const) {
      expect(editText(newTextArea('a'), { type: 'press', name }, line)).toBeNull()
    }
  })
})

describe('a paste', () => {
  const paste = (text: string) => `\u001b[200~${text}\u001b[201~`
  test.each([
    ['keeps its lines, whatever ends them', 'a\r\nb\rc\nd', 'a\nb\nc\nd|'],
    ['brings tabs in as spaces', 'a\tb', 'a  b|'],
    ['brings no control characters in', 'a\u0000\u0007\u001b[31mb\u009b', 'a[31mb|'],
  ])('%s', (_what, text, expected) => expect(edit('', paste(text))).toBe(expected))

  test('into a field of one line becomes one line', () => {
    expect(edit('', paste('a\n\nb'), { width: 20, isMultiline: false })).toBe('a b|')
  })
})

describe('what is drawn', () => {
  const rows = (text: string, width: number) => layOut(text, width).map(({ drawn }) => drawn)
  test.each([
    ['short lines as they are', 'a\n\nb', 10, ['a', '', 'b']],
    ['broken between words', 'one two three', 8, ['one two ', 'three']],
    ['broken within a long word', 'abcdefgh', 5, ['abcd', 'efgh']],
    ['wide characters broken between', '東京都庁', 6, ['東京', '都庁']],
  ])('%s', (_what, text, width, expected) => expect(rows(text, width)).toEqual(expected))

  test('hostile text is harmless, and kept as it was typed', () => {
    const area = newTextArea('\u202eabc')
    expect(area.text).toBe('\u202eabc')
    expect(rows(area.text, 20)).toEqual(['abc'])
  })

  test('no row is wider than asked, every character is on one row, and the caret is within', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom(' ', '\n', 'a', '東', '👩‍💻'),
        fc.string({ unit: 'grapheme', size: 'xsmall' }).filter((text) => widthOf(text) < 3),
      ),
    })
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 30 }), fc.nat(), (typed, width, where) => {
        const { text } = newTextArea(typed)
        const laid = layOut(text, width)
        expect(laid.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.replaceAll('\n', ''))
        for (const { drawn } of laid) expect(widthOf(drawn)).toBeLessThanOrEqual(width)
        const { row, column } = caretOf({ text, at: where % (text.length + 1) }, laid)
        expect(laid[row]).toBeDefined()
        expect(column).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('a long field shows the text around its caret', () => {
    const text = 'abcdefghij'
    expect(viewField({ text, at: 10 }, 5)).toEqual({ drawn: 'ghij', column: 4 })
    expect(viewField({ text, at: 0 }, 5)).toEqual({ drawn: 'abcde', column: 0 })
    expect(viewField({ text, at: 7 }, 5)).toEqual({ drawn: 'defgh', column: 4 })
  })
})
