// The page without a mouse, on a slow machine, and once its server has gone. Skipped where there is no browser.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM } from '../chromium.ts'
import { openPerson, type Person, ROOT } from './person.ts'

const SAMPLE = join(ROOT, 'fixtures/contacts/sample.csv')
const FOCUSED = `((on) => on === document.body ? '' : (on.closest('label') ?? on).innerText)(document.activeElement)`

let person: Person
const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-test-'))

/** Presses Tab until the focus is on what has these words. Everything that can be pressed is reached so, or it is not there. */
async function reach(words: string): Promise<void> {
  for (let pressed = 0; pressed < 200; pressed += 1) {
    if (String(await person.see(FOCUSED)).includes(words)) return
    await person.press('Tab')
  }
  throw new Error(`Tab does not reach ${words}`)
}

describe.skipIf(CHROMIUM === undefined)('the page', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    person = await openPerson(join(folder, 'store.db'))
  }, 120_000)
  afterAll(async () => {
    await person.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('by keyboard alone: a file is checked and repaired, a caller is asked for, a reason lists its callers', async () => {
    await person.slowed(6)
    await reach('Check an export')
    await person.press('Tab')
    // The button within the label opens the system's window for files.
    expect(await person.see(`document.activeElement.type`)).toBe('file')
    await person.choose('check', SAMPLE)
    await person.until(`document.querySelector('#panel-check tbody td')`)
    await reach('spaces, brackets or dashes')
    await person.press(' ')
    await reach('Make the repaired file')
    await person.press('Enter')
    await person.until(`document.querySelector('#panel-check a[download]')`)
    const repaired = String(await person.download('check'))
    expect(repaired).toContain('+447802875370')
    expect(repaired).toContain('tel:+353214380695')
    await reach('Download sample-repaired.csv')

    await person.see(`document.querySelector('[role=tab][aria-selected=true]').focus()`)
    await person.press('ArrowRight')
    await person.until(`!document.querySelector('#panel-caller').hidden`)
    await person.press('Tab')
    await person.type('#panel-caller input[required]', '+353837247309')
    await person.press('Enter')
    await person.until(`document.querySelector('.phone .card')?.innerText.includes('Ciara Connolly')`)

    await person.see(`document.querySelector('[role=tab][aria-selected=true]').focus()`)
    await person.press('ArrowRight')
    await person.until(`!document.querySelector('#panel-replay').hidden`)
    await person.choose('replay', join(ROOT, 'fixtures/calls/year.xml'), -1)
    await person.until(`document.querySelector('.bar-button')`)
    await reach('unreadable in the contacts')
    await person.press(' ')
    await person.until(`document.body.innerText.includes('Callers: unreadable in the contacts')`)
    await person.slowed(1)
  })

  test('once its server has gone it says so, and what to do, wherever the person is', async () => {
    await person.stopServer()
    await person.until(`document.body.innerText.includes('Ringsight has stopped. Start it again as before')`)
    await person.click('#panel-replay button', 'Play again')
    await person.until(
      `document.querySelector('#panel-replay .work .trouble')?.innerText.includes('Ringsight has stopped')`,
    )
    await person.click('[role=tab]', 'Check an export')
    await person.click('button', 'Check another file')
    await person.choose('check', SAMPLE)
    await person.until(`document.querySelector('#panel-check .work .trouble')`)
    expect(await person.see(`document.querySelector('#panel-check .work .trouble').innerText`)).toContain(
      'Ringsight has stopped',
    )
  })
})
