// The access token in every form that JSON, URLs and base64 have for a text, and that none of them gets through.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeLine } from '../../src/core/text.ts'
import { isToken, openRedaction } from '../../src/crm/token.ts'
import { effort } from '../hostile/effort.ts'

const TOKEN = 'pat-eu1-0f9e8d7c-6b5a-4321-8765-invented0000'
const redact = openRedaction(TOKEN)

const hex = (code: number, width: number) => code.toString(16).padStart(width, '0')
const each = (write: (code: number) => string) => (text: string) =>
  Array.from(text, (character) => write(character.charCodeAt(0))).join('')

/** How a server may write it, and what would read it. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  capitals: (text) => text.toUpperCase(),
  percent: each((code) => `%${hex(code, 2)}`),
  'percent twice': each((code) => `%25${hex(code, 2)}`),
  'percent, in capitals': each((code) => `%${hex(code, 2).toUpperCase()}`),
  'JSON within JSON': each((code) => `\\u${hex(code, 4)}`),
  'JSON within JSON within JSON': each((code) => `\\\\u${hex(code, 4)}`),
  JavaScript: each((code) => `\\x${hex(code, 2)}`),
  'HTML, decimal': each((code) => `&#${code};`),
  'HTML, hexadecimal': each((code) => `&#x${hex(code, 2)};`),
  'zero-width spaces between': (text) => [...text].join('\u200b'),
  'colours between': (text) => [...text].join('\u001b[31m'),
  'a window title within': (text) => `${text.slice(0, 6)}\u001b]0;title\u0007${text.slice(6)}`,
  'soft hyphens and joiners between': (text) => [...text].join('\u00ad\u034f'),
  base64: (text) => btoa(text),
  'base64, one byte further': (text) => btoa(`:${text}:`),
  'base64, two bytes further': (text) => btoa(`a:${text}`),
  'base64 for URLs': (text) => btoa(`?>${text}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  'base64 on lines': (text) => btoa(`Bearer ${text}`).replace(/.{16}/g, '$&\r\n'),
  'base64 in a URL': (text) => encodeURIComponent(btoa(`user:${text}`)),
}

/** Whether a reader who tries everything finds as much of the token as would be worth the finding. */
function finds(text: string): boolean {
  const squeezed = text.replace(/[\r\n]/g, '')
  const read = [text, squeezed, safeLine(text)]
  for (let pass = 0; pass < 3; pass += 1) {
    read.push(
      ...read.map((each) =>
        each
          .replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
          .replace(/\\+[ux]([\da-f]{4}|[\da-f]{2})/gi, (_, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          )
          .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
          .replace(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
          .replace(/\u200b|\u00ad|\u034f/g, ''),
      ),
    )
    if (read.length > 200) break
  }
  const unpacked = read.flatMap((each) =>
    (each.match(/[\w+/-]{12,}/g) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((from) =>
        Buffer.from(run.slice(from).replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('latin1'),
      ),
    ),
  )
  return [...read, ...unpacked].some((each) => each.toLowerCase().includes(TOKEN.slice(0, 12).toLowerCase()))
}

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
      around: fc.tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 })),
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
