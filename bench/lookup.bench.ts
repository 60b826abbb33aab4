// Claim: a number is found in the snapshot at least twice as fast as in a Map<string, number> when there are a million of
// them, and no slower when there are ten thousand. Sizes are arguments: `tsx bench/lookup.bench.ts 10000 10000000`.
import { Bench } from 'tinybench'
import { digitsOf, findNumber, lookUpSnapshot, openSnapshot } from '../src/core/snapshot.ts'
import { buildSnapshot } from '../src/core/snapshot-build.ts'
import { openChance } from '../src/crm/chance.ts'
import { HEADER, numbersOf, people, printTable, sizes } from './people.ts'

// So many numbers are asked for in each round: enough to leave the caches, and to make the clock's step small.
const PROBES = 1 << 16

for (const size of sizes([10_000, 100_000, 1_000_000])) {
  const contacts = people(size / 2)
  const map = new Map<string, number>()
  for (const [index, contact] of contacts.entries()) for (const e164 of numbersOf(contact)) map.set(e164, index)
  const snapshot = openSnapshot(buildSnapshot(contacts, HEADER))
  if (snapshot.kind === 'damaged') throw new Error(`expected a snapshot, found ${snapshot.reason}`)

  const chance = openChance(7)
  const all = [...map.keys()]
  const texts = Array.from({ length: PROBES }, () => all[Math.floor(chance() * all.length)] ?? '')
  // Text that has just arrived, as on a call: equal to a key of the map, but not the same string in memory.
  const arrived = texts.map((text) => Buffer.from(text).toString())
  const integers = Float64Array.from(texts, (text) => Number(digitsOf(text)))
  const absent = integers.map((integer) => integer + 1e14)
  const sorted = Float64Array.from(all, (text) => Number(digitsOf(text))).sort()

  const bench = new Bench({ time: 1500, warmupTime: 300 })
  // A loop each, so that the engine optimises each for what it calls.
  bench
    .add('Map<string, number>, its own keys', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += map.get(texts[at] as string) ?? -1
      return total
    })
    .add('Map<string, number>, text that arrived', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += map.get(arrived[at] as string) ?? -1
      return total
    })
    .add('sorted array, by halving', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += halve(sorted, integers[at] as number)
      return total
    })
    .add('findNumber', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += findNumber(snapshot, integers[at] as number)
      return total
    })
    .add('findNumber, not there', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += findNumber(snapshot, absent[at] as number)
      return total
    })
    .add('lookUpSnapshot, text to label', () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1)
        total += lookUpSnapshot(snapshot, arrived[at] as string)?.label.length ?? -1
      return total
    })
  await bench.run()
  printTable(`${size.toLocaleString('en')} numbers, ns a lookup`, bench, PROBES)
}

function halve(sorted: Float64Array, wanted: number): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] as number) < wanted) from = middle + 1
    else to = middle
  }
  return sorted[from] === wanted ? from : -1
}
