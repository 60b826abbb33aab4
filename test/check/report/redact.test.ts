import { describe, expect, test } from 'vitest'
import { hideQuoted, openRedaction } from '../../../src/check/report/redact.ts'
import { place, sumUp } from './checked.ts'

const HEADERS = ['Record ID', 'Anna', 'Phone Number', '+353871234567']
const { finding: redactFinding, summary: redactSummary } = openRedaction({
  headers: HEADERS,
  phones: ['Phone Number', '+353871234567'],
  id: 'Record ID',
})

describe('redacted', () => {
  const placed = place('several-numbers', {
    value: '+353871234567; +353861234568',
    repair: '+353871234567',
    detail: { numbers: ['+353871234567', '+353861234568'], perhaps: '+353851234569', column: 1 },
  })

  test('a finding holds no number and no header that is not known', () => {
    const { value, finding, sentence } = redactFinding(placed)
    expect(value).toBe('…68')
    expect(finding).toMatchObject({ repair: '…67', detail: { numbers: ['…67', '…68'], perhaps: '…69' } })
    expect(sentence).toContain('It holds …67 and …68. With a + it would be …69. column 4 is empty')
  })

  test('of an old spelling only the year stays', () => {
    const { finding, sentence } = redactFinding(
      place('old-spelling', { detail: { now: '+5551991234567', since: '2016' } }),
    )
    expect(finding.detail).toEqual({ now: '…67', since: '2016' })
    expect(sentence).toContain('Since 2016 it is …67.')
  })

  test('a sentence is made anew, whatever stood in it', () => {
    expect(redactFinding(place('text', { sentence: 'Anna of １２３４５６７８' })).sentence).toBe(
      'It is not a phone number.',
    )
  })

  test('a fact that is not known to be harmless is hidden', () => {
    const detail = { country: 'IE', stated: 'Anna 12345', others: ['Bob 678'] } as object
    expect(redactFinding(place('national', { detail })).finding.detail).toEqual({
      country: 'IE',
      stated: '…45',
      others: ['…78'],
    })
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
    ['anna-2', '…'],
    ['AnnaMueller1980', '…'],
    ['zcrm_4876876000000', 'zcrm_4876876000000'],
    ['0035g00000AbCdE', '0035g00000AbCdE'],
    ['+353871234567', '…'],
    [null, null],
  ])('the record id %j shows as %j', (id, shown) => expect(redactFinding(place('text', { id })).id).toBe(shown))

  test('a record id of a column without a known label is hidden, though it looks like one', () => {
    const { finding } = openRedaction({ headers: ['Nobody knows'], phones: [], id: 'Nobody knows' })
    expect(finding(place('text', { id: '353871234567' })).id).toBe('…')
  })

  test.each([
    ['Phone Number', 'Phone Number'],
    [' phone number', ' phone number'],
    ['Phone 2', 'Phone 2'],
    ['Anna', 'column 2'],
    ['+353871234567', 'column 4'],
    ['Phone Anna', '…'],
    ['電話番号', '電話番号'],
    ['Phone 353871234567', '…'],
  ])('the header %j shows as %j', (header, shown) =>
    expect(redactFinding(place('text', { column: header })).column).toBe(shown),
  )

  test('a summary holds no header that is not known, and says that it is redacted', () => {
    const columns = { phones: ['Phone Number', '+353871234567'], country: 'Anna, else Country/Region', id: 'Bob' }
    const redacted = redactSummary(sumUp([placed], { columns, notices: ['3 lines are not UTF-8'] }))
    expect(redacted.columns).toEqual({
      phones: ['Phone Number', 'column 4'],
      country: 'column 2, else Country/Region',
      id: '…',
    })
    expect(JSON.stringify(redacted.codes)).not.toMatch(/\d{6}/)
    expect(redacted.notices).toEqual(['3 lines are not UTF-8', expect.stringMatching(/^Redacted/)])
  })
})

test.each([
  ['only the first visible sheet, "A"b", is read, not "C"', 'only the first visible sheet, "…"'],
  ['its part xl/Anna is missing.xml is missing. Get it anew', 'its part … is missing. Get it anew'],
  ['its part Anna cannot be read (damaged)', 'its part … cannot be read (damaged)'],
  ['2 rows', '2 rows'],
])('a message quotes nothing: %s', (message, hidden) => expect(hideQuoted(message)).toBe(hidden))

test('a message of any length is hidden in time', () => {
  expect(hideQuoted(`"${'its part "'.repeat(200_000)}`)).toBe('"…"')
})
