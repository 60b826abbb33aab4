// The one job that an app has the system run: a periodic one of Android's (android/job.ts says when it may), or iOS's app
// refresh. What the job does is the app's.
import { backoffMs, type JobAround, mayRunAt, nextPeriodic } from './android/job.ts'
import { bucketOf } from './android/sleep.ts'
import { deliver, isReached } from './delivery.ts'
import { type Happened, quiet } from './event.ts'
import { tellHistory } from './ios/history.ts'
import type { Job, Phone, World } from './phone.ts'
import type { Request } from './request.ts'

const DAY_MS = 24 * 60 * 60_000

/** What iOS gives an app refresh (IOS-18). */
const REFRESH_LIMIT_MS = 30_000

/** When the job runs next by itself, as the phone is now; null when it will not without a change. */
export function nextJobAt(phone: Phone): number | null {
  const { job, handset, conditions } = phone
  if (job === null || job.runsSince !== null || conditions.lock === 'before-first-unlock') return null
  return handset.platform === 'android' ? jobAt(phone, job) : refreshAt(phone, job.next)
}

// AND-27, AND-60 to AND-64, AND-70, AND-73, R-17.
function jobAt(phone: Phone, job: Job): number | null {
  return isReached(phone) ? mayRunAt(job.next, jobAround(phone, job)) : null
}

function jobAround(phone: Phone, job: Job): JobAround {
  const { handset, conditions, dozeSince, system } = phone
  return {
    apiLevel: handset.apiLevel,
    conditions: { ...conditions, bucket: bucketOf(phone) },
    isOnline: handset.network === 'online',
    battery: handset.settings.battery,
    dozeSince: conditions.isDozing ? (dozeSince ?? job.periodsFrom) : null,
    maintenanceEveryMs: system.maintenanceEveryMs,
    runs: job.runs,
    runMs: system.syncRunMs,
  }
}

// IOS-18: not after a force-quit, in Low Power Mode, or when switched off; else some time from the earliest date on.
// https://developer.apple.com/documentation/backgroundtasks/bgapprefreshtaskrequest
function refreshAt({ appProcess, conditions, handset, system }: Phone, earliest: number): number | null {
  const isOff = !handset.settings.backgroundRefresh || conditions.isLowPower
  return isOff || appProcess.state === 'killed' || appProcess.state === 'stopped'
    ? null
    : earliest + system.refreshDelayMs
}

/** The job is due: the app's process begins if it is not there, and is told. */
export function startJob(phone: Phone, at: number): Happened {
  const { job } = phone
  if (job === null) return quiet(phone)
  const runs = [...job.runs.filter((run) => run > at - DAY_MS), at]
  const ranAt = job.cause === 'periodic' ? at : job.ranAt
  const { cause } = job
  const started = quiet(withJob(phone, { runs, ranAt, runsSince: at }))
  return tellHistory(deliver(started, { type: 'job-started', cause, at }), at)
}

/** When iOS waits for the refresh no longer. */
export function refreshEndsAt({ handset, job }: Phone): number | null {
  return handset.platform === 'ios' && job?.runsSince != null ? job.runsSince + REFRESH_LIMIT_MS : null
}

/** The system ends the run that goes on. */
export function stopJob(phone: Phone, at: number): Happened {
  return { ...quiet(breakJob(phone)), signals: [{ type: 'job-stopped', at }] }
}

/** The app asks for the job. */
export function scheduleJob(
  phone: Phone,
  asked: Extract<Request, { type: 'schedule-job' }>,
  { at, world }: { readonly at: number; readonly world: World },
): Phone {
  const { job, handset } = phone
  const { periodMs, flexMs, policy } = asked
  if (job !== null && policy === 'keep') return recheckJob(phone, at)
  const fresh: Job = {
    periodMs,
    flexMs,
    next: at,
    cause: 'periodic',
    periodsFrom: at,
    ranAt: null,
    runs: [],
    runsSince: null,
  }
  const kept: Job = { ...(job ?? fresh), periodMs, flexMs }
  if (handset.platform === 'ios') {
    return { ...phone, job: { ...kept, next: at + periodMs, cause: 'periodic', runsSince: null } }
  }
  // What is not due yet keeps its time; what is overdue has nothing left to do.
  if (job !== null && job.runsSince === null && job.cause === 'periodic' && job.next > at)
    return { ...phone, job: kept }
  return { ...phone, job: { ...kept, next: nextRun(kept, at, world), cause: 'periodic' } }
}

/** The job has done what it was to do. */
export function finishJob(phone: Phone, { at, world }: { readonly at: number; readonly world: World }): Phone {
  const { job } = phone
  if (job === null) return phone
  if (phone.handset.platform === 'ios') return { ...phone, job: null }
  return withJob(phone, { runsSince: null, cause: 'periodic', next: nextRun(job, at, world) })
}

/** It has not: it comes again, later each time (AND-60). */
export function retryJob(phone: Phone, asked: Extract<Request, { type: 'retry-job' }>, at: number): Phone {
  const { job } = phone
  if (job !== null && asked.policy === 'keep')
    return job.runsSince === null ? phone : withJob(phone, { runsSince: null })
  const { syncPeriodMs: periodMs, syncFlexMs: flexMs } = phone.system
  const kept = job ?? { periodMs, flexMs, periodsFrom: at, ranAt: null, runs: [] }
  return { ...phone, job: { ...kept, next: at + backoffMs(asked.failures), cause: 'retry', runsSince: null } }
}

// A second try belongs to the run that failed; what the app does by itself is no run of the job's.
function nextRun({ periodMs, flexMs, periodsFrom: from, ranAt }: Job, at: number, world: World): number {
  const asked = { periodMs, flexMs }
  const chance = world.chance?.() ?? 1
  const next = nextPeriodic(asked, { from, at: Math.max(from, ranAt ?? from) }, chance)
  return next > at ? next : nextPeriodic(asked, { from, at }, chance)
}

/**
 * Something has changed that may hold a due run back or let it go: what is overdue is due from now on, and not in a past
 * in which it could not run.
 */
export function recheckJob(phone: Phone, at: number | undefined): Phone {
  const { job } = phone
  return job === null || at === undefined || job.next >= at ? phone : withJob(phone, { next: at })
}

/** A run ends half done: Android runs the job again; iOS has begun what it was asked for, and waits to be asked once more. */
export function breakJob(phone: Phone): Phone {
  const { job } = phone
  if (job === null || job.runsSince === null) return phone
  if (phone.handset.platform === 'ios') return { ...phone, job: null }
  return withJob(phone, { runsSince: null, next: Math.min(job.next, job.runsSince) })
}

function withJob(phone: Phone, change: Partial<Job>): Phone {
  return phone.job === null ? phone : { ...phone, job: { ...phone.job, ...change } }
}
