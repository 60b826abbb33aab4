import { createReadStream, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Repair, TableRow } from '../../../src/contact-file/table.ts'
import { openVcard } from '../../../src/contact-file/vcard/vcard.ts'
import { parseNumber } from '../../../src/core/number/number.ts'
import { collect, readTable } from '../workbooks.ts'

const fixture = (name: string) => `fixtures/contacts/${name}`

async function readFixture(name: string) {
  return readTable(await openVcard(createReadStream(fixture(name))))
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

function open(text: string | Uint8Array, size = 5) {
  return openVcard(inPieces(Buffer.from(text), size))
}

async function rewrite(bytes: Uint8Array, decide: (row: TableRow) => readonly Repair[], size = 5): Promise<Buffer> {
  return collect((await open(bytes, size)).rewrite(decide))
}

/** Lines as one card of that version. */
function card(lines: readonly string[], version = '3.0', lineBreak = '\r\n'): string {
  return ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join(lineBreak)
}

async function readCard(...lines: string[]): Promise<string[]> {
  const [row = [0]] = (await readTable(await open(card(lines)))).rows
  return row.slice(1).map(String)
}

async function readPhones(...lines: string[]): Promise<string[]> {
  return (await readCard(...lines)).slice(5).filter((text) => text !== '')
}

describe('a card is a row', () => {
  test('under a header that is always the same', async () => {
    const { headers } = await readFixture('vcard-4.vcf')
    expect(headers.join()).toBe(
      'UID,Name,Organization,Email,Country,Phone 1,Phone 2,Phone 3,Phone 4,Phone 5,Phone 6,Phone 7,Phone 8',
    )
  })

  test.each<[string, (string | number)[][]]>([
    [
      'vcard-2.1.vcf',
      [
        [2, '', 'Anna Byrne', 'Acme Ltd', '', 'Ireland', '087 123 4567'],
        [3, '', 'Jörg Müller', '', '', '', '+493012345678'],
      ],
    ],
    [
      'vcard-3.vcf',
      [
        [
          2,
          '101',
          'Anna Byrne',
          'Byrne, Moran; Sons',
          'anna.byrne@acme.example',
          'Ireland',
          '(01) 234 5678',
          '+353 87 123 4567',
        ],
        [3, '102', 'Jörg Müller', '', '', ''],
      ],
    ],
    [
      'vcard-4.vcf',
      [
        [
          2,
          'urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1',
          'Anna Byrne',
          '',
          'anna.byrne@acme.example',
          'Ireland',
          '+353-1-234-5678 ext. 12',
          '+353871234567',
          '+353 21 438 0695',
        ],
      ],
    ],
    [
      'apple-groups.vcf',
      [[2, '', 'Anna Byrne', 'Acme Ltd', '', 'Ireland', '+353 87 123 4567', '+353 1 234 5678', '+353 21 438 0695']],
    ],
    ['vcard-utf16.vcf', [[2, '', 'Jörg Müller 株式会社', '', '', '', '087 123 4567']]],
  ])('%s', async (name, rows) => {
    const read = await readFixture(name)
    expect(read.rows).toEqual(rows.map((row) => [...row, ...Array<string>(14 - row.length).fill('')]))
    expect(read.notices).toEqual([])
  })

  test('vcard-windows-1252.vcf, which is told', async () => {
    const { rows, notices } = await readFixture('vcard-windows-1252.vcf')
    expect(rows[0]?.slice(2, 4)).toEqual(['Jörg Müller', 'Café Fünf'])
    expect(notices).toEqual(['3 lines are not UTF-8: read as Windows-1252'])
  })

  test('nine-phones.vcf: the ninth is told', async () => {
    const { rows, notices } = await readFixture('nine-phones.vcf')
    expect(rows[0]?.slice(6)).toHaveLength(8)
    expect(rows[0]?.at(-1)).toBe('+35312345678')
    expect(notices).toEqual(['1 card has more than 8 numbers: the first 8 are read'])
    for await (const [card] of (await openVcard(createReadStream(fixture('nine-phones.vcf')))).rows()) {
      expect(card?.cell(13)).toBe('')
    }
  })

  test('whatever the case of its words, blank lines and spaces around it, and the pieces it comes in', async () => {
    const text = `\r\n \r\nbegin:vcard \r\nfn:Anna\r\ntel;type=cell:1\r\n\r\nend:vcard\t\r\n\r\n\ufeff${card(['TEL:2'])}\0\u001a`
    for (const size of [1, 2, 3, 1000]) {
      expect((await readTable(await open(text, size))).rows.map((row) => [row[0], row[2], row[6]])).toEqual([
        [2, 'Anna', '1'],
        [3, '', '2'],
      ])
    }
  })

  test.each(['\n', '\r', '\r\n'])('with lines that end in %j', async (lineBreak) => {
    const text = card(['FN:Anna', 'TEL:12', ' 34'], '3.0', lineBreak) + card(['TEL:5'], '3.0', lineBreak)
    for (const size of [1, 7]) {
      expect((await readTable(await open(text.slice(0, -lineBreak.length), size))).rows.map((row) => row[6])).toEqual([
        '1234',
        '5',
      ])
    }
  })

  test.each(['utf-16le', 'utf-16be'])('in %s without a byte order mark', async (encoding) => {
    const bytes = Buffer.from(card(['FN:Jörg']), 'utf16le')
    const { rows } = await readTable(await open(encoding === 'utf-16le' ? bytes : bytes.swap16(), 3))
    expect(rows[0]?.[2]).toBe('Jörg')
  })
})

describe('a line', () => {
  test('of another kind, or without a colon, says nothing', async () => {
    expect(await readCard('XTEL:1', 'TELX:1', 'TEL', '=', 'NFN:x', 'PHOTO:TEL:1')).toEqual(Array(13).fill(''))
  })

  test('says what the first of its kind says that says something', async () => {
    const read = await readCard(
      'FN:',
      'FN:Anna',
      'FN:Bob',
      'ADR:;;;;;;',
      'ADR:;;;;;;Ireland',
      'ADR:;;;;;;Spain',
      'EMAIL: a@b.example ',
    )
    expect([read[1], read[4], read[3]]).toEqual(['Anna', 'Ireland', 'a@b.example'])
  })

  test('may escape commas, semicolons, backslashes and line breaks', async () => {
    expect((await readCard('FN:a\\, b\\; c\\\\n\\nd\\'))[1]).toBe('a, b; c\\n\nd\\')
    expect((await readCard('N:O\\;Brien;Ann\\\\;;'))[1]).toBe('Ann\\ O;Brien')
  })

  test('may have colons and semicolons in quoted parameters, and a quote that is never closed', async () => {
    expect(await readPhones('TEL;X-A="a:b;TYPE=FAX";TYPE=CELL:1', 'TEL;X-B=":2')).toEqual(['1', '2'])
  })

  test('may state its character set', async () => {
    const bytes = Buffer.concat([
      Buffer.from('BEGIN:VCARD\nFN;CHARSET=SHIFT_JIS:'),
      Buffer.from('8e5293639153', 'hex'),
      Buffer.from(
        '\nORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9 =80\nUID;CHARSET=NONSENSE:Zo=\xc3\xab\nEMAIL;CHARSET=UTF-8:\xe9\nEND:VCARD\n',
        'latin1',
      ),
    ])
    const { rows, notices } = await readTable(await open(bytes))
    expect([2, 3, 1, 4].map((at) => rows[0]?.[at])).toEqual(['山田全', 'Café €', 'Zo=ë', 'é'])
    expect(notices).toEqual([])
  })

  test.each([
    ['=0D=0A=', []],
    ['=0a= ', []],
    ['x=', ['0871234567']],
    ['=3D0A=', ['0871234567']],
    ['=0D=0A', ['0871234567']],
  ])('in quoted-printable that ends in %j: is the next line of it, or a number', async (end, numbers) => {
    const lines = [`NOTE;ENCODING=QUOTED-PRINTABLE:Ben:${end}`, 'TEL:0871234567', 'TEL;CELL:+353861112223']
    expect(await readPhones(...lines)).toEqual([...numbers, '+353861112223'])
    expect(await readPhones(lines[0] ?? '', 'EMAIL:1=0D=0A=', 'TEL:2', 'TEL:3')).toHaveLength(
      numbers.length === 0 ? 1 : 2,
    )
  })

  test('in quoted-printable goes on behind a soft break, but not beyond the end of its card', async () => {
    const text = 'BEGIN:VCARD\r\nTEL;QUOTED-PRINTABLE:=2B353=\r\n87=\r\nEND:VCARD\r\n'
    expect((await readTable(await open(text))).rows[0]?.[6]).toBe('+35387=')
    expect((await readCard('FN;ENCODING=QUOTED-PRINTABLE:=41=', '=42= ', 'C=ZZ=', 'TE'))[1]).toBe('ABC=ZZTE')
  })
})

describe('a number', () => {
  test.each(['acme.example', '', '353', '+', '+x', '+353x', 'ims.mnc001.mcc272.3gppnetwork.org', '0;ext=1'])(
    'is local to the context %j, and none of the country of its contact',
    async (context) => {
      const ways = [
        `;phone-context=${context}`,
        `\\;PHONE-CONTEXT=${context}`,
        `; phone-context=${context};x=1`,
        `;phone%2Dcontext=${context}`,
      ]
      for (const way of ways) {
        const [text = ''] = await readPhones(`TEL;VALUE=uri:tel:0871234567${way}`)
        expect(parseNumber(text, 'IE')).toMatchObject({ kind: 'rejected' })
      }
    },
  )

  test.each([
    ['TEL:+353 87', '+353 87'],
    ['TEL;CELL:1', '1'],
    ['tel;type=work,voice,fax:1', '1'],
    ['TEL;VALUE=uri:tel:+353-87-123-4567', '+353-87-123-4567'],
    ['TEL:TEL:+353871234567;EXT=12', '+353871234567 ext. 12'],
    ['TEL;VALUE=uri:tel:1234;phone-context=+353-87', '+353-871234'],
    ['TEL;VALUE=uri:tel:1234;phone-context=acme.example', 'tel:1234;phone-context=acme.example'],
    ['TEL;VALUE=uri:tel:+353871234;phone-context=acme.example', '+353871234'],
    ['TEL;VALUE=uri:tel:+353871234;phone-context=+49', '+353871234'],
    ['TEL;VALUE=uri:tel:+353%2087', '+353 87'],
    ['TEL;VALUE=uri:tel:%zz', '%zz'],
    ['TEL;VALUE=uri:sip:anna@acme.example', 'sip:anna@acme.example'],
    ['TEL:1\\,2', '1,2'],
  ])('%s is read as %s', async (line, text) => expect(await readPhones(line)).toEqual([text]))

  test.each([
    'TEL;FAX:1',
    'TEL;TYPE=work;TYPE=fax:1',
    'TEL;TYPE="work,FAX":1',
    'TEL;PAGER:1',
    'TEL;TYPE=homefax:1',
    'TEL;TYPE=FA\r\n X:1',
  ])('%s is left out', async (line) => expect(await readPhones(line)).toEqual([]))
})

describe('what is no vCard is refused, and the message says where', () => {
  const errorOf = async (text: string | Uint8Array, size = 65_536) => {
    try {
      await readTable(await open(text, size))
    } catch (error) {
      expect(error).toMatchObject({ name: 'ContactFileError' })
      return (error as Error).message
    }
    throw new Error('expected an error')
  }

  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'found an empty one'],
    ['blank lines', ' \r\n\r\n', 'found only blank lines'],
    ['a CSV file', 'Record ID,Phone Number\n1,2\n', 'begins with BEGIN:VCARD, found something else on line 1'],
    ['binary', Buffer.from('504b0304deadbeef', 'hex'), 'found something else on line 1'],
    ['UTF-32', Buffer.from('42000000450000004700000049000000', 'hex'), 'found something else'],
    ['something between cards', `${card([])}\r\nFN:Anna\r\n`, 'expected BEGIN:VCARD on line 5, after the first card'],
    ['something behind cards', `${card([])}${card([])}x`, 'expected BEGIN:VCARD on line 7, after 2 cards'],
    [
      'a card in a card',
      'BEGIN:VCARD\nNOTE:\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD\n',
      'the card that begins on line 1 holds another, on line 3',
    ],
    ['half a character', Buffer.from(card([]), 'utf16le').subarray(0, -1), 'it ends within a character of UTF-16'],
    ['a line of megabytes', card([`NOTE:${'x'.repeat(9_000_000)}`]), 'line 3 is longer than 8 MB'],
    [
      'a folded line of megabytes',
      card([`NOTE:${`${'x'.repeat(70)}\r\n `.repeat(120_000)}`]),
      'the card that begins on line 1 is longer than 8 MB',
    ],
    [
      'a card of megabytes',
      `${card(['TEL:1'])}${card(Array<string>(700_000).fill('NOTE:xxxxxx'))}`,
      'the card that begins on line 5 is longer than 8 MB',
    ],
  ])('%s', async (_what, text, message) => expect(await errorOf(text)).toContain(message))

  test('vcard-cut-off.vcf', async () => {
    expect(await errorOf(readFileSync(fixture('vcard-cut-off.vcf')))).toBe(
      'the card that begins on line 6 is not complete when the file ends: perhaps the file is cut off, or an END:VCARD is missing',
    )
  })

  test('vcard-no-end.vcf', async () => {
    expect(await errorOf(readFileSync(fixture('vcard-no-end.vcf')))).toContain(
      'the card that begins on line 1 holds another, on line 5',
    )
  })

  test('a photo of megabytes and parameters without end are none', async () => {
    const photo = `PHOTO;ENCODING=b:${`${'A'.repeat(74)}\r\n `.repeat(60_000)}`
    const parameters = `TEL${';X="'.repeat(300_000)}:1`
    const { rows } = await readTable(await open(card([photo, parameters, 'TEL:2']), 65_536))
    expect(rows[0]?.slice(6, 8)).toEqual(['1', '2'])
  })
})

describe('a file written again', () => {
  const fixtures = [
    'vcard-2.1.vcf',
    'vcard-3.vcf',
    'vcard-4.vcf',
    'apple-groups.vcf',
    'vcard-utf16.vcf',
    'vcard-windows-1252.vcf',
    'nine-phones.vcf',
  ]

  test.each(fixtures)('without repairs is the same, byte for byte: %s', async (name) => {
    const bytes = readFileSync(fixture(name))
    for (const size of [1, 2, 3, 4096]) expect(await rewrite(bytes, () => [], size)).toEqual(bytes)
  })

  test('without repairs is the same whatever its lines hold', async () => {
    const line = fc
      .tuple(
        fc.constantFrom('TEL', 'FN', 'N', 'X', 'TEL;QUOTED-PRINTABLE', ' ', 'item1.TEL;TYPE=cell'),
        fc.constantFrom(':', ''),
        fc.uint8Array({ maxLength: 12, size: 'max' }),
      )
      .map(([name, colon, value]) => Buffer.concat([Buffer.from(name + colon), value]))
    const lineBreak = fc.constantFrom('\r\n', '\n', '\r', '\r\n\r\n')
    const prefix = fc.constantFrom('', '\ufeff', '\r\n')
    await fc.assert(
      fc.asyncProperty(
        prefix,
        fc.array(line, { maxLength: 8 }),
        lineBreak,
        fc.integer({ min: 1, max: 9 }),
        async (start, lines, end, size) => {
          const whole = [`${start}BEGIN:VCARD${end}`, ...lines.flatMap((each) => [each, end]), `END:VCARD${end}`]
          const bytes = Buffer.concat(whole.map((each) => Buffer.from(each)))
          const written = await rewrite(bytes, () => [], size).catch((error: Error) => error)
          if (written instanceof Error) expect(written.name).toBe('ContactFileError')
          else expect(written).toEqual(bytes)
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([
    ['TEL;TYPE=cell:087 123 4567', 'TEL;TYPE=cell:+353871234567'],
    ['item1.TEL;\r\n TYPE=x:08\r\n 7 123\r\n  4567', 'item1.TEL;\r\n TYPE=x:+353871234567'],
    ['TEL;VALUE=uri:tel:+353-87-123-4567', 'TEL;VALUE=uri:tel:+353871234567'],
    ['TEL:Tel:871234567;phone-context=+353', 'TEL:Tel:+353871234567'],
    ['TEL;ENCODING=QUOTED-PRINTABLE:=30=38=\r\n=37', 'TEL;ENCODING=QUOTED-PRINTABLE:+353871234567'],
    ['TEL:tel:0871;x=1;phone-context=+353;isub=7;Y', 'TEL:tel:+353871234567;x=1;isub=7;Y'],
    ['TEL:tel:0871\\;x=%3B\\,\\;ext=1\\;y', 'TEL:tel:+353871234567\\;x=%3B\\,\\;y'],
    ['TEL:tel:+1871;phone-context=+49;cic=+1', 'TEL:tel:+353871234567;phone-context=+49;cic=+1'],
    ['TEL;QUOTED-PRINTABLE:tel:0871;x=3D1', 'TEL;QUOTED-PRINTABLE:tel:+353871234567;x=3D1'],
  ])('changes only the value: %j', async (line, repaired) => {
    const before = card(['FN:Jörg', 'TEL;FAX:0', line, 'NOTE:é'])
    const written = await rewrite(Buffer.from(before, 'latin1'), () => [{ column: 5, value: '+353871234567' }])
    expect(written.toString('latin1')).toBe(before.replace(line, repaired))
  })

  test.each([
    ['TEL;VALUE=uri:tel:+1;ext=1', 'TEL;VALUE=uri:tel:+353871234567;ext=12'],
    ['TEL:1', 'TEL:+353871234567 ext. 12'],
    ['TEL;QUOTED-PRINTABLE:1', 'TEL;QUOTED-PRINTABLE:+353871234567=20ext.=2012'],
  ])('keeps an extension: %s', async (line, repaired) => {
    const written = await rewrite(Buffer.from(card([line])), () => [{ column: 5, value: '+353871234567 ext. 12' }])
    expect(written.toString()).toBe(card([repaired]))
    expect((await readTable(await open(written))).rows[0]?.[6]).toBe('+353871234567 ext. 12')
  })

  test('keeps UTF-16 and its byte order mark', async () => {
    const bytes = readFileSync(fixture('vcard-utf16.vcf'))
    for (const swapped of [false, true]) {
      const swap = (buffer: Buffer) => (swapped ? Buffer.from(buffer).swap16() : buffer)
      const written = await rewrite(swap(bytes), () => [{ column: 5, value: '+353871234567' }])
      const expected = bytes.toString('utf16le').replace('087 123 4567', '+353871234567')
      expect(swap(written).toString('utf16le')).toBe(expected)
    }
  })

  test('reads as what the repairs say, and all else as before', async () => {
    const value = fc
      .string({ unit: 'grapheme', maxLength: 10 })
      .filter((text) => text === text.trim() && !/^tel:|\r/i.test(text))
    const heads = fc.constantFrom(
      'TEL:1',
      'TEL;CELL;ENCODING=QUOTED-PRINTABLE:=31=\r\n=32',
      'item1.TEL;TYPE=work:1\r\n 2',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(heads, { minLength: 2, maxLength: 9 }),
        fc.nat({ max: 1 }),
        value,
        async (lines, index, text) => {
          const before = Buffer.from(card(lines) + card(['TEL:3']))
          const decide = (row: TableRow) => (row.row === 2 ? [{ column: 5 + index, value: text }] : [])
          const { rows } = await readTable(await open(before))
          const after = await readTable(await open(await rewrite(before, decide)))
          expect(after.rows).toEqual(
            rows.map((row) => row.map((cell, at) => (row[0] === 2 && at === 6 + index ? text : cell))),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  test.each(['\n', '\r\n'])(
    'gets a line behind its last number for one more, and loses it again (%j)',
    async (lineBreak) => {
      const lines = ['TEL;TYPE=CELL:1', 'item1.TEL;TYPE=WORK:2', 'item1.X-ABLabel:Office', 'NOTE:x']
      const bytes = Buffer.from(card(lines, '3.0', lineBreak))
      const more = await rewrite(bytes, () => [
        { column: 8, value: '+353872222222' },
        { column: 7, value: '+353871111111' },
      ])
      expect(more.toString()).toBe(
        card(lines.toSpliced(2, 0, 'TEL;TYPE=VOICE:+353871111111', 'TEL;TYPE=VOICE:+353872222222'), '3.0', lineBreak),
      )
      const less = await rewrite(more, () => [
        { column: 7, value: '' },
        { column: 8, value: '' },
      ])
      expect(less.equals(bytes)).toBe(true)
      // What stands behind a column that stays empty stays in its own.
      const gap = await rewrite(bytes, () => [{ column: 8, value: '3' }])
      expect((await readTable(await open(gap))).rows[0]?.slice(6, 10)).toEqual(['1', '2', '', '3'])
      expect((await rewrite(gap, () => [{ column: 8, value: '' }])).toString()).toContain(`TEL;TYPE=VOICE:${lineBreak}`)
    },
  )

  test('cannot be repaired where it has no number, or no column is left', async () => {
    const bytes = Buffer.from(card([]))
    await expect(rewrite(bytes, () => [{ column: 6, value: '2' }])).rejects.toThrow('card 1 has no number in column 6')
    const full = Buffer.from(card(Array.from({ length: 9 }, (_, at) => `TEL:${at}`)))
    await expect(rewrite(full, () => [{ column: 13, value: '2' }])).rejects.toThrow('card 1 has no number in column 13')
    await expect(rewrite(bytes, () => [{ column: 1, value: 'Anna' }])).rejects.toThrow(
      'card 1 has no number in column 1',
    )
  })

  test('asks once for each card, in order', async () => {
    const asked: number[] = []
    await rewrite(Buffer.from(card([]) + card([]) + card([])), ({ row }) => {
      asked.push(row)
      return []
    })
    expect(asked).toEqual([2, 3, 4])
  })
})

test('the cards that change are whole cards, in the encoding of the file', async () => {
  const [one, two, three] = [card(['FN:A', 'TEL:1']), card(['FN:B', 'TEL:2', 'PHOTO:x']), card(['FN:C', 'TEL:3'])]
  const decide = (row: TableRow) => (row.cell(5) === '2' ? [{ column: 5, value: '+2' }] : [])
  const text = `\ufeff${one}\r\n${two}\r\n${three}`
  for (const encoding of ['utf8', 'utf16le'] as const) {
    const changed = await collect((await open(Buffer.from(text, encoding))).rewriteChanged(decide, [0, 5]))
    expect(changed.toString(encoding)).toBe(`\ufeff${two.replace('TEL:2', 'TEL:+2')}`)
  }
})
