// Text measured in terminal columns: cut, padded, wrapped. Expects text that is safe to draw (text/safe.ts).
import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

// Letters, digits and punctuation of Latin, Cyrillic and East Asian scripts stand alone unless something that combines
// follows. Intl.Segmenter is asked about the rest only: its time grows with the square of the text.
const ALONE = ' -~\u00a1-\u02ff\u0400-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff'
const PIECES = new RegExp(`[${ALONE}](?=[${ALONE}]|$)|[${ALONE}]?[^${ALONE}]+`, 'gu')

/** What a reader takes for single characters. */
export function graphemes(text: string): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) =>
    piece.length === 1 ? piece : Array.from(segmenter.segment(piece), ({ segment }) => segment),
  )
}

// Most text is plain, and a whole note is measured at every key.
const PLAIN = /^[ -~]*$/

/** How many columns the text takes up. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text)
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
  const line = cut(text, width)
  return line + ' '.repeat(Math.max(0, width - widthOf(line)))
}

/** Label on the left, value on the right, in exactly `width` columns: the value keeps at most half where both are long. */
export function spread(label: string, value: string, width: number): string {
  if (value === '') return pad(label, width)
  const right = cut(value, Math.max(Math.floor(width / 2), width - widthOf(label) - 2))
  return `${pad(label, width - widthOf(right) - 2)}  ${right}`
}

/** The text on lines of at most `width` columns, broken between words; a word that is longer is broken within. */
export function wrap(text: string, width: number): string[] {
  return pack(text.split(' '), ' ', width)
}

/** The parts on as few lines as hold them whole, in order. */
export function pack(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts.flatMap((each) => breakLong(each, width))) {
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

/** Where a window of `height` lines begins, so that line `focus` of `count` is in it, in the middle where possible. */
export function windowStart(focus: number, count: number, height: number): number {
  return Math.max(0, Math.min(focus - Math.floor(height / 2), count - height))
}
