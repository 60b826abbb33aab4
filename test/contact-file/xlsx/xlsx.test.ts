import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Repair, TableRow } from '../../../src/contact-file/table.ts'
import { openXlsx } from '../../../src/contact-file/xlsx/xlsx.ts'
import { openArchive } from '../../../src/contact-file/xlsx/zip.ts'
import {
  collect,
  readTable,
  readWorkbook,
  saveBytes,
  saveWorkbook,
  textRows,
  unzip,
  type WorkbookOptions,
  workbook,
  zip,
} from '../workbooks.ts'

const HEADER =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>Record ID</t></is></c><c r="B1" t="inlineStr"><is><t>Phone Number</t></is></c></row>'

/** The one cell of a workbook that is below the header "Value". */
async function showCell(cell: string, options: Partial<WorkbookOptions> = {}) {
  const rows = `${textRows(['Value', 'Second'])}<row>${cell}<c t="str"><v>x</v></c></row>`
  const { rows: read, notices } = await readWorkbook({ sheets: { Sheet1: rows }, ...options })
  return { text: read[0]?.[1], notices }
}

describe('a cell says what Excel shows', () => {
  test.each([
    ['a number', '<c><v>353871234567</v></c>', '353871234567'],
    ['a number as libraries write it', '<c t="n"><v>3.53871234567E11</v></c>', '353871234567'],
    ['a text of its own', '<c t="inlineStr"><is><t>087 123 4567</t></is></c>', '087 123 4567'],
    [
      'a text in several fonts',
      '<c t="inlineStr"><is><r><rPr><b/></rPr><t>+353</t></r><r><t> 87</t></r></is></c>',
      '+353 87',
    ],
    [
      'a text with how it is pronounced',
      '<c t="inlineStr"><is><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></is></c>',
      '山田',
    ],
    ['the last result of a formula', '<c t="str"><f>"+"&amp;A1</f><v>+353871234567</v></c>', '+353871234567'],
    ['the last result of a formula, a number', '<c><f t="shared" ref="A2:A3" si="0">A1+1</f><v>5</v></c>', '5'],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c t="b"><v>0</v></c>', 'FALSE'],
    ['an error', '<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['a date as text', '<c t="d"><v>2012-03-04</v></c>', '2012-03-04'],
    ['characters that XML cannot hold', '<c t="str"><v>a_x0007_b_x005F_x0007_</v></c>', 'a\u0007b_x0007_'],
    ['entities and sections', '<c t="str"><v>A &amp; B&#10;<![CDATA[<C>]]><!-- no --> D</v></c>', 'A & B\n<C> D'],
    ['nothing', '<c/>', ''],
    ['a style and nothing', '<c s="0"><v></v></c>', ''],
  ])('%s', async (_what, cell, text) => expect((await showCell(cell)).text).toBe(text))

  test('a shared text, in one font or several', async () => {
    const strings =
      '<si><t>x</t></si><si><r><t>+353 </t></r><r><t xml:space="preserve">87 </t></r><rPh><t>no</t></rPh></si><si/>'
    expect((await showCell('<c t="s"><v>1</v></c>', { strings })).text).toBe('+353 87 ')
    expect((await showCell('<c t="s"><v>2</v></c>', { strings })).text).toBe('')
  })

  test('a date that was a phone number, a number with the zeros of its format', async () => {
    const styles = `<numFmts><numFmt numFmtId="164" formatCode="0000000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>`
    const show = async (style: number, value: string) =>
      (await showCell(`<c s="${style}"><v>${value}</v></c>`, { styles })).text
    expect(await show(0, '40972')).toBe('40972')
    expect(await show(1, '40972')).toBe('2012-03-04')
    expect(await show(2, '871234567')).toBe('0871234567')
    expect(await show(9, '871234567')).toBe('871234567')
  })

  test('digits beyond the fifteenth are said to be lost', async () => {
    const { text, notices } = await showCell('<c><v>35387123456789012</v></c>')
    expect(text).toBe('3.5387123456789E+16')
    expect(notices).toEqual(['1 number has more than 15 digits: Excel has replaced the further ones by zeros'])
    expect((await showCell('<c><v>353871234567</v></c>')).notices).toEqual([])
  })
})

describe('rows', () => {
  test('have the numbers of the sheet; blank ones count and are no row', async () => {
    const rows = `<row r="3">${textRows(['Record ID', 'Phone Number']).slice(5, -6)}</row><row r="4"/><row r="5"><c r="B5" s="1"/><c r="C5" t="str"><v> </v></c></row><row r="9"><c r="B9"><v>1</v></c></row>`
    expect(await readWorkbook({ sheets: { Sheet1: rows } })).toEqual({
      headers: ['Record ID', 'Phone Number'],
      rows: [[9, '', '1']],
      notices: [],
    })
  })

  test('and cells follow the one before where they do not say where they stand', async () => {
    const rows = `<row>${'<c t="str"><v>a</v></c>'}<c r="AB1" t="str"><v>z</v></c></row><row/><row><c><v>1</v></c><c r="AA3"><v>27</v></c><c><v>28</v></c></row>`
    const { headers, rows: read } = await readWorkbook({ sheets: { Sheet1: rows } })
    expect(headers).toHaveLength(28)
    expect([headers[0], headers[1], headers[27]]).toEqual(['a', '', 'z'])
    expect([read[0]?.[0], read[0]?.[1], read[0]?.[26], read[0]?.[27], read[0]?.[28]]).toEqual([3, '1', '', '27', '28'])
  })

  test('with cells beyond the header are no problem: each names its column', async () => {
    const file = await openXlsx(await saveWorkbook({ sheets: { Sheet1: textRows(['a'], ['1', '2']) } }))
    for await (const [row] of file.rows()) {
      if (row) expect([row.problem, row.cell(0), row.cell(1), row.cell(2)]).toEqual([null, '1', '2', ''])
    }
  })

  test('only of the first sheet that is visible, and the others are named', async () => {
    const sheets = {
      'hidden one': textRows(['no'], ['0']),
      Contacts: textRows(['yes'], ['1']),
      'Deals\u202e': '',
      'hidden two': '',
      C: '',
      D: '',
      E: '',
    }
    expect(await readWorkbook({ sheets })).toEqual({
      headers: ['yes'],
      rows: [[2, '1']],
      notices: ['only the first visible sheet, "Contacts", is read, not "Deals", "C", "D" and 1 more'],
    })
  })

  test('in a workbook whose elements all have a prefix', async () => {
    const sheets = { Sheet1: textRows(['a'], ['1']).replace(/<(\/?)/g, '<$1x:') }
    expect((await readWorkbook({ sheets, prefix: 'x:' })).rows).toEqual([[2, '1']])
  })

  test('of 16,384 columns, and cells far longer than Excel allows', async () => {
    const wide = Array.from({ length: 16_384 }, (_, index) => `H${index}`)
    const { headers } = await readWorkbook({ sheets: { Sheet1: textRows(wide, ['1']) } })
    expect(headers).toEqual(wide)
    const long = 'x'.repeat(1_000_000)
    expect((await showCell(`<c t="str"><v>${long}</v></c>`)).text).toBe(long)
    expect((await showCell('<c t="s"><v>0</v></c>', { strings: `<si><t>${long}</t></si>` })).text).toBe(long)
  })

  test('whose texts are shared come right, however many there are', async () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `${'é€😀'.repeat(index % 700)}${index}`)
    const strings = texts.map((text) => `<si><t>${text}</t></si>`).join('')
    const rows = texts.map((_, index) => `<row><c t="s"><v>${texts.length - 1 - index}</v></c></row>`).join('')
    const { headers, rows: read } = await readWorkbook({ sheets: { Sheet1: rows }, strings })
    expect([...headers, ...read.map(([, text]) => text)]).toEqual(texts.reverse())
  })
})

describe('what is no contacts workbook is refused, and the message says why', () => {
  const sound = () => workbook({ sheets: { Sheet1: textRows(['Record ID', 'Phone Number'], ['1', '+353871234567']) } })
  const withSheet = (xml: string) => ({ ...sound(), 'xl/worksheets/sheet1.xml': xml })
  const withRows = (rows: string) => workbook({ sheets: { Sheet1: HEADER + rows } })
  const errorOf = async (bytes: Uint8Array) => {
    try {
      await readTable(await openXlsx(saveBytes(bytes)))
    } catch (error) {
      expect(error).toMatchObject({ name: 'ContactFileError' })
      return (error as Error).message
    }
    throw new Error('expected an error')
  }

  test.each([
    ['an empty file', Buffer.alloc(0), 'found an empty file'],
    ['a text', Buffer.from('Record ID,Phone Number\n'), 'found a file of another kind'],
    ['Excel 97, or a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a workbook with a password, or of Excel 97'],
    ['gzip', Buffer.from('1f8b0800', 'hex'), 'unpack it first'],
    ['only the start of a ZIP file', Buffer.from('504b0304', 'hex'), 'cut off or damaged'],
  ])('%s', async (_what, bytes, message) => expect(await errorOf(bytes)).toContain(message))

  test.each<[string, () => Record<string, string | Uint8Array>, string]>([
    [
      'a ZIP file with other things',
      () => ({ 'word/document.xml': '<a/>' }),
      'a ZIP file without one (it holds word/document.xml)',
    ],
    ['a ZIP file with nothing', () => ({}), 'a ZIP file with nothing in it'],
    ['a binary workbook', () => ({ 'xl/workbook.bin': '' }), 'a binary workbook (.xlsb)'],
    ['OpenDocument', () => ({ mimetype: 'x', 'content.xml': '<a/>' }), 'an OpenDocument file (.ods)'],
    ['Numbers', () => ({ 'Index/Document.iwa': '' }), 'an Apple Numbers file'],
    ['no visible sheet', () => ({ ...workbook({ sheets: { hidden: '' } }) }), 'expected a visible sheet'],
    [
      'a blank sheet',
      () => ({ ...workbook({ sheets: { Sheet1: '' } }) }),
      'the sheet "Sheet1", the first that is visible, found it blank',
    ],
    [
      'a header only',
      () => ({ ...withRows('') }),
      'expected contacts below the header of the sheet "Sheet1", found none',
    ],
    [
      'XML that is cut off',
      () => withSheet('<worksheet><sheetData><row><c><v>1'),
      'xl/worksheets/sheet1.xml cannot be read, line 1, column',
    ],
    ['XML that is none', () => withSheet('Record ID'), 'expected XML'],
    [
      'bytes that are not UTF-8',
      () => ({ ...sound(), 'xl/worksheets/sheet1.xml': Buffer.from('<worksheet>\xe9</worksheet>', 'latin1') }),
      'expected UTF-8',
    ],
    ['NUL bytes', () => withSheet('<worksheet><sheetData>\0</sheetData></worksheet>'), 'expected XML'],
    [
      'entities that expand a billion times',
      () =>
        withSheet(
          `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`,
        ),
      'expected no document type',
    ],
    [
      'entities from elsewhere',
      () => withSheet('<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'),
      'expected no document type',
    ],
    ['an entity nobody declared', () => withSheet('<worksheet>&lol;</worksheet>'), 'expected XML (undefined entity.)'],
    ['deep nesting', () => withSheet('<a>'.repeat(100_000)), 'nested more than 64 deep'],
    [
      'a text without end',
      () => withSheet(`<worksheet><sheetData><row><c><v>${'1'.repeat(9_000_000)}`),
      '8 MB without an element',
    ],
    [
      'a comment without end',
      () => withSheet(`<worksheet><!-- ${randomBytes(5_000_000).toString('hex')}`),
      '8 MB without an element',
    ],
    [
      'a row without end',
      () => ({
        ...withRows(`<row>${'<c/>'.repeat(16_000)}<c><is>${'<t>123456789012345678901234567890</t>'.repeat(250_000)}`),
      }),
      'row 2 of its sheet is longer than 8 MB',
    ],
    [
      'a million columns',
      () => ({ ...withRows(`<row>${'<c/>'.repeat(1_000_000)}</row>`) }),
      'found cell 16385 in row 2',
    ],
    [
      'a column beyond the last',
      () => ({ ...withRows('<row><c r="XFE2"/></row>') }),
      'columns A to XFD, each after the one before, found cell XFE2 in row 2',
    ],
    [
      'a column without end',
      () => ({ ...withRows(`<row><c r="${'Z'.repeat(100_000)}2"/></row>`) }),
      'found cell ZZZZZZZZZZZZZZZZZZZ… in row 2',
    ],
    ['a cell without a column', () => ({ ...withRows('<row><c r="7"/></row>') }), 'found cell 7 in row 2'],
    [
      'a row beyond the last',
      () => ({ ...withRows('<row r="1048577"><c><v>1</v></c></row>') }),
      'up to 1,048,576, found row 1048577',
    ],
    ['a row that is no number', () => ({ ...withRows('<row r="x"><c><v>1</v></c></row>') }), 'found row x'],
    ['rows out of order', () => ({ ...withRows('<row r="1"><c><v>1</v></c></row>') }), 'expected a row after 1 and'],
    ['cells out of order', () => ({ ...withRows('<row><c r="B2"/><c r="A2"/></row>') }), 'found cell A2 in row 2'],
    [
      'a shared text that is not there',
      () => ({ ...withRows('<row><c r="B2" t="s"><v>7</v></c></row>') }),
      'cell B2 refers to text 7 of the 0 that the workbook has',
    ],
    [
      'a shared text by no number',
      () => ({ ...withRows('<row><c r="B2" t="s"><v>-1</v></c></row>') }),
      'cell B2 refers to text -1 of the 0',
    ],
  ])('%s', async (_what, parts, message) => expect(await errorOf(await zip(parts()))).toContain(message))

  test('a shared text without end', async () => {
    const strings = `<si>${`<t>${'x'.repeat(1_000_000)}</t>`.repeat(9)}</si>`
    expect(await errorOf(await zip(workbook({ sheets: { Sheet1: HEADER }, strings })))).toContain(
      'its texts take more than 256 MB',
    )
  })

  test('a workbook cut off anywhere', async () => {
    const whole = await zip(sound())
    for (let length = 5; length < whole.length; length += 97) {
      expect(await errorOf(whole.subarray(0, length))).toMatch(/cut off or damaged.*Get the file anew/)
    }
  })

  test('a workbook with changed bytes, if it can still be opened', async () => {
    const whole = await zip(sound())
    const expected = await readTable(await openXlsx(saveBytes(whole)))
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(whole)
        damaged[at] = (damaged[at] ?? 0) ^ change
        const read = await openXlsx(saveBytes(damaged))
          .then(readTable)
          .catch((error: Error) => error)
        if (read instanceof Error) expect(read.name).toBe('ContactFileError')
        else expect(read).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })

  test('a directory that is said to be where no file reaches', async () => {
    const ends = Buffer.alloc(46)
    ends.write('PK\u0003\u0004')
    ends.writeUInt32LE(0x07064b50, 4)
    ends.writeBigUInt64LE(2n ** 63n, 12)
    ends.writeUInt32LE(1, 20)
    ends.writeUInt32LE(0x06054b50, 24)
    ends.fill(0xff, 32, 44)
    expect(await errorOf(ends)).toContain('its table of contents, which should end at byte 46, cannot be read')
  })

  test('a part packed by a method that workbooks do not use', async () => {
    const whole = await zip(sound())
    for (let at = whole.indexOf('PK\u0001\u0002'); at !== -1; at = whole.indexOf('PK\u0001\u0002', at + 1))
      whole.writeUInt16LE(12, at + 10)
    expect(await errorOf(whole)).toContain('it is packed by method 12')
  })

  test('a part whose checksum does not fit', async () => {
    const whole = await zip(sound())
    const directory = whole.indexOf('PK\u0001\u0002')
    for (let at = directory; at !== -1; at = whole.indexOf('PK\u0001\u0002', at + 1)) whole.writeUInt32LE(1, at + 16)
    expect(await errorOf(whole)).toContain('cannot be read (its checksum does not fit)')
  })

  test('a part that is encrypted', async () => {
    const whole = await zip(sound())
    for (let at = whole.indexOf('PK\u0001\u0002'); at !== -1; at = whole.indexOf('PK\u0001\u0002', at + 1)) {
      whole.writeUInt16LE(whole.readUInt16LE(at + 8) | 1, at + 8)
    }
    expect(await errorOf(whole)).toContain('is encrypted')
  })

  test('a ZIP bomb, before it is unpacked', async () => {
    const bomb = await zip({ ...sound(), 'xl/media/image1.xml': Buffer.alloc(80 * 1024 * 1024) })
    expect(await errorOf(bomb)).toMatch(/would unpack to 81 MB, \d+ times its size: it is not unpacked/)
  })

  test('a ZIP bomb that says it is small', async () => {
    const bomb = await zip({ ...sound(), 'xl/worksheets/sheet1.xml': Buffer.alloc(80 * 1024 * 1024, ' ') })
    const name = bomb.lastIndexOf('xl/worksheets/sheet1.xml')
    bomb.writeUInt32LE(1000, name - 46 + 24)
    expect(await errorOf(bomb)).toContain('xl/worksheets/sheet1.xml cannot be read (it does not have the 1000 bytes')
  })

  test('a workbook of more parts than any has', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}.png`, '']))
    expect(await errorOf(await zip(many))).toContain('at most 10000 parts, found 10001')
  })

  test('a list of sheets that would fill the memory', async () => {
    const huge = `<workbook>${randomBytes(17_000_000).toString('hex')}</workbook>`
    expect(await errorOf(await zip({ ...sound(), 'xl/workbook.xml': huge }))).toContain('more than 32 MB')
  })

  test.runIf(existsSync('/proc/self/fd'))('and the file is given back, however far it was read', async () => {
    // More than is unpacked at once.
    const rows = Array.from({ length: 20_000 }, () => [randomBytes(8).toString('hex')])
    const path = await saveWorkbook({ sheets: { Sheet1: textRows(['a'], ...rows) } })
    const link = (descriptor: string) => readlinkSync(`/proc/self/fd/${descriptor}`)
    const isOpen = () =>
      readdirSync('/proc/self/fd').some((each) => existsSync(`/proc/self/fd/${each}`) && link(each) === path)
    const file = await openXlsx(path)
    expect(isOpen()).toBe(true)
    file.close()
    await readTable(await openXlsx(path))
    await collect((await openXlsx(path)).rewrite(() => []))
    await collect((await openXlsx(path)).rewriteChanged(() => [], [0]))
    for await (const _ of (await openXlsx(path)).rows()) break
    await vi.waitFor(() => expect(isOpen()).toBe(false))
    const other = saveBytes(await zip({ a: '' }))
    await expect(openXlsx(other)).rejects.toThrow()
    await vi.waitFor(() =>
      expect(
        readdirSync('/proc/self/fd').map((each) => existsSync(`/proc/self/fd/${each}`) && link(each)),
      ).not.toContain(other),
    )
  })
})

describe('a workbook written again', () => {
  const rich = (): Record<string, string | Uint8Array> => ({
    ...workbook({
      sheets: {
        Sheet1: `${HEADER}<row r="2" spans="1:2"><c r="A2" s="1"><v>101</v></c>\r\n <c r="B2" s="2" t="s"><v>0</v></c></row><row r="3"/><row r="4"><c r="A4" t="str"><v>😀é</v></c><c r="C4"><f>1+1</f><v>2</v></c></row>`,
        Other: textRows(['x'], ['y']),
      },
      strings: '<si><t>087 123 4567</t></si>',
      styles: '<cellXfs><xf/><xf/><xf/></cellXfs>',
    }),
    'xl/media/picture.png': randomBytes(70_000),
  })

  const rewriteWith = async (
    parts: Record<string, string | Uint8Array>,
    decide: (row: TableRow) => readonly Repair[],
  ) => {
    const file = await openXlsx(saveBytes(await zip(parts)))
    const path = saveBytes(await collect(file.rewrite(decide)))
    return { path, parts: Object.fromEntries(await unzip(path)), notices: file.notices() }
  }
  const sheetOf = (parts: Record<string, string>) =>
    Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? '', 'latin1').toString()

  test('without repairs has the same parts, in the same order', async () => {
    const before = await zip(rich())
    const after = saveBytes(await collect((await openXlsx(saveBytes(before))).rewrite(() => [])))
    expect(await unzip(after)).toEqual(await unzip(saveBytes(before)))
  })

  test('keeps the times of its parts, and does not compress its pictures', async () => {
    const { path } = await rewriteWith(rich(), () => [])
    const archive = await openArchive(path)
    expect(archive.find('XL/media/PICTURE.png')).toMatchObject({
      isStored: true,
      modified: new Date(2026, 0, 2, 3, 4, 6),
    })
    expect(archive.find('xl/workbook.xml')?.isStored).toBe(false)
    archive.close()
  })

  test('holds the repaired texts in cells of the same style, and nothing else changes', async () => {
    const decide = (row: TableRow) => (row.row === 2 ? [{ column: 1, value: '+353871234567' }] : [])
    const { parts, path } = await rewriteWith(rich(), decide)
    const { parts: before } = await rewriteWith(rich(), () => [])
    const sheet = sheetOf(before).replace(
      '<c r="B2" s="2" t="s"><v>0</v></c>',
      '<c r="B2" s="2" t="inlineStr"><is><t>+353871234567</t></is></c>',
    )
    expect(sheetOf(parts)).toBe(sheet)
    expect({ ...parts, 'xl/worksheets/sheet1.xml': '', 'xl/media/picture.png': '' }).toEqual({
      ...before,
      'xl/worksheets/sheet1.xml': '',
      'xl/media/picture.png': '',
    })
    expect((await readTable(await openXlsx(path))).rows).toEqual([
      [2, '101', '+353871234567'],
      [4, '😀é', ''],
    ])
  })

  test('asks once for each row below the header that is not blank', async () => {
    const asked: number[] = []
    await rewriteWith(rich(), (row) => {
      asked.push(row.row)
      return []
    })
    expect(asked).toEqual([2, 4])
  })

  test('gets cells that were not there, where they belong', async () => {
    const decide = (row: TableRow) =>
      row.row === 4
        ? [
            { column: 3, value: 'D' },
            { column: 1, value: 'B' },
            { column: 0, value: '' },
          ]
        : []
    const { parts, path } = await rewriteWith(rich(), decide)
    expect(sheetOf(parts)).toContain(
      '<row r="4"><c r="A4"/><c r="B4" t="inlineStr"><is><t>B</t></is></c><c r="C4"><f>1+1</f><v>2</v></c><c r="D4" t="inlineStr"><is><t>D</t></is></c></row>',
    )
    expect((await readTable(await openXlsx(path))).rows[1]).toEqual([4, '', 'B'])
  })

  test('says where spaces count', async () => {
    const { parts } = await rewriteWith(rich(), () => [{ column: 1, value: ' +1' }])
    expect(sheetOf(parts)).toContain('<t xml:space="preserve"> +1</t>')
  })

  test('with the prefix that its elements have', async () => {
    const sheets = { Sheet1: textRows(['a'], ['1']).replace(/<(\/?)/g, '<$1x:') }
    const { parts } = await rewriteWith({ ...workbook({ sheets, prefix: 'x:' }) }, () => [{ column: 0, value: '2' }])
    expect(sheetOf(parts)).toContain('<x:row><x:c r="A2" t="inlineStr"><x:is><x:t>2</x:t></x:is></x:c></x:row>')
  })

  test('with a byte order mark, and characters cut in two anywhere', async () => {
    const mark = (text: string) => `\ufeff${text}`
    const rows = Array.from({ length: 3000 }, (_, index) => [`${index}`, `é€😀\r\n${'😀'.repeat(index % 13)}`])
    const parts = workbook({ sheets: { Sheet1: textRows(['id', 'text'], ...rows) } })
    const before = { ...parts, 'xl/worksheets/sheet1.xml': mark(String(parts['xl/worksheets/sheet1.xml'])) }
    const { parts: after } = await rewriteWith(before, (row) => (row.row % 2 ? [{ column: 0, value: 'even' }] : []))
    let index = -1
    const expected = before['xl/worksheets/sheet1.xml'].replace(/<row><c .*?<\/c>/g, (found) => {
      index += 1
      return index > 0 && index % 2 === 0 ? `<row><c r="A${index + 1}" t="inlineStr"><is><t>even</t></is></c>` : found
    })
    expect(sheetOf(after)).toBe(expected)
  })

  test('loses a formula that is repaired, with the order of calculation, and says in which cell', async () => {
    const sheets = {
      Sheet1: `${HEADER}<row r="2"><c r="A2"><f>1</f><v>1</v></c><c r="B2" t="str" cm="1"><f>"00"&amp;A2</f><v>a</v></c></row><row r="3"><c r="B3" t="str"><f>"00"&amp;A3</f><v>b</v></c></row><row r="4"><c r="B4"><v>4</v></c></row>`,
    }
    const parts = workbook({ sheets, calculation: '<c r="B2" i="1"/>', styles: '' })
    const { parts: kept, notices: none } = await rewriteWith({ ...parts }, () => [])
    expect(Object.keys(kept).sort()).toEqual(Object.keys(parts).sort())
    expect(kept).toEqual(parts)
    expect(none).toEqual([])
    const { parts: after, notices } = await rewriteWith({ ...parts }, () => [{ column: 1, value: '+1' }])
    expect(sheetOf(after)).toContain(
      '<row r="2"><c r="A2"><f>1</f><v>1</v></c><c r="B2" t="inlineStr"><is><t>+1</t></is></c></row><row r="3"><c r="B3" t="inlineStr"><is><t>+1</t></is></c></row>',
    )
    expect(Object.keys(after)).not.toContain('xl/calcChain.xml')
    expect(JSON.stringify(after)).not.toMatch(/calcChain/)
    expect(after['[Content_Types].xml']).toMatch(/styles\+xml"\/><\/Types>$/)
    expect(notices).toEqual(['2 repaired cells held a formula, which the repaired text replaces: "Sheet1" B2:B3'])
  })

  test.each([
    ['that others share', '<f t="shared" ref="B2:B4" si="0">A2</f>', [true, false, false]],
    ['that others share, unsaid', '<f t="shared" si="0">A2</f>', [true, false, false]],
    ['shared with nobody', '<f t="shared" ref="B2" si="0">A2</f>', [false, false, false]],
    ['of an array', '<f t="array" ref="B2:B3">A2:A3</f>', [true, true, false]],
    ['of an array of one cell', '<f t="array" ref="B2">A2</f>', [false, false, false]],
    ['of a data table', '<f t="dataTable" ref="B2:B4" dt2D="1" dtr="1" r1="C1" r2="C2"/>', [true, true, true]],
  ])('keeps a formula %s', async (_what, f, fixed) => {
    const shared = f.includes('shared') ? '<f t="shared" si="0"/>' : ''
    const rows = [f, shared, shared].map(
      (formula, at) => `<row><c><v>${at}</v></c><c t="str">${formula}<v>00353871234567</v></c></row>`,
    )
    const file = await openXlsx(await saveWorkbook({ sheets: { Sheet1: HEADER + rows.join('') } }))
    const found: boolean[] = []
    for await (const batch of file.rows()) for (const row of batch) found.push(row.isFixed?.(1) === true)
    expect(found).toEqual(fixed)
    expect(file.notices().join()).toContain(
      fixed.includes(true) ? 'not repaired, since other cells need the formula in it: "Sheet1" B2' : '',
    )
    const repair = async () =>
      rewriteWith(workbook({ sheets: { Sheet1: HEADER + rows.join('') } }), () => [{ column: 1, value: '+1' }])
    if (fixed.includes(true)) await expect(repair()).rejects.toThrow('cell B2 must keep its formula')
    else expect(sheetOf((await repair()).parts)).not.toContain('<f')
  })

  test('shows a repaired text as it is, where the style of the cell would add to it', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="&quot;+&quot;@"/><numFmt numFmtId="165" formatCode="&quot;+&quot;0"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="164" fontId="1"/><xf numFmtId="165" fontId="2"/><xf fontId="1"/></cellXfs>'
    const sheets = {
      Sheet1: `${HEADER}<row><c/><c s="1" t="str"><v>353871234567</v></c></row><row><c/><c s="2"><v>353871234567</v></c></row>`,
    }
    const file = await openXlsx(await saveWorkbook({ sheets, styles }))
    expect((await readTable(file)).rows).toEqual([
      [2, '', '+353871234567'],
      [3, '', '+353871234567'],
    ])
    const { path, parts } = await rewriteWith(workbook({ sheets, styles }), () => [{ column: 1, value: '+1' }])
    expect(sheetOf(parts)).toContain('<c r="B2" s="3" t="inlineStr">')
    expect(sheetOf(parts)).toContain('<c r="B3" s="2" t="inlineStr">')
    expect((await readTable(await openXlsx(path))).rows).toEqual([
      [2, '', '+1'],
      [3, '', '+1'],
    ])
  })

  test('fails where its sheet does, however far that is', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [`${index}`])
    const sheets = { Sheet1: `${textRows(['a'], ...rows)}<row r="1"><c><v>1</v></c></row>` }
    const file = await openXlsx(await saveWorkbook({ sheets }))
    await expect(collect(file.rewrite(() => []))).rejects.toThrow('expected a row after 5001')
    const again = await openXlsx(await saveWorkbook({ sheets }))
    await expect(collect(again.rewriteChanged(() => [], [0]))).rejects.toThrow('expected a row after 5001')
    const failing = await openXlsx(await saveWorkbook({ sheets: { Sheet1: textRows(['a'], ['1']) } }))
    const decide = () => {
      throw new Error('interrupted')
    }
    await expect(collect(failing.rewrite(decide))).rejects.toThrow('interrupted')
  })

  test('has the same rows, but for the repairs', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 6 })
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
    const inXml = (text: string) => text.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    await fc.assert(
      fc.asyncProperty(rows, cell, fc.nat({ max: 2 }), async (table, value, column) => {
        const sheets = {
          Sheet1: textRows(['a', 'b', 'c'], ['x', 'y', 'z'], ...table.map((cells) => cells.map(inXml))),
        }
        const path = await saveWorkbook({ sheets })
        const before = await readTable(await openXlsx(path))
        const repaired = await collect(
          (await openXlsx(path)).rewrite((row) => (row.row % 2 ? [{ column, value }] : [])),
        )
        const after = await readTable(await openXlsx(saveBytes(repaired)))
        const repair = ([row, ...cells]: readonly [number, ...string[]]) => [
          row,
          ...cells.map((text, at) => (row % 2 && at === column ? value : text)),
        ]
        const expected = before.rows.map(repair).filter(([, ...cells]) => cells.join('').trim() !== '')
        expect(after.rows).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('keeps all other cells, however many rows there are and where the pieces of its sheet end', async () => {
    // Also rows that are longer than what is unpacked at once.
    const size = fc.oneof(
      fc.record({ rows: fc.integer({ min: 1, max: 1500 }), width: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ rows: fc.integer({ min: 20, max: 60 }), width: fc.integer({ min: 200, max: 400 }) }),
    )
    await fc.assert(
      fc.asyncProperty(size, fc.constantFrom('', ' 😀\r\n', '\n\n'), async ({ rows, width }, between) => {
        const texts = (row: number) => Array.from({ length: width }, (_, at) => `${row}-${'é'.repeat(at % 20)}`)
        const table = Array.from({ length: rows }, (_, row) => texts(row))
        // Openings so long that some are cut in two.
        const opening = `<row spans="1:${width}" ht="${'0'.repeat(width * 10)}"${between.replace('😀', ' ')}>`
        const sheet = textRows(texts(-1), ...table)
          .replaceAll('</row>', `</row>${between}`)
          .replaceAll('<row>', opening)
        const path = await saveWorkbook({ sheets: { Sheet1: sheet } })
        const decide = ({ row }: TableRow) => (row % 3 === 0 ? [{ column: width - 1, value: `repaired ${row}` }] : [])
        const repaired = saveBytes(await collect((await openXlsx(path)).rewrite(decide)))
        const expected = table.map((cells, at) =>
          (at + 2) % 3 === 0 ? [at + 2, ...cells.slice(0, -1), `repaired ${at + 2}`] : [at + 2, ...cells],
        )
        expect((await readTable(await openXlsx(repaired))).rows).toEqual(expected)
      }),
      { numRuns: 15 },
    )
  })
})

describe('the rows that change, as a workbook of their own', () => {
  test('hold the columns that are asked for, as text', async () => {
    const path = await saveWorkbook({
      sheets: {
        Sheet1: `${HEADER}<row r="2"><c r="A2"><v>101</v></c><c r="B2"><v>353871234567</v></c></row><row r="3"><c r="A3"><v>102</v></c><c r="B3" t="str"><v>n/a</v></c></row><row r="4"><c r="B4"><v>44</v></c></row>`,
      },
    })
    const decide = (row: TableRow) => (row.cell(1) === 'n/a' ? [] : [{ column: 1, value: `+${row.cell(1)}` }])
    const changed = saveBytes(await collect((await openXlsx(path)).rewriteChanged(decide, [1, 0])))
    expect(await readTable(await openXlsx(changed))).toEqual({
      headers: ['Phone Number', 'Record ID'],
      rows: [
        [2, '+353871234567', '101'],
        [3, '+44', ''],
      ],
      notices: [],
    })
    expect((await unzip(changed)).find(([name]) => name.endsWith('sheet1.xml'))?.[1]).toContain(
      '<c r="B2" t="inlineStr"><is><t>101</t></is></c>',
    )
  })

  test('keep every character', async () => {
    const cell = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => text.trim() !== '' && !/\p{Cs}/u.test(text))
    await fc.assert(
      fc.asyncProperty(cell, async (value) => {
        const path = await saveWorkbook({ sheets: { Sheet1: textRows(['a'], ['1']) } })
        const changed = await collect((await openXlsx(path)).rewriteChanged(() => [{ column: 0, value }], [0]))
        expect((await readTable(await openXlsx(saveBytes(changed)))).rows).toEqual([[2, value]])
      }),
      { numRuns: 100, examples: [['_x000D_'], ['\u0000\u001b[31m'], [' a\r\nb\t'], ['=1+1&<>"'], ['_x005f_x0041_']] },
    )
  })

  test('may be none', async () => {
    const path = await saveWorkbook({ sheets: { Sheet1: textRows(['a'], ['1']) } })
    const changed = saveBytes(await collect((await openXlsx(path)).rewriteChanged(() => [], [0])))
    await expect(openXlsx(changed).then(readTable)).rejects.toThrow('expected contacts below the header')
  })
})
