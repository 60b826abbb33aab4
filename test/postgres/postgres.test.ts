// What only a server shows of the store on PostgreSQL: several sessions, connections that break, databases that are no stores.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { MIGRATIONS, TABLES } from '../../src/store/postgres/schema.ts'
import type { Store } from '../../src/store/store.ts'
import { ringsight } from '../server/running.ts'
import { describeStore } from '../store/contract.ts'
import { batchesOf, SOURCE, sampleContact, sampleCrmContact, sampleOutcome, sampleSending } from '../store/sample.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'

describe.skipIf(!isAsked)('on a PostgreSQL of its own', () => {
  let cluster: Cluster
  let address = ''
  let workspaces = 0
  const opened: Store[] = []
  beforeAll(async () => {
    cluster = await openCluster()
    address = cluster.makeDatabase('team')
  }, 120_000)
  afterAll(() => cluster?.remove(), 60_000)
  afterEach(() => {
    for (const store of opened.splice(0)) store.close()
  })

  function openOne(at = `${address}?workspace=shared`): Store {
    const store = openPostgresStore(at)
    opened.push(store)
    return store
  }
  function openPair(): [Store, Store] {
    workspaces += 1
    const at = `${address}?workspace=pair${workspaces}`
    return [openOne(at), openOne(at)]
  }
  /** Ends all connections with a database, as an administrator or a restart does. */
  const cutAll = (database = 'team') =>
    cluster.psql(
      database,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'ringsight' AND datname = '${database}'`,
    )

  describeStore('the store', () => {
    workspaces += 1
    return openPostgresStore(`${address}?workspace=w${workspaces}`)
  })

  test("every table's key begins with the workspace", () => {
    const keys = cluster.psql(
      'team',
      `SELECT relname, attname FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indisprimary AND relnamespace = 'ringsight'::regnamespace`,
    )
    expect(keys.trim().split('\n').sort()).toEqual(TABLES.map((table) => `${table}|workspace`).sort())
  })

  test('what one workspace holds is not seen, changed or wiped by another', async () => {
    const [one, other] = [openOne(`${address}?workspace=one`), openOne(`${address}?workspace=other`)]
    await one.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
    one.saveOutcome(sampleOutcome('c1'))
    expect([[...other.readContacts()], other.readOutbox(), other.countContacts()]).toEqual([[], [], 0])
    expect([other.readContactsByNumber(['+353871234567']), other.readContactsWith('deal', '7')]).toEqual([[], []])
    expect(other.saveOutcome(sampleOutcome('c1'))).toBe(true)
    await other.replaceContacts(batchesOf([]), SOURCE)
    other.wipe()
    expect([one.countContacts(), one.countNumbers(), one.readOutbox().length]).toEqual([1, 1, 1])
    one.wipe()
  })

  test('R-16 the CRM is claimed by one session at a time; whoever is lost gives it up, and may not go on', () => {
    const [one, other] = openPair()
    const claim = one.claimCrm()
    expect([claim === null, other.claimCrm()]).toEqual([false, null])
    cutAll()
    expect(other.claimCrm()).not.toBeNull()
    const change = { write: [sampleContact('101')], remove: [], documents: {} }
    expect(() => one.changeContacts(change)).toThrow(/lost in the middle|does not answer|cannot be reached/)
    expect(() => one.changeContacts(change)).toThrow('lost in the middle of the work')
    claim?.release()
    expect(one.claimCrm()).toBeNull()
    expect(one.countContacts()).toBe(0)
  })

  test('a connection that was cut while nothing was asked is made again, and hears again', async () => {
    const [one, other] = openPair()
    let heard = 0
    one.shared?.onWritten(() => {
      heard += 1
    })
    other.write('phone', 1)
    await expect.poll(() => heard).toBe(1)
    cutAll()
    expect(one.read('phone')).toBe(1)
    other.write('phone', 2)
    await expect.poll(() => heard).toBe(2)
    expect(one.read('phone')).toBe(2)
  })

  test('a connection that is cut in a step, or while contacts are brought, takes all of it with it', async () => {
    const [one] = openPair()
    const work = () => {
      one.write('phone', 1)
      cutAll()
      one.write('phone', 2)
    }
    expect(() => one.inOneStep(work)).toThrow()
    expect(one.read('phone')).toBeUndefined()
    async function* broken() {
      yield [sampleContact('101')]
      cutAll()
      yield [sampleContact('102')]
    }
    await expect(one.writeContacts(broken(), SOURCE)).rejects.toThrow()
    expect([...one.readContacts()]).toEqual([])
    expect((await one.writeContacts(batchesOf([sampleContact('103')]), SOURCE)).contacts).toBe(1)
  })

  test('while one brings contacts, another reads those from before and is told that somebody writes', async () => {
    const [one, other] = openPair()
    await one.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
    async function* watched() {
      yield [sampleContact('102')]
      expect(Array.from(other.readContacts(), ({ id }) => id)).toEqual(['101'])
      expect(() => other.write('phone', 1)).toThrow('another process is using the store')
    }
    await one.writeContacts(watched(), SOURCE)
    other.write('phone', 1)
    other.beginStage()
    other.stageContacts([sampleCrmContact('201')], {})
    other.adoptStage(
      (local) => {
        expect(one.countContacts()).toBe(2)
        expect(() => one.saveOutcome(sampleOutcome('c1'))).toThrow('another process is using the store')
        return local
      },
      () => ({}),
    )
  })

  test('R-11 of two that save an outcome of one call, one saves it; of two that settle it, one settles it', () => {
    const [one, other] = openPair()
    expect([one.saveOutcome(sampleOutcome('c1', 'one')), other.saveOutcome(sampleOutcome('c1', 'other'))]).toEqual([
      true,
      false,
    ])
    expect([one.settleOutcome('c1', sampleSending()), other.settleOutcome('c1', sampleSending())]).toEqual([
      true,
      false,
    ])
  })

  test('several processes may make the tables of a new database at once', async () => {
    const db = cluster.makeDatabase('fresh')
    await Promise.all(Array.from({ length: 4 }, () => ringsight(['outbox', '--db', db])))
    expect(cluster.psql('fresh', 'SELECT version FROM ringsight.version')).toBe(`${MIGRATIONS.length}\n`)
  })

  describe('a database that is no store of ours is left as it is, and a sentence says why:', () => {
    test.each([
      ['one that is not there', 'nowhere', null, /there is no database of this name\. Make it first/],
      ["another program's schema", 'foreign', 'CREATE SCHEMA ringsight CREATE TABLE x ()', /found another program's/],
      ['one that a newer Ringsight wrote', 'newer', 'UPDATE', /a newer Ringsight wrote this store \(version 99; /],
      ['one whose tables were changed', 'changed', 'DROP', /the tables are not those of a store/],
      ['one that takes no writes', 'standby', 'ALTER', /the database takes no writes\. Name the primary/],
    ])('%s', async (_what, name, statements, expected) => {
      const db = statements === null ? address.replace(/team$/, name) : cluster.makeDatabase(name)
      if (statements === 'UPDATE' || statements === 'DROP' || statements === 'ALTER') openPostgresStore(db).close()
      const MADE: Readonly<Record<string, string>> = {
        UPDATE: 'UPDATE ringsight.version SET version = 99',
        DROP: 'ALTER TABLE ringsight.documents RENAME TO papers',
        ALTER: `ALTER DATABASE ${name} SET default_transaction_read_only = on`,
      }
      if (statements !== null) cluster.psql(name, MADE[statements] ?? statements)
      expect(() => {
        const store = openOne(db)
        store.write('phone', 1)
      }).toThrow(expected)
    })

    test('one of another encoding', () => {
      const db = cluster.makeDatabase('latin', '-E', 'LATIN1', '-T', 'template0')
      expect(() => openOne(db)).toThrow(/expected a database of the encoding UTF8, found LATIN1/)
    })

    test('one where the user may make nothing', () => {
      cluster.makeDatabase('guarded')
      cluster.psql('guarded', 'CREATE ROLE guest LOGIN')
      const db = address.replace('postgres@', 'guest:secret-word@').replace(/team$/, 'guarded')
      expect(() => openOne(db)).toThrow(
        /does not allow it \(permission denied for database guarded\)\. Let the address/,
      )
      expect(() => openOne(db)).not.toThrow('secret-word')
      // What an administrator has made for it is enough.
      cluster.psql('guarded', 'CREATE SCHEMA ringsight AUTHORIZATION guest')
      openOne(db).write('phone', 1)
    })
  })

  test('a database that is down is told in a sentence, and used again when it is back', async () => {
    const [one] = openPair()
    cluster.stop()
    try {
      expect(() => one.read('phone')).toThrow(/cannot be reached|does not answer/)
      expect(() => openOne()).toThrow(/cannot be reached \(connect ECONNREFUSED/)
      await sleep(10)
    } finally {
      cluster.start()
    }
    expect(one.read('phone')).toBeUndefined()
  })
})
