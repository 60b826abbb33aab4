// Writes two snapshots of invented contacts, a second one of which a hundredth has changed: what stream-directory measures.
// `npx tsx native/ios/Tools/make-directories.ts FOLDER [NUMBERS]`
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HEADER, people } from '../../../bench/people.ts'
import { buildSnapshot } from '../../../src/core/snapshot-build.ts'

const [folder = '.', numbers = '1000000'] = process.argv.slice(2)
const before = people(Number(numbers) / 2)
const after = before.map((contact, index) => (index % 100 === 0 ? { ...contact, company: 'Renamed Ltd' } : contact))
writeFileSync(join(folder, 'before.idx'), buildSnapshot(before, HEADER))
writeFileSync(join(folder, 'after.idx'), buildSnapshot(after, { ...HEADER, generation: HEADER.generation + 1 }))
