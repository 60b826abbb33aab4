import { describe, expect, test } from 'vitest'
import { redactFinding, redactSummary } from '../../src/check-report/redact.ts'
import { place, sumUp } from './checked.ts'

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
    ['anna-2', '…'],
    ['AnnaMueller1980', '…'],
    ['zcrm_4876876000000', 'zcrm_4876876000000'],
    ['0035g00000AbCdE', '0035g00000AbCdE'],
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
