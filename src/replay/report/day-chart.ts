// A chart of calls by day, as SVG: what is drawn by attributes needs no style that the page's policy would have to allow. Pure.
import { html, type Markup, trusted } from '../../check/report/markup.ts'
import { plural, renderCount } from '../../text/count.ts'
import type { DayFigures } from '../figures.ts'

const DAY_MS = 86_400_000
// More bars than these are thinner than a line.
const MOST_BARS = 370

/** Days, or spans of as many days as it takes for all to find room. */
export interface DayBars {
  readonly first: string
  readonly last: string
  /** How many days a bar stands for. */
  readonly days: number
  readonly bars: readonly DayBar[]
}

export interface DayBar {
  /** The first day of its span. */
  readonly day: string
  readonly calls: number
  readonly part: number
}

/** The days as bars in their places, those without calls as well; null where there are none. @param partOf what of a day is counted */
export function barsOf(days: readonly DayFigures[], partOf: (day: DayFigures) => number): DayBars | null {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  const start = Date.parse(first.day)
  const length = (Date.parse(last.day) - start) / DAY_MS + 1
  const span = Math.ceil(length / MOST_BARS)
  const bars = Array.from({ length: Math.ceil(length / span) }, (_, at) => ({
    day: new Date(start + at * span * DAY_MS).toISOString().slice(0, 10),
    calls: 0,
    part: 0,
  }))
  for (const day of days) {
    const bar = bars[Math.floor((Date.parse(day.day) - start) / DAY_MS / span)]
    if (bar === undefined) continue
    bar.calls += day.calls
    bar.part += partOf(day)
  }
  return { first: first.day, last: last.day, days: span, bars }
}

/**
 * Bars of all calls, and the part of them that is counted in colour.
 *
 * @param noun what the part is, as in `named`
 * @param isAlone the part is drawn by itself, against its own highest bar
 */
export function renderDayChart({ first, last, days, bars }: DayBars, noun: string, isAlone = false): Markup {
  const highest = Math.max(1, ...bars.map(({ calls, part }) => (isAlone ? part : calls)))
  const drawn = bars.map(({ day, calls, part }, at) => {
    const shown = isAlone ? part : calls
    if (shown === 0) return html``
    const all = isAlone ? '' : renderRect('rest', at, heightOf(calls, highest))
    const title = `${day}: ${renderCount(part)} ${noun}${isAlone ? '' : ` of ${plural(calls, 'call')}`}`
    return html`<g><title>${title}</title>${all}${part === 0 ? '' : renderRect('now', at, heightOf(part, highest))}</g>`
  })
  const each = days === 1 ? 'a day' : `${days} days`
  const label = `${plural(bars.length, 'bar')}, each ${each}, from ${first} to ${last}; the highest is ${plural(highest, 'call')}`
  return html`<svg class="days${trusted(isAlone ? ' small' : '')}" viewBox="0 0 ${bars.length} 100" preserveAspectRatio="none" role="img" aria-label="${label}">${drawn}</svg>
<p class="axis"><span>${first}</span><span>${each} a bar; the highest: ${plural(highest, 'call')}</span><span>${last}</span></p>`
}

function heightOf(count: number, highest: number): number {
  return Math.max(0.7, Number(((count / highest) * 100).toFixed(2)))
}

function renderRect(fill: 'rest' | 'now', at: number, height: number): Markup {
  return html`<rect class="${fill}" x="${at + 0.08}" y="${Number((100 - height).toFixed(2))}" width="0.84" height="${height}"/>`
}
