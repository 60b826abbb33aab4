// One phone in several hands: two terminals show it, and each keeps what it did on it. Knows no store.
import type { CarriedPhone } from './carried.ts'

/**
 * The phone with what one hand did on it, whatever another one has done meanwhile: nothing that either of them listed is
 * lost, and what either took away stays away. Of what both changed, this hand's is kept.
 *
 * @param before as this hand kept it last, or found it
 * @param after as this hand has it now
 * @param kept as it is kept by now
 */
export function mergePhone(before: CarriedPhone, after: CarriedPhone, kept: CarriedPhone): CarriedPhone {
  const changed = mergeFields(before, after, kept)
  return {
    ...changed,
    handset: {
      ...mergeFields(before.handset, after.handset, kept.handset),
      settings: mergeFields(before.handset.settings, after.handset.settings, kept.handset.settings),
      permissions: mergeFields(before.handset.permissions, after.handset.permissions, kept.handset.permissions),
    },
    callList: mergeRows(before.callList, after.callList, kept.callList, ({ callId }) => callId),
    notifications: mergeRows(before.notifications, after.notifications, kept.notifications, ({ id }) => id),
  }
}

function mergeFields<T extends object>(before: T, after: T, kept: T): T {
  const isSame = (key: keyof T) => JSON.stringify(before[key]) === JSON.stringify(after[key])
  const ours = (Object.keys(after) as (keyof T)[]).filter((key) => !isSame(key))
  return { ...kept, ...Object.fromEntries(ours.map((key) => [key, after[key]])) }
}

// Newest first.
function mergeRows<Row extends { readonly at: number }>(
  before: readonly Row[],
  after: readonly Row[],
  kept: readonly Row[],
  idOf: (row: Row) => string,
): Row[] {
  const [known, ours, theirs] = [before, after, kept].map((rows) => new Set(rows.map(idOf))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  const stays = after.filter((row) => theirs.has(idOf(row)) || !known.has(idOf(row)))
  const added = kept.filter((row) => !known.has(idOf(row)) && !ours.has(idOf(row)))
  return [...stays, ...added].sort((one, other) => other.at - one.at)
}
