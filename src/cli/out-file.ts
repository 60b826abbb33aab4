// Files that commands write: whole or not at all, and never over another by accident.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { safeLine } from '../core/text.ts'
import { InputError } from './exit.ts'
import { onSignal } from './interruption.ts'

/** Where a command is told to write. */
export interface OutTarget {
  readonly path: string
  /** The option that names it, such as `--out`. */
  readonly flag: string
  readonly mayReplace: boolean
}

/** A file that is being written; nobody sees it before it is finished. */
export interface OutFile {
  write(piece: string | Uint8Array): Promise<void>
  /** Gives it its name, once everything is on the disk. */
  finish(): Promise<void>
  /** Leaves no trace of it; what is finished stays. */
  discard(): Promise<void>
}

/**
 * Begins a file by way of a temporary one beside it, which goes also where the process ends before its time.
 *
 * @throws InputError when the file exists and is not to be replaced, or is no ordinary file
 */
export async function openOutFile(target: OutTarget): Promise<OutFile> {
  const { path } = target
  await expectFree(target)
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`)
  const file = await open(temporary, 'wx').catch((error: unknown) => fail(path, error))
  const removeNow = () => rmSync(temporary, { force: true })
  process.once('exit', removeNow)
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  return {
    write: (piece) => file.writeFile(piece).catch((error: unknown) => fail(path, error)),
    async finish() {
      try {
        await file.sync()
        await close()
        await rename(temporary, path)
        process.off('exit', removeNow)
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

// The name that the user knows, not that of the temporary file.
function fail(path: string, error: unknown): never {
  throw error instanceof Error && 'code' in error ? Object.assign(error, { path }) : error
}

/**
 * Writes a file of texts. A signal that ends the process leaves no trace of it.
 *
 * @throws InputError as openOutFile does
 */
export async function writeOutFile(target: OutTarget, texts: Iterable<string>): Promise<void> {
  const file = await openOutFile(target)
  const off = onSignal((signal) => {
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

/** Refuses, before any work is done, what openOutFile would refuse. */
export async function expectFree({ path, flag, mayReplace }: OutTarget): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw new InputError(`${flag}: there is no folder ${safeLine(dirname(path))}`)
  const found = await stat(path).catch(() => null)
  if (found === null) return
  const shown = safeLine(path)
  if (!found.isFile()) throw new InputError(`${flag}: expected a file, found a folder or device: ${shown}`)
  if (!mayReplace) throw new InputError(`${flag}: ${shown} exists already; --force replaces it`)
}
