import { describe, expect, test } from 'vitest'
import { playScenario } from '../../src/scenario/run.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'
import { renderScenario } from '../../src/scenario-file/write.ts'
import { type ExploreFailure, explore } from '../../src/walk/explore.ts'
import type { Plant } from '../../src/walk/script.ts'
import {
  addressBookIgnored,
  callerIdIgnored,
  cardStays,
  choiceForgotten,
  contactsInProcess,
  draftInProcess,
  historyForgotten,
  logCallsIgnored,
  nationalUnread,
  noticeTwice,
  rowTwice,
  sentAgain,
  suffixMatch,
  throwsOnHold,
} from './plants.ts'

async function findBug(plant: Plant, mostSteps: number): Promise<ExploreFailure> {
  const { failure } = await explore({ seed: 1, platform: null, goesOn: (_, steps) => steps < mostSteps, plant })
  if (failure === null) throw new Error(`expected the bug to be found within ${mostSteps} steps, found nothing`)
  return failure
}

function readBack(text: string) {
  const { scenarios, problems } = readScenarios(
    { path: 'found.yaml', text },
    { readInclude: () => ({ problem: 'there is no file' }) },
  )
  expect(problems).toEqual([])
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error('expected a scenario, found none')
  return scenario
}

const TOOLS = { loadContacts: async () => [], readFrame: () => null }

describe('R-23 a planted bug is found, shrunk to a few steps and written as a scenario:', () => {
  test.each<[string, Plant, { invariant: string; within: number; steps: number }]>([
    ['numbers are compared by their ends', suffixMatch, { invariant: 'right-name', within: 2000, steps: 5 }],
    ['Caller ID is shown while it is off', callerIdIgnored, { invariant: 'right-to-show', within: 2000, steps: 4 }],
    ['an outcome is sent again after a lost answer', sentAgain, { invariant: 'outcome-once', within: 4000, steps: 8 }],
    ['the address book is ignored', addressBookIgnored, { invariant: 'address-book-wins', within: 1000, steps: 3 }],
    ['a draft is lost with the process', draftInProcess, { invariant: 'outcome-kept', within: 2000, steps: 9 }],
    ['a missed call is listed twice', rowTwice, { invariant: 'call-list', within: 1000, steps: 4 }],
    ['a missed call is told twice', noticeTwice, { invariant: 'one-missed-notice', within: 2000, steps: 4 }],
    [
      'a default dialer follows a call up twice',
      historyForgotten,
      { invariant: 'one-outcome-screen', within: 8000, steps: 6 },
    ],
    ['contacts are lost with the process', contactsInProcess, { invariant: 'survives-crash', within: 1000, steps: 1 }],
    ['national forms are not looked up', nationalUnread, { invariant: 'known-is-named', within: 3000, steps: 3 }],
    [
      'who was chosen of several is not looked at',
      choiceForgotten,
      { invariant: 'choice-counts', within: 6000, steps: 6 },
    ],
    ['a card is never taken away', cardStays, { invariant: 'card-goes', within: 1000, steps: 3 }],
    ['Log calls is ignored', logCallsIgnored, { invariant: 'one-outcome-screen', within: 4000, steps: 5 }],
  ])(
    '%s',
    async (_what, plant, { invariant, within, steps }) => {
      const failure = await findBug(plant, within)
      expect(failure.invariant.name).toBe(invariant)
      // Its last step is the expectation.
      expect(failure.scenario.steps.length - 1).toBeLessThanOrEqual(steps)
      const read = readBack(renderScenario(failure.scenario))
      expect(read.steps.map(({ do: verb }) => verb)).toEqual(failure.scenario.steps.map(({ do: verb }) => verb))
      // Without the bug, what was written passes; with it, it is what fails.
      expect(await playScenario(read, TOOLS)).toMatchObject({ outcome: 'passed' })
      const broken = await playScenario(read, TOOLS, plant())
      expect(broken).toMatchObject({ outcome: 'failed', failure: { mismatches: [{ path: 'invariants' }] } })
    },
    120_000,
  )
})

test('R-23 what makes the simulator throw is found too, and its scenario is broken', async () => {
  const failure = await findBug(throwsOnHold, 4000)
  expect(failure).toMatchObject({ invariant: { name: 'no-fault' }, found: 'a call on hold' })
  expect(failure.scenario.steps.length - 1).toBeLessThanOrEqual(3)
  const read = readBack(renderScenario(failure.scenario))
  expect(await playScenario(read, TOOLS, throwsOnHold())).toMatchObject({ outcome: 'broken' })
}, 120_000)

describe('exploring', () => {
  test('finds nothing wrong on the phones as they are', async () => {
    const explored = await explore({ seed: 20_260_630, platform: null, goesOn: (_, steps) => steps < 2000 })
    expect(explored.failure).toBe(null)
  }, 120_000)

  test.each(['android', 'ios'] as const)(
    'of %s takes the same walk each time',
    async (platform) => {
      const options = { seed: 11, platform, goesOn: (walks: number) => walks < 2 }
      expect(await explore(options)).toEqual(await explore(options))
    },
    60_000,
  )

  test('begins with the walk that a failure names', async () => {
    const failure = await findBug(suffixMatch, 2000)
    const again = await explore({
      seed: failure.seed,
      platform: null,
      goesOn: (walks) => walks < 1,
      plant: suffixMatch,
    })
    expect(again.failure).toEqual(failure)
  }, 120_000)
})
