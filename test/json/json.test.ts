// Every command with --json, in its main situations, prints lines of the table (lines.ts); the schemas that ship and
// docs/json.md are made of the table, and no command is missing in it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import { buildProgram, runProgram } from '../../src/cli/program.ts'
import { type Handset, readyHandset } from '../../src/core/handset.ts'
import { newSending } from '../../src/core/sending.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { newSystem, type System } from '../../src/device/phone.ts'
import { makeToken } from '../../src/server/token.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { openIo, type Ran, run, scratch } from '../cli/run.ts'
import { contact, phone } from '../people.ts'
import { outcome } from '../sync/outbox.ts'
import { COMMANDS } from './lines.ts'
import { renderPage, renderSchema, schemaFile } from './render.ts'

const SCHEMAS = join(import.meta.dirname, '../../schemas')
const PAGE = join(import.meta.dirname, '../../docs/json.md')
const SAMPLE = 'fixtures/contacts/sample.csv'
const YEAR = 'fixtures/calls/year.xml'
const CIARA = '+353837247309'
const isUpdate = process.env['UPDATE'] === '1'

const ajv = new Ajv2020({ allErrors: true })
const isLine = new Map<string, ValidateFunction>()
for (const [command, each] of Object.entries(COMMANDS)) {
  const text = renderSchema(command, each)
  if (isUpdate) writeFileSync(join(SCHEMAS, schemaFile(command)), text)
  const schema = JSON.parse(text) as { $defs: Record<string, object> }
  isLine.set(command, ajv.compile(schema))
  for (const [name, form] of Object.entries(schema.$defs)) isLine.set(`${command} ${name}`, ajv.compile(form))
}

/** The first line that was seen of each form. */
const seen = new Map<string, string>()

/** Every line is one of the table, and the last one alone is the summary. */
/** Also where it ends by an error, and so without a summary. */
function expectKnown(command: string, ran: Ran): void {
  const lines = ran.json()
  for (const line of lines) {
    const names = [...isLine.keys()].filter((key) => new RegExp(`^${command} ${line['type']}(-\\d)?$`).test(key))
    const name = names.find((key) => isLine.get(key)?.(line) === true)
    const problems = names.map((key) => ajv.errorsText(isLine.get(key)?.errors))
    expect(name, `${command}: ${JSON.stringify(line)}\n${problems.join('\n')}`).toBeDefined()
    expect(isLine.get(command)?.(line)).toBe(true)
    if (name !== undefined && !seen.has(name)) seen.set(name, JSON.stringify(line).replace(/\/[^"]*\/test-\w+\//g, ''))
  }
}

function expectLines(command: string, ran: Ran): void {
  expectKnown(command, ran)
  const lines = ran.json()
  expect(lines.filter(({ type }) => type === 'summary')).toHaveLength(1)
  expect(lines.at(-1)?.['type']).toBe('summary')
}

const PEOPLE = [contact({ id: '101', phones: [phone('+353871234567')] }), contact({ id: '102', phones: [] })]
let crm: CrmServer
let denied: CrmServer
beforeAll(async () => {
  crm = await openCrmServer({ contacts: PEOPLE, portalId: 4711 })
  denied = await openCrmServer({ contacts: [], token: 'pat-other' })
})
afterAll(() => Promise.all([crm.close(), denied.close()]))

const env = () => ({ HUBSPOT_TOKEN: 'pat-test', HUBSPOT_BASE_URL: crm.url })
const newDb = () => join(scratch(), 'ringsight.db')

async function openSynced(): Promise<string> {
  const db = newDb()
  await run(['sync', '--db', db], { env: env() })
  return openOutbox(db)
}

/** A store with a token. */
function openTokens(): string {
  const db = newDb()
  const store = openSqliteStore(db)
  const { token } = makeToken({ device: 'anna', purposes: ['callers'], scope: { kind: 'all' }, madeAt: 0 })
  store.write('tokens', [token])
  store.close()
  return db
}

/** A store with calls that a telephone system has reported. */
function openCalls(): string {
  const db = newDb()
  const store = openSqliteStore(db)
  const answered = {
    callId: 'pbx/1',
    direction: 'incoming',
    isAnswered: true,
    e164: '+353871234567',
    contactId: '101',
    contactName: 'Anna Byrne',
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 65_000,
  } as const
  const missed = {
    ...answered,
    callId: 'pbx/2',
    isAnswered: false,
    startedAt: '2026-11-20T10:00:00.000Z',
    durationMs: 0,
  }
  const withheld = { ...missed, callId: 'pbx/3', e164: '', contactId: null, contactName: '' }
  store.write('officeCalls', { calls: [answered, missed, withheld], forgottenUntil: null })
  store.close()
  return db
}

/** A store with an outcome in each state of the outbox, and a draft. */
function openOutbox(db = newDb()): string {
  const store = openSqliteStore(db)
  const later = Date.parse('2026-11-20T12:10:00Z')
  const states = [
    {},
    { wait: { until: later, because: 'lost-answer' } },
    { records: ['9001'], parked: { kind: 'refused', says: 'no such owner' } },
    { parked: { kind: 'told', because: 'Of a version before.', fix: 'Send it again.' } },
  ] as const
  for (const [at, state] of states.entries()) {
    const each = outcome(`3f2a91c0-${at}`, { tasks: 1 })
    store.saveOutcome(each)
    store.keepSending(each.call.callId, { ...newSending(each), ...state })
  }
  const { savedAt: _, ...draft } = outcome('draft-1')
  store.write('drafts', [{ ...draft, outcome: null }])
  store.close()
  return db
}

/** A store with two contacts of one number. */
async function openShared(): Promise<string> {
  const path = join(scratch(), 'shared.db')
  const store = openSqliteStore(path)
  const people = ['101', '102'].map((id) => contact({ id, phones: [phone('+353871234567')] }))
  await store.replaceContacts(
    (async function* () {
      yield people
    })(),
    { at: '2026-11-20T09:00:00Z', source: 'test' },
  )
  store.close()
  return path
}

/** A store that keeps a phone with these switches; contacts are those of the sample. */
async function openPhone(
  handset: Partial<Handset>,
  system: Partial<System>,
  appProcess: Partial<CarriedPhone['appProcess']> = {},
) {
  const db = newDb()
  await run(['import', SAMPLE, '--db', db])
  const kept = newCarriedPhone(
    { ...readyHandset(handset.platform ?? 'android', 'IE'), ...handset },
    { ...newSystem(), ...system },
  )
  const store = openSqliteStore(db)
  store.write('phone', { ...kept, appProcess: { ...kept.appProcess, ...appProcess } })
  store.close()
  return db
}

const scenarios = () => {
  const folder = scratch()
  const call = 'steps:\n  - call: +353871234567\n  - expect: {card: none}\n'
  writeFileSync(join(folder, 'pass.yaml'), `name: passes\ntags: [R-10]\n${call}`)
  writeFileSync(join(folder, 'fail.yaml'), `name: fails\n${call.replace('none', 'Anna')}`)
  writeFileSync(join(folder, 'odd.yaml'), 'name: odd\nsteps: [acept]\n')
  return folder
}

const people = (count: number) => {
  const file = join(scratch(), 'people.csv')
  const rows = Array.from({ length: count }, (_, at) => `${901 + at},Anna,Byrne,087 123 45${60 + at},Ireland`)
  writeFileSync(
    file,
    `Record ID,First Name,Last Name,Phone Number,Country/Region\n${rows.join('\n')}\n999,Ben,Ito,n/a,\n`,
  )
  return file
}

const callsFrom = (number: string) => {
  const file = join(scratch(), 'calls.csv')
  writeFileSync(file, `Number\n${number}\n${number}\n`)
  return file
}

// The command and what it is run with; the status it ends with.
const SITUATIONS: readonly (readonly [
  command: string,
  code: number,
  args: () => readonly string[] | Promise<readonly string[]>,
])[] = [
  ['call', 0, () => [CIARA, '--contacts', SAMPLE]],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--miss']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--decline']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--notes', 'half a', '--task', 'Call back; call; high']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--platform', 'ios']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--direction', 'outgoing', '--from', 'outside', '--log-calls', 'on']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--direction', 'outgoing', '--miss']],
  ['call', 0, () => [CIARA, '--contacts', SAMPLE, '--deny', 'call-log', '--role']],
  ['call', 1, () => [CIARA, '--contacts', SAMPLE, '--deny', 'phone']],
  ['call', 1, () => [CIARA, '--contacts', SAMPLE, '--maker', 'xiaomi']],
  ['call', 1, () => ['112', '--role']],
  ['call', 1, async () => [CIARA, '--db', await openPhone({ screeningRole: true }, { screeningDisallows: true })]],
  ['call', 0, async () => [CIARA, '--db', await openPhone({ screeningRole: true }, { screeningSilences: true })]],
  // The app forgets with its process that it was asked, and takes who calls for one of the phone's own contacts.
  ['call', 1, async () => [CIARA, '--db', await openPhone({ screeningRole: true }, { screeningCrashes: true })]],
  ['call', 1, async () => [CIARA, '--db', await openPhone({}, { dialerHidesOverlays: true })]],
  ['call', 0, async () => [CIARA, '--db', await openPhone({ platform: 'ios' }, {}, { state: 'open' })]],
  ['call', 1, async () => [CIARA, '--db', await openPhone({ platform: 'ios' }, { unknownCallers: 'silence' })]],
  ['call', 0, async () => ['+353871234567', '--db', await openShared(), '--it-was', '102']],
  ['call', 1, () => ['withheld', '--contacts', SAMPLE]],
  ['call', 1, () => ['payphone']],
  ['call', 1, () => ['112']],
  ['call', 1, () => ['+353870000000', '--outcome', 'busy']],
  ['explain', 0, () => [CIARA, '--contacts', SAMPLE]],
  ['explain', 1, () => [CIARA, '--contacts', SAMPLE, '--platform', 'ios', '--caller-id', 'off']],
  ['explain', 1, () => ['n/a']],
  ['phone', 0, () => []],
  ['phone', 0, () => ['--platform', 'ios']],
  ['phone', 0, () => ['--db', openOutbox()]],
  ['number', 0, () => ['+353871234567']],
  ['number', 1, () => ['--region', 'IE', '087 123 4567 ext. 9', 'n/a', '+35387123456', '9.19541E+11']],
  ['check', 1, () => [people(2)]],
  ['check', 0, () => [people(2), '--fix', join(scratch(), 'out.csv'), '--fail-on', 'never']],
  ['check', 0, () => [SAMPLE, people(1), '--max-findings', '1', '--fail-on', 'never']],
  [
    'check',
    0,
    () => [people(2), '--baseline', join(scratch(), 'b.json'), '--update-baseline', '--by', 'Country/Region'],
  ],
  ['check', 2, () => [SAMPLE, '/nowhere.csv']],
  ['check', 2, () => [SAMPLE, YEAR]],
  ['replay', 0, () => [YEAR, '--contacts', SAMPLE, '--region', 'IE']],
  ['replay', 0, () => [YEAR, '--contacts', SAMPLE, '--against', '--deny phone', '--redact']],
  ['replay', 0, () => [YEAR, '--contacts', people(2), '--fix', join(scratch(), 'out.csv')]],
  ['replay', 0, () => [callsFrom('+353871234560'), '--contacts', people(2), '--number', 'Number']],
  ['import', 0, () => [SAMPLE]],
  ['import', 0, () => [people(1), people(2)]],
  ['generate', 0, () => ['--people', '5', '--out', join(scratch(), 'people.csv')]],
  ['generate', 0, () => ['--people', '50', '--messy', '1', '--into-store']],
  ['bench', 0, () => ['--people', '20']],
  ['run', 2, () => [scenarios()]],
  ['run', 2, () => [scenarios(), '--verbose', '--bail', '1']],
  ['run', 2, () => [scenarios(), '--list']],
  ['explore', 0, () => ['--walks', '1', '--seed', '7']],
  ['rules', 0, () => ['AND-27']],
  ['sync', 0, () => []],
  ['sync', 0, () => ['--from', people(1)]],
  ['sync', 1, () => ['--db', openOutbox()]],
  ['sync', 3, () => ['--base-url', denied.url]],
  ['sync status', 1, () => []],
  ['sync status', 1, () => ['--db', openOutbox()]],
  ['outbox list', 0, () => []],
  ['outbox list', 0, () => ['--db', openOutbox()]],
  ['outbox send', 1, async () => ['--db', await openSynced()]],
  ['outbox retry', 0, () => []],
  ['outbox retry', 1, () => ['3f2a91c0-0', '--db', openOutbox()]],
  ['outbox edit', 0, () => ['3f2a91c0-0', '--notes', 'x', '--db', openOutbox()]],
  ['outbox edit', 1, () => ['3f2a91c0-2', '--notes', 'x', '--db', openOutbox()]],
  ['outbox edit', 1, () => ['3f2a91c0-0', '--notes', 'x'.repeat(70_000), '--db', openOutbox()]],
  ['outbox discard', 0, () => ['3f2a91c0-0', '--db', openOutbox()]],
  ['serve restored', 0, () => ['--db', openOutbox()]],
  ['serve calls', 0, () => ['--db', openCalls()]],
  ['serve token make', 0, () => ['anna', '--db', newDb()]],
  ['serve token list', 0, () => ['--db', openTokens()]],
  ['serve token revoke', 0, () => ['--db', openTokens(), 'anna']],
  ['sign-out', 0, () => []],
  ['sign-out', 1, () => ['--db', openOutbox()]],
  ['sign-out', 0, () => ['--db', openOutbox(), '--discard']],
  ['init', 0, () => [scratch()]],
]

describe('what --json prints', () => {
  test.each(SITUATIONS)('%s ends with %d, and every line is in the table', async (command, code, args) => {
    const ran = await run([...command.split(' '), ...(await args()), '--json'], { env: env() })
    expectLines(command, ran)
    expect(ran.code, ran.stderr).toBe(code)
  })

  test.each(SITUATIONS)('%s ends with %d for people too, and when nobody reads on', async (command, code, args) => {
    const { io, ran } = openIo({ env: env() })
    const closed = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'EPIPE' })),
    })
    await runProgram([...command.split(' '), ...(await args())], { ...io, stdout: closed })
    expect(ran().code, ran().stderr).toBe(code)
  })

  test('a replay of what are contacts', async () => {
    const ran = await run(['replay', SAMPLE, '--contacts', SAMPLE, '--json'])
    expectKnown('replay', ran)
    expect(ran.code).toBe(2)
  })

  test('a sync that fails after one that was done', async () => {
    const db = newDb()
    expectLines('sync', await run(['sync', '--json', '--db', db], { env: env() }))
    expectLines('sync', await run(['sync', '--json', '--db', db, '--base-url', denied.url], { env: env() }))
    expectLines('sync status', await run(['sync', 'status', '--json', '--db', db]))
    const called = await run(['call', '+353871234567', '--send', '--json', '--db', db], { env: env() })
    expectLines('call', called)
  })

  test.each([
    ['sync', ['sync', '--watch', '--json'], 'sync'],
    ['crm serve', ['crm', 'serve', '--people', '1'], 'listening'],
    ['serve', ['serve', '--port', '0'], 'listening'],
    ['open', ['open', '--no-browser', '--json'], 'listening'],
  ])('%s is a summary at its end, by SIGINT too', async (command, args, first) => {
    const { io, ran } = openIo({ env: env() })
    const done = runProgram(args, io)
    await expect.poll(() => ran().stdout, { timeout: 20_000 }).toContain(`"type":"${first}"`)
    process.emit('SIGINT', 'SIGINT')
    await done
    expectLines(command, ran())
    expect(ran().code).toBe(130)
  })
})

test('a report that ends with .json has the findings, with their sentences, and the line of the file', async () => {
  const report = join(scratch(), 'report.json')
  await run(['check', people(2), '--report', report])
  const { findings, file } = JSON.parse(readFileSync(report, 'utf8')) as { findings: object[]; file: object }
  expect(isLine.get('check file')?.(file)).toBe(true)
  const isFinding = (each: object) =>
    'message' in each && isLine.get('check finding')?.(JSON.parse(JSON.stringify({ ...each, message: undefined })))
  expect(findings.length).toBeGreaterThan(0)
  expect(findings.filter((each) => !isFinding(each))).toEqual([])
})

test.each([
  ['used wrongly', 2, () => ['call', '--json']],
  ['a file that is not there', 2, () => ['import', '/nowhere.csv', '--json']],
  [
    'a CRM that denies all',
    3,
    async () => ['outbox', 'send', '--json', '--db', await openSynced(), '--base-url', denied.url],
  ],
] as const)('%s: no summary, and stderr says why', async (_what, code, args) => {
  const ran = await run(await args(), { env: env() })
  expect([ran.code, ran.stdout]).toEqual([code, ''])
  expect(ran.stderr).not.toBe('')
})

describe('the table', () => {
  test('has every command that has --json, and no other', async () => {
    const program = await buildProgram(openIo().io)
    const named = (command: Command, path: string): string[] => [
      ...(command.options.some(({ long }) => long === '--json') ? [path] : []),
      ...command.commands.flatMap((each) => named(each, `${path} ${each.name()}`.trim())),
    ]
    expect([...named(program, ''), 'crm serve', 'serve'].sort()).toEqual(Object.keys(COMMANDS).sort())
  })

  // SARIF and TAP are forms of others.
  test('has every line, for lines are made in one place', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
    const makers = files.filter((file) => /\brenderJson\(/.test(readFileSync(join('src', file), 'utf8')))
    expect(makers.sort()).toEqual(['check/report/sarif.ts', 'run/report/tap.ts', 'text/json.ts', 'text/safe.ts'])
  })

  test('is what ships as schemas', () => {
    // One is of no output: test/app-process/protocol.test.ts holds it.
    const shipped = readdirSync(SCHEMAS).filter((file) => file !== 'app-protocol.json')
    expect(shipped.sort()).toEqual(Object.keys(COMMANDS).map(schemaFile).sort())
    for (const [command, each] of Object.entries(COMMANDS)) {
      expect(readFileSync(join(SCHEMAS, schemaFile(command)), 'utf8')).toBe(renderSchema(command, each))
    }
  })

  // After the situations: the examples are lines that they printed.
  test('is the page for people, and its examples are lines of the table', () => {
    if (isUpdate)
      writeFileSync(
        PAGE,
        renderPage((command, name) => seen.get(`${command} ${name}`) ?? '(unseen)'),
      )
    const page = readFileSync(PAGE, 'utf8')
    const examples = Array.from(page.matchAll(/```json\n(.*)\n```/g), ([, line = '']) => line)
    const next = examples.values()
    const names: string[] = []
    const again = renderPage((command, name) => {
      names.push(`${command} ${name}`)
      return next.next().value ?? ''
    })
    expect(page).toBe(again)
    for (const [at, name] of names.entries()) {
      expect(isLine.get(name)?.(JSON.parse(examples[at] ?? '')), `${name}: ${examples[at]}`).toBe(true)
    }
    expect(names.filter((name) => !seen.has(name))).toEqual([])
  })
})
