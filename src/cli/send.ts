// Sends the outbox to the CRM for a command. The caller holds the claim (claim.ts).
import { type Sent, sendOutcomes } from '../app/send-outcomes.ts'
import { newSending, type Queued } from '../core/sending.ts'
import type { Crm, CrmReader } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import { InputError } from './exit.ts'
import type { Io } from './io.ts'

export interface SendJob {
  readonly store: Store
  readonly crm: Crm
  /** Somebody asks for it: delays of our own choice are skipped. */
  readonly isHurried: boolean
}

/** Sends what is due. */
export function sendNow(io: Io, { store, crm, isHurried }: SendJob): Promise<Sent> {
  return sendOutcomes({ store, crm, isHurried, now: () => io.now().getTime(), chance: Math.random })
}

/**
 * Makes sure that what waits in the store belongs to the account that the token opens: another account has other
 * contacts under the same ids.
 *
 * @throws InputError when it does not; CrmError when the CRM does not say
 */
export async function expectSameAccount(store: Store, crm: CrmReader): Promise<void> {
  const synced = store.read('sync')
  if (synced === undefined || isNeverSynced(store)) {
    throw new InputError(
      'this store was never synced, so it is not known whether its contacts are those of this account: ringsight sync',
    )
  }
  const account = await crm.readAccount()
  if (account === synced.account) return
  throw new InputError(
    `the contacts and outcomes in this store belong to another account of ${crm.name} than the token: use that account's token, another store (--db FILE), or sign out first (ringsight sign-out)`,
  )
}

/** The outbox, each outcome with how far it is. */
export function readQueue(store: Pick<Store, 'readOutbox' | 'readSending'>): Queued[] {
  return store.readOutbox().map((outcome) => {
    return { outcome, sending: store.readSending(outcome.call.callId) ?? newSending(outcome) }
  })
}

/** Whether the contacts here are not known to be those of an account of a CRM. */
export function isNeverSynced(store: Pick<Store, 'read'>): boolean {
  return (store.read('sync')?.seenUntilCrm ?? null) === null
}
