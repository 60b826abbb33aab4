// Whose contacts a store holds: those of an account of a CRM, or of files. Every account has other people under the same ids.
import type { CrmReader } from '../crm/crm.ts'
import type { DocumentReader, Store } from '../store/store.ts'
import { accountOf } from './adopt-outbox.ts'
import { SyncError } from './error.ts'

/** Whether the contacts here are not known to be those of an account of a CRM. */
export function isNeverSynced(store: DocumentReader): boolean {
  return accountOf(store) === null
}

/**
 * Makes sure that what waits in the store belongs to the account that the token opens: another account has other
 * contacts under the same ids.
 *
 * @throws SyncError when it does not; CrmError when the CRM does not say
 */
export async function expectSameAccount(store: Store, crm: CrmReader): Promise<void> {
  const synced = accountOf(store)
  if (synced === null) throw new SyncError('never-synced')
  if ((await crm.readAccount()) !== synced) throw new SyncError('other-account')
}

/**
 * Makes sure that contacts of a file may come into the store. An export has the ids of some account: were it another one, what is
 * logged on its contacts would go to this account's.
 *
 * @throws SyncError when an account fills the store
 */
export function expectNoAccount(store: DocumentReader): void {
  if (!isNeverSynced(store)) throw new SyncError('account-store')
}
