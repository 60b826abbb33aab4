// The text of one CSV cell, as the file has it and as it is meant. Knows nothing of rows or bytes.

/**
 * What a cell means, without the blanks before it: a quoted one is unquoted, quotes elsewhere are characters like others.
 *
 * The meaning is that of csv-parse with `relax_quotes`: where something follows the closing quote, the cell keeps both of
 * its outer quotes. Of a cell that goes on with NUL it takes the quotes away, and so does this. Blanks behind the closing
 * quote are no more than those before the opening one.
 *
 * @param raw of a quoted cell, the closing quote included
 */
export function unquote(raw: string): string {
  if (!raw.startsWith('"')) return raw
  const [content, close] = readQuoted(raw)
  const rest = raw.slice(close + 1)
  if (rest.trim() === '') return content
  return rest.startsWith('\0') ? content + rest : `"${content}"${rest}`
}

// Joined now and then: a hostile cell has millions of doubled quotes, and each would cost a hundred times its size.
const MOST_PARTS = 1000

/** What is within the quotes, where each stands once, and where the closing one is. */
function readQuoted(raw: string): readonly [content: string, close: number] {
  let text = ''
  let parts: string[] = []
  let start = 1
  let close = raw.indexOf('"', start)
  while (raw[close + 1] === '"') {
    parts.push(raw.slice(start, close + 1))
    if (parts.length === MOST_PARTS) {
      text += parts.join('')
      parts = []
    }
    start = close + 2
    close = raw.indexOf('"', start)
  }
  return [text + parts.join('') + raw.slice(start, close), close]
}

// All of them, whichever the file has: a header of two cells must not be taken for one with another delimiter.
const NEEDS_QUOTES = /^\s|[",;\t|\r\n]/

/** A cell that will be read as this text; quoted only where it must be, or is to be. */
export function quote(text: string, isQuoted: boolean): string {
  return isQuoted || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
