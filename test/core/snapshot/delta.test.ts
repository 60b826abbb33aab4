import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Contact } from '../../../src/core/contact.ts'
import { buildSnapshot } from '../../../src/core/snapshot/build.ts'
import { applyDelta, buildDelta } from '../../../src/core/snapshot/delta.ts'
import { deltaSum, readDelta } from '../../../src/core/snapshot/delta-format.ts'
import { newTable } from '../../../src/core/snapshot/delta-table.ts'
import { layOut, slotsFor } from '../../../src/core/snapshot/format.ts'
import { contact, deal } from '../../people.ts'
import { asVersion2 } from '../../vectors-make.ts'

const HEADER = { workspaceHash: '00c0ffee00c0ffee', generation: 7, createdAtMs: 1_795_000_000_000, regions: ['IE'] }
const NEXT = { ...HEADER, generation: 8, createdAtMs: HEADER.createdAtMs + 86_400_000 }

function withNumbers(id: string, numbers: readonly string[], changes: Partial<Contact> = {}): Contact {
  const phones = numbers.map((e164) => ({ field: 'Phone Number', text: e164, e164, rejected: null }))
  return contact({ id, phones, ...changes })
}

function crowd(count: number): Contact[] {
  return Array.from({ length: count }, (_, at) =>
    withNumbers(String(at), [`+35387${1_000_000 + ((at * 7919) % 4999)}`, `+4915${at % 7}${1_000_000 + at}`]),
  )
}

// Compared as bytes: an assertion library goes through them one by one.
function expectSame(applied: ReturnType<typeof applyDelta>, after: Uint8Array): void {
  expect(applied.kind === 'applied' ? Buffer.compare(applied.bytes, after) : applied.reason).toBe(0)
}

const NUMBERS = [
  '+353871234567',
  '+353871234568',
  '+12015550123',
  '+49999999999999999',
  '+999999999999999999',
  '+525512345678',
]
const DEALS = fc.constantFrom([], [deal()], [deal({ name: 'Upgrade' })])
const PEOPLE = fc
  .uniqueArray(
    fc.record({
      id: fc.oneof(fc.nat(20).map(String), fc.constantFrom('a', 'b')),
      firstName: fc.constantFrom('Anna', 'Zoë', '李', ''),
      deals: DEALS,
      numbers: fc.array(fc.constantFrom(...NUMBERS), { maxLength: 3 }),
    }),
    { selector: ({ id }) => id, maxLength: 12, size: 'max' },
  )
  .map((people) => people.map(({ id, numbers, ...changes }) => withNumbers(id, numbers, changes)))

test('any contacts before and after: the delta gives the very bytes of the snapshot after', () => {
  fc.assert(
    fc.property(PEOPLE, PEOPLE, (people, later) => {
      const [before, after] = [buildSnapshot(people, HEADER), buildSnapshot(later, NEXT)]
      expectSame(applyDelta(before, buildDelta(before, after) ?? before), after)
    }),
    { numRuns: 300 },
  )
})

describe('of a crowd in which one of a hundred contacts changed', () => {
  const people = crowd(2000)
  const before = buildSnapshot(people, HEADER)

  test.each([
    ['is renamed', (each: Contact) => [{ ...each, firstName: 'Renamed' }]],
    ['is gone', () => []],
    ['has a neighbour', (each: Contact) => [each, withNumbers(`${each.id}00000`, [`+4930${each.id}5550`])]],
    ['has another number', (each: Contact) => [withNumbers(each.id, [`+4930${each.id}5550`])]],
  ])('one that %s, the delta has at most three hundredths of the bytes', (_, change) => {
    const after = buildSnapshot(
      people.flatMap((each, at) => (at % 100 === 50 ? change(each) : [each])),
      NEXT,
    )
    const delta = buildDelta(before, after) ?? before
    expect(delta.length).toBeLessThan(after.length * 0.03)
    expectSame(applyDelta(before, delta), after)
  })

  test('a renamed contact’s numbers are not in the delta', () => {
    const after = buildSnapshot(
      people.map((each) => ({ ...each, firstName: 'Renamed' })),
      NEXT,
    )
    expect(readDelta(buildDelta(before, after) ?? before)).toMatchObject({ kind: 'delta', removed: 0, placed: 0 })
  })
})

describe('there is no delta, and the whole snapshot is sent,', () => {
  const people = crowd(20)
  const before = buildSnapshot(people, HEADER)
  const after = buildSnapshot(people.slice(1), NEXT)

  test.each([
    ['to another workspace', before, buildSnapshot(people, { ...NEXT, workspaceHash: '00000000000000ff' })],
    ['to the same generation', before, buildSnapshot(people.slice(1), HEADER)],
    ['to an earlier one', buildSnapshot(people, NEXT), before],
    ['from a damaged snapshot', flipped(before, 8 * before.length - 8), after],
    ['from a cut one', before.slice(0, -1), after],
    ['to a damaged one', before, flipped(after, 8 * after.length - 8)],
    ['from nothing', new Uint8Array(), after],
    ['from version 2 of the format', asVersion2(before), after],
  ])('%s', (_, from, to) => expect(buildDelta(from, to)).toBeNull())

  test('where it would be longer than 64 MiB', () => {
    const long = (firstName: string) =>
      Array.from({ length: 40 }, (_, at) => withNumbers(String(at), [`+35387123450${at}`], { firstName }))
    const from = buildSnapshot([], HEADER)
    expect(buildDelta(from, buildSnapshot(long('A'.repeat(1_700_000)), NEXT))).toBeNull()
  })
})

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

describe('no damage crashes or misleads whoever applies a delta', () => {
  const people = crowd(30)
  const before = buildSnapshot(people, HEADER)
  const after = buildSnapshot(
    people.flatMap((each, at) => {
      if (at % 7 === 3) return []
      return at % 5 === 1 ? [withNumbers(each.id, ['+353861234567'], { firstName: 'Zoë' })] : [each]
    }),
    NEXT,
  )
  const delta = buildDelta(before, after) ?? before

  test('any bit flipped: it is refused', () => {
    for (let bit = 0; bit < delta.length * 8; bit += 1) {
      expect(applyDelta(before, flipped(delta, bit))).toMatchObject({ kind: 'refused' })
    }
  })

  test('cut at any length, or lengthened: it is refused', () => {
    for (let length = 0; length < delta.length; length += 1) {
      expect(applyDelta(before, delta.slice(0, length))).toEqual({ kind: 'refused', reason: 'wrong-size' })
    }
    expect(applyDelta(before, Uint8Array.of(...delta, 0))).toEqual({ kind: 'refused', reason: 'wrong-size' })
  })

  test('bytes changed and its checksum made to agree: it is refused, or leads to the same snapshot', () => {
    const reasons = new Set<string>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(delta.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 255))), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const copy = delta.slice()
          for (const [at, value] of changes) copy[at] = value
          const view = new DataView(copy.buffer)
          view.setUint32(44, deltaSum(view), true)
          const applied = applyDelta(before, copy)
          if (applied.kind === 'applied') expectSame(applied, after)
          else reasons.add(applied.reason)
        },
      ),
      { numRuns: 5000 },
    )
    expect([...reasons]).toEqual(
      expect.arrayContaining(['wrong-size', 'wrong-content', 'wrong-result', 'other-snapshot']),
    )
  })

  test('a snapshot of which any bit is flipped has no delta applied to it', () => {
    for (let bit = 0; bit < before.length * 8; bit += 1) {
      expect(applyDelta(flipped(before, bit), delta)).toEqual({ kind: 'refused', reason: 'no-snapshot' })
    }
  })

  test('bytes anywhere in a larger buffer are applied where they are', () => {
    const buffer = new Uint8Array(before.length + delta.length + 20)
    buffer.set(before, 3)
    buffer.set(delta, before.length + 10)
    const [one, other] = [
      buffer.subarray(3, 3 + before.length),
      buffer.subarray(before.length + 10).subarray(0, delta.length),
    ]
    expectSame(applyDelta(one, other), after)
    expect(buildDelta(one, after)).toEqual(delta)
  })
})

test('a delta beyond 64 MiB is not read', () => {
  const sound = buildDelta(buildSnapshot([], HEADER), buildSnapshot([], NEXT)) ?? new Uint8Array()
  const long = new Uint8Array(2 ** 26 + 1)
  long.set(sound)
  new DataView(long.buffer).setUint32(40, long.length - sound.length, true)
  expect(readDelta(long)).toEqual({ kind: 'refused', reason: 'wrong-size' })
})

test('numbers chosen so that all begin at one slot are given up, in time', () => {
  const count = 40_000
  const layout = layOut({ count, slots: slotsFor(count), recordBytes: 1 })
  const table = newTable(new DataView(new ArrayBuffer(layout.end)), layout)
  // The hash of (high, low) is that of (0, low ^ high × 9e3779b1): each of these numbers has the hash of 1.
  let entered = 0
  for (let high = 1; high <= count; high += 1) {
    if (!table.enter(high, (1 ^ Math.imul(high, 0x9e3779b1)) >>> 0, 0)) break
    entered += 1
  }
  expect(entered).toBeGreaterThan(1000)
  expect(entered).toBeLessThan(5000)
})
