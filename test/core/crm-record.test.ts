import { describe, expect, test } from 'vitest'
import {
  type CrmContact,
  composeContact,
  hasSameLinks,
  type LinkedContact,
  patchCompany,
  patchDeal,
} from '../../src/core/crm-record.ts'
import { contact, deal } from '../people.ts'

function crmContact(changes: Partial<CrmContact> = {}): CrmContact {
  const { company: _c, companyId: _i, deals: _d, row: _r, ...own } = contact()
  return { ...own, companyText: 'as typed', companyId: null, dealIds: [], mergedIds: [], ...changes }
}

const compose = (changes: Partial<LinkedContact>) =>
  composeContact({
    contact: crmContact({ companyId: 'c1', dealIds: ['2', '10'] }),
    company: null,
    deals: [],
    ...changes,
  })

describe('R-09 a contact of the CRM', () => {
  test('has the name of its company, else what it states itself', () => {
    expect(compose({ company: { id: 'c1', name: 'Acme Ltd' } })).toMatchObject({ company: 'Acme Ltd', companyId: 'c1' })
    expect(compose({ company: { id: 'c1', name: ' ' } })).toMatchObject({ company: 'as typed', companyId: 'c1' })
    expect(compose({ company: null })).toMatchObject({ company: 'as typed', companyId: 'c1' })
  })

  test('has the deals that it names, in the order of their ids', () => {
    const deals = [deal({ id: '10' }), deal({ id: '3' }), deal({ id: '2' })]
    expect(compose({ deals }).deals.map(({ id }) => id)).toEqual(['2', '10'])
  })

  test('is as it would be from a file, with nothing of how it came', () => {
    const own = composeContact({ contact: crmContact(), company: null, deals: [] })
    expect(own).toEqual({ ...contact(), company: 'as typed', companyId: null, row: null })
  })

  test('has the links that the CRM says, in any order', () => {
    const linked = contact({ companyId: 'c1', deals: [deal({ id: '1' }), deal({ id: '2' })] })
    expect(hasSameLinks(linked, { companyId: 'c1', dealIds: ['2', '1'] })).toBe(true)
    expect(hasSameLinks(linked, { companyId: 'c2', dealIds: ['2', '1'] })).toBe(false)
    expect(hasSameLinks(linked, { companyId: 'c1', dealIds: ['1'] })).toBe(false)
    expect(hasSameLinks(linked, { companyId: 'c1', dealIds: ['1', '3'] })).toBe(false)
    expect(hasSameLinks(contact(), { companyId: null, dealIds: [] })).toBe(true)
  })
})

describe('R-09 a change of what is around a contact', () => {
  const linked = contact({ companyId: 'c1', deals: [deal({ id: '2' })] })

  test('gives its company another name, and only its own', () => {
    expect(patchCompany(linked, { id: 'c1', name: 'Beta' })).toEqual({ ...linked, company: 'Beta' })
    expect(patchCompany(linked, { id: 'c2', name: 'Beta' })).toBe(linked)
    expect(patchCompany(linked, { id: 'c1', name: linked.company })).toBe(linked)
  })

  test('adds a deal, changes it, takes it away', () => {
    const other = deal({ id: '1', name: 'New' })
    expect(patchDeal(linked, other, true).deals.map(({ id }) => id)).toEqual(['1', '2'])
    expect(patchDeal(linked, deal({ id: '2', amount: '1' }), true).deals).toEqual([deal({ id: '2', amount: '1' })])
    expect(patchDeal(linked, deal({ id: '2' }), false).deals).toEqual([])
  })

  test('is none when it was known', () => {
    expect(patchDeal(linked, deal({ id: '2' }), true)).toBe(linked)
    expect(patchDeal(linked, deal({ id: '7' }), false)).toBe(linked)
  })
})
