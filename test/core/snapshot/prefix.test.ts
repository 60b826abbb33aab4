import { expect, test } from 'vitest'
import { digitsOf } from '../../../src/core/number/hash-words.ts'
import { buildSnapshot } from '../../../src/core/snapshot/build.ts'
import { prefixOf, readPrefix } from '../../../src/core/snapshot/prefix.ts'
import { openSnapshot, readEntries } from '../../../src/core/snapshot/snapshot.ts'
import { contact, phone } from '../../people.ts'

const HEADER = { workspaceHash: '00'.repeat(8), generation: 1, createdAtMs: 0, regions: [] }

function snapshotOf(count: number) {
  const people = Array.from({ length: count }, (_, index) =>
    contact({ id: String(index), phones: [phone(`+35387${1_000_000 + index * 7}`)] }),
  )
  const snapshot = openSnapshot(buildSnapshot(people, HEADER))
  if (snapshot.kind !== 'snapshot') throw new Error(snapshot.reason)
  return snapshot
}

test.each([1, 2, 50, 3000])('every number of %i is found by its prefix, and by no other', (count) => {
  const snapshot = snapshotOf(count)
  for (const digits of [3, 4]) {
    const byPrefix = new Map<string, string[]>()
    for (const entry of readEntries(snapshot)) {
      const e164 = entry?.e164 ?? ''
      const prefix = prefixOf(digitsOf(e164) ?? 0, digits)
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), e164])
    }
    for (const prefix of ['0'.repeat(digits), 'f'.repeat(digits), ...byPrefix.keys()]) {
      const found = readPrefix(snapshot, prefix).map(({ e164 }) => e164)
      expect(found.sort(), prefix).toEqual((byPrefix.get(prefix) ?? []).sort())
    }
  }
})

test('it says who has the number, as a look-up does', () => {
  const [found] = readPrefix(snapshotOf(1), prefixOf(353_871_000_000, 4))
  expect(found).toEqual({ e164: '+353871000000', label: 'Anna Byrne · Acme Ltd', deal: null, ids: ['0'] })
})
