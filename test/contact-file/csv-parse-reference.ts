// What csv-parse reads in a file: the reference for what dirt means. Row numbers, blank rows and problems are added as
// src/contact-file/csv.ts defines them, by other means: from the texts of whole records.
import { type Info, parse } from 'csv-parse'
import { decode } from '../../src/contact-file/decode.ts'
import { piecesOf, type ReadFile, type ReadRow } from './files.ts'

interface Numbered {
  readonly row: number
  readonly cells: string[]
}

/** The file; or the beginning of what is to be said of one that cannot be used. */
export async function readByCsvParse(bytes: Buffer, delimiter: string): Promise<ReadFile | string> {
  let foreignLines = 0
  const decoded = decode(piecesOf(bytes, bytes.length), (count) => {
    foreignLines += count
  })
  const text: Buffer[] = []
  for await (const piece of decoded) text.push(piece)
  const records = await parseText(Buffer.concat(text), delimiter)
  if (records === null) return 'a quote opened in row'
  const [first] = records
  const hidden = first?.row === 1 && first.cells.join('\n') === 'sep=\n' ? 1 : 0
  const filled = records.slice(hidden).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const headers = filled[0]?.cells ?? []
  const rows = filled.slice(1).map((record) => describe(record, headers.length, hidden))
  if (rows.every(({ problem }) => problem !== null)) return 'expected '
  return { headers, rows, notices: noticesOf(foreignLines) }
}

function noticesOf(lines: number): string[] {
  return lines === 0 ? [] : [`${lines} ${lines === 1 ? 'line is' : 'lines are'} not UTF-8: read as Windows-1252`]
}

function parseText(text: Buffer, delimiter: string): Promise<Numbered[] | null> {
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
