import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskNumber, safeLine, safeLines, safeToDraw } from '../../src/text/safe.ts'

test.each([
  ['a colour', '\u001b[31mAnna\u001b[0m Byrne', 'Anna Byrne'],
  ['a window title', '\u001b]0;owned\u0007Anna', 'Anna'],
  ['a link', '\u001b]8;;http://evil.example\u001b\\Anna\u001b]8;;\u001b\\', 'Anna'],
  ['a title that never ends', 'Anna\u001b]0;owned', 'Anna'],
  ['an 8-bit sequence', '\u009b2JAnna', 'Anna'],
  ['a cleared screen', 'Anna\u001bc', 'Anna'],
  ['a bell, a backspace, a null', 'An\u0007\u0008\u0000na', 'An na'],
  ['line ends', 'Anna\r\nByrne\u2028!', 'Anna Byrne !'],
  ['a bidirectional override', '\u202eennA\u202c', 'ennA'],
  ['isolates and marks', '\u2066Anna\u2069\u200f', 'Anna'],
  ['zero-width spaces', 'An\u200bna\ufeff', 'Anna'],
  ['spaces of all kinds', ' Anna\u00a0\u3000 Byrne ', 'Anna Byrne'],
  ['an emoji sequence', '👩\u200d💻 Anna', '👩💻 Anna'],
  ['an emoji variation', 'Anna ❤\ufe0f', 'Anna ❤'],
  ['a joiner that shapes letters', 'می\u200cخواهم', 'می\u200cخواهم'],
  ['a lone surrogate', 'Anna\ud800', 'Anna'],
  ['accents and other scripts', 'Zoë Łukasz 山田太郎', 'Zoë Łukasz 山田太郎'],
])('safeLine takes %s away and leaves the rest', (_what, text, expected) => expect(safeLine(text)).toBe(expected))

test('safeLine leaves no control, format or line character of any text, and does nothing twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const safe = safeLine(text)
      expect(safe.replace(/[\u200c\u200d]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      expect(safeLine(safe)).toBe(safe)
    }),
    { numRuns: 3000 },
  )
})

test('safeLines keeps the lines of a note and makes each of them safe', () => {
  expect(safeLines('one\r\n\u001b[31mtwo\n\nthree')).toBe('one\ntwo\n\nthree')
})

test('maskNumber leaves at most two digits', () => {
  expect(maskNumber('+353 87 123 4567')).toBe('…67')
  expect(maskNumber('12')).toBe('…')
})

test('a plain text takes the short way, and comes out as on the long way', () => {
  // A zero-width space is removed, so that the text with one goes the long way.
  for (let code = 0x20; code < 0x600; code += 1) {
    const text = `a${String.fromCharCode(code)}b`
    expect(safeLine(text)).toBe(safeLine(`\u200b${text}`))
  }
  for (const text of ['', ' ', ' a', 'a ', 'a  b']) expect(safeLine(text)).toBe(safeLine(`\u200b${text}`))
})

test('safeToDraw keeps lines, spaces and tables, and takes away what safeLine takes away', () => {
  expect(safeToDraw('  a\u202e  b\t|\n\u001b]0;owned\u0007  c\r\n\u001b[31md\u001b[0m')).toBe('  a  b\t|\n  c \nd')
  expect(safeToDraw('a\u001b]0;never ends\nb')).toBe('a\nb')
  expect(safeToDraw('\u001b[31mred\u001b[39m \u001b[5mblinks', true)).toBe('\u001b[31mred\u001b[39m blinks')
  expect(safeToDraw('\u001b[31mred\u001b[39m')).toBe('red')
})
