// Claim: taking a CRM export apart, five cells of each row read, is as fast as the fastest CSV library alone, which takes
// clean files only. Compared, in the same run, with udsv and csv-parse. Rows: `tsx bench/csv.bench.ts 1000000`.
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCsv } from '../src/contact-file/csv.ts'
import type { TableRow } from '../src/contact-file/table.ts'
import { COLUMNS, writeExport } from './crm-export.ts'
import { lengthOf, PIECE_BYTES, readCsvParse, readUdsv } from './csv-rivals.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { publish } from './report.ts'

const ROWS = Number(process.argv[2] ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
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
  const plain = await compare('quotes where needed', writeExport(join(folder, 'plain.csv'), ROWS))
  const quoted = await compare('every cell in quotes', writeExport(join(folder, 'quoted.csv'), ROWS, true))
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
