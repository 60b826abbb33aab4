// Durations as people write and read them: `500ms`, `1h 30m`.
import { plural } from './count.ts'

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
type Unit = keyof typeof UNITS

/** What a duration looks like in a scenario; what is longer than ten years is none all the same. */
export const DURATION = /^\d{1,9}(?:\.\d{1,3})?(?:ms|[smhdw])(?:\s*\d{1,9}(?:\.\d{1,3})?(?:ms|[smhdw]))*$/
const LONGEST = 3660 * UNITS.d

/** Milliseconds of `500ms`, `5s`, `3m`, `24h`, `2d`, `1h 30m`; undefined when it is no duration, or one of over ten years. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined
  const parts = text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)(ms|[smhdw])/g)
  const sum = [...parts].reduce((total, [, count, unit]) => total + Number(count) * UNITS[unit as Unit], 0)
  return sum > LONGEST ? undefined : Math.round(sum)
}

/** `1:05`: minutes and seconds, as a call counts them. */
export function renderClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `just now`, `3 days ago`: the largest unit alone. */
export function renderAgo(ms: number): string {
  const age = renderLargest(ms)
  return age === null ? 'just now' : `${age} ago`
}

/** `3 days`: the largest unit alone; null below a minute. */
export function renderLargest(ms: number): string | null {
  const counts = [UNITS.d, UNITS.h, UNITS.m].map((unit) => Math.floor(Math.max(0, ms) / unit))
  const at = counts.findIndex((count) => count > 0)
  return at === -1 ? null : plural(counts[at] ?? 0, ['day', 'hour', 'minute'][at] ?? '')
}

/** Two clocks that are right differ by no more. */
export const CLOCKS_DIFFER_MS = 5 * 60_000

/** `2026-11-20 09:00 UTC`. @param at milliseconds since the epoch */
export function minuteInWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')} UTC`
}

/** `1h 30m`, `250ms`, as parseDuration reads it. @param most how many units, from the largest on; the rest is left out */
export function renderDuration(ms: number, most = Number.POSITIVE_INFINITY): string {
  let rest = Math.round(ms)
  const parts: string[] = []
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / UNITS[unit])
    rest -= count * UNITS[unit]
    if (count > 0) parts.push(`${count}${unit}`)
  }
  return parts.slice(0, most).join(' ') || '0s'
}
