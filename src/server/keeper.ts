// Keeps a workspace: syncs it with its CRM, publishes its snapshots, sends its outcomes, for as long as it runs. One of several
// processes does each of these at a time. Serves nobody.

import { parseScope, renderScope, type Scope, type ScopeFacts } from '../core/scope.ts'
import { planSending } from '../core/sending.ts'
import type { Crm, Page } from '../crm/crm.ts'
import { type DocumentReader, isFileLost, type Store, StoreError } from '../store/store.ts'
import { withClaim } from '../sync/claim.ts'
import { syncForever } from '../sync/forever.ts'
import { type SyncedOnce, syncOnce } from '../sync/once.ts'
import { readQueue } from '../sync/queue.ts'
import type { SyncTools } from '../sync/tools.ts'
import { fetchFiles, findOthers, removeOthers } from './exchange.ts'
import { freshAt, isFresh } from './freshness.ts'
import { isWhole, publishScopes } from './publish.ts'
import { openWitness } from './put-back.ts'

/** A workspace to be kept. */
export interface Kept {
  readonly name: string
  readonly store: Store
  readonly folder: string
  /** Null where there is no sign-in: what the store has is published. */
  readonly openCrm: (() => Promise<Crm>) | null
  readonly everyMs: number
}

/** What a keeper has to tell. */
export type KeeperEvent =
  | { readonly type: 'synced'; readonly workspace: string; readonly synced: SyncedOnce }
  | {
      readonly type: 'published'
      readonly workspace: string
      readonly scope: string
      readonly generation: number
      readonly numbers: number
    }
  | { readonly type: 'put-back'; readonly workspace: string; readonly doubted: number }
  | { readonly type: 'failed'; readonly workspace: string; readonly error: unknown }

export interface KeeperTools extends Pick<SyncTools, 'now' | 'chance' | 'pause'> {
  /** Ends all of it. */
  readonly signal: AbortSignal
  readonly tell: (event: KeeperEvent) => void
  readonly mayPass: (error: unknown) => boolean
}

/** A workspace that is being kept. */
export interface Keeping {
  /** There is an outcome to send. */
  wake(): void
  /** Ends when the signal has been heard. @throws what no waiting will mend */
  readonly done: Promise<void>
}

// So soon at most, what an import or a new token asks for is published.
const LOOK_MS = 1_000

export function keep(kept: Kept, tools: KeeperTools): Keeping {
  const waker = openWaker(tools)
  const watched = { ...kept, watch: openWatch(kept, tools, waker.wake) }
  const works = [syncing(watched, tools, waker.pause), publishing(watched, tools), waking(kept, tools, waker.wake)]
  return { wake: waker.wake, done: Promise.all(works).then(() => undefined) }
}

/** A workspace whose database may be put back while it is kept. */
interface Watched extends Kept {
  readonly watch: Watch
}

interface Watch {
  /** Takes note of how it stands. @returns whether it was put back, and nobody has heeded that */
  look(): boolean
  /** To be called under the claim, before anything is sent. */
  begin(): void
  /** Whether the database was put back, so that contacts are to be synced now; once. */
  takeUrgent(): boolean
}

function openWatch({ name, store, folder }: Kept, { now, tell }: KeeperTools, wake: () => void): Watch {
  const witness = openWitness(store, folder)
  let isUrgent = false
  return {
    look: witness.look,
    begin() {
      const doubted = witness.begin(now())
      if (doubted === null) return
      tell({ type: 'put-back', workspace: name, doubted })
      isUrgent = true
      wake()
    },
    takeUrgent() {
      const wasUrgent = isUrgent
      isUrgent = false
      return wasUrgent
    },
  }
}

// What failed is due again at its own time, and another process may have saved something.
const DUE_LOOK_MS = 5_000

async function waking({ store }: Kept, { signal, pause, now }: KeeperTools, wake: () => void): Promise<void> {
  while (!signal.aborted) {
    await pause(DUE_LOOK_MS, signal)
    if (!signal.aborted && isSendable(store, now())) wake()
  }
}

// A database that is away is told of by who publishes.
function isSendable(store: Store, now: number): boolean {
  try {
    return planSending(readQueue(store), now).kind === 'send'
  } catch (error) {
    if (error instanceof StoreError) return false
    throw error
  }
}

/** A pause that is cut short by whoever wakes it. */
function openWaker({ pause, signal }: KeeperTools): { readonly pause: SyncTools['pause']; readonly wake: () => void } {
  let current = new AbortController()
  return {
    pause: (ms) => pause(ms, AbortSignal.any([signal, current.signal])),
    wake() {
      current.abort()
      current = new AbortController()
    },
  }
}

async function syncing(kept: Watched, tools: KeeperTools, pause: SyncTools['pause']): Promise<void> {
  const { name, store, openCrm, everyMs, watch } = kept
  const { signal, tell, mayPass, now } = tools
  if (openCrm === null) return
  const syncTools: SyncTools = { ...tools, publish: () => publish(kept, tools), countIdentifiable: numbersIn }
  await syncForever(
    {
      store,
      everyMs,
      signal,
      openCrm,
      sync: async () => {
        const crm = await openCrm()
        return withClaim(store, tools, async () => {
          watch.begin()
          watch.takeUrgent()
          // Another process may have synced since this one began to wait.
          if (isFresh(freshAt(store), everyMs, now())) return null
          const quiet = { onProgress: () => {}, onPause: () => {} }
          return syncOnce({ store, crm, signal, wish: 'auto', isHurried: false, ...quiet }, syncTools)
        })
      },
      onSending: watch.begin,
      isUrgent: watch.takeUrgent,
      onSynced: async (synced) => tell({ type: 'synced', workspace: name, synced }),
      onError: (error) => tell({ type: 'failed', workspace: name, error }),
      mayPass,
    },
    { ...tools, pause },
  )
}

async function publishing(kept: Watched, tools: KeeperTools): Promise<void> {
  const { signal, pause, tell } = tools
  let told = ''
  while (!signal.aborted) {
    try {
      await publishIfStale(kept, tools)
      told = ''
    } catch (error) {
      if (isFileLost(error)) throw error
      if (String(error) !== told) tell({ type: 'failed', workspace: kept.name, error })
      told = String(error)
    }
    await pause(LOOK_MS, signal)
  }
}

async function publishIfStale(kept: Watched, tools: KeeperTools): Promise<void> {
  await fetchPublished(kept)
  const isCluttered = (await findClutter(kept, tools.now())).length > 0
  const isPutBack = kept.watch.look()
  if (!isPutBack && !isCluttered && !isStale(kept)) return
  const claim = kept.store.claimCrm()
  if (claim === null) return
  try {
    if (isPutBack || isStale(kept)) kept.watch.begin()
    if (isStale(kept)) await publish(kept, tools)
    else await removeOthers(kept.folder, kept.store.read('published')?.scopes ?? [])
  } finally {
    claim.release()
  }
}

/** Brings what a server on another machine has published. */
async function fetchPublished({ store, folder }: Kept): Promise<void> {
  const published = store.read('published')
  if (store.shared === undefined || published === undefined || isWhole(folder, published)) return
  await fetchFiles(store.shared, folder, { scopes: published.scopes, isForDeltas: false })
}

// What was published before is served for a moment more.
const CLUTTER_MS = 60_000

/** What is left of publications that were made elsewhere. Who publishes clears up as it does. */
async function findClutter({ store, folder }: Kept, now: number): Promise<string[]> {
  const published = store.read('published')
  if (store.shared === undefined || published === undefined) return []
  const newestAt = Math.max(0, ...published.scopes.map(({ createdAtMs }) => createdAtMs))
  return now - newestAt < CLUTTER_MS ? [] : findOthers(folder, published.scopes)
}

/** Whether there is something to publish: other contacts, a scope that nobody had before, files that are lost. */
function isStale({ store, folder }: Kept): boolean {
  const of = store.read('import')?.at
  if (of === undefined) return false
  const published = store.read('published')
  if (published === undefined || published.of !== of || !isWhole(folder, published)) return true
  const there = new Set(published.scopes.map(({ scope }) => renderScope(scope)))
  return scopesOf(store).some((scope) => !there.has(renderScope(scope)))
}

/** The scopes that somebody has a token for; and all, which telephone systems ask. */
function scopesOf(store: DocumentReader): Scope[] {
  const words = (store.read('tokens') ?? []).flatMap(({ scope, revokedAt }) =>
    revokedAt === null ? renderScope(scope) : [],
  )
  return [...new Set(['all', ...words])].flatMap((word) => parseScope(word) ?? [])
}

/** @returns how many numbers all contacts have */
async function publish(kept: Kept, tools: KeeperTools): Promise<number> {
  const { name, store, folder } = kept
  const { now, tell } = tools
  const before = new Map(store.read('published')?.scopes.map((each) => [each.workspaceHash, each.generation]))
  const wanted = scopesOf(store)
  const lists = await readLists(kept, tools, wanted)
  const { scopes } = await publishScopes({ store, folder, scopes: wanted, lists, now: now() })
  for (const { scope, workspaceHash, generation, numbers } of scopes) {
    if (before.get(workspaceHash) === generation) continue
    tell({ type: 'published', workspace: name, scope: renderScope(scope), generation, numbers })
  }
  return numbersIn(store)
}

// A list that cannot be read has the members that it had.
async function readLists(kept: Kept, { tell }: KeeperTools, scopes: readonly Scope[]): Promise<ScopeFacts['lists']> {
  const { name, store, openCrm } = kept
  const ids = scopes.flatMap((scope) => (scope.kind === 'list' ? scope.id : []))
  if (ids.length === 0) return new Map()
  const before = store.read('lists') ?? {}
  const members: Record<string, readonly string[]> = {}
  for (const id of ids) {
    members[id] = before[id] ?? []
    if (openCrm === null) continue
    try {
      members[id] = await readMembers(await openCrm(), id)
    } catch (error) {
      tell({ type: 'failed', workspace: name, error })
    }
  }
  store.write('lists', members)
  return new Map(Object.entries(members).map(([id, each]) => [id, new Set(each)]))
}

async function readMembers(crm: Crm, listId: string): Promise<string[]> {
  const members: string[] = []
  let after: string | null = null
  do {
    const page: Page<string> = await crm.readListMembers(listId, after)
    members.push(...page.records)
    after = page.after
  } while (after !== null)
  return members
}

function numbersIn(store: DocumentReader): number {
  return store.read('published')?.scopes.find(({ scope }) => scope.kind === 'all')?.numbers ?? 0
}
