// Headers of as many columns as a hostile file has. How the time grows with their number is in bench/columns.bench.ts.
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
  .tuple(fc.array(word, { minLength: 1, maxLength: 12, size: 'max' }), fc.constantFrom(' ', '', '_', ' - '))
  .map(([words, separator]) => words.join(separator))
const stated = fc.oneof(
  fc.constant({}),
  header.map((name) => ({ phones: [`${name} that is not there`] })),
)

test('20,000 columns are told apart, whatever they are called', () => {
  fc.assert(
    fc.property(fc.array(header, { minLength: 1, maxLength: 40, size: 'max' }), stated, (names, asked) => {
      const headers = Array.from({ length: COLUMNS }, (_, at) => `${names[at % names.length]} ${at}`)
      const found = findColumns(headers, asked)
      if (found.kind === 'problem') return
      const phones = [...found.phones, ...found.further]
      expect(new Set(phones.map(({ index }) => index)).size).toBe(phones.length)
      expect(phones.map((phone) => headers[phone.index])).toEqual(phones.map((phone) => phone.header))
    }),
    effort(4, 30),
  )
}, 120_000)
