// What csv-parse reads in a file: the reference for what dirt means. Row numbers, blank rows and problems are added as
// src/contact-file/csv/csv.ts defines them, by other means: from the texts of whole records.
import { isUtf8 } from 'node:buffer'
import { type Info, parse } from 'csv-parse'
import { decodeWindows1252, detectEncoding } from '../../../src/contact-file/encoding/decode.ts'
import type { ReadFile, ReadRow } from '../files.ts'

interface Numbered {
  readonly row: number
  readonly cells: string[]
}

/** The file; or the beginning of what is to be said of one that cannot be used. */
export async function readByCsvParse(bytes: Buffer, delimiter: string): Promise<ReadFile | string> {
  const { text, foreignLines } = decodeWhole(bytes)
  const records = await parseText(withoutBlanksBehindQuotes(text, delimiter), delimiter)
  if (records === null) return 'a quote opened in row'
  const [first] = records
  const hidden = first?.row === 1 && first.cells.join('\n') === 'sep=\n' ? 1 : 0
  const filled = records.slice(hidden).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const headers = filled[0]?.cells ?? []
  const rows = filled.slice(1).map((record) => describe(record, headers.length, hidden))
  if (rows.every(({ problem }) => problem !== null)) return 'expected '
  return { headers, rows, notices: noticesOf(foreignLines) }
}

function decodeWhole(bytes: Buffer): { text: string; foreignLines: number } {
  const encoding = detectEncoding(bytes)
  if (encoding !== 'utf-8') return { text: new TextDecoder(encoding).decode(bytes), foreignLines: 0 }
  const lines = bytes.toString('latin1').match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []
  const decoded = lines
    .map((line) => Buffer.from(line, 'latin1'))
    .map((line) => {
      return isUtf8(line)
        ? { text: line.toString(), isForeign: false }
        : { text: decodeWindows1252(line), isForeign: true }
    })
  const text = decoded
    .map((line) => line.text)
    .join('')
    .replace(/^\ufeff/, '')
  return { text, foreignLines: decoded.filter(({ isForeign }) => isForeign).length }
}

function noticesOf(lines: number): string[] {
  return lines === 0 ? [] : [`${lines} ${lines === 1 ? 'line is' : 'lines are'} not UTF-8: read as Windows-1252`]
}

/** csv-parse takes a blank behind a closing quote for text that was never quoted; we leave it out. */
function withoutBlanksBehindQuotes(text: string, delimiter: string): string {
  const blanks = `[^\\S\\r\\n${delimiter}]*`
  const cell = new RegExp(`(${blanks}"(?:[^"]|"")*")(${blanks})|${blanks}[^\\r\\n${delimiter}]*`, 'y')
  let written = ''
  for (let at = 0; at < text.length; ) {
    cell.lastIndex = at
    const [whole = '', quoted, behind = ''] = cell.exec(text) ?? []
    at += whole.length
    let rest = ''
    while (at < text.length && !`\r\n${delimiter}`.includes(text.charAt(at))) rest += text.charAt(at++)
    written += quoted === undefined || rest !== '' ? whole + rest : whole.slice(0, whole.length - behind.length)
    written += text.charAt(at++)
  }
  return written
}

function parseText(text: string, delimiter: string): Promise<Numbered[] | null> {
  const records: Numbered[] = []
  return new Promise((resolve, reject) => {
    const parser = parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      ltrim: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { empty_lines, records: count }: Info) => {
        records.push({ row: count + empty_lines, cells })
      },
    })
    parser.on('error', (error) =>
      'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED' ? resolve(null) : reject(error),
    )
    parser.on('end', () => resolve(records))
    parser.resume()
    parser.end(text)
  })
}

function describe({ row, cells }: Numbered, width: number, hidden: number): ReadRow {
  const isGlued = cells.some((cell) => cell.startsWith('"') && (cells.length !== width || /[\r\n]/.test(cell)))
  const isLong = cells.slice(width).some((cell) => cell.trim() !== '')
  return {
    row: row - hidden,
    cells: Array.from({ length: width }, (_, column) => cells[column] ?? ''),
    problem: isGlued ? 'broken-quotes' : isLong ? 'too-many-cells' : null,
  }
}
