// A page that is a list: what it says, a line to type in where it has one, and the items, of which one is selected.
import { Box } from 'ink'
import { bodyAt, bodyColumns, bodyRows, Frame } from './frame.tsx'
import { cut, spread, widthOf, windowStart, wrap } from './line.ts'
import type { Item, Menu, Page, Screen } from './page.ts'
import { Caret, type Point, type Row, Rows } from './rows.tsx'
import { menuOf } from './screen.ts'
import { viewField } from './text-area.ts'
import type { Theme } from './theme.ts'

interface MenuPageProps {
  readonly page: Extract<Page, { kind: 'menu' }>
  readonly screen: Screen
  readonly theme: Theme
}

const DIALOG_COLUMNS = 46
// A value far from its label is hard to follow with the eye.
const LIST_COLUMNS = 64
const MOST_ABOUT_LINES = 8

export function MenuPage({ page, screen, theme }: MenuPageProps) {
  const { menu, selected } = menuOf(page, screen)
  const text = { title: menu.title, hints: hintsFor(menu, page.place.name === 'home') }
  const height = bodyRows(text, screen)
  if (menu.look !== undefined) return <Boxed {...{ menu, selected, screen, theme, text }} />
  const width = Math.min(LIST_COLUMNS, bodyColumns(screen))
  const lines = menu.lines.flatMap((line) => wrap(line, width)).slice(0, Math.max(1, height - 6))
  const top: Row[] = lines.length > 0 ? [...lines.map((line) => ({ text: line })), { text: '' }] : []
  const field = layField(menu, page, width)
  const origin = bodyAt(text, screen)
  const caret: Point | null = field && { x: origin.x + 2 + field.column, y: origin.y + top.length + 1 }
  const head = [...top, ...(field?.rows ?? [])]
  const list = layItems(menu.items, selected, { width, height: height - head.length })
  return (
    <Frame screen={screen} theme={theme} {...text}>
      <Rows rows={[...head, ...list]} theme={theme} />
      <Caret at={caret} />
    </Frame>
  )
}

// As the system draws it: a dialog in the middle, a notification at the top with its actions below.
function Boxed({
  menu,
  selected,
  screen,
  theme,
  text,
}: {
  readonly menu: Menu
  readonly selected: number
  readonly screen: Screen
  readonly theme: Theme
  readonly text: { readonly title: string; readonly hints: readonly string[] }
}) {
  const isDialog = menu.look === 'dialog'
  const columns = Math.min(isDialog ? DIALOG_COLUMNS : LIST_COLUMNS, bodyColumns(screen))
  const width = columns - 4
  const height = bodyRows(text, screen)
  const lines = menu.lines.flatMap((line) => wrap(line, width)).map((line): Row => ({ text: line, style: 'strong' }))
  const room = height - lines.length - 3
  const items = layItems(menu.items, selected, { width: isDialog ? width : columns, height: room })
  return (
    <Frame screen={screen} theme={theme} {...text}>
      <Box flexDirection="column" alignItems={isDialog ? 'center' : 'stretch'} paddingTop={isDialog ? 1 : 0}>
        <Box flexDirection="column" borderStyle="round" width={columns} paddingX={1} {...theme.card}>
          <Rows rows={isDialog ? [...lines, { text: '' }, ...items] : lines} theme={theme} />
        </Box>
        {isDialog ? null : <Rows rows={items} theme={theme} />}
      </Box>
      <Caret at={null} />
    </Frame>
  )
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

function layField(menu: Menu, { field }: MenuPageProps['page'], width: number): { rows: Row[]; column: number } | null {
  if (menu.field === undefined || field === null) return null
  const { drawn, column } = viewField(field, width - 2)
  return { rows: [{ text: menu.field, style: 'dim' }, { text: `› ${drawn}`, style: 'strong' }, { text: '' }], column }
}

/** The items that there is room for, the selected one among them, and below what is to be said about it. */
export function layItems(
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
