// What goes on between the phone and its CRM while the phone is in somebody's hands: one thing at a time, told as it goes.
// Knows neither the CRM nor the store: the desk does.
import type { Reason } from '../core/retry.ts'
import type { Refreshed, Remote } from '../sync/remote.ts'
import { safeLine } from '../text/safe.ts'

export interface CrmWork {
  refresh(): Promise<void>
  /** What is asked for while something goes on is done after it. */
  send(): Promise<void>
  /** Nobody looks any more: what comes of it is not told. */
  stop(): void
}

export interface Told {
  /** How many contacts were read so far; null when nothing is being read. */
  reading(contacts: number | null): void
  synced(refreshed: Extract<Refreshed, { kind: 'synced' }>): void
  ended(problem: Reason | null): void
}

/** Work for a phone that has a way to the CRM. */
export function openCrmWork(remote: Remote, told: Told): CrmWork {
  let wanted: 'refresh' | 'send' | null = null
  let isBusy = false
  let isStopped = false

  const tell = (does: () => void) => {
    if (!isStopped) does()
  }

  async function refresh(): Promise<Reason | null> {
    tell(() => told.reading(0))
    const refreshed = await remote.refresh((contacts) => tell(() => told.reading(contacts)))
    if (refreshed.kind === 'failed') return refreshed
    tell(() => told.synced(refreshed))
    return refreshed.problem
  }

  async function want(next: 'refresh' | 'send'): Promise<void> {
    if (wanted !== 'refresh') wanted = next
    if (isBusy) return
    isBusy = true
    while (wanted !== null && !isStopped) {
      const does = wanted
      wanted = null
      const problem = await (does === 'refresh' ? refresh() : remote.send()).catch(describeError)
      tell(() => told.reading(null))
      tell(() => told.ended(problem))
    }
    isBusy = false
  }

  return {
    refresh: () => want('refresh'),
    send: () => want('send'),
    stop() {
      isStopped = true
    },
  }
}

function describeError(error: unknown): Reason {
  return { because: safeLine(error instanceof Error ? error.message : String(error)), fix: 'Then refresh.' }
}
