import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCsv, renderRows } from '../../../src/contact-file/csv/csv.ts'
import { openLegacy } from '../../../src/contact-file/encoding/legacy.ts'
import { readFixture, readPieces, readText } from '../files.ts'

const ANNA = '101,Anna,Byrne,anna.byrne@acme.example,+35312345678,+353871234567,Acme Ltd,Ireland'.split(',')
const JOERG = '102,Jörg,Müller,joerg.mueller@acme.example,+493012345678,,Acme Ltd,Germany'.split(',')

describe('a file says the same whatever its encoding, delimiter and line ends', () => {
  test.each([
    'semicolon.csv',
    'tab.csv',
    'pipe.csv',
    'utf8-bom.csv',
    'utf16le.csv',
    'utf16be.csv',
    'utf16le-no-bom.csv',
    'windows-1252.csv',
  ])('%s', async (name) => {
    const { headers, rows } = await readFixture(name)
    expect(headers[0]).toBe('Record ID')
    expect(rows).toEqual([
      { row: 2, cells: ANNA, problem: null },
      { row: 3, cells: JOERG, problem: null },
    ])
  })

  test('mixed-line-ends.csv', async () => {
    const { rows } = await readFixture('mixed-line-ends.csv')
    expect(rows.map(({ row, cells }) => [row, cells[0], cells.at(-1)])).toEqual([
      [2, '101', 'Ireland'],
      [3, '102', 'Germany'],
      [4, '103', 'Ireland'],
    ])
  })

  test('separator-line.csv: the line that Excel hides is no row', async () => {
    const { headers, rows } = await readFixture('separator-line.csv')
    expect(headers).toEqual(['Record ID', 'First Name', 'Phone Number'])
    expect(rows[0]).toMatchObject({ row: 2, cells: ['101', 'Anna', 'n/a'] })
  })

  test('a second separator line is the header', async () => {
    expect((await readText('sep=;\nsep=;\n1;2\n')).headers).toEqual(['sep=', ''])
  })

  test('a delimiter within quotes of the header does not count', async () => {
    const { headers } = await readText('"Phone, home, or work";Name\n+353871234567;Anna\n')
    expect(headers).toEqual(['Phone, home, or work', 'Name'])
  })

  test('a quote astray in the header does not hide its delimiters', async () => {
    const { headers } = await readText('5" disk;Name;3" disk\n1;Anna;2\n')
    expect(headers).toEqual(['5" disk', 'Name', '3" disk'])
  })

  test('a header with line breaks is whole before it decides', async () => {
    for (const size of [1, 1000]) {
      const { headers } = await readPieces(Buffer.from('"Phone\n(home)";"Name,\nfirst";x\n1;Anna;2\n'), size)
      expect(headers).toEqual(['Phone\n(home)', 'Name,\nfirst', 'x'])
      const commas = await readPieces(Buffer.from('id,"Phone\n(home)",x\n1,2,3\n'), size)
      expect(commas.headers).toEqual(['id', 'Phone\n(home)', 'x'])
    }
  })

  test('a character cut in two by a chunk is whole again', async () => {
    const { rows } = await readText('Phone,Name\n1,Zoë 👩‍👩‍👧 株式会社\n', 1)
    expect(rows[0]?.cells[1]).toBe('Zoë 👩‍👩‍👧 株式会社')
  })
})

describe('lines that are not UTF-8 are read as Windows-1252', () => {
  test('and counted', async () => {
    expect((await readFixture('windows-1252.csv')).notices).toEqual(['1 line is not UTF-8: read as Windows-1252'])
    expect((await readFixture('utf8-bom.csv')).notices).toEqual([])
  })

  test('each by itself: what is UTF-8 stays so', async () => {
    const mixed = Buffer.concat([
      Buffer.from('Phone,Name\n1,Zoë\n'),
      Buffer.from('2,Jörg \u00a7 5\n3,José\n', 'latin1'),
    ])
    const { rows, notices } = await readText(mixed)
    expect(rows.map(({ cells }) => cells[1])).toEqual(['Zoë', 'Jörg § 5', 'José'])
    expect(notices).toEqual(['2 lines are not UTF-8: read as Windows-1252'])
  })

  test('each by itself, whatever ends it', async () => {
    const mixed = Buffer.from('Phone,Name\r1,Zo\u00c3\u00ab\r2,J\u00f6rg\r', 'latin1')
    const { rows, notices } = await readText(mixed)
    expect(rows.map(({ cells }) => cells[1])).toEqual(['Zoë', 'Jörg'])
    expect(notices).toEqual(['1 line is not UTF-8: read as Windows-1252'])
  })

  test('with the characters that Latin-1 lacks', async () => {
    const bytes = Buffer.from([...Buffer.from('Phone,Name\n1,'), 0x80, 0x93, 0xe9, 0x0a])
    const { rows } = await readText(bytes, 7, { legacy: openLegacy('windows-1252') })
    expect(rows[0]?.cells[1]).toBe('€“é')
  })
})

describe('rows', () => {
  test('are numbered as a spreadsheet shows them, blank ones counted and skipped', async () => {
    const { rows } = await readFixture('blank-lines.csv')
    expect(rows.map(({ row, cells }) => [row, cells[0]])).toEqual([
      [5, '101'],
      [8, '102'],
    ])
  })

  test('keep line breaks, quotes and commas that are quoted', async () => {
    const { rows } = await readFixture('quoted-newlines.csv')
    expect(rows.map(({ row, cells }) => [row, cells.at(-1)])).toEqual([
      [2, 'called\r\ntwice\n\nback'],
      [3, 'a "quoted" word, and a comma'],
    ])
  })

  test('that are short are filled up', async () => {
    const { rows } = await readFixture('short-rows.csv')
    expect(rows.map(({ cells, problem }) => [cells.length, problem])).toEqual([
      [8, null],
      [8, null],
    ])
  })

  test('that are long are a problem only where the surplus holds something', async () => {
    const { rows } = await readFixture('long-rows.csv')
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [2, null],
      [3, 'too-many-cells'],
    ])
  })

  test('may have spaces before a quoted cell', async () => {
    const { rows } = await readText('Phone, Name\n+353871234567, "Byrne, Anna"\n')
    expect(rows[0]?.cells).toEqual(['+353871234567', 'Byrne, Anna'])
  })

  test('with unescaped quotes are read where they have one meaning', async () => {
    const { rows } = await readFixture('unescaped-quotes.csv')
    expect(rows.map(({ cells, problem }) => [cells[1], cells[2], problem])).toEqual([
      ['"Anna "Annie""', 'Byrne', null],
      ['Bob "Bobby"', 'Moran', null],
    ])
  })

  test('that a quote has glued together are a problem, and the next one is read', async () => {
    const { rows } = await readFixture('glued-rows.csv')
    expect(rows.map(({ row, cells, problem }) => [row, cells[0], problem])).toEqual([
      [2, '101', 'broken-quotes'],
      [3, '103', null],
    ])
  })

  test('keep what is hostile in them: making it harmless is for those who show it', async () => {
    const { rows } = await readFixture('hostile-names.csv')
    const names = rows.map(({ cells }) => cells[1])
    for (const name of ['\u001b[31mRed\u001b[0m', '\u202eesreveR', '=1+1', 'Anna\nByrne', 'O"Brien, "Ann"']) {
      expect(names).toContain(name)
    }
    expect(rows).toHaveLength(14)
  })

  test('may have cells of megabytes', async () => {
    const long = 'x'.repeat(5_000_000)
    const { rows } = await readText(`Phone,Notes\n1,${long}\n2,"${long}"\n`, 65_536)
    expect(rows.map(({ cells }) => cells[1]?.length)).toEqual([5_000_000, 5_000_000])
  })

  test('come back from renderRows as they were', async () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => text === text.trimStart())
    const row = fc.array(cell, { minLength: 3, maxLength: 3 }).filter((cells) => cells.join('').trim() !== '')
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const { rows: read } = await readText(renderRows([['a', 'b', 'c'], ...rows]), 64)
        const expected = rows.map((cells) => ({ cells, isGlued: cells.some((text) => /^"[\s\S]*[\r\n]/.test(text)) }))
        expect(read.map(({ cells, problem }) => ({ cells, isGlued: problem !== null }))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what cannot be read is refused in one sentence', () => {
  test.each([
    ['empty.csv', 'found an empty one'],
    ['blank.csv', 'found only blank lines'],
    ['header-only.csv', 'expected contacts below the header, found none'],
    ['binary.csv', 'found a binary file'],
    ['quote-never-closed.csv', 'a quote opened in row 3, which begins on line 4, is never closed'],
  ])('%s: %s', async (name, message) => {
    await expect(readFixture(name)).rejects.toThrow(message)
  })

  test.each([
    ['(CSV, Excel workbook or vCard), found a gzip file (unpack it first)', Buffer.from('1f8b0800', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['UTF-32 text', Buffer.from('fffe000050000000', 'hex')],
    ['a binary file', Buffer.from(Array.from({ length: 200 }, (_, index) => index))],
  ])('%s', async (what, bytes) => {
    await expect(readText(bytes)).rejects.toThrow(what)
  })

  test('a cell of 10 MB, on one line or on many', async () => {
    const long = 'x'.repeat(10_000_000)
    await expect(readText(`Phone,Notes\n1,2\n1,${long}\n`, 65_536)).rejects.toThrow('line 3 is longer than 8 MB')
    const lines = `${'x'.repeat(100)}\n`.repeat(100_000)
    await expect(readText(`Phone,Notes\n1,2\n1,"${lines}"\n`, 65_536)).rejects.toThrow(
      'row 3, which begins on line 3, is longer than 8 MB',
    )
  })

  test.each([
    ['header', (cells: string) => `Name,Phone${cells}\nA,1\n`, 1],
    ['header behind sep=', (cells: string) => `sep=,\nName,Phone${cells}\nA,1\n`, 2],
    ['row', (cells: string) => `Name,Phone\nA,1\nB,2${cells}\nC,3\n`, 3],
    ['last row without its end', (cells: string) => `Name,Phone\nA,1\nB,2${cells}`, 3],
    ['blank row', (cells: string) => `Name,Phone\nA,1\n,${cells}\nC,3\n`, 3],
  ])('a %s of more cells than a spreadsheet has columns', async (_what, textOf, row) => {
    for (const size of [1000, 65_536]) {
      await readText(textOf(','.repeat(16_382)), size)
      await expect(readText(textOf(','.repeat(16_383)), size)).rejects.toThrow(
        `expected at most 16,384 columns, as a spreadsheet has, found more in row ${row}, which begins on line ${row}`,
      )
    }
  })

  test('a header of four million names, before it is read to its end', async () => {
    let given = 0
    const endless = async function* () {
      yield Buffer.from('Name,Phone')
      for (; given < 130; given += 1) yield Buffer.from(',x'.repeat(32_768))
    }
    await expect(openCsv(endless())).rejects.toThrow('expected at most 16,384 columns')
    expect(given).toBeLessThan(10)
  })

  test('but no delimiter within a note counts as one', async () => {
    const { headers } = await readText(`Name;Phone;Note\nA;1;${','.repeat(20_000)}\nB;2;\nC;3;\n`)
    expect(headers).toEqual(['Name', 'Phone', 'Note'])
  })

  test('a quote never closed below blank lines, in the row that a spreadsheet shows', async () => {
    await expect(readText('\nPhone\n\n"1\r\n2"\n\n\n"3\n4\n')).rejects.toThrow(
      'a quote opened in row 7, which begins on line 8, is never closed',
    )
  })

  test('a file of which no row fits the header', async () => {
    await expect(readText('Phone\n1,2\n3,4\n')).rejects.toThrow('expected rows of 1 cells, like the header, found 2')
  })

  test('a source that fails, with its own error', async () => {
    const pieces = async function* () {
      yield Buffer.from('Phone\n1\n'.repeat(1000))
      throw new Error('the disk is gone')
    }
    const reading = openCsv(pieces()).then(async (file) => {
      for await (const _ of file.rows());
    })
    await expect(reading).rejects.toThrow('the disk is gone')
  })
})
