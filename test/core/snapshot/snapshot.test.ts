import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCard, renderOwners, resolveCaller } from '../../../src/core/caller.ts'
import { type Contact, contactName, renderDeal, renderLabel } from '../../../src/core/contact.ts'
import { dayAt } from '../../../src/core/day.ts'
import { buildDirectory, updateDirectory } from '../../../src/core/directory.ts'
import { hashOf, highWord, homeSlot, lowWord } from '../../../src/core/number/hash-words.ts'
import { buildSnapshot } from '../../../src/core/snapshot/build.ts'
import {
  entryAt,
  findNumber,
  labelAt,
  lookUpLabel,
  lookUpOwners,
  lookUpSnapshot,
  numberAt,
  openSnapshot,
  openSnapshotSource,
  type Snapshot,
  slotAt,
} from '../../../src/core/snapshot/snapshot.ts'
import { contact, deal } from '../../people.ts'

const HEADER = {
  workspaceHash: '00c0ffee00c0ffee',
  generation: 7,
  createdAtMs: 1_795_000_000_000,
  regions: ['IE', 'GB'],
}
const ANNA = '+353871234567'

function withNumbers(id: string, numbers: readonly string[], changes: Partial<Contact> = {}): Contact {
  const phones = numbers.map((e164) => ({ field: 'Phone Number', text: e164, e164, rejected: null }))
  return contact({ id, phones, ...changes })
}

function open(contacts: Iterable<Contact>): Snapshot {
  return opened(buildSnapshot(contacts, HEADER))
}

function opened(bytes: Uint8Array): Snapshot {
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
  return snapshot
}

describe('a snapshot', () => {
  test('says whose it is, which and when', () => expect(open([])).toMatchObject(HEADER))

  test('answers with the label and the record id behind it', () => {
    const snapshot = open([withNumbers('101', [ANNA])])
    expect(lookUpSnapshot(snapshot, ANNA)).toEqual({ label: 'Anna Byrne · Acme Ltd', deal: null, ids: ['101'] })
    expect(lookUpSnapshot(snapshot, 353871234567)).toEqual(lookUpSnapshot(snapshot, ANNA))
    expect(lookUpSnapshot(snapshot, 353871234567n)).toEqual(lookUpSnapshot(snapshot, ANNA))
  })

  test('R-31 of several contacts it says how each is shown when chosen, as a choice is rendered', () => {
    const owner = fc.record({
      firstName: fc.constantFrom('Anna', 'Zoë', '', '🙂', 'x'.repeat(200)),
      company: fc.constantFrom('Acme', 'Beta', ''),
      deals: fc.constantFrom([], [deal()], [deal({ isClosed: true })], [deal({ name: 'Żółty', amount: null })]),
    })
    fc.assert(
      fc.property(fc.array(owner, { minLength: 1, maxLength: 6 }), (made) => {
        const people = made.map((each, at) => withNumbers(String(at), [ANNA], each))
        const owners = lookUpOwners(open(people), ANNA)
        const [first] = renderOwners(people).contacts
        expect(owners?.map(({ id }) => id)[0]).toBe(people.length > 1 ? first?.id : undefined)
        expect(owners).toHaveLength(people.length > 1 ? people.length : 0)
        for (const { id, name, label, deal } of owners ?? []) {
          const chosen = people.find((each) => each.id === id) as Contact
          const choice = { line: ANNA, contactId: id, at: 0 }
          expect(label).toBe(renderOwners(people, choice).label)
          expect(name).toBe(contactName(chosen))
          expect(label.startsWith(name)).toBe(true)
          expect(deal).toBe(lookUpSnapshot(open([chosen]), ANNA)?.deal)
        }
      }),
    )
  })

  test('R-31 one contact alone costs no byte more than in version 2', () => {
    const alone = buildSnapshot([withNumbers('101', [ANNA], { deals: [deal()] })], HEADER)
    const { recordsAt } = opened(alone)
    // The label of 22 bytes, the deal of 18, and three integers and the id of two.
    expect(alone.length - recordsAt).toBe(22 + 18 + 5)
  })

  test('R-02 finds no number by a part of it, and nothing by what is no number', () => {
    const snapshot = open([withNumbers('101', [ANNA])])
    const others = ['+35387123456', '+3538712345678', '353871234567', '+871234567', '', '+', 'x', '+35387123456x']
    for (const other of others) expect(lookUpSnapshot(snapshot, other)).toBeNull()
    for (const other of [353871234567.5, Number.NaN, -353871234567, Infinity, 0, -1n, 2n ** 70n + 353871234567n]) {
      expect(lookUpSnapshot(snapshot, other)).toBeNull()
    }
  })

  test('R-05 names one of those who share a number, counts the others and lists every id', () => {
    const lisa = withNumbers('9', [ANNA], { firstName: 'Lisa', deals: [deal()] })
    const snapshot = open([withNumbers('101', [ANNA]), lisa, withNumbers('11', [ANNA], { company: 'Other' })])
    expect(lookUpSnapshot(snapshot, ANNA)).toEqual({
      label: 'Lisa Byrne +2 others',
      deal: 'Renewal EUR 12,500',
      ids: ['9', '11', '101'],
    })
    expect(snapshot.count).toBe(1)
  })

  test('one contact has a number once, however many fields hold it', () => {
    const snapshot = open([withNumbers('1', [ANNA, ANNA]), withNumbers('2', ['+12015550123', ANNA, ANNA])])
    expect(lookUpSnapshot(snapshot, ANNA)?.ids).toEqual(['1', '2'])
    expect(lookUpSnapshot(snapshot, '+12015550123')?.label).toBe('Anna Byrne · Acme Ltd')
  })

  test('holds numbers that no double can, each apart from its neighbours', () => {
    const numbers = ['+49999999999999998', '+49999999999999999', '+999999999999999999', '+9007199254740993']
    const snapshot = open(numbers.map((number, index) => withNumbers(String(index), [number])))
    numbers.forEach((number, index) => void expect(lookUpSnapshot(snapshot, number)?.ids).toEqual([String(index)]))
    expect(lookUpSnapshot(snapshot, '+49999999999999997')).toBeNull()
    expect(lookUpSnapshot(snapshot, 2 ** 53 + 2)).toBeNull()
  })

  test('keeps record ids of any kind, and labels of any script and length', () => {
    const ids = [
      '0',
      '007',
      '70000000012',
      '999999999999999',
      '1000000000000000',
      '1e3',
      'a b\n,c',
      'ü'.repeat(90),
      '-1',
    ]
    const people = ids.map((id, index) =>
      withNumbers(id, [`+35387123456${index}`], { lastName: '張偉 '.repeat(index * 9) }),
    )
    const snapshot = open(people)
    for (const { id, phones } of people) expect(lookUpSnapshot(snapshot, phones[0]?.e164 ?? '')?.ids).toEqual([id])
    expect(lookUpSnapshot(snapshot, '+353871234568')?.label).toContain('張偉 張偉')
  })

  test('is in strictly ascending order, every entry readable', () => {
    const snapshot = open(crowd(3000))
    const slots = Array.from({ length: snapshot.count }, (_, rank) => slotAt(snapshot, rank))
    const numbers = slots.map((slot) => numberAt(snapshot, slot) ?? 0n)
    numbers.slice(1).forEach((number, index) => void expect(number > (numbers[index] ?? 0n)).toBe(true))
    numbers.forEach((number, index) => void expect(findNumber(snapshot, number)).toBe(slots[index]))
    numbers.forEach((number, index) => {
      expect(entryAt(snapshot, slots[index] ?? -1)).toEqual(lookUpSnapshot(snapshot, number))
      expect(labelAt(snapshot, slots[index] ?? -1)).toBe(lookUpLabel(snapshot, number))
    })
  })

  test('has nothing in an empty slot, or where there is none', () => {
    const snapshot = open(crowd(100))
    const held = new Set(Array.from({ length: snapshot.count }, (_, rank) => slotAt(snapshot, rank)))
    const empty = Array.from({ length: snapshot.slots }, (_, slot) => slot).filter((slot) => !held.has(slot))
    expect(empty).toHaveLength(snapshot.slots - snapshot.count)
    for (const slot of [...empty, -1, 0.5, snapshot.slots, Number.NaN]) {
      expect([numberAt, entryAt, labelAt].map((at) => at(snapshot, slot))).toEqual([null, null, null])
    }
    expect([-1, 0.5, snapshot.count, Number.NaN].map((rank) => slotAt(snapshot, rank))).toEqual([-1, -1, -1, -1])
  })

  test.each([
    ['a workspace that is no hash', { workspaceHash: 'acme' }],
    ['a generation beyond 32 bits', { generation: 2 ** 32 }],
    ['a broken instant', { createdAtMs: Number.NaN }],
    ['a ninth region', { regions: Array(9).fill('IE') as string[] }],
    ['a region that is none', { regions: ['Ireland'] }],
  ])('is not built with %s', (_what, changes) => {
    expect(() => buildSnapshot([], { ...HEADER, ...changes })).toThrow(/^expected .*, found another value$/)
  })

  test('is not built of a text that is no number, which the error does not tell', () => {
    expect(() => buildSnapshot([withNumbers('1', ['+49123456789012345678'])], HEADER)).toThrow(/found another text$/)
  })
})

function crowd(count: number): Contact[] {
  return Array.from({ length: count }, (_, index) =>
    withNumbers(String(index), [
      `+35387${1_000_000 + ((index * 7919) % 4999)}`,
      `+4915${index % 7}${1_000_000 + index}`,
    ]),
  )
}

describe('once every block with numbers is known to be sound', () => {
  const people = Array.from({ length: 600 }, (_, index) =>
    withNumbers(String(index), [`+35387${1_000_000 + index * 37}`]),
  )
  const numbers = people.flatMap(({ phones }) => phones.map(({ e164 }) => e164 ?? ''))
  const snapshot = open(people)
  const first = numbers.map((number) => lookUpSnapshot(snapshot, number))

  test('a search need not ask any more, and finds the same', () => {
    expect(snapshot.doubtful).toBe(0)
    expect(first).not.toContain(null)
    expect(numbers.map((number) => lookUpSnapshot(snapshot, number))).toEqual(first)
  })

  test('it goes on from the last slot to the first', () => {
    const homes = numbers.map((number) => {
      const digits = Number(number)
      return homeSlot(hashOf(highWord(digits), lowWord(digits)), snapshot.slots)
    })
    const wrapped = numbers.filter((number, index) => findNumber(snapshot, Number(number)) < (homes[index] ?? 0))
    expect(wrapped).not.toEqual([])
    for (const number of wrapped) expect(lookUpSnapshot(snapshot, number)).toEqual(first[numbers.indexOf(number)])
  })

  test('and it finds nothing else', () => {
    const others = numbers.flatMap((number) => [Number(number) + 1, Number(number) * 10, 0])
    expect(others.filter((other) => findNumber(snapshot, other) >= 0)).toEqual([])
  })
})

test('what is no number is in no slot, before a block is known to be sound and after', () => {
  const snapshot = open([withNumbers('1', ['+123'])])
  const none = [0, -0, 0n, -1n, 123 - 2 ** 32, -123, 123.5, Number.NaN, 2 ** 53 + 123, 2n ** 64n + 123n]
  expect(none.map((number) => findNumber(snapshot, number))).toEqual(none.map(() => -1))
  expect(lookUpSnapshot(snapshot, 123)).not.toBeNull()
  expect(snapshot.doubtful).toBe(0)
  expect(none.map((number) => findNumber(snapshot, number))).toEqual(none.map(() => -1))
})

test('a damaged block with numbers is asked for again and again, and never answers', () => {
  const people = crowd(1000)
  const bytes = buildSnapshot(people, HEADER)
  const numbers = people.flatMap(({ phones }) => phones.map(({ e164 }) => e164 ?? ''))
  const { numbersAt } = opened(bytes.slice())
  bytes[numbersAt + 5000] = (bytes[numbersAt + 5000] ?? 0) ^ 1
  const snapshot = opened(bytes)
  const answers = numbers.map((number) => lookUpSnapshot(snapshot, number))
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThan(100)
  expect(snapshot.doubtful).toBe(1)
  expect(numbers.map((number) => lookUpSnapshot(snapshot, number))).toEqual(answers)
})

const DEAL = fc
  .record({
    id: fc.nat(9).map(String),
    name: fc.constantFrom('Renewal', 'Upgrade', 'تجديد'),
    closeDate: fc.constantFrom(null, '2026-11-20', '2026-11-24', '2027-01-31'),
    isClosed: fc.boolean(),
  })
  .map(deal)
const PEOPLE = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.nat(20).map(String), fc.constantFrom('a', 'b')),
    firstName: fc.constantFrom('Anna', 'Zoë', '李', ''),
    company: fc.constantFrom('Acme', 'Beta', ''),
    modifiedAt: fc.constantFrom(null, '2026-01-01', '2026-02-02'),
    deals: fc.array(DEAL, { maxLength: 3 }),
    numbers: fc.array(fc.constantFrom(ANNA, '+353871234568', '+12015550123', '+49999999999999999'), { maxLength: 3 }),
  }),
  { selector: ({ id }) => id, maxLength: 12, size: 'max' },
)

function contactsOf(people: ReturnType<typeof PEOPLE.generate>['value']): Contact[] {
  return people.map(({ id, numbers, ...changes }) => withNumbers(id, numbers, changes))
}

test('R-05 R-07 R-09 label and deal are what the card shows of the same caller on that day', () => {
  fc.assert(
    fc.property(PEOPLE, (people) => {
      const contacts = contactsOf(people)
      const snapshot = open(contacts)
      const sources = { directory: buildDirectory(contacts), addressBook: new Map(), regions: [], limit: null }
      for (const number of new Set(people.flatMap(({ numbers }) => numbers))) {
        const caller = resolveCaller({ presentation: 'ALLOWED', text: number }, sources)
        const card = renderCard(caller, dayAt(HEADER.createdAtMs))
        const { label, deal } = lookUpSnapshot(snapshot, number) ?? {}
        expect(label).toBe(card && renderLabel(card))
        expect(deal).toBe(card?.deal ? renderDeal(card.deal) : null)
      }
    }),
  )
})

test('after adding, changing and removing contacts it has the bytes of one that is built anew', () => {
  fc.assert(
    fc.property(PEOPLE, PEOPLE, fc.array(fc.nat(20).map(String)), (before, after, removed) => {
      const written = contactsOf(after)
      const updated = updateDirectory(buildDirectory(contactsOf(before)), { written, removed })
      const anew = [...updated.contacts.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
      expect(buildSnapshot(updated.contacts.values(), HEADER)).toEqual(buildSnapshot(anew, HEADER))
    }),
  )
})

describe('no damage crashes or misleads a reader', () => {
  const contacts = [
    withNumbers('101', [ANNA, '+12015550123']),
    withNumbers('102', [ANNA, '+49999999999999999'], { firstName: 'Zoë' }),
    withNumbers('x', ['+442071838750'], { lastName: '' }),
  ]
  const sound = buildSnapshot(contacts, HEADER)
  const probes = [ANNA, '+12015550123', '+49999999999999999', '+442071838750', '+353871234568']
  const labels = probes.map((number) => lookUpSnapshot(opened(sound), number))

  test('any bit flipped: every number is answered rightly or not at all', () => {
    let kept = 0
    for (let bit = 0; bit < sound.length * 8; bit += 1) {
      const bytes = sound.slice()
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const snapshot = openSnapshot(bytes)
      if (snapshot.kind === 'damaged') continue
      kept += 1
      for (const number of probes) expect(lookUpSnapshot(snapshot, number)).toBeNull()
    }
    // Header and checksums are refused at once; the rest is one block here.
    expect(kept).toBe((sound.length - 72) * 8)
  })

  test('cut at any length, or lengthened: it is not opened', () => {
    for (let length = 0; length < sound.length; length += 1) {
      expect(openSnapshot(sound.slice(0, length))).toMatchObject({ kind: 'damaged' })
    }
    expect(openSnapshot(Uint8Array.of(...sound, 0))).toEqual({ kind: 'damaged', reason: 'wrong-size' })
  })

  test('any byte of a larger one overwritten: the other blocks still answer, and none wrongly', () => {
    const people = crowd(400)
    const bytes = buildSnapshot(people, HEADER)
    const right = opened(bytes.slice())
    const numbers = people.flatMap(({ phones }) => phones.map(({ e164 }) => e164 ?? ''))
    for (let at = 64; at < bytes.length; at += 97) {
      const copy = bytes.slice()
      copy[at] = (copy[at] ?? 0) + 1
      const snapshot = openSnapshot(copy)
      if (snapshot.kind === 'damaged') continue
      const answers = numbers.map((number) => lookUpSnapshot(snapshot, number))
      const wrong = answers.filter((answer, index) => {
        return answer !== null && answer.label !== lookUpSnapshot(right, numbers[index] ?? '')?.label
      })
      expect(wrong).toEqual([])
      expect(answers).toContain(null)
      expect(answers.some((answer) => answer !== null)).toBe(true)
    }
  })

  test('noise of any length is no snapshot', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (bytes) => openSnapshot(bytes).kind === 'damaged'),
    )
  })

  test('bytes anywhere in a larger buffer are opened where they are', () => {
    const buffer = new Uint8Array(sound.length + 10)
    buffer.set(sound, 3)
    const snapshot = opened(buffer.subarray(3, 3 + sound.length))
    expect(probes.map((number) => lookUpSnapshot(snapshot, number))).toEqual(labels)
    expect(snapshot.bytes.buffer).toBe(buffer.buffer)
  })

  test('a source that fails is no match, and one that answers is read no further than needed', () => {
    const bytes = buildSnapshot(crowd(4000), HEADER)
    let read = 0
    let isThere = true
    const source = {
      size: bytes.length,
      read(into: Uint8Array, at: number) {
        read += into.length
        into.set(bytes.subarray(at, at + into.length))
        return isThere
      },
    }
    const snapshot = openSnapshotSource(source)
    if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
    expect(read).toBeLessThan(bytes.length / 500)
    expect(lookUpSnapshot(snapshot, '+353871000000')).not.toBeNull()
    expect(read).toBeLessThan(20_000)
    isThere = false
    expect(lookUpSnapshot(snapshot, '+353871000000')).not.toBeNull()
    const unread = crowd(4000).map(({ phones }) => lookUpSnapshot(snapshot, phones[1]?.e164 ?? ''))
    expect(unread).toContain(null)
    expect(openSnapshotSource({ ...source, read: () => false })).toMatchObject({ kind: 'damaged' })
  })
})
