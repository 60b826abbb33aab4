// A large file checked in ranges at once answers what one thread answers, wherever it is cut.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CheckJob, PLAIN_CHECK } from '../../src/check/job.ts'
import { checkFile } from '../../src/check/pass.ts'
import { openRangeCheck, type RangeJob } from '../../src/check/range.ts'
import type { RangeChecker } from '../../src/check/ranges.ts'
import { openIo, scratch } from '../cli/run.ts'
import { dirt } from '../contact-file/dirt.ts'

interface Answer {
  readonly said: string
  readonly summary: unknown
  readonly written: string
}

interface Wish {
  readonly bytes: Buffer
  /** Of a range; null for one thread. */
  readonly rangeBytes: number | null
  /** What is written: the file again, all of it or what changes; or its findings, all of them or a few of each kind. */
  readonly fix: 'none' | 'whole' | 'changed' | 'told' | 'few'
  readonly open?: (job: RangeJob) => RangeChecker
}

const REPORTS: Partial<Record<Wish['fix'], readonly string[]>> = {
  told: ['told.csv', 'told.json', 'told.md'],
  few: ['few.html', 'few.sarif', 'few.md'],
}

const openHere = (job: RangeJob): RangeChecker => ({ check: openRangeCheck(job), close: async () => {} })

async function check({ bytes, rangeBytes, fix, open = openHere }: Wish): Promise<Answer> {
  const folder = scratch()
  const path = join(folder, 'people.csv')
  const isFixed = fix === 'whole' || fix === 'changed'
  const outs = (REPORTS[fix] ?? ['out.csv']).map((name) => join(folder, name))
  writeFileSync(path, bytes)
  for (const out of outs) writeFileSync(out, 'not written')
  const targets = outs.map((out) => ({ path: out, flag: 'out', mayReplace: true, isPersonal: true }))
  const [target] = targets
  const written = () => outs.map((out) => readFileSync(out, 'latin1').replaceAll(folder, '')).join('')
  const job: CheckJob = {
    ...PLAIN_CHECK,
    path,
    region: 'IE',
    fix: isFixed && target !== undefined ? { ...target, isChangedOnly: fix === 'changed' } : null,
    ...(fix === 'told' && { reports: targets, stdout: 'json' }),
    ...(fix === 'few' && { reports: targets, maxFindings: 4, isPreview: true }),
    failOn: 'error',
    beside: rangeBytes === null ? null : { others: () => rangeBytes % 3, open, rangeBytes, leastBytes: 0 },
    words: { advise: ({ kind }) => kind, command: () => 'again', longerList: '' },
  }
  const { io, ran } = openIo()
  try {
    const { summary } = await checkFile(io, job)
    return { said: ran().stdout.replaceAll(folder, ''), summary, written: written() }
  } catch (error) {
    return { said: String(error).replaceAll(folder, ''), summary: null, written: written() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const FIXES = ['none', 'whole', 'changed', 'told', 'few'] as const

/** Cut everywhere, the file gives the same answer. */
async function expectSame(
  bytes: Buffer,
  sizes: readonly number[],
  fixes: readonly Wish['fix'][] = FIXES,
): Promise<Answer> {
  let last: Answer | null = null
  for (const fix of fixes) {
    last = await check({ bytes, rangeBytes: null, fix })
    for (const rangeBytes of sizes)
      expect(await check({ bytes, rangeBytes, fix }), `${fix} ${rangeBytes}`).toEqual(last)
  }
  return last as Answer
}

const HEADER = 'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region,Message'
const ALL_SIZES = [1, 2, 3, 5, 8, 13, ...Array.from({ length: 9 }, (_, at) => 20 + at * 13)]
const row = (...cells: string[]) => cells.join(',')

describe('a file in ranges, cut at every byte', () => {
  const cases: Readonly<Record<string, string>> = {
    'line ends of all kinds': [
      HEADER,
      '\r\n',
      row('1', 'Anna', 'Byrne', '087 123 4567', '', 'Ireland', ''),
      '\n\n\r\n',
      row('2', 'Bob', 'Byrne', '+353871234567', '', '', 'x'),
      '\r\r\n',
      row('3', 'Anna', 'Byrne', '00353871234567', '0151 23456789', 'Germany', ''),
      '\r',
      row('4', '', '', 'n/a', '', '', ''),
    ].join(''),
    'quoted line breaks, and quotes in them': `${HEADER}\n1,A,B,+353871234567,,,"one\ntwo, ""three""\r\n\nfour"\n2,C,D,"087 123\n4567",,Ireland,"\n""x"",""y""\n"\n3,E,F,+353871234567,,,","\n`,
    'lone quotes': `${HEADER}\n1,5" pipe,B,+353871234567,,,"a"b\n2,"Anna "Annie"",D,0871234567,,,\n3,E,"F",+353 87 1234567,,,"\n"x\n`,
    'a quote that is never closed': `${HEADER}\n1,A,B,+353871234567,,,\n2,C,"D,0871234567,,,\n3,E,F,+353871234567,,,\n4,G,H,+353871234567,,,\n`,
    'rows with too many cells': `${HEADER}\n1,A,B,+353871234567,,,,,x\n2,C,D,0871234567,,,,,y\n3,E,F,1,,,,,z\n`,
    'all rows wrong': `${HEADER}\n${Array.from({ length: 9 }, (_, at) => row(String(at), 'A', 'B', `12${at}`, 'x@y.example', '', '')).join('\n')}`,
    'no row': `${HEADER}\n\n\n`,
    'lines that are not UTF-8': `${HEADER}\n1,A,B,+353871234567,,,\n2,C,D,0871234567,,,Caf\u00e9 na\u00efve\n3,E,F,+353871234567,,,\n`,
  }
  test.each(Object.keys(cases))('%s', async (name) => {
    const bytes = Buffer.from(cases[name] ?? '', name.includes('UTF-8') ? 'latin1' : 'utf8')
    await expectSame(bytes, ALL_SIZES)
  })

  test('says what it says of the whole file', async () => {
    const { said } = await expectSame(Buffer.from(cases['line ends of all kinds'] ?? ''), [30])
    expect(said).toContain('4 contacts')
  })
})

test.each(readdirSync('fixtures/contacts').filter((name) => name.endsWith('.csv')))(
  '%s gives the same answer in ranges',
  async (name) => {
    const bytes = readFileSync(`fixtures/contacts/${name}`)
    await expectSame(bytes, [40, 333])
  },
)

const PHONES = [
  '',
  '+353871234567',
  '+353871234568',
  '087 123 4567',
  '(0)87 1234569',
  '+49 151 23456789',
  '123',
  'x@y.example',
]
// The last one holds what looks like a row of its own: a cut within may take it for one.
const NOTES = [
  '',
  'x',
  '"a\nb"',
  '"a\r\n""b"", c"',
  '"',
  '5" pipe',
  '"",',
  'é',
  '"\n\n\n"',
  '"\n8,E,,1/2,""3"",IE,x\n"',
]
const anyRow = fc
  .tuple(
    fc.constantFrom('Anna', 'Zoë', '', '"Bob"'),
    fc.constantFrom(...PHONES),
    fc.constantFrom(...PHONES),
    fc.constantFrom(...NOTES),
  )
  .map(([name, phone, mobile, note]) => row('7', name, 'Byrne', phone, mobile, 'IE', note))

test('whatever the rows are, and wherever the file is cut', async () => {
  const file = fc
    .array(fc.tuple(anyRow, fc.constantFrom('\n', '\r\n', '\r', '\n\n')), { minLength: 1, maxLength: 40, size: 'max' })
    .map((rows) => Buffer.from(`${HEADER}\n${rows.flat().join('')}`))
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 300 }), fc.constantFrom(...FIXES), async (bytes, size, fix) => {
      await expectSame(bytes, [size], [fix])
    }),
    { numRuns: 60 },
  )
})

test('whatever dirt is in it, and wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(dirt('utf-8'), fc.integer({ min: 1, max: 80 }), async ({ bytes }, size) => {
      await expectSame(bytes, [size], ['whole'])
    }),
    { numRuns: 60 },
  )
})

describe('who checks a range', () => {
  const bytes = Buffer.from(`${HEADER}\n${'1,A,B,0871234567,,Ireland,\n'.repeat(50)}`)

  test('fails: so does the check, and nothing is written', async () => {
    const open = (job: RangeJob): RangeChecker => {
      const own = openHere(job)
      return { ...own, check: (range) => (range.from > 600 ? Promise.reject(new Error('gone')) : own.check(range)) }
    }
    const { said, written } = await check({ bytes, rangeBytes: 200, fix: 'whole', open })
    expect(said).toBe('Error: gone')
    expect(written).toBe('not written')
  })

  test('answers late: the order of the file stays', async () => {
    const open = (job: RangeJob): RangeChecker => {
      const own = openHere(job)
      return {
        ...own,
        async check(range) {
          const checked = await own.check(range)
          for (let turn = 0; turn < (range.from * 7919) % 13; turn += 1) await new Promise(setImmediate)
          return checked
        },
      }
    }
    const alone = await check({ bytes, rangeBytes: null, fix: 'whole' })
    expect(await check({ bytes, rangeBytes: 64, fix: 'whole', open })).toEqual(alone)
  })
})
