// `ringsight sync --watch`: syncs at their time and sends in between, for as long as it runs; what fails is told, and tried
// again.
import { planRetry } from '../core/retry.ts'
import { planSending } from '../core/sending.ts'
import type { Crm, CrmReader } from '../crm/crm.ts'
import { type Store, StoreError } from '../store/store.ts'
import { describeFailure } from '../terminal/exit.ts'
import { type Io, printJson, printLine, say, writeAside } from '../terminal/io.ts'
import { renderTime } from '../text/time.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { withClaim } from './claim.ts'
import { Interrupted, pauseUntil, untilSignal } from './interrupt.ts'
import type { FailedSync, SyncedOnce } from './once.ts'
import { describeShortcomings, failureJson, renderFailure, renderSyncLine, syncJson } from './report.ts'
import { readQueue, sendNow } from './send.ts'
import { watchCrm } from './watch.ts'

export interface WatchJob {
  readonly store: Store
  readonly everyMs: number
  readonly json: boolean
  readonly signal: AbortSignal
  /** Reads the token anew: somebody may have given another one. */
  readonly openCrm: () => Promise<Crm & CrmReader>
  /** One sync, under the claim. */
  readonly sync: () => Promise<SyncedOnce>
}

/** Goes on until the signal. @throws what no waiting will mend, such as a damaged store */
export async function syncForever(io: Io, { store, everyMs, json, signal, openCrm, sync }: WatchJob): Promise<void> {
  const survive = openSurvival(io)
  const now = () => io.now().getTime()
  let failures = 0
  await watchCrm(everyMs, {
    now,
    pause: (ms) => pauseUntil(ms, signal).catch(() => undefined),
    isOver: () => signal.aborted,
    async sync() {
      const synced = await survive(sync)
      if (signal.aborted || synced === null) return null
      failures = synced.kind === 'failed' ? failures + 1 : 0
      await tell(io, synced, json)
      return { retryAfterMs: synced.kind === 'failed' ? patience(synced, failures) : null }
    },
    async send() {
      if (isNeverSynced(store) || planSending(readQueue(store), now()).kind === 'rest') return
      await survive(async () => {
        const crm = untilSignal(await openCrm(), signal)
        await withClaim(store, async () => {
          await expectSameAccount(store, crm)
          await sendNow(io, { store, crm, isHurried: false })
        })
      })
    },
  })
}

// What needs somebody's hand may have had it.
const HOUR_MS = 3_600_000

function patience({ failed }: FailedSync, failures: number): number {
  const own = planRetry({ kind: 'offline' }, failures)
  return failed.retryAfterMs === null || own.kind === 'give-up' ? HOUR_MS : Math.max(failed.retryAfterMs, own.delayMs)
}

/** Does work whose failure is told, once as long as it is the same, and gives null. What cannot pass is thrown. */
function openSurvival(io: Io) {
  let told = ''
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      const done = await work()
      told = ''
      return done
    } catch (error) {
      if (error instanceof Interrupted) return null
      const failure = describeFailure(error)
      if (!mayPass(error, failure.code)) throw error
      if (failure.message !== told) say(io, failure.message)
      told = failure.message
      return null
    }
  }
}

// A lock goes, a disk gets room, a token file is written anew; a fault of ours stays.
function mayPass(error: unknown, code: number): boolean {
  if (error instanceof StoreError) return error.code === 'locked' || error.code === 'unavailable'
  return code === 2 || (error instanceof Error && error.name === 'CrmError')
}

async function tell(io: Io, synced: SyncedOnce, json: boolean): Promise<void> {
  const time = renderTime(io.now().getTime())
  if (synced.kind === 'failed') {
    if (json) await printJson(io, failureJson(synced))
    writeAside(io, `${time}  ${renderFailure(synced)}\n`)
    return
  }
  if (json) await printJson(io, syncJson(synced))
  else await printLine(io, renderSyncLine(synced, time))
  for (const why of describeShortcomings(synced)) writeAside(io, `${time}  ${why}\n`)
}
