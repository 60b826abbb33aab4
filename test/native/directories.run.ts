// npx tsx test/native/directories.run.ts FOLDER [NUMBERS]: two snapshots of invented contacts, in the second one of which
// each hundredth contact has another company. native/ios/Tools/stream-directory measures a load of them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HEADER, people } from '../../bench/people.ts'
import { buildSnapshot } from '../../src/core/snapshot/build.ts'

const [folder = '.', numbers = '1000000'] = process.argv.slice(2)
const before = people(Number(numbers) / 2)
const after = before.map((contact, index) => (index % 100 === 0 ? { ...contact, company: 'Renamed Ltd' } : contact))
writeFileSync(join(folder, 'before.idx'), buildSnapshot(before, HEADER))
writeFileSync(join(folder, 'after.idx'), buildSnapshot(after, { ...HEADER, generation: HEADER.generation + 1 }))
