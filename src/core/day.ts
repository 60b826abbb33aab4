// Calendar days: of an instant, and as people write them. Days are texts, YYYY-MM-DD, in UTC; knows no clock.

/** YYYY-MM-DD of an instant, in UTC. */
export function dayAt(at: number): string {
  return dayOf(new Date(at))
}

/** `12 November 2026`. @param day YYYY-MM-DD */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/**
 * A due date as people write it: `today`, `tomorrow`, `in 3 days`, `in 3 business days`, `in 2 weeks`, `in 1 month`,
 * `friday`, `2026-12-01`. Business days are Monday to Friday; holidays are not known here.
 *
 * @param today YYYY-MM-DD
 * @returns YYYY-MM-DD, or null when the text is no due date
 */
export function parseDue(text: string, today: string): string | null {
  const words = text.trim().toLowerCase()
  if (words === 'today') return today
  if (words === 'tomorrow') return addDays(today, 1)
  if (isDate(words)) return words
  const weekday = WEEKDAYS.indexOf(words.replace(/^(?:next|on)\s+/, ''))
  if (weekday >= 0) return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
  const [, count, unit] = /^(?:in\s+)?(\d{1,4})\s+(business days?|days?|weeks?|months?)$/.exec(words) ?? []
  if (count === undefined || unit === undefined) return null
  if (unit.startsWith('business')) return addBusinessDays(today, Number(count))
  if (unit.startsWith('month')) return addMonths(today, Number(count))
  return addDays(today, Number(count) * (unit.startsWith('week') ? 7 : 1))
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Whether the text is a day that exists: YYYY-MM-DD. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayOf(new Date(text)) === text
}

/**
 * An instant as others write it (ISO 8601, with its zone), as our own: 2026-06-30T09:30:00.000Z. Null for what is none, a day that
 * no calendar has (Date.parse takes 30 February for 2 March) and a year that is not of four digits in UTC.
 */
export function readInstant(text: string): string | null {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const ms = isDate(day) ? Date.parse(text) : Number.NaN
  const instant = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  return /^\d{4}-/.test(instant) ? instant : null
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

function weekdayOf(day: string): number {
  return new Date(day).getUTCDay()
}

function addDays(day: string, count: number): string {
  const date = new Date(day)
  date.setUTCDate(date.getUTCDate() + count)
  return dayOf(date)
}

function addBusinessDays(day: string, count: number): string {
  let due = day
  for (let left = count; left > 0; ) {
    due = addDays(due, 1)
    if (weekdayOf(due) % 6 !== 0) left -= 1
  }
  return due
}

// The 31st of a shorter month is its last day, not the first days of the next.
function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return dayOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, lastDay))))
}
