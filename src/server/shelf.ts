// Where published snapshots lie: files in a folder beside the store, named by workspace and generation. Knows which file is
// what, and nothing of what is in it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PublishedScope } from '../store/store.ts'
import type { Served, ServedSnapshot } from './directory-answer.ts'

/** The folder of a store's snapshots. */
export function shelfPath(storePath: string): string {
  return `${storePath}.directory`
}

/** Removes a store's snapshots, whatever generation they are of. */
export function removeShelf(storePath: string): void {
  rmSync(shelfPath(storePath), { recursive: true, force: true })
}

/** The file of what a server remembers of its database, in the same folder: see put-back.ts. */
export const WITNESS = 'turns'

type Named = Pick<PublishedScope, 'workspaceHash' | 'generation'>

/** The file of a generation. */
export function snapshotFile(folder: string, { workspaceHash, generation }: Named): string {
  return join(folder, `${workspaceHash}-${generation}.snapshot`)
}

/** The file of the delta from an earlier generation. */
export function deltaFile(folder: string, { workspaceHash, generation }: Named, since: number): string {
  return join(folder, `${workspaceHash}-${since}-${generation}.delta`)
}

/** The same, packed. */
export function gzipOf(file: string): string {
  return `${file}.gz`
}

/** What a snapshot is served from. */
export function servedOf(folder: string, published: PublishedScope): ServedSnapshot {
  const { workspaceHash, generation, checksum, bytes, gzipBytes, before } = published
  const pair = (file: string, plain: number, gzip: number): { plain: Served; gzip: Served | null } => ({
    plain: { file, bytes: plain },
    gzip: gzip > 0 ? { file: gzipOf(file), bytes: gzip } : null,
  })
  return {
    generation,
    tag: `${workspaceHash}-${generation}-${checksum}`,
    ...pair(snapshotFile(folder, published), bytes, gzipBytes),
    deltas: new Map(
      before.flatMap(({ generation: since, delta }) =>
        delta === null
          ? []
          : [[since, pair(deltaFile(folder, published, since), delta.bytes, delta.gzipBytes)] as const],
      ),
    ),
  }
}

/** Every file that a publication needs: what else lies in the folder is of no use any more. */
export function filesOf(folder: string, published: PublishedScope): string[] {
  const { plain, gzip, deltas } = servedOf(folder, published)
  const kept = published.before.map(({ generation }) => snapshotFile(folder, { ...published, generation }))
  const served = [{ plain, gzip }, ...deltas.values()].flatMap((each) =>
    [each.plain.file, each.gzip?.file ?? []].flat(),
  )
  return [...served, ...kept]
}
