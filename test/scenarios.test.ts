// The corpus of scenarios: those of pass/ pass, those of fail/ fail as their first comment says, and what a phone can show
// of the requirements and of the systems' rules has a scenario that carries its id.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULES } from '../src/device/rules.ts'
import { newSystem, type System } from '../src/device/system.ts'
import { openPlayer } from '../src/run/player.ts'
import { findScenarioFiles } from '../src/run/scenario-files.ts'
import type { CaseResult, Mismatch } from '../src/scenario/result.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { openIo } from './cli/run.ts'

const PASS = 'fixtures/scenarios/pass'
const FAIL = 'fixtures/scenarios/fail'

// What carries no tag, and why. Each of them has a test whose title names it.
const NOT_SEEN: Readonly<Record<string, string>> = {
  'AND-10': 'what the screening app is not told leaves no trace on the phone',
  'AND-14': 'a response that contradicts itself is a mistake of an app, and ours makes none',
  'AND-18': "the dialer's own screening service is not part of the simulated phone",
  'AND-43': 'the rationale is an answer of the system to the app; the app shows none',
  'AND-54': 'the app starts no foreground service',
  'AND-65': "the app does not use Android's own number formatting",
  'AND-68': 'no other app of the simulated phone asks directory providers',
}

const TITLES = readdirSync('test/device', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join('test/device', file), 'utf8'))
  .join('\n')

const { io } = openIo()
const player = openPlayer(io, { isUpdate: false, named: [PASS, FAIL] })
const [passing, failing] = await Promise.all([PASS, FAIL].map(async (folder) => await readAll(folder)))

interface Read {
  readonly path: string
  readonly text: string
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly string[]
}

async function readAll(folder: string): Promise<Read[]> {
  const files = findScenarioFiles([folder])
  return Promise.all(
    files.map(async (file) => {
      const { scenarios, problems } = await player.read(file)
      const told = problems.map(({ at, message }) => `${at.file}:${at.line}: ${message}`)
      return { path: file.slice(folder.length + 1), text: readFileSync(file, 'utf8'), scenarios, problems: told }
    }),
  )
}

const filesOf = (folder: readonly Read[] | undefined) => (folder ?? []).map((file) => [file.path, file] as const)

function mismatchesOf(result: CaseResult): readonly Mismatch[] {
  if (result.outcome === 'broken') throw new Error(result.error.stack)
  return result.outcome === 'failed' ? result.failure.mismatches : []
}

describe('a scenario of pass/ passes', () => {
  // 100,000 contacts take their time to be invented.
  test.each(filesOf(passing))('%s', { timeout: 180_000 }, async (_path, { scenarios, problems }) => {
    expect(problems).toEqual([])
    expect(scenarios).not.toEqual([])
    for (const scenario of scenarios) {
      const result = await player.play(scenario)
      expect({ name: scenario.name, mismatches: mismatchesOf(result) }).toEqual({ name: scenario.name, mismatches: [] })
    }
  })
})

describe('a scenario of fail/ fails as its first comment says', () => {
  test.each(filesOf(failing))('%s', async (_path, { scenarios, problems, text }) => {
    const stated = [...text.matchAll(/^# fails: (.+?) expected (.+?) found (.+)$/gm)]
    expect(problems).toEqual([])
    expect(stated).not.toEqual([])
    const mismatches: Mismatch[] = []
    for (const scenario of scenarios) mismatches.push(...mismatchesOf(await player.play(scenario)))
    expect(mismatches).toEqual(
      stated.map(([, path = '', expected = '', found = '']) => ({
        path: path === '(step)' ? '' : path,
        expected: expect.stringMatching(withGaps(expected)),
        found: expect.stringMatching(withGaps(found)),
      })),
    )
  })
})

// `…` stands for anything.
function withGaps(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*')}$`)
}

describe('the corpus', () => {
  const all = [...(passing ?? []), ...(failing ?? [])]
  const scenarios = (passing ?? []).flatMap((file) => file.scenarios)
  const tags = new Set(scenarios.flatMap((scenario) => scenario.tags))
  const requirements = Array.from({ length: 17 }, (_, index) => `R-${String(index + 1).padStart(2, '0')}`)

  test.each([...requirements, ...RULES.map(({ id }) => id)])('%s has a scenario, or a test and a reason', (id) => {
    expect(tags.has(id)).toBe(!(id in NOT_SEEN))
    if (id in NOT_SEEN) expect(TITLES).toMatch(new RegExp(`['"\`][^'"\`\\n]*\\b${id}\\b`))
  })

  test('tags are ids that there are', () => {
    const known = new Set([...requirements, 'R-19', 'R-28', 'R-31', ...RULES.map(({ id }) => id)])
    expect([...tags].filter((tag) => !known.has(tag))).toEqual([])
  })

  test('a behaviour that no source settles is tried both ways', () => {
    const usual = newSystem()
    const isTried = (key: keyof System) => scenarios.some(({ phone }) => phone.system[key] !== usual[key])
    const keys = RULES.filter(({ id, verified }) => !verified && !(id in NOT_SEEN)).flatMap((rule) => rule.switch ?? [])
    expect(keys.filter((key) => !isTried(key))).toEqual([])
  })

  test.each(all.map((file) => [file.path, file] as const))('%s says first what it shows', (_path, { text }) => {
    const lines = commentOf(text).split('\n').length - 1
    expect(lines).toBeGreaterThan(0)
    expect(lines).toBeLessThanOrEqual(3)
  })

  test('each file of pass/ names the rules that it shows', () => {
    const isNamed = ({ text, scenarios: [first] }: Read) => first?.tags.some((tag) => commentOf(text).includes(tag))
    const unnamed = (passing ?? []).filter((file) => !isNamed(file))
    expect(unnamed.map(({ path }) => path)).toEqual([])
  })
})

function commentOf(text: string): string {
  return /^(?:#[^\n]*\n)+/.exec(text)?.[0] ?? ''
}
