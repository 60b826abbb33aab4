// The page of a check in a real browser. Skipped where there is none (Debian: apt-get install chromium).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlacedFinding } from '../../../src/check/file.ts'
import { openHtmlReport } from '../../../src/check/report/html.ts'
import { CHROMIUM, openPage, type Page } from '../../chromium.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const HOSTILE = `<script>hacked=1</script>"onmouseover="hacked=1'><img src=x onerror=hacked=1>`
const FINDINGS: readonly PlacedFinding[] = [
  place('national', { row: 2, id: '903', value: '087 123 4567', repair: '+353871234567', detail: { country: 'IE' } }),
  place('text', { row: 10, id: '902', value: 'call reception' }),
  place('empty', { row: 9, id: '901', column: null, value: '' }),
  place('text', { row: 1204, id: HOSTILE, value: HOSTILE, column: HOSTILE }),
  place('too-long', { row: 30, id: 'x'.repeat(300), value: '1'.repeat(300), column: 'y'.repeat(300) }),
]

describe.skipIf(CHROMIUM === undefined)('in Chromium, the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-'))
  const path = join(folder, 'report.html')
  const columns = { phones: [HOSTILE, 'y'.repeat(300)], country: HOSTILE, id: null }
  let page: Page

  beforeAll(async () => {
    const summary = sumUp(FINDINGS, { file: `${HOSTILE}.csv`, columns, notices: [HOSTILE], isComplete: false })
    writeFileSync(path, render(openHtmlReport(OPTIONS), FINDINGS, summary))
    page = await openPage()
  }, 60_000)
  afterAll(async () => {
    await page.close()
    rmSync(folder, { recursive: true })
  })

  const open = async (scheme = 'light', width = 1280) => {
    await page.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 500,
    })
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
    await page.open(`file://${path}`)
  }
  const rowsShown = () =>
    page.evaluate(`[...document.querySelectorAll('tbody tr[data-code]')].filter((row) => row.offsetHeight > 0)
      .map((row) => row.cells[0].textContent).join(' ')`)
  const sortBy = (column: number) => page.evaluate(`document.querySelectorAll('#list thead button')[${column}].click()`)
  const choose = (name: string, value: string) =>
    page.evaluate(`{ const field = document.querySelector('[name=${name}]'); field.value = ${JSON.stringify(value)}
      field.dispatchEvent(new Event('input', { bubbles: true })) }`)

  test('asks for nothing, runs nothing of the file, and breaks no rule of its own', async () => {
    await open()
    expect(page.requests()).toEqual([`file://${path}`])
    expect(page.complaints()).toEqual([])
    expect(await page.evaluate('typeof hacked')).toBe('undefined')
    expect(await page.evaluate(`document.querySelectorAll('img, [onmouseover]').length`)).toBe(0)
    expect(await page.evaluate(`document.querySelectorAll('script').length`)).toBe(1)
  })

  test('would be stopped from running a script of the file', async () => {
    await open()
    await page.evaluate(
      `{ const script = document.createElement('script'); script.textContent = 'hacked = 1'; document.body.append(script) }`,
    )
    expect(await page.evaluate('typeof hacked')).toBe('undefined')
  })

  test('sorts by a column, the other way at the second click, empty cells last', async () => {
    await open()
    await sortBy(0)
    expect(await rowsShown()).toBe('2 9 10 30 1,204')
    await sortBy(0)
    expect(await rowsShown()).toBe('1,204 30 10 9 2')
    expect(await page.evaluate(`document.querySelector('#list th').getAttribute('aria-sort')`)).toBe('descending')
    await sortBy(3)
    expect(String(await rowsShown()).endsWith(' 9')).toBe(true)
    await sortBy(3)
    expect(String(await rowsShown()).endsWith(' 9')).toBe(true)
    await sortBy(6)
    expect(String(await rowsShown()).endsWith('2 9')).toBe(true)
    expect(await page.evaluate(`document.querySelectorAll('#list th[aria-sort]').length`)).toBe(1)
  })

  test('filters by text, finding and severity, and says how many are left', async () => {
    await open()
    const status = () => page.evaluate(`document.getElementById('status').textContent`)
    await choose('text', 'RECEPTION call')
    expect([await rowsShown(), await status()]).toEqual(['10', '1 of 5 listed findings'])
    await choose('text', '')
    await choose('code', 'text')
    expect(await rowsShown()).toBe('10 1,204')
    await choose('severity', 'note')
    expect([await rowsShown(), await status()]).toEqual(['', '0 of 5 listed findings'])
    await choose('code', '')
    expect(await rowsShown()).toBe('9')
    await choose('severity', '')
    expect([await rowsShown(), await status()]).toEqual(['2 10 9 1,204 30', '5 findings'])
  })

  test('goes from a kind to its findings', async () => {
    await open()
    await choose('text', 'reception')
    await page.evaluate(`document.querySelector('a[data-code=text]').click()`)
    expect(await rowsShown()).toBe('10 1,204')
    expect(
      await page.evaluate(`document.querySelector('[name=code]').value + document.querySelector('[name=text]').value`),
    ).toBe('text')
  })

  test('without scripts still shows everything, and nothing that would not work', async () => {
    await page.send('Emulation.setScriptExecutionDisabled', { value: true })
    await open('light', 390)
    expect(await rowsShown()).toBe('2 10 9 1,204 30')
    expect(await page.evaluate(`document.getElementById('filter').offsetHeight`)).toBe(0)
    expect(await page.evaluate(`document.querySelectorAll('button').length`)).toBe(0)
    await page.send('Emulation.setScriptExecutionDisabled', { value: false })
  })

  test.each([320, 360, 390, 768, 1280])('%i pixels wide, fits without scrolling sideways', async (width) => {
    await open('light', width)
    await page.evaluate(`document.querySelectorAll('details').forEach((kind) => { kind.open = true })`)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  test.each([
    ['light', 1280],
    ['light', 390],
    ['dark', 1280],
    ['dark', 390],
  ])('has text that stands out from what is behind it: %s, %i pixels', async (scheme, width) => {
    await open(scheme, width)
    await page.evaluate(`document.querySelectorAll('details').forEach((kind) => { kind.open = true })`)
    expect(await page.evaluate(PALE_TEXTS)).toEqual([])
  })

  test('has landmarks, one heading of all, and a name for every control, header and section', async () => {
    await open()
    const count = (selector: string) => page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`)
    expect(await count('html[lang]')).toBe(1)
    expect([await count('header'), await count('main'), await count('footer'), await count('h1')]).toEqual([1, 1, 1, 1])
    expect(await count('th:not([scope])')).toBe(0)
    expect(await count('svg:not([aria-hidden])')).toBe(0)
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('input, select')].every((field) => field.labels.length === 1)`,
      ),
    ).toBe(true)
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('[aria-labelledby]')].every((part) => document.getElementById(part.getAttribute('aria-labelledby')) !== null)`,
      ),
    ).toBe(true)
    expect(await count('section:not([aria-labelledby])')).toBe(0)
  })

  test('on paper opens every kind and leaves out the controls', async () => {
    await open()
    await page.send('Emulation.setEmulatedMedia', { media: 'print' })
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
    expect(await page.evaluate(`document.querySelectorAll('details:not([open])').length`)).toBe(0)
    expect(await page.evaluate(`document.getElementById('filter').offsetHeight`)).toBe(0)
    await page.send('Emulation.setEmulatedMedia', { media: '' })
  })
})

// Contrast by WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
const PALE_TEXTS = `(() => {
  const read = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const light = (colour) => {
    const [r, g, b] = read(colour).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (read(colour)[3] !== 0) return colour
    }
    return 'rgb(255, 255, 255)'
  }
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')
  return [...document.querySelectorAll('body *')].filter((element) => hasText(element) && element.offsetHeight > 0).flatMap((element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a)
    const ratio = (one + 0.05) / (other + 0.05)
    return ratio < 4.5 ? [element.className + ' ' + element.textContent.slice(0, 40) + ' ' + ratio.toFixed(2)] : []
  })
})()`
