import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderRows } from '../../../src/contact-file/csv/csv.ts'
import { readText } from '../files.ts'

describe('the delimiter is the one that the rows agree on', () => {
  test.each([
    [
      'Name;Telefonnummer;Adresse (Straße, PLZ, Ort)\nAnna Byrne;+353871234567;Weg 1\n',
      ['Anna Byrne', '+353871234567'],
    ],
    ['First Name\tPhone Number\tAddress (street, city, zip)\nAnna\t+353871234567\tx\n', ['Anna', '+353871234567']],
    [
      'Name;Phone;Address (street, no, zip, city)\nAnna;1;Weg, 1, 80331, Ort\nBob;2;Gasse, 2, 80331, Ort\n',
      ['Anna', '1'],
    ],
    ['Name,Phone,Tags (a;b;c;d)\nAnna,1,x\nBob,2,y;z\n', ['Anna', '1', 'x']],
    ['Name;Phone\n"Byrne, Anna";1,2\nDaly, Cara;3,4\n', ['Byrne, Anna', '1,2']],
    ['"Name","Phone"\n"Anna;x","1"\n"Bob;y","2"\n', ['Anna;x', '1']],
    ['sep=:\nName:Phone\nAnna, x:1\n', ['Anna, x', '1']],
    ['sep=;\nName, all;Phone\nByrne, Anna;1\n', ['Byrne, Anna', '1']],
    ['Phone\n+353871234567\n', ['+353871234567']],
  ])('%j', async (text, cells) => {
    for (const pieceSize of [1, 7, 1_000_000]) {
      const { rows } = await readText(text, pieceSize)
      expect(rows[0]?.cells.slice(0, cells.length)).toEqual(cells)
    }
  })

  const word = fc.constantFrom('Anna', 'Byrne', '+353 87 123 4567', 'Main Street', 'x', 'a@b.example', '12')
  // Of each row, one cell has prose in it, which holds the others.
  const prose = fc.constantFrom(
    'Weg 1, 80331 Ort',
    'one; two',
    'a | b',
    'x, y; z',
    'street, city, zip, country, planet',
  )
  const row = fc.tuple(word, word, word, fc.oneof({ weight: 3, arbitrary: word }, { weight: 1, arbitrary: prose }))

  test('whatever stands in labels and notes, quoted where it must be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(word, word, word, fc.oneof(word, prose)),
        fc.array(row, { minLength: 2, maxLength: 20, size: 'max' }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (header, rows, delimiter) => {
          const quoted = (cells: readonly string[]) =>
            cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter)
          const read = await readText([header, ...rows].map((cells) => `${quoted(cells)}\r\n`).join(''), 64)
          expect(read.rows.map(({ cells }) => cells)).toEqual(rows)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a blank behind a closing quote', () => {
  test('is no part of the cell', async () => {
    const { rows } = await readText('Name,Phone,Note\n"Anna" ,"+353871234567"  ,x\n"Bob"\t,"a ""b"" c" ,y\n')
    expect(rows.map(({ cells, problem }) => [cells, problem])).toEqual([
      [['Anna', '+353871234567', 'x'], null],
      [['Bob', 'a "b" c', 'y'], null],
    ])
  })

  test('changes nothing of any table', async () => {
    const cells = fc.array(fc.constantFrom('', 'a', '+353 87', 'x,y', 'say "no"', 'two\nlines'), {
      minLength: 2,
      maxLength: 2,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 8 }), async (table) => {
        const text = renderRows([['Name', 'Phone'], ...table], true)
        const spaced = text.replace(/"(?=,|\n(?:"|$))/g, '" ')
        const read = (file: string) => readText(file).then(({ rows }) => rows, String)
        expect(await read(spaced)).toEqual(await read(text))
      }),
      { numRuns: 100 },
    )
  })
})
