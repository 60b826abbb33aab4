// The page in a real browser, as a person uses it. Skipped where there is none (Debian: apt-get install chromium).
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM } from '../chromium.ts'
import { openPerson, type Person, ROOT } from './person.ts'

const SAMPLE = join(ROOT, 'fixtures/contacts/sample.csv')
const SAMPLE_LINES = readFileSync(SAMPLE, 'utf8').split('\n')

let person: Person
const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-test-'))

const LONG = { timeout: 120_000 }

describe.skipIf(CHROMIUM === undefined)('the page', LONG, () => {
  beforeAll(async () => {
    person = await openPerson(join(folder, 'store.db'))
  }, 120_000)
  afterAll(async () => {
    await person.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('an export is checked, its findings are listed by kind, and the repaired file is downloaded', async () => {
    await person.choose('check', SAMPLE)
    await person.until(`document.body.innerText.includes('HubSpot contacts export')`)
    expect(await person.text()).toMatch(
      /200 contacts[\s\S]*any phone, file as it is\s+187[\s\S]*any phone, file repaired\s+197/,
    )
    await person.until(`document.querySelector('#panel-check tbody td')`)
    expect(await person.see(`document.querySelector('#panel-check table').ariaRowCount`)).toBe('86')
    await person.pick('Show', 'trunk-zero')
    await person.until(`document.querySelector('#panel-check table').ariaRowCount === '4'`)
    expect(await person.text()).toContain('+447802875370')

    await person.click('button', 'Make the repaired file')
    await person.until(`document.querySelector('#panel-check a[download]')`)
    const repaired = await person.download('check')
    expect(repaired).toContain('+447802875370')
    expect(repaired).not.toContain('+44 (0)780 287 5370')
    expect(String(repaired).split('\n')).toHaveLength(SAMPLE_LINES.length)

    // A kind that is switched off stays as it was.
    await person.click('label.choice', '(0) behind the country code')
    await person.until(`!document.querySelector('#panel-check a[download]')`)
    await person.click('button', 'Make the repaired file')
    await person.until(`document.querySelector('#panel-check a[download]')`)
    const kept = await person.download('check')
    expect(kept).toContain('+44 (0)780 287 5370')
    expect(kept).toContain('+447500291704')

    // And so does a single cell.
    await person.click('label.choice', '(0) behind the country code')
    await person.see(`document.querySelector('#panel-check tbody input').click()`)
    await person.until(`document.querySelector('#repairs').parentElement.innerText.includes('1 cell stays as it is')`)
    await person.click('button', 'Make the repaired file')
    await person.until(`document.querySelector('#panel-check a[download]')`)
    const left = String(await person.download('check'))
    const lines = String(repaired).split('\n')
    expect(left.split('\n').filter((line, at) => line !== lines[at])).toHaveLength(1)
  })

  test('what a column is taken for is chosen in its menu, also where none is known to hold numbers', async () => {
    const list = join(folder, 'list.csv')
    writeFileSync(list, 'Who;Ring them at;Where\nAnna Byrne;(087) 123-4567;Ireland\nBen Roe;+353 1 234 5678;\n')
    await person.click('button', 'Check another file')
    await person.choose('check', list)
    await person.until(`document.querySelector('#panel-check .trouble')`)
    expect(await person.text()).toContain('Choose under Columns which one holds numbers')
    await person.pick('Ring them at', 'phone')
    await person.until(`document.body.innerText.includes('2 contacts')`)
    await person.pick('Where', 'country')
    await person.until(`document.querySelector('#panel-check tbody')?.innerText.includes('+353871234567')`)

    await person.click('button', 'Remember for files with the same columns')
    await person.until(`document.body.innerText.includes('Remembered.')`)
    await person.click('button', 'Check another file')
    await person.choose('check', list)
    await person.until(`document.body.innerText.includes('columns are taken as ringsight.config.json remembers them')`)

    // A known column can be left out, and is then not checked.
    await person.click('button', 'Check another file')
    await person.choose('check', SAMPLE)
    await person.until(`document.querySelector('#panel-check table')?.ariaRowCount === '86'`)
    await person.pick('Mobile Phone Number', 'none')
    await person.until(`document.querySelector('#panel-check table')?.ariaRowCount !== '86'`)
    await person.until(`document.querySelector('#panel-check tbody td')`)
    await person.pick('Mobile Phone Number', '')
    await person.until(`document.querySelector('#panel-check table')?.ariaRowCount === '86'`)
  })

  test('a caller is shown on the phone, with the step that decided, and copied as command and scenario', async () => {
    await person.click('[role=tab]', 'Who is calling?')
    await person.type('#panel-caller input[required]', '+353837247309')
    await person.click('button', 'Call')
    await person.until(`document.querySelector('.phone .card')`)
    expect(await person.see(`document.querySelector('.phone').innerText`)).toMatch(
      /Ciara Connolly\s+Kennedy & O'Brien Legal\s+[\s\S]*EUR 60,000[\s\S]*Missed call: Ciara Connolly/,
    )
    expect(await person.see(`document.querySelector('.outcome').innerText`)).toMatch(
      /Call outcome\s+Incoming call with Ciara Connolly · 1:00\s+Connected\s+Left live message[\s\S]*On the deal/,
    )
    expect(await person.see(`document.querySelector('.decided').innerText`)).toContain('by Mobile Phone Number')
    await person.click('button', 'Copy as scenario')
    await person.until(`document.querySelector('#panel-caller pre')`)
    expect(await person.see(`document.querySelector('#panel-caller pre').innerText`)).toContain('- call: +353837247309')

    await person.click('label', 'iPhone')
    await person.click('button', 'Call')
    await person.until(`document.querySelector('.phone.ios .label')`)
    expect(await person.see(`document.querySelector('.phone.ios').innerText`)).toContain('the app tells nothing of it')
  })

  test('a log is played, against another phone as well; a click on a reason lists its callers', async () => {
    await person.click('[role=tab]', 'Replay calls')
    await person.click('label', 'Compare with another phone')
    await person.see(
      `document.querySelectorAll('#panel-replay fieldset')[1].querySelector('input[type=checkbox]').click()`,
    )
    await person.choose('replay', join(ROOT, 'fixtures/calls/year.xml'), -1)
    await person.until(`document.querySelector('#changes')`)
    expect(await person.text()).toMatch(
      /calls would have been named\s+93 · 51 %[\s\S]*calls would be named there\s+0 · 0 %/,
    )
    await person.pick('Show', 'gained')
    await person.until(`!document.querySelector('#changes').parentElement.querySelector('table')`)
    await person.pick('Show', 'lost')
    await person.until(
      `document.querySelector('#changes').parentElement.querySelector('tbody')?.innerText.includes('Ciara')`,
    )
    await person.click('.bar-button', 'unreadable in the contacts')
    await person.until(`document.body.innerText.includes('Callers: unreadable in the contacts')`)
    await person.until(`document.querySelector('#panel-replay [aria-label="Callers"] table')?.ariaRowCount === '3'`)
    await person.click('#panel-replay button', 'Copy as command')
    await person.until(`document.querySelector('#panel-replay pre')`)
    expect(await person.see(`document.querySelector('#panel-replay pre').innerText`)).toMatch(
      /^ringsight replay year\.xml --contacts sample\.csv .*--against '--platform android .*--caller-id off'$/,
    )
  })

  test('200,000 findings: the table draws few rows, scrolls to the last, and is filtered', async () => {
    const large = join(folder, 'large.csv')
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `P${at},+353 87 1${String(at).padStart(6, '0')},+353 87 2${String(at).padStart(6, '0')}`,
    )
    writeFileSync(large, ['Name,Phone,Mobile', ...rows, 'Last,n/a,'].join('\n'))
    await person.click('[role=tab]', 'Check an export')
    await person.click('button', 'Check another file')
    await person.choose('check', large)
    await person.until(`document.querySelector('#panel-check progress')`)
    await person.until(`document.querySelector('#panel-check table')?.ariaRowCount === '200002'`)
    const rowsDrawn = `document.querySelectorAll('#panel-check tbody tr').length`
    expect(await person.see(rowsDrawn)).toBeLessThan(200)
    await person.see(`{ const box = document.querySelector('#panel-check .lines'); box.scrollTop = box.scrollHeight }`)
    await person.until(`[...document.querySelectorAll('#panel-check tbody tr')].at(-1)?.innerText.includes('n/a')`)
    expect(await person.see(rowsDrawn)).toBeLessThan(200)
    await person.pick('Show', 'text')
    await person.until(`document.querySelector('#panel-check table')?.ariaRowCount === '2'`)
    expect(await person.see(rowsDrawn)).toBe(1)
  })

  test('the store says what waits', async () => {
    await person.click('[role=tab]', 'Outbox and sync')
    await person.until(`document.querySelector('#panel-store').innerText.includes('0 contacts in the store')`)
  })

  test('an error of the command is what the page says', async () => {
    await person.reload()
    await person.until(`document.querySelector('#tab-check')`)
    await person.click('[role=tab]', 'Check an export')
    const png = join(folder, 'picture.csv')
    cpSync(join(ROOT, 'package.json'), png)
    await person.choose('check', png)
    await person.until(`document.querySelector('#panel-check .trouble')`)
    expect(await person.see(`document.querySelector('#panel-check .work .trouble').innerText`)).toMatch(
      /^picture\.csv: /,
    )
  })

  test.each([
    [360, 'light'],
    [3840, 'dark'],
  ] as const)('%i pixels wide, %s: nothing overflows, and axe finds nothing in any tab', async (width, scheme) => {
    await person.sized(width, scheme)
    await person.reload()
    await person.until(`document.querySelector('#tab-check')`)
    await person.click('[role=tab]', 'Check an export')
    await person.choose('check', SAMPLE)
    await person.until(`document.querySelector('#panel-check tbody td')`)
    await person.click('[role=tab]', 'Who is calling?')
    await person.type('#panel-caller input[required]', '+353837247309')
    await person.click('button', 'Call')
    await person.until(`document.querySelector('.outcome')`)
    await person.click('[role=tab]', 'Replay calls')
    await person.click('label', 'Compare with another phone')
    await person.choose('replay', join(ROOT, 'fixtures/calls/year.xml'), -1)
    await person.until(`document.querySelector('#changes')`)
    for (const tab of ['Check an export', 'Who is calling?', 'Replay calls', 'Outbox and sync']) {
      await person.click('[role=tab]', tab)
      expect([tab, await person.violations()]).toEqual([tab, []])
      expect([tab, await person.see('document.documentElement.scrollWidth > innerWidth')]).toEqual([tab, false])
    }
  })

  test('nothing is loaded from elsewhere, and the browser complains of nothing', () => {
    const { origin } = new URL(person.address)
    expect(
      person
        .requests()
        .filter((url) => !url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')),
    ).toEqual([])
    expect(person.complaints()).toEqual([])
    expect(person.errors).toEqual([])
  })
})
