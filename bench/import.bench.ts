// Claim: reading an export into contacts costs little more than taking the CSV apart, and keeping them little more than
// that. Compared, in the same run, with csv-parse alone on the same file; and, where Python is there, whole processes with its
// csv put into SQLite, which reads no number. Rows: `tsx bench/import.bench.ts 10000`.
import { spawnSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse'
import { openContactFile } from '../src/contact-file/contact-files.ts'
import { renderRows } from '../src/contact-file/csv/csv.ts'
import { GENERATED_HEADERS, generateRows } from '../src/crm/invented/invented.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { importContacts } from '../src/sync/import-contacts.ts'
import type { Io } from '../src/terminal/io.ts'
import { measure, measureProcesses, ratioOf } from './measure.ts'
import { type Claim, publish } from './report.ts'

const ROWS = Number(process.argv[2] ?? 100_000)

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const path = join(folder, 'people.csv')
const rows = await generateRows({ contacts: ROWS, seed: '1', messy: 0.1, regions: ['IE', 'GB', 'DE', 'US'] })
writeFileSync(path, renderRows([GENERATED_HEADERS, ...rows]))

const openFile = () => openContactFile({ stdin: process.stdin } as unknown as Io, path, { region: null, columns: {} })

async function parseAlone(): Promise<number> {
  let count = 0
  await pipeline(createReadStream(path), parse(), async (records: AsyncIterable<string[]>) => {
    for await (const _record of records) count += 1
  })
  return count
}

async function readContacts(): Promise<number> {
  const file = await openFile()
  let count = 0
  for await (const rows of file.rows) for (const row of rows) count += file.readContact(row).contact.phones.length
  return count
}

let stores = 0

async function importIntoStore(): Promise<void> {
  stores += 1
  const store = openSqliteStore(join(folder, `${stores}.db`))
  await importContacts([await openFile()], { store, status: { at: '2026-01-01T00:00:00.000Z', source: '' } }, () => {})
  store.close()
}

const [alone, read, imported] = ['csv-parse alone', 'contacts read', 'contacts imported into SQLite'] as const
const group = await measure(
  `${ROWS.toLocaleString('en')} rows, ${(statSync(path).size / 1e6).toFixed(1)} MB: time a row`,
  { [alone]: parseAlone, [read]: readContacts, [imported]: importIntoStore },
  { batch: ROWS, timeMs: 3000, rounds: 3 },
)

const PYTHON = `
import csv, os, sqlite3, sys
if os.path.exists(sys.argv[2]): os.remove(sys.argv[2])
db = sqlite3.connect(sys.argv[2])
with open(sys.argv[1], newline='', encoding='utf-8') as file:
    rows = csv.reader(file)
    columns = next(rows)
    db.execute('CREATE TABLE contacts (' + ', '.join(f'c{n}' for n in range(len(columns))) + ')')
    db.executemany('INSERT INTO contacts VALUES (' + ', '.join('?' * len(columns)) + ')', rows)
db.commit()
`

const IMPORT = 'rm -f "$2"; exec "$0" "$1" import --db "$2" "$3"'

/** Both read the file into a new database each time. */
function timeProcesses() {
  const ringsight = fileURLToPath(new URL('../bin/ringsight.js', import.meta.url))
  return measureProcesses(
    `${ROWS.toLocaleString('en')} rows: whole processes`,
    {
      [python]: { command: 'python3', args: ['-c', PYTHON, path, join(folder, 'python.db')] },
      [whole]: { command: 'sh', args: ['-c', IMPORT, process.execPath, ringsight, join(folder, 'whole.db'), path] },
    },
    Number(process.env['BENCH_RUNS'] ?? 5),
  )
}

const [python, whole] = ["Python's csv and sqlite3", 'ringsight import'] as const
const hasPython = spawnSync('python3', ['--version']).status === 0
const processes = hasPython ? [timeProcesses()] : []
rmSync(folder, { recursive: true })

publish({
  name: 'import',
  claims: [
    { text: `${read}, against ${alone}`, bound: 'at most', target: 2.5, measured: ratioOf(group, read, alone) },
    { text: `${imported}, against ${alone}`, bound: 'at most', target: 5, measured: ratioOf(group, imported, alone) },
    ...processes.map(
      (each): Claim => ({
        text: `${whole}, ${ROWS.toLocaleString('en')} rows, against ${python}`,
        bound: 'at most',
        target: 1.6,
        measured: ratioOf(each, whole, python),
      }),
    ),
  ],
  groups: [group, ...processes],
  notes: hasPython ? [] : ['Python is not there: nothing was compared with it.'],
})
