// A store that version 3 made, which kept reasons as sentences (version-3.sql): nothing of it is lost.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeParked } from '../../src/core/sending.ts'
import { describeProblem } from '../../src/core/sync.ts'
import { Database } from '../../src/store/driver.ts'
import { MIGRATIONS } from '../../src/store/schema.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { freeOutbox } from '../../src/sync/adopt-outbox.ts'
import { contact } from '../people.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  path = join(folder, 'ringsight.db')
  change(readFileSync('test/store/version-3.sql', 'utf8'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function change(sql: string): void {
  const db = new Database(path)
  db.exec(sql)
  db.close()
}

function withStore<T>(use: (store: Store) => T): T {
  const store = openSqliteStore(path)
  try {
    return use(store)
  } finally {
    store.close()
  }
}

/** What version 3 kept of each outcome, as it stands in the file. */
function sentences(): Map<string, { because: string; fix: string } | null> {
  const db = new Database(path)
  const rows = db.prepare<[], { call: string; parked: string | null }>(
    "SELECT call_id ->> '$' AS call, sending -> '$.parked' AS parked FROM outcomes",
  )
  const found = new Map(rows.all().map(({ call, parked }) => [call, parked === null ? null : JSON.parse(parked)]))
  db.close()
  return found
}

test.each([
  ['gone', { kind: 'not-found' }],
  ['gone-half', { kind: 'not-found' }],
  ['refused', { kind: 'refused', says: 'Property "hs_x" does not exist for …67.' }],
  ['refused-half', { kind: 'refused', says: 'hs_task_type is required.' }],
  ['refused-mute', { kind: 'refused', says: '' }],
  ['offline', { kind: 'of-file' }],
  ['of-file', { kind: 'of-file' }],
  ['of-account', { kind: 'of-account' }],
  ['unknown', { kind: 'told', because: 'A sentence of an earlier day.', fix: 'Do something about it.' }],
  ['for-nobody', undefined],
  ['unsent', undefined],
])('what is parked has its kind, and is told as before: %s', (callId, parked) => {
  const told = sentences().get(callId) ?? null
  const sending = withStore((store) => store.readSending(callId))
  expect(sending?.parked).toEqual(parked)
  expect(sending === undefined ? null : describeParked(sending)).toEqual(told)
})

test('what is held goes out after the sync that brings its contact', () => {
  withStore((store) => {
    store.changeContacts({ write: [contact({ id: '101' })], remove: [], documents: {} })
    freeOutbox(store)
    const parked = ['offline', 'of-file', 'of-account', 'gone'].map((callId) => store.readSending(callId)?.parked)
    expect(parked).toEqual([null, null, null, { kind: 'not-found' }])
  })
})

test('why the last sync failed is told as before', () => {
  const failed = withStore((store) => store.read('sync')?.failed ?? null)
  expect(failed).toMatchObject({
    at: 1_795_176_000_000,
    detail: 'HubSpot answered 403 to GET /account-info/v3/details',
  })
  expect(failed && describeProblem(failed.problem)).toEqual({
    because: 'The sign-in lacks a permission in the CRM: crm.objects.contacts.read.',
    fix: 'Let an administrator allow it, then sign in again.',
  })
})

test('a version that knows sentences only is kept away, and what it writes with the store still open is read', () => {
  withStore(() => {})
  const parked = { because: 'The contact is no longer in the CRM.', fix: 'Restore the contact in the CRM.' }
  change(`UPDATE outcomes SET sending = json_set(sending, '$.parked', json('${JSON.stringify(parked)}'))`)
  const db = new Database(path)
  expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
  db.close()
  expect(withStore((store) => store.readSending('refused')?.parked)).toEqual({ kind: 'not-found' })
})
