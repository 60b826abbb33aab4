// contacts come from the CRM and outcomes go there, by the command, against a CRM behind HTTP.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { parseFault } from '../../src/crm-server/faults.ts'
import { allRecords } from '../../src/crm-server/portal.ts'
import { type CrmServer, openCrmServer } from '../../src/crm-server/server.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { contact, phone } from '../people.ts'
import { outcome } from '../sync/outbox.ts'
import { type Ran, run, scratch } from './run.ts'

const TOKEN = 'pat-eu1-kept-to-itself'
const PEOPLE: readonly Contact[] = Array.from({ length: 230 }, (_, at) =>
  contact({ id: String(101 + at), phones: [phone(`+3538712${String(34567 + at).padStart(5, '0')}`)] }),
)

let crm: CrmServer
let db: string

beforeEach(async () => {
  crm = await openCrmServer({ contacts: PEOPLE, token: TOKEN })
  db = join(scratch(), 'ringsight.db')
})
afterEach(() => crm.close())

function ringsight(...args: string[]): Promise<Ran> {
  return run([...args, '--db', db], { env: { HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: crm.url } })
}

function inStore<T>(use: (store: Store) => T): T {
  const store = openSqliteStore(db)
  try {
    return use(store)
  } finally {
    store.close()
  }
}

const callsInCrm = () => allRecords(crm.portal, 'calls').map(({ properties }) => properties['hs_call_body'])

describe('ringsight sync', () => {
  test('R-03 brings every contact, says so, and the second time that nothing changed', async () => {
    const first = await ringsight('sync')
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toMatch(
      /^Synced with HubSpot: all contacts were compared\.\n230 contacts: 230 new\.\n230 numbers will show a name\.\nOutcomes: nothing waits for the CRM\.\n\d+ requests, [\d.]+ s\.\n$/,
    )
    expect((await ringsight('sync', '--full')).stdout).toContain('230 contacts: nothing changed.')
    expect((await run(['call', '+353871234567', '--json', '--db', db])).stdout).toContain('Anna Byrne')
  })

  test('R-15 --json sums it up by stable names', async () => {
    const [summary] = (await ringsight('sync', '--json')).json()
    expect(summary).toEqual({
      type: 'summary',
      mode: 'full',
      source: 'HubSpot',
      updatedAt: '2026-11-20T12:00:00.000Z',
      contacts: 230,
      new: 230,
      changed: 0,
      unchanged: 0,
      removed: 0,
      restored: 0,
      merged: 0,
      vanished: 0,
      identifiableNumbers: 230,
      sent: 0,
      waiting: 0,
      parked: 0,
      nextAt: null,
      outboxProblem: null,
      requests: expect.any(Number),
      tookSeconds: expect.any(Number),
      gathered: 0,
      problem: null,
    })
  })

  test('R-11 sends what was saved on a synced contact, once', async () => {
    await ringsight('sync')
    inStore((store) => store.saveOutcome(outcome('c1', { tasks: 0 })))
    expect((await ringsight('sync')).stdout).toContain('Outcomes: 1 sent.')
    expect((await ringsight('sync')).stdout).toContain('Outcomes: nothing waits for the CRM.')
    expect(callsInCrm()).toEqual([expect.stringContaining('Notes of c1')])
  })

  test('R-11 what was saved before the first sync goes out only where the contact has the number', async () => {
    inStore((store) => {
      store.saveOutcome(outcome('c1', { tasks: 0 }))
      store.saveOutcome(outcome('c2', { tasks: 0, contactId: '102' }))
    })
    expect((await ringsight('sync')).stdout).toContain('Outcomes: 1 sent, 1 parked (ringsight outbox --db ')
    expect(callsInCrm()).toEqual([expect.stringContaining('Notes of c1')])
    expect((await ringsight('outbox')).stdout).toContain('saved for a contact of a file')
  })

  test('a token that is not accepted leaves the contacts and says what to do', async () => {
    await ringsight('sync')
    const denied = await run(['sync', '--db', db, '--json', '--base-url', crm.url], { env: { HUBSPOT_TOKEN: 'other' } })
    expect([denied.code, denied.json()]).toMatchObject([
      3,
      [{ type: 'summary', problem: { kind: 'unauthorised' }, contacts: 230 }],
    ])
    expect(denied.stderr).toContain('The CRM no longer accepts the sign-in.')
    expect(denied.stderr).toContain('The 230 contacts of just now still serve.')
    expect(inStore((store) => [...store.readContacts()])).toHaveLength(230)
    expect((await ringsight('sync', 'status')).stdout).toContain('Last error')
  })

  test('R-11 a permission that the contacts lack is named, and does not keep outcomes back', async () => {
    await ringsight('sync')
    inStore((store) => store.saveOutcome(outcome('c1', { tasks: 0 })))
    const scopes = ['crm.objects.contacts.read', 'crm.objects.contacts.write', 'crm.objects.deals.read']
    const strict = await openCrmServer({ contacts: PEOPLE, token: TOKEN, scopes })
    const { code, stderr } = await ringsight('sync', '--base-url', strict.url).finally(() => strict.close())
    expect(code).toBe(3)
    expect(stderr).toContain('lacks a permission in the CRM: crm.objects.companies.read.')
    expect(stderr).toContain('Outcomes: 1 sent.')
    const calls = allRecords(strict.portal, 'calls').map(({ properties }) => properties['hs_call_body'])
    expect(calls).toEqual([expect.stringContaining('Notes of c1')])
  })

  test('another account than the store is of is refused', async () => {
    await ringsight('sync')
    const other = await openCrmServer({ contacts: PEOPLE.slice(0, 3), portalId: 4711 })
    const env = { HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: other.url }
    inStore((store) => store.saveOutcome(outcome('c1')))
    const refused = await run(['sync', '--db', db], { env })
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('4711')])
    const unsent = await run(['outbox', 'send', '--db', db], { env })
    expect([unsent.code, unsent.stderr]).toEqual([2, expect.stringContaining('belong to another account')])
    expect(allRecords(other.portal, 'calls')).toEqual([])
    await other.close()
  })

  test('of two at once the second says so, and changes nothing', async () => {
    const claim = inStoreOpen()
    const { code, stderr } = await ringsight('sync')
    expect([code, stderr]).toEqual([3, expect.stringContaining('another ringsight is working')])
    expect((await ringsight('sync', 'status', '--json')).json()).toMatchObject([{ isSyncing: true }])
    claim()
    expect((await ringsight('sync')).code).toBe(0)
  })

  test('of an address where nobody listens is named and given up at once, and outcomes wait', async () => {
    await ringsight('sync')
    inStore((store) => store.saveOutcome(outcome('c1')))
    const closed = await openCrmServer({ contacts: [] })
    await closed.close()
    const env = { HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: closed.url }
    for (const args of [['sync'], ['outbox', 'send']]) {
      const { code, stderr } = await run([...args, '--db', db], { env })
      expect([code, stderr]).toEqual([3, expect.stringContaining(`Nothing listens at ${closed.url}.`)])
      expect(stderr).not.toContain('asked again')
    }
    expect(inStore((store) => store.readOutbox())).toHaveLength(1)
  })

  test('without a token says how to get one', async () => {
    const { code, stderr } = await run(['sync', '--db', db, '--base-url', crm.url], { env: {} })
    expect([code, stderr]).toEqual([2, expect.stringContaining('Service Keys')])
  })

  test('leaves the token nowhere', async () => {
    const file = join(scratch(), 'token')
    writeFileSync(file, TOKEN)
    chmodSync(file, 0o600)
    const ran = await run(['sync', '--db', db, '--base-url', crm.url, '--token-file', file], { env: {} })
    await crm.close()
    const failed = await ringsight('outbox', 'send', '--debug')
    const kept = [db, `${db}-wal`, `${db}.snapshot`].filter(existsSync).map((path) => readFileSync(path, 'latin1'))
    for (const text of [ran.stdout, ran.stderr, failed.stdout, failed.stderr, ...kept])
      expect(text).not.toContain(TOKEN)
    crm = await openCrmServer()
  })
})

/** Claims the CRM as another process would; the result gives it up. */
function inStoreOpen(): () => void {
  const store = openSqliteStore(db)
  store.claimCrm()
  return () => store.close()
}

describe('ringsight sync status', () => {
  test('R-15 tells when contacts were last updated, how many there are, and what waits', async () => {
    await ringsight('sync')
    inStore((store) => {
      store.saveOutcome(outcome('c1'))
      store.write('drafts', [outcome('c2')])
    })
    const { stdout, code } = await ringsight('sync', 'status')
    expect(stdout).toMatch(
      /^Last updated {5}2026-11-20 \d\d:\d\d, just now\nContacts synced {2}230, from HubSpot\nIdentified {7}230 numbers will show a name\nSync {13}none under way\nOutbox {11}1 waits, the oldest saved 2 hours ago: ringsight outbox --db \S+\nDrafts {11}1 outcome screen left unsaved\n$/,
    )
    expect(code).toBe(0)
  })

  test('--json has stable names, and the status is 1 before the first sync', async () => {
    const before = await ringsight('sync', 'status', '--json')
    expect([before.code, before.json()]).toMatchObject([1, [{ type: 'summary', updatedAt: null, contacts: 0 }]])
    expect(existsSync(db)).toBe(false)
    await ringsight('sync')
    expect((await ringsight('sync', 'status', '--json')).json()).toEqual([
      {
        type: 'summary',
        updatedAt: '2026-11-20T12:00:00.000Z',
        ageSeconds: 0,
        contacts: 230,
        source: 'HubSpot',
        account: '100000001',
        identifiableNumbers: 230,
        isSyncing: false,
        stopped: null,
        problem: null,
        waiting: 0,
        parked: 0,
        oldestSavedAt: null,
        drafts: 0,
      },
    ])
  })
})

describe('ringsight sync --from', () => {
  const file = (rows: readonly string[]) => {
    const path = join(scratch(), 'export.csv')
    writeFileSync(path, ['Record ID,First Name,Last Name,Phone Number', ...rows, ''].join('\n'))
    return path
  }
  const ANNA = '101,Anna,Byrne,+353871234567'
  const BRIAN = '102,Brian,Nolan,+353871234568'

  test('puts an export in place of all contacts and counts what that changed', async () => {
    await ringsight('sync', '--from', file([ANNA, BRIAN, '103,Carl,Egan,+353871234569']))
    const { code, stdout } = await ringsight(
      'sync',
      '--from',
      file([ANNA, '102,Brian,Nolan,+353861111111', '104,Dora,Fahy,x']),
    )
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 new, 1 changed, 1 unchanged, 1 gone.')])
    expect(inStore((store) => [...store.readContacts()].map(({ id }) => id).sort())).toEqual(['101', '102', '104'])
    expect((await ringsight('sync', 'status')).stdout).toContain('3, from export.csv (no CRM)')
  })

  test('refuses an export without contacts, and a store that a CRM account fills', async () => {
    await ringsight('sync', '--from', file([ANNA]))
    const empty = await ringsight('sync', '--from', file([]))
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('expected contacts below the header')])
    expect(inStore((store) => [...store.readContacts()])).toHaveLength(1)
    await ringsight('sync')
    for (const asked of [['sync', '--from'], ['import']]) {
      const refused = await ringsight(...asked, file([ANNA]))
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('sign out first')])
    }
    expect(inStore((store) => [...store.readContacts()])).toHaveLength(230)
  })
})

describe('ringsight sign-out', () => {
  test('leaves nothing of the contacts, also not in the bytes of the file', async () => {
    await ringsight('sync')
    const { code, stdout } = await ringsight('sign-out')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Signed out: 230 contacts removed.')])
    expect(existsSync(`${db}.snapshot`)).toBe(false)
    expect(readFileSync(db, 'latin1')).not.toContain('Byrne')
    expect((await ringsight('sync', 'status')).code).toBe(1)
  })

  test('R-11 while something was not sent, lists it and removes nothing, unless it is given up', async () => {
    await ringsight('sync')
    inStore((store) => {
      store.saveOutcome(outcome('c1'))
      store.write('drafts', [outcome('c2')])
    })
    const refused = await ringsight('sign-out')
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('Nothing was removed')])
    expect(refused.stdout).toContain('Anna Byrne, call of')
    expect(inStore((store) => [store.readOutbox().length, [...store.readContacts()].length])).toEqual([1, 230])
    expect((await ringsight('sign-out', '--json')).json()).toMatchObject([
      { type: 'outcome', callId: 'c1' },
      { type: 'summary', isSignedOut: false, waiting: 1, parked: 0, drafts: 1 },
    ])
    expect((await ringsight('sign-out', '--discard')).stdout).toContain('230 contacts removed, 2 unsent lost')
    expect(inStore((store) => [store.readOutbox(), store.read('drafts') ?? []])).toEqual([[], []])
  })

  test('without a store makes none', async () => {
    expect((await ringsight('sign-out')).stdout).toBe(`There is no store ${db}: nothing had to be removed.\n`)
    expect(existsSync(db)).toBe(false)
  })
})

test('R-11 ringsight outbox retry sends what is parked, and says what became of it', async () => {
  await ringsight('sync')
  inStore((store) => {
    const one = outcome('c1', { tasks: 0 })
    store.saveOutcome(one)
    const parked = { kind: 'refused', says: '' } as const
    store.keepSending('c1', { contactId: '101', records: [], asked: null, failures: 1, wait: null, parked })
  })
  expect((await ringsight('outbox', 'send')).code).toBe(1)
  expect(await ringsight('outbox', 'retry', 'c1')).toMatchObject({ code: 0, stdout: 'Outcomes: 1 sent.\n' })
  expect((await ringsight('outbox', 'retry')).stdout).toBe('Nothing is parked.\n')
  expect(callsInCrm()).toHaveLength(1)
})

describe('ringsight sync in a process of its own', () => {
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args, '--db', db], {
      env: { ...process.env, HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: crm.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    return { child, ended }
  }
  /** The server answers slowly; so many requests have arrived. */
  const arrived = async (count: number) => {
    while (crm.requests() < count) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  test.skipIf(process.platform === 'win32')(
    'ends at Ctrl-C with status 130 between two requests, and the next one goes on',
    async () => {
      crm.setFaults([parseFault('slow:1:50ms')])
      const { child, ended } = start('sync')
      await arrived(3)
      child.kill('SIGINT')
      expect(await ended).toEqual([130, null])
      crm.setFaults([])
      expect((await ringsight('sync')).stdout).toContain('230 contacts: 230 new.')
    },
    60_000,
  )

  test.skipIf(process.platform === 'win32')(
    'the outbox is sent until Ctrl-C, and the rest waits',
    async () => {
      await ringsight('sync')
      inStore((store) => {
        for (const callId of ['c1', 'c2', 'c3', 'c4']) store.saveOutcome(outcome(callId, { tasks: 0 }))
      })
      const before = crm.requests()
      crm.setFaults([parseFault('slow:1:300ms')])
      const { child, ended } = start('outbox', 'send')
      let stderr = ''
      child.stderr.on('data', (text) => {
        stderr += text
      })
      await arrived(before + 2)
      child.kill('SIGTERM')
      expect(await ended).toEqual([130, null])
      expect(stderr).toContain('interrupted: what was not sent waits in the outbox')
      crm.setFaults([])
      expect((await ringsight('outbox', 'send')).code).toBe(0)
      expect(callsInCrm()).toHaveLength(4)
    },
    60_000,
  )

  test.skipIf(process.platform === 'win32')(
    'R-16 --watch goes on by itself until Ctrl-C, and sends in between nothing twice',
    async () => {
      const { child, ended } = start('sync', '--watch', '--every', '1s', '--json')
      const lines = createInterface({ input: child.stdout })
      const modes: unknown[] = []
      for await (const line of lines) {
        modes.push((JSON.parse(line) as { mode: unknown }).mode)
        if (modes.length === 1) inStore((store) => store.saveOutcome(outcome('c1', { tasks: 0 })))
        if (modes.length === 3) break
      }
      child.kill('SIGTERM')
      expect(await ended).toEqual([130, null])
      expect(modes).toEqual(['full', 'delta', 'delta'])
      expect(callsInCrm()).toHaveLength(1)
    },
    60_000,
  )
})
