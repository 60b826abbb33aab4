// The one answer to "something happened, what is on the screen now?": (screen, event) → (screen, intents). Pure; the
// intents are carried out by session.ts.

import type { CarriedPhone } from '../app/carried.ts'
import { draftForCurrent } from '../app/choice.ts'
import type { SeenEvent, WantedPage } from '../app/event.ts'
import type { AddressBook } from '../core/caller.ts'
import { type Draft, dispositionLabel, type LoggedCall, newDraft } from '../core/outcome.ts'
import { withHandset } from '../device/phone.ts'
import { asPossible } from '../device/possible-phone.ts'
import type { Edited } from '../sync/edit-outcome.ts'
import type { Logged } from '../sync/log-outcome.ts'
import type { CrmFault } from './crm-fault.ts'
import type { Key } from './keys.ts'
import { controlsOf } from './page/call-controls.ts'
import { describeEnd } from './page/ended-page.ts'
import { buildMenu, fieldAt } from './page/menu.ts'
import { type FormContext, type FormUpdate, openForm, updateForm } from './page/outcome-form.ts'
import type { Action, CrmState, Menu, Page, Place, Screen, Step } from './page/page.ts'
import { candidatesOn } from './page/who-page.ts'
import { editText } from './text-area.ts'

export type ScreenEvent =
  | { readonly type: 'key'; readonly key: Key }
  /** Something is done to the phone without a key of this screen. */
  | { readonly type: 'act'; readonly action: Action }
  /** Time has passed. */
  | { readonly type: 'tick'; readonly now: number; readonly today: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  /** What came of an action. */
  | {
      readonly type: 'happened'
      readonly phone: CarriedPhone
      readonly events: readonly SeenEvent[]
      /** What the app opens by itself. */
      readonly pages: readonly WantedPage[]
    }
  | { readonly type: 'logged'; readonly callId: string; readonly logged: Logged }
  | { readonly type: 'changed'; readonly callId: string; readonly edited: Edited }
  /** How it stands between the phone and the CRM. */
  | { readonly type: 'crm'; readonly crm: CrmState }
  | ({ readonly type: 'synced' } & Pick<Screen, 'contacts' | 'world' | 'dispositions'>)
  /** Nobody is signed in any more, and nothing of the CRM is here. */
  | ({ readonly type: 'signed-out' } & Pick<Screen, 'world' | 'dispositions'>)
  | { readonly type: 'outbox'; readonly outbox: Screen['outbox']; readonly notice?: string }
  /** Who it was of several has been said, and is kept; `callId` is the call that it was said of. */
  | {
      readonly type: 'chosen'
      readonly world: Screen['world']
      readonly number: string
      readonly callId: string | null
    }
  /** Time has gone by at once; what the phone did meanwhile. */
  | { readonly type: 'passed'; readonly title: string; readonly lines: readonly string[] }
  /** The phone's own contacts are others. */
  | { readonly type: 'address-book'; readonly addressBook: AddressBook }
  /** Something was kept, or could not be; the screen goes on. */
  | { readonly type: 'told'; readonly message: string }

export type Intent =
  | { readonly type: 'act'; readonly action: Action }
  /** `isOther`: it was made another one. */
  | { readonly type: 'keep-phone'; readonly phone: CarriedPhone; readonly isOther?: true }
  | { readonly type: 'keep-address-book'; readonly addressBook: AddressBook }
  | { readonly type: 'keep-draft'; readonly draft: Draft }
  /** Its user has opened the one that was left; the app is in front by it. */
  | { readonly type: 'open-draft'; readonly callId: string }
  /** Its screen was left: it is kept now, and told. */
  | { readonly type: 'leave-draft'; readonly callId: string }
  | { readonly type: 'discard-draft'; readonly callId: string }
  | { readonly type: 'save-outcome' | 'change-outcome'; readonly draft: Draft }
  | { readonly type: 'pass-time'; readonly ms: number; readonly label: string }
  | { readonly type: 'resend' | 'give-up'; readonly callId: string }
  | { readonly type: 'break-crm'; readonly fault: CrmFault }
  | { readonly type: 'quit' }

export interface ScreenUpdate {
  readonly screen: Screen
  readonly intents: readonly Intent[]
}

/** What is on the screen after an event, and what is to be done about it. */
export function updateScreen(screen: Screen, event: ScreenEvent): ScreenUpdate {
  switch (event.type) {
    case 'key':
      return pressKey({ ...screen, notice: '' }, event.key)
    case 'act':
      return { screen, intents: [{ type: 'act', action: event.action }] }
    case 'tick':
      return stay({ ...screen, now: event.now, today: event.today })
    case 'resize':
      return stay({ ...screen, columns: event.columns, rows: event.rows })
    case 'happened':
      return follow(screen, event)
    case 'logged':
      return closeForm(screen, event.callId, event.logged)
    case 'changed':
      return closeChanged(screen, event.callId, event.edited)
    case 'crm':
      return stay({ ...screen, crm: event.crm })
    case 'synced':
      return stay({ ...screen, contacts: event.contacts, world: event.world, dispositions: event.dispositions })
    case 'signed-out':
      return stay(signOut(screen, event))
    case 'outbox':
      return stay({ ...screen, outbox: event.outbox, notice: event.notice ?? screen.notice })
    case 'chosen':
      return takeChoice({ ...screen, world: event.world }, event)
    case 'address-book':
      return stay({ ...screen, world: { ...screen.world, addressBook: event.addressBook } })
    case 'passed':
      return stay(
        frontPage(screen)?.kind === 'call'
          ? { ...screen, notice: `${event.title}.` }
          : openPlace(screen, { name: 'ended', title: event.title, lines: event.lines }),
      )
    case 'told':
      return stay({ ...screen, notice: event.message })
  }
}

// Pages that showed the account's people and calls close; a call that goes on is the phone's.
function signOut(screen: Screen, { world, dispositions }: Pick<Screen, 'world' | 'dispositions'>): Screen {
  const pages = screen.pages.filter((page, index) => page.kind === 'call' || (index === 0 && page.kind === 'menu'))
  const notice = 'Signed out: nothing of the CRM is left on this phone.'
  const contacts = { lastUpdated: null, count: 0 }
  return { ...screen, world, dispositions, contacts, drafts: [], outbox: [], callBacks: [], pages, notice }
}

/** The page in front; undefined when nothing is left to look at. */
export function frontPage({ pages }: Screen): Page | undefined {
  return pages.at(-1)
}

/** Whether letters are typed into something here; elsewhere each is a key of its own. */
export function isTyping(screen: Screen): boolean {
  const page = frontPage(screen)
  return page?.kind === 'form' || (page?.kind === 'menu' && page.field !== null)
}

/** The list on a page as things stand, and which of its items is selected. */
export function menuOf(page: Extract<Page, { kind: 'menu' }>, screen: Screen): { menu: Menu; selected: number } {
  const menu = buildMenu(page.place, screen, page.field?.text ?? '')
  return { menu, selected: Math.max(0, Math.min(page.selected, menu.items.length - 1)) }
}

/** How wide the notes are drawn: the outcome screen leaves a margin on either side. */
export function notesWidth({ columns }: Pick<Screen, 'columns'>): number {
  return Math.max(10, columns - 6)
}

function stay(screen: Screen): ScreenUpdate {
  return { screen, intents: [] }
}

function replaceFront(screen: Screen, page: Page): Screen {
  return { ...screen, pages: [...screen.pages.slice(0, -1), page] }
}

function pressKey(screen: Screen, key: Key): ScreenUpdate {
  if (key.type === 'press' && key.name === 'quit') return { screen, intents: [{ type: 'quit' }] }
  const page = frontPage(screen)
  switch (page?.kind) {
    case 'call':
      return pressLetter(screen, key)
    case 'menu':
      return page.field === null ? pressMenu(screen, page, key) : typeInMenu(screen, page, key)
    case 'form':
      return pressForm(screen, page, key)
    case undefined:
      return { screen, intents: [{ type: 'quit' }] }
  }
}

function pressLetter(screen: Screen, key: Key): ScreenUpdate {
  if (key.type !== 'text') return stay(screen)
  const control = controlsOf(screen).find((each) => each.key === key.text)
  return takeSteps(screen, key.text === 'q' ? [QUIT] : (control?.steps ?? []))
}

const QUIT: Step = { type: 'quit' }

type MenuPage = Extract<Page, { kind: 'menu' }>

function pressMenu(screen: Screen, page: MenuPage, key: Key): ScreenUpdate {
  if (key.type === 'text') return takeSteps(screen, key.text === 'q' ? [QUIT] : [])
  if (key.type === 'paste') return stay(screen)
  const { menu, selected } = menuOf(page, screen)
  switch (key.name) {
    case 'enter':
      return takeSteps(screen, menu.items[selected]?.steps ?? [])
    case 'escape':
      return takeSteps(screen, menu.escape ?? [{ type: 'back' }])
    default: {
      const to = moved(selected, key.name, menu.items.length)
      return stay(to === null ? screen : replaceFront(screen, { ...page, selected: to }))
    }
  }
}

const PAGE = 10

function moved(from: number, name: string, count: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    up: from - 1,
    down: from + 1,
    'shift-tab': from - 1,
    tab: from + 1,
    'page-up': from - PAGE,
    'page-down': from + PAGE,
    home: 0,
    end: count - 1,
  }
  const to = targets[name]
  return to === undefined ? null : Math.max(0, Math.min(to, count - 1))
}

function typeInMenu(screen: Screen, page: MenuPage, key: Key): ScreenUpdate {
  const field = page.field && editText(page.field, key, { width: Number.POSITIVE_INFINITY, isMultiline: false })
  if (!field) return pressMenu(screen, page, key)
  const selected = field.text === page.field?.text ? page.selected : 0
  return stay(replaceFront(screen, { ...page, field, selected }))
}

function pressForm(screen: Screen, page: Extract<Page, { kind: 'form' }>, key: Key): ScreenUpdate {
  const { form, wish } = updateForm(page.form, key, contextOf(screen))
  const next = replaceFront(screen, { ...page, form })
  if (page.isQueued) return changeQueued(next, form.draft, wish === 'who' ? null : wish)
  const kept = form.draft === page.form.draft ? stay(next) : keepDraft(next, form.draft)
  if (wish === 'save') return { ...kept, intents: [...kept.intents, { type: 'save-outcome', draft: form.draft }] }
  if (wish === 'who') {
    const { e164, callId } = form.draft.call
    return { ...kept, screen: openPlace(kept.screen, { name: 'who', number: e164, callId }) }
  }
  if (wish === 'discard') return discardDraft(goBack(kept.screen), form.draft.call.callId)
  if (wish !== 'dismiss') return kept
  const left: Intent = { type: 'leave-draft', callId: form.draft.call.callId }
  return { screen: goBack(kept.screen), intents: [...kept.intents, left] }
}

// The outcome screen of that call is for whoever is taken for the caller now.
function takeChoice(screen: Screen, { number, callId }: Extract<ScreenEvent, { type: 'chosen' }>): ScreenUpdate {
  const draft = screen.drafts.find(({ call }) => call.callId === callId)
  const next = draft && draftForCurrent(draft, candidatesOn(screen, number))
  if (draft === undefined || next === undefined || next === draft) return stay(screen)
  const { call } = next
  const pages = screen.pages.map((page) =>
    page.kind === 'form' && isFormFor(page, call.callId)
      ? { ...page, form: { ...page.form, draft: { ...page.form.draft, call } } }
      : page,
  )
  return keepDraft({ ...screen, pages }, next)
}

// What is in the outbox is kept as it was saved until the change is saved as a whole.
function changeQueued(screen: Screen, draft: Draft, wish: FormUpdate['wish']): ScreenUpdate {
  if (wish === 'save') return { screen, intents: [{ type: 'change-outcome', draft }] }
  const isLeft = wish === 'dismiss' || wish === 'discard'
  return stay(isLeft ? goBack({ ...screen, notice: 'Left as it was.' }) : screen)
}

function contextOf(screen: Screen): FormContext {
  const page = frontPage(screen)
  const number = page?.kind === 'form' && !page.isQueued ? page.form.draft.call.e164 : ''
  const isShared = candidatesOn(screen, number).contacts.length > 0
  return { today: screen.today, width: notesWidth(screen), dispositions: screen.dispositions, isShared }
}

function keepDraft(screen: Screen, draft: Draft): ScreenUpdate {
  const others = screen.drafts.filter(({ call }) => call.callId !== draft.call.callId)
  return { screen: { ...screen, drafts: [...others, draft] }, intents: [{ type: 'keep-draft', draft }] }
}

function then(update: ScreenUpdate, next: (screen: Screen) => ScreenUpdate): ScreenUpdate {
  const after = next(update.screen)
  return { screen: after.screen, intents: [...update.intents, ...after.intents] }
}

function takeSteps(screen: Screen, steps: readonly Step[]): ScreenUpdate {
  return steps.reduce((update, step) => then(update, (after) => takeStep(after, step)), stay(screen))
}

function takeStep(screen: Screen, step: Step): ScreenUpdate {
  switch (step.type) {
    case 'open':
      return stay(openPlace(screen, step.place))
    case 'back':
      return stay(goBack(screen))
    case 'act':
      return { screen, intents: [{ type: 'act', action: step.action }] }
    case 'change-handset': {
      const phone = withHandset(screen.phone, asPossible({ ...screen.phone.handset, ...step.changes }))
      return { screen: { ...screen, phone }, intents: [{ type: 'keep-phone', phone, isOther: true }] }
    }
    case 'change-address-book':
      return { screen, intents: [{ type: 'keep-address-book', addressBook: step.addressBook }] }
    case 'log':
      return then({ screen, intents: [{ type: 'open-draft', callId: step.call.callId }] }, (after) =>
        openOutcome(after, step.call),
      )
    case 'discard-draft': {
      return then({ screen, intents: [{ type: 'open-draft', callId: step.callId }] }, (after) =>
        discardDraft(after, step.callId),
      )
    }
    case 'pass-time':
      return { screen, intents: [step] }
    case 'break-crm':
      return { screen: { ...screen, crm: { ...screen.crm, fault: step.fault } }, intents: [step] }
    case 'change-outcome':
      return stay(openQueued(screen, step.callId))
    case 'resend':
    case 'give-up':
      return { screen, intents: [step] }
    case 'say':
      return stay({ ...screen, notice: step.text })
    case 'quit':
      return { screen, intents: [{ type: 'quit' }] }
  }
}

function discardDraft(screen: Screen, callId: string): ScreenUpdate {
  const drafts = screen.drafts.filter(({ call }) => call.callId !== callId)
  return { screen: { ...screen, drafts }, intents: [{ type: 'discard-draft', callId }] }
}

function openPlace(screen: Screen, place: Place): Screen {
  const text = fieldAt(place, screen)
  const field = text === null ? null : { text, at: text.length }
  return { ...screen, pages: [...screen.pages, { kind: 'menu', place, selected: 0, field }] }
}

// The phone's first page stays; behind the last page of a single call there is nothing.
function goBack(screen: Screen): Screen {
  return screen.mode === 'phone' && screen.pages.length === 1 ? screen : { ...screen, pages: screen.pages.slice(0, -1) }
}

// The draft is kept from the first moment, so that a crash leaves the way back to it.
function openOutcome(screen: Screen, call: LoggedCall): ScreenUpdate {
  const kept = screen.drafts.find((draft) => draft.call.callId === call.callId)
  const draft = kept ?? newDraft(call)
  const opened: Screen = { ...screen, pages: [...screen.pages, { kind: 'form', form: openForm(draft) }] }
  return kept ? stay(opened) : keepDraft(opened, draft)
}

function openQueued(screen: Screen, callId: string): Screen {
  const queued = screen.outbox.find(({ outcome }) => outcome.call.callId === callId)
  if (queued === undefined) return screen
  return { ...screen, pages: [...screen.pages, { kind: 'form', form: openForm(queued.outcome), isQueued: true }] }
}

function isFormFor(page: Page, callId: string): boolean {
  return page.kind === 'form' && page.form.draft.call.callId === callId
}

function closeForm(screen: Screen, callId: string, logged: Logged): ScreenUpdate {
  if (logged.kind === 'incomplete') return stay(showProblems(screen, callId, logged.problems))
  const notice =
    logged.kind === 'saved'
      ? `Saved: ${dispositionLabel(logged.outcome.outcome, screen.dispositions)}. It waits for the CRM.`
      : 'This call has been logged already; nothing was changed.'
  const drafts = screen.drafts.filter(({ call }) => call.callId !== callId)
  return stay({ ...screen, drafts, notice, pages: screen.pages.filter((page) => !isFormFor(page, callId)) })
}

function showProblems(screen: Screen, callId: string, problems: readonly string[]): Screen {
  const pages = screen.pages.map((page) =>
    page.kind === 'form' && isFormFor(page, callId) ? { ...page, form: { ...page.form, problems } } : page,
  )
  return { ...screen, pages }
}

function closeChanged(screen: Screen, callId: string, edited: Edited): ScreenUpdate {
  if (edited.kind === 'incomplete') return stay(showProblems(screen, callId, edited.problems))
  if (edited.kind === 'sent') {
    const problem = `The CRM ${edited.mayBe ? 'may have' : 'has'} the call already: only its tasks can be changed here.`
    return stay(showProblems(screen, callId, [problem]))
  }
  const notice = edited.kind === 'edited' ? 'Changed. It waits for the CRM.' : 'It is not in the outbox any more.'
  return stay({ ...screen, notice, pages: screen.pages.filter((page) => !isFormFor(page, callId)) })
}

// The phone as it is after an action, and the pages that come up by themselves.
function follow(screen: Screen, { phone, events, pages }: Extract<ScreenEvent, { type: 'happened' }>): ScreenUpdate {
  const kept: ScreenUpdate = { screen: { ...screen, phone }, intents: [{ type: 'keep-phone', phone }] }
  const seen = events.reduce((update, event) => then(update, (after) => showEvent(after, event)), kept)
  const shown = pages.reduce((update, page) => then(update, (after) => showPage(after, page)), seen)
  const told = phone.notifications.filter(({ id }) => !screen.phone.notifications.some((other) => other.id === id))
  const notified = told.reduce((after, { id }) => openPlace(after, { name: 'notification', id }), shown.screen)
  const isOver = phone.calls.length === 0 && screen.phone.calls.length > 0
  return { ...shown, screen: isOver ? hangUp(screen, notified, events) : notified }
}

function showEvent(screen: Screen, event: SeenEvent): ScreenUpdate {
  switch (event.type) {
    case 'ringing':
    case 'dialling': {
      const isOpen = screen.pages.some(({ kind }) => kind === 'call')
      return stay(isOpen ? screen : { ...screen, pages: [...screen.pages, { kind: 'call' }] })
    }
    case 'permission-dialog':
      return stay(openPlace(screen, { name: 'dialog', permission: event.permission }))
    case 'permission':
      return stay({ ...screen, pages: screen.pages.filter((page) => !isDialogFor(page, event.permission)) })
    case 'role-dialog':
      return stay(openPlace(screen, { name: 'role-dialog', canDenyAlways: event.canDenyAlways }))
    case 'role-result':
      return stay({ ...screen, pages: screen.pages.filter((page) => !isRoleDialog(page)) })
    default:
      return stay(screen)
  }
}

function showPage(screen: Screen, page: WantedPage): ScreenUpdate {
  if (page.kind === 'outcome') return openOutcome(screen, page.call)
  return stay(openPlace(screen, { name: 'contact', id: page.contactId }))
}

function isRoleDialog(page: Page): boolean {
  return page.kind === 'menu' && page.place.name === 'role-dialog'
}

function isDialogFor(page: Page, permission: string): boolean {
  return page.kind === 'menu' && page.place.name === 'dialog' && page.place.permission === permission
}

// The phone is idle: what came up meanwhile is in front; where nothing did, a page says how it went.
function hangUp(before: Screen, screen: Screen, events: readonly SeenEvent[]): Screen {
  const pages = screen.pages.filter(({ kind }) => kind !== 'call')
  const idle = { ...screen, pages }
  if (pages.length > before.pages.filter(({ kind }) => kind !== 'call').length) return idle
  const lines = describeEnd(before.phone, events, screen.phone)
  return openPlace(idle, { name: 'ended', title: 'Call ended', lines })
}
