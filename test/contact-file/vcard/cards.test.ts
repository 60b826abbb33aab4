import { createReadStream, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findColumns } from '../../../src/contact-file/columns/columns.ts'
import { readContact } from '../../../src/contact-file/contact-row.ts'
import { openVcard } from '../../../src/contact-file/vcard/vcard.ts'
import { contactName } from '../../../src/core/contact.ts'
import { collect } from '../workbooks.ts'

const fixture = (name: string) => `fixtures/contacts/${name}`

async function readContacts(name: string) {
  const table = await openVcard(createReadStream(fixture(name)))
  const columns = findColumns(table.headers)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const contacts = []
  for await (const rows of table.rows()) for (const row of rows) contacts.push(readContact(row, columns, null).contact)
  return { contacts, notices: table.notices() }
}

const saidOf = async (name: string) =>
  (await readContacts(name)).contacts.map(
    (contact) => `${contactName(contact)}: ${contact.phones.map(({ text }) => text).join(' ')}`,
  )

describe('who a card is', () => {
  test('its formatted name says; failing that its parts, its nickname or its organization', async () => {
    expect(await saidOf('vcard-names.vcf')).toEqual([
      'Anna Byrne: +353-87-123-4567',
      'Ola Nordmann: +353-87-123-4567',
      'John Doe: +12125550123',
      'Fore Back: +12125550124',
      '東海林 一郎: +819012345671',
      '東海林 一郎: +819012345672',
      'Mr. John Quinlan Public, Esq.: +12125550126',
      'Aoife Byrne: +353871234561',
      'Bob, the, first: +353871234562',
      'Acme Ltd: +353871234563',
    ])
  })

  test('two that differ in nothing but the formatted name are two', async () => {
    const { contacts } = await readContacts('vcard-names.vcf')
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length)
  })
})

test('a card within a card is nobody, and the card around it goes on behind it', async () => {
  expect(await saidOf('vcard-agent.vcf')).toEqual([
    'Fred Friday: +12135550123 +12135550124',
    'Anna Byrne: +353871234567',
    'Susan Agentless: +12125550125',
    'Otto Uri: +12125550126',
  ])
})

test('quoted-printable is read with soft breaks of every kind, in the stated character set', async () => {
  expect(await saidOf('vcard-quoted-printable.vcf')).toEqual([
    'Иван Петров: +79123456781',
    'Иван Петров: +79123456782',
    'Иван Петров: +79123456783',
    'Иван Петров: +79123456784',
    'Jörg Müller-Schmidt: +491715550191',
    '山田 太郎: +819012345673',
    'Иван: +79123456785',
    'Иван: +79123456786',
    'Иван: +79123456787',
  ])
})

test('cards are read as the programs mean them that wrote them', async () => {
  expect(await saidOf('vcard-programs.vcf')).toEqual([
    'Anna Byrne: +353 87 123 4501 +353 87 123 4503',
    'Jörg Müller: +49 171 5550111',
    'Анна Петрова: +7-912-345-67-01 +79123456702',
    'Björn Größer: +49 (30) 1234504 +49 (171) 5550112',
    'Mary Smith: +12125550123p123 +12125550124w55',
    'Łukasz Żak: +48 601 234 503 +48-22-123-45-04 ext. 12',
    'Zoë Ångström-von der sehr langen und daher mitten in einem Umlaut gefaltenen Familie: +46 8 123 456 05',
    'Whats App: +353 87 123 4506',
    'Lower Case: +353871234507',
  ])
  expect((await readContacts('vcard-programs.vcf')).notices).toEqual([])
})

test.each(['vcard-names.vcf', 'vcard-agent.vcf', 'vcard-quoted-printable.vcf', 'vcard-programs.vcf'])(
  '%s is written again byte for byte, but for the number that is repaired',
  async (name) => {
    const bytes = readFileSync(fixture(name))
    const written = await collect(
      (await openVcard(createReadStream(fixture(name)))).rewrite(({ row }) =>
        row === 2 ? [{ column: 5, value: '+1' }] : [],
      ),
    )
    const before = bytes.toString('latin1')
    const number = before.match(/(?<=TEL[^:]*:(?:tel:)?)\+[-\d ]+/)?.[0] ?? ''
    expect(written.toString('latin1')).toBe(before.replace(number, '+1'))
  },
)
