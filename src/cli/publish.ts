// The directory snapshot beside the store: the one file that a phone is to carry.
import { existsSync } from 'node:fs'
import { openSnapshotFile } from '../store/snapshot-file.ts'
import type { Store } from '../store/store.ts'

/** How many numbers are identified when they call: those of the snapshot when it is of these contacts, else counted. */
export function countIdentifiable(store: Store, path: string): number {
  return readCount(store, path) ?? new Set(numbersOf(store)).size
}

function readCount(store: Store, path: string): number | null {
  const file = snapshotPath(path)
  const updatedAt = Date.parse(store.read('import')?.at ?? '')
  if (!existsSync(file)) return null
  const { snapshot, close } = openSnapshotFile(file)
  close()
  return snapshot.kind === 'snapshot' && snapshot.createdAtMs >= updatedAt ? snapshot.count : null
}

function* numbersOf(store: Store): Iterable<string> {
  for (const { phones } of store.readContacts()) for (const { e164 } of phones) if (e164 !== null) yield e164
}
