// Claim: a number is found in the snapshot at least twice as fast as in a Map<string, number> of a million numbers, and no
// slower in one of ten thousand. Sizes are arguments: `tsx bench/lookup.bench.ts 10000 10000000`.
import { Bench } from 'tinybench'
import { findNumber, lookUpSnapshot, openSnapshot } from '../src/core/snapshot.ts'
import { buildSnapshot } from '../src/core/snapshot-build.ts'
import { openChance } from '../src/crm/chance.ts'
import { HEADER, people } from './people.ts'

const PROBES = 1 << 16

for (const size of sizes([10_000, 100_000, 1_000_000])) {
  const contacts = people(size / 2)
  const snapshot = openSnapshot(buildSnapshot(contacts, HEADER))
  if (snapshot.kind === 'damaged') throw new Error(`expected a snapshot, found ${snapshot.reason}`)
}
