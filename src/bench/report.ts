// What was measured of contacts, as bars that can be compared at a glance, or as JSON. Measures nothing.

import { ARTICLE_LIMIT } from '../core/handset.ts'
import type { Painter } from '../terminal/paint.ts'
import { plural, renderCount } from '../text/count.ts'
import type { JsonLine } from '../text/json.ts'
import type { DirectoryMeasures, IndexMeasures } from './measure.ts'

const BAR_CELLS = 28

interface Bar {
  readonly name: string
  /** What the bar's length stands for. */
  readonly value: number
  readonly text: string
}

interface Chart {
  readonly title: string
  readonly bars: readonly Bar[]
}

/** The lines for a person; `source` is safe to draw. */
export function renderChart(source: string, measures: DirectoryMeasures, painter: Painter): string[] {
  const { contacts, numbers, unreadable } = measures
  const cells = unreadable === 0 ? '' : `; ${plural(unreadable, 'phone cell')} cannot be read`
  const head = `${painter.strong(source)}: ${plural(contacts, 'contact')} with ${plural(numbers, 'number')} indexed${cells}`
  return [head, ...chartsOf(measures).flatMap((chart) => ['', ...renderBars(chart, painter)])]
}

function chartsOf({ snapshot, map, numbers, identified }: DirectoryMeasures): Chart[] {
  const compare = (title: string, bar: (index: IndexMeasures) => Omit<Bar, 'name'>): Chart => ({
    title,
    bars: [
      { name: 'snapshot', ...bar(snapshot) },
      { name: 'Map', ...bar(map) },
    ],
  })
  const lookups = (key: 'find' | 'name') => (index: IndexMeasures) => {
    const { perSecond, p50Ns, p99Ns } = index[key]
    const text = `${renderCount(Math.round(perSecond))} a second   p50 ${renderNs(p50Ns)}   p99 ${renderNs(p99Ns)}`
    return { value: perSecond, text }
  }
  const callers = (name: string, value: number) => ({
    name,
    value,
    text: `${renderCount(value)} (${percent(value, numbers)})`,
  })
  return [
    compare('Memory, labels included', ({ bytes }) => ({ value: bytes, text: renderBytes(bytes) })),
    compare('Build time', ({ buildMs }) => ({ value: buildMs, text: `${buildMs.toFixed(1)} ms` })),
    compare('Finding a number', lookups('find')),
    compare('From a text to the caller', lookups('name')),
    {
      title: `Callers identified, of ${renderCount(numbers)} (article: a phone that holds ${renderCount(ARTICLE_LIMIT)} contacts)`,
      bars: [callers('article', identified.article), callers('ringsight', identified.ringsight)],
    },
  ]
}

// The longest bar of a chart fills the width; one that is not nothing is at least one cell long.
function renderBars({ title, bars }: Chart, painter: Painter): string[] {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const lines = bars.map(({ name, value, text }) => {
    const cells = value > 0 ? Math.max(1, Math.round((value / most) * BAR_CELLS)) : 0
    const colour = name === 'Map' || name === 'article' ? painter.dim : painter.good
    return `  ${name.padEnd(10)}${colour('#'.repeat(cells))}${' '.repeat(BAR_CELLS - cells)}  ${text}`.trimEnd()
  })
  return [title, ...lines]
}

/** One object a measure, and a summary last. */
export function benchJson(source: string, measures: DirectoryMeasures): JsonLine[] {
  const { snapshot, map, contacts, numbers, unreadable, identified } = measures
  const lines = (
    [
      ['snapshot', snapshot],
      ['map', map],
    ] as const
  ).flatMap(([index, { buildMs, bytes, find, name }]) => [
    { type: 'build', index, tookSeconds: buildMs / 1000, bytes },
    { type: 'lookup', index, what: 'find', ...lookupJson(find) },
    { type: 'lookup', index, what: 'name', ...lookupJson(name) },
  ])
  const { article, ringsight } = identified
  const summary = { source, contacts, numbers, rejected: unreadable, identifiableNumbers: ringsight }
  return [...lines, { type: 'summary', ...summary, identifiableNumbersArticle: article }]
}

function lookupJson({ perSecond, p50Ns, p99Ns }: IndexMeasures['find']): object {
  return { perSecond, p50Seconds: p50Ns / 1e9, p99Seconds: p99Ns / 1e9 }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.floor((part / whole) * 100)} %`
}

function renderNs(ns: number): string {
  return ns < 1000 ? `${Math.round(ns)} ns` : `${(ns / 1000).toFixed(1)} µs`
}

// The heap of a running process trembles: what grew by less than that did not measurably grow.
function renderBytes(bytes: number): string {
  if (bytes === 0) return 'too little to measure'
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
