// Cards as another program may write them, folded and broken anywhere: what comes back is what was meant. And cards made
// to be slow or to overflow.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openVcard } from '../../src/contact-file/vcard/vcard.ts'
import { effort, tries } from './effort.ts'

interface Person {
  readonly name: string
  readonly phones: readonly string[]
  readonly note: string
}

interface Manner {
  readonly version: '2.1' | '3.0' | '4.0'
  readonly lineBreak: string
  /** Where lines are folded or broken, as numbers that are used up one by one. */
  readonly places: readonly number[]
  /** Whether a soft break of quoted-printable has a blank behind it, as a fold has. */
  readonly foldsSoftly: boolean
  readonly agent: 'none' | 'inline' | 'same-line' | 'escaped'
}

/** Writes cards without a line in common with the reader. */
function writeCard({ name, phones, note }: Person, manner: Manner): Buffer {
  const { version, lineBreak } = manner
  const end = Buffer.from(lineBreak)
  let place = 0
  const next = () => manner.places[place++ % manner.places.length] ?? 7
  const fold = (line: Buffer) => {
    const pieces: Buffer[] = []
    for (let at = 0; at < line.length; ) {
      const length = next()
      if (at > 0) pieces.push(end, Buffer.from(' '))
      pieces.push(line.subarray(at, at + length))
      at += length
    }
    return Buffer.concat([...pieces, end])
  }
  const escaped = (text: string) => text.replace(/[\\,;]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n')
  const quoted = (head: string, text: string) => {
    const octets = Array.from(Buffer.from(text), (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    const lines: string[] = []
    while (octets.length > 0) lines.push(octets.splice(0, next()).join(''))
    return Buffer.from(`${head}:${lines.join(`=${lineBreak}${manner.foldsSoftly ? ' ' : ''}`)}${lineBreak}`)
  }
  const say = (property: string, text: string) =>
    version === '2.1'
      ? quoted(
          `${property};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE`,
          text.replace(/[\\;]/g, (mark) => `\\${mark}`),
        )
      : fold(Buffer.from(`${property}:${escaped(text)}`))
  const plain = (line: string) => Buffer.from(line + lineBreak)
  return Buffer.concat([
    plain('BEGIN:VCARD'),
    plain(`VERSION:${version}`),
    say('NOTE', note),
    say('FN', name),
    ...writeAgent(manner),
    ...phones.map((phone) =>
      version === '2.1' ? plain(`TEL;CELL:${phone}`) : fold(plain(`TEL;TYPE=CELL:${phone}`).subarray(0, -end.length)),
    ),
    plain('END:VCARD'),
  ])
}

function writeAgent({ agent, lineBreak }: Manner): Buffer[] {
  const card = ['BEGIN:VCARD', 'FN:Nobody', 'TEL:+15550100', 'END:VCARD']
  const texts = {
    none: '',
    inline: ['AGENT:', ...card, ''].join(lineBreak),
    'same-line': `AGENT:${[...card, ''].join(lineBreak)}`,
    escaped: `AGENT:${card.join('\\n')}${lineBreak}`,
  }
  return [Buffer.from(texts[agent])]
}

const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'Иван Jörg東海林,;\\ é'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 30,
    size: 'max',
  })
  .filter((each) => each.trim() === each && !/[\r\n\u0085\u2028]/.test(each) && !/\p{Cs}/u.test(each))
const person = fc.record({
  name: text,
  phones: fc.array(fc.stringMatching(/^\+[1-9]\d{6,14}$/), { minLength: 1, maxLength: 8 }),
  note: fc.string({ unit: 'grapheme', maxLength: 60, size: 'max' }).filter((each) => !each.includes('\r')),
})
const manner = fc.record({
  version: fc.constantFrom('2.1' as const, '3.0' as const, '4.0' as const),
  lineBreak: fc.constantFrom('\r\n', '\n', '\r', '\r\r\n'),
  places: fc.array(fc.integer({ min: 1, max: 75 }), { minLength: 1, maxLength: 12, size: 'max' }),
  foldsSoftly: fc.boolean(),
  agent: fc.constantFrom('none' as const, 'inline' as const, 'same-line' as const, 'escaped' as const),
})

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function readAll(bytes: AsyncIterable<Uint8Array>) {
  const table = await openVcard(bytes)
  const columns = table.headers.map((header, column) => ({ header, column }))
  const read = []
  for await (const rows of table.rows())
    for (const row of rows) {
      const phones = columns.filter(({ header }) => header.startsWith('Phone')).map(({ column }) => row.cell(column))
      read.push({ name: row.cell(table.headers.indexOf('Name')), phones: phones.filter((each) => each !== '') })
    }
  return read
}

test('whoever writes a card, however it is folded: names and numbers come back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(person, manner), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 200 }),
      async (cards, size) => {
        const bytes = Buffer.concat(cards.map(([who, how]) => writeCard(who, how)))
        expect(await readAll(inPieces(bytes, size))).toEqual(cards.map(([{ name, phones }]) => ({ name, phones })))
      },
    ),
    effort(150, 4000),
  )
})

describe('a card made to be slow or to overflow', () => {
  const card = (lines: string) => Buffer.from(`BEGIN:VCARD\r\nFN:Anna\r\n${lines}END:VCARD\r\n`)
  const many = tries(200_000, 600_000)

  test.each([
    ['TYPE values', `TEL;TYPE=${'x,'.repeat(many)}cell:+353871234567\r\n`],
    ['parameters', `TEL${';X=1'.repeat(many)}:+353871234567\r\n`],
    ['groups with labels', `${'a.TEL:+353871234567\r\nb.X-ABLABEL:Fax\r\n'.repeat(many / 10)}`],
    ['names without a word', `${'FN:\r\n'.repeat(many / 5)}TEL:+353871234567\r\n`],
    ['folds within a head', `X${'\r\n x'.repeat(many)}:1\r\nTEL:+353871234567\r\n`],
    [
      'cards within cards',
      `${'AGENT:\r\nBEGIN:VCARD\r\n'.repeat(many / 10)}${'END:VCARD\r\n'.repeat(many / 10)}TEL:+353871234567\r\n`,
    ],
    ['soft breaks', `NOTE;ENCODING=QUOTED-PRINTABLE:${'=\r\n'.repeat(many)}x\r\nTEL:+353871234567\r\n`],
    ['escapes', `N:${'\\;'.repeat(many)}\r\nTEL:+353871234567\r\n`],
    ['line breaks', `${'\r'.repeat(many)}TEL:+353871234567\r\n`],
  ])('is read: %s', async (_what, lines) => {
    const [read] = await readAll(inPieces(card(lines), 65_536))
    expect([read?.name, read?.phones[0]]).toEqual(['Anna', '+353871234567'])
  })

  test.each([
    ['a line', 'BEGIN:VCARD\r\nNOTE:', 'x'],
    ['a line of folds', 'BEGIN:VCARD\r\nNOTE:', `${'x'.repeat(74)}\r\n `],
    ['a card', 'BEGIN:VCARD\r\n', `NOTE:${'x'.repeat(70)}\r\n`],
    ['a card within a card', 'BEGIN:VCARD\r\nAGENT:\r\nBEGIN:VCARD\r\n', `NOTE:${'x'.repeat(70)}\r\n`],
  ])('of a gigabyte is refused after some megabytes: %s', async (_what, start, again) => {
    const piece = Buffer.from(again.repeat(Math.floor(65_536 / again.length)))
    let given = 0
    const endless = async function* () {
      yield Buffer.from(start)
      for (; given < 16_384; given += 1) yield piece
    }
    await expect(readAll(endless())).rejects.toThrow('is longer than 8 MB')
    expect(given).toBeLessThan(140)
  })
})
