// How fast HubSpot may be asked: when the next request may leave, by the limit that its answers state. Pure. A request
// counts from the moment it was answered, since HubSpot cannot have counted it later.

export interface Pace {
  /** So many requests are taken within any interval of that length. */
  readonly limit: number
  readonly intervalMs: number
  /** When those of the last interval were answered, oldest first; milliseconds since the epoch, as all here. */
  readonly answered: readonly number[]
}

/** What HubSpot says with an answer; null for what it does not say. */
export interface StatedLimit {
  readonly max: number | null
  readonly intervalMs: number | null
  readonly remaining: number | null
}

/** Of all requests, as HubSpot states it for the smallest accounts. */
export const GENERAL_PACE: Pace = { limit: 100, intervalMs: 10_000, answered: [] }

/** Of searches, which an account's apps share and whose answers state no limit. */
export function searchPace(perSecond: number): Pace {
  return { limit: perSecond, intervalMs: 1_000, answered: [] }
}

/** How long to wait before the next request may leave. */
export function delayOf({ limit, intervalMs, answered }: Pace, now: number): number {
  // A time in the future is from before the clock was set back, and says nothing.
  const counted = answered.filter((at) => at <= now && at > now - intervalMs)
  const blocking = counted[counted.length - limit]
  return blocking === undefined ? 0 : blocking + intervalMs - now
}

/** The pace after an answer. What others ask for under the same limit shows in how little remains of it. */
export function noteAnswer(pace: Pace, now: number, stated: StatedLimit): Pace {
  const limit = usable(stated.max) ?? pace.limit
  const intervalMs = usable(stated.intervalMs) ?? pace.intervalMs
  const own = [...pace.answered.filter((at) => at <= now && at > now - intervalMs), now]
  const others = stated.remaining === null ? 0 : Math.min(limit, limit - stated.remaining) - own.length
  return { limit, intervalMs, answered: [...own, ...Array.from({ length: Math.max(0, others) }, () => now)] }
}

/** Whether an answer was counted: some endpoints are under no such limit, and then state none. */
export function isCounted({ max, remaining }: StatedLimit): boolean {
  return max !== null || remaining !== null
}

// A limit that would stop all requests, or any number of them, is none that HubSpot has.
function usable(stated: number | null): number | null {
  return stated !== null && Number.isFinite(stated) && stated >= 1 && stated <= 100_000 ? stated : null
}
