// What every page stands in: its title and the phone above, what has just happened and the keys below.
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { cut, pack, spread, widthOf, wrap } from '../../text/width.ts'
import { renderModel } from '../page/model-pages.ts'
import type { Screen } from '../page/page.ts'
import type { Theme } from '../theme.ts'
import { type Row, Rows } from './rows.tsx'

interface FrameText {
  readonly title: string
  readonly hints: readonly string[]
  /** In place of the notice. */
  readonly problems?: readonly string[]
}

interface FrameProps extends FrameText {
  readonly screen: Screen
  readonly theme: Theme
  readonly children: ReactNode
}

/** Narrower or lower than this, nothing is drawn but a hint. */
export const LEAST = { columns: 40, rows: 12 } as const

// Ink wipes the terminal with every frame that reaches its last line; so the last line stays free.
const SPARE_ROWS = 1
const MOST_FOOT_LINES = 3

export function Frame({ screen, theme, children, ...text }: FrameProps) {
  const { head, foot } = layFrame(text, screen)
  return (
    <Box flexDirection="column" width={screen.columns} height={screen.rows - SPARE_ROWS} paddingX={1}>
      <Rows rows={head} theme={theme} />
      <Box flexDirection="column" height={bodyRows(text, screen)} overflow="hidden">
        {children}
      </Box>
      <Rows rows={foot} theme={theme} />
    </Box>
  )
}

/** How many rows are left between head and foot. */
export function bodyRows(text: FrameText, screen: Screen): number {
  const { head, foot } = layFrame(text, screen)
  return Math.max(1, screen.rows - SPARE_ROWS - head.length - foot.length)
}

/** Where the body begins, counted from the top left corner. */
export function bodyAt(text: FrameText, screen: Screen): { readonly x: number; readonly y: number } {
  return { x: 1, y: layFrame(text, screen).head.length }
}

/** How wide the body is. */
export function bodyColumns({ columns }: Pick<Screen, 'columns'>): number {
  return columns - 2
}

function layFrame({ title, hints, problems = [] }: FrameText, screen: Screen): { head: Row[]; foot: Row[] } {
  const width = bodyColumns(screen)
  const model = renderModel(screen.phone.handset)
  const hasRoom = widthOf(title) + widthOf(model) + 2 <= width
  const titles = hasRoom ? [spread(title, model, width)] : wrap(title, width).slice(0, 2)
  const said = problems.length > 0 ? problems.join(' ') : screen.notice
  const foot: Row[] = [
    ...most(wrap(said, width)).map((line): Row => ({ text: line, style: problems.length > 0 ? 'warn' : 'good' })),
    ...pack(hints, ' · ', width).map((line): Row => ({ text: line, style: 'dim' })),
  ]
  return {
    head: [
      ...titles.map((line): Row => ({ text: cut(line, width), style: 'title' })),
      { text: '─'.repeat(width), style: 'dim' },
    ],
    foot: [{ text: '' }, ...foot],
  }
}

function most(lines: readonly string[]): readonly string[] {
  return lines.slice(0, MOST_FOOT_LINES)
}

/** In place of everything, when there is no room for it. */
export function TooSmall({ screen }: { readonly screen: Screen }) {
  return (
    <Box width={screen.columns} height={Math.max(1, screen.rows - SPARE_ROWS)} overflow="hidden">
      <Text wrap="wrap">{`Ringsight needs ${LEAST.columns} × ${LEAST.rows} characters. Ctrl-C quits.`}</Text>
    </Box>
  )
}
