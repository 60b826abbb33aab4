import { describe, expect, test } from 'vitest'
import { openFooter } from '../../../src/contact-file/columns/footer.ts'
import { expectColumns, readFixture, readText, rowsOf } from '../files.ts'

/** The first cells of the contacts, and what is told of the rest. */
async function contactsOf(read: ReturnType<typeof readText>) {
  const { headers, rows } = await read
  const footer = openFooter(expectColumns(headers), headers.length)
  const names = rowsOf(rows).flatMap((row) => (footer?.has(row) ? [] : row.cell(0)))
  return { names, told: footer?.notices() ?? null }
}

const HEADER = 'First Name,Account Name,Mailing Country,Phone'

describe('what stands below the contacts of a Salesforce report', () => {
  test('are no contacts, and said', async () => {
    expect(await contactsOf(readFixture('report-footer.csv'))).toEqual({
      names: ['Ines', 'Piet', 'Mara'],
      told: ["6 lines below the contacts are the report's own, and no contact"],
    })
  })

  test.each(['Grand Totals (2 records)', 'Copyright (c) 2000-2026 salesforce.com, inc.', 'Total'])(
    'begins with a line that is known: %s',
    async (line) => {
      const { names, told } = await contactsOf(readText(`${HEADER}\nAnna,,,1\n"${line}"\n`))
      expect([names, told?.[0]]).toEqual([['Anna'], "1 line below the contacts is the report's own, and no contact"])
    },
  )

  test.each([
    ['a contact with nothing but a name', `${HEADER}\nAnna,,,1\nBob\nCarla,,,3\n`, ['Anna', 'Bob', 'Carla']],
    ['one below a blank line, with a number', `${HEADER}\nAnna,,,1\n\nBob,,,2\nCarla\n`, ['Anna', 'Bob', 'Carla']],
    ['one whose name is such a word', `${HEADER}\nTotal,,,1\nTotal,Acme,,\n`, ['Total', 'Total']],
    ['a first row below blank lines', `\n\n${HEADER}\n\nAnna\nBob,,,1\n`, ['Anna', 'Bob']],
  ])('does not take away %s', async (_what, text, names) => {
    expect(await contactsOf(readText(text))).toEqual({ names, told: [] })
  })

  test('is looked for in no other export', async () => {
    const text = 'Record ID,Phone Number,Contact owner\n1,2,3\n\nGrand Totals (1 records)\n'
    expect(await contactsOf(readText(text))).toEqual({ names: ['1', 'Grand Totals (1 records)'], told: null })
  })
})
