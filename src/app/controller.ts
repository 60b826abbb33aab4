// Our app on the phone: what it makes of everything that reaches it, whoever runs it. Pure: it asks the phone, and wants work
// done; both are carried out by others, who tell it what came of them.
import { permissionsToAsk } from '../core/access.ts'
import type { Contact } from '../core/contact.ts'
import { buildDirectory } from '../core/directory.ts'
import type { Draft } from '../core/outcome.ts'
import type { Failure } from '../core/retry.ts'
import { reloadAfterMs } from '../device/ios/directory.ts'
import type { GivenEntries } from '../device/request.ts'
import type { Signal } from '../device/signal.ts'
import { type Answered, type App, type Around, type Ask, also, newApp, still, withoutMemory } from './app.ts'
import { forgetCalls, lookAtState, SETTLE, settle, takeCallSignal } from './caller-id.ts'
import { hideCards, hideOldCard } from './card.ts'
import { afterChoice, chooseCaller } from './choice.ts'
import { giveLabels } from './labels.ts'
import { dropLookups, endLookup, takeAnswer } from './look-up.ts'
import { endJob, endSync, failSync, keepJob, syncByHand, syncByJob, syncWhenOpened } from './refresh.ts'

/** What comes of the work that the app wanted done, and of its user's hands on pages that an app under test keeps itself. */
export type WorkDone =
  | { readonly type: 'synced'; readonly contacts: number }
  | { readonly type: 'sync-failed'; readonly error: string }
  | { readonly type: 'lookup-answer'; readonly callId: string; readonly contacts: readonly Contact[] }
  | { readonly type: 'choice-kept'; readonly line: string }
  | OutboxDone

/** What reaches an app that keeps its own drafts and outbox. */
export type OutboxDone =
  /** The outcome's page, or an outcome of the outbox, as its user has filled it in. */
  | ({ readonly type: 'outcome-edited'; readonly callId: string } & Omit<Draft, 'call' | 'account'>)
  | {
      readonly type: 'outcome-tapped'
      readonly callId: string
      readonly button: 'save' | 'discard' | 'resend' | 'give-up'
    }
  /** The instant that was asked for has come, and there is a network. */
  | { readonly type: 'send-due' }
  | ({ readonly type: 'crm-answered'; readonly id: string } & (
      | { readonly result: unknown }
      | { readonly failure: Failure }
    ))

/** The timer after which a load that failed is tried again. */
export const RELOAD = 'reload'

/** What the app does about one signal of the system's, or about work that is done. */
export function advanceApp(app: App, told: Signal | (WorkDone & { readonly at: number }), around: Around): Answered {
  return answer(noticeBoot(app, around), told, around)
}

// A phone that was switched off ends its calls, and need not say so to an app that it does not start.
function noticeBoot(app: App, { facts: { bootCount } }: Around): App {
  if (bootCount === null || bootCount === app.knownBoot) return app
  return { ...(app.knownBoot === null ? app : forgetCalls(app)), knownBoot: bootCount }
}

function answer(app: App, told: Signal | (WorkDone & { readonly at: number }), around: Around): Answered {
  switch (told.type) {
    case 'screen-call':
    case 'post-call':
      return also(takeCallSignal(app, told, around), (now) => keepJob(now, around))
    case 'phone-state':
    case 'audio-mode':
    case 'call-log':
    case 'call-placed':
    case 'call-observed':
    case 'conversation-history':
      return takeCallSignal(app, told, around)
    case 'opened':
      return also(
        also(
          also(lookAtState(app, around), (now) => noticeSystem(now, around)),
          (now) => syncWhenOpened(now, around),
        ),
        sendNow,
      )
    case 'boot-completed':
      // Where the phone was not switched off, the work profile was (AND-76): a call may go on.
      return around.facts.bootCount === null ? still(forgetCalls(app)) : lookAtState(app, around)
    case 'process-ended':
      return still(withoutMemory(app))
    case 'job-started':
      return syncByJob(app, told.cause, around)
    case 'job-stopped':
      return endJob(app, around)
    case 'network':
      return told.isOnline ? sendNow(app) : dropLookups(app)
    case 'timer':
      if (told.name === SETTLE) return settle(app, around)
      if (told.name === RELOAD) return { app, asks: [{ type: 'reload-extension' }] }
      return also(hideOldCard(app, told.name), (now) => endLookup(now, told.name))
    case 'permission-result':
      return still(app)
    case 'role-result':
      return still(told.result === 'OK' ? { ...app, knownRole: true } : app)
    case 'activity-started':
      return openPage(app, told.notice)
    case 'notification-action':
      return act(app, told)
    case 'switch-turned':
      return askPermissions(app, told.settings, around)
    case 'refresh-tapped':
      return also(lookAtState(app, around), (now) => syncByHand(now, around))
    case 'sign-out-tapped':
      return signOut(app, around)
    case 'load-requested':
      return { app, asks: [{ type: 'complete-load', entries: labelsFor(app, told, around) }] }
    case 'load-ended':
      return still(app)
    case 'reload-ended':
      return endReload(app, told, around)
    case 'synced':
      return also(endSync(app, told, around), (now) => afterSync(now, around))
    case 'sync-failed':
      return failSync(app, told, around)
    case 'lookup-answer':
      return takeAnswer(app, told, around)
    case 'caller-chosen':
      return chooseCaller(app, told, around)
    case 'choice-kept':
      return afterChoice(app, told, around)
    // Ours is kept and sent by whoever runs it.
    case 'outcome-edited':
    case 'outcome-tapped':
    case 'send-due':
    case 'crm-answered':
      return still(app)
  }
}

// What changes without a word to the app.
function noticeSystem(app: App, around: Around): Answered {
  return also(noticeRole(app, around), (now) => noticeExtension(now, around))
}

// IOS-02: what was refused while the extension was off is loaded when it is on.
function noticeExtension(app: App, { facts }: Around): Answered {
  if (!app.isExtensionOff || !facts.handset.settings.extension) return still(app)
  return { app: { ...app, isExtensionOff: false }, asks: [{ type: 'reload-extension' }] }
}

// AND-47: the app looks whether it still holds the role.
function noticeRole(app: App, { facts }: Around): Answered {
  const held = facts.handset.screeningRole
  if (held === app.knownRole) return still(app)
  return { app: { ...app, knownRole: held }, asks: [{ type: 'role-noticed', held }] }
}

function sendNow(app: App): Answered {
  return { app, asks: app.isSignedIn ? [{ type: 'send-wanted' }] : [] }
}

function openPage(app: App, { call }: Extract<Signal, { type: 'activity-started' }>['notice']): Answered {
  return { app, asks: [{ type: 'page-wanted', page: { kind: 'outcome', call } }] }
}

// the words on the notification.
function act(app: App, { notification, action }: Extract<Signal, { type: 'notification-action' }>): Answered {
  const taken: Ask = { type: 'cancel-notification', id: notification.id }
  if (notification.type === 'open-outcome') {
    return { app, asks: [taken, { type: 'page-wanted', page: { kind: 'outcome', call: notification.call } }] }
  }
  const { contactId, e164 } = notification
  if (action === 'View contact') return { app, asks: [{ type: 'page-wanted', page: { kind: 'contact', contactId } }] }
  return { app, asks: [taken, { type: 'place-call', line: { presentation: 'ALLOWED', text: e164 } }] }
}

// Caller ID is what the permissions are for.
function askPermissions(app: App, { callerId }: { readonly callerId?: boolean }, { facts }: Around): Answered {
  if (!callerId) return still(app)
  return { app, asks: [{ type: 'request-permissions', permissions: permissionsToAsk(facts.handset) }] }
}

/** Nothing of the CRM stays. On iOS the labels go only with a load of nothing (IOS-19). */
function signOut(app: App, { facts }: Around): Answered {
  if (!app.isSignedIn) return still(app)
  const out: App = { ...newApp(app.knownRole), knownBoot: app.knownBoot, isSignedIn: false }
  const emptied: Ask[] = facts.handset.platform === 'ios' ? [{ type: 'reload-extension' }] : []
  return {
    app: out,
    asks: [
      ...hideCards(app).asks,
      { type: 'cancel-notifications' },
      { type: 'cancel-job' },
      { type: 'signed-out' },
      ...emptied,
    ],
  }
}

// New contacts are for iOS to load, and whatever waits goes out while the CRM answers.
function afterSync(app: App, { facts }: Around): Answered {
  if (!app.isSignedIn || app.sync.lastSuccessAt === null) return still(app)
  const reload: Ask[] = facts.handset.platform === 'ios' ? [{ type: 'reload-extension' }] : []
  return { app, asks: [...reload, { type: 'send-wanted' }] }
}

// IOS-11
function endReload(app: App, { error }: Extract<Signal, { type: 'reload-ended' }>, { at }: Around): Answered {
  if (error === null) {
    return { app: { ...app, loadFailures: 0, isExtensionOff: false }, asks: [{ type: 'cancel-timer', name: RELOAD }] }
  }
  const loadFailures = app.loadFailures + 1
  const isExtensionOff = error.name === 'extensionDisabled'
  const afterMs = reloadAfterMs(error, loadFailures)
  const retry: Ask[] = afterMs === null ? [] : [{ type: 'set-timer', name: RELOAD, at: at + afterMs }]
  return { app: { ...app, loadFailures, isExtensionOff }, asks: retry }
}

// What the extension gives is the app's to know; signed out, that is nothing (IOS-19).
function labelsFor(
  { isSignedIn }: App,
  { isIncremental }: Extract<Signal, { type: 'load-requested' }>,
  { world: { directory, labels = directory } }: Around,
): GivenEntries {
  return giveLabels(isSignedIn ? directory : NOBODY, labels, isIncremental)
}

const NOBODY = buildDirectory([])
