// One sync, whoever asks for it: contacts come from the CRM, the snapshot is made of them, saved outcomes go out.

import { failureOf } from '../core/retry.ts'
import type { SyncWish } from '../core/sync.ts'
import type { Crm, CrmReader } from '../crm/crm.ts'
import type { Store } from '../store/store.ts'
import { describeFailure } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { freeOutbox, holdOutbox } from './adopt-outbox.ts'
import { pauseUntil, untilSignal } from './interrupt.ts'
import { countIdentifiable, publish } from './publish.ts'
import type { FailureView, SyncView } from './report.ts'
import { sendNow } from './send.ts'
import { type Synced, type SyncFailure, syncContacts } from './sync-contacts.ts'

export interface SyncJob {
  readonly store: Store
  /** The path of the store: the snapshot lies beside it. */
  readonly db: string
  /** Opened for this sync. */
  readonly crm: Crm & CrmReader
  /** Asks it to end. */
  readonly signal: AbortSignal
  readonly wish: SyncWish
  /** Somebody waits for it: outcomes go out without delays of our own choice. */
  readonly isHurried: boolean
  /** Hears how many contacts were read so far. */
  readonly onProgress: (contacts: number) => void
  /** Hears that the CRM is given some time before it is asked again; null: a request that fails is not made again. */
  readonly onPause: ((ms: number, why: string) => void) | null
}

export type SyncedOnce = DoneSync | FailedSync
export interface DoneSync extends SyncView {
  readonly kind: 'synced'
  /** Why the snapshot is the one from before; null where it is of these contacts. */
  readonly unpublished: string | null
}
export type FailedSync = FailureView & { readonly kind: 'failed' }

/**
 * Contacts, then the outbox. The caller holds the claim (claim.ts).
 *
 * @throws Interrupted at the signal; the next sync goes on
 */
export async function syncOnce(io: Io, job: SyncJob): Promise<SyncedOnce> {
  const { store, db, signal, isHurried } = job
  const start = performance.now()
  // Until a sync has succeeded, the outcomes here are for contacts of a file; also those that are saved while it goes on.
  const isFirst = isNeverSynced(store)
  if (isFirst) holdOutbox(store)
  const synced = await sync(io, job)
  if (synced.kind === 'failed') {
    const kept = store.read('import') ?? null
    const sent = await sendAllTheSame(io, job, synced)
    return { kind: 'failed', failed: synced, kept, sent, gathered: readGathered(store), now: io.now().getTime() }
  }
  if (isFirst) holdOutbox(store)
  freeOutbox(store)
  const published = await tryPublishing(io, store, db)
  const crm = untilSignal(job.crm, signal)
  const sent = await sendNow(io, { store, crm, isHurried })
  const ms = performance.now() - start
  return { kind: 'synced', crm: crm.name, synced, ...published, sent, requests: crm.requests(), ms }
}

// The contacts are here by now, and outcomes wait: neither has to do with whether the snapshot finds room.
async function tryPublishing(io: Io, store: Store, db: string) {
  try {
    return { identifiable: await publish(io, store, db), unpublished: null }
  } catch (error) {
    return { identifiable: countIdentifiable(store, db), unpublished: describeFailure(error).message }
  }
}

// A CRM that would not show its companies may take a call all the same. Null where nothing was tried, or that failed too:
// what keeps the contacts back is told, and the outcomes wait.
async function sendAllTheSame(io: Io, { store, crm: opened, signal, isHurried }: SyncJob, { failure }: SyncFailure) {
  const isOfAll = failure === null || !['forbidden', 'refused', 'not-found', 'server'].includes(failure.kind)
  if (isOfAll || isNeverSynced(store) || store.readOutbox().length === 0) return null
  const crm = untilSignal(opened, signal)
  try {
    await expectSameAccount(store, crm)
    return await sendNow(io, { store, crm, isHurried })
  } catch (error) {
    if (failureOf(error) === null) throw error
    return null
  }
}

function sync(io: Io, { store, crm, signal, wish, onProgress, onPause }: SyncJob): Promise<Synced> {
  return syncContacts({
    crm: untilSignal(crm, signal),
    store,
    now: () => io.now().getTime(),
    pause:
      onPause === null
        ? undefined
        : async (ms, why) => {
            onPause(ms, why)
            await pauseUntil(ms, signal)
          },
    chance: Math.random,
    wish,
    tell: ({ contacts }) => onProgress(contacts),
  })
}

/** How many contacts were gathered by a sync that stopped and is to go on; 0 when none is. */
export function readGathered(store: Store): number {
  return store.read('run')?.contacts ?? 0
}
