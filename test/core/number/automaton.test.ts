import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openChance } from '../../../src/core/chance.ts'
import { buildAutomaton, runAutomaton } from '../../../src/core/number/automaton.ts'
import { digitsOf, ORIGINS } from './cases.ts'

function matching(...sources: string[]): (text: string) => string[] {
  const automaton = buildAutomaton(new Set(sources), (matched) => [...matched])
  // Other digits stand around those that are asked for.
  return (text) => runAutomaton(automaton, Uint8Array.from(`7${text}7`, Number), 1, text.length + 1)
}

test.each([
  ['a digit', '7', '7', '8'],
  ['any digit', '\\d', '0', ''],
  ['a class with a range', '[1-35]', '5', '4'],
  ['a choice', '(?:12|3)4', '34', '14'],
  ['an optional part', '12?3', '13', '123'.repeat(2)],
  ['a count', '\\d{3}', '123', '12'],
  ['the lower end of a range of counts', '1(?:23){1,2}', '123', '1'],
  ['the upper end of a range of counts', '1(?:23){1,2}', '12323', '1232323'],
  ['an empty alternative', '1(?:|2)', '1', '122'],
])('the automaton knows %s', (_what, pattern, member, stranger) => {
  expect(matching(pattern)(member)).toEqual([pattern])
  expect(matching(pattern)(stranger)).toEqual([])
})

test('the automaton names every pattern that matches', () => {
  const read = matching('1\\d', '12', '2\\d')
  expect(read('12')).toEqual(['1\\d', '12'])
  expect(read('1')).toEqual([])
})

test.each(['1+', '1*', '^1', '(1)', '(?:1', '1)', '[^1]', 'a', '[a]', '1{2,}'])('%s is refused', (pattern) => {
  expect(() => matching(pattern)).toThrow(/expected .* found/)
})

test('the automaton matches what the regular expression matches, for every pattern of every numbering plan', () => {
  const chance = openChance(7)
  for (const { sources, patterns } of ORIGINS) {
    const read = matching(...sources)
    for (const pattern of patterns) {
      const member = digitsOf(pattern, chance)
      for (const digits of [member, member.slice(1), `${member}0`, `9${member.slice(1)}`]) {
        const expected = sources.filter((source) => new RegExp(`^(?:${source})$`).test(digits))
        expect(read(digits).sort()).toEqual([...new Set(expected)].sort())
      }
    }
  }
})

test('any digits do: they are matched or not, and asking twice changes nothing', () => {
  const read = matching('(?:1\\d|[2569])\\d{6,8}')
  fc.assert(
    fc.property(fc.stringMatching(/^\d{0,40}$/), (digits) => {
      const expected = /^(?:(?:1\d|[2569])\d{6,8})$/.test(digits)
      expect([read(digits).length, read(digits).length]).toEqual([Number(expected), Number(expected)])
    }),
  )
})
