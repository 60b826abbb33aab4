// npx tsx test/native/directories.run.ts FOLDER [NUMBERS]: two snapshots of invented contacts, in the second one of which
// each hundredth contact has another company, and the delta between them. native/ios/Tools/stream-directory measures a load of
// them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HEADER, people } from '../../bench/people.ts'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'
import { buildDelta } from '../../src/core/snapshot/delta.ts'

const [folder = '.', numbers = '1000000'] = process.argv.slice(2)
const before = people(Number(numbers) / 2)
const after = before.map((contact, index) => (index % 100 === 0 ? { ...contact, company: 'Renamed Ltd' } : contact))
const snapshots = [
  buildSnapshot(before, HEADER),
  buildSnapshot(after, { ...HEADER, generation: HEADER.generation + 1 }),
] as const
const delta = buildDelta(...snapshots)
if (delta === null) throw new Error('expected a delta, found none')
writeFileSync(join(folder, 'before.idx'), snapshots[0])
writeFileSync(join(folder, 'after.idx'), snapshots[1])
writeFileSync(join(folder, 'changes.delta'), delta)
