import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contactProperties,
  PHONE_PROPERTIES,
  readArchived,
  readAssociations,
  readCompany,
  readContact,
  readDeal,
  readDispositions,
  readInlineDeals,
} from '../../../src/crm/hubspot/mapping.ts'
import { fixture } from './fake.ts'

type Json = Readonly<Record<string, unknown>>

const reading = { phones: PHONE_PROPERTIES, region: null }
const results = (name: string) => (fixture(name) as { readonly results: readonly Json[] }).results
const person = (properties: Json, region: string | null = null) =>
  readContact({ id: '1', properties }, [], { phones: PHONE_PROPERTIES, region })
const numbers = (properties: Json, region: string | null = null) =>
  person(properties, region).phones.map(({ e164, rejected }) => e164 ?? rejected)

describe('a contact of HubSpot', () => {
  test('has the owner and the last activity that HubSpot knows', () => {
    const properties = { hubspot_owner_id: '7', notes_last_updated: '2026-11-18T09:30:00Z' }
    const read = readContact({ id: '101', properties }, [], { phones: [], region: null })
    expect(read).toMatchObject({ ownerId: '7', activeAt: '2026-11-18T09:30:00.000Z' })
    expect(contactProperties([])).toEqual(expect.arrayContaining(Object.keys(properties)))
  })

  test('is read with its numbers as typed, its company, its country and those merged into it', () => {
    expect(readContact(results('contacts-page')[0] ?? {}, ['9001'], reading)).toEqual({
      id: '101',
      firstName: 'Anna',
      lastName: 'Byrne',
      email: 'anna.byrne@example.com',
      country: 'IE',
      phones: [{ field: 'Phone Number', text: '(087) 123-4567', e164: '+353871234567', rejected: null }],
      modifiedAt: '2026-11-19T08:00:00.000Z',
      ownerId: null,
      activeAt: null,
      companyText: 'Acme (old)',
      companyId: '501',
      dealIds: ['9001'],
      mergedIds: ['97', '98'],
    })
  })

  test('is read as far as it can be when values are null', () => {
    expect(readContact(results('contacts-page')[1] ?? {}, [], reading)).toMatchObject({
      lastName: '',
      companyId: null,
      country: 'PL',
      modifiedAt: '2025-11-19T08:00:00.000Z',
      mergedIds: [],
      phones: [
        { field: 'Phone Number', text: '00004', e164: null },
        { field: 'Mobile Phone Number', text: '501 234 567', e164: '+48501234567' },
      ],
    })
  })

  test('is read as far as it can be when values are of wrong types', () => {
    expect(readContact(results('contacts-page')[2] ?? {}, [], reading)).toMatchObject({
      firstName: '42',
      lastName: '',
      email: '',
      companyId: '502',
      country: null,
      modifiedAt: '2026-11-19T08:00:00.000Z',
      mergedIds: ['12'],
    })
  })

  test('names everyone merged into it, however many they are', () => {
    const ids = Array.from({ length: 250 }, (_, index) => String(100_000_000_000 + index))
    expect(person({ hs_merged_object_ids: ids.join(';') }).mergedIds).toEqual(ids)
  })

  test('never throws, whatever the values are', () => {
    const names = [...contactProperties(PHONE_PROPERTIES), 'dealname', 'amount', 'closedate', 'name']
    const properties = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()))
    const record = fc.record({ id: fc.jsonValue(), properties: fc.oneof(properties, fc.jsonValue()) })
    fc.assert(
      fc.property(record, fc.jsonValue(), (odd, other) => {
        readContact(odd, [], { phones: PHONE_PROPERTIES, region: 'IE' })
        readDeal(odd)
        readCompany(odd)
        readArchived(odd, 0)
        readInlineDeals({ ...odd, associations: other })
        readInlineDeals({ ...odd, associations: { deals: other } })
        readAssociations(other)
        readDispositions(other)
      }),
    )
  })
})

describe('the country of a contact', () => {
  test.each([
    ['Ireland', null, 'IE'],
    ['Polska', null, 'PL'],
    [null, 'de', 'DE'],
    ['Atlantis', 'IE', 'IE'],
    ['Germany', 'IE', 'DE'],
    ['n/a', null, null],
  ])('is of %j and the code %j: %j', (country, code, expected) => {
    expect(person({ country, hs_country_region_code: code }).country).toBe(expected)
  })
})

describe('R-02 a number of a contact', () => {
  test('is read under the country that the contact states', () => {
    expect(numbers({ phone: '087 123 4567', country: 'Ireland' }, 'DE')).toEqual(['+353871234567'])
  })

  test('is read under the stated region where the contact states no country', () => {
    expect(numbers({ phone: '087 123 4567' }, 'IE')).toEqual(['+353871234567'])
    expect(numbers({ phone: '087 123 4567' })).toEqual(['no-country'])
  })

  test('is not guessed at under a country that nobody knows', () => {
    expect(numbers({ phone: '087 123 4567', country: 'Atlantis' }, 'IE')).toEqual(['unknown-country'])
  })

  test('is what HubSpot calculates where it could not be read otherwise, and reads so', () => {
    expect(numbers({ phone: '087 123 4567', hs_calculated_phone_number: '+353871234567' })).toEqual(['+353871234567'])
    expect(numbers({ phone: '087 123 4567', hs_calculated_phone_number: '+353871234567' }, 'DE')).toEqual([
      '+353871234567',
    ])
  })

  test('is never what HubSpot calculates from another text', () => {
    expect(numbers({ phone: '087 123 4567', hs_calculated_phone_number: '+48501234567' })).toEqual(['no-country'])
    expect(numbers({ phone: '00004', hs_calculated_phone_number: '4' })).not.toContain('+4')
    expect(numbers({ phone: '9.19541E+11', hs_calculated_phone_number: '+919541000000' })).toEqual(['precision-lost'])
  })

  test('is what the text says itself, whatever HubSpot calculates', () => {
    expect(numbers({ phone: '+353 87 123 4567', hs_calculated_phone_number: '+48501234567' })).toEqual([
      '+353871234567',
    ])
  })

  test('is what the country of the contact says, whatever HubSpot calculates', () => {
    const properties = { phone: '301234567', country: 'Poland', hs_calculated_phone_number: '+49301234567' }
    expect(numbers(properties)).toEqual(numbers({ ...properties, hs_calculated_phone_number: null }))
  })

  test('may be of any configured property, which goes by its own name (R-01)', () => {
    const phones = ['hs_whatsapp_phone_number', 'direct_line']
    const properties = { hs_whatsapp_phone_number: '+353871234567', direct_line: '+353861111111' }
    const { phones: read } = readContact({ id: '1', properties }, [], { phones, region: null })
    expect(read.map(({ field }) => field)).toEqual(['WhatsApp Phone Number', 'direct_line'])
    expect(contactProperties(phones)).toEqual(expect.arrayContaining(phones))
  })

  test('says the same with and without what HubSpot calculates, wherever the text says it all', () => {
    const digits = fc.integer({ min: 831_000_000, max: 899_999_999 })
    fc.assert(
      fc.property(digits, fc.string(), (national, calculated) => {
        const phone = `+353${national}`
        expect(numbers({ phone, hs_calculated_phone_number: calculated })).toEqual(numbers({ phone }))
      }),
    )
  })
})

describe('a deal of HubSpot', () => {
  test('is read from texts', () => {
    expect(results('deals-batch').map(readDeal)).toEqual([
      {
        id: '9001',
        name: 'Annual licence',
        amount: '12500.50',
        currency: 'EUR',
        closeDate: '2026-12-15',
        isClosed: false,
      },
      { id: '9002', name: 'Pilot', amount: null, currency: null, closeDate: null, isClosed: true },
      { id: '9003', name: 'Deal 9003', amount: null, currency: 'PLN', closeDate: '2026-12-15', isClosed: true },
    ])
  })

  test.each([
    ['true', true],
    [true, true],
    ['false', false],
    [false, false],
    [null, false],
  ])('R-09 is closed by hs_is_closed %j: %j', (value, expected) => {
    expect(readDeal({ id: '1', properties: { hs_is_closed: value, dealstage: 'contractsent' } }).isClosed).toBe(
      expected,
    )
  })
})

test('a company without a name goes by its domain', () => {
  expect(results('companies-batch').map(readCompany)).toEqual([
    { id: '501', name: 'Acme Ltd' },
    { id: '502', name: 'nolan.example' },
  ])
})

describe('associations', () => {
  test('come with a record, once each, unless there are more than came', () => {
    expect(results('contacts-page').map(readInlineDeals)).toEqual([null, ['9003'], []])
  })

  test('come from a batch with the one that HubSpot calls primary, whatever labels the account has', () => {
    expect(results('contact-companies').map(readAssociations)).toEqual([
      { from: '101', to: ['503', '501'], primary: '501', after: null },
    ])
  })
})

test('the recycle bin says when a record was put there, and what had been merged into it', () => {
  expect(results('contacts-archived').map((record) => readArchived(record, 7))).toEqual([
    { id: '88', archivedAt: Date.parse('2026-11-18T12:00:00Z'), mergedIds: ['86', '87'] },
  ])
  expect(readArchived({ id: '89' }, 7)).toEqual({ id: '89', archivedAt: 7, mergedIds: [] })
})

test('R-11 the outcomes of a call are those that the account shows, in its order', () => {
  expect(readDispositions(fixture('dispositions')).map(({ label }) => label)).toEqual([
    'Busy',
    'Connected',
    'Booked a visit',
    'Wrong number',
  ])
})
