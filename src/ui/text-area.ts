// A text being edited, of one line or several, and its caret. Moves by what a reader takes for characters. The text is
// kept as it was typed; what is drawn of it is safe. Knows no keys' bytes and no screen.
import { safeLine } from '../text/safe.ts'
import { graphemes, widthOf } from '../text/width.ts'
import type { Key } from './keys.ts'

export interface TextArea {
  readonly text: string
  /** Where the next character goes: an index into the text. */
  readonly at: number
}

/** One line as drawn: the text from `start` to before `end`, and how its characters look. */
export interface TextRow {
  readonly start: number
  readonly end: number
  readonly drawn: string
}

export interface Caret {
  readonly row: number
  readonly column: number
}

/** How a text area takes keys: where it wraps, and whether it has lines at all. */
export interface Lines {
  readonly width: number
  readonly isMultiline: boolean
}

/** A text area that holds this text, with the caret at its end. */
export function newTextArea(text = ''): TextArea {
  const clean = cleanInput(text)
  return { text: clean, at: clean.length }
}

/** The text area after a key; null when the key is none of its business. */
export function editText(area: TextArea, key: Key, lines: Lines): TextArea | null {
  if (key.type !== 'press') return insert(area, key.text, lines)
  switch (key.name) {
    case 'enter':
      return lines.isMultiline ? insert(area, '\n', lines) : null
    case 'backspace':
      return remove(area, before(area), area.at)
    case 'delete':
      return remove(area, area.at, after(area))
    case 'left':
      return { ...area, at: before(area) }
    case 'right':
      return { ...area, at: after(area) }
    case 'up':
      return lines.isMultiline ? moveRows(area, -1, lines.width) : null
    case 'down':
      return lines.isMultiline ? moveRows(area, 1, lines.width) : null
    case 'home':
    case 'end':
      return { ...area, at: moveInRow(area, key.name, lines.width) }
    default:
      return null
  }
}

/** The text in rows of at most `width` columns, with room for the caret behind the last character of a row. */
export function layOut(text: string, width: number): readonly TextRow[] {
  const rows: TextRow[] = []
  let start = 0
  for (const line of text.split('\n')) {
    rows.push(...layOutLine(line, start, Math.max(2, width - 1)))
    start += line.length + 1
  }
  return rows
}

/** Where the caret stands among the rows. */
export function caretOf({ text, at }: TextArea, rows: readonly TextRow[]): Caret {
  const row = Math.max(
    0,
    rows.findLastIndex(({ start }) => start <= at),
  )
  return { row, column: widthOf(draw(text.slice(rows[row]?.start ?? 0, at))) }
}

/** One line of `width` columns that shows the caret, and its column there. */
export function viewField({ text, at }: TextArea, width: number): { readonly drawn: string; readonly column: number } {
  const head = graphemes(draw(text.slice(0, at)))
  while (widthOf(head.join('')) > width - 1) head.shift()
  const shown = head.join('')
  let drawn = shown
  for (const each of graphemes(draw(text.slice(at)))) {
    if (widthOf(drawn + each) > width) break
    drawn += each
  }
  return { drawn, column: widthOf(shown) }
}

// Line breaks in one form, tabs as spaces, no other control characters: neither a paste nor a flag may bring them in.
function cleanInput(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, '  ')
    .replace(/(?!\n)\p{Cc}/gu, '')
}

function draw(text: string): string {
  return graphemes(text)
    .map((each) => cellOf(each).drawn)
    .join('')
}

function insert({ text, at }: TextArea, typed: string, { isMultiline }: Lines): TextArea {
  const clean = isMultiline ? cleanInput(typed) : cleanInput(typed).replace(/\n+/g, ' ')
  return { text: text.slice(0, at) + clean + text.slice(at), at: at + clean.length }
}

function remove({ text }: TextArea, from: number, to: number): TextArea {
  return { text: text.slice(0, from) + text.slice(to), at: from }
}

// A line break is always a character of its own, so characters never need be looked for beyond a line.
function before({ text, at }: TextArea): number {
  const start = text.lastIndexOf('\n', at - 1) + 1
  return at === 0 ? 0 : at === start ? at - 1 : at - (graphemes(text.slice(start, at)).at(-1)?.length ?? 1)
}

function after({ text, at }: TextArea): number {
  const end = lineEnd(text, at)
  return at === text.length ? at : at === end ? at + 1 : at + (graphemes(text.slice(at, end))[0]?.length ?? 1)
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function moveInRow(area: TextArea, to: 'home' | 'end', width: number): number {
  const rows = layOut(area.text, width)
  const { row } = caretOf(area, rows)
  return to === 'home' ? (rows[row]?.start ?? 0) : lastStop(area.text, rows, row)
}

// Behind the last character of a row that was broken the next row begins.
function lastStop(text: string, rows: readonly TextRow[], row: number): number {
  const end = rows[row]?.end ?? text.length
  return rows[row + 1]?.start === end ? before({ text, at: end }) : end
}

function moveRows(area: TextArea, by: number, width: number): TextArea {
  const rows = layOut(area.text, width)
  const caret = caretOf(area, rows)
  const target = rows[caret.row + by]
  if (target === undefined) return { ...area, at: by < 0 ? 0 : area.text.length }
  let { start: at } = target
  for (const each of graphemes(area.text.slice(target.start, lastStop(area.text, rows, caret.row + by)))) {
    if (widthOf(draw(area.text.slice(target.start, at + each.length))) > caret.column) break
    at += each.length
  }
  return { ...area, at }
}

// Breaks behind the last space that fits, else between two characters. A space may hang over into the caret's room.
function layOutLine(line: string, offset: number, width: number): TextRow[] {
  const cells = graphemes(line).map(cellOf)
  const rows: TextRow[] = []
  let [first, behindSpace, columns, start] = [0, 0, 0, offset]
  const close = (until: number) => {
    const row = cells.slice(first, until)
    const end = start + sum(row.map(({ length }) => length))
    rows.push({ start, end, drawn: row.map(({ drawn }) => drawn).join('') })
    first = until
    start = end
  }
  for (const [index, cell] of cells.entries()) {
    const limit = cell.drawn === ' ' ? width + 1 : width
    while (columns > 0 && columns + cell.columns > limit) {
      close(behindSpace > first ? behindSpace : index)
      columns = sum(cells.slice(first, index).map((each) => each.columns))
    }
    columns += cell.columns
    if (cell.drawn === ' ') behindSpace = index + 1
  }
  close(cells.length)
  return rows
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

interface Cell {
  readonly drawn: string
  readonly columns: number
  /** In the text as it was typed. */
  readonly length: number
}

// A note has few different characters and is laid out at every key; what is seldom is looked at again.
const CELLS = new Map<string, Cell>()
const MOST_CELLS = 4096

function cellOf(character: string): Cell {
  const known = CELLS.get(character)
  if (known) return known
  const drawn = /^\s/.test(character) ? ' ' : safeLine(character)
  const cell = { drawn, columns: widthOf(drawn), length: character.length }
  if (CELLS.size < MOST_CELLS) CELLS.set(character, cell)
  return cell
}
