// A store that version 4 made (version-4.sql), which had no index for calls: one is made of what is there, and what a process of
// that version goes on to write is in it as well.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPhone } from '../../src/core/contact.ts'
import { parseNumber } from '../../src/core/number/number.ts'
import { type Connection, Database } from '../../src/store/driver.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { choicesIn, keepChoice } from '../../src/sync/keep-choice.ts'
import { expectIndexed } from './contract-callers.ts'
import { sampleContact } from './sample.ts'

let folder: string
let path: string
// As a process of version 4 has the store open.
let old: Connection

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  path = join(folder, 'ringsight.db')
  old = new Database(path)
  old.exec(readFileSync('test/store/version-4.sql', 'utf8'))
  old.pragma('journal_mode = WAL')
})
afterEach(() => {
  old.close()
  rmSync(folder, { recursive: true })
})

function openIndexed() {
  const store = openSqliteStore(path)
  expectIndexed(store)
  return store
}

test('its contacts are found by their numbers, and counted', () => {
  const store = openIndexed()
  expect([store.countContacts(), store.countNumbers()]).toEqual([7, 4])
  expect(store.readContactsByNumber(['+353871234567']).map(({ id }) => id)).toEqual(['1', '1a'])
  expect(store.readContactsWith('deal', '7').map(({ id }) => id)).toEqual(['10'])
  store.close()
})

test('what version 4 writes after that is found as well', () => {
  // Prepared before, as that version does when it opens a store.
  const put = old.prepare(
    'INSERT INTO contacts (id, contact) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET contact = excluded.contact',
  )
  const remove = old.prepare('DELETE FROM contacts WHERE id = ?')
  const removeAll = old.prepare('DELETE FROM contacts')
  const contact = (id: string, text: string) => {
    const phones = readPhone('Phone', text, parseNumber(text, null), false)
    put.run(JSON.stringify(id), JSON.stringify(sampleContact(id, { phones })))
  }
  const store = openIndexed()
  const found = () => {
    expectIndexed(store)
    return store.readContactsByNumber(['+353871234567']).map(({ id }) => id)
  }
  contact('new', '+353871234567')
  expect(found()).toEqual(['1', '1a', 'new'])
  contact('1', '087 123 4567')
  remove.run('"1a"')
  expect(found()).toEqual(['new'])
  old.transaction(() => {
    removeAll.run()
    contact('10', '+353871234567')
  })()
  expect(found()).toEqual(['10'])
  expect(store.countContacts()).toBe(1)
  store.close()
})

test('R-31 it has no choices, takes one, and a process of that version goes on beside it', () => {
  const store = openSqliteStore(path)
  expect(store.read('choices')).toBeUndefined()
  keepChoice(store, { line: '+353871234567', choice: { line: '+353871234567', contactId: '1a', at: 1 } })
  store.close()
  // The version of the store is the same: what that version does not know it leaves alone.
  expect(old.prepare('SELECT count(*) FROM documents WHERE key = ?').pluck().get('choices')).toBe(1)
  const again = openSqliteStore(path)
  expect(choicesIn(again).get('+353871234567')?.contactId).toBe('1a')
  again.close()
})
