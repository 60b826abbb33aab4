import { expect, test } from 'vitest'
import { buildAddressBook, isOtherSpelling, resolveCaller } from '../../../src/core/caller.ts'
import { buildDirectory } from '../../../src/core/directory.ts'
import { isSameLine, lineOf, respell, spellingsOf, writtenSpelling } from '../../../src/core/number/line.ts'
import { contact, phone } from '../../people.ts'

const SAME: readonly (readonly [string, string])[] = [
  ['+525512345678', '+5215512345678'],
  ['+529991234567', '+5219991234567'],
  ['+555191234567', '+5551991234567'],
  ['+551181234567', '+5511981234567'],
  ['+559961234567', '+5599961234567'],
  ['+541123456789', '+5491123456789'],
  ['+543512345678', '+5493512345678'],
  ['+542966412345', '+5492966412345'],
]

test.each(SAME)('R-28 %s and %s are one line', (short, long) => {
  for (const each of [short, long]) {
    expect(spellingsOf(each)).toEqual([short, long])
    expect(lineOf(each)).toBe(short)
  }
  expect(isSameLine(short, long) && isSameLine(long, short)).toBe(true)
})

test.each([
  ['a land line of Brazil', '+555131234567', '+5551931234567'],
  ['trunked radio of Brazil', '+551178123456', '+5511978123456'],
  ['Brazil, in no area', '+552091234567', '+5520991234567'],
  ['a toll-free number of Mexico', '+528001234567', '+5218001234567'],
  ['a toll-free number of Argentina', '+548001234567', '+5498001234567'],
  ['Ireland', '+35315512345', '+353115512345'],
  ['Peru', '+51987654321', '+519987654321'],
])('R-28 %s has one spelling', (_, one, other) => {
  expect([isSameLine(one, other), spellingsOf(one), spellingsOf(other)]).toEqual([false, [one], [other]])
})

test('what is no longer dialled has what it is dialled as today', () => {
  expect(respell('+5215512345678')).toEqual({ now: '+525512345678', since: '2019' })
  expect(respell('+555191234567')).toEqual({ now: '+5551991234567', since: '2016' })
  for (const current of ['+525512345678', '+5551991234567', '+541123456789', '+5491123456789', '+353871234567'])
    expect(respell(current)).toBeNull()
})

test("a text says which spelling it is written in, Mexico's 1 too, which its number has not", () => {
  expect(writtenSpelling('+52 1 55 1234 5678', '+525512345678')).toBe('+5215512345678')
  expect(writtenSpelling('044 55 1234 5678', '+525512345678')).toBe('+525512345678')
  expect(writtenSpelling('(51) 9123-4567', '+555191234567')).toBe('+555191234567')
})

const eva = contact({ phones: [{ ...phone('+525512345678'), text: '+52 1 55 1234 5678' }] })
const call = (text: string, contacts = [eva], addressBook = buildAddressBook([], null)) =>
  resolveCaller(
    { presentation: 'ALLOWED', text },
    { directory: buildDirectory(contacts), addressBook, regions: ['IE'], limit: null },
  )

test('R-28 the evidence says that it was another spelling of the same line', () => {
  const asked = (text: string) => {
    const caller = call(text)
    return caller.kind === 'known' && isOtherSpelling(caller.match, caller.evidence)
  }
  expect([asked('+525512345678'), asked('+5215512345678')]).toEqual([true, false])
})

test('R-05 R-28 two contacts, each with another spelling, share the number', () => {
  const both = ['+5551991234567', '+555191234567'].map((number, at) =>
    contact({ id: `${at + 1}`, phones: [phone(number)] }),
  )
  for (const text of ['+5551991234567', '+555191234567']) {
    expect(call(text, both)).toMatchObject({ kind: 'shared', others: [{ id: '2' }] })
  }
})

test('R-04 R-28 whoever is saved in another spelling is that person', () => {
  for (const [saved, caller] of [...SAME, ...SAME.map(([one, other]) => [other, one] as const)]) {
    const book = buildAddressBook([{ name: 'Mum', numbers: [saved] }], null)
    expect(call(caller, [], book)).toMatchObject({ kind: 'saved', name: 'Mum' })
  }
})

test('R-04 an entry without a readable number names nobody', () => {
  const texts = [
    'n/a',
    '',
    'Voicemail',
    '1-800-FLOWERS',
    '+353 87 123 4567 / +353 87 123 4568',
    '(0)12',
    '*100#',
    'x2001',
  ]
  const book = buildAddressBook(
    texts.map((text) => ({ name: `Saved as ${text}`, numbers: [text] })),
    'IE',
  )
  expect(book.size).toBe(0)
  const callers = [
    'sip:alice@example.com',
    'Private Number',
    'P',
    '1800',
    '12',
    '100',
    '*100#',
    '2001',
    '+353871234567',
  ]
  for (const text of callers) expect(call(text, [], book).kind).not.toBe('saved')
})
