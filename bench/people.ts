// Invented contacts with two numbers each, from many countries, in no order: what the benchmarks of the snapshot are
// about. The same in every run.

import { openChance } from '../src/core/chance.ts'
import type { Contact } from '../src/core/contact.ts'

// Calling code and first digits of mobile numbers, and how many digits follow.
const RANGES: readonly (readonly [string, number])[] = [
  ['35387', 7],
  ['1415', 7],
  ['1212', 7],
  ['447', 9],
  ['4915', 9],
  ['336', 8],
  ['346', 8],
  ['393', 9],
  ['316', 8],
  ['4670', 7],
  ['9198', 8],
  ['5511', 9],
  ['8190', 8],
  ['614', 8],
  ['48', 9],
  ['86138', 8],
]

export const HEADER = { workspaceHash: '0123456789abcdef', generation: 1, createdAtMs: 0, regions: ['IE', 'GB'] }

/** This many contacts with two numbers each, all of them different. */
export function people(count: number): Contact[] {
  const numbers = differentNumbers(count * 2)
  return Array.from({ length: count }, (_, index) => ({
    id: String(70_000_000_001 + index * 37),
    firstName: 'Anna',
    lastName: `Byrne ${index}`,
    company: `Company ${index % 997}`,
    email: '',
    country: null,
    phones: ['Phone Number', 'Mobile Phone Number'].map((field, at) => {
      const e164 = numbers[index * 2 + at] ?? ''
      return { field, text: e164, e164, rejected: null }
    }),
    deals: [],
    modifiedAt: null,
    row: index + 2,
  }))
}

/** E.164, in no order. */
export function differentNumbers(count: number): string[] {
  const chance = openChance(20261122)
  const numbers = new Set<string>()
  while (numbers.size < count) {
    const [prefix, digits] = RANGES[Math.floor(chance() * RANGES.length)] ?? ['', 0]
    numbers.add(`+${prefix}${String(Math.floor(chance() * 10 ** digits)).padStart(digits, '0')}`)
  }
  return [...numbers]
}

/** Every number that a contact has. */
export function numbersOf({ phones }: Contact): string[] {
  return phones.flatMap(({ e164 }) => e164 ?? [])
}

/** The sizes that the command line asks for, or the usual ones. */
export function sizes(usual: readonly number[]): readonly number[] {
  const asked = process.argv.slice(2).map(Number)
  if (asked.every((size) => Number.isSafeInteger(size) && size > 1)) return asked.length > 0 ? asked : usual
  throw new Error('expected sizes of 2 or more, such as 10000')
}
