// XML as the parts of a workbook hold it, or a file that is nothing else, as events: elements by their local names, and where in the
// text they stand. Refuses declared entities, deep nesting and endless texts. Knows nothing of workbooks.
import { SaxesParser } from 'saxes'
import { shortLine } from '../../text/safe.ts'
import { ContactFileError } from '../file-error.ts'

export interface XmlElement {
  /** Without its namespace prefix: some writers give every element one. */
  readonly name: string
  /** Of its name, with the colon; '' where it has none. */
  readonly prefix: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Positions count UTF-16 code units from the start of the document. */
export interface XmlEvents {
  open(element: XmlElement, start: number): void
  close?(name: string, end: number): void
  /** May come in several pieces. */
  text?(text: string): void
}

/** @throws ContactFileError, from both, when it is not well-formed or goes beyond the limits */
export interface XmlReader {
  write(text: string): void
  end(): void
  /** Of all that was written, how much has been read: all of it, but for half a line break or half a character at its end. */
  position(): number
}

// One cell of a spreadsheet holds 32,767 characters; a row of 16,384 cells with the longest references fits as well.
const LONGEST_PIECE = 8 * 1024 * 1024
const DEEPEST = 64

/** @param part whose name errors tell; null where it is the whole file */
export function openXml(part: string | null, events: XmlEvents): XmlReader {
  // Under XML 1.1, which no workbook is written in, other characters would be line breaks.
  const parser = new SaxesParser({ xmlns: false, position: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  let depth = 0
  let lastEvent = 0
  // The parser's own position holds only while it is in a text: between two it counts the last one twice.
  let [piece, pieceStart, carried] = ['', 0, '']
  const readUntil = () => pieceStart + piece.length
  const refuse = (why: string): never => {
    throw new ContactFileError(`${nameOf(part)} cannot be read, line ${parser.line}, column ${parser.column}: ${why}`)
  }
  parser.on('doctype', () => refuse('expected no document type; entities are not expanded'))
  parser.on('error', (error) => refuse(`expected XML (${shortLine(error.message.replace(/^\d+:\d+: /, ''), 80)})`))
  // Its position is behind the character that ends the name, or both where that is a line break of two.
  let start = 0
  parser.on('opentagstart', ({ name }) => {
    const at = parser.position - pieceStart
    const isBreakOfTwo = piece[at - 1] === '\n' && piece[at - 2] === '\r'
    start = parser.position - (isBreakOfTwo ? 2 : 1) - name.length - 1
  })
  parser.on('opentag', ({ name, attributes }) => {
    lastEvent = parser.position
    depth += 1
    if (depth > DEEPEST) refuse(`elements are nested more than ${DEEPEST} deep`)
    const colon = name.indexOf(':') + 1
    events.open({ name: name.slice(colon), prefix: name.slice(0, colon), attributes }, start)
  })
  parser.on('closetag', ({ name }) => {
    lastEvent = parser.position
    depth -= 1
    events.close?.(name.slice(name.indexOf(':') + 1), parser.position)
  })
  const { text } = events
  if (text !== undefined) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  return {
    write: (text) => {
      const whole = carried + text
      pieceStart = readUntil()
      // What the parser keeps until it knows how it goes on.
      const last = whole.at(-1) ?? ''
      carried = /[\r\ud800-\udbff]/.test(last) ? last : ''
      piece = whole.slice(0, whole.length - carried.length)
      parser.write(text)
      if (readUntil() - lastEvent > LONGEST_PIECE) refuse(`${LONGEST_PIECE / 1024 / 1024} MB without an element`)
    },
    end: () => {
      pieceStart = readUntil()
      piece = carried
      carried = ''
      parser.close()
    },
    position: readUntil,
  }
}

/** Reads a whole part. */
export async function readXml(part: string, bytes: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  const reader = openXml(part, events)
  for await (const text of decodeXml(part, bytes)) reader.write(text)
  reader.end()
}

/**
 * The text of a part, byte order mark included: encoded as UTF-8 it is what it was.
 *
 * @param part as openXml takes it
 * @throws ContactFileError when it is not UTF-8, which every known writer of workbooks and call logs uses
 */
export async function* decodeXml(part: string | null, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const fix = part === null ? 'Export it again' : 'Save it anew in Excel'
    throw new ContactFileError(`${nameOf(part)} cannot be read: expected UTF-8. ${fix}`)
  }
}

function nameOf(part: string | null): string {
  return part === null ? 'it' : `its part ${shortLine(part, 60)}`
}

/** A text as it stands in an element or attribute. It holds no control characters, which XML has no way to write. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
}
