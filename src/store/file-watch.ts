// Whether the files that SQLite has open for a store are still those at its path, and whether somebody else has written into the
// store's own. Reads what SQLite keeps of its log beside it, and changes nothing there.
import { closeSync, openSync, readSync } from 'node:fs'
import { endAsIfKilled, guard, isOpenHere } from './connection.ts'
import { type Connection, Database } from './driver.ts'
import { filesAt, markLogStale, type StoreFile } from './file.ts'
import { refuse } from './refusal.ts'
import type { StoreError } from './store.ts'

export interface FileWatch {
  /**
   * @throws StoreError `replaced` where another file took the place of one of them, or none; `overwritten` where the store's file
   * was written to, and not by SQLite
   */
  expectSame(): void
  /**
   * Closes the store's connection; where another program wrote over the file, it is left for the process to end, for as it closes
   * SQLite would bring the log into that file.
   *
   * @param isWriting whether another thread has a connection of this process too
   */
  close(isWriting: boolean): void
}

/** @param db the store's connection, which has read something: from then on SQLite has its log open */
export function watchFiles(file: StoreFile, db: Connection): FileWatch {
  const { path, realPath } = file
  const index = openIndex(realPath)
  // After a crash SQLite does not know how much of the log is in the file.
  if (!isSettled(readIndex(index))) bringLogThere(db)
  const opened = filesAt(file)
  let last = { state: readIndex(index), since: nsNow(), writtenAt: opened.writtenAt }
  let overwritten: StoreError | null = null

  // SQLite writes into the file only when it brings the log there: its index says so before, and when it is done. A file system that
  // tells of a write late tells when it was: before the log came to rest.
  function isOverwritten(state: string, writtenAt: bigint | null): boolean {
    if (writtenAt === null || last.writtenAt === null || writtenAt === last.writtenAt) return false
    const isSince = writtenAt < last.writtenAt || writtenAt > last.since
    return isSince && state === last.state && isSettled(state) && readIndex(index) === state
  }

  function closeFiles(isWriting: boolean): void {
    guard(path, () => db.close())
    if (!isWriting) closeIndex(realPath, index)
  }

  function look(): StoreError | null {
    if (overwritten !== null) return overwritten
    const state = readIndex(index)
    const { store, log, writtenAt } = filesAt(file)
    if (store === opened.store && isOverwritten(state, writtenAt)) {
      markLogStale(file)
      overwritten = refuse('overwritten', realPath, 'while the store was open, another program wrote over its file')
      return overwritten
    }
    if (store !== opened.store || log !== opened.log) {
      if (store !== null && store !== opened.store) markLogStale(file)
      const found = "while the store was open, another file took the place of the store's or of its log's, or none"
      return refuse('replaced', path, found)
    }
    last = { state, since: state === last.state ? last.since : nsNow(), writtenAt }
    return null
  }

  return {
    expectSame() {
      const lost = look()
      if (lost !== null) throw lost
    },
    close(isWriting) {
      try {
        look()
      } finally {
        if (overwritten !== null) endAsIfKilled()
        else closeFiles(isWriting)
      }
    },
  }
}

// On a full disk the log stays where it is, and until it is in the file nothing is noticed by it.
function bringLogThere(db: Connection): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)')
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error
  }
}

/** Since the epoch, as a file has its times. */
function nsNow(): bigint {
  return BigInt(Date.now() + 1) * 1_000_000n
}

/** Null where there is none to be read: then nothing is noticed by it. */
function openIndex(realPath: string): number | null {
  // NTFS tells a file's last write when it is closed.
  if (process.platform === 'win32') return null
  try {
    return openSync(`${realPath}-shm`, 'r')
  } catch {
    return null
  }
}

const unclosed = new Map<string, readonly number[]>()

// Closing a file drops every lock of the process on it (https://www.sqlite.org/howtocorrupt.html, section 2.2): other connections of
// this process have theirs on this one.
function closeIndex(realPath: string, index: number | null): void {
  const all = [...(unclosed.get(realPath) ?? []), ...(index === null ? [] : [index])]
  unclosed.delete(realPath)
  if (isOpenHere({ realPath })) unclosed.set(realPath, all)
  else for (const each of all) closeSync(each)
}

// https://www.sqlite.org/walformat.html#the_wal_index_file_format: which log it is, and how many of its pages are in the store's file,
// and were begun to be brought there.
const SALTS = [32, 40] as const
const DONE = [96, 100] as const
const BEGUN = [128, 132] as const
const buffer = Buffer.alloc(BEGUN[1])

function readIndex(index: number | null): string {
  if (index === null || readSync(index, buffer, 0, buffer.length, 0) < buffer.length) return ''
  return [SALTS, DONE, BEGUN].map(([from, to]) => buffer.toString('hex', from, to)).join(' ')
}

function isSettled(state: string): boolean {
  const [, done, begun] = state.split(' ')
  return done !== undefined && done === begun
}
