// The files that a page has dropped and the ones that were made of them: in a folder that only their owner can read, and that
// goes when the page's server ends.
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface KeptFile {
  readonly id: string
  /** As it is called on the user's machine. */
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
}

export interface Files {
  /** Keeps what comes, to its end. @throws the file system's errors; nothing is kept then */
  readonly receive: (name: string, bytes: Readable) => Promise<KeptFile>
  /** A place for files that a command makes. */
  readonly openFolder: () => string
  /** A made file that is there; null where it is not. */
  readonly addMade: (path: string, name: string) => KeptFile | null
  readonly find: (id: string) => KeptFile | null
  /** A path within the folder as the user would say it: by the file's name. */
  readonly withoutFolder: (text: string) => string
  readonly remove: () => void
}

const LONGEST_NAME = 180

/** @param newId names without a slash */
export function openFiles(newId: () => string): Files {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-page-'))
  const kept = new Map<string, KeptFile>()
  const keep = (file: KeptFile) => {
    kept.set(file.id, file)
    return file
  }
  const openFolder = () => {
    const path = join(folder, newId())
    mkdirSync(path, { mode: 0o700 })
    return path
  }
  return {
    openFolder,
    async receive(name, bytes) {
      const within = openFolder()
      const path = join(within, safeName(name))
      try {
        await pipeline(bytes, createWriteStream(path, { mode: 0o600 }))
      } catch (error) {
        rmSync(within, { recursive: true, force: true })
        throw error
      }
      return keep({ id: newId(), name: safeName(name), path, size: statSync(path).size })
    },
    addMade(path, name) {
      const size = statSync(path, { throwIfNoEntry: false })?.size
      return size === undefined ? null : keep({ id: newId(), name, path, size })
    },
    find: (id) => kept.get(id) ?? null,
    withoutFolder: (text) =>
      text
        .split(join(folder, '/'))
        .map((part, at) => (at === 0 ? part : part.replace(/^[^/\\]+[/\\]/, '')))
        .join(''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A name that every file system takes, with the end that it had. */
function safeName(name: string): string {
  const plain = [...name.normalize('NFC')].map((each) => (/[\p{Cc}\p{Cf}/\\:*?"<>|]/u.test(each) ? '_' : each)).join('')
  const cut = plain.length > LONGEST_NAME ? plain.slice(-LONGEST_NAME) : plain
  return cut.replace(/^[.\s]+/, '') || 'file'
}
