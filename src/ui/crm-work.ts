// What goes on between the phone and its CRM while the phone is in somebody's hands: one thing at a time, told as it goes.
// Knows neither the CRM nor the store: the desk does.
import { describeKind, type Reason } from '../core/retry.ts'
import { describeProblem } from '../core/sync.ts'
import { SyncError } from '../sync/error.ts'
import type { Refreshed, Remote } from '../sync/remote.ts'
import { safeLine } from '../text/safe.ts'

export interface CrmWork {
  refresh(): Promise<void>
  /** What is asked for while something goes on is done after it. */
  send(isHurried: boolean): Promise<void>
  /** Done when nothing goes on any more. */
  idle(): Promise<void>
  /** Nobody looks any more: what comes of it is not told. */
  stop(): void
}

export interface Told {
  /** How many contacts were read so far; null when nothing is being read. */
  reading(contacts: number | null): void
  synced(refreshed: Extract<Refreshed, { kind: 'synced' }>): void
  /** The contacts are those from before. */
  syncFailed(because: string): void
  /** When what waits is to be sent again; null for never. */
  sent(nextAt: number | null): void
  /** A request to the CRM came to nothing. */
  failed(): void
  ended(problem: Reason | null): void
}

/** Work for a phone that has a way to the CRM. @param describe says an error in words */
export function openCrmWork(remote: Remote, told: Told, describe: (error: unknown) => string): CrmWork {
  let wanted: 'refresh' | 'send' | null = null
  let isHurriedNext = true
  let isBusy = false
  let isStopped = false

  const tell = (does: () => void) => {
    if (!isStopped) does()
  }

  async function refresh(): Promise<Reason | null> {
    tell(() => told.reading(0))
    const reading = remote.refresh((contacts) => tell(() => told.reading(contacts)))
    const refreshed = await reading.catch(
      (error: unknown) => ({ kind: 'thrown', problem: describeError(error) }) as const,
    )
    if (refreshed.kind !== 'synced' || refreshed.problem !== null) tell(told.failed)
    if (refreshed.kind !== 'synced') {
      const problem = refreshed.kind === 'failed' ? describeProblem(refreshed.problem) : refreshed.problem
      tell(() => told.syncFailed(problem.because))
      return problem
    }
    tell(() => told.synced(refreshed))
    if (refreshed.problem !== null) return describeKind(refreshed.problem)
    if (refreshed.unpublished === null) return null
    const because = `The contacts are here, but not in the snapshot: ${describe(refreshed.unpublished)}.`
    return { because, fix: 'Put that right and refresh.' }
  }

  async function send(): Promise<Reason | null> {
    const { problem, nextAt } = await remote.send({ isHurried: isHurriedNext })
    if (problem !== null) tell(told.failed)
    tell(() => told.sent(nextAt))
    return problem && describeKind(problem)
  }

  function describeError(error: unknown): Reason {
    if (error instanceof SyncError && error.kind === 'never-synced') return NEVER_SYNCED
    return { because: safeLine(describe(error)), fix: 'Then refresh.' }
  }

  let going: Promise<void> = Promise.resolve()

  function want(next: 'refresh' | 'send'): Promise<void> {
    if (wanted !== 'refresh') wanted = next
    if (!isBusy) going = goOn()
    return going
  }

  async function goOn(): Promise<void> {
    isBusy = true
    while (wanted !== null && !isStopped) {
      const does = wanted
      wanted = null
      const problem = await (does === 'refresh' ? refresh() : send()).catch(describeError)
      tell(() => told.reading(null))
      tell(() => told.ended(problem))
    }
    isBusy = false
  }

  return {
    refresh: () => want('refresh'),
    send(isHurried) {
      isHurriedNext = isHurried
      return want('send')
    },
    idle: () => going,
    stop() {
      isStopped = true
    },
  }
}

const NEVER_SYNCED: Reason = {
  because: 'The contacts have not come from the CRM yet, so nothing is sent there.',
  fix: 'Sync contacts › Refresh.',
}
