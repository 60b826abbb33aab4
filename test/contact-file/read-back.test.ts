import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCsv } from '../../src/contact-file/csv/csv.ts'
import { openLedger, ReadBackError } from '../../src/contact-file/read-back.ts'
import type { Decide, TableFile } from '../../src/contact-file/table.ts'
import { openVcard } from '../../src/contact-file/vcard/vcard.ts'
import { openXlsx } from '../../src/contact-file/xlsx/xlsx.ts'
import { piecesOf } from './files.ts'
import { collect, saveBytes, saveWorkbook, textRows, unzip, workbook, zip } from './workbooks.ts'

type Open = (bytes: Buffer) => Promise<TableFile>

const OPEN: Readonly<Record<TableFile['format'], Open>> = {
  csv: (bytes) => openCsv(piecesOf(bytes, 1000)),
  vcard: (bytes) => openVcard(piecesOf(bytes, 1000)),
  xlsx: (bytes) => openXlsx(saveBytes(bytes)),
}

const ROWS = Array.from({ length: 40 }, (_, at) => [`Anna ${at}`, `087 123 40${at}`, `note, "${at}"`])

async function bytesOf(format: TableFile['format']): Promise<Buffer> {
  if (format === 'xlsx')
    return readFileSync(await saveWorkbook({ sheets: { Sheet1: textRows(['Name', 'Phone', 'Note'], ...ROWS) } }))
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  if (format === 'csv')
    return Buffer.from(['Name,Phone,Note', ...ROWS.map((cells) => cells.map(quote).join(','))].join('\r\n'))
  const card = ([name, phone, note]: readonly string[]) =>
    `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nTEL:${phone}\r\nNOTE:${note}\r\nEND:VCARD\r\n`
  return Buffer.from(ROWS.map(card).join(''))
}

const columnOf = ({ headers }: TableFile) => headers.findIndex((header) => /^Phone( 1)?$/.test(header))

const repairEvery =
  (column: number, step: number): Decide =>
  ({ row }) =>
    row % step === 0 ? [{ column, value: `+35387123${row}` }] : []

/** Writes a file again, and reads it back once something has been done to it. */
async function verify(format: TableFile['format'], damage: (bytes: Buffer) => Buffer | Promise<Buffer>, step = 3) {
  const source = await OPEN[format](await bytesOf(format))
  const ledger = openLedger(source, null)
  const written = await collect(source.rewrite(ledger.keep(repairEvery(columnOf(source), step))))
  const table = await OPEN[format](await damage(written))
  await ledger.verify(table, () => false)
}

const FORMATS = ['csv', 'xlsx', 'vcard'] as const

describe.each(FORMATS)('a %s file that was written again', (format) => {
  test.each([1, 3, 1000])('is as it was but for the repairs: one row in %i', async (step) => {
    await verify(format, (bytes) => bytes, step)
  })

  test('with only the rows that change is those rows', async () => {
    for (const columns of [[1], [2, 1, 0]]) {
      const source = await OPEN[format](await bytesOf(format))
      const ledger = openLedger(source, columns)
      const written = await collect(source.rewriteChanged(ledger.keep(repairEvery(columnOf(source), 3)), columns))
      expect(ledger.rows()).toBe(13)
      await ledger.verify(await OPEN[format](written), () => false)
      const other = openLedger(source, columns)
      await expect(other.verify(await OPEN[format](written), () => false)).rejects.toThrow('is one too many')
    }
  })
})

const replaceIn = (part: string, change: (text: string) => string) => async (bytes: Buffer) => {
  const parts = Object.fromEntries(await unzip(saveBytes(bytes)))
  return zip({ ...parts, [part]: Buffer.from(change(parts[part] ?? ''), 'latin1') })
}
const inText = (change: (text: string) => string) => (bytes: Buffer) =>
  Buffer.from(change(bytes.toString('latin1')), 'latin1')
const SHEET = 'xl/worksheets/sheet1.xml'
const NOT_REPAIRED = 'holds something else than before where nothing was repaired'

describe('what is not as it should be is found, and where', () => {
  test.each<[TableFile['format'], string, (bytes: Buffer) => Buffer | Promise<Buffer>, string]>([
    ['csv', 'another cell', inText((text) => text.replace('Anna 7', 'Anna 8')), `row 9 ${NOT_REPAIRED}`],
    [
      'csv',
      'another cell of a repaired row',
      inText((text) => text.replace('Anna 1"', 'Anna 9"')),
      `row 3 ${NOT_REPAIRED}`,
    ],
    ['csv', 'quotes that are gone', inText((text) => text.replace('"Anna 7"', 'Anna 7')), `row 9 ${NOT_REPAIRED}`],
    [
      'csv',
      'another repair',
      inText((text) => text.replace('+353871233"', '+353871234"')),
      'row 3 does not hold the repair in column 2 of 3',
    ],
    [
      'csv',
      'a repair that was not made',
      inText((text) => text.replace('+353871233"', '087 123 401"')),
      'row 3 does not hold the repair',
    ],
    [
      'csv',
      'a row too few',
      inText((text) => text.slice(0, text.lastIndexOf('\r\n'))),
      'it has 39 rows of contacts, and should have 40',
    ],
    ['csv', 'a row too many', inText((text) => `${text}\r\na,b,c`), 'row 42 is one too many'],
    ['csv', 'a blank line', inText((text) => text.replace('\r\n', '\r\n\r\n')), 'row 3 stands where row 2 should'],
    ['csv', 'another header', inText((text) => text.replace('Note', 'Notes')), 'it has other columns'],
    [
      'csv',
      'a header in quotes',
      inText((text) => text.replace('Note', '"Note"')),
      'something is another that stands in no row',
    ],
    ['vcard', 'another line', inText((text) => text.replace('FN:Anna 7', 'FN:Anna 8')), `row 9 ${NOT_REPAIRED}`],
    [
      'vcard',
      'another name of a repaired line',
      inText((text) => text.replace('TEL:+353871233\r', 'TEL;HOME:+353871233\r')),
      `row 3 ${NOT_REPAIRED}`,
    ],
    [
      'vcard',
      'another repair',
      inText((text) => text.replace('TEL:+353871233\r', 'TEL:+353871234\r')),
      'row 3 does not hold the repair',
    ],
    ['vcard', 'a card that does not end', inText((text) => text.slice(0, -15)), 'is not complete when the file ends'],
    [
      'vcard',
      'a line between cards',
      inText((text) => text.replace('END:VCARD\r\n', 'END:VCARD\r\n\r\n')),
      'something is another that stands in no row',
    ],
    ['xlsx', 'another cell', replaceIn(SHEET, (text) => text.replace('Anna 7', 'Anna 8')), `row 9 ${NOT_REPAIRED}`],
    [
      'xlsx',
      'another style',
      replaceIn(SHEET, (text) => text.replace(/<c( t="inlineStr"><is><t xml:space="preserve">Anna 7)/, '<c s="1"$1')),
      `row 9 ${NOT_REPAIRED}`,
    ],
    [
      'xlsx',
      'another repair',
      replaceIn(SHEET, (text) => text.replace('+353871233<', '+353871234<')),
      'row 3 does not hold the repair',
    ],
    [
      'xlsx',
      'cells that have moved',
      replaceIn(SHEET, (text) =>
        text.replace(/(<row>)(<c t="inlineStr"><is><t xml:space="preserve">Anna 8)/, '$1<c/>$2'),
      ),
      `row 10 ${NOT_REPAIRED}`,
    ],
    [
      'xlsx',
      'a piece that is shifted',
      replaceIn(SHEET, (text) => `${text.slice(0, 2000)}${text.slice(2010)}`),
      'cannot be read',
    ],
    [
      'xlsx',
      'another part',
      replaceIn('xl/workbook.xml', (text) => `${text}<!-- -->`),
      'something is another that stands in no row',
    ],
    [
      'xlsx',
      'another row height',
      replaceIn(SHEET, (text) =>
        text.replace('<row><c t="inlineStr"><is><t xml:space="preserve">Anna 7', (found) =>
          found.replace('<row>', '<row ht="99">'),
        ),
      ),
      'something is another that stands in no row',
    ],
    [
      'xlsx',
      'a lost end',
      replaceIn(SHEET, (text) => text.replace('</sheetData>', '<row/></sheetData>')),
      'something is another that stands in no row',
    ],
  ])('%s: %s', async (format, _what, damage, message) => {
    const verified = verify(format, damage)
    await expect(verified).rejects.toThrow(message)
    await expect(verified).rejects.toMatchObject({ name: expect.stringMatching(/^(ReadBack|ContactFile)Error$/) })
  })
})

test('of a large text file each row is counted, each repaired one compared, and of the others some', async () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => `Anna ${at},087`)
  const bytes = Buffer.from(['Name,Phone', ...rows].join('\n'))
  const verifyWith = async (damage: (text: string) => string) => {
    const source = await OPEN.csv(bytes)
    const ledger = openLedger(source, null)
    const written = await collect(source.rewrite(ledger.keep(repairEvery(1, 1000))))
    await ledger.verify(await OPEN.csv(Buffer.from(damage(written.toString()))), () => false)
    return ledger.oneIn()
  }
  expect(await verifyWith((text) => text)).toBe(16)
  await expect(verifyWith((text) => text.slice(0, -20))).rejects.toThrow(ReadBackError)
  await expect(verifyWith((text) => text.replace('Anna 19998,', 'Anna 9,'))).rejects.toThrow(
    `row 20000 ${NOT_REPAIRED}`,
  )
  await expect(verifyWith((text) => text.replaceAll('Anna', 'Bob'))).rejects.toThrow(ReadBackError)
})

test('and CSV of any dirt reads back as it was written', async () => {
  const cell = fc.constantFrom('', ' ', 'a', '"b"', ' "c"', '"d""e"', 'f"g', '"h" i', 'é', '"x\ny"')
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.nat({ max: 4 }),
      async (table, delimiter, end, column) => {
        const header = ['a', 'b', 'c', 'd', 'e'].join(delimiter)
        const bytes = Buffer.from([header, ...table.map((cells) => cells.join(delimiter))].join(end))
        for (const columns of [null, [0, column]]) {
          const source = await OPEN.csv(bytes)
          const ledger = openLedger(source, columns)
          const decide = ledger.keep(({ row, problem }) =>
            problem === null && row % 2 ? [{ column, value: '+1 "x"' }] : [],
          )
          const written = await collect(
            columns === null ? source.rewrite(decide) : source.rewriteChanged(decide, columns),
          ).catch(() => null)
          if (written !== null && ledger.rows() > 0) await ledger.verify(await OPEN.csv(written), () => false)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('a formula that is replaced takes the order of calculation with it, and nothing else', async () => {
  const sheets = {
    Sheet1: `${textRows(['Name', 'Phone'])}<row><c t="str"><v>Anna</v></c><c t="str"><f>1</f><v>087</v></c></row>`,
  }
  const bytes = await zip(workbook({ sheets, calculation: '<c r="B2" i="1"/>', styles: '' }))
  const source = await OPEN.xlsx(bytes)
  const ledger = openLedger(source, null)
  const written = await collect(source.rewrite(ledger.keep(repairEvery(1, 2))))
  await ledger.verify(await OPEN.xlsx(written), () => false)
})
