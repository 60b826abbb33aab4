import { describe, expect, test } from 'vitest'
import type { ContactSource } from '../../src/contact-file/contact-files.ts'
import type { TableRow } from '../../src/contact-file/table.ts'
import type { Contact } from '../../src/core/contact.ts'
import { ALL_FIELDS, type FileField, type FileFields } from '../../src/core/kept-fields.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Settle } from '../../src/store/store.ts'
import { type ImportEvent, importContacts } from '../../src/sync/import-contacts.ts'
import { contact, phone } from '../people.ts'

const STATUS = { at: '2026-11-20T12:00:00.000Z', source: 'a.csv' }

/** Rows that already know which contact they are. */
function source(
  contacts: readonly (Contact | TableRow['problem'])[],
  { name = 'a.csv', fails = false, fields = ALL_FIELDS } = {},
) {
  const rows = async function* () {
    yield contacts.map((item, index) => ({
      row: index + 2,
      cell: (column: number) => (column === 0 ? String(index) : ''),
      problem: typeof item === 'string' ? item : null,
    }))
    if (fails) throw new Error('the file ends within a quote')
  }
  const readContact: ContactSource['readContact'] = (row) => ({
    contact: contacts[row.row - 2] as Contact,
    unknownCountry: null,
  })
  return { name, rows: rows(), readContact, fields, isLong: false }
}

async function importAll(...sources: ContactSource[]) {
  const store = openMemoryStore()
  const events: ImportEvent[] = []
  const summaries = await importContacts(sources, { store, status: STATUS }, (event) => events.push(event))
  const rejected = events.filter((event) => event.type === 'rejected')
  return { store, summaries, rejected, ids: [...store.readContacts()].map(({ id }) => id) }
}

describe('an import', () => {
  test('brings every contact into the store, also one that cannot be identified', async () => {
    const { store, ids, summaries } = await importAll(
      source([contact({ id: '1' }), contact({ id: '2', phones: [phone('n/a')] }), contact({ id: '3', phones: [] })]),
    )
    expect(ids).toEqual(['1', '2', '3'])
    expect(store.read('import')).toEqual({ ...STATUS, contacts: 3 })
    expect(summaries).toEqual([
      {
        file: 'a.csv',
        rows: 3,
        contacts: 3,
        identifiable: 1,
        numbers: 1,
        rejected: 1,
        repeated: 0,
        unknownCountries: 0,
        kept: { contacts: 0, parts: [] },
        emptied: { contacts: 0, parts: [] },
      },
    ])
  })

  test('tells each number that cannot be read, and each row', async () => {
    const phones = [phone('9.19541E+11'), phone('+353871234567'), phone('n/a', { field: 'Mobile Phone Number' })]
    const { rejected, summaries } = await importAll(source([contact({ phones }), 'too-many-cells']))
    expect(rejected).toEqual([
      {
        type: 'rejected',
        file: 'a.csv',
        row: 2,
        column: 'Phone Number',
        value: '9.19541E+11',
        reason: 'precision-lost',
      },
      {
        type: 'rejected',
        file: 'a.csv',
        row: 2,
        column: 'Mobile Phone Number',
        value: 'n/a',
        reason: 'not-a-number',
      },
      { type: 'rejected', file: 'a.csv', row: 3, column: null, value: '1', reason: 'too-many-cells' },
    ])
    expect(summaries[0]).toMatchObject({ rows: 2, contacts: 1, identifiable: 1, numbers: 1, rejected: 3 })
  })

  test('takes the later of two rows with one record id, and counts the contact once', async () => {
    const { store, summaries } = await importAll(
      source([contact({ lastName: 'Byrne' }), contact({ id: '102' }), contact({ lastName: 'Walsh', phones: [] })]),
    )
    expect([...store.readContacts()].find(({ id }) => id === '101')?.lastName).toBe('Walsh')
    expect(summaries[0]).toMatchObject({ rows: 3, contacts: 2, identifiable: 1, repeated: 1 })
  })

  test('of several files counts each by itself', async () => {
    const { summaries, ids } = await importAll(
      source([contact({ id: '1' })]),
      source([contact({ id: '1' }), contact({ id: '2' })], { name: 'b.csv' }),
    )
    expect(summaries.map(({ file, contacts, repeated }) => [file, contacts, repeated])).toEqual([
      ['a.csv', 1, 0],
      ['b.csv', 2, 0],
    ])
    expect(ids).toEqual(['1', '2'])
  })

  test('leaves the store as it was when a file fails, be it the last row of the last file', async () => {
    const store = openMemoryStore()
    const many = Array.from({ length: 2500 }, (_, index) => contact({ id: String(index) }))
    const sources = [source(many), source([contact({ id: 'x' })], { fails: true })]
    await expect(importContacts(sources, { store, status: STATUS }, () => {})).rejects.toThrow('within a quote')
    expect([...store.readContacts()]).toEqual([])
    expect(store.read('import')).toBeUndefined()
  })

  test('hands contacts over in batches, none lost', async () => {
    const sizes: number[] = []
    const many = Array.from({ length: 2500 }, (_, index) => contact({ id: String(index) }))
    const store = {
      async writeContacts(batches: AsyncIterable<readonly Contact[]>, _source: unknown, settle?: Settle) {
        for await (const batch of batches) {
          sizes.push(batch.length)
          for (const each of batch) settle?.(null, each)
        }
        return { ...STATUS, contacts: 0 }
      },
    }
    await importContacts([source(many)], { store, status: STATUS }, () => {})
    expect(sizes).toEqual([1000, 1000, 500])
  })
})

describe('a file that lacks columns', () => {
  const anna = contact({
    id: '1',
    firstName: 'Anna',
    lastName: 'Byrne',
    email: 'anna@acme.example',
    country: 'IE',
    phones: [phone('+353871234567'), phone('+35312345678', { field: 'Mobile Phone Number' })],
  })
  const lacking = (...fields: FileField[]): FileFields => ({
    has: (field) => !fields.includes(field),
    hasPhone: (field) => field === 'Phone Number',
  })

  test('changes what it has columns for, and nothing else', async () => {
    const { store } = await importAll(source([anna]))
    const bare = contact({
      id: '1',
      firstName: '',
      lastName: '',
      company: '',
      email: '',
      phones: [phone('+353871111111')],
    })
    const fields = lacking('firstName', 'lastName', 'company', 'email', 'country', 'deals')
    const [summary] = await importContacts([source([bare], { fields })], { store, status: STATUS }, () => {})
    expect([...store.readContacts()]).toEqual([
      { ...anna, phones: [phone('+353871111111'), anna.phones[1]], row: bare.row },
    ])
    expect(summary?.kept).toEqual({
      contacts: 1,
      parts: expect.arrayContaining(['name', 'email', 'country', 'numbers']),
    })
    expect(summary?.emptied).toEqual({ contacts: 0, parts: [] })
  })

  test('an empty cell of a column that it has is told, and counts', async () => {
    const { store } = await importAll(source([anna]))
    const bare = { ...anna, email: '', phones: anna.phones.slice(0, 1) }
    const [summary] = await importContacts([source([bare])], { store, status: STATUS }, () => {})
    expect(summary?.emptied).toEqual({ contacts: 1, parts: ['email', 'numbers'] })
    expect([...store.readContacts()]).toEqual([bare])
  })

  test('reads national numbers under the country that stays, and tells those that it cannot', async () => {
    const { store } = await importAll(source([anna]))
    const national = contact({
      id: '1',
      country: null,
      phones: [phone('087 765 4321'), phone('087')],
    })
    const events: ImportEvent[] = []
    const fields = lacking('country')
    await importContacts([source([national], { fields })], { store, status: STATUS }, (event) => events.push(event))
    const [kept] = store.readContacts()
    expect(kept?.phones[0]).toMatchObject({ e164: '+353877654321', rejected: null })
    expect(events.filter(({ type }) => type === 'rejected')).toEqual([expect.objectContaining({ value: '087' })])
  })

  test('that comes with a fuller file in one import takes nothing from it', async () => {
    const bare = contact({ id: '1', firstName: '', lastName: '', phones: [phone('+353871111111')] })
    const fields = lacking('firstName', 'lastName')
    const { store } = await importAll(source([anna]), source([bare], { name: 'b.csv', fields }))
    expect([...store.readContacts()][0]).toMatchObject({ firstName: 'Anna', lastName: 'Byrne' })
  })
})

test('what cannot be read is told in the order of the file, however many rows are broken', async () => {
  const bad = contact({ id: '1', phones: [phone('n/a')] })
  const items = ['broken-quotes' as const, bad, 'too-many-cells' as const, bad, ...Array(1500).fill('broken-quotes')]
  const { rejected, summaries } = await importAll(source(items))
  expect(rejected.map(({ row }) => row)).toEqual(items.map((_, index) => index + 2))
  expect(summaries[0]).toMatchObject({ rows: 1504, contacts: 1, repeated: 1, rejected: 1504 })
})
