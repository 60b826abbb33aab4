// Claim: checking a CRM export costs little more than reading it: all of `ringsight check`, from the file to the summary,
// is at least 0.6 times as fast as the fastest CSV library alone. Compared, in the same run, with udsv and csv-parse.
// Rows: `tsx bench/check.bench.ts 1000000`.
import { Writable } from 'node:stream'
import { runProgram } from '../src/cli/program.ts'
import type { Io } from '../src/terminal/io.ts'
import { publishCsvClaim, UDSV } from './csv-claim.ts'
import { readCsvParse, readUdsv } from './csv-rivals.ts'

const ROWS = Number(process.argv[2] ?? 100_000)

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

const CHECK = 'ringsight check'

await publishCsvClaim({
  name: 'check',
  text: `speed of ${CHECK}`,
  target: 0.6,
  rows: ROWS,
  claimed: CHECK,
  async tasks(path) {
    const summary = await check(path)
    if (!summary.includes(`${ROWS.toLocaleString('en')} contacts`)) throw new Error(summary)
    return {
      [UDSV]: async () => readUdsv(path),
      [CHECK]: async () => check(path),
      [`${CHECK} --fix`]: async () => check(path, '--fix', `${path}.fixed.csv`, '--force'),
      'csv-parse alone, all cells': async () => readCsvParse(path),
    }
  },
})
