// The access token in every form that JSON, URLs and base64 have for a text, and that none of them gets through.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isToken, openRedaction } from '../../../src/crm/hubspot/token.ts'
import { effort } from '../../hostile/effort.ts'
import { FORMS, finds, TOKEN } from './token-forms.ts'

const redact = openRedaction(TOKEN)

describe('of the token, no reader finds', () => {
  test.each(Object.entries(FORMS))('any in a text that holds it as %s', (_name, write) => {
    const text = `Bad token ${write(TOKEN)} (see the log)`
    expect(finds(text)).toBe(true)
    const left = redact(text)
    expect(finds(left)).toBe(false)
    expect(left.startsWith('Bad token ')).toBe(true)
  })

  test('any in whatever stands around it, whatever part of it that is', () => {
    const forms = Object.keys(FORMS)
    const planted = fc.record({
      form: fc.constantFrom(...forms),
      around: fc.tuple(
        fc.string({ unit: 'binary', maxLength: 40, size: 'max' }),
        fc.string({ unit: 'grapheme', maxLength: 40, size: 'max' }),
      ),
      length: fc.integer({ min: 12, max: TOKEN.length }),
    })
    fc.assert(
      fc.property(planted, ({ form, around, length }) => {
        const text = around[0] + (FORMS[form]?.(TOKEN.slice(0, length)) ?? '') + around[1]
        expect(finds(redact(text))).toBe(false)
      }),
      effort(100, 5_000),
    )
  })

  test('its first eight characters, nor sixteen from its middle', () => {
    expect(redact(`begins with ${TOKEN.slice(0, 8)}`)).toBe('begins with …')
    for (let at = 1; at + 16 <= TOKEN.length; at += 1) {
      expect(redact(`has ${TOKEN.slice(at, at + 16)} in it`)).toBe('has … in it')
    }
  })
})

test('what is no part of the token stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(redact(text)).toBe(text)
    }),
    effort(500, 20_000),
  )
  for (const text of ['Anna 100 % \\o/ &amp; Söhne', 'pat', '\u200banna', '%zz%41', '']) expect(redact(text)).toBe(text)
})

test('a token of less than eight characters takes no letters out of names', () => {
  expect(openRedaction('Anna')('Anna Byrne')).toBe('Anna Byrne')
})

test.each([
  '\\'.repeat(200_000),
  '%'.repeat(200_000),
  '\u200b'.repeat(200_000),
  TOKEN.repeat(5_000),
  '&#'.repeat(100_000),
])('a text made to be slow is read in one go', (text) => {
  expect(finds(redact(text).slice(0, 1_000))).toBe(false)
})

test.each([
  [TOKEN, true],
  ['abc+/~._-==', true],
  ['', false],
  ['"quoted"', false],
  ['pat!', false],
  ['a:b', false],
  ['HUBSPOT_TOKEN=pat-eu1', false],
  ['pat-é', false],
])('%s may be a token: %s', (text, expected) => expect(isToken(text)).toBe(expected))
