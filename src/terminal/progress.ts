// A line on stderr that tells how far a long piece of work has come. Only a terminal sees it, and it leaves no trace; who has
// another way to show it, is told in its place.

import { renderCount } from '../text/count.ts'
import { type Io, redrawAside } from './io.ts'

export interface Progress {
  /**
   * How much is done, of how much where that is known: `fraction` from 0 to 1. Cheap: call it for every item.
   *
   * @param bytes how many of the file have been read, for the speed that people compare
   */
  update(count: number, fraction?: number, bytes?: number): void
  /** Removes the line. Must be called before anything else is written to the terminal. */
  end(): void
}

// Work that is over sooner needs no bar; a bar that moves more often is only flicker.
const QUIET_MS = 1000
const REDRAW_MS = 100
// How many updates pass between two looks at the clock.
const STRIDE = 100
const BAR_CELLS = 24

/**
 * @param noun what is counted, in the plural: `contacts`
 * @param stride of how many updates one looks at the clock
 */
export function openProgress(io: Io, noun: string, stride = STRIDE): Progress {
  const { progress } = io
  const isShown = io.stderr.isTTY === true && io.env['TERM'] !== 'dumb'
  if (progress === undefined && !isShown) return { update() {}, end() {} }
  const start = io.now().getTime()
  let next = start + (progress === undefined ? QUIET_MS : 0)
  let isDrawn = false
  let updates = 0
  return {
    update(count, fraction, bytes) {
      updates += 1
      if (updates % stride !== 0) return
      const now = io.now().getTime()
      if (now < next) return
      next = now + REDRAW_MS
      if (progress !== undefined) return progress({ count, noun, ...(fraction !== undefined && { fraction }) })
      isDrawn = true
      const width = (io.stderr.columns || 80) - 1
      const line = renderProgress({ count, noun, fraction, bytes, elapsedMs: now - start }).slice(0, width)
      redrawAside(io, line)
    },
    end() {
      if (isDrawn) redrawAside(io, '')
      isDrawn = false
    },
  }
}

interface Point {
  readonly count: number
  readonly noun: string
  readonly fraction: number | undefined
  readonly bytes?: number | undefined
  readonly elapsedMs: number
}

/**
 * `[######------------------]  25 %  51,200 contacts  18,000/s`; without the bar where the whole is unknown. With bytes,
 * their speed, and how long the rest will take: `5 MB/s  9 s left`.
 */
export function renderProgress({ count, noun, fraction, bytes, elapsedMs }: Point): string {
  const perSecond = (amount: number) => Math.round((amount * 1000) / Math.max(1, elapsedMs))
  const done = fraction === undefined ? undefined : Math.min(1, Math.max(0, fraction))
  return [
    ...(done === undefined ? [] : [renderBar(done)]),
    `${renderCount(count)} ${noun}`,
    `${renderCount(perSecond(count))}/s`,
    ...(bytes === undefined ? [] : [`${renderCount(perSecond(bytes / 1e6))} MB/s`]),
    ...(bytes === undefined || !done ? [] : [renderTimeLeft((elapsedMs / done) * (1 - done))]),
  ].join('  ')
}

function renderBar(done: number): string {
  const cells = Math.round(done * BAR_CELLS)
  const bar = `[${'#'.repeat(cells)}${'-'.repeat(BAR_CELLS - cells)}]`
  return `${bar} ${String(Math.floor(done * 100)).padStart(3)} %`
}

function renderTimeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 100 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`
}
