// The composition: the only place that opens stores and CRMs, and gives syncs their clock, chance and snapshot.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Crm } from '../crm/crm.ts'
import { makeFolder } from '../store/file.ts'
import type { Store } from '../store/store.ts'
import type { SyncTools } from '../sync/tools.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import type { CrmFlags } from './flags/shared.ts'

/** Where the store is: `--db FILE`, else RINGSIGHT_DB, else the user's data folder. */
export async function storePath(io: Io, db: string | undefined): Promise<string> {
  const stated = db ?? io.env['RINGSIGHT_DB']
  if (stated && /^[a-z][a-z0-9+.-]*:\/\//i.test(stated)) {
    // It may hold a password.
    throw new InputError('--db: expected a file, found an address of another database')
  }
  if (stated) return stated
  const folder = (await userFolders()).data
  if (isAbsolute(folder)) return join(folder, 'ringsight.db')
  throw new InputError(
    "expected the user's folder in HOME, found none: state where the store is (--db FILE, or RINGSIGHT_DB)",
  )
}

/** Opens the store, making it when there is none; the caller closes it. */
export async function openStore(io: Io, db: string | undefined): Promise<Store> {
  const path = await storePath(io, db)
  if (path === ':memory:') return (await import('../store/memory.ts')).openMemoryStore()
  const { openSqliteStore } = await import('../store/sqlite.ts')
  makeFolder(path)
  return openSqliteStore(path)
}

/** Opens the store for writing only when something is to be kept; closes it whatever happens. */
export async function withStore<T>(io: Io, db: string | undefined, use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = await openStore(io, db)
  try {
    return await use(store)
  } finally {
    store.close()
  }
}

/** The store of one command, opened once and when it is first needed. */
export interface StoreUse {
  readonly path: string
  /** Null when there is none. */
  find(): Promise<Store | null>
  /** Makes it when there is none. */
  open(): Promise<Store>
}

/** Lets a command use the store that `--db` names; closes it whatever happens. */
export async function withStoreUse<T>(io: Io, db: string | undefined, use: (use: StoreUse) => Promise<T>): Promise<T> {
  const path = await storePath(io, db)
  let store: Store | null = null
  const open = async () => {
    store ??= await openStore(io, path)
    return store
  }
  const find = async () => (store !== null || existsSync(path) ? open() : null)
  try {
    return await use({ path, find, open })
  } finally {
    ;(store as Store | null)?.close()
  }
}

/** The file that a token is looked for in when neither a flag nor the environment names one. */
export async function defaultTokenFile(): Promise<string> {
  return join((await userFolders()).config, 'token')
}

// The XDG Base Directory Specification has relative paths in its variables ignored; env-paths takes them.
async function userFolders(): Promise<{ readonly data: string; readonly config: string }> {
  const { default: envPaths } = await import('env-paths')
  const { data, config } = envPaths('ringsight', { suffix: '' })
  const usual = (...parts: string[]) => join(homedir(), ...parts, 'ringsight')
  return {
    data: isAbsolute(data) ? data : usual('.local', 'share'),
    config: isAbsolute(config) ? config : usual('.config'),
  }
}

/**
 * Opens the CRM that the flags and the environment name; null when there is no token. No request is made yet.
 *
 * @throws InputError when what they name cannot be used
 */
export async function openCrm(io: Io, flags: CrmFlags): Promise<Crm | null> {
  const { readBaseUrl, readToken } = await import('./crm-access.ts')
  const baseUrl = readBaseUrl(io, flags.baseUrl)
  const token = readToken(io, flags.tokenFile, await defaultTokenFile())
  if (token === null) return null
  const { openHubspot } = await import('../crm/hubspot/hubspot.ts')
  return openHubspot({
    token,
    now: () => io.now().getTime(),
    pause: (ms) => setTimeout(ms),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(flags.indexLag === undefined ? {} : { indexLagMs: flags.indexLag }),
    ...(flags.region === undefined ? {} : { region: flags.region }),
  })
}

/** @throws InputError which says how to get a token, when there is none; and as openCrm does */
export async function expectCrm(io: Io, flags: CrmFlags): Promise<Crm> {
  const crm = await openCrm(io, flags)
  if (crm !== null) return crm
  const { describeNoToken } = await import('./crm-access.ts')
  throw new InputError(describeNoToken(await defaultTokenFile()))
}

/** Clock, chance and waiting; a pause ends early at its signal. */
export function openClock(io: Io): Pick<SyncTools, 'now' | 'chance' | 'pause'> {
  return {
    now: () => io.now().getTime(),
    chance: Math.random,
    pause: (ms, signal) =>
      setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
        if (!signal?.aborted) throw error
      }),
  }
}

/** The same with the snapshot, which lies beside the store. @param db the path of the store */
export function openSyncTools(io: Io, db: string): SyncTools {
  const clock = openClock(io)
  return {
    ...clock,
    publish: async (store) => (await import('../store/publish.ts')).publishBeside(store, db, clock.now()),
    countIdentifiable: async (store) => (await import('../store/publish.ts')).countIdentifiable(store, db),
  }
}
