// Claim: a number is found in the snapshot at least twice as fast as in a Map<string, number> when there are a million of
// them, and no slower when there are ten thousand. Sizes are arguments: `tsx bench/lookup.bench.ts 10000 10000000`.
import Database from 'better-sqlite3'
import { openChance } from '../src/core/chance.ts'
import { digitsOf } from '../src/core/number/hash-words.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { findNumber, lookUpSnapshot, openSnapshot } from '../src/core/snapshot/snapshot.ts'
import { type Group, measure, ratioOf, timingOf } from './measure.ts'
import { HEADER, numbersOf, people, sizes } from './people.ts'
import { publish } from './report.ts'

// So many numbers are asked for in each sample: enough to leave the caches, and to make the clock's step small.
const PROBES = 1 << 16

const MAP = 'Map<string, number>, its own keys'
const OURS = 'findNumber'

const growth: { readonly size: number; readonly group: Group }[] = []
for (const size of sizes([10_000, 100_000, 1_000_000])) growth.push({ size, group: await timeLookups(size) })
publish({
  name: 'lookup',
  claims: growth
    .filter(({ size }) => size <= 10_000 || size >= 1_000_000)
    .map(({ size, group }) => ({
      text: `faster than a Map<string, number> of ${size.toLocaleString('en')} numbers`,
      bound: 'at least',
      target: size <= 10_000 ? 1 : 2,
      measured: ratioOf(group, MAP, OURS),
    })),
  groups: growth.map(({ group }) => group),
  notes: growth.map(({ size, group }) => {
    const [ours, map] = [OURS, MAP].map((name) => timingOf(group, name).medianNs.toFixed(1))
    return `Growth: ${size.toLocaleString('en')} numbers: ${ours} ns, the Map ${map} ns.`
  }),
})

async function timeLookups(size: number): Promise<Group> {
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
  const sqlite = openSqlite(map)

  // A loop each, so that the engine optimises each for what it calls.
  const tasks = {
    [OURS]: () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += findNumber(snapshot, integers[at] as number)
      return total
    },
    [MAP]: () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += map.get(texts[at] as string) ?? -1
      return total
    },
    'Map<string, number>, text that arrived': () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += map.get(arrived[at] as string) ?? -1
      return total
    },
    'sorted array, by halving': () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += halve(sorted, integers[at] as number)
      return total
    },
    'SQLite, in memory': () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += sqlite(integers[at] as number)
      return total
    },
    'findNumber, not there': () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1) total += findNumber(snapshot, absent[at] as number)
      return total
    },
    'lookUpSnapshot, text to label': () => {
      let total = 0
      for (let at = 0; at < PROBES; at += 1)
        total += lookUpSnapshot(snapshot, arrived[at] as string)?.label.length ?? -1
      return total
    },
  }
  return measure(`${size.toLocaleString('en')} numbers`, tasks, { batch: PROBES, timeMs: 1500 })
}

function openSqlite(map: ReadonlyMap<string, number>): (integer: number) => number {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE entry (number INTEGER PRIMARY KEY, contact INTEGER NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO entry VALUES (?, ?)')
  db.transaction(() => {
    for (const [e164, contact] of map) insert.run(Number(digitsOf(e164)), contact)
  })()
  const select = db.prepare<[number], number>('SELECT contact FROM entry WHERE number = ?').pluck()
  return (integer) => select.get(integer) ?? -1
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
