import { describe, expect, test } from 'vitest'
import { openHtmlReport } from '../../../src/check/report/html.ts'
import { openJsonReport } from '../../../src/check/report/json.ts'
import { describeLeft, findLeft } from '../../../src/check/report/left.ts'
import { openMarkdownReport } from '../../../src/check/report/markdown.ts'
import { nextSteps } from '../../../src/check/report/next.ts'
import { OPTIONS, place, render, sumUp } from './checked.ts'

const findings = [place('format', { repair: '+353871234567' }), place('format'), place('text'), place('empty')]
const repaired = sumUp(findings, { isRepaired: true })

test('what is left is what has no certain repair and does harm', () => {
  expect(findLeft(repaired)).toEqual({
    contacts: 10,
    withoutNumber: 5,
    codes: [expect.objectContaining({ code: 'format', count: 1 }), expect.objectContaining({ code: 'text', count: 1 })],
  })
  expect(findLeft(sumUp(findings))).toBeNull()
})

test.each([
  [10, 5, 40, 'Some phones still cannot identify 10 of 40 contacts; 5 of them have no number.'],
  [1, 0, 1, 'Some phones still cannot identify 1 of 1 contact.'],
  [0, 0, 3, 'Every phone identifies every contact of the repaired file.'],
])('%i without, %i without number, of %i', (contacts, withoutNumber, rows, sentence) =>
  expect(describeLeft({ contacts, withoutNumber, codes: [] }, rows)).toBe(sentence),
)

describe.each([
  ['Markdown', () => openMarkdownReport(OPTIONS)],
  ['HTML', () => openHtmlReport(OPTIONS)],
])('a report as %s', (_kind, open) => {
  test('says what is left once the file is written again, and not before', () => {
    const text = render(open(), findings, repaired)
    expect(text).toContain('What is left after the repairs')
    expect(text).toContain('Some phones still cannot identify 10 of 40 contacts')
    expect(render(open(), findings)).not.toContain('What is left')
  })
})

test('JSON has it as figures', () => {
  const { file } = JSON.parse(render(openJsonReport(), findings, repaired)) as { file: { left: unknown } }
  expect(file.left).toMatchObject({ contacts: 10, withoutNumber: 5 })
})

test('a file that is written is not to be written again', () => {
  const commands = (summary: typeof repaired) => nextSteps(summary).map(({ next }) => next?.fix)
  expect(commands(sumUp(findings))).toContain('contacts-repaired.csv')
  expect(commands(repaired)).not.toContain('contacts-repaired.csv')
})
