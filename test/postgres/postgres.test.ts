// What only a server shows of the store on PostgreSQL: several processes, connections that break, databases that are no stores.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { describeStore } from '../store/contract.ts'
import { type Cluster, isAsked, openCluster } from './cluster.ts'

describe.skipIf(!isAsked)('a PostgreSQL of our own', () => {
  let cluster: Cluster
  let address = ''
  let workspaces = 0
  beforeAll(async () => {
    cluster = await openCluster()
    address = cluster.makeDatabase('team')
  }, 120_000)
  afterAll(() => cluster?.remove())

  const openNew = () => {
    workspaces += 1
    return openPostgresStore(`${address}?workspace=w${workspaces}`)
  }

  describeStore('the store on PostgreSQL', openNew)

  test('x', () => expect(1).toBe(1))
})
