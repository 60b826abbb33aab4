// Working between a store and the CRM: one process at a time.
import { setTimeout as pause } from 'node:timers/promises'
import { type Store, StoreError } from '../store/store.ts'

// Another process may only have looked whether somebody works.
const TRIES = 5
const PAUSE_MS = 200

/**
 * Does work that no other process may do meanwhile.
 *
 * @throws StoreError when another process is at it
 */
export async function withClaim<T>(store: Store, work: () => T | Promise<T>): Promise<T> {
  const claim = await claimSoon(store)
  try {
    return await work()
  } finally {
    claim.release()
  }
}

async function claimSoon(store: Store) {
  for (let tried = 1; ; tried += 1) {
    const claim = store.claimCrm()
    if (claim !== null) return claim
    if (tried === TRIES) {
      throw new StoreError(
        'locked',
        'another ringsight is working between this store and the CRM: wait until it is done (ringsight sync status), or end it',
      )
    }
    await pause(PAUSE_MS)
  }
}

/** Whether a process works between the store and the CRM just now. */
export function isClaimed(store: Store): boolean {
  const claim = store.claimCrm()
  claim?.release()
  return claim === null
}
