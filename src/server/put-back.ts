// A database that was put back from a backup: how a server notices by itself, and what is to be done then. What the database takes
// for unsent may be in the CRM, and phones have met later generations than it knows of.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentStore, Outbox, Steps } from '../store/store.ts'
import { doubtOutbox } from '../sync/restored.ts'
import { WITNESS } from './shelf.ts'

type KeptStore = DocumentStore & Steps & Outbox

/**
 * Has outcomes looked for in the CRM before they are sent, and contacts published anew.
 *
 * @param now milliseconds since the epoch
 * @returns how many outcomes wait
 */
export function heedPutBack(store: KeptStore, now: number): number {
  return store.inOneStep(() => {
    store.write('restored', { at: now })
    // Servers on other machines have files of it still: they are to publish anew as well.
    store.write('published', { of: '', scopes: [] })
    return doubtOutbox(store, now)
  })
}

// A phone's clock may be wrong by this much.
const DOUBT_MS = 86_400_000

/** Whether an outcome that is saved now may have been sent by the database that was there before this one. */
export function isDoubtful(store: Pick<DocumentStore, 'read'>, startedAt: string): boolean {
  const restored = store.read('restored')
  return restored !== undefined && !(Date.parse(startedAt) > restored.at + DOUBT_MS)
}

/** Remembers outside of the database how often somebody has gone to work between it and the CRM. */
export interface Witness {
  /** Takes note of how it stands in the database. @returns whether that was put back, and nobody has heeded it */
  look(): boolean
  /**
   * To be asked under the claim, before anything is sent.
   *
   * @returns how many outcomes are doubted where the database was put back; null where it was not
   */
  begin(now: number): number | null
}

/** @param folder of this server's own files */
export function openWitness(store: KeptStore, folder: string): Witness {
  const file = join(folder, WITNESS)
  let seen = readTurns(file)

  /** Whether it has fewer turns than were seen. One that was emptied begins again. */
  function isBehind(): boolean {
    if (store.read('import') === undefined) seen = 0
    return (store.read('turns') ?? 0) < seen
  }

  function note(turns: number): void {
    if (turns <= seen) return
    seen = turns
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(file, `${turns}\n`, { mode: 0o600 })
    } catch {
      // On a full disk it is known for as long as this process lives.
    }
  }

  return {
    look() {
      note(store.read('turns') ?? 0)
      return isBehind()
    },
    begin(now) {
      const doubted = store.inOneStep(() => {
        const found = isBehind() ? heedPutBack(store, now) : null
        store.write('turns', Math.max(store.read('turns') ?? 0, seen) + 1)
        return found
      })
      note(store.read('turns') ?? 0)
      return doubted
    },
  }
}

function readTurns(file: string): number {
  try {
    const turns = Number(readFileSync(file, 'utf8'))
    return Number.isSafeInteger(turns) ? turns : 0
  } catch {
    return 0
  }
}
