// `--phone-file`: a scenario's phone, and what an app on a real phone tells of itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readDiagnostic } from '../../src/app/diagnostic.ts'
import { run, scratch } from './run.ts'

const CONTACTS = ['--contacts', 'fixtures/contacts/sample.csv']
const CIARA = '+353837247309'
const EXAMPLES = 'fixtures/diagnostics'
const android = JSON.parse(readFileSync(join(EXAMPLES, 'android.json'), 'utf8')) as Record<string, object>

function fileWith(text: string, name = 'phone.yaml'): string {
  const file = join(scratch(), name)
  writeFileSync(file, text)
  return file
}

const explain = (file: string, ...more: string[]) => run(['explain', CIARA, ...CONTACTS, '--phone-file', file, ...more])

describe("a scenario's phone", () => {
  test('is asked, with its address book and what it finds itself in', async () => {
    const { stdout, code } = await explain(
      fileWith(`phone:
  sim: IE
  network: offline
  battery: restricted
  conditions: {lock: locked, low-power: yes}
  address-book: [{name: Ciara at home, number: 083 724 7309}]
`),
    )
    expect(stdout).toContain('The phone of phone.yaml: Android 14, Google, SIM IE; battery restricted; offline.')
    expect(stdout).toContain('offline; locked; battery restricted; Battery Saver is on; holds every contact.')
    expect(stdout).toContain('the caller is saved as "Ciara at home"')
    expect(code).toBe(0)
  })

  test('is that of the first scenario of a whole file, and flags change it', async () => {
    const { stdout, code } = await explain('fixtures/init/first-call.yaml', '--deny', 'phone')
    expect(stdout).toContain('The phone of first-call.yaml with --deny for this run: Android 14')
    expect(code).toBe(1)
  })

  test.each([
    ['phone:\n  makr: xiaomi\n', 'phone.yaml:2: expected a key of a phone, found "makr": did you mean maker?'],
    [
      'platform: ios\n',
      'phone.yaml:1: expected `phone:` of a scenario, or a diagnostic file of the app; found neither',
    ],
    ['', 'found neither'],
  ])('is refused with its place: %j', async (text, message) => {
    const { stderr, code } = await explain(fileWith(text))
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe("an app's diagnostic file", () => {
  const isValid = new Ajv2020({ validateFormats: false }).compile(
    JSON.parse(readFileSync('native/diagnostic.schema.json', 'utf8')) as object,
  )

  test.each(readdirSync(EXAMPLES))('the example %s is of the form that the schema has, and is read', (name) => {
    const example: unknown = JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'))
    expect(isValid(example), JSON.stringify(isValid.errors)).toBe(true)
    expect(readDiagnostic(example).phone.app.sync.contacts).toBeGreaterThan(0)
  })

  test('says in a step what matters: permissions, ages, the last sync, and what became of the call', async () => {
    const { stdout, code } = await explain(join(EXAMPLES, 'android.json'))
    expect(stdout).toContain('missing: call log; locked; battery restricted; contacts synced 3 days ago')
    expect(stdout).toContain('the last sync failed: offline;')
    expect(stdout).toContain('On that phone: the last call was at 2026-11-20T08:55:00.000Z: taken for unknown, nothing')
    expect(code).toBe(1)
    const other = await run(['explain', '+353850000001', ...CONTACTS, '--phone-file', join(EXAMPLES, 'android.json')])
    expect(other.stdout).toContain('On that phone: ringsight-android 0.1.0 has no call with this number')
  })

  test('says of an iPhone when its labels were loaded, and what came of the last load', async () => {
    const { stdout, code } = await explain(join(EXAMPLES, 'ios.json'))
    expect(stdout).toContain('Background App Refresh is off; Low Power Mode is on; contacts synced 3 days ago;')
    expect(stdout).toContain('labels loaded 2 days ago; the last load failed: duplicateEntries')
    expect(stdout).toContain('The phone of ios.json: iPhone, SIM not told;')
    expect(stdout).toContain('On that phone: iOS has told the app of no call.')
    expect(code).toBe(0)
  })

  test('is played by call', async () => {
    const file = join(EXAMPLES, 'android.json')
    const { stdout } = await run(['call', CIARA, ...CONTACTS, '--phone-file', file, '--json'])
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      type: 'phone',
      origin: 'file',
      file,
      maker: 'xiaomi',
    })
  })

  test('nobody signed in, and stopped', async () => {
    const state = { ...android['state'], isSignedIn: false, isStopped: true }
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, state }), 'out.json'))
    expect(stdout).toContain('nobody is signed in; the app is stopped; locked')
  })

  test.each<[string, object, string]>([
    ['a newer version', { version: 2 }, 'version: expected 1, found 2: update the older of Ringsight and the library'],
    ['an unknown word', { state: { ...android['state'], lock: 'open' } }, 'state.lock: expected unlocked, locked or'],
    ['a lack', { contacts: undefined }, 'contacts: expected an object, found nothing'],
    ['an instant that is none', { writtenAt: 'soon' }, 'writtenAt: expected an instant such as'],
    [
      'a country that is none',
      { phone: { ...android['phone'], simCountries: ['Eire'] } },
      'expected countries such as IE',
    ],
    ['calls without end', { calls: Array(1001).fill({}) }, 'calls: expected a list of at most 1000'],
  ])('is refused with its place: %s', async (_what, change, message) => {
    const { stderr, code } = await explain(fileWith(JSON.stringify({ ...android, ...change }), 'bad.json'))
    expect(stderr).toContain('--phone-file: ')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test('that was cut off is no JSON', async () => {
    const { stderr, code } = await explain(fileWith(JSON.stringify(android).slice(0, 200), 'cut.json'))
    expect(stderr).toContain('cut.json:1: expected JSON: ')
    expect(code).toBe(2)
  })
})
