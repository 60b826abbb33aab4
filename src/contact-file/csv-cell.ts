// The text of one CSV cell, as the file has it and as it is meant. Knows nothing of rows or bytes.

/**
 * What a cell means, without the blanks before it: a quoted one is unquoted, quotes elsewhere are characters like others.
 *
 * The meaning is that of csv-parse with `relax_quotes`: where something follows the closing quote, the cell keeps both of
 * its outer quotes. Of a cell that goes on with NUL it takes the quotes away, and so does this.
 */
export function unquote(raw: string): string {
  if (!raw.startsWith('"')) return raw
  const close = closingQuote(raw)
  const content = raw.slice(1, close).replaceAll('""', '"')
  const rest = raw.slice(close + 1)
  return rest === '' || rest.startsWith('\0') ? content + rest : `"${content}"${rest}`
}

function closingQuote(raw: string): number {
  let at = raw.indexOf('"', 1)
  while (raw[at + 1] === '"') at = raw.indexOf('"', at + 2)
  return at
}

// All of them, whichever the file has: a header of two cells must not be taken for one with another delimiter.
const NEEDS_QUOTES = /^\s|[",;\t|\r\n]/

/** A cell that will be read as this text; quoted only where it must be, or is to be. */
export function quote(text: string, isQuoted: boolean): string {
  return isQuoted || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
