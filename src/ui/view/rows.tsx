// Lines of text, one below the other, each in one style; and the terminal's own cursor over them.
import { Box, Text, useCursor } from 'ink'
import { createElement } from 'react'
import { safeToDraw } from '../../text/safe.ts'
import type { Style, Theme } from '../theme.ts'

/** One line, cut to its width already. */
export interface Row {
  readonly text: string
  readonly style?: Style
}

/** Columns and rows from the top left corner of the screen. */
export interface Point {
  readonly x: number
  readonly y: number
}

export function Rows({ rows, theme }: { readonly rows: readonly Row[]; readonly theme: Theme }) {
  // Lines have no identity that a key could name, so they are handed over as arguments.
  const lines = rows.map(({ text, style }) =>
    createElement(Text, { wrap: 'truncate-end', ...theme[style ?? 'plain'] }, safeToDraw(text) || ' '),
  )
  return createElement(Box, { flexDirection: 'column', flexShrink: 0 }, ...lines)
}

/** Puts the cursor where the next character goes; hides it where none is expected. */
export function Caret({ at }: { readonly at: Point | null }) {
  const { setCursorPosition } = useCursor()
  setCursorPosition(at ?? undefined)
  return null
}

/** Where a window of `height` lines begins, so that line `focus` of `count` is in it, in the middle where possible. */
export function windowStart(focus: number, count: number, height: number): number {
  return Math.max(0, Math.min(focus - Math.floor(height / 2), count - height))
}
