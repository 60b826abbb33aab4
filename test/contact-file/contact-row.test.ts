import { describe, expect, test } from 'vitest'
import { readContact } from '../../src/contact-file/contact-row.ts'
import { expectColumns, readContacts } from './files.ts'

const contactsOf = async (name: string, region?: string) =>
  (await readContacts(name, region)).map(({ contact }) => contact)

/** One contact from cells by header. */
function read(cells: Readonly<Record<string, string>>, region: string | null = null) {
  const columns = expectColumns(Object.keys(cells), ['Phone Number'])
  return readContact({ row: 7, cell: (column) => Object.values(cells)[column] ?? '', problem: null }, columns, region)
}

describe('a contact', () => {
  test('has all that a card and its choice need', async () => {
    const [contact] = await contactsOf('deals.csv')
    expect(contact).toEqual({
      id: '101',
      firstName: 'Anna',
      lastName: 'Byrne',
      company: 'Acme Ltd',
      email: 'anna.byrne@acme.example',
      country: 'IE',
      phones: [
        { field: 'Phone Number', text: '+35312345678', e164: '+35312345678', rejected: null },
        { field: 'Mobile Phone Number', text: '+353871234567', e164: '+353871234567', rejected: null },
      ],
      deals: [
        { id: '1', name: 'Pilot', amount: '1000', currency: 'EUR', closeDate: '2026-07-01', isClosed: false },
        { id: '2', name: 'Renewal', amount: null, currency: 'USD', closeDate: '2026-08-01', isClosed: false },
        { id: '3', name: 'Old', amount: '99.50', currency: null, closeDate: null, isClosed: true },
      ],
      modifiedAt: null,
      row: 2,
    })
  })

  test('is read from internal names', async () => {
    const [contact] = await contactsOf('internal-names.csv')
    expect(contact).toMatchObject({
      id: '101',
      firstName: 'Anna',
      company: 'Acme Ltd',
      modifiedAt: '2026-01-01T00:00:00.000Z',
    })
    expect(contact?.phones.map(({ e164 }) => e164)).toEqual(['+35312345678', '+353871234567'])
  })

  test('is read from a Spanish export', async () => {
    const [contact] = await contactsOf('spanish-headers.csv')
    expect(contact).toMatchObject({
      id: '101',
      firstName: 'Lucía',
      lastName: 'Peña',
      country: 'ES',
      company: 'Acme S.L.',
    })
    expect(contact?.phones.map(({ field, e164 }) => [field, e164])).toEqual([
      ['Número de teléfono', '+34915123456'],
      ['Número de teléfono móvil', '+34612345678'],
    ])
  })

  test('keeps of a cell of megabytes what can be shown', () => {
    const { contact } = read({ 'Phone Number': '1'.repeat(1_000_000), 'First Name': 'x'.repeat(1_000_000) })
    expect(contact.firstName).toHaveLength(1000)
    expect(contact.phones[0]).toMatchObject({ e164: null, rejected: 'too-long' })
    expect(contact.phones[0]?.text).toHaveLength(1000)
  })
})

describe('R-02 numbers', () => {
  test('that cannot be read keep their text and the reason', async () => {
    const phones = (await contactsOf('unreadable-numbers.csv')).map((contact) =>
      contact.phones.map(({ rejected, e164 }) => rejected ?? e164),
    )
    expect(phones).toEqual([
      ['precision-lost', '+353871234567'],
      ['not-a-number', 'date'],
      ['several-numbers', 'too-short'],
      ['no-country'],
      ['unknown-country'],
      ['+353873456789'],
    ])
  })

  test('in national form are read under their own country before the stated one', () => {
    const e164 = (country: string, region: string | null) =>
      read({ 'Phone Number': '0201234567', 'Country/Region': country }, region).contact.phones[0]?.e164 ?? null
    expect(e164('Netherlands', 'GB')).toBe('+31201234567')
    expect(e164('', 'NL')).toBe('+31201234567')
    expect(e164('', null)).toBeNull()
  })

  test('of a country that nobody knows are not read under the stated one', () => {
    const { contact, unknownCountry } = read({ 'Phone Number': '087 123 4567', 'Country/Region': 'Eirelandia' }, 'IE')
    expect(contact.phones[0]).toMatchObject({ e164: null, rejected: 'unknown-country' })
    expect(unknownCountry).toBe('Eirelandia')
  })

  test.each(['', '-', 'n/a', 'N/A', 'unknown', '  '])('of the country %j are: it states none', (country) => {
    const { contact, unknownCountry } = read({ 'Phone Number': '087 123 4567', 'Country/Region': country }, 'IE')
    expect([contact.phones[0]?.e164, contact.country, unknownCountry]).toEqual(['+353871234567', null, null])
  })

  test('that are nothing are none', () => {
    expect(read({ 'Phone Number': ' \u200b ' }).contact.phones).toEqual([])
  })
})

describe('the record id', () => {
  test('is made from the row where there is none: the same row, the same id', async () => {
    const [anna, bob, again] = await contactsOf('no-record-id.csv')
    expect(anna?.id).toMatch(/^row-[0-9a-f]{16}$/)
    expect(again?.id).toBe(anna?.id)
    expect(bob?.id).not.toBe(anna?.id)
  })

  test('is not what a spreadsheet has rounded: contacts would replace each other', async () => {
    const [anna, joerg] = await contactsOf('rounded-record-ids.csv')
    expect(anna?.id).toMatch(/^row-/)
    expect(joerg?.id).not.toBe(anna?.id)
  })
})

describe('the company', () => {
  const companyOf = (cells: Readonly<Record<string, string>>) => read({ 'Phone Number': '1', ...cells }).contact.company

  test('is the associated one before the free text', () => {
    expect(companyOf({ 'Company Name': 'acme', 'Associated Company': 'Acme Ltd' })).toBe('Acme Ltd')
    expect(companyOf({ 'Company Name': 'acme', 'Associated Company': '' })).toBe('acme')
  })

  test('is the primary one where the export says so, and the first of several', () => {
    expect(companyOf({ 'Associated Company': 'A;B', 'Associated Company (Primary)': 'B' })).toBe('B')
    expect(companyOf({ 'Associated Company': 'A;B', 'Associated Company IDs': '1;2' })).toBe('A')
    expect(companyOf({ 'Associated Company': 'A; B & Sons', 'Associated Company IDs': '1' })).toBe('A; B & Sons')
  })
})

describe('R-09 deals', () => {
  test('have a name with a semicolon where there is one deal, and their id where the lists do not agree', async () => {
    const [, one, several] = await contactsOf('deals.csv')
    expect(one?.deals).toMatchObject([{ id: '4', name: 'One; with a semicolon', isClosed: true }])
    expect(several?.deals).toMatchObject([
      { id: '5', name: 'Deal 5', amount: '1' },
      { id: '6', name: 'Deal 6', amount: '2' },
    ])
  })

  test("of HubSpot's own export have names and ids only", () => {
    const { contact } = read({ 'Phone Number': '1', 'Associated Deal': 'Pilot', 'Associated Deal IDs': '7' })
    expect(contact.deals).toEqual([
      { id: '7', name: 'Pilot', amount: null, currency: null, closeDate: null, isClosed: false },
    ])
  })

  test.each([
    ['2026-13-45', null],
    ['2026-07-01', '2026-07-01'],
    ['01/07/2026', null],
  ])('close on a day or on none: %s', (text, day) => {
    const { contact } = read({ 'Phone Number': '1', 'Associated Deal IDs': '7', 'Associated Deal Close Date': text })
    expect(contact.deals[0]?.closeDate).toBe(day)
  })
})

test.each([
  ['2026-03-14 09:26', '2026-03-14T09:26:00.000Z'],
  ['2026-03-14T09:26:53Z', '2026-03-14T09:26:53.000Z'],
  ['2026-03-14', '2026-03-14'],
  ['1767225600000', '2026-01-01T00:00:00.000Z'],
  ['03/04/2026 9:26 AM', null],
  ['2026-02-30 99:99', null],
  ['', null],
])('the last change %j is %j', (text, instant) => {
  expect(read({ 'Phone Number': '1', 'Last Modified Date': text }).contact.modifiedAt).toBe(instant)
})
