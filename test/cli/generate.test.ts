import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { readText } from '../contact-file/files.ts'
import { run, scratch } from './run.ts'

describe('R-20 ringsight generate', () => {
  test('writes the rows of a contacts export to stdout', async () => {
    const { stdout, stderr, code } = await run(['generate', '--people', '30'])
    expect([code, stderr]).toEqual([0, ''])
    const { headers, rows } = await readText(stdout)
    expect(headers.slice(0, 6).join()).toBe('Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number')
    expect(rows.map(({ row, cells, problem }) => [row, cells.length, problem])).toEqual(
      Array.from({ length: 30 }, (_, index) => [index + 2, headers.length, null]),
    )
  })

  test('the same options give the same bytes, and fixtures/contacts/sample.csv is made of them', async () => {
    const args = ['generate', '--people', '200', '--seed', '88', '--messy', '0.12']
    expect((await run(args)).stdout).toBe(readFileSync('fixtures/contacts/sample.csv', 'utf8'))
  })

  test('writes every cell so that it is read again as it was, hostile ones too', async () => {
    const { stdout } = await run(['generate', '--people', '3000', '--messy', '1'])
    const { rows } = await readText(stdout, 65_536)
    expect([rows.length, rows.filter(({ problem }) => problem !== null)]).toEqual([3000, []])
    const names = rows.map(({ cells }) => cells[1])
    for (const name of ['=1+1', 'Anna\nByrne', 'Two\r\nLines', 'O"Brien, "Ann"', '; | \t,'])
      expect(names).toContain(name)
  })

  test('--out writes a file, and leaves nothing else behind', async () => {
    const folder = scratch()
    const { stdout, code } = await run(['generate', '--people', '20', '--out', join(folder, 'people.csv')])
    expect([code, stdout]).toMatchObject([0, expect.stringContaining('Wrote 20 contacts to')])
    expect(readdirSync(folder)).toEqual(['people.csv'])
    expect(readFileSync(join(folder, 'people.csv'), 'utf8')).toBe((await run(['generate', '--people', '20'])).stdout)
  })

  test('--out keeps a file that exists, unless --force says otherwise', async () => {
    const file = join(scratch(), 'people.csv')
    writeFileSync(file, 'precious')
    const refused = await run(['generate', '--people', '20', '--out', file])
    expect([refused.code, refused.stderr]).toMatchObject([2, expect.stringContaining('exists already; --force')])
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await run(['generate', '--people', '20', '--out', file, '--force'])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/^Record ID,/)
  })

  test('--json tells what was written', async () => {
    const file = join(scratch(), 'people.csv')
    const { json } = await run(['generate', '--people', '20', '--regions', 'ie,pl', '--out', file, '--json'])
    expect(json()).toEqual([{ type: 'summary', file, contacts: 20, seed: '1', messyShare: 0.1, regions: ['IE', 'PL'] }])
  })

  test('--into-store keeps the contacts that import would read from the file', async () => {
    const folder = scratch()
    const args = ['--people', '300', '--messy', '0.5']
    await run(['generate', ...args, '--into-store', '--db', join(folder, 'a.db')])
    await run(['generate', ...args, '--out', join(folder, 'people.csv')])
    await run(['import', join(folder, 'people.csv'), '--db', join(folder, 'b.db')])
    const [direct, imported] = ['a.db', 'b.db'].map((name) => {
      const store = openSqliteStore(join(folder, name))
      const contacts = [...store.readContacts()]
      store.close()
      return contacts
    })
    expect(direct).toHaveLength(300)
    expect(direct).toEqual(imported)
  })

  test('a messy dataset imports with findings', async () => {
    const { json } = await run(['generate', '--messy', '1', '--into-store', '--json'])
    expect(json().at(-1)).toMatchObject({ type: 'summary', rows: 1000, contacts: 1000 })
    expect(json().length).toBeGreaterThan(100)
  })

  test.each([
    [['--people', '0'], '--people: expected a whole number from 1'],
    [['--people', '1e3'], '--people: expected a whole number from 1'],
    [['--messy', '1.5'], '--messy: expected a number from 0 to 1'],
    [['--messy', ''], '--messy: expected a number from 0 to 1'],
    [['--regions', 'IE,XX'], '--regions: expected some of IE, GB, DE,'],
    [['--json'], '--json: expected together with --out or --into-store'],
    [['--db', 'x.db'], '--db: expected together with --into-store'],
    [['--force'], '--force: expected together with --out'],
    [['--out', 'x.csv', '--into-store'], 'expected one of them, found both'],
    [['--out', '/'], 'expected a file, found a folder'],
    [['--out', '/dev/null', '--force'], 'expected a file, found a folder or device'],
    [['--out', '/nowhere/at/all.csv'], 'there is no folder /nowhere/at'],
    [['--peple', '3'], 'did you mean --people?'],
  ])('%j is used wrongly', async (args, message) => {
    const { stdout, stderr, code } = await run(['generate', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
