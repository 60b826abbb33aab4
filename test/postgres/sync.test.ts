// A sync of many contacts into a real PostgreSQL, each of which is killed in the middle of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChance, seedOf } from '../../src/core/chance.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { changeAccount, contentOf, peopleOf, readAnew } from '../end-to-end/account.ts'
import { TOKEN } from '../end-to-end/command.ts'
import { openCrm } from '../server/running.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'

const COUNT = 3_000
const GATHERED = 'SELECT count(*) FROM ringsight.staged_contacts'
const ADOPTS = `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ringsight' AND query LIKE '%pg_temp.gathered%'`

describe.skipIf(!isAsked)('a sync of many contacts into PostgreSQL', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await openCluster()
  }, 120_000)
  afterAll(() => cluster?.remove(), 60_000)

  test('R-16 killed, and PostgreSQL killed under it, ends with the contacts that a store in memory has', async () => {
    const chance = openChance(seedOf('large'))
    const db = cluster.makeDatabase('large')
    const crm = await openCrm(peopleOf(COUNT))
    const ask = (question: string) => Number(cluster.psql('large', question))
    const begin = () =>
      spawn(process.execPath, ['bin/ringsight.js', 'sync', '--full', '--db', db], {
        env: { ...process.env, HUBSPOT_TOKEN: TOKEN, HUBSPOT_BASE_URL: crm.url },
        stdio: 'ignore',
      })

    /** Runs a sync until something is so, and kills it or the database. @returns whether it was still at work */
    async function disturb(isTime: () => boolean, victim: 'sync' | 'database'): Promise<boolean> {
      const child = begin()
      const ended = once(child, 'exit')
      while (child.exitCode === null && !isTime()) await sleep(10)
      const wasAtWork = child.exitCode === null
      if (victim === 'sync') child.kill('SIGKILL')
      else cluster.kill()
      await ended
      if (victim === 'database') cluster.start()
      return wasAtWork
    }

    // The tables are made by whoever comes first.
    openPostgresStore(db).close()
    expect(await disturb(() => ask(GATHERED) >= 500, 'sync')).toBe(true)
    // What was gathered is gone on with.
    expect(ask(GATHERED)).toBeGreaterThanOrEqual(500)
    expect(await disturb(() => ask(GATHERED) >= 1_500, 'database')).toBe(true)
    expect(ask(GATHERED)).toBeGreaterThanOrEqual(500)
    changeAccount(crm, chance)
    await disturb(() => ask(ADOPTS) > 0, 'sync')
    await disturb(() => ask(ADOPTS) > 0, 'database')
    changeAccount(crm, chance)
    // What was gathered before is of the account as it was: the next one brings what has changed since.
    for (let left = 2; left > 0; left -= 1) expect(await once(begin(), 'exit')).toEqual([0, null])
    const store = openPostgresStore(db)
    const [here, anew] = [contentOf(store), await readAnew(crm)]
    expect(here.size).toBe(anew.size)
    expect(here).toEqual(anew)
    store.close()
  }, 400_000)
})
