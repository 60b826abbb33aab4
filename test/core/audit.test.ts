import fc from 'fast-check'
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { type AuditedCell, auditRow } from '../../src/core/audit.ts'
import { openChance } from '../../src/core/chance.ts'
import { numberCases } from './number/cases.ts'

type Country = string | null

function audit(text: string, country: Country = null, region: Country = null): AuditedCell {
  const [cell] = auditRow([text], { country, region })
  if (cell === undefined) throw new Error('expected a cell')
  return cell
}

const codesOf = ({ findings }: AuditedCell) => findings.map(({ code }) => code).join(' ')
const auditedAs = (cell: AuditedCell) => [codesOf(cell), cell.repair, `${cell.before} ${cell.after}`]

const ANNA = '+353871234567'

test('R-02 a number in + form without spaces is recognised by every phone, and nothing is said of it', () => {
  expect(audit(ANNA, 'IE')).toMatchObject({ findings: [], repair: null, before: 'always', after: 'always' })
  expect(audit(ANNA).number?.e164).toBe(ANNA)
})

describe('R-28 an old spelling is told, with what is dialled today', () => {
  test.each([
    ['+5215512345678', null, ['old-spelling', '+525512345678', 'read always']],
    ['+52 1 55 1234 5678', null, ['format old-spelling', '+525512345678', 'read always']],
    ['+555191234567', null, ['old-spelling', null, 'read read']],
    ['(51) 9123-4567', 'BR', ['national old-spelling', null, 'read read']],
    ['+5551991234567', null, ['', null, 'always always']],
    ['+541123456789', null, ['', null, 'always always']],
  ])('%j of a contact in %s; no digit is added', (text, country, expected) => {
    expect(auditedAs(audit(text, country))).toEqual(expected)
  })

  test('a placeholder is one behind the digit of a spelling, too', () => {
    expect(codesOf(audit('+5491111111111'))).toBe('placeholder')
  })
})

describe('R-22 what is certain is repaired', () => {
  test.each([
    ['format', '+353 87 123 4567', null, ANNA],
    ['format', '(+353) 87-123.4567', null, ANNA],
    ['format', `${ANNA}\n`, null, ANNA],
    ['format', 'tel:+353871234567', null, ANNA],
    ['prefix', '00353 87 123 4567', null, ANNA],
    ['prefix', '00353871234567', 'IE', ANNA],
    ['plus', '353871234567', 'IE', ANNA],
    ['plus', '1 (201) 555-0123', 'US', '+12015550123'],
    ['national', '087 123 4567', 'IE', ANNA],
    ['national', '(087) 123-4567', 'IE', ANNA],
    ['national', '871234567', 'IE', ANNA],
    ['national', '(0)87 123 4567', 'IE', ANNA],
    ['trunk-zero', '+353 (0)87 123 4567', null, ANNA],
    ['prefix trunk-zero', '00353 (0)87 123 4567', null, ANNA],
    ['plus trunk-zero', '353 (0)87 123 4567', 'IE', ANNA],
    ['invisible', `\u202a${ANNA}\u202c`, null, ANNA],
    ['full-width', '＋３５３８７１２３４５６７', null, ANNA],
    ['national full-width', '٠٨٧١٢٣٤٥٦٧', 'IE', ANNA],
    ['guard', `'${ANNA}`, null, ANNA],
    ['guard', `="${ANNA}"`, null, ANNA],
    ['plus decimal', '353871234567.0', 'IE', ANNA],
    ['plus scientific', '3.53871234567E+11', 'IE', ANNA],
  ])('%s: %j of a contact in %s', (codes, text, country, repair) => {
    expect(auditedAs(audit(text, country))).toEqual([codes, repair, 'read always'])
  })

  test('an extension stays in its cell, as libphonenumber writes it, and other phones may still not read it', () => {
    expect(auditedAs(audit('(087) 123-4567 x9', 'IE'))).toEqual(['national extension', `${ANNA} ext. 9`, 'read read'])
    expect(auditedAs(audit(`${ANNA} ext. 9`))).toEqual(['extension', null, 'read read'])
  })

  test('each finding that a repair settles carries it, the others do not', () => {
    const { findings } = audit('+44 (0)780 287 5370', 'IE')
    expect(findings.map(({ code, repair }) => [code, repair])).toEqual([
      ['trunk-zero', '+447802875370'],
      ['country-contradicts', null],
    ])
  })
})

describe('R-22 what is not certain is never changed', () => {
  test.each([
    ['format unlisted', '+353 87 123 456', null, null],
    ['national two-readings', '15123456789', null, 'DE'],
    ['national two-readings', '353871234567', null, 'DE'],
    ['national two-readings scientific', '3.53871234567E+11', null, 'DE'],
    ['national two-readings extension', '15123456789 x9', null, 'DE'],
    ['national extension', '087 123 4567, 8', 'IE', null],
    // Behind +375, libphonenumber takes its 8 for a prefix, and reads another number.
    ['national premium', '88106807667', 'BY', null],
    ['extension', '+1 201 555 0123;123', null, null],
    ['extension', '+16465588656,,820445398#,,,,*123456#', null, null],
    ['national keypad toll-free', '1-800-FLOWERS', 'US', null],
    ['prefix country-contradicts', '0044 20 7946 0958', 'IE', null],
    ['prefix country-contradicts', '011 44 20 7946 0958', 'US', null],
    ['prefix country-contradicts', '001 44 20 7946 0958', 'HK', null],
  ])('%s: %j', (codes, text, country, region) => {
    const cell = audit(text, country, region)
    expect(codesOf(cell).split(' ').sort()).toEqual(codes.split(' ').sort())
    expect([cell.repair, cell.before, cell.after]).toEqual([null, 'read', 'read'])
  })

  test("the contact's own country does not decide between two readings: a contact in Germany may have an Irish mobile", () => {
    for (const text of ['15123456789', '353871234567', '353871234567.0']) {
      const cell = audit(text, 'DE', 'US')
      expect([text, cell.repair, cell.after]).toEqual([text, null, 'read'])
      expect(cell.findings.map(({ code }) => code)).toContain('two-readings')
    }
    expect(audit('353871234567', 'AT').repair).toBeNull()
    // Among Italy's voice mailboxes, and a French mobile.
    expect(audit('33612345678', 'IT').repair).toBeNull()
    expect(audit('3351234567', 'IT').repair).toBe('+393351234567')
    expect(audit('0151 23456789', null, 'DE').repair).toBe('+4915123456789')
    expect(audit('871234567', 'IE').repair).toBe('+353871234567')
  })

  test('a country that writes no leading 0 has lost none', () => {
    expect(audit('13800138000', null, 'CN').repair).toBe('+8613800138000')
    expect(audit('(656) 234-5678', null, 'US').repair).toBe('+16562345678')
  })

  test('the other reading is named', () => {
    expect(audit('15123456789', null, 'DE').findings[1]?.detail).toEqual({ perhaps: '+15123456789' })
  })
})

describe('R-22 what nobody is identified by', () => {
  test.each([
    ['several-numbers', '087 123 4567 / 086 123 4567', 'IE'],
    ['several-numbers', '+353871234567 ::: +353861234567', null],
    ['words', '+353871234567 home', null],
    ['words', 'call 087 123 4567 after six', 'IE'],
    ['words', '087 123 4567²', 'IE'],
    ['no-country', '087 123 4567', null],
    ['no-such-calling-code', '+999123456789', null],
    ['too-short', '+35387', null],
    ['too-short', '00004', 'US'],
    ['too-long', '+353871234567890', null],
    ['wrong-length', '+65 912345678', null],
    ['not-assigned', '087123456', 'IE'],
    ['short-code', '112', 'IE'],
    ['short-code', '60300', null],
    ['short-code', '4 567', 'DE'],
    ['placeholder', '0000000000', 'IE'],
    ['placeholder', '+353000000000', null],
    ['placeholder', '1234567', null],
    ['placeholder', '1234567890', 'US'],
    ['placeholder', '0123456789', 'FR'],
    ['placeholder', '9876543210', 'US'],
    ['placeholder', '+33111111111', null],
    ['precision-lost', '9.19541E+11', 'IN'],
    ['precision-lost', '9,19541E+11', 'IN'],
    ['precision-lost', '1.2E5', 'IN'],
    ['date', '12/05/2023', 'DE'],
    ['date', '1/2/2023', 'DE'],
    ['text', 'n/a', null],
    ['text', '-', null],
    ['text', '=1+1', null],
    ['letters', '1-800-GOOD-FOOD-NOW', 'US'],
    ['letters', '1-800-FLOWERS', 'IE'],
    ['prefix-unclear', '0063 2 8123 4567', 'HK'],
    ['wrong-column', 'anna@acme.example', null],
    ['wrong-column', 'anna.1234567@acme.example', 'IE'],
    ['wrong-column', 'https://acme.example/1234567', 'IE'],
  ])('%s: %j of a contact in %s', (code, text, country) => {
    const cell = audit(text, country)
    expect(auditedAs(cell)).toEqual([code, null, 'never never'])
    expect([cell.number, cell.findings[0]?.severity]).toEqual([null, 'error'])
  })

  test('a cell of any length is looked at as far as it can tell', () => {
    expect(codesOf(audit(`2${'1'.repeat(180_000)}`, 'US'))).toBe('too-long')
    expect(codesOf(audit('x'.repeat(180_000)))).toBe('text')
  })

  test('a number that only looks like digits in order is somebody’s', () => {
    expect(audit('01 234 5678', 'IE').repair).toBe('+35312345678')
    expect(audit('087 1234567', 'IE').repair).toBe(ANNA)
  })

  test('what it would be behind a plus sign is named, not taken', () => {
    expect(audit('353871234567').findings[0]).toMatchObject({ code: 'no-country', detail: { perhaps: ANNA } })
    expect(audit('353871234567', 'US').findings[0]).toMatchObject({ code: 'too-long', detail: { perhaps: ANNA } })
    expect(audit('0871234567').findings[0]?.detail).toEqual({})
  })
})

describe('what is suspicious is said, and does not stand in the way of a repair', () => {
  test.each([
    ['country-contradicts', ANNA, 'DE'],
    ['country-contradicts', '+12015550123', 'IE'],
    ['unlisted', '+35387123456', null],
    ['premium', '+3531550123456', 'IE'],
    ['shared-cost', '+3531890123456', null],
    ['toll-free', '+80012345678', 'IE'],
  ])('%s: %s of a contact in %s', (code, text, country) => {
    expect(auditedAs(audit(text, country))).toEqual([code, null, 'always always'])
  })

  test('countries that share a calling code do not contradict each other', () => {
    expect(codesOf(audit('+14165550123', 'US'))).toBe('')
    expect(codesOf(audit('+441481960194', 'GB'))).toBe('')
  })

  test('a region that is stated for the file is contradicted by nobody', () => {
    expect(codesOf(audit(ANNA, null, 'DE'))).toBe('')
  })
})

describe('the cells of a row together', () => {
  const codes = (...texts: string[]) => auditRow(texts, { country: 'IE', region: null }).map(codesOf)

  test('a contact without any number is told once', () => {
    expect(codes('', ' \u200b', '')).toEqual(['empty', '', ''])
    expect(codes('', ANNA)).toEqual(['', ''])
    expect(auditRow([], { country: null, region: null })).toEqual([])
  })

  test('the same number twice is told at the second, however it is written', () => {
    expect(codes('087 123 4567', '', ANNA)).toEqual(['national', '', 'same-in-both'])
    expect(auditRow(['', ANNA, ANNA], { country: null, region: null })[2]?.findings[0]?.detail).toEqual({ column: 1 })
  })

  test('R-28 the same line in another spelling is told at the second', () => {
    const row = (...texts: string[]) => auditRow(texts, { country: null, region: null }).map(codesOf)
    expect(row('+541123456789', '+5491123456789')).toEqual(['', 'two-spellings'])
    expect(row('+52 1 55 1234 5678', '+525512345678')).toEqual(['format old-spelling', 'two-spellings'])
  })

  test('of several numbers in a cell, the column that is free is named, and both are kept', () => {
    const [cell] = auditRow([`087 123 4567 or +353861234567`, ANNA, ''], { country: 'IE', region: null })
    expect(cell?.findings).toEqual([
      {
        code: 'several-numbers',
        severity: 'error',
        repair: null,
        detail: { numbers: [ANNA, '+353861234567'], column: 2 },
      },
    ])
    expect(codes('087 123 4567 / 086 123 4567', ANNA)).toEqual(['several-numbers', ''])
  })
})

test('a region that is none is refused', () => {
  expect(() => audit('0871234567', 'XX')).toThrow(RangeError)
})

describe('for whatever is written in a cell', () => {
  const rows = fc.integer().map((seed) => {
    const chance = openChance(seed)
    const [first, second] = [numberCases(chance), numberCases(chance)]
    return first.map(({ text, region }, at) => ({
      texts: [text, second[at]?.text ?? ''],
      country: chance() < 0.5 ? region : null,
      region,
    }))
  })
  const eachRow = (
    check: (texts: readonly string[], where: { country: Country; region: CountryCode | null }) => void,
  ) =>
    fc.assert(
      fc.property(rows, (many) => {
        for (const { texts, ...where } of many) check(texts, where)
      }),
      { numRuns: 100 },
    )

  test('R-22 a repaired row has nothing left to repair, and its repairs were worth it', () => {
    eachRow((texts, where) => {
      const cells = auditRow(texts, where)
      const again = auditRow(
        cells.map(({ repair, text }) => repair ?? text),
        where,
      )
      expect(again.map(({ repair }) => repair)).toEqual(texts.map(() => null))
      expect(again.map(({ before }) => before)).toEqual(cells.map(({ after }) => after))
      expect(again.map(({ number }) => number?.e164)).toEqual(cells.map(({ number }) => number?.e164))
    })
  })

  test('R-22 a repair is the same number to libphonenumber, with the same extension', () => {
    let compared = 0
    eachRow((texts, where) => {
      for (const { text, repair } of auditRow(texts, where)) {
        // To the library the .0 and the exponent are digits of the number.
        if (repair === null || /\.0+$|e\+?\d+$/i.test(text)) continue
        const under = (where.country ?? where.region) as CountryCode | null
        const options = { extract: false, ...(under === null ? {} : { defaultCountry: under }) }
        const before = parsePhoneNumberFromString(text, options)
        const after = parsePhoneNumberFromString(repair, { extract: false })
        expect([repair, after?.isValid()]).toEqual([repair, true])
        // What the library alone does not read as a valid number (00 in the United States) has no identity to keep.
        if (!before?.isValid()) continue
        compared += 1
        expect([text, after?.number, after?.ext]).toEqual([text, before.number, before.ext?.normalize('NFKC')])
      }
    })
    expect(compared).toBeGreaterThan(500)
  })

  test('a finding has the repair of its cell or none, and there is no repair without a finding', () => {
    eachRow((texts, where) => {
      for (const { findings, repair } of auditRow(texts, where)) {
        for (const finding of findings) expect([null, repair]).toContain(finding.repair)
        expect(findings.some((finding) => finding.repair !== null)).toBe(repair !== null)
      }
    })
  })

  test('nothing throws, and nothing is repaired to what is not + and digits', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'0123456789+()-./ xe,;:#*٣７\u200b='.split('')), { maxLength: 40, size: 'max' })
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(noise, fc.constantFrom('IE', 'US', 'DE', null), (text, region) => {
        const { repair } = audit(text, null, region)
        if (repair !== null) expect(repair).toMatch(/^\+[1-9]\d{4,16}(?: ext\. \d{1,7})?$/)
      }),
      { numRuns: 1000 },
    )
  })
})
