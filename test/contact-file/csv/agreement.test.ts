// csv-parse is the reference for what a dirty file means. Here it and our reader read the same dirt.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLegacy, unjudged } from '../../../src/contact-file/encoding/legacy.ts'
import { dirt } from '../dirt.ts'
import { readPieces } from '../files.ts'
import { readByCsvParse } from './parse-reference.ts'

// What is certainly Windows-1252 is another question.
const legacy = unjudged(openLegacy(null))

/** Both read the same, or both refuse for the same reason. */
async function expectAgreement(bytes: Buffer, delimiter: string, pieceSize: number): Promise<void> {
  const found = await readPieces(bytes, pieceSize, { legacy }).catch((error: Error) => error.message)
  const expected = await readByCsvParse(bytes, delimiter)
  if (typeof expected === 'string') expect(found).toContain(expected)
  else expect(found).toEqual(expected)
}

describe('our reader agrees with csv-parse, in pieces of any size', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('on generated dirt in %s', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(dirt(encoding), fc.constantFrom(1, 2, 3, 7, 64, 1_000_000), ({ bytes, delimiter }, pieceSize) =>
        expectAgreement(bytes, delimiter, pieceSize),
      ),
      { numRuns: encoding === 'utf-8' ? 1500 : 500 },
    )
  })

  test.each([
    ['blank-lines.csv', ','],
    ['duplicate-headers.csv', ','],
    ['glued-rows.csv', ','],
    ['hostile-names.csv', ','],
    ['long-rows.csv', ','],
    ['mixed-line-ends.csv', ','],
    ['pipe.csv', '|'],
    ['quote-never-closed.csv', ','],
    ['quoted-newlines.csv', ','],
    ['sample.csv', ','],
    ['semicolon.csv', ';'],
    ['separator-line.csv', ';'],
    ['short-rows.csv', ','],
    ['tab.csv', '\t'],
    ['unescaped-quotes.csv', ','],
    ['utf16be.csv', ','],
    ['utf16le-no-bom.csv', ','],
    ['utf16le.csv', '\t'],
    ['utf8-bom.csv', ','],
    ['windows-1252.csv', ','],
  ])('on %s', async (name, delimiter) => {
    const bytes = readFileSync(`fixtures/contacts/${name}`)
    for (const pieceSize of [1, 5, 1_000_000]) await expectAgreement(bytes, delimiter, pieceSize)
  })

  test.each([
    ['a quoted cell that goes on', '"a"b'],
    ['a quoted cell that goes on with a quote', '"a"b"c""'],
    ['a quote that follows blanks', ' \t"a"'],
    ['a quote that follows a blank of Unicode', '\u3000\u00a0"a"'],
    ['a quoted cell and a blank', '"a" '],
    ['a quoted cell and NUL', '"a"\0b'],
    ['nothing in quotes, and NUL', '""\0"b'],
    ['quotes alone', '""""'],
    ['quotes that nobody doubled', '"He said "no""'],
    ['a doubled quote that never began', 'a""b'],
    ['blanks in quotes', '" "'],
    ['a line end in quotes', '"\r"'],
    ['a carriage return in front of nothing', 'a\r'],
  ])('on %s', async (_what, cell) => {
    for (const row of [`${cell}|b|c`, `a|${cell}|c`, `a|b|${cell}`, cell]) {
      // Long enough for a NUL or two not to make a binary file of it.
      const bytes = Buffer.from(`x|y|z\n${'1|2|3\n'.repeat(10)}${row}`)
      for (const end of ['', '\n', '\r\n4|5|6\r\n']) {
        await expectAgreement(Buffer.concat([bytes, Buffer.from(end)]), '|', 1)
      }
    }
  })

  test.each([
    ['more cells, which are blank', 'x|y\n1|2| |" "||"\u00a0"\n3|4||" ."\n'],
    ['a header of one cell', 'x\n1\n\n"2"\n'],
  ])('on %s', (_what, text) => expectAgreement(Buffer.from(text), '|', 2))

  test('on UTF-16 that ends within a character', () =>
    expectAgreement(Buffer.from('x|y\n1|2\n3|4', 'utf16le').subarray(0, -1), '|', 2))

  test('on a blank that is one in Windows-1252 only', async () => {
    const line = Buffer.from('\u00a0"a"|\u00c2\u00a0"b"|\u00e9\n', 'latin1')
    await expectAgreement(Buffer.concat([Buffer.from('x|y|z\n1|2|3\n'), line]), '|', 3)
  })
})
