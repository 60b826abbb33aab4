import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import stringWidth from 'string-width'
import { describe, expect, test, vi } from 'vitest'
import { saveWorkbook, textRows } from '../contact-file/workbooks.ts'
import { run, scratch } from './run.ts'

const fixture = (name: string) => `fixtures/contacts/${name}`

/** A file of a test, in a folder of its own. */
function save(name: string, content: string | Buffer): string {
  const path = join(scratch(), name)
  writeFileSync(path, content)
  return path
}

const HEADER = 'Record ID,Phone Number,Mobile Phone Number,Country/Region\n'
const PEOPLE = `${HEADER}901,087 123 4567,,Ireland\n902,+353871234568,n/a,IE\n903,"+353 (0)1 2345678",,\n`

/** A text on one line, wherever its lines were broken. */
const unwrap = (text: string) => text.replaceAll('\n', ' ')

/** Where a link leads; '' where it is gone. */
function nameOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

const check = (...args: string[]) => run(['check', ...args])

/** The findings of a check as JSON. */
async function findingsOf(path: string, ...args: string[]) {
  const { json } = await check(path, '--json', ...args)
  return json().filter(({ type }) => type === 'finding')
}

describe('ringsight check', () => {
  test('tells a person what was found, and the command that repairs it', async () => {
    const file = save('people.csv', PEOPLE)
    const { stdout, stderr, code } = await check(file, '--fail-on', 'never')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')).toEqual([
      'people.csv: HubSpot contacts export; phone columns: Phone Number, Mobile Phone',
      'Number; country from Country/Region',
      '',
      '3 contacts. When they call, they are identified by:',
      '  any phone, file as it is          1  #######----------------  33 %',
      '  any phone, file repaired          3  #######################  100 %',
      '  Ringsight, file as it is          3  #######################  100 %',
      '',
      'Errors (1): no phone can read these',
      '  words instead of a number                  1  ##############',
      '    row 3, Mobile Phone Number: "n/a"',
      '',
      'Warnings (2): these need a repair, or may show another name',
      '  national form                              1  ##############  all repairable',
      '    row 2, Phone Number: "087 123 4567" → +353871234567',
      '  (0) behind the country code                1  ##############  all repairable',
      '    row 4, Phone Number: "+353 (0)1 2345678" → +35312345678',
      '',
      'Numbers by country',
      '  Ireland                           3  #######################  100 %',
      '',
      "HubSpot's own app holds 10,000 contacts on a phone (the profile article): all of",
      'these fit.',
      'Note: no column is known to hold a name, so contacts go by e-mail, company or',
      'record id: --name COLUMN states one',
      '',
      'Write a copy of the file with 2 repaired cells and no other change, and import',
      'it into the CRM:',
      `  ringsight check ${file} --fix ${file.replace('.csv', '-repaired.csv')}`,
      '',
      'The file alone does not tell how to repair the errors: correct them in the CRM.',
      '',
    ])
  })

  test('--json: the columns, a finding a line, then a summary', async () => {
    const { json, code } = await check(save('people.csv', PEOPLE), '--json')
    expect(code).toBe(1)
    const [columns, ...lines] = json()
    expect(columns).toMatchObject({ type: 'columns', file: 'people.csv' })
    expect(lines[0]).toEqual({
      type: 'finding',
      row: 2,
      recordId: '901',
      column: 'Phone Number',
      value: '087 123 4567',
      code: 'national',
      severity: 'warning',
      repair: '+353871234567',
      mends: ['national'],
    })
    expect(lines[1]).toMatchObject({ code: 'text', repair: null })
    const counts = {
      contacts: 3,
      identifiable: 3,
      identifiableByAnyPhone: 1,
      identifiableRepaired: 3,
      isComplete: true,
    }
    expect(lines.at(-2)).toMatchObject({ type: 'file', file: 'people.csv', ...counts })
    expect(lines.at(-1)).toMatchObject({ type: 'summary', files: 1, unusable: 0, ...counts })
    expect(lines).toHaveLength(5)
  })

  test('--max-findings lists so many of them, for people as for programs', async () => {
    const file = save('people.csv', PEOPLE)
    expect(await findingsOf(file, '--max-findings', '2')).toHaveLength(2)
    const { stdout } = await check(file, '--max-findings', '1')
    expect(stdout).toContain('The first 1 of 3 findings\n  row 2, Phone Number: "087 123 4567" → +353871234567\n')
  })

  test('--format github: annotations that cannot break out of their line, then the summary', async () => {
    const file = save('100%,x:y.csv', 'Record ID,Phone Number,"Mobile\n::error ::Phone, 100%"\n1,n/a,\n2,,n/a\n')
    const { stdout } = await check(file, '--format', 'github', '--phone', 'Mobile\n::error ::Phone, 100%')
    const name = file.replace('100%,x:y', '100%25%2Cx%3Ay')
    const lines = stdout.split('\n')
    expect(lines.slice(0, 2)).toEqual([
      `::error file=${name},line=2,title=text::Phone Number: It is not a phone number.`,
      `::error file=${name},line=3,title=text::Mobile ::error ::Phone, 100%25: It is not a phone number.`,
    ])
    // The runner takes no commands from the summary, whose lines hold texts of the file.
    expect([lines[2], lines.at(-2)]).toEqual(['::stop-commands::id-1', '::id-1::'])
    expect(stdout).toContain('2 contacts. When they call')
  })

  test('what is stated of the columns is said again in the next command', async () => {
    const file = save("it's.csv", 'Key,Handy nr,Land\n1,0151 23456789,Germany\n')
    const { stdout } = await check(file, '--phone', 'Handy nr', '--country', 'Land', '--id', 'Key', '--region', 'IE')
    expect(stdout).toContain('phone columns: Handy nr; country from Land, else IE')
    expect(stdout).toContain(`--phone 'Handy nr' --country Land --id Key --region IE --fix '`)
    expect(stdout).toContain("it'\\''s-repaired.csv'")
  })

  test('proposes the columns that look like numbers, by their headers and by their cells', async () => {
    const file = save('list.csv', 'Key,Phone at night,Reach at,Town\n1,,+353871234567,Cork\n2,,087 123 4567,Cork\n')
    const { stderr, code } = await check(file)
    expect(code).toBe(2)
    expect(stderr).toContain('choose with --phone "Phone at night" --phone "Reach at"\n')
  })

  test('several files: a line each, and one summary', async () => {
    const { json, code } = await check(fixture('tab.csv'), fixture('vcard-3.vcf'), '--json', '--fail-on', 'never')
    expect(code).toBe(0)
    expect(
      json()
        .filter(({ type }) => type === 'file')
        .map(({ file }) => file),
    ).toEqual(['tab.csv', 'vcard-3.vcf'])
  })

  test.each(['two-sheets.xlsx', 'vcard-3.vcf', 'utf16le.csv'])('reads %s from stdin', async (name) => {
    const { json } = await run(['check', '-', '--json'], { stdin: readFileSync(fixture(name)) })
    expect(json().at(-2)).toMatchObject({ type: 'file', file: 'stdin', isComplete: true })
  })

  test('a workbook from stdin has no name on the disk, not even while it is read', async () => {
    const folder = scratch()
    const noise = Array.from({ length: 3000 }, () => ['Anna', randomBytes(8).toString('hex')])
    const whole = readFileSync(await saveWorkbook({ sheets: { Sheet1: textRows(['Name', 'Phone'], ...noise) } }))
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'check', '-', '--fail-on', 'never'], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    child.stdin.write(whole.subarray(0, 20_000))
    const files = `/proc/${child.pid}/fd`
    const isSpooled = () =>
      readdirSync(files).some((each) => nameOf(join(files, each)).endsWith('workbook.xlsx (deleted)'))
    await vi.waitFor(() => expect(isSpooled()).toBe(true), 10_000)
    expect(readdirSync(folder).filter((name) => name.startsWith('ringsight-'))).toEqual([])
    child.stdin.end(whole.subarray(20_000))
    expect(await once(child, 'close')).toEqual([0, null])
  })

  test('the file that stdin reads is not written over', async () => {
    const file = save('self.csv', PEOPLE)
    const args = ['--import', 'tsx', 'src/cli/main.ts', 'check', '-', '--fix', file, '--force']
    const child = spawn(process.execPath, args, { stdio: [openSync(file, 'r'), 'ignore', 'ignore'] })
    expect(await once(child, 'close')).toEqual([2, null])
    expect(readFileSync(file, 'utf8')).toBe(PEOPLE)
  })

  test('--redact shows no number, name or address', async () => {
    const file = save('people.csv', `${PEOPLE}904,anna.byrne@example.com,"087 123 4567 / 087 123 4568",IE\n`)
    const outs = ['html', 'json', 'md', 'sarif', 'csv'].map((ending) => join(scratch(), `report.${ending}`))
    const flags = ['--redact', '--max-findings', '9', ...outs.flatMap((out) => ['--report', out])]
    const ran = [await check(file, ...flags), await check(file, '--redact', '--json')]
    const texts = [...ran.map(({ stdout }) => stdout), ...outs.map((out) => readFileSync(out, 'utf8'))]
    for (const text of texts) {
      expect(text).toContain('…67')
      expect(text).not.toMatch(/1234567|123 4567|12345678|anna|\/ 087/)
    }
  })

  test('the order of options and the terminal: 40 columns are enough, and NO_COLOR is kept', async () => {
    const { stdout } = await check(fixture('sample.csv'))
    expect(stdout).not.toContain('\u001b')
    const lines = stdout.split('\n').filter((line) => !line.startsWith('  ringsight'))
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80)
    expect((await run(['check', fixture('sample.csv')], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[32m')
  })

  test('hostile cells and headers are drawn harmless', async () => {
    const file = save('hostile.csv', `Record ID,"Phone\u001b[31m Number"\n\u202e1,\u001b[2J\u0007${'株'.repeat(500)}\n`)
    const { stdout } = await check(file, '--max-findings', '5', '--phone', 'Phone\u001b[31m Number')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(200)
  })
})

describe('the status', () => {
  const clean = `${HEADER}1,+353871234567,,IE\n`
  const repairable = `${HEADER}1,087 123 4567,,IE\n`
  const hopeless = `${HEADER}1,n/a,,IE\n`

  test.each([
    ['a clean file', clean, [], 0],
    ['what can be repaired', repairable, [], 0],
    ['what can be repaired', repairable, ['--fail-on', 'warning'], 1],
    ['what no repair helps', hopeless, [], 1],
    ['what no repair helps', hopeless, ['--fail-on', 'warning'], 1],
    ['what no repair helps', hopeless, ['--fail-on', 'never'], 0],
  ])('of %s: %j %j gives %i', async (_what, content, flags, status) => {
    expect((await check(save('x.csv', content), ...flags)).code).toBe(status)
  })

  test('counts no longer what --fix has repaired', async () => {
    const flags = ['--fail-on', 'warning', '--fix', join(scratch(), 'out.csv')]
    expect((await check(save('x.csv', repairable), ...flags)).code).toBe(0)
  })

  test('is that of the worst of several files', async () => {
    expect((await check(save('x.csv', hopeless), save('x.csv', clean))).code).toBe(1)
  })

  test('is 2 where one of several files cannot be used; the others are checked all the same', async () => {
    const { code, stdout, stderr } = await check(
      fixture('truncated.xlsx'),
      save('x.csv', hopeless),
      fixture('empty.csv'),
    )
    expect(code).toBe(2)
    expect(stdout).toMatch(/^x\.csv: /)
    expect(stderr).toMatch(/^ringsight: \S*truncated\.xlsx: [^\n]+\nringsight: \S*empty\.csv: [^\n]+\n$/)
  })
})

describe('--fix', () => {
  test('writes the same file but for the repaired cells', async () => {
    const out = join(scratch(), 'out.csv')
    const { stdout } = await check(save('people.csv', PEOPLE), '--fix', out)
    expect(readFileSync(out, 'utf8')).toBe(
      PEOPLE.replace('087 123 4567', '+353871234567').replace('+353 (0)1 2345678', '+35312345678'),
    )
    expect(unwrap(stdout)).toContain('out.csv and read it back: 2 cells repaired, nothing else changed.')
    expect(stdout).not.toContain(' --fix ')
  })

  test('and tells of every finding of a workbook, though it is read on while that is written', async () => {
    const people = Array.from({ length: 3000 }, (_, at) => [
      `${at}`,
      `(087) 123-${String(at).padStart(4, '0')}`,
      'Ireland',
    ])
    const sheet = textRows(['Record ID', 'Phone Number', 'Country/Region'], ...people)
    const path = await saveWorkbook({ sheets: { Sheet1: sheet } })
    const [out, report] = [join(scratch(), 'out.xlsx'), join(scratch(), 'report.csv')]
    const { json } = await check(path, '--fix', out, '--report', report, '--max-findings', '9999', '--json')
    expect(json()).toHaveLength(3003)
    expect(readFileSync(report, 'utf8').trimEnd().split('\n')).toHaveLength(3001)
  })

  test('--changed-only: the contacts that change, with record id and numbers', async () => {
    const out = join(scratch(), 'out.csv')
    await check(save('people.csv', PEOPLE), '--fix', out, '--changed-only')
    expect(readFileSync(out, 'utf8')).toBe(
      'Record ID,Phone Number,Mobile Phone Number\n901,+353871234567,\n903,"+35312345678",\n',
    )
  })

  test('--changed-only of a file without record ids says what is lacking', async () => {
    const file = save('x.csv', 'Email,Phone Number\na@example.com,00353871234567\n')
    const out = join(scratch(), 'out.csv')
    const { stderr, code } = await check(file, '--fix', out, '--changed-only')
    expect([code, existsSync(out)]).toEqual([2, false])
    expect(stderr).toContain('state its column, as in --id Email')
    await check(file, '--fix', out, '--changed-only', '--id', 'email')
    expect(readFileSync(out, 'utf8')).toBe('Email,Phone Number\na@example.com,+353871234567\n')
  })

  test('where no repair is certain, writes the same file and says so', async () => {
    const file = save('x.csv', `${HEADER}1,n/a,,\n`)
    const out = join(scratch(), 'out.csv')
    const { stdout } = await check(file, '--fix', out)
    expect(readFileSync(out)).toEqual(readFileSync(file))
    expect(unwrap(stdout)).toContain('no repair is certain, so it is the same file.')
  })

  test('of a report keeps the lines below its contacts, which are none', async () => {
    const out = join(scratch(), 'out.csv')
    const { stdout } = await check(fixture('report-footer.csv'), '--fix', out)
    expect(stdout).toMatch(/^3 contacts\./m)
    expect(unwrap(stdout)).toContain("6 lines below the contacts are the report's own, and no contact")
    const footer = (path: string) => readFileSync(path, 'utf8').split('\n').slice(4)
    expect(footer(out)).toEqual(footer(fixture('report-footer.csv')))
  })

  test.each([
    ['out.csv.gz', gunzipSync],
    ['out.csv', (bytes: Buffer) => bytes],
  ])('of a file within gzip writes %s as its name says', async (name, unpack) => {
    const out = join(scratch(), name)
    await check(save('x.csv.gz', gzipSync(PEOPLE)), '--fix', out)
    expect(unpack(readFileSync(out)).toString()).toContain('901,+353871234567,,Ireland\n')
  })

  test.each(['numbers-as-numbers.xlsx', 'vcard-3.vcf'])('finds the same in %s within gzip', async (name) => {
    const packed = save(`${name}.gz`, gzipSync(readFileSync(fixture(name))))
    const out = join(scratch(), `out-${name}.gz`)
    expect(await findingsOf(packed, '--fix', out)).toEqual(await findingsOf(fixture(name)))
    const again = save(name, gunzipSync(readFileSync(out)))
    expect((await check(again, '--json')).json().at(-1)).toMatchObject({ repairable: 0 })
    const { stderr, code } = await check(packed, '--fix', join(scratch(), 'out.csv.gz'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected the ending .')])
  })

  test.each([
    'sample.csv',
    'utf16be.csv',
    'windows-1252.csv',
    'numbers-as-numbers.xlsx',
    'vcard-2.1.vcf',
    'vcard-4.vcf',
  ])('leaves nothing to repair in %s, and no contact out', async (name) => {
    const out = join(scratch(), `out.${name.split('.').at(-1)}`)
    const before = (await check(fixture(name), '--fix', out, '--json', '--region', 'IE')).json().at(-1)
    const after = (await check(out, '--json', '--region', 'IE')).json()
    expect(after.at(-1)).toMatchObject({ contacts: before?.['contacts'], repairable: 0 })
    expect(after.filter(({ type, repair }) => type === 'finding' && repair !== null)).toEqual([])
    expect(after.at(-1)?.['identifiableByAnyPhone']).toBe(before?.['identifiableRepaired'])
  })

  test('writes over no file without --force, and over the checked one never', async () => {
    const file = save('x.csv', PEOPLE)
    const other = save('y.csv', 'keep')
    expect((await check(file, '--fix', other)).stderr).toContain(`--fix: ${other} exists already; --force replaces it`)
    expect(readFileSync(other, 'utf8')).toBe('keep')
    expect((await check(file, '--fix', other, '--force')).code).toBe(1)
    expect(readFileSync(other, 'utf8')).toContain('901,+353871234567')
    const { stderr, code } = await check(file, '--fix', join(file, '..', '.', 'x.csv'), '--force')
    expect([code, readFileSync(file, 'utf8')]).toEqual([2, PEOPLE])
    expect(stderr).toContain(`--fix: expected another file than ${file}: ${file} is read`)
  })

  test.each([
    ['sample.csv', 'out.xlsx', 'expected the ending another one, such as .csv, found ".xlsx"'],
    ['two-sheets.xlsx', 'out.csv', 'expected the ending .xlsx, found ".csv"'],
    ['vcard-3.vcf', 'out', 'expected the ending .vcf, found ""'],
  ])('%s to %s: %s', async (name, out, message) => {
    const { stderr, code } = await check(fixture(name), '--fix', join(scratch(), out))
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('the same rows find the same as CSV, workbook and vCard', async () => {
  const headers = ['UID', 'First Name', 'Last Name', 'Organization', 'Country', 'Phone 1', 'Phone 2']
  const rows = [
    ['1', 'Anna', 'Byrne', 'Acme', 'Ireland', '087 123 4567', '+353 (0)1 2345678'],
    ['2', 'Bob', 'Walsh', 'Acme', '', '00353871234567', 'n/a'],
    ['3', 'Zoë', '', 'Acme', 'Germany', '+35312345678', '0151 23456789 x12'],
    ['4', 'Eve', '', 'Acme', 'Nowhere', '1234567890', ''],
    ['5', 'Dan', '', 'Acme', '', '', ''],
  ]
  const card = ([uid, first, last, company, country, ...phones]: string[]) =>
    [
      'BEGIN:VCARD',
      'VERSION:3.0',
      `UID:${uid}`,
      `N:${last};${first};;;`,
      `ORG:${company}`,
      `ADR:;;;;;;${country}`,
      ...phones.filter((phone) => phone !== '').map((phone) => `TEL:${phone}`),
      'END:VCARD\r\n',
    ].join('\r\n')
  const files = [
    save('x.csv', [headers, ...rows].map((cells) => `${cells.join(',')}\n`).join('')),
    await saveWorkbook({ sheets: { Contacts: textRows(headers, ...rows) } }),
    save('x.vcf', rows.map(card).join('')),
  ]
  const [csv, ...others] = await Promise.all(files.map((file) => findingsOf(file, '--region', 'IE')))
  expect(csv?.length).toBeGreaterThan(8)
  for (const findings of others) expect(findings).toEqual(csv)
})

describe('input that cannot be used ends with one sentence and status 2, and nothing is written', () => {
  const folder = scratch()
  mkdirSync(join(folder, 'contacts.csv'))

  test.each([
    [fixture('empty.csv'), 'expected a contacts file (CSV, Excel workbook or vCard), found an empty one'],
    [fixture('header-only.csv'), 'expected contacts below the header, found none'],
    [fixture('binary.csv'), 'found a binary file'],
    [fixture('workbook.csv'), 'expected an Excel workbook (.xlsx), found one that is cut off or damaged'],
    [fixture('truncated.xlsx'), 'cut off or damaged'],
    [fixture('vcard-cut-off.vcf'), 'END:VCARD'],
    [fixture('quote-never-closed.csv'), 'is never closed'],
    [fixture('no-phone-column.csv'), 'choose with --phone "Desk"'],
    [join(folder, 'contacts.csv'), 'expected a contacts file, found a folder'],
    [join(folder, 'none.csv'), 'there is no such file'],
  ])('%s: %s', async (file, message) => {
    const out = scratch()
    const { stdout, stderr, code } = await check(file, '--report', join(out, 'report.json'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^ringsight: [^\n]+\n$/)
    expect(readdirSync(out)).toEqual([])
  })

  test('more columns with numbers than any contact has', async () => {
    const names = Array.from({ length: 101 }, (_, at) => `Phone ${at + 1}`)
    const file = save('wide.csv', `Record ID,${names.join(',')}\n1,087\n`)
    const { stderr, code } = await check(file)
    expect(code).toBe(2)
    expect(stderr).toContain('expected at most 100 columns with numbers, found 101')
  })

  test('a file that breaks off after thousands of rows', async () => {
    const file = save('late.csv', `Record ID,Phone Number\n${'1,00353871234567\n'.repeat(50_000)}2,"+353\n`)
    const out = scratch()
    const { stderr, code } = await check(file, '--fix', join(out, 'out.csv'))
    expect([code, readdirSync(out)]).toEqual([2, []])
    expect(stderr).toContain(
      'a quote opened in row 50002, which begins on line 50002, is never closed. 50,000 rows were',
    )
  })

  test.each([
    [['--fix', 'a.csv', fixture('pipe.csv')], '--fix: expected one file to check, found 2'],
    [['--report', 'a.html', fixture('pipe.csv')], '--report: expected one file to check, found 2'],
    [['--report', 'a.pdf'], '--report: expected a file that ends with'],
    [['--report', 'none/a.html'], '--report: there is no folder none'],
    [
      ['--report', '/tmp/a.json', '--report', '/tmp/a.json'],
      '--report: expected another file than /tmp/a.json: --report writes it already',
    ],
    [['--changed-only'], '--changed-only: expected together with --fix'],
    [['--force'], '--force: expected together with --fix, --report or --changes'],
    [['--json', '--format', 'github'], '--format and --json: expected one of them'],
    [['--region', 'Korea'], '--region: expected one country, such as IE or Ireland, found "Korea"'],
    [['--max-findings', 'many'], '--max-findings: expected a whole number from 0'],
    [['--id', 'Nummer'], 'there is no column "Nummer"'],
    [['-', '-'], 'expected - (stdin) once'],
  ])('%j', async (args, message) => {
    const { stderr, code } = await check(fixture('tab.csv'), ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

test('Ctrl-C: the summary so far, no file, and status 130', async () => {
  const out = scratch()
  const args = ['--import', 'tsx', 'src/cli/main.ts', 'check', '-', '--fix', join(out, 'out.csv')]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  const row = '1,00353871234567,,\n'
  child.stdin.write(HEADER + row.repeat(100_000))
  // The temporary file is there once the columns are known.
  while (readdirSync(out).length === 0 && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20))
  const said: string[] = []
  child.stdout.on('data', (data: Buffer) => said.push(data.toString()))
  child.kill('SIGINT')
  const [status, signal] = await once(child, 'close')
  expect([status, signal]).toEqual([130, null])
  expect(said.join('')).toContain('The check was interrupted: these are its figures so far.')
  expect(said.join('')).toContain('out.csv was not written.')
  expect(readdirSync(out)).toEqual([])
})
