// The directory snapshot beside the store: the one file that a phone is to carry.
import { existsSync, rmSync } from 'node:fs'
import { buildSnapshot } from '../core/snapshot-build.ts'
import { hashWorkspace, openSnapshotFile, writeSnapshotFile } from '../store/snapshot-file.ts'
import type { Store } from '../store/store.ts'
import type { Io } from './io.ts'

export interface Published {
  /** How many numbers are identified when they call. */
  readonly identifiable: number
}

/** Where the snapshot of a store lies. */
function snapshotPath(path: string): string {
  return `${path}.snapshot`
}

/** Puts a snapshot of the store's contacts in place of the one before. */
export async function publish(io: Io, store: Store, path: string): Promise<Published> {
  if (path === ':memory:') return { identifiable: countIdentifiable(store, path) }
  const file = snapshotPath(path)
  const bytes = buildSnapshot(store.readContacts(), {
    workspaceHash: hashWorkspace(store.read('sync')?.account ?? ''),
    generation: (readHeader(file)?.generation ?? 0) + 1,
    createdAtMs: io.now().getTime(),
    regions: [],
  })
  await writeSnapshotFile(file, bytes)
  return { identifiable: readHeader(file)?.count ?? 0 }
}

export function removeSnapshot(path: string): void {
  rmSync(snapshotPath(path), { force: true })
}

/** How many numbers are identified when they call: those of the snapshot when it is of these contacts, else counted. */
export function countIdentifiable(store: Store, path: string): number {
  const updatedAt = Date.parse(store.read('import')?.at ?? '')
  const header = readHeader(snapshotPath(path))
  return header !== null && header.createdAtMs >= updatedAt ? header.count : new Set(numbersOf(store)).size
}

function readHeader(file: string) {
  if (!existsSync(file)) return null
  const { snapshot, close } = openSnapshotFile(file)
  close()
  return snapshot.kind === 'snapshot' ? snapshot : null
}

function* numbersOf(store: Store): Iterable<string> {
  for (const { phones } of store.readContacts()) for (const { e164 } of phones) if (e164 !== null) yield e164
}
