// The process of `ringsight serve` that has the databases open: says what changed in them, and does what is to be done there.
import { setTimeout as sleep } from 'node:timers/promises'
import { openBooks } from '../server/book.ts'
import { type DeskStore, openLooks, readHealth, type WorkspaceState } from '../server/desk.ts'
import { doWork } from '../server/desk-work.ts'
import { fetchFiles } from '../server/exchange.ts'
import type { DeskMessage, DeskRequest, WorkspaceConfig } from '../server/serve.ts'
import { isFileLost } from '../store/store.ts'
import { world } from '../terminal/world.ts'
import { describeError } from './exit.ts'
import { openKeptStore } from './open.ts'
import { LAST_WORD_MS, onParent } from './serve-parent.ts'

const LOOK_MS = 500
// Where word of what was written comes by itself, it is looked for all the same: it may be lost with a connection.
const FAR_LOOK_MS = 5_000
const WORD_MS = 50
const HEALTH_MS = 10_000
// While all contacts are adopted, the database takes nothing; a phone waits so long for its answer.
const TRIES = 4
const PAUSE_MS = 500

const stores: DeskStore[] = []
const tools = { now: () => Date.now(), books: openBooks(() => Date.now()) }
// Work may come before the databases are open.
let tellOpened = () => {}
const opened = new Promise<void>((resolve) => {
  tellOpened = resolve
})
const parent = await onParent<{ readonly workspaces: readonly WorkspaceConfig[] }, DeskRequest, DeskMessage>(
  (message) => {
    void perform(message)
  },
)
const folders = new Map(parent.start.workspaces.map(({ name, folder }) => [name, folder]))
let word = new AbortController()
let isLost = false
let told = ''
for (const { name, db } of parent.start.workspaces) {
  const store = await openKeptStore(world, db).catch(giveUp)
  store.shared?.onWritten(() => word.abort())
  stores.push({ name, store })
}
tellOpened()
const isTold = stores.every(({ store }) => store.shared !== undefined)
let look = openLooks()
let healthAt = Number.NEGATIVE_INFINITY

while (!parent.signal.aborted && !isLost) {
  word = new AbortController()
  try {
    for (const each of stores) {
      const state = look(each)
      if (state === null) continue
      await bringFiles(each, state)
      parent.tell({ type: 'state', state })
    }
    if (performance.now() - healthAt > HEALTH_MS) {
      healthAt = performance.now()
      for (const store of stores) parent.tell({ type: 'health', workspace: store.name, health: readHealth(store) })
    }
    told = ''
  } catch (error) {
    complain(error)
    // Of what was seen, not all may have been told.
    look = openLooks()
  }
  // What failed is tried again soon.
  const ms = isTold && told === '' ? FAR_LOOK_MS : LOOK_MS
  await sleep(ms, undefined, { signal: AbortSignal.any([parent.signal, word.signal]) }).catch(() => {})
  // While contacts are gathered, word comes at every page.
  if (isTold) await sleep(WORD_MS)
}
// The parent starts another one, which opens what is there by then.
for (const { store } of stores) store.close()
if (isLost) await sleep(LAST_WORD_MS)
process.exit()

/** Brings what a server on another machine has published, before it is served here. */
async function bringFiles({ name, store }: DeskStore, { published }: WorkspaceState): Promise<void> {
  if (store.shared === undefined || published === null) return
  await fetchFiles(store.shared, folders.get(name) ?? '', { scopes: published.scopes, isForDeltas: false })
}

function complain(error: unknown): void {
  const { message } = describeError(error)
  if (message !== told) parent.tell({ type: 'log', line: { level: 'error', event: 'database', message } })
  told = message
  if (isFileLost(error)) isLost = true
}

async function giveUp(error: unknown): Promise<never> {
  complain(error)
  await sleep(LAST_WORD_MS)
  process.exit(3)
}

async function perform({ id, work }: DeskRequest): Promise<void> {
  await opened
  const found = stores.find(({ name }) => name === work.workspace)
  for (let tried = 1; ; tried += 1) {
    try {
      const reply = found === undefined ? ({ kind: 'busy' } as const) : await doWork(found.store, work, tools)
      if (reply.kind !== 'busy' || tried === TRIES) return parent.tell({ type: 'done', id, reply })
    } catch (error) {
      complain(error)
      return parent.tell({ type: 'done', id, reply: { kind: 'busy' } })
    }
    await sleep(PAUSE_MS)
  }
}
