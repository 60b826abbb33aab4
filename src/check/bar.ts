// Figures with bars on the lines of a terminal, which fit it. Pure.
import type { Painter } from '../terminal/paint.ts'
import { renderCount } from '../text/count.ts'
import { cut, pad, widthOf } from '../text/width.ts'
import { showShare } from './report/shown.ts'

export interface Style {
  readonly painter: Painter
  /** Of the terminal, in cells. */
  readonly width: number
}

const NARROWEST = 40
const WIDEST = 100

/** How wide lines are for a terminal of so many cells. */
export function widthFor(cells: number): number {
  return Math.max(NARROWEST, Math.min(WIDEST, cells))
}

export interface Bar {
  readonly label: string
  readonly count: number
  readonly of: number
  readonly colour: (text: string) => string
  /** Said behind the bar in place of the share. */
  readonly remark?: string
  /** How wide labels are drawn. */
  readonly indent?: number
}

const MOST_CELLS = 30
const FEWEST_CELLS = 6
const COUNT_CELLS = 11

/** `  label      1,204  ######------  52 %`; a narrow terminal gets no bar. */
export function renderBar({ label, count, of, colour, remark, indent = 24 }: Bar, { width }: Style): string {
  const text = remark ?? showShare(count, of)
  const head = `  ${pad(label, indent)}${renderCount(count).padStart(COUNT_CELLS)}`
  const room = Math.min(MOST_CELLS, width - widthOf(head) - REMARK_CELLS - 4)
  if (room < FEWEST_CELLS) {
    const line = `${head}  ${text}`.trimEnd()
    return widthOf(line) <= width ? line : cut(head, width)
  }
  const filled = of === 0 || count === 0 ? 0 : Math.max(1, Math.floor((count / of) * room))
  return `${head}  ${colour('#'.repeat(filled))}${'-'.repeat(room - filled)}  ${text}`.trimEnd()
}

const REMARK_CELLS = 16
