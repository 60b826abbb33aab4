// Lines of two spellings, and texts of an address book: numbers in and around the table, and anything else.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressBookKey, buildAddressBook, resolveCaller } from '../../src/core/caller.ts'
import { buildDirectory, lookUp } from '../../src/core/directory.ts'
import { isSameLine, lineOf, spellingsOf } from '../../src/core/number/line.ts'
import { parseNumber } from '../../src/core/number/number.ts'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import { lookUpSnapshot, numberAt, openSnapshot, slotAt } from '../../src/core/snapshot/snapshot.ts'
import { entriesOf } from '../../src/device/ios/entries.ts'
import { contact } from '../people.ts'
import { HEADER } from '../vectors-make.ts'
import { effort } from './effort.ts'

const digit = fc.constantFrom(...'0123456789')
const digits = (length: number) => fc.string({ unit: digit, minLength: length, maxLength: length })

/** Numbers in and around the three countries of the table, and of anywhere. */
const anyNumber = fc.oneof(
  fc.constantFrom(
    '+525512345678',
    '+5215512345678',
    '+555191234567',
    '+5551991234567',
    '+541123456789',
    '+5491123456789',
  ),
  fc
    .tuple(
      fc.constantFrom('52', '521', '54', '549', '55', '5511', '55119', '5551', '55519', '53', '5'),
      fc.string({ unit: digit, minLength: 7, maxLength: 12, size: 'max' }),
    )
    .map(([head, tail]) => `+${head}${tail}`),
  fc
    .tuple(fc.constantFrom(...'123456789'), fc.string({ unit: digit, minLength: 5, maxLength: 16, size: 'max' }))
    .map(([first, rest]) => `+${first}${rest}`),
)

test('R-28 being one line is symmetric and transitive, and a line has two spellings at most', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (one, other) => {
      const spellings = spellingsOf(one)
      expect(spellings.length).toBeLessThanOrEqual(2)
      expect(spellings).toContain(one)
      for (const each of spellings) expect(spellingsOf(each)).toEqual(spellings)
      expect([...spellings].sort((a, b) => Number(a) - Number(b))).toEqual(spellings)
      expect(isSameLine(one, other)).toBe(spellings.includes(other))
      expect(isSameLine(one, other)).toBe(isSameLine(other, one))
      if (!/^\+5[245]/.test(one)) expect(spellings).toEqual([one])
    }),
    effort(500, 10_000),
  )
})

test('R-28 every spelling is a number that can be read, and is read as its line', () => {
  fc.assert(
    fc.property(anyNumber, (one) => {
      const spellings = spellingsOf(one)
      if (spellings.length === 1) return
      for (const each of spellings) {
        const number = parseNumber(each, null)
        expect(number.kind === 'number' && lineOf(number.e164)).toBe(spellings[0])
      }
    }),
    effort(500, 10_000),
  )
})

test('R-28 a land line of Brazil is never a mobile line', () => {
  fc.assert(
    fc.property(digits(2), fc.constantFrom('2', '3', '4', '5'), digits(7), (area, first, rest) => {
      expect(spellingsOf(`+55${area}${first}${rest}`)).toHaveLength(1)
      expect(spellingsOf(`+55${area}9${first}${rest}`)).toHaveLength(1)
    }),
    effort(200, 5_000),
  )
})

const people = fc.array(fc.array(anyNumber, { maxLength: 3 }), { maxLength: 8 }).map((numbers) =>
  numbers.map((each, at) =>
    contact({
      id: String(at + 1),
      phones: each.map((e164) => ({ field: 'Phone Number', text: e164, e164, rejected: null })),
    }),
  ),
)

test('R-28 directory and snapshot answer the same for every spelling, and nobody else is found', () => {
  fc.assert(
    fc.property(people, anyNumber, (contacts, asked) => {
      const directory = buildDirectory(contacts)
      const snapshot = openSnapshot(buildSnapshot(contacts, HEADER))
      if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
      for (const number of [asked, ...contacts.flatMap(({ phones }) => phones.flatMap(({ e164 }) => e164 ?? []))]) {
        const owners = contacts.filter(({ phones }) =>
          phones.some(({ e164 }) => spellingsOf(number).includes(e164 ?? '')),
        )
        for (const each of spellingsOf(number)) {
          const ids = owners.map(({ id }) => id)
          expect(lookUp(directory, each).map((match) => match.contact.id)).toEqual(ids)
          expect([...(lookUpSnapshot(snapshot, each)?.ids ?? [])].sort()).toEqual([...ids].sort())
        }
      }
    }),
    effort(60, 2_000),
  )
})

test('R-28 IOS-03 the entries that iOS loads are strictly ascending and have every spelling, in the snapshot as on the phone', () => {
  fc.assert(
    fc.property(people, (contacts) => {
      const entries = entriesOf(buildDirectory(contacts)).map(({ number }) => BigInt(number))
      const all = new Set(contacts.flatMap(({ phones }) => phones.flatMap(({ e164 }) => spellingsOf(e164 ?? ''))))
      const snapshot = openSnapshot(buildSnapshot(contacts, HEADER))
      if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
      const held = Array.from({ length: snapshot.count }, (_, rank) => numberAt(snapshot, slotAt(snapshot, rank)))
      const ascending = [...all].map((each) => BigInt(each.slice(1))).sort((a, b) => (a < b ? -1 : 1))
      expect(held).toEqual(ascending)
      if (ascending.every((each) => each <= Number.MAX_SAFE_INTEGER)) expect(entries).toEqual(ascending)
    }),
    effort(60, 2_000),
  )
})

test('R-04 an entry is found only by what reads as its line, or is its short code digit by digit', () => {
  const written = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'+0123456789 ()/.*#-'), maxLength: 16, size: 'max' }),
    fc.string({ maxLength: 12, size: 'max' }),
    fc.constantFrom(
      'n/a',
      'P',
      'sip:2001@office',
      '2001',
      '20 01',
      '1800',
      '1-800-FLOWERS',
      '+353871234567',
      '087 123 4567',
    ),
    anyNumber,
  )
  fc.assert(
    fc.property(written, written, (saved, caller) => {
      const book = buildAddressBook([{ name: 'Mum', numbers: [saved] }], 'IE')
      const [one, other] = [parseNumber(saved, 'IE'), parseNumber(caller, 'IE')]
      const isSame = one.kind === 'number' && other.kind === 'number' && isSameLine(one.e164, other.e164)
      const code = (each: string) => /^\s*[\d\s]+\s*$/.test(each) && each.replace(/\s/g, '')
      const isCode = one.kind !== 'number' && other.kind !== 'number' && code(saved) && code(saved) === code(caller)
      if (kindOf(caller, book) === 'saved') expect(isSame || isCode).toBeTruthy()
      if (isSame) expect(kindOf(caller, book)).toBe('saved')
      if (!/\d/.test(caller)) expect(addressBookKey(caller, other)).toBeNull()
    }),
    effort(500, 10_000),
  )
})

function kindOf(text: string, addressBook: ReturnType<typeof buildAddressBook>) {
  const sources = { directory: buildDirectory([]), addressBook, regions: ['IE'], limit: null }
  return resolveCaller({ presentation: 'ALLOWED', text }, sources).kind
}
