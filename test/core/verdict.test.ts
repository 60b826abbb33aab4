// What is seen of a cell's bytes, held to what auditRow says of its text.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuditedCell, auditRow, type Where } from '../../src/core/audit.ts'
import { judgeBytes, newVerdict, type Verdict } from '../../src/core/verdict.ts'
import { writtenNumbers } from './written-numbers.ts'

function judge(text: string, where: Where): Verdict | null {
  const verdict = newVerdict()
  const bytes = Buffer.from(`0${text}0`)
  return judgeBytes(bytes, 1, bytes.length - 1, where, verdict) ? verdict : null
}

function toldBy({ value, country, isE164, codes, count, mended }: Verdict): object {
  const repair = mended > 0 ? `+${value}` : null
  return {
    number: value === 0 ? null : { e164: `+${value}`, country },
    findings: codes.slice(0, count).map((code, at) => ({ code, repair: at < mended ? repair : null })),
    repair,
    before: isE164 ? 'always' : value === 0 ? 'never' : 'read',
    after: isE164 || mended > 0 ? 'always' : value === 0 ? 'never' : 'read',
  }
}

function toldByAudit({ number, findings, repair, before, after }: AuditedCell): object {
  return {
    number: number && { e164: number.e164, country: number.country },
    findings: findings.map(({ code, repair }) => ({ code, repair })),
    repair,
    before,
    after,
  }
}

const OFTEN_SEEN = [
  'sound',
  'format',
  'national',
  'plus',
  'prefix',
  'trunk-zero',
  'unlisted',
  'country-contradicts',
].concat([...['not-assigned', 'too-short', 'too-long', 'no-country', 'no-such-calling-code', 'short-code']])

const only = (text: string, where: Where) => auditRow([text], where)[0] as AuditedCell

describe('a cell that is judged by its bytes', () => {
  test('is what an audit of its text says', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(writtenNumbers, ([text, where]) => {
        const verdict = judge(text, where)
        if (verdict === null) return
        const own = toldBy(verdict)
        expect(own, JSON.stringify({ text, where })).toEqual(toldByAudit(only(text, where)))
        for (const code of verdict.count === 0 ? ['sound'] : verdict.codes.slice(0, verdict.count))
          seen.set(code, (seen.get(code) ?? 0) + 1)
      }),
      { numRuns: Number(process.env['RINGSIGHT_RUNS'] ?? 20_000) },
    )
    for (const code of OFTEN_SEEN) expect(seen.get(code) ?? 0, code).toBeGreaterThan(10)
  })

  test.each([
    ['as it should be', '+353871234567', 'IE'],
    ['with spaces', '+353 87 123 4567', 'IE'],
    ['national', '(087) 123-4567', 'IE'],
    ['with 00', '00353871234567', 'IE'],
    ['with 011 at home', '011353871234567', 'US'],
    ['without its plus', '353871234567', 'IE'],
    ['with (0)', '+44 (0)20 7946 0018', 'GB'],
    ['a digit too few', '+35387123456', 'IE'],
    ['a short code', '618468', 'IE'],
    ['of another country', '+4915112345678', 'IE'],
    ['with two readings', '15112345678', 'DE'],
    ['with a slash', '030/12345678', 'DE'],
    ['premium rate', '+3531520123456', 'IE'],
    ['of a country that shares its calling code', '+14165550123', 'CA'],
    ['under no country', '087 123 4567', null],
  ])('without a text: one %s, %s', (_what, text, country) => {
    const where = { country, region: null }
    const verdict = judge(text, where)
    expect(verdict && toldBy(verdict)).toEqual(toldByAudit(only(text, where)))
  })

  test.each([
    ['a placeholder', '+353111111111'],
    ['the old spelling of a mobile in Mexico', '+5215512345678'],
    ['two spellings of one line', '+525512345678'],
    ['a date', '22-11-2026'],
    ['two numbers', '087 123 4567 / 087 123 4568'],
    ['an extension', '+353 1 234 5678 ext. 9'],
    ['nothing', ''],
  ])('not so: %s, %s', (_what, text) => {
    expect(judge(text, { country: 'IE', region: null })).toBeNull()
  })
})
