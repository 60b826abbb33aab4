// Calls as the phone shows them: on Android with the app's card over the phone's own screen, on iOS with one label.
import { Box } from 'ink'
import { planAccess } from '../../core/access.ts'
import { type Card, renderAge, renderWhy } from '../../core/contact.ts'
import type { LiveCall } from '../../device/phone.ts'
import { cut, widthOf, wrap } from '../../text/width.ts'
import { controlsOf } from '../page/call-controls.ts'
import { type CallView, viewCall } from '../page/call-page.ts'
import type { Screen } from '../page/page.ts'
import type { Theme } from '../theme.ts'
import { bodyColumns, Frame } from './frame.tsx'
import { Caret, type Row, Rows } from './rows.tsx'

interface CallScreenProps {
  readonly screen: Screen
  readonly theme: Theme
}

const PHONE_COLUMNS = 60
const LABEL_LINES = 2

export function CallScreen({ screen, theme }: CallScreenProps) {
  const { calls } = screen.phone
  // The call that asks for something is on top.
  const live = calls.filter(({ call }) => call.phase !== 'ended').toSorted((a, b) => urgency(a) - urgency(b))
  const [first] = live
  const width = bodyColumns(screen)
  const why = first ? viewCall(first, screen).why.flatMap((line) => wrap(line, width)) : []
  const hints = [...controlsOf(screen).map(({ key, label }) => `${key} ${label}`), 'q quit']
  return (
    <Frame screen={screen} theme={theme} title="Call" hints={hints}>
      <Box flexDirection="column" flexGrow={1} alignItems="center">
        {live.map((each) => (
          <OneCall key={each.call.id} view={viewCall(each, screen)} {...{ screen, theme }} />
        ))}
      </Box>
      <Rows rows={why.map((text): Row => ({ text, style: 'dim' }))} theme={theme} />
      <Caret at={null} />
    </Frame>
  )
}

function urgency({ call }: LiveCall): number {
  return ['ringing', 'dialling', 'answered', 'held'].indexOf(call.phase)
}

function OneCall({ view, screen, theme }: CallScreenProps & { readonly view: CallView }) {
  const columns = Math.min(PHONE_COLUMNS, bodyColumns(screen))
  const width = columns - 4
  const rows: Row[] = [
    { text: view.state, style: 'dim' },
    { text: view.title, style: 'strong' },
    { text: view.number },
    ...wrapAtMost(view.label, width, LABEL_LINES).map((text) => ({ text })),
  ]
  const centred = rows.filter(({ text }) => text !== '').map((row) => ({ ...row, text: centre(row.text, width) }))
  return (
    <Box flexDirection="column" borderStyle="round" width={columns} paddingX={1} flexShrink={0} {...theme.border}>
      {view.card ? <CallerCard card={view.card} {...{ columns: width, screen, theme }} /> : null}
      <Rows rows={centred} theme={theme} />
    </Box>
  )
}

function centre(text: string, width: number): string {
  const line = cut(text, width)
  return ' '.repeat(Math.floor((width - widthOf(line)) / 2)) + line
}

function wrapAtMost(text: string, width: number, most: number): string[] {
  const lines = wrap(text, width)
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), width)]
}

// An overlay over the phone's own screen, or a heads-up notification where the app may not draw there.
function CallerCard({
  card,
  columns,
  screen,
  theme,
}: CallScreenProps & { readonly card: Card; readonly columns: number }) {
  const width = columns - 4
  const surface = planAccess(screen.phone.handset).surfaces.card
  const others = card.others > 0 ? `  +${card.others} ${card.others === 1 ? 'other' : 'others'}` : ''
  const amount = card.deal?.amount ? ` · ${cut(card.deal.amount, width - 8)}` : ''
  const deal = card.deal ? cut(card.deal.name, width - widthOf(amount)) + amount : ''
  const rows: Row[] = [
    { text: surface === 'overlay' ? 'Ringsight Caller ID' : 'Ringsight · notification', style: 'dim' },
    { text: cut(card.name, width - others.length) + others, style: 'title' },
    ...[card.company, deal].filter((text) => text !== '').map((text): Row => ({ text: cut(text, width) })),
    ...[renderWhy(card), renderAge(card)].flatMap((text): Row[] =>
      text === null ? [] : [{ text: cut(text, width), style: 'dim' }],
    ),
  ]
  return (
    <Box flexDirection="column" borderStyle="round" width={columns} paddingX={1} {...theme.card}>
      <Rows rows={rows} theme={theme} />
    </Box>
  )
}
