// npx tsx test/native/million.run.ts FILE [numbers]: writes a snapshot of a million numbers, and says how fast TypeScript
// looks them up; in FILE.delta is what makes FILE.after of it: for the readers of the phones to be compared with, on the same
// machine and the same files.
import { readFileSync, writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import { applyDelta, buildDelta } from '../../src/core/snapshot/delta.ts'
import { findNumber, lookUpSnapshot, openSnapshot } from '../../src/core/snapshot/snapshot.ts'
import { contact } from '../people.ts'
import { HEADER } from '../vectors-make.ts'

const [file = 'million.idx', count = '1000000'] = process.argv.slice(2)
const numbers = Array.from({ length: Number(count) }, (_, index) => numberAt(49_151, index))

/** Scattered over a range of a hundred million; the readers in Kotlin and Swift count the same way. */
function numberAt(prefix: number, index: number): number {
  return prefix * 1e8 + ((index * 48_271) % 99_999_989)
}

function* people() {
  for (const [index, number] of numbers.entries()) {
    const e164 = `+${number}`
    const phones = [{ field: 'Phone Number', text: e164, e164, rejected: null }]
    yield contact({ id: String(index), firstName: 'Person', lastName: String(index), phones })
  }
}

function medianNs(act: () => void, each: number): number {
  const rounds = Array.from({ length: 7 }, () => {
    const from = performance.now()
    act()
    return ((performance.now() - from) * 1e6) / each
  })
  return rounds.sort((a, b) => a - b)[3] ?? 0
}

writeFileSync(file, buildSnapshot(people(), HEADER))
const bytes = readFileSync(file)
const opened = performance.now()
const snapshot = openSnapshot(bytes)
const openMs = performance.now() - opened
if (snapshot.kind === 'damaged') throw new Error(`expected a snapshot, found ${snapshot.reason}`)
let found = 0
const present = medianNs(() => {
  for (const number of numbers) found += findNumber(snapshot, number) >= 0 ? 1 : 0
}, numbers.length)
const absent = medianNs(() => {
  for (let index = 0; index < numbers.length; index++)
    found += findNumber(snapshot, numberAt(49_152, index)) >= 0 ? 1 : 0
}, numbers.length)
const entries = medianNs(() => {
  for (const number of numbers) found += lookUpSnapshot(snapshot, number) === null ? 0 : 1
}, numbers.length)
if (found !== 14 * numbers.length) throw new Error(`expected every number to be found, found ${found}`)
console.log(`file ${(bytes.length / 1e6).toFixed(1)} MB, ${numbers.length.toLocaleString('en')} numbers`)
console.log(`TypeScript: open ${openMs.toFixed(2)} ms, find ${present.toFixed(0)} ns, absent ${absent.toFixed(0)} ns, `)
console.log(`            label and ids ${entries.toFixed(0)} ns`)

// And of a hundredth of the people there is another name: the delta, and the snapshot that comes of it.
const renamed = function* () {
  let index = 0
  for (const person of people()) {
    yield index % 100 === 0 ? { ...person, firstName: 'Renamed' } : person
    index += 1
  }
}
const after = buildSnapshot(renamed(), { ...HEADER, generation: HEADER.generation + 1 })
const delta = buildDelta(bytes, after)
if (delta === null) throw new Error('expected a delta, found none')
writeFileSync(`${file}.after`, after)
writeFileSync(`${file}.delta`, delta)
const applyMs = medianNs(() => void applyDelta(bytes, delta), 1) / 1e6
console.log(`TypeScript: delta of ${(delta.length / 1e6).toFixed(2)} MB applied in ${applyMs.toFixed(0)} ms, in memory`)
