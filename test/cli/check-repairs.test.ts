// Which repairs `ringsight check` makes, how they are shown beforehand and taken back, and by what it fails beside a baseline.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { saveWorkbook, textRows } from '../contact-file/workbooks.ts'
import { run, scratch } from './run.ts'

const TEXT = `Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region,Contact owner
1,Anna,Byrne,+353871111111 ::: +353861111111,,Ireland,Mary
2,Ben,Ito,087 222 2222,,Ireland,Mary
3,Cora,Daly,00353873333333,,Ireland,Tom
4,Dan,Egan,n/a,,Ireland,
`

function write(text = TEXT): { readonly path: string; readonly beside: (name: string) => string } {
  const folder = scratch()
  const path = join(folder, 'contacts.csv')
  writeFileSync(path, text)
  return { path, beside: (name) => join(folder, name) }
}

async function fix(...args: string[]): Promise<string> {
  const { path, beside } = write()
  await run(['check', path, '--fix', beside('out.csv'), ...args])
  return readFileSync(beside('out.csv'), 'utf8')
}

const SPREAD = (text: string) => text.replace('+353871111111 ::: +353861111111,', '+353871111111,+353861111111')
const NATIONAL = (text: string) => text.replace('087 222 2222', '+353872222222')
const PREFIX = (text: string) => text.replace('00353873333333', '+353873333333')

describe('the repairs', () => {
  test('are all that are certain, and the second number of a cell moves into an empty column', async () => {
    expect(await fix()).toBe(SPREAD(NATIONAL(PREFIX(TEXT))))
  })

  test('leave the second number where it is with --keep-cells', async () => {
    expect(await fix('--keep-cells')).toBe(NATIONAL(PREFIX(TEXT)))
  })

  test('are only some with --only, and all but some with --except', async () => {
    expect(await fix('--only', 'national')).toBe(NATIONAL(TEXT))
    expect(await fix('--only', 'several-numbers,prefix')).toBe(SPREAD(PREFIX(TEXT)))
    expect(await fix('--except', 'several-numbers', '--except', 'prefix')).toBe(NATIONAL(TEXT))
  })

  test('are shown kind by kind with --preview, and nothing is written', async () => {
    const { stdout } = await run(['check', write().path, '--preview', '--except', 'prefix'])
    const [, preview = ''] = stdout.split('Repairs by kind, before → after')
    expect(
      preview
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      'several numbers in a cell (several-numbers): 1 cell',
      'row 2, Phone Number: "+353871111111 ::: +353861111111" → +353871111111',
      'takes the second number (moved-number): 1 cell',
      'row 2, Mobile Phone Number: (empty) → +353861111111',
      'national form (national): 1 cell',
      'row 3, Phone Number: "087 222 2222" → +353872222222',
    ])
  })

  test('are taken back by the changes that were written, and only where they still stand', async () => {
    const { path, beside } = write()
    await run(['check', path, '--fix', beside('out.csv'), '--changes', beside('changes.csv')])
    const undo = ['--undo', beside('changes.csv'), '--fix']
    const back = await run(['check', beside('out.csv'), ...undo, beside('back.csv')])
    expect(readFileSync(beside('back.csv'), 'utf8')).toBe(TEXT)
    expect(back.stdout).toContain('4 cells hold again what stood there before the repair')
    writeFileSync(beside('edited.csv'), SPREAD(NATIONAL(PREFIX(TEXT))).replace('+353872222222', '+353879999999'))
    const other = await run(['check', beside('edited.csv'), ...undo, beside('other.csv')])
    expect(readFileSync(beside('other.csv'), 'utf8')).toBe(TEXT.replace('087 222 2222', '+353879999999'))
    expect(other.stdout.replace(/\s+/g, ' ')).toContain('1 cell of the changes no longer holds what the repair wrote')
  })

  test('of a vCard, two numbers on a line become two lines, and one again; where nothing was repaired, nothing is taken back', async () => {
    const folder = scratch()
    const beside = (name: string) => join(folder, name)
    const cards = (...lines: string[][]) =>
      lines.map((each) => ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Anna', ...each, 'END:VCARD', ''].join('\r\n')).join('')
    const text = cards(
      ['TEL;TYPE=CELL:+353871111111 ::: +353861111111', 'TEL;TYPE=WORK:+353 87 222 2222 / +353862222222', 'NOTE:x'],
      ['TEL:+353873333333'],
    )
    writeFileSync(beside('a.vcf'), text)
    const fix = (...flags: string[]) => run(['check', beside('a.vcf'), '--fix', beside('out.vcf'), '--force', ...flags])
    const read = (name: string) => readFileSync(beside(name), 'utf8')
    const done = await fix('--changes', beside('changes.csv'))
    expect(done.stdout.replace(/\s+/g, ' ')).toContain('Every phone identifies every contact of the repaired file')
    expect(done.stdout).not.toContain('correct them in the CRM')
    expect(read('out.vcf')).toBe(
      cards(
        [
          ...['TEL;TYPE=CELL:+353871111111', 'TEL;TYPE=WORK:+353872222222'],
          ...['TEL;TYPE=VOICE:+353861111111', 'TEL;TYPE=VOICE:+353862222222', 'NOTE:x'],
        ],
        ['TEL:+353873333333'],
      ),
    )
    await run(['check', beside('out.vcf'), '--undo', beside('changes.csv'), '--fix', beside('back.vcf')])
    expect(read('back.vcf')).toBe(text)
    await fix('--keep-cells')
    expect(read('out.vcf')).toBe(text)
    // One of the two left as it is.
    writeFileSync(beside('leave.csv'), 'row,column\n2,Phone 1\n')
    expect((await fix('--leave', beside('leave.csv'))).stderr).toBe('')
    expect(read('out.vcf')).toContain('TEL;TYPE=WORK:+353872222222')
    expect(read('out.vcf')).toContain('TEL;TYPE=VOICE:+353862222222')

    await fix('--keep-cells', '--changes', beside('none.csv'))
    const none = await run(['check', beside('a.vcf'), '--undo', beside('none.csv'), '--fix', beside('same.vcf')])
    expect([none.stderr, read('same.vcf')]).toEqual(['', text])
  })

  test('are not taken back by a file that is no such table', async () => {
    const { path, beside } = write()
    const ran = await run(['check', path, '--undo', path, '--fix', beside('out.csv')])
    expect([ran.code, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain('expected the changes that a repair wrote, found something else')
  })
})

describe('a baseline', () => {
  test('lets pass what it has, and fails by what is new', async () => {
    const { path, beside } = write()
    const baseline = ['--baseline', beside('known.json')]
    expect((await run(['check', path, ...baseline])).stderr).toContain('there is no such baseline yet')
    expect((await run(['check', path, ...baseline, '--update-baseline'])).code).toBe(0)
    expect((await run(['check', path, ...baseline])).code).toBe(0)
    writeFileSync(path, `${TEXT.replace('n/a', '+353874444444')}5,Eve,Foy,tbd,,Ireland,Tom\n`)
    const ran = await run(['check', path, ...baseline])
    expect(ran.code).toBe(1)
    const said = ran.stdout.replace(/\s+/g, ' ')
    expect(said).toContain('4 findings are known, and 1 is new (1 error). 1 finding is mended, such as 4: words')
  })

  test('is not taken from a file that is none, which stays as it is', async () => {
    const { path } = write()
    const ran = await run(['check', path, '--baseline', path, '--update-baseline'])
    expect(ran.code).toBe(2)
    expect(readFileSync(path, 'utf8')).toBe(TEXT)
  })

  test('is hashed where the check is redacted', async () => {
    const { path, beside } = write(TEXT.replaceAll(/^\d+/gm, ''))
    await run(['check', path, '--baseline', beside('known.json'), '--update-baseline', '--redact'])
    expect(readFileSync(beside('known.json'), 'utf8')).not.toMatch(/222|Phone/)
  })
})

describe('two numbers in a cell of a workbook', () => {
  const PAIR = '+353871111111 ::: +353861111111'

  async function repaired(sheet: string): Promise<string> {
    const path = await saveWorkbook({ sheets: { Sheet1: sheet } })
    const out = join(scratch(), 'out.xlsx')
    await run(['check', path, '--fix', out])
    const { stdout } = await run(['check', out, '--json'])
    return stdout
  }

  test('move into an empty phone column too, whether its cell is there or not', async () => {
    const headers = ['Record ID', 'Phone Number', 'Mobile Phone Number', 'Note']
    const out = await repaired(textRows(headers, ['1', PAIR], ['2', '+353872222222 / +353862222222', '', 'x']))
    expect(out).toContain('"numbers":4')
    expect(out).toContain('"identifiableByAnyPhone":2')
  })
})

describe('--write-as', () => {
  test.each([
    ['international', ['+353 87 111 1111,+353 86 111 1111', '+353 87 222 2222', '+353 87 333 3333', 'n/a']],
    ['national', ['087 111 1111,086 111 1111', '087 222 2222', '087 333 3333', 'n/a']],
    ['00', ['00353871111111,00353861111111', '00353872222222', '00353873333333', 'n/a']],
  ])('%s: every certain number is written so, and a moved one too', async (form, cells) => {
    const fixed = await fix('--write-as', form)
    for (const cell of cells) expect(fixed).toContain(`,${cell},`)
  })

  test('leaves the cells of a list and the kinds that are not wanted', async () => {
    const fixed = await fix('--write-as', 'international', '--except', 'prefix')
    expect(fixed).toContain('00353873333333')
    expect(fixed).toContain('+353 87 222 2222')
  })
})

describe('cells that are left', () => {
  const list = (...lines: string[]) => {
    const path = join(scratch(), 'leave.csv')
    writeFileSync(path, ['row,column', ...lines].join('\n'))
    return path
  }

  test('are those of a list, and all others are repaired', async () => {
    expect(await fix('--leave', list('3,Phone Number'))).toBe(SPREAD(PREFIX(TEXT)))
  })

  test('leave no half of a repair: where one number of a pair is left, the other does not move', async () => {
    expect(await fix('--leave', list('2,Mobile Phone Number'))).toBe(NATIONAL(PREFIX(TEXT)))
    expect(await fix('--leave', list('2,Phone Number'))).toBe(NATIONAL(PREFIX(TEXT)))
  })

  test('may be lines of a change file', async () => {
    const { path, beside } = write()
    await run(['check', path, '--fix', beside('all.csv'), '--changes', beside('list.csv')])
    await run(['check', path, '--fix', beside('none.csv'), '--leave', beside('list.csv')])
    expect(readFileSync(beside('none.csv'), 'utf8')).toBe(TEXT)
  })

  test('are counted, and so are those of the list that were not to be repaired', async () => {
    const { stdout } = await run(['check', write().path, '--leave', list('3,Phone Number', '5,Phone Number')])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '1 cell was left as listed; 1 cell of the list would not have been repaired anyway',
    )
  })

  test.each([
    ['a list of something else', 'name\nx\n', 'expected a list with the columns row and column'],
    ['a row that is no cell', 'row,column\nthree,Phone Number\n', 'row 2 is no cell'],
  ])('%s is refused', async (_, text, sentence) => {
    const path = join(scratch(), 'leave.csv')
    writeFileSync(path, text)
    const ran = await run(['check', write().path, '--leave', path])
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(sentence)])
  })
})

describe('who has to act', () => {
  test('is told by a column', async () => {
    const { stdout } = await run(['check', write().path, '--by', 'contact owner', '--json'])
    const file = stdout.split('\n').find((line) => line.includes('"type":"file"')) ?? ''
    expect((JSON.parse(file) as { groups: unknown }).groups).toMatchObject({
      column: 'Contact owner',
      groups: [
        { name: 'Mary', contacts: 2, findings: { error: 1, warning: 1, note: 1 } },
        { name: '', contacts: 1, findings: { error: 1, warning: 0 } },
        { name: 'Tom', contacts: 1, findings: { error: 0, warning: 1 } },
      ],
    })
  })

  test.each([
    [['--by', 'Owner'], 'there is no column "Owner"'],
    [['--by', 'Contact owner', '--redact'], 'without redaction'],
    [['--record-url', 'javascript:{id}', '--report', 'r.html'], '--record-url: expected an address'],
  ])('%j is refused: %s', async (args, sentence) => {
    const ran = await run(['check', write().path, ...args])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(sentence)
  })

  test('stands in the page with a name and a link to the record', async () => {
    const { path, beside } = write()
    const url = 'https://app.example.com/contacts/{id}?a=1&b=2'
    await run(['check', path, '--report', beside('r.html'), '--record-url', url])
    const page = readFileSync(beside('r.html'), 'utf8')
    expect(page).toContain('<a href="https://app.example.com/contacts/2?a=1&amp;b=2" rel="noreferrer">2</a>')
    expect(page).toContain('<bdi>Ben Ito</bdi>')
  })

  test.each([
    ['r.md', '[`2`](https://app.example.com/contacts/2?a=%28b%29)'],
    ['r.csv', ',"https://app.example.com/contacts/2?a=(b)"'],
    ['r.sarif', '"hostedViewerUri":"https://app.example.com/contacts/2?a=(b)"'],
  ])('stands with a link in %s too', async (name, link) => {
    const { path, beside } = write()
    await run(['check', path, '--report', beside(name), '--record-url', 'https://app.example.com/contacts/{id}?a=(b)'])
    expect(readFileSync(beside(name), 'utf8')).toContain(link)
    await run(['check', path, '--report', beside(`n-${name}`)])
    expect(readFileSync(beside(`n-${name}`), 'utf8')).not.toMatch(/example|,"link"|hostedViewer/)
  })

  test('is nobody in a redacted page', async () => {
    const { path, beside } = write()
    await run(['check', path, '--report', beside('r.html'), '--redact'])
    expect(readFileSync(beside('r.html'), 'utf8')).not.toMatch(/Ben|Ito|Byrne/)
  })
})
