import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { run, scratch } from './run.ts'

const folder = scratch()
const contacts = join(folder, 'contacts.csv')
const addressBook = join(folder, 'address-book.csv')

beforeAll(() => {
  writeFileSync(
    contacts,
    [
      'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region,Associated Company,Associated Deal,Associated Deal IDs,Associated Deal Amount,Associated Deal Currency,Associated Deal Close Date,Associated Deal Stage',
      '101,Anna,Byrne,,(087) 123-4567,Ireland,Acme Ltd,Renewal;Pilot,7;8,12500;900,EUR;EUR,2026-12-15;2026-11-21,Contract sent;Closed won',
      '102,Ben,Ito,+35312345678,,,Globex,,,,,,',
      '103,Cara,Ito,+35312345678,,,Globex,,,,,,',
      '104,Dan,Novak,087 765 4321,,,,,,,,,',
    ].join('\n'),
  )
  writeFileSync(addressBook, 'First Name,Last Name,Phone Number\nMum,,+353 87 123 4567\n')
})

const call = (...args: string[]) => run(['call', ...args, '--contacts', contacts, '--json'])
const summaryOf = async (...args: string[]) => (await call(...args)).json().at(-1)

describe('R-19 a call is simulated from a number to the saved outcome', () => {
  test('on Android with card, deal and amount', async () => {
    expect(await summaryOf('+353871234567')).toMatchObject({
      type: 'summary',
      isIdentified: true,
      shown: { name: 'Anna Byrne', company: 'Acme Ltd', deal: { name: 'Renewal', amount: 'EUR 12,500' }, others: 0 },
      nameSource: 'crm',
      hasOutcomeScreen: true,
      notification: null,
      callLog: { logType: 'INCOMING' },
      reason: 'matched',
      outcome: { state: 'saved', outcome: 'connected' },
    })
  })
  test('R-11 with outcome, notes and tasks, which wait in the outbox', async () => {
    const db = join(scratch(), 'x.db')
    const flags = ['--outcome', 'left voicemail', '--notes', 'Try again', '--task', 'Call back; call; high; monday']
    await call('+353871234567', ...flags, '--db', db)
    const store = openSqliteStore(db)
    expect(store.readOutbox()).toMatchObject([
      {
        call: { contactId: '101', durationMs: 60_000, direction: 'incoming' },
        outcome: 'left-voicemail',
        notes: 'Try again',
        tasks: [{ title: 'Call back', type: 'call', priority: 'high', due: '2026-11-23' }],
      },
    ])
    store.close()
  })
  test('R-11 with the open deal, or off it with --no-deal', async () => {
    const db = join(scratch(), 'x.db')
    const on = await call('+353871234567', '--db', db)
    const off = await call('+353871234567', '--no-deal', '--outcome', 'busy', '--db', db)
    expect(on.json().at(-1)).toMatchObject({ outcome: { dealId: '7' } })
    expect(off.json().at(-1)).toMatchObject({ outcome: { dealId: null } })
  })
  test("R-11 with one of the account's own outcomes, by its label", async () => {
    const db = join(scratch(), 'x.db')
    const store = openSqliteStore(db)
    store.write('dispositions', [{ id: '5c7e-demo', label: 'Demo booked' }])
    store.close()
    const flags = ['--contacts', contacts, '--db', db]
    const { stdout } = await run(['call', '+353871234567', ...flags, '--outcome', 'demo booked'])
    expect(stdout).toContain('Saved        Demo booked: waits')
    const refused = await run(['call', '+353871234567', ...flags, '--outcome', 'busy'])
    expect(refused.stderr).toContain('--outcome: expected one of "Demo booked", found "busy"')
    expect(refused.code).toBe(2)
  })

  test('with --no-draft nothing of an unsaved outcome screen stays, and what it offers is told', async () => {
    const db = join(scratch(), 'none.db')
    const { json } = await call('+353871234567', '--answer', '5s', '--no-draft', '--db', db)
    expect(json().at(-1)).toMatchObject({ hasOutcomeScreen: true, outcome: { state: 'draft' } })
    expect((json().at(-1) as { offered: string[] }).offered).toContain('Left voicemail')
    expect(existsSync(db)).toBe(false)
  })

  test('R-11 without an outcome the screen is left as a draft', async () => {
    const db = join(scratch(), 'x.db')
    const { json, code } = await call('+353871234567', '--answer', '5s', '--notes', 'half a', '--db', db)
    expect(json().at(-1)).toMatchObject({ hasOutcomeScreen: true, outcome: { state: 'draft' } })
    const store = openSqliteStore(db)
    expect(store.read('drafts')).toMatchObject([{ notes: 'half a', outcome: null, call: { durationMs: 5_000 } }])
    expect(store.readOutbox()).toEqual([])
    store.close()
    expect(code).toBe(0)
  })
  test('R-07 R-08 on iOS with a label, which stands in the call list when it was missed', async () => {
    expect(await summaryOf('+353871234567', '--platform', 'ios', '--miss')).toMatchObject({
      shown: { label: 'Anna Byrne · Acme Ltd', deal: null },
      hasOutcomeScreen: false,
      notification: null,
      callLog: { logType: 'MISSED', name: 'Anna Byrne · Acme Ltd' },
    })
  })
  test('R-10 missed on Android with a notification', async () => {
    expect(await summaryOf('+353871234567', '--miss')).toMatchObject({
      hasOutcomeScreen: false,
      notification: { title: 'Missed call: Anna Byrne · Acme Ltd', actions: ['View contact', 'Call back'] },
      callLog: { logType: 'MISSED', name: null },
    })
  })
})

test('R-02 the number may be written in any form that its region reads', async () => {
  expect(await summaryOf('(087) 123-4567', '--region', 'IE')).toMatchObject({ isIdentified: true })
  expect(await summaryOf('(087) 123-4567')).toMatchObject({ isIdentified: false, reason: 'not-a-number' })
})

test('R-05 several contacts on one number: one is chosen, the others are counted', async () => {
  expect(await summaryOf('+35312345678')).toMatchObject({
    shown: { name: 'Ben Ito', company: 'Globex', others: 1, label: 'Ben Ito +1 other · Globex' },
    reason: 'lowest-id',
    outcome: { contactId: '102' },
  })
})

describe('R-31 it was Cara', () => {
  const db = join(folder, 'choices.db')
  const said = (...args: string[]) => run(['call', '+35312345678', ...args, '--contacts', contacts, '--db', db])

  test('this call is logged to her, and she is shown next time, with the reason', async () => {
    const { stdout, code } = await said('--it-was', 'Cara Ito', '--outcome', 'connected')
    expect(stdout).toContain('Choice       Cara Ito is shown first for this number from now on')
    expect(code).toBe(0)
    const next = await said('--miss')
    expect(next.stdout).toMatch(/Card {9}Cara Ito \+1 other · Globex\n +You chose Cara Ito on \d+ \w+ \d{4}/)
    const explained = await run(['explain', '+35312345678', '--contacts', contacts, '--db', db])
    expect(explained.stdout).toMatch(/Choice: Cara Ito is whom you chose on \d+ \w+ \d{4}\./)
  })

  test('it is taken back as easily', async () => {
    const { stdout } = await said('--undo-choice', '--miss')
    expect(stdout).toContain('Choice       taken back')
    expect((await said('--miss')).stdout).toContain('Card         Ben Ito +1 other · Globex')
  })

  test.each([
    [['--it-was', 'Dora Ito'], '--it-was: expected Ben Ito (102) or Cara Ito (103), found Dora Ito'],
    [['--it-was', 'Cara Ito', '--undo-choice'], '--undo-choice and --it-was'],
  ])('%j is refused', async (args, message) => {
    const { stderr, code } = await said(...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test('a number of one contact leaves nothing to choose', async () => {
    const { stderr, code } = await run(['call', '+353871234567', '--contacts', contacts, '--it-was', 'Anna Byrne'])
    expect(stderr).toContain('--it-was: expected a number that several contacts have, found +353871234567')
    expect(code).toBe(2)
  })
})

test('R-04 the address book is shown before the CRM, on both platforms', async () => {
  for (const platform of ['android', 'ios']) {
    expect(await summaryOf('+353871234567', '--address-book', addressBook, '--platform', platform)).toMatchObject({
      shown: { name: 'Mum', company: '', deal: null },
      nameSource: 'address-book',
    })
  }
})

test.each([
  ['R-13', ['--deny', 'call-log'], 'call-log-denied', false],
  ['R-13', ['--deny', 'phone'], 'phone-denied', false],
  ['R-12', ['--platform', 'ios', '--caller-id', 'off'], 'extension-off', false],
  ['R-15', ['--caller-id', 'off'], 'caller-id-off', true],
  ['R-15', ['--caller-id', 'off', '--log-calls', 'off'], 'caller-id-off', false],
  ['R-17', ['--maker', 'xiaomi'], 'autostart-off', false],
])('%s %j shows nothing and says why: %s', async (_id, flags, reason, outcomeScreen) => {
  const { json, code } = await call('+353871234567', ...flags)
  expect(json().at(-1)).toMatchObject({
    isIdentified: false,
    shown: null,
    nameSource: 'none',
    hasOutcomeScreen: outcomeScreen,
    reason,
  })
  expect(code).toBe(1)
})

test.each([
  ['app', 'off', true],
  ['app', 'untouched', true],
  ['outside', 'on', true],
  ['outside', 'off', false],
  ['outside', 'untouched', false],
])('R-14 an outgoing call from %s with Log calls %s: outcome screen %s', async (from, logCalls, outcomeScreen) => {
  expect(
    await summaryOf('+353871234567', '--direction', 'outgoing', '--from', from, '--log-calls', logCalls),
  ).toMatchObject({
    isIdentified: true,
    shown: null,
    hasOutcomeScreen: outcomeScreen,
    callLog: { logType: 'OUTGOING' },
  })
})

test.each([
  ['R-06', 'withheld', 'withheld'],
  ['R-06', 'unknown', 'unknown-number'],
  ['R-06', 'payphone', 'payphone'],
  ['R-06', '112', 'emergency'],
  ['R-06', '50123', 'short-code'],
  ['R-02', '+353861111111', 'no-such-number'],
  ['R-02', '+353877654321', 'unreadable-in-contacts'],
])('%s a call from %s is not isIdentified: %s', async (_id, number, reason) => {
  expect(await summaryOf(number)).toMatchObject({
    isIdentified: false,
    nameSource: 'none',
    reason,
    hasOutcomeScreen: false,
  })
})

test('the trace carries the broadcasts by their own names, and the summary last', async () => {
  const lines = (await call('+353871234567', '--miss')).json()
  expect(lines.filter(({ type }) => type === 'phone-state').map(({ state }) => state)).toEqual([
    'RINGING',
    'RINGING',
    'IDLE',
    'IDLE',
  ])
  expect(lines.filter(({ type }) => type === 'summary')).toHaveLength(1)
  expect(lines.at(-1)?.['type']).toBe('summary')
})

test('an outcome that finds no screen is said, and the status is 1', async () => {
  const { stderr, code } = await call('+353871234567', '--decline', '--outcome', 'busy')
  expect(stderr).toContain('the outcome was not saved')
  expect(code).toBe(1)
})

test('for people the call is told line by line', async () => {
  const { stdout, code } = await run([
    'call',
    '+353871234567',
    '--contacts',
    contacts,
    '--notes',
    'one\ntwo',
    '--outcome',
    'busy',
  ])
  expect(stdout).toBe(`\
A phone that is fully set up, because you gave --contacts (your own phone: --db FILE): Android 14, Google, no SIM.
 0:00  Ringing      +353 87 123 4567
 0:00  Card         Anna Byrne · Acme Ltd
                    Renewal · EUR 12,500
 0:04  Answered
 1:04  Ended        the other end hung up
 1:04  Call list    INCOMING · +353 87 123 4567
 1:04  Outcome      screen for Anna Byrne
       Saved        Busy: waits in the outbox for the CRM
       Deal         Renewal EUR 12,500
       Notes        one
                    two
`)
  expect(code).toBe(0)
})

test('for people an unknown caller comes with the reason and the fix', async () => {
  const { stdout } = await run(['call', '+353871234567', '--contacts', contacts, '--deny', 'phone'])
  expect(stdout).toContain('Unknown      Without the phone permission Android does not say that there is a call.')
  expect(stdout).toContain('Caller ID: switch it on again and allow Phone.')
})

test('without any contacts a hint says where to get them', async () => {
  const { stderr, code } = await run(['call', '+353871234567'])
  expect(stderr).toContain('ringsight import FILE.csv')
  expect(code).toBe(1)
})

test.each([
  [['--answer', 'soon'], '--answer: expected a duration of a day or less, such as 90s, found "soon"'],
  [['--answer', '90'], 'found "90": give it a unit, as in 90s'],
  [['--answer', '-1'], '--answer: expected a duration'],
  [['--outcome', 'conected'], '--outcome: expected one of connected'],
  [['--task', 'Call; hgih'], '--task: expected a type'],
  [['--deny', 'calllog'], '--deny: expected call-log'],
  [['--api-level', '12'], '--api-level: expected a whole number from 24 to 37'],
])('%j is refused before anything happens', async (flags, message) => {
  const { stderr, stdout, code } = await call('+353871234567', ...flags)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})
