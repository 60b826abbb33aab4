// Callers without types: each public function says in a sentence what it expected and what it found, and never quotes it.
import { expect, test } from 'vitest'
import { ENTRIES } from './surface.ts'

const NOTHING = [[], [null], [undefined], [[]], [353], [() => {}]]
const NO_TEXT = [[], [null], [353], [['087 123 4567']], [{ text: '087 123 4567' }]]
const NO_PATH = [[], [null], [353], [{ path: 'people.db' }]]
const SECRET = '0871234567'

// What is right but for one part of it.
const LINE = { presentation: 'ALLOWED', text: SECRET }
const ANNA = { id: '1', firstName: 'Anna', lastName: '', company: '', email: '', phones: [], deals: [] }
const DIRECTORY = { contacts: new Map(), matches: new Map() }
const SOURCES = { directory: DIRECTORY, addressBook: new Map(), regions: ['IE'], limit: null }
const HEADER = { workspaceHash: '0123456789abcdef', generation: 1, createdAtMs: 0, regions: [] }
const SCENARIO = {
  name: 'One',
  tags: [],
  at: { file: 'one.yaml' },
  phone: { handset: {}, system: {}, conditions: {}, addressBook: [], blocked: [] },
  contacts: { kind: 'inline', contacts: [] },
  startsAt: 0,
  steps: [],
}

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
  buildDirectory: [
    [],
    [null],
    [353],
    ['Anna'],
    [{}],
    [[null]],
    [[{ name: 'Anna', phone: SECRET }]],
    [[{ id: '1' }]],
    [[{ ...ANNA, phones: null }]],
    [[{ ...ANNA, phones: [{ field: '', text: SECRET, e164: 353 }] }]],
    [[{ ...ANNA, deals: [null] }]],
  ],
  openDirectory: [[], [null], [[]], [new Map()], [{ contacts: [] }]],
  updateDirectory: [
    [DIRECTORY, { written: 353 }],
    [{ ...DIRECTORY, matches: {} }, {}],
    [],
    [null, {}],
    [{}, {}],
    [new Map(), {}],
  ],
  lookUp: [[], [null, SECRET], [{}, SECRET], [[], SECRET]],
  lineFrom: NO_TEXT,
  buildAddressBook: [
    [],
    [null],
    [353],
    ['Anna'],
    [[null]],
    [[{ name: 'Anna' }]],
    [[{ name: 'Anna', numbers: null }]],
    [[{ name: 'Anna', numbers: [353] }]],
  ],
  resolveCaller: [
    [LINE, { ...SOURCES, regions: 'IE ' }],
    [LINE, { ...SOURCES, addressBook: {} }],
    [{ ...LINE, text: 353 }, SOURCES],
    [],
    [SECRET],
    [null, {}],
    [{ presentation: 'ALLOWED', text: SECRET }, {}],
  ],
  renderCard: [
    [{ kind: 'known' }, '2026-03-02'],
    [],
    [null, ''],
    ['known', ''],
    [{ kind: 'known' }],
    [{ kind: 'known' }, 353],
  ],
  buildSnapshot: [
    [[], { ...HEADER, regions: null }],
    [[{ ...ANNA, phones: [353] }], HEADER],
    [],
    [null],
    ['Anna'],
    [[]],
    [[], {}],
  ],
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
  lookUpOwners: [[], [null, SECRET], [{ kind: 'damaged', reason: 'wrong-size' }, SECRET]],
  readEntries: [...NOTHING, [{ kind: 'damaged', reason: 'wrong-size' }]],
  newHandset: [[], ['nokia', 'IE'], ['android'], ['android', 353], [null, null]],
  readyHandset: [[], ['nokia', 'IE'], ['android'], ['ios', ['IE']]],
  planAccess: [
    ...NOTHING,
    ['android'],
    [{ platform: 'android' }],
    [{ platform: 'ios', simCountries: [], permissions: {}, settings: null }],
  ],
  newPhone: [...NOTHING, ['android'], [{ platform: 'android' }]],
  newWorld: [[{}], [{ contacts: [], matches: DIRECTORY.matches }], ...NOTHING, [[]], [{ directory: null }]],
  advancePhone: [[], [null, { type: 'wake', at: 0 }, {}], [{}, { type: 'wake', at: 0 }, {}]],
  nextWakeAt: NOTHING,
  playCall: [[], [null, {}, {}], [{}, {}, {}]],
  readScenarioFiles: NO_PATH,
  readScenarioText: [...NO_TEXT, ['name: One', 353]],
  playCase: [
    [{ ...SCENARIO, steps: 5 }],
    [{ ...SCENARIO, steps: [{ do: 'call' }] }],
    [{ ...SCENARIO, at: null }],
    ...NOTHING,
    ['missed.yaml'],
    [{ name: 'One' }],
  ],
  testScenarios: [[], ['ringsight'], ['ringsight', {}], [353, () => {}], [[null], () => {}]],
  checkContactFile: [
    ...NO_PATH,
    ['people.csv', null],
    ['people.csv', 'IE'],
    ['people.csv', { region: 353 }],
    ['people.csv', { columns: { phones: 'Phone' } }],
    ['people.csv', { onFinding: 'log' }],
    ['people.csv', { repairTo: true }],
  ],
  openRowCheck: [
    [],
    [null],
    ['Phone'],
    [['Phone'], null],
    [['Phone'], 'IE'],
    [[353]],
    [['Phone'], { columns: { id: 353 } }],
  ],
  newDraft: [[{ callId: '1', contactId: '101' }], ...NOTHING, ['101'], [{ id: '101' }]],
  logOutcome: [[], [null, {}, new Date()], [{}, {}, new Date()]],
  sendOutcomes: [[{ crm: null, store: {}, now: Date.now }], ...NOTHING, [{}], [{ crm: {}, now: () => 0 }]],
  syncContacts: [[{ crm: {}, store: {}, now: 0 }], ...NOTHING, [{}], [{ crm: {}, store: {} }]],
  openSqliteStore: NO_PATH,
  openHubspot: [
    ...NOTHING,
    ['pat-eu1'],
    [{ token: 'pat-eu1' }],
    [{ token: 353, now: () => 0, pause: () => {} }],
    [{ token: 'x', now: () => 0, pause: () => {}, baseUrl: 353 }],
  ],
  openMemoryCrm: [
    ...NOTHING,
    [{}],
    [{ now: () => 0, contacts: 353 }],
    [{ now: () => 0, contacts: [{ ...ANNA, deals: null }] }],
  ],
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

test.each([
  [
    [{ ...ANNA, phones: null }],
    'buildDirectory: expected contacts, as contactFrom makes them: phones as a list, found null',
  ],
  [
    [{ ...ANNA, phones: [{ field: '', text: SECRET, e164: 353 }] }],
    'buildDirectory: expected contacts, as contactFrom makes them: phones[0].e164 as a text, found a number',
  ],
])('the part that is wrong is named', (contacts, sentence) => {
  const buildDirectory = functions.get('buildDirectory') as (contacts: unknown) => unknown
  expect(() => buildDirectory(contacts)).toThrow(new TypeError(sentence))
})
