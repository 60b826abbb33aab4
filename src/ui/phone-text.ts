// The pages of the phone as text, one below the other, for where no screen is drawn.
import type { Queued } from '../core/sending.ts'
import { pad } from '../text/width.ts'
import { callListPage } from './page/contact-pages.ts'
import { callBacksPage, draftsPage, notificationsPage } from './page/home-pages.ts'
import { modelPage } from './page/model-pages.ts'
import type { Menu, Screen } from './page/page.ts'
import {
  abilitiesPage,
  callingPage,
  iosCallerIdPage,
  permissionsPage,
  syncPage,
  systemSettingsPage,
} from './page/settings-pages.ts'

export interface PhoneState
  extends Pick<Screen, 'phone' | 'contacts' | 'drafts' | 'callBacks' | 'dispositions' | 'crm'> {
  readonly world: Pick<Screen['world'], 'addressBook'>
  /** Saved outcomes that wait for the CRM. */
  readonly outbox: readonly Queued[]
}

/** How a title and a remark look. */
export type Painter = Readonly<Record<'strong' | 'dim', (text: string) => string>>

/** The phone, page by page. */
export function renderPhone(state: PhoneState, painter: Painter): string[] {
  const { phone } = state
  const pages =
    phone.handset.platform === 'android'
      ? [callingPage(phone), permissionsPage(phone), systemSettingsPage(phone)]
      : [iosCallerIdPage(phone), systemSettingsPage(phone)]
  const outbox: Menu = { title: 'Outbox', lines: [`Outcomes that wait for the CRM: ${state.outbox.length}`], items: [] }
  return [
    modelPage(state),
    ...pages,
    abilitiesPage(phone),
    syncPage(state),
    callListPage(state),
    notificationsPage(phone),
    draftsPage(state),
    ...(state.callBacks.length > 0 ? [callBacksPage(state)] : []),
    outbox,
  ].flatMap((page, index) => [...(index > 0 ? [''] : []), ...renderPage(page, painter)])
}

const LABEL_COLUMNS = 52

// An item without a value only leads somewhere; what is said about it matters where it answers "no".
function renderPage({ title, lines, items }: Menu, painter: Painter): string[] {
  const rows = items
    .filter(({ value }) => value !== undefined)
    .flatMap(({ label, value = '', about = '' }) => [
      `  ${pad(label, LABEL_COLUMNS)} ${value}`.trimEnd(),
      ...(value === 'no' ? [painter.dim(`    ${about}`)] : []),
    ])
  return [painter.strong(title), ...lines.map((line) => `  ${line}`), ...rows]
}
