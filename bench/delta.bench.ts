// Claims: when one of a hundred contacts changed, the delta has at most 3 hundredths of the bytes of the snapshot; a million numbers'
// is built in at most 10 s and applied in at most 1 s. The rival is to build the snapshot anew. Numbers are an argument.
import { gzipSync } from 'node:zlib'
import type { Contact } from '../src/core/contact.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { applyDelta, buildDelta } from '../src/core/snapshot/delta.ts'
import { type Group, measure, timingOf } from './measure.ts'
import { differentNumbers, HEADER, people, sizes } from './people.ts'
import { type Claim, publish } from './report.ts'

const [BUILD, APPLY, ANEW] = ['buildDelta', 'applyDelta', 'buildSnapshot of the contacts'] as const
const NEXT = { ...HEADER, generation: HEADER.generation + 1, createdAtMs: 86_400_000 }

/** What becomes of a contact, and numbers that nobody had: each happens to one of a hundred. */
const CHANGES: Readonly<Record<string, (each: Contact, fresh: readonly string[]) => Contact[]>> = {
  'are renamed': (each) => [{ ...each, company: `Renamed ${each.id}` }],
  'are gone': () => [],
  'are new': (each, fresh) => [each, withNumbers({ ...each, id: String(Number(each.id) + 1) }, fresh)],
  'have other numbers': (each, fresh) => [withNumbers(each, fresh)],
}

const claims: Claim[] = []
const groups: Group[] = []
const notes: string[] = []
for (const size of sizes([10_000, 1_000_000])) await compare(size)
publish({ name: 'delta', claims, groups, notes })

async function compare(size: number): Promise<void> {
  const among = `${size.toLocaleString('en')} numbers`
  const contacts = people(size / 2)
  const fresh = differentNumbers(size + size / 50).slice(size)
  const before = buildSnapshot(contacts, HEADER)
  for (const [what, change] of Object.entries(CHANGES)) {
    const later = contacts.flatMap((each, at) =>
      at % 100 === 0 ? change(each, fresh.slice(at / 50, at / 50 + 2)) : [each],
    )
    const after = buildSnapshot(later, NEXT)
    const delta = buildDelta(before, after)
    if (delta === null) throw new Error('expected a delta, found none')
    const text = `bytes of the snapshot that the delta has when 1 % ${what}, ${among}`
    claims.push({ text, bound: 'at most', target: 3, measured: (100 * delta.length) / after.length, unit: '%' })
    notes.push(describeBytes(`${among}, 1 % ${what}`, delta, after))
    if (what !== 'are new') continue
    const tasks = {
      [ANEW]: () => buildSnapshot(later, NEXT),
      [BUILD]: () => buildDelta(before, after),
      [APPLY]: () => applyDelta(before, delta),
    }
    const group = await measure(`1 % ${what}, ${among}`, tasks, { timeMs: 500, rounds: 3 })
    groups.push(group)
    claims.push(timeClaim(group, BUILD, 10, among), timeClaim(group, APPLY, 1, among))
  }
}

function withNumbers(contact: Contact, numbers: readonly string[]): Contact {
  const phones = contact.phones.map((phone, at) => ({ ...phone, e164: numbers[at] ?? '', text: numbers[at] ?? '' }))
  return { ...contact, phones }
}

function describeBytes(what: string, delta: Uint8Array, after: Uint8Array): string {
  const [bytes, zipped, whole] = [delta.length, gzipSync(delta).length, gzipSync(after).length]
  const kilobytes = (count: number) => `${Math.round(count / 1000).toLocaleString('en')} kB`
  return `${what}: ${kilobytes(bytes)}, gzip ${kilobytes(zipped)}; the snapshot ${kilobytes(after.length)}, gzip ${kilobytes(whole)}.`
}

function timeClaim(group: Group, name: string, target: number, among: string): Claim {
  const measured = timingOf(group, name).medianNs / 1e9
  return { text: `${name}, ${among}`, bound: 'at most', target, measured, unit: 's' }
}
