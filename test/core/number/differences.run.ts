// npm run test:oracle [cases] [seed]: the classes of differences.ts at length. Ends with 1 when a difference has no
// explanation, or when the list differs from differences.md, which UPDATE=1 writes.
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, reportDifferences, tallyDifferences } from './differences-report.ts'

const LIST = 'test/core/number/differences.md'
const [cases = 200_000, seed = 2026] = process.argv.slice(2).map(Number)
const isListed = process.argv.length === 2

const tally = tallyDifferences(cases, seed)
const row = (count: number, what: string) => console.log(`${count.toLocaleString('en').padStart(9)}  ${what}`)
row(cases, `texts (seed ${seed}), read by parseNumber and google-libphonenumber`)
row(cases - tally.different, 'are read alike')
for (const [id, count] of tally.counts) row(count, id)
row(tally.unexplained.length, 'differ without explanation')
for (const each of tally.unexplained.slice(0, 50)) console.log(`  ${describe(each)}`)

const report = reportDifferences(tally)
if (isListed && process.env['UPDATE'] === '1') writeFileSync(LIST, report)
const isCurrent = !isListed || readFileSync(LIST, 'utf8') === report
if (!isCurrent) console.log(`${LIST} says something else: look at the difference, then UPDATE=1 npm run test:oracle`)
process.exitCode = tally.unexplained.length === 0 && isCurrent ? 0 : 1
