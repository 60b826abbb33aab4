// Who of several processes works between a store and its CRM: a lock that the operating system takes back from a process
// that dies. Knows nothing of what a store keeps.
import { existsSync } from 'node:fs'
import { type Connection, Database } from './driver.ts'
import { createPrivate, type StoreFile } from './file.ts'
import { refuse } from './refusal.ts'
import type { Claim } from './store.ts'

/**
 * Claims a store's CRM; null when it is claimed already, here or elsewhere. The lock is SQLite's on an empty file beside
 * the store. That file stays: were it removed, one process could hold the old file and another a new one.
 *
 * @throws StoreError when the file cannot be made or locked
 */
export function claimFile(store: StoreFile): Claim | null {
  const realPath = `${store.realPath}-crm`
  // Not opened when it is there: closing it again would drop the lock that this process may hold on it.
  if (!existsSync(realPath)) createPrivate(realPath, 'the lock of its CRM cannot be made')
  try {
    const db = lock(realPath)
    held.add(db)
    const release = () => {
      held.delete(db)
      db.close()
    }
    return { release }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    if (error.code.startsWith('SQLITE_BUSY')) return null
    throw refuse(
      'unavailable',
      store.path,
      `${realPath}, which locks its CRM, cannot be used (${error.message})`,
      error,
    )
  }
}

function lock(realPath: string): Connection {
  const db = new Database(realPath, { fileMustExist: true, timeout: 0 })
  try {
    return db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw error
  }
}

// A claim that nobody remembers is held all the same: collected as garbage, its connection would be closed.
const held = new Set<Connection>()
