import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeXml, openXml } from '../../../src/contact-file/xlsx/xml.ts'

/** The text of each element from its opening to its close, as the reader says where they stand. */
function elementsOf(pieces: readonly string[]): string[] {
  const whole = pieces.join('')
  const found: string[] = []
  const open: number[] = []
  const reader = openXml('sheet.xml', {
    open: (_, start) => void open.push(start),
    close: (_, end) => void found.push(whole.slice(open.pop(), end)),
  })
  for (const piece of pieces) reader.write(piece)
  reader.end()
  return found
}

const BREAKS = ['\n', '\r\n', '\r', '\t', ' ', '\r\n\r\n ']
const blank = fc.constantFrom(...BREAKS)
const content = fc.constantFrom(
  'text',
  '&lt;&amp;&#x1F600;',
  '😀',
  '<!-- <a> 😀 -->',
  '<![CDATA[<a>]]>',
  '<?pi <a>?>',
  '\r\n',
)
const element = fc
  .tuple(blank, blank, fc.array(content, { maxLength: 4 }), fc.constantFrom('a', 'x:row', 'ключ', 'a😀'), fc.boolean())
  .map(([before, after, texts, name, isEmpty]) =>
    isEmpty
      ? `<${name}${before}r="${texts.filter((text) => !text.startsWith('<')).join('')}"${after}/>`
      : `<${name}${before}b='1'${after}>${texts.join('')}</${name}${after}>`,
  )

test('an element stands where the reader says, however the document is cut', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>\r\n', '<?xml version="1.1"?>\r\n'),
      fc.array(fc.tuple(element, content), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20, size: 'max' }),
      (head, items, cuts) => {
        const elements = items.map(([each]) => each)
        const document = `${head}<all>${items.flat().join('')}</all>`
        const pieces: string[] = []
        for (let at = 0, turn = 0; at < document.length; turn += 1) {
          const length = turn < cuts.length ? (cuts[turn] ?? 0) : document.length
          pieces.push(document.slice(at, at + length))
          at += length
        }
        expect(elementsOf(pieces).slice(0, -1)).toEqual(elements)
        expect(elementsOf(Array.from({ length: document.length }, (_, at) => document.charAt(at)))).toEqual(
          elementsOf([document]),
        )
      },
    ),
  )
})

test('what has been read between two pieces is all but half a line break or character', () => {
  const reader = openXml('sheet.xml', { open: () => undefined })
  const positions = ['<a>', '\r', '\n', '\ud83d', '\ude00', '', '</a>'].map((piece) => {
    reader.write(piece)
    return reader.position()
  })
  expect(positions).toEqual([3, 3, 5, 5, 7, 7, 11])
})

test('the pieces of a part are its text, whose bytes they are again', async () => {
  const bytes = Buffer.from('\ufeff<a>é😀\r\n</a>')
  for (const size of [1, 2, 3, 100]) {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    const texts: string[] = []
    for await (const text of decodeXml('sheet.xml', pieces())) texts.push(text)
    expect(Buffer.concat(texts.map((text) => Buffer.from(text)))).toEqual(bytes)
  }
})
