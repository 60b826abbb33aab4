// Makes the snapshots that a team's phones take: one a scope, each with its packed form and the deltas from earlier ones. For
// whoever holds the claim on the CRM. Knows no CRM and no requests.
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Contact } from '../core/contact.ts'
import { dayAt } from '../core/day.ts'
import { isInScope, renderScope, type Scope, type ScopeFacts } from '../core/scope.ts'
import { buildSnapshot } from '../core/snapshot/build.ts'
import { buildDelta } from '../core/snapshot/delta.ts'
import { openSnapshot } from '../core/snapshot/snapshot.ts'
import { callerOf } from '../store/publish.ts'
import { hashWorkspace, writeSnapshotFile } from '../store/snapshot-file.ts'
import type { KeptGeneration, PublishedScope, PublishedScopes, Store } from '../store/store.ts'
import { fetchFiles, removeOthers, shareFiles } from './exchange.ts'
import { deltaFile, gzipOf, snapshotFile } from './shelf.ts'

export interface PublishJob {
  readonly store: Store
  readonly folder: string
  readonly scopes: readonly Scope[]
  /** Members of the lists among them. */
  readonly lists: ScopeFacts['lists']
  /** Milliseconds since the epoch. */
  readonly now: number
}

// A phone that was off for a week takes a delta still, where contacts come once a day.
const KEPT = 7

/**
 * Publishes the contacts of a store, one snapshot a scope. A scope whose contacts are as before keeps its generation: its
 * phones have nothing to fetch.
 *
 * @throws StoreError, and the file system's error; what was published before is served on
 */
export async function publishScopes(job: PublishJob): Promise<PublishedScopes> {
  const { store, folder, scopes } = job
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const of = store.read('import')?.at ?? ''
  const account = store.read('sync')?.account ?? ''
  const before = store.read('published')
  if (store.shared !== undefined) {
    await fetchFiles(store.shared, folder, { scopes: before?.scopes ?? [], isForDeltas: true })
  }
  const people = readCallers(job)
  const published: PublishedScope[] = []
  for (const scope of scopes) {
    // A phone that is given another scope has another workspace's snapshot, whose generations it does not compare.
    const workspaceHash = hashWorkspace(scope.kind === 'all' ? account : `${account}\n${renderScope(scope)}`)
    const last = before?.scopes.find((each) => each.workspaceHash === workspaceHash)
    const seen = people.get(scope) ?? []
    published.push(await publishScope(job, { scope, workspaceHash, last, seen }))
  }
  const publication = { of, scopes: published }
  if (store.shared !== undefined) {
    await shareFiles(store.shared, folder, { scopes: published, before: before?.scopes ?? [] })
  }
  store.write('published', publication)
  // Another process may serve what was published before for a moment more.
  await removeOthers(folder, [...published, ...(before?.scopes ?? [])])
  return publication
}

// A caller does not say any more whose it is: that is asked of the contact.
function readCallers({ store, scopes, lists, now }: PublishJob): ReadonlyMap<Scope, readonly Contact[]> {
  const seen = new Map(scopes.map((scope): [Scope, Contact[]] => [scope, []]))
  const today = dayAt(now)
  for (const contact of store.readContacts()) {
    const caller = callerOf(contact, today)
    if (caller === null) continue
    for (const [scope, callers] of seen) if (isInScope(contact, scope, { at: now, lists })) callers.push(caller)
  }
  return seen
}

/** Whether every file of a publication is there: a database that was restored may come without them. */
export function isWhole(folder: string, { scopes }: PublishedScopes): boolean {
  return scopes.every(
    (each) => existsSync(snapshotFile(folder, each)) && existsSync(gzipOf(snapshotFile(folder, each))),
  )
}

interface Part {
  readonly scope: Scope
  readonly workspaceHash: string
  readonly last: PublishedScope | undefined
  readonly seen: readonly Contact[]
}

async function publishScope({ folder, now }: PublishJob, { scope, workspaceHash, last, seen }: Part) {
  // By the clock as well: a database that was restored counts from where it was, and phones have met those numbers.
  const generation = Math.max((last?.generation ?? 0) + 1, Math.floor(now / 1000))
  const bytes = buildSnapshot(seen, { workspaceHash, generation, createdAtMs: now, regions: [] })
  const snapshot = openSnapshot(bytes)
  if (snapshot.kind === 'damaged') throw new Error(`expected a sound snapshot, built one with ${snapshot.reason}`)
  const kept = await readKept(folder, last)
  if (last !== undefined && kept[0] !== undefined && isSameContent(kept[0].bytes, bytes)) return last
  const named = { workspaceHash, generation }
  const file = snapshotFile(folder, named)
  await writeSnapshotFile(file, bytes)
  const gzipBytes = await writePacked(file, bytes)
  const deltas: KeptGeneration[] = []
  for (const each of kept.slice(0, KEPT)) {
    const delta = buildDelta(each.bytes, bytes)
    deltas.push({
      generation: each.generation,
      delta: delta && (await writeDelta(deltaFile(folder, named, each.generation), delta)),
    })
  }
  const checksum = snapshot.bytes.getUint32(60, true).toString(16).padStart(8, '0')
  return {
    scope,
    ...named,
    createdAtMs: now,
    checksum,
    numbers: snapshot.count,
    bytes: bytes.length,
    gzipBytes,
    before: deltas,
  }
}

interface Kept {
  readonly generation: number
  readonly bytes: Uint8Array
}

// The newest first. One that is lost or damaged makes no delta.
async function readKept(folder: string, last: PublishedScope | undefined): Promise<Kept[]> {
  if (last === undefined) return []
  const kept: Kept[] = []
  for (const generation of [last.generation, ...last.before.map((each) => each.generation)]) {
    const bytes = await readFile(snapshotFile(folder, { ...last, generation })).catch(() => null)
    if (bytes !== null && openSnapshot(bytes).kind === 'snapshot') kept.push({ generation, bytes })
  }
  return kept
}

// All but what says when it was made: generation, time and the checksum over them.
const OWN_FIELDS: readonly (readonly [number, number])[] = [
  [12, 16],
  [24, 32],
  [60, 64],
]

function isSameContent(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let from = 0
  for (const [start, end] of [...OWN_FIELDS, [one.length, one.length] as const]) {
    if (Buffer.compare(one.subarray(from, start), other.subarray(from, start)) !== 0) return false
    from = end
  }
  return true
}

async function writePacked(file: string, bytes: Uint8Array): Promise<number> {
  const packed = await promisify(gzip)(bytes)
  await writeSnapshotFile(gzipOf(file), packed)
  return packed.length
}

async function writeDelta(file: string, delta: Uint8Array) {
  await writeSnapshotFile(file, delta)
  return { bytes: delta.length, gzipBytes: await writePacked(file, delta) }
}
