// Who is known by the files of fixtures/contacts that are odd in where names, countries and numbers stand.
import { createReadStream } from 'node:fs'
import { expect, test } from 'vitest'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { readContact } from '../../src/contact-file/contact-row.ts'
import { openCsv } from '../../src/contact-file/csv/csv.ts'
import { openLegacy } from '../../src/contact-file/encoding/legacy.ts'
import { contactName } from '../../src/core/contact.ts'

async function peopleOf(name: string, encoding: string | null = null): Promise<string[]> {
  const table = await openCsv(createReadStream(`fixtures/contacts/${name}`), {
    legacy: openLegacy(encoding),
    isHeader: (cells) => findColumns(cells).kind === 'columns',
  })
  const columns = findColumns(table.headers)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const people: string[] = []
  for await (const rows of table.rows()) {
    for (const row of rows) {
      const { contact } = readContact(row, columns, null)
      people.push([contactName(contact), contact.country ?? '-', ...contact.phones.map(({ e164 }) => e164)].join(' '))
    }
  }
  return people
}

test.each([
  ['commas-in-a-label.csv', ['Anna Byrne - +353871234567']],
  ['title-above-header.csv', ['Anna Byrne - +353871234567']],
  ['blank-behind-quote.csv', ['Anna - +353871234567']],
  ['whole-name-column.csv', ['Anna Byrne - +353871234567']],
  ['name-beside-vorname.csv', ['Erika Muster - +491715550199']],
  ['contact-name.csv', ['Anna Byrne - +353871234567']],
  ['no-name-column.csv', ['Acme Ltd - +353871234567']],
  ['swedish-headers.csv', ['Anna Svensson SE +46701234567']],
  ['italian-headers.csv', ['Anna Rossi IT +393331234567']],
  ['country-in-second-column.csv', ['Anna Muster IE +353871234567']],
  ['dynamics.csv', ['Anna Byrne IE +35312345678 +353871234567']],
  [
    'country-names.csv',
    [
      'Amra Primjer BA +38761123456',
      'Min-jun Kim KR +821012345678',
      'Jan Jansen NL +31612345678',
      'Anna Novak AT +436641234567',
    ],
  ],
])('%s: %j', async (name, people) => expect(await peopleOf(name)).toEqual(people))

test.each([
  ['windows-1250.csv', 'windows-1250', 'Łukasz Żak PL +48601234567'],
  ['shift-jis.csv', 'shift_jis', '太郎 山田 JP +819012345678'],
])('%s is refused, and read where it is stated: %s', async (name, encoding, person) => {
  await expect(peopleOf(name)).rejects.toThrow('is neither UTF-8 nor Windows-1252')
  expect(await peopleOf(name, encoding)).toEqual([person])
})
