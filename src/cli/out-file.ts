// Files that commands write: whole or not at all, and never over another by accident.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { safeLine } from '../core/text.ts'
import { InputError } from './exit.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Writes a file by way of a temporary one beside it, which takes its name once everything is on the disk.
 *
 * @throws InputError when the file exists and is not to be replaced, or is no ordinary file
 */
export async function writeOutFile(path: string, texts: Iterable<string>, mayReplace: boolean): Promise<void> {
  await expectFree(path, mayReplace)
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`)
  const interrupted = (signal: NodeJS.Signals) => {
    rmSync(temporary, { force: true })
    // Whoever sent it shall see the process end by it.
    process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.once(signal, interrupted)
  try {
    const file = await open(temporary, 'wx')
    try {
      for (const text of texts) await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error instanceof Error && 'path' in error ? Object.assign(error, { path }) : error
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted)
  }
}

/** Refuses, before any work is done, what writeOutFile would refuse. */
export async function expectFree(path: string, mayReplace: boolean): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw new InputError(`--out: there is no folder ${safeLine(dirname(path))}`)
  const found = await stat(path).catch(() => null)
  if (found === null) return
  const shown = safeLine(path)
  if (!found.isFile()) throw new InputError(`--out: expected a file, found a folder or device: ${shown}`)
  if (!mayReplace) throw new InputError(`--out: ${shown} exists already; --force replaces it`)
}
