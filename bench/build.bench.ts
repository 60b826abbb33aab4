// Claim: the snapshot of a million contacts with two numbers each is built within twice the time that filling a Map with
// their numbers takes, and takes at most 24 bytes a number beyond the labels. Contacts are an argument.
import type { Contact } from '../src/core/contact.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { lookUpSnapshot, openSnapshot } from '../src/core/snapshot/snapshot.ts'
import { type Group, measure, ratioOf } from './measure.ts'
import { HEADER, numbersOf, people, sizes } from './people.ts'
import { type Claim, publish } from './report.ts'

const [MAP, OURS] = ['filling Map<string, number>', 'buildSnapshot'] as const

const SIZE = { bound: 'at most', target: 24, unit: 'bytes a number' } as const

const claims: Claim[] = []
const groups: Group[] = []
for (const count of sizes([10_000, 1_000_000])) {
  const contacts = people(count)
  const among = `${count.toLocaleString('en')} contacts`
  const group = await timeBuilding(`${among}: time a contact`, contacts)
  groups.push(group)
  const measured = ratioOf(group, OURS, MAP)
  // A small Map stays in the caches while it fills, and a snapshot of so few is built in no time anyway.
  if (count >= 1_000_000)
    claims.push({ text: `building, against ${MAP}, ${among}`, bound: 'at most', target: 2, measured })
  claims.push({ ...SIZE, text: `beyond the labels, ${among}`, measured: sizeOf(contacts) })
}
publish({ name: 'build', claims, groups, notes: [] })

function timeBuilding(title: string, contacts: readonly Contact[]): Promise<Group> {
  const tasks = {
    [MAP]: () => {
      const map = new Map<string, number>()
      for (let index = 0; index < contacts.length; index += 1) {
        for (const { e164 } of contacts[index]?.phones ?? []) if (e164 !== null) map.set(e164, index)
      }
      return map.size
    },
    [OURS]: () => buildSnapshot(contacts, HEADER).length,
  }
  return measure(title, tasks, { batch: contacts.length, timeMs: 500, rounds: 5 })
}

/** Bytes a number, without its share of the label. */
function sizeOf(contacts: readonly Contact[]): number {
  const bytes = buildSnapshot(contacts, HEADER)
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(`expected a snapshot, found ${snapshot.reason}`)
  const labels = contacts.map((contact) => lookUpSnapshot(snapshot, numbersOf(contact)[0] ?? '')?.label ?? '')
  const labelBytes = labels.reduce((total, label) => total + Buffer.byteLength(label), 0)
  return (bytes.length - labelBytes) / snapshot.count
}
