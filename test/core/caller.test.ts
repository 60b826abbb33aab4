import { describe, expect, test } from 'vitest'
import {
  buildAddressBook,
  contactOf,
  lineFrom,
  renderCard,
  resolveCaller,
  type Sources,
} from '../../src/core/caller.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { contact, deal, phone } from '../people.ts'

function call(text: string, contacts: readonly Contact[], sources: Partial<Sources> = {}) {
  const directory = buildDirectory(contacts)
  return resolveCaller(lineFrom(text), { directory, addressBook: new Map(), regions: [], limit: null, ...sources })
}

const anna = contact()
const book = buildAddressBook(
  [
    { name: 'Mum', numbers: ['087 123 4567'] },
    { name: 'Taxi', numbers: ['50 50'] },
  ],
  'IE',
)

test('one contact with the number is known, with the field that matched', () => {
  expect(call('+353871234567', [anna])).toMatchObject({
    kind: 'known',
    match: { contact: anna, field: 'Phone Number' },
  })
})

test('R-02 the national form is read under the SIM that took the call', () => {
  expect(call('087 123 4567', [anna], { regions: ['IE'] }).kind).toBe('known')
  expect(call('087 123 4567', [anna], { regions: ['GB'] }).kind).toBe('unknown')
  expect(call('087 123 4567', [anna])).toMatchObject({ kind: 'unknown', because: 'not-a-number' })
})

test('R-02 two SIMs: a national form counts only when one of its readings alone has contacts', () => {
  const polish = contact({ id: '202', phones: [phone('+48221234567')] })
  const french = contact({ id: '303', phones: [phone('+33221234567')] })
  const regions = ['PL', 'FR']
  expect(call('022 123 45 67', [french], { regions })).toMatchObject({ kind: 'known', match: { contact: french } })
  expect(call('+48 22 123 45 67', [polish, french], { regions })).toMatchObject({ match: { contact: polish } })
  const both = [contact({ phones: [phone('+15512345678')] }), contact({ id: '9', phones: [phone('+525512345678')] })]
  expect(call('5512345678', both, { regions: ['US', 'MX'] })).toMatchObject({ because: 'ambiguous-country' })
})

describe('R-04 the address book', () => {
  test('comes first, and of the CRM nothing is shown with it', () => {
    const caller = call('+353871234567', [contact({ deals: [deal()] })], { addressBook: book })
    expect(caller).toMatchObject({ kind: 'saved', name: 'Mum' })
    expect(renderCard(caller, '2026-11-20')).toEqual({ name: 'Mum', company: '', deal: null, others: 0 })
  })
  test('leaves the contact that a call is logged to', () => {
    expect(contactOf(call('+353871234567', [anna], { addressBook: book }))).toBe(anna)
    expect(contactOf(call('+353871234567', [], { addressBook: book }))).toBeNull()
  })
  test('knows short numbers too', () => {
    expect(call('5050', [], { addressBook: book, regions: ['IE'] })).toMatchObject({ kind: 'saved', name: 'Taxi' })
  })
})

describe('R-05 several contacts on one number', () => {
  const others = [contact({ id: '7', firstName: 'Ben' }), contact({ id: '30', firstName: 'Cem' })]
  const chosen = (...people: Contact[]) => {
    const caller = call('+353871234567', people)
    if (caller.kind !== 'shared') throw new Error(`expected a shared number, found ${caller.kind}`)
    expect(call('+353871234567', people.toReversed())).toMatchObject({ match: caller.match, because: caller.because })
    return `${caller.match.contact.id} ${caller.because} +${caller.others.length}`
  }
  test('the one with an open deal is chosen', () => {
    expect(chosen(...others, contact({ deals: [deal()] }))).toBe('101 open-deal +2')
    expect(chosen(...others, contact({ deals: [deal({ isClosed: true })] }))).toBe('7 lowest-id +2')
  })
  test('else the one modified last', () => {
    expect(chosen(...others, contact({ modifiedAt: '2026-11-01T10:00:00Z' }))).toBe('101 last-modified +2')
  })
  test('else the one with the lowest record id', () => {
    expect(chosen(...others, anna)).toBe('7 lowest-id +2')
  })
  test('the card says how many others, and the company only when all agree', () => {
    const card = (...people: Contact[]) => renderCard(call('+353871234567', people), '2026-11-20')
    expect(card(...others, anna)).toMatchObject({ name: 'Ben Byrne', company: 'Acme Ltd', others: 2 })
    expect(card(...others, contact({ company: 'Globex' }))).toMatchObject({ company: '', others: 2 })
  })
  test('the call is logged to the chosen one alone', () => {
    expect(contactOf(call('+353871234567', [...others, anna]))?.id).toBe('7')
  })
})

describe('R-06 callers without a number', () => {
  test.each([
    ['withheld', 'RESTRICTED'],
    ['Anonymous', 'RESTRICTED'],
    ['unknown', 'UNKNOWN'],
    ['', 'UNKNOWN'],
    ['payphone', 'PAYPHONE'],
  ])('%j has no number: %s', (text, presentation) => {
    const caller = call(text, [anna])
    expect(caller).toMatchObject({ kind: 'no-number', presentation })
    expect(renderCard(caller, '2026-11-20')).toBeNull()
  })
  test.each([
    ['112', 'emergency'],
    ['911', 'emergency'],
    ['50 50', 'short-code'],
    ['900', 'short-code'],
    ['*100#', 'short-code'],
  ])('%s is special: %s', (text, service) => {
    const ending = contact({ phones: [phone(`+353871230${text.replace(/\D/g, '').padStart(3, '0')}`)] })
    expect(call(text, [ending], { regions: ['IE'] })).toMatchObject({ kind: 'special', service })
  })
  test('a SIP address is no number', () => {
    expect(call('sip:anna@example.com', [anna])).toMatchObject({ kind: 'unknown', because: 'not-a-number' })
  })
})

describe('an unknown caller comes with the nearest reason', () => {
  test('no such number', () => {
    expect(call('+353861111111', [anna])).toMatchObject({ kind: 'unknown', because: 'no-such-number' })
  })
  test('the number stands in the contacts, unreadable', () => {
    const unreadable = contact({ row: 14, phones: [phone('087 123 4567')] })
    expect(call('+353871234567', [unreadable])).toMatchObject({
      because: 'unreadable-in-contacts',
      evidence: { unreadable: [{ contact: { row: 14 }, phone: { rejected: 'no-country' } }] },
    })
  })
  test('R-03 the contact is beyond what the phone holds', () => {
    const people = [anna, contact({ id: '5', phones: [] })]
    expect(call('+353871234567', people, { limit: 1 })).toMatchObject({
      because: 'beyond-limit',
      evidence: { beyondLimit: [{ contact: anna }] },
    })
    expect(call('+353871234567', people, { limit: 2 }).kind).toBe('known')
  })
})

test('R-09 the card has name, company, and the open deal with its amount and currency', () => {
  const caller = call('+353871234567', [contact({ deals: [deal()] })])
  expect(renderCard(caller, '2026-11-20')).toEqual({
    name: 'Anna Byrne',
    company: 'Acme Ltd',
    deal: { name: 'Renewal', amount: 'EUR 12,500' },
    others: 0,
  })
})
