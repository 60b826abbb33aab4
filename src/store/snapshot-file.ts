// Keeps the directory snapshot on disk: a new one takes the place of the old one whole or not at all, and an open one is
// read block by block, as it is needed. Knows nothing of what the bytes mean.
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Damaged } from '../core/snapshot/format.ts'
import { openSnapshotSource, type Snapshot, type SnapshotSource } from '../core/snapshot/snapshot.ts'

/** What a snapshot's header says of a workspace: the first eight bytes of the SHA-256 of its id. */
export function hashWorkspace(id: string): string {
  return createHash('sha256').update(id, 'utf8').digest('hex').slice(0, 16)
}

/**
 * Writes a snapshot that only its owner can read, or who might read the one before, by way of a temporary file beside it. A
 * reader finds the old one or the new one, after a crash or a power cut too.
 *
 * @throws the file system's error; the old snapshot is as it was
 */
export async function writeSnapshotFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`)
  try {
    await writeSynced(temporary, bytes)
    const before = await stat(path).catch(() => null)
    if (before !== null) await chmod(temporary, before.mode & 0o777)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** Removes the temporary files of processes that were killed as they wrote this snapshot. Nobody may be writing it. */
export function removeUnfinished(path: string): void {
  const folder = dirname(path)
  if (!existsSync(folder)) return
  const isOurs = (name: string) => name.startsWith(`.${basename(path)}.`) && /\.[0-9a-f]{8}\.tmp$/.test(name)
  for (const name of readdirSync(folder).filter(isOurs)) rmSync(join(folder, name), { force: true })
}

export interface SnapshotFile {
  readonly snapshot: Snapshot | Damaged
  /** Ends its use: what was not read yet is not found any more. */
  close(): void
}

/**
 * Opens a snapshot, reading its header and the checksums of its blocks; a block is read when it is first looked into.
 *
 * @throws the file system's error when the file cannot be opened; whatever is wrong with its bytes is told as damage
 */
export function openSnapshotFile(path: string): SnapshotFile {
  const file = openSync(path, 'r')
  try {
    let isOpen = true
    const source = sourceOf(file, () => isOpen)
    const close = () => {
      if (isOpen) closeSync(file)
      isOpen = false
    }
    return { snapshot: openSnapshotSource(source), close }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function sourceOf(file: number, isOpen: () => boolean): SnapshotSource {
  const read = (into: Uint8Array, at: number) => {
    try {
      return isOpen() && readSync(file, into, 0, into.length, at) === into.length
    } catch {
      return false
    }
  }
  return { size: fstatSync(file).size, read }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

// The new name is on the disk only when the folder is. Windows has no such thing, and keeps the name by itself.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
