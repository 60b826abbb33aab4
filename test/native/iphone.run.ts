// npx tsx test/native/iphone.run.ts 'COMMAND': every iPhone of the corpus with an app under test. Those of native/ios/scenarios.txt
// are not for it, each by its reason; all others must agree.
import { readFileSync } from 'node:fs'
import { PASS } from './corpus.ts'
import { playIphones } from './iphone.ts'

const LIST = 'native/ios/scenarios.txt'
const [command = 'native/ios/swift.sh .build/release/app-under-test'] = process.argv.slice(2)

const lines = readFileSync(LIST, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const reasons = new Map(lines.map((line) => [line.split(' | ', 2).join(' | '), line.split(' | ')[2] ?? '']))

const cases = await playIphones(command, [PASS])
const keyOf = ({ file, name }: { readonly file: string; readonly name: string }) => `${file} | ${name}`
const faults: string[] = []
const agreed: string[] = []
for (const each of cases) {
  const key = keyOf(each)
  const reason = reasons.get(key)
  if (reason !== undefined) console.log(`not applicable: ${key}: ${reason}`)
  if (reason === undefined && each.differences.length > 0) faults.push(`${key}\n  ${each.differences.join('\n  ')}`)
  if (reason !== undefined && each.differences.length === 0) faults.push(`${key}: it agrees: take it out of ${LIST}`)
  if (reason === undefined && each.differences.length === 0) agreed.push(key)
}
const known = new Set(cases.map(keyOf))
for (const key of reasons.keys()) if (!known.has(key)) faults.push(`${key}: in ${LIST}, and there is no such case`)
for (const fault of faults) console.log(fault)
const played = cases.length - reasons.size
const [statuses, requests] = (['statuses', 'requests'] as const).map((of) =>
  cases.reduce((sum, each) => sum + each[of], 0),
)
console.log(`iPhone scenarios: played ${played}, agreed ${agreed.length}, not applicable ${reasons.size}`)
console.log(`The app said ${statuses} times how things stand, and asked for ${requests} things.`)
if (faults.length > 0 || !(Number(requests) >= played && Number(statuses) >= played)) process.exitCode = 1
