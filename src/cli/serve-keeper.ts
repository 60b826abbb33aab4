// The process of `ringsight serve` that syncs, publishes and sends, for as long as its parent runs.
import { type KeeperEvent, type Keeping, keep } from '../server/keeper.ts'
import type { KeeperMessage, LogLine, Wake, WorkspaceConfig } from '../server/serve.ts'
import { type Store, StoreError } from '../store/store.ts'
import { SyncError } from '../sync/error.ts'
import { renderFailure } from '../sync/report.ts'
import { world } from '../terminal/world.ts'
import { describeError } from './exit.ts'
import { expectCrm, openClock, openKeptStore } from './open.ts'
import { LAST_WORD_MS, onParent } from './serve-parent.ts'

const keepings = new Map<string, Keeping>()
const parent = await onParent<{ readonly workspaces: readonly WorkspaceConfig[] }, Wake, KeeperMessage>(
  ({ workspace }) => keepings.get(workspace)?.wake(),
)

const { signal } = parent
const tools = {
  ...openClock(world),
  signal,
  tell: (event: KeeperEvent) => parent.tell({ type: 'log', line: lineOf(event) }),
  // A token file is written anew.
  mayPass: (error: unknown) => describeError(error).code === 2 && !(error instanceof StoreError),
}

const stores: Store[] = []
// What no waiting will mend ends this process; the parent starts it again, and says so.
await keepAll().catch((error: unknown) => {
  const { message } = describeError(error)
  parent.tell({ type: 'log', line: { level: 'error', event: 'keeper', message } })
  process.exitCode = 3
})
for (const store of stores) store.close()
setTimeout(() => process.exit(), LAST_WORD_MS)

async function keepAll(): Promise<void> {
  for (const { name, db, folder, crm, everyMs } of parent.start.workspaces) {
    const store = await openKeptStore(world, db)
    stores.push(store)
    keepings.set(name, keep({ name, store, folder, everyMs, openCrm: crm && (() => expectCrm(world, crm)) }, tools))
  }
  await Promise.all([...keepings.values()].map(({ done }) => done))
}

function lineOf(event: KeeperEvent): LogLine {
  const { workspace } = event
  switch (event.type) {
    case 'published': {
      const { scope, generation, numbers } = event
      return { level: 'info', event: 'published', workspace, scope, generation, numbers }
    }
    case 'put-back':
      return { level: 'warning', event: 'put-back', workspace, doubted: event.doubted }
    case 'failed': {
      // Of several servers on one database, one works with the CRM at a time.
      const isTheirTurn = event.error instanceof SyncError && event.error.kind === 'busy'
      const { message } = describeError(event.error)
      return { level: isTheirTurn ? 'info' : 'error', event: 'keeper', workspace, message }
    }
    case 'synced': {
      const { synced } = event
      if (synced.kind === 'failed') {
        return { level: 'error', event: 'sync-failed', workspace, message: renderFailure(synced, 'ringsight outbox') }
      }
      const { sent, synced: done } = synced
      const unpublished = synced.unpublished === null ? null : describeError(synced.unpublished).message
      return {
        level: unpublished === null ? 'info' : 'error',
        event: 'synced',
        workspace,
        mode: done.mode,
        contacts: done.contacts,
        sent: sent.sent,
        waiting: sent.waiting,
        parked: sent.parked,
        ...(unpublished !== null && { unpublished }),
      }
    }
  }
}
