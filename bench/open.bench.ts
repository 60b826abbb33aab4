// Claim: a snapshot of ten million numbers is opened, and the first number found, in milliseconds, because only what is
// needed is read. Numbers are an argument: `tsx bench/open.bench.ts 10000000` needs 8 GB of memory to build it.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { lookUpSnapshot, openSnapshot, type Snapshot } from '../src/core/snapshot/snapshot.ts'
import { openSnapshotFile, writeSnapshotFile } from '../src/store/snapshot-file.ts'
import { type Group, measure, timingOf } from './measure.ts'
import { HEADER, people, sizes } from './people.ts'
import { type Claim, publish } from './report.ts'

const [WHOLE, OURS] = ['reading the file whole, and a lookup', 'openSnapshotFile, and a lookup'] as const

const claims: Claim[] = []
const groups: Group[] = []
const notes: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'snapshot-bench-'))
try {
  for (const size of sizes([10_000, 1_000_000])) await openFromDisk(size)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
publish({ name: 'open', claims, groups, notes })

async function openFromDisk(size: number): Promise<void> {
  const path = join(folder, 'callerid.idx')
  const number = await writeCrowd(path, size)
  const start = performance.now()
  openAndFind(path, number)
  notes.push(`The very first time, before anything is compiled: ${(performance.now() - start).toFixed(1)} ms.`)
  const among = `${size.toLocaleString('en')} numbers, ${(statSync(path).size / 1e6).toFixed(1)} MB`
  const group = await measure(`Time to the first answer: ${among}`, {
    [OURS]: () => openAndFind(path, number),
    [WHOLE]: () => find(openSnapshot(readFileSync(path)), number),
  })
  groups.push(group)
  const measured = timingOf(group, OURS).medianNs / 1e6
  claims.push({ text: `${OURS}, ${among}`, bound: 'at most', target: 10, measured, unit: 'ms' })
}

function openAndFind(path: string, number: string): void {
  const file = openSnapshotFile(path)
  find(file.snapshot, number)
  file.close()
}

async function writeCrowd(path: string, size: number): Promise<string> {
  const contacts = people(size / 2)
  await writeSnapshotFile(path, buildSnapshot(contacts, HEADER))
  return contacts[contacts.length >> 1]?.phones[0]?.e164 ?? ''
}

function find(snapshot: Snapshot | { kind: 'damaged' }, number: string): void {
  if (snapshot.kind === 'damaged' || !lookUpSnapshot(snapshot, number)) throw new Error('expected to find the number')
}
