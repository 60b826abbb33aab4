import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html, trusted } from '../../../src/check/report/markup.ts'

test('texts are escaped, numbers and markup are not', () => {
  expect(html`<p title="${'"a"'}">${`<b> & 'c'`}${3}</p>`.markup).toBe(
    '<p title="&quot;a&quot;">&lt;b&gt; &amp; &#39;c&#39;3</p>',
  )
  expect(html`<ul>${[html`<li>${'<'}</li>`, html`<li></li>`]}${trusted('<hr>')}</ul>`.markup).toBe(
    '<ul><li>&lt;</li><li></li><hr></ul>',
  )
  expect(html`x`.markup).toBe('x')
})

test('no text opens or leaves a tag or an attribute, or turns what is around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { markup } = html`${text}`
      expect(markup).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
      expect(markup).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
})
