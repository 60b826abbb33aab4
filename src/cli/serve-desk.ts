// The process of `ringsight serve` that has the databases open: says what changed in them, and saves outcomes.
import { setTimeout as sleep } from 'node:timers/promises'
import { type DeskStore, openLooks, readHealth, saveOutcome } from '../server/desk.ts'
import type { DeskMessage, DeskRequest, WorkspaceConfig } from '../server/serve.ts'
import { world } from '../terminal/world.ts'
import { describeError } from './exit.ts'
import { openStore } from './open.ts'
import { onParent } from './serve-parent.ts'

const LOOK_MS = 500
const HEALTH_MS = 10_000
// While all contacts are adopted, the database takes nothing; a phone waits so long for its answer.
const TRIES = 4
const PAUSE_MS = 500

const parent = await onParent<{ readonly workspaces: readonly WorkspaceConfig[] }, DeskRequest, DeskMessage>(
  (message) => {
    void save(message)
  },
)
const stores: DeskStore[] = []
for (const { name, db } of parent.start.workspaces) stores.push({ name, store: await openStore(world, db) })
const look = openLooks()
let healthAt = Number.NEGATIVE_INFINITY
let told = ''

while (!parent.signal.aborted) {
  try {
    for (const store of stores) {
      const state = look(store)
      if (state !== null) parent.tell({ type: 'state', state })
    }
    if (performance.now() - healthAt > HEALTH_MS) {
      healthAt = performance.now()
      for (const store of stores) parent.tell({ type: 'health', workspace: store.name, health: readHealth(store) })
    }
    told = ''
  } catch (error) {
    complain(error)
  }
  await sleep(LOOK_MS, undefined, { signal: parent.signal }).catch(() => {})
}
for (const { store } of stores) store.close()
process.exit()

function complain(error: unknown): void {
  const { message } = describeError(error)
  if (message !== told) parent.tell({ type: 'log', line: { level: 'error', event: 'database', message } })
  told = message
}

async function save({ id, request }: DeskRequest): Promise<void> {
  const found = stores.find(({ name }) => name === request.workspace)
  for (let tried = 1; ; tried += 1) {
    try {
      const saved = found === undefined ? ({ kind: 'busy' } as const) : saveOutcome(found.store, request, Date.now())
      if (saved.kind !== 'busy' || tried === TRIES) return parent.tell({ type: 'saved', id, saved })
    } catch (error) {
      complain(error)
      return parent.tell({ type: 'saved', id, saved: { kind: 'busy' } })
    }
    await sleep(PAUSE_MS)
  }
}
