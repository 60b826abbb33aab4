// Brings the CRM's contacts here: all of them, or what has changed since. Chooses between the two, and says what came of
// it. Knows no CRM's ways and no clock.

import { keptFailure, planRetry } from '../core/retry.ts'
import { mayGoOn, planRun, type SyncCounts, type SyncProblem, type SyncWish } from '../core/sync.ts'
import type { SyncRun, SyncState } from '../store/store.ts'
import { expectForm, formOf } from '../text/wrong-use.ts'
import { openReading, type ReadingTools, readingFailure } from './crm-reading.ts'
import { syncChanges } from './delta-sync.ts'
import { syncFully } from './full-sync.ts'
import { countSightings, newSightings } from './keep-contacts.ts'
import type { Sync, SyncDone, SyncProgress } from './sync-run.ts'

export type { SyncProgress } from './sync-run.ts'

export interface ContactsJob extends ReadingTools, Pick<Sync, 'crm' | 'store' | 'now'> {
  readonly wish?: SyncWish
  readonly tell?: (progress: SyncProgress) => void
}

/** What came of a sync. */
export type Synced =
  | {
      readonly kind: 'synced'
      readonly mode: 'full' | 'delta'
      /** Of a run that went on, what it met since. */
      readonly counts: SyncCounts
      /** How many are here now. */
      readonly contacts: number
      /** How many requests it took, those of a run's earlier parts left out. */
      readonly requests: number
      /** An ISO 8601 instant, when the last of it began: what changed in the CRM since may not be here. */
      readonly at: string
    }
  | SyncFailure

/**
 * The contacts are those from before, or, in the middle of a delta, some of them newer; the next sync goes on.
 * `retryAfterMs` is null when trying again does not help by itself.
 */
export interface SyncFailure {
  readonly kind: 'failed'
  readonly problem: SyncProblem
  readonly retryAfterMs: number | null
  /** What the CRM, or the way to it, answered; null where it did not fail. */
  readonly detail: string | null
}

const TOOLS = formOf({
  crm: { requests: 'function', readAccount: 'function', readAllContacts: 'function', readDeals: 'function' },
  store: { read: 'function', write: 'function', beginStage: 'function', adoptStage: 'function' },
  now: 'function',
})

/**
 * Brings the store to where the CRM is. Whatever the process dies of meanwhile, calling it again goes on, to the same
 * contacts; readers find those from before until then. Only one at a time may run on a store: hold `claimCrm` around it.
 *
 * @throws whatever the store throws, and errors of a CRM that are no CrmError; calling it again goes on then, too
 */
export async function syncContacts(tools: ContactsJob): Promise<Synced> {
  expectForm('syncContacts', '{ crm, store, now }', tools, TOOLS)
  const { crm, store } = tools
  const before = crm.requests()
  try {
    const done = await run(tools)
    if ('problem' in done) return fail(tools, done)
    const { contacts } = store.read('import') ?? { contacts: 0 }
    const { mode, counts, startedAt } = done
    const at = new Date(startedAt).toISOString()
    return { kind: 'synced', mode, counts, contacts, requests: crm.requests() - before, at }
  } catch (error) {
    const failure = readingFailure(error)
    if (failure === null) throw error
    const retry = planRetry(failure, 1)
    const retryAfterMs = retry.kind === 'retry' ? retry.delayMs : null
    const detail = error instanceof Error ? error.message : null
    return fail(tools, { kind: 'failed', problem: keptFailure(failure), retryAfterMs, detail })
  }
}

async function run({
  crm,
  store,
  now,
  tell = () => {},
  wish = 'auto',
  ...rest
}: ContactsJob): Promise<Done | SyncFailure> {
  const reading = openReading(rest)
  const account = await reading.ask(() => crm.readAccount())
  const { account: mine } = store.read('sync') ?? NO_STATE
  if (mine !== '' && mine !== account) {
    const problem = { kind: 'other-account', here: mine, found: account } as const
    return { kind: 'failed', problem, retryAfterMs: null, detail: null }
  }
  const sync: Sync = { crm, store, reading, now, account, tell, sightings: newSightings() }
  const stopped = findStopped(sync)
  const first = await runDue(sync, wish, stopped)
  // What was read before the stop is as old as that.
  const last = stopped === null ? first : await runDue(sync, 'auto', null)
  return { mode: first.mode, startedAt: last.startedAt, counts: countSightings(sync.sightings) }
}

interface Done extends SyncDone {
  readonly counts: SyncCounts
}

function findStopped({ store, account, now }: Sync): SyncRun | null {
  const run = store.read('run') ?? null
  return run !== null && run.account === account && mayGoOn(run.startedAt, now()) ? run : null
}

async function runDue(sync: Sync, wish: SyncWish, stopped: SyncRun | null): Promise<SyncDone> {
  const { store, now } = sync
  if (stopped?.kind === 'full') return syncFully(sync, stopped)
  const state = store.read('sync') ?? NO_STATE
  // Ours may be behind the CRM's clock, which is asked as soon as it answers.
  const plan = planRun(state, Math.max(now(), state.seenUntilCrm ?? 0), wish)
  if (plan.kind === 'full') return syncFully(sync, null)
  const done = await syncChanges(sync, { seen: state, since: plan.since }, stopped)
  return done ?? syncFully(sync, null)
}

function fail({ store, now }: ContactsJob, failed: SyncFailure): SyncFailure {
  const { problem, detail } = failed
  store.inOneStep(() => {
    const state = store.read('sync') ?? NO_STATE
    store.write('sync', { ...state, failed: { at: now(), problem, detail } })
  })
  return failed
}

const NO_STATE: SyncState = { account: '', seenUntilCrm: null, fullAtCrm: null, linksAtCrm: null, failed: null }
