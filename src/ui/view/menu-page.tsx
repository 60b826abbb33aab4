// A page that is a list: what it says, a line to type in where it has one, and the items, of which one is selected.
import { Box } from 'ink'
import { cut, spread, widthOf, wrap } from '../../text/width.ts'
import type { Item, Menu, Page, Screen } from '../page/page.ts'
import { menuOf } from '../screen.ts'
import { viewField } from '../text-area.ts'
import type { Theme } from '../theme.ts'
import { bodyAt, bodyColumns, bodyRows, Frame } from './frame.tsx'
import { Caret, type Point, type Row, Rows, windowStart } from './rows.tsx'

interface MenuPageProps {
  readonly page: Extract<Page, { kind: 'menu' }>
  readonly screen: Screen
  readonly theme: Theme
}

const DIALOG_COLUMNS = 46
// A value far from its label is hard to follow with the eye.
const LIST_COLUMNS = 64
const BOX_EDGES = 4
const MOST_ABOUT_LINES = 8
// What a page says leaves room for a few of its items.
const LEAST_LIST = 6

export function MenuPage({ page, screen, theme }: MenuPageProps) {
  const { text, lines, rest, caret, look } = layMenu(page, screen)
  const isDialog = look === 'dialog'
  const columns = boxColumns(look, screen)
  return (
    <Frame screen={screen} theme={theme} {...text}>
      {look === undefined ? (
        <Rows rows={[...lines, ...rest]} theme={theme} />
      ) : (
        <Box flexDirection="column" alignItems={isDialog ? 'center' : 'stretch'}>
          <Box flexDirection="column" borderStyle="round" width={columns} paddingX={1} {...theme.card}>
            <Rows rows={isDialog ? [...lines, { text: '' }, ...rest] : lines} theme={theme} />
          </Box>
          {isDialog ? null : <Rows rows={rest} theme={theme} />}
        </Box>
      )}
      <Caret at={caret} />
    </Frame>
  )
}

/** What the page says, the rest of its rows that there is room for, and where the next character goes. */
export function layMenu(page: MenuPageProps['page'], screen: Screen) {
  const { menu, selected } = menuOf(page, screen)
  const { look } = menu
  const text = { title: menu.title, hints: hintsFor(menu, page.place.name === 'home') }
  const height = bodyRows(text, screen)
  const columns = boxColumns(look, screen)
  const width = look === undefined ? columns : columns - BOX_EDGES
  const said = menu.lines.flatMap((line) => wrap(line, width)).slice(0, Math.max(1, height - LEAST_LIST))
  const lines = said.map((line): Row => ({ text: line, style: look === undefined ? 'plain' : 'strong' }))
  // A box has its edges, and the dialog a blank line; a page has a blank line where it says anything.
  const space: Row[] = look === undefined && lines.length > 0 ? [{ text: '' }] : []
  const taken = lines.length + (look === undefined ? space.length : 3)
  const field = layField(menu, page, width)
  const origin = bodyAt(text, screen)
  const caret: Point | null = field && { x: origin.x + field.column, y: origin.y + taken + 1 }
  const room = { width: look === 'notification' ? columns : width, height: height - taken - (field?.rows.length ?? 0) }
  const rest = [...space, ...(field?.rows ?? []), ...layItems(menu.items, selected, room)]
  return { text, look, lines, rest, caret }
}

function boxColumns(look: Menu['look'], screen: Screen): number {
  return Math.min(look === 'dialog' ? DIALOG_COLUMNS : LIST_COLUMNS, bodyColumns(screen))
}

function hintsFor(menu: Menu, isHome: boolean): string[] {
  const wayBack = menu.look === 'dialog' ? ['Esc turn away'] : isHome ? [] : ['Esc back']
  return [
    ...(menu.field === undefined ? [] : ['type']),
    ...(menu.items.length > 1 ? ['↑↓ choose'] : []),
    ...(menu.items.length > 0 ? ['Enter'] : []),
    ...wayBack,
    menu.field === undefined ? 'q quit' : 'Ctrl-C quit',
  ]
}

const PROMPT = '› '

function layField(menu: Menu, { field }: MenuPageProps['page'], width: number): { rows: Row[]; column: number } | null {
  if (menu.field === undefined || field === null) return null
  const { drawn, column } = viewField(field, width - PROMPT.length)
  const rows: Row[] = [{ text: menu.field, style: 'dim' }, { text: PROMPT + drawn, style: 'strong' }, { text: '' }]
  return { rows, column: PROMPT.length + column }
}

// The items that there is room for, the selected one among them, and below what is to be said about it.
function layItems(
  items: readonly Item[],
  selected: number,
  { width, height }: { readonly width: number; readonly height: number },
): Row[] {
  const about = layAbout(items[selected], width)
  const room = Math.max(1, height - roomForAbout(items, width))
  const start = windowStart(selected, items.length, room)
  const shown = items.slice(start, start + room).map((item, index): Row => {
    const isSelected = start + index === selected
    const more = index === 0 && start > 0 ? '↑' : index === room - 1 && start + room < items.length ? '↓' : ' '
    const text = `${isSelected ? '❯' : ' '} ${spread(item.label, item.value ?? '', width - 4)} ${more}`
    return { text, style: isSelected ? 'selected' : 'plain' }
  })
  return about.length > 0 ? [...shown, { text: '' }, ...about] : shown
}

// The list must not jump when another item has more to be said about it.
function roomForAbout(items: readonly Item[], width: number): number {
  const longest = Math.max(0, ...items.map((item) => layAbout(item, width).length))
  return longest === 0 ? 0 : longest + 1
}

// A label that had to be cut is told in full.
function layAbout(item: Item | undefined, width: number): Row[] {
  if (item === undefined) return []
  const isCut = widthOf(item.label) > width - 4 - (item.value ? widthOf(item.value) + 2 : 0)
  const lines = [isCut ? item.label : '', item.about ?? ''].flatMap((text) => wrap(text, width - 2))
  return lines.slice(0, MOST_ABOUT_LINES).map((line) => ({ text: `  ${cut(line, width - 2)}`, style: 'dim' }))
}
