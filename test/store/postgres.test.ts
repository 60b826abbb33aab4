// The store on PostgreSQL keeps the promises of a store: here on PGlite, which is PostgreSQL within the process; on a server of its
// own in test/postgres.
import { beforeAll } from 'vitest'
import { openPostgresStore } from '../../src/store/postgres/postgres.ts'
import { describeStore } from './contract.ts'

const DRIVER = new URL('pglite-driver.js', import.meta.url).href
let workspaces = 0

function openNew() {
  workspaces += 1
  return openPostgresStore(`postgres://localhost/test?workspace=w${workspaces}`, DRIVER)
}

// The first one makes the database.
beforeAll(() => openNew().close(), 180_000)

describeStore('the store on PostgreSQL', openNew)
