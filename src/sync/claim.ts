// Working between a store and the CRM: one process at a time.
import type { Claim, Claims } from '../store/store.ts'
import { SyncError } from './error.ts'
import type { SyncTools } from './tools.ts'

// Another process may only have looked whether somebody works.
const TRIES = 5
const PAUSE_MS = 200

/**
 * Does work that no other process may do meanwhile.
 *
 * @throws SyncError `busy` when another process is at it
 */
export async function withClaim<T>(
  store: Claims,
  { pause }: Pick<SyncTools, 'pause'>,
  work: () => T | Promise<T>,
): Promise<T> {
  const claim = await claimSoon(store, pause)
  try {
    return await work()
  } finally {
    claim.release()
  }
}

async function claimSoon(store: Claims, pause: SyncTools['pause']): Promise<Claim> {
  for (let tried = 1; ; tried += 1) {
    const claim = store.claimCrm()
    if (claim !== null) return claim
    if (tried === TRIES) throw new SyncError('busy')
    await pause(PAUSE_MS)
  }
}

/** Whether a process works between the store and the CRM just now. */
export function isClaimed(store: Claims): boolean {
  const claim = store.claimCrm()
  claim?.release()
  return claim === null
}
