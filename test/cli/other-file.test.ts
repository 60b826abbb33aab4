// A call log that is given to be checked, and contacts that are given to be played: each is told for what it is.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const filesIn = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
const LOGS = filesIn('fixtures/calls')
const CONTACTS = filesIn('fixtures/contacts').filter((path) => /\.(?:csv|vcf|xlsx)$/.test(path))

test.each(LOGS)('%s is checked: a call log, and what plays it', async (path) => {
  const { stderr } = await run(['check', path])
  expect(stderr).toMatch(/this is a call log \(.+\), not a file of contacts: ringsight replay \S+ --contacts EXPORT/)
  const told = await run(['check', path, '--json'])
  expect(told.json().find(({ type }) => type === 'call-log')).toMatchObject({ file: path })
})

test.each(CONTACTS)('%s is no call log', async (path) => {
  expect((await run(['check', path])).stderr).not.toContain('call log')
})

test.each(['sample.csv', 'vcard-3.vcf', 'two-sheets.xlsx'])(
  '%s is played: contacts, and how they are given',
  async (name) => {
    const path = join('fixtures/contacts', name)
    const { stderr, code } = await run(['replay', path, '--contacts', 'fixtures/contacts/sample.csv'])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('this is a file of contacts, not a call log: give it with --contacts'),
    ])
  },
)

test.each([
  ['~$Export 2026.xlsx', 'Excel', 'Export 2026.xlsx'],
  ['.~lock.Export.ods#', 'LibreOffice', 'Export.ods'],
])('%s is what a program keeps beside an open file', async (name, program, real) => {
  const path = join(scratch(), name)
  writeFileSync(path, `\u0006Anna Byrne${' '.repeat(40)}`)
  for (const args of [
    ['check', path],
    ['replay', path],
    ['import', path],
    ['explain', '112', '--contacts', path],
  ]) {
    const { stderr, code } = await run(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(`this is what ${program} keeps beside a file`)])
    expect(stderr).toContain(`take ${real} itself`)
  }
})

test('what is neither keeps its own error, and stdin is not read again', async () => {
  const text = 'What,Else\n1,2\n'
  const path = join(scratch(), 'neither.csv')
  writeFileSync(path, text)
  expect((await run(['check', path])).stderr).toContain('expected a row with the names of the columns')
  expect((await run(['replay', path])).stderr).toContain('expected the columns of a call log that is known')
  expect((await run(['check', '-'], { stdin: text })).stderr).toContain('expected a row with the names of the columns')
  expect((await run(['replay', '-'], { stdin: text })).stderr).toContain('expected the columns of a call log')
})

test('columns of a file without a header are stated by the names that their program gives them', async () => {
  const ran = await run([
    'replay',
    'fixtures/calls/Master.csv',
    '--number',
    'dst',
    '--contacts',
    'fixtures/contacts/sample.csv',
    '--json',
  ])
  expect(ran.json().find(({ type }) => type === 'log')).toMatchObject({ columns: { number: 'dst' }, rows: 8 })
  const { stderr } = await run(['replay', 'fixtures/calls/Master.csv', '--number', 'nobody'])
  expect(stderr).toContain('there is no column "nobody"')
})
