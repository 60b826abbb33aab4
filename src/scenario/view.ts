// What can be seen at one moment: the phone's screen, its notifications and call list, the app's pages, and what has
// reached the CRM. Scenarios expect parts of it, explore holds its rules against it. Plain data, safe to print.

import { CAPABILITIES, type Capability, type Permission, type PermissionState, planAccess } from '../core/access.ts'
import type { CallLogType } from '../core/call.ts'
import { type Card, renderDeal, renderLabel } from '../core/contact.ts'
import { NO_NUMBER_WORDS, type NoNumber } from '../core/number/presentation.ts'
import {
  type Disposition,
  type Draft,
  dealOf,
  dispositionLabel,
  dispositionsOf,
  validateDraft,
} from '../core/outcome.ts'
import { describeParked, isSameOutcome } from '../core/sending.ts'
import { phoneState } from '../device/android/android.ts'
import type { Notification } from '../device/phone.ts'
import { readQueue } from '../sync/queue.ts'
import { safeLines } from '../text/safe.ts'
import { contactInFront, draftInFront } from './screen.ts'
import type { Stage } from './stage.ts'

export interface View {
  /** Android's card for a call that comes in; null while there is none. */
  readonly card: CardView | null
  /** iOS's one line for a call that comes in. */
  readonly label: string | null
  /** What the phone itself calls who rings: a name of its address book. */
  readonly callerName: string | null
  readonly phoneState: 'IDLE' | 'RINGING' | 'OFFHOOK'
  /** Newest first. */
  readonly notifications: readonly { readonly title: string; readonly actions: readonly string[] }[]
  readonly outcomeScreen: OutcomeView | null
  /** Whose contact page is in front. */
  readonly contactPage: string | null
  /** Newest first. */
  readonly callList: readonly CallListRowView[]
  /** The permission, or the role, that the dialog in front asks for. */
  readonly dialog: Permission | 'role' | null
  readonly permissions: Readonly<Record<Permission, PermissionState>>
  readonly role: 'held' | 'none'
  /** `ok`, or the first reason that keeps it off. */
  readonly access: Readonly<Record<Capability, string>>
  readonly syncPage: { readonly agoMs: number | null; readonly contacts: number; readonly error: string | null }
  /** Outcome screens left unsaved, and saved outcomes that wait for the CRM. */
  readonly drafts: number
  readonly waiting: number
  /** Why outcomes among them cannot be sent as they are; oldest first. */
  readonly parked: readonly string[]
  /** Oldest first. */
  readonly crmCalls: readonly CrmCallView[]
}

export interface CardView extends Omit<Card, 'deal'> {
  /** Name and amount on one line. */
  readonly deal: string | null
  readonly surface: 'overlay' | 'heads-up' | 'full-screen'
}

export interface OutcomeView {
  readonly contact: string
  readonly outcome: string | null
  readonly notes: string
  readonly tasks: readonly string[]
  /** The deal that it goes on as well: name and amount on one line. */
  readonly deal: string | null
  readonly problems: readonly string[]
}

export interface CallListRowView {
  readonly type: (typeof LOG_TYPES)[CallLogType]
  readonly name: string | null
  readonly number: string
  /** Why there is none, where there is none. */
  readonly noNumber?: (typeof NO_NUMBER_WORDS)[NoNumber]
  readonly durationMs: number
  /** iOS 26: it stands apart, in the list of unknown callers. */
  readonly isFiltered?: true
}

export interface CrmCallView {
  readonly contact: string | null
  readonly outcome: string
  readonly notes: string
  readonly direction: 'incoming' | 'outgoing'
  readonly durationMs: number
  readonly tasks: readonly string[]
  /** Its id. */
  readonly deal: string | null
}

/** The call list's types in a scenario's words. */
const LOG_TYPES = {
  INCOMING: 'incoming',
  OUTGOING: 'outgoing',
  MISSED: 'missed',
  REJECTED: 'rejected',
  BLOCKED: 'blocked',
  ANSWERED_EXTERNALLY: 'answered-elsewhere',
} as const satisfies Record<CallLogType, string>

/** What can be seen now. */
export function viewOf(stage: Stage): View {
  const phone = stage.phone()
  const { sync } = phone.app
  const access = planAccess(phone.handset, { isLocked: phone.conditions.lock !== 'unlocked' })
  const shown = stage.shown()
  const drafts = stage.store().read('drafts') ?? []
  const offered = dispositionsOf(stage.store().read('dispositions'))
  return {
    card:
      shown && shown.surface !== 'label'
        ? { ...shown.card, deal: shown.card.deal && renderDeal(shown.card.deal), surface: shown.surface }
        : null,
    label: shown?.surface === 'label' ? renderLabel(shown.card) : null,
    callerName: stage.callerName(),
    phoneState: phoneState(phone.calls),
    notifications: phone.notifications.map(viewNotification),
    outcomeScreen: viewDraft(draftInFront(stage), offered),
    contactPage: contactInFront(stage),
    callList: phone.callList.map(({ logType, name, number, presentation, durationMs, isFiltered }) => ({
      ...(isFiltered && { isFiltered }),
      type: LOG_TYPES[logType],
      name,
      number,
      ...(presentation === 'ALLOWED' ? {} : { noNumber: NO_NUMBER_WORDS[presentation] }),
      durationMs,
    })),
    dialog: phone.dialogs[0] ?? null,
    permissions: phone.handset.permissions,
    role: phone.handset.screeningRole ? 'held' : 'none',
    access: Object.fromEntries(
      CAPABILITIES.map((capability) => [capability, access[capability][0]?.reason ?? 'ok']),
    ) as View['access'],
    syncPage: {
      agoMs: sync.lastSuccessAt === null ? null : stage.now() - sync.lastSuccessAt,
      contacts: sync.contacts,
      error: sync.lastError,
    },
    drafts: drafts.length,
    waiting: stage.store().readOutbox().length,
    parked: readQueue(stage.store()).flatMap(({ sending }) => describeParked(sending)?.because ?? []),
    crmCalls: viewCrm(stage, offered),
  }
}

function viewNotification(notification: Notification): View['notifications'][number] {
  return notification.type === 'notify-missed'
    ? { title: notification.title, actions: notification.actions }
    : { title: `Log your call with ${notification.call.contactName}`, actions: ['Log call'] }
}

function viewDraft(draft: Draft | null, offered: readonly Disposition[]): OutcomeView | null {
  const deal = draft && dealOf(draft)
  return (
    draft && {
      contact: draft.call.contactName,
      outcome: draft.outcome && dispositionLabel(draft.outcome, offered),
      notes: safeLines(draft.notes),
      tasks: draft.tasks.map(({ title }) => title),
      deal: deal && renderDeal(deal),
      problems: validateDraft(draft),
    }
  )
}

function viewCrm({ crm }: Stage, offered: readonly Disposition[]): CrmCallView[] {
  const { calls, tasks } = crm.received()
  return calls.map(({ contactIds, outcome, notes, direction, durationMs, marker, dealId }) => ({
    contact: contactIds[0] ?? null,
    outcome: dispositionLabel(outcome, offered),
    notes,
    direction,
    durationMs,
    tasks: tasks.filter((task) => isSameOutcome(task.marker, marker)).map(({ title }) => title),
    deal: dealId ?? null,
  }))
}
