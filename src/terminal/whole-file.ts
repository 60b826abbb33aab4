// Files that are there whole or not at all: written under another name beside, put on the disk, and only then named. Knows
// nothing of who asks.
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, type Stats } from 'node:fs'
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file that is being written; nobody sees it before it is finished. */
export interface WholeFile {
  write(piece: string | Uint8Array): Promise<void>
  /** Ends the writing, so that what is on the disk can be read before it is finished: under which name. */
  settle(): Promise<string>
  /** Gives it its name, once everything is on the disk. */
  finish(): Promise<void>
  /** Leaves no trace of it; what is finished stays. */
  discard(): Promise<void>
}

export interface WholeFileOptions {
  /** The file that is there; its access is kept. Null for none. */
  readonly before: Stats | null
  /** A new file is for its owner alone. */
  readonly isPrivate: boolean
  readonly mayReplace: boolean
}

/**
 * Begins a file. What is written of it goes also where the process ends before its time.
 *
 * @throws the file system's errors; EEXIST where another file came meanwhile that is not to be replaced
 */
export async function openWholeFile(
  path: string,
  { before, isPrivate, mayReplace }: WholeFileOptions,
): Promise<WholeFile> {
  removeUnfinished(path, 'dead')
  const temporary = join(dirname(path), `${beginningOf(path)}${process.pid}-${randomUUID().slice(0, 8)}.tmp`)
  const file = await open(temporary, 'wx', isPrivate || before !== null ? 0o600 : 0o666)
  const removeNow = () => rmSync(temporary, { force: true })
  process.once('exit', removeNow)
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  const settle = async () => {
    if (isOpen && before !== null) await giveAccess(file, before)
    if (isOpen) await file.sync()
    await close()
    return temporary
  }
  return {
    write: (piece) => file.writeFile(piece),
    settle,
    async finish() {
      await settle()
      await (mayReplace ? rename(temporary, path) : nameNew(temporary, path))
      process.off('exit', removeNow)
      await syncFolder(dirname(path))
    },
    async discard() {
      await close()
      await rm(temporary, { force: true })
      process.off('exit', removeNow)
    },
  }
}

/**
 * Removes what is left of this file where it was not finished.
 *
 * @param whose of processes that were killed, or of all, where nobody may be writing it
 */
export function removeUnfinished(path: string, whose: 'dead' | 'all'): void {
  for (const name of namesIn(dirname(path))) {
    // The name says which process writes it; older ones did not.
    const [found, pid] = name.startsWith(beginningOf(path)) ? (UNFINISHED.exec(name) ?? []) : []
    if (found === undefined || (whose === 'dead' && (pid === undefined || isRunning(Number(pid))))) continue
    rmSync(join(dirname(path), name), { force: true })
  }
}

const UNFINISHED = /\.(?:(\d+)-)?[0-9a-f]{8}\.tmp$/

// Short, for a name may be as long as the system allows.
function beginningOf(path: string): string {
  return `.${basename(path).slice(0, 40)}.`
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

// Another process may have made the file meanwhile. Where a system knows no second names, there is but a look before.
async function nameNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
    await rm(temporary)
  } catch (error) {
    const isThere = await stat(path).catch(() => null)
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    if (isThere !== null) throw Object.assign(new Error('it exists already'), { code: 'EEXIST', path })
    await rename(temporary, path)
  }
}

// Who may read the file before may read the new one, and nobody else: where it cannot be given to the same group, the bits
// of the group would let in another one.
async function giveAccess(file: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  const isGiven = async (owner: number) =>
    file.chown(owner, gid).then(
      () => true,
      () => false,
    )
  const own = await file.stat()
  const isSame = (own.uid === uid && own.gid === gid) || (await isGiven(uid)) || (await isGiven(own.uid))
  await file.chmod(mode & (isSame ? 0o777 : 0o707))
}

// The new name is on the disk only when the folder is. Some systems have no such thing, and keep the name by themselves.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
