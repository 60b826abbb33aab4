// Brings published files to servers on other machines, by the database that they share. Packed: each comes as it was sent, and what
// it was made of with it.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { writeSnapshotFile } from '../store/snapshot-file.ts'
import type { PublishedScope, Shared } from '../store/store.ts'
import { filesOf, gzipOf, servedOf, snapshotFile, WITNESS } from './shelf.ts'

type Scopes = readonly PublishedScope[]

/** Gives the files of a publication to the database. @param before of the publication before, whose files others may fetch still */
export async function shareFiles(
  shared: Shared,
  folder: string,
  { scopes, before }: { scopes: Scopes; before: Scopes },
) {
  const there = new Set(shared.fileNames())
  for (const name of scopes.flatMap((each) => servedFiles(folder, each)).map(packedName)) {
    if (!there.has(name)) shared.writeFile(name, await readFile(join(folder, name)))
  }
  const needed = new Set(
    [...scopes, ...before].flatMap((each) => [...servedFiles(folder, each), ...keptFiles(folder, each)]),
  )
  const names = new Set([...needed].map(packedName))
  shared.removeFiles([...there].filter((name) => !names.has(name)))
}

/**
 * Brings what is not in the folder yet. What is not in the database either is left out.
 *
 * @param isForDeltas whether snapshots from before are brought too, of which the next deltas are made
 */
export async function fetchFiles(
  shared: Shared,
  folder: string,
  { scopes, isForDeltas }: { readonly scopes: Scopes; readonly isForDeltas: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  async function bring(file: string): Promise<Uint8Array | null> {
    const packed = shared.readFile(packedName(file))
    if (packed !== null) await writeSnapshotFile(file, await promisify(gunzip)(packed))
    return packed
  }
  for (const file of scopes.flatMap((each) => servedFiles(folder, each))) {
    if (existsSync(file) && existsSync(gzipOf(file))) continue
    const packed = await bring(file)
    if (packed !== null) await writeSnapshotFile(gzipOf(file), packed)
  }
  if (!isForDeltas) return
  for (const file of scopes.flatMap((each) => keptFiles(folder, each))) if (!existsSync(file)) await bring(file)
}

/** Names of files in the folder that these publications do not need. */
export async function findOthers(folder: string, scopes: Scopes): Promise<string[]> {
  const needed = new Set(scopes.flatMap((each) => filesOf(folder, each)).map((file) => basename(file)))
  return (await readdir(folder).catch(() => [])).filter((name) => name !== WITNESS && !needed.has(name))
}

/** Removes them. For whoever holds the claim on the CRM: who publishes just now writes files that nobody knows of yet. */
export async function removeOthers(folder: string, scopes: Scopes): Promise<void> {
  for (const name of await findOthers(folder, scopes)) await rm(join(folder, name), { force: true })
}

function packedName(file: string): string {
  return basename(gzipOf(file))
}

/** What is sent, unpacked. */
function servedFiles(folder: string, scope: PublishedScope): string[] {
  const { plain, deltas } = servedOf(folder, scope)
  return [plain.file, ...[...deltas.values()].map((delta) => delta.plain.file)]
}

function keptFiles(folder: string, scope: PublishedScope): string[] {
  return scope.before.map(({ generation }) => snapshotFile(folder, { ...scope, generation }))
}
