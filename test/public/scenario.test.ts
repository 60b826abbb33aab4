// Scenarios as tests of a framework: this one's own, and one that only writes down what it is given.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testScenarios } from '../../src/public/scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-scenario-tests-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A file of that text, and what each of its tests ends with: null where it passes. */
async function ends(name: string, text: string): Promise<Map<string, Error | null>> {
  const file = join(folder, name)
  writeFileSync(file, text)
  const ended = new Map<string, Error | null>()
  const runs: (() => Promise<void>)[] = []
  testScenarios(file, (title, run) =>
    runs.push(async () => {
      const error: unknown = await run().then(
        () => null,
        (thrown: unknown) => thrown,
      )
      ended.set(title.replace(`${folder}/`, ''), error as Error | null)
    }),
  )
  for (const run of runs) await run()
  return ended
}

const CALL = `
name: A call
matrix: {version: [10, 14]}
contacts:
  - {id: 101, name: Anna Byrne, mobile: "+353871234567"}
steps:
  - call: +353871234567
`

describe('as tests of Vitest', () => testScenarios('fixtures/init/first-call.yaml', test))

test('each case is a test by its file and name', async () => {
  const ended = await ends('passes.yaml', `${CALL}  - expect: {card: Anna Byrne}\n`)
  expect([...ended]).toEqual([
    ['passes.yaml: A call (version: 10)', null],
    ['passes.yaml: A call (version: 14)', null],
  ])
})

test('a failure says which step, what was expected and found, and where', async () => {
  const [[, error] = []] = await ends('fails.yaml', `${CALL}  - expect: {card: Ana Byrne}\n`)
  expect(error?.message).toContain(`${folder}/fails.yaml:8:5`)
  expect(error?.message).toContain('- expect: {card: Ana Byrne}')
  expect(error?.message).toMatch(/- expected {2}"Ana Byrne"\n.*\+ found {5}"Anna Byrne"/)
  expect(error?.stack).toMatch(/\n {4}at .*fails\.yaml:8:5$/)
})

test('what cannot be read is a test that fails', async () => {
  const [[title, error] = []] = await ends('unread.yaml', CALL.replace('call:', 'ring:'))
  expect(title).toBe('unread.yaml can be read')
  expect(error?.message).toContain('found "ring"')
})

test('no scenarios at all are no success', () => {
  expect(() => testScenarios([], () => {})).toThrow('expected scenarios, found none')
  expect(() => testScenarios(join(folder, 'nowhere'), () => {})).toThrow('expected a file or a folder of scenarios')
})
