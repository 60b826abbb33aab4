// Makes the directory snapshot of a store's contacts: the file beside the store that a phone reads callers from. Knows
// nothing of CRMs.
import { rmSync } from 'node:fs'
import { type Contact, chooseDeal } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { buildSnapshot } from '../core/snapshot/build.ts'
import { openSnapshot, type Snapshot } from '../core/snapshot/snapshot.ts'
import { removeUnfinished } from '../terminal/whole-file.ts'
import { safeLine } from '../text/safe.ts'
import { makeFolder } from './file.ts'
import { hashWorkspace, openSnapshotFile, writeSnapshotFile } from './snapshot-file.ts'
import type { AllContacts, Store } from './store.ts'

export interface Publication {
  /** Whose contacts they are: the CRM's account. */
  readonly workspace: string
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  /** Countries that national forms are read under, the first one first (ISO 3166-1 alpha-2). */
  readonly regions: readonly string[]
}

export interface Published {
  /** Different numbers, each of which is a caller that can be identified. */
  readonly numbers: number
  readonly bytes: number
  /**
   * One more than that of the snapshot before. Where there is none of the workspace, the seconds since 1970, for a phone
   * may have one that is lost here, and takes no older one: nobody syncs so often as to count further than they do.
   */
  readonly generation: number
}

/** Where the snapshot of a store lies: beside it. */
export function snapshotPath(storePath: string): string {
  return `${storePath}.snapshot`
}

/**
 * Puts a snapshot of all contacts in place of the one before, whole or not at all. For whoever holds the claim on the
 * CRM: two that publish at once would give their snapshots the same generation.
 *
 * @param path of the snapshot
 * @throws StoreError, and the file system's error; the snapshot before is as it was
 */
export async function publishSnapshot(
  store: AllContacts,
  path: string,
  { workspace, createdAtMs, regions }: Publication,
): Promise<Published> {
  const workspaceHash = hashWorkspace(workspace)
  const last = lastGeneration(path, workspaceHash)
  const generation = last === null ? Math.floor(createdAtMs / 1000) : last + 1
  const contacts = callersOf(store.readContacts(), dayAt(createdAtMs))
  const bytes = buildSnapshot(contacts, { workspaceHash, generation, createdAtMs, regions })
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(`expected a sound snapshot, built one with ${snapshot.reason}`)
  makeFolder(path)
  removeUnfinished(path, 'all')
  await writeSnapshotFile(path, bytes)
  return { numbers: snapshot.count, bytes: bytes.length, generation }
}

/**
 * Puts a snapshot of the contacts in place of the one beside their store; a store in memory has none.
 *
 * @returns how many numbers can be identified
 */
export async function publishBeside(store: Store, storePath: string, createdAtMs: number): Promise<number> {
  if (storePath === ':memory:') return countIdentifiable(store, storePath)
  const workspace = store.read('sync')?.account ?? ''
  return (await publishSnapshot(store, snapshotPath(storePath), { workspace, createdAtMs, regions: [] })).numbers
}

/** How many numbers can be identified: those of the snapshot when it is of these contacts, else those of the store. */
export function countIdentifiable(store: Store, storePath: string): number {
  const updatedAt = Date.parse(store.read('import')?.at ?? '')
  const published = readPublished(snapshotPath(storePath))
  return published !== null && published.createdAtMs >= updatedAt ? published.numbers : store.countNumbers()
}

/** How many callers the snapshot at a path identifies, and of when it is; null when there is none that is sound. */
export function readPublished(path: string): { readonly numbers: number; readonly createdAtMs: number } | null {
  return withSnapshot(path, (snapshot) => ({ numbers: snapshot.count, createdAtMs: snapshot.createdAtMs }))
}

/** Removes a snapshot, and what a process left that was killed as it wrote one; where there is none, nothing is done. */
export function removeSnapshot(path: string): void {
  rmSync(path, { force: true })
  removeUnfinished(path, 'all')
}

function lastGeneration(path: string, workspaceHash: string): number | null {
  return withSnapshot(path, (last) => (last.workspaceHash === workspaceHash ? last.generation : null))
}

function withSnapshot<T>(path: string, use: (snapshot: Snapshot) => T): T | null {
  try {
    const file = openSnapshotFile(path)
    try {
      return file.snapshot.kind === 'damaged' ? null : use(file.snapshot)
    } finally {
      file.close()
    }
  } catch {
    // Not there, or not to be read: the next one takes its place.
    return null
  }
}

function* callersOf(contacts: Iterable<Contact>, today: string): Generator<Contact> {
  for (const contact of contacts) {
    const caller = callerOf(contact, today)
    if (caller !== null) yield caller
  }
}

/** What label and deal of a caller are made of, and no more: those of all contacts are in memory at a time. Null without a number. */
export function callerOf(contact: Contact, today: string): Contact | null {
  const { id, firstName, lastName, company, email, phones, deals, modifiedAt } = contact
  const numbers = phones.filter(({ e164 }) => e164 !== null)
  if (numbers.length === 0) return null
  const deal = chooseDeal(deals, today)
  return {
    id,
    firstName,
    lastName,
    company,
    // Who has a name is not shown by it.
    email: safeLine(`${firstName} ${lastName}`) === '' ? email : '',
    country: null,
    phones: numbers.map(({ e164 }) => ({ field: '', text: '', e164, rejected: null })),
    deals: deal === null ? [] : [deal],
    modifiedAt,
    row: null,
  }
}
