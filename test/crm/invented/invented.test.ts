import { describe, expect, test } from 'vitest'
import { readContact } from '../../../src/contact-file/contact-row.ts'
import type { Contact } from '../../../src/core/contact.ts'
import { parseCountry } from '../../../src/core/number/country.ts'
import { type DatasetOptions, GENERATED_HEADERS, generateRows } from '../../../src/crm/invented/invented.ts'
import { PLANS } from '../../../src/crm/invented/numbers.ts'
import { safeLine } from '../../../src/text/safe.ts'
import { expectColumns } from '../../contact-file/files.ts'

const OPTIONS: DatasetOptions = { contacts: 500, seed: '1', messy: 0, regions: ['IE', 'GB', 'DE', 'US'] }

const rowsOf = async (options: Partial<DatasetOptions> = {}) => [...(await generateRows({ ...OPTIONS, ...options }))]

async function contactsOf(options: Partial<DatasetOptions> = {}): Promise<Contact[]> {
  const columns = expectColumns(GENERATED_HEADERS)
  const rows = await rowsOf(options)
  return rows.map(
    (cells, index) =>
      readContact({ row: index + 2, cell: (column) => cells[column] ?? '', problem: null }, columns, null).contact,
  )
}

const phonesOf = (contacts: readonly Contact[]) => contacts.flatMap(({ phones }) => phones)

describe('R-20 a generated dataset', () => {
  test('is the same for the same seed, and another for another', async () => {
    expect(await rowsOf({ messy: 0.5 })).toEqual(await rowsOf({ messy: 0.5 }))
    expect(await rowsOf({ seed: '2' })).not.toEqual(await rowsOf())
  })

  test('can be read twice, with the same rows', async () => {
    const rows = await generateRows(OPTIONS)
    expect([...rows]).toEqual([...rows])
  })

  test('begins with the smaller one of the same seed', async () => {
    expect((await rowsOf({ messy: 0.5 })).slice(0, 100)).toEqual(await rowsOf({ contacts: 100, messy: 0.5 }))
  })

  test('has these people: bytes that change with a release would be another dataset', async () => {
    const rows = await rowsOf({ contacts: 3, messy: 0.1, regions: ['IE', 'DE'] })
    expect(rows.map((cells) => cells.slice(0, 6))).toMatchInlineSnapshot(`
      [
        [
          "900000000001",
          "Fiona",
          "Ó Súilleabháin",
          "fiona.o-suilleabhain@o-connor-nolan-travel.example",
          "",
          "+353859272719",
        ],
        [
          "900000000002",
          "Orla",
          "Quinn",
          "orla.quinn@o-connor-nolan-travel.example",
          "+353214254622",
          "",
        ],
        [
          "900000000003",
          "Kerim",
          "Steffen",
          "kerim.steffen@mail.example",
          "+496925432680",
          "+491710810076",
        ],
      ]
    `)
  })

  test('fills every row, whatever the region', async () => {
    for (const region of Object.keys(PLANS) as (keyof typeof PLANS)[]) {
      const contacts = await contactsOf({ contacts: 20, regions: [region] })
      expect(new Set(contacts.map(({ country }) => country))).toEqual(new Set([region]))
      for (const { firstName, lastName, email, phones } of contacts) {
        expect([firstName, lastName, phones[0]?.e164]).not.toContain('')
        expect(email).toMatch(/^[a-z0-9-]+\.[a-z0-9-]+@[a-z0-9-]+\.example$/)
        expect(phones.length).toBeGreaterThan(0)
      }
    }
  })
})

describe('R-20 how messy it is', () => {
  test('0: every number in + form and readable, no country missing, no name to be afraid of', async () => {
    const rows = await rowsOf()
    for (const cells of rows) {
      expect(parseCountry(cells[GENERATED_HEADERS.indexOf('Country/Region')] ?? '')).not.toBeNull()
      expect(cells.map(safeLine)).toEqual(cells.map((cell) => cell.replace(/\s+/g, ' ').trim()))
    }
    const phones = phonesOf(await contactsOf())
    expect(phones.filter(({ text, e164 }) => text !== e164)).toEqual([])
  })

  test('0.3: so many numbers are written oddly or spoilt', async () => {
    const phones = phonesOf(await contactsOf({ contacts: 2000, messy: 0.3 }))
    const share = phones.filter(({ text, e164 }) => text !== e164).length / phones.length
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.35)
    expect(phones.filter(({ rejected }) => rejected !== null).length / phones.length).toBeGreaterThan(0.08)
  })

  test('1: no number is in + form, and names are hostile', async () => {
    const contacts = await contactsOf({ messy: 1 })
    expect(phonesOf(contacts).filter(({ text, e164 }) => text === e164)).toEqual([])
    const names = contacts.map(({ firstName, lastName, company }) => `${firstName} ${lastName} ${company}`)
    expect(names.filter((name) => safeLine(name) !== name).length).toBeGreaterThan(5)
  })
})

describe('R-20 the people of a dataset', () => {
  test('share a switchboard with others of their company, and with nobody else', async () => {
    const owners = new Map<string, Set<string>>()
    for (const { company, phones } of await contactsOf({ contacts: 1000 })) {
      for (const { e164 } of phones) owners.set(e164 ?? '', (owners.get(e164 ?? '') ?? new Set()).add(company))
    }
    const shared = phonesOf(await contactsOf({ contacts: 1000 })).length - owners.size
    expect(shared).toBeGreaterThan(100)
    expect([...owners.values()].filter((companies) => companies.size > 1)).toEqual([])
  })

  test('are in it twice at times, under two record ids', async () => {
    const contacts = await contactsOf({ contacts: 1000 })
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(1000)
    const same = 1000 - new Set(contacts.map(({ email, phones }) => JSON.stringify([email, phones]))).size
    expect(same).toBeGreaterThan(5)
    expect(same).toBeLessThan(40)
  })

  test('have deals, open and closed, with amount and currency of their country', async () => {
    const contacts = await contactsOf({ contacts: 1000, regions: ['GB'] })
    const deals = contacts.flatMap((contact) => contact.deals)
    expect(new Set(deals.map(({ currency }) => currency))).toEqual(new Set(['GBP']))
    expect(deals.filter(({ isClosed }) => isClosed).length).toBeGreaterThan(50)
    expect(deals.filter(({ isClosed, amount }) => !isClosed && amount !== null).length).toBeGreaterThan(50)
    expect(deals.filter(({ closeDate }) => closeDate === null)).toEqual([])
    expect(new Set(deals.map(({ id }) => id)).size).toBe(deals.length)
  })
})
