// A snapshot as the simulated phone has it: its labels, deals and numbers are all that a phone is given, so its contacts are made of
// them. Knows nothing of files.
import {
  buildDirectory,
  type Contact,
  type Directory,
  lookUpOwners,
  openSnapshot,
  readEntries,
  type Snapshot,
  type SnapshotEntry,
  type SnapshotOwner,
} from 'ringsight/directory'

export interface Published {
  /** As it was published: what a delta is applied to. */
  readonly bytes: Uint8Array
  readonly generation: number
  readonly directory: Directory
}

/** By the number, the record id of whom its user has chosen. */
export type Choices = ReadonlyMap<string, string>

/** What is in a snapshot, or why it is not believed. */
export function readPublished(bytes: Uint8Array, workspaceHash: string | null, choices: Choices): Published | string {
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') return snapshot.reason
  if (snapshot.workspaceHash !== workspaceHash) return 'other-workspace'
  const contacts = new Map<string, Contact>()
  for (const entry of readEntries(snapshot)) {
    if (entry === null) return 'wrong-content'
    const shown = asChosen(snapshot, entry, choices.get(entry.e164))
    const id = shown.ids.join(BETWEEN_IDS)
    contacts.set(id, withNumber(contacts.get(id) ?? named(id, shown), entry.e164))
  }
  return { bytes, generation: snapshot.generation, directory: buildDirectory(contacts.values()) }
}

/** Each of several contacts with a number; nobody where there is nothing to choose. */
export function ownersOf(published: Published | null, e164: string): readonly SnapshotOwner[] {
  const snapshot = published && openSnapshot(published.bytes)
  return snapshot === null || snapshot.kind === 'damaged' ? [] : (lookUpOwners(snapshot, e164) ?? [])
}

function asChosen(
  snapshot: Snapshot,
  entry: SnapshotEntry & { readonly e164: string },
  contactId: string | undefined,
): SnapshotEntry {
  const owner =
    contactId === undefined ? undefined : lookUpOwners(snapshot, entry.e164)?.find(({ id }) => id === contactId)
  if (owner === undefined) return entry
  const { id, label, deal } = owner
  return { label, deal, ids: [id, ...entry.ids.filter((other) => other !== id)] }
}

/** The record ids behind a contact of the simulated phone, the one that its label names first. */
export function recordIds({ id }: Contact): readonly string[] {
  return id.split(BETWEEN_IDS)
}

// In no record id: those are text that a CRM shows on one line.
const BETWEEN_IDS = '\n'

function named(id: string, { label, deal }: SnapshotEntry): Contact {
  const nothing = { lastName: '', company: '', email: '', country: null, phones: [], modifiedAt: null, row: null }
  const open = { id: '', amount: null, currency: null, closeDate: null, isClosed: false }
  return { ...nothing, id, firstName: label, deals: deal === null ? [] : [{ ...open, name: deal }] }
}

function withNumber(contact: Contact, e164: string): Contact {
  return { ...contact, phones: [...contact.phones, { field: '', text: e164, e164, rejected: null }] }
}
