// Removes everything from a store, so that no byte of it is left in its files. Knows no table by name.
import type { Connection } from './driver.ts'
import { refuse } from './refusal.ts'
import { takeTriggers } from './triggers.ts'
import { openWriter } from './writer.ts'

/**
 * Wipes a database by a connection that is used for nothing else.
 *
 * @param mayGo is asked when nobody else can write any more
 * @returns false, and nothing was removed, where it may not
 * @throws StoreError `locked` while others read or write: nothing was removed, or all is and its bytes are still there
 */
export function wipeDatabase(db: Connection, path: string, mayGo: () => boolean): boolean {
  // What is deleted is overwritten, should VACUUM find no room (https://www.sqlite.org/pragma.html#pragma_secure_delete).
  db.pragma('secure_delete = ON')
  if (!emptyLog(db)) throw refuse('locked', path, 'another process is using the store')
  const empty = db.transaction(() => {
    if (!mayGo()) return false
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck()
    const putTriggersBack = takeTriggers(openWriter(db))
    for (const table of tables.all()) db.exec(`DELETE FROM "${table}"`)
    putTriggersBack()
    return true
  })
  if (!empty.immediate()) return false
  // What earlier deletes left in free pages goes with these.
  db.exec('VACUUM')
  const found = 'everything is removed, but another process reads the store, and until it is done the bytes stay there'
  if (!emptyLog(db)) throw refuse('locked', path, found)
  return true
}

// Brings the log into the file and cuts it to nothing, which SQLite can while nobody reads
// (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
function emptyLog(db: Connection): boolean {
  const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[]
  return row?.busy === 0
}
