// Keeps the directory snapshot on disk: a new one takes the place of the old one whole or not at all, and an open one is
// read block by block, as it is needed. Knows nothing of what the bytes mean.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Damaged } from '../core/snapshot/format.ts'
import { openSnapshotSource, readAhead, type Snapshot, type SnapshotSource } from '../core/snapshot/snapshot.ts'
import { openWholeFile } from '../terminal/whole-file.ts'

/** What a snapshot's header says of a workspace: the first eight bytes of the SHA-256 of its id. */
export function hashWorkspace(id: string): string {
  return createHash('sha256').update(id, 'utf8').digest('hex').slice(0, 16)
}

/**
 * Writes a snapshot that only its owner can read, or who might read the one before. A reader finds the old one or the new
 * one, after a crash or a power cut too.
 *
 * @throws the file system's error; the old snapshot is as it was
 */
export async function writeSnapshotFile(path: string, bytes: Uint8Array): Promise<void> {
  const before = await stat(path).catch(() => null)
  const file = await openWholeFile(path, { before, isPrivate: true, mayReplace: true })
  try {
    await file.write(bytes)
    await file.finish()
  } finally {
    await file.discard()
  }
}

export interface SnapshotFile {
  readonly snapshot: Snapshot | Damaged
  /** Reads all that a search may look into, a little at a time beside other work, until the file is closed. */
  readAhead(): Promise<void>
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
    const snapshot = openSnapshotSource(source)
    return { snapshot, close, readAhead: () => readAllAhead(snapshot, () => isOpen) }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

// A fifth of a millisecond: whoever comes meanwhile waits no longer.
const BLOCKS_AT_A_TIME = 16

async function readAllAhead(snapshot: Snapshot | Damaged, isOpen: () => boolean): Promise<void> {
  if (snapshot.kind === 'damaged') return
  for (let block: number | null = 0; block !== null && isOpen(); ) {
    block = readAhead(snapshot, block, BLOCKS_AT_A_TIME)
    await setImmediate()
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
