import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readShortUtf8, readUtf8 } from '../../../src/core/snapshot/utf8.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** The bytes in the middle of others, which do not belong to the text. */
function within(bytes: Uint8Array): DataView {
  const all = new Uint8Array(bytes.length + 3).fill(0x41)
  all.set(bytes, 2)
  return new DataView(all.buffer, 1)
}

// Bytes near each boundary of the encoding are tried more often than chance would.
const BYTE = fc.oneof(
  fc.nat(255),
  fc.constantFrom(0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf4),
)

test('bytes are the text that TextDecoder makes of them, or none', () => {
  fc.assert(
    fc.property(fc.array(BYTE, { maxLength: 6 }), (list) => {
      const bytes = Uint8Array.from(list)
      expect(readUtf8(within(bytes), 1, 1 + bytes.length)).toBe(decode(bytes))
    }),
    { numRuns: 20_000 },
  )
})

test('texts of every script and length come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 70, size: 'max' }), (text) => {
      const bytes = new TextEncoder().encode(text)
      expect(readUtf8(within(bytes), 1, 1 + bytes.length)).toBe(text)
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['', true],
  ['+353 87 123 4567', true],
  ['Zoë Ångström-Żółć · Анна', true],
  ['a'.repeat(48), true],
  ['a'.repeat(49), false],
  ['張偉', false],
])('"%s" is one of the short texts: %s', (text, isShort) => {
  const bytes = new TextEncoder().encode(text)
  expect(readShortUtf8(within(bytes), 1, 1 + bytes.length)).toBe(isShort ? text : null)
})

test.each([
  ['a shorter text than the one before', 'Anna Byrne · Acme Ltd', 'Bo'],
  ['one without wide characters', 'Анна Бёрн', 'Anna'],
])('nothing is left of the last text: %s', (_what, before, after) => {
  for (const text of [before, after]) {
    const bytes = new TextEncoder().encode(text)
    expect(readUtf8(within(bytes), 1, 1 + bytes.length)).toBe(text)
  }
})
