// What a sync takes of the world around it: time, chance, and the snapshot that is made of its contacts.
import type { Store } from '../store/store.ts'

export interface SyncTools {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** From 0 to 1, as planRetry takes it. */
  readonly chance: () => number
  /** Waits so many milliseconds, or until the signal. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Makes the snapshot that phones carry of the contacts in a store. @returns how many numbers it identifies */
  readonly publish: (store: Store) => Promise<number>
  /** How many numbers can be identified, without making a snapshot. */
  readonly countIdentifiable: (store: Store) => number | Promise<number>
}
