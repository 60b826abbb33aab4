import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineFrom } from '../../src/core/caller.ts'
import { openChance } from '../../src/core/chance.ts'
import { newHandset, readyHandset } from '../../src/core/handset.ts'
import { Pattern } from '../../src/scenario/pattern.ts'
import type { Doing, Scenario } from '../../src/scenario/scenario.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'
import { renderScenario } from '../../src/scenario-file/write.ts'
import { safeLine } from '../../src/text/safe.ts'
import { makeCast } from '../../src/walk/cast.ts'
import { type Act, playScript } from '../../src/walk/script.ts'
import { openWalk } from '../../src/walk/walk.ts'
import { contact, deal, phone } from '../people.ts'
import { aScenario, expecting } from '../scenario/scenes.ts'

function readBack(scenario: Scenario): Scenario {
  const text = renderScenario(scenario)
  const { scenarios, problems } = readScenarios(
    { path: 'written.yaml', text },
    { readInclude: () => ({ problem: 'there is no file' }) },
  )
  expect(problems.map(({ message, source }) => `${message}: ${source}`)).toEqual([])
  const [read] = scenarios
  if (read === undefined || scenarios.length > 1) throw new Error(`expected one scenario, found ${scenarios.length}`)
  return read
}

// Where it stands and how it is written are the file's, not the scenario's.
function meaningOf({ steps, at: _at, ...scenario }: Scenario) {
  return { ...scenario, steps: steps.map(({ at: _at, text: _text, ...step }) => step) }
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40, size: 'max' }),
  fc.string({ maxLength: 40, size: 'max' }),
  fc.constantFrom(
    'none',
    'null',
    '~',
    'yes',
    `$${'{x}'}`,
    `$$${'{x}'}`,
    '# no comment',
    'a: b',
    '- a',
    '"',
    "'",
    '\n\t',
    '[',
    '{}',
    '&a',
    '*a',
    '!!int 1',
    '2026-06-01',
    '0x1F',
    '1e5',
    '\u202e\u2028\u0007',
    '%TAG',
    '---',
    '...',
    '|',
    '>',
    '@',
    '`',
  ),
)

describe('R-23 a scenario that is written reads back to the same:', () => {
  test('texts may be anything', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, company, notes) => {
        const scenario = aScenario([
          { do: 'fill-outcome', outcome: 'busy', notes, tasks: null, isOnDeal: null },
          { do: 'tap', target: company },
          expecting({ callerName: name, contactPage: company }),
        ])
        const contacts = [
          contact({ firstName: name, lastName: notes, company, row: null, deals: [deal({ name: company })] }),
        ]
        const written: Scenario = {
          ...scenario,
          name: safeLine(name) || 'a scene',
          contacts: { kind: 'inline', contacts },
        }
        const isText = ![name, company].some((text) => /^\/.+\/[a-z]*$/s.test(text))
        fc.pre(isText)
        expect(meaningOf(readBack(written))).toEqual(meaningOf(written))
      }),
      { numRuns: 400 },
    )
  })

  test.each(Array.from({ length: 12 }, (_, seed) => [seed]))('walk %i', async (seed) => {
    const chance = openChance(seed)
    const cast = makeCast(chance, null)
    const { next } = openWalk(cast, chance)
    const script = { phone: cast.phone, contacts: cast.contacts, startsAt: Date.parse('2026-06-30T09:00:00Z') }
    const { steps } = await playScript(script, (stage, done) => (done < 80 ? (next(stage) as Act) : null))
    const scenario: Scenario = {
      ...aScenario(steps),
      phone: cast.phone,
      contacts: { kind: 'inline', contacts: cast.contacts },
    }
    const { phone: setup, contacts, ...others } = meaningOf(readBack(scenario))
    expect(others).toEqual({ ...meaningOf(scenario), phone: undefined, contacts: undefined })
    expect(setup).toEqual(cast.phone)
    // what the walk knows of each number is what the reader makes of its text.
    expect(contacts).toEqual({ kind: 'inline', contacts: cast.contacts })
  })

  test.each<[string, Doing]>([
    ['a withheld call on the second SIM', { do: 'call', line: lineFrom('withheld'), kind: 'telephone', sim: 'GB' }],
    ['one of several calls', { do: 'end', call: '+353871234567', by: 'caller' }],
    ['a death in the middle of a write', { do: 'kill-app', afterWrites: 3 }],
    ['a request for several things', { do: 'request', what: ['callLog', 'phone', 'role'] }],
    ['a network that is slow and abroad', { do: 'network', network: { latencyMs: 1500, networkCountry: 'GB' } }],
    ['a network at home', { do: 'network', network: { networkCountry: null } }],
    ['doze', { do: 'conditions', conditions: { isDozing: true, bucket: 'rare' } }],
    [
      'settings',
      {
        do: 'open-settings',
        settings: { logCalls: 'on', overlay: false },
        permissions: { phone: 'revoked' },
        role: false,
      },
    ],
    [
      'what is expected, and for how long',
      expecting(
        { card: null, callList: [{ name: null, durationMs: 90_500 }], syncPage: { agoMs: null, error: 'x' } },
        5000,
      ),
    ],
    [
      'nothing that arrived',
      expecting({ crmCalls: [], notifications: [], waiting: 0, nothingShown: true, invariants: 'hold' }),
    ],
    ['a dialog', expecting({ dialog: 'callLog' })],
    ['a regular expression', expecting({ label: new Pattern(/^Anna "B/i), never: [new Pattern(/show-card/)] })],
  ])('%s', (_what, step) => {
    const scenario = aScenario([step])
    expect(meaningOf(readBack(scenario)).steps).toEqual(meaningOf(scenario).steps)
  })

  test('a text that looks like a regular expression stays that text', () => {
    const [step] = readBack(aScenario([expecting({ callerName: '/a+/' })])).steps
    const name = step?.do === 'expect' ? step.expected.callerName : null
    expect(name).toBeInstanceOf(Pattern)
    expect((name as Pattern).test('/a+/')).toBe(true)
    expect((name as Pattern).test('aa')).toBe(false)
  })
})

describe('a scenario that is written', () => {
  test('says only what differs from the usual', () => {
    const usual = aScenario([{ do: 'sync' }], { handset: readyHandset('android', null) })
    expect(renderScenario({ ...usual, contacts: { kind: 'inline', contacts: [] } })).toBe(
      'name: a scene\nsteps:\n  - sync\n',
    )
    const unpacked = { ...newHandset('android', 'IE'), simCountries: ['IE', 'GB'] }
    expect(renderScenario(aScenario([{ do: 'sync' }], { handset: unpacked, seed: 7 }))).toContain(
      'phone: {sim: [IE, GB], permissions: {call-log: never-asked',
    )
  })

  test('R-02 keeps a number as it is written where that reads as the same, else in full', () => {
    const national = contact({ phones: [phone('087 123 4567', { region: 'IE' })], row: null })
    const write = (simCountries: readonly string[]) =>
      renderScenario({
        ...aScenario([{ do: 'sync' }], { handset: { ...readyHandset('android', 'IE'), simCountries } }),
        contacts: { kind: 'inline', contacts: [national] },
      })
    expect(write(['IE'])).toContain('phone: "087 123 4567"')
    expect(write(['PL'])).toContain('phone: +353871234567')
  })
})
