// How our app keeps its contacts: by hand, by itself every day, when it is opened and they are old, again after a failure.
// Whether its job may run is the system's to say; the contacts themselves are not here.
import { type Answered, type App, type Around, type Ask, also, type Sync, type SyncCause, still } from './app.ts'

/** What is told of a background refresh that took too long (IOS-18). */
export const REFRESH_ENDED = 'iOS ended the background refresh after 30 seconds.'

/** The app is in front: it fetches what is a day old, and has its job if it has none (AND-27, AND-48). */
export function syncWhenOpened(app: App, around: Around): Answered {
  if (!app.isSignedIn) return still(app)
  return also(keepJob(app, around), (now) => (isStale(now, around) ? beginSync(now, 'opened', around) : still(now)))
}

/** A force-stop has taken the job away, and the app hears of it by being started again: opened, or asked about a call (AND-27). */
export function keepJob(app: App, { daily }: Around): Answered {
  return app.isSignedIn ? { app, asks: [{ type: 'schedule-job', ...daily, policy: 'keep' }] } : still(app)
}

/** The user asks for it on the manage page; signed out, they sign in first. */
export function syncByHand(app: App, around: Around): Answered {
  const signedInAt = app.isSignedIn ? app.signedInAt : around.at
  return beginSync({ ...app, isSignedIn: true, signedInAt }, 'manual', around)
}

/** The job has been started; a sync that goes on already is its run. */
export function syncByJob(app: App, cause: 'periodic' | 'retry', around: Around): Answered {
  if (!app.isSignedIn) return { app, asks: [{ type: 'job-finished' }] }
  const { running } = app.sync
  if (running !== null) return still(withSync(app, { running: { ...running, isJob: true } }))
  return beginSync(app, cause, around)
}

/** The system waits for the job no longer. */
export function endJob(app: App, around: Around): Answered {
  const { running } = app.sync
  if (running === null || !running.isJob) return still(app)
  if (running.cause === 'manual') return still(withSync(app, { running: { ...running, isJob: false } }))
  return failSync(app, { error: REFRESH_ENDED }, around)
}

/** The app asks the CRM, unless it does already. */
function beginSync(app: App, cause: SyncCause, { at }: Around): Answered {
  const { running } = app.sync
  if (running !== null && cause !== 'manual') return still(app)
  const isJob = cause === 'periodic' || cause === 'retry' || (running?.isJob ?? false)
  const begun = withSync(app, { running: { cause, since: at, isJob } })
  return { app: begun, asks: [{ type: 'sync-wanted', cause }] }
}

// An answer to a question whose asker is gone, ended by the system or signed out, reaches nobody. Only the first contacts
// come unasked: a phone may start with them.
function isAwaited({ isSignedIn, sync }: App): boolean {
  return isSignedIn && (sync.running !== null || sync.lastSuccessAt === null)
}

/** The contacts have come. */
export function endSync(app: App, { contacts }: { readonly contacts: number }, { at, daily }: Around): Answered {
  if (!isAwaited(app)) return still(app)
  const { running } = app.sync
  const done = withSync(app, { lastSuccessAt: at, contacts, lastError: null, failures: 0, running: null })
  const finished: Ask[] = running?.isJob ? [{ type: 'job-finished' }] : []
  return {
    app: { ...done, lookedUp: [] },
    asks: [
      { type: 'sync', at, result: 'done', contacts },
      ...finished,
      { type: 'schedule-job', ...daily, policy: 'update' },
    ],
  }
}

/** It did not work. Who asked by hand sees the error, and the daily run comes when it would have come. */
export function failSync(app: App, { error }: { readonly error: string }, { at }: Around): Answered {
  if (!isAwaited(app)) return still(app)
  const { running, failures } = app.sync
  const policy = running?.cause === 'manual' ? 'keep' : 'replace'
  return {
    app: withSync(app, { lastError: error, failures: failures + 1, running: null }),
    asks: [
      { type: 'sync', at, result: 'failed', error },
      { type: 'retry-job', failures: failures + 1, policy },
    ],
  }
}

function withSync(app: App, change: Partial<Sync>): App {
  return { ...app, sync: { ...app.sync, ...change } }
}

// The contacts are a day old, or were never fetched.
function isStale({ sync }: App, { at, daily }: Around): boolean {
  return sync.lastSuccessAt === null || at - sync.lastSuccessAt >= daily.periodMs
}
