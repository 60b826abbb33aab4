// What happens to machines, networks, clocks and databases while phones call and save: never a wrong name, never an outcome lost or
// sent twice, and nobody has to help.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openChance, seedOf } from '../../src/core/chance.ts'
import type { Outcome } from '../../src/core/outcome.ts'
import { parseFault } from '../../src/crm-server/faults.ts'
import { allRecords, updateRecord } from '../../src/crm-server/portal.ts'
import type { CrmServer } from '../../src/crm-server/server.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { scratch } from '../cli/run.ts'
import { expectEachOnce, outcomeFor, peopleOf } from '../end-to-end/account.ts'
import { makeToken, openCrm, type Running, ringsight, serve } from '../server/running.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'
import { openNamespace, whyNoNamespace } from './namespace.ts'
import { openWire, type Wire } from './wire.ts'

const PEOPLE = peopleOf(60)
const SLOW = { timeout: 90_000, interval: 300 }
const refusal = isAsked ? whyNoNamespace() : null

describe.skipIf(!isAsked)('faults of servers on PostgreSQL', () => {
  let cluster: Cluster
  const wires: Wire[] = []
  beforeAll(async () => {
    cluster = await openCluster()
  }, 120_000)
  afterAll(() => cluster?.remove(), 60_000)
  afterEach(() => {
    for (const wire of wires.splice(0)) wire.close()
  })

  const saved = (count: number, name = 'c') =>
    PEOPLE.slice(0, count).map((person, index) => outcomeFor(person, `${name}${index}`))
  const post = async (server: Running, token: string, { savedAt: _, ...draft }: Outcome) => {
    const headers = { 'content-type': 'application/json' }
    return (await server.ask('/v1/outcomes', token, { method: 'POST', body: JSON.stringify(draft), headers })).status
  }
  const nameOf = async (server: Running, token: string, number = '%2B353871000000') => {
    const response = await server.ask(`/v1/callers?number=${number}`, token)
    return ((await response.json()) as { readonly label?: string }).label ?? `status ${response.status}`
  }
  const generationAt = async (server: Running, token: string) =>
    Number((await server.ask('/v1/directory', token)).headers.get('ringsight-generation'))
  /** As a phone does: what was not taken is sent again. */
  const postUntilTaken = (server: Running, token: string, outcome: Outcome) =>
    expect.poll(() => post(server, token, outcome).catch(() => 0), SLOW).toBe(200)

  /** Waits until all are sent. Each is in the CRM once, under the name of the phone. */
  async function expectSent(db: string, crm: CrmServer, outcomes: readonly Outcome[], device = 'anna') {
    const store = openPostgresStore(db)
    await expect.poll(() => store.readOutbox().length, SLOW).toBe(0)
    const kept = outcomes.map((each) => ({ ...each, call: { ...each.call, callId: `${device}/${each.call.callId}` } }))
    expect(expectEachOnce(crm.portal, store, kept)).toBe(outcomes.length)
    store.close()
  }
  /**
   * Two servers, each as on a machine of its own, that both answer a new phone.
   *
   * @param dbs what each reaches the same database by
   */
  async function openTwo(crm: CrmServer, dbs: readonly [string, string], every: string) {
    const args = ['--every', every, '--index-lag', '0']
    const [one, two] = dbs.map((db) => () => serve(crm, { db, args, env: { XDG_DATA_HOME: scratch() } }))
    if (one === undefined || two === undefined) throw new Error('expected two servers')
    const servers = [await one(), await two()] as const
    const token = await makeToken(dbs[1], [])
    for (const server of servers) await expect.poll(() => nameOf(server, token), SLOW).toContain('First0 Last0')
    return { servers, token }
  }
  function rename(crm: CrmServer, firstname: string) {
    const [first] = allRecords(crm.portal, 'contacts')
    if (first === undefined) throw new Error('expected a contact')
    updateRecord(crm.portal, first, { firstname }, crm.now())
  }

  test('R-11 the network to the database stalls, and is cut: callers have names, outcomes go by the other server, it comes back', async () => {
    const db = cluster.makeDatabase('wired')
    const wire = await openWire(cluster.port)
    wires.push(wire)
    const crm = await openCrm(PEOPLE)
    const { servers, token } = await openTwo(crm, [db.replace(/:\d+\//, `:${wire.port}/`), db], '1h')
    const [wired, other] = servers
    const outcomes = saved(8)
    const [one, two, ...rest] = outcomes as [Outcome, Outcome, ...Outcome[]]
    wire.stall()
    const late = post(wired, token, one)
    for (let asked = 0; asked < 20; asked += 1) expect(await nameOf(wired, token)).toContain('First0 Last0')
    expect(await post(other, token, two)).toBe(201)
    expect(await late).toBe(503)
    wire.cut()
    expect(await nameOf(wired, token)).toContain('First0 Last0')
    for (const outcome of rest.slice(0, 3)) expect(await post(other, token, outcome)).toBe(201)
    await wire.heal()
    await postUntilTaken(wired, token, one)
    for (const outcome of rest) await postUntilTaken(wired, token, outcome)
    await expectSent(db, crm, outcomes)
    rename(crm, 'Hanna')
    // What was told, was told once, and not by the second.
    expect(wired.log().filter(({ level }) => level === 'error').length).toBeLessThan(20)
  }, 240_000)

  test.skipIf(refusal !== null)(
    `R-11 a cable to the database is pulled in a network namespace${refusal === null ? '' : ` (not here: ${refusal})`}: the other server takes over, it comes back`,
    async () => {
      const namespace = openNamespace('faults')
      const remote = await openCluster(namespace).catch((error: unknown) => {
        namespace.remove()
        throw error
      })
      try {
        const near = remote.makeDatabase('pulled')
        const far = near.replace(namespace.hosts[0], namespace.hosts[1])
        const crm = await openCrm(PEOPLE)
        // Whoever comes first has the claim on the CRM, and is the one that is cut off.
        const { servers, token } = await openTwo(crm, [near, far], '3s')
        const [pulled, other] = servers
        const [one, ...rest] = saved(6) as [Outcome, ...Outcome[]]
        namespace.pull(0)
        const late = post(pulled, token, one)
        for (let asked = 0; asked < 20; asked += 1) expect(await nameOf(pulled, token)).toContain('First0 Last0')
        for (const outcome of rest) expect(await post(other, token, outcome)).toBe(201)
        expect(await late).toBe(503)
        // Only who has the claim sends: it was given up with the connection that nobody hears of.
        await expectSent(far, crm, rest)
        rename(crm, 'Hanna')
        await expect.poll(() => nameOf(other, token), SLOW).toContain('Hanna')
        expect(await nameOf(pulled, token)).toContain('First0 Last0')
        namespace.plug(0)
        await postUntilTaken(pulled, token, one)
        await expect.poll(() => nameOf(pulled, token), SLOW).toContain('Hanna')
        await expectSent(far, crm, [...rest, one])
      } finally {
        remote.remove()
        namespace.remove()
      }
    },
    400_000,
  )

  test('R-11 two servers that both think they sync: one stopped in the middle loses its claim, and comes back', async () => {
    const chance = openChance(seedOf('both'))
    const db = cluster.makeDatabase('both')
    const crm = await openCrm(PEOPLE)
    const { servers, token } = await openTwo(crm, [db, db], '5s')
    const outcomes = saved(6)
    crm.setFaults([parseFault('slow:1:700ms')])
    for (const [index, outcome] of outcomes.entries()) {
      const server = servers[index % 2 === 0 ? 0 : 1]
      await postUntilTaken(server, token, outcome)
      rename(crm, `Hanna${index}`)
      await sleep(chance() * 2_000)
      const keeper = keeperOf(server)
      process.kill(keeper, 'SIGSTOP')
      // As the database does with a machine that is gone.
      cluster.psql(
        'both',
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'ringsight' AND datname = 'both'",
      )
      await sleep(4_000)
      process.kill(keeper, 'SIGCONT')
    }
    crm.setFaults([])
    await expectSent(db, crm, outcomes)
    for (const server of servers) await expect.poll(() => nameOf(server, token), SLOW).toContain('Hanna5')
  }, 240_000)

  test("R-11 R-16 the server's clock jumps by a year, forth and back: contacts come, outcomes go once, phones never go back", async () => {
    const db = cluster.makeDatabase('clock')
    const clock = join(scratch(), 'clock')
    writeFileSync(clock, '0')
    const crm = await openCrm(PEOPLE)
    const env = {
      XDG_DATA_HOME: scratch(),
      RINGSIGHT_TEST_CLOCK: clock,
      NODE_OPTIONS: `--import=${pathToFileURL(resolve('test/server/other-clock.js')).href}`,
    }
    const server = await serve(crm, { db, args: ['--every', '3s', '--index-lag', '0'], env })
    const token = await makeToken(db, [])
    await expect.poll(() => nameOf(server, token), SLOW).toContain('First0')
    const outcomes = saved(10)
    let last = await generationAt(server, token)
    const YEAR_MS = 366 * 86_400_000
    for (const [index, offset] of [YEAR_MS, -YEAR_MS, 0, -YEAR_MS, YEAR_MS].entries()) {
      crm.setFaults([parseFault('lost-answer:0.4'), parseFault('503:0.2')])
      const [before, after] = outcomes.slice(index * 2) as [Outcome, Outcome]
      expect(await post(server, token, before)).toBe(201)
      await sleep(300)
      writeFileSync(clock, String(offset))
      expect(await post(server, token, after)).toBe(201)
      crm.setFaults([])
      rename(crm, `Hanna${index}`)
      await expect.poll(() => nameOf(server, token), SLOW).toContain(`Hanna${index}`)
      const generation = await generationAt(server, token)
      expect(generation, `at ${offset}`).toBeGreaterThan(last)
      last = generation
    }
    await expectSent(db, crm, outcomes)
    await ringsight(['serve', 'token', 'revoke', 'anna', '--db', db])
    await expect.poll(async () => (await server.ask('/v1/directory', token)).status, SLOW).toBe(401)
    expect(server.log().filter(({ event }) => /died|put-back|fault/.test(String(event)))).toEqual([])
  }, 400_000)

  test("R-11 yesterday's database is put back under servers that run: they notice, nothing is sent twice, phones take what is newest", async () => {
    const db = cluster.makeDatabase('yesterday')
    const crm = await openCrm(PEOPLE)
    const { servers, token } = await openTwo(crm, [db, db], '1h')
    const outcomes = saved(6)
    crm.setFaults([parseFault('503:1')])
    for (const outcome of outcomes.slice(0, 3)) expect(await post(servers[0], token, outcome)).toBe(201)
    await sleep(1_500)
    const putBack = cluster.backUp('yesterday')
    crm.setFaults([])
    for (const outcome of outcomes.slice(3)) expect(await post(servers[1], token, outcome)).toBe(201)
    await expectSent(db, crm, outcomes)
    const generations = await Promise.all(servers.map((server) => generationAt(server, token)))
    rename(crm, 'Hanna')
    // Each server looks once a second: what nobody but one of them had seen, that one alone can miss.
    await sleep(3_000)
    putBack()
    // Phones that did not hear that theirs were taken send them again.
    for (const outcome of outcomes.slice(0, 5)) await postUntilTaken(servers[0], token, outcome)
    const noticed = () => servers.flatMap((server) => server.log()).filter(({ event }) => event === 'put-back').length
    await expect.poll(noticed, SLOW).toBeGreaterThan(0)
    for (const outcome of outcomes) await postUntilTaken(servers[0], token, outcome)
    await expectSent(db, crm, outcomes)
    for (const [index, server] of servers.entries()) {
      await expect.poll(() => nameOf(server, token), SLOW).toContain('Hanna')
      await expect.poll(() => generationAt(server, token), SLOW).toBeGreaterThan(generations[index] ?? 0)
    }
    expect(noticed()).toBeLessThan(3)
  }, 240_000)
})

/** The process of a server that syncs. */
function keeperOf({ child }: Running): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')
  const keeper = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('serve-keeper'))
  if (keeper === undefined) throw new Error('expected a keeper')
  return Number(keeper)
}
