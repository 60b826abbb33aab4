// A workspace as the server holds it: its tokens, and the newest snapshot of each scope, open. What comes from the database
// arrives here; a look-up finds all of it in memory.
import type { AccessToken } from '../core/access-token.ts'
import { renderScope } from '../core/scope.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import { openSnapshotFile, type SnapshotFile } from '../store/snapshot-file.ts'
import type { PublishedScope } from '../store/store.ts'
import type { WorkspaceState } from './desk.ts'
import type { ServedSnapshot } from './directory-answer.ts'
import { isFresh } from './freshness.ts'
import type { Online } from './online.ts'
import { servedOf, snapshotFile } from './shelf.ts'

/** A workspace that is served. */
export interface Workspace {
  readonly name: string
  /** The country that national forms are read under; null for none. */
  readonly region: string | null
  /** The CRM's account that the contacts are of; null for those of files, and until it is known. */
  readonly account: string | null
  /** By their ids, revoked ones among them. */
  readonly tokens: ReadonlyMap<string, AccessToken>
  /** Whether its contacts are published. */
  readonly isReady: boolean
  /** The way to its CRM; null where there is no sign-in. */
  readonly online: Online | null
  /** Whether its contacts are all that the CRM has. @param now milliseconds since the epoch */
  isFresh(now: number): boolean
  /** What phones of a scope fetch; null where it is not published yet. */
  served(scope: AccessToken['scope']): ServedSnapshot | null
  /** Where callers of a scope are found; null likewise, or where the file is damaged. */
  snapshot(scope: AccessToken['scope']): Snapshot | null
  /** What was found in the database. @returns the scopes that have a new generation */
  update(state: WorkspaceState): readonly PublishedScope[]
  close(): void
}

export interface WorkspacePlace {
  readonly name: string
  readonly region: string | null
  readonly folder: string
  /** How often its contacts are synced. */
  readonly everyMs: number
}

interface Shelved {
  readonly published: PublishedScope
  readonly served: ServedSnapshot
  /** Opened when it is first looked into; null as long as it is not. */
  file: SnapshotFile | null
}

export function openWorkspace({ name, region, folder, everyMs }: WorkspacePlace, online: Online | null): Workspace {
  let tokens = new Map<string, AccessToken>()
  let account: string | null = null
  let freshAt: number | null = null
  const shelf = new Map<string, Shelved>()

  function open(shelved: Shelved): SnapshotFile | null {
    try {
      if (shelved.file === null) {
        shelved.file = openSnapshotFile(snapshotFile(folder, shelved.published))
        void shelved.file.readAhead()
      }
    } catch {
      // Not there: the next look says what is there instead.
    }
    return shelved.file
  }

  return {
    name,
    region,
    get account() {
      return account
    },
    get tokens() {
      return tokens
    },
    get isReady() {
      const all = shelf.get('all')
      return all !== undefined && open(all)?.snapshot.kind === 'snapshot'
    },
    online,
    isFresh: (now) => isFresh(freshAt, everyMs, now),
    served: (scope) => shelf.get(renderScope(scope))?.served ?? null,
    snapshot(scope) {
      const shelved = shelf.get(renderScope(scope))
      const snapshot = shelved === undefined ? undefined : open(shelved)?.snapshot
      return snapshot?.kind === 'snapshot' ? snapshot : null
    },
    update(state) {
      tokens = new Map(state.tokens.map((token) => [token.id, token]))
      account = state.account
      freshAt = state.freshAt
      const scopes = state.published?.scopes ?? []
      const changed = scopes.filter((each) => {
        const before = shelf.get(renderScope(each.scope))?.published
        return before?.workspaceHash !== each.workspaceHash || before.generation !== each.generation
      })
      const names = new Set(scopes.map(({ scope }) => renderScope(scope)))
      for (const [word, { file }] of shelf) {
        if (names.has(word)) continue
        file?.close()
        shelf.delete(word)
      }
      for (const published of changed) {
        const word = renderScope(published.scope)
        // Nobody looks something up between here and there: a look-up does not wait.
        shelf.get(word)?.file?.close()
        shelf.set(word, { published, served: servedOf(folder, published), file: null })
      }
      return changed
    },
    close() {
      for (const { file } of shelf.values()) file?.close()
      shelf.clear()
    },
  }
}
