import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openVcard } from '../../src/contact-file/vcard/vcard.ts'
import { openXlsx } from '../../src/contact-file/xlsx/xlsx.ts'
import { FIXTURE_WORKBOOKS } from './fixture-workbooks.ts'
import { readTable, saveBytes, saveWorkbook, textRows, unzip } from './workbooks.ts'

const fixture = (name: string) => `fixtures/contacts/${name}`

if (process.env['UPDATE'] !== undefined) {
  for (const [name, make] of Object.entries(FIXTURE_WORKBOOKS)) writeFileSync(fixture(name), await make())
}

describe('a workbook of fixtures/contacts', () => {
  // Compressed bytes differ between versions of zlib.
  test.each(Object.keys(FIXTURE_WORKBOOKS).filter((name) => name !== 'truncated.xlsx'))(
    'is what its parts say: %s',
    async (name) => {
      const made = (await FIXTURE_WORKBOOKS[name]?.()) ?? Buffer.alloc(0)
      expect(await unzip(fixture(name))).toEqual(await unzip(saveBytes(made)))
    },
  )

  test.each([
    [
      'numbers-as-numbers.xlsx',
      ['353871234567', '35312345678', '0871234567', '3.53871234567123E+17'],
      ['1 number has more than 15 digits: Excel has replaced the further ones by zeros'],
    ],
    ['date-cells.xlsx', ['2012-03-04', '353871234567'], []],
    ['formula-cells.xlsx', ['+353871234567', '00353871234568', '#DIV/0!'], []],
    ['two-sheets.xlsx', ['+353871234567'], ['only the first visible sheet, "Contacts", is read, not "Deals"']],
    ['shared-texts.xlsx', ['087 123 4567'], []],
  ])('reads as Excel shows it: %s', async (name, phones, told) => {
    const { headers, rows, notices } = await readTable(await openXlsx(fixture(name)))
    expect(headers).toEqual(['Record ID', 'First Name', 'Phone Number', 'Country/Region'])
    expect(rows.map((row) => row[3])).toEqual(phones)
    expect(rows[0]?.slice(1, 3)).toEqual(['101', 'Anna'])
    expect(notices).toEqual(told)
  })

  test('truncated.xlsx cannot be opened', async () => {
    await expect(openXlsx(fixture('truncated.xlsx'))).rejects.toThrow(
      'expected an Excel workbook (.xlsx), found one that is cut off or damaged: its table of contents, which should end at byte 1000,',
    )
  })
})

test('the same rows read the same from a workbook and from cards', async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter((each) => each === each.trim() && !each.includes('\r'))
  const phone = fc.constantFrom(
    '+353871234567',
    '087 123 4567',
    '(01) 234-5678',
    '+353 1 234 5678 ext. 12',
    'n/a',
    '1; 2, 3',
  )
  const contact = fc.record({
    details: fc.array(text, { minLength: 5, maxLength: 5 }),
    phones: fc.array(phone, { minLength: 1, maxLength: 8 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(contact, { minLength: 1, maxLength: 5 }), async (contacts) => {
      const cards = await readTable(
        await openVcard(onePiece(contacts.map(({ details, phones }) => writeCard(details, phones)).join(''))),
      )
      const rows = contacts.map(({ details: [uid = '', name = '', organization = '', ...rest], phones }) =>
        [uid, name || organization, organization, ...rest, ...phones].map(inXml),
      )
      const sheet = await readTable(
        await openXlsx(await saveWorkbook({ sheets: { Sheet1: textRows(cards.headers, ...rows) } })),
      )
      expect(cards.headers).toEqual(sheet.headers)
      expect(cards.rows).toEqual(sheet.rows)
    }),
    { numRuns: 100 },
  )
})

async function* onePiece(text: string) {
  yield Buffer.from(text)
}

function writeCard([uid = '', name, organization, email, country]: readonly string[], phones: readonly string[]) {
  const lines = [
    ['UID', uid],
    ['FN', name],
    ['ORG', organization],
    ['EMAIL', email],
    ['ADR', '', '', '', '', '', '', country],
    ...phones.map((phone) => ['TEL', phone]),
  ].map(([property, ...parts]) => `${property}:${parts.map(inCard).join(';')}\r\n`)
  return `BEGIN:VCARD\r\n${lines.join('')}END:VCARD\r\n`
}

function inCard(text = ''): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\n/g, '\\n')
}

function inXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
