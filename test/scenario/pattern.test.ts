import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Pattern, PatternError } from '../../src/scenario/pattern.ts'

const find = (pattern: RegExp, text: string) => new Pattern(pattern).test(text)

// What a linter would not have written here.
const [SAFE, ANY] = ['^[^\\u0000-\\u001f\\u202e]+$', '[^]'].map((source) => new RegExp(source)) as [RegExp, RegExp]

describe('R-22 a pattern of a user', () => {
  test.each<[RegExp, string, boolean]>([
    [/Anna/, 'Anna Byrne', true],
    [/^anna byrne$/i, 'Anna Byrne', true],
    [/^B/m, 'Anna\nByrne', true],
    [/a.B/s, 'Anna\nByrne', true],
    [/a.B/, 'Anna\nByrne', false],
    [/Ł\w*/u, 'Łukasz', true],
    [/^\p{Lu}\p{L}+$/u, 'Łukasz', true],
    [/^\p{Script=Greek}+$/u, 'Άννα', true],
    [SAFE, 'Anna', true],
    [SAFE, 'An\u202ena', false],
    [/Anna\sByrne/, 'Anna\u00a0Byrne', true],
    [/Anna[\s,]Byrne/, 'Anna\u2003Byrne', true],
    [/Anna\SByrne/, 'Anna\u00a0Byrne', false],
    [/a\/b|\(c\)|\$1\.50/, 'costs $1.50', true],
    [/^(?:Mr|Ms)\.? (?<name>\w{2,20})$/, 'Ms. Byrne', true],
    [ANY, '\n', true],
    [/EUR \d{1,3}(,\d{3})*$/, 'Renewal EUR 12,500', true],
  ])('%s on %j: %s', (pattern, text, isFound) => {
    expect(find(pattern, text)).toBe(isFound)
    expect(pattern.test(text)).toBe(isFound)
  })

  test('is written as it was', () => {
    expect(String(new Pattern(/^Anna \/ B/i))).toBe('/^Anna \\/ B/i')
  })

  test.each([
    [/(?=a)b/, 'without looking ahead or behind'],
    [/a(?!b)/, 'without looking ahead or behind'],
    [/(?<=a)b/, 'without looking ahead or behind'],
    [/(?<!a)b/, 'without looking ahead or behind'],
    [/(a)\1/, 'without a backreference'],
    [/(?<n>a)\k<n>/, 'without a backreference'],
    [/a{1001}/, 'found a mistake in it: invalid repeat count: "{1001}"'],
    [/(((a{100}){100}){100})/, 'found a mistake in it: invalid repeat count'],
  ])('%s is refused, with what helps', (pattern, message) => {
    expect(() => new Pattern(pattern)).toThrow(PatternError)
    expect(() => new Pattern(pattern)).toThrow(message)
  })

  test('finds what JavaScript finds', () => {
    const atoms = fc.constantFrom(
      'a',
      'b',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '[a-c]',
      '[^a]',
      '\\.',
      '(?:ab|a)',
      '(a|b)',
      '^',
      '$',
    )
    const pieces = fc
      .tuple(atoms, fc.constantFrom('', '*', '+', '?', '{1,2}', '+?'))
      .map(([atom, many]) => (/^[\^$]$/.test(atom) ? atom : atom + many))
    const sources = fc.array(pieces, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    const texts = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\u00a0', '.', '\n'),
      maxLength: 12,
      size: 'max',
    })
    fc.assert(
      fc.property(sources, texts, fc.constantFrom('', 'i', 'm', 's'), (source, text, flags) => {
        const pattern = new RegExp(source, flags)
        expect([source, flags, text, find(pattern, text)]).toEqual([source, flags, text, pattern.test(text)])
      }),
      { numRuns: 500 },
    )
  })

  // With JavaScript's engine each of them would outlive the test, and this program.
  test.each([/^(a+)+$/, /^(a|a)*$/, /(a*)*b/, /^(\w+\s?)*$/, /(.*)*(.*)*x/])('%s does not run away', (pattern) => {
    expect(find(pattern, `${'a'.repeat(5_000)}!`)).toBe(false)
  })
})
