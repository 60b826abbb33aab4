// The text of a vCard file cut into cards and their lines, so that all of it together is the file again. Knows how lines
// are folded and where a card ends, not what a line says.
import { ContactFileError } from '../file-error.ts'
import { describeLongRow, LONGEST_ROW_BYTES } from '../table.ts'

/** A card, or what stands between two. */
export interface Piece {
  readonly kind: 'card' | 'gap'
  /** Raw, with their line breaks; a folded line is one, and so is one that holds a whole card (AGENT). */
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

// The last item has no line break yet, or one that may go on: \r, with \n to come. \r\r\n is one, too: what becomes of
// \r\n where a program writes \r\n for each \n.
function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n|\r(?=[^\r\n]|\r[^\n]))/)
}

// Some exports end with NUL, or with the end-of-file mark of DOS.
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const BLANK = /^[\s\0\u001a]*$/
// Files that were put together from several may have a byte order mark before each, in UTF-8 here still as bytes.
const BEGIN = /^(?:\u00ef\u00bb\u00bf|\ufeff)?[ \t]*begin[ \t]*:[ \t]*vcard\s*$/i
const END = /^end[ \t]*:[ \t]*vcard\s*$/i

interface Cutter {
  /** Takes the next line, and gives what it completes. */
  add(line: string): Piece | null
  end(): void
  where(): string
}

interface OpenCard {
  readonly lines: string[]
  readonly firstLine: number
  length: number
  /** The line that may go on. */
  last: OpenLine
  /** How many cards are open within it. */
  depth: number
}

function openCutter(): Cutter {
  let card: OpenCard | null = null
  let [line, cards] = [0, 0]
  const begin = (text: string): Piece | null => {
    if (BLANK.test(text)) return { kind: 'gap', lines: [text] }
    if (!BEGIN.test(text)) throw new ContactFileError(describeStray(line, cards))
    card = { lines: [text], firstLine: line, length: text.length, last: openLine(text), depth: 0 }
    return null
  }
  const extend = (open: OpenCard, text: string): Piece | null => {
    const { lines, firstLine, last } = open
    open.length += text.length
    if (open.length > LONGEST_ROW_BYTES)
      throw new ContactFileError(`${describeLongRow(describeCard(firstLine))}: ${NO_END}`)
    const isContinued = continues(last, text)
    const held = isContinued ? null : AGENT.exec(last.start)
    if (!isContinued && BEGIN.test(text)) {
      if (held === null || held[1] !== undefined)
        throw new ContactFileError(`${describeCard(firstLine)} holds another, on line ${line}: ${NO_END}`)
      open.depth += 1
    } else if (held?.[1] !== undefined) open.depth += 1
    if (isContinued || open.depth > 0) lines.push((lines.pop() ?? '') + text)
    else lines.push(text)
    open.last = isContinued ? extendLine(last, text) : openLine(text)
    if (!END.test(text)) return null
    open.depth -= 1
    if (open.depth >= 0) return null
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
        throw new ContactFileError(`${describeCard(card.firstLine)} is not complete when the file ends: ${NO_END}`)
      if (cards === 0) throw new ContactFileError('expected a vCard file (.vcf), found only blank lines')
    },
    where: () => `line ${line + 1}`,
  }
}

/** A line as far as it has come; it may be folded. */
interface OpenLine {
  /** As much of it as tells what kind of line it is, without folds. */
  readonly start: string
  readonly isQuotedPrintable: boolean
  /** Whether it ends with a soft break of quoted-printable, so far. */
  readonly endsSoftly: boolean
  /** Whether an encoded line break stands before that soft break: what comes next is a line of the text. */
  readonly endsWithinText: boolean
}

const LONGEST_START = 400
const IS_QUOTED_PRINTABLE = /^[^:]*quoted-printable/i
const ENDS_SOFTLY = /=[ \t]*[\r\n]+$/
const ENDS_WITHIN_TEXT = /=0[ad]=[ \t]*[\r\n]+$/i
// The card of somebody else: in 2.1 as it is, on the lines below or from this line on. In 3.0 it is escaped on one line.
const AGENT = /^(?:[^:]*\.)?agent[ \t]*(?:;[^:]*)?:\s*(begin[ \t]*:[ \t]*vcard)?$/i
// What begins a line of its own for certain: behind a soft break stands the rest of a text, hardly ever with all of this.
const PROPERTY =
  /^(?:[\w-]+\.)?(?:ADR|BDAY|EMAIL|FN|LABEL|N|NICKNAME|NOTE|ORG|PHOTO|REV|ROLE|TEL|TITLE|UID|URL|VERSION)(?:;[\w-]+(?:=[^:;]*)?)*:/

function openLine(text: string): OpenLine {
  const start = text.slice(0, LONGEST_START).trimEnd()
  return { start, isQuotedPrintable: IS_QUOTED_PRINTABLE.test(start), ...readEnd(text) }
}

function extendLine({ start, isQuotedPrintable }: OpenLine, text: string): OpenLine {
  if (start.length >= LONGEST_START) return { start, isQuotedPrintable, ...readEnd(text) }
  return { ...openLine(start + text.replace(/^[ \t]/, '')), ...readEnd(text) }
}

function readEnd(text: string): Pick<OpenLine, 'endsSoftly' | 'endsWithinText'> {
  return { endsSoftly: ENDS_SOFTLY.test(text), endsWithinText: ENDS_WITHIN_TEXT.test(text) }
}

/** Whether a line belongs to the one before. */
function continues({ start, isQuotedPrintable, endsSoftly, endsWithinText }: OpenLine, text: string): boolean {
  if (/^[ \t]/.test(text)) return true
  if (/^[\r\n]*$/.test(text) && AGENT.test(start)) return true
  // A soft break before the end of the card, or before another line, is damage that many phones leave behind.
  return isQuotedPrintable && endsSoftly && !END.test(text) && (endsWithinText || !PROPERTY.test(text))
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
