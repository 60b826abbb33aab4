// What a person drops on the page, and where: a log where contacts belong, contacts where a log belongs, a folder, a log of a program
// that nobody knows. Skipped where there is no browser.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM } from '../chromium.ts'
import { openPerson, type Person, ROOT } from './person.ts'

const SAMPLE = join(ROOT, 'fixtures/contacts/sample.csv')
const YEAR = join(ROOT, 'fixtures/calls/year.xml')

let person: Person
const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-test-'))

describe.skipIf(CHROMIUM === undefined)('what is dropped', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    person = await openPerson(join(folder, 'store.db'))
  }, 120_000)
  afterAll(async () => {
    await person.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a folder: what to drop in its place, and a second file', async () => {
    mkdirSync(join(folder, 'Exports'))
    writeFileSync(join(folder, 'Exports', 'a.csv'), 'Name,Phone\n')
    await person.drop('check', [join(folder, 'Exports')])
    await person.until(`document.querySelector('#panel-check .trouble')?.innerText.includes('is a folder')`)
    await person.drop('check', [SAMPLE, YEAR])
    await person.until(`document.querySelector('#panel-check .trouble')?.innerText.includes('Drop one file')`)
  })

  test('a call log under Check is told for what it is, and one click plays it', async () => {
    await person.drop('check', [SAMPLE])
    await person.until(`document.body.innerText.includes('HubSpot contacts export')`)
    await person.click('button', 'Check another file')
    await person.drop('check', [YEAR])
    await person.until(`document.body.innerText.includes('year.xml is a call log')`)
    expect(await person.see(`document.querySelectorAll('#panel-check select').length`)).toBe(0)
    await person.click('button', 'Play these calls')
    await person.until(`document.body.innerText.includes('183 calls came in, of 240 rows')`)
    expect(await person.text()).toMatch(/calls would have been named\s+93 · 51 %/)
  })

  test('contacts in place of a log are told for what they are, and one click takes them as the contacts', async () => {
    await person.click('button', 'Play another log')
    const own = join(folder, 'own.csv')
    writeFileSync(own, 'Name,Phone\nAnna Byrne,+353850001000\n')
    await person.drop('replay', [own], -1)
    await person.until(`document.body.innerText.includes('this is a file of contacts, not a call log')`)
    await person.click('button', 'Take them as the contacts')
    await person.until(`document.querySelector('#panel-replay').innerText.includes('Contacts: of own.csv')`)
    await person.drop('replay', [YEAR], -1)
    await person.until(`document.body.innerText.includes('183 calls came in')`)
    expect(await person.text()).toMatch(/calls would have been named\s+29 · 16 %/)
  })

  test('the columns of an unknown log are chosen in menus, and changed again', async () => {
    await person.click('button', 'Play another log')
    const log = join(folder, 'anrufe.csv')
    const calls = [
      '+353850001000;3.1.2026;Eingehend',
      '+353850001000;4.1.2026;Ausgehend',
      '+353871234567;5.1.2026;Eingehend',
    ]
    writeFileSync(log, `Wer;Wann;Richtung\n${calls.join('\n')}\n`)
    await person.drop('replay', [log], -1)
    await person.until(`document.querySelector('#panel-replay .trouble')?.innerText.includes('Choose under Columns')`)
    await person.pick('Who called', 'Wer')
    await person.until(`document.body.innerText.includes('3 calls came in, of 3 rows')`)
    await person.pick('Incoming or outgoing', 'Richtung')
    await person.until(`document.body.innerText.includes('2 calls came in, of 3 rows')`)
    expect(await person.text()).toMatch(/calls would have been named\s+1 · 50 %/)
    await person.pick('When', 'Wann')
    await person.until(`document.querySelector('#panel-replay .days')?.children.length === 2`)
    await person.pick('Incoming or outgoing', '')
    await person.until(`document.body.innerText.includes('3 calls came in, of 3 rows')`)
  })

  test('a phone whose contacts were older names fewer, and contacts that do not say when they came are no such phone', async () => {
    await person.click('button', 'Play another log')
    await person.pick('Its contacts', '30d')
    await person.drop('replay', [YEAR], -1)
    await person.until(`document.body.innerText.includes('do not say when they were created')`)
    await person.click('#panel-replay button', 'Take the contacts of a file')
    await person.drop('replay', [SAMPLE])
    await person.until(`document.querySelector('#panel-replay').innerText.includes('Contacts: of sample.csv')`)
    await person.click('button', 'Play again')
    await person.until(`document.body.innerText.includes('183 calls came in')`)
    await person.click('#panel-replay button', 'Copy as command')
    await person.until(`document.querySelector('#panel-replay pre')`)
    expect(await person.see(`document.querySelector('#panel-replay pre').innerText`)).toContain('--contacts-age 30d')
  })

  test.each([
    ['an archive that is cut off', 'calls.zip', Buffer.from('PK\x03\x04 cut off'), /calls\.zip: /],
    [
      'a lock file of Excel',
      '~$export.xlsx',
      Buffer.from(`\x06Anna Byrne${' '.repeat(40)}`),
      /~\$export\.xlsx: .*(?:Excel|lock)/i,
    ],
    ['nothing at all', 'empty.csv', Buffer.from(''), /empty\.csv: /],
  ])('%s: one sentence, in both places', async (_what, name, bytes, sentence) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    for (const [tab, panel] of [
      ['Check an export', 'check'],
      ['Replay calls', 'replay'],
    ] as const) {
      await person.reload()
      await person.until(`document.querySelector('#tab-check')`)
      await person.click('[role=tab]', tab)
      await person.drop(panel, [path], -1)
      await person.until(`document.querySelector('#panel-${panel} .work .trouble')`)
      const said = String(await person.see(`document.querySelector('#panel-${panel} .work .trouble').innerText`))
      expect(said).toMatch(sentence)
      expect(said).not.toMatch(/--\w/)
      expect(said.split('\n')).toHaveLength(1)
    }
  })

  test('5 GB of nothing: it is read, and the page answers', async () => {
    const path = join(folder, 'huge.csv')
    writeFileSync(path, 'Name,Phone\nAnna,+353871234567\n')
    truncateSync(path, 5_000_000_000)
    await person.reload()
    await person.until(`document.querySelector('#tab-check')`)
    await person.drop('check', [path])
    await person.until(`document.querySelector('#panel-check progress')`)
    await person.click('button', 'Stop')
    // It is not sent to its end.
    const sent = `performance.getEntriesByType('resource').find(({ name }) => name.includes('name=huge.csv'))`
    await person.until(`${sent}?.responseStatus === 0`)
    await person.until(`!document.querySelector('#panel-check progress')`)
    expect(await person.see(`document.querySelectorAll('#panel-check .drop').length`)).toBe(1)
  })
})
