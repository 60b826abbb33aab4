// `ringsight sync status`: how old the contacts are, whether syncs succeed, and what waits for the CRM.
import { describeProblem } from '../core/sync.ts'
import { countIdentifiable } from '../store/publish.ts'
import type { Documents, Store } from '../store/store.ts'
import { isClaimed } from '../sync/claim.ts'
import { problemJson } from '../sync/outcome-json.ts'
import { countQueue, readQueue } from '../sync/queue.ts'
import { renderAge, renderReason } from '../sync/report.ts'
import { type Io, printJson, printLine } from '../terminal/io.ts'
import { plural, renderCount } from '../text/count.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import { shortLine } from '../text/safe.ts'
import { renderTime } from '../text/time.ts'
import { align } from '../text/width.ts'
import { atDb } from './flags/shared.ts'
import { storePlace, withStore } from './open.ts'

export interface StatusFlags {
  readonly db?: string
  readonly json?: boolean
}

interface Status {
  readonly import: Documents['import'] | null
  readonly sync: Documents['sync'] | null
  readonly run: Documents['run']
  readonly isSyncing: boolean
  readonly identifiable: number
  readonly waiting: number
  readonly parked: number
  /** ISO 8601 instant of the oldest outcome in the outbox. */
  readonly since: string | null
  readonly drafts: number
}

/** The status is 1 when no contacts were ever brought here. */
export async function runStatus(io: Io, flags: StatusFlags): Promise<void> {
  const { db, beside, isThere } = await storePlace(io, flags.db)
  const status = isThere() ? await withStore(io, db, (store) => readStatus(store, beside)) : NOTHING
  const now = io.now().getTime()
  if (flags.json) await printJson(io, statusJson(status, now))
  else for (const line of renderStatus(status, now, flags.db)) await printLine(io, line)
  if (status.import === null) io.exit(1)
}

const NOTHING: Status = {
  import: null,
  sync: null,
  run: null,
  isSyncing: false,
  identifiable: 0,
  waiting: 0,
  parked: 0,
  since: null,
  drafts: 0,
}

function readStatus(store: Store, beside: string): Status {
  const queue = readQueue(store)
  return {
    import: store.read('import') ?? null,
    sync: store.read('sync') ?? null,
    run: store.read('run') ?? null,
    isSyncing: isClaimed(store),
    identifiable: countIdentifiable(store, beside),
    ...countQueue(queue),
    since: queue[0]?.outcome.savedAt ?? null,
    drafts: store.read('drafts')?.length ?? 0,
  }
}

function renderStatus(status: Status, now: number, db: string | undefined): string[] {
  const { sync, run, isSyncing, waiting, parked, since, drafts } = status
  const failed = sync?.failed ?? null
  const rows: (readonly [string, string])[] = [
    ...describeContacts(status, now, db),
    [
      'Sync',
      isSyncing
        ? 'under way'
        : run == null
          ? 'none under way'
          : `stopped ${renderAge(now - run.startedAt)}; the next one goes on at ${renderCount(run.contacts)} contacts`,
    ],
    ...(failed === null ? [] : ([['Last error', `${renderAge(now - failed.at)}: ${renderReason(failed)}`]] as const)),
    ['Outbox', since === null ? 'nothing waits' : `${describeOutbox({ waiting, parked, since }, now)}${atDb(db)}`],
    ...(drafts === 0 ? [] : ([['Drafts', `${plural(drafts, 'outcome screen')} left unsaved`]] as const)),
  ]
  return align(rows.map(([label, text]) => [label, shortLine(text, 500)]))
}

function describeContacts(
  { import: kept, sync, identifiable }: Status,
  now: number,
  db: string | undefined,
): (readonly [string, string])[] {
  if (kept === null)
    return [['Last updated', `never: ringsight sync${atDb(db)}, or ringsight sync --from FILE${atDb(db)}`]]
  const at = Date.parse(kept.at)
  return [
    ['Last updated', `${renderTime(at)}, ${renderAge(now - at)}`],
    ['Contacts synced', `${renderCount(kept.contacts)}, from ${kept.source}${sync === null ? ' (no CRM)' : ''}`],
    ['Identified', `${plural(identifiable, 'number')} will show a name`],
  ]
}

function describeOutbox(
  { waiting, parked, since }: { waiting: number; parked: number; since: string },
  now: number,
): string {
  const oldest = `, the oldest saved ${renderAge(now - Date.parse(since))}`
  const parts = [
    waiting > 0 ? `${waiting} ${waiting === 1 ? 'waits' : 'wait'}` : '',
    parked > 0 ? `${parked} parked` : '',
  ]
  return `${parts.filter((part) => part !== '').join(', ')}${oldest}: ringsight outbox`
}

function statusJson(status: Status, now: number): JsonLine {
  const { import: kept, sync, run, isSyncing, identifiable, waiting, parked, since, drafts } = status
  const failed = sync?.failed ?? null
  return {
    type: 'summary',
    updatedAt: kept?.at ?? null,
    ageSeconds: kept === null ? null : Math.max(0, Math.round((now - Date.parse(kept.at)) / 1000)),
    contacts: kept?.contacts ?? 0,
    source: kept?.source ?? null,
    account: sync?.account ?? null,
    identifiableNumbers: identifiable,
    isSyncing,
    stopped:
      run == null || isSyncing ? null : { mode: run.kind, startedAt: isoOf(run.startedAt), gathered: run.contacts },
    problem: failed && {
      ...problemJson(failed.problem.kind, describeProblem(failed.problem)),
      detail: failed.detail ?? null,
      at: isoOf(failed.at),
    },
    waiting,
    parked,
    oldestSavedAt: since,
    drafts,
  }
}
