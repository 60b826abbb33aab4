// One thing that was done, as steps of a scenario. Which of several it was done to, the stage says when it is its turn.
import type { Draft } from '../core/outcome.ts'
import { actionsOn } from '../device/phone.ts'
import { callsInQuestion } from '../scenario/choose-caller.ts'
import { inOrder, queueOf } from '../scenario/outbox.ts'
import { draftInFront, titleOf } from '../scenario/screen.ts'
import type { Stage } from '../scenario/stage.ts'
import type { Act } from './script.ts'

type Written = Omit<Draft, 'call'>

/** What was done, calls by the ids that they had where it was done. */
export type Deed =
  | { readonly type: 'step'; readonly step: Act }
  /** An outcome screen as it was left; null for as it was, and for a screen that stays. */
  | {
      readonly type: 'outcome'
      readonly callId: string
      readonly draft: Written | null
      readonly tap: 'Save' | 'Back' | 'Discard' | null
    }
  | { readonly type: 'opened'; readonly callId: string }
  | { readonly type: 'choose'; readonly contactId: string | null; readonly callId: string | null }
  /** A notification by its place among them, the newest first; null wipes it away. */
  | { readonly type: 'notification'; readonly index: number; readonly action: string | null }
  | { readonly type: 'changed'; readonly callId: string; readonly draft: Written }
  | { readonly type: 'resent' | 'given-up'; readonly callId: string }

/** A step that is made when it is its turn; null where it is not needed. */
type Turn = (stage: Stage) => Act | null

/** @param idOf what a call is called on the stage */
export function stepsOf(deed: Deed, idOf: (callId: string) => string): readonly Turn[] {
  switch (deed.type) {
    case 'step':
      return [() => deed.step]
    case 'outcome':
      return outcomeTurns(deed, idOf(deed.callId))
    case 'opened':
      return [leaveContact, (stage) => openDraft(stage, idOf(deed.callId))]
    case 'choose':
      return [(stage) => choose(stage, deed.contactId, deed.callId && idOf(deed.callId))]
    case 'notification':
      return [(stage) => tapNotification(stage, deed)]
    case 'changed':
      return [(stage) => change(stage, idOf(deed.callId), deed.draft)]
    case 'resent':
      return [(stage) => ofQueue(stage, idOf(deed.callId), 'resend')]
    case 'given-up':
      return [(stage) => ofQueue(stage, idOf(deed.callId), 'give-up')]
  }
}

function outcomeTurns({ draft, tap }: Extract<Deed, { type: 'outcome' }>, callId: string): readonly Turn[] {
  const isInFront = (stage: Stage) => {
    const page = stage.page()
    return page?.kind === 'outcome' && page.callId === callId
  }
  const isToFill = (stage: Stage) => {
    const kept = (stage.store().read('drafts') ?? []).find(({ call }) => call.callId === callId)
    return draft !== null && kept !== undefined && changesOf(kept, draft) !== null
  }
  const isNeeded = (stage: Stage) => isToFill(stage) || tap === 'Save' || tap === 'Discard'
  return [
    (stage) => (isNeeded(stage) || tap === 'Back' ? leaveContact(stage) : null),
    (stage) => (isInFront(stage) || !isNeeded(stage) ? null : openDraft(stage, callId)),
    (stage) => (draft !== null && isToFill(stage) ? fillWith(stage, draft) : null),
    (stage) => (tap !== null && isInFront(stage) ? { do: 'tap', target: tap } : null),
  ]
}

// A contact's page that stands over the outcome screen was left without a word.
function leaveContact(stage: Stage): Act | null {
  return stage.page()?.kind === 'contact' ? { do: 'tap', target: 'Back' } : null
}

function openDraft(stage: Stage, callId: string): Act | null {
  const drafts = (stage.store().read('drafts') ?? []).toReversed()
  const meant = drafts.find(({ call }) => call.callId === callId)
  if (meant === undefined) return null
  const contact = meant.call.contactName
  const named = drafts.filter(({ call }) => call.contactName === contact)
  return { do: 'open-draft', contact, ...skipping(named.indexOf(meant)) }
}

function skipping(skip: number): { readonly skip?: number } {
  return skip <= 0 ? {} : { skip }
}

function fillWith(stage: Stage, written: Written): Act | null {
  const front = draftInFront(stage)
  const filled = front && changesOf(front, written)
  return filled && { do: 'fill-outcome', ...filled }
}

// Null for what stays as it is; null where all does.
function changesOf(before: Draft, { outcome, notes, tasks, isDealLeftOut = false }: Written) {
  const isSame = <T>(one: T, other: T) => JSON.stringify(one) === JSON.stringify(other)
  const filled = {
    outcome: isSame(before.outcome, outcome) ? null : outcome,
    notes: isSame(before.notes, notes) ? null : notes,
    tasks: isSame(before.tasks, tasks) ? null : tasks,
    isOnDeal: isDealLeftOut === (before.isDealLeftOut ?? false) || !before.call.deal ? null : !isDealLeftOut,
  }
  return Object.values(filled).every((each) => each === null) ? null : filled
}

function choose(stage: Stage, contact: string | null, callId: string | null): Act {
  const calls = callsInQuestion(stage)
  const at = calls.findIndex(({ id }) => id === callId)
  const meant = calls[at]
  if (at <= 0 || meant === undefined) return { do: 'choose-caller', contact }
  const { number } = meant
  const before = calls.slice(0, at).filter((each) => each.number === number).length
  return { do: 'choose-caller', contact, number, ...skipping(before) }
}

function tapNotification(stage: Stage, { index, action }: Extract<Deed, { type: 'notification' }>): Act | null {
  const { notifications } = stage.phone()
  const meant = notifications[index]
  if (meant === undefined) return null
  const before = notifications.slice(0, index)
  if (action !== null) {
    const same = before.filter((each) => actionsOn(each).includes(action)).length
    return { do: 'tap', target: action, ...skipping(same) }
  }
  const title = titleOf(meant)
  return { do: 'clear-notification', title, ...skipping(before.filter((each) => titleOf(each) === title).length) }
}

function ofQueue(stage: Stage, callId: string, verb: 'resend' | 'give-up'): Act | null {
  const place = placeInQueue(stage, callId, verb === 'resend')
  return place && { do: verb, contact: place.contact, ...skipping(place.skip) }
}

function change(stage: Stage, callId: string, written: Written): Act | null {
  const place = placeInQueue(stage, callId, false)
  const changes = place && changesOf(place.before, written)
  return (
    place && {
      do: 'change-outcome',
      contact: place.contact,
      ...skipping(place.skip),
      ...(changes ?? { outcome: null, notes: written.notes, tasks: null, isOnDeal: null }),
    }
  )
}

function placeInQueue(stage: Stage, callId: string, mustBeParked: boolean) {
  const queue = queueOf(stage)
  const meant = queue.find(({ outcome }) => outcome.call.callId === callId)
  if (meant === undefined) return null
  const { contactName: contact } = meant.outcome.call
  const named = queue.filter(({ outcome }) => outcome.call.contactName === contact)
  return { contact, skip: inOrder(named, mustBeParked).indexOf(meant), before: meant.outcome }
}
