// Claim: checking a CRM export costs little more than reading it: all of `ringsight check`, from the file to the summary,
// is at least 0.6 times as fast as the fastest CSV library alone. Compared, in the same run, with udsv and csv-parse.
// Rows: `tsx bench/check.bench.ts 1000000`.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Io } from '../src/cli/io.ts'
import { runProgram } from '../src/cli/program.ts'
import { writeExport } from './crm-export.ts'
import { readCsvParse, readUdsv } from './csv-rivals.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { publish } from './report.ts'

const ROWS = Number(process.argv[2] ?? 100_000)

const folder = mkdtempSync(join(tmpdir(), 'ringsight-bench-'))
const fixed = join(folder, 'fixed.csv')

async function check(path: string, ...flags: string[]): Promise<string> {
  const texts: string[] = []
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.push(chunk.toString())
      done()
    },
  })
  const io: Io = {
    stdin: process.stdin,
    stdout: collect,
    stderr: collect,
    env: {},
    now: () => new Date(),
    newId: () => '',
    exit() {},
  }
  await runProgram(['check', path, ...flags], io)
  return texts.join('')
}

const NAMES = {
  udsv: 'udsv alone, all cells',
  check: 'ringsight check',
  fix: 'ringsight check --fix',
  csvParse: 'csv-parse alone, all cells',
} as const

async function compare(what: string, path: string): Promise<Group> {
  const summary = await check(path)
  if (!summary.includes(`${ROWS.toLocaleString('en')} contacts`)) throw new Error(summary)
  return measure(
    `${ROWS.toLocaleString('en')} rows, 30 columns, ${(statSync(path).size / 1e6).toFixed(0)} MB, ${what}: time a row`,
    {
      [NAMES.udsv]: async () => readUdsv(path),
      [NAMES.check]: async () => check(path),
      [NAMES.fix]: async () => check(path, '--fix', fixed, '--force'),
      [NAMES.csvParse]: async () => readCsvParse(path),
    },
    { batch: ROWS, timeMs: 5000, rounds: 5 },
  )
}

try {
  const plain = await compare('quotes where needed', writeExport(join(folder, 'plain.csv'), ROWS))
  const quoted = await compare('every cell in quotes', writeExport(join(folder, 'quoted.csv'), ROWS, true))
  const claim = (group: Group, what: string) => ({
    text: `speed of ${NAMES.check}, against ${NAMES.udsv} (${what})`,
    bound: 'at least' as const,
    target: 0.6,
    measured: 1 / ratioOf(group, NAMES.check, NAMES.udsv),
  })
  publish({
    name: 'check',
    claims: [claim(plain, 'quotes where needed'), claim(quoted, 'every cell in quotes')],
    groups: [plain, quoted],
    notes: [],
  })
} finally {
  rmSync(folder, { recursive: true })
}
