// How often a portal may be asked: HubSpot's published limits, counted as it counts them. Pure: the time is an argument.

export const LIMIT_NAMES = ['none', 'free', 'pro'] as const

export type LimitName = (typeof LIMIT_NAMES)[number]

interface Published {
  readonly tenSeconds: number
  readonly day: number
}

// For apps of one account, by its subscription. https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
const PUBLISHED: Readonly<Record<Exclude<LimitName, 'none'>, Published>> = {
  free: { tenSeconds: 100, day: 250_000 },
  pro: { tenSeconds: 190, day: 650_000 },
}
const SEARCHES_PER_SECOND = 5

const SECOND_MS = 1_000
const ROLLING_MS = 10_000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

export type Policy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'

export interface Limits {
  /** Counts a request, or names the limit that it meets; such a request is not counted. */
  admit(isSearch: boolean, at: number): Policy | null
  /** What is left, as HubSpot tells it; it tells nothing with searches. */
  headers(isSearch: boolean, at: number): Readonly<Record<string, string>>
}

export function openLimits(name: LimitName): Limits {
  if (name === 'none') return { admit: () => null, headers: () => ({}) }
  const { tenSeconds, day } = PUBLISHED[name]
  let asked: number[] = []
  let searched: number[] = []
  let today = { day: 0, count: 0 }

  function moveTo(at: number): void {
    asked = asked.filter((time) => time > at - ROLLING_MS)
    searched = searched.filter((time) => time > at - SECOND_MS)
    const number = Math.floor(at / DAY_MS)
    if (number !== today.day) today = { day: number, count: 0 }
  }

  return {
    admit(isSearch, at) {
      moveTo(at)
      if (today.count >= day) return 'DAILY'
      if (isSearch && searched.length >= SEARCHES_PER_SECOND) return 'SECONDLY'
      if (asked.length >= tenSeconds) return 'TEN_SECONDLY_ROLLING'
      asked.push(at)
      if (isSearch) searched.push(at)
      today.count += 1
      return null
    },

    headers(isSearch, at): Readonly<Record<string, string>> {
      if (isSearch) return {}
      moveTo(at)
      return {
        'X-HubSpot-RateLimit-Max': String(tenSeconds),
        'X-HubSpot-RateLimit-Remaining': String(tenSeconds - asked.length),
        'X-HubSpot-RateLimit-Interval-Milliseconds': String(ROLLING_MS),
        'X-HubSpot-RateLimit-Daily': String(day),
        'X-HubSpot-RateLimit-Daily-Remaining': String(day - today.count),
      }
    },
  }
}
