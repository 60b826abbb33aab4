// How the app on the phone keeps its contacts: by hand, by itself every day, again after a failure. Whether it may run by
// itself is the system's to say (android/job.ts, IOS-18). The contacts themselves are not here.
import { planAccess } from '../core/access.ts'
import { backoffMs, type JobAround, mayRunAt, nextPeriodic } from './android/job.ts'
import type { Happened, PhoneEvent } from './event.ts'
import type { Phone, Sync, SyncCause, World } from './phone.ts'

const DAY_MS = 24 * 60 * 60_000

/** What is told of a background refresh that took too long (IOS-18). */
export const REFRESH_ENDED = 'iOS ended the background refresh after 30 seconds.'

/** What iOS gives it before. */
const REFRESH_LIMIT_MS = 30_000

/** The next sync by itself, as the phone is now; null when none will come without a change. */
export function nextSyncAt(phone: Phone): number | null {
  const { next, running } = phone.app.sync
  if (next === null || running !== null || !phone.app.isSignedIn) return null
  return phone.handset.platform === 'android' ? jobAt(phone, next) : refreshAt(phone, next)
}

// AND-27, AND-60 to AND-64, R-17.
function jobAt(phone: Phone, due: number): number | null {
  const isKept = phone.app.state === 'stopped' || planAccess(phone.handset).sync.length > 0
  return isKept ? null : mayRunAt(due, jobAround(phone))
}

function jobAround({ handset, conditions, dozeSince, system, app }: Phone): JobAround {
  return {
    apiLevel: handset.apiLevel,
    conditions,
    isOnline: handset.network === 'online',
    battery: handset.settings.battery,
    dozeSince: conditions.isDozing ? (dozeSince ?? app.sync.periodsFrom) : null,
    maintenanceEveryMs: system.maintenanceEveryMs,
    runs: app.sync.runs,
    runMs: system.syncRunMs,
  }
}

// IOS-18: not after a force-quit, in Low Power Mode, or when switched off; else some time from the earliest date on.
// https://developer.apple.com/documentation/backgroundtasks/bgapprefreshtaskrequest
function refreshAt({ app, conditions, handset, system }: Phone, earliest: number): number | null {
  const isOff = !handset.settings.backgroundRefresh || conditions.isLowPower
  return isOff || app.state === 'killed' || app.state === 'stopped' ? null : earliest + system.refreshDelayMs
}

/** The user asks for it on the manage page, which is a screen of the app's: signed out, they sign in first. */
export function syncByHand(phone: Phone, at: number): Happened {
  const app: Phone['app'] = { ...phone.app, state: 'open', usedAt: at, isSignedIn: true }
  const opened: PhoneEvent[] = phone.app.state === 'open' ? [] : [{ type: 'app', state: 'open', cause: 'opened' }]
  const begun = beginSync(recheckSync({ ...phone, app }, at), 'manual', at)
  return { phone: begun.phone, events: [...opened, ...begun.events] }
}

/** The app asks the CRM, unless it does already. */
export function beginSync(phone: Phone, cause: SyncCause, at: number): Happened {
  const { sync } = phone.app
  if (sync.running !== null && cause !== 'manual') return { phone, events: [] }
  const isByItself = cause === 'periodic' || cause === 'retry'
  const runs = isByItself ? [...sync.runs.filter((run) => run > at - DAY_MS), at] : sync.runs
  const ranAt = cause === 'periodic' ? at : sync.ranAt
  const begun = withSync(phone, { runs, ranAt, running: { cause, since: at } })
  return { phone: begun, events: [{ type: 'sync-wanted', cause }] }
}

// An answer to a question whose asker is gone, ended by the system or signed out, reaches nobody. Only the first contacts
// come unasked: a phone may start with them.
function isAwaited({ app }: Phone): boolean {
  return app.isSignedIn && (app.sync.running !== null || app.sync.lastSuccessAt === null)
}

/** The contacts have come. */
export function endSync(phone: Phone, { contacts, at }: { contacts: number; at: number }, world: World): Happened {
  if (!isAwaited(phone)) return { phone, events: [] }
  const isFirst = phone.app.sync.lastSuccessAt === null
  const done: Partial<Sync> = { lastSuccessAt: at, contacts, lastError: null, failures: 0, running: null }
  const answered = withSync(phone, { ...done, ...scheduleAfter(phone, at, world) })
  return {
    // The first one is the sign-in, which somebody did on the app's screen (AND-48).
    phone: {
      ...answered,
      app: { ...answered.app, lookedUp: [], usedAt: answered.app.usedAt ?? (isFirst ? at : null) },
    },
    events: [{ type: 'sync', at, result: 'done', contacts }],
  }
}

// On iOS each success asks for the next refresh. On Android the daily job keeps its time, unless this was its run, or it
// is overdue and nothing is left for it to do.
function scheduleAfter(phone: Phone, at: number, world: World): Partial<Sync> {
  const { running, next, nextCause, periodsFrom } = phone.app.sync
  const wasByItself = running?.cause === 'periodic' || running?.cause === 'retry'
  const isAhead = next !== null && next > at && nextCause === 'periodic'
  if (isAhead && !wasByItself && phone.handset.platform === 'android') return {}
  return schedule(phone, { from: next === null ? at : periodsFrom, at }, world)
}

/** The next run of the daily job after `at`; on iOS the earliest date that the app asks for. */
export function schedule(phone: Phone, { from, at }: { from: number; at: number }, world: World): Partial<Sync> {
  const { platform } = phone.handset
  const next = platform === 'android' ? nextJob(phone, { from, at }, world) : at + phone.system.syncPeriodMs
  return { next, nextCause: 'periodic', periodsFrom: from }
}

// A second try belongs to the run that failed; what comes by hand is no run of the job's.
function nextJob({ system, app }: Phone, { from, at }: { from: number; at: number }, world: World): number {
  const asked = { periodMs: system.syncPeriodMs, flexMs: system.syncFlexMs }
  const chance = world.chance?.() ?? 1
  const next = nextPeriodic(asked, { from, at: Math.max(from, app.sync.ranAt ?? from) }, chance)
  return next > at ? next : nextPeriodic(asked, { from, at }, chance)
}

/** It did not work; the next try comes by itself, later each time. */
export function failSync(phone: Phone, { error, at }: { error: string; at: number }): Happened {
  const { sync } = phone.app
  if (!isAwaited(phone)) return { phone, events: [] }
  // Who asked by hand sees the error, and the daily run comes when it would have come.
  const isRetried = sync.running?.cause !== 'manual' || sync.next === null
  const failures = sync.failures + 1
  const again: Partial<Sync> = { failures, next: at + backoffMs(failures), nextCause: 'retry' }
  const failed = withSync(phone, { lastError: error, running: null, ...(isRetried ? again : {}) })
  return { phone: failed, events: [{ type: 'sync', at, result: 'failed', error }] }
}

/** When iOS ends the background refresh that goes on. */
export function refreshEndsAt({ handset, app }: Phone): number | null {
  const { running } = app.sync
  const isRefresh = handset.platform === 'ios' && (running?.cause === 'periodic' || running?.cause === 'retry')
  return isRefresh && running ? running.since + REFRESH_LIMIT_MS : null
}

/**
 * Something has changed that may hold a due run back or let it go: what is overdue is due from now on, and not in a past
 * in which it could not run.
 */
export function recheckSync(phone: Phone, at: number | undefined): Phone {
  const { next } = phone.app.sync
  return next === null || at === undefined || next >= at ? phone : withSync(phone, { next: at })
}

export function withSync(phone: Phone, change: Partial<Sync>): Phone {
  return { ...phone, app: { ...phone.app, sync: { ...phone.app.sync, ...change } } }
}

/** Whether the contacts are a day old, or were never fetched: opening the app fetches them then. */
export function isStale({ app, system }: Phone, at: number): boolean {
  const { lastSuccessAt } = app.sync
  return lastSuccessAt === null || at - lastSuccessAt >= system.syncPeriodMs
}
