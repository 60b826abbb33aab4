import { describe, expect, test } from 'vitest'
import { auditRow } from '../../src/core/audit.ts'
import { describeFinding, FINDINGS, type FindingCode, type FindingWords, newFinding } from '../../src/core/finding.ts'

const WORDS: FindingWords = { column: (index) => `column ${index + 1}`, number: (e164) => `<${e164}>` }

function describeCell(texts: readonly string[], country: string | null, region: string | null = null): string[] {
  return auditRow(texts, { country, region }).flatMap(({ findings }) =>
    findings.map((finding) => describeFinding(finding, WORDS)),
  )
}

describe('every code', () => {
  const codes = Object.keys(FINDINGS) as FindingCode[]

  test.each(codes)('%s has a title and a plain sentence', (code) => {
    const { severity, title, sentence } = FINDINGS[code]
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
    expect(title.length).toBeLessThan(40)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(newFinding(code)).toEqual({ code, severity, repair: null, detail: {} })
    expect(describeFinding(newFinding(code), WORDS)).toBe(sentence)
  })

  test('has a title of its own', () => {
    const titles = codes.map((code) => FINDINGS[code].title)
    expect(new Set(titles).size).toBe(codes.length)
  })
})

describe('the facts stand behind the sentence', () => {
  test.each([
    ['087 123 4567', 'IE', null, "It is read under IE, the contact's own country."],
    ['087 123 4567', null, 'IE', 'It is read under IE, the country stated for the file.'],
    ['+353871234567', 'DE', null, "The contact's country is DE."],
    ['353871234567', null, null, 'With a + it would be <+353871234567>.'],
    ['anna@acme.example', null, null, 'It looks like an e-mail address.'],
    ['+353871234567; +353861234567', null, null, 'It holds <+353871234567> and <+353861234567>.'],
    ['087 123 4567, 8', 'IE', null, 'It may also be the end of a second number: it is not changed.'],
  ])('%s in %s or %s: %s', (text, country, region, fact) => {
    expect(describeCell([text], country, region).at(-1)).toMatch(new RegExp(`\\. ${fact.replace(/[+.]/g, '\\$&')}$`))
  })

  test('with the headers of the reader', () => {
    expect(describeCell(['+353871234567', '+353871234567'], null)[0]).toContain('See column 1.')
    expect(describeCell(['+353871234567; +353861234567', ''], null)[0]).toContain('column 2 is empty and could take')
    expect(describeFinding(newFinding('shared-number', null, { row: 12 }), WORDS)).toContain('See row 12.')
  })

  test('and numbers only as the reader lets them be shown', () => {
    const redacted: FindingWords = { ...WORDS, number: () => '…' }
    const [finding] = auditRow(['353871234567'], { country: null, region: null })[0]?.findings ?? []
    if (finding === undefined) throw new Error('expected a finding')
    expect(describeFinding(finding, redacted)).toContain('it would be ….')
    expect(describeFinding(finding, redacted)).not.toMatch(/\d{3}/)
  })
})
