// Makes the deltas of fixtures/vectors, the snapshots before and after them, and the cases about them: sound ones from contacts,
// refused ones by changing bytes of a sound one, or by another snapshot before.

import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { buildDelta } from '../src/core/snapshot/delta.ts'
import { type Delta, type DeltaRefusal, deltaSum, readDelta } from '../src/core/snapshot/delta-format.ts'
import { type SnapshotHeader, slotsFor } from '../src/core/snapshot/format.ts'
import { openSnapshot } from '../src/core/snapshot/snapshot.ts'
import { deal } from './people.ts'
import { HEADER, makeOne, makeSound, SOUND, seal, someone } from './vectors-make.ts'

export interface DeltaCase {
  readonly id: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly before: string
  readonly delta: string
  readonly after: string | null
  readonly refused: DeltaRefusal | null
}

const NEXT = { ...HEADER, generation: HEADER.generation + 1, createdAtMs: HEADER.createdAtMs + 86_400_000 }

const TOM = someone('9', 'Tom|Nolan', ['+35315550100'])
const ANNA = someone('10', 'Anna|Byrne', ['+35315550100', '+353871234567'], { deals: [deal()] })
const LISA = someone('101', 'Lisa|Kelly', ['+12015550123', '+442071838750'], { company: '' })
const SEAN = someone('102', 'Sean|Daly', ['+353871234568'])
const ZHANG = someone('2001', '張|偉', ['+8613800138000'])
const FAR = someone('x', 'Far|Away', ['+9007199254740993', '+999999999999999999'])
const TEAM = [TOM, ANNA, LISA, SEAN, ZHANG, FAR]
const MANY = SOUND['many.idx'] ?? []

/** By name, what a sound delta leads to: from team.idx unless stated. */
const SOUND_DELTAS: Readonly<Record<string, Sound>> = {
  same: { comment: 'the same contacts a day later', flags: ['Header'], people: TEAM },
  'far-generation': {
    comment: 'a generation beyond 31 bits, and other regions',
    flags: ['Header'],
    people: TEAM,
    header: { ...NEXT, generation: 4_294_967_295, regions: ['FR'] },
  },
  renamed: {
    comment: 'a longer label, a shorter one, and a deal: their numbers are named nowhere in the delta',
    flags: ['Record'],
    people: [
      TOM,
      ANNA,
      { ...LISA, lastName: 'Kelly-Moran' },
      { ...SEAN, company: '', deals: [deal({ name: 'تجديد' })] },
      ZHANG,
      FAR,
    ],
  },
  'two-side-by-side': {
    comment: 'two records that lie side by side are replaced, each by its own',
    flags: ['Record'],
    people: [TOM, ANNA, { ...LISA, firstName: 'Elisabeth' }, { ...SEAN, firstName: 'S' }, ZHANG, FAR],
  },
  joined: {
    comment: 'contacts before all others, between them and behind them',
    flags: ['Number'],
    people: [
      ...TEAM,
      someone('1', 'First|One', ['+15550100']),
      someone('50', 'Middle|One', ['+35315550101', '+8613800138001']),
      someone('zz', 'Last|One', ['+999999999999999998']),
    ],
  },
  left: { comment: 'contacts that are gone, and their numbers', flags: ['Number'], people: [TOM, ANNA, LISA, ZHANG] },
  moved: {
    comment: 'a number goes from one contact to another, who loses one',
    flags: ['Number', 'Moved'],
    people: [
      TOM,
      ANNA,
      someone('101', 'Lisa|Kelly', ['+12015550123', '+353871234568'], { company: '' }),
      someone('102', 'Sean|Daly', ['+442071838750']),
      ZHANG,
      FAR,
    ],
  },
  shared: {
    comment: 'a number becomes one of two contacts, each of whom keeps another',
    flags: ['Moved'],
    people: [
      TOM,
      ANNA,
      someone('101', 'Lisa|Kelly', ['+12015550123', '+442071838750', '+353871234567']),
      SEAN,
      ZHANG,
      FAR,
    ],
  },
  unshared: {
    comment: 'a number that two contacts had is one’s alone',
    flags: ['Moved'],
    people: [ANNA, LISA, SEAN, ZHANG, FAR],
  },
  'large-numbers': {
    comment: 'numbers that no double holds, one up and one down',
    flags: ['Number', 'LargeNumber'],
    people: [TOM, ANNA, LISA, SEAN, ZHANG, someone('x', 'Far|Away', ['+9007199254740992', '+999999999999999998'])],
  },
  emptied: { comment: 'nobody is left', flags: ['Empty'], people: [] },
  filled: { comment: 'from nobody to somebody', flags: ['Empty'], people: TEAM, before: 'nobody.idx' },
  'long-label': {
    comment: 'a label whose length takes two bytes',
    flags: ['Record'],
    people: [TOM, ANNA, { ...LISA, lastName: `${'Long '.repeat(60)}Name` }, SEAN, ZHANG, FAR],
  },
  many: {
    comment: 'several blocks: some renamed, some gone, some new',
    flags: ['Blocks', 'Record', 'Number'],
    before: '../many.idx',
    people: MANY.flatMap((each, at) => {
      if (at % 70 === 3) return []
      if (at % 50 === 7) return [{ ...each, firstName: 'Renamed' }]
      return at % 90 === 11 ? [each, someone(`${each.id}000`, `New|${at}`, [`+4915${1_000_000 + at * 71}`])] : [each]
    }),
  },
  'many-fewer': {
    comment: 'two of three are gone: most of what is left moves, and the table is another one',
    flags: ['Blocks', 'Number'],
    before: '../many.idx',
    people: MANY.filter((_, at) => at % 3 === 0),
  },
  one: {
    comment: 'the worked example of native/FORMAT.md',
    flags: ['Record'],
    before: '../one.idx',
    people: [someone('101', 'Anna|Byrne', ['+353871234567'], { company: 'Beta' })],
  },
}

interface Sound {
  readonly comment: string
  readonly flags: readonly string[]
  readonly people: Parameters<typeof buildSnapshot>[0]
  readonly before?: string
  readonly header?: SnapshotHeader
}

/** The snapshots before, by name. */
function makeBefore(name: string): Uint8Array {
  const team = (changes: Partial<SnapshotHeader> = {}) => buildSnapshot(TEAM, { ...HEADER, ...changes })
  const made: Readonly<Record<string, () => Uint8Array>> = {
    '../one.idx': makeOne,
    '../many.idx': () => makeSound('many.idx'),
    'nobody.idx': () => buildSnapshot([], HEADER),
    'team.idx': team,
    'team-earlier.idx': () => team({ generation: HEADER.generation - 1 }),
    'team-other.idx': () => buildSnapshot([TOM, ANNA, { ...LISA, lastName: 'Kelley' }, SEAN, ZHANG, FAR], HEADER),
    'team-foreign.idx': () => team({ workspaceHash: '00000000000000ff' }),
    'team-damaged.idx': () => flip(team(), -1),
    'team-cut.idx': () => team().slice(0, -5),
    'team-disorder.idx': () => seal(disorder(team())),
  }
  return made[name]?.() ?? new Uint8Array()
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return bytes
}

/** The first two numbers change places in the order. */
function disorder(bytes: Uint8Array): Uint8Array {
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(snapshot.reason)
  const { orderAt } = snapshot
  bytes.set([...bytes.slice(orderAt + 4, orderAt + 8), ...bytes.slice(orderAt, orderAt + 4)], orderAt)
  return bytes
}

interface Refused {
  readonly name: string
  readonly comment: string
  readonly refused: DeltaRefusal
  readonly flag: 'Damaged' | 'Hostile' | 'OtherSnapshot'
  /** Which sound delta it is made of; renamed unless stated. */
  readonly of?: string
  readonly before?: string
  /** What is changed in its bytes; nothing where only the snapshot before is another one. */
  readonly edit?: (view: DataView, delta: Delta) => void
  /** What other bytes are made of it. */
  readonly make?: (sound: Uint8Array) => Uint8Array
  /** Its checksum agrees with what it is then: only the reader's own bounds are left. */
  readonly sealed?: boolean
}

const put = (at: number, value: number) => (view: DataView) => void view.setUint32(at, value, true)
const all = ({ buffer }: DataView) => new Uint8Array(buffer)
/** A field of a step: 0 keep, 4 drop, 8 insert. */
const step = (index: number, field: number, change: (value: number) => number) => (view: DataView, delta: Delta) => {
  const at = delta.stepsAt + 12 * index + field
  view.setUint32(at, change(view.getUint32(at, true)), true)
}
const countIn = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)
/** More bytes at a place, and one more in the count of what they are. */
function insertBytes(sound: Uint8Array, more: { at: number; length: number; countAt: number }): Uint8Array {
  const { at, length, countAt } = more
  const bytes = Uint8Array.of(...sound.slice(0, at), ...Array<number>(length).fill(1), ...sound.slice(at))
  put(countAt, countIn(sound, countAt) + 1)(new DataView(bytes.buffer))
  return bytes
}
const swap = (bytes: Uint8Array, at: number) => {
  bytes.set([...bytes.slice(at + 8, at + 16), ...bytes.slice(at, at + 8)], at)
}

const REFUSED: readonly Refused[] = [
  {
    name: 'magic',
    comment: 'another kind of file',
    refused: 'not-a-delta',
    flag: 'Damaged',
    edit: put(4, 0),
    sealed: true,
  },
  {
    name: 'snapshot',
    comment: 'a whole snapshot',
    refused: 'not-a-delta',
    flag: 'Damaged',
    make: () => makeBefore('team.idx'),
  },
  {
    name: 'version',
    comment: 'a version that is not known',
    refused: 'unknown-version',
    flag: 'Damaged',
    edit: put(8, 2),
    sealed: true,
  },
  ...[0, 8, 47, 111, 112, 130].map(
    (length): Refused => ({
      name: `cut-${length}`,
      comment: `cut off after ${length} bytes`,
      refused: 'wrong-size',
      flag: 'Damaged',
      make: (sound) => sound.slice(0, length),
    }),
  ),
  {
    name: 'longer',
    comment: 'a byte too many',
    refused: 'wrong-size',
    flag: 'Damaged',
    make: (sound) => Uint8Array.of(...sound, 0),
  },
  ...[12, 16, 24, 44, 48, 60, 108].map(
    (at): Refused => ({
      name: `flipped-${at}`,
      comment: `a bit of byte ${at}`,
      refused: 'wrong-checksum',
      flag: 'Damaged',
      edit: (view) => void flip(all(view), at),
    }),
  ),
  {
    name: 'flipped-last',
    comment: 'a bit of the last byte',
    refused: 'wrong-checksum',
    flag: 'Damaged',
    edit: (view) => void flip(all(view), -1),
  },
  ...(['removed', 'placed', 'steps', 'inserted'] as const).map(
    (field, index): Refused => ({
      name: `${field}-huge`,
      comment: `${field}: a count that overflows 32 bits`,
      refused: 'wrong-size',
      flag: 'Hostile',
      edit: put(28 + 4 * index, 0xffffffff),
      sealed: true,
    }),
  ),
  ...(
    [
      ['after-magic', 'the header after is none', 48, 0],
      ['after-version', 'the header after has a version that is not known', 56, 4],
      ['after-generation', 'the generation after is not a later one', 60, HEADER.generation],
      ['after-workspace', 'the workspace after is another one', 64, 0],
      ['after-count', 'fewer numbers after than come of it', 96, 5],
      ['after-count-huge', 'more numbers after than memory', 96, 0xffffffff],
      ['after-slots', 'more slots than a builder makes', 100, 1000],
      ['after-slots-huge', 'slots beyond every memory', 100, 0xfffffff0],
      ['after-slots-few', 'no slot is left empty', 100, 8],
      ['after-records', 'another length of the records after', 104, 10],
      ['after-records-huge', 'records beyond every memory', 104, 0x7fffff00],
    ] as const
  ).map(
    ([name, comment, at, value]): Refused => ({
      name,
      comment,
      refused: 'wrong-content',
      flag: 'Hostile',
      edit: put(at, value),
      sealed: true,
    }),
  ),
  {
    name: 'after-many',
    comment: 'a count and slots that agree, and nothing that fills them',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: (view) => {
      put(96, 100_000_000)(view)
      put(100, 130_000_001)(view)
    },
  },
  {
    name: 'after-count-more',
    comment: 'a count and slots that agree, and one number too few',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'moved',
    sealed: true,
    edit: (view, { after }) => {
      put(96, after.count + 1)(view)
      put(100, slotsFor(after.count + 1))(view)
    },
  },
  {
    name: 'removed-absent',
    comment: 'a number is removed that is not there',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'left',
    sealed: true,
    edit: (view, { removedAt }) => put(removedAt, 1)(view),
  },
  {
    name: 'removed-more',
    comment: 'a number is removed that is not there, beyond those that are',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'left',
    sealed: true,
    make: (sound) => insertBytes(sound, { at: 112 + 8 * countIn(sound, 28), length: 8, countAt: 28 }),
  },
  {
    name: 'removed-order',
    comment: 'the removed numbers are not ascending',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'left',
    sealed: true,
    edit: (view, { removedAt }) => void swap(all(view), removedAt),
  },
  {
    name: 'removed-twice',
    comment: 'a number is removed twice',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'left',
    sealed: true,
    edit: (view, { removedAt }) => void all(view).copyWithin(removedAt + 8, removedAt, removedAt + 8),
  },
  {
    name: 'removed-placed',
    comment: 'a number is removed and has a place',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'large-numbers',
    sealed: true,
    edit: (view, { removedAt, placedAt }) => void all(view).copyWithin(placedAt, removedAt, removedAt + 8),
  },
  {
    name: 'placed-order',
    comment: 'the numbers with a place are not ascending',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placedAt }) => void swap(all(view), placedAt),
  },
  {
    name: 'placed-twice',
    comment: 'a number has a place twice',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placedAt }) => void all(view).copyWithin(placedAt + 8, placedAt, placedAt + 8),
  },
  {
    name: 'placed-zero',
    comment: 'the number 0',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placedAt }) => void view.setBigUint64(placedAt, 0n, true),
  },
  {
    name: 'placed-long',
    comment: 'a number of 19 digits',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placedAt, placed }) => void view.setBigUint64(placedAt + 8 * placed - 8, 10n ** 18n, true),
  },
  {
    name: 'placed-sign',
    comment: 'a number whose top bit is set',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placedAt, placed }) => void view.setBigUint64(placedAt + 8 * placed - 8, 2n ** 64n - 1n, true),
  },
  {
    name: 'place-beyond',
    comment: 'a place behind the records',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placesAt, after }) => put(placesAt, after.end - after.recordsAt)(view),
  },
  {
    name: 'place-huge',
    comment: 'the place of an empty slot',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placesAt }) => put(placesAt, 0xffffffff)(view),
  },
  {
    name: 'place-lost',
    comment: 'a number stays, and its record does not',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'left',
    sealed: true,
    edit: (view, { removedAt, bytes }) =>
      void view.setBigUint64(removedAt, bytes.getBigUint64(removedAt, true) + 1n, true),
  },
  {
    name: 'keep-beyond',
    comment: 'more is kept than there is',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(0, 0, (value) => value + 1),
  },
  {
    name: 'keep-huge',
    comment: 'steps whose sum overflows 32 bits',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(0, 0, () => 0xffffffff),
  },
  {
    name: 'drop-beyond',
    comment: 'more is left out than there is',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(1, 4, (value) => value + 1000),
  },
  {
    name: 'drop-more',
    comment: 'more is left out than there is, by a step that is the last',
    refused: 'wrong-content',
    flag: 'Hostile',
    of: 'emptied',
    sealed: true,
    edit: step(0, 4, (value) => value + 1),
  },
  {
    name: 'drop-less',
    comment: 'the steps end before the records do',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(0, 4, (value) => value - 1),
  },
  {
    name: 'insert-beyond',
    comment: 'more is put in than the delta has',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(0, 8, (value) => value + 1),
  },
  {
    name: 'insert-less',
    comment: 'the delta has a byte that no step puts in',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    make: (sound) => insertBytes(sound, { at: sound.length, length: 1, countAt: 40 }),
  },
  {
    name: 'insert-huge',
    comment: 'what is put in overflows 32 bits',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: step(1, 8, () => 0xfffffff0),
  },
  {
    name: 'steps-shifted',
    comment: 'the steps agree with each other, and numbers lose their places',
    refused: 'wrong-content',
    flag: 'Hostile',
    sealed: true,
    edit: (view, delta) => {
      step(0, 0, (value) => value + 1)(view, delta)
      step(1, 0, (value) => value - 1)(view, delta)
    },
  },
  {
    name: 'text',
    comment: 'a letter of a label',
    refused: 'wrong-result',
    flag: 'Hostile',
    sealed: true,
    edit: (view) => void flip(all(view), -3),
  },
  {
    name: 'created-at',
    comment: 'the time of creation',
    refused: 'wrong-result',
    flag: 'Hostile',
    sealed: true,
    edit: put(72, 1),
  },
  {
    name: 'after-checksum',
    comment: 'the checksum after',
    refused: 'wrong-result',
    flag: 'Hostile',
    sealed: true,
    edit: put(108, 1),
  },
  {
    name: 'place-other',
    comment: 'a number has the place of another record',
    refused: 'wrong-result',
    flag: 'Hostile',
    of: 'joined',
    sealed: true,
    edit: (view, { placesAt }) => put(placesAt, view.getUint32(placesAt + 4, true))(view),
  },
  {
    name: 'earlier',
    comment: 'the phone has the generation before',
    refused: 'other-snapshot',
    flag: 'OtherSnapshot',
    before: 'team-earlier.idx',
  },
  {
    name: 'later',
    comment: 'the phone has the one that the delta leads to',
    refused: 'other-snapshot',
    flag: 'OtherSnapshot',
    before: 'renamed.idx',
  },
  {
    name: 'other',
    comment: 'the phone has another snapshot of that generation',
    refused: 'other-snapshot',
    flag: 'OtherSnapshot',
    before: 'team-other.idx',
  },
  {
    name: 'foreign',
    comment: 'the phone has another workspace’s',
    refused: 'other-workspace',
    flag: 'OtherSnapshot',
    before: 'team-foreign.idx',
  },
  {
    name: 'before-damaged',
    comment: 'the phone’s is damaged',
    refused: 'no-snapshot',
    flag: 'OtherSnapshot',
    before: 'team-damaged.idx',
  },
  {
    name: 'before-cut',
    comment: 'the phone’s is cut off',
    refused: 'no-snapshot',
    flag: 'OtherSnapshot',
    before: 'team-cut.idx',
  },
  {
    name: 'before-disorder',
    comment: 'the phone’s numbers are not ascending',
    refused: 'no-snapshot',
    flag: 'OtherSnapshot',
    before: 'team-disorder.idx',
    sealed: true,
    edit: (view) => {
      const bytes = makeBefore('team-disorder.idx')
      put(24, new DataView(bytes.buffer).getUint32(60, true))(view)
    },
  },
]

/** By flag: why cases with it exist. */
export const DELTA_NOTES = {
  Header:
    'Generation, time and regions are those of the snapshot after. A reader that fails here keeps the old ones, or takes a generation for negative.',
  Record:
    'A label or a deal is another one: what is put in the place of a record is for the numbers that had it. A reader that fails here names by yesterday.',
  Number:
    'Numbers are new or gone, so the table has another size, and every number another slot. A reader that fails here copies the old table.',
  Moved: 'A number that stays goes to another record. A reader that fails here shows the contact that had it.',
  LargeNumber: 'Numbers beyond what a double holds. A reader that fails here mixes up two neighbours.',
  Empty: 'Nobody before, or nobody after. A reader that fails here expects a step or a record.',
  Blocks: 'Several blocks, each with its checksum, which are not in the delta: they come of the bytes.',
  Damaged:
    'Cut off, changed on the way, or another file. A reader that fails here believes bytes that nothing vouches for.',
  Hostile:
    'The checksum of the delta agrees, and what it says cannot be. A reader that fails here crashes, fills the memory, or publishes what nobody made.',
  OtherSnapshot:
    'The delta is sound, and the snapshot in the phone is not the one that it is for. A reader that fails here makes a third one of two.',
}

/** Every file, by its name in fixtures/vectors/deltas; and every case about them. */
export function makeDeltas(): { files: Map<string, Uint8Array>; cases: DeltaCase[] } {
  const files = new Map<string, Uint8Array>()
  const cases: DeltaCase[] = []
  const addBefore = (name: string) => {
    if (!name.startsWith('../') && !files.has(name)) files.set(name, makeBefore(name))
  }
  for (const [name, { comment, flags, people, before = 'team.idx', header = NEXT }] of Object.entries(SOUND_DELTAS)) {
    const after = buildSnapshot(people, header)
    const delta = buildDelta(makeBefore(before), after)
    if (delta === null) throw new Error(`${name}: expected a delta, found none`)
    addBefore(before)
    files.set(`${name}.delta`, delta)
    files.set(`${name}.idx`, after)
    cases.push({
      id: cases.length + 1,
      comment,
      flags,
      before,
      delta: `${name}.delta`,
      after: `${name}.idx`,
      refused: null,
    })
  }
  for (const { name, comment, refused, flag, of = 'renamed', before, ...how } of REFUSED) {
    const base = before ?? SOUND_DELTAS[of]?.before ?? 'team.idx'
    const isOther = how.edit !== undefined || how.make !== undefined
    const delta = isOther ? `refused-${name}.delta` : `${of}.delta`
    if (isOther) files.set(delta, change(files.get(`${of}.delta`) ?? new Uint8Array(), how))
    addBefore(base)
    cases.push({ id: cases.length + 1, comment, flags: [flag], before: base, delta, after: null, refused })
  }
  return { files, cases }
}

function change(sound: Uint8Array, { edit, make, sealed }: Pick<Refused, 'edit' | 'make' | 'sealed'>): Uint8Array {
  const delta = readDelta(sound)
  if (delta.kind === 'refused') throw new Error(delta.reason)
  const copy = make?.(sound) ?? sound.slice()
  const view = new DataView(copy.buffer)
  edit?.(view, delta)
  if (sealed) view.setUint32(44, deltaSum(view), true)
  return copy
}
