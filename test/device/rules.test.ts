// Every rule is there, and has its proof: a test in this folder whose title names its id.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/device/rules.ts'
import { newSystem } from '../../src/device/system.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const ids = (prefix: string, numbers: number[]) => numbers.map((each) => `${prefix}-${String(each).padStart(2, '0')}`)
const EXPECTED = [
  ...ids('AND', [
    ...range(1, 18),
    ...range(20, 28),
    ...range(30, 35),
    ...range(40, 55),
    ...range(60, 68),
    ...range(70, 83),
  ]),
  ...ids('IOS', [...range(1, 25), 30]),
]

const titles = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap(
    (file) =>
      readFileSync(join(import.meta.dirname, file), 'utf8').match(/(?<=['"`(\s])(?:AND|IOS)-\d\d(?=[\s'])/g) ?? [],
  )
const proved = new Set(titles)
const scenarios = readTags('fixtures/scenarios/pass')

function readTags(folder: string): string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file))
    return files.flatMap((file) => readFileSync(join(folder, file), 'utf8').match(/(?:AND|IOS)-\d\d/g) ?? [])
  } catch {
    return []
  }
}

test('every rule is there once, in order', () => expect(RULES.map(({ id }) => id)).toEqual(EXPECTED))

describe('a rule', () => {
  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s has a sentence, a source and a proof', (id, rule) => {
    for (const { sentence } of rule.versions) expect(sentence).toMatch(/^[A-Z"].*\.$/s)
    expect(rule.source).toMatch(/^(?:https:\/\/|AOSP )/)
    expect(rule.platform).toBe(id.startsWith('AND') ? 'android' : 'ios')
    expect(proved.has(id) || scenarios.includes(id)).toBe(true)
  })
  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s holds for versions that do not overlap', (_id, rule) => {
    const first = rule.platform === 'android' ? 24 : 10
    const [newest, ...earlier] = rule.versions
    expect(newest.to ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(newest.from)
    earlier.reduce((later, version) => {
      // Android's levels follow one another; after iOS 18 comes 26.
      const next = rule.platform === 'android' ? version.to === later.from - 1 : (version.to ?? 99) < later.from
      expect([rule.id, next, version.from <= (version.to ?? 0)]).toEqual([rule.id, true, true])
      return version
    }, newest)
    expect(rule.versions.at(-1)?.from).toBeGreaterThanOrEqual(first)
  })
  test('names where to read in a file of AOSP: repository, file, function', () => {
    const files = RULES.flatMap(({ source }) => source.split('; ').filter((each) => each.includes('AOSP ')))
    const vague = files.filter((each) => !/AOSP [a-z]+\/[A-Za-z/]+, \S+\.(?:java|kt|xml)/.test(each))
    expect(vague).toEqual([])
  })
  test('that no source settles has a switch', () => {
    expect(RULES.filter(({ verified, switch: key }) => !verified && key === undefined)).toEqual([])
  })
  test('names switches that there are', () => {
    const keys = Object.keys(newSystem())
    expect(RULES.flatMap(({ switch: key }) => key ?? []).filter((key) => !keys.includes(key))).toEqual([])
  })
})

test('every switch of a system is tried by a test', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n')
  const untried = Object.keys(newSystem()).filter((key) => !new RegExp(`\\b${key}\\b`).test(tests))
  expect(untried).toEqual([])
})
