// Several servers on one PostgreSQL, each with a data folder of its own as on a machine of its own, and a PostgreSQL that is killed.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChance, seedOf } from '../../src/core/chance.ts'
import { applyDelta } from '../../src/core/snapshot/delta.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { scratch } from '../cli/run.ts'
import { expectEachOnce, outcomeFor, peopleOf } from '../end-to-end/account.ts'
import { makeToken, openCrm, type Running, ringsight, serve } from '../server/running.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'

const PEOPLE = peopleOf(200)

describe.skipIf(!isAsked)('servers on one PostgreSQL', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await openCluster()
  }, 120_000)
  afterAll(() => cluster?.remove(), 60_000)

  const directory = async (server: Running, token: string, since = '') => {
    const response = await server.ask(`/v1/directory${since}`, token)
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, bytes, generation: response.headers.get('ringsight-generation') ?? '' }
  }

  test('each serves what one of them has synced and published, and the delta to it', async () => {
    const db = cluster.makeDatabase('team')
    const crm = await openCrm(PEOPLE)
    const args = ['--every', '3s', '--index-lag', '0']
    const folders = [scratch(), scratch()]
    const servers: Running[] = []
    for (const folder of folders) servers.push(await serve(crm, { db, args, env: { XDG_DATA_HOME: folder } }))
    const token = await makeToken(db, [])
    const all = () => Promise.all(servers.map((server) => directory(server, token)))
    await expect.poll(async () => (await all()).map(({ status }) => status), { timeout: 20_000 }).toEqual([200, 200])
    const before = await all()
    expect(Buffer.compare(before[0]?.bytes ?? Buffer.of(0), before[1]?.bytes ?? Buffer.of(1))).toBe(0)
    const [first] = allRecords(crm.portal, 'contacts')
    if (first === undefined) throw new Error('expected a contact')
    updateRecord(crm.portal, first, { firstname: 'Hanna', phone: '+353861111111' }, crm.now())
    for (const server of servers) {
      const who = async () => {
        const response = await server.ask('/v1/callers?number=%2B353861111111', token)
        // While a sync is due, the CRM may have said so before.
        const { label = '', evidence } = (await response.json()) as {
          readonly label?: string
          readonly evidence: { readonly source: string }
        }
        return `${label} of the ${evidence.source}`
      }
      await expect.poll(who, { timeout: 30_000 }).toMatch(/^Hanna .* of the snapshot$/)
    }
    for (const server of servers) {
      const delta = await directory(server, token, `?since=${before[0]?.generation}`)
      const applied = applyDelta(before[0]?.bytes ?? new Uint8Array(), delta.bytes)
      const now = await directory(server, token)
      expect(applied.kind === 'applied' && Buffer.compare(applied.bytes, now.bytes)).toBe(0)
    }
    await ringsight(['serve', 'token', 'revoke', 'anna', '--db', db])
    for (const server of servers) {
      const status = async () => (await server.ask('/v1/directory', token)).status
      await expect.poll(status, { timeout: 5_000 }).toBe(401)
    }
    expect(
      servers.flatMap((server) => server.log()).filter(({ level, event }) => level === 'error' && event !== 'request'),
    ).toEqual([])
  }, 120_000)

  test('a server that comes later serves at once what others have published, also without a CRM', async () => {
    const db = cluster.makeDatabase('later')
    await ringsight(['import', 'fixtures/contacts/sample.csv', '--db', db])
    const token = await makeToken(db, [])
    const [one, other] = [scratch(), scratch()]
    const first = await serve(null, { db, env: { XDG_DATA_HOME: one } })
    const { bytes, generation } = await directory(first, token)
    await first.stop('SIGTERM')
    const second = await serve(null, { db, env: { XDG_DATA_HOME: other } })
    expect(await directory(second, token)).toEqual({ status: 200, bytes, generation })
    expect(second.log().filter(({ event }) => event === 'published')).toEqual([])
    const [shelf = ''] = readdirSync(join(other, 'ringsight'))
    expect(readdirSync(join(other, 'ringsight', shelf)).filter((name) => name !== 'turns').length).toBe(2)
    await second.stop('SIGTERM')
    // Put back from a backup, it is published anew.
    await ringsight(['serve', 'restored', '--db', db])
    const third = await serve(null, { db, env: { XDG_DATA_HOME: other } })
    expect(Number((await directory(third, token)).generation)).toBeGreaterThan(Number(generation))
  }, 120_000)

  test('R-03 all together ask the CRM for no more numbers than one of them would', async () => {
    const db = cluster.makeDatabase('pace')
    const crm = await openCrm(PEOPLE)
    const args = ['--every', '1h', '--index-lag', '0']
    const servers = [
      await serve(crm, { db, args, env: { XDG_DATA_HOME: scratch() } }),
      await serve(crm, { db, args, env: { XDG_DATA_HOME: scratch() } }),
    ]
    const token = await makeToken(db, [])
    const ask = async (server: Running, number: string) => {
      const response = await server.ask(`/v1/callers?number=${encodeURIComponent(number)}`, token)
      return ((await response.json()) as { readonly evidence?: { readonly online: string | null } }).evidence?.online
    }
    for (const server of servers) {
      const who = () => server.ask('/v1/callers?number=%2B353871000000', token).then((response) => response.text())
      await expect.poll(who, { timeout: 60_000 }).toContain('First0')
    }
    // As after a sync that has failed: what the directory lacks, the CRM is asked for.
    const store = openPostgresStore(db)
    const sync = store.read('sync')
    if (sync === undefined) throw new Error('expected a store that was synced')
    store.write('sync', { ...sync, failed: { at: Date.now(), problem: { kind: 'offline' } } })
    store.close()
    for (const server of servers) {
      await expect.poll(() => ask(server, '+353869999999'), { timeout: 60_000, interval: 4_000 }).toBe('nobody')
    }
    await sleep(4_000)
    const from = performance.now()
    const calls = servers.flatMap((server, which) =>
      Array.from({ length: 6 }, (_, index) => ask(server, `+35386000${which}00${index}`)),
    )
    const online = await Promise.all(calls)
    // The first at once, then one a second; the last one was let in at most 2.5 seconds before its turn.
    const most = 1 + (performance.now() - from) / 1_000
    const asked = online.filter((each) => each === 'nobody').length
    expect(asked, online.join(' ')).toBeGreaterThan(1)
    expect(asked, online.join(' ')).toBeLessThanOrEqual(most)
  }, 240_000)

  test('R-11 kill -9 of PostgreSQL while phones save: look-ups go on, it recovers, each outcome is in the CRM once', async () => {
    const chance = openChance(seedOf('kill'))
    const db = cluster.makeDatabase('killed')
    const crm = await openCrm(PEOPLE)
    const server = await serve(crm, {
      db,
      args: ['--index-lag', '0', '--every', '1h'],
      env: { XDG_DATA_HOME: scratch() },
    })
    const token = await server.token()
    const saved = PEOPLE.slice(0, 12).map((person, index) => outcomeFor(person, `c${index}`))
    const post = async ({ savedAt: _, ...draft }: (typeof saved)[number]) =>
      server
        .ask('/v1/outcomes', token, {
          method: 'POST',
          body: JSON.stringify(draft),
          headers: { 'content-type': 'application/json' },
        })
        .then(({ status }) => status)
    for (const [index, outcome] of saved.entries()) {
      const answer = post(outcome)
      if (index % 4 === 1) {
        await sleep(chance() * 40)
        cluster.kill()
        const who = await server.ask('/v1/callers?number=withheld', token)
        expect(await who.json()).toMatchObject({ kind: 'no-number' })
        await sleep(500)
        cluster.start()
      }
      // As a phone does: what was not taken is sent again.
      await answer
      await expect.poll(() => post(outcome), { timeout: 60_000, interval: 300 }).toBe(200)
    }
    const store = openPostgresStore(db)
    await expect.poll(() => store.readOutbox().length, { timeout: 90_000, interval: 500 }).toBe(0)
    const kept = saved.map((outcome) => ({
      ...outcome,
      call: { ...outcome.call, callId: `anna/${outcome.call.callId}` },
    }))
    expect(expectEachOnce(crm.portal, store, kept)).toBe(12)
    store.close()
  }, 240_000)
})
