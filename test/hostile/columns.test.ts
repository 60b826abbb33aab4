// Headers of as many columns as a hostile file has: the time to tell what they hold grows with their number, and no faster.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { effort } from './effort.ts'

const COLUMNS = 20_000

// Words that labels are made of, and others; joined as programs join them.
const word = fc.constantFrom(
  ...[
    'contact',
    'first',
    'name',
    'Home',
    'Phone',
    'Country',
    'Mobile',
    'of',
    'work',
    'telefon',
    'Address',
    'Land',
    'x',
    '1',
  ],
)
const header = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 12 }), fc.constantFrom(' ', '', '_', ' - '))
  .map(([words, separator]) => words.join(separator))
const stated = fc.oneof(
  fc.constant({}),
  header.map((name) => ({ phones: [`${name} that is not there`] })),
)

// Of the processor, and not of a machine on which others work as well. One run takes up to 0.3 s.
const MOST_MS = 2000

test('20,000 columns are told apart in little time, whatever they are called', () => {
  fc.assert(
    fc.property(fc.array(header, { minLength: 1, maxLength: 40 }), stated, (names, asked) => {
      const headers = Array.from({ length: COLUMNS }, (_, at) => `${names[at % names.length]} ${at}`)
      const before = process.cpuUsage()
      findColumns(headers, asked)
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(MOST_MS)
    }),
    effort(4, 60),
  )
})
