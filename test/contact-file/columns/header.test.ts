import { describe, expect, test } from 'vitest'
import { findColumns } from '../../../src/contact-file/columns/columns.ts'
import { findHeader } from '../../../src/contact-file/columns/header.ts'
import { openCsv } from '../../../src/contact-file/csv/csv.ts'
import { piecesOf, readText } from '../files.ts'

const isHeader = (cells: readonly string[]) => findColumns(cells).kind === 'columns'
const headerOf = (text: string) =>
  findHeader(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(',')),
    isHeader,
  )

describe('the names of the columns are found below a title', () => {
  test.each([
    ['the first row, where it is known', 'Name,Phone\nAnna,1', 0],
    ['below one line', 'Contacts export 2024-05-01\nFirst Name,Last Name,Phone Number\nAnna,Byrne,1', 1],
    ['below a title that is padded', 'Contacts export,,\nFirst Name,Last Name,Phone Number\nAnna,Byrne,1', 1],
    ['below several lines', 'Report,Contacts\nMade,2024-05-01\nName,Company,Phone\nAnna,Acme,1', 2],
    ['also when it is not known', 'Report\nWho,Where,Wann\na,b,c', 1],
    ['not in a row of data that has the name of a column in it', 'Who,Type,Where\nAnna,Mobile,x\nBob,Phone,y', 0],
    ['not where the rows above have as many cells', 'Anna,Byrne,1\nName,Surname,Phone', 0],
    ['not where contacts stand above', 'Kind\n+353871234567,Phone', 1],
  ])('%s', (_what, text, at) => expect(headerOf(text)).toBe(at))

  test('whatever stands in the title', async () => {
    const text = 'Contacts, of all kinds, 2024\n\nName;Phone\nAnna;1\nBob;2\n'
    expect((await readText(text, 7, { isHeader })).rows.map(({ cells }) => cells)).toEqual([
      ['Anna', '1'],
      ['Bob', '2'],
    ])
  })

  test('and said; what stands above is kept when the whole file is written again', async () => {
    const text = 'Contacts export 2024-05-01\n\nFirst Name,Phone Number\nAnna,087 123 4567\n'
    const read = await readText(text, 7, { isHeader })
    expect(read.headers).toEqual(['First Name', 'Phone Number'])
    expect(read.rows.map(({ row, cells }) => [row, ...cells])).toEqual([[4, 'Anna', '087 123 4567']])
    expect(read.notices).toEqual(['the names of the columns are in row 3; what stands above is no contact'])
    const write = async (isAll: boolean) => {
      const table = await openCsv(piecesOf(text, 7), { isHeader })
      const decide = () => [{ column: 1, value: '+353871234567' }]
      const pieces: Uint8Array[] = []
      for await (const piece of isAll ? table.rewrite(decide) : table.rewriteChanged(decide, [1])) pieces.push(piece)
      return Buffer.concat(pieces).toString()
    }
    expect(await write(true)).toBe(text.replace('087 123 4567', '+353871234567'))
    expect(await write(false)).toBe('Phone Number\n+353871234567\n')
  })
})
