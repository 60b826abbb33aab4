import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCsv } from '../../../src/contact-file/csv/csv.ts'
import type { Decide, Repair } from '../../../src/contact-file/table.ts'
import { dirt } from '../dirt.ts'
import { piecesOf, type ReadRow, readPieces, readText } from '../files.ts'

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be'] as const
const SIZES = fc.constantFrom(1, 2, 5, 64, 1_000_000)
const KEEP: Decide = () => []

async function rewritten(bytes: Buffer, decide: Decide, pieceSize = 7): Promise<Buffer> {
  return joined((await openCsv(piecesOf(bytes, pieceSize), { stretchBytes: pieceSize })).rewrite(decide))
}

async function changed(bytes: Buffer, decide: Decide, columns: readonly number[], pieceSize = 7): Promise<Buffer> {
  return joined(
    (await openCsv(piecesOf(bytes, pieceSize), { stretchBytes: pieceSize })).rewriteChanged(decide, columns),
  )
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** A text before and after, of a file with the header `id,phone,name`. */
async function repaired(text: string, ...repairs: Repair[]): Promise<string> {
  const bytes = await rewritten(Buffer.from(`id,phone,name\n${text}`), ({ row }) => (row === 2 ? repairs : []))
  return bytes.toString().slice('id,phone,name\n'.length)
}

const PHONE = { column: 1, value: '+353871234567' }

describe('a file is written again', () => {
  test.each([
    'blank-lines.csv',
    'glued-rows.csv',
    'hostile-names.csv',
    'mixed-line-ends.csv',
    'quoted-newlines.csv',
    'sample.csv',
    'separator-line.csv',
    'short-rows.csv',
    'unescaped-quotes.csv',
    'utf16be.csv',
    'utf16le-no-bom.csv',
    'utf16le.csv',
    'utf8-bom.csv',
    'windows-1252.csv',
  ])('%s: with its own bytes where nothing is repaired', async (name) => {
    const bytes = readFileSync(`fixtures/contacts/${name}`)
    expect(await rewritten(bytes, KEEP)).toEqual(bytes)
  })

  test('with half a character at its end, which was there before', async () => {
    const bytes = Buffer.from('x|y\n1|2\n3|4', 'utf16le').subarray(0, -1)
    expect(await rewritten(bytes, KEEP)).toEqual(bytes)
  })

  test.each(ENCODINGS)(
    'with its own bytes, whatever dirt is in them, or is refused as when it is read (%s)',
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(dirt(encoding), SIZES, async ({ bytes }, size) => {
          const refusal = await readPieces(bytes, size).then(
            () => null,
            (error: Error) => error.message,
          )
          const found = await rewritten(bytes, KEEP, size).catch((error: Error) => error.message)
          expect(found).toEqual(refusal ?? bytes)
        }),
        { numRuns: 200 },
      )
    },
  )

  test.each([
    ['a plain cell', '1,087 123 4567,Anna\n', '1,+353871234567,Anna\n'],
    ['a quoted cell, which stays quoted', '1,"087 123 4567","Anna"\n', '1,"+353871234567","Anna"\n'],
    ['a cell with blanks before it, which stay', '1,  "087", Anna \n', '1,  "+353871234567", Anna \n'],
    ['a cell with quotes that nobody closed rightly', '1,"087"x,Anna\n', '1,"+353871234567",Anna\n'],
    ['an empty cell', '1,,Anna\r\n2,,Bob', '1,+353871234567,Anna\r\n2,,Bob'],
    ['the last cell of a short row', '1\n2\n', '1,+353871234567\n2\n'],
    ['a row at the end of the file', '1,087', '1,+353871234567'],
    ['a row before blank lines', '1,087,A\r\n\r\n,,\r2,087,B', '1,+353871234567,A\r\n\r\n,,\r2,087,B'],
  ])('with a repair of %s', async (_what, before, after) => {
    expect(await repaired(before, PHONE)).toBe(after)
  })

  test.each([
    ['x,y', '1,"x,y",A'],
    ['x;y', '1,"x;y",A'],
    [' x', '1," x",A'],
    ['"x"', '1,"""x""",A'],
    ['x\ny', '1,"x\ny",A'],
    ['x "y"', '1,"x ""y""",A'],
    ['', '1,,A'],
  ])('with %j in quotes where it needs them', async (value, after) => {
    expect(await repaired('1,087,A', { column: 1, value })).toBe(after)
  })

  test('with several repairs of a row, in whatever order they come', async () => {
    const [id, name] = [
      { column: 0, value: '9' },
      { column: 2, value: 'Bob' },
    ]
    expect(await repaired('1,087\n', name, PHONE, id)).toBe('9,+353871234567,Bob\n')
  })

  test('with the repairs, and all else as it was, when it is read again', async () => {
    const value = fc.constantFrom('+353871234567', 'a"b', ' a', 'a,b;c|d\te', 'a\r\nb', 'é€')
    const choice = fc.array(
      fc.record({ row: fc.integer({ min: 2, max: 20 }), column: fc.integer({ min: 0, max: 2 }), value }),
    )
    const file = fc.oneof(...ENCODINGS.map((encoding) => dirt(encoding, { withBytes: false })))
    await fc.assert(
      fc.asyncProperty(file, choice, SIZES, async ({ bytes }, repairs, size) => {
        const before = await readPieces(bytes, size).catch(() => null)
        fc.pre(before !== null)
        const decide = decideBy(repairs)
        const after = await readPieces(await rewritten(bytes, decide, size), size)
        expect(after).toEqual({ ...before, rows: before.rows.map((row) => applied(row, decide)) })
      }),
      { numRuns: 200 },
    )
  })

  test('never with a repair of a row whose cells are not known, nor with two of one cell', async () => {
    await expect(repaired('1,2,3,4\n5,6,7\n', PHONE)).rejects.toThrow('row 2 cannot be repaired so')
    await expect(repaired('1,2,3\n', PHONE, PHONE)).rejects.toThrow('row 2 cannot be repaired so')
  })
})

type Choice = readonly (Repair & { readonly row: number })[]

/** One repair for each cell, and none where cells are not known. */
function decideBy(choice: Choice): Decide {
  const cells = new Map(choice.map((repair) => [`${repair.row} ${repair.column}`, repair]))
  return ({ row, problem }) => (problem === null ? [...cells.values()].filter((repair) => repair.row === row) : [])
}

function applied(row: ReadRow, decide: Decide): ReadRow {
  const cells = [...row.cells]
  for (const { column, value } of decide({ ...row, cell: (column) => cells[column] ?? '', print: () => 0 }))
    cells[column] = value
  return { ...row, cells }
}

describe('only what changes is written', () => {
  const decide: Decide = ({ row, problem }) => (row % 2 === 0 && problem === null ? [PHONE] : [])

  test('with the columns asked for, in their order', async () => {
    const bytes = Buffer.from('name;phone;id\r\nAnna;087;1\r\n"Byrne; Bob";087;2\r\nZoë;"087";3')
    expect((await changed(bytes, decide, [2, 1])).toString()).toBe(
      'id;phone\r\n1;+353871234567\r\n3;"+353871234567"\r\n',
    )
  })

  test('with the bytes that the other cells had', async () => {
    const bytes = Buffer.from('id,phone,name\n"1", 087, "A ""B"""\n')
    expect((await changed(bytes, decide, [0, 2])).toString()).toBe('id,name\n"1", "A ""B"""\n')
  })

  test('with nothing but the header when nothing changes', async () => {
    expect((await changed(Buffer.from('id,phone\r1,087\r'), KEEP, [0, 1])).toString()).toBe('id,phone\r')
  })

  test('with quotes around a header that would be taken for several', async () => {
    const bytes = Buffer.from('id;phone, home;a;b;c\n1;087\n')
    const file = await changed(bytes, decide, [0, 1])
    expect((await readText(file)).headers).toEqual(['id', 'phone, home'])
  })

  test('in the encoding of the file, with its mark and its separator line', async () => {
    const text = '\ufeffsep=;\r\nid;phone;näme\r\n1;087;Zoë\r\n'
    const file = await changed(Buffer.from(text, 'utf16le'), decide, [0, 1, 2])
    expect(file.toString('utf16le')).toBe('\ufeffsep=;\r\nid;phone;näme\r\n1;+353871234567;Zoë\r\n')
  })

  test('and is read again as those cells of those rows, whatever dirt is around them', async () => {
    await fc.assert(
      fc.asyncProperty(dirt('utf-8', { withBytes: false }), SIZES, async ({ bytes }, size) => {
        fc.pre(!bytes.includes(0))
        const before = await readPieces(bytes, size).catch(() => null)
        fc.pre(before !== null)
        const after = await readPieces(await changed(bytes, decide, [0, 1], size), size)
        const rows = before.rows.filter((row) => decide({ ...row, cell: () => '', print: () => 0 }).length > 0)
        expect(after.rows.map(({ cells }) => cells)).toEqual(rows.map(({ cells }) => [cells[0], PHONE.value]))
      }),
      { numRuns: 200 },
    )
  })
})

describe('in a line that is Windows-1252', () => {
  const bytes = Buffer.from('id,phone,name\n1,087\u00a0123,Zo\u00eb\n', 'latin1')
  const write = async (value: string) =>
    (await rewritten(bytes, () => [{ column: 1, value }])).toString('latin1').split('\n')[1]

  test('the other bytes stay, and a repair is written so, too', async () => {
    expect(await write(PHONE.value)).toBe('1,+353871234567,Zo\u00eb')
    expect(await write('\u00e9\u20ac\u2019')).toBe('1,\u00e9\u0080\u0092,Zo\u00eb')
  })

  test('a character that it lacks is refused', async () => {
    await expect(write('株')).rejects.toThrow(
      'row 2 is not UTF-8, and its encoding has no place for a character of its repair',
    )
  })
})

describe('the source is closed', () => {
  async function* source(onClose: () => void, text = 'Phone\n1\n2\n'.padEnd(10_000, '3\n')) {
    try {
      for (const byte of [text, text]) yield Buffer.from(byte)
    } finally {
      onClose()
    }
  }

  test.each([
    ['when the table is', 1, undefined],
    ['when reading breaks off', 2, undefined],
    ['when it is no text', 0, '\0'.repeat(10_000)],
    ['when it is blank', 0, '\n'.repeat(10_000_000)],
  ])('%s', async (_what, steps, text) => {
    let closed = 0
    const opening = openCsv(
      source(() => closed++, text),
      { stretchBytes: 100 },
    )
    if (steps === 0) await expect(opening).rejects.toThrow('expected a')
    if (steps === 1) (await opening).close()
    if (steps === 2) for await (const _ of (await opening).rows()) break
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(1)
  })
})
