// The app's own pages on a stage: what can be tapped, and the outcome screen as its user fills it in.

import { contactName } from '../core/contact.ts'
import type { Settings } from '../core/handset.ts'
import type { Draft } from '../core/outcome.ts'
import { actionsOn, type Notice } from '../device/phone.ts'
import { discardDraft, keepDraft, logOutcome } from '../sync/log-outcome.ts'
import type { Doing, Grantable } from './scenario.ts'
import { DIED, type Stage } from './stage.ts'
import { StepError } from './step-error.ts'

/** A thing on the screen that can be tapped, by its words. */
interface Tappable {
  readonly words: string
  readonly tap: () => Promise<void>
}

/**
 * Taps what bears these words: on the page in front first, then among the notifications, then in the app's settings.
 *
 * @param skip of several things with these words, so many that come first are passed over
 * @throws StepError when nothing does.
 */
export async function tap(stage: Stage, target: string, skip = 0): Promise<void> {
  const there = [...onPage(stage), ...onNotifications(stage), ...onSettings(stage)]
  const found = there.filter(({ words }) => words.toLowerCase() === target.toLowerCase())[skip]
  if (found === undefined)
    throw new StepError(`"${target}" on the screen`, there.map(({ words }) => `"${words}"`).join(', '))
  await found.tap()
}

/** The outcome screen in front, as far as it is filled in; null when another page is there, or none. */
export function draftInFront(stage: Stage): Draft | null {
  const page = stage.page()
  if (page?.kind !== 'outcome') return null
  return drafts(stage).find(({ call }) => call.callId === page.callId) ?? null
}

/** Fills in the outcome screen; what is null stays as it is. */
export async function fillOutcome(
  stage: Stage,
  filled: Pick<Extract<Doing, { do: 'fill-outcome' }>, 'outcome' | 'notes' | 'tasks' | 'isOnDeal'>,
): Promise<void> {
  const draft = draftInFront(stage)
  if (draft === null) throw new StepError('an outcome screen', stage.page() ? 'another page' : 'none')
  const { outcome, notes, tasks, isOnDeal } = filled
  if (isOnDeal !== null && !draft.call.deal) throw new StepError('an outcome screen with a deal', 'one without')
  const next = {
    ...draft,
    outcome: outcome ?? draft.outcome,
    notes: notes ?? draft.notes,
    tasks: tasks ?? draft.tasks,
    ...(isOnDeal === null ? {} : { isDealLeftOut: !isOnDeal }),
  }
  if (stage.keepsOutbox) await stage.act(editOf(next))
  else await stage.write(() => keepDraft(stage.store(), next))
}

/** What an app that keeps its own is told when its user has filled one in. */
export function editOf({ call: { callId }, outcome, notes, tasks, isDealLeftOut = false }: Draft) {
  return { type: 'outcome-edited', callId, outcome, notes, tasks, isDealLeftOut } as const
}

/** Wipes a notification away, by its title. @throws StepError when there is none */
export async function clearNotification(stage: Stage, title: string, skip = 0): Promise<void> {
  const there = stage.phone().notifications
  const found = there.filter((each) => titleOf(each) === title)[skip]
  if (found === undefined) {
    throw new StepError(`a notification “${title}”`, there.map((each) => `“${titleOf(each)}”`).join(', ') || 'none')
  }
  await stage.act({ type: 'clear-notification', id: found.id })
}

/** What a notification says first. */
export function titleOf(notice: Notice): string {
  return notice.type === 'notify-missed' ? notice.title : `Log your call with ${notice.call.contactName}`
}

/** Opens an outcome screen that was left unsaved: the contact's, or the newest. */
export async function openDraft(stage: Stage, contact: string | null, skip = 0): Promise<void> {
  const named = drafts(stage).filter(({ call }) => contact === null || call.contactName === contact)
  const found = named.toReversed()[skip]
  if (found === undefined) {
    const there = drafts(stage).map(({ call }) => call.contactName)
    throw new StepError(contact === null ? 'a draft' : `a draft for ${contact}`, there.join(', ') || 'none')
  }
  await stage.act({ type: 'open-app' })
  stage.openPage({ kind: 'outcome', callId: found.call.callId })
}

/** The app asks for permissions, or for the role. */
export async function request(stage: Stage, what: readonly Grantable[]): Promise<void> {
  const permissions = what.filter((each) => each !== 'role')
  if (permissions.length > 0) await stage.act({ type: 'request', permissions })
  if (permissions.length < what.length) await stage.act({ type: 'request-role' })
}

function drafts(stage: Stage): readonly Draft[] {
  return stage.store().read('drafts') ?? []
}

function onPage(stage: Stage): Tappable[] {
  const page = stage.page()
  const back: Tappable = { words: 'Back', tap: async () => stage.closePage() }
  if (page?.kind === 'contact') return [back]
  const draft = draftInFront(stage)
  if (draft === null) return []
  const discard = async () => {
    const { callId } = draft.call
    if (stage.keepsOutbox) await stage.act({ type: 'outcome-tapped', callId, button: 'discard' })
    else await stage.write(() => discardDraft(stage.store(), callId))
    stage.closePage()
  }
  return [{ words: 'Save', tap: () => save(stage, draft) }, back, { words: 'Discard', tap: discard }]
}

// An incomplete one stays, with its problems in view.
async function save(stage: Stage, draft: Draft): Promise<void> {
  const { callId } = draft.call
  if (stage.keepsOutbox) {
    await stage.act({ type: 'outcome-tapped', callId, button: 'save' })
    if (!drafts(stage).some(({ call }) => call.callId === callId)) stage.closePage()
    return
  }
  const logged = await stage.write(() => logOutcome(stage.store(), draft, new Date(stage.now())))
  if (logged === DIED || logged.kind === 'incomplete') return
  stage.closePage()
  if (logged.kind === 'saved') stage.log.tell({ type: 'saved', contact: draft.call.contactName }, stage.now())
  await stage.send()
}

function onNotifications(stage: Stage): Tappable[] {
  return stage.phone().notifications.flatMap((notification) =>
    actionsOn(notification).map((action) => ({
      words: action,
      tap: () => stage.act({ type: 'tap-notification', id: notification.id, action }),
    })),
  )
}

// on iOS the app's page only reports.
function onSettings(stage: Stage): Tappable[] {
  const { handset } = stage.phone()
  const refresh: Tappable = { words: 'Refresh', tap: () => stage.act({ type: 'sync' }) }
  if (handset.platform === 'ios') return [refresh]
  const { callerId, logCalls } = handset.settings
  const turn = (settings: Partial<Settings>) => stage.act({ type: 'turn-switch', settings })
  return [
    { words: 'Caller ID', tap: () => turn({ callerId: !callerId }) },
    { words: 'Log calls', tap: () => turn({ logCalls: logCalls === 'on' ? 'off' : 'on' }) },
    refresh,
  ]
}

/** The name of the contact whose page is in front; null when no contact's page is. */
export function contactInFront(stage: Stage): string | null {
  const page = stage.page()
  if (page?.kind !== 'contact') return null
  const contact = stage.directory().contacts.get(page.contactId)
  return contact ? contactName(contact) : `Record ${page.contactId}`
}
