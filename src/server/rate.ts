// How often somebody may ask: a bucket that holds some requests and fills again by the second. Pure; the clock is an argument.

/** How many requests at once, and how many a second in the long run. */
export interface Rate {
  readonly most: number
  readonly perSecond: number
}

interface Bucket {
  left: number
  at: number
}

/** Buckets by whom they are for. */
export interface Rates {
  /** Takes one request. @returns 0 when it may be answered, else after how many seconds the next one may */
  take(who: string, now: number): number
}

// Who has not asked for so long that the bucket is full again is forgotten, once there are this many.
const MOST_KNOWN = 20_000

/** Buckets that are full at first. */
export function openRates({ most, perSecond }: Rate): Rates {
  const buckets = new Map<string, Bucket>()

  function forgetFull(now: number): void {
    for (const [who, { left, at }] of buckets) if (left + refill(now - at) >= most) buckets.delete(who)
    // All of them ask at once: the oldest give way, or memory would grow with whoever comes.
    for (const who of buckets.keys()) {
      if (buckets.size <= MOST_KNOWN / 2) break
      buckets.delete(who)
    }
  }

  function open(who: string, now: number): Bucket {
    if (buckets.size >= MOST_KNOWN) forgetFull(now)
    const bucket = { left: most, at: now }
    buckets.set(who, bucket)
    return bucket
  }

  const refill = (ms: number) => (Math.max(0, ms) / 1000) * perSecond

  return {
    take(who, now) {
      const bucket = buckets.get(who) ?? open(who, now)
      bucket.left = Math.min(most, bucket.left + refill(now - bucket.at))
      bucket.at = now
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond)
      bucket.left -= 1
      return 0
    },
  }
}
