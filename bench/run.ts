// `npm run bench [-- NAME…]`: each benchmark in a process of its own, then one report of them all in bench/report.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gather } from './report.ts'

const ENDING = '.bench.ts'

const known = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
const wanted = process.argv.slice(2)
const strange = wanted.filter((name) => !known.includes(name))
if (strange.length > 0) {
  console.error(`expected some of ${known.join(', ')}, found ${strange.join(', ')}`)
  process.exit(2)
}

const failed: string[] = []
const names = wanted.length > 0 ? wanted : known
for (const name of names) {
  const file = fileURLToPath(new URL(name + ENDING, import.meta.url))
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', file], { stdio: 'inherit' })
  if (status !== 0) failed.push(name)
}
console.log(gather(names.filter((name) => !failed.includes(name))))
console.log('Written to bench/report/report.md and report.json.')
// A claim that was missed is in the report; on a busy machine it may be noise. A benchmark that broke is an error.
if (failed.length > 0) {
  console.error(`These benchmarks failed: ${failed.join(', ')}`)
  process.exitCode = 3
}
