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

// A file with one call, like the example's but for this.
const toldOf = (change: object) => ({
  calls: [{ ...(android['calls'] as unknown as object[])[0], ...change }],
})

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

  test.each([
    ['blocked: ["+353837247309"]', 'nothing. The phone blocks this number'],
    ['{platform: ios, blocked: ["+353837247309"]}', 'nothing. The phone blocks this number'],
    ['{role: held, switches: {screening-disallows: on}}', 'nothing. The app that holds the call screening role turned'],
    ['{role: held, switches: {screening-crashes: on}}', 'the bare number. Android asked the app about the call'],
    ['{role: held, switches: {screening-answer: 6s}}', 'the bare number. Android asked the app about the call'],
    ['{switches: {dialer-hides-overlays: on}}', 'the bare number. While it rings, the phone hides'],
    [
      '{platform: ios, switches: {unknown-callers: silence, labelled-is-known: off}}',
      'nothing. The iPhone silences this caller',
    ],
    ['synced: off', 'the bare number. The phone holds no contacts of the CRM.'],
    ['{platform: ios, synced: off}', 'the bare number. iOS holds no labels of the app.'],
  ])('that shows no name of a contact says what keeps it away: %s', async (phone, sentence) => {
    const text = phone.startsWith('{') ? `phone: ${phone}` : `phone:\n  ${phone}`
    const file = fileWith(`${text}\n`)
    const { stdout, code } = await explain(file)
    expect(stdout).toContain('one contact has this number')
    expect(stdout).toContain(`Shown: ${sentence}`)
    expect(code).toBe(1)
    const call = await run(['call', CIARA, ...CONTACTS, '--phone-file', file, '--miss'])
    expect(call.stdout).toContain(`Unknown      ${sentence.replace(/^.*?\. /, '')}`)
  })

  test('hides the card no more once it comes as a notification, as the fix says', async () => {
    const { stdout, code } = await explain(
      fileWith('phone: {switches: {dialer-hides-overlays: on}, settings: {overlay: off}}\n'),
    )
    expect(stdout).toContain('Shown: Ciara Connolly')
    expect(code).toBe(0)
  })

  test('that asks the caller for the reason rings after that, with the name', async () => {
    const file = fileWith('phone: {platform: ios, version: 26, switches: {unknown-callers: ask-reason}}\n')
    const { stdout, code } = await explain(file)
    expect(stdout).toContain('Shown: Ciara Connolly')
    expect(code).toBe(0)
    const call = await run(['call', CIARA, ...CONTACTS, '--phone-file', file, '--answer', '42s'])
    expect(call.stdout).toContain(` 0:10  Ringing      +353 83 724 7309
 0:10  Label        Ciara Connolly · Kennedy & O'Brien Legal
 0:14  Answered
 0:56  Ended `)
  })
})

describe("an app's diagnostic file", () => {
  test.each<[string, string, object, string]>([
    [
      'sync',
      'android.json',
      { contacts: { count: 9, updatedAt: '2026-10-01T06:00:00Z', error: 'offline' } },
      'The last sync',
    ],
    ['load', 'ios.json', {}, 'The last load of the labels'],
  ])('whose last %s failed says that a newer contact has no name yet', async (_what, name, change, sentence) => {
    const example = JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as Record<string, object>
    const phone = { ...example['phone'], ...(name === 'android.json' && { maker: 'google', hasScreeningRole: true }) }
    const { stdout, code } = await explain(fileWith(JSON.stringify({ ...example, phone, ...change }), name))
    expect(stdout).toMatch(/Shown: Ciara Connolly .*\n {3}The last /)
    expect(stdout).toContain(`\n   ${sentence} failed: a contact or number that is newer than the last good `)
    expect(code).toBe(0)
    const good = { ...example, phone, contacts: { count: 9, updatedAt: '2026-11-20T06:00:00Z', error: null } }
    const loaded = { load: { at: '2026-11-20T06:00:00Z', error: null, labels: 9 } }
    expect((await explain(fileWith(JSON.stringify({ ...good, ...loaded }), name))).stdout).not.toContain('failed')
  })

  test('may begin with a byte order mark', async () => {
    const text = readFileSync(join(EXAMPLES, 'ios.json'), 'utf8')
    const { stdout } = await explain(fileWith(`\ufeff${text}`, 'ios.json'))
    expect(stdout).toContain('The phone of ios.json, as it was at 2026-11-20 09:00 UTC: iPhone, iOS 26.1')
  })

  test.each([
    ['UTF-16', Buffer.from(`\ufeff${JSON.stringify(android)}`, 'utf16le'), 'ios.json:1: expected UTF-8, found UTF-16'],
    [
      'Latin-1',
      Buffer.from(JSON.stringify(android, null, 1).replace('ringsight-android', 'r\u00efngsight'), 'latin1'),
      'expected UTF-8, found a byte that is none: save the file as UTF-8',
    ],
  ])('in %s is refused with what to do', async (_what, bytes, message) => {
    const file = join(scratch(), 'ios.json')
    writeFileSync(file, bytes)
    const { stderr, code } = await explain(file)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

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
    expect(stdout).toContain(
      'missing: call log; locked; battery restricted; contacts synced 3 days before the file was written (1 number);',
    )
    expect(stdout).toContain('the last sync failed: offline;')
    expect(
      stdout,
    ).toContain(`On that phone: the last call, at 2026-11-20 08:55 UTC, was taken for nobody of the CRM; nothing was shown.
   Then no contact that the phone held had this number.`)
    expect(code).toBe(1)
    const other = await run(['explain', '+353850000001', ...CONTACTS, '--phone-file', join(EXAMPLES, 'android.json')])
    expect(other.stdout).toContain('On that phone: ringsight-android 0.1.0 has no call with this number')
  })

  test('says of an iPhone when its labels were loaded, and what came of the last load', async () => {
    const { stdout, code } = await explain(join(EXAMPLES, 'ios.json'))
    expect(stdout).toContain(
      'Background App Refresh is off; Low Power Mode is on; contacts synced 3 days before the file was written (2 numbers);',
    )
    expect(stdout).toContain(
      'labels loaded 2 days before the file was written (1 label); the last load failed: duplicateEntries',
    )
    expect(stdout).toContain('UTC: iPhone, iOS 26.1, SIM not told;')
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

  test.each<[string, string, object, string]>([
    ['no contacts', 'android.json', { contacts: { count: 0, updatedAt: null, error: null } }, 'no contacts of the CRM'],
    ['no labels', 'ios.json', { load: { at: '2026-11-17T09:00:04Z', error: null, labels: 0 } }, 'no labels of the app'],
    ['no load yet', 'ios.json', { load: { at: null, error: null, labels: null } }, 'no labels of the app'],
  ])('that holds %s names nobody, whatever the CRM has', async (_what, name, change, sentence) => {
    const example = JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as Record<string, object>
    const phone = { ...example['phone'], ...(name === 'android.json' && { maker: 'google', hasScreeningRole: true }) }
    const file = fileWith(JSON.stringify({ ...example, phone, ...change }), 'empty.json')
    const { stdout, code } = await explain(file)
    expect(stdout).toContain('one contact has this number')
    expect(stdout).toContain(
      `Shown: the bare number. ${name === 'ios.json' ? 'iOS' : 'The phone'} holds ${sentence}.\n   `,
    )
    expect(code).toBe(1)
    const call = await run(['call', CIARA, ...CONTACTS, '--phone-file', file])
    expect(call.stdout).toContain(`holds ${sentence}.`)
    expect(call.stdout).not.toContain('Ciara')
  })

  test.each<[string, string]>([
    [
      'saved',
      "was taken for somebody in the phone's own address book; shown as a card.\n   Then the phone's own address",
    ],
    ['known', 'was taken for a contact of the CRM; shown as a card.\n6.'],
    ['some new word', 'was taken for some new word; shown as a card.\n6.'],
  ])('says what a call was taken for, and what the phone knew of it then: %s', async (caller, told) => {
    const calls = (android['calls'] as unknown as object[]).map((call) => ({ ...call, caller, shown: 'card' }))
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, calls }), 'told.json'))
    expect(stdout).toContain(told)
  })

  test.each([
    ['android', 'android.json', 'until then Android does not start the app.\n   Unlock the phone once.'],
    ['ios', 'ios.json', 'until then it shows numbers alone.\n   Unlock the iPhone once.'],
  ])('AND-28 IOS-22 not unlocked since its restart: that is why, on %s', async (_platform, name, why) => {
    const example = JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as Record<string, object>
    const phone = { ...example['phone'], ...(name === 'android.json' && { maker: 'google', hasScreeningRole: true }) }
    const state = { ...example['state'], lock: 'before-first-unlock' }
    const { stdout, code } = await explain(fileWith(JSON.stringify({ ...example, phone, state }), 'locked.json'))
    expect(stdout).toContain('not unlocked since its restart')
    expect(stdout).toContain(why)
    expect(code).toBe(1)
  })

  test('whose clock was put back has no age that could be told', async () => {
    const contacts = { ...android['contacts'], updatedAt: '2027-11-17T09:00:00Z' }
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, contacts }), 'clock.json'))
    expect(stdout).toContain('contacts synced at a time to come, by a clock that was wrong (1 number)')
  })

  test('from a clock that is ahead says so, and is read all the same', async () => {
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, writtenAt: '2031-01-01T00:00:00+01:00' })))
    expect(stdout).toContain(
      'phone.yaml, as it was at 2030-12-31 23:00 UTC by a clock that is ahead of this one: Android',
    )
    const { stdout: right } = await explain(join(EXAMPLES, 'android.json'))
    expect(right).toContain('android.json, as it was at 2026-11-20 09:00 UTC: Android')
  })

  test('whose call was known and not shown says what that may be, where the phone would show it now', async () => {
    const phone = { ...android['phone'], maker: 'google', hasScreeningRole: true }
    const told = toldOf({ caller: 'known', shown: null })
    const sentence = 'Then the app knew the caller: it heard of the call only when it was over, or something was set'
    const now = async (change: object) =>
      (await explain(fileWith(JSON.stringify({ ...android, phone, ...change }), 'known.json'))).stdout
    expect(await now(told)).toContain(`taken for a contact of the CRM; nothing was shown.\n   ${sentence}`)
    expect(await now(toldOf({ caller: 'known', shown: 'card' }))).not.toContain(sentence)
    expect(await now(toldOf({ caller: 'unknown', shown: null }))).not.toContain(sentence)
    expect(await now({ ...told, settings: { ...android['settings'], callerId: false } })).not.toContain(sentence)
  })

  test('on which several things are wrong names all that must be changed, the first thing first', async () => {
    const file = join(EXAMPLES, 'android.json')
    const { stdout } = await explain(file)
    expect(stdout).toContain(`Shown: the bare number. Xiaomi does not start the app for a call while Autostart is off.
   Security app › Permissions › Autostart: switch Ringsight on.
   This would keep the name away as well:
   - Without the call log permission Android does not say which number it is.
     Menu › Settings › Calling › Caller ID: switch it on again and allow Call logs.
   - On a locked phone Xiaomi hides the card while "Show on Lock screen" is off.
     Settings › Apps › Ringsight › Other permissions › Show on Lock screen: allow.
`)
    const call = await run(['call', CIARA, ...CONTACTS, '--phone-file', file, '--miss'])
    expect(call.stdout).toContain(`       Unknown      Xiaomi does not start the app for a call while Autostart is off.
                    Security app › Permissions › Autostart: switch Ringsight on.
       Also         Without the call log permission Android does not say which number it is.
                    Menu › Settings › Calling › Caller ID: switch it on again and allow Call logs.
       Also         On a locked phone Xiaomi hides the card`)
    for (const command of ['explain', 'call']) {
      const lines = (await run([command, CIARA, ...CONTACTS, '--phone-file', file, '--json'])).json()
      expect(lines[0]).toMatchObject({ writtenAt: '2026-11-20T09:00:00.000Z' })
      expect(lines.at(-1)).toMatchObject({
        reason: 'autostart-off',
        obstacles: [
          { reason: 'autostart-off', fix: 'Security app › Permissions › Autostart: switch Ringsight on.' },
          { reason: 'call-log-denied' },
          { reason: 'lock-screen-off' },
        ],
      })
    }
    const outgoing = ['call', '+353870000000', ...CONTACTS, '--phone-file', file, '--direction', 'outgoing', '--json']
    expect((await run(outgoing)).json().at(-1)).toMatchObject({ obstacles: [{ reason: 'autostart-off' }] })
  })

  test('of an app that holds nothing yet names that too', async () => {
    const contacts = { count: 0, updatedAt: null, error: null }
    const file = fileWith(JSON.stringify({ ...android, contacts }), 'empty.json')
    for (const command of ['explain', 'call']) {
      const lines = (await run([command, CIARA, ...CONTACTS, '--phone-file', file, '--json'])).json()
      const { obstacles } = lines.at(-1) as { obstacles: { reason: string }[] }
      expect(obstacles.map(({ reason }) => reason)).toEqual([
        'autostart-off',
        'call-log-denied',
        'lock-screen-off',
        'no-contacts',
      ])
    }
  })

  test('says of how many numbers its user has said who it was', async () => {
    const contacts = { ...android['contacts'], choices: 1 }
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, contacts }), 'choices.json'))
    expect(stdout).toContain('its user has said of 1 number who it was;')
  })

  test('nobody signed in, and stopped', async () => {
    const state = { ...android['state'], isSignedIn: false, isStopped: true }
    const { stdout } = await explain(fileWith(JSON.stringify({ ...android, state }), 'out.json'))
    expect(stdout).toContain('nobody is signed in; the app is stopped; locked')
  })

  test.each<[string, object, string]>([
    ['a newer version', { version: 2 }, 'version: expected 1, found 2: update Ringsight'],
    ['an older version', { version: 0 }, "version: expected 1, found 0: update the app's library"],
    ['no version', { version: undefined }, 'version: expected a whole number that is not below 0, found nothing'],
    [
      'an Android that the library does not run on',
      { phone: { ...android['phone'], apiLevel: 3 } },
      'not below 24, found 3',
    ],
    [
      'a number that is not hashed',
      toldOf({ number: '+353837247309' }),
      'calls[0].number: expected 64 hexadecimal digits',
    ],
    ['a salt of another length', { salt: '5f1d' }, 'salt: expected 16 hexadecimal digits, found "5f1d"'],
    ['an unknown word', { state: { ...android['state'], lock: 'open' } }, 'state.lock: expected unlocked, locked or'],
    ['a lack', { contacts: undefined }, 'contacts: expected an object, found nothing'],
    ...['soon', '2026-11-20', '2026-11-20T09:00:00', '2026-02-30T09:00:00Z', 'Nov 20 2026', '5', 5, null].map(
      (writtenAt): [string, object, string] => [
        `an instant that is none, ${JSON.stringify(writtenAt)}`,
        { writtenAt },
        `writtenAt: expected an instant with its zone, such as 2026-11-20T09:00:00Z, found ${JSON.stringify(writtenAt)}`,
      ],
    ),
    ['a call without its zone', toldOf({ at: '2026-11-20T08:55' }), 'calls[0].at: expected an instant with its zone'],
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
