// Names of strangers in a SIP header: whatever they are, a parser of SIP reads one quoted string, and the name in it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayName, quoteDisplayName } from '../../src/office/display-name.ts'
import { unquote } from './sip.ts'

test('a name of any characters is one quoted string of SIP, which says the same name', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '\r', '\n', '<', 'é', '🦊'), maxLength: 300, size: 'max' }),
  )
  fc.assert(
    fc.property(anything, (text) => {
      const name = displayName(text)
      expect(unquote(`"${quoteDisplayName(name)}"`)).toBe(name)
      expect([...name].length).toBeLessThanOrEqual(80)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['Anna "The Boss" Byrne', 'Anna \\"The Boss\\" Byrne'],
  ['x\\', 'x\\\\'],
  ['a\r\nb', 'a b'],
  ['李小龍 🦊', '李小龍 🦊'],
  ['n'.repeat(100), `${'n'.repeat(79)}…`],
])('%j is %j between quotation marks', (text, quoted) => expect(quoteDisplayName(displayName(text))).toBe(quoted))
