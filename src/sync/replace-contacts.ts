// Puts the contacts of an export in place of all contacts here, and counts what that changes. Knows no file format.

import type { ContactSource } from '../contact-file/contact-files.ts'
import type { Contact } from '../core/contact.ts'
import { isSameContact } from '../core/crm-record.ts'
import { openIdMap } from '../core/id-map.ts'
import type { DocumentReader, ImportOrigin, Imports, Replacements } from '../store/store.ts'
import { type ImportEvent, type ImportSummary, importContacts } from './import-contacts.ts'

/** How the contacts that stand now differ from those before. */
export interface Replaced {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** Were here, and are not in the export. */
  readonly gone: number
}

export interface ReplaceTarget {
  readonly store: DocumentReader & Replacements
  readonly status: ImportOrigin
}

/** All or nothing, and what a file has no column for stays, as importContacts does it. */
export async function replaceContacts(
  source: ContactSource,
  { store, status }: ReplaceTarget,
  onEvent: (event: ImportEvent) => void,
): Promise<{ readonly replaced: Replaced; readonly summary: ImportSummary }> {
  const before = store.read('import')?.contacts ?? 0
  const situations = openIdMap<Situation>()
  const target: Imports = {
    writeContacts: (batches, each, settle = (_before, brought) => brought) =>
      store.replaceContacts(batches, each, (before, brought) => {
        const now = settle(before, brought)
        situations.set(now.id, compare(before, now, situations.get(now.id)))
        return now
      }),
  }
  const [summary] = await importContacts([source], { store: target, status }, onEvent)
  if (summary === undefined) throw new Error('importContacts gives a summary for each source')
  const count = (situation: Situation) => Array.from(situations.values()).filter((each) => each === situation).length
  const replaced = { new: count('new'), changed: count('changed'), unchanged: count('unchanged') }
  return { replaced: { ...replaced, gone: before - replaced.changed - replaced.unchanged }, summary }
}

type Situation = 'new' | 'changed' | 'unchanged'

/** @param known what an earlier row of the same contact was */
function compare(before: Contact | null, now: Contact, known: Situation = 'unchanged'): Situation {
  if (before === null || known === 'new') return 'new'
  return isSameContact(before, now) ? known : 'changed'
}
