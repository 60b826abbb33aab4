// When a sync that keeps running does what: contacts at their time, outcomes as soon as they may go. Knows nothing of how;
// clock and waiting arrive as arguments.

export interface WatchTools {
  /** Milliseconds since the epoch; may be set back, and may jump when a machine wakes. */
  readonly now: () => number
  /** Waits, or is woken by the end of the watch. */
  readonly pause: (ms: number) => Promise<void>
  /** Syncs contacts and sends outcomes; null when another process is at it, else how long to wait at least or at most. */
  readonly sync: () => Promise<SyncedOnce | null>
  /** Sends outcomes that are due. */
  readonly send: () => Promise<void>
  /** Whether contacts are to be synced before their time; asked after outcomes were sent, once for each answer. */
  readonly isUrgent?: () => boolean
  readonly isOver: () => boolean
}

export interface SyncedOnce {
  /** Null when it succeeded; else how long until it is worth trying again. */
  readonly retryAfterMs: number | null
}

// What another process saves goes out after so long; and so late at most is noticed that the clock was changed.
export const LOOK_EVERY_MS = 60_000

/** Runs until it is over. @param everyMs from one sync that succeeded to the next */
export async function watchCrm(
  everyMs: number,
  { now, pause, sync, send, isOver, isUrgent = () => false }: WatchTools,
): Promise<void> {
  let next = now()
  let last = next
  while (!isOver()) {
    const at = now()
    // Set back, the clock would make the next sync wait for as long again.
    if (at < last) next = Math.min(next, at + everyMs)
    last = at
    if (at >= next) {
      const synced = await sync()
      const waitMs = synced === null ? LOOK_EVERY_MS : (synced.retryAfterMs ?? everyMs)
      next = now() + Math.min(waitMs, everyMs)
    } else {
      await send()
      if (isUrgent()) next = at
    }
    if (isOver()) return
    await pause(Math.max(0, Math.min(next - now(), LOOK_EVERY_MS)))
  }
}
