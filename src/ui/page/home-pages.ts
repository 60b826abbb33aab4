// The phone's first page and what lies behind it: dialling, being called, notifications, drafts. Data; see menu.ts.
import type { CarriedPhone } from '../../app/carried.ts'
import { lineFrom } from '../../core/caller.ts'
import { formatNumber } from '../../core/number/number.ts'
import type { Line } from '../../core/number/presentation.ts'
import { type Disposition, type Draft, dispositionLabel } from '../../core/outcome.ts'
import { actionsOn, type Notification } from '../../device/phone.ts'
import { safeLine } from '../../text/safe.ts'
import { renderTime } from '../../text/time.ts'
import {
  type Action,
  act,
  back,
  type Item,
  type Menu,
  open,
  type Place,
  type PlainPlace,
  type Screen,
  type Step,
} from './page.ts'

export function homePage({ phone, drafts, callBacks, outbox, world }: Screen): Menu {
  const count = (items: { readonly length: number }) => (items.length > 0 ? String(items.length) : '')
  const go = (label: string, name: PlainPlace, value = ''): Item => ({ label, value, steps: [open({ name })] })
  return {
    title: 'Phone',
    lines: [],
    items: [
      go('Dial', 'dial'),
      go('Receive a call', 'receive'),
      go('Contacts', 'contacts', String(world.directory.contacts.size)),
      go('Call list', 'call-list', count(phone.callList)),
      go('Notifications', 'notifications', count(phone.notifications)),
      go('Drafts', 'drafts', count(drafts)),
      // Only where a telephone system reports calls.
      ...(callBacks.length > 0 ? [go('To be called back', 'call-backs', count(callBacks))] : []),
      go('Outbox', 'outbox', count(outbox)),
      go('App settings', 'app-settings'),
      go('System settings', 'system-settings'),
      go('Open or end the app', 'process'),
      go('Around the phone', 'around'),
      go('Let time pass', 'time'),
      go('Phone model', 'model'),
      { label: 'Quit', steps: [{ type: 'quit' }] },
    ],
    escape: [],
  }
}

export function dialPage({ handset: { platform, settings } }: CarriedPhone, typed: string): Menu {
  const from = (place: 'app' | 'outside') =>
    withLine(typed, { presentation: 'ALLOWED', text: typed.trim() }, (line) => act({ type: 'dial', line, from: place }))
  const onIos = settings.defaultDialer
    ? 'The default dialer reads of it when it is opened: the outcome screen follows, for existing contacts.'
    : 'iOS tells the app nothing of it: no outcome screen follows.'
  const isIos = platform === 'ios'
  return {
    title: 'Dial',
    lines: [],
    field: 'Number',
    items: [
      {
        label: 'Call from inside the app',
        about: isIos ? onIos : 'The outcome screen follows, whatever Log calls says.',
        steps: from('app'),
      },
      {
        label: "Call from the phone's own dialler",
        about: isIos ? onIos : 'The outcome screen follows with Log calls on, for existing contacts.',
        steps: from('outside'),
      },
    ],
  }
}

/** On the first SIM, on another one, or what only seems to be a call on this phone (AND-26). */
export function receivePage({ handset: { platform, simCountries } }: CarriedPhone, typed: string): Menu {
  const ring = (label: string, about: string, how: Omit<Extract<Action, { type: 'ring' }>, 'type' | 'line'>): Item => ({
    label,
    about,
    steps: withLine(typed, lineFrom(typed), (line) => act({ type: 'ring', line, ...how })),
  })
  const given = 'As the network gives the number, or one of: withheld, unknown, payphone.'
  return {
    title: 'Receive a call',
    lines: [],
    field: 'Number',
    items: [
      ...(simCountries.length < 2
        ? [ring('Let it ring', given, {})]
        : simCountries.map((sim, at) => ring(`Let it ring on SIM ${at + 1} (${safeLine(sim)})`, given, { sim }))),
      ring("In another app's own call", 'As in WhatsApp: while it rings, the phone tells nobody its number.', {
        kind: 'self-managed',
      }),
      ...(platform === 'android'
        ? [ring('On another device', 'On a watch or a tablet of the same number.', { kind: 'external' })]
        : []),
    ],
  }
}

// No keypad has letters alone, and no network gives them.
function withLine(typed: string, line: Line, step: (line: Line) => Step): readonly Step[] {
  const isOne = typed.trim() !== '' && (line.presentation !== 'ALLOWED' || /\p{Nd}/u.test(line.text))
  return isOne ? [back, step(line)] : [{ type: 'say', text: 'Type a number first.' }]
}

export function notificationsPage(phone: CarriedPhone): Menu {
  return {
    title: 'Notifications',
    lines: phone.notifications.length === 0 ? ['There are none.'] : [],
    items: phone.notifications.map((notification) => ({
      label: renderTitle(notification),
      value: renderTime(notification.at),
      steps: [open({ name: 'notification', id: notification.id })],
    })),
  }
}

/** a missed call's two actions; and where the outcome screen may not open by itself, the way to it. */
export function notificationPage({ phone }: Screen, id: string): Menu {
  const notification = phone.notifications.find((each) => each.id === id)
  if (notification === undefined) return { title: 'Notification', lines: ['It has been cleared.'], items: [] }
  const clear = act({ type: 'clear-notification', id })
  return {
    title: 'Notification',
    look: 'notification',
    lines: [`Ringsight · ${renderTime(notification.at)}`, renderTitle(notification)],
    items: [
      ...actionsOn(notification).map((action) => actionItem(notification, action)),
      { label: 'Clear', about: 'Escape leaves it among the notifications.', steps: [back, clear] },
    ],
  }
}

// A contact's page stands over the notification, which stays.
function actionItem({ id }: Notification, action: string): Item {
  const tap = act({ type: 'tap-notification', id, action })
  return { label: action, steps: action === 'View contact' ? [tap] : [back, tap] }
}

function renderTitle(notification: Notification): string {
  return notification.type === 'notify-missed'
    ? notification.title
    : `Log your call with ${safeLine(notification.call.contactName)}`
}

export function draftsPage({ drafts, dispositions }: Pick<Screen, 'drafts' | 'dispositions'>): Menu {
  return {
    title: 'Drafts',
    lines: drafts.length === 0 ? ['No outcome screen was left unsaved.'] : [],
    items: drafts.toReversed().map((draft) => ({
      label: safeLine(draft.call.contactName),
      value: renderTime(Date.parse(draft.call.startedAt)),
      about: describeDraft(draft, dispositions),
      steps: [open({ name: 'draft', callId: draft.call.callId })],
    })),
  }
}

/** Calls to the house that nobody answered: each is dialled from here. */
export function callBacksPage({ callBacks }: Pick<Screen, 'callBacks'>): Menu {
  return {
    title: 'To be called back',
    lines: [],
    items: callBacks.map(({ contactName, e164, startedAt }) => ({
      label: safeLine(contactName) || formatNumber(e164),
      value: renderTime(Date.parse(startedAt)),
      about: contactName === '' ? 'Nobody in the CRM has this number.' : formatNumber(e164),
      steps: [back, act({ type: 'dial', line: { presentation: 'ALLOWED', text: e164 }, from: 'app' })],
    })),
  }
}

export function draftPage({ drafts, dispositions }: Screen, callId: string): Menu {
  const draft = drafts.find(({ call }) => call.callId === callId)
  if (draft === undefined) return { title: 'Draft', lines: ['It has been saved or discarded.'], items: [] }
  return {
    title: `Draft · ${safeLine(draft.call.contactName)}`,
    lines: [describeDraft(draft, dispositions)],
    items: [
      { label: 'Go on with it', steps: [back, { type: 'log', call: draft.call }] },
      { label: 'Discard it for good', steps: [back, { type: 'discard-draft', callId }] },
    ],
  }
}

function describeDraft({ outcome, notes, tasks }: Draft, offered: readonly Disposition[]): string {
  const first = safeLine(notes.split('\n').find((line) => line.trim() !== '') ?? '')
  const tasked = tasks.length === 0 ? '' : `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`
  return [outcome ? dispositionLabel(outcome, offered) : 'No outcome yet', first, tasked].filter(Boolean).join(' · ')
}

export function endedPage({ title, lines }: Extract<Place, { name: 'ended' }>): Menu {
  return { title, lines, items: [{ label: 'Done', steps: [back] }] }
}
