import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPlain, plainName } from '../../src/core/plain-name.ts'

test('a name is the same with and without what is not compared, however it is read', () => {
  const unit = fc.constantFrom('a', 'Z', ' ', '.', '1', 'é', 'É', 'ß', 'İ', 'ſ', '\u212a', '\u0301', '東')
  fc.assert(
    fc.property(fc.string({ unit }), (name) => {
      // Behind a character that is not compared, no name is plain.
      expect(plainName(name)).toBe(plainName(`${name}!`))
    }),
  )
})

test.each([
  ['First Name', true],
  ['phone', true],
  ['', false],
  ['First  Name', false],
  [' Name', false],
  ['Phone 2', false],
  ['Côte', false],
])('%s: plain %s', (name, expected) => expect(isPlain(name)).toBe(expected))
