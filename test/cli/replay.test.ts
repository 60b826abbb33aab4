// `ringsight replay`: what it counts is what a plain count of the same rows says, and what it cannot read it says in one sentence.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const SAMPLE = 'fixtures/contacts/sample.csv'
const YEAR = 'fixtures/calls/year.xml'

function write(name: string, text: string | Buffer): string {
  const path = join(scratch(), name)
  writeFileSync(path, text)
  return path
}

const CONTACTS = write(
  'contacts.csv',
  `Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region
1,Anna,Byrne,+353871111111,,Ireland
2,Ben,Ito,+353872222222,+353871111111,Ireland
3,Cora,Daly,087 333 3333,,Ireland
4,Dan,Egan,087 444 4444 or 5555,,Ireland
5,Eve,Foy,+353876666666,,Ireland
`,
)

const day = (at: number) => new Date(Date.UTC(2026, 0, 1 + (at % 90))).toISOString().slice(0, 10)
const CALLERS = [
  '+353871111111',
  '+353872222222',
  '+353873333333',
  '+353874444444',
  '+353876666666',
  '+353879999999',
  '+353878888888',
  '',
]
const CALLS = Array.from({ length: 500 }, (_, at) => ({
  number: CALLERS[(at * at + Math.floor(at / 7)) % CALLERS.length] ?? '',
  day: day(at * 7),
  type: at % 9 === 0 ? 'Outgoing' : at % 4 === 0 ? 'Missed' : 'Incoming',
}))
const LOG = write(
  'calls.csv',
  `Number,Type,Date,Duration\n${CALLS.map(({ number, type, day: on }) => `${number},${type},${on} 10:00:00,5`).join('\n')}\n`,
)
const INCOMING = CALLS.filter(({ type }) => type !== 'Outgoing')
const callsFrom = (number: string) => INCOMING.filter((call) => call.number === number).length
const NAMED = ['+353871111111', '+353872222222', '+353873333333', '+353876666666']

async function replay(...args: string[]) {
  const ran = await run(['replay', ...args, '--json'])
  expect(ran.stderr).toBe('')
  const lines = ran.json()
  return { ran, of: (type: string) => lines.filter((line) => line['type'] === type), summary: lines.at(-1) ?? {} }
}

describe('what it counts', () => {
  test('calls and callers that would have been named', async () => {
    const { summary } = await replay(LOG, '--contacts', CONTACTS)
    const calls = INCOMING.filter(({ number }) => NAMED.includes(number)).length
    expect(summary).toMatchObject({
      calls: INCOMING.length,
      callers: new Set(INCOMING.map(({ number }) => number).filter((number) => number !== '')).size,
      named: { calls, callers: NAMED.length },
      leftOut: [{ reason: 'outgoing', rows: CALLS.length - INCOMING.length }],
      undated: 0,
    })
  })

  test('why not, and how often', async () => {
    const { of } = await replay(LOG, '--contacts', CONTACTS)
    const reasons = Object.fromEntries(of('reason').map(({ reason, calls }) => [reason, calls]))
    expect(reasons).toEqual({
      matched: callsFrom('+353872222222') + callsFrom('+353873333333') + callsFrom('+353876666666'),
      'lowest-id': callsFrom('+353871111111'),
      'no-such-number': callsFrom('+353879999999') + callsFrom('+353878888888'),
      'unreadable-in-contacts': callsFrom('+353874444444'),
      'unknown-number': callsFrom(''),
    })
  })

  test('every day by itself', async () => {
    const { of } = await replay(LOG, '--contacts', CONTACTS)
    const found = of('day').map(({ day: on, calls, named }) => [on, calls, named])
    const days = [...new Set(INCOMING.map((call) => call.day))].sort()
    const expected = days.map((on) => {
      const calls = INCOMING.filter((call) => call.day === on)
      return [on, calls.length, calls.filter(({ number }) => NAMED.includes(number)).length]
    })
    expect(found).toEqual(expected)
  })

  test('the unknown numbers and the shared ones, by how often they call', async () => {
    const { of } = await replay(LOG, '--contacts', CONTACTS, '--top', '2')
    const unknown = ['+353874444444', '+353878888888', '+353879999999']
      .map((number) => ({ number, calls: callsFrom(number) }))
      .filter(({ calls }) => calls > 0)
      .sort((one, other) => other.calls - one.calls)
    expect(of('unknown').map(({ calls }) => calls)).toEqual(unknown.slice(0, 2).map(({ calls }) => calls))
    expect(of('doubtful')).toMatchObject([
      {
        number: '+353871111111',
        doubt: 'shared',
        calls: callsFrom('+353871111111'),
        contacts: [{ id: '1' }, { id: '2' }],
      },
    ])
  })

  test('the repairs by the calls that they would have named, and the file with just those', async () => {
    const out = join(scratch(), 'out.csv')
    const { of, summary } = await replay(LOG, '--contacts', CONTACTS, '--fix', out)
    expect(of('repair')).toMatchObject([
      { row: 4, recordId: '3', column: 'Phone Number', repair: '+353873333333', calls: callsFrom('+353873333333') },
    ])
    expect(of('correction')).toMatchObject([{ row: 5, reason: 'several-numbers', calls: callsFrom('+353874444444') }])
    const before = INCOMING.filter(({ number }) => NAMED.includes(number) && number !== '+353873333333').length
    expect(summary).toMatchObject({
      anyPhone: {
        before: { calls: before, callers: 3 },
        after: { calls: before + callsFrom('+353873333333'), callers: 4 },
      },
      repairable: 1,
      isRepaired: true,
    })
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(CONTACTS, 'utf8').replace('087 333 3333', '+353873333333'))
  })

  test('of two numbers in a cell none is lost, whichever of them called', async () => {
    const text = 'Record ID,First Name,Phone Number,Mobile Phone Number\n1,Anna,+353871111111 ::: +353861111111,\n'
    for (const number of ['+353871111111', '+353861111111']) {
      const out = join(scratch(), 'out.csv')
      const log = write('calls.csv', `Number,Type,Date,Duration\n${number},Incoming,2026-01-01,5\n`)
      await replay(log, '--contacts', write('contacts.csv', text), '--fix', out)
      expect(readFileSync(out, 'utf8')).toBe(text.replace(' ::: +353861111111,', ',+353861111111'))
    }
  })

  test('a repair for a number that never called is not made', async () => {
    const out = join(scratch(), 'out.csv')
    const log = write('calls.csv', 'Number,Type,Date,Duration\n+353871111111,Incoming,2026-01-01,5\n')
    await replay(log, '--contacts', CONTACTS, '--fix', out)
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(CONTACTS, 'utf8'))
  })

  test('what another setting gains, loses and renames', async () => {
    const other = write(
      'other.csv',
      'Record ID,First Name,Last Name,Phone Number\n1,Anna,Byrne,+353871111111\n2,Benjamin,Ito,+353872222222\n9,Zoe,Ahern,+353879999999\n',
    )
    const { of, summary } = await replay(LOG, '--contacts', CONTACTS, '--against', `--contacts ${other}`)
    expect(summary['against']).toMatchObject({
      gained: { calls: callsFrom('+353879999999') },
      lost: { calls: callsFrom('+353873333333') + callsFrom('+353876666666') },
      // Of a number that two contacts had, and one has now, the label changes as well.
      renamed: { calls: callsFrom('+353871111111') + callsFrom('+353872222222') },
    })
    expect(of('changed').map(({ number, change }) => [number, change])).toContainEqual(['+353879999999', 'gained'])
  })

  test('a phone that may not show names shows none, and says why', async () => {
    const { of, summary } = await replay(LOG, '--contacts', CONTACTS, '--deny', 'phone')
    expect(summary['named']).toEqual({ calls: 0, callers: 0 })
    expect(of('reason').map(({ reason }) => reason)).toContain('phone-denied')
    // Who is in no contact is so on any phone.
    expect(of('unknown').map(({ number }) => number)).toContain('+353879999999')
  })

  test('a platform of the other setting is another phone: nothing is taken from it that is not stated', async () => {
    const { summary } = await replay(
      LOG,
      '--contacts',
      CONTACTS,
      '--deny',
      'phone',
      '--maker',
      'xiaomi',
      '--against',
      '--platform ios',
    )
    expect(summary).toMatchObject({ named: { calls: 0 }, against: { lost: { calls: 0 } } })
    const { calls } = (summary['against'] as { gained: { calls: number } }).gained
    expect(calls).toBeGreaterThan(0)
  })

  test('the other setting may name a file with a space and an apostrophe', async () => {
    const other = write("it's own.csv", readFileSync(CONTACTS, 'utf8'))
    const { summary } = await replay(
      LOG,
      '--contacts',
      CONTACTS,
      '--against',
      `--contacts '${other.replaceAll("'", "'\\''")}'`,
    )
    expect(summary['against']).toMatchObject({ gained: { calls: 0 }, lost: { calls: 0 } })
  })

  test('the callers of each reason are listed, known ones that the phone may not show as well', async () => {
    const { of } = await replay(LOG, '--contacts', CONTACTS, '--deny', 'phone')
    expect(of('unnamed')).toContainEqual(expect.objectContaining({ number: '+353871111111', reason: 'phone-denied' }))
  })

  test('two logs are one replay, also within gzip', async () => {
    const packed = write('calls.csv.gz', gzipSync(readFileSync(LOG)))
    const { summary } = await replay(LOG, packed, '--contacts', CONTACTS)
    expect(summary).toMatchObject({ logs: 2, calls: 2 * INCOMING.length })
  })

  test('the same explain says of one of the callers', async () => {
    const { of } = await replay(YEAR, '--contacts', SAMPLE, '--top', '1000')
    for (const { number, reason } of of('unknown').slice(0, 5)) {
      const explained = await run(['explain', String(number), '--contacts', SAMPLE, '--json'])
      expect(explained.json().at(-1)).toMatchObject({ isIdentified: false, reason })
    }
  })
})

describe('a log of any other program', () => {
  const text = 'Wer;Wann;Richtung\n+353871111111;03.01.2026 10:00;Eingehend\n+353872222222;13.01.2026 10:00;Ausgehend\n'

  test('is read by the columns that are stated', async () => {
    const log = write('log.csv', text)
    const { summary, of } = await replay(
      log,
      '--contacts',
      CONTACTS,
      '--number',
      'Wer',
      '--time',
      'Wann',
      '--direction',
      'Richtung',
    )
    expect(summary).toMatchObject({ calls: 1, named: { calls: 1 } })
    expect(of('log')).toMatchObject([
      { writtenBy: null, columns: { number: 'Wer', time: ['Wann'], direction: 'Richtung' } },
    ])
    expect(of('day')).toMatchObject([{ day: '2026-01-03' }])
  })

  test('is refused without them, with what it has', async () => {
    const ran = await run(['replay', write('log.csv', text), '--contacts', CONTACTS])
    expect([ran.code, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(
      'log.csv: expected the columns of a call log that is known, found "Wer", "Wann", "Richtung". Name',
    )
    expect(ran.stderr).toContain('--number')
  })

  test('of dates that can be read in two ways says so, and takes --dates', async () => {
    const log = write('log.csv', 'Wer;Wann\n+353871111111;3/4/2026\n')
    const args = [log, '--contacts', CONTACTS, '--number', 'Wer', '--time', 'Wann']
    const unsure = await replay(...args)
    expect(unsure.summary).toMatchObject({ undated: 1 })
    expect(String(unsure.summary['notices'])).toContain('whether the day or the month comes first')
    expect((await replay(...args, '--dates', 'mdy')).of('day')).toMatchObject([{ day: '2026-03-04' }])
  })
})

describe('what it cannot use', () => {
  const SMS = '<?xml version="1.0"?><smses count="1"><sms address="+353871111111" date="1" type="1" body="hi"/></smses>'
  const XML = '<?xml version="1.0"?><calls count="2"><call number="+353871111111" date="1" type="1" duration="1"/>'
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 1)])
  test.each([
    ['a folder', () => scratch(), 'expected a call log, found a folder'],
    ['nothing', () => '/nowhere/calls.xml', 'there is no such file'],
    [
      'an empty file',
      () => write('calls.csv', ''),
      'expected a call log (CSV, XML or Excel workbook), found an empty one',
    ],
    [
      'a header alone',
      () => write('calls.csv', 'Number,Type,Date,Duration\n'),
      'expected calls below the header, found none',
    ],
    ['a PDF', () => write('calls.csv', '%PDF-1.7 and more'), 'found a PDF'],
    [
      'a backup of messages',
      () => write('sms.xml', SMS),
      'found a backup of messages: take the file whose name begins with "calls"',
    ],
    ['XML that is cut off', () => write('calls.xml', XML), 'it cannot be read, line 1'],
    [
      'entities',
      () => write('calls.xml', `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>${XML}`),
      'expected no document type',
    ],
    [
      'a ZIP archive that is cut off',
      () => write('calls.zip', zip),
      'expected a call log, found one that is cut off or damaged',
    ],
    [
      'gzip that is cut off',
      () => write('calls.csv.gz', gzipSync(readFileSync(LOG)).subarray(0, 300)),
      'found one that is cut off after',
    ],
    ['contacts', () => SAMPLE, 'this is a file of contacts, not a call log'],
    [
      'vCards',
      () => write('calls.vcf', 'BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n'),
      'this is a file of contacts, not a call log',
    ],
  ])('%s is refused in a sentence, and nothing is written', async (_what, path, sentence) => {
    const folder = scratch()
    const ran = await run([
      'replay',
      path(),
      '--contacts',
      CONTACTS,
      '--fix',
      join(folder, 'out.csv'),
      '--report',
      join(folder, 'out.html'),
    ])
    expect([ran.code, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(sentence)
    expect(ran.stderr.split('\n')).toHaveLength(2)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    [['--scope', 'owner:7', '--contacts', CONTACTS], '--scope: expected the contacts of the store'],
    [['--contacts', '-', '--fix', 'out.csv'], '--fix: expected --contacts with a file'],
    [['--report', 'out.pdf'], '--report: expected a file that ends with .html'],
    [
      ['--against', 'article'],
      "--against: expected flags of a phone or of contacts, such as '--profile article', found",
    ],
    [['--against', '--profle article'], 'did you mean --profile?'],
    [['--number', 'Wer'], 'there is no column "Wer"'],
  ])('%j is refused: %s', async (args, sentence) => {
    const ran = await run(['replay', LOG, ...args])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(sentence)
  })

  test('hostile names and numbers are drawn as they are, and act on nothing', async () => {
    const evil = '\u001b[31mRed\u202e<script>alert(1)</script>'
    const contacts = write(
      'evil.csv',
      `Record ID,First Name,Phone Number\n1,${evil},+353871111111\n2,${evil},+353871111111\n`,
    )
    const log = write(
      'calls.csv',
      `Number,Type,Date,Duration\n+353871111111,Incoming,2026-01-01,5\n${evil},Incoming,2026-01-01,5\n`,
    )
    const report = join(scratch(), 'out.html')
    const ran = await run(['replay', log, '--contacts', contacts, '--report', report])
    expect(ran.stdout).not.toContain('\u001b')
    expect(ran.stdout).not.toContain('\u202e')
    const page = readFileSync(report, 'utf8')
    expect(page).toContain('Red&lt;script&gt;alert(1)')
    expect(page).not.toContain('<script')
  })
})

describe('the report', () => {
  test('has a chart by day, the reasons and the callers, and loads nothing', async () => {
    const report = join(scratch(), 'out.html')
    const ran = await run(['replay', YEAR, '--contacts', SAMPLE, '--report', report])
    expect(ran.code).toBe(0)
    const page = readFileSync(report, 'utf8')
    expect(page).toContain('Calls by day')
    expect(page).toContain('no contact has the number')
    expect(page).toContain("default-src 'none'")
    expect(page.match(/(?:src|href)="(?!#)/g)).toBeNull()
  })

  test('is redacted on demand: no name and no number of the files is in it', async () => {
    const report = join(scratch(), 'out.html')
    const ran = await run([
      'replay',
      LOG,
      '--contacts',
      CONTACTS,
      '--report',
      report,
      '--redact',
      '--against',
      '--deny phone',
    ])
    const text = ran.stdout + readFileSync(report, 'utf8')
    expect(text).toContain('…')
    for (const name of ['Anna', 'Byrne', 'Ito', 'Cora', 'Egan']) expect(text).not.toContain(name)
    for (const number of CALLERS.filter((each) => each !== '')) {
      expect(text.replace(/[ .]/g, '')).not.toContain(number.slice(-7))
    }
    expect(existsSync(report)).toBe(true)
  })
})
