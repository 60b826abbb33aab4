import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarkdownReport } from '../../../src/check/report/markdown.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const repaired = place('national', { repair: '+353871234567', detail: { country: 'IE' } })

test('what the file is, how many contacts can be identified, what to do, and what was found', () => {
  const text = render(openMarkdownReport({ ...OPTIONS, most: 50 }), [repaired])
  expect(text).toContain('## Phone numbers in `contacts.csv`\n')
  expect(text).toContain('HubSpot contacts export. Phone columns: `Phone`. Country from `Country/Region`.')
  expect(text).toContain('| **Contacts that can be identified as the file stands** | 10 | 25 % |')
  expect(text).toContain('| **Contacts that can be identified once it is repaired** | 30 | 75 % |')
  expect(text).toContain('\n\n    ringsight check contacts.csv --fix contacts-repaired.csv\n\n')
  expect(text).toContain('| national form | warning | 1 | 1 | The number has no country code. (`national`) |')
  expect(text).toContain(
    "| 2 | `901` | `Phone` | `087 123 4567` | `+353871234567` | **warning** national form. It is read under IE, the contact's own country. |",
  )
})

test('a clean file has neither steps nor findings', () => {
  const text = render(openMarkdownReport({ ...OPTIONS, most: 50 }), [])
  expect(text).not.toMatch(/### /)
  expect(text).not.toContain('<details>')
})

test('notices and the limit of 10,000 are said', () => {
  const more = {
    isComplete: false,
    notices: ['Odd lines.'],
    contacts: 12_000,
    limit: { contacts: 10_000, isExceeded: true },
    region: 'IE',
  }
  const text = render(openMarkdownReport({ ...OPTIONS, most: 50 }), [], sumUp([], more))
  expect(text).toContain('> The check was interrupted: these are its figures so far.\\\n> Odd lines.\n')
  expect(text).toContain('holds 10,000 contacts on a phone (the profile article): 2,000 of these 12,000 do not fit.')
  expect(text).toContain('read under IE')
})

test('findings beyond those that may be held are counted', () => {
  const text = render(openMarkdownReport({ ...OPTIONS, most: 3 }), Array(1200).fill(repaired))
  expect(text.match(/^\| 2 \|/gm)).toHaveLength(3)
  expect(text).toContain('<summary>3 findings of 1,200</summary>')
  expect(text).toContain('1,197 more are not listed here')
})

test('a comment on GitHub holds it, however long the cells are', () => {
  const pipes = '|'.repeat(1000)
  const long = place('text', { value: pipes, id: pipes, column: pipes, sentence: pipes })
  const texts = [repaired, long].map((each) =>
    render(openMarkdownReport({ ...OPTIONS, most: 5000 }), Array(5000).fill(each)),
  )
  for (const text of texts) expect(text.length).toBeLessThan(65_536)
  const listed = texts.map((text) => text.match(/^\| 2 \|/gm)?.length)
  expect(listed[0]).toBe(100)
  expect(listed[1]).toBeGreaterThan(5)
  expect(texts[1]).toContain(`<summary>${listed[1]} findings of 5,000</summary>`)
})

describe('what stands in a cell is no markup', () => {
  const lineOf = (value: string) => {
    const text = render(openMarkdownReport({ ...OPTIONS, most: 1 }), [
      place('text', { value, column: value, sentence: value }),
    ])
    return text.split('\n').find((line) => line.startsWith('| 2 |')) ?? ''
  }

  test.each([
    ['a|b', '<code>a&#124;b</code>', 'a&#124;b'],
    ['a\\|b', '<code>a&#92;&#124;b</code>', 'a&#92;&#124;b'],
    ['`x`', '<code>&#96;x&#96;</code>', '&#96;x&#96;'],
    ['<b>', '`<b>`', '&#60;b&#62;'],
    ['[a](b)', '`[a](b)`', '&#91;a&#93;(b)'],
    ['@team', '`@team`', '&#64;<!-- -->team'],
    ['&lt;', '`&lt;`', '&#38;lt;'],
    ['**x**', '`**x**`', '&#42;&#42;x&#42;&#42;'],
  ])('%s', (value, asCode, asText) => {
    expect(lineOf(value)).toBe(
      `| 2 | \`901\` | ${asCode} | ${asCode} |  | **error** words instead of a number. ${asText} |`,
    )
  })

  test('whatever it is: the table keeps its six cells, and no tag is opened', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'|\\`<>[]*_&@\n\r\t a1') }), (value) => {
        const line = lineOf(value)
        expect(line.replace(/\\./g, '').split('|')).toHaveLength(8)
        const outsideCode = line.replace(/`[^`]*`/g, '').replace(/<\/?code>|<!-- -->/g, '')
        expect(outsideCode).not.toMatch(/[<>`\\]/)
      }),
    )
  })

  test("nor a file's name, in its heading and its command", () => {
    const text = render(
      openMarkdownReport({ ...OPTIONS, most: 1 }),
      [repaired],
      sumUp([repaired], { file: '`a\n# b|<i>.csv' }),
    )
    expect(text).toContain('## Phone numbers in <code>&#96;a &#35; b&#124;&#60;i&#62;.csv</code>\n')
    expect(text).toContain("    ringsight check '`a # b|<i>.csv' --fix '`a # b|<i>-repaired.csv'\n")
  })
})
