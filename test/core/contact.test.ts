import { describe, expect, test } from 'vitest'
import { chooseDeal, compareIds, contactName, renderAmount, renderLabel } from '../../src/core/contact.ts'
import { contact, deal } from '../people.ts'

test.each([
  ['first and last name', {}, 'Anna Byrne'],
  ['one of them', { firstName: '' }, 'Byrne'],
  ['the e-mail address', { firstName: '', lastName: ' ' }, 'anna@acme.example'],
  ['the company', { firstName: '', lastName: '', email: '' }, 'Acme Ltd'],
  ['the record', { firstName: '', lastName: '', email: '', company: '' }, 'Record 101'],
  ['a hostile name, made safe', { firstName: '\u001b[2JAnna\u202e', lastName: '\u0007Byrne' }, 'Anna Byrne'],
])('contactName takes %s', (_what, changes, name) => expect(contactName(contact(changes))).toBe(name))

describe('R-09 the deal on the card', () => {
  const today = '2026-11-20'
  const choose = (...dates: (string | null)[]) =>
    chooseDeal(
      dates.map((closeDate, index) => deal({ id: String(index), closeDate })),
      today,
    )?.closeDate

  test('is open', () => {
    expect(chooseDeal([deal({ isClosed: true }), deal({ id: '2', closeDate: '2030-01-01' })], today)?.id).toBe('2')
    expect(chooseDeal([deal({ isClosed: true })], today)).toBeNull()
    expect(chooseDeal([], today)).toBeNull()
  })
  test('is the one with the nearest close date', () => {
    expect(choose('2027-05-01', '2026-12-01', '2026-01-01')).toBe('2026-12-01')
    expect(choose('2026-12-31', '2026-11-15')).toBe('2026-11-15')
    expect(choose(null, '2030-01-01')).toBe('2030-01-01')
  })
  test('does not depend on the order in which the deals come', () => {
    const deals = [deal({ id: '10' }), deal({ id: '9' }), deal({ id: '8', closeDate: '2026-11-09' })]
    expect(chooseDeal(deals, today)?.id).toBe(chooseDeal(deals.toReversed(), today)?.id)
    expect(chooseDeal(deals.slice(0, 2), today)?.id).toBe('9')
  })
  test.each([
    ['12500', 'EUR', 'EUR 12,500'],
    ['1234567.89', 'USD', 'USD 1,234,567.89'],
    ['-950', 'GBP', 'GBP -950'],
    ['100', null, '100'],
    ['12 500,00', 'EUR', 'EUR 12 500,00'],
    [null, 'EUR', ''],
  ])('has the amount %s %s as %j', (amount, currency, text) => {
    expect(renderAmount(deal({ amount, currency }))).toBe(text)
  })
})

test('R-05 R-07 the label is one line with name, others and company', () => {
  const card = { name: 'Anna Byrne', company: 'Acme Ltd', deal: null, others: 0 }
  expect(renderLabel(card)).toBe('Anna Byrne · Acme Ltd')
  expect(renderLabel({ ...card, others: 1 })).toBe('Anna Byrne +1 other · Acme Ltd')
  expect(renderLabel({ ...card, others: 7, company: '' })).toBe('Anna Byrne +7 others')
  expect(renderLabel({ ...card, name: 'Acme Ltd' })).toBe('Acme Ltd')
})

test('record ids are ordered by value, not by text', () => {
  expect(['10', '9', '100', 'x', '09', '9007199254740993', '9007199254740992'].sort(compareIds)).toEqual([
    '09',
    '9',
    '10',
    '100',
    '9007199254740992',
    '9007199254740993',
    'x',
  ])
})
