// The simulated phone as text for people and as JSON for machines. Pure: the text is the phone's own pages, one below
// the other.
import { CAPABILITIES } from '../core/access.ts'
import type { Queued } from '../core/sending.ts'
import { accessOf } from '../device/call-flow.ts'
import { draftJson } from '../sync/outcome-json.ts'
import { countQueue } from '../sync/queue.ts'
import type { Painter } from '../terminal/paint.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import { pad } from '../text/width.ts'
import { callListPage } from '../ui/page/contact-pages.ts'
import { draftsPage, notificationsPage } from '../ui/page/home-pages.ts'
import { modelPage } from '../ui/page/model-pages.ts'
import type { Menu, Screen } from '../ui/page/page.ts'
import {
  abilitiesPage,
  callingPage,
  iosCallerIdPage,
  permissionsPage,
  syncPage,
  systemSettingsPage,
} from '../ui/page/settings-pages.ts'
import { noticeJson, rowJson } from './call-report.ts'
import { phoneModelJson } from './taken-phone.ts'

export interface PhoneState extends Pick<Screen, 'phone' | 'contacts' | 'drafts' | 'dispositions' | 'crm'> {
  /** Saved outcomes that wait for the CRM. */
  readonly outbox: readonly Queued[]
}

/** The phone, page by page. */
export function renderPhone(state: PhoneState, painter: Painter): string[] {
  const { phone } = state
  const pages =
    phone.handset.platform === 'android'
      ? [callingPage(phone), permissionsPage(phone), systemSettingsPage(phone)]
      : [iosCallerIdPage(phone), systemSettingsPage(phone)]
  const outbox: Menu = { title: 'Outbox', lines: [`Outcomes that wait for the CRM: ${state.outbox.length}`], items: [] }
  return [
    modelPage(phone),
    ...pages,
    abilitiesPage(phone),
    syncPage(state),
    callListPage(state),
    notificationsPage(phone),
    draftsPage(state),
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

/** The phone for programs. */
export function phoneJson({ phone, contacts, drafts, outbox }: PhoneState): JsonLine {
  const access = accessOf(phone)
  const capability = (name: (typeof CAPABILITIES)[number]) => ({
    isPossible: access[name].length === 0,
    missing: access[name].map(({ reason, sentence, fix }) => ({ reason, message: sentence, fix })),
  })
  const { callList, notifications } = phone
  return {
    type: 'summary',
    ...phoneModelJson(phone),
    capabilities: Object.fromEntries(CAPABILITIES.map((name) => [name, capability(name)])),
    updatedAt: contacts.lastUpdated,
    contacts: contacts.count,
    callList: callList.map((row) => ({ ...rowJson(row), at: isoOf(row.at) })),
    notifications: notifications.map((notice) => ({
      type: notice.type,
      id: notice.id,
      at: isoOf(notice.at),
      ...noticeJson(notice),
    })),
    drafts: drafts.map(draftJson),
    ...countQueue(outbox),
  }
}
