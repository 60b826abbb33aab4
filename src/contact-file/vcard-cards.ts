// The text of a vCard file cut into cards and their lines, so that all of it together is the file again. Knows how lines
// are folded and where a card ends, not what a line says.
import { describeLongRow, LONGEST_ROW_BYTES } from './decode.ts'
import { ContactFileError } from './file-error.ts'

/** A card, or what stands between two. */
export interface Piece {
  readonly kind: 'card' | 'gap'
  /** Raw, with their line breaks; a folded line is one. */
  readonly lines: readonly string[]
}

/**
 * @param text a character for each byte or pair of bytes of the file
 * @returns pieces in batches, as the text comes
 * @throws ContactFileError where a card does not end, or something else stands where one should begin
 */
export async function* readPieces(text: AsyncIterable<string>): AsyncGenerator<Piece[]> {
  const cutter = openCutter()
  let rest = ''
  for await (const chunk of text) {
    rest += chunk
    // A long line comes in many chunks: it is looked through once, when its end has come.
    if (/[\r\n]/.test(chunk)) {
      const lines = splitLines(rest)
      rest = lines.pop() ?? ''
      yield lines.flatMap((line) => cutter.add(line) ?? [])
    }
    if (rest.length > LONGEST_ROW_BYTES) throw new ContactFileError(`${describeLongRow(cutter.where())}: ${NO_LINE}`)
  }
  yield splitLines(rest).flatMap((line) => cutter.add(line) ?? [])
  cutter.end()
}

const NO_LINE = 'expected lines, with breaks between them'

// The last item has no line break yet, or one that may go on: \r, with \n to come.
function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\r\n|\n|\r(?=[^\n]))/)
}

// Some exports end with NUL, or with the end-of-file mark of DOS.
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const BLANK = /^[\s\0\u001a]*$/
// Files that were put together from several may have a byte order mark before each, in UTF-8 here still as bytes.
const BEGIN = /^(?:\u00ef\u00bb\u00bf|\ufeff)?[ \t]*begin:vcard\s*$/i
const END = /^end:vcard\s*$/i
const IS_QUOTED_PRINTABLE = /^[^:]*quoted-printable/i
const ENDS_SOFTLY = /=[ \t]*[\r\n]+$/

interface Cutter {
  /** Takes the next line, and gives what it completes. */
  add(line: string): Piece | null
  end(): void
  where(): string
}

function openCutter(): Cutter {
  let card: string[] | null = null
  let [line, firstLine, length] = [0, 0, 0]
  let [cards, isQuotedPrintable, isOpen] = [0, false, false]
  const begin = (text: string): Piece | null => {
    if (BLANK.test(text)) return { kind: 'gap', lines: [text] }
    if (!BEGIN.test(text)) throw new ContactFileError(describeStray(line, cards))
    card = [text]
    firstLine = line
    length = 0
    return null
  }
  // A soft break before the end of the card is damage that many phones leave behind: the end counts.
  const isContinued = (text: string) => /^[ \t]/.test(text) || (isQuotedPrintable && isOpen && !END.test(text))
  const extend = (lines: string[], text: string): Piece | null => {
    length += text.length
    if (length > LONGEST_ROW_BYTES) throw new ContactFileError(`${describeLongRow(describeCard(firstLine))}: ${NO_END}`)
    if (isContinued(text)) lines.push((lines.pop() ?? '') + text)
    else {
      if (BEGIN.test(text))
        throw new ContactFileError(`${describeCard(firstLine)} holds another, on line ${line}: ${NO_END}`)
      isQuotedPrintable = IS_QUOTED_PRINTABLE.test(text)
      lines.push(text)
    }
    isOpen = ENDS_SOFTLY.test(text)
    if (!END.test(text)) return null
    card = null
    cards += 1
    return { kind: 'card', lines }
  }
  return {
    add(text) {
      line += 1
      return card === null ? begin(text) : extend(card, text)
    },
    end() {
      if (card !== null)
        throw new ContactFileError(`${describeCard(firstLine)} is not complete when the file ends: ${NO_END}`)
      if (cards === 0) throw new ContactFileError('expected a vCard file (.vcf), found only blank lines')
    },
    where: () => `line ${line + 1}`,
  }
}

const NO_END = 'perhaps the file is cut off, or an END:VCARD is missing'

function describeCard(firstLine: number): string {
  return `the card that begins on line ${firstLine}`
}

function describeStray(line: number, cards: number): string {
  return cards === 0
    ? `expected a vCard file (.vcf), which begins with BEGIN:VCARD, found something else on line ${line}`
    : `expected BEGIN:VCARD on line ${line}, after ${cards === 1 ? 'the first card' : `${cards} cards`}, found something else`
}
