// A sync that goes on: contacts at their time, outcomes in between, for as long as it runs; what fails is told, and tried
// again.
import { planRetry } from '../core/retry.ts'
import { planSending } from '../core/sending.ts'
import { type Crm, failureOf } from '../crm/crm.ts'
import { type Store, StoreError } from '../store/store.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { withClaim } from './claim.ts'
import { SyncError } from './error.ts'
import { Interrupted, untilSignal } from './interrupt.ts'
import type { FailedSync, SyncedOnce } from './once.ts'
import { readQueue } from './queue.ts'
import { sendOutcomes } from './send-outcomes.ts'
import type { SyncTools } from './tools.ts'
import { watchCrm } from './watch.ts'

export interface WatchJob {
  readonly store: Store
  readonly everyMs: number
  readonly signal: AbortSignal
  /** Reads the token anew: somebody may have given another one. */
  readonly openCrm: () => Promise<Crm>
  /** One sync, under the claim; null where another process has done it meanwhile. */
  readonly sync: () => Promise<SyncedOnce | null>
  /** Told under the claim that outcomes are about to be sent without a sync. */
  readonly onSending?: () => void
  /** As in WatchTools. */
  readonly isUrgent?: () => boolean
  /** Hears what came of each sync. */
  readonly onSynced: (synced: SyncedOnce) => Promise<void>
  /** Hears of an error that may pass, once as long as it is the same. */
  readonly onError: (error: unknown) => void
  /** Whether the user may put right what an error says that this room does not know, such as a token file. */
  readonly mayPass: (error: unknown) => boolean
}

/** Goes on until the signal. @throws what no waiting will mend, such as a damaged store */
export async function syncForever(job: WatchJob, tools: Pick<SyncTools, 'now' | 'chance' | 'pause'>): Promise<void> {
  const { store, everyMs, signal, openCrm, sync, onSynced, onSending = () => {}, isUrgent } = job
  const { now, chance, pause } = tools
  const attempt = openAttempts(job)
  let failures = 0
  await watchCrm(everyMs, {
    now,
    pause: (ms) => pause(ms, signal),
    isOver: () => signal.aborted,
    ...(isUrgent !== undefined && { isUrgent }),
    async sync() {
      const synced = await attempt(sync)
      if (signal.aborted || synced === null) return null
      failures = synced.kind === 'failed' ? failures + 1 : 0
      await onSynced(synced)
      return { retryAfterMs: synced.kind === 'failed' ? delayAfter(synced, failures) : null }
    },
    async send() {
      if (isNeverSynced(store) || planSending(readQueue(store), now()).kind === 'rest') return
      await attempt(async () => {
        const crm = untilSignal(await openCrm(), signal)
        await withClaim(store, tools, async () => {
          await expectSameAccount(store, crm)
          onSending()
          await sendOutcomes({ store, crm, now, chance })
        })
      })
    },
  })
}

// What needs somebody's hand may have had it.
const HOUR_MS = 3_600_000

function delayAfter({ failed }: FailedSync, failures: number): number {
  const own = planRetry({ kind: 'offline' }, failures)
  return failed.retryAfterMs === null || own.kind === 'give-up' ? HOUR_MS : Math.max(failed.retryAfterMs, own.delayMs)
}

/** Does work whose error is told, and gives null then. What cannot pass is thrown. */
function openAttempts({ onError, mayPass }: Pick<WatchJob, 'onError' | 'mayPass'>) {
  let told = ''
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      const done = await work()
      told = ''
      return done
    } catch (error) {
      if (error instanceof Interrupted) return null
      if (!passes(error) && !mayPass(error)) throw error
      if (String(error) !== told) onError(error)
      told = String(error)
      return null
    }
  }
}

// A lock goes, a disk gets room, another account's token is replaced; a fault of ours stays.
function passes(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'locked' || error.code === 'unavailable'
  return error instanceof SyncError || failureOf(error) !== null
}
