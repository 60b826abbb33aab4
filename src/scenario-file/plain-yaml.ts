// The YAML that nearly every scenario is written in, read without the library and in a fraction of its time: maps, lists, and texts
// that end on their line. Whatever is, or may be, anything else (an anchor, a tag, a text of several lines, a tab, a mistake) is
// left to the library. https://yaml.org/spec/1.2.2/
import { type Entry, type Node, newList, newMap, newScalar, type Place, type ScalarNode, type Source } from './node.ts'

/**
 * The documents of a file in order, just as the library would have them.
 *
 * @returns null for what the library has to read
 */
export function readPlainYaml(source: Source): Node[] | null {
  if (/[^\n -~\u00a0-\ufefe]/.test(source.text)) return null
  try {
    return readDocuments({ source, line: -1, offset: 0, end: 0, column: END, depth: 0 })
  } catch (error) {
    if (error === NOT_PLAIN) return null
    throw error
  }
}

const NOT_PLAIN = new Error('expected plain YAML')

function giveUp(): never {
  throw NOT_PLAIN
}

/** How deep lists and maps may lie within each other here. */
const DEEPEST = 20

/** How many keys a map may have here, for each is compared with all. */
const MOST_KEYS = 100

/** The library refuses a key of more than 1024 characters. */
const LONGEST_KEY = 1000

/** The column behind the last line of a document. */
const END = -1

/** Where reading has come to. */
interface Cursor {
  readonly source: Source
  offset: number
  /** Counted from 0. */
  line: number
  /** The offset at which the line ends. */
  end: number
  /** Where the block begins that is read, which is the first of its line or follows a dash. */
  column: number
  depth: number
}

function readDocuments(cursor: Cursor): Node[] {
  const { lines } = cursor.source
  const roots: Node[] = []
  goToNextLine(cursor)
  // What stands before the first dashes is no document, where it is only comments.
  if (cursor.column === END && cursor.line < lines.length) goToNextLine(cursor)
  for (;;) {
    if (cursor.column === END) giveUp()
    const root = readBlock(cursor)
    if (cursor.column !== END || root.kind === 'scalar') giveUp()
    roots.push(root)
    if (cursor.line >= lines.length) return roots
    goToNextLine(cursor)
  }
}

// To what stands first on the next line that is neither blank nor a comment.
function goToNextLine(cursor: Cursor): void {
  const { text, lines } = cursor.source
  cursor.column = END
  for (cursor.line += 1; cursor.line < lines.length; cursor.line += 1) {
    const start = lines[cursor.line] ?? 0
    cursor.end = (lines[cursor.line + 1] ?? text.length + 1) - 1
    cursor.offset = skipSpaces(text, start)
    if (isAtEnd(cursor)) continue
    if (!text.startsWith('---', start) && !text.startsWith('...', start)) cursor.column = cursor.offset - start
    else if (text.slice(start, cursor.end) !== '---') giveUp()
    return
  }
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ') at += 1
  return at
}

/** Whether nothing follows on the line but a comment, behind a space or at the line's beginning. */
function isAtEnd({ source: { text }, offset, end }: Cursor): boolean {
  return offset >= end || text[offset] === '#'
}

function isDash({ source: { text }, offset, end }: Cursor): boolean {
  return text[offset] === '-' && (offset + 1 === end || text[offset + 1] === ' ')
}

function isColon({ source: { text }, offset, end }: Cursor): boolean {
  return text[offset] === ':' && (offset + 1 === end || text[offset + 1] === ' ')
}

function readBlock(cursor: Cursor): Node {
  if (isDash(cursor)) return readBlockList(cursor)
  const value = readValue(cursor, false)
  if (isColon(cursor)) return readBlockMap(cursor, value)
  endLine(cursor)
  return value
}

function endLine(cursor: Cursor): void {
  const { text } = cursor.source
  const behind = cursor.offset
  cursor.offset = skipSpaces(text, behind)
  if (!isAtEnd(cursor) || (cursor.offset === behind && behind < cursor.end)) giveUp()
  goToNextLine(cursor)
}

function readBlockList(cursor: Cursor): Node {
  const { column } = cursor
  const place = placeOf(cursor)
  const items: Node[] = []
  goDeeper(cursor)
  while (cursor.column === column && isDash(cursor)) {
    const dash = cursor.offset
    cursor.offset = skipSpaces(cursor.source.text, dash + 1)
    if (!isAtEnd(cursor)) cursor.column += cursor.offset - dash
    else goToNextLine(cursor)
    if (cursor.column <= column) giveUp()
    items.push(readBlock(cursor))
  }
  // What stands deeper, a text that goes on, is for the map or the document around it to give up at.
  cursor.depth -= 1
  return newList(place, items)
}

function readBlockMap(cursor: Cursor, first: Node): Node {
  const { column } = cursor
  const entries: Entry[] = []
  goDeeper(cursor)
  for (let key = first; ; key = readValue(cursor, false)) {
    if (!isColon(cursor)) giveUp()
    addEntry(entries, key, readBlockValue(cursor, column))
    if (cursor.column < column) break
    if (cursor.column > column) giveUp()
  }
  cursor.depth -= 1
  return newMap(first, entries)
}

// Behind the colon, or on the lines below; the dashes of a list may stand right below the key.
function readBlockValue(cursor: Cursor, column: number): Node {
  cursor.offset = skipSpaces(cursor.source.text, cursor.offset + 1)
  if (isAtEnd(cursor)) {
    goToNextLine(cursor)
    if (cursor.column > column) return readBlock(cursor)
    return cursor.column === column && isDash(cursor) ? readBlockList(cursor) : giveUp()
  }
  const value = readValue(cursor, false)
  endLine(cursor)
  return value
}

function goDeeper(cursor: Cursor): void {
  cursor.depth += 1
  if (cursor.depth > DEEPEST) giveUp()
}

function addEntry(entries: Entry[], key: Node, value: Node): void {
  if (key.kind !== 'scalar' || key.text.length > LONGEST_KEY || (key.isPlain && key.text === '<<')) giveUp()
  if (entries.length === MOST_KEYS || entries.some((entry) => entry.key === key.text)) giveUp()
  entries.push({ source: key.source, offset: key.offset, key: key.text, value })
}

/** @param isInside whether it stands within braces or brackets */
function readValue(cursor: Cursor, isInside: boolean): Node {
  switch (cursor.source.text[cursor.offset]) {
    case '[':
      return readFlowList(cursor)
    case '{':
      return readFlowMap(cursor)
    case '"':
      return readQuoted(cursor, '"')
    case "'":
      return readQuoted(cursor, "'")
    default:
      return readPlain(cursor, isInside)
  }
}

function readFlowList(cursor: Cursor): Node {
  const place = placeOf(cursor)
  const items: Node[] = []
  goDeeper(cursor)
  for (let isOpen = opens(cursor, ']'); isOpen; isOpen = goesOn(cursor, ']')) items.push(readValue(cursor, true))
  cursor.depth -= 1
  return newList(place, items)
}

function readFlowMap(cursor: Cursor): Node {
  const place = placeOf(cursor)
  const entries: Entry[] = []
  goDeeper(cursor)
  for (let isOpen = opens(cursor, '}'); isOpen; isOpen = goesOn(cursor, '}')) {
    const key = readValue(cursor, true)
    cursor.offset = skipSpaces(cursor.source.text, cursor.offset)
    if (!isColon(cursor)) giveUp()
    cursor.offset = skipSpaces(cursor.source.text, cursor.offset + 1)
    addEntry(entries, key, readValue(cursor, true))
  }
  cursor.depth -= 1
  return newMap(place, entries)
}

// Behind a bracket or a brace: whether anything is within.
function opens(cursor: Cursor, close: string): boolean {
  const { text } = cursor.source
  cursor.offset = skipSpaces(text, cursor.offset + 1)
  if (text[cursor.offset] !== close) return true
  cursor.offset += 1
  return false
}

// Behind a part: whether another one follows its comma.
function goesOn(cursor: Cursor, close: string): boolean {
  const { text } = cursor.source
  const at = skipSpaces(text, cursor.offset)
  if (text[at] !== ',' && text[at] !== close) giveUp()
  cursor.offset = text[at] === ',' ? skipSpaces(text, at + 1) : at + 1
  return text[at] === ','
}

function placeOf({ source, offset }: Cursor): Place {
  return { source, offset }
}

// What is escaped, or has the other mark twice, is left to the library.
function readQuoted(cursor: Cursor, quote: '"' | "'"): ScalarNode {
  const { source, offset, end } = cursor
  const close = source.text.indexOf(quote, offset + 1)
  if (close < 0 || close >= end) giveUp()
  const text = source.text.slice(offset + 1, close)
  if (quote === '"' ? text.includes('\\') : source.text[close + 1] === quote) giveUp()
  cursor.offset = close + 1
  return newScalar({ source, offset }, text, false)
}

// What a text without quotes may begin with: nothing that means something to YAML.
const BEGINNING = /[^\s\-?:,[\]{}#&*!|>'"%@`]|-\d/y

function readPlain(cursor: Cursor, isInside: boolean): ScalarNode {
  const { source, offset } = cursor
  BEGINNING.lastIndex = offset
  if (!BEGINNING.test(source.text)) giveUp()
  const text = source.text.slice(offset, endOfPlain(cursor, isInside)).replace(/ +$/, '')
  cursor.offset = offset + text.length
  return newScalar({ source, offset }, text, true)
}

// At a comment, at a colon with something behind it, and within brackets at whatever divides.
function endOfPlain({ source: { text }, offset, end }: Cursor, isInside: boolean): number {
  for (let at = offset; at < end; at += 1) {
    switch (text[at]) {
      case ':':
        if (at + 1 === end || text[at + 1] === ' ' || (isInside && ',[]{}'.includes(text[at + 1] ?? ''))) return at
        break
      case '#':
        if (text[at - 1] === ' ') return at
        break
      case ',':
      case '[':
      case ']':
      case '{':
      case '}':
        if (isInside) return at
    }
  }
  return end
}
