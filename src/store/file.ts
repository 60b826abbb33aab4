// What lies at a store's path, judged with the file system alone, before SQLite may lock or create anything there.
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { NO_DATABASE, refuse } from './refusal.ts'
import { APPLICATION_ID } from './schema.ts'
import type { StoreErrorCode } from './store.ts'

export interface StoreFile {
  /** As it was asked for: the name that errors give it. */
  readonly path: string
  /** Absolute, links followed. */
  readonly realPath: string
  /** It was made just now. */
  readonly isNew: boolean
  /** Nothing is in it: a store may be made of it. */
  readonly isEmpty: boolean
  /** A process uses the store, or ended without closing it: the latest writes are in the -wal file. */
  readonly hasLog: boolean
}

/**
 * Finds the file of a store, or makes an empty one that only its owner can read.
 *
 * @throws StoreError `foreign` for a folder, a device or a pipe; `damaged` when only the log is left; `overwritten` when the log
 * is known to be another database's; `read-only` or `unavailable` when the system says no
 */
export function findStoreFile(path: string): StoreFile {
  const realPath = realPathOf(path)
  // The driver cuts white space off, and would open another file than we looked at.
  if (realPath.trim() !== realPath) throw refuse('unavailable', path, 'the name of the store ends in white space')
  // The log first: of a store that another process makes just now, it comes last.
  const hasLog = (sizeOf(path, `${realPath}-wal`) ?? 0) > 0
  const size = sizeOf(path, realPath)
  expectOwnLog(path, realPath, hasLog)
  if (!size && hasLog) throw refuse('damaged', path, `the store is gone, and only its log ${realPath}-wal is left`)
  if (size === undefined) createPrivate(path)
  return { path, realPath, isNew: size === undefined, isEmpty: !size, hasLog }
}

function expectOwnLog(path: string, realPath: string, hasLog: boolean): void {
  const mark = staleMark(realPath)
  if (sizeOf(path, mark) === undefined) return
  if (!hasLog) {
    const found = `${mark}, which is of a log that is gone, cannot be removed`
    attempt(path, { found, denied: 'read-only' }, () => rmSync(mark, { force: true }))
    return
  }
  const found =
    'its log is of the database that was there before another program wrote over it, or put another in its place'
  throw refuse('overwritten', realPath, found)
}

/**
 * Reads the mark of a Ringsight store off the file's first bytes
 * (https://www.sqlite.org/fileformat.html#the_database_header). Not to be called while this process has the store open:
 * closing a file drops every lock of the process on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 *
 * @throws StoreError `foreign`
 */
export function expectOurs({ path, realPath }: StoreFile): void {
  const header = readHeader(path, realPath)
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw refuse('foreign', path, NO_DATABASE)
  if (header.readInt32BE(68) !== APPLICATION_ID) {
    throw refuse('foreign', path, "expected a Ringsight store, found another program's database")
  }
}

/** What lies at a store's path, whatever is in it: by which the system knows each file, null for none. */
export interface FilesThere {
  readonly store: string | null
  readonly log: string | null
  /** When somebody wrote into the store's file last, in nanoseconds since the epoch. */
  readonly writtenAt: bigint | null
}

export function filesAt({ path, realPath }: StoreFile): FilesThere {
  const statsOf = (name: string) =>
    attempt(path, { found: 'the store cannot be reached', denied: 'unavailable' }, () =>
      statSync(name, { bigint: true, throwIfNoEntry: false }),
    )
  const [store, log, index] = [statsOf(realPath), statsOf(`${realPath}-wal`), statsOf(`${realPath}-shm`)]
  return {
    store: store === undefined ? null : `${store.dev} ${store.ino}`,
    log: log === undefined || index === undefined ? null : `${log.ino} ${index.ino}`,
    writtenAt: store?.mtimeNs ?? null,
  }
}

/** Keeps the log of a store from being taken for that of another file in its place: the store is refused while that log is there. */
export function markLogStale({ realPath }: StoreFile): void {
  if (!statSync(`${realPath}-wal`, { throwIfNoEntry: false })?.size) return
  try {
    writeFileSync(staleMark(realPath), 'What is in the log beside this file is of another database.\n', { mode: 0o600 })
  } catch {
    // On a full disk, whoever noticed it says so all the same.
  }
}

function staleMark(realPath: string): string {
  return `${realPath}-wal-stale`
}

/**
 * A store that cannot be written is refused when it is opened, not when its user has finished typing a note.
 *
 * @throws StoreError `read-only`
 */
export function expectWritable({ path, realPath }: StoreFile): void {
  const found = 'the store cannot be written'
  attempt(path, { found, denied: 'read-only' }, () => accessSync(realPath, constants.W_OK))
  const beside = "nothing can be written in the store's folder, where two more files are needed while it is open"
  attempt(path, { found: beside, denied: 'read-only' }, () => accessSync(dirname(realPath), constants.W_OK))
}

/** Makes a file that was found, with whatever mode, one that only its owner can read. */
export function keepPrivate({ path, realPath }: StoreFile): void {
  const found = 'the store cannot be kept from others'
  attempt(path, { found, denied: 'unavailable' }, () => chmodSync(realPath, 0o600))
}

/**
 * Makes a file that only its owner can read; one that is there stays as it is.
 *
 * @param found what is wrong when it cannot be made
 * @throws StoreError `read-only` or `unavailable`
 */
export function createPrivate(path: string, found = 'the store cannot be made'): void {
  attempt(path, { found, denied: 'read-only' }, () => closeSync(openSync(path, 'a', 0o600)))
}

/**
 * Makes the folder that a store is to lie in, for its owner alone, unless it is there.
 *
 * @throws StoreError `read-only` or `unavailable`
 */
export function makeFolder(path: string): void {
  attempt(path, { found: 'its folder cannot be made', denied: 'read-only' }, () => makeFolders(dirname(resolve(path))))
}

// One after the other: where a folder takes no others, as in /proc, `recursive` tries for ever (Node 20).
function makeFolders(folder: string): void {
  if (isFolder(folder)) return
  makeFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

function sizeOf(path: string, file: string): number | undefined {
  const stats = attempt(path, { found: 'the store cannot be reached', denied: 'unavailable' }, () =>
    statSync(file, { throwIfNoEntry: false }),
  )
  if (stats?.isDirectory()) throw refuse('foreign', path, 'expected a Ringsight store, found a folder')
  if (stats && !stats.isFile()) throw refuse('foreign', path, 'expected a Ringsight store, found a device or a pipe')
  return stats?.size
}

function readHeader(path: string, file: string): Buffer {
  return attempt(path, { found: 'the store cannot be read', denied: 'unavailable' }, () => {
    const header = Buffer.alloc(100)
    const descriptor = openSync(file, 'r')
    try {
      readSync(descriptor, header)
    } finally {
      closeSync(descriptor)
    }
    return header
  })
}

// What the system forbids by mode or mount is the caller's `denied`; all else that goes wrong makes it unavailable.
function attempt<T>(path: string, { found, denied }: { found: string; denied: StoreErrorCode }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const isDenied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
    throw refuse(isDenied ? denied : 'unavailable', path, `${found} (${REASONS[code] ?? message})`, error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'its folder is a file',
  ENAMETOOLONG: 'the name is too long for the system',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'no space is left on the device',
  EDQUOT: "the user's quota of the disk is used up",
  EMFILE: 'too many files are open: allow more (ulimit -n)',
  EIO: 'the device failed',
}
