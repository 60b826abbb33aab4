import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Automata, type Match } from '../../../native/plan/automaton.ts'
import { writeStates } from '../../../native/plan/write.ts'
import { openChance } from '../../../src/core/chance.ts'
import {
  openStates,
  readAutomata,
  runAutomaton,
  tellingDigits,
  type Written,
} from '../../../src/core/number/automaton.ts'
import { digitsOf, ORIGINS } from './cases.ts'

/** What patterns match of some digits, through all that is done to them: compiled, written, read and run. */
function compile(...sources: string[]) {
  const meanings: (readonly (Match | null)[])[] = [sources.map(() => null)]
  const start = new Automata().build(sources, (matches) => {
    const known = meanings.findIndex((each) => JSON.stringify(each) === JSON.stringify(matches))
    return known >= 0 ? known : meanings.push(matches) - 1
  })
  const [shapes = '', ...columns] = writeStates([[start]])
  const states = openStates(shapes, { rows: 10_000, rests: 10_000 })
  const [first = 0] = readAutomata(states, columns as unknown as Written, 1)
  return { states, start: first, meanings }
}

// Other digits stand around those that are asked for.
function run(automaton: ReturnType<typeof compile>, text: string): readonly (Match | null)[] {
  return runAutomaton(automaton, Uint8Array.from(`7${text}7`, Number), 1, text.length + 1)
}

function matching(...sources: string[]): (text: string) => string[] {
  const automaton = compile(...sources.map((source) => `(?:${source})$`))
  return (text) => sources.filter((_, at) => run(automaton, text)[at] !== null)
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

test.each(['1+', '1*', '^1', '(?:1', '1)', '[^1]', 'a', '[a]', '1{2,}'])('%s is refused', (pattern) => {
  expect(() => matching(pattern)).toThrow(/expected .* found/)
})

describe('of a pattern that the digits begin with, the automaton knows what the regular expression catches', () => {
  test.each([
    ['0|80?', ['0', '80', '8', '801', '180']],
    ['(?:0|1(?:1[0-69]|2[02-5]))0', ['00', '1230', '123', '12300', '100']],
    ['([457]\\d{6})$|1', ['4123456', '41234567', '1', '12', '412345']],
    ['(?:0|90)(?:(1[245]|31)(\\d{10,11}))?', ['0', '0121234567890', '012123456789', '9031123456789012', '1']],
    ['0?(?:(11|2(?:2|3))15)?', ['01115', '1115', '0', '02215', '0221', '5']],
  ])('%s', (source, texts) => {
    const automaton = compile(source)
    for (const text of texts) {
      const [match = null] = run(automaton, text)
      const found = new RegExp(`^(?:${source})`, 'd').exec(text)
      expect(match?.[1]).toBe(found?.indices?.[0]?.[1])
      found?.indices?.slice(1).forEach((span, at) => {
        expect([match?.[2 * at + 2], match?.[2 * at + 3]]).toEqual([span?.[0], span?.[1]])
      })
    }
  })
})

test('the automaton knows the digits that anything begins with', () => {
  const firstOf = (source: string) => {
    const { states, start } = compile(source)
    return tellingDigits(states, start)
  }
  expect(firstOf('0|18')).toBe(0b11)
  expect(firstOf('[89]\\d{3}$')).toBe(0b11_0000_0000)
})

test('the automaton matches what the regular expression matches, for every pattern of every numbering plan', () => {
  const chance = openChance(7)
  for (const { sources, patterns } of ORIGINS) {
    const read = matching(...sources)
    for (const pattern of patterns) {
      const member = digitsOf(pattern, chance)
      for (const digits of [member, member.slice(1), `${member}0`, `9${member.slice(1)}`]) {
        const expected = sources.filter((source) => new RegExp(`^(?:${source})$`).test(digits))
        expect([...new Set(read(digits))].sort()).toEqual([...new Set(expected)].sort())
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
