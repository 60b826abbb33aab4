// A file of calls that a telephone system writes, followed line by line: what was read is kept, so that a restart neither skips a
// line nor begins anew; one that is moved away or emptied is read to its end first. Reads nothing into the lines.
import { type FileHandle, open, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FilePlace } from './desk-work.ts'

export interface Followed {
  readonly path: string
  /** Where it was left; null begins at the end of what is there: it is not the work of today. */
  readonly place: FilePlace | null
  readonly signal: AbortSignal
  /** Takes a line, without its end. @returns false where it is to be brought again */
  readonly take: (line: string) => Promise<boolean>
  readonly keep: (place: FilePlace) => Promise<boolean>
  readonly onError: (error: unknown) => void
}

const LOOK_MS = 1_000
const CHUNK = 64 * 1024
// No call is told in more; what is longer is no line.
const LONGEST_LINE = 16 * 1024

/** Follows it until the signal. */
export async function followCallFile({ path, place, signal, take, keep, onError }: Followed): Promise<void> {
  let file: FileHandle | null = null
  let at: FilePlace | null = place
  let told = ''

  async function begin(): Promise<void> {
    file = await open(path)
    const { ino, size } = await file.stat()
    const isSame = at?.path === path && at.inode === ino && at.offset <= size
    const next = { path, inode: ino, offset: isSame && at !== null ? at.offset : at === null ? size : 0 }
    if (!isSame && !(await keep(next))) return end()
    at = next
  }

  async function end(): Promise<void> {
    await file?.close()
    file = null
  }

  /** @returns false where there is nothing more, for now */
  async function readOn(): Promise<boolean> {
    if (file === null || at === null) return false
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(CHUNK), position: at.offset })
    const bytes = buffer.subarray(0, bytesRead)
    const last = bytes.lastIndexOf(0x0a)
    if (last < 0) {
      if (bytesRead < LONGEST_LINE) return false
      throw new Error(`${path}: expected lines, found ${bytesRead} bytes without an end`)
    }
    for (const line of bytes.subarray(0, last).toString('utf8').split('\n')) {
      const text = line.replace(/\r$/, '')
      if (text !== '' && !(await take(text))) return false
    }
    const next = { ...at, offset: at.offset + last + 1 }
    if (!(await keep(next))) return false
    at = next
    return true
  }

  while (!signal.aborted) {
    try {
      if (file === null) await begin()
      while (!signal.aborted && (await readOn()));
      const now = await stat(path).catch(() => null)
      // Another file has its name, or it was emptied: what is there now is read from its start.
      if (now === null || now.ino !== at?.inode || now.size < at.offset) {
        await end()
        if (now !== null && now.ino === at?.inode) at = { ...at, offset: 0 }
      }
      told = ''
    } catch (error) {
      if (String(error) !== told) onError(error)
      told = String(error)
      await end().catch(() => {})
    }
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
  }
  await end()
}
