import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import {
  buildDirectory,
  carriedIds,
  findUnreadable,
  isCarried,
  lookUp,
  updateDirectory,
} from '../../src/core/directory.ts'
import { contact, phone } from '../people.ts'

const ids = (directory: ReturnType<typeof buildDirectory>, e164: string) =>
  lookUp(directory, e164).map((match) => `${match.contact.id} ${match.field}`)

test('R-01 a contact is found by its phone and by its mobile number, both equal', () => {
  const phones = [phone('+35312345678'), phone('+353871234567', { field: 'Mobile Phone Number' })]
  const directory = buildDirectory([contact({ phones })])
  expect(ids(directory, '+35312345678')).toEqual(['101 Phone Number'])
  expect(ids(directory, '+353871234567')).toEqual(['101 Mobile Phone Number'])
})

test('R-02 there is no match by suffix, and none for a cell that could not be read', () => {
  const directory = buildDirectory([contact({ phones: [phone('+353871234567'), phone('087 765 4321')] })])
  for (const e164 of ['+353071234567', '+871234567', '+44871234567', '+353877654321']) {
    expect(lookUp(directory, e164)).toEqual([])
  }
})

test('one number in both columns is one match', () => {
  const phones = [phone('+353871234567'), phone('+353 87 123 4567', { field: 'Mobile Phone Number' })]
  expect(ids(buildDirectory([contact({ phones })]), '+353871234567')).toEqual(['101 Phone Number'])
})

test('contacts that share a number are listed by record id, whatever order they came in', () => {
  const people = ['20', '3', '100'].map((id) => contact({ id }))
  for (const order of [people, people.toReversed()]) {
    expect(ids(buildDirectory(order), '+353871234567').map((each) => each.split(' ')[0])).toEqual(['3', '20', '100'])
  }
})

test('a directory updated step by step equals one built at once', () => {
  const numbers = ['+353871234567', '+353871234568', '+12015550123', '+442079460958'].map((text) => phone(text))
  const someone = fc.record({
    id: fc.constantFrom('1', '2', '3', '10', 'x'),
    phones: fc.subarray(numbers),
    company: fc.constantFrom('Acme', 'Globex'),
  })
  const step = fc.oneof(
    someone.map((changes) => ({ written: [contact(changes)], removed: [] as string[] })),
    fc.constantFrom('1', '2', '10', 'nobody').map((id) => ({ written: [] as Contact[], removed: [id] })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20, size: 'max' }), (steps) => {
      const left = new Map<string, Contact>()
      for (const { written, removed } of steps) {
        for (const id of removed) left.delete(id)
        for (const each of written) left.set(each.id, each)
      }
      const updated = steps.reduce(updateDirectory, buildDirectory([]))
      const built = buildDirectory(left.values())
      expect(new Map([...updated.matches].sort())).toEqual(new Map([...built.matches].sort()))
      expect(updated.contacts).toEqual(built.contacts)
    }),
  )
})

test('an update leaves the directory it started from as it was', () => {
  const before = buildDirectory([contact()])
  updateDirectory(before, { removed: ['101'] })
  expect(lookUp(before, '+353871234567')).toHaveLength(1)
})

test('R-03 a phone of 10,000 holds the lowest record ids, a phone without limit all', () => {
  const directory = buildDirectory(['9', '10', '11'].map((id) => contact({ id })))
  const carried = (limit: number | null) => ['9', '10', '11'].filter((id) => isCarried(directory, id, limit))
  expect(carried(2)).toEqual(['9', '10'])
  expect(carried(3)).toEqual(['9', '10', '11'])
  expect(carried(null)).toEqual(['9', '10', '11'])
  for (const limit of [0, 2, 3, null])
    expect([...carriedIds(['11', '9', '10'], limit)].sort()).toEqual(carried(limit).sort())
})

test.each([
  ['the same number without a country', '087 123 4567', true],
  ['the number among several', '+353871234567 / +353861234567', true],
  ['the number as a spreadsheet rounded it', '3.53871E+11', true],
  ['the national number, rounded', '8.71235E+8', true],
  ['another number', '086 123 4567', false],
  ['another number, rounded', '3.53861E+11', false],
  ['a rounded number of another length', '3.53871E+12', false],
  ['text', 'n/a', false],
])('findUnreadable with %s: %j', (_what, text, isFound) => {
  const directory = buildDirectory([contact({ phones: [phone(text)] })])
  expect(findUnreadable(directory, { e164: '+353871234567', national: '871234567' })).toHaveLength(isFound ? 1 : 0)
})
