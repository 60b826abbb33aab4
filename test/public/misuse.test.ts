// Callers without types: each public function says in a sentence what it expected and what it found, and never quotes it.
import { expect, test } from 'vitest'
import { ENTRIES } from './surface.ts'

const NOTHING = [[], [null], [undefined], [[]], [353], [() => {}]]
const NO_TEXT = [[], [null], [353], [['087 123 4567']], [{ text: '087 123 4567' }]]
const NO_PATH = [[], [null], [353], [{ path: 'people.db' }]]
const SECRET = '0871234567'

/** Arguments that are wrong, by function. */
const WRONG: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  parseNumber: [...NO_TEXT, [SECRET], [SECRET, 353], [SECRET, ['IE']], [{ text: SECRET }, 'IE']],
  formatNumber: NO_TEXT,
  isRegion: NO_TEXT,
  describeRejection: [...NOTHING, ['no-country'], [{}]],
  contactFrom: [
    ...NOTHING,
    [SECRET],
    [{ name: 'Anna' }],
    [{ name: 'Anna', phone: null }],
    [{ name: 'Anna', phone: [353] }],
    [{ name: null, phone: SECRET }],
    [{ name: 'Anna', phone: SECRET, company: { name: 'Acme' } }],
    [{ name: 'Anna', phone: SECRET, region: 353 }],
  ],
  buildDirectory: [[], [null], [353], ['Anna'], [{}], [[null]], [[{ name: 'Anna', phone: SECRET }]], [[{ id: '1' }]]],
  openDirectory: [[], [null], [[]], [new Map()], [{ contacts: [] }]],
  updateDirectory: [[], [null, {}], [{}, {}], [new Map(), {}]],
  lookUp: [[], [null, SECRET], [{}, SECRET], [[], SECRET]],
  lineFrom: NO_TEXT,
  buildAddressBook: [[], [null], [353], ['Anna'], [[null]], [[{ name: 'Anna' }]]],
  resolveCaller: [[], [SECRET], [null, {}], [{ presentation: 'ALLOWED', text: SECRET }, {}]],
  renderCard: [[], [null, ''], ['known', ''], [{ kind: 'known' }], [{ kind: 'known' }, 353]],
  buildSnapshot: [[], [null], ['Anna'], [[]], [[], {}]],
  buildDelta: [
    [],
    [null, null],
    [new Uint8Array()],
    [new Uint8Array(), 'bytes'],
    [
      [1, 2],
      [1, 2],
    ],
  ],
  applyDelta: [[], [null, null], [new Uint8Array()], [new Uint8Array(), 'bytes'], [{}, {}]],
  openSnapshot: [[], [null], ['bytes'], [[1, 2]], [{}], [353]],
  lookUpSnapshot: [[], [null, SECRET], [{ kind: 'damaged', reason: 'wrong-size' }, SECRET], ['', SECRET]],
  lookUpLabel: [[], [null, SECRET], [{ kind: 'damaged', reason: 'wrong-size' }, SECRET]],
  readEntries: [...NOTHING, [{ kind: 'damaged', reason: 'wrong-size' }]],
  newHandset: [[], ['nokia', 'IE'], ['android'], ['android', 353], [null, null]],
  readyHandset: [[], ['nokia', 'IE'], ['android'], ['ios', ['IE']]],
  planAccess: [...NOTHING, ['android'], [{ platform: 'android' }]],
  newPhone: [...NOTHING, ['android'], [{ platform: 'android' }]],
  newWorld: [...NOTHING, [[]], [{ directory: null }]],
  advancePhone: [[], [null, { type: 'wake', at: 0 }, {}], [{}, { type: 'wake', at: 0 }, {}]],
  nextWakeAt: NOTHING,
  playCall: [[], [null, {}, {}], [{}, {}, {}]],
  readScenarioFiles: NO_PATH,
  readScenarioText: [...NO_TEXT, ['name: One', 353]],
  playCase: [...NOTHING, ['missed.yaml'], [{ name: 'One' }]],
  testScenarios: [[], ['ringsight'], ['ringsight', {}], [353, () => {}], [[null], () => {}]],
  checkContactFile: [...NO_PATH, ['people.csv', null], ['people.csv', 'IE']],
  openRowCheck: [[], [null], ['Phone'], [['Phone'], null], [['Phone'], 'IE']],
  newDraft: [...NOTHING, ['101'], [{ id: '101' }]],
  logOutcome: [[], [null, {}, new Date()], [{}, {}, new Date()]],
  sendOutcomes: [...NOTHING, [{}], [{ crm: {}, now: () => 0 }]],
  syncContacts: [...NOTHING, [{}], [{ crm: {}, store: {} }]],
  openSqliteStore: NO_PATH,
  openHubspot: [...NOTHING, ['pat-eu1'], [{ token: 'pat-eu1' }], [{ token: 353, now: () => 0, pause: () => {} }]],
  openMemoryCrm: [...NOTHING, [{}], [{ now: () => 0, contacts: 353 }]],
}

const modules = await Promise.all(ENTRIES.map((entry) => import(`../../src/public/${entry}.ts`)))
const functions = new Map(
  modules.flatMap((module) => Object.entries<unknown>(module)).filter(([, each]) => isPlain(each)),
)

function isPlain(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === 'function' && !/^class\b/.test(String(value))
}

test('every public function is in the table', () => {
  const takesNothing = ['openMemoryStore']
  expect([...Object.keys(WRONG), ...takesNothing].sort()).toEqual([...functions.keys()].sort())
})

const calls = Object.entries(WRONG).flatMap(([name, each]) => each.map((args) => ({ name, args })))

test.each(calls)('$name($args)', async ({ name, args }) => {
  const call = functions.get(name) as (...args: readonly unknown[]) => unknown
  const thrown: unknown = await (async () => call(...args))().then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(TypeError)
  expect((thrown as TypeError).message).toMatch(/^\w+: expected .+, found (?:nothing|null|an? \w+)$/)
})
