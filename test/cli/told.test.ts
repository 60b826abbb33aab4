// What is done is told as done, first; what fails after it is told as what it is.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import type { Sending } from '../../src/core/sending.ts'
import { allRecords } from '../../src/crm-server/portal.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { Database } from '../../src/store/driver.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { DocumentKey, Store } from '../../src/store/store.ts'
import { logOutcome } from '../../src/sync/log-outcome.ts'
import { contact, phone } from '../people.ts'
import { outcome } from '../sync/outbox.ts'
import { type Ran, run, scratch } from './run.ts'

const PEOPLE: readonly Contact[] = [contact({ id: '101', phones: [phone('+353871234567')] })]

let crm: CrmServer
let db: string
beforeEach(async () => {
  crm = await openCrmServer({ contacts: PEOPLE, portalId: 4711 })
  db = join(scratch(), 'ringsight.db')
})
afterEach(() => crm.close())

function ringsight(...args: string[]): Promise<Ran> {
  return run([...args, '--db', db], { env: { HUBSPOT_TOKEN: 'pat-test', HUBSPOT_BASE_URL: crm.url } })
}

async function inStore<T>(use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = openSqliteStore(db)
  try {
    return await use(store)
  } finally {
    store.close()
  }
}

const CALL = ['call', '+353871234567', '--outcome', 'connected', '--notes', 'Wants 20 seats', '--send']
const callsInCrm = () => allRecords(crm.portal, 'calls').length

describe('R-11 an outcome that is saved and cannot be sent at once', () => {
  test('is told as saved, recorded all the same, and sent later, once', async () => {
    await ringsight('sync')
    const record = join(scratch(), 'call.yaml')
    const { stdout, code } = await inStore(async (store) => {
      const claim = store.claimCrm()
      const ran = await ringsight(...CALL, '--record', record)
      claim?.release()
      return ran
    })
    expect([code, existsSync(record)]).toEqual([3, true])
    expect(stdout).toMatch(/Saved +Connected: waits in the outbox[\s\S]*Not sent +another ringsight is working/)
    expect(callsInCrm()).toBe(0)
    expect((await ringsight('sync')).code).toBe(0)
    expect(callsInCrm()).toBe(1)
  })

  test('--json says so in a line of its own, before the summary tells of sending', async () => {
    await ringsight('sync')
    const [own, summary] = (await ringsight(...CALL, '--json')).json().slice(-2)
    expect(own).toEqual({ type: 'saved', callId: expect.any(String), savedAt: '2026-11-20T12:00:00.000Z' })
    expect(summary).toMatchObject({ type: 'summary', outcome: { state: 'sent', problem: null } })
  })
})

describe('a simulated call', () => {
  const own = CALL.slice(0, -1)

  test('sends nothing unless --send is given, and says what waits and how it is sent', async () => {
    await ringsight('sync')
    const { stderr, code } = await ringsight(...own)
    expect([code, stderr, callsInCrm()]).toEqual([
      0,
      `ringsight: 1 outcome waits for the CRM: ringsight outbox send --db ${db}, or call with --send\n`,
      0,
    ])
    expect([(await ringsight('outbox', 'send')).code, callsInCrm()]).toEqual([0, 1])
  })

  test('with --send is in the CRM', async () => {
    await ringsight('sync')
    const { stdout, code } = await ringsight(...CALL)
    expect([code, stdout, callsInCrm()]).toEqual([0, expect.stringContaining('it is in the CRM'), 1])
  })

  test.each(['call', 'phone'])('%s: a way to the CRM without --send is refused', async (name) => {
    const args = name === 'call' ? own : ['phone']
    const { stderr, code } = await ringsight(...args, '--base-url', crm.url)
    expect([code, stderr]).toEqual([2, 'ringsight: --base-url: expected together with --send\n'])
  })

  test('--send without a token is refused before the call', async () => {
    const { stdout, code } = await run([...CALL, '--db', db])
    expect([code, stdout]).toEqual([2, ''])
  })
})

describe('R-11 an outcome for a contact of elsewhere', () => {
  test('of a file is held from the moment it is saved', async () => {
    await ringsight('sync')
    const file = 'fixtures/contacts/sample.csv'
    const args = ['+353837247309', '--contacts', file, '--outcome', 'connected']
    expect((await ringsight('call', ...args)).code).toBe(0)
    await inStore((store) => {
      const [saved] = store.readOutbox()
      expect(store.readSending(saved?.call.callId ?? '')?.parked).toEqual({ kind: 'of-file' })
    })
    expect([(await ringsight('sync')).code, callsInCrm()]).toEqual([1, 0])
  })

  // The account has a contact under the same id: another person, with another number.
  test.each([
    ['before there is any store', false, '+353861111111', 0],
    ['in a store of the account', true, '+353861111111', 0],
    ['before there is any store, and the number is the same', false, '+353871234567', 1],
    ['in a store of the account, and the number is the same', true, '+353871234567', 1],
  ])('of a file, saved %s', async (_when, isSynced, number, sent) => {
    if (isSynced) await ringsight('sync')
    const file = join(scratch(), 'contacts.csv')
    writeFileSync(file, `Record ID,First Name,Last Name,Phone Number\n101,Otto,Berg,${number}\n`)
    expect((await ringsight('call', number, '--contacts', file, '--outcome', 'connected')).code).toBe(0)
    expect([(await ringsight('sync')).code, callsInCrm()]).toEqual([1 - sent, sent])
    expect([(await ringsight('sync')).code, callsInCrm()]).toEqual([1 - sent, sent])
    expect((await ringsight('outbox')).stdout.includes('a contact of a file')).toBe(sent === 0)
  })

  test('of a file, left as a draft and saved after a sync, is held', async () => {
    const file = join(scratch(), 'contacts.csv')
    writeFileSync(file, 'Record ID,First Name,Last Name,Phone Number\n101,Otto,Berg,+353861111111\n')
    await ringsight('call', '+353861111111', '--contacts', file, '--notes', 'half a')
    await ringsight('sync')
    await inStore((store) => {
      const [draft] = store.read('drafts') ?? []
      if (draft === undefined) throw new Error('no draft was kept')
      logOutcome(store, { ...draft, outcome: 'connected' }, new Date(), { account: '4711' })
    })
    expect([(await ringsight('sync')).code, callsInCrm()]).toEqual([1, 0])
  })
})

describe('a sync', () => {
  test('whose snapshot cannot be written tells what it brought, sends, and ends with 3', async () => {
    mkdirSync(`${db}.snapshot`)
    await inStore((store) => store.saveOutcome(outcome('c1', { contactId: '101' } as never)))
    const { stdout, stderr, code } = await ringsight('sync')
    expect(stdout).toContain('1 contact: 1 new.')
    expect(stderr).toContain('the snapshot of the contacts is the one from before')
    expect(code).toBe(3)
  })

  test('after which an outcome is parked ends with 1', async () => {
    await ringsight('sync')
    await inStore((store) => store.saveOutcome(outcome('c1'), { ...HELD }))
    expect((await ringsight('sync')).code).toBe(1)
  })
})

const HELD: Sending = {
  contactId: '101',
  records: [],
  asked: null,
  failures: 0,
  wait: null,
  parked: { kind: 'refused', says: 'It was refused.' },
}

test('what is parked stays parked where it cannot be sent for want of a token', async () => {
  await inStore((store) => store.saveOutcome(outcome('c1'), { ...HELD }))
  expect((await run(['outbox', 'retry', '--db', db])).code).toBe(2)
  expect(await inStore((store) => store.readSending('c1')?.parked)).toEqual(HELD.parked)
})

// JSON that SQLite takes for sound, and that is not what it should be.
const DAMAGES: readonly (readonly [DocumentKey, string])[] = [
  ['drafts', '[{"call":5}]'],
  ['drafts', '{}'],
  ['dispositions', '[null]'],
  ['sync', '"x"'],
  ['sync', '{"account":4711,"seenUntilCrm":1}'],
  ['run', '[]'],
  ['import', '{"at":5}'],
  ['phone', '{"handset":{"settings":1}}'],
  ['phone', '{"handset":null,"calls":[],"callList":[null],"notifications":[]}'],
]
const COMMANDS = [['phone'], ['sync', 'status'], ['outbox'], CALL, ['sync'], ['sign-out', '--discard']]

describe('a damaged document in a sound database', () => {
  test.each(DAMAGES)('"%s" as %s is named by whatever reads it', async (key, text) => {
    await ringsight('sync')
    const raw = new Database(db)
    raw.prepare('INSERT OR REPLACE INTO documents (key, document) VALUES (?, ?)').run(key, text)
    raw.close()
    const told: string[] = []
    for (const args of COMMANDS) {
      const { code, stderr } = await ringsight(...args)
      if (code === 0) continue
      expect([args, stderr]).toEqual([args, expect.stringContaining(`the document "${key}" in it cannot be read`)])
      expect([code, stderr]).toEqual([2, expect.stringContaining('Restore it from a backup')])
      told.push(args.join(' '))
    }
    expect(told).not.toEqual([])
  })

  test.each([
    ['UPDATE outcomes SET outcome = \'{"call":{}}\'', 'a saved outcome'],
    ["UPDATE outcomes SET sending = '[]'", 'how far an outcome is'],
  ])('%s is told by the outbox', async (sql, what) => {
    await inStore((store) => store.saveOutcome(outcome('c1'), { ...HELD }))
    const raw = new Database(db)
    raw.exec(sql)
    raw.close()
    const { code, stderr } = await ringsight('outbox')
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${what} in it cannot be read`)])
  })

  test('a contact is told by who looks for a caller', async () => {
    await ringsight('sync')
    const raw = new Database(db)
    raw.exec("UPDATE contacts SET contact = json_remove(contact, '$.deals')")
    raw.close()
    const { code, stderr } = await ringsight('explain', '+353871234567')
    expect([code, stderr]).toEqual([2, expect.stringContaining('a contact in it cannot be read')])
  })
})

test('without a folder of the user, the store has to be stated', () => {
  const { HUBSPOT_TOKEN: _, RINGSIGHT_DB: __, ...env } = process.env
  const args = ['bin/ringsight.js', 'outbox']
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...env, HOME: '' }, encoding: 'utf8' })
  expect([status, stderr]).toEqual([2, expect.stringContaining('--db FILE')])
})

test.each([
  ['generate --out', (path: string) => ['--out', path], 'people was not written'],
  ['generate --into-store', (path: string) => ['--into-store', '--db', path], 'nothing was imported'],
])(
  '%s that is interrupted says what was not done, and ends with 130',
  async (_what, into, says) => {
    const folder = scratch()
    const args = ['bin/ringsight.js', 'generate', '--people', '100000000', ...into(join(folder, 'people'))]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    const closed = once(child, 'close')
    while (readdirSync(folder).length === 0) await pause(20)
    // By then it listens to signals.
    await pause(200)
    child.kill('SIGINT')
    expect(await closed).toEqual([130, null])
    expect(stderr).toContain('interrupted: ')
    expect(stderr).toContain(says)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name === 'people.csv')).toEqual([])
  },
  60_000,
)
