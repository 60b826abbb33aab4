// The store on PostgreSQL keeps the promises of a store: here on PGlite, which is PostgreSQL within the process; on a server of its
// own in test/postgres.
import { beforeAll, describe, expect, test } from 'vitest'
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

// The pace of the CRM is one for all servers of a workspace.
describe('searches of the CRM', () => {
  const open = (workspace: string) => openPostgresStore(`postgres://localhost/test?workspace=${workspace}`, DRIVER)
  const pace = { everyMs: 100_000, longestMs: 250_000 }
  const seconds = (ms: number | null | undefined) => (ms == null ? ms : Math.round(ms / 100_000))

  test('are taken by all stores of a workspace together, and no further away than may be waited', () => {
    const [one, two, other] = [open('pace'), open('pace'), open('other-pace')]
    const taken = [one, two, one, two, other].map((store) => store.shared?.takeSearch(pace))
    expect(taken.map(seconds)).toEqual([0, 1, 2, null, 0])
    for (const store of [one, two, other]) store.close()
  })

  test('begin anew where the clock of the database was set back', () => {
    const store = open('clock')
    expect(store.shared?.takeSearch(pace)).toBe(0)
    // As if it had been a year later when this one was taken.
    const YEAR_MS = 366 * 86_400_000
    expect(store.shared?.takeSearch({ everyMs: YEAR_MS, longestMs: 2 * YEAR_MS })).toBeGreaterThan(YEAR_MS / 2)
    expect(store.shared?.takeSearch(pace)).toBe(0)
    expect(seconds(store.shared?.takeSearch(pace))).toBe(1)
    store.close()
  })

  test('are forgotten with all else', () => {
    const store = open('wiped')
    expect([0, 1].map(() => seconds(store.shared?.takeSearch(pace)))).toEqual([0, 1])
    expect(store.wipe()).toBe(true)
    expect(store.shared?.takeSearch(pace)).toBe(0)
    store.close()
  })
})

describeStore('the store on PostgreSQL', openNew)
