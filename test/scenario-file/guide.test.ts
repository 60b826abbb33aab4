import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readScenarios } from '../../src/scenario-file/read.ts'
import { examples, renderGuide } from './guide.ts'

const PAGE = 'docs/scenarios.md'

test("the page of verbs and expectations is that of the format's table: UPDATE=1 rewrites it", () => {
  const guide = renderGuide()
  if (process.env['UPDATE']) writeFileSync(PAGE, guide)
  expect(readFileSync(PAGE, 'utf8')).toBe(guide)
  expect(guide).not.toContain('undefined')
})

test.each([...examples()])('%s: its example can be read', (_what, step) => {
  const text = `name: x\ntags: []\nsteps:\n  - ${step}\n`
  const { scenarios, problems } = readScenarios({ path: 'x.yaml', text }, { readInclude: () => ({ problem: 'none' }) })
  expect(problems.map(({ message }) => message)).toEqual([])
  expect(scenarios).toHaveLength(1)
})
