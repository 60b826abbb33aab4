// The account of the soak, in a process of its own: its first tenth changes every minute, the rest never. Prints its address as
// the command does.
import { openChance, seedOf } from '../src/core/chance.ts'
import type { Contact } from '../src/core/contact.ts'
import {
  allRecords,
  archiveRecord,
  createRecord,
  mergeRecords,
  type Portal,
  restoreRecord,
  updateRecord,
} from '../src/crm-server/portal.ts'
import { openCrmServer } from '../src/crm-server/server.ts'

export const FIRST_ID = 1_000_000

/** E.164; a number without a contact from `count` on. */
export function numberOf(index: number): string {
  return `+4915${100_000_000 + index}`
}

/** What a phone shows of a contact that nobody changes. */
export function labelOf(index: number): string {
  return `First${index} Last${index % 20_000}${index % 3 === 0 ? ` · Company ${index % 3_000}` : ''}`
}

/** How many of so many contacts change. */
export function changingOf(count: number): number {
  return Math.floor(count / 10)
}

function* people(count: number): Generator<Contact> {
  for (let index = 0; index < count; index += 1) {
    const e164 = numberOf(index)
    yield {
      id: String(FIRST_ID + index),
      firstName: `First${index}`,
      lastName: `Last${index % 20_000}`,
      company: index % 3 === 0 ? `Company ${index % 3_000}` : '',
      email: '',
      country: 'DE',
      phones: [{ field: 'Phone Number', text: e164, e164, rejected: null }],
      deals: [],
      modifiedAt: null,
      row: null,
    }
  }
}

const EVERY_MS = 60_000
const chance = openChance(seedOf('soak'))

function change(portal: Portal, count: number, at: number): void {
  const isChanging = ({ id }: { readonly id: string }) => Number(id) < FIRST_ID + changingOf(count)
  const some = allRecords(portal, 'contacts').filter(isChanging)
  const one = () => some[Math.floor(chance() * some.length)]
  const standing = () => {
    const record = one()
    return record === undefined || record.archivedAt !== null || record.isGone ? null : record
  }
  for (let made = 0; made < 40; made += 1) {
    const [record, other] = [standing(), standing()]
    if (record === null) continue
    const kind = Math.floor(chance() * 10)
    if (kind < 5) updateRecord(portal, record, { firstname: `New${Math.floor(chance() * 1e9)}` }, at)
    else if (kind < 8) updateRecord(portal, record, { phone: numberOf(count * 2 + Math.floor(chance() * count)) }, at)
    else if (kind === 8) archiveRecord(portal, record, at)
    else if (other !== null && other !== record) mergeRecords(portal, record, other, at)
  }
  const gone = some.filter(({ archivedAt, isGone }) => archivedAt !== null && !isGone).slice(0, 3)
  for (const record of gone) restoreRecord(portal, record, at)
  const phone = numberOf(count * 3 + Math.floor(chance() * count))
  createRecord(portal, { type: 'contacts', properties: { firstname: 'Made', phone } }, at)
}

if (process.argv[1] === import.meta.filename) {
  const count = Number(process.argv[2])
  const crm = await openCrmServer({ contacts: people(count) })
  console.log(JSON.stringify({ url: crm.url }))
  setInterval(() => change(crm.portal, count, crm.now()), EVERY_MS)
}
