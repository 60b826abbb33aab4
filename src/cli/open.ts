// The composition: the only place that opens stores.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openMemoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import type { Io } from './io.ts'

/** Where the store is: `--db FILE`, else RINGSIGHT_DB, else the user's data folder. */
export async function storePath(io: Io, db: string | undefined): Promise<string> {
  const stated = db ?? io.env['RINGSIGHT_DB']
  if (stated) return stated
  const { default: envPaths } = await import('env-paths')
  return join(envPaths('ringsight', { suffix: '' }).data, 'ringsight.db')
}

/** Opens the store, making it when there is none; the caller closes it. */
export async function openStore(io: Io, db: string | undefined): Promise<Store> {
  const path = await storePath(io, db)
  if (path === ':memory:') return openMemoryStore()
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch {
    // The store says what is wrong with its path.
  }
  const { openSqliteStore } = await import('../store/sqlite.ts')
  return openSqliteStore(path)
}
