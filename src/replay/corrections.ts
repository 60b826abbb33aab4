// Which cells of the contacts, that no repair is certain for, a person should correct first: those that would have named most calls.
// Pure.
import { type Contact, contactName } from '../core/contact.ts'
import type { RejectionReason } from '../core/number/reading.ts'
import { topPlaces } from './callers-list.ts'
import type { Judge } from './judge.ts'
import { pastLine } from './past-call.ts'
import type { Tally } from './tally.ts'

/** A cell that may hold the numbers of callers, and cannot be read without guessing. */
export interface Correction {
  readonly id: string
  readonly name: string
  /** Where the contact stands in its file; null where it has none. */
  readonly row: number | null
  readonly header: string
  readonly value: string
  /** Why it cannot be read. */
  readonly reason: RejectionReason
  /** How many calls came from numbers that it may hold. */
  readonly calls: number
}

// Those who call less often change nothing in the order of the first.
const LOOKED_AT = 20_000

/** The cells, the most calls first. A caller that several may be counts for each of them. */
export function listCorrections(tally: Tally, judge: Judge, most: number): Correction[] {
  const cells = new Map<string, Correction>()
  for (const place of topPlaces(tally, LOOKED_AT, ({ reason }) => reason === 'unreadable-in-contacts')) {
    const { evidence } = judge(pastLine(tally.callers.textAt(place))).caller
    for (const { contact, phone } of evidence.unreadable) {
      const { field, text, rejected } = phone
      if (rejected === null) continue
      const key = JSON.stringify([contact.id, field, text])
      const calls = (cells.get(key)?.calls ?? 0) + tally.callers.calls.at(place)
      cells.set(key, { ...nameOf(contact), header: field, value: text, reason: rejected, calls })
    }
  }
  return [...cells.values()].sort((one, other) => other.calls - one.calls).slice(0, most)
}

function nameOf(contact: Contact): Pick<Correction, 'id' | 'name' | 'row'> {
  return { id: contact.id, name: contactName(contact), row: contact.row }
}
