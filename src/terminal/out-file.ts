// Files that commands write: whole or not at all, never over another by accident, and for nobody's eyes but their owner's
// where they hold what people would not have read by others.
import type { Stats } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { safeLine } from '../text/safe.ts'
import { describeFailure, InputError } from './exit.ts'
import { onSignal } from './interruption.ts'
import { openWholeFile, type WholeFile } from './whole-file.ts'

/** Where a command is told to write. */
export interface OutTarget {
  readonly path: string
  /** The option that names it, such as `--out`. */
  readonly flag: string
  readonly mayReplace: boolean
  /** It holds names, numbers or notes of people: a new file is for its owner alone. One that is replaced stays as open as it was. */
  readonly isPersonal: boolean
}

/**
 * Begins a file. A link is followed: what it leads to is replaced, and the link stays.
 *
 * @throws InputError when the file exists and is not to be replaced, or is no ordinary file; the file system's errors
 */
export async function openOutFile(target: OutTarget): Promise<WholeFile> {
  const { path, isPersonal, mayReplace } = target
  const before = await expectFree(target)
  // The errors of the system name what the user knows, and not the temporary file.
  const named = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' && !mayReplace
        ? isThere(target)
        : 'code' in error
          ? Object.assign(error, { path })
          : error
    })
  const own = before === null ? path : await realpath(path)
  const file = await named(openWholeFile(own, { before, isPrivate: isPersonal, mayReplace }))
  return {
    write: (piece) => named(file.write(piece)),
    settle: () => named(file.settle()),
    finish: () => named(file.finish()),
    discard: file.discard,
  }
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
  const off = onSignal(() => {
    onInterrupted()
    void file.discard().finally(() => process.exit(130))
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
