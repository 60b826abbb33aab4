// Workbooks as an attacker or a broken program writes them: the fields of a ZIP file, and the XML of the parts that are
// read. Whatever they hold, a workbook is read, or refused with a sentence; nothing is thrown past the reader.
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ContactFileError } from '../../src/contact-file/file-error.ts'
import { openLedger } from '../../src/contact-file/read-back.ts'
import type { Decide } from '../../src/contact-file/table.ts'
import { referenceOf } from '../../src/contact-file/xlsx/sheet.ts'
import { openXlsx } from '../../src/contact-file/xlsx/xlsx.ts'
import {
  collect,
  type Parts,
  type ReadTable,
  readTable,
  saveBytes,
  textRows,
  workbook,
  zip,
} from '../contact-file/workbooks.ts'
import { effort } from './effort.ts'

const SHEET = 'xl/worksheets/sheet1.xml'

function sound(): Record<string, string | Uint8Array> {
  const rows = Array.from(
    { length: 30 },
    (_, at) =>
      `<row r="${at + 2}" spans="1:4"><c r="A${at + 2}" s="1"><v>${at}</v></c><c r="B${at + 2}" t="s"><v>${at % 3}</v></c><c r="C${at + 2}" s="2"><v>87123400${at}</v></c><c r="D${at + 2}" t="str"><f t="shared" ref="D2:D9" si="0">A2</f><v>é😀</v></c></row>`,
  )
  return {
    ...workbook({
      sheets: {
        Sheet1: textRows(['Record ID', 'Name', 'Phone', 'Formula']) + rows.join(''),
        Other: textRows(['x'], ['y']),
      },
      strings: '<si><t>Anna</t></si><si><r><t>Bob </t></r><r><t>Byrne</t></r></si><si><t>087 123 4567</t></si>',
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="&quot;+353&quot;0"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" xfId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>',
      calculation: '<c r="D2" i="1"/>',
    }),
    'xl/media/picture.png': Buffer.alloc(100, 7),
  }
}

/** What came of it: a table, or the sentence by which it was refused. All else fails the test. */
async function tryOut(bytes: Uint8Array): Promise<ReadTable | string> {
  const path = saveBytes(bytes)
  try {
    const read = await readTable(await openXlsx(path))
    await rewrite(path)
    return read
  } catch (error) {
    if (error instanceof ContactFileError) return error.message
    throw error
  }
}

const repairPhones: Decide = (row) => (row.isFixed?.(2) === true ? [] : [{ column: 2, value: `+35387123${row.row}` }])

/** Written again it is what it was but for the repairs, or it fails as reading does. */
async function rewrite(path: string): Promise<void> {
  const source = await openXlsx(path)
  const ledger = openLedger(source, null)
  const written = saveBytes(await collect(source.rewrite(ledger.keep(repairPhones))))
  await ledger.verify(await openXlsx(written), () => false)
}

/** Some sentences quote the file: no control character gets into them. */
function expectSentence(message: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
  expect(message).not.toMatch(/[\u0000-\u001f\u007f]/)
  expect(message.length).toBeLessThan(500)
}

const SIZES = fc.oneof(
  fc.constantFrom(0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
  fc.nat({ max: 0xffffffff }),
)

/** Where records begin that have this signature. */
function placesOf(bytes: Buffer, signature: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(signature); at !== -1; at = bytes.indexOf(signature, at + 1)) places.push(at)
  return places
}

// The fields of the three kinds of records, by their places and lengths (APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16).
const FIELDS: readonly (readonly [signature: string, fields: readonly (readonly [at: number, length: 2 | 4])[]])[] = [
  [
    'PK\u0003\u0004',
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [14, 4],
      [18, 4],
      [22, 4],
      [26, 2],
      [28, 2],
    ],
  ],
  [
    'PK\u0001\u0002',
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 4],
      [24, 4],
      [28, 2],
      [30, 2],
      [32, 2],
      [34, 2],
      [36, 2],
      [42, 4],
    ],
  ],
  [
    'PK\u0005\u0006',
    [
      [4, 2],
      [6, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 2],
    ],
  ],
]

const change = fc.record({
  record: fc.constantFrom(...FIELDS),
  which: fc.nat({ max: 12 }),
  field: fc.nat({ max: 20 }),
  value: SIZES,
})

test('a ZIP file whose fields say anything is read as it is, or refused', async () => {
  const whole = await zip(sound())
  const expected = await readTable(await openXlsx(saveBytes(whole)))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = Buffer.from(whole)
      for (const {
        record: [signature, fields],
        which,
        field,
        value,
      } of changes) {
        const places = placesOf(bytes, signature)
        const place = places[which % places.length] ?? 0
        const [at, length] = fields[field % fields.length] ?? [4, 2]
        if (place + at + length <= bytes.length)
          bytes.writeUIntLE(length === 2 ? value & 0xffff : value, place + at, length)
      }
      const result = await tryOut(bytes)
      if (typeof result === 'string') expectSentence(result)
      else expect(result).toEqual(expected)
    }),
    effort(20, 100),
  )
})

test('a part without a name is refused: it could not be written again', async () => {
  const bytes = await zip(sound())
  const last = placesOf(bytes, 'PK\u0001\u0002').at(-1) ?? 0
  bytes.writeUInt16LE(0, last + 28)
  const refused = await tryOut(bytes)
  expect(refused).toContain('a part of it has no name')
})

const HUGE = fc.oneof(
  fc.constantFrom(0n, 1n, 56n, 2n ** 31n, 2n ** 32n, 2n ** 52n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
)

test('a ZIP64 record may name any place and any number of parts', async () => {
  const whole = await zip(sound())
  const end = whole.lastIndexOf('PK\u0005\u0006')
  await fc.assert(
    fc.asyncProperty(HUGE, HUGE, HUGE, HUGE, fc.boolean(), async (place, count, size, start, isRightPlace) => {
      const record = Buffer.alloc(56)
      record.writeUInt32LE(0x06064b50, 0)
      record.writeBigUInt64LE(44n, 4)
      record.writeBigUInt64LE(count, 24)
      record.writeBigUInt64LE(count, 32)
      record.writeBigUInt64LE(size, 40)
      record.writeBigUInt64LE(start, 48)
      const locator = Buffer.alloc(20)
      locator.writeUInt32LE(0x07064b50, 0)
      locator.writeBigUInt64LE(isRightPlace ? BigInt(end) : place, 8)
      locator.writeUInt32LE(1, 16)
      const last = Buffer.from(whole.subarray(end))
      last.fill(0xff, 8, 20)
      const result = await tryOut(Buffer.concat([whole.subarray(0, end), record, locator, last]))
      expect(typeof result).toBe('string')
      expectSentence(String(result))
    }),
    effort(20, 100),
  )
})

const VALUES = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '4294967296',
    'NaN',
    'A0',
    'XFE1048577',
    'A1',
    'ZZZZZZZ1',
    '1:1',
    'A1:XFD1048576',
    'shared',
    'array',
    'dataTable',
  ),
  fc.constantFrom(
    's',
    'n',
    'b',
    'd',
    'e',
    'str',
    'inlineStr',
    '__proto__',
    'constructor',
    '&#x1F600;',
    '../../../etc/passwd',
    'rId1',
    ';;;',
    '&quot;',
    '[h]',
  ),
  fc.string({ maxLength: 8 }).map((text) => text.replace(/[&<>"\ufffe\uffff]|\p{Cc}|\p{Cs}/gu, 'x')),
)
const NAMES = fc.constantFrom(
  'r',
  's',
  't',
  'si',
  'ref',
  'spans',
  'numFmtId',
  'xfId',
  'formatCode',
  'Id',
  'r:id',
  'Target',
  'Type',
  'state',
  'name',
  'count',
  '__proto__',
)
const PIECES = fc.constantFrom(
  '<row/>',
  '<row r="1048576"/>',
  '<c/>',
  '<c r="XFD1"/>',
  '<v>9</v>',
  '<v/>',
  '<f t="array" ref="A1:XFD1048576">1</f>',
  '<is><t>x</t></is>',
  '<!-- <row> -->',
  '<![CDATA[<c>]]>',
  '<?x y?>',
  '&#0;',
  '&lt;',
  '&bad;',
  '</row>',
  '</c>',
  '<x:y xmlns:x="z"/>',
  '<extLst><ext><row r="7"><c r="A7"><v>1</v></c></row></ext></extLst>',
  '<xf/>',
  '<si/>',
  '<t>x</t>',
  '<rPh sb="0" eb="1"><t>x</t></rPh>',
  '<sheetData/>',
  '\ufeff',
  '\r',
  '😀',
  '<a a="1" a="2"/>',
)

/** Changes a text at one of the places that a pattern finds. */
const at = (text: string, pattern: RegExp, turn: number, change: (found: string) => string): string => {
  const found = Array.from(text.matchAll(pattern))
  const one = found[turn % Math.max(found.length, 1)]
  return one === undefined ? text : text.slice(0, one.index) + change(one[0]) + text.slice(one.index + one[0].length)
}

const mutation = fc.oneof(
  fc.tuple(VALUES).map(
    ([value]) =>
      (text: string, turn: number) =>
        at(text, /"[^"<]*"/g, turn, () => `"${value}"`),
  ),
  fc.tuple(NAMES, VALUES).map(
    ([name, value]) =>
      (text: string, turn: number) =>
        at(text, /<[A-Za-z:]+/g, turn, (found) => `${found} ${name}="${value}"`),
  ),
  fc.constant((text: string, turn: number) => at(text, / [A-Za-z:]+="[^"]*"/g, turn, () => '')),
  fc.constant((text: string, turn: number) => at(text, /<[^>]*>/g, turn, () => '')),
  fc.constant((text: string, turn: number) => at(text, /<[^>]*>/g, turn, (found) => found + found)),
  fc.tuple(PIECES).map(
    ([piece]) =>
      (text: string, turn: number) =>
        at(text, />/g, turn, (found) => found + piece),
  ),
  fc.constant((text: string, turn: number) => at(text, /<row.*?<\/row>/gs, turn, (found) => found + found)),
  fc.constant((text: string, turn: number) => text.slice(0, turn % text.length)),
)

describe('a part of a workbook that says anything', () => {
  const parts = sound()
  const names = Object.keys(parts).filter((name) => !name.endsWith('.png'))
  test('is read, or refused; and what is written of it again reads back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(SHEET, SHEET, ...names), mutation, fc.nat({ max: 1000 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (changes) => {
          const changed: Record<string, string | Uint8Array> = { ...parts }
          for (const [name, mutate, turn] of changes) changed[name] = mutate(String(changed[name]), turn)
          const result = await tryOut(await zip(changed as Parts))
          if (typeof result === 'string') expectSentence(result)
        },
      ),
      effort(30, 100),
    )
  })
})

describe('what a small file could make endless', () => {
  const header = textRows(['Record ID', 'Phone'])

  test('a long text that thousands of cells name: refused once what is read of it is far more than the file', async () => {
    const cells = '<row><c/><c t="s"><v>0</v></c></row>'.repeat(2000)
    const strings = `<si><t>${'9'.repeat(4_000_000)}</t></si>`
    const bytes = await zip(workbook({ sheets: { Sheet1: header + cells }, strings }))
    let decoded = 0
    const read = async () => {
      const file = await openXlsx(saveBytes(bytes))
      for await (const rows of file.rows()) for (const row of rows) decoded += row.cell(1).length
    }
    await expect(read()).rejects.toThrow('its cells repeat long texts so often')
    expect(decoded).toBeLessThan(64 * 1024 * 1024 + 32 * cells.length * 2)
    const few = await zip(workbook({ sheets: { Sheet1: header + cells.slice(0, cells.length / 500) }, strings }))
    expect((await readTable(await openXlsx(saveBytes(few)))).rows).toHaveLength(4)
  })

  test('a row of 16,384 cells, none in the first column, is looked through once for each', async () => {
    const names = Array.from({ length: 16_383 }, (_, at) => referenceOf(at + 1, 2))
    const bytes = await zip(
      workbook({
        sheets: { Sheet1: `${header}<row r="2">${names.map((name) => `<c r="${name}"><v>1</v></c>`).join('')}</row>` },
      }),
    )
    const file = await openXlsx(saveBytes(bytes))
    for await (const rows of file.rows()) {
      for (const row of rows) {
        expect(row.cell(0)).toBe('')
        // Were it looked for from the beginning each time, this would take minutes.
        for (let turn = 0; turn < 20; turn += 1) for (let column = 1; column < 16_384; column += 1) row.cell(column)
        expect(row.cell(16_383)).toBe('1')
      }
    }
  })

  test('a million styles and formats, of which one is used', async () => {
    const formats = Array.from({ length: 200_000 }, (_, at) => `<numFmt numFmtId="${at + 164}" formatCode="0${at}"/>`)
    const styles = `<numFmts>${formats.join('')}</numFmts><cellXfs>${'<xf numFmtId="165"/>'.repeat(400_000)}</cellXfs>`
    const sheets = { Sheet1: `${header}<row><c/><c s="7"><v>5</v></c></row>` }
    expect((await readTable(await openXlsx(saveBytes(await zip(workbook({ sheets, styles })))))).rows).toEqual([
      [2, '', '51'],
    ])
  })

  test('formulas for arrays, more than a sheet has: their cells are kept as one block', async () => {
    const rows = Array.from(
      { length: 5000 },
      () => '<row><c/><c><f t="array" ref="B1:XFD1048576">1</f><v>1</v></c></row>',
    )
    const file = await openXlsx(saveBytes(await zip(workbook({ sheets: { Sheet1: header + rows.join('') } }))))
    for await (const batch of file.rows()) for (const row of batch) expect(row.isFixed?.(1)).toBe(true)
  })
})

test('a file that is given back while it is read fails as a file does', async () => {
  const path = saveBytes(await zip(sound()))
  for (let turn = 0; turn < 20; turn += 1) {
    const file = await openXlsx(turn % 2 ? path : await open(path))
    const rows = file.rows()[Symbol.asyncIterator]()
    const first = rows.next()
    file.close()
    await Promise.allSettled([first, rows.next(), rows.return?.()])
  }
  expect(readFileSync(path).length).toBeGreaterThan(0)
})
