// The page in a real browser, as a person uses it. Skipped where there is none (Debian: apt-get install chromium).
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { argsOf } from '../../src/cli/page-args.ts'
import { openPageServer, type PageServer } from '../../src/page-server/page-server.ts'
// The command of the page is run as a process, from what `npm test` has built.
import { CHROMIUM, openPage, type Page } from '../chromium.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SAMPLE = join(ROOT, 'fixtures/contacts/sample.csv')
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')

let server: PageServer
let page: Page
const errors: unknown[] = []
const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-test-'))

const LONG = { timeout: 120_000 }
const PATIENCE_MS = 60_000

/** Waits until an expression in the page is true. */
async function until(what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!(await page.evaluate(`Boolean(${what})`))) {
    if (Date.now() > end) throw new Error(`the page did not come to: ${what}\n${await text()}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
const text = async () => String(await page.evaluate('document.body.innerText'))
const visible = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.offsetParent !== null)`
const click = (selector: string, words: string) =>
  page.evaluate(`${visible(selector)}.find((each) => each.textContent.includes(${JSON.stringify(words)})).click()`)
async function choose(panel: string, file: string): Promise<void> {
  const { root } = (await page.send('DOM.getDocument')) as { root: { nodeId: number } }
  const selector = `#panel-${panel} input[type=file]`
  const { nodeId } = (await page.send('DOM.querySelector', { nodeId: root.nodeId, selector })) as { nodeId: number }
  await page.send('DOM.setFileInputFiles', { nodeId, files: [file] })
}
async function type(selector: string, value: string): Promise<void> {
  await page.evaluate(`${visible(selector)}[0].focus()`)
  await page.send('Input.insertText', { text: value })
}
async function violations(): Promise<unknown> {
  await page.evaluate(AXE)
  return page.evaluate(
    'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  )
}
async function sized(width: number, scheme: 'light' | 'dark'): Promise<void> {
  await page.send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false })
  await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
}

describe.skipIf(CHROMIUM === undefined)('the page', LONG, () => {
  beforeAll(async () => {
    let ids = 0
    server = await openPageServer({
      port: 0,
      assets: join(ROOT, 'dist/page'),
      module: join(ROOT, 'dist/cli/page-command.js'),
      argsOf,
      again: 'Run ringsight open again.',
      db: join(folder, 'store.db'),
      env: process.env,
      newId: () => `id-${++ids}`,
      onError: (error) => errors.push(error),
    })
    page = await openPage()
    await page.open(server.address)
  }, 120_000)
  afterAll(async () => {
    await page.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('an export is checked, its findings are listed by kind, and the repaired file is downloaded', async () => {
    await choose('check', SAMPLE)
    await until(`document.body.innerText.includes('HubSpot contacts export')`)
    expect(await text()).toMatch(
      /200 contacts[\s\S]*any phone, file as it is\s+187[\s\S]*any phone, file repaired\s+197/,
    )
    await until(`document.querySelector('#panel-check tbody td')`)
    expect(await page.evaluate(`document.querySelector('#panel-check table').ariaRowCount`)).toBe('86')
    await page.evaluate(
      `{ const select = document.querySelector('#panel-check select'); select.value = 'trunk-zero'; select.dispatchEvent(new Event('change', { bubbles: true })) }`,
    )
    await until(`document.querySelector('#panel-check table').ariaRowCount === '4'`)
    expect(await text()).toContain('+447802875370')

    await click('button', 'Make the repaired file')
    await until(`document.querySelector('#panel-check a[download]')`)
    const repaired = await page.evaluate(
      `fetch(document.querySelector('#panel-check a[download]').href).then((answer) => answer.text())`,
    )
    expect(repaired).toContain('+447802875370')
    expect(repaired).not.toContain('+44 (0)780 287 5370')
    expect(String(repaired).split('\n')).toHaveLength(readFileSync(SAMPLE, 'utf8').split('\n').length)

    // A kind that is switched off stays as it was.
    await click('label.choice', '(0) behind the country code')
    await click('button', 'Make the repaired file')
    await until(`!document.querySelector('#panel-check a[download]')`)
    await until(`document.querySelector('#panel-check a[download]')`)
    const kept = await page.evaluate(
      `fetch(document.querySelector('#panel-check a[download]').href).then((answer) => answer.text())`,
    )
    expect(kept).toContain('+44 (0)780 287 5370')
    expect(kept).toContain('+447500291704')
  })

  test('a caller is shown on the phone, with the step that decided, and copied as command and scenario', async () => {
    await click('[role=tab]', 'Who is calling?')
    await type('#panel-caller input[required]', '+353837247309')
    await click('button', 'Call')
    await until(`document.querySelector('.phone .card')`)
    expect(await page.evaluate(`document.querySelector('.phone').innerText`)).toMatch(
      /Ciara Connolly\s+Kennedy & O'Brien Legal\s+[\s\S]*EUR 60,000[\s\S]*Missed call: Ciara Connolly/,
    )
    expect(await page.evaluate(`document.querySelector('.decided').innerText`)).toContain('by Mobile Phone Number')
    await click('button', 'Copy as scenario')
    await until(`document.querySelector('#panel-caller pre')`)
    expect(await page.evaluate(`document.querySelector('#panel-caller pre').innerText`)).toContain(
      '- call: +353837247309',
    )

    await click('label', 'iPhone')
    await click('button', 'Call')
    await until(`document.querySelector('.phone.ios .label')`)
    expect(await page.evaluate(`document.querySelector('.phone.ios').innerText`)).toContain(
      'the app tells nothing of it',
    )
  })

  test('the store says what waits', async () => {
    await click('[role=tab]', 'Outbox and sync')
    await until(`document.querySelector('#panel-store').innerText.includes('0 contacts in the store')`)
  })

  test('an error of the command is what the page says', async () => {
    await page.open(new URL('/', server.address).href)
    await until(`document.querySelector('#tab-check')`)
    await click('[role=tab]', 'Check an export')
    const png = join(folder, 'picture.csv')
    cpSync(join(ROOT, 'package.json'), png)
    await choose('check', png)
    await until(`document.querySelector('#panel-check .trouble')`)
    expect(await page.evaluate(`document.querySelector('#panel-check .work .trouble').innerText`)).toMatch(
      /^picture\.csv: /,
    )
  })

  test.each([
    [360, 'light'],
    [3840, 'dark'],
  ] as const)('%i pixels wide, %s: nothing overflows, and axe finds nothing in any tab', async (width, scheme) => {
    await sized(width, scheme)
    await page.open(new URL('/', server.address).href)
    await until(`document.querySelector('#tab-check')`)
    await click('[role=tab]', 'Check an export')
    await choose('check', SAMPLE)
    await until(`document.querySelector('#panel-check tbody td')`)
    for (const tab of ['Check an export', 'Who is calling?', 'Replay calls', 'Outbox and sync']) {
      await click('[role=tab]', tab)
      expect([tab, await violations()]).toEqual([tab, []])
      expect([tab, await page.evaluate('document.documentElement.scrollWidth > innerWidth')]).toEqual([tab, false])
    }
  })

  test('nothing is loaded from elsewhere, and the browser complains of nothing', () => {
    const { origin } = new URL(server.address)
    expect(
      page.requests().filter((url) => !url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')),
    ).toEqual([])
    expect(page.complaints()).toEqual([])
    expect(errors).toEqual([])
  })
})
