// The phone, the contacts, the steps and the expectations of a scenario, word by word.
import { describe, expect, test } from 'vitest'
import type { Expected } from '../../src/scenario/expected.ts'
import { Pattern } from '../../src/scenario/pattern.ts'
import type { Doing } from '../../src/scenario/scenario.ts'
import { CALL, problemsOf, readAll, readOne, readPhone, readStep } from './reading.ts'

describe('a phone', () => {
  test.each([
    ['{version: 7}', 24],
    ['{version: 7.0}', 24],
    ['{version: 7.1}', 25],
    ['{version: 8.1}', 27],
    ['{version: 12}', 31],
    ['{version: 12L}', 32],
    ['{version: "13"}', 33],
    ['{version: 16}', 36],
    ['{platform: ios, version: 18.2}', 34],
    ['{platform: ios, version: 26}', 34],
  ])('%s has the API level %i', (phone, level) => expect(readPhone(phone).handset.apiLevel).toBe(level))

  test.each(['on', 'yes', 'true', '"on"'])('a switch may be %s', (word) => {
    expect(readPhone(`{settings: {overlay: ${word}}, synced: ${word}}`)).toMatchObject({
      handset: { settings: { overlay: true } },
      isSynced: true,
    })
  })

  test.each(['off', 'no', 'false'])('a switch may be %s', (word) => {
    expect(readPhone(`{settings: {overlay: ${word}}, synced: ${word}}`)).toMatchObject({
      handset: { settings: { overlay: false } },
      isSynced: false,
    })
  })

  test('R-12 R-13 a new one has nothing switched on or granted', () => {
    const { settings, permissions } = readPhone('{state: new}').handset
    expect(settings).toMatchObject({ callerId: false, extension: false })
    expect(permissions).toMatchObject({ callLog: 'never-asked', phone: 'never-asked' })
  })

  test('an iPhone is made by Apple, and one SIM needs no list', () => {
    expect(readPhone('{platform: ios, sim: ie}').handset).toMatchObject({ maker: 'apple', simCountries: ['IE'] })
  })

  test('conditions, switches, address book and blocked numbers', () => {
    const text =
      '{conditions: {country: GB, latency: 3s, charging: on, doze: on, bucket: rare, low-power: yes}, ' +
      'switches: {stopped-role-holder-is-bound: on}, address-book: {name: Mam, number: 087 111 2222}, blocked: [0870000000]}'
    expect(readPhone(text)).toMatchObject({
      conditions: {
        networkCountry: 'GB',
        latencyMs: 3000,
        isCharging: true,
        isDozing: true,
        bucket: 'rare',
        isLowPower: true,
      },
      system: { stoppedRoleHolderIsBound: true },
      addressBook: [{ name: 'Mam', number: '087 111 2222' }],
      blocked: ['0870000000'],
    })
  })

  test('conditions may say that the phone is at home', () => {
    expect(readPhone('{conditions: {country: home}}').conditions.networkCountry).toBeNull()
  })
})

describe('contacts', () => {
  const contactsOf = (contacts: string, phone = '{sim: [IE]}') =>
    readOne(`name: x\nphone: ${phone}\ncontacts: ${contacts}\n${CALL}\n`).contacts

  test('R-02 numbers are read under the country of the contact, else of the first SIM', () => {
    expect(
      contactsOf('[{name: Anna, phone: 087 123 4567}, {name: Bob, country: GB, mobile: 07400 123456}]'),
    ).toMatchObject({
      contacts: [
        { id: '1', phones: [{ field: 'Phone Number', text: '087 123 4567', e164: '+353871234567', rejected: null }] },
        { id: '2', phones: [{ field: 'Mobile Phone Number', e164: '+447400123456' }] },
      ],
    })
    expect(contactsOf('[{phone: 087 123 4567, unreadable: yes}]', '{}')).toMatchObject({
      contacts: [{ phones: [{ e164: null, rejected: 'no-country' }] }],
    })
  })

  test('the same contacts are read anew in a case whose SIM differs', () => {
    const text = `name: x\nmatrix: {sim: [IE, GB]}\ncontacts: [{phone: 020 7946 0018, unreadable: yes}]\n${CALL}\n`
    expect(readAll(text).map(({ contacts }) => contacts)).toMatchObject([
      { contacts: [{ phones: [{ e164: null }] }] },
      { contacts: [{ phones: [{ e164: '+442079460018' }] }] },
    ])
  })

  test('a name is split, or given in two parts, or left out', () => {
    expect(
      contactsOf('[{name: Mary Ann Byrne}, {first-name: Mary Ann, last-name: Byrne}, {email: a@b.ie}]'),
    ).toMatchObject({
      contacts: [
        { firstName: 'Mary', lastName: 'Ann Byrne' },
        { firstName: 'Mary Ann', lastName: 'Byrne' },
        { firstName: '', lastName: '' },
      ],
    })
  })

  test('R-01 R-09 further phones by the name of their property, and deals', () => {
    const text =
      '{phones: {Assistant: "+35312345678"}, deal: {name: A, amount: 12500, currency: eur, close-date: 2026-07-01}, deals: [{name: B, closed: yes}]}'
    expect(contactsOf(text)).toMatchObject({
      contacts: [
        {
          phones: [{ field: 'Assistant', e164: '+35312345678' }],
          deals: [
            { id: '1-1', name: 'A', amount: '12500', currency: 'EUR', closeDate: '2026-07-01', isClosed: false },
            { id: '1-2', name: 'B', amount: null, currency: null, closeDate: null, isClosed: true },
          ],
        },
      ],
    })
  })

  test('may come from a file, or be generated', () => {
    expect(contactsOf('people.csv')).toMatchObject({ kind: 'file', path: 'people.csv', region: null, at: { line: 3 } })
    expect(contactsOf('{file: people.xlsx, region: IE}')).toMatchObject({
      kind: 'file',
      path: 'people.xlsx',
      region: 'IE',
    })
    expect(contactsOf('{generate: 100000}')).toMatchObject({ kind: 'generated', count: 100_000, seed: 1 })
    expect(contactsOf('{generate: 5, seed: 7}')).toMatchObject({ kind: 'generated', count: 5, seed: 7 })
  })
})

describe('a step', () => {
  const steps: readonly (readonly [string, Doing])[] = [
    ['call: +353871234567', { do: 'call', line: allowed('+353871234567'), kind: 'telephone', sim: null }],
    ['call: withheld', { do: 'call', line: { presentation: 'RESTRICTED', text: '' }, kind: 'telephone', sim: null }],
    [
      'call: {number: "1234", kind: external, sim: GB}',
      { do: 'call', line: allowed('1234'), kind: 'external', sim: 'GB' },
    ],
    ['dial: 0871234567', { do: 'dial', line: allowed('0871234567'), from: 'outside' }],
    ['dial: {number: 112, from: app}', { do: 'dial', line: allowed('112'), from: 'app' }],
    ['accept', { do: 'accept', call: null }],
    ['accept:', { do: 'accept', call: null }],
    ['decline: +353871234567', { do: 'decline', call: '+353871234567' }],
    ['end', { do: 'end', call: null, by: 'user' }],
    ['end: elsewhere', { do: 'end', call: null, by: 'elsewhere' }],
    ['end: {by: caller, call: +353871234567}', { do: 'end', call: '+353871234567', by: 'caller' }],
    ['tap: View contact', { do: 'tap', target: 'View contact' }],
    [
      'outcome: {choose: left voicemail}',
      { do: 'fill-outcome', outcome: 'left-voicemail', notes: null, tasks: null, isOnDeal: null },
    ],
    ['open-draft', { do: 'open-draft', contact: null }],
    ['open-draft: Anna Byrne', { do: 'open-draft', contact: 'Anna Byrne' }],
    ['request: [call-log, role]', { do: 'request', what: ['callLog', 'role'] }],
    ['request: phone', { do: 'request', what: ['phone'] }],
    ['grant', { do: 'grant', what: null }],
    ['deny-always: role', { do: 'deny-always', what: 'role' }],
    ['revoke: call-log', { do: 'revoke', what: 'callLog' }],
    [
      'open-settings: {permissions: {phone: granted}, role: none, log-calls: off, overlay: on}',
      {
        do: 'open-settings',
        settings: { logCalls: 'off', overlay: true },
        permissions: { phone: 'granted' },
        role: false,
      },
    ],
    [
      'open-settings: {battery: restricted}',
      { do: 'open-settings', settings: { battery: 'restricted' }, permissions: {}, role: null },
    ],
    ['disable-extension', { do: 'disable-extension' }],
    ['advance: 1h 30m', { do: 'advance', ms: 5_400_000 }],
    ['advance: 500ms', { do: 'advance', ms: 500 }],
    ['advance: 2d', { do: 'advance', ms: 172_800_000 }],
    ['network: offline', { do: 'network', network: { state: 'offline' } }],
    ['network: {latency: 3s, country: home}', { do: 'network', network: { latencyMs: 3000, networkCountry: null } }],
    ['conditions: {doze: on}', { do: 'conditions', conditions: { isDozing: true } }],
    ['crm: down', { do: 'crm', change: { kind: 'down' } }],
    ['crm: {merge: {from: 1, into: 2}}', { do: 'crm', change: { kind: 'merge', from: '1', into: '2' } }],
    ['crm: {delete: 101}', { do: 'crm', change: { kind: 'delete', id: '101' } }],
    ['crm: {rate-limit: 1m}', { do: 'crm', change: { kind: 'rate-limit', ms: 60_000 } }],
    ['crm: {lose-answers: 2}', { do: 'crm', change: { kind: 'lose-answers', count: 2 } }],
  ]
  test.each(steps)('%s', (text, doing) => expect(readStep(text)).toEqual(doing))

  test.each([
    'cancel',
    'busy',
    'hold',
    'resume',
    'sync',
    'open-app',
    'kill-app',
    'force-stop',
    'reboot',
    'sign-out',
    'enable-extension',
  ])('may be a bare %s', (verb) => expect(readStep(verb)).toMatchObject({ do: verb }))

  test('R-11 a task is due as seen from the day on which it is written', () => {
    const { steps: found } = readOne(
      'name: x\nsteps:\n  - advance: 2d\n  - outcome: {tasks: Send the quote; tomorrow; high}\n',
    )
    expect(found[1]).toMatchObject({ tasks: [{ title: 'Send the quote', due: '2026-07-03', priority: 'high' }] })
  })

  test('a contact that the CRM changes has the country of the SIM, like all others', () => {
    expect(readStep('crm: {change: {id: 7, phone: 087 123 4567}}', 'phone: {sim: [IE]}')).toMatchObject({
      change: { kind: 'write', contact: { id: '7', phones: [{ e164: '+353871234567' }] } },
    })
  })
})

describe('an expectation', () => {
  const cases: readonly (readonly [string, Expected])[] = [
    ['{card: none}', { card: null }],
    ['{card: Anna Byrne}', { card: { name: 'Anna Byrne' } }],
    ['{card: "none"}', { card: { name: 'none' } }],
    ['{card: {deal: none, others: 2, surface: heads-up}}', { card: { deal: null, others: 2, surface: 'heads-up' } }],
    ['{label: /anna/i, caller-name: none}', { label: new Pattern(/anna/i), callerName: null }],
    ['{phone-state: RINGING}', { phoneState: 'RINGING' }],
    ['{notification: Missed call}', { notification: { title: 'Missed call' } }],
    [
      '{notification: {actions: [View contact, Call back]}}',
      { notification: { actions: ['View contact', 'Call back'] } },
    ],
    ['{notifications: none}', { notifications: [] }],
    ['{notifications: [Missed call]}', { notifications: [{ title: 'Missed call' }] }],
    ['{outcome-screen: Anna Byrne}', { outcomeScreen: { contact: 'Anna Byrne' } }],
    ['{outcome-screen: {outcome: busy, tasks: none}}', { outcomeScreen: { outcome: 'Busy', tasks: [] } }],
    ['{call-list: none}', { callList: null }],
    [
      '{call-list: {type: missed, name: none, duration: 95s}}',
      { callList: [{ type: 'missed', name: null, durationMs: 95_000 }] },
    ],
    ['{dialog: call-log}', { dialog: 'callLog' }],
    ['{dialog: none, permissions: {call-log: denied-once}}', { dialog: null, permissions: { callLog: 'denied-once' } }],
    ['{role: held, access: {outcome-incoming: ok}}', { role: 'held', access: { outcomeIncoming: 'ok' } }],
    ['{sync-page: {last-updated: never, contacts: 3}}', { syncPage: { agoMs: null, contacts: 3 } }],
    ['{sync-page: {last-updated: 24h ago, error: none}}', { syncPage: { agoMs: 86_400_000, error: null } }],
    ['{sync-page: {last-updated: now}}', { syncPage: { agoMs: 0 } }],
    ['{drafts: none, waiting: 2}', { drafts: 0, waiting: 2 }],
    ['{crm-calls: none}', { crmCalls: [] }],
    ['{crm-calls: {contact: 101, outcome: no-answer}}', { crmCalls: [{ contact: '101', outcome: 'No answer' }] }],
    ['{crm-calls: [{outcome: /^No/, contact: none}]}', { crmCalls: [{ outcome: new Pattern(/^No/), contact: null }] }],
    ['{nothing-shown: yes}', { nothingShown: true }],
    ['nothing-shown', { nothingShown: true }],
    [
      '{happened: [ringing +353871234567, /show-card/], never: sync}',
      { happened: ['ringing +353871234567', new Pattern(/show-card/)], never: ['sync'] },
    ],
    ['{frame: ringing-anna}', { frame: 'ringing-anna' }],
  ]
  test.each(cases)('%s', (text, expected) => {
    expect(readStep(`expect: ${text}`)).toEqual({ do: 'expect', expected, withinMs: null })
  })

  test('may take its time', () => {
    expect(readStep('expect: {waiting: 0}\n    within: 5s')).toMatchObject({ withinMs: 5000 })
  })

  test('a text that begins with a slash and does not end with one is a text', () => {
    expect(readStep('expect: {label: /anna}')).toMatchObject({ expected: { label: '/anna' } })
  })

  test.each(['"never"', '[1]', '-1s'])('%s is no time', (within) => {
    expect(problemsOf(`name: x\nsteps:\n  - expect: {waiting: 0}\n    within: ${within}\n`)).toHaveLength(1)
  })
})

function allowed(text: string) {
  return { presentation: 'ALLOWED', text } as const
}
