import { expect, test } from 'vitest'
import { plural, renderCount } from '../../src/text/count.ts'
import { listFirst, listOr } from '../../src/text/list.ts'

test('counts are grouped, and agree with their noun', () => {
  expect([0, 1, 1204].map((count) => plural(count, 'contact'))).toEqual(['0 contacts', '1 contact', '1,204 contacts'])
  expect([1, 2].map((count) => plural(count, 'card has', 'cards have'))).toEqual(['1 card has', '2 cards have'])
  expect(renderCount(1_000_000)).toBe('1,000,000')
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('one of %j is listed as %j', (words, listed) => expect(listOr(words)).toBe(listed))

test.each([
  [['a', 'b'], 3, undefined, 'a, b'],
  [['a', 'b', 'c'], 2, undefined, 'a, b and 1 more'],
  [['a', 'b'], 2, 1205, 'a, b and 1,203 more'],
])('the first of %j', (words, most, count, listed) => expect(listFirst(words, most, count)).toBe(listed))
