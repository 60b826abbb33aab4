// Claim: taking a CRM export apart, five cells of each row read, is as fast as the fastest CSV library alone, which takes
// clean files only. Compared, in the same run, with udsv and csv-parse. Rows: `tsx bench/csv.bench.ts 1000000`.
import { createReadStream } from 'node:fs'
import { openCsv } from '../src/contact-file/csv/csv.ts'
import type { TableRow } from '../src/contact-file/table.ts'
import { COLUMNS } from './crm-export.ts'
import { publishCsvClaim, UDSV } from './csv-claim.ts'
import { lengthOf, PIECE_BYTES, readCsvParse, readUdsv } from './csv-rivals.ts'

const ROWS = Number(process.argv[2] ?? 100_000)

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

const FIVE = 'ours, 5 cells'

await publishCsvClaim({
  name: 'csv',
  claims: [{ text: 'speed of reading 5 cells a row', target: 1, claimed: FIVE, rival: UDSV }],
  kinds: ['plain', 'quoted'],
  rows: ROWS,
  async tasks(path) {
    if ((await readUdsv(path)) !== (await readRows(path, five))) throw new Error(`${path}: the readers do not agree`)
    return {
      [UDSV]: async () => readUdsv(path),
      [FIVE]: async () => readRows(path, five),
      'ours, all cells': async () => readRows(path, all),
      'ours, written again with a repair in every tenth row': async () => rewriteFile(path),
      'csv-parse alone, all cells': async () => readCsvParse(path),
    }
  },
})
