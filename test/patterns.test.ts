// Our own regular expressions, all of them: none takes more than linear time, whatever text comes. What scslre finds needs a
// reason here why its text is short, or is written otherwise.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from 'scslre'
import ts from 'typescript'
import { expect, test } from 'vitest'

// core/number/number.ts takes no longer text for a number.
const NUMBER = '250 characters'

/** Expressions that are not linear, each with what bounds its text. */
const BOUNDED: Readonly<Record<string, string>> = {
  '/\\/+$/': "an address, which is the user's own and one argument",
  '/[\\r\\n]*$/': 'three characters',
  '/\\.?0+$/': 'a number of JavaScript, with 14 digits',
  '/^(.*?)\\s*(?:ext\\.?|x|#)\\s*(\\d+)$/i': 'a repaired number',
  '/\\d{1,3}(?=(?:\\d{3})*$)/g': 'an invented number',
  '/\\s*([,;]+|[pw]+)[\\s:.-]*(\\d(?:[\\d*#,;pw]{0,58}[\\d*#])?)$/i': NUMBER,
  '/\\d.*\\+/s': NUMBER,
  '/0[\\s(-]*(?:xx|\\*\\*)[\\s)-]*(?=[\\s(]*\\d)/i': NUMBER,
}

interface Found {
  readonly place: string
  readonly text: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))

const found = files.flatMap((name) => {
  const literals: Found[] = []
  const file = ts.createSourceFile(name, readFileSync(join('src', name), 'utf8'), ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      literals.push({ place: `${name}:${line + 1}`, text: node.text })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return literals
})

function isLinear(text: string): boolean {
  const end = text.lastIndexOf('/')
  return analyse({ source: text.slice(1, end), flags: text.slice(end + 1) }).reports.length === 0
}

test('what is known not to be linear is found not to be', () => {
  // The third cost 14 s for a message of 120,000 blanks.
  for (const text of ['/^(a+)+$/', '/\\s+$/', '/:?\\s*\\[\\{.*$/s', '/(\\d+)(ms|s)/'])
    expect(isLinear(text), text).toBe(false)
})

test('every regular expression takes linear time, or its text is bounded', () => {
  expect(found.length).toBeGreaterThan(300)
  const slow = found.filter(({ text }) => !(text in BOUNDED) && !isLinear(text))
  expect(slow.map(({ place, text }) => `${place} ${text}`)).toEqual([])
})

test('no reason stands for an expression that is gone', () => {
  const texts = new Set(found.map(({ text }) => text))
  expect(Object.keys(BOUNDED).filter((text) => !texts.has(text))).toEqual([])
})
