// What native/README.md says of iOS is so: its examples are compiled, and each rule of iOS's names what holds it.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { IOS_RULES } from '../../src/device/ios/rules.ts'

const IOS = 'native/ios'
const README = readFileSync('native/README.md', 'utf8')
const ids = IOS_RULES.map(({ id }) => id)

function swiftIn(folder: string): string {
  const files = readdirSync(`${IOS}/${folder}`, { recursive: true, encoding: 'utf8' })
  const swift = files.filter((path) => path.endsWith('.swift'))
  return swift.map((path) => readFileSync(`${IOS}/${folder}/${path}`, 'utf8')).join('\n')
}

/** The titles of the tests, by suite and function. */
const titles = new Map<string, string>(
  swiftIn('Tests')
    .split(/^@Suite(?:\([^)]*\))? struct /m)
    .slice(1)
    .flatMap((suite) => {
      const name = suite.match(/^\w+/)?.[0] ?? ''
      const tests = suite.matchAll(/@Test\(\s*"([^"]*)"(?:(?!@Test)[\s\S])*?\bfunc (\w+)/g)
      return [...tests].map(([, title = '', method = '']) => [`${name}.${method}`, title] as const)
    }),
)
const rows = [...README.matchAll(/^\| (IOS-\d\d(?:, IOS-\d\d)*) \| (.*) \|$/gm)]

test('R-24 the Swift of native/README.md is compiled', () => {
  const compiled = swiftIn('Examples')
  const examples = [...README.matchAll(/^```swift\n(.*?)^```$/gms)].map(([, code = '']) => code.trim())
  expect(examples.length).toBeGreaterThan(0)
  for (const example of examples) expect(compiled).toContain(example)
})

describe('R-24 the rules of iOS in native/README.md', () => {
  test('are all there, each once', () => {
    const named = rows.flatMap(([, rules = '']) => rules.split(', '))
    expect(named.sort()).toEqual([...ids].sort())
  })

  test.each(rows.map(([, rules = '', holder = '']) => [rules, holder] as const))('%s: %s', (rules, holder) => {
    const named = holder.match(/\w+Tests\.\w+/g) ?? []
    expect(named.filter((name) => !titles.has(name))).toEqual([])
    if (holder.includes('no native code')) return
    for (const rule of rules.split(', ')) expect(named.some((name) => titles.get(name)?.includes(rule))).toBe(true)
  })

  test('and no test is about a rule that there is not', () => {
    const known = new Set<string>(ids)
    const used = [...titles.values()].flatMap((title) => title.match(/IOS-\d\d/g) ?? [])
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((id) => !known.has(id))).toEqual([])
  })
})
