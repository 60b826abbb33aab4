import { expect, test } from 'vitest'
import { nextSteps } from '../../../src/check/report/next.ts'
import { OPTIONS, place, sumUp } from './checked.ts'

const repaired = place('format', { repair: '+353871234567' })
const commands = (...summary: Parameters<typeof sumUp>) =>
  nextSteps(sumUp(...summary)).map(({ next }) => next && OPTIONS.commandFor(next))

test('a clean file needs nothing', () => {
  expect(nextSteps(sumUp([]))).toEqual([])
})

test('what can be repaired is repaired by a command', () => {
  expect(commands([repaired])).toEqual(['ringsight check contacts.csv --fix contacts-repaired.csv'])
  expect(nextSteps(sumUp([repaired]))[0]?.sentence).toContain('1 repaired cell ')
})

test('a country that was stated is stated again', () => {
  expect(commands([repaired], { region: 'IE' })).toEqual([
    'ringsight check contacts.csv --region IE --fix contacts-repaired.csv',
  ])
})

test('without a country, the first step is to state one, if none was', () => {
  const lost = place('no-country')
  expect(commands([lost, repaired])[0]).toBe('ringsight check contacts.csv --region IE')
  const countries = [null, 'DE', 'FR'].map((country) => ({ country, numbers: 1 }))
  expect(commands([lost], { countries })[0]).toBe('ringsight check contacts.csv --region DE')
  expect(nextSteps(sumUp([lost], { countries }))[0]?.sentence).toContain('for example with Germany')
  expect(commands([lost], { countries: [] })[0]).toBe('ringsight check contacts.csv --region IE')
  expect(nextSteps(sumUp([lost]))[0]?.sentence).toMatch(/^One number has no country/)
  expect(commands([lost], { region: 'DE' })).toEqual([null])
})

test('lost digits ask for another export, errors for a person', () => {
  const sentences = nextSteps(sumUp([place('date'), place('precision-lost')])).map(({ sentence }) => sentence)
  expect(sentences).toEqual([expect.stringMatching(/^2 numbers lost digits/), expect.stringMatching(/in the CRM\.$/)])
})

test.each([
  ['my file.csv', "'my file.csv'", "'my file-repaired.csv'"],
  ["o'brien.csv", "'o'\\''brien.csv'", "'o'\\''brien-repaired.csv'"],
  ['a;rm -rf.csv', "'a;rm -rf.csv'", "'a;rm -rf-repaired.csv'"],
  ['$(date).csv', "'$(date).csv'", "'$(date)-repaired.csv'"],
  ['-rf.csv', './-rf.csv', './-rf-repaired.csv'],
  ['a\u001b[31m\n.csv', "'a .csv'", "'a -repaired.csv'"],
  ['export.CSV.gz', 'export.CSV.gz', 'export-repaired.CSV.gz'],
  ['a.b/contacts', 'a.b/contacts', 'a.b/contacts-repaired'],
  ['-', '-', 'repaired.csv'],
])('a shell takes %j for one file', (file, input, output) => {
  expect(commands([repaired], { file })).toEqual([`ringsight check ${input} --fix ${output}`])
})
