// native/README.md says what is so: its examples are compiled, and each rule of Android's names what holds it.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ANDROID_RULES } from '../../src/device/android/rules.ts'

const README = readFileSync('native/README.md', 'utf8')
const ANDROID = 'native/android'
const ids = ANDROID_RULES.map(({ id }) => id)

const tests = new Map(
  readdirSync(ANDROID, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('Test.kt'))
    .map((path) => [path.replace(/^.*\/|\.kt$/g, ''), readFileSync(`${ANDROID}/${path}`, 'utf8')] as const),
)
const rows = [...README.matchAll(/^\| (AND-\d\d(?:, AND-\d\d)*) \| (.*) \|$/gm)]

test('R-24 the Kotlin of native/README.md is compiled', () => {
  const compiled = readFileSync(`${ANDROID}/library/src/test/kotlin/dev/ringsight/android/Adoption.kt`, 'utf8')
  const examples = [...README.matchAll(/^```kotlin\n(.*?)^```$/gms)].map(([, code = '']) => code.trim())
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) expect(compiled).toContain(example)
})

describe('R-24 the rules of Android in native/README.md', () => {
  test('are all there, each once', () => {
    const named = rows.flatMap(([, rules = '']) => rules.split(', '))
    expect(named.sort()).toEqual([...ids].sort())
  })

  test.each(rows.map(([, rules = '', holder = '']) => [rules, holder] as const))('%s: %s', (rules, holder) => {
    const named = holder.match(/\w+Test\b/g) ?? []
    expect(named.filter((name) => !tests.has(name))).toEqual([])
    // A file of cases holds a rule by its flags, and a sentence is no test.
    if (/\.json|no native code|nothing of ours/.test(holder)) return
    for (const rule of rules.split(', ')) expect(named.some((name) => tests.get(name)?.includes(rule))).toBe(true)
  })

  test('and no test is about a rule that there is not', () => {
    const known = new Set<string>(ids)
    const used = [...tests.values()].flatMap((text) => text.match(/AND-\d\d/g) ?? [])
    expect(used.filter((id) => !known.has(id))).toEqual([])
  })
})
