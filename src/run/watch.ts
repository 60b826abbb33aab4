// Waits for files to change, and says which. Knows nothing of what is in them.
import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, normalize, sep } from 'node:path'

export interface Watch {
  /** Called with the files that changed, never twice at once; those that change meanwhile come with the next call. */
  readonly act: (changed: readonly string[]) => Promise<void>
  /** Ends it. */
  readonly signal: AbortSignal
}

// An editor saves in several steps: what comes within this time is one change.
const SETTLING_MS = 60

/** Watches folders, at any depth, and the folders of files, until it is told to end. */
export async function watchFiles(paths: readonly string[], { act, signal }: Watch): Promise<void> {
  const changed = new Set<string>()
  let wake: () => void = () => {}
  const note = (path: string) => {
    if (isPassing(path)) return
    changed.add(path)
    wake()
  }
  const watchers = await Promise.all(paths.map((path) => openWatcher(path, note)))
  signal.addEventListener('abort', () => wake())
  while (!signal.aborted) {
    if (changed.size === 0) await new Promise<void>((resolve) => (wake = resolve))
    if (signal.aborted) break
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS))
    const batch = [...changed]
    changed.clear()
    await act(batch)
  }
  for (const watcher of watchers) watcher.close()
}

// A file is watched by its folder: where an editor puts a new file in its place, the old one tells nothing more.
async function openWatcher(path: string, note: (path: string) => void): Promise<FSWatcher> {
  const isFolder = (await stat(path)).isDirectory()
  const folder = isFolder ? path : dirname(path)
  const watcher = watch(folder, { recursive: isFolder }, (_event, name) => {
    if (name !== null) note(normalize(join(folder, name)).split(sep).join('/'))
  })
  // A folder that goes away is one that no longer changes.
  return watcher.on('error', () => watcher.close())
}

// What editors, git and reports put down for a moment.
function isPassing(path: string): boolean {
  const name = basename(path)
  return name.startsWith('.') || name.endsWith('~') || /\.(?:tmp|swp|swx)$/.test(name) || path.includes('node_modules/')
}
