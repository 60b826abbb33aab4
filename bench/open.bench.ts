// Claim: a snapshot of ten million numbers is opened, and the first number found, in milliseconds, because only what is
// needed is read. Numbers are an argument: `tsx bench/open.bench.ts 10000000` needs 8 GB of memory to build it.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bench } from 'tinybench'
import { lookUpSnapshot, openSnapshot, type Snapshot } from '../src/core/snapshot.ts'
import { buildSnapshot } from '../src/core/snapshot-build.ts'
import { openSnapshotFile, writeSnapshotFile } from '../src/store/snapshot-file.ts'
import { HEADER, people, printTable, sizes } from './people.ts'

const folder = mkdtempSync(join(tmpdir(), 'snapshot-bench-'))
try {
  for (const size of sizes([10_000, 1_000_000])) await openFromDisk(size)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function openFromDisk(size: number): Promise<void> {
  const path = join(folder, 'callerid.idx')
  const number = await writeCrowd(path, size)
  const bench = new Bench({ time: 500, iterations: 5, warmupTime: 0, warmupIterations: 1 })
  bench
    .add('reading the file whole, and a lookup', () => find(openSnapshot(readFileSync(path)), number))
    .add('openSnapshotFile, and a lookup', () => {
      const file = openSnapshotFile(path)
      find(file.snapshot, number)
      file.close()
    })
  const before = performance.now()
  const first = openSnapshotFile(path)
  find(first.snapshot, number)
  const firstMs = performance.now() - before
  first.close()
  await bench.run()
  printTable(`${size.toLocaleString('en')} numbers, ${statSync(path).size} bytes, ns to the first answer`, bench, 1)
  console.log(`The very first time, before anything is compiled: ${firstMs.toFixed(1)} ms`)
}

async function writeCrowd(path: string, size: number): Promise<string> {
  const contacts = people(size / 2)
  await writeSnapshotFile(path, buildSnapshot(contacts, HEADER))
  return contacts[contacts.length >> 1]?.phones[0]?.e164 ?? ''
}

function find(snapshot: Snapshot | { kind: 'damaged' }, number: string): void {
  if (snapshot.kind === 'damaged' || !lookUpSnapshot(snapshot, number)) throw new Error('expected to find the number')
}
