import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const HEADERS = 'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region\n'

describe('R-21 ringsight bench', () => {
  test('measures invented contacts, and draws what it found as bars', async () => {
    const { stdout, stderr, code } = await run(['bench', '--people', '50', '--seed', 'x'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^generate --seed x: 50 contacts with \d+ numbers indexed/)
    for (const title of ['Memory', 'Build time', 'Finding a number', 'From a text to the caller', 'Callers identified'])
      expect(stdout).toContain(`\n${title}`)
    // A heap may not grow measurably by so few: that one bar may be missing.
    expect(stdout.match(/^ {2}(?:snapshot|Map|article|ringsight) +#{0,28} +\S/gm)).toHaveLength(10)
    expect(stdout).toMatch(/^ {2}ringsight #{28} {2}\d+ \(100 %\)$/m)
    expect(stdout).not.toContain('\u001b')
  })

  test('measures contacts of an export, and says how many callers each profile names', async () => {
    const file = join(scratch(), 'people.csv')
    const rows = Array.from({ length: 10_001 }, (_, index) => {
      const phone = index === 0 ? '(087) 123-4567' : `+35386${1_000_000 + index}`
      return `${index + 1},Anna,Byrne,${phone},,\n`
    })
    writeFileSync(file, `${HEADERS}${rows.join('')}`)
    const { json, code } = await run(['bench', '--contacts', file, '--region', 'ie', '--json'])
    expect(code).toBe(0)
    expect(json().map(({ type, index, what }) => [type, index, what].join(' ').trim())).toEqual([
      'build snapshot',
      'lookup snapshot find',
      'lookup snapshot name',
      'build map',
      'lookup map find',
      'lookup map name',
      'summary',
    ])
    expect(json().at(-1)).toEqual({
      type: 'summary',
      source: 'people.csv',
      contacts: 10_001,
      numbers: 10_001,
      rejected: 0,
      identifiableNumbers: 10_001,
      identifiableNumbersArticle: 10_000,
    })
  })

  test('says so when nothing of an export can be read, and measures nothing', async () => {
    const { stdout, code } = await run(['bench', '--contacts', '-'], {
      stdin: `${HEADERS}1,Anna,Byrne,087 1234567,,\n`,
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^stdin: 1 contact with 0 numbers indexed; 1 phone cell cannot be read\n/)
  })

  test.each([
    [['--people', '0'], '--people: expected a whole number from 1'],
    [['--people', 'people.csv'], '--people: expected a whole number from 1'],
    [['--people', '5', '--contacts', 'x.csv'], 'expected one of them, found both'],
    [['--seed', '2', '--contacts', 'x.csv'], 'expected one of them, found both'],
    [['--contacts', '/nowhere.csv'], '/nowhere.csv: there is no such file'],
    [['--region', 'IE'], '--region: expected together with --contacts'],
    [['--contacts', 'x.csv', '--region', 'Korea'], 'expected one country'],
  ])('%j is used wrongly', async (args, message) => {
    const { stdout, stderr, code } = await run(['bench', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
