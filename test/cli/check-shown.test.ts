import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  listNotices,
  redactFinding,
  redactSummary,
  showCounted,
  showCountry,
  showFacts,
  showShare,
  showValue,
} from '../../src/cli/check-shown.ts'
import { safeLine } from '../../src/core/text.ts'
import { place, sumUp } from './checked.ts'

describe('a cell', () => {
  test.each([
    ['087 123 4567', '087 123 4567'],
    ['+353\u200b87', '+353[U+200B]87'],
    ['\u202a+34674\u202c', '[U+202A]+34674[U+202C]'],
    ['087\u00a0123', '087[U+00A0]123'],
    ['087\r\n086\n085', '087↵086↵085'],
    ['087\t1', '087[U+0009]1'],
    [' 087 ', '[U+0020]087[U+0020]'],
    ['087  1', '087[U+0020][U+0020]1'],
    ['\u001b[31mred', '[U+001B][31mred'],
    ['\u0000', '[U+0000]'],
    ['\ud800', '[U+D800]'],
    ['\u{e0041}', '[U+E0041]'],
    ['٠٨٧', '٠٨٧'],
    ['', ''],
  ])('%j shows as %s', (value, shown) => expect(showValue(value)).toBe(shown))

  test('of any length is at most 120 characters long', () => {
    expect(showValue('1'.repeat(180_000))).toBe(`${'1'.repeat(119)}…`)
  })

  test('whatever it holds, shows nothing that safeLine would take away', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (value) => {
        const shown = showValue(value)
        expect(safeLine(shown)).toBe(shown)
        expect(showValue(shown)).toBe(shown)
      }),
    )
  })
})

test.each([
  [0, 0, '0 %'],
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [1, 3, '33 %'],
  [1, 250, '0.4 %'],
  [1, 1_000_000, 'under 0.1 %'],
  [997, 1000, '99.7 %'],
  [999_999, 1_000_000, 'over 99.9 %'],
])('%i of %i is %s', (part, whole, shown) => expect(showShare(part, whole)).toBe(shown))

test('counts and countries as people write them', () => {
  expect([showCounted(1, 'contact'), showCounted(12_345, 'contact')]).toEqual(['1 contact', '12,345 contacts'])
  expect([showCountry('IE'), showCountry(null)]).toEqual(['Ireland', 'No single country'])
})

test('the facts of a finding are what its sentence says beyond its kind', () => {
  expect(showFacts(place('shared-number', { detail: { row: 12 } }))).toBe('See row 12.')
  expect(showFacts(place('text'))).toBe('')
  expect(showFacts(place('text', { sentence: 'Something else.' }))).toBe('Something else.')
})

test('what is to be known of the check itself is said', () => {
  expect(listNotices(sumUp([]))).toEqual([])
  const notices = listNotices(sumUp([], { isComplete: false, allNumbersCompared: false, notices: ['Odd lines.'] }))
  expect(notices).toEqual([expect.stringMatching(/interrupted/), 'Odd lines.', expect.stringMatching(/repetitions/)])
})

describe('redacted', () => {
  const placed = place('several-numbers', {
    value: '+353871234567; +353861234568',
    repair: '+353871234567',
    detail: { numbers: ['+353871234567', '+353861234568'], perhaps: '+353851234569' },
  })

  test('a finding holds no number', () => {
    const { value, finding, sentence } = redactFinding(placed)
    expect(value).toBe('…68')
    expect(finding).toMatchObject({ repair: '…67', detail: { numbers: ['…67', '…68'], perhaps: '…69' } })
    expect(sentence).toContain('It holds …67 and …68. Behind a + it would be …69.')
  })

  test('a sentence of any length is redacted in time', () => {
    const long = 'a'.repeat(180_000)
    expect(
      redactFinding(place('text', { sentence: `${long}@ ${long} +35387 123 4567 anna@acme.example.` })).sentence,
    ).toBe(`… ${long} …67 …`)
  })

  test('a cell of words holds none, and an empty one stays empty', () => {
    expect(redactFinding(place('text', { value: 'call Anna' })).value).toBe('…')
    expect(redactFinding(place('empty', { value: '' })).value).toBe('')
  })

  test.each([
    ['901', '901'],
    ['0035g00000AbCdEFGH', '0035g00000AbCdEFGH'],
    ['urn:uuid:2cb1f8a4-4a1e-4a6e-8b5f-0d6f5a0c6a11', 'urn:uuid:2cb1f8a4-4a1e-4a6e-8b5f-0d6f5a0c6a11'],
    ['anna@acme.example', '…'],
    ['Anna', '…'],
    ['Anna 2', '…'],
    ['+353871234567', '…'],
    [null, null],
  ])('the record id %j shows as %j', (id, shown) => expect(redactFinding(place('text', { id })).id).toBe(shown))

  test('headers stay, unless a contact stands in their place', () => {
    const columns = { phones: ['Phone 2', '+353871234567'], country: null, id: 'anna@acme.example' }
    expect(redactSummary(sumUp([], { columns })).columns).toEqual({
      phones: ['Phone 2', '…67'],
      country: null,
      id: '…',
    })
    expect(redactFinding(place('text', { column: '0871234567' })).column).toBe('…67')
  })

  test('a summary holds no number in its examples and notices, and says so', () => {
    const notices = ['Row 3 belongs to anna@acme.example, +353 87 123-4567.']
    const redacted = redactSummary(sumUp([placed], { notices }))
    expect(JSON.stringify(redacted)).not.toMatch(/\d{6}|anna|123-/)
    expect(redacted.notices).toEqual(['Row 3 belongs to … …67.', expect.stringMatching(/^Redacted/)])
  })
})
