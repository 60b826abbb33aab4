// Makes the snapshot files of fixtures/vectors: sound ones from contacts, damaged ones by changing bytes of a sound one.

import type { Contact } from '../src/core/contact.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { checksum } from '../src/core/snapshot/checksum.ts'
import { HEADER_BYTES, readLayout } from '../src/core/snapshot/format.ts'
import { headerSum } from '../src/core/snapshot/seal.ts'
import { contact, deal } from './people.ts'

export const HEADER = {
  workspaceHash: '822b33ad87c148a0',
  generation: 7,
  createdAtMs: 1_795_392_000_000,
  regions: ['IE', 'GB'],
}

export function someone(id: string, name: string, numbers: readonly string[], changes: Partial<Contact> = {}): Contact {
  const [firstName = '', lastName = ''] = name.split('|')
  const phones = numbers.map((e164) => ({ field: 'Phone Number', text: e164, e164, rejected: null }))
  return contact({ id, firstName, lastName, phones, ...changes })
}

const ANNA = someone('101', 'Anna|Byrne', ['+353871234567'], { deals: [deal()] })

const SCRIPTS: readonly (readonly [string, string])[] = [
  ['Latin with accents', 'Zoë|Ångström-Żółć'],
  ['Greek', 'Ελένη|Παπαδοπούλου'],
  ['Cyrillic', 'Анна|Бёрн'],
  ['Armenian', 'Անահիտ|Գրիգորյան'],
  ['Georgian', 'თამარ|ბერიძე'],
  ['Hebrew', 'נועה|כהן'],
  ['Arabic', 'ليلى|حسن'],
  ['Persian with a joiner', 'علی‌رضا|رضایی'],
  ['Devanagari', 'प्रिया|शर्मा'],
  ['Bengali', 'অর্পিতা|সেন'],
  ['Tamil', 'கவிதா|ராஜன்'],
  ['Thai', 'สมชาย|ใจดี'],
  ['Khmer', 'សុខា|ចាន់'],
  ['Amharic', 'ሰላም|ተስፋዬ'],
  ['Chinese', '張|偉'],
  ['Japanese', 'さくら|タナカ'],
  ['Korean', '김|민준'],
  ['beyond 16 bits', '𠮷田|🙂'],
]

/** By file name, the contacts of each sound snapshot. */
export const SOUND: Readonly<Record<string, readonly Contact[]>> = {
  'empty.idx': [],
  'exact.idx': [ANNA, someone('102', 'Lisa|Kelly', ['+12015550123', '+442071838750'], { company: '' })],
  'shared.idx': [
    someone('9', 'Tom|Nolan', ['+35315550100']),
    someone('10', 'Anna|Byrne', ['+35315550100', '+353871234567']),
    someone('deal', 'Mary|Walsh', ['+35315550100'], { deals: [deal()], company: 'Beta' }),
    someone('12', 'Sean|Daly', ['+353871234567']),
  ],
  'largest.idx': [
    someone('1', 'Two to the 53rd|plus one', ['+9007199254740993']),
    someone('2', 'Longest in any plan|', ['+49999999999999999']),
    someone('3', 'Its neighbour|', ['+49999999999999998']),
    someone('4', 'Longest in the format|', ['+999999999999999999']),
    someone('5', 'Upper half only|', ['+4294967296']),
    someone('6', 'Lower half only|', ['+4294967295']),
  ],
  'scripts.idx': SCRIPTS.map(([, name], at) => someone(String(at + 1), name, [`+3538712345${at + 10}`])),
  'record-ids.idx': ['0', '007', '70000000012', '999999999999999', '1000000000000000', 'a b\n,c', 'ü'.repeat(70)].map(
    (id, at) => someone(id, `Id|${at}`, [`+3538712345${at + 10}`]),
  ),
  'deals.idx': [
    someone('1', 'Closed|Only', ['+353871234501'], { deals: [deal({ isClosed: true })] }),
    someone('2', 'Nearest|Date', ['+353871234502'], {
      deals: [
        deal({ id: '1', name: 'Far', closeDate: '2027-03-01' }),
        deal({ id: '2', name: 'Near', closeDate: '2026-11-25' }),
        deal({ id: '3', name: 'Won', closeDate: '2026-11-23', isClosed: true }),
        deal({ id: '4', name: 'Some day', closeDate: null }),
      ],
    }),
    someone('3', 'No|Amount', ['+353871234503'], { deals: [deal({ amount: null })] }),
    someone('4', 'No|Currency', ['+353871234504'], { deals: [deal({ amount: '0.5', currency: null })] }),
    someone('5', 'Other|Script', ['+353871234505'], { deals: [deal({ name: 'تجديد العقد', currency: 'AED' })] }),
    someone('6', 'Long|Deal', ['+353871234506'], { deals: [deal({ name: `${'Long '.repeat(30)}deal` })] }),
    someone('7', 'Two|Lines', ['+353871234507'], { deals: [deal({ name: 'Renewal\n\u001b[31mred' })] }),
    someone('8', 'Shared|One', ['+353871234508']),
    someone('9', 'Shared|Two', ['+353871234508'], { deals: [deal({ name: 'Of the one named' })] }),
  ],
  'spellings.idx': [
    someone('1', 'Eva|Muster', ['+525512345678'], { company: '' }),
    someone('2', 'Joana|Lima', ['+5551991234567'], { company: '' }),
    someone('3', 'Rui|Costa', ['+555181234567'], { company: '' }),
    someone('4', 'Sol|Paz', ['+5491123456789'], { company: '' }),
    someone('5', 'Ana|Luna', ['+542966412345'], { company: '' }),
    someone('6', 'Old|Radio', ['+551178123456'], { company: '' }),
    someone('7', 'Land|Line', ['+555131234567'], { company: '' }),
    someone('8', 'Two|Spellings', ['+551191234567', '+5511991234567'], { company: '' }),
    someone('9', 'One|Spelling', ['+5521991234567'], { company: '' }),
    someone('10', 'Other|Spelling', ['+552191234567'], { company: '' }),
    someone('11', 'Free|Phone', ['+528001234567'], { company: '' }),
  ],
  'long-label.idx': [someone('1', `${'Long '.repeat(60)}|Name`, ['+353871234567'])],
  'sims.idx': [
    someone('2', 'Piet|Jansen', ['+31612345678'], { company: '' }),
    someone('3', 'Luc|Martin', ['+33687654321'], { company: '' }),
    someone('4', 'Sanne|Visser', ['+31687654321'], { company: '' }),
  ],
  'many.idx': Array.from({ length: 600 }, (_, at) =>
    someone(String(at + 1), `Person|${at}`, [`+35387${1_000_000 + at * 37}`]),
  ),
}

export const SCRIPT_NAMES = SCRIPTS.map(([script]) => script)

/** A copy with some bytes changed; sealed again when the readers' own bounds are what is to be tried. */
export function damage(bytes: Uint8Array, { at, put, sealed }: Damage): Uint8Array {
  const copy = bytes.slice()
  copy.set(put, at)
  return sealed ? seal(copy) : copy
}

interface Damage {
  readonly at: number
  readonly put: readonly number[]
  readonly sealed: boolean
}

/** Makes the checksums of a snapshot of one block agree with what it is now. */
export function seal(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer)
  const numbersAt = HEADER_BYTES + 8
  view.setUint32(HEADER_BYTES, checksum(view, [numbersAt, bytes.length]), true)
  view.setUint32(60, checksum(view, [HEADER_BYTES, numbersAt], checksum(view, [0, 60])), true)
  return bytes
}

// one.idx has one block: two slots at 72, the second one empty, their places at 88, the order at 96 and the record at 100.
/** Of damaged snapshots: what was changed in one.idx. */
export const DAMAGED: readonly (Damage & { readonly name: string; readonly comment: string })[] = [
  { name: 'magic', comment: 'another kind of file', at: 0, put: [0x53], sealed: true },
  { name: 'version', comment: 'a version that is not known', at: 8, put: [4], sealed: true },
  { name: 'older-version', comment: 'version 1, whose records have no deal', at: 8, put: [1], sealed: true },
  { name: 'generation', comment: 'generation', at: 12, put: [8], sealed: false },
  { name: 'workspace', comment: 'workspace hash', at: 16, put: [0], sealed: false },
  { name: 'created-at', comment: 'time of creation', at: 24, put: [1], sealed: false },
  { name: 'regions', comment: 'default regions', at: 32, put: [0x44, 0x45], sealed: false },
  { name: 'count', comment: 'count', at: 48, put: [2], sealed: false },
  { name: 'count-sealed', comment: 'more entries than the file has room for', at: 48, put: [2], sealed: true },
  { name: 'count-huge', comment: 'a count that overflows 32 bits', at: 48, put: [255, 255, 255, 255], sealed: true },
  { name: 'slots', comment: 'number of slots', at: 52, put: [3], sealed: false },
  { name: 'slots-few', comment: 'no slot is left empty', at: 52, put: [1], sealed: true },
  { name: 'record-bytes', comment: 'length of the records', at: 56, put: [0], sealed: false },
  { name: 'checksum', comment: 'checksum of the header', at: 60, put: [0, 0, 0, 0], sealed: false },
  { name: 'block-checksum', comment: 'checksum of the block', at: 64, put: [0, 0, 0, 0], sealed: false },
  { name: 'number', comment: 'a digit of the number', at: 72, put: [0], sealed: false },
  { name: 'record-at', comment: 'where the record is', at: 88, put: [1], sealed: false },
  { name: 'record-beyond', comment: 'the record is beyond the end', at: 88, put: [255, 255, 255, 255], sealed: true },
  { name: 'slot', comment: 'an empty slot', at: 80, put: [1], sealed: false },
  { name: 'order', comment: 'the order of the numbers', at: 96, put: [1], sealed: false },
  {
    name: 'slots-full',
    comment: 'no slot is empty, and none holds the number: a search must end',
    at: 72,
    put: Array(16).fill(0xfe) as number[],
    sealed: true,
  },
  { name: 'label-length', comment: 'length of the label', at: 100, put: [5], sealed: false },
  { name: 'label-beyond', comment: 'the label goes on beyond the end', at: 100, put: [127], sealed: true },
  {
    name: 'label-endless',
    comment: 'an integer without end',
    at: 100,
    put: Array(12).fill(0xff) as number[],
    sealed: true,
  },
  { name: 'label', comment: 'a letter of the label', at: 101, put: [0x45], sealed: false },
  { name: 'label-encoding', comment: 'a label that is not UTF-8', at: 101, put: [0xff], sealed: true },
  { name: 'deal', comment: 'a digit of the amount', at: 138, put: [0x39], sealed: false },
  { name: 'deal-beyond', comment: 'the deal goes on beyond the end', at: 124, put: [127], sealed: true },
  { name: 'deal-encoding', comment: 'a deal that is not UTF-8', at: 125, put: [0xff], sealed: true },
  { name: 'id-count', comment: 'no record id', at: 123, put: [1], sealed: true },
  { name: 'id-count-large', comment: 'more record ids than the record has', at: 123, put: [127], sealed: true },
  { name: 'id', comment: 'record id', at: 143, put: [1], sealed: false },
]

/** What the damaged ones are made from, and the worked example of native/FORMAT.md. */
export function makeOne(): Uint8Array {
  return buildSnapshot([ANNA], HEADER)
}

export function makeSound(name: string): Uint8Array {
  return buildSnapshot(SOUND[name] ?? [], HEADER)
}

/** The same, sound, with the version before in its header: of contacts each of whom has a number alone, it says the same. */
export function asVersion2(bytes: Uint8Array): Uint8Array {
  const older = bytes.slice()
  const view = new DataView(older.buffer)
  view.setUint32(8, 2, true)
  const layout = readLayout(view, older.length)
  if (layout.kind === 'damaged') throw new Error(layout.reason)
  view.setUint32(60, headerSum(view, layout), true)
  return older
}
