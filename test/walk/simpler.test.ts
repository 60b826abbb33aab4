// What a script may become as it is shrunk.
import { expect, test } from 'vitest'
import { openChance } from '../../src/core/chance.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'
import { renderScenario } from '../../src/scenario-file/write.ts'
import { makeCast } from '../../src/walk/cast.ts'
import { type Act, scenarioOf } from '../../src/walk/script.ts'
import { simplerScripts } from '../../src/walk/simpler.ts'

const FILLED = { do: 'fill-outcome', outcome: null, notes: null, tasks: null, isOnDeal: null } as const

test.each<[string, Act]>([
  ['an outcome', { ...FILLED, outcome: 'no-answer', notes: 'Later' }],
  ['an outcome of notes alone', { ...FILLED, notes: 'Later' }],
  ['an outcome on the deal alone', { ...FILLED, isOnDeal: true }],
])('R-23 what is plainer than %s can be read again', (_what, step) => {
  const script = { ...makeCast(openChance(1), 'android'), startsAt: 1_795_392_000_000, steps: [step] }
  for (const plainer of [script, ...simplerScripts(script)]) {
    const text = renderScenario(scenarioOf(plainer, 'Plainer', []))
    const { problems } = readScenarios({ path: 'plainer.yaml', text }, { readInclude: () => ({ problem: '' }) })
    expect(problems, text).toEqual([])
  }
})
