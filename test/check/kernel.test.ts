// What the kernel says of a range, held to what is said of its rows one by one.
import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayUseKernel, openKernel } from '../../src/check/kernel.ts'
import { openKernelPlans } from '../../src/check/kernel-plans.ts'
import { RowNumbers } from '../../src/check/numbers.ts'
import { openRangeCheck, type Range, type RangeJob } from '../../src/check/range.ts'
import type { RepairChoice } from '../../src/check/rows.ts'
import { newTally, type Tally } from '../../src/check/tally.ts'
import { compileWasm, instantiate } from '../../src/check/wasm.ts'
import { type Columns, findColumns } from '../../src/contact-file/columns/columns.ts'
import { LONGEST_ROW_BYTES, MOST_COLUMNS } from '../../src/contact-file/table.ts'
import { FINDINGS, type FindingCode } from '../../src/core/finding.ts'
import { LATIN } from '../../src/core/hash-name.ts'
import { regions } from '../../src/core/number/number.ts'
import { scratch } from '../cli/run.ts'
import { dirt } from '../contact-file/dirt.ts'
import { writtenNumbers } from '../core/written-numbers.ts'

const HEADERS = ['First Name', 'Last Name', 'Country/Region', 'Phone Number', 'Mobile Phone Number']
const CODES = Object.keys(FINDINGS) as FindingCode[]
const ALL_REPAIRS: RepairChoice = { kinds: null, isSpread: true }
const compiled = compileWasm('kernel')
const RUNS = Number(process.env['RINGSIGHT_RUNS'] ?? 150)

interface Wish {
  readonly bytes: Buffer
  readonly headers?: readonly string[]
  readonly delimiter?: string
  readonly region?: string | null
  readonly encoding?: string | null
  readonly repairs?: RepairChoice
  readonly range?: Partial<Range>
  readonly columns?: Partial<Columns>
}

/** With a job that reads these bytes as a whole file without a header. */
async function withJob<T>(wish: Wish, work: (job: RangeJob, range: Range) => T | Promise<T>): Promise<T> {
  const { bytes, headers = HEADERS, delimiter = ',', region = 'IE', encoding = null, repairs = ALL_REPAIRS } = wish
  const columns = findColumns(headers)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const folder = scratch()
  const path = join(folder, 'people.csv')
  writeFileSync(path, bytes)
  const file = openSync(path, 'r')
  const lineEnd = Buffer.from('\n')
  const body = { offset: 0, rows: 0, hidden: 0, width: headers.length, delimiter: delimiter.charCodeAt(0), lineEnd }
  const range = { from: 0, to: bytes.length, isFirst: true, isLast: true, known: [], ...wish.range }
  try {
    const job = { file, body, columns: { ...columns, ...wish.columns }, region, encoding, repairs, kernel: compiled }
    return await work(job, range)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}

function plain({ codes, countries, ...counts }: Tally, withExamples: boolean): object {
  const listed = Array.from(codes, ([code, { examples, ...count }]) => ({
    code,
    ...count,
    ...(withExamples && { examples }),
  }))
  // In which order codes are met says nothing; in which countries are decides which of two as frequent ones comes first.
  listed.sort((one, other) => CODES.indexOf(one.code) - CODES.indexOf(other.code))
  return { ...counts, codes: listed, countries: [...countries] }
}

async function answerOf(job: RangeJob, range: Range, withExamples: boolean): Promise<object | null> {
  const checked = await openRangeCheck(job)(range)
  if (checked === null) return null
  const { end, rows, counts, tally, numbers } = checked
  const { count, words, cells, offsets } = numbers
  return {
    ...{ end, rows, counts, tally: plain(tally, withExamples) },
    words: [...words.subarray(0, 4 * count)],
    cells: [...cells.subarray(0, count)],
    offsets: [...offsets.subarray(0, count)],
  }
}

/** @returns what both say */
function expectSame(wish: Wish): Promise<object | null> {
  return withJob(wish, async (job, range) => {
    const expected = await answerOf({ ...job, kernel: null }, range, true)
    const answer = await answerOf(job, range, true)
    // The kernel does not look where in its bytes the lines are that are not UTF-8; a range may begin within a character.
    if (answer === null && !isUtf8(wish.bytes.subarray(range.from, range.to))) return null
    expect(answer).toEqual(expected)
    // What needs no examples is not even left.
    const counted = await answerOf({ ...job, kernel: null }, range, false)
    expect(await answerOf(job, { ...range, known: CODES }, false)).toEqual(counted)
    return expected
  })
}

/** How many rows are left to JavaScript. */
function countLeft(wish: Wish): Promise<number> {
  return withJob(wish, (job, range) => {
    let left = 0
    const leave = () => {
      left += 1
    }
    const sinks = { tally: newTally(), numbers: new RowNumbers(), leave, isEnough: () => true }
    openKernel({ ...job, module: compiled }).check(range, sinks)
    return left
  })
}

const csv = (rows: readonly (readonly string[])[], end = '\n') =>
  Buffer.from(rows.map((cells) => cells.join(',') + end).join(''))

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const names = fc.constantFrom(
  'Anna',
  'Zoë',
  '',
  'de Búrca',
  '—',
  '"Ann ""Annie"""',
  'Łucja',
  '王',
  'Анна',
  'Ганна',
  ' Bob',
  '""',
  'a'.repeat(201),
)
const seen = new Map<string, number>()

test('a country is not taken for one that begins with it, though both have one place among those that were met', async () => {
  const country = 'Germany'
  const hash = (text: string) =>
    [...Buffer.from(text)].reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0) & 255
  const longer = Array.from({ length: 4000 }, (_, at) => `${country}${at}`).filter(
    (text) => hash(text) === hash(country),
  )
  expect(longer.length).toBeGreaterThan(3)
  const rows = longer.flatMap((other) => [other, country].map((each) => ['Anna', 'Byrne', each, '0151 23456789', '']))
  await expectSame({ bytes: csv(rows) })
})

describe('whatever stands in a row', () => {
  const row = fc
    .tuple(names, names, writtenNumbers, writtenNumbers, fc.boolean())
    .map(([first, last, [phone, { country, unknown }], [mobile], isSame]) => [
      ...[first, last, quoted(unknown ?? country ?? ''), quoted(phone), isSame ? quoted(phone) : quoted(mobile)],
    ])

  test('in any order, and where numbers are read under any region', async () => {
    const files = fc.record({
      rows: fc.array(row, { minLength: 60, maxLength: 200, size: 'max' }),
      region: fc.constantFrom('IE', 'DE', 'US', null),
      repairs: fc.constantFrom<RepairChoice>(ALL_REPAIRS, { kinds: ['national'], isSpread: false }),
    })
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, region, repairs }) => {
        const answer = await expectSame({ bytes: csv(rows), region, repairs })
        const { codes } = (answer as { tally: { codes: { code: string; count: number }[] } }).tally
        for (const { code, count } of codes) seen.set(code, (seen.get(code) ?? 0) + count)
      }),
      { numRuns: RUNS },
    )
    for (const code of [
      'format',
      'national',
      'plus',
      'prefix',
      'trunk-zero',
      'unlisted',
      'not-assigned',
      'two-readings',
    ])
      expect(seen.get(code) ?? 0, code).toBeGreaterThan(3)
  })

  test.each([
    [['Anna', 'Byrne', 'Ireland', '+353871234567', ''], 0],
    [['Zoë', '', 'Österreich', '+436641234567', '0664 7654321'], 0],
    [['', '', '', '', ''], 0],
    [['Anna', 'Byrne', 'Ireland', '(+353) 87 123 4567', ''], 0],
    // A prefix that another takes the place of.
    [['Anna', 'Byrne', 'Argentina', '011 15 2345 6789', ''], 1],
    [['Anna', 'Byrne', 'Ireland', '087 123 4567', '(087) 123-4568'], 0],
    [['Anna', 'Byrne', '"Ireland"', '"+353871234567"', '618468'], 0],
    [['Anna', 'Byrne', 'Ireland', '+353871234567', '+353871234567'], 1],
    [['Anna', 'Byrne', 'Ireland', '+353871234567 ext. 9', ''], 1],
    [['王', 'Byrne', 'Ireland', '+353871234567', ''], 1],
    [['Anna', 'Byrne', ' Ireland', '+353871234567', ''], 1],
    [['"" Anna', 'Byrne', 'Ireland', '+353871234567', ''], 1],
  ])('is decided there, or left: %j', async (cells, left) => {
    expect(await countLeft({ bytes: csv([cells]) })).toBe(left)
    await expectSame({ bytes: csv([cells]) })
  })

  test('row of blanks and quotes is none', async () => {
    const bytes = csv([
      ['a', 'b', '', '+353871234567'],
      ['""', '" "', ''],
      [' '],
      [''],
      ['a', 'b', '', '+353871234568'],
    ])
    expect(await expectSame({ bytes })).toMatchObject({ rows: 5, counts: { read: 2, broken: 0 } })
  })
})

describe('whatever bytes a file has', () => {
  test('and wherever it is cut', async () => {
    const headers = ['Record ID', 'First Name', 'Phone Number']
    await fc.assert(
      fc.asyncProperty(
        dirt('utf-8'),
        fc.nat(200),
        fc.nat(200),
        fc.boolean(),
        async ({ bytes, delimiter }, from, more, isLast) => {
          const start = Math.min(from, bytes.length)
          const to = isLast ? bytes.length : Math.min(bytes.length, start + more)
          await expectSame({ bytes, delimiter, headers, range: { from: start, to, isLast } })
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('without a byte that is not UTF-8', async () => {
    const headers = ['Record ID', 'First Name', 'Phone Number']
    await fc.assert(
      fc.asyncProperty(dirt('utf-8', { withBytes: false }), async ({ bytes, delimiter }) => {
        expect(await expectSame({ bytes, delimiter, headers })).toBeDefined()
      }),
      { numRuns: RUNS },
    )
  })

  test.each([
    ['one that is not UTF-8', Buffer.from('Zo\u00eb,B,,+353871234567,\n', 'latin1'), {}],
    ['UTF-8 where another encoding is stated', Buffer.from('Zoë,B,,+353871234567,\n'), { encoding: 'windows-1252' }],
    ['a quote that is never closed', Buffer.from('a,b,,+353871234567,\n"a,b,,+353871234567,\n'), {}],
    ['more cells than a spreadsheet has', Buffer.from(`${','.repeat(16_384)}\n`), {}],
    ['a row of more than 8 MB', Buffer.from(`a,b,,+353871234567,\n"${'x'.repeat(8 * 1024 * 1024)}",b,,,\n`), {}],
  ])('leaves the file to its reader at %s', async (_what, bytes, wish) => {
    expect(await expectSame({ bytes, ...wish })).toBeNull()
  })

  test.each([
    [
      'a row of 3 MB',
      csv([
        ['a', 'b', '', '+353871234567'],
        [`"${'x\n""'.repeat(750_000)}"`, 'b', '', '087 1234568'],
        ['a', 'b', '', '+353871234569'],
      ]),
    ],
    ['16,384 cells', Buffer.from(`a,b,,+353871234567${','.repeat(16_380)}\na,b,,+353871234568\n`)],
    [
      'more rows than are taken at once',
      csv(Array.from({ length: 40_000 }, (_, at) => ['', '', '', `+3538${71_000_000 + at}`])),
    ],
    [
      'many countries, known and unknown',
      csv(
        Array.from({ length: 3000 }, (_, at) => [
          'a',
          '',
          ['Spain', 'IE', 'DE', `X${at}`, `Y${at % 300}`][at % 5] ?? '',
          `0${871_000_000 + at}`,
        ]),
      ),
    ],
    [
      'returns alone',
      csv(
        [
          ['a', 'b', 'IE', '0871234567', ''],
          ['a', 'b', 'IE', '1234', ''],
        ],
        '\r',
      ),
    ],
    [
      'both line ends',
      csv(
        [
          ['a', 'b', 'IE', '0871234567', ''],
          ['a', 'b', 'IE', '1234', ''],
        ],
        '\r\n',
      ),
    ],
    ['NUL', Buffer.from('a\0,b,\0,"+353871234567"\0,\0\n\0\n')],
    [
      'blanks of Unicode before quotes',
      Buffer.from('\u00a0"a, b",\u3000"c",\u1680"IE",\u2028"0871234567",\ufeff"1234"\n\u205f\u200b"a,b\n'),
    ],
  ])('reads %s', async (_what, bytes) => {
    expect(await expectSame({ bytes })).not.toBeNull()
  })
})

describe('its memory', () => {
  const nothing = () => 0
  const exports = instantiate<Readonly<Record<string, unknown>>>(compiled, {
    asked: { leave: nothing, meetPlan: nothing, meetCountry: nothing, beginsWithZero: nothing },
  })
  const place = (name: string) => (exports[name] as { readonly value: number }).value

  test('has room for all numbering plans', () => {
    const plans = openKernelPlans((exports['memory'] as { readonly buffer: ArrayBuffer }).buffer, place)
    for (let beginning = 0; beginning < 1000; beginning += 1) plans.meet(beginning)
    for (const region of regions()) expect(plans.countryAt(plans.homeOf(region))).toBe(region)
  })

  test.each([
    ['LONGEST_ROW', LONGEST_ROW_BYTES],
    ['MOST_CELLS', MOST_COLUMNS],
    ['LETTER_COUNT', LATIN.length],
  ])('states %s as the code that defines it', (name, expected) => expect(place(name)).toBe(expected))
})

describe('the columns of a file', () => {
  const bytes = csv([
    ['Anna', 'Byrne', 'IE', '0871234567', '+353871234567'],
    ['Anna', '', 'IE', '0871234568', ''],
    ['', '', 'IE', '0871234569', ''],
  ])

  test.each([
    ['the whole name in one', ['Name', 'Company', 'Country', 'Phone', 'Mobile'], {}],
    ['no name', ['Record ID', 'Company', 'Country', 'Phone', 'Mobile'], {}],
    ['a first name alone', ['First Name', 'Company', 'Country', 'Phone', 'Mobile'], {}],
    ['no country', ['First Name', 'Last Name', 'Company', 'Phone', 'Mobile'], {}],
    ['a name beside its parts', ['First Name', 'Last Name', 'Name', 'Phone', 'Mobile'], {}],
    ['a name that was stated', HEADERS, { statedName: [1, 0] }],
  ])('may be such: %s', async (_what, headers, columns) => {
    expect(await expectSame({ bytes, headers, columns })).not.toBeNull()
    expect(await withJob({ bytes, headers, columns }, (job) => mayUseKernel(job.columns, ALL_REPAIRS))).toBe(true)
  })

  test.each([
    ['two countries', { country: [2, 1] }, ALL_REPAIRS],
    ['a whole name beside a first name', { lastName: [], name: [1] }, ALL_REPAIRS],
    ['two first names', { firstName: [0, 1] }, ALL_REPAIRS],
    ['numbers in another form', {}, { ...ALL_REPAIRS, form: 'national' as const }],
  ])('are not for it: %s', async (_what, columns, repairs) => {
    expect(await withJob({ bytes, columns }, (job) => mayUseKernel(job.columns, repairs))).toBe(false)
  })
})
