// Files that commands write: whole or not at all, never over another by accident, and for nobody's eyes but their owner's
// where they hold what people would not have read by others.
import { fstatSync, type Stats } from 'node:fs'
import { lstat, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { safeLine } from '../text/safe.ts'
import { describeFailure, InputError } from './exit.ts'
import { onSignal } from './interruption.ts'
import type { Io } from './io.ts'
import { openWholeFile, type WholeFile } from './whole-file.ts'

/** Where a command is told to write. */
export interface OutTarget {
  readonly path: string
  /** The flag that names it, such as `--out`. */
  readonly flag: string
  readonly mayReplace: boolean
  /** How to replace a file that exists all the same, as a clause. */
  readonly replacing?: string
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
export async function expectFree(target: OutTarget): Promise<Stats | null> {
  const { path, flag, mayReplace } = target
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
  if (!mayReplace) throw isThere(target)
  // Such as a store with outcomes in it that wait for the CRM.
  if (await isDatabase(path)) throw new InputError(`${flag}: ${shown} is a database; remove it yourself if you mean it`)
  return found
}

// The log of a database that is open holds its latest writes: https://www.sqlite.org/fileformat.html, sections 1.3.1 and 4.1.
const LOG_MAGIC = [0x377f0682, 0x377f0683]

async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const { buffer } = await file.read(Buffer.alloc(15), 0, 15, 0)
    return buffer.toString('latin1') === 'SQLite format 3' || LOG_MAGIC.includes(buffer.readUInt32BE(0))
  } finally {
    await file.close()
  }
}

/**
 * Refuses, before any work is done, outputs that cannot be written, that are one file under two names, or that are a file
 * which the command reads.
 *
 * @param read paths; `-` is stdin, which may be a file too
 */
export async function expectTargets(io: Io, targets: readonly OutTarget[], read: readonly string[]): Promise<void> {
  const taken = new Map<string, string>()
  for (const path of read)
    taken.set(path === '-' ? stdinIdentity(io) : await identityOf(path), `${safeLine(path)} is read`)
  for (const target of targets) {
    const identity = await identityOf(target.path)
    const why = taken.get(identity)
    if (why !== undefined)
      throw new InputError(`${target.flag}: expected another file than ${safeLine(target.path)}: ${why}`)
    taken.set(identity, `${target.flag} writes it already`)
    await expectFree(target)
  }
}

// What a file is to the system, whatever it is called; of a file that is not there yet, where it would be.
async function identityOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  if (found !== null) return identityOfFile(found)
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)))
  return join(folder, basename(path))
}

function stdinIdentity({ stdin }: Io): string {
  const descriptor = 'fd' in stdin && typeof stdin.fd === 'number' ? stdin.fd : null
  return descriptor === null ? 'stdin' : identityOfFile(fstatSync(descriptor))
}

function identityOfFile({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

function isThere({ path, flag, replacing }: OutTarget): InputError {
  return new InputError(`${flag}: ${safeLine(path)} exists already${replacing === undefined ? '' : `; ${replacing}`}`)
}

function statOf(path: string, flag: string): Promise<Stats | null> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    const { code, message } = describeFailure(error)
    throw code === 2 ? new InputError(`${flag}: ${message}`, { cause: error }) : error
  })
}
