// `ringsight sync`: contacts come from the CRM, saved outcomes go there; once, or for as long as it runs.
import { type Store, StoreError } from '../store/store.ts'
import { withClaim } from '../sync/claim.ts'
import { Interrupted } from '../sync/interrupt.ts'
import { type DoneSync, readGathered, type SyncedOnce, type SyncJob, syncOnce } from '../sync/once.ts'
import { describeShortcomings, renderFailure, renderSync, renderSyncLine, syncJson } from '../sync/report.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine, say, writeAside } from '../terminal/io.ts'
import { openProgress } from '../terminal/progress.ts'
import { plural, renderCount } from '../text/count.ts'
import { safeLine } from '../text/safe.ts'
import { renderTime } from '../text/time.ts'
import { describeError } from './exit.ts'
import { addColumnFlags, type ColumnFlags } from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { addSignInFlags, atDb, type CrmFlags, contactRegionFlag, dbFlag } from './flags/shared.ts'
import { duration } from './flags/values.ts'
import { expectCrm, openSyncTools, type StorePlace, storePlace, withStore } from './open.ts'

const EXAMPLES = `
Examples:
  HUBSPOT_TOKEN=… ringsight sync            what changed, then the outbox
  ringsight sync --full                     compare all contacts
  ringsight sync --watch                    contacts daily, outcomes at once
  ringsight sync --from export.csv          an export in place of all contacts
  ringsight sync status                     how old it is, and what waits
  ringsight crm serve --people 1000         a CRM to try it on, for --base-url

The token comes from --token-file, else HUBSPOT_TOKEN, else the file token in the config folder (mode 600). Contacts are
replaced in one step at the end: until then, and after a failure, those from before serve. A sync that was stopped, by
whatever, goes on where it stood. Saved outcomes reach the CRM exactly once.

The status is 1 when an outcome is parked, 3 when the CRM, the disk or another process that syncs is in the way, and 130
when the sync was interrupted.`

const STATUS_EXAMPLES = `
Examples:
  ringsight sync status
  ringsight sync status --db office.db
  ringsight sync status --json | jq .ageSeconds

The status is 0 when there are contacts, however old, and 1 when none were ever brought here.`

interface SyncFlags extends CrmFlags, ColumnFlags {
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
    .description('bring contacts from the CRM, and send saved outcomes to it')
    .enablePositionalOptions()
    .option('--full', 'compare all contacts, not only what changed')
    .option('--watch', 'go on: contacts every --every, outcomes as soon as possible')
    .addOption(
      new Flag('--every <duration>', 'how often to sync contacts', duration('24h', 1000))
        .default(DAY_MS, '24h')
        .needs('watch'),
    )
    .addOption(
      new Flag('--from <file>', 'take all contacts from an export, without a CRM; - is stdin').conflicts([
        'full',
        'watch',
        'baseUrl',
        'tokenFile',
        'indexLag',
      ]),
    )
    .addOption(dbFlag())
    .option('--json', 'print one JSON object per line, the summary last')
    .addHelpText('after', EXAMPLES)
  addColumnFlags(addSignInFlags(sync).addOption(contactRegionFlag()), 'from').action((flags: SyncFlags) =>
    runSync(io, flags),
  )
  sync
    .command('status')
    .description('say how old the contacts are, whether syncs succeed, and what waits for the CRM')
    .addOption(dbFlag())
    .option('--json', 'print one JSON object')
    .addHelpText('after', STATUS_EXAMPLES)
    .action(async (_flags: object, command: Command) => {
      const { runStatus } = await import('./sync-status.ts')
      await runStatus(io, command.optsWithGlobals())
    })
  return sync
}

async function runSync(io: Io, flags: SyncFlags): Promise<void> {
  if (flags.from !== undefined) {
    const { syncFrom } = await import('./import.ts')
    return syncFrom(io, flags.from, flags)
  }
  const place = await storePlace(io, flags.db)
  const stop = new AbortController()
  const off = onSignal(() => stop.abort())
  try {
    await withStore(io, place.db, (store) => {
      const job: Job = { store, place, flags, signal: stop.signal }
      return flags.watch ? watch(io, job) : syncAndTell(io, job)
    })
  } finally {
    off()
  }
}

interface Job {
  readonly store: Store
  readonly place: StorePlace
  readonly flags: SyncFlags
  /** Asks it to end. */
  readonly signal: AbortSignal
}

async function syncAndTell(io: Io, job: Job): Promise<void> {
  const { json } = job.flags
  try {
    const synced = await syncClaimed(io, job)
    if (job.signal.aborted) throw new Interrupted()
    if (json) await printJson(io, { type: 'summary', ...syncJson(synced) })
    if (synced.kind === 'synced') {
      if (!json)
        for (const line of renderSync(synced, `ringsight outbox${atDb(job.flags.db)}`)) await printLine(io, line)
      return tellShortcomings(io, synced)
    }
    say(io, renderFailure(synced, `ringsight outbox${atDb(job.flags.db)}`))
    io.exit(3)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    tellInterrupted(io, job.store)
  }
}

function tellInterrupted(io: Io, store: Store, done = ''): void {
  const gathered = readGathered(store)
  const goesOn = gathered > 0 ? `; the next sync goes on at ${renderCount(gathered)} contacts` : ''
  say(io, `interrupted${done}${goesOn}`)
  io.exit(130)
}

// What was done is told by then.
function tellShortcomings(io: Io, synced: DoneSync): void {
  if (synced.sent.parked > 0) io.exit(1)
  for (const why of shortcomings(synced)) {
    say(io, why)
    io.exit(3)
  }
}

function shortcomings({ sent, unpublished }: DoneSync): string[] {
  return describeShortcomings({ sent, unpublished: unpublished === null ? null : describeError(unpublished).message })
}

async function syncClaimed(io: Io, { store, place, flags, signal }: Job): Promise<SyncedOnce> {
  const crm = await expectCrm(io, flags)
  const progress = openProgress(io, 'contacts', 1)
  const job: SyncJob = {
    store,
    crm,
    signal,
    wish: flags.full ? 'full' : 'auto',
    isHurried: !flags.watch,
    onProgress: progress.update,
    onPause(ms, why) {
      progress.end()
      say(io, `${safeLine(why)}; asked again in ${Math.ceil(ms / 1000)} s`)
    },
  }
  const tools = openSyncTools(io, place)
  return withClaim(store, tools, () => syncOnce(job, tools)).finally(progress.end)
}

async function watch(io: Io, job: Job): Promise<void> {
  const { store, place, flags, signal } = job
  // What is wrong with the flags is said at once, and not for ever.
  await expectCrm(io, flags)
  const { syncForever } = await import('../sync/forever.ts')
  let [syncs, failed] = [0, 0]
  const watched = {
    store,
    everyMs: flags.every,
    signal,
    openCrm: () => expectCrm(io, flags),
    sync: () => syncClaimed(io, job),
    onSynced(synced: SyncedOnce) {
      if (synced.kind === 'synced') syncs += 1
      else failed += 1
      return tellRound(io, synced, flags)
    },
    onError: (error: unknown) => say(io, describeError(error).message),
    // A token file is written anew.
    mayPass: (error: unknown) => describeError(error).code === 2 && !(error instanceof StoreError),
  }
  await syncForever(watched, openSyncTools(io, place))
  if (flags.json) await printJson(io, { type: 'summary', mode: 'watch', syncs, failed })
  tellInterrupted(io, store, ` after ${plural(syncs, 'sync')}`)
}

async function tellRound(io: Io, synced: SyncedOnce, { json, db }: SyncFlags): Promise<void> {
  const time = renderTime(io.now().getTime())
  if (json) await printJson(io, { type: 'sync', ...syncJson(synced) })
  if (synced.kind === 'failed') {
    writeAside(io, `${time}  ${renderFailure(synced, `ringsight outbox${atDb(db)}`)}\n`)
    return
  }
  if (!json) await printLine(io, renderSyncLine(synced, time, `ringsight outbox${atDb(db)}`))
  for (const why of shortcomings(synced)) writeAside(io, `${time}  ${why}\n`)
}
