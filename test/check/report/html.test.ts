import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openHtmlReport } from '../../../src/check/report/html.ts'
import { widthOf } from '../../../src/check/report/html-bar.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const repaired = place('national', { repair: '+353871234567', detail: { country: 'IE' } })
const pageOf = (findings = [repaired], summary = sumUp(findings), most = 1000) =>
  render(openHtmlReport({ ...OPTIONS, most }), findings, summary)
const textOf = (page: string) =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the page', () => {
  test('says what was checked', () => {
    expect(textOf(pageOf())).toContain(
      'contacts.csv HubSpot contacts export, 40 contacts. Phone numbers from Phone . Country from Country/Region .',
    )
    const columns = { phones: ['Work', 'Home'], country: null, id: null }
    const text = textOf(pageOf([], sumUp([], { source: null, columns, region: 'IE' })))
    expect(text).toContain(
      '40 contacts. Phone numbers from Work , Home . Numbers without a country are read as those of Ireland.',
    )
  })

  test('says how many contacts can be identified before and after repair', () => {
    const text = textOf(pageOf())
    expect(text).toContain('As the file stands 25 % After repair 75 %')
    expect(text).toContain('10 now 20 more with 1 certain repair 10 not even then; 5 of them have no number')
    expect(text).toContain('Ringsight itself identifies 24 (60 %) without any repair.')
  })

  test('draws that as a bar', () => {
    expect(pageOf()).toContain(
      '<rect class="gain" width="75" height="1"/><rect class="now" width="25" height="1"/></svg>',
    )
  })

  test('says what to do next, with the command', () => {
    expect(pageOf()).toContain('<pre><code>ringsight check contacts.csv --fix contacts-repaired.csv</code></pre>')
    expect(textOf(pageOf([]))).not.toContain('What to do next')
  })

  test('has a line for each kind, the most frequent first, which opens to what it means and examples', () => {
    const page = pageOf([repaired, place('text', { value: 'n/a' }), place('text', { value: '?' })])
    const kinds = [...page.matchAll(/<details class="(\w+)">.*?<\/details>/gs)].map(([text]) => textOf(text ?? ''))
    expect(kinds).toHaveLength(2)
    expect(kinds[0]).toContain('words instead of a number error 2 It is not a phone number. Row 2, Phone : n/a')
    expect(kinds[1]).toContain('national form warning 1 all repairable The number has no country code.')
    expect(kinds[1]).toContain(
      "087 123 4567 → +353871234567 · It is read under IE, the contact's own country.".replace("'", '&#39;'),
    )
  })

  test('says when only some of a kind can be repaired', () => {
    const codes = sumUp([repaired]).codes.map((code) => ({ ...code, count: 3 }))
    expect(textOf(pageOf([repaired], sumUp([repaired], { codes })))).toContain('1 repairable')
  })

  test('lists every finding in its place', () => {
    const page = pageOf([repaired, place('empty', { row: 1204, column: null, value: '', id: null })])
    const rows = [...page.matchAll(/<tr role="row" data-code.*?<\/tr>/gs)].map(([text]) => textOf(text ?? '').trim())
    expect(rows[0]).toMatch(/^2 901 Phone 087 123 4567 \+353871234567 national form It is read under IE.* warning$/)
    expect(rows[1]).toBe('1,204 no number note')
    expect(textOf(page)).toContain('2 findings Row')
  })

  test('says how many findings it does not list', () => {
    const many = Array(1200).fill(repaired)
    const page = pageOf(many, sumUp(many), 10)
    expect(page.match(/<tr role="row" data-code/g)).toHaveLength(10)
    expect(textOf(page)).toContain('10 of 1,200 findings are listed')
  })

  test('has no list where nothing may be held, and nothing that leads to it', () => {
    expect(pageOf([repaired], sumUp([repaired]), 0)).not.toMatch(/id="list"|#findings|<script/)
    expect(pageOf()).toContain('<a href="#findings" data-code="national">')
  })

  test('draws the numbers by country, the small ones together', () => {
    const countries = ['IE', 'GB', 'DE', 'FR', 'ES', 'US', 'PL', 'IT', 'NL', 'SE', 'JP', 'CA'].map(
      (country, index) => ({
        country,
        numbers: 100 - index,
      }),
    )
    const text = textOf(pageOf([], sumUp([], { countries: [...countries, { country: null, numbers: 1 }] })))
    expect(text).toContain('Ireland 100 United Kingdom 99')
    expect(text).toContain('Sweden 91 3 more 180')
    expect(textOf(pageOf())).toContain('No single country 4')
  })

  test('says whether the contacts fit on a phone', () => {
    expect(textOf(pageOf())).toContain('all of these fit.')
    const summary = sumUp([], { contacts: 12_345, limit: { contacts: 10_000, isExceeded: true } })
    expect(textOf(pageOf([], summary))).toContain('2,345 of these 12,345 do not fit.')
  })

  test('says that it is not whole', () => {
    expect(textOf(pageOf([], sumUp([], { isComplete: false })))).toContain('The check was interrupted')
  })

  test('of a clean or empty file says so', () => {
    expect(textOf(pageOf([]))).toContain('Nothing is the matter with the phone numbers.')
    const nothing = {
      contacts: 0,
      numbers: 0,
      rejected: 0,
      identifiable: { before: 0, read: 0, after: 0 },
      withoutNumber: 0,
      countries: [],
    }
    const text = textOf(pageOf([], sumUp([], nothing)))
    expect(text).toContain('As the file stands 0 %')
    expect(text).not.toMatch(/NaN|Numbers by country/)
  })
})

describe('the policy', () => {
  const policyOf = (page: string) => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

  test('allows our own style and script, and nothing else', () => {
    const page = pageOf()
    const [style = '', script = ''] = ['style', 'script'].map(
      (name) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(page)?.[1] ?? '',
    )
    expect(policyOf(page)).toBe(
      `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`,
    )
  })

  test('allows no script where there is none', () => {
    expect(pageOf([])).not.toContain('<script')
    expect(policyOf(pageOf([]))).toContain("script-src 'none';")
  })

  test('has nothing to forbid: no address, no inline style, no handler', () => {
    expect(pageOf()).not.toMatch(/https?:|\ssrc=|url\(|@import|\sstyle=|\son\w+=|<link|<img|<iframe/)
  })
})

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"onmouseover="alert(1)', '&quot;onmouseover=&quot;alert(1)'],
  ["'><img src=x onerror=alert(1)>", '&#39;&gt;&lt;img src=x onerror=alert(1)&gt;'],
  ['</title></style></script>', '&lt;/title&gt;&lt;/style&gt;&lt;/script&gt;'],
  ['\u202eevil\u0007', 'evil'],
])('%j is text wherever it stands', (hostile, escaped) => {
  const findings = [place('text', { value: hostile, id: hostile, column: hostile, sentence: hostile, repair: hostile })]
  const columns = { phones: [hostile], country: hostile, id: hostile }
  const page = pageOf(findings, sumUp(findings, { file: hostile, source: hostile, columns, notices: [hostile] }))
  const ours = pageOf([place('text', { repair: 'x' })])
  const tags = (text: string) => [...text.matchAll(/<[a-z!/][^>]*>/gi)].map(([tag]) => tag)
  const known = new Set([...tags(ours), '<p class="notice">'])
  expect(tags(page).filter((tag) => !known.has(tag))).toEqual([])
  expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(page.split(escaped).length).toBeGreaterThan(8)
})

test('what is there at all is seen, and no bar is longer than its track', () => {
  expect([widthOf(0, 10), widthOf(1, 100_000), widthOf(1, 3), widthOf(11, 10), widthOf(1, 0)]).toEqual([
    0, 0.5, 33.33, 100, 0,
  ])
})
