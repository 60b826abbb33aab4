// The composition: the only place that opens stores and CRMs, and gives syncs their clock, chance and snapshot.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Crm } from '../crm/crm.ts'
import { makeFolder } from '../store/file.ts'
import { isAddress, parseAddress } from '../store/postgres/address.ts'
import type { Store } from '../store/store.ts'
import type { SyncTools } from '../sync/tools.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import type { CrmFlags } from './flags/shared.ts'

/** Where a store is. */
export interface StorePlace {
  /** The file, or the address of the database, as it is opened. */
  readonly db: string
  /** The same for people: without a password. */
  readonly shown: string
  /** How the paths of the files begin that belong to the store and lie on this machine. */
  readonly beside: string
  /** Whether there is one. A database that is a server answers for itself. */
  readonly isThere: () => boolean
}

/**
 * Where the store is: `--db FILE-OR-ADDRESS`, else RINGSIGHT_DB, else the user's data folder.
 *
 * @throws InputError, StoreError for an address that cannot be one
 */
export async function storePlace(io: Io, db: string | undefined): Promise<StorePlace> {
  const stated = db ?? io.env['RINGSIGHT_DB']
  if (stated && isAddress(stated)) {
    const { shown, workspace } = parseAddress(stated)
    const name = `postgres-${workspace}-${createHash('sha256').update(shown, 'utf8').digest('hex').slice(0, 12)}`
    return { db: stated, shown, beside: join(await dataFolder(), name), isThere: () => true }
  }
  if (stated && /^[a-z][a-z0-9+.-]*:\/\//i.test(stated)) {
    // It may hold a password.
    throw new InputError('--db: expected a file or postgres://…, found an address of another database')
  }
  const path = stated || join(await dataFolder(), 'ringsight.db')
  return { db: path, shown: path, beside: path, isThere: () => existsSync(path) }
}

async function dataFolder(): Promise<string> {
  const folder = (await userFolders()).data
  if (isAbsolute(folder)) return folder
  throw new InputError(
    "expected the user's folder in HOME, found none: state where the store is (--db FILE, or RINGSIGHT_DB)",
  )
}

/** Opens the store, making it when there is none; the caller closes it. */
export async function openStore(io: Io, stated: string | undefined): Promise<Store> {
  const { db } = await storePlace(io, stated)
  if (db === ':memory:') return (await import('../store/memory.ts')).openMemoryStore()
  if (isAddress(db)) return (await import('../store/postgres/postgres.ts')).openPostgresStore(db)
  const { openSqliteStore } = await import('../store/sqlite.ts')
  makeFolder(db)
  return openSqliteStore(db)
}

/** Opens a store that is there. @throws InputError where there is none; StoreError as openStore does */
export async function openKeptStore(io: Io, stated: string | undefined): Promise<Store> {
  const { isThere, shown } = await storePlace(io, stated)
  if (!isThere()) throw new InputError(`${safeLine(shown)}: there is no such database`)
  return openStore(io, stated)
}

/** Opens the store for writing only when something is to be kept; closes it whatever happens. */
export async function withStore<T>(io: Io, db: string | undefined, use: (store: Store) => T | Promise<T>): Promise<T> {
  return closing(await openStore(io, db), use)
}

async function closing<T>(store: Store, use: (store: Store) => T | Promise<T>): Promise<T> {
  try {
    return await use(store)
  } finally {
    store.close()
  }
}

/**
 * Opens a store that is there, for who has nothing to do with an empty one; closes it whatever happens.
 *
 * @throws InputError where there is none: a name that was mistyped makes no file
 */
export async function withKeptStore<T>(
  io: Io,
  db: string | undefined,
  use: (store: Store) => T | Promise<T>,
): Promise<T> {
  return closing(await openKeptStore(io, db), use)
}

/** The store of one command, opened once and when it is first needed. */
export interface StoreUse {
  /** Where it is, for people. */
  readonly path: string
  /** Null when there is none. */
  find(): Promise<Store | null>
  /** Makes it when there is none. */
  open(): Promise<Store>
}

/** Lets a command use the store that `--db` names; closes it whatever happens. */
export async function withStoreUse<T>(io: Io, db: string | undefined, use: (use: StoreUse) => Promise<T>): Promise<T> {
  const place = await storePlace(io, db)
  let store: Store | null = null
  const open = async () => {
    store ??= await openStore(io, place.db)
    return store
  }
  const find = async () => (store !== null || place.isThere() ? open() : null)
  try {
    return await use({ path: place.shown, find, open })
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

/** The same with the snapshot, which lies beside the store. */
export function openSyncTools(io: Io, { beside }: Pick<StorePlace, 'beside'>): SyncTools {
  const clock = openClock(io)
  return {
    ...clock,
    publish: async (store) => (await import('../store/publish.ts')).publishBeside(store, beside, clock.now()),
    countIdentifiable: async (store) => (await import('../store/publish.ts')).countIdentifiable(store, beside),
  }
}
