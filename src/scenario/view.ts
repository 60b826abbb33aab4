// What can be seen at one moment: the phone's screen, its notifications and call list, the app's pages, and what has
// reached the CRM. Scenarios expect parts of it, explore holds its rules against it. Plain data, safe to print.

import { CAPABILITIES, type Capability, planAccess } from '../core/access.ts'
import type { CallLogType } from '../core/call.ts'
import { type Card, contactName, renderDeal, renderLabel, renderWhy } from '../core/contact.ts'
import type { Permission, PermissionState } from '../core/handset.ts'
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
import { actionsOn, type CallListRow, type Notification } from '../device/phone.ts'
import { readQueue } from '../sync/queue.ts'
import { safeLines } from '../text/safe.ts'
import { candidatesOf } from './choose-caller.ts'
import { contactInFront, draftInFront, titleOf } from './screen.ts'
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

export interface CardView extends Pick<Card, 'name' | 'company' | 'others'> {
  /** Name and amount on one line. */
  readonly deal: string | null
  /** Why it is this one of several. */
  readonly why: string | null
  /** How old what it says is. */
  readonly agoMs: number | null
  readonly surface: 'overlay' | 'heads-up' | 'full-screen'
}

export interface OutcomeView {
  readonly contact: string
  /** Who else has the number. */
  readonly others: readonly string[]
  readonly isChosen: boolean
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

const PARTS: { readonly [P in keyof View]: (stage: Stage) => View[P] } = {
  card(stage) {
    const shown = stage.shown()
    return shown && shown.surface !== 'label' ? viewCard(shown.card, shown.surface) : null
  },
  label(stage) {
    const shown = stage.shown()
    return shown?.surface === 'label' ? renderLabel(shown.card) : null
  },
  callerName: (stage) => stage.callerName(),
  phoneState: (stage) => phoneState(stage.phone().calls),
  notifications: (stage) => stage.phone().notifications.map(viewNotification),
  outcomeScreen: viewOutcome,
  contactPage: contactInFront,
  callList: (stage) => stage.phone().callList.map(viewRow),
  dialog: (stage) => stage.phone().dialogs[0] ?? null,
  permissions: (stage) => stage.phone().handset.permissions,
  role: (stage) => (stage.phone().handset.screeningRole ? 'held' : 'none'),
  access: viewAccess,
  syncPage(stage) {
    const { lastSuccessAt, contacts, lastError } = stage.phone().app.sync
    return { agoMs: lastSuccessAt === null ? null : stage.now() - lastSuccessAt, contacts, error: lastError }
  },
  drafts: (stage) => stage.store().read('drafts')?.length ?? 0,
  waiting: (stage) => stage.store().readOutbox().length,
  parked: (stage) => readQueue(stage.store()).flatMap(({ sending }) => describeParked(sending)?.because ?? []),
  crmCalls: viewCrm,
}

/** What can be seen now. */
export function viewOf(stage: Stage): View {
  const parts = Object.entries(PARTS).map(([part, see]) => [part, see(stage)])
  return Object.fromEntries(parts) as View
}

/** One part of what can be seen now. */
export function viewPart<P extends keyof View>(stage: Stage, part: P): View[P] {
  return PARTS[part](stage)
}

function viewRow({ logType, name, number, presentation, durationMs, isFiltered }: CallListRow): CallListRowView {
  return {
    ...(isFiltered && { isFiltered }),
    type: LOG_TYPES[logType],
    name,
    number,
    ...(presentation === 'ALLOWED' ? {} : { noNumber: NO_NUMBER_WORDS[presentation] }),
    durationMs,
  }
}

function viewAccess(stage: Stage): View['access'] {
  const { handset, conditions } = stage.phone()
  const access = planAccess(handset, { isLocked: conditions.lock !== 'unlocked' })
  const reasons = CAPABILITIES.map((capability) => [capability, access[capability][0]?.reason ?? 'ok'])
  return Object.fromEntries(reasons) as View['access']
}

function offeredBy(stage: Stage): readonly Disposition[] {
  return dispositionsOf(stage.store().read('dispositions'))
}

function viewNotification(notification: Notification): View['notifications'][number] {
  return { title: titleOf(notification), actions: actionsOn(notification) }
}

function viewCard(card: Card, surface: CardView['surface']): CardView {
  const { name, company, deal, others, agoMs = null } = card
  return { name, company, deal: deal && renderDeal(deal), others, why: renderWhy(card), agoMs, surface }
}

function viewOutcome(stage: Stage): OutcomeView | null {
  const draft = draftInFront(stage)
  const deal = draft && dealOf(draft)
  return (
    draft && {
      contact: draft.call.contactName,
      ...viewCandidates(stage, draft),
      outcome: draft.outcome && dispositionLabel(draft.outcome, offeredBy(stage)),
      notes: safeLines(draft.notes),
      tasks: draft.tasks.map(({ title }) => title),
      deal: deal && renderDeal(deal),
      problems: validateDraft(draft),
    }
  )
}

function viewCandidates(stage: Stage, { call }: Draft): Pick<OutcomeView, 'others' | 'isChosen'> {
  const { contacts, current, isChosen } = candidatesOf(stage, call.e164)
  const others = contacts.filter(({ id }) => id !== call.contactId)
  return { others: others.map(contactName), isChosen: isChosen && current?.id === call.contactId }
}

function viewCrm(stage: Stage): CrmCallView[] {
  const { calls, tasks } = stage.crm.received()
  const offered = offeredBy(stage)
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
