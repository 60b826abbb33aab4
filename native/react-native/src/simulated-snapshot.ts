// A snapshot as the simulated phone has it: its labels, deals and numbers are all that a phone is given, so its contacts are made of
// them. Knows nothing of files.
import {
  buildDirectory,
  type Contact,
  type Directory,
  openSnapshot,
  readEntries,
  type SnapshotEntry,
} from 'ringsight/directory'

export interface Published {
  /** As it was published: what a delta is applied to. */
  readonly bytes: Uint8Array
  readonly generation: number
  readonly directory: Directory
}

/** What is in a snapshot, or why it is not believed. */
export function readPublished(bytes: Uint8Array, workspaceHash: string | null): Published | string {
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') return snapshot.reason
  if (snapshot.workspaceHash !== workspaceHash) return 'other-workspace'
  const contacts = new Map<string, Contact>()
  for (const entry of readEntries(snapshot)) {
    if (entry === null) return 'wrong-content'
    const id = entry.ids.join(BETWEEN_IDS)
    contacts.set(id, withNumber(contacts.get(id) ?? named(id, entry), entry.e164))
  }
  return { bytes, generation: snapshot.generation, directory: buildDirectory(contacts.values()) }
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
