// Claim: taking a CRM export apart, five cells of each row read, is as fast as the fastest CSV library alone, which takes
// clean files only. Compared, in the same run, with udsv and csv-parse. Rows: `tsx bench/csv.bench.ts 1000000`.
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { inferSchema, initParser } from 'udsv'
import { openCsv } from '../src/contact-file/csv.ts'
import type { TableRow } from '../src/contact-file/table.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { differentNumbers } from './people.ts'
import { publish } from './report.ts'

const ROWS = Number(process.argv[2] ?? 100_000)
const COLUMNS = 30
// Record id, first name, last name, and the two that hold numbers.
const READ = [0, 1, 2, 8, 9]

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const numbers = differentNumbers(10_000)

/** One row of an export: ids, names with and without accents, two numbers, dates, links, and many cells that are empty. */
function exportRow(index: number): string[] {
  const number = numbers[(index * 7) % numbers.length] ?? ''
  const first = ['Anna', 'Zoë', 'Bob', 'Lucía', 'Marek', 'Ann-Marie'][index % 6] ?? ''
  const name = `${first}.byrne-${index}`.toLowerCase()
  return [
    String(70_000_000_001 + index * 37),
    first,
    `Byrne ${index % 9973}`,
    `${name}@company-${index % 997}.example`,
    `Company ${index % 997}${index % 11 === 0 ? ', Inc.' : ' Ltd'}`,
    ['Ireland', 'United Kingdom', 'Germany', 'Spain', 'Poland'][index % 5] ?? '',
    `https://www.linkedin.example/in/${name}`,
    ['Sales', 'Head of Purchasing', 'Managing Director', ''][index % 4] ?? '',
    number,
    index % 3 === 0 ? (numbers[index % numbers.length] ?? '') : '',
    '2026-03-14 09:26',
    '2026-10-02 17:05',
    'customer',
    index % 2 === 0 ? 'Connected' : '',
    'Conor Walsh (conor.walsh@ringsight.example)',
    index % 17 === 0 ? 'He said "call me later", twice' : '',
    ...Array.from({ length: COLUMNS - 17 }, (_, column) => ((index + column) % 4 === 0 ? `value ${column}` : '')),
    'Offline Sources',
  ]
}

function writeExport(name: string, isQuoted: boolean): string {
  const path = join(folder, name)
  const file = openSync(path, 'w')
  const cell = (text: string) => (isQuoted || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`
  writeSync(file, line(Array.from({ length: COLUMNS }, (_, column) => `Column ${column}`)))
  for (let start = 0; start < ROWS; start += 10_000) {
    const count = Math.min(10_000, ROWS - start)
    writeSync(file, Array.from({ length: count }, (_, index) => line(exportRow(start + index))).join(''))
  }
  closeSync(file)
  return path
}

const PIECE_BYTES = 1024 * 1024

async function readUdsv(path: string): Promise<number> {
  let length = 0
  let parser: ReturnType<typeof initParser> | null = null
  for await (const text of createReadStream(path, {
    encoding: 'utf8',
    highWaterMark: PIECE_BYTES,
  }) as AsyncIterable<string>) {
    parser ??= initParser(inferSchema(text))
    parser.chunk<string[]>(text, parser.stringArrs, (row) => {
      length += lengthOf((column) => row[column] ?? '')
    })
  }
  parser?.end()
  return length
}

async function readCsvParse(path: string): Promise<number> {
  let length = 0
  await pipeline(createReadStream(path), parse({ from_line: 2 }), async (records: AsyncIterable<string[]>) => {
    for await (const record of records) length += lengthOf((column) => record[column] ?? '')
  })
  return length
}

async function readRows(path: string, read: (row: TableRow) => number): Promise<number> {
  const file = await openCsv(createReadStream(path, { highWaterMark: PIECE_BYTES }))
  let length = 0
  for await (const rows of file.rows()) for (const row of rows) length += read(row)
  return length
}

async function rewriteFile(path: string): Promise<number> {
  const file = await openCsv(createReadStream(path, { highWaterMark: PIECE_BYTES }))
  let length = 0
  const decide = (row: TableRow) => (row.row % 10 === 0 ? [{ column: 8, value: '+353871234567' }] : [])
  for await (const piece of file.rewrite(decide)) length += piece.length
  return length
}

function lengthOf(cell: (column: number) => string): number {
  let length = 0
  for (const column of READ) length += cell(column).length
  return length
}

const five = (row: TableRow) => lengthOf((column) => row.cell(column))

function all(row: TableRow): number {
  let length = 0
  for (let column = 0; column < COLUMNS; column += 1) length += row.cell(column).length
  return length
}

const NAMES = {
  udsv: 'udsv alone, all cells',
  five: 'ours, 5 cells',
  all: 'ours, all cells',
  rewritten: 'ours, written again with a repair in every tenth row',
  csvParse: 'csv-parse alone, all cells',
} as const

async function compare(what: string, path: string): Promise<Group> {
  if ((await readUdsv(path)) !== (await readRows(path, five))) throw new Error(`${path}: the readers do not agree`)
  return measure(
    `${ROWS.toLocaleString('en')} rows, ${COLUMNS} columns, ${(statSync(path).size / 1e6).toFixed(0)} MB, ${what}: time a row`,
    {
      [NAMES.udsv]: async () => readUdsv(path),
      [NAMES.five]: async () => readRows(path, five),
      [NAMES.all]: async () => readRows(path, all),
      [NAMES.rewritten]: async () => rewriteFile(path),
      [NAMES.csvParse]: async () => readCsvParse(path),
    },
    { batch: ROWS, timeMs: 5000, rounds: 5 },
  )
}

try {
  const plain = await compare('quotes where needed', writeExport('plain.csv', false))
  const quoted = await compare('every cell in quotes', writeExport('quoted.csv', true))
  const claim = (group: Group, what: string) => ({
    text: `speed of reading 5 cells a row, against ${NAMES.udsv} (${what})`,
    bound: 'at least' as const,
    target: 1,
    measured: 1 / ratioOf(group, NAMES.five, NAMES.udsv),
  })
  publish({
    name: 'csv',
    claims: [claim(plain, 'quotes where needed'), claim(quoted, 'every cell in quotes')],
    groups: [plain, quoted],
    notes: [],
  })
} finally {
  rmSync(folder, { recursive: true })
}
