// Puts the contacts of an export in place of all contacts here, and counts what that changes. Knows no file format.
import type { Contact } from '../core/contact.ts'
import { isSameContact } from '../core/crm-record.ts'
import type { ImportStatus, Store } from '../store/store.ts'
import { type ContactSource, type ImportEvent, type ImportSummary, importContacts } from './import-contacts.ts'

/** How the contacts that stand now differ from those before. */
export interface Replaced {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** Were here, and are not in the export. */
  readonly gone: number
}

export interface ReplaceTarget {
  readonly store: Pick<Store, 'read' | 'readContactsById' | 'replaceContacts'>
  readonly status: Pick<ImportStatus, 'at' | 'source'>
}

/** All or nothing, as importContacts does it. */
export async function replaceContacts(
  source: ContactSource,
  { store, status }: ReplaceTarget,
  onEvent: (event: ImportEvent) => void,
): Promise<{ readonly replaced: Replaced; readonly summary: ImportSummary }> {
  const before = store.read('import')?.contacts ?? 0
  const situations = new Map<string, Situation>()
  const counting = async function* (batches: AsyncIterable<readonly Contact[]>) {
    for await (const batch of batches) {
      const known = new Map(store.readContactsById(batch.map(({ id }) => id)).map((contact) => [contact.id, contact]))
      for (const contact of batch) situations.set(contact.id, compare(known.get(contact.id), contact))
      yield batch
    }
  }
  const target: Pick<Store, 'writeContacts'> = {
    writeContacts: (batches, each) => store.replaceContacts(counting(batches), each),
  }
  const [summary] = await importContacts([source], { store: target, status }, onEvent)
  if (summary === undefined) throw new Error('importContacts gives a summary for each source')
  const count = (situation: Situation) => Array.from(situations.values()).filter((each) => each === situation).length
  const replaced = { new: count('new'), changed: count('changed'), unchanged: count('unchanged') }
  return { replaced: { ...replaced, gone: before - replaced.changed - replaced.unchanged }, summary }
}

type Situation = 'new' | 'changed' | 'unchanged'

function compare(before: Contact | undefined, now: Contact): Situation {
  if (before === undefined) return 'new'
  return isSameContact(before, now) ? 'unchanged' : 'changed'
}
