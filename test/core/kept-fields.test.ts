import { describe, expect, test } from 'vitest'
import { type FileField, keepAbsent, partsLost } from '../../src/core/kept-fields.ts'
import { contact, phone } from '../people.ts'

const fileOf = (...fields: FileField[]) => ({ has: (field: FileField) => fields.includes(field), hasPhone: () => true })

describe('a name that a file has in part', () => {
  const before = contact({ firstName: 'Anna', lastName: 'Byrne' })
  test.each<[string, FileField[], string, string, string]>([
    ['with both, is the new one', ['firstName', 'lastName'], 'Hanna', '', 'Hanna '],
    ['without both, stays', [], '', '', 'Anna Byrne'],
    ['with the first as it was, stays', ['firstName'], 'Anna', '', 'Anna Byrne'],
    ['with another first, may be whole', ['firstName'], 'Anna Murphy', '', 'Anna Murphy '],
    ['with the last as it was, stays', ['lastName'], '', 'Byrne', 'Anna Byrne'],
    ['with another last, may be whole', ['lastName'], '', 'Murphy', ' Murphy'],
  ])('%s', (_what, fields, firstName, lastName, expected) => {
    const now = keepAbsent(before, contact({ firstName, lastName }), fileOf(...fields))
    expect(`${now.firstName} ${now.lastName}`).toBe(expected)
  })
})

test('a deal keeps what its columns do not say, and another deal is another', () => {
  const deal = { id: '1', name: 'Renewal', amount: '10', currency: 'EUR', closeDate: '2026-12-01', isClosed: true }
  const bare = { id: '1', name: 'Renewed', amount: null, currency: null, closeDate: null, isClosed: false }
  const brought = contact({ deals: [bare, { ...bare, id: '2' }] })
  const now = keepAbsent(contact({ deals: [deal] }), brought, fileOf('deals', 'dealNames'))
  expect(now.deals).toEqual([
    { ...deal, name: 'Renewed' },
    { ...bare, id: '2' },
  ])
  expect(keepAbsent(contact({ deals: [deal] }), brought, fileOf()).deals).toEqual([deal])
})

test('what is lost is what is no longer there, a name however it is shared out', () => {
  const before = contact({ firstName: 'Anna', lastName: 'Byrne', company: 'Acme', phones: [phone('1'), phone('2')] })
  expect(partsLost(before, { ...before, firstName: 'Anna Byrne', lastName: '' })).toEqual([])
  expect(partsLost(before, { ...before, lastName: '', company: '', phones: [phone('3')] })).toEqual([
    'name',
    'company',
    'numbers',
  ])
  expect(partsLost({ ...before, company: '' }, before)).toEqual([])
})
