// Claim: checking a CRM export costs little more than reading it: all of `ringsight check`, from the file to the summary,
// is on one core at least 0.8 times as fast as the fastest CSV library alone, and on all cores 1.5 times; and half as fast as
// DuckDB, which reads all columns as text and counts the different values of two. Compared, in the same run, with udsv,
// and DuckDB where it is there (npm install --no-save @duckdb/node-api). Of the built package, for threads load JavaScript
// alone. Rows: `tsx bench/check.bench.ts 1000000`.
import { availableParallelism } from 'node:os'
import { Writable } from 'node:stream'
import type { Io } from '../src/terminal/io.ts'
import { LARGE, publishCsvClaim, UDSV } from './csv-claim.ts'
import { countByDuckDb, readUdsv } from './csv-rivals.ts'

const program = new URL('../dist/cli/program.js', import.meta.url).href
const { runProgram } = (await import(program)) as typeof import('../src/cli/program.ts')

const ROWS = Number(process.argv[2] ?? 400_000)

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

const ONE_CORE = 'ringsight check, one core'
const ALL_CORES = 'ringsight check, all cores'
const DUCKDB = 'DuckDB, two columns counted, all cores'

const cores = availableParallelism()
const duckDb = await countByDuckDb()

await publishCsvClaim({
  name: 'check',
  claims: [
    { text: `speed of ${ONE_CORE}`, target: 0.8, claimed: ONE_CORE, rival: UDSV },
    ...(cores === 1
      ? []
      : [
          { text: `speed of ${ALL_CORES}`, target: 1.5, claimed: ALL_CORES, rival: UDSV },
          { text: `speed of ${ALL_CORES}`, target: 1.7, claimed: ALL_CORES, rival: ONE_CORE },
        ]),
    ...(duckDb === null ? [] : [{ text: `speed of ${ALL_CORES}`, target: 0.5, claimed: ALL_CORES, rival: DUCKDB }]),
  ],
  kinds: ['plain', 'quoted', 'messy'],
  notes: [`${cores} cores`, ...(duckDb === null ? ['DuckDB is not there'] : [])],
  rows: ROWS,
  async tasks(path) {
    const summary = await check(path)
    if (!summary.includes(`${ROWS.toLocaleString('en')} contacts`)) throw new Error(summary)
    if (summary !== (await check(path, '--cores', '1')))
      throw new Error(`${path}: one core says another thing than all`)
    return {
      [UDSV]: async () => readUdsv(path),
      [ONE_CORE]: async () => check(path, '--cores', '1'),
      [ALL_CORES]: async () => check(path),
      // No claim, and half of the time of all: of a large file it tells no more.
      ...(ROWS >= LARGE
        ? {}
        : { [`${ALL_CORES}, --fix`]: async () => check(path, '--fix', `${path}.fixed.csv`, '--force') }),
      ...(duckDb === null ? {} : { [DUCKDB]: async () => duckDb(path, ['Phone Number', 'Mobile Phone Number']) }),
    }
  },
})
