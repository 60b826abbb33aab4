import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { run, scratch } from './run.ts'

const fixture = (name: string) => `fixtures/contacts/${name}`

/** Imports into a store of its own, and says what is in it afterwards. */
async function importInto(db: string, ...args: string[]) {
  const ran = await run(['import', '--db', db, ...args])
  const store = openSqliteStore(db)
  try {
    return { ...ran, contacts: [...store.readContacts()], status: store.read('import') }
  } finally {
    store.close()
  }
}

const newDb = () => join(scratch(), 'ringsight.db')

describe('ringsight import', () => {
  test('says how many contacts were imported and can be identified, and lists what cannot be read', async () => {
    const { stdout, stderr, code } = await run(['import', fixture('unreadable-numbers.csv')])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(
      [
        'Imported 6 contacts from unreadable-numbers.csv; 2 can be identified when they call.',
        '7 numbers cannot be read:',
        '  row 2  Phone Number         9.19541E+11                    a spreadsheet rounded it, and the lost digits cannot be known',
        '  row 3  Phone Number         n/a                            it is not a phone number',
        '  row 3  Mobile Phone Number  12/05/2024                     a spreadsheet made a date of it',
        '  row 4  Phone Number         +353871234567 / +353872345678  it holds several numbers',
        '  row 4  Mobile Phone Number  00004                          it has too few digits',
        '  row 5  Phone Number         087 123 4567                   it has no country code, and no country is stated',
        '  row 6  Phone Number         087 234 5678                   it has no country code, and the country that its contact states is not known',
        '1 contact names a country that is not known ("Irlandia Zachodnia" in row 6): national numbers are not read. Write it as a name or code, such as Ireland or IE.',
        '1 number only lacks a country: --region IE would read it, if that is where it belongs.',
        '',
      ].join('\n'),
    )
  })

  test('leaves out the lines below the contacts of a report, and says so', async () => {
    const { contacts, stderr } = await importInto(newDb(), fixture('report-footer.csv'))
    expect(contacts.map(({ firstName }) => firstName).sort()).toEqual(['Ines', 'Mara', 'Piet'])
    expect(stderr).toContain("report-footer.csv: 6 lines below the contacts are the report's own, and no contact")
  })

  test('--json: every number that cannot be read, then a summary', async () => {
    const { json, code } = await run(['import', fixture('unreadable-numbers.csv'), '--json', '--region', 'ie'])
    expect(code).toBe(0)
    expect(json()).toHaveLength(8)
    expect(json()[0]).toEqual({
      type: 'rejected',
      file: 'unreadable-numbers.csv',
      row: 2,
      column: 'Phone Number',
      value: '9.19541E+11',
      reason: 'precision-lost',
    })
    const counts = {
      rows: 6,
      contacts: 6,
      identifiable: 3,
      numbers: 3,
      rejected: 6,
      repeated: 0,
      unknownCountries: 1,
    }
    const none = { contacts: 0, parts: [] }
    expect(json().slice(-2)).toEqual([
      { type: 'file', file: 'unreadable-numbers.csv', ...counts, kept: none, emptied: none },
      { type: 'summary', files: 1, ...counts },
    ])
  })

  test('lists at most 20 for people, and all for programs', async () => {
    const file = join(scratch(), 'many.csv')
    writeFileSync(file, `Phone Number\n${'n/a\n'.repeat(2500)}+353871234567\n`)
    const { stdout } = await run(['import', file])
    expect(stdout.match(/^ {2}row /gm)).toHaveLength(20)
    expect(stdout).toContain('… and 2,480 more (--json lists all)')
    expect((await run(['import', file, '--json'])).json()).toHaveLength(2502)
  })

  test('keeps the contacts, also those of unreadable numbers, and when and whence they came', async () => {
    const { contacts, status } = await importInto(newDb(), fixture('unreadable-numbers.csv'))
    expect(contacts.map(({ id }) => id).sort()).toEqual(['101', '102', '103', '104', '105', '106'])
    expect(status).toEqual({ at: '2026-11-20T12:00:00.000Z', contacts: 6, source: 'unreadable-numbers.csv' })
  })

  test.each(['sample.csv', 'no-record-id.csv'])('imported twice, %s changes nothing', async (name) => {
    const db = newDb()
    const first = await importInto(db, fixture(name))
    const second = await importInto(db, fixture(name))
    expect(second.contacts).toEqual(first.contacts)
  })

  test('R-01 --phone makes a further column a match field', async () => {
    const file = fixture('further-phones.csv')
    const without = await importInto(newDb(), file)
    expect(without.stderr).toContain('"WhatsApp Phone Number" (--phone "WhatsApp Phone Number" adds one)')
    expect(without.contacts[0]?.phones).toHaveLength(1)
    const { contacts, stderr } = await importInto(newDb(), file, '--phone', 'whatsapp phone number')
    expect(stderr).toBe('')
    expect(contacts[0]?.phones.map(({ field, e164 }) => [field, e164])).toEqual([
      ['Phone Number', '+35312345678'],
      ['WhatsApp Phone Number', '+353871234567'],
    ])
  })

  test('reads stdin', async () => {
    const { stdout } = await run(['import', '-'], { stdin: readFileSync(fixture('utf16le.csv')) })
    expect(stdout).toContain('Imported 2 contacts from stdin')
  })

  test('reads several files at once, and says of each what it held', async () => {
    const { stdout } = await run(['import', fixture('tab.csv'), fixture('unreadable-numbers.csv')])
    expect(stdout).toContain('Imported 2 contacts from tab.csv')
    expect(stdout).toContain('Imported 6 contacts from unreadable-numbers.csv')
    expect(stdout).toContain('  unreadable-numbers.csv row 2  Phone Number  ')
  })

  test.each([
    ['windows-1252.csv', '1 line is not UTF-8: read as Windows-1252'],
    ['duplicate-headers.csv', 'several columns are called "Phone Number": the first is used'],
  ])('%s: stderr says %s', async (name, notice) => {
    expect((await run(['import', fixture(name)])).stderr).toContain(notice)
  })

  test.each([
    ['long-rows.csv', '1 row cannot be read and was left out:\n  row 3    102  the row has more cells'],
    ['glued-rows.csv', '1 row cannot be read and was left out:\n  row 2    101  a quote in the row is not closed'],
    ['repeated-record-ids.csv', '1 row repeats a contact of an earlier row: the last one counts.\n1 number cannot'],
  ])('%s: stdout says what is odd', async (name, text) => {
    expect((await run(['import', fixture(name)])).stdout).toContain(text)
  })

  test('prints hostile values harmless and short', async () => {
    const file = join(scratch(), 'hostile.csv')
    const value = `\u001b[2J\u202e${'株式会社'.repeat(100)}`
    writeFileSync(file, `Phone Number,"Mobile\u001b[31m Phone Number"\n${value},+353871234567\n`)
    const { stdout } = await run(['import', file])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(stdout).toContain('株式会社')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(140)
  })
})

describe('input that cannot be used ends with one sentence, status 2 and an untouched store', () => {
  const folder = scratch()
  mkdirSync(join(folder, 'contacts.csv'))

  test.each([
    [fixture('empty.csv'), 'expected a contacts file (CSV, Excel workbook or vCard), found an empty one'],
    [fixture('blank.csv'), 'found only blank lines'],
    [fixture('header-only.csv'), 'expected contacts below the header, found none'],
    [fixture('binary.csv'), 'found a binary file'],
    [fixture('workbook.csv'), 'expected an Excel workbook (.xlsx), found one that is cut off or damaged'],
    [fixture('quote-never-closed.csv'), 'a quote opened in row 3, which begins on line 4, is never closed'],
    [fixture('no-phone-column.csv'), 'found "Record ID", "First Name", "Desk", "Home"'],
    [join(folder, 'contacts.csv'), 'expected a contacts file, found a folder'],
    [join(folder, 'none.csv'), 'there is no such file'],
  ])('%s: %s', async (file, message) => {
    const { stdout, stderr, code, contacts, status } = await importInto(newDb(), fixture('tab.csv'), file)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`ringsight: ${file}: `)
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/\. Nothing was imported\.\n$/)
    expect([contacts, status]).toEqual([[], undefined])
  })

  test('a file that breaks off after thousands of rows', async () => {
    const file = join(scratch(), 'late.csv')
    writeFileSync(file, `Record ID,Phone Number\n${'1,+353871234567\n'.repeat(5000)}2,"+353\n`)
    const { stderr, code, contacts } = await importInto(newDb(), file)
    expect([code, contacts]).toEqual([2, []])
    expect(stderr).toContain(
      'a quote opened in row 5002, which begins on line 5002, is never closed. Nothing was imported.',
    )
  })

  test.each([
    [['--phone', 'Mobil'], 'there is no column "Mobil". Did you mean "Mobile Phone Number"?'],
    [['--region', 'Korea'], '--region: expected one country, such as IE or Ireland, found "Korea"'],
  ])('%j', async (args, message) => {
    const { stderr, code } = await run(['import', fixture('tab.csv'), ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('what check --fix --changed-only has written takes nothing from the contacts that it is imported over', async () => {
  const db = newDb()
  const changes = join(scratch(), 'changes.csv')
  const before = await importInto(db, fixture('sample.csv'))
  await run(['check', fixture('sample.csv'), '--fix', changes, '--changed-only'])
  const after = await importInto(db, changes)
  const known = new Map(before.contacts.map((contact) => [contact.id, contact]))
  expect(after.contacts).toHaveLength(before.contacts.length)
  for (const now of after.contacts) {
    const then = known.get(now.id)
    const had = then?.phones ?? []
    expect(now).toEqual({ ...then, phones: now.phones, row: now.row })
    expect(now.phones.map(({ e164, field }) => [field, e164])).toEqual(
      expect.arrayContaining(had.filter(({ e164 }) => e164 !== null).map(({ e164, field }) => [field, e164])),
    )
  }
  expect(after.stdout).toMatch(/contacts keep what the file has no column for: name, company, /)
})
