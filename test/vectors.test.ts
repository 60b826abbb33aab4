// The cases that every language runs, and the snapshots they are about.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { lineOf } from '../src/core/number/line.ts'
import { parseNumber } from '../src/core/number/number.ts'
import { applyDelta } from '../src/core/snapshot/delta.ts'
import { lookUpOwners, lookUpSnapshot, openSnapshot, type Snapshot } from '../src/core/snapshot/snapshot.ts'
import { DELTA_NOTES, type DeltaCase, makeDeltas } from './vectors-deltas.ts'
import { LINE_CASES, LINES_NOTES, type LineCase } from './vectors-lines.ts'
import { DAMAGED, damage, HEADER, makeOne, makeSound, SOUND } from './vectors-make.ts'
import { makeOwnersFiles, OLDER, OWNERS_CASES, OWNERS_NOTES, type OwnersCase } from './vectors-owners.ts'
import { type CallCase, type CallerCase, nextSync, playCall, type ScheduleCase, whoCalls } from './vectors-phone.ts'

const FOLDER = 'fixtures/vectors'

interface Case {
  readonly id: number
  readonly comment: string
  readonly flags: readonly string[]
}

interface NumberCase extends Case {
  readonly text: string
  readonly region: string | null
  readonly rejected: string | null
}

interface DirectoryCase extends Case {
  readonly file: string
  readonly number: string
  readonly label: string | null
  readonly deal: string | null
  readonly ids: readonly string[]
}

interface Vectors<Each> {
  readonly notes: Readonly<Record<string, string>>
  readonly cases: readonly Each[]
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as T
}

const madeDeltas = makeDeltas()
if (process.env['UPDATE']) {
  writeDeltas()
  writeOwners()
  writeVectors('lines', { about: 'Which line is this number of?', notes: LINES_NOTES, cases: LINE_CASES })
}

const numbers = readJson<Vectors<NumberCase>>('numbers.json')
const directory = readJson<Vectors<DirectoryCase>>('directory.json')
const callers = readJson<Vectors<Case & CallerCase>>('callers.json')
const calls = readJson<Vectors<Case & CallCase>>('calls.json')
const schedule = readJson<Vectors<Case & ScheduleCase>>('schedule.json')
const owners = readJson<Vectors<OwnersCase>>('owners.json')
const lines = readJson<Vectors<LineCase>>('lines.json')
const deltas = readJson<Vectors<DeltaCase>>('deltas.json')

describe('R-02 numbers.json', () => {
  test.each(numbers.cases)(
    '$id $comment: $text',
    ({ id: _, comment: __, flags: ___, text, region, rejected, ...parts }) => {
      const expected = rejected === null ? { kind: 'number', ...parts } : { kind: 'rejected', reason: rejected }
      expect(parseNumber(text, region)).toMatchObject(expected)
    },
  )
})

describe('R-03 directory.json', () => {
  test.each(directory.cases)('$id $file: $comment', ({ file, number, label, deal, ids }) => {
    const snapshot = openSnapshot(readFileSync(`${FOLDER}/${file}`))
    const entry = snapshot.kind === 'damaged' ? null : lookUpSnapshot(snapshot, number)
    expect(entry).toEqual(label === null ? null : { label, deal, ids })
  })
})

describe('R-31 owners.json', () => {
  test.each(owners.cases)('$id $file: $comment', ({ file, number, owners }) => {
    const snapshot = openSnapshot(readFileSync(`${FOLDER}/${file}`))
    expect(snapshot.kind === 'damaged' ? null : lookUpOwners(snapshot, number)).toEqual(owners)
  })

  test('the cases are what the code says', () => {
    expect(owners.cases).toEqual(OWNERS_CASES)
    expect(owners.notes).toEqual(OWNERS_NOTES)
  })
})

describe('R-28 lines.json', () => {
  test.each(lines.cases)('$id $e164: $comment', ({ e164, line }) => expect(lineOf(e164)).toBe(line))

  test('the cases are what the code says', () => {
    expect(lines.cases).toEqual(LINE_CASES)
    expect(lines.notes).toEqual(LINES_NOTES)
  })
})

describe('R-04, R-05, R-06 callers.json', () => {
  test.each(callers.cases)('$id $file: $comment', (each) => {
    const { kind, because, e164, label, deal, ids } = each
    const bytes = readFileSync(`${FOLDER}/${each.file}`)
    expect(whoCalls(each, bytes)).toEqual({ kind, because, e164, label, deal, ids })
  })
})

describe('AND-01, AND-20, AND-30 calls.json', () => {
  test.each(calls.cases.filter(({ did }) => did !== null))('$id $way: $comment, on a simulated phone', (each) => {
    expect(playCall(each)).toEqual(each.events)
  })

  test.each(calls.cases)('$id $way: $comment, in the order of time, and with no number out of nowhere', (each) => {
    const [instants, told] = [each.events.map(({ at }) => at), each.events.map(({ number }) => number ?? null)]
    expect([...instants].sort((a, b) => a - b)).toEqual(instants)
    for (const { number, startedAt, answeredAt, endedAt } of each.records) {
      expect(number === null || told.includes(number)).toBe(true)
      for (const at of [startedAt, answeredAt, endedAt]) expect(at === null || instants.includes(at)).toBe(true)
      expect(endedAt === null || endedAt >= (answeredAt ?? startedAt)).toBe(true)
    }
  })
})

describe('R-16 schedule.json', () => {
  test.each(schedule.cases)('$id $comment', (each) => expect(nextSync(each)).toBe(each.next))
})

describe('R-16 deltas.json', () => {
  const read = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/deltas/${name}`))

  test.each(deltas.cases)('$id $before, $delta: $comment', ({ before, delta, after, refused }) => {
    const applied = applyDelta(read(before), read(delta))
    if (after === null) expect(applied).toEqual({ kind: 'refused', reason: refused })
    else expect(applied).toEqual({ kind: 'applied', bytes: read(after) })
  })

  test.each([...madeDeltas.files])('%s is what the code makes', (name, bytes) => expect(read(name)).toEqual(bytes))

  test('and so are the cases, and there is no other file', () => {
    expect(deltas.cases).toEqual(madeDeltas.cases)
    expect(deltas.notes).toEqual(DELTA_NOTES)
    expect(readdirSync(`${FOLDER}/deltas`).sort()).toEqual([...madeDeltas.files.keys()].sort())
  })
})

describe('the snapshots are what the code makes', () => {
  const made = new Map<string, Uint8Array>([
    ['one.idx', makeOne()],
    ...Object.keys(SOUND).map((name) => [name, makeSound(name)] as const),
    ...DAMAGED.map((each) => [`damaged-${each.name}.idx`, damage(makeOne(), each)] as const),
    ...[0, 8, 63, 64, 67, 68, 80, 88, 113].map((length) => [`cut-${length}.idx`, makeOne().slice(0, length)] as const),
    ['longer.idx', Uint8Array.of(...makeOne(), 0)],
    ...makeOwnersFiles(),
    ['damaged-last-block.idx', flipLast(makeSound('many.idx'))],
  ])

  test.each([...made])('%s', (name, bytes) => {
    if (process.env['UPDATE']) writeFileSync(`${FOLDER}/${name}`, bytes)
    expect(new Uint8Array(readFileSync(`${FOLDER}/${name}`))).toEqual(bytes)
  })

  test('and each of them has its case', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.idx'))
    expect(files.sort()).toEqual([...made.keys(), OLDER].sort())
    expect(new Set([...directory.cases, ...owners.cases].map(({ file }) => file))).toEqual(new Set(files))
  })
})

function writeDeltas(): void {
  mkdirSync(`${FOLDER}/deltas`, { recursive: true })
  for (const [name, bytes] of madeDeltas.files) writeFileSync(`${FOLDER}/deltas/${name}`, bytes)
  const about = 'What comes of this snapshot by this delta? after null: nothing, and why.'
  writeVectors('deltas', { about, notes: DELTA_NOTES, cases: madeDeltas.cases })
}

function writeOwners(): void {
  const about = 'Who may be chosen for this number, by this snapshot? owners null: no match.'
  writeVectors('owners', { about, notes: OWNERS_NOTES, cases: OWNERS_CASES })
}

function writeVectors(name: string, vectors: object): void {
  // Lists of flags on one line, as the formatter has them.
  const json = JSON.stringify({ $schema: `./${name}.schema.json`, ...vectors }, null, 2).replace(
    /\[\s+("[^\]{]*")\s+\]/g,
    (_, flags: string) => {
      return `[${flags.replace(/\s+/g, ' ')}]`
    },
  )
  writeFileSync(`${FOLDER}/${name}.json`, `${json}\n`)
}

function flipLast(bytes: Uint8Array): Uint8Array {
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes
}

describe('the worked examples of native/FORMAT.md', () => {
  const [, snapshotText = '', sharedText = '', deltaText = ''] = readFileSync('native/FORMAT.md', 'utf8').split(
    '\n## Worked example',
  )

  test('one is a snapshot, byte for byte', () => {
    const bytes = bytesOf(snapshotText)
    const snapshot = openSnapshot(bytes)
    expect(snapshot).toMatchObject({ kind: 'snapshot', ...HEADER, count: 1 })
    if (snapshot.kind === 'damaged') return
    const [anna] = directory.cases
    expect(lookUpSnapshot(snapshot, '+353871234567')).toEqual({ label: anna?.label, deal: anna?.deal, ids: anna?.ids })
    expect(bytes).toEqual(makeOne())
  })

  test('the second is the record of a shared number', () => {
    const { recordsAt } = openSnapshot(bytesOf(snapshotText)) as Snapshot
    expect(bytesOf(sharedText, recordsAt)).toEqual(makeOwnersFiles().get('owners.idx')?.slice(recordsAt))
  })

  test('the third is a delta for it', () => {
    expect(bytesOf(deltaText)).toEqual(madeDeltas.files.get('one.delta'))
  })
})

/** The bytes of a worked example: lines of an offset, hexadecimal bytes and what they mean. */
function bytesOf(text: string, from = 0): Uint8Array {
  const bytes: number[] = []
  for (const [, offset, hex = ''] of text.matchAll(/^\s*(\d+) {2}((?:[0-9a-f]{2} ?)+)(?: {2}.*)?$/gm)) {
    expect(Number(offset)).toBe(from + bytes.length)
    const values = hex.trim().split(' ')
    bytes.push(...values.map((byte) => Number.parseInt(byte, 16)))
  }
  return Uint8Array.from(bytes)
}

describe.each(['numbers', 'directory', 'owners', 'lines', 'callers', 'calls', 'schedule', 'deltas'])(
  '%s.json',
  (name) => {
    const vectors = readJson<Vectors<Case>>(`${name}.json`)

    test('keeps to its schema', () => {
      expect(findFaults(vectors, readJson<Schema>(`${name}.schema.json`))).toEqual([])
    })

    test('the schema sees a field too many, one too few and one of another type', () => {
      const schema = readJson<Schema>(`${name}.schema.json`)
      const [first] = vectors.cases
      const { comment: _, ...without } = first ?? { comment: '' }
      for (const bad of [{ ...first, more: 1 }, without, { ...first, id: '1' }, { ...first, flags: [1] }]) {
        expect(findFaults({ ...vectors, cases: [bad] }, schema)).toHaveLength(1)
      }
    })

    test('counts its cases from 1 and explains every flag', () => {
      expect(vectors.cases.map(({ id }) => id)).toEqual(vectors.cases.map((_, index) => index + 1))
      const used = new Set(vectors.cases.flatMap(({ flags }) => flags))
      expect([...used].sort()).toEqual(Object.keys(vectors.notes).sort())
    })
  },
)

/** As much of JSON Schema as the schemas use. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: false | Schema
  readonly items?: Schema
}

function findFaults(value: unknown, schema: Schema, path = '$'): string[] {
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is none of ${schema.enum}`]
  if (schema.type && ![schema.type].flat().includes(typeOf(value))) return [`${path} is ${typeOf(value)}`]
  if (Array.isArray(value)) return value.flatMap((each, at) => findFaults(each, schema.items ?? {}, `${path}[${at}]`))
  if (typeof value !== 'object' || value === null) return []
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${path} has no ${name}`)
  const faults = Object.entries(value).flatMap(([name, each]) => {
    const inner = schema.properties?.[name] ?? schema.additionalProperties ?? {}
    return inner === false ? [`${path}.${name} is not expected`] : findFaults(each, inner, `${path}.${name}`)
  })
  return [...missing, ...faults]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
}

// Phones run the numbers that a network may deliver; TypeScript runs all of them.
afterAll(() => {
  const dialled = numbers.cases.filter(({ flags }) => flags.includes('Dialled')).length
  const rest = Object.entries({ directory, owners, lines, callers, calls, schedule, deltas }).map(
    ([name, { cases }]) => `${name} ${cases.length}`,
  )
  console.log(`vectors: numbers ${dialled}, ${rest.join(', ')}`)
})
