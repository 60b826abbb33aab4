// Text measured in terminal columns: cut, padded, wrapped. Expects text that is safe to draw (text/safe.ts).
import { createRequire } from 'node:module'
import type stringWidth from 'string-width'

// Both are made when a text first asks for them: their tables take longer to make than most commands take to run.
let measure: typeof stringWidth | null = null
let segmenter: Intl.Segmenter | null = null

function stringWidthOf(text: string): number {
  measure ??= (createRequire(import.meta.url)('string-width') as { default: typeof stringWidth }).default
  return measure(text)
}

function segmentsOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

// Letters, digits and punctuation of Latin, Cyrillic and East Asian scripts stand alone unless something that combines
// follows. Intl.Segmenter is asked about the rest only: its time grows with the square of the text.
const ALONE = ' -~\u00a1-\u02ff\u0400-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff'
const PIECES = new RegExp(`[${ALONE}](?=[${ALONE}]|$)|[${ALONE}]?[^${ALONE}]+`, 'gu')

/** What a reader takes for single characters. */
export function graphemes(text: string): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) =>
    piece.length === 1 ? piece : Array.from(segmentsOf(piece), ({ segment }) => segment),
  )
}

// Latin, Greek, Cyrillic, punctuation, currencies, arrows and lines: what the commands themselves print, and most names. For one `…`
// string-width would take as long to load as a small file to check.
const NARROW =
  ' -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2193\u2500-\u257f'
const NARROW_TEXT = new RegExp(`^[${NARROW}]*$`)

/** How many columns the text takes up. */
export function widthOf(text: string): number {
  return NARROW_TEXT.test(text) ? text.length : stringWidthOf(text)
}

/** The text in at most `width` columns; what was cut off is marked by `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  if (width < 1) return ''
  let kept = ''
  let columns = 1
  for (const each of graphemes(text)) {
    columns += widthOf(each)
    if (columns > width) break
    kept += each
  }
  return `${kept.trimEnd()}…`
}

/** The text in exactly `width` columns, cut or filled up with spaces. */
export function pad(text: string, width: number): string {
  return fill(cut(text, width), width)
}

/** Label on the left, value on the right, in exactly `width` columns: the value keeps at most half where both are long. */
export function spread(label: string, value: string, width: number): string {
  if (value === '') return pad(label, width)
  const right = cut(value, Math.max(Math.floor(width / 2), width - widthOf(label) - 2))
  return `${pad(label, width - widthOf(right) - 2)}  ${right}`
}

/** The text in no fewer than `width` columns: what is longer stays as it is. */
export function fill(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Rows of cells as lines, their columns one below the other, two spaces apart; the last column ends where its text does. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const cells of rows)
    for (const [at, cell] of cells.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))
  return rows.map((cells) => cells.map((cell, at) => fill(cell, widths[at] ?? 0)).join('  '))
}

/**
 * The text on lines of at most `width` columns, broken between words.
 *
 * @param long what becomes of a longer word: it is broken within, or stays whole, as an address that is to be copied
 */
export function wrap(text: string, width: number, long: 'broken' | 'whole' = 'broken'): string[] {
  const words = text.split(' ')
  return fillLines(long === 'whole' ? words : words.flatMap((word) => breakLong(word, width)), ' ', width)
}

/** The parts on as few lines as hold them whole, in order. */
export function pack(parts: readonly string[], separator: string, width: number): string[] {
  return fillLines(
    parts.flatMap((part) => breakLong(part, width)),
    separator,
    width,
  )
}

function fillLines(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    const longer = line === '' ? part : line + separator + part
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = part
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

function breakLong(part: string, width: number): string[] {
  if (widthOf(part) <= width) return [part]
  const pieces = ['']
  for (const each of graphemes(part)) {
    if (widthOf((pieces.at(-1) ?? '') + each) > width) pieces.push(each)
    else pieces[pieces.length - 1] += each
  }
  return pieces
}
