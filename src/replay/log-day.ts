// The day of a call, as logs write instants. A day is never guessed: 03/04/2026 is kept as it stands until the file has told which
// of the two comes first. Pure.
import { isDate } from '../core/day.ts'

/** Which of a date with slashes comes first. */
export type DateOrder = 'dmy' | 'mdy'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ISO = /^\d{4}-\d\d-\d\d(?!\d)/
const DAY_MS = 86_400_000

/**
 * The day of an instant: YYYY-MM-DD; `3/4/2026` where the order is not told by the text alone; null for what is no instant. As the log
 * states it, in whatever time zone that is; of milliseconds and seconds since the epoch, in UTC.
 */
export function logDay(text: string): string | null {
  // Twilio's console has the time before the day: 09:26:00 UTC 2026-03-14.
  const written = text.trim().replace(/^\d{1,2}:\d\d(?::\d\d)? +(?:[A-Z]{2,5} +)?(?=\d)/, '')
  if (ISO.test(written)) return dayIn(written.slice(0, 10))
  if (/^\d{10}(?:\.\d+)?$/.test(written)) return dayOfEpoch(Number(written) * 1000)
  if (/^\d{12,14}$/.test(written)) return dayOfEpoch(Number(written))
  const [, year, month, day] = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/.exec(written) ?? []
  if (year !== undefined) return dayOf(year, month, day)
  const [, first, sign, second, third] =
    /^(?:[A-Za-z]{2,9}\.?,? +)?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)/.exec(written) ?? []
  if (first !== undefined && second !== undefined && third !== undefined) {
    const full = third.length === 2 ? `20${third}` : third
    // With full stops the day is first everywhere.
    return sign === '.' ? dayOf(full, second, first) : `${Number(first)}/${Number(second)}/${full}`
  }
  return wordedDay(written)
}

function dayIn(day: string): string | null {
  return isDate(day) ? day : null
}

function dayOf(year = '', month = '', day = ''): string | null {
  return dayIn(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

// Of a day there are thousands of calls, and making its text takes as long as all the rest of a row.
let lastDay = Number.NaN
let lastText = ''

function dayOfEpoch(ms: number): string | null {
  const day = Math.floor(ms / DAY_MS)
  if (day !== lastDay) {
    lastText = new Date(day * DAY_MS).toISOString().slice(0, 10)
    lastDay = day
  }
  return lastText
}

// `Mon, 14 Mar 2026 10:00:00 +0000` (RFC 2822), `Mar 14, 2026 9:26 AM`, `14-Mar-26`
function wordedDay(text: string): string | null {
  const [, dayFirst, monthBehind, yearBehind] =
    /\b(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ ,-]+(\d{4}|\d\d)\b/.exec(text) ?? []
  const [, monthFirst, dayBehind, year] = /\b([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})\b/.exec(text) ?? []
  const month = MONTHS.indexOf((monthBehind ?? monthFirst ?? '').toLowerCase()) + 1
  const full = yearBehind ?? year ?? ''
  if (month === 0) return null
  return dayOf(full.length === 2 ? `20${full}` : full, String(month), dayFirst ?? dayBehind)
}

/** Whether a day waits for the order of its file. */
export function isUnordered(day: string): boolean {
  return day.includes('/')
}

/** Which order these days of one file prove: null where none does, or they contradict each other. */
export function provenOrder(days: Iterable<string>): DateOrder | null {
  let [isDayFirst, isMonthFirst] = [false, false]
  for (const day of days) {
    if (!isUnordered(day)) continue
    const [first = 0, second = 0] = day.split('/').map(Number)
    if (first > 12) isDayFirst = true
    if (second > 12) isMonthFirst = true
  }
  if (isDayFirst === isMonthFirst) return null
  return isDayFirst ? 'dmy' : 'mdy'
}

/** The day in a known order: YYYY-MM-DD; null where it is none, or the order is not known. */
export function orderDay(day: string, order: DateOrder | null): string | null {
  if (!isUnordered(day)) return day
  if (order === null) return null
  const [first, second, year] = day.split('/')
  return order === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second)
}
