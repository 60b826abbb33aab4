// `ringsight sync`: contacts come from the CRM, saved outcomes go there; once, or for as long as it runs.
import { type Command, InvalidArgumentError, Option } from 'commander'
import { freeOutbox, holdOutbox } from '../app/adopt-outbox.ts'
import { type Synced, syncContacts } from '../app/sync-contacts.ts'
import { planRetry } from '../core/retry.ts'
import type { Crm, CrmReader } from '../crm/crm.ts'
import { parseDuration } from '../scenario/duration.ts'
import { type Store, StoreError } from '../store/store.ts'
import { renderTime } from '../ui/time.ts'
import { withClaim } from './claim.ts'
import { addCrmFlags, type CrmFlags } from './crm-access.ts'
import { withStore } from './directory.ts'
import { describeFailure } from './exit.ts'
import { onSignal } from './interruption.ts'
import { type Io, printJson, printLine } from './io.ts'
import { expectCrm, storePath } from './open.ts'
import { openProgress } from './progress.ts'
import { publish } from './publish.ts'
import { sendNow } from './send.ts'
import { Interrupted, pauseUntil, untilSignal } from './sync-interrupt.ts'
import {
  type FailureView,
  failureJson,
  renderFailure,
  renderSync,
  renderSyncLine,
  type SyncView,
  syncJson,
} from './sync-report.ts'
import { watchCrm } from './sync-watch.ts'

const EXAMPLES = `
Examples:
  HUBSPOT_TOKEN=… ringsight sync            what changed since the last time, then the outbox
  ringsight sync --full                     compare all contacts
  ringsight sync --watch                    every 24 hours, and outcomes as soon as they may go
  ringsight sync --from export.csv          an export in place of all contacts, without a CRM
  ringsight sync status                     how old it is, and what waits
  ringsight crm serve --contacts 1000       a CRM on this machine to try it on: --base-url

The token comes from --token-file, else HUBSPOT_TOKEN, else the file token in the config folder (mode 600). Contacts are
replaced in one step at the end: until then, and after a failure, those from before serve. A sync that was stopped, by
whatever, goes on where it stood. Saved outcomes reach the CRM exactly once.

The status is 3 when the CRM, or another process that syncs, is in the way, and 130 when the sync was interrupted.`

interface SyncFlags extends CrmFlags {
  readonly db?: string
  readonly full?: boolean
  readonly watch?: boolean
  readonly every: number
  readonly from?: string
  readonly json?: boolean
}

const DAY_MS = 86_400_000

export function addSyncCommand(program: Command, io: Io): Command {
  const sync = program
    .command('sync')
    .description('contacts from the CRM, saved outcomes to it')
    .enablePositionalOptions()
    .option('--full', 'compare all contacts, not only what changed')
    .option('--watch', 'go on: contacts every 24 hours, outcomes as soon as they may go')
    .addOption(
      new Option('--every <duration>', 'with --watch, another time than 24h')
        .argParser(parseEvery)
        .default(DAY_MS, '24h'),
    )
    .addOption(
      new Option('--from <file>', 'an export in place of all contacts, without a CRM; - is stdin').conflicts([
        'full',
        'watch',
        'baseUrl',
        'tokenFile',
      ]),
    )
    .option('--db <file>', "the store (else RINGSIGHT_DB, else in the user's data folder)")
    .option('--json', 'one JSON object per line, the summary last')
    .addHelpText('after', EXAMPLES)
  addCrmFlags(sync).action((flags: SyncFlags) => runSync(io, flags))
  sync
    .command('status')
    .description('how old the contacts are, whether syncs succeed, and what waits for the CRM')
    .option('--db <file>', "the store (else RINGSIGHT_DB, else in the user's data folder)")
    .option('--json', 'one JSON object')
    .action(async (_flags: object, command: Command) => {
      const { runStatus } = await import('./sync-status.ts')
      await runStatus(io, command.optsWithGlobals())
    })
  return sync
}

function parseEvery(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined || ms < 1_000)
    throw new InvalidArgumentError('Expected a duration of a second or more, such as 24h.')
  return ms
}

async function runSync(io: Io, flags: SyncFlags): Promise<void> {
  if (flags.from !== undefined) {
    const { syncFrom } = await import('./sync-from.ts')
    return syncFrom(io, flags.from, flags)
  }
  const db = await storePath(io, flags.db)
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  try {
    await withStore(io, db, (store) => {
      const job: Job = { store, db, flags, signal: stop.signal }
      return flags.watch ? watch(io, job) : syncAndTell(io, job)
    })
  } finally {
    off()
  }
}

interface Job {
  readonly store: Store
  readonly db: string
  readonly flags: SyncFlags
  /** Asks it to end. */
  readonly signal: AbortSignal
}

async function syncAndTell(io: Io, job: Job): Promise<void> {
  const { flags } = job
  const crm = await expectCrm(io, flags)
  try {
    const synced = await withClaim(job.store, () => syncOnce(io, job, crm))
    if (job.signal.aborted) throw new Interrupted()
    if (synced.kind === 'failed') return await tellFailure(io, synced, flags)
    if (flags.json) await printJson(io, syncJson(synced))
    else for (const line of renderSync(synced)) await printLine(io, line)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    io.stderr.write(`ringsight: interrupted; the next sync goes on where this one stood\n`)
    io.exit(130)
  }
}

async function tellFailure(io: Io, failure: FailedSync, { json }: SyncFlags): Promise<void> {
  if (json) await printJson(io, failureJson(failure))
  io.stderr.write(`ringsight: ${renderFailure(failure)}\n`)
  io.exit(3)
}

type FailedSync = FailureView & { readonly kind: 'failed' }
type SyncedOnce = (SyncView & { readonly kind: 'synced' }) | FailedSync

/** Contacts, then the outbox. The caller holds the claim. */
async function syncOnce(io: Io, { store, db, flags, signal }: Job, opened: Crm & CrmReader): Promise<SyncedOnce> {
  const crm = untilSignal(opened, signal)
  const start = performance.now()
  // Until a sync has succeeded, the outcomes here are for contacts of a file.
  if ((store.read('sync')?.seenUntilCrm ?? null) === null) holdOutbox(store)
  const progress = openProgress(io, 'contacts', 1)
  let gathered = 0
  const synced: Synced = await syncContacts({
    crm,
    store,
    now: () => io.now().getTime(),
    pause: (ms) => pauseUntil(ms, signal),
    chance: Math.random,
    wish: flags.full ? 'full' : 'auto',
    tell: ({ contacts }) => {
      gathered = contacts
      progress.update(contacts)
    },
  }).finally(progress.end)
  if (synced.kind === 'failed') {
    return { kind: 'failed', failed: synced, kept: store.read('import') ?? null, gathered, now: io.now().getTime() }
  }
  freeOutbox(store)
  const identifiable = await publish(io, store, db)
  const sent = await sendNow(io, { store, crm, isHurried: !flags.watch })
  const ms = performance.now() - start
  return { kind: 'synced', crm: crm.name, synced, identifiable, sent, requests: crm.requests(), ms }
}

async function watch(io: Io, job: Job): Promise<void> {
  const { store, flags, signal } = job
  // Said at once where it can be said at once, not after a day.
  await expectCrm(io, flags)
  let failures = 0
  await watchCrm(flags.every, {
    now: () => io.now().getTime(),
    pause: (ms) => pauseUntil(ms, signal).catch(() => undefined),
    isOver: () => signal.aborted,
    async sync() {
      const synced = await survive(io, async () =>
        withClaim(store, async () => syncOnce(io, job, await expectCrm(io, flags))),
      )
      if (signal.aborted || synced === null) return null
      failures = synced.kind === 'failed' ? failures + 1 : 0
      await tellWatched(io, synced, flags)
      return { retryAfterMs: synced.kind === 'failed' ? patience(synced, failures) : null }
    },
    async send() {
      if (store.readOutbox().length === 0) return
      await survive(io, async () =>
        withClaim(store, async () =>
          sendNow(io, { store, crm: untilSignal(await expectCrm(io, flags), signal), isHurried: false }),
        ),
      )
    },
  })
}

// What needs somebody's hand may have had it: the token is read anew each time.
const HOUR_MS = 3_600_000

function patience({ failed }: FailedSync, failures: number): number {
  const own = planRetry({ kind: 'offline' }, failures)
  const ownMs = own.kind === 'retry' ? own.delayMs : HOUR_MS
  return failed.retryAfterMs === null ? HOUR_MS : Math.max(failed.retryAfterMs, ownMs)
}

/** Null when it failed with something that may pass: that is told, and the watch goes on. */
async function survive<T>(io: Io, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Interrupted) return null
    const failure = describeFailure(error)
    const mayPass =
      error instanceof StoreError ? error.code === 'locked' || error.code === 'unavailable' : failure?.code === 2
    if (failure === null || !mayPass) throw error
    io.stderr.write(`ringsight: ${failure.message}\n`)
    return null
  }
}

async function tellWatched(io: Io, synced: SyncedOnce, { json }: SyncFlags): Promise<void> {
  const time = renderTime(io.now().getTime())
  if (synced.kind === 'failed') {
    if (json) await printJson(io, failureJson(synced))
    io.stderr.write(`${time}  ${renderFailure(synced)}\n`)
  } else if (json) await printJson(io, syncJson(synced))
  else await printLine(io, renderSyncLine(synced, time))
}
