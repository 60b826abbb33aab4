// When Android lets a periodic job run: period and flex, Doze, standby buckets, battery. Pure decisions about instants;
// knows nothing of what the job does. Sources are pages of developer.android.com.
import type { Conditions } from '../system.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * AND-60: the period and flex that a request gets.
 * https://developer.android.com/reference/androidx/work/PeriodicWorkRequest#MIN_PERIODIC_INTERVAL_MILLIS
 */
export function periodOf(asked: { readonly periodMs: number; readonly flexMs: number }): {
  readonly periodMs: number
  readonly flexMs: number
} {
  const periodMs = Math.max(asked.periodMs, 15 * MINUTE_MS)
  return { periodMs, flexMs: Math.min(Math.max(asked.flexMs, 5 * MINUTE_MS), periodMs) }
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

/** What a bucket lets an app's jobs run, on the battery. */
interface Quota {
  readonly budgetMs: number
  readonly windowMs: number
}

/**
 * AND-63: on Android 13 and later, minutes within a rolling window. Before, a job of a rare app waits for its one time in
 * the day. https://developer.android.com/topic/performance/power/power-details
 */
function quotaOf(bucket: Conditions['bucket']): Quota | null {
  switch (bucket) {
    case 'active':
      return null
    case 'working-set':
      return { budgetMs: 10 * MINUTE_MS, windowMs: 4 * HOUR_MS }
    case 'frequent':
      return { budgetMs: 10 * MINUTE_MS, windowMs: 12 * HOUR_MS }
    case 'rare':
      return { budgetMs: 10 * MINUTE_MS, windowMs: 24 * HOUR_MS }
    case 'restricted':
      return { budgetMs: 0, windowMs: 24 * HOUR_MS }
  }
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

function afterQuota(due: number, { apiLevel, conditions, runs, runMs }: JobAround): number {
  // Charging lifts every bucket but the restricted one.
  if (conditions.isCharging && conditions.bucket !== 'restricted') return due
  const quota = quotaOf(conditions.bucket)
  if (quota === null) return due
  const perWindow = apiLevel < 33 || quota.budgetMs === 0 ? 1 : Math.max(1, Math.floor(quota.budgetMs / runMs))
  const oldest = runs.at(-perWindow)
  return oldest === undefined ? due : Math.max(due, oldest + quota.windowMs)
}

// The phone on a charger does not doze; an app that is exempt from battery optimisation still waits with its jobs.
// https://developer.android.com/training/monitoring-device-state/doze-standby
function afterDoze(due: number, { conditions, dozeSince, maintenanceEveryMs }: JobAround): number {
  if (dozeSince === null || conditions.isCharging || maintenanceEveryMs <= 0) return due
  const windows = Math.max(1, Math.ceil((due - dozeSince) / maintenanceEveryMs))
  return dozeSince + windows * maintenanceEveryMs
}
