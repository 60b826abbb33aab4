// Files that commands write: whole or not at all, never over another by accident, and for nobody's eyes but their owner's
// where they hold what people would not have read by others.
import { randomUUID } from 'node:crypto'
import { rmSync, type Stats } from 'node:fs'
import { type FileHandle, link, lstat, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { safeLine } from '../text/safe.ts'
import { describeFailure, InputError } from './exit.ts'
import { onSignal } from './interruption.ts'

/** Where a command is told to write. */
export interface OutTarget {
  readonly path: string
  /** The option that names it, such as `--out`. */
  readonly flag: string
  readonly mayReplace: boolean
  /** It holds names, numbers or notes of people: a new file is for its owner alone. One that is replaced stays as open as it was. */
  readonly isPersonal: boolean
}

/** A file that is being written; nobody sees it before it is finished. */
export interface OutFile {
  write(piece: string | Uint8Array): Promise<void>
  /** Ends the writing, so that what is on the disk can be read before it is finished: under which name. */
  settle(): Promise<string>
  /** Gives it its name, once everything is on the disk. */
  finish(): Promise<void>
  /** Leaves no trace of it; what is finished stays. */
  discard(): Promise<void>
}

/**
 * Begins a file by way of a temporary one beside it, which goes also where the process ends before its time. A link is
 * followed: what it leads to is replaced, and the link stays.
 *
 * @throws InputError when the file exists and is not to be replaced, or is no ordinary file; the file system's errors
 */
export async function openOutFile(target: OutTarget): Promise<OutFile> {
  const { path, isPersonal } = target
  const before = await expectFree(target)
  const own = before === null ? path : await realpath(path)
  await removeUnfinished(own)
  const temporary = join(dirname(own), `${beginningOf(own)}${process.pid}-${randomUUID().slice(0, 8)}.tmp`)
  const isPrivate = isPersonal || before !== null
  const file = await open(temporary, 'wx', isPrivate ? 0o600 : 0o666).catch((error: unknown) => fail(path, error))
  const removeNow = () => rmSync(temporary, { force: true })
  process.once('exit', removeNow)
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  const settle = async () => {
    try {
      if (isOpen && before !== null) await giveAccess(file, before)
      if (isOpen) await file.sync()
      await close()
      return temporary
    } catch (error) {
      return fail(path, error)
    }
  }
  return {
    write: (piece) => file.writeFile(piece).catch((error: unknown) => fail(path, error)),
    settle,
    async finish() {
      await settle()
      try {
        await (target.mayReplace ? rename(temporary, own) : nameNew(temporary, target))
        process.off('exit', removeNow)
        await syncFolder(dirname(own))
      } catch (error) {
        fail(path, error)
      }
    },
    async discard() {
      await close()
      await rm(temporary, { force: true })
      process.off('exit', removeNow)
    },
  }
}

// Another process may have made the file meanwhile. Where a system knows no second names, there is but the look before.
async function nameNew(temporary: string, target: OutTarget): Promise<void> {
  try {
    await link(temporary, target.path)
    await rm(temporary)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw isThere(target)
    await expectFree(target)
    await rename(temporary, target.path)
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

// Short, for a name may be as long as the system allows.
function beginningOf(path: string): string {
  return `.${basename(path).slice(0, 40)}.`
}

// The name of a temporary file says which process writes it. One that was killed took no leave.
async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path)
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(beginningOf(path))) continue
    const [, pid] = /\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name) ?? []
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(folder, name), { force: true }).catch(() => undefined)
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

// The new name is on the disk only when the folder is. Some systems have no such thing, and keep the name by themselves.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

// The name that the user knows, not that of the temporary file.
function fail(path: string, error: unknown): never {
  throw error instanceof Error && 'code' in error ? Object.assign(error, { path }) : error
}

/**
 * Writes a file of texts. A signal that ends the process leaves no trace of it.
 *
 * @param onInterrupted is called then, to say so
 * @throws InputError as openOutFile does
 */
export async function writeOutFile(
  target: OutTarget,
  texts: Iterable<string>,
  onInterrupted = () => {},
): Promise<void> {
  const file = await openOutFile(target)
  const off = onSignal((signal) => {
    onInterrupted()
    // Whoever sent it shall see the process end by it.
    void file.discard().finally(() => process.kill(process.pid, signal))
  })
  try {
    for (const text of texts) await file.write(text)
    await file.finish()
  } finally {
    await file.discard()
    off()
  }
}

/**
 * Refuses, before any work is done, what openOutFile would refuse.
 *
 * @returns the file that is there; null for none
 */
export async function expectFree({ path, flag, mayReplace }: OutTarget): Promise<Stats | null> {
  const shown = safeLine(path)
  const folder = await statOf(dirname(path), flag)
  if (!folder?.isDirectory()) throw new InputError(`${flag}: there is no folder ${safeLine(dirname(path))}`)
  const found = await statOf(path, flag)
  if (found === null) {
    const isLink = await lstat(path).catch(() => null)
    if (isLink !== null) throw new InputError(`${flag}: ${shown} is a link that leads nowhere`)
    return null
  }
  if (!found.isFile()) throw new InputError(`${flag}: expected a file, found a folder or device: ${shown}`)
  if (!mayReplace) throw isThere({ path, flag })
  return found
}

function isThere({ path, flag }: Pick<OutTarget, 'path' | 'flag'>): InputError {
  return new InputError(`${flag}: ${safeLine(path)} exists already; --force replaces it`)
}

function statOf(path: string, flag: string): Promise<Stats | null> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    const { code, message } = describeFailure(error)
    throw code === 2 ? new InputError(`${flag}: ${message}`, { cause: error }) : error
  })
}
