// What an app under test may take over, and what belongs to each part: signals, requests, and what Ringsight's own app would
// ask for in its place.
import type { Ask, Sync } from '../app/app.ts'
import type { Reaching, Told } from '../app/carried.ts'
import { RELOAD } from '../app/controller.ts'

/** `calls` always; the rest stays with Ringsight's own app where an app does not take it. */
export const PARTS = ['calls', 'sync', 'labels', 'outbox'] as const
export type Part = (typeof PARTS)[number]
export type OtherPart = Exclude<Part, 'calls'>

type Types<T extends { readonly type: string }> = readonly T['type'][]

const SIGNALS: Readonly<Record<Part, Types<Told>>> = {
  calls: [
    'screen-call',
    'phone-state',
    'post-call',
    'audio-mode',
    'call-log',
    'call-placed',
    'call-observed',
    'conversation-history',
  ],
  sync: ['job-started', 'job-stopped', 'refresh-tapped', 'synced', 'sync-failed'],
  labels: ['load-requested', 'load-ended', 'reload-ended'],
  outbox: ['outcome-edited', 'outcome-tapped', 'send-due', 'crm-answered'],
}

// Of calls, Ringsight's own app asks for nothing that is carried out.
const ASKS: Readonly<Record<OtherPart, Types<Ask>>> = {
  sync: ['sync-wanted', 'schedule-job', 'cancel-job', 'retry-job', 'job-finished'],
  labels: ['reload-extension', 'complete-load'],
  outbox: ['send-wanted'],
}

const REQUESTS: Readonly<Record<OtherPart, readonly string[]>> = {
  sync: ['sync-contacts', 'schedule-job', 'cancel-job', 'retry-job', 'job-finished'],
  labels: ['reload-extension', 'complete-load'],
  outbox: [
    'keep-outbox',
    'schedule-send',
    'create-call',
    'create-task',
    'find-engagement',
    'associate',
    'read-contact',
  ],
}

const OTHERS: readonly OtherPart[] = ['sync', 'labels', 'outbox']

/** The part that a signal is of; null for what every app may hear. */
export function partOfSignal({ type }: Told): Part | null {
  return PARTS.find((part) => SIGNALS[part].includes(type)) ?? null
}

/** The part that a request by this name is of; null for what every app may ask for. */
export function partOfRequest(name: string): OtherPart | null {
  return OTHERS.find((part) => REQUESTS[part].includes(name)) ?? null
}

/** The part that something is of that Ringsight's own app asks for; null for what stays its own. */
export function partOfAsk(ask: Ask): OtherPart | null {
  const isTimer = ask.type === 'set-timer' || ask.type === 'cancel-timer'
  if (isTimer && ask.name === RELOAD) return 'labels'
  return OTHERS.find((part) => ASKS[part].includes(ask.type)) ?? null
}

/**
 * What Ringsight still knows of a sync that the app takes: whether one goes on, and what came of the last.
 *
 * @param so what Ringsight's own app would make of what has reached the app, and what the app asks for
 */
export function syncAfter(
  { told, app, around }: Reaching,
  so: { readonly ours: Sync; readonly asks: readonly Ask[] },
): Sync {
  const sync = ENDS_SYNC.has(told.type) ? so.ours : app.sync
  const wanted = so.asks.find((ask) => ask.type === 'sync-wanted')
  if (wanted === undefined) return sync
  return { ...sync, running: { cause: wanted.cause, since: around.at, isJob: told.type === 'job-started' } }
}

const ENDS_SYNC: ReadonlySet<string> = new Set<Told['type']>([
  'synced',
  'sync-failed',
  'job-stopped',
  'process-ended',
  'sign-out-tapped',
])
