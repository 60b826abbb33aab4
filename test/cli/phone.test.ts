import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { newCarriedPhone } from '../../src/app/carried.ts'
import { readyHandset } from '../../src/core/handset.ts'
import { type Draft, newDraft } from '../../src/core/outcome.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { keepDraft, logOutcome } from '../../src/sync/log-outcome.ts'
import { contact } from '../people.ts'
import { run, scratch } from './run.ts'

let db: string

beforeEach(() => {
  db = join(scratch(), 'phone.db')
})

const phone = (...args: string[]) => run(['phone', '--db', db, ...args])

async function keep(write: (store: Store) => unknown): Promise<void> {
  const store = openSqliteStore(db)
  await write(store)
  store.close()
}

const draft = (callId: string): Draft => ({
  ...newDraft({
    callId,
    contactId: '101',
    contactName: 'Anna Byrne',
    e164: '+353871234567',
    direction: 'incoming',
    startedAt: '2026-11-20T12:00:00.000Z',
    durationMs: 1000,
  }),
  outcome: 'connected',
})

describe('without a terminal the phone is told as text', () => {
  test('R-13 with each capability that is missing, and its fix', async () => {
    const { stdout, code } = await phone()
    expect(code).toBe(0)
    expect(stdout).toContain('Menu › Settings › Calling\n  Caller ID is off in the app.')
    expect(stdout).toMatch(/Names the caller +no\n +Caller ID is off in the app\. Fix: Menu › Settings › Calling/)
    expect(stdout).toMatch(/Call logs +never asked/)
  })

  test('R-15 with Last updated and Contacts synced', async () => {
    await keep((store) =>
      store.writeContacts(
        (async function* () {
          yield [contact()]
        })(),
        { at: '2026-11-20T12:00:00.000Z', source: 'people.csv' },
      ),
    )
    const { stdout } = await phone()
    expect(stdout).toMatch(/Last updated: 2026-11-2\d \d\d:\d\d\n/)
    expect(stdout).toContain('Contacts synced: 1\n')
  })

  test('with its call list, notifications, drafts and outbox', async () => {
    const at = Date.parse('2026-11-20T12:00:00.000Z')
    await keep((store) => {
      keepDraft(store, draft('call-1'))
      logOutcome(store, draft('call-2'), new Date(at))
      store.write('phone', {
        ...newCarriedPhone(readyHandset('android', 'IE')),
        callList: [
          { callId: 'call-1', logType: 'MISSED', number: '+353871234567', name: null, at, durationMs: 0 },
          { callId: 'call-0', logType: 'INCOMING', number: '', name: null, at, durationMs: 65_000 },
        ],
        notifications: [
          {
            type: 'notify-missed',
            id: 'n1',
            at,
            contactId: '101',
            title: 'Missed call: Anna Byrne',
            e164: '+353871234567',
            actions: ['View contact', 'Call back'],
          },
        ],
      })
    })
    const { stdout } = await phone()
    expect(stdout).toMatch(/Call list\n {2}\+353 87 123 4567 +Missed\n {2}Unknown number +Incoming · 1:05\n/)
    expect(stdout).toMatch(/Notifications\n {2}Missed call: Anna Byrne +2026-11-2/)
    expect(stdout).toMatch(/Drafts\n {2}Anna Byrne +2026-11-2/)
    expect(stdout).toContain('Outcomes that wait for the CRM: 1\n')
  })

  test('R-12 on iOS with the state that the app reports', async () => {
    const { stdout } = await phone('--platform', 'ios')
    expect(stdout).toContain('Caller ID is disabled.\n')
    expect(stdout).toMatch(/Call Blocking & Identification\n {2}Ringsight +off\n/)
    expect(stdout).not.toContain('API level')
  })

  test('with colour only where it is asked for', async () => {
    expect((await phone()).stdout).not.toContain('\u001b')
    expect((await run(['phone', '--db', db], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[1m')
  })
})

test('--json is one object on one line', async () => {
  const answers = (await phone('--region', 'ie', '--json')).json()
  expect(answers).toHaveLength(1)
  expect(answers[0]).toMatchObject({
    type: 'summary',
    platform: 'android',
    maker: 'google',
    simCountries: ['IE'],
    settings: { callerId: false, logCalls: 'untouched' },
    permissions: { callLog: 'never-asked' },
    capabilities: {
      card: { isPossible: false, missing: [{ reason: 'caller-id-off' }, {}, {}, { reason: 'no-surface' }] },
      sync: { isPossible: true },
    },
    updatedAt: null,
    contacts: 0,
    callList: [],
    notifications: [],
    drafts: [],
    callBacks: [],
    waiting: 0,
    parked: 0,
  })
})

describe('flags change the phone for good', () => {
  const kept = async () => (await phone('--json')).json()[0]
  test('R-17 the maker', async () => {
    await phone('--maker', 'xiaomi')
    expect(await kept()).toMatchObject({ maker: 'xiaomi', capabilities: { sync: { isPossible: false } } })
  })
  test('the platform, and the maker with it', async () => {
    await phone('--platform', 'ios')
    expect(await kept()).toMatchObject({ platform: 'ios', maker: 'apple', apiLevel: null })
    await phone('--platform', 'android')
    expect(await kept()).toMatchObject({ platform: 'android', maker: 'google' })
  })
  test('R-03 the profile', async () => {
    await phone('--profile', 'article')
    expect(await kept()).toMatchObject({ profile: 'article' })
  })
  test('and nothing that is not stated', async () => {
    await phone('--region', 'PL', '--profile', 'article')
    await phone('--maker', 'samsung')
    expect(await kept()).toMatchObject({ maker: 'samsung', profile: 'article', simCountries: ['PL'] })
  })
})

test.each([
  [['--platform', 'windows'], 'expected android or ios'],
  [['--region', 'Korea'], 'expected one country, such as IE or Ireland, found "Korea"'],
  [['--platfrom', 'ios'], 'did you mean --platform?'],
])('%j is refused', async (args, message) => {
  const { stderr, code } = await phone(...args)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})

test('what a store kept that is no phone is told, and not replaced', async () => {
  await keep((store) => store.write('phone', { handset: 'none' }))
  const { stderr, code } = await phone('--platform', 'ios')
  expect([code, stderr]).toEqual([2, expect.stringContaining('the document "phone" in it cannot be read')])
  await keep((store) => expect(store.read('phone')).toEqual({ handset: 'none' }))
})
