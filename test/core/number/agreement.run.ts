// npm run test:numbers [cases] [seed]: the comparison of number-agreement.ts at length. Ends with 1 when anything differs.
import { compareReadings } from './agreement.ts'

const [cases = 1_000_000, seed = 1] = process.argv.slice(2).map(Number)
const { fast, numbers, ownRule, disagreements } = compareReadings(cases, seed)
const count = (value: number) => `${value.toLocaleString('en')} (${((100 * value) / cases).toFixed(1)} %)`
console.log(`cases                               ${cases.toLocaleString('en')} (seed ${seed})`)
console.log(`answered by the compiled plans      ${count(fast)}`)
console.log(`found to be a number                ${count(numbers)}`)
console.log(`other by a rule the library lacks   ${count(ownRule)}`)
console.log(`disagreements                       ${disagreements.length}`)
for (const each of disagreements.slice(0, 50)) console.log(`  ${each}`)
process.exitCode = disagreements.length === 0 ? 0 : 1
