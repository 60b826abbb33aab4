import { describe, expect, test } from 'vitest'
import { nameVersions, proofsOf } from '../../src/cli/rules.ts'
import { RULES } from '../../src/device/rules.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { run } from './run.ts'

const rules = (...args: string[]) => run(['rules', ...args])

describe('ringsight rules', () => {
  test('lists every rule with its source, once, within the terminal', async () => {
    const { stdout, code } = await rules()
    const ids = Array.from(stdout.matchAll(/^(?:AND|IOS)-\d\d/gm), ([id]) => id)
    expect([code, ids]).toEqual([0, RULES.map(({ id }) => id)])
    expect(stdout.match(/^ {8}source:(?: |$)/gm)).toHaveLength(RULES.length)
    const unverified = RULES.filter(({ verified }) => !verified)
    expect(stdout).toMatch(new RegExp(`\\n\\n${RULES.length} rules, ${unverified.length} of them unverified\\n$`))
    // What is one word, such as an address, is never broken.
    for (const line of stdout.split('\n')) expect(line.length <= 80 || !line.trim().includes(' ')).toBe(true)
  })

  test('tells one by its id, in small letters too, with the switch as a scenario writes it', async () => {
    const { stdout } = await rules('and-27')
    expect(stdout).toMatch(/^AND-27 {2}A stopped app/)
    expect(stdout).toContain('\n        switch stopped-role-holder-is-bound\n')
    const { stdout: doubtful } = await rules('IOS-21')
    expect(doubtful).toContain('\n        unverified: switch enabling-loads\n')
  })

  test('tells the versions that a rule holds for, and what older ones do', async () => {
    const { stdout } = await rules('AND-05')
    expect(stdout).toContain('\n        Android 12 (API 31) and later\n')
    expect(stdout).toContain('\n        Android 7 to 11 (API 24 to 30): The last digits are enough')
  })

  test('lists those of one platform', async () => {
    const { json } = await rules('--platform', 'ios', '--json')
    expect(json().flatMap(({ id }) => id ?? [])).toEqual(
      RULES.filter(({ platform }) => platform === 'ios').map(({ id }) => id),
    )
  })

  test('tells programs all of a rule', async () => {
    const rule = RULES.find(({ id }) => id === 'AND-27')
    const { json } = await rules('AND-27', '--json')
    const { id, platform, source, verified: isVerified } = rule ?? {}
    const [{ from, to, sentence: message } = {}] = rule?.versions ?? []
    const versions = [{ from, to, message }]
    const facts = { id, platform, message, versions, source, isVerified, switch: 'stopped-role-holder-is-bound' }
    expect(json()).toEqual([
      { type: 'rule', ...facts, scenarios: expect.any(Array) },
      { type: 'summary', rules: 1, unverified: isVerified ? 0 : 1 },
    ])
  })

  test.each([
    ['AMD-27', 'expected the id of a rule, such as AND-01, found "AMD-27": did you mean AND-27?'],
    ['what?', 'expected the id of a rule, such as AND-01, found "what?": ringsight rules lists them'],
  ])('refuses %s, and names the nearest there is', async (id, message) => {
    const { stdout, stderr, code } = await rules(id)
    expect([code, stdout, stderr]).toEqual([2, '', `ringsight: ${message}\n`])
  })
})

test('versions are named as people know them', () => {
  expect(nameVersions('android', { from: 29, to: 29 })).toBe('Android 10 (API 29)')
  expect(nameVersions('android', { from: 30, to: 33 })).toBe('Android 11 to 13 (API 30 to 33)')
  expect(nameVersions('android', { from: 99, to: null })).toBe('Android 99 (API 99) and later')
  expect(nameVersions('ios', { from: 10.3, to: null })).toBe('iOS 10.3 and later')
  expect(nameVersions('ios', { from: 13, to: 18 })).toBe('iOS 13 to 18')
})

test('a rule is proved by the scenarios that carry its id, each place once', () => {
  const at = (line: number) => ({ file: 'fixtures/scenarios/pass/x.yaml', line, column: 1 })
  const scenarios = [
    { name: 'a (platform: ios)', tags: ['R-01', 'and-27'], at: at(1) },
    { name: 'a (platform: android)', tags: ['AND-27'], at: at(1) },
    { name: 'b', tags: ['AND-27'], at: at(9) },
    { name: 'c', tags: ['AND-2', 'AND-270'], at: at(20) },
  ] as unknown as Scenario[]
  expect(proofsOf('AND-27', scenarios)).toEqual([
    { file: 'fixtures/scenarios/pass/x.yaml', line: 1, name: 'a (platform: ios)' },
    { file: 'fixtures/scenarios/pass/x.yaml', line: 9, name: 'b' },
  ])
})
