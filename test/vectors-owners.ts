// Makes the snapshots of fixtures/vectors whose numbers several contacts have, and the cases about them: how each of them is shown
// should the user choose that one.
import type { Contact } from '../src/core/contact.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import type { SnapshotOwner } from '../src/core/snapshot/snapshot.ts'
import { deal } from './people.ts'
import { damage, HEADER, SOUND, seal, someone } from './vectors-make.ts'

export interface OwnersCase {
  readonly id: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly file: string
  readonly number: string
  readonly owners: readonly SnapshotOwner[] | null
}

export const OWNERS_NOTES = {
  Owners:
    'Each of several is shown as if that one had been chosen. A reader that fails here names the wrong one, or another’s deal.',
  Alone:
    'One contact alone has the number: there is nobody to choose. A reader that fails here offers a choice of one.',
  Older:
    'A snapshot of version 2 is read, and says of nobody but the first. A reader that fails here refuses a good one, or reads the next record.',
  Absent: 'Nobody has the number.',
  Damaged: 'One byte was changed and its checksum was not. A reader that fails here does not check it.',
  Sealed: "One field was changed and every checksum made to agree: only the reader's own bounds can refuse it.",
} as const

const DESK = '+35315550100'

// One block, as one.idx: the record begins at 100, with the label; behind the two ids, at 155, is how long Anna's name is, and at 156
// begins what is said of Zoë.
const PAIR = [
  someone('10', 'Anna|Byrne', [DESK], { deals: [deal()] }),
  someone('x', 'Zoë|Ångström', [DESK], { deals: [deal({ name: 'Żółty', amount: null })] }),
]
const ZOE = { id: 'x', name: 'Zoë Ångström', label: 'Zoë Ångström +1 other · Acme Ltd', deal: 'Żółty' }

const SWITCHBOARD = [
  someone('1', 'Long|Name '.padEnd(150, 'x'), [DESK], { company: '' }),
  someone('007', '張|偉', [DESK], { company: '張 偉' }),
  someone('2', '|', [DESK], { company: 'No Name Ltd', email: '' }),
  someone('3', 'Ben +2|others', [DESK, '+353871234567'], { company: 'A +3 others' }),
]

/** By file name, the contacts of each snapshot that is made for these cases alone. */
const MADE: Readonly<Record<string, readonly Contact[]>> = { 'owners.idx': PAIR, 'owners-switchboard.idx': SWITCHBOARD }

const DAMAGED = [
  { name: 'name-beyond', comment: 'a name that is longer than its label', at: 155, put: [32], sealed: true },
  { name: 'name-huge', comment: 'a name that goes on beyond the end', at: 155, put: [127], sealed: true },
  { name: 'name-endless', comment: 'an integer without end', at: 155, put: Array<number>(12).fill(255), sealed: true },
  { name: 'label-beyond', comment: 'a label that goes on beyond the end', at: 156, put: [127], sealed: true },
  { name: 'label-encoding', comment: 'a label that is not UTF-8', at: 175, put: [255], sealed: true },
  { name: 'name-letter', comment: 'a name that ends within a letter', at: 193, put: [7], sealed: true },
  { name: 'name-too-long', comment: 'another name that is longer than its label', at: 193, put: [127], sealed: true },
  { name: 'deal-beyond', comment: 'a deal that goes on beyond the end', at: 194, put: [9], sealed: true },
  { name: 'first-label', comment: 'the label of the first is not UTF-8', at: 101, put: [255], sealed: true },
  { name: 'name', comment: 'how long the name is', at: 155, put: [9], sealed: false },
  { name: 'label', comment: 'a letter of a label', at: 157, put: [89], sealed: false },
] as const

/** Ends with the record's ids, and says that it is of version 3. */
function endsEarly(): Uint8Array {
  const bytes = made('owners.idx').slice(0, 155)
  new DataView(bytes.buffer).setUint32(56, 55, true)
  return seal(bytes)
}

function made(name: string): Uint8Array {
  return buildSnapshot(MADE[name] ?? SOUND[name] ?? [], HEADER)
}

/** By name, every file that is made for these cases. */
export function makeOwnersFiles(): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ...Object.keys(MADE).map((name) => [name, made(name)] as const),
    ...DAMAGED.map((each) => [`owners-${each.name}.idx`, damage(made('owners.idx'), each)] as const),
    ['owners-end.idx', endsEarly()],
  ])
}

/** Written by a builder of version 2, of the contacts of shared.idx; nothing makes it any more. */
export const OLDER = 'shared-2.idx'

type Told = Omit<OwnersCase, 'id'>

const told = (
  flag: keyof typeof OWNERS_NOTES,
  file: string,
  rest: Pick<Told, 'comment' | 'number' | 'owners'>,
): Told => ({
  flags: [flag],
  file,
  ...rest,
})

const TOLD: readonly Told[] = [
  told('Owners', 'owners.idx', {
    comment: 'two of one company, each with a deal of their own',
    number: DESK,
    owners: [
      { id: '10', name: 'Anna Byrne', label: 'Anna Byrne +1 other · Acme Ltd', deal: 'Renewal EUR 12,500' },
      ZOE,
    ],
  }),
  told('Owners', 'shared.idx', {
    comment: 'three whose companies differ; one alone has a deal',
    number: DESK,
    owners: [
      { id: 'deal', name: 'Mary Walsh', label: 'Mary Walsh +2 others', deal: 'Renewal EUR 12,500' },
      { id: '9', name: 'Tom Nolan', label: 'Tom Nolan +2 others', deal: null },
      { id: '10', name: 'Anna Byrne', label: 'Anna Byrne +2 others', deal: null },
    ],
  }),
  told('Owners', 'shared.idx', {
    comment: 'another number of one of them, with somebody else',
    number: '+353871234567',
    owners: [
      { id: '10', name: 'Anna Byrne', label: 'Anna Byrne +1 other · Acme Ltd', deal: null },
      { id: '12', name: 'Sean Daly', label: 'Sean Daly +1 other · Acme Ltd', deal: null },
    ],
  }),
  told('Owners', 'owners-switchboard.idx', {
    comment: 'names of all lengths and scripts, one that is a company, one that looks like a count',
    number: DESK,
    owners: [
      { id: '1', name: `Long Name ${'x'.repeat(140)}`, label: `Long Name ${'x'.repeat(140)} +3 others`, deal: null },
      { id: '2', name: 'No Name Ltd', label: 'No Name Ltd +3 others', deal: null },
      { id: '3', name: 'Ben +2 others', label: 'Ben +2 others +3 others', deal: null },
      { id: '007', name: '張 偉', label: '張 偉 +3 others', deal: null },
    ],
  }),
  told('Alone', 'owners-switchboard.idx', {
    comment: 'the own number of one of them',
    number: '+353871234567',
    owners: [],
  }),
  told('Alone', 'one.idx', { comment: 'one contact', number: '+353871234567', owners: [] }),
  told('Older', OLDER, { comment: 'three contacts', number: DESK, owners: [] }),
  told('Older', OLDER, { comment: 'two contacts, in the last record', number: '+353871234567', owners: [] }),
  told('Absent', 'owners.idx', { comment: 'one digit fewer', number: '+3531555010', owners: null }),
  ...DAMAGED.map(({ name, comment, sealed }) =>
    told(sealed ? 'Sealed' : 'Damaged', `owners-${name}.idx`, { comment, number: DESK, owners: null }),
  ),
  told('Sealed', 'owners-end.idx', { comment: 'the record ends with its ids', number: DESK, owners: null }),
]

export const OWNERS_CASES: readonly OwnersCase[] = TOLD.map((each, at) => {
  const { comment, flags, ...rest } = each
  return { id: at + 1, comment, flags, ...rest }
})
