// What a sync takes of the world, as commands have it.
import { setTimeout as sleep } from 'node:timers/promises'
import { countIdentifiable, publishBeside } from '../store/publish.ts'
import type { SyncTools } from '../sync/tools.ts'
import type { Io } from '../terminal/io.ts'

/** Clock, chance and waiting; a pause ends early at its signal. */
export function openClock(io: Io): Pick<SyncTools, 'now' | 'chance' | 'pause'> {
  return {
    now: () => io.now().getTime(),
    chance: Math.random,
    pause: (ms, signal) =>
      sleep(ms, undefined, { signal }).catch((error: unknown) => {
        if (!signal?.aborted) throw error
      }),
  }
}

/** The same with the snapshot, which lies beside the store. @param db the path of the store */
export function openSyncTools(io: Io, db: string): SyncTools {
  const clock = openClock(io)
  return {
    ...clock,
    publish: (store) => publishBeside(store, db, clock.now()),
    countIdentifiable: (store) => countIdentifiable(store, db),
  }
}
