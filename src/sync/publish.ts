// The directory snapshot beside the store, made after each sync: the one file that a phone is to carry.
import { publishSnapshot, readPublished, snapshotPath } from '../store/publish.ts'
import type { Store } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'

/** Puts a snapshot of the store's contacts in place of the one before. @returns how many numbers can be identified */
export async function publish(io: Io, store: Store, path: string): Promise<number> {
  if (path === ':memory:') return countIdentifiable(store, path)
  const workspace = store.read('sync')?.account ?? ''
  const publication = { workspace, createdAtMs: io.now().getTime(), regions: [] }
  return (await publishSnapshot(store, snapshotPath(path), publication)).numbers
}

/** How many numbers can be identified: those of the snapshot when it is of these contacts, else counted. */
export function countIdentifiable(store: Store, path: string): number {
  const updatedAt = Date.parse(store.read('import')?.at ?? '')
  const published = readPublished(snapshotPath(path))
  return published !== null && published.createdAtMs >= updatedAt ? published.numbers : new Set(numbersOf(store)).size
}

function* numbersOf(store: Store): Iterable<string> {
  for (const { phones } of store.readContacts()) for (const { e164 } of phones) if (e164 !== null) yield e164
}
