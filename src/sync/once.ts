// One sync, whoever asks for it: contacts come from the CRM, the snapshot is made of them, saved outcomes go out.
import type { SyncProblem, SyncWish } from '../core/sync.ts'
import { type Crm, failureOf } from '../crm/crm.ts'
import type { DocumentReader, Store } from '../store/store.ts'
import { expectSameAccount, isNeverSynced } from './account.ts'
import { freeOutbox, holdOutbox } from './adopt-outbox.ts'
import { pauseUntil, untilSignal } from './interrupt.ts'
import type { FailureView, SyncView } from './report.ts'
import { sendOutcomes } from './send-outcomes.ts'
import { type Synced, type SyncFailure, syncContacts } from './sync-contacts.ts'
import type { SyncTools } from './tools.ts'

export interface SyncJob {
  readonly store: Store
  /** Opened for this sync. */
  readonly crm: Crm
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
  /** The error for which the snapshot is the one from before; null where it is of these contacts. */
  readonly unpublished: unknown
}
export type FailedSync = FailureView & { readonly kind: 'failed' }

/**
 * Contacts, then the outbox. The caller holds the claim (claim.ts).
 *
 * @throws Interrupted at the signal; the next sync goes on
 */
export async function syncOnce(job: SyncJob, tools: SyncTools): Promise<SyncedOnce> {
  const { store, crm } = job
  const start = tools.now()
  // Until a sync has succeeded, the outcomes here are for contacts of a file; also those that are saved while it goes on.
  const isFirst = isNeverSynced(store)
  if (isFirst) holdOutbox(store)
  const synced = await sync(job, tools)
  if (synced.kind === 'failed') {
    const kept = store.read('import') ?? null
    const sent = await sendAllTheSame(job, tools, synced)
    return { kind: 'failed', failed: synced, kept, sent, gathered: readGathered(store), now: tools.now() }
  }
  if (isFirst) holdOutbox(store)
  freeOutbox(store)
  const published = await tryPublishing(store, tools)
  const sent = await send(job, tools)
  const ms = Math.max(0, tools.now() - start)
  return { kind: 'synced', crm: crm.name, synced, ...published, sent, requests: crm.requests(), ms }
}

// The contacts are here by now, and outcomes wait: neither has to do with whether the snapshot finds room.
async function tryPublishing(store: Store, { publish, countIdentifiable }: SyncTools) {
  try {
    return { identifiable: await publish(store), unpublished: null }
  } catch (error) {
    return { identifiable: await countIdentifiable(store), unpublished: error }
  }
}

function send({ store, crm, signal, isHurried }: SyncJob, { now, chance }: SyncTools) {
  return sendOutcomes({ store, crm: untilSignal(crm, signal), isHurried, now, chance })
}

// A CRM that would not show its companies may take a call all the same. Null where nothing was tried, or that failed too:
// what keeps the contacts back is told, and the outcomes wait.
async function sendAllTheSame(job: SyncJob, tools: SyncTools, { problem }: SyncFailure) {
  const { store, crm, signal } = job
  if (!OF_SOME.has(problem.kind) || isNeverSynced(store) || store.readOutbox().length === 0) return null
  try {
    await expectSameAccount(store, untilSignal(crm, signal))
    return await send(job, tools)
  } catch (error) {
    if (failureOf(error) === null) throw error
    return null
  }
}

const OF_SOME: ReadonlySet<SyncProblem['kind']> = new Set(['forbidden', 'refused', 'not-found', 'server'])

function sync({ store, crm, signal, wish, onProgress, onPause }: SyncJob, tools: SyncTools): Promise<Synced> {
  return syncContacts({
    crm: untilSignal(crm, signal),
    store,
    now: tools.now,
    pause:
      onPause === null
        ? undefined
        : (ms, why) => {
            onPause(ms, why)
            return pauseUntil(ms, signal, tools.pause)
          },
    chance: tools.chance,
    wish,
    tell: ({ contacts }) => onProgress(contacts),
  })
}

/** How many contacts were gathered by a sync that stopped and is to go on; 0 when none is. */
export function readGathered(store: DocumentReader): number {
  return store.read('run')?.contacts ?? 0
}
