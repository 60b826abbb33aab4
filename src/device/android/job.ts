// When Android lets a periodic job run: period and flex, Doze, standby buckets, battery. Pure decisions about instants;
// knows nothing of what the job does. Sources are AOSP's files, frameworks/base, and pages of developer.android.com.
import type { Conditions } from '../system.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** AND-60: the period and flex that a request gets. JobInfo.java, Builder.setPeriodic */
export function periodOf(asked: { readonly periodMs: number; readonly flexMs: number }): {
  readonly periodMs: number
  readonly flexMs: number
} {
  const periodMs = Math.max(asked.periodMs, 15 * MINUTE_MS)
  const leastMs = Math.max(5 * MINUTE_MS, Math.floor(periodMs / 20))
  return { periodMs, flexMs: Math.min(Math.max(asked.flexMs, leastMs), periodMs) }
}

/**
 * AND-61: when the first run after `at` is due: inside the flex of a period, and in no period that has had a run. A run
 * that came late counts to the period that it came in. AOSP JobSchedulerService.getRescheduleJobForPeriodic
 *
 * @param from when the first period began
 * @param at the last run, or `from` for the first
 * @param chance from 0 to 1, where in the flex
 */
export function nextPeriodic(
  asked: { readonly periodMs: number; readonly flexMs: number },
  { from, at }: { readonly from: number; readonly at: number },
  chance: number,
): number {
  const { periodMs, flexMs } = periodOf(asked)
  // The very end of a period still belongs to it.
  const used = at <= from ? 0 : Math.ceil((at - from) / periodMs)
  return from + (used + 1) * periodMs - flexMs + Math.round(chance * flexMs)
}

/** Backoff of a run that failed: 30 seconds, doubled each time, five hours at most. WorkRequest.MAX_BACKOFF_MILLIS */
export function backoffMs(failures: number): number {
  return Math.min(30_000 * 2 ** Math.max(0, failures - 1), 5 * HOUR_MS)
}

type Bucket = Conditions['bucket']

/** What a bucket lets an app's jobs run within a rolling window, on the battery. */
interface Quota {
  readonly runs: number
  readonly windowMs: number
}

const BUDGET_MS = 10 * MINUTE_MS
/** QuotaController.java, DEFAULT_MAX_SESSION_COUNT_* */
const RUNS: Readonly<Record<Exclude<Bucket, 'active'>, number>> = {
  'working-set': 10,
  frequent: 8,
  rare: 3,
  restricted: 1,
}

/**
 * AND-63: ten minutes, and so many runs, within a window that differs by version; up to Android 9 one run in each.
 * QuotaController.java, QcConstants; https://developer.android.com/topic/performance/power/power-details
 */
function quotaOf(bucket: Bucket, { apiLevel, runMs }: Pick<JobAround, 'apiLevel' | 'runMs'>): Quota | null {
  if (bucket === 'active') return null
  const runs = apiLevel < 29 ? 1 : Math.min(RUNS[bucket], Math.max(1, Math.floor(BUDGET_MS / runMs)))
  return { runs, windowMs: windowHours(bucket, apiLevel) * HOUR_MS }
}

function windowHours(bucket: Exclude<Bucket, 'active'>, apiLevel: number): number {
  if (bucket === 'working-set') return apiLevel < 33 ? 2 : 4
  if (bucket === 'frequent') return apiLevel < 33 ? 8 : 12
  return 24
}

export interface JobAround {
  readonly apiLevel: number
  readonly conditions: Conditions
  readonly isOnline: boolean
  readonly battery: 'unrestricted' | 'optimised' | 'restricted'
  /** When Doze began; null outside it. */
  readonly dozeSince: number | null
  readonly maintenanceEveryMs: number
  /** When the job ran before, oldest first, and how long each run takes. */
  readonly runs: readonly number[]
  readonly runMs: number
}

/**
 * The first instant from `due` on at which the job may run, if nothing changes; null when only a change helps: the
 * battery setting "Restricted" (AND-64), no network. Else it waits for the bucket's budget (AND-63) and for a maintenance
 * window of Doze (AND-62).
 */
export function mayRunAt(due: number, around: JobAround): number | null {
  if (around.battery === 'restricted' || !around.isOnline || isSaving(around)) return null
  return afterDoze(afterQuota(due, around), around)
}

// Battery Saver, which a charger ends, takes the network from what runs behind.
// https://developer.android.com/about/versions/pie/power#battery-saver
function isSaving({ conditions, battery }: JobAround): boolean {
  return conditions.isLowPower && !conditions.isCharging && battery !== 'unrestricted'
}

function afterQuota(due: number, around: JobAround): number {
  const { conditions, battery, runs, runMs } = around
  // Charging lifts every bucket but the restricted one; an app that is exempt from battery optimisation is in none of
  // them. AppStandbyController.java, getAppMinBucket
  const isLifted = battery === 'unrestricted' || (conditions.isCharging && conditions.bucket !== 'restricted')
  const quota = isLifted ? null : quotaOf(conditions.bucket, around)
  const oldest = quota === null ? undefined : runs.at(-quota.runs)
  return quota === null || oldest === undefined ? due : Math.max(due, oldest + runMs + quota.windowMs)
}

// The phone on a charger does not doze; an app that is exempt from battery optimisation does not wait.
// DeviceIdleJobsController.java, updateTaskStateLocked
function afterDoze(due: number, { conditions, battery, dozeSince, maintenanceEveryMs }: JobAround): number {
  const isSpared = conditions.isCharging || battery === 'unrestricted'
  if (dozeSince === null || isSpared || maintenanceEveryMs <= 0) return due
  const windows = Math.max(1, Math.ceil((due - dozeSince) / maintenanceEveryMs))
  return dozeSince + windows * maintenanceEveryMs
}
