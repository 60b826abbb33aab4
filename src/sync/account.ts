// Whose contacts a store holds: those of an account of a CRM, or of files. Every account has other people under the same ids.

import type { CrmReader } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import { InputError } from '../terminal/exit.ts'
import { accountOf } from './adopt-outbox.ts'

/** Whether the contacts here are not known to be those of an account of a CRM. */
export function isNeverSynced(store: Pick<Store, 'read'>): boolean {
  return accountOf(store) === null
}

/**
 * Makes sure that what waits in the store belongs to the account that the token opens: another account has other
 * contacts under the same ids.
 *
 * @throws InputError when it does not; CrmError when the CRM does not say
 */
export async function expectSameAccount(store: Store, crm: CrmReader): Promise<void> {
  const synced = accountOf(store)
  if (synced === null) {
    throw new InputError(
      'this store was never synced, so it is not known whether its contacts are those of this account: ringsight sync',
    )
  }
  const account = await crm.readAccount()
  if (account === synced) return
  throw new InputError(
    `the contacts and outcomes in this store belong to another account of ${crm.name} than the token: use that account's token, another store (--db FILE), or sign out first (ringsight sign-out)`,
  )
}

/**
 * Makes sure that contacts of a file may come into the store. An export has the ids of some account: were it another one, what is
 * logged on its contacts would go to this account's.
 *
 * @throws InputError when an account fills the store
 */
export function expectNoAccount(store: Pick<Store, 'read'>): void {
  if (isNeverSynced(store)) return
  throw new InputError(
    'expected a store without a CRM for contacts of a file, found one whose contacts come from a CRM account: use another store (--db FILE), or sign out first (ringsight sign-out)',
  )
}
